"""Findings a page at a time, by their digests: the best of each heading, or a list narrowed and sorted."""

from __future__ import annotations

from collections.abc import Collection
from typing import Literal, get_args

import msgspec

from recoupe.check.findings import HEADINGS
from recoupe.records import EventType
from recoupe.store import Dossier
from recoupe.views.findings import Checked, checked
from recoupe.views.lookup import Shelf
from recoupe.views.narrowing import one_of, within
from recoupe.views.terms import MOST, count_of, lines_of, narrowed

Order = Literal["weight", "newest", "oldest"]
_ORDERS: dict[Order, str] = {
    "weight": "origins DESC, records DESC, latest DESC, finding",
    "newest": "latest DESC, finding",
    "oldest": "earliest IS NULL, earliest, finding",
}
NEWEST = slice(-4, None)
"""Sayings of a finding that a list shows."""
_ALL = -1
"""No limit, to SQLite."""
LINES = 2_000
"""Records with a name that a list of findings looks at."""


class Heading(msgspec.Struct, frozen=True):
    """Findings under one heading of HEADINGS, the best first, and how many there are in all.

    MOST + 1 stands for more than MOST where not all are counted.
    """

    heading: str
    total: int
    findings: tuple[Checked, ...]


class Listed(msgspec.Struct, frozen=True):
    """One page of findings, and how many there are; ``more``: at least."""

    findings: tuple[Checked, ...]
    total: int
    more: bool


class Amounts(msgspec.Struct, frozen=True):
    """How much a dossier holds, and what its texts leave open."""

    documents: int
    statements: int
    findings: int
    undated: int
    unidentified: int
    unchecked: int


def amounts(dossier: Dossier) -> Amounts:
    """How much a dossier holds."""
    documents, undated, checks = dossier.ask(
        "SELECT (SELECT count(*) FROM shelf), (SELECT count(*) FROM shelf WHERE latest IS NULL AND earliest IS NULL), "
        "(SELECT count(*) FROM checked)"
    )[0]
    statements, findings = (count_of(dossier, "total", what) for what in ("statement", "finding"))
    return Amounts(documents, statements, findings, undated, count_of(dossier, "open", "speaker"), documents - checks)


def headings(
    shelf: Shelf, *, since: str | None = None, until: str | None = None, limit: int | None = 8, whole: bool = False
) -> list[Heading]:
    """Findings by heading, at most ``limit`` each: the best of each type before the second of any.

    ``since`` and ``until`` (ISO) keep what meets them, and nothing without a day. ``whole``: with every saying and what
    joins the records, and all of them counted.
    """
    # a reader sees victims, places and talks, not eight strikes
    tests, values = within(since, until)
    found = []
    for heading in HEADINGS:
        rows: list[tuple[object, ...]] = []
        where = f"digest WHERE {' AND '.join(['heading = ?', *tests])}"
        for kind in get_args(EventType):
            query = f"SELECT finding, origins, records, latest FROM {where} AND type = ? "
            query += "ORDER BY origins DESC, records DESC, latest DESC, finding LIMIT ?"
            some = shelf.dossier.ask(query, (heading, *values, kind, _ALL if limit is None else limit))
            rows += [(nth, -n, -k, _down(day), i) for nth, (i, n, k, day) in enumerate(some)]
        if rows:
            ids = [str(row[-1]) for row in sorted(rows)[:limit]]
            total = _count(shelf.dossier, where, (heading, *values), most=_ALL if whole else MOST + 1)
            part = None if whole else NEWEST
            found.append(Heading(heading, total, tuple(checked(shelf, ids, part=part, bonds=whole))))
    return found


def findings_page(
    shelf: Shelf,
    *,
    heading: str | None = None,
    verdicts: Collection[str] = (),
    types: Collection[str] = (),
    statuses: Collection[str] = (),
    party: str | None = None,
    place: str | None = None,
    speaker: str | None = None,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    order: Order = "newest",
    offset: int = 0,
    limit: int = 40,
) -> Listed:
    """One page of the findings that meet every filter.

    ``party``, ``place``, ``speaker`` and ``outlet`` are a name, or words that it holds; one record must have them all,
    and of those that do, the newest LINES are looked at.
    """
    dossier = shelf.dossier
    days, between = within(since, until)
    kinds = {"heading": [heading] if heading else [], "verdict": verdicts, "type": types, "status": statuses}
    tests, values = one_of(kinds)
    tests += days
    values += between
    named = {"party": party, "place": place, "speaker": speaker, "outlet": outlet}
    asked = {name: [words] for name, words in named.items() if words}
    many = False
    if asked:
        asked |= {name: list(some) for name, some in (("verdict", verdicts), ("type", types)) if some}
        groups = narrowed(dossier, asked)
        rows = lines_of(dossier, groups, limit=LINES + 1) if groups else []
        many = len(rows) > LINES
        tests.append("finding IN (SELECT o.finding FROM json_each(?) j CROSS JOIN found o ON o.record = j.value)")
        values.append(msgspec.json.encode([row[3] for row in rows]).decode())
    where = "digest" + (f" WHERE {' AND '.join(tests)}" if tests else "")
    query = f"SELECT finding FROM {where} ORDER BY {_ORDERS[order]} LIMIT ? OFFSET ?"
    chosen = [row[0] for row in dossier.ask(query, (*values, limit, offset))]
    total = _count(dossier, where, values)
    return Listed(tuple(checked(shelf, chosen, part=NEWEST, bonds=False)), min(total, MOST), many or total > MOST)


def _count(dossier: Dossier, where: str, values: Collection[object], *, most: int = MOST + 1) -> int:
    rows = dossier.ask(f"SELECT count(*) FROM (SELECT 1 FROM {where} LIMIT ?)", (*values, most))
    return int(rows[0][0])


def _down(day: object) -> tuple[int, ...]:
    """A key that sorts ISO days from the newest, unknown ones last."""
    return tuple(-ord(c) for c in day) if isinstance(day, str) else (1,)
