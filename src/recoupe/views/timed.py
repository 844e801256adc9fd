"""What the timeline asks the dossier: how many things there are of which days, and some of them one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from recoupe.store import Dossier
from recoupe.store.batches import batches, marks
from recoupe.store.drawn import STATEMENT, UNKNOWN, WIDE
from recoupe.text import one_line, shorten
from recoupe.views.facets import Filters, among, chief, held_by
from recoupe.views.terms import MOST

Days = tuple[str, str]
"""First and last day of an interval, ISO, both included; "" and "~" where that end is not known."""
PARTIES = 8
"""Lanes by party: those of most things."""
_QUOTED = 160
_ANYWHERE = '"first" < ? AND "last" >= ?'
"""A wide or open interval without an end inside the window tells nothing of where in it the thing lies."""
_WIDE = f'coalesce(julianday("last") - julianday("first"), {WIDE}) >= {WIDE}'


class Mark(msgspec.Struct, frozen=True):
    """One thing in its lane. ``first`` is "" and ``last`` "~" where that end is not known; ``own``: its words say when.

    ``count``: how many statements a document quotes, where the thing is a document's statements. ``record`` is empty
    where the document as a whole is meant; ``start`` is where its words begin.
    """

    kind: str
    thing: str
    first: str
    last: str
    own: bool
    count: int
    words: str
    by: tuple[str, ...]
    document: str
    record: str
    start: int
    verdict: str = ""
    status: str = ""

    @property
    def known(self) -> bool:
        """Whether both ends are known."""
        return bool(self.first) and self.last != UNKNOWN[1]


class Asked(msgspec.Struct, frozen=True):
    """The things that the filters leave: a facet and its names, and SQL that asks for other facets."""

    facet: str
    names: tuple[str, ...]
    also: str = ""
    values: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    by_party: bool = False

    @property
    def lane(self) -> str:
        """The column that the lanes go by."""
        return "name" if self.by_party else "kind"

    @property
    def where(self) -> tuple[str, list[object]]:
        """SQL tests of the rows ``t``, and their values."""
        kinds = f" AND t.kind IN ({marks(self.kinds)})" if self.kinds else ""
        where = f"t.facet = ? AND t.name IN ({marks(self.names)}){kinds}{self.also}"
        return where, [self.facet, *self.names, *self.kinds, *self.values]

    @property
    def counted(self) -> tuple[str, list[object]]:
        """SQL that gives name, kind, first, last and how many; its values."""
        where, values = self.where
        if not self.also and (self.by_party or len(self.names) == 1):
            return f"tally t WHERE {where}", values
        name = "name" if self.by_party else "''"  # of several names of one facet, a thing counts once
        query = f"""(SELECT {name} AS name, kind, thing, "first", "last", max(n) AS n FROM timed t WHERE {where}
            GROUP BY 1, 2, 3) WHERE 1"""
        return query, values

    def of_lane(self, key: str) -> Asked:
        """The things of one lane."""
        return msgspec.structs.replace(self, **({"names": (key,)} if self.by_party else {"kinds": (key,)}))

    def once(self, lanes: Iterable[str]) -> Iterable[str]:
        """Of these lanes, those that count each thing once: by party the first, for a thing can be in several."""
        return self.names[:1] if self.by_party else lanes


class Sum(NamedTuple):
    """How many things of a lane lie in an interval."""

    lane: str
    first: str
    last: str
    n: int


class Rest(NamedTuple):
    """How many things of a lane surely lie before or after a window, may lie anywhere, or are of no day."""

    lane: str
    before: int
    after: int
    anywhere: int
    undated: int


def asked(dossier: Dossier, filters: Filters, *, by_party: bool) -> Asked:
    """The things that the filters leave, their days aside."""
    kinds = filters.types
    held = held_by(dossier, filters)
    if by_party:
        parties = next((keys for facet, keys in held if facet == "party"), ())
        facet, names = "party", parties[:PARTIES]
        if filters.party is None:
            names = tuple(k for k, _ in chief(dossier, "party", PARTIES, kinds))
        held = [h for h in held if h[0] != "party"]
    elif held:
        facet, names = held.pop()
    else:
        facet, names = "", ("",)
    also, values = among("t.thing", held)
    return Asked(facet, names, also, tuple(values), kinds, by_party)


def spread(dossier: Dossier, of: Asked) -> list[tuple[str, str, int]]:
    """(first, last, how many) of every interval, those of no known day left out."""
    source, values = of.counted
    query = f'SELECT "first", "last", sum(n) FROM {source} AND NOT ("first" = ? AND "last" = ?) GROUP BY 1, 2'
    return dossier.ask(query, [*values, *UNKNOWN])


def rest(dossier: Dossier, of: Asked, first: str, beyond: str) -> list[Rest]:
    """By lane, what a window does not place; the window is that from ``first`` to the day before ``beyond``."""
    source, values = of.counted
    unknown = '"first" = ? AND "last" = ?'
    tests = ('"last" < ?', '"first" >= ?', f"{_ANYWHERE} AND NOT ({unknown})", unknown)
    sums = ", ".join(f"sum(CASE WHEN {test} THEN n ELSE 0 END)" for test in tests)
    ends = [first, beyond, first, beyond, *UNKNOWN, *UNKNOWN]
    return [Rest(*row) for row in dossier.ask(f"SELECT {of.lane}, {sums} FROM {source} GROUP BY 1", [*ends, *values])]


def inside(
    dossier: Dossier, of: Asked, first: str, beyond: str, *, known_to: int = 10, narrow: bool = False
) -> list[Sum]:
    """By lane, the intervals with an end in a window; if ``narrow``, those of some days that span it too.

    With fewer characters of a day known (7: its month) there are fewer rows: the window must begin and end with such a
    month or year, and days are told as its first.
    """
    source, values = of.counted
    rest_of_day = "2000-01-01"[known_to:]
    days = [f"""substr("{end}", 1, {known_to}) || '{rest_of_day}'""" for end in ("first", "last")]
    meets = f'"first" < ? AND "last" >= ? AND NOT ({_ANYWHERE}{f" AND {_WIDE}" if narrow else ""})'
    query = f"SELECT {of.lane}, {days[0]}, {days[1]}, sum(n) FROM {source} AND {meets} GROUP BY 1, 2, 3"
    return [Sum(*row) for row in dossier.ask(query, [*values, beyond, first, first, beyond])]


def of_days(
    dossier: Dossier, of: Asked, days: Iterable[Days], *, offset: int = 0, limit: int = -1
) -> tuple[int, list[Mark]]:
    """How many things there are of these intervals, and some of them, in order."""
    pairs = msgspec.json.encode(sorted(set(days))).decode()
    where, values = of.where
    source = f"""json_each(?) j CROSS JOIN timed t WHERE {where} AND t.wide IN (0, 1)
        AND t."first" = json_extract(j.value, '$[0]') AND t."last" = json_extract(j.value, '$[1]')"""
    rows = dossier.ask(f"SELECT count(*) FROM (SELECT DISTINCT kind, thing FROM {source})", [pairs, *values])
    query = f'SELECT DISTINCT kind, thing, t."first", t."last", own, n FROM {source} {_IN_ORDER} LIMIT ? OFFSET ?'
    return rows[0][0], _marks(dossier, dossier.ask(query, [pairs, *values, limit, offset]))


def count(dossier: Dossier, of: Asked, *, undated: bool = False) -> int:
    """How many things there are in all, or of no day; at most one more than MOST."""
    where, values = _all(of, undated)
    query = f"SELECT count(*) FROM (SELECT DISTINCT kind, thing FROM timed t WHERE {where} LIMIT {MOST + 1})"
    return int(dossier.ask(query, values)[0][0])


def every(dossier: Dossier, of: Asked, *, undated: bool = False, offset: int = 0, limit: int) -> list[Mark]:
    """Some of all the things, or of those of no day, in order."""
    rows: set[_Row] = set()
    for name in of.names:  # one at a time: an index holds those of a name in order
        where, values = _all(msgspec.structs.replace(of, names=(name,)), undated)
        query = f'SELECT kind, thing, "first", "last", own, n FROM timed t WHERE {where} {_IN_ORDER} LIMIT ?'
        rows |= set(dossier.ask(query, [*values, offset + limit]))
    ordered = sorted(rows, key=lambda r: (r[2], r[3], r[0], r[1]))
    return _marks(dossier, ordered[offset : offset + limit])


def _all(of: Asked, undated: bool) -> tuple[str, list[object]]:
    where, values = of.where
    if not undated:
        return where, values
    return f'{where} AND t.wide = 1 AND t."first" = ? AND t."last" = ?', [*values, *UNKNOWN]


_IN_ORDER = 'ORDER BY t."first", t."last", t.kind, t.thing'
_Row = tuple[str, str, str, str, int, int]
"""(kind, thing, first, last, own, how many)."""


def _marks(dossier: Dossier, rows: Sequence[_Row]) -> list[Mark]:
    told = _told(dossier, [r[1] for r in rows if r[0] != STATEMENT])
    quoted = _quoted(dossier, [r[1] for r in rows if r[0] == STATEMENT])
    found = []
    for kind, thing, first, last, own, n in rows:
        more = quoted.get(thing) if kind == STATEMENT else told.get(thing)
        if more is not None:
            found.append(Mark(kind, thing, first, last, bool(own), n if kind == STATEMENT else 1, *more))
    return found


_Words = tuple[str, tuple[str, ...], str, str, int, str, str]
"""(words, by whom, document, record, start, verdict, status)."""


def _told(dossier: Dossier, findings: Sequence[str]) -> dict[str, _Words]:
    """What the earliest record of each finding says."""
    found: dict[str, _Words] = {}
    for some in batches(findings):
        query = f"""SELECT f.id, e.quote, r.attributed_to, d.outlet, e.document, f.anchor, e."start", f.verdict,
            f.status FROM finding f JOIN event r ON r.id = f.anchor JOIN document d ON d.id = r.document
            JOIN evidence e ON e.record = f.anchor AND e.field = 'evidence' AND e.ord = 0
            WHERE f.id IN ({marks(some)})"""
        for thing, words, by, outlet, *rest in dossier.ask(query, some):
            names = tuple(msgspec.json.decode(by)) or ((outlet,) if outlet else ())
            found[thing] = (shorten(one_line(words), _QUOTED), names, *rest)
    return found


def _quoted(dossier: Dossier, documents: Sequence[str]) -> dict[str, _Words]:
    """The title and outlet of each document."""
    found: dict[str, _Words] = {}
    for some in batches(documents):
        query = f"""SELECT d.id, coalesce(t.quote, substr(d.text, 1, 200)), d.outlet FROM document d
            LEFT JOIN evidence t ON t.record = d.id AND t.field = 'title' AND t.ord = 0 WHERE d.id IN ({marks(some)})"""
        for document, title, outlet in dossier.ask(query, some):
            by = (outlet,) if outlet else ()
            found[document] = (shorten(one_line(title), _QUOTED), by, document, "", 0, "", "")
    return found
