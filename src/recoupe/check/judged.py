"""What people say of records: what was seen, where it stands after another reading, what a ruling makes of a record."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

import msgspec

from recoupe.check.claims import Claim, Spot
from recoupe.check.written import (
    FIELDS,
    NONE,
    count_in,
    count_written,
    days_in,
    names_in,
    place_in,
    place_written,
    values_of,
)  # fmt: skip
from recoupe.errors import BadJudgement
from recoupe.records import (
    Anchor,
    Dating,
    Event,
    Finding,
    JudgedKind,
    Link,
    Party,
    Place,
    PlaceMention,
    Record,
    Statement,
    When,
)  # fmt: skip
from recoupe.text import fold, fold_name

R = TypeVar("R", bound=Record)
OF_THING = ("same", "corroborates", "contradicts", "updates")
"""Relations that say that two records are about one thing."""
_SHARE = 0.3
"""Part of the shorter of two spans that both must hold to be the same words, as in the evaluation."""
_ALIKE = 0.5
"""Part of the words of a sentence that its later version must share: else another sentence took its place."""


class Ruling(msgspec.Struct, frozen=True):
    """The judgements that stand on one record: whether it is rejected, and its corrected values by field."""

    rejected: bool = False
    fixes: Mapping[str, str] = {}


def kind_of(record: Record) -> JudgedKind:
    """The kind of a record that can be judged; raises BadJudgement for the others."""
    name = type(record).__name__.lower()
    if name not in FIELDS:
        raise BadJudgement("kind", name, allowed=tuple(FIELDS))
    return name


def anchor_of(record: Record, record_id: str) -> Anchor:
    """Where a record of a text stands."""
    document = getattr(record, "document", "")
    match record:
        case Statement():
            first, kind, value = record.content[0], "statement", ""
        case Event():
            first, kind, value = (
                record.evidence[0],
                f"event {record.type} {record.subtype}".strip(),
                count_written(record.quantity),
            )
        case Place():
            first, kind, value = record.evidence, "place", ""
        case _:
            return Anchor(record_id, document, type(record).__name__.lower(), 0, 0, "")
    return Anchor(record_id, document, kind, first.start, first.end, first.quote, value)


def matching(anchor: Anchor, others: Iterable[Anchor]) -> str | None:
    """The record, among those of the same document, that stands where the anchor did; None where none does.

    The same type is required; the same subtype, the same count and the widest overlap decide, then the id.
    """
    best: tuple[bool, bool, float, str] | None = None
    for o in others:
        if o.kind.split()[:2] != anchor.kind.split()[:2] or o.document != anchor.document:
            continue
        both = min(o.end, anchor.end) - max(o.start, anchor.start)
        if both < _SHARE * min(o.end - o.start, anchor.end - anchor.start) or (both <= 0 and anchor.end):
            continue
        fit = (o.kind == anchor.kind, o.value == anchor.value, both / max(1, anchor.end - anchor.start), o.record)
        best = max(best, fit) if best else fit
    return best[3] if best else None


def carried(anchor: Anchor, sentence: str, others: Iterable[tuple[Anchor, str]]) -> str | None:
    """The record of a later version of the text that stands for the one at the anchor; None where none does.

    ``sentence`` is the one that the anchor stands in, ``others`` the records of that version with theirs. The same type
    is required, and the sentence or one that shares half of its words; of a place, the same name.
    """
    best: tuple[bool, bool, bool, float, float, str] | None = None
    for o, around in others:
        if o.kind.split()[:2] != anchor.kind.split()[:2] or (o.kind == "place" and o.quote != anchor.quote):
            continue
        near = _shared(sentence, around) if anchor.end else 1.0
        if near < _ALIKE:
            continue
        quoted = _shared(anchor.quote, o.quote)
        fit = (near == 1.0, o.kind == anchor.kind, o.value == anchor.value, near, quoted, o.record)
        best = max(best, fit) if best else fit
    return best[-1] if best else None


def _shared(one: str, other: str) -> float:
    """Part of the words of two strings that stand in both, 0 to 1 (Dice)."""
    mine, theirs = Counter(fold(one).split()), Counter(fold(other).split())
    return 2 * (mine & theirs).total() / max(1, mine.total() + theirs.total())


def fingerprint(record: Record, field: str, sentences: Sequence[str]) -> str:
    """Hash of what is seen when a field of a record, or all of it (""), is judged.

    ``sentences``: those that the record stands in; for a link and a finding, those of its records. The exact bounds of
    the evidence do not count: the sentence does. New texts that give no new value leave a finding what it was.
    """
    match record:
        case Link():
            seen: list[str] = []  # whether two sentences speak of one thing does not hang on what the rules make of it
        case Finding():
            held = {f"{h.origin} {h.low} {h.high} {h.modifier} {h.denies}" for h in record.held}
            return digest(["finding", record.type, record.verdict, *sorted(held)])
        case _:
            values = values_of(record)
            seen = [values[field]] if field else list(values.values())
    if isinstance(record, Event):
        seen += [record.type, record.subtype, record.stance or ""]
    return digest([type(record).__name__.lower(), *seen, *(" ".join(fold(s).split()) for s in sentences)])


def digest(parts: Sequence[str]) -> str:
    """16 hexadecimal digits of a list of strings."""
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:16]


def revised(record: R, ruling: Ruling) -> R:
    """The record with its corrected values in place of those that the rules read; the evidence stays.

    A document whose date is rejected has none, a place that is rejected is unpinned; other rejected records are as
    read: it is for the caller to leave them out.
    """
    changes: dict[str, object] = {}
    match record:
        case Event():
            for field, value in ruling.fixes.items():
                changes |= _of_event(record, field, value)
        case Statement():
            for field, value in ruling.fixes.items():
                changes |= {"act": value} if field == "act" else _speakers(value)
        case Finding():
            changes = dict(ruling.fixes)
        case Place():
            spot = None if ruling.rejected else place_in(ruling.fixes.get("place", place_written(record)))
            pinned = spot or Place(document="", evidence=record.evidence, name=record.name)
            if spot is None or ruling.fixes:
                changes = {f: getattr(pinned, f) for f in ("name", "lat", "lon", "precision", "country", "metonym")}
        case Dating():
            if ruling.rejected or ruling.fixes:
                first, last = days_in(NONE if ruling.rejected else ruling.fixes["date"])
                basis = "given" if first else "none"
                changes = {"basis": basis, "earliest": first, "latest": last, "candidates": (), "steps": ()}
    return msgspec.structs.replace(record, **changes) if changes else record


def revised_all(records: Mapping[str, R], known: Mapping[str, Ruling], *, rejected: bool = False) -> dict[str, R]:
    """Records as people corrected them; those that they rejected are left out unless asked for."""
    kept = {i: r for i, r in records.items() if rejected or i not in known or not known[i].rejected}
    return {i: revised(r, known[i]) if i in known else r for i, r in kept.items()}


def resaid(
    events: Mapping[str, Event], statements: Mapping[str, Statement], corrected: Mapping[str, Statement]
) -> dict[str, Event]:
    """Events whose words a person gave to another speaker: who says the statement says what is said in it.

    ``corrected`` are the statements with a corrected speaker, ``statements`` the same ones as they were read.
    """
    found = dict(events)
    for i, e in events.items():
        own = next((s for s in e.statements if s in corrected and _speaks(statements[s].reference, e)), None)
        if own is not None:
            found[i] = _said_by(e, statements[own].reference, corrected[own].reference)
    return found


def _speaks(names: Collection[str], e: Event) -> bool:
    return tuple(names) == e.attributed_to or (not e.attributed_to and {p.name for p in e.actor} == set(names))


def _said_by(e: Event, was: Collection[str], names: Sequence[str]) -> Event:
    """The event with another speaker, who also takes the speaker's place where the speaker is who acts."""
    actor = e.actor
    if actor and {p.name for p in actor} <= set(was):
        actor = tuple(Party(name=n, mention=actor[0].mention) for n in names)
    return msgspec.structs.replace(e, attributed_to=tuple(names) if e.attributed_to else (), actor=actor)


