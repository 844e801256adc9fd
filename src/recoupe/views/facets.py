"""Parties, places and kinds that things can be drawn by: the keys that a filter meets, and the names behind keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from recoupe.records import Event
from recoupe.store import Dossier
from recoupe.store.batches import batches, marks
from recoupe.text import fold_name
from recoupe.views.lookup import known_names


class Filters(msgspec.Struct, frozen=True):
    """What the drawn views share: ``types`` are kinds of things, ``party`` and ``place`` words of a name, days ISO."""

    types: tuple[str, ...] = ()
    party: str | None = None
    place: str | None = None
    since: str | None = None
    until: str | None = None


def party_keys(dossier: Dossier, asked: str) -> list[str]:
    """Keys of the parties that are called so, else of those whose name holds all of these words, folded."""
    return _keys(dossier, "party", fold_name(asked))


def place_keys(dossier: Dossier, asked: str) -> list[str]:
    """Keys of the places that are called so, else of those whose name holds all of these words, folded."""
    return _keys(dossier, "place", fold_name(asked))


def held_by(dossier: Dossier, filters: Filters) -> list[tuple[str, tuple[str, ...]]]:
    """The facets that a thing must be of, each with the keys of which it must have one; no keys where none is met."""
    found = []
    if filters.party:
        found.append(("party", tuple(party_keys(dossier, filters.party))))
    if filters.place:
        found.append(("place", tuple(place_keys(dossier, filters.place))))
    return found


def among(thing: str, held: Sequence[tuple[str, Sequence[str]]]) -> tuple[str, list[str]]:
    """SQL tests that a thing (a column) is of each of these facets, and their values."""
    tests = "".join(
        f" AND {thing} IN (SELECT thing FROM timed WHERE facet = ? AND name IN ({marks(some)}))" for _, some in held
    )
    return tests, [v for of, some in held for v in (of, *some)]


def _keys(dossier: Dossier, facet: str, asked: str) -> list[str]:
    if not asked:
        return []
    held = " AND ".join("instr(name, ?) > 0" for _ in asked.split())
    rows = dossier.ask(f"SELECT DISTINCT name FROM total WHERE facet = ? AND {held}", (facet, *asked.split()))
    bare = {key: key.partition("@")[0] for (key,) in rows}
    return [k for k, name in bare.items() if name == asked] or [
        k for k, name in bare.items() if set(asked.split()) <= set(name.split())
    ]


def chief(dossier: Dossier, facet: str, count: int, kinds: Sequence[str] = ()) -> list[tuple[str, int]]:
    """The keys of a facet that the most things have, with how many."""
    of_kind = f" AND kind IN ({marks(kinds)})" if kinds else ""
    query = f"SELECT name, sum(n) AS s FROM total WHERE facet = ?{of_kind} GROUP BY name ORDER BY s DESC, name LIMIT ?"
    return [(name, n) for name, n in dossier.ask(query, (facet, *kinds, count))]


def party_names(dossier: Dossier, keys: Iterable[str]) -> dict[str, str]:
    """The name behind each party's key, as the data or a record writes it, else the key."""
    wanted = list(dict.fromkeys(keys))
    known = known_names(wanted, dossier.config)
    return {key: known.get(key) or _written(dossier, key) or key for key in wanted}


def _written(dossier: Dossier, key: str) -> str | None:
    """A party's name as one of its records writes it."""
    things = dossier.ask("SELECT kind, thing FROM timed WHERE facet = 'party' AND name = ? LIMIT 3", (key,))
    for kind, thing in things:
        if kind == "statement":
            query = "SELECT j.value FROM statement s, json_each(s.reference) j WHERE s.document = ?"
            names = [str(name) for (name,) in dossier.ask(query, (thing,))]
        else:
            rows = dossier.ask("SELECT record FROM found WHERE finding = ? LIMIT 20", (thing,))
            names = [n for some in batches(r for (r,) in rows) for n in _parties(dossier, some)]
        found = next((n for n in names if fold_name(n) == key), None)
        if found is not None:
            return found
    return None


def _parties(dossier: Dossier, records: Sequence[str]) -> list[str]:
    events = [e for _, e in dossier.records(Event, ids=records)]
    return [n for e in events for p in (*e.actor, *e.target) for n in (p.side, p.name) if n]
