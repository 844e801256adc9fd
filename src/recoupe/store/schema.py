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

import msgspec
import msgspec.inspect as mi

from recoupe.errors import DossierTooNew
from recoupe.records import RECORD_TYPES, Document, Evidence, Judgement, Record, Version
from recoupe.store import drawn, feeds, undated, versions

APPLICATION_ID = 0x52435045  # "RCPE", in the header of the file: tells a dossier from any other SQLite file
FORM = 6
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


TELLING = "(kind IN ('contradicts', 'updates') OR reasons = 'copy')"
"""Of ``edge``: what a finding is told by, beside who is in it."""
_CHECKS = (
    # what checking keeps so that a new document is compared with its like only: never a record, always made anew
    """CREATE TABLE checked (document TEXT PRIMARY KEY, mark TEXT NOT NULL, voice TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE TABLE claim (event TEXT PRIMARY KEY, document TEXT NOT NULL, data TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX claim_document ON claim (document)",
    "CREATE TABLE claim_key (key TEXT NOT NULL, event TEXT NOT NULL, PRIMARY KEY (key, event)) WITHOUT ROWID",
    "CREATE INDEX claim_key_event ON claim_key (event)",
    """CREATE TABLE edge (a TEXT NOT NULL, b TEXT NOT NULL, kind TEXT NOT NULL, reasons TEXT NOT NULL,
       score REAL NOT NULL, joins INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (a, b)) WITHOUT ROWID""",
    "CREATE INDEX edge_b ON edge (b)",
    "CREATE TABLE found (record TEXT PRIMARY KEY, finding TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX found_finding ON found (finding)",
    "CREATE INDEX copy_a ON copy (a)",
    "CREATE INDEX copy_b ON copy (b)",
    "CREATE INDEX link_a ON link (a)",
    "CREATE INDEX link_b ON link (b)",
)
_TREES = (
    # joins: whether the pair is one of those that made its group (recoupe.check.trees)
    "CREATE INDEX edge_joins ON edge (a) WHERE joins",
    "CREATE INDEX edge_apart ON edge (a) WHERE kind = 'distinct'",
    f"CREATE INDEX edge_telling ON edge (a) WHERE {TELLING}",
)
_MARKS = (
    # what is asked of every document, without what is known of each
    "CREATE INDEX story_member_mark ON story_member (document, mark, day)",
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
       features BLOB NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX story_member_story ON story_member (story)",
    "CREATE TABLE story (id TEXT PRIMARY KEY, label TEXT NOT NULL) WITHOUT ROWID",
)
_RAW = (
    # bytes that a text was extracted from, by their SHA-256 (source.bytes_hash), compressed by zlib
    "CREATE TABLE raw (hash TEXT PRIMARY KEY, data BLOB NOT NULL)",
)
_WATCHED = (*versions.TABLES, *feeds.TABLES)
INDEX_TABLES = (
    # sort: the order of the numbers; cited: the number of the first document with the very same text; lead: the
    # document that heads the plain copies that this one is among
    """CREATE TABLE shelf (document TEXT PRIMARY KEY, sort TEXT NOT NULL, title TEXT NOT NULL, outlet TEXT,
       basis TEXT NOT NULL, earliest TEXT, latest TEXT, statements INTEGER NOT NULL, records INTEGER NOT NULL,
       hash BLOB NOT NULL, lead TEXT NOT NULL, number INTEGER, cited INTEGER) WITHOUT ROWID""",
    "CREATE INDEX shelf_sort ON shelf (sort)",
    "CREATE INDEX shelf_lead ON shelf (lead, document)",
    "CREATE INDEX shelf_latest ON shelf (latest, document)",
    "CREATE INDEX shelf_outlet ON shelf (outlet, latest)",
    """CREATE TABLE line (id INTEGER PRIMARY KEY, record TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
       document TEXT NOT NULL, sentence INTEGER, day TEXT NOT NULL)""",
    "CREATE INDEX line_document ON line (document)",
    "CREATE INDEX line_sentence ON line (sentence)",
    "CREATE INDEX line_day ON line (day, id)",
    """CREATE TABLE term (id INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL, folded TEXT NOT NULL,
       n INTEGER NOT NULL, UNIQUE (name, value))""",
    "CREATE INDEX term_many ON term (name, n)",
    """CREATE TABLE facet (term INTEGER NOT NULL, day TEXT NOT NULL, line INTEGER NOT NULL,
       PRIMARY KEY (term, day, line)) WITHOUT ROWID""",
    "CREATE INDEX facet_line ON facet (line, term)",
    """CREATE TABLE digest (finding TEXT PRIMARY KEY, heading TEXT NOT NULL, type TEXT NOT NULL, verdict TEXT NOT NULL,
       status TEXT NOT NULL, origins INTEGER NOT NULL, records INTEGER NOT NULL, earliest TEXT, latest TEXT,
       first TEXT, alone TEXT) WITHOUT ROWID""",
    "CREATE INDEX digest_heading ON digest (heading, type, origins, records, latest, earliest)",
    "CREATE INDEX digest_weight ON digest (origins, records, latest)",
    "CREATE INDEX digest_type_weight ON digest (type, origins, records, latest)",
    "CREATE INDEX digest_verdict ON digest (verdict, latest)",
    "CREATE INDEX digest_type ON digest (type, latest)",
    "CREATE INDEX digest_latest ON digest (latest)",
    "CREATE INDEX digest_first ON digest (first)",
    "CREATE INDEX digest_alone ON digest (alone)",
    # how many records an outlet gives by each name, '' for its own voice
    "CREATE TABLE relay (outlet TEXT NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (outlet, name)) "
    "WITHOUT ROWID",
    # outlets that gave what one origin says of a finding on a later day than another
    "CREATE TABLE repeat (later TEXT NOT NULL, earlier TEXT NOT NULL, finding TEXT NOT NULL, origin TEXT NOT NULL, "
    "PRIMARY KEY (later, earlier, finding, origin)) WITHOUT ROWID",
    "CREATE INDEX repeat_finding ON repeat (finding)",
)
CHECKED_TYPES = ("link", "finding", "copy")
"""Tables of records that come of checking: they belong to no one document."""
OF_NO_DOCUMENT = (*CHECKED_TYPES, "judgement")
"""Tables of records that reading a document again leaves alone."""

_REVIEW = (
    # where each judgement stands now: made anew from the judgements and the records whenever either changes
    """CREATE TABLE judged (judgement TEXT PRIMARY KEY, state TEXT NOT NULL, kind TEXT NOT NULL, record TEXT NOT NULL,
       other TEXT NOT NULL, field TEXT NOT NULL, decision TEXT NOT NULL, value TEXT NOT NULL) WITHOUT ROWID""",
    "CREATE INDEX judged_record ON judged (record, state)",
    "CREATE INDEX judged_other ON judged (other, state)",
    "CREATE INDEX judged_state ON judged (state)",
    """CREATE TABLE judged_in (document TEXT NOT NULL, judgement TEXT NOT NULL,
       PRIMARY KEY (document, judgement)) WITHOUT ROWID""",
    "CREATE INDEX judgement_at ON judgement (at)",
    """CREATE TRIGGER judgement_never_deleted BEFORE DELETE ON judgement
       BEGIN SELECT RAISE(ABORT, 'judgements are never deleted'); END""",
    # documents whose records were judged since they were last checked
    "CREATE TABLE unsettled (document TEXT PRIMARY KEY) WITHOUT ROWID",
    """CREATE TABLE run (id INTEGER PRIMARY KEY, started TEXT NOT NULL, pid INTEGER NOT NULL, host TEXT NOT NULL,
       total INTEGER NOT NULL, done INTEGER NOT NULL, failed INTEGER NOT NULL, last TEXT NOT NULL, phase TEXT NOT NULL,
       beat TEXT NOT NULL, ended TEXT)""",
    # the queue of what to judge first
    "CREATE INDEX finding_weight ON finding (verdict, type, CAST(json_extract(held, '$[0].low') AS REAL) DESC, id)",
    "CREATE INDEX statement_unresolved ON statement (id) WHERE reference = '[]' AND resolution <> 'unnamed'",
    "CREATE INDEX place_unresolved ON place (id) WHERE precision = 'none' AND NOT metonym",
)


def statements() -> list[str]:
    """Every SQL statement that makes an empty dossier, in order."""
    made = [t.ddl for t in tables()]
    made += [*_FIXED, *_CHECKS, *_TREES, *_COPIES, *_STORIES, *_MARKS, *undated.TABLES, *undated.TRIES, *_RAW]
    made += [*_WATCHED, *INDEX_TABLES, *drawn.TABLES, *_REVIEW]
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


def _add_pages(db: sqlite3.Connection) -> None:
    """Form 3: what a page says of itself, and its bytes. A document of an older form has neither: they stay empty."""
    for column in table_of(Document).stored:
        if column.name in ("author", "section", "address"):
            db.execute(f"ALTER TABLE document ADD COLUMN {column.sql}")
    for statement in _RAW:
        db.execute(statement)
    _add_stories(db)
    _add_versions(db)
    _add_review_and_index(db)


def _add_versions(db: sqlite3.Connection) -> None:
    """Form 3, also: which text took the place of which, and the feeds that are watched."""
    table = table_of(Version)
    db.execute(table.ddl)
    db.execute(f"CREATE INDEX {table.name}_document ON {table.name} (document)")
    db.execute(_never_edited(table.name))
    for statement in _WATCHED:
        db.execute(statement)


def _add_review_and_index(db: sqlite3.Connection) -> None:
    """Form 3, also: what people say of records, the progress of a run, and what lists read instead of the records."""
    from recoupe.store.dossier import Dossier
    from recoupe.store.index import build

    db.execute(table_of(Judgement).ddl)
    db.execute(_never_edited("judgement"))
    for statement in (*_REVIEW, *INDEX_TABLES):
        db.execute(statement)
    build(Dossier(Path(), db))
    drawn.add_tables(db)


def _add_stories(db: sqlite3.Connection) -> None:
    """Form 3, also: stories, and links between texts, of which copies are those that stand; all is checked anew."""
    for table in ("signature", "shingle", "copy_link", "story_member", "story"):
        db.execute(f"DROP TABLE IF EXISTS {table}")
    for statement in (*_COPIES, *_STORIES):
        db.execute(statement)
    db.execute("DELETE FROM checked")


def _add_left_open(db: sqlite3.Connection) -> None:
    """Form 4: what texts of unknown day say of it; it is found out again where it is asked for."""
    for statement in undated.TABLES:
        db.execute(statement)


def _add_tries(db: sqlite3.Connection) -> None:
    """Form 5: what others make of the days of such texts, which the next run tries all; and which pairs made a group,
    found out where one is next changed."""
    if "joins" not in {row[1] for row in db.execute("PRAGMA table_info(edge)")}:  # of form 2, made by a step before
        db.execute("ALTER TABLE edge ADD COLUMN joins INTEGER NOT NULL DEFAULT 0")
    for statement in (*_TREES, *_MARKS, *undated.TRIES):
        db.execute(statement)
    db.execute("DELETE FROM claim_key WHERE key >= 'try ' AND key < 'try!'")
    db.execute("INSERT OR IGNORE INTO meta SELECT ?, '' WHERE EXISTS (SELECT 1 FROM left_open)", (undated.TO_DO,))


def _add_terms(db: sqlite3.Connection) -> None:
    """Form 6: what documents are compared by for stories is kept hashed; each stays in the story that it is in."""
    from recoupe.check.stories import Features, weighed

    rows = db.execute("SELECT document, mark, story, day, features FROM story_member").fetchall()
    db.execute("DROP TABLE story_member")
    for statement in (*_STORIES, *_MARKS):
        db.execute(statement.replace(" TABLE ", " TABLE IF NOT EXISTS "))
    for *known, kept in rows:
        old = msgspec.json.decode(kept)
        old["terms"] = weighed(dict(old["words"]), [*old["actors"], *old["places"]], old["counts"])
        features = msgspec.msgpack.encode(msgspec.convert(old, Features))
        db.execute("INSERT INTO story_member VALUES (?, ?, ?, ?, ?)", (*known, features))


Step = Callable[[sqlite3.Connection], None]
MIGRATIONS: tuple[Step, ...] = (_add_checks, _add_pages, _add_left_open, _add_tries, _add_terms)
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
