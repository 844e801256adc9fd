"""What lists, facets and counts read instead of the records: made of them, kept with them, never a record itself.

A **shelf** row is a document as a list shows it. A **line** is a statement or an event; a **facet** joins it to its
terms (who speaks, which act, type, place…) with its day, so that a list of any facet is read in order from an index.
A **digest** row is a finding with what it is sorted by. All of it can be made anew from the records (:func:`build`).
"""

from __future__ import annotations

import hashlib
import sqlite3
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from recoupe.check.findings import first_teller, heading_of
from recoupe.records import Dating, Document, Event, Finding, Record, Statement
from recoupe.store.batches import batches, marks, on_each
from recoupe.text import fold, one_line, shorten

if TYPE_CHECKING:
    from recoupe.store.dossier import Dossier


def dated(document: Document, dating: Dating | None) -> tuple[str, str | None, str | None]:
    """What the date of a document rests on, its first and its last day: given, else inferred, else ("none", …)."""
    if document.date is not None:
        return "given", document.date, document.date
    if dating is None or dating.basis == "none" or not (dating.earliest or dating.latest):
        return "none", None, None
    return dating.basis, dating.earliest, dating.latest


def title_of(document: Document) -> str:
    """The title as printed, on one line; the first words of the text where there is none."""
    if document.title is not None:
        return one_line(document.title.quote)
    return shorten(one_line(document.text[:400]), 80)


def add(
    db: sqlite3.Connection,
    document_id: str,
    document: Document,
    records: Iterable[Record],
    judged: Mapping[str, Record] | None = None,
) -> None:
    """Index a document that has just been stored with its records and sentences.

    ``judged``: records as people corrected them, by id. Rejected ones stay: whoever looks for them finds them.
    """
    events = [r for r in records if isinstance(r, Event)]
    told = [(judged or {}).get(r.id, r) for r in records]
    statements = {r.id: r for r in told if isinstance(r, Statement)}
    basis, earliest, latest = dated(document, next((r for r in told if isinstance(r, Dating)), None))
    title = title_of(document)
    sort = "\t".join((earliest or "~", latest or "~", fold(title), document_id))
    same = hashlib.sha256(document.text.encode()).digest()
    shown = (document.outlet, basis, earliest, latest, len(statements), len(events))
    db.execute(
        "INSERT INTO shelf VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
        (document_id, sort, title, *shown, same, document_id),
    )
    _total(db, "statement", len(statements))
    outlet = document.outlet or title
    for e in events:
        for name in e.attributed_to or ("",):
            _count(db, "relay", (outlet, name), 1)
    sentences = db.execute('SELECT "start", id FROM sentence WHERE document = ? ORDER BY "start"', (document_id,))
    starts = sentences.fetchall()
    day = latest or ""
    for record, (kind, at, own, terms) in _lines(
        statements, [r for r in told if isinstance(r, Event)], document.outlet
    ):
        place = bisect_right(starts, (at, 1 << 62)) - 1
        done = db.execute(
            "INSERT INTO line (record, kind, document, sentence, day) VALUES (?, ?, ?, ?, ?)",
            (record, kind, document_id, starts[place][1] if place >= 0 else None, own or day),
        )
        _join(db, done.lastrowid, own or day, terms)


_Line = tuple[str, int, str | None, list[tuple[str, str]]]
"""(kind, start, day of its own, terms as (name, value))."""


def _lines(
    statements: dict[str, Statement], events: Iterable[Event], outlet: str | None
) -> Iterator[tuple[str, _Line]]:
    at = [("outlet", outlet)] if outlet else []
    for record, s in statements.items():
        who = [("speaker", n) for n in s.reference] or [("open", "speaker")]
        yield record, ("statement", s.content[0].start, None, [("act", s.act), *who, *at])
    for e in events:
        if e.type == "statement":  # the statement itself is a line
            continue
        terms = [("type", e.type), ("status", e.status), *(("place", p.name) for p in e.place)]
        terms += [("speaker", n) for n in e.attributed_to] + [("party", p.name) for p in (*e.actor, *e.target)]
        terms += (
            [("act", statements[e.statements[-1]].act)] if e.statements[-1:] and e.statements[-1] in statements else []
        )
        own = (e.date.latest or e.date.earliest) if e.date else None
        yield e.id, ("event", e.evidence[0].start, own, [*terms, *at])


