"""Recheck every invariant of a dossier, row by row."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec

from recoupe.records import RECORD_TYPES, Document, Event, Finding, Link, Source, Statement
from recoupe.store.dossier import Dossier
from recoupe.store.invariants import Breach, breaches_of
from recoupe.store.problems import guarded
from recoupe.store.rows import evidence_rows, from_row
from recoupe.store.schema import CHECKED_TYPES, table_of, tables
from recoupe.text import fold


def verify(dossier: Dossier) -> Iterator[Breach]:
    """Every row that breaks an invariant; nothing where the dossier is sound."""
    with guarded(dossier.path):
        yield from _file(dossier.db)
        yield from _orphans(dossier.db)
        ids = [row[0] for row in dossier.db.execute("SELECT id FROM document ORDER BY id")]
        for document_id in ids:
            yield from _document(dossier, document_id)
        yield from _checks(dossier)


def _file(db: sqlite3.Connection) -> Iterator[Breach]:
    for (problem,) in db.execute("PRAGMA integrity_check"):
        if problem != "ok":
            yield Breach("", "", 0, f"the file is damaged: {problem}")


def _checks(dossier: Dossier) -> Iterator[Breach]:
    """Links and findings: each names records that are stored, and a number in a finding is one of its record's."""
    for document, story in dossier.db.execute(
        "SELECT document, story FROM story_member WHERE document NOT IN (SELECT id FROM document) "
        "OR story NOT IN (SELECT id FROM story)"
    ):
        yield Breach(story, document, 0, "a story of a document that is not stored, or one that is not there")
    known = {row[0] for row in dossier.db.execute("SELECT id FROM event")}
    for record_id, link in dossier.records(Link):
        if record_id != link.id:
            yield Breach(record_id, "", 5, f"the id is not the hash of the key fields ({link.id})")
        for end in (link.a, link.b):
            if end not in known:
                yield Breach(record_id, "", 2, f"a link to a record that is not stored ({end})")
    for record_id, found in dossier.records(Finding):
        if record_id != found.id:
            yield Breach(record_id, "", 5, f"the id is not the hash of the key fields ({found.id})")
        events = dict(dossier.records(Event, ids=found.records))
        for missing in sorted(set(found.records) - set(events)):
            yield Breach(record_id, "", 2, f"a finding on a record that is not stored ({missing})")
        for h in found.held:
            event = events.get(h.record)
            count = event.quantity if event is not None else None
            if h.low is not None and (count is None or (count.low, count.high) != (h.low, h.high)):
                yield Breach(record_id, "", 2, f"{h.low} is not what record {h.record} says")


def _orphans(db: sqlite3.Connection) -> Iterator[Breach]:
    for table in (*(t.name for t in tables()), "sentence", "extraction", "evidence"):
        if table in ("document", *CHECKED_TYPES):
            continue
        key = {"extraction": "document", "evidence": "record"}.get(table, "id")
        query = f"SELECT DISTINCT {key}, document FROM {table} WHERE document NOT IN (SELECT id FROM document)"
        for record, document in db.execute(query):
            yield Breach(str(record), document, 0, f"{table} row of a document that is not stored")
    every = " UNION ALL ".join(f"SELECT id FROM {t.name}" for t in tables())
    for record, document in db.execute(
        f"SELECT DISTINCT record, document FROM evidence WHERE record NOT IN ({every}) ORDER BY record"
    ):
        yield Breach(record, document, 0, "evidence of a record that is not stored")
    for table, why in (("source", "no file it came from"), ("extraction", "no mark that it was read")):
        for (document,) in db.execute(f"SELECT id FROM document WHERE id NOT IN (SELECT document FROM {table})"):
            yield Breach(document, document, 0, f"document with {why}")


def _document(dossier: Dossier, document_id: str) -> Iterator[Breach]:
    db = dossier.db
    spans: dict[str, list[tuple[str, int, int, int, str]]] = {}
    for record, *rest in db.execute(
        'SELECT record, field, ord, "start", "end", quote FROM evidence WHERE document = ?', (document_id,)
    ):
        spans.setdefault(record, []).append((rest[0], rest[1], rest[2], rest[3], rest[4]))
    document: Document | None = None
    known: set[str] = set()
    inside: list[tuple[str, str]] = []
    for kind in RECORD_TYPES:  # Document comes first
        if table_of(kind).name in CHECKED_TYPES:
            continue
        table = table_of(kind)
        names = ", ".join(f'"{c.name}"' for c in table.stored)
        owner = "id" if kind is Document else "document"
        rows = db.execute(f"SELECT id, {names} FROM {table.name} WHERE {owner} = ? ORDER BY id", (document_id,))
        for row_id, *values in rows.fetchall():
            known.add(row_id)
            own = spans.get(row_id, [])
            try:
                record = from_row(kind, values, own)
            except (msgspec.ValidationError, msgspec.DecodeError) as error:
                yield Breach(row_id, document_id, 0, f"{table.name} row that cannot be read: {error}")
                continue
            if record.id != row_id:
                yield Breach(row_id, document_id, 5, f"the id is not the hash of the key fields ({record.id})")
            if isinstance(record, Document):
                document = record
            if document is None:
                continue
            if not isinstance(record, Source) and sorted(evidence_rows(record)) != sorted(own):
                yield Breach(row_id, document_id, 1, "the evidence rows are not those of the record")
            for breach in breaches_of(record, document, document_id):
                yield msgspec.structs.replace(breach, record=row_id)
            if isinstance(record, Statement) and record.outer is not None:
                inside.append((row_id, record.outer))
    for row_id, outer in inside:
        if outer not in known:
            yield Breach(row_id, document_id, 0, f"reported inside a statement that is not stored ({outer})")
    if document is not None:
        yield from _sentences(db, document_id, document.text)


def _sentences(db: sqlite3.Connection, document_id: str, text: str) -> Iterator[Breach]:
    query = """SELECT s.id, s."start", s."end", t.folded FROM sentence s LEFT JOIN sentence_text t ON t.rowid = s.id
               WHERE s.document = ?"""
    for row_id, start, end, folded in db.execute(query, (document_id,)):
        if not 0 <= start < end <= len(text) or folded != fold(text[start:end]):
            yield Breach(str(row_id), document_id, 1, f"the search index does not hold the sentence [{start}:{end}]")
