"""SQL tables derived from the record structs, and the form (version) of a dossier file.

A scalar field is a column; a field that holds only :class:`~recoupe.records.Evidence` lives in the one table
``evidence``; any other nested field is a JSON column (its evidence is copied to ``evidence`` all the same, so that
one table holds every span of the dossier).
"""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import msgspec.inspect as mi

from recoupe.errors import DossierTooNew
from recoupe.records import RECORD_TYPES, Evidence, Record

APPLICATION_ID = 0x52435045  # "RCPE", in the header of the file: tells a dossier from any other SQLite file
FORM = 3
"""Form of the tables. Raise it, and add a step to MIGRATIONS, whenever the derived tables change."""

ColumnKind = Literal["text", "integer", "real", "bool", "json", "evidence"]


@dataclass(frozen=True)
class Column:
    """A field of a record and where it is stored; ``many`` for a tuple of evidence."""

    name: str
    kind: ColumnKind
    required: bool
    many: bool = False

    @property
    def sql(self) -> str:
        """The column's definition; evidence has none of its own."""
        storage = {"integer": "INTEGER", "bool": "INTEGER", "real": "REAL"}.get(self.kind, "TEXT")
        return f'"{self.name}" {storage}{" NOT NULL" if self.required else ""}'


@dataclass(frozen=True)
class Table:
    """The table of one record type."""

    name: str
    type: type[Record]
    columns: tuple[Column, ...]

    @property
    def stored(self) -> tuple[Column, ...]:
        """The columns that the table itself holds."""
        return tuple(c for c in self.columns if c.kind != "evidence")

    @property
    def ddl(self) -> str:
        """CREATE TABLE statement."""
        lines = ["id TEXT PRIMARY KEY", *(c.sql for c in self.stored)]
        if "document" in self.type.__struct_fields__:
            lines.append("FOREIGN KEY (document) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED")
        return f"CREATE TABLE {self.name} ({', '.join(lines)})"


def _column(field: mi.Field) -> Column:
    kinds = field.type.types if isinstance(field.type, mi.UnionType) else (field.type,)
    inner = [k for k in kinds if not isinstance(k, mi.NoneType)]
    required = len(inner) == len(kinds)
    if len(inner) == 1:
        match inner[0]:
            case mi.StructType(cls=cls) if cls is Evidence:
                return Column(field.name, "evidence", required)
            case mi.VarTupleType(item_type=mi.StructType(cls=cls)) if cls is Evidence:
                return Column(field.name, "evidence", required, many=True)
            case mi.StrType():
                return Column(field.name, "text", required)
            case mi.LiteralType(values=values) if all(isinstance(v, str) for v in values):
                return Column(field.name, "text", required)
            case mi.BoolType():
                return Column(field.name, "bool", required)
            case mi.IntType():
                return Column(field.name, "integer", required)
            case mi.FloatType():
                return Column(field.name, "real", required)
    return Column(field.name, "json", required)


@functools.cache
def table_of(kind: type[Record]) -> Table:
    """The table derived from a record type."""
    info = mi.type_info(kind)
    assert isinstance(info, mi.StructType)
    return Table(kind.__name__.lower(), kind, tuple(_column(f) for f in info.fields))


def tables() -> tuple[Table, ...]:
    """Every table of records, in the order of RECORD_TYPES."""
    return tuple(table_of(kind) for kind in RECORD_TYPES)


_FIXED = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    # one row a document: the version of rules and data that its records come from
    """CREATE TABLE extraction (document TEXT PRIMARY KEY, rules TEXT NOT NULL,
       FOREIGN KEY (document) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID""",
    """CREATE TABLE evidence (record TEXT NOT NULL, field TEXT NOT NULL, ord INTEGER NOT NULL, document TEXT NOT NULL,
       "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, quote TEXT NOT NULL, PRIMARY KEY (record, field, ord),
       FOREIGN KEY (document) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED) WITHOUT ROWID""",
    "CREATE INDEX evidence_document ON evidence (document)",
    """CREATE TABLE sentence (id INTEGER PRIMARY KEY, document TEXT NOT NULL, "start" INTEGER NOT NULL,
       "end" INTEGER NOT NULL,
       FOREIGN KEY (document) REFERENCES document (id) DEFERRABLE INITIALLY DEFERRED)""",
    "CREATE INDEX sentence_document ON sentence (document)",
    # text already folded by recoupe.text.fold; rowid = sentence.id
    "CREATE VIRTUAL TABLE sentence_text USING fts5 (folded, tokenize = 'unicode61 remove_diacritics 0')",
)


