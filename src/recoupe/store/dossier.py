"""Writing and reading a dossier.

Writing one document with all its records is one transaction: a process killed at any instant leaves whole documents.
"""

from __future__ import annotations

import contextlib
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, TypeVar

from recoupe.errors import BadEvidence, NotFound
from recoupe.records import RECORD_TYPES, Document, Record, Source, Version
from recoupe.store import index, schema
from recoupe.store.batches import marks
from recoupe.store.invariants import breaches_of
from recoupe.store.lock import WriteLock
from recoupe.store.problems import guarded
from recoupe.store.rows import evidence_rows, from_row, to_row
from recoupe.store.schema import table_of, transaction
from recoupe.store.versions import key_of, successor
from recoupe.text import fold

R = TypeVar("R", bound=Record)
_SPAN = 5
"""Columns of an evidence row."""
Added = Literal["added", "changed", "again", "known", "renamed"]
"""added: new; changed: its address gave another text before; again: read again under other rules; known: nothing to do;
renamed: known text under a new file name."""

_OF_DOCUMENT = [
    t for t in schema.tables() if t.type not in (Source, Version) and "document" in t.type.__struct_fields__
]


class Dossier:
    """An open dossier. Make one with :func:`recoupe.store.open_dossier`; close it, or use it as a context manager."""

    def __init__(
        self, path: Path, db: sqlite3.Connection, lock: WriteLock | None = None, *, writes: bool = False
    ) -> None:
        self.path = path
        self.db = db
        self._lock = lock
        self._writes = writes
        self.beat: Callable[[sqlite3.Connection], None] = lambda _: None
        """What a run writes of its progress in the transaction of each document."""

    def __enter__(self) -> Dossier:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and free the writer's lock."""
        if self._writes:
            # at rest a dossier is one file; where a reader is at work it stays in WAL mode, which is as sound
            with contextlib.suppress(sqlite3.Error):
                self.db.execute("PRAGMA busy_timeout = 0")
                self.db.execute("PRAGMA journal_mode = DELETE")
        self.db.close()
        if self._lock is not None:
            self._lock.release()

    # -- writing

    def write(
        self,
        document: Document,
        records: Sequence[Record],
        *,
        sentences: Sequence[tuple[int, int]],
        rules: str,
        source: Source | None = None,
        raw: bytes | None = None,
        addresses: Sequence[str] = (),
        replaces: str | None = None,
    ) -> Added:
        """Store a document, its sentences and all its records, or nothing at all.

        ``raw`` are the bytes of ``source``, to be kept where the text does not give them back. A document already
        stored under the same ``rules`` is left as it is; under other rules its records are replaced. ``addresses`` are
        where ``source`` was published: where one gave another text before, the later one is a new Version, as it is of
        the document ``replaces``, whose bytes give this one now. Raises BadEvidence where a record breaks an invariant,
        DossierError where the file cannot be written.
        """
        document_id = document.id
        with guarded(self.path):
            known = self.rules_of(document_id)
            if known == rules:
                with transaction(self.db):
                    named = self._name(source, raw)
                    return "changed" if self._publish(source, document.date, addresses, replaces) else named
            _refuse(document, document_id, records)
            with transaction(self.db):
                if known is not None:
                    self._forget(document_id)
                self._insert(document, document_id, document_id)
                for record in records:
                    self._insert(record, record.id, document_id)
                self._index(document.text, document_id, sentences)
                index.add(self.db, document_id, document, records)
                self.db.execute("INSERT INTO extraction VALUES (?, ?)", (document_id, rules))
                self._name(source, raw)
                changed = self._publish(source, document.date, addresses, replaces)
                self.beat(self.db)
        return "changed" if changed else "added" if known is None else "again"

    def replace(self, records: Sequence[Record]) -> None:
        """Put records in the place of those of the same ids, all or none, as reading a document again does.

        Raises BadEvidence where one breaks an invariant, NotFound where its document is not stored.
        """
        with guarded(self.path):
            for record in records:
                document = self.document(getattr(record, "document", ""))
                _refuse(document, document.id, [record])
            with transaction(self.db):
                for record in records:
                    own = record.id
                    self.db.execute("DELETE FROM evidence WHERE record = ?", (own,))
                    self.db.execute(f"DELETE FROM {table_of(type(record)).name} WHERE id = ?", (own,))
                    self._insert(record, own, getattr(record, "document", ""))
                for document_id in dict.fromkeys(getattr(r, "document", "") for r in records):
                    index.refresh(self, document_id)

    def _name(self, source: Source | None, raw: bytes | None) -> Added:
        """Remember one more file that holds the document, and its bytes."""
        if source is None:
            return "known"
        row = to_row(source)
        done = self.db.execute(f"INSERT OR IGNORE INTO source VALUES ({marks(row)})", row)
        if raw is not None:
            # a page that changed around its text is the same source: the bytes first read are those that stay
            missing = (
                "SELECT 1 FROM source WHERE id = ? AND bytes_hash = ? AND bytes_hash NOT IN (SELECT hash FROM raw)"
            )
            if self.db.execute(missing, (row[0], source.bytes_hash)).fetchone():
                self.db.execute("INSERT INTO raw VALUES (?, ?)", (source.bytes_hash, zlib.compress(raw)))
        return "renamed" if done.rowcount else "known"

    def _publish(
        self, source: Source | None, date: str | None, addresses: Sequence[str], replaces: str | None = None
    ) -> bool:
        """Note what gives the source's document now; whether an address, or its bytes, gave another before."""
        if source is None:
            return False
        if replaces is not None:
            self.db.execute("UPDATE published SET document = ? WHERE document = ?", (source.document, replaces))
            self.put(Version(document=source.document, replaces=replaces, address=source.name, seen_at=source.read_at))
            return True
        pairs = {a: pair for a in addresses if (pair := successor(self.db, source.document, a, date)) is not None}
        for address, (later, earlier) in pairs.items():
            self.put(Version(document=later, replaces=earlier, address=address, seen_at=source.read_at))
        return bool(pairs)

    def _insert(self, record: Record, record_id: str, document_id: str) -> None:
        row = to_row(record)
        # two extractors, or two passes of one, may give the same row: the id says that they are one
        done = self.db.execute(f"INSERT OR IGNORE INTO {table_of(type(record)).name} VALUES ({marks(row)})", row)
        if done.rowcount:
            self.db.executemany(
                "INSERT INTO evidence VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(record_id, field, ord_, document_id, *rest) for field, ord_, *rest in evidence_rows(record)],
            )

    def put(self, record: Record) -> None:
        """Store a record that belongs to no one document, inside the transaction that the caller has opened."""
        self._insert(record, record.id, "")

    def _index(self, text: str, document_id: str, sentences: Iterable[tuple[int, int]]) -> None:
        for start, end in sentences:
            done = self.db.execute(
                'INSERT INTO sentence (document, "start", "end") VALUES (?, ?, ?)', (document_id, start, end)
            )
            self.db.execute(
                "INSERT INTO sentence_text (rowid, folded) VALUES (?, ?)", (done.lastrowid, fold(text[start:end]))
            )

    def _forget(self, document_id: str) -> None:
        """Remove what was read out of a document, and the document itself; its sources stay."""
        index.forget(self.db, document_id)
        self.db.execute(
            "DELETE FROM sentence_text WHERE rowid IN (SELECT id FROM sentence WHERE document = ?)", (document_id,)
        )
        for table in ("sentence", "evidence", "extraction", *(t.name for t in _OF_DOCUMENT)):
            self.db.execute(f"DELETE FROM {table} WHERE document = ?", (document_id,))
        self.db.execute("DELETE FROM document WHERE id = ?", (document_id,))

    def configure(self, toml: str) -> bool:
        """Keep the user's own file of actors, places and outlets; whether it differs from the one kept before."""
        with guarded(self.path):
            if self.config == toml:
                return False
            self.db.execute("INSERT OR REPLACE INTO meta VALUES ('config', ?)", (toml,))
        return True

    # -- reading

    @property
    def config(self) -> str:
        """The user's own file of actors, places and outlets (TOML); empty where none was given."""
        with guarded(self.path):
            row = self.db.execute("SELECT value FROM meta WHERE key = 'config'").fetchone()
        return row[0] if row else ""

    def ask(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """The rows that answer an SQL question."""
        with guarded(self.path):
            return self.db.execute(query, tuple(values)).fetchall()

    def each(self, query: str, values: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
        """The rows that answer an SQL question, one at a time: never all of them in memory."""
        with guarded(self.path):
            yield from self.db.execute(query, tuple(values))

    def raw(self, bytes_hash: str) -> bytes | None:
        """The bytes that a text was extracted from, by their hash; None where they were not kept."""
        row = self.ask("SELECT data FROM raw WHERE hash = ?", (bytes_hash,))
        return zlib.decompress(row[0][0]) if row else None

    def rules_of(self, document_id: str) -> str | None:
        """Version of the rules that the document's records come from; None where it is not stored."""
        with guarded(self.path):
            row = self.db.execute("SELECT rules FROM extraction WHERE document = ?", (document_id,)).fetchone()
        return row[0] if row else None

    def published(self, address: str) -> Document | None:
        """The document that an address gave last; None where none is known."""
        row = self.ask("SELECT document FROM published WHERE address = ?", (key_of(address),))
        return self.document(row[0][0]) if row else None

    def retired(self) -> set[str]:
        """Ids of the documents in whose place their address gives another one, and that have left the checking."""
        return {row[0] for row in self.ask("SELECT document FROM retired")}

    def read_under_other(self, rules: str) -> list[str]:
        """Ids of the documents whose records come from other rules than these, in the order they were added."""
        query = "SELECT d.id FROM document d JOIN extraction e ON e.document = d.id WHERE e.rules <> ? ORDER BY d.rowid"
        with guarded(self.path):
            return [row[0] for row in self.db.execute(query, (rules,))]

    def documents(self) -> Iterator[tuple[str, Document]]:
        """Every document with its id, in the order of their ids."""
        return self.records(Document)

    def document(self, document_id: str) -> Document:
        """The document of this id; raises NotFound."""
        for _, found in self.records(Document, ids=[document_id]):
            return found
        raise NotFound(document_id)

    def records(
        self, kind: type[R], *, document: str | None = None, ids: Iterable[str] | None = None
    ) -> Iterator[tuple[str, R]]:
        """Records of one type with their ids, in order of id; of one document, or of these ids."""
        table = table_of(kind)
        owner = "id" if kind is Document else "document"
        where, values = "", []
        if document is not None:
            where, values = f"WHERE t.{owner} = ?", [document]
        elif ids is not None:
            values = list(ids)
            where = f"WHERE t.id IN ({marks(values)})"
        names = ", ".join(f't."{c.name}"' for c in table.stored)
        # one question, so that a record and its evidence are of one moment while another process writes
        query = f"""SELECT t.id, {names}, e.field, e.ord, e."start", e."end", e.quote FROM {table.name} t
            LEFT JOIN evidence e ON e.record = t.id {where} ORDER BY t.id"""
        with guarded(self.path):
            for record_id, told in groupby(self.db.execute(query, values), key=itemgetter(0)):
                rows = list(told)
                spans = [row[-_SPAN:] for row in rows if row[-_SPAN] is not None]
                yield record_id, from_row(kind, rows[0][1:-_SPAN], spans)

    def find(self, prefix: str) -> tuple[str, Record]:
        """The one record or document whose id begins so; raises NotFound where there is none, or several."""
        wanted = prefix.strip().lower()
        found: list[tuple[str, type[Record]]] = []
        if wanted and all(c in "0123456789abcdef" for c in wanted):
            with guarded(self.path):
                for kind in RECORD_TYPES:
                    query = f"SELECT id FROM {table_of(kind).name} WHERE id >= ? AND id < ? ORDER BY id LIMIT 6"
                    found += [(row[0], kind) for row in self.db.execute(query, (wanted, wanted + "g"))]
        if len(found) != 1:
            raise NotFound(prefix, tuple(sorted(i for i, _ in found))[:5])
        record_id, kind = found[0]
        return next(iter(self.records(kind, ids=[record_id])))


def _refuse(document: Document, document_id: str, records: Iterable[Record]) -> None:
    for record in (document, *records):
        for breach in breaches_of(record, document, document_id):
            raise BadEvidence(breach.record, breach.field, *breach.span, breach.explanation)
