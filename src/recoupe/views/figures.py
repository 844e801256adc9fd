"""Counts by thing counted: for each, the values that each origin gives, and when its texts gave them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from recoupe.records import Held
from recoupe.store import Dossier
from recoupe.store.batches import marks
from recoupe.text import one_line, shorten
from recoupe.views.facets import Filters, among, held_by
from recoupe.views.sources import Dated, dated_of
from recoupe.views.terms import MOST

_VALUES = 40
"""Values of one figure that are shown, the newest."""
_QUOTED = 160


class Value(msgspec.Struct, frozen=True):
    """What one origin gives: a range with its modifier, in the text that gave it last, of that text's days.

    ``by`` are the names of who says so; empty where the text speaks in its own voice, that of ``voice`` (empty where
    its outlet is not known). ``also`` is the number of other texts in which the origin gives the same value.
    """

    origin: str
    by: tuple[str, ...]
    voice: str
    low: float | None
    high: float | None
    modifier: str
    unit: str
    dated: Dated
    document: str
    record: str
    start: int
    words: str
    also: int
    superseded: bool
    denies: bool


class Figure(msgspec.Struct, frozen=True):
    """One thing counted. ``values`` stand in the order of telling; ``left`` is how many more there are."""

    finding: str
    type: str
    verdict: str
    first: str | None
    last: str | None
    words: str
    places: tuple[str, ...]
    values: tuple[Value, ...]
    left: int


class Figures(msgspec.Struct, frozen=True):
    """Some figures, how many there are of that kind, and how many of the other: ``several`` values, or one only."""

    figures: tuple[Figure, ...]
    rows: int
    others: int


def figures(dossier: Dossier, *, filters: Filters, several: bool, offset: int = 0, limit: int = 12) -> Figures:
    """Figures of several values, or of one: contested ones first, then those of most values, then new ones."""
    where, values = _where(dossier, filters)
    ids = [
        r[0]
        for r in dossier.ask(
            f'SELECT finding FROM figure g WHERE {_OF[several]}{where} ORDER BY rank DESC, "last" DESC, finding '
            "LIMIT ? OFFSET ?",
            [*values, limit, offset],
        )
    ]
    count = f"SELECT count(*) FROM (SELECT 1 FROM figure g WHERE {{}}{where} LIMIT {MOST + 1})"
    rows, others = (dossier.ask(count.format(_OF[s]), values)[0][0] for s in (several, not several))
    return Figures(tuple(_figures(dossier, ids)), rows, others)


# by rank, which an index holds in order: several values have a rank of two at least
_OF = {True: "rank >= 2", False: "rank = 1"}


def _where(dossier: Dossier, filters: Filters) -> tuple[str, list[object]]:
    tests, values = "", list[object]()
    if filters.types:
        tests += f" AND g.type IN ({marks(filters.types)})"
        values += filters.types
    more, names = among("g.finding", held_by(dossier, filters))
    tests += more
    values += names
    if filters.since or filters.until:
        tests += (
            " AND EXISTS (SELECT 1 FROM timed f WHERE f.facet = '' AND f.name = '' AND f.kind = g.type AND "
            """f.thing = g.finding AND f."last" >= ? AND f."first" <= ? AND NOT (f."first" = '' AND f."last" = '~'))"""
        )
        values += [filters.since or "", filters.until or "~"]
    return tests, values


def _figures(dossier: Dossier, ids: Sequence[str]) -> list[Figure]:
    found = []
    query = "SELECT id, type, verdict, earliest, latest, places, held FROM finding"
    rows = {r[0]: r[1:] for r in dossier.ask(f"{query} WHERE id IN ({marks(ids)})", ids)}
    for finding in ids:
        type_, verdict, first, last, places, data = rows[finding]
        held = [h for h in msgspec.json.decode(data, type=list[Held]) if h.low is not None or h.high is not None]
        values = _values(dossier, held[-_VALUES:])
        places = tuple(msgspec.json.decode(places))
        words = values[-1].words if values else ""
        found.append(
            Figure(finding, type_, verdict, first, last, words, places, tuple(values), len(held) - len(values))
        )
    return found


def _values(dossier: Dossier, held: Sequence[Held]) -> list[Value]:
    query = f"""SELECT r.id, r.document, d.outlet, d.date, w.basis, w.earliest, w.latest, e."start", e.quote,
        json_extract(r.quantity, '$.unit') FROM event r JOIN document d ON d.id = r.document
        JOIN evidence e ON e.record = r.id AND e.field = 'evidence' AND e.ord = 0
        LEFT JOIN dating w ON w.document = r.document WHERE r.id IN ({marks(held)})"""
    told = {r[0]: r[1:] for r in dossier.ask(query, [h.record for h in held])}
    found = []
    for h in held:
        if h.record not in told:
            continue
        document, outlet, given, basis, earliest, latest, start, words, unit = told[h.record]
        found.append(
            Value(
                origin=h.origin,
                by=h.by,
                voice=outlet or "",
                low=h.low,
                high=h.high,
                modifier=h.modifier,
                unit=one_line(unit or ""),
                dated=dated_of(given, basis, earliest, latest),
                document=document,
                record=h.record,
                start=start,
                words=shorten(one_line(words), _QUOTED),
                also=len(h.documents) - 1,
                superseded=h.superseded,
                denies=h.denies,
            )
        )
    return found