def _speakers(value: str) -> dict[str, object]:
    names = names_in(value)
    return {"reference": names, "resolution": "name" if names else "unresolved"}


def _of_event(event: Event, field: str, value: str) -> dict[str, object]:
    where = event.evidence[0]
    match field:
        case "speaker":
            given = msgspec.structs.replace(event, attributed_to=event.attributed_to or (NONE,))
            said = _said_by(given, event.attributed_to, names_in(value))
            return {"attributed_to": said.attributed_to, "actor": said.actor}
        case "date":
            first, last = days_in(value)
            return {"date": When(event.date.mention if event.date else where, value, first, last) if first else None}
        case "place":
            spot = place_in(value)
            return {
                "place": (PlaceMention(spot.name, event.place[0].mention if event.place else where),) if spot else ()
            }
        case "quantity":
            return {"quantity": count_in(value, event.quantity, where)}
    return {field: value}


def placed(claim: Claim, ruling: Ruling) -> Claim:
    """The claim at its corrected place, whose name need not stand in the text."""
    if "place" not in ruling.fixes:
        return claim
    p = place_in(ruling.fixes["place"])
    spots = (Spot(fold_name(p.name), p.lat, p.lon, p.precision, p.country),) if p else ()
    return msgspec.structs.replace(claim, spots=spots, placed=bool(spots))
