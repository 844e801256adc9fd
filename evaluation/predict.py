"""Predicted rows: the pipeline run over gold texts in this process, in the form that ``recoupe extract`` prints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from evaluation.score import Row
from recoupe.extract import events
from recoupe.extract.resources import Resources
from recoupe.extract.table import KINDS
from recoupe.pipeline import read_through
from recoupe.read.plain import read_text
from recoupe.records import Dating, Event, Evidence, Place, Quantity, Record, Statement, Timex

BATCH = 32
TYPES: dict[str, type[Record]] = {
    "statements": Statement,
    "timex": Timex,
    "quantities": Quantity,
    "places": Place,
    "dating": Dating,
    "events": Event,
}


def known(kind: str) -> bool:
    """Whether the program extracts this kind, or makes it of what it extracts."""
    return kind in (*KINDS, "checks")


def extract(kind: str, rows: Sequence[Row], *user_files: Path, knowledge: bool = True) -> list[Row]:
    """One row a document for rows {id, text, date?}, in their order: {id, KIND: [...]}, or the dating itself.

    Raises whatever the program raises, and ValueError for a record that broke an invariant: a figure is never computed
    over a run that failed.
    """
    resources = Resources(user_files, knowledge=knowledge)
    found: list[Row] = []
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        documents = [read_text(row["text"], date=row.get("date")) for row in batch]
        for row, reading in zip(batch, read_through(documents, resources, (kind,)), strict=True):
            if reading.refused:
                raise ValueError(f"{row['id']}: refused {reading.refused[0]}")
            records = [as_row(record) for record in reading.records if isinstance(record, TYPES[kind])]
            found.append({"id": row["id"]} | (records[0] if kind == "dating" and records else {kind: records}))
    return found


def as_row(record: Record) -> Row:
    """A record as ``recoupe extract`` prints it, in what the scorer reads of it."""
    match record:
        case Statement():
            return {
                "content": [list(e.span) for e in record.content],
                "speaker": span(record.speaker),
                "cue": span(record.cue),
                "reference": "; ".join(record.reference),
                "act": record.act,
            }
        case Timex():
            return at(record.evidence) | {"type": record.type, "value": record.value}
        case Quantity():
            values = {"low": record.low, "high": record.high}
            return at(record.evidence) | values | {"modifier": record.modifier, "unit": record.unit}
        case Place():
            return at(record.evidence) | {"name": record.name, "lat": record.lat, "lon": record.lon}
        case Event():
            return events.as_row(record, "")
        case Dating():
            steps = [{"quote": s.evidence.quote, "rule": s.rule} for s in record.steps]
            return {"earliest": record.earliest, "latest": record.latest, "basis": record.basis, "steps": steps}
    raise TypeError(f"no row for {type(record).__name__}")


def span(evidence: Evidence | None) -> list[int] | None:
    """[start, end], or None."""
    return None if evidence is None else list(evidence.span)


def at(evidence: Evidence) -> Row:
    """Start and end as fields."""
    return {"start": evidence.start, "end": evidence.end}
