"""Judgements as gold, in the form that the evaluation reads: what people said is right, wrong or otherwise.

One JSON object a line: first the dossier's own file of names; a row a document that was judged, with its text, its
``statements`` and ``events`` (``core`` where a person accepted or corrected them; rejected ones are left out) and,
under ``judged``, the spans that a person looked at, outside of which nothing is scored; then a row a pair of records
that a person says is one thing ("same") or two ("distinct").
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from recoupe.check.judged import Ruling, revised_all
from recoupe.export.lines import rows_of
from recoupe.records import Event, Statement
from recoupe.store import Dossier
from recoupe.store.rulings import pairs, rulings

Row = dict[str, Any]


def gold_lines(dossier: Dossier) -> Iterator[str]:
    """The lines of the file, in the order of the documents' ids."""
    yield _line({"dossier": dossier.config})
    query = """SELECT DISTINCT i.document FROM judged_in i JOIN judged j ON j.judgement = i.judgement
    WHERE j.state = 'stands' AND j.kind IN ('statement', 'event', 'link') ORDER BY i.document"""
    for (document_id,) in dossier.ask(query):
        yield _line(_document(dossier, document_id))
    at = {i: _end(e) for i, e in dossier.records(Event, ids=sorted({i for p in pairs(dossier).alike for i in p}))}
    for (a, b), alike in sorted(pairs(dossier).alike.items()):
        if a in at and b in at:
            yield _line({"a": at[a], "b": at[b], "relation": "same" if alike else "distinct"})


def _line(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False)


def _end(e: Event) -> Row:
    first = e.evidence[0]
    return {"doc": e.document, "start": first.start, "end": first.end, "type": e.type.upper()}


def _document(dossier: Dossier, document_id: str) -> Row:
    document = dossier.document(document_id)
    statements = dict(dossier.records(Statement, document=document_id))
    events = dict(dossier.records(Event, document=document_id))
    row: Row = {"id": document_id, "outlet": document.outlet, "date": document.date, "text": document.text}
    said = rulings(dossier, [*statements, *events])
    kept = revised_all(statements, said)
    row["statements"] = rows_of("statements", document_id, list(kept.values()))[0]["statements"]
    _mark(row["statements"], kept, said)
    told = revised_all(events, said)
    row["events"] = rows_of("events", document_id, list(told.values()))
    _mark(row["events"], told, said)
    spans = {
        "statements": [list(e.span) for i, s in statements.items() if i in said for e in s.content],
        "events": [list(e.span) for i, x in events.items() if i in said for e in x.evidence],
    }
    return row | {"judged": spans}


def _mark(rows: list[Row], ids: Iterable[str], said: Mapping[str, Ruling]) -> None:
    """What a person accepted or corrected must be found; what nobody judged may be."""
    for row, i in zip(rows, ids, strict=True):
        row["core"] = i in said
