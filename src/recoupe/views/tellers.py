"""Outlets a page at a time: how much each tells, whom it relays, after whom it tells, what it says first or alone."""

from __future__ import annotations

import msgspec

from recoupe.store import Dossier
from recoupe.views.lookup import Shelf
from recoupe.views.sources import NumberedSource

_RELAYED = 8


class Teller(msgspec.Struct, frozen=True):
    """What all documents of one outlet bring to a dossier; see :class:`recoupe.views.outlets.Voice`."""

    name: str
    documents: int
    records: int
    own: int
    first: int
    alone: int
    relays: tuple[tuple[str, int], ...]
    after: tuple[tuple[str, int], ...]


class Pair(msgspec.Struct, frozen=True):
    """Two documents of which one copies the other, with the part of each that the other holds, 0 to 1."""

    a: NumberedSource
    b: NumberedSource
    kind: str
    a_in_b: float
    b_in_a: float


def tellers_page(dossier: Dossier, *, offset: int = 0, limit: int = 30) -> tuple[list[Teller], int]:
    """One page of the outlets, those with most records first, and how many there are.

    A document without an outlet stands for itself, under its title.
    """
    rows = dossier.ask(
        "SELECT outlet, sum(n) AS records, sum(iif(name = '', n, 0)) FROM relay GROUP BY outlet "
        "ORDER BY records DESC, outlet LIMIT ? OFFSET ?",
        (limit, offset),
    )
    total = dossier.ask("SELECT count(*) FROM (SELECT DISTINCT outlet FROM relay)")[0][0]
    return [_teller(dossier, *row) for row in rows], int(total)


def _teller(dossier: Dossier, name: str, records: int, own: int) -> Teller:
    def count(query: str) -> int:
        return int(dossier.ask(query, (name,))[0][0])

    relays = "SELECT name, n FROM relay WHERE outlet = ? AND name <> '' ORDER BY n DESC, name LIMIT ?"
    after = (
        "SELECT earlier, count(*) AS n FROM repeat WHERE later = ? GROUP BY earlier ORDER BY n DESC, earlier LIMIT ?"
    )
    return Teller(
        name=name,
        documents=count("SELECT count(*) FROM shelf WHERE outlet = ?") or 1,
        records=records,
        own=own,
        first=count("SELECT count(*) FROM digest WHERE first = ?"),
        alone=count("SELECT count(*) FROM digest WHERE alone = ?"),
        relays=tuple(dossier.ask(relays, (name, _RELAYED))),
        after=tuple(dossier.ask(after, (name, _RELAYED))),
    )


def repeats(dossier: Dossier, names: list[str]) -> dict[tuple[str, str], int]:
    """How often the first of two outlets gave what an origin says after the second, among these outlets."""
    known = set(names)
    found = {}
    for name in names:
        for earlier, n in dossier.ask("SELECT earlier, count(*) FROM repeat WHERE later = ? GROUP BY earlier", (name,)):
            if earlier in known:
                found[name, earlier] = n
    return found


def copies_page(shelf: Shelf, *, offset: int = 0, limit: int = 20) -> tuple[list[Pair], int]:
    """One page of the documents that copy each other, the fullest copies first, and how many pairs there are."""
    rows = shelf.dossier.ask(
        "SELECT a, b, kind, a_in_b, b_in_a FROM copy "
        "ORDER BY strong DESC, max(a_in_b, b_in_a) DESC, id LIMIT ? OFFSET ?",
        (limit, offset),
    )
    total = shelf.dossier.ask("SELECT count(*) FROM copy")[0][0]
    sources = shelf.of(d for row in rows for d in row[:2])
    pairs = [Pair(sources[a], sources[b], kind, x, y) for a, b, kind, x, y in rows]
    turned = [
        p if (p.a.number, p.a.document) <= (p.b.number, p.b.document) else Pair(p.b, p.a, p.kind, p.b_in_a, p.a_in_b)
        for p in pairs
    ]
    return turned, int(total)
