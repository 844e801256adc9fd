"""When, whose and where each thing is: rows to draw a timeline, figures and a map from, without decoding a record.

Made by the cross-check beside the findings, in the same transaction; never records, always made anew. ``timed`` holds
one row a thing for each of its facets, and triggers keep two sums of it: ``tally``, by interval, and ``total``. A day
that is not known is ``""`` as the first and ``"~"`` as the last one, so that the order of text is that of days.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import msgspec

from recoupe.check.claims import Claim
from recoupe.check.promises import PROMISED, due_of
from recoupe.check.times import Days
from recoupe.records import Finding
from recoupe.store.batches import on_each
from recoupe.text import fold_name

DUE, STATEMENT = "due", "statement"
"""Kinds of rows beside the types of findings: when a promise falls due, and what a document quotes (``n`` of them)."""
UNKNOWN = ("", "~")
NOWHERE = "@"
WIDE = 31
"""Days from which an interval is wide: wide ones are looked for apart, for they may begin long before a window."""

_NAMED = "facet TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL"
_DAYS = '"first" TEXT NOT NULL, "last" TEXT NOT NULL'
_SAME = "facet = OLD.facet AND name = OLD.name AND kind = OLD.kind"
_SAME_DAYS = f'{_SAME} AND "first" = OLD."first" AND "last" = OLD."last"'
TABLES = (
    # facet '' (and name '') holds each thing once; 'party' and 'place', once for each of its names
    f"""CREATE TABLE timed ({_NAMED}, thing TEXT NOT NULL, {_DAYS}, own INTEGER NOT NULL, wide INTEGER NOT NULL,
       n INTEGER NOT NULL, PRIMARY KEY (facet, name, kind, thing)) WITHOUT ROWID""",
    "CREATE INDEX timed_thing ON timed (thing)",
    'CREATE INDEX timed_days ON timed (facet, name, wide, "first", "last", kind)',
    f"""CREATE TABLE tally ({_NAMED}, {_DAYS}, n INTEGER NOT NULL,
       PRIMARY KEY (facet, name, "first", "last", kind)) WITHOUT ROWID""",
    f"CREATE TABLE total ({_NAMED}, n INTEGER NOT NULL, PRIMARY KEY (facet, name, kind)) WITHOUT ROWID",
    """CREATE TRIGGER timed_added AFTER INSERT ON timed BEGIN
       INSERT INTO tally VALUES (NEW.facet, NEW.name, NEW.kind, NEW."first", NEW."last", NEW.n)
         ON CONFLICT DO UPDATE SET n = n + NEW.n;
       INSERT INTO total VALUES (NEW.facet, NEW.name, NEW.kind, NEW.n) ON CONFLICT DO UPDATE SET n = n + NEW.n;
       END""",
    f"""CREATE TRIGGER timed_removed AFTER DELETE ON timed BEGIN
       UPDATE tally SET n = n - OLD.n WHERE {_SAME_DAYS};
       DELETE FROM tally WHERE {_SAME_DAYS} AND n = 0;
       UPDATE total SET n = n - OLD.n WHERE {_SAME};
       DELETE FROM total WHERE {_SAME} AND n = 0;
       END""",
    # findings that count something, in the order in which they are worth a look: contested, then many values, then new
    """CREATE TABLE figure (finding TEXT PRIMARY KEY, type TEXT NOT NULL, "values" INTEGER NOT NULL,
       rank INTEGER NOT NULL, "last" TEXT NOT NULL) WITHOUT ROWID""",
    'CREATE INDEX figure_rank ON figure (rank, "last", finding)',
    # from a pin back to the records that it stands for
    "CREATE INDEX place_spot ON place (lat, lon)",
)
_CONTESTED = 1000
"""Rank of a contested figure above any number of values."""


class Timed(msgspec.Struct, frozen=True, order=True):
    """A row of ``timed``. ``own``: the words themselves say when; else it is told by the day of the text."""

    facet: str
    name: str
    kind: str
    thing: str
    first: str
    last: str
    own: bool
    n: int = 1

    @property
    def row(self) -> tuple[object, ...]:
        """The values of its columns."""
        wide = not (self.first and self.last != "~") or Days(self.first, self.last).length > WIDE
        return (self.facet, self.name, self.kind, self.thing, self.first, self.last, self.own, wide, self.n)


class Drawn:
    """The tables of things drawn, of a dossier that is open for writing."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def forget(self, things: Iterable[str]) -> None:
        """Remove findings, or documents, by their ids."""
        wanted = list(things)
        for table, column in (("timed", "thing"), ("figure", "finding")):
            on_each(self._db, f"DELETE FROM {table} WHERE {column} IN ({{}})", wanted)

    def put(self, finding_id: str, finding: Finding, claims: Sequence[Claim]) -> None:
        """Keep a finding: ``claims`` are those of its records."""
        own = [c.days for c in claims if c.days is not None and c.days.own]
        days = own or [c.days for c in claims if c.days is not None and not c.days.supposed]
        if days:
            first, last = min(d.first for d in days), max(d.last for d in days)
        else:
            first, last = self._told({c.document for c in claims})
        self._put(finding_id, finding.type, (first, last), bool(own), finding.parties, places_of(claims))
        if finding.type in PROMISED or any(c.due for c in claims):
            due = self._due(claims)
            if due is not None:
                self._put(finding_id, DUE, (due.first, due.last), due.own, finding.parties, ())
        values = {(h.origin, h.low, h.high) for h in finding.held if h.low is not None or h.high is not None}
        if values:
            rank = len(values) + (_CONTESTED if finding.verdict == "contested" else 0)
            self._db.execute(
                "INSERT INTO figure VALUES (?, ?, ?, ?, ?)", (finding_id, finding.type, len(values), rank, last)
            )

    def quote(self, document: str, speakers: Sequence[Sequence[str]], side: Callable[[str], str] = str) -> None:
        """Keep how many statements a document quotes: ``speakers`` names those of each.

        Each counts for the folded names of its speakers and for the states that ``side`` gives them.
        """
        if not speakers:
            return
        first, last = self._published(document)
        own = (first, last) != UNKNOWN
        by: Counter[str] = Counter()
        for names in speakers:
            by.update({key for n in names for key in (fold_name(n), fold_name(side(n))) if key})
        rows = [Timed("", "", STATEMENT, document, first, last, own, len(speakers))]
        self._insert(rows + [Timed("party", name, STATEMENT, document, first, last, own, n) for name, n in by.items()])

    def _put(
        self,
        thing: str,
        kind: str,
        days: tuple[str, str],
        own: bool,
        parties: Iterable[str],
        places: Iterable[str],
    ) -> None:
        facets = [("", ""), *(("party", p) for p in dict.fromkeys(parties)), *(("place", p) for p in places)]
        self._insert(Timed(facet, name, kind, thing, *days, own) for facet, name in facets)

    def _insert(self, rows: Iterable[Timed]) -> None:
        self._db.executemany("INSERT INTO timed VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [t.row for t in rows])

    def _published(self, document: str) -> tuple[str, str]:
        """Between which days a document appeared, as far as is known."""
        row = self._db.execute(
            """SELECT d.date, w.earliest, w.latest FROM document d LEFT JOIN dating w ON w.document = d.id
            WHERE d.id = ?""",
            (document,),
        ).fetchone()
        given, first, last = row or (None, None, None)
        return given or first or UNKNOWN[0], given or last or UNKNOWN[1]

    def _told(self, documents: Iterable[str]) -> tuple[str, str]:
        """Days on which a thing was told, where nothing else dates it."""
        days = [self._published(d) for d in documents]
        return min(d[0] for d in days), max(d[1] for d in days)

    def _due(self, claims: Sequence[Claim]) -> Days | None:
        """When a promise falls due: the narrowest time that its texts give, before one counted from a text's day."""
        found: list[Days] = []
        limits = self._limits(c.id for c in claims)
        for c in claims:
            limit = limits.get(c.id, ())
            if len(limit) != 1:  # none, or two
                found += [c.due] if c.due is not None else []
                continue
            ((duration, first, last),) = limit
            if last:
                found.append(Days(first or last, last))
            elif (due := due_of(c, duration)) is not None:
                found.append(due)
        return min(found, key=lambda d: (not d.own, d.length, d.first), default=None)

    def _limits(self, records: Iterable[str]) -> dict[str, list[tuple[str | None, str | None, str | None]]]:
        """By record: length, first and last day of each time limit in its words."""
        rows = on_each(
            self._db,
            """SELECT DISTINCT e.record, d.id, d.duration, d.due_earliest, d.due_latest FROM evidence e
            CROSS JOIN deadline d ON d.document = e.document CROSS JOIN evidence x ON x.record = d.id
            AND x.field = 'evidence' AND x."start" < e."end" AND x."end" > e."start"
            WHERE e.field = 'evidence' AND e.record IN ({})""",
            records,
        )
        found: dict[str, list[tuple[str | None, str | None, str | None]]] = {}
        for record, _, *limit in rows:
            found.setdefault(record, []).append((limit[0], limit[1], limit[2]))
        return found


def places_of(claims: Iterable[Claim]) -> tuple[str, ...]:
    """Keys of the places that the records themselves name, each with where it lies: "valdor@41.2,-158.9".

    One that is not resolved has nothing behind its "@"; where no place is named, the key is NOWHERE.
    """
    spots = [s for c in claims if c.placed for s in c.spots]
    keys = (f"{s.name}@{s.lat},{s.lon}" if s.lat is not None else f"{s.name}@" for s in spots)
    return tuple(dict.fromkeys(keys)) or (NOWHERE,)


def add_tables(db: sqlite3.Connection) -> None:
    """Form 3: make the tables, and fill them from what is there.

    Speakers stand under their own names here, under their states too when the dossier is next checked.
    """
    for statement in TABLES:
        db.execute(statement)
    drawn = Drawn(db)
    for finding_id, records, *columns in db.execute(
        "SELECT id, records, type, verdict, parties, held, anchor FROM finding"
    ).fetchall():
        kind, verdict, parties, held, anchor = columns
        finding = msgspec.convert(
            {
                "anchor": anchor, "type": kind, "verdict": verdict, "origins": [], "records": [],
                "parties": msgspec.json.decode(parties), "held": msgspec.json.decode(held),
            },
            Finding,
        )  # fmt: skip
        claims = [
            msgspec.json.decode(data, type=Claim)
            for (data,) in on_each(db, "SELECT data FROM claim WHERE event IN ({})", msgspec.json.decode(records))
        ]
        if claims:
            drawn.put(finding_id, finding, claims)
    for (document,) in db.execute("SELECT document FROM checked").fetchall():
        rows = db.execute("SELECT reference FROM statement WHERE document = ?", (document,)).fetchall()
        drawn.quote(document, [msgspec.json.decode(names) for (names,) in rows])
