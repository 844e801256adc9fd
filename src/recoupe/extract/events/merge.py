"""One record for what a text says twice: in its title, its lead and its body."""

from __future__ import annotations

import re

import msgspec

from recoupe.extract.events.scene import Scene
from recoupe.lang.fr.events import SPEECH, load_events
from recoupe.records import Event
from recoupe.text import fold, overlaps

_THIS = re.compile(r"\b(?:ce|cet|cette|ces) (?:[^\W\d_]+ )?$", re.IGNORECASE)
_DEEDS = frozenset(["attack", "military_activity"])
_REACH = 400
"""Characters between a deed and the words that point back to it."""


def merged(scene: Scene, records: list[Event]) -> list[Event]:
    """The records in text order, the repeated ones joined."""
    kept: list[Event] = []
    headings = [(b.start, b.end) for b in scene.document.blocks if b.kind in ("title", "heading")]
    order = sorted(
        records,
        key=lambda e: (any(overlaps(e.evidence[0].span, h) for h in headings), e.evidence[0].start, -e.evidence[0].end),
    )
    for record in order:
        head = any(overlaps(record.evidence[0].span, h) for h in headings)
        twin = next((i for i, other in enumerate(kept) if _same(record, other, head=head)), None)
        if twin is None:
            twin = _pointed_to(scene, record, kept)
        if twin is None and _speaks_of_one(scene, record, kept):
            continue
        if twin is None:
            kept.append(record)
            continue
        other = kept[twin]
        spans = (*other.evidence, *(e for e in record.evidence if e not in other.evidence))
        kept[twin] = msgspec.structs.replace(
            other, evidence=spans, place=other.place or record.place, date=other.date or record.date
        )
    unique = {e.id: e for e in kept}
    return sorted(unique.values(), key=lambda e: (e.evidence[0].start, e.evidence[0].end))


def _pointed_to(scene: Scene, record: Event, kept: list[Event]) -> int | None:
    """The attack or fight that "ce tir", "ces combats" speak of: the last one told before it."""
    if not _points_back(scene, record):
        return None
    actors = {p.name for p in record.actor}
    near = [
        (other.evidence[0].start, i)
        for i, other in enumerate(kept)
        if _told_before(record, other)
        and record.evidence[0].start - other.evidence[0].start <= _REACH
        and (not actors or not other.actor or actors & {p.name for p in other.actor})
    ]
    return max(near)[1] if near else None


def _speaks_of_one(scene: Scene, record: Event, kept: list[Event]) -> bool:
    """Whether a record only speaks of some deed told before, too far off to say which: it is no news."""
    return _points_back(scene, record) and any(_told_before(record, other) for other in kept)


def _points_back(scene: Scene, record: Event) -> bool:
    """Whether a record only names a deed again: what tells more of it ("ces tirs ont touché un port") stands."""
    before = scene.text[max(0, record.trigger.start - 30) : record.trigger.start]
    more = record.quantity is not None or record.target or record.place
    return record.type in _DEEDS and ":verb." not in record.rule and not more and _THIS.search(before) is not None


def _told_before(record: Event, other: Event) -> bool:
    told = other.type == record.type and other.subtype != "responsibility" and other.status in ("happened", "claimed")
    return told and other.evidence[0].start < record.evidence[0].start


def _same(a: Event, b: Event, *, head: bool) -> bool:
    """Whether a record says what another one says already."""
    speech = a.type in SPEECH and b.type in SPEECH
    if a.type != b.type and not speech:
        return False
    if (a.subtype == "outcome") != (b.subtype == "outcome"):
        return False  # what became of a promise is not the promise
    if (
        a.evidence[0].span == b.evidence[0].span
        and a.type == b.type
        and a.quantity == b.quantity
        and a.subtype == b.subtype
    ):
        return True
    if _value(a) != _value(b) and (_value(a) is not None and _value(b) is not None):
        return False
    actors = {p.name for p in a.actor} & {p.name for p in b.actor}
    if speech:
        if not actors or (a.stance and b.stance and a.stance != b.stance):
            return False
        return _shared(a, b) >= (0.6 if head else 0.75) and (head or min(len(_words(a)), len(_words(b))) > 3)
    if a.subtype != b.subtype and not head:
        return False
    if a.actor and b.actor and not actors:
        return False
    if a.status != b.status and "denied" in (a.status, b.status):
        return False
    if head and a.type == "interception" and _value(a) is not None and _value(a) == _value(b):
        return a.subtype == b.subtype and _places_agree(a, b)  # the number of a headline
    if not _targets_agree(a, b):
        return False
    if a.type == "casualties":
        small = _value(a) is not None and (a.quantity is None or (a.quantity.low or 0) < 5)
        known = _value(a) is not None and _value(a) == _value(b) and a.subtype == b.subtype
        return known and _places_agree(a, b) and (head or not small)
    if not _places_agree(a, b) or not _dates_agree(a, b):
        return False
    return _shared(a, b) >= (0.5 if head else 0.66)


def _value(e: Event) -> tuple[float | None, float | None] | None:
    return (e.quantity.low, e.quantity.high) if e.quantity is not None else None


def _places_agree(a: Event, b: Event) -> bool:
    one, two = {p.name for p in a.place}, {p.name for p in b.place}
    return not one or not two or bool(one & two)


def _targets_agree(a: Event, b: Event) -> bool:
    """Whether two records can be about the same people or things: one names none, or they share a word."""
    one, two = _target_words(a), _target_words(b)
    if not one or not two or one & two:
        return True
    return a.type == "casualties" and bool((one | two) & load_events().lists["anyone"])


def _target_words(e: Event) -> set[str]:
    words = re.findall(r"[^\W_]{3,}", fold(" ".join(p.name for p in e.target)))
    return {w[:6].rstrip("s") for w in words if w not in load_events().lists["stop"]}


def _dates_agree(a: Event, b: Event) -> bool:
    return a.date is None or b.date is None or a.date.value == b.date.value or a.date.mention == b.date.mention


def _shared(a: Event, b: Event) -> float:
    """Share of the content words of the shorter evidence that the longer one has too."""
    one, two = _words(a), _words(b)
    if not one or not two:
        return 0.0
    short, long = sorted((one, two), key=len)
    return len(short & long) / len(short) if len(short) > 2 else float(short <= long) * 0.6


def _words(e: Event) -> set[str]:
    said = e.issue if e.type in SPEECH and e.issue else e.evidence[0].quote
    found = re.findall(r"[^\W_]{2,}", fold(said))
    return {w[:6] for w in found if w not in load_events().lists["stop"]}
