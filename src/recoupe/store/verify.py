"""Recheck every invariant of a dossier, row by row."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Iterator

import msgspec

from recoupe.records import RECORD_TYPES, Document, Event, Finding, Judgement, Link, Source, Statement, Version
from recoupe.store.dossier import Dossier
from recoupe.store.invariants import Breach, breaches_of
from recoupe.store.problems import guarded
from recoupe.store.rows import evidence_rows, from_row
from recoupe.store.rulings import ruled, standing, unsettled
from recoupe.store.schema import OF_NO_DOCUMENT, table_of, tables
from recoupe.store.standings import misplaced
from recoupe.text import fold


def verify(dossier: Dossier) -> Iterator[Breach]:
    """Every row that breaks an invariant; nothing where the dossier is sound."""
    with guarded(dossier.path):
        yield from _file(dossier.db)
        yield from _orphans(dossier.db)
        yield from _raw(dossier.db)
        ids = [row[0] for row in dossier.db.execute("SELECT id FROM document ORDER BY id")]
        for document_id in ids:
            yield from _document(dossier, document_id)
        yield from _checks(dossier)
        yield from _judgements(dossier)


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
    judged = set(unsettled(dossier))
    for record_id, found in dossier.records(Finding):
        if record_id != found.id:
            yield Breach(record_id, "", 5, f"the id is not the hash of the key fields ({found.id})")
        events = ruled(dossier, dict(dossier.records(Event, ids=found.records)), rejected=True)
        for missing in sorted(set(found.records) - set(events)):
            yield Breach(record_id, "", 2, f"a finding on a record that is not stored ({missing})")
        for h in found.held:
            event = events.get(h.record)
            count = event.quantity if event is not None else None
            waiting = event is not None and event.document in judged  # its judgement is not in the findings yet
            if h.low is not None and not waiting and (count is None or (count.low, count.high) != (h.low, h.high)):
                yield Breach(record_id, "", 2, f"{h.low} is not what record {h.record} says")


def _judgements(dossier: Dossier) -> Iterator[Breach]:
    """Judgements: each has its place, told truly, and the words that it was given on."""
    said = dict(dossier.records(Judgement))
    where = standing(dossier, said)
    for i, j in said.items():
        if i != j.id:
            yield Breach(i, "", 5, f"the id is not the hash of the key fields ({j.id})")
        if j.decision == "undo":
            if j.record not in said:
                yield Breach(i, "", 6, f"takes back a judgement that is not stored ({j.record})")
            continue
        if i not in where:
            yield Breach(i, "", 6, "a judgement without a place among those that stand")
        for a in j.anchors:
            rows = dossier.ask("SELECT text FROM document WHERE id = ?", (a.document,))
            if rows and rows[0][0][a.start : a.end] != a.quote:
                yield Breach(i, a.document, 1, f"[{a.start}:{a.end}] does not hold the words that were judged")
    for i, told, found in misplaced(dossier, said):
        yield Breach(i, "", 6, f"is said to be {told.state} on {told.record}, but is {found.state} on {found.record}")
    for i in where.keys() - said.keys():
        yield Breach(i, "", 0, "the place of a judgement that is not stored")


def _orphans(db: sqlite3.Connection) -> Iterator[Breach]:
    for table in (*(t.name for t in tables()), "sentence", "extraction", "evidence"):
        if table in ("document", *OF_NO_DOCUMENT):
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
    for table, column in (("version", "replaces"), ("published", "document")):
        query = f"SELECT {column} FROM {table} WHERE {column} NOT IN (SELECT id FROM document)"
        for (document,) in db.execute(query):
            yield Breach(document, document, 0, f"{table} row of a document that is not stored")
    for table, why in (("source", "no file it came from"), ("extraction", "no mark that it was read")):
        for (document,) in db.execute(f"SELECT id FROM document WHERE id NOT IN (SELECT document FROM {table})"):
            yield Breach(document, document, 0, f"document with {why}")


def _raw(db: sqlite3.Connection) -> Iterator[Breach]:
    """Bytes that are kept are those of their hash, and a file that was read has that hash."""
    for kept, data, named in db.execute(
        "SELECT hash, data, hash IN (SELECT bytes_hash FROM source) FROM raw ORDER BY hash"
    ):
        try:
            found = hashlib.sha256(zlib.decompress(data)).hexdigest()
        except zlib.error as error:
            found = str(error)
        if found != kept:
            yield Breach(kept, "", 1, f"the bytes kept are not those of their hash ({found})")
        if not named:
            yield Breach(kept, "", 0, "bytes of no file that was read")


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
        if table_of(kind).name in OF_NO_DOCUMENT:
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
            if not isinstance(record, (Source, Version)) and sorted(evidence_rows(record)) != sorted(own):
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