_CHECKS = (
    # what checking keeps so that a new document is compared with its like only: never a record, always made anew
    """CREATE TABLE checked (document TEXT PRIMARY KEY, mark TEXT NOT NULL, voice TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE TABLE claim (event TEXT PRIMARY KEY, document TEXT NOT NULL, data TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX claim_document ON claim (document)",
    "CREATE TABLE claim_key (key TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY (key, event)) WITHOUT ROWID",
    "CREATE INDEX claim_key_event ON claim_key (event)",
    """CREATE TABLE edge (a TEXT NOT NULL, b TEXT NOT NULL, kind TEXT NOT NULL, reasons TEXT NOT NULL,
       score REAL NOT NULL, PRIMARY KEY (a, b)) WITHOUT ROWID""",
    "CREATE INDEX edge_b ON edge (b)",
    "CREATE TABLE found (record TEXT PRIMARY KEY, finding TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX found_finding ON found (finding)",
    "CREATE INDEX copy_a ON copy (a)",
    "CREATE INDEX copy_b ON copy (b)",
    "CREATE INDEX link_a ON link (a)",
    "CREATE INDEX link_b ON link (b)",
)
_COPIES = (
    # candidates for copies, and every pair that is one or may be: see recoupe.store.copies
    """CREATE TABLE signature (number INTEGER PRIMARY KEY, document TEXT NOT NULL UNIQUE, size INTEGER NOT NULL,
       hashes BLOB NOT NULL)""",
    "CREATE TABLE shingle (hash INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (hash, number)) WITHOUT ROWID",
    """CREATE TABLE copy_link (a TEXT NOT NULL, b TEXT NOT NULL, strong INTEGER NOT NULL, part REAL NOT NULL,
       PRIMARY KEY (a, b)) WITHOUT ROWID""",
    "CREATE INDEX copy_link_b ON copy_link (b)",
)
_STORIES = (
    # see recoupe.store.stories; a document in no story yet has none
    """CREATE TABLE story_member (document TEXT PRIMARY KEY, mark TEXT NOT NULL, story TEXT NOT NULL, day TEXT,
       features TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX story_member_story ON story_member (story)",
    "CREATE TABLE story (id TEXT PRIMARY KEY, label TEXT NOT NULL) WITHOUT ROWID",
)
CHECKED_TYPES = ("link", "finding", "copy")
"""Tables of records that come of checking: they belong to no one document."""


def statements() -> list[str]:
    """Every SQL statement that makes an empty dossier, in order."""
    made = [t.ddl for t in tables()] + [*_FIXED, *_CHECKS, *_COPIES, *_STORIES]
    for table in tables():
        if "document" in table.type.__struct_fields__:
            made.append(f"CREATE INDEX {table.name}_document ON {table.name} (document)")
    for name in (*(t.name for t in tables()), "evidence", "sentence"):
        made.append(_never_edited(name))
    return made


def _never_edited(name: str) -> str:
    return (
        f"CREATE TRIGGER {name}_never_edited BEFORE UPDATE ON {name} "
        "BEGIN SELECT RAISE(ABORT, 'records are never edited'); END"
    )


def _add_checks(db: sqlite3.Connection) -> None:
    """Form 2: links and findings between documents."""
    for table in tables():
        if table.name in CHECKED_TYPES:
            db.execute(table.ddl)
            db.execute(_never_edited(table.name))
    for statement in _CHECKS:
        db.execute(statement)


def _add_stories(db: sqlite3.Connection) -> None:
    """Form 3: stories, and links between texts, of which copies are those that stand. The next run checks all anew."""
    for table in ("signature", "shingle", "copy_link", "story_member", "story"):
        db.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in (*_COPIES, *_STORIES):
        db.execute(statement)
    db.execute("DELETE FROM checked")


Step = Callable[[sqlite3.Connection], None]

MIGRATIONS: tuple[Step, ...] = (_add_checks, _add_stories)
"""Step i takes a dossier of form i + 1 to form i + 2. A step never changes a record: it moves rows."""


def create(db: sqlite3.Connection) -> None:
    """Make the tables of an empty file, in the transaction that the caller has opened."""
    for statement in statements():
        db.execute(statement)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {FORM}")


def migrate(db: sqlite3.Connection, path: Path, steps: Sequence[Step] = MIGRATIONS) -> int:
    """Bring a dossier to the newest form, all in one transaction; return the form it had.

    Raises DossierTooNew for a form that ``steps`` does not know.
    """
    newest = len(steps) + 1
    found: int = db.execute("PRAGMA user_version").fetchone()[0]
    if found > newest:
        raise DossierTooNew(path, found, newest)
    if found < newest:
        with transaction(db):
            for step in steps[found - 1 :]:
                step(db)
            db.execute(f"PRAGMA user_version = {newest}")
    return found


class transaction:  # noqa: N801 - reads as a keyword
    """``with transaction(db):`` commits at the end, rolls back on any error. The connection is in autocommit mode."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def __enter__(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._db.execute("COMMIT")
        elif self._db.in_transaction:
            self._db.execute("ROLLBACK")
