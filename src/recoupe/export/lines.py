"""One JSON object a document, for ``recoupe extract``: offsets in code points of the original text, half open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from recoupe.records import Dating, Event, Evidence, Place, Quantity, Record, Statement, Timex


def _span(evidence: Evidence | None) -> list[int] | None:
    return None if evidence is None else [evidence.start, evidence.end]


def _statements(records: Sequence[Record]) -> dict[str, Any]:
    found = [r for r in records if isinstance(r, Statement)]
    ids = [s.id for s in found]
    return {
        "statements": [
            {
                "content": [_span(e) for e in s.content],
                "speaker": _span(s.speaker),
                "cue": _span(s.cue),
                "reference": "; ".join(s.reference),
                "resolution": s.resolution,
                "candidates": list(s.candidates),
                "act": s.act,
                "mode": s.mode,
                "negated": s.negated,
                "channel": _span(s.channel),
                "addressee": _span(s.addressee),
                # places, in this list, of the statements that are reported inside this one
                "inner": [i for i, other in enumerate(found) if other.outer == own],
            }
            for s, own in zip(found, ids, strict=True)
        ]
    }


def _timex(records: Sequence[Record]) -> dict[str, Any]:
    return {
        "timex": [
            {"start": r.evidence.start, "end": r.evidence.end, "type": r.type, "value": r.value}
            for r in records
            if isinstance(r, Timex)
        ]
    }


def _quantities(records: Sequence[Record]) -> dict[str, Any]:
    return {
        "quantities": [
            {
                "start": r.evidence.start,
                "end": r.evidence.end,
                "low": r.low,
                "high": r.high,
                "modifier": r.modifier,
                "unit": r.unit,
            }
            for r in records
            if isinstance(r, Quantity)
        ]
    }


def _places(records: Sequence[Record]) -> dict[str, Any]:
    return {
        "places": [
            {
                "start": r.evidence.start,
                "end": r.evidence.end,
                "name": r.name,
                "lat": r.lat,
                "lon": r.lon,
                "precision": r.precision,
                "candidates": list(r.candidates),
            }
            for r in records
            if isinstance(r, Place)
        ]
    }


def _dating(records: Sequence[Record]) -> dict[str, Any]:
    for r in records:
        if isinstance(r, Dating):
            steps = [{"quote": s.evidence.quote, "rule": s.rule, "kept": s.kept} for s in r.steps]
            return {
                "earliest": r.earliest,
                "latest": r.latest,
                "candidates": list(r.candidates),
                "basis": r.basis,
                "steps": steps,
            }
    return {"earliest": None, "latest": None, "candidates": [], "basis": "none", "steps": []}


FORMS: dict[str, Callable[[Sequence[Record]], dict[str, Any]]] = {
    "statements": _statements,
    "timex": _timex,
    "quantities": _quantities,
    "places": _places,
    "dating": _dating,
}


def rows_of(kind: str, name: str, records: Sequence[Record]) -> list[dict[str, Any]]:
    """What ``recoupe extract`` prints of one text: one object a document, for events one a record."""
    if kind == "events":
        from recoupe.extract.events import as_row

        return [as_row(record, name) for record in records if isinstance(record, Event)]
    return [{"id": name, **FORMS[kind](records)}]
