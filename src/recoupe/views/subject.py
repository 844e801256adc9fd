"""One record as it is put before a person to be judged: its words, what was read, what was said of it."""

from __future__ import annotations

import msgspec

from recoupe.check.judged import Ruling, kind_of
from recoupe.check.written import CHOICES, FIELDS, values_of
from recoupe.records import Dating, Event, Finding, Link, Place, Record, Statement
from recoupe.store import Dossier
from recoupe.store.batches import marks
from recoupe.store.judgements import find_judged, token
from recoupe.store.rulings import rulings
from recoupe.views.lookup import Shelf
from recoupe.views.passages import Passage, passage
from recoupe.views.reviews import Said, history
from recoupe.views.sources import NumberedSource, source_of

_SHOWN = 6
"""Records of a finding that are shown."""


class Quoted(msgspec.Struct, frozen=True):
    """A record's words in their sentence, and the document that they stand in."""

    record: str
    start: int
    passage: Passage
    source: NumberedSource


class Field(msgspec.Struct, frozen=True):
    """What can be corrected: what the rules read, what holds now, and the values it can take where they are listed."""

    name: str
    read: str
    now: str
    choices: tuple[str, ...] = ()


class Subject(msgspec.Struct, frozen=True):
    """A record to judge. ``seen`` is what a judgement hands back, so that none is given on what is no longer there."""

    id: str
    kind: str
    type: str
    stance: str | None
    quoted: tuple[Quoted, ...]
    fields: tuple[Field, ...]
    history: tuple[Said, ...]
    seen: str
    waits: bool
    """Whether findings are still to be made anew after a judgement on one of its documents."""

    @property
    def standing(self) -> tuple[Said, ...]:
        """The judgements that count, and those that are asked again."""
        return tuple(s for s in self.history if s.state in ("stands", "stale"))


def subject(dossier: Dossier, wanted: str) -> Subject:
    """The record of this id; raises NotFound, and BadJudgement for what is not judged."""
    record_id, record = find_judged(dossier, wanted)
    kind = kind_of(record)
    shown = _records(dossier, record_id, record)
    ruling = rulings(dossier, [record_id]).get(record_id, Ruling())
    read = values_of(record)
    pair = sorted((record.a, record.b)) if isinstance(record, Link) else (record_id, "")
    said = tuple(history(dossier, *pair))
    now = {s.field: s.value for s in said if s.state == "stands"} if kind == "link" else ruling.fixes
    return Subject(
        id=record_id,
        kind=kind,
        type=getattr(record, "type", kind) if kind != "link" else getattr(record, "relation", ""),
        stance=getattr(record, "stance", None),
        quoted=tuple(_quoted(dossier, shown)),
        fields=tuple(Field(f, read[f], now.get(f, read[f]), CHOICES.get(f, ())) for f in FIELDS[kind]),
        history=said,
        seen=token(dossier, record_id, record),
        waits=_waits(dossier, [getattr(r, "document", "") for _, r in shown]),
    )


def _records(dossier: Dossier, record_id: str, record: Record) -> list[tuple[str, Record]]:
    """The records of texts that are shown for a record: itself, both ends of a link, the newest of a finding."""
    match record:
        case Link():
            ids = [record.b, record.a]
        case Finding():
            ids = [h.record for h in record.held if not h.superseded][-_SHOWN:]
        case _:
            return [(record_id, record)]
    found = dict(dossier.records(Event, ids=ids))
    return [(i, found[i]) for i in dict.fromkeys(ids) if i in found]


def _quoted(dossier: Dossier, records: list[tuple[str, Record]]) -> list[Quoted]:
    where = Shelf(dossier, paged=True).of(getattr(r, "document", "") for _, r in records)
    found = []
    for i, r in records:
        span = _span(r)
        own = getattr(r, "document", "")
        source = where.get(own) or source_of(dossier, own, dossier.document(own))
        found.append(Quoted(i, span[0], passage(dossier, source.document, span), source))
    return found


def _span(record: Record) -> tuple[int, int]:
    match record:
        case Event():
            return record.evidence[0].span
        case Statement():
            return record.content[0].span
        case Place():
            return record.evidence.span
        case Dating() if record.steps:
            return record.steps[0].evidence.span
    return 0, 1


def _waits(dossier: Dossier, documents: list[str]) -> bool:
    return bool(dossier.ask(f"SELECT 1 FROM unsettled WHERE document IN ({marks(documents)}) LIMIT 1", documents))
