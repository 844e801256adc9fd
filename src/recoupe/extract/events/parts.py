"""Counts inside a count: "310 tués, dont 120 dans la province", "51 drones abattus sur les 64 lancés"."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from recoupe.extract.events.counts import count_of
from recoupe.extract.events.scene import Scene
from recoupe.extract.events.whereabouts import place_mentions
from recoupe.lang.base import Sentence
from recoupe.lang.fr.events import Events
from recoupe.records import Count, Event, Evidence, Quantity
from recoupe.text import plain, within

_COUNTED = frozenset(["casualties", "interception", "prisoners", "damage"])
_WHERE = re.compile(
    r",? (?:dans|à|au|aux|en|sur|au-dessus|près|autour) (?:de |du |des |d')?"
    r"(?:(?:la|le|l'|les) ?)?(?:seule? )?[^,;.:()]{2,60}"
)
"""What follows a part count that says where those of the part were."""
_SENT = re.compile(r" (?:(?:drones|missiles|engins|appareils) )?(?:lancés|tirés|envoyés|signalés|détectés|recensés)\b")
"""What follows the whole of which so many were shot down."""


def parts(scene: Scene, s: Sentence, events: Events, found: Sequence[Event]) -> list[Event]:
    """Records of the part counts of one sentence: of those who were somewhere, and of the whole that was launched."""
    made: list[Event] = []
    quantities = [q for q in scene.quantities if within(q.evidence.span, s.span)]
    counts = {e.quantity.mention.span: e for e in found if e.quantity is not None and e.type in _COUNTED}
    for q in quantities:
        if q.part_of is None:
            continue
        owner, own = counts.get(q.part_of.span), counts.get(q.evidence.span)
        if owner is not None and own is None and (record := _there(scene, s, q, owner)) is not None:
            made.append(record)
        whole = next((w for w in quantities if w.evidence.span == q.part_of.span), None)
        if own is not None and own.type == "interception" and whole is not None:
            record = _launched(scene, whole, own, events)
            made += [record] if record is not None else []
    return made


def _there(scene: Scene, s: Sentence, q: Quantity, owner: Event) -> Event | None:
    """The part of a count that was at a place: "dont 18 au-dessus de la région de X"."""
    before = plain(scene.text[max(s.start, q.evidence.start - 12) : q.evidence.start]).lower()
    where = _WHERE.match(plain(scene.text[q.evidence.end : s.end]))
    if "dont " not in before or where is None:
        return None
    span = q.evidence.start, q.evidence.end + len(where.group().rstrip())
    spots = place_mentions(scene, span)
    if not spots or {p.name for p in spots} & {p.name for p in owner.place}:
        return None
    return msgspec.structs.replace(
        owner, quantity=count_of(q), place=spots, evidence=(Evidence.of(scene.text, span),), rule=f"{owner.rule}.part"
    )


def _as_many(whole: Quantity, downed: Event) -> Count:
    """The whole, counted in what was shot down of it where it has no noun: "sur les 64 lancés"."""
    own = downed.quantity.unit if downed.quantity is not None else None
    return msgspec.structs.replace(count_of(whole), unit=own, counted=None)


def _launched(scene: Scene, whole: Quantity, downed: Event, events: Events) -> Event | None:
    """How many were launched, of which so many were shot down."""
    sent = _SENT.match(plain(scene.text[whole.evidence.end : whole.evidence.end + 40]).lower())
    if sent is None:
        return None
    codes = events.codes.get("attack launched") or events.codes["attack"]
    span = whole.evidence.start, whole.evidence.end + sent.end()
    return msgspec.structs.replace(
        downed,
        type="attack",
        subtype="launched",
        evidence=(Evidence.of(scene.text, span),),
        trigger=Evidence.of(scene.text, (whole.evidence.end + sent.start() + 1, span[1])),
        quantity=_as_many(whole, downed),
        actor=tuple(p for p in downed.target if p.side),
        target=(),
        place=(),
        weapon=None,
        plover=codes["plover"],
        acled=codes["acled"],
        rule="events@1:whole.attack.launched",
    )
