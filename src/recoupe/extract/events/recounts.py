"""Counts of what was counted just before: "le ministère fait état de 12 morts ; l'ONG en a recensé 15"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import msgspec

from recoupe.extract.events.counts import count_of
from recoupe.extract.events.parties import parties
from recoupe.extract.events.scene import Scene
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events import Events, load_events
from recoupe.lang.fr.events.factuality import is_participle
from recoupe.lang.fr.grammar import phrase_from
from recoupe.lang.fr.groups import Group, subject_of, verb_group
from recoupe.records import Event, Evidence, Party, Quantity
from recoupe.text import within

_COUNTED = frozenset(["casualties", "attack", "interception", "prisoners", "damage"])
_ALONE = re.compile(r"\s*(?:[.,;:!»\"”)]|$| (?:et|mais|contre|tandis|alors|au total)\b)")
"""Behind a number that counts nothing else: no "en a recensé 15 dans la ville"."""
_REACH = 400
"""Characters between a count and the one that takes it up: a paragraph of news."""


def recounted(low: str) -> bool:
    """Whether lowered text may count anew what was counted before."""
    return _taken_up().search(low) is not None


def recounts(scene: Scene, s: Sentence, events: Events, found: Sequence[Event]) -> list[Event]:
    """Records of the numbers of one sentence that take up the thing counted before, each told by its own subject."""
    numbers = (q for q in scene.quantities if within(q.evidence.span, s.span) and _bare(scene, q))
    made = (_recount(scene, s, q, events, found) for q in numbers)
    return [e for e in made if e is not None]


def _bare(scene: Scene, q: Quantity) -> bool:
    """Whether a number is told in the text's own voice and names nothing that it counts."""
    named = q.unit is not None or q.counted is not None or q.part_of is not None
    alone = _ALONE.match(scene.text, q.evidence.end) is not None
    return not named and alone and not scene.holders(q.evidence.start)


def _recount(scene: Scene, s: Sentence, q: Quantity, events: Events, found: Sequence[Event]) -> Event | None:
    taken, before = _verb(s, q, events), _before(scene, q, found, events)
    if taken is None or before is None or before.quantity is None:
        return None
    taking, verb = taken
    group = verb_group(s, verb.i, participle=is_participle(verb))
    subject = (subject_of(s, group) if group is not None else None) or _opening(s, taking)
    who = parties(scene, s, [subject], ()) if subject is not None else ()
    if group is None or not who or group.negated or _of_another_side(before, who):
        return None
    if any(p.mention is not None and p.mention.start < taking.start < p.mention.end for p in who):
        return None  # no name of the lists, and none that the parse tells from the verb
    if _of_another_time(scene, s, group, before):
        return None
    return msgspec.structs.replace(
        before,
        evidence=(Evidence.of(scene.text, (taking.start, q.evidence.end)),),
        trigger=Evidence.of(scene.text, (verb.start, verb.end)),
        quantity=msgspec.structs.replace(count_of(q), unit=before.quantity.unit),
        status="claimed",
        attributed_to=tuple(p.name for p in who),
        statements=(),
        chain=(),
        source=None,
        rule=f"{before.rule}.anew",
    )


def _verb(s: Sentence, q: Quantity, events: Events) -> tuple[Token, Token] | None:
    """The "en" and the verb of counting that a number follows."""
    before = [t for t in s.tokens if t.start < q.evidence.start]
    verb = next((t for t in reversed(before) if t.form in events.governors["recount"]), None)
    if verb is None or any(t.pos in ("NOUN", "PROPN", "VERB") for t in before[verb.i + 1 :]):
        return None
    taking = next((t for t in s.tokens[max(0, verb.i - 4) : verb.i] if t.form == "en"), None)
    return (taking, verb) if taking is not None else None


def _of_another_time(scene: Scene, s: Sentence, group: Group, before: Event) -> bool:
    """Whether a count is told of another day, or of before: "le mois dernier, elle en avait recensé 40"; or the verb
    only says how many there are: "la ville en compte 15"."""
    if group.aux is None and group.verb.form.startswith("compt"):
        return True
    if group.aux is not None and group.aux.form in ("avait", "avaient"):
        return True
    start = max(s.start, before.evidence[0].end)
    return any(t.type == "DATE" and start <= t.evidence.start < s.end for t in scene.timexes)


def _opening(s: Sentence, taking: Token) -> Token | None:
    """The noun that opens the clause of an "en", where but a relative clause stands between: "; X, qui suit le front, |
    en a compté 60"."""
    start = max((t.i + 1 for t in s.tokens[: taking.i] if t.form == ";"), default=0)
    opening = phrase_from(s, start, apposition=False)
    if opening is None:
        return None
    between = [t.form for t in s.tokens[opening.last + 1 : taking.i]]
    return opening.head if not between or (between[:2] == [",", "qui"] and between[-1] == ",") else None


def _of_another_side(before: Event, who: Sequence[Party]) -> bool:
    """Whether one side counts what the other says that it shot down: whose weapons these are is not said."""
    doers, tellers = ({p.side for p in side if p.side} for side in (before.actor, who))
    return before.type == "interception" and bool(tellers) and not tellers & doers


def _before(scene: Scene, q: Quantity, found: Sequence[Event], events: Events) -> Event | None:
    """The record of the last thing counted before a number; None where that is of no record that came about."""
    lasts = events.lists["spans"]
    earlier = (
        o
        for o in reversed(scene.quantities)
        if o.evidence.end < q.evidence.start and o.unit and o.part_of is None and o.unit.lower() not in lasts
    )
    last = next(earlier, None)
    if last is None or q.evidence.start - last.evidence.end > _REACH:
        return None
    told = (e for e in found if e.quantity is not None and e.quantity.mention.span == last.evidence.span)
    return next((e for e in told if e.type in _COUNTED and e.status in ("happened", "claimed")), None)


@cache
def _taken_up() -> re.Pattern[str]:
    forms = "|".join(sorted(load_events().governors["recount"], key=len, reverse=True))
    return re.compile(rf"\ben (?:[^\W\d_]+['’ ]){{0,3}}(?:{forms})\b")