def _join(db: sqlite3.Connection, line: int | None, day: str, terms: Iterable[tuple[str, str]]) -> None:
    for name, value in dict.fromkeys(terms):
        row = db.execute(
            "INSERT INTO term (name, value, folded, n) VALUES (?, ?, ?, 1) "
            "ON CONFLICT (name, value) DO UPDATE SET n = n + 1 RETURNING id",
            (name, value, fold(value)),
        ).fetchone()
        db.execute("INSERT INTO facet VALUES (?, ?, ?)", (row[0], day, line))


def _count(db: sqlite3.Connection, table: str, key: tuple[str, str], n: int) -> None:
    db.execute(
        f"INSERT INTO {table} VALUES (?, ?, ?) ON CONFLICT (outlet, name) DO UPDATE SET n = n + excluded.n", (*key, n)
    )


def _total(db: sqlite3.Connection, what: str, n: int) -> None:
    """Keep how many statements or findings there are: a term that no line has."""
    if n:
        db.execute(
            "INSERT INTO term (name, value, folded, n) VALUES ('total', ?, ?, ?) "
            "ON CONFLICT (name, value) DO UPDATE SET n = n + excluded.n",
            (what, what, n),
        )


def forget(db: sqlite3.Connection, document_id: str) -> None:
    """Take a document out of the index, while its records are still stored."""
    lines = "SELECT id FROM line WHERE document = ?"
    _drop_facets(db, f"line IN ({lines})", (document_id,))
    db.execute("DELETE FROM line WHERE document = ?", (document_id,))
    row = db.execute("SELECT outlet, title, statements FROM shelf WHERE document = ?", (document_id,)).fetchone()
    if row is not None:
        _total(db, "statement", -row[2])
        query = "SELECT j.value FROM event e, json_each(iif(e.attributed_to = '[]', '[\"\"]', e.attributed_to)) j "
        for (name,) in db.execute(query + "WHERE e.document = ?", (document_id,)).fetchall():
            _count(db, "relay", (row[0] or row[1], name), -1)
        db.execute("DELETE FROM relay WHERE n <= 0")
        db.execute("DELETE FROM shelf WHERE document = ?", (document_id,))


def _drop_facets(db: sqlite3.Connection, where: str, values: Sequence[object]) -> None:
    rows = db.execute(f"SELECT term, count(*) FROM facet WHERE {where} GROUP BY term", values).fetchall()
    db.executemany("UPDATE term SET n = n - ? WHERE id = ?", [(n, term) for term, n in rows])
    db.execute(f"DELETE FROM facet WHERE {where}", values)
    db.executemany("DELETE FROM term WHERE id = ? AND n = 0 AND name <> 'total'", [(term,) for term, _ in rows])


def refresh(dossier: Dossier, document_id: str) -> None:
    """Index a stored document anew, as people corrected its records."""
    from recoupe.store.rulings import judged_events, ruled

    events = dict(dossier.records(Event, document=document_id))
    kinds: tuple[type[Record], ...] = (Statement, Dating)
    others = {i: r for kind in kinds for i, r in dossier.records(kind, document=document_id)}
    judged = ruled(dossier, others, rejected=True) | judged_events(dossier, events, rejected=True)
    forget(dossier.db, document_id)
    add(dossier.db, document_id, dossier.document(document_id), [*others.values(), *events.values()], judged)


