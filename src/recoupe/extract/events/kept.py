"""Stances that a sentence says to hold on, without telling them: "X campe sur ses positions", "reste inflexible"."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from recoupe.extract.events.parties import parties
from recoupe.extract.events.scene import Scene
from recoupe.lang.base import Sentence
from recoupe.lang.fr.events.kept import load_kept
from recoupe.lang.fr.events.surface import subjects_before
from recoupe.records import Event, Evidence
from recoupe.text import plain

_ON = re.compile(r" (?:sur|quant à|à propos de|au sujet de) (?P<what>[^.;:,]{3,60})")
_FIRMLY = frozenset(["rejects", "demands", "conditions"])
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 5
_REACH = 1500
"""Characters back to the stance that is kept: a few paragraphs."""


def kept(scene: Scene, s: Sentence, found: Iterable[Event]) -> list[Event]:
    """The one firm stance of the same party that the text has told, on the matter that the sentence names if it names
    one; none where there are several, or where the party gave it up since."""
    low = plain(scene.text[s.start : s.end]).lower()
    m = load_kept().holds.search(low)
    if m is None:
        return []
    at = next((t for t in s.tokens if t.start - s.start >= m.start()), None)
    who = parties(scene, s, subjects_before(s, at.i), ()) if at is not None else ()
    if len(who) != 1 or at is None:
        return []
    told = sorted(
        (e for e in found if e.type == "position" and 0 < s.start + m.start() - e.evidence[0].end <= _REACH),
        key=lambda e: e.evidence[0].start,
    )
    mine = [e for e in told if {p.name for p in e.actor} == {who[0].name} and e.issue and e.status != "denied"]
    on = _ON.match(low, m.end())
    if on is not None:
        mine = [e for e in mine if _stems(on["what"]) & _stems((e.issue or "").lower())]
    if not mine or mine[-1].stance not in _FIRMLY or len({e.stance for e in mine}) > 1:
        return []
    if on is None and any(not _stems((e.issue or "").lower()) & _stems((mine[-1].issue or "").lower()) for e in mine):
        return []  # of which of them is not said
    start = who[0].mention.start if who[0].mention is not None else at.start
    end = s.start + (on.end() if on is not None else m.end())
    return [
        msgspec.structs.replace(
            mine[-1],
            actor=who,
            evidence=(Evidence.of(scene.text, (min(start, at.start), end)),),
            trigger=Evidence.of(scene.text, (at.start, at.end)),
            date=None,
            quantity=None,
            place=(),
            attributed_to=(),
            source=None,
            statements=(),
            chain=(),
            status="happened",
            rule=f"events@1:kept.{mine[-1].stance}",
        )
    ]


def may_hold(low: str) -> bool:
    """Whether plain lower-case text may say that a stance holds on."""
    return load_kept().holds.search(low) is not None


def _stems(words: str) -> set[str]:
    return {w[:_STEM] for w in _WORD.findall(plain(words))}
