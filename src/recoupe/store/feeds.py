"""What watching keeps in a dossier, so that it can be killed at any instant: feeds, and the entries seen in them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

import msgspec

if TYPE_CHECKING:
    from recoupe.store.dossier import Dossier

TABLES = (
    """CREATE TABLE feed (address TEXT PRIMARY KEY, title TEXT NOT NULL, etag TEXT NOT NULL, modified TEXT NOT NULL,
       next_at REAL NOT NULL, failures INTEGER NOT NULL, problem TEXT NOT NULL) WITHOUT ROWID""",
    """CREATE TABLE entry (feed TEXT NOT NULL, key TEXT NOT NULL, guid TEXT NOT NULL, link TEXT NOT NULL,
       title TEXT NOT NULL, digest TEXT NOT NULL, state TEXT NOT NULL, tries INTEGER NOT NULL, next_at REAL NOT NULL,
       seen_at TEXT NOT NULL, document TEXT NOT NULL, data TEXT NOT NULL, PRIMARY KEY (feed, key)) WITHOUT ROWID""",
    "CREATE INDEX entry_waiting ON entry (state) WHERE state = 'waiting'",
    "CREATE INDEX entry_link ON entry (link)",
)
State = Literal["waiting", "page", "feed", "summary", "failed"]
"""waiting: not read yet; page: read from its page; feed: from the full text that the feed gives; summary: from the few
words of the feed, the page being out of reach; failed: nothing to read, neither in the page nor in the feed."""


class Feed(msgspec.Struct, frozen=True):
    """A feed and when to ask it again (seconds since 1970). ``problem`` is the code of the last failure."""

    address: str
    title: str = ""
    etag: str = ""
    modified: str = ""
    next_at: float = 0.0
    failures: int = 0
    problem: str = ""


class Seen(msgspec.Struct, frozen=True):
    """An entry of a feed. ``data`` is the entry as JSON while it waits, else empty.

    ``tries``: failures while it waits; once it is read, how many times in a row it was said to have changed and had
    not.
    """

    feed: str
    key: str
    guid: str
    link: str
    title: str
    digest: str
    state: State = "waiting"
    tries: int = 0
    next_at: float = 0.0
    seen_at: str = ""
    document: str = ""
    data: str = ""


class FeedTables:
    """The feeds and entries of an open dossier."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier

    def feeds(self) -> list[Feed]:
        """Every feed that was ever asked."""
        return [Feed(*row) for row in self._dossier.ask(f"SELECT {_names(Feed)} FROM feed ORDER BY address")]

    def entries(self, feed: str) -> list[Seen]:
        """The entries seen in a feed, the first seen first."""
        query = f"SELECT {_names(Seen)} FROM entry WHERE feed = ? ORDER BY seen_at, key"
        return [Seen(*row) for row in self._dossier.ask(query, (feed,))]

    def waiting(self) -> list[Seen]:
        """The entries that were not read yet."""
        query = f"SELECT {_names(Seen)} FROM entry WHERE state = 'waiting' ORDER BY seen_at, feed, key"
        return [Seen(*row) for row in self._dossier.ask(query)]

    def read_from(self, link: str) -> str | None:
        """The document that the page of this address was read into for another entry; None where there is none."""
        query = "SELECT document FROM entry WHERE link = ? AND state = 'page' ORDER BY seen_at DESC LIMIT 1"
        return next((row[0] for row in self._dossier.ask(query, (link,))), None)

    def keep(self, feeds: Iterable[Feed] = (), entries: Iterable[Seen] = ()) -> None:
        """Put rows in the place of those of the same keys, in the transaction that the caller has opened."""
        for kind, rows in ((Feed, feeds), (Seen, entries)):
            names = kind.__struct_fields__
            query = f"INSERT OR REPLACE INTO {_TABLE[kind]} VALUES ({', '.join('?' * len(names))})"
            self._dossier.db.executemany(query, [tuple(getattr(r, n) for n in names) for r in rows])

    def drop(self, addresses: Iterable[str]) -> list[str]:
        """Follow these feeds no longer, in the transaction that the caller has opened; those that were followed.

        What was read of them stays, and is known if they are followed again; what waits is not read.
        """
        known = {f.address for f in self.feeds()}
        dropped = [a for a in dict.fromkeys(addresses) if a in known]
        for address in dropped:
            self._dossier.db.execute("DELETE FROM feed WHERE address = ?", (address,))
            self._dossier.db.execute("DELETE FROM entry WHERE feed = ? AND state = 'waiting'", (address,))
        return dropped


_TABLE: dict[type[msgspec.Struct], str] = {Feed: "feed", Seen: "entry"}


def _names(kind: type[msgspec.Struct]) -> str:
    return ", ".join(kind.__struct_fields__)