def settle(db: sqlite3.Connection, gone: Collection[str], findings: Iterable[Finding]) -> None:
    """Put findings in the place of those that are gone, by id, and their verdict on the lines of their records."""
    db.executemany("DELETE FROM repeat WHERE finding = ?", [(i,) for i in gone])
    removed = db.executemany("DELETE FROM digest WHERE finding = ?", [(i,) for i in gone]).rowcount
    _total(db, "finding", -max(0, removed))
    for f in findings:
        _total(db, "finding", 1)
        lines = on_each(db, "SELECT id, day, document FROM line WHERE record IN ({})", f.records)
        query = "SELECT line FROM facet WHERE term IN (SELECT id FROM term WHERE {}) AND line IN ({{}})"
        stands = query.format("name = 'verdict' AND value = '{}'").format(f.verdict, "{}")
        staying = {line for (line,) in on_each(db, stands, (row[0] for row in lines))}
        for line, day, _ in lines:
            if line not in staying:
                _drop_facets(db, "line = ? AND term IN (SELECT id FROM term WHERE name = 'verdict')", (line,))
                _join(db, line, day, [("verdict", f.verdict)])
        told = _tellers(db, {row[2] for row in lines})
        names = {t[0] for t in told.values()}
        db.execute(
            "INSERT INTO digest VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(f.id, heading_of(f), f.type, f.verdict, f.status, len(f.origins), len(f.records)),
                *(f.earliest, f.latest, first_teller(told.values()), names.pop() if len(names) == 1 else None),
            ),
        )
        for held in f.held:
            some = [told[d] for d in held.documents if d in told]
            first = first_teller(some) if held.by and len(some) > 1 else None
            if first is not None:
                rows = {(t[0], first, f.id, held.origin) for t in some if t[0] != first}
                db.executemany("INSERT OR IGNORE INTO repeat VALUES (?, ?, ?, ?)", sorted(rows))


def _tellers(db: sqlite3.Connection, documents: Collection[str]) -> dict[str, tuple[str, str | None, str | None]]:
    """By document: its outlet, else its title, and its first and last day."""
    query = "SELECT document, coalesce(outlet, title), earliest, latest FROM shelf WHERE document IN ({})"
    return {d: (name, first, last) for d, name, first, last in on_each(db, query, documents)}


def lead(db: sqlite3.Connection, groups: Iterable[Sequence[str]]) -> None:
    """Note groups of plain copies: each is headed by its earliest document."""
    for group in groups:
        query = f"SELECT document FROM shelf WHERE document IN ({marks(group)}) ORDER BY sort LIMIT 1"
        for (head,) in db.execute(query, group).fetchall():
            db.execute(
                f"UPDATE shelf SET lead = ? WHERE document IN ({marks(group)}) AND lead <> ?", (head, *group, head)
            )


def order_of(db: sqlite3.Connection, documents: Collection[str]) -> dict[str, str]:
    """What these documents are sorted by."""
    return dict(on_each(db, "SELECT document, sort FROM shelf WHERE document IN ({})", documents))


def follow(dossier: Dossier) -> None:
    """Leave out the documents in whose place their address gives another text, and take in those that stand again."""
    db = dossier.db
    gone = db.execute("SELECT document FROM shelf WHERE document IN (SELECT document FROM retired)").fetchall()
    for (document,) in gone:
        forget(db, document)
    back = db.execute("SELECT document FROM checked WHERE document NOT IN (SELECT document FROM shelf)").fetchall()
    for (document,) in back:
        refresh(dossier, document)


def renumber(db: sqlite3.Connection) -> None:
    """Number the documents from 1 by date (unknown dates last), then by title."""
    first: dict[bytes, int] = {}
    changed = []
    rows = db.execute("SELECT document, hash, number, cited FROM shelf ORDER BY sort")
    for number, (document, same, before, cited) in enumerate(rows, 1):
        one = first.setdefault(same, number)
        if (number, one) != (before, cited):
            changed.append((number, one, document))
    db.executemany("UPDATE shelf SET number = ?, cited = ? WHERE document = ?", changed)


def build(dossier: Dossier) -> None:
    """Make the whole index of a dossier that has none."""
    db = dossier.db
    documents = [row[0] for row in db.execute("SELECT id FROM document ORDER BY rowid")]
    for document_id in documents:
        refresh(dossier, document_id)
    ids = [row[0] for row in db.execute("SELECT id FROM finding ORDER BY id")]
    for some in batches(ids):
        settle(db, (), [f for _, f in dossier.records(Finding, ids=some)])
    lead(db, groups_of(db.execute("SELECT a, b FROM copy WHERE strong")))
    renumber(db)


def groups_of(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The groups that pairs make, each in order."""
    head: dict[str, str] = {}

    def top(one: str) -> str:
        while head.setdefault(one, one) != one:
            one = head[one]
        return one

    for a, b in pairs:
        head[max(top(a), top(b))] = min(top(a), top(b))
    groups: dict[str, list[str]] = {}
    for one in sorted(head):
        groups.setdefault(top(one), []).append(one)
    return list(groups.values())
