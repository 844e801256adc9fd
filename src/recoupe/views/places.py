"""Where things are: places with how many things each has; what is not resolved, with the reason, and never a place."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from recoupe.store import Dossier
from recoupe.store.batches import marks
from recoupe.store.drawn import NOWHERE
from recoupe.text import fold_name
from recoupe.views.facets import Filters, among, held_by

MOST = 400
"""Places that a map shows: those of most things."""
UNRESOLVED = 15
Bounds = tuple[float, float, float, float]


class Pin(msgspec.Struct, frozen=True):
    """A place that is resolved: ``key`` is what it is asked by, ``kinds`` how many things of each type it has."""

    key: str
    name: str
    lat: float
    lon: float
    precision: str
    country: str
    count: int
    kinds: tuple[tuple[str, int], ...]


class Unresolved(msgspec.Struct, frozen=True):
    """A name that no place is known for, or several: ``reason`` is a rule's name, or "unlisted".

    ``document``, ``record``, ``start``: where it is named so, as ``name`` writes it.
    """

    key: str
    name: str
    count: int
    reason: str
    candidates: tuple[str, ...]
    document: str
    record: str
    start: int


class Places(msgspec.Struct, frozen=True):
    """``pins`` with the most things first; ``more`` counts those beyond MOST, ``nowhere`` things of no place."""

    pins: tuple[Pin, ...]
    more: int
    unresolved: tuple[Unresolved, ...]
    unresolved_names: int
    nowhere: int


def places(dossier: Dossier, *, filters: Filters, within: Bounds | None = None) -> Places:
    """The places of a dossier, inside bounds (west, south, east, north) where they are given."""
    found = _counts(dossier, filters)
    nowhere = sum(found.pop(NOWHERE, {}).values())
    located: dict[str, tuple[float, float]] = {}
    for key in found:
        where = key.partition("@")[2]
        if where:
            lat, _, lon = where.partition(",")
            located[key] = (float(lat), float(lon))
    shown = [k for k, (lat, lon) in located.items() if within is None or _inside(lat, lon, within)]
    shown.sort(key=lambda k: (-sum(found[k].values()), k))
    lost = sorted((k for k in found if k not in located), key=lambda k: (-sum(found[k].values()), k))
    return Places(
        pins=tuple(_pin(dossier, k, *located[k], found[k]) for k in shown[:MOST]),
        more=max(len(shown) - MOST, 0),
        unresolved=tuple(_unresolved(dossier, k, sum(found[k].values())) for k in lost[:UNRESOLVED]),
        unresolved_names=len(lost),
        nowhere=nowhere,
    )


def _inside(lat: float, lon: float, bounds: Bounds) -> bool:
    west, south, east, north = bounds
    return south <= lat <= north and west <= lon <= east


def _counts(dossier: Dossier, filters: Filters) -> dict[str, dict[str, int]]:
    """For each place's key, how many things of each kind."""
    kinds = f" AND t.kind IN ({marks(filters.types)})" if filters.types else ""
    values: list[object] = ["place", *filters.types]
    held = held_by(dossier, filters)
    if not held and not filters.since and not filters.until:
        query = f"SELECT name, kind, n FROM total t WHERE facet = ?{kinds}"
    else:
        tests, more = _tests(held, filters)
        table = "timed" if held else "tally"
        query = f"SELECT name, kind, sum(n) FROM {table} t WHERE facet = ?{kinds}{tests} GROUP BY name, kind"
        values += more
    found: dict[str, dict[str, int]] = {}
    for name, kind, n in dossier.ask(query, values):
        found.setdefault(name, {})[kind] = n
    return found


def _tests(held: Sequence[tuple[str, tuple[str, ...]]], filters: Filters) -> tuple[str, list[object]]:
    tests, more = among("t.thing", [h for h in held if h[0] != "place"])
    values: list[object] = [*more]
    for _, keys in (h for h in held if h[0] == "place"):
        tests += f" AND t.name IN ({marks(keys)})"
        values += keys
    if filters.since or filters.until:
        tests += """ AND t."last" >= ? AND t."first" <= ? AND NOT (t."first" = '' AND t."last" = '~')"""
        values += [filters.since or "", filters.until or "~"]
    return tests, values


def _pin(dossier: Dossier, key: str, lat: float, lon: float, kinds: dict[str, int]) -> Pin:
    rows = dossier.ask("SELECT name, precision, country FROM place WHERE lat = ? AND lon = ? LIMIT 1", (lat, lon))
    name, precision, country = rows[0] if rows else (key.partition("@")[0], "point", None)
    order = tuple(sorted(kinds.items(), key=lambda row: (-row[1], row[0])))
    return Pin(key, name, lat, lon, precision, country or "", sum(kinds.values()), order)


def _unresolved(dossier: Dossier, key: str, count: int) -> Unresolved:
    """One mention of a name, and why it is not resolved there."""
    name = key.partition("@")[0]
    rows = dossier.ask(
        """SELECT e.quote, e.document, e.record, e."start", e."end" FROM timed t JOIN found r ON r.finding = t.thing
        JOIN evidence e ON e.record = r.record AND e.field = 'place'
        WHERE t.facet = 'place' AND t.name = ? LIMIT 20""",
        (key,),
    )
    mention = next((r for r in rows if fold_name(r[0]) == name), rows[0] if rows else None)
    if mention is None:
        return Unresolved(key, name, count, "unlisted", (), "", "", 0)
    quote, document, record, start, end = mention
    held = dossier.ask(
        """SELECT p.rule, p.candidates FROM evidence x JOIN place p ON p.id = x.record WHERE x.document = ?
        AND x.field = 'evidence' AND x."start" < ? AND x."end" > ? LIMIT 1""",
        (document, end, start),
    )
    rule, candidates = held[0] if held else ("unlisted", "[]")
    reason = rule.partition("@")[0].rpartition(": ")[2] or "unlisted"
    return Unresolved(key, quote, count, reason, tuple(msgspec.json.decode(candidates)), document, record, start)
