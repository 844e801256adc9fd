"""What is kept of texts of unknown day: what their own words leave open, and what others make of each of the days where
these are few, so that a new text is tried against them alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping

import msgspec

from recoupe.check.claims import Claim
from recoupe.check.tries import Met
from recoupe.records import Dating
from recoupe.store.batches import on_each

TO_DO = "dating to do"
"""Key of ``meta`` while what was checked may still date other texts."""
TABLES = (
    # what the own words of a text of unknown day say of it: its dating, and the days left (recoupe.extract.days) as
    # big-endian bytes
    """CREATE TABLE left_open (document TEXT PRIMARY KEY, rules TEXT NOT NULL, own TEXT NOT NULL,
       days BLOB NOT NULL) WITHOUT ROWID""",
)
TRIES = (
    # where few days are left: id is "document day"; its claims on that day, '' where they are to be tried anew
    "CREATE TABLE try_day (id TEXT PRIMARY KEY, document TEXT NOT NULL, day TEXT NOT NULL, claims TEXT NOT NULL) "
    "WITHOUT ROWID",
    "CREATE INDEX try_day_document ON try_day (document)",
    # what another document makes of it: recoupe.check.tries.Met
    "CREATE TABLE try_met (try TEXT NOT NULL, other TEXT NOT NULL, met TEXT NOT NULL, PRIMARY KEY (try, other)) "
    "WITHOUT ROWID",
    "CREATE INDEX try_met_other ON try_met (other)",
)
_OF = "SELECT id FROM try_day WHERE document IN ({})"


class UndatedTables:
    """The tables of texts of unknown day, of a dossier that is open for writing."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db

    def left_open(self, documents: Iterable[str]) -> dict[str, tuple[Dating, int]]:
        """By document, where it is kept: its dating by its own words, and the days left as a set of
        recoupe.extract.days."""
        query = (
            "SELECT l.document, l.own, l.days FROM left_open l JOIN extraction e "
            "ON e.document = l.document AND e.rules = l.rules WHERE l.document IN ({})"
        )
        rows = on_each(self._db, query, documents)
        return {d: (msgspec.json.decode(own, type=Dating), int.from_bytes(days, "big")) for d, own, days in rows}

    def leave_open(self, own: Dating, days: int) -> None:
        """Keep what a text's own words say of its day, under the rules that it was read by."""
        self._forget_tries([own.document])
        data = msgspec.json.encode(own).decode(), days.to_bytes((days.bit_length() + 7) // 8, "big")
        self._db.execute(
            "INSERT OR REPLACE INTO left_open SELECT document, rules, ?, ? FROM extraction WHERE document = ?",
            (*data, own.document),
        )

    def try_on(
        self, document: str, day: str, claims: Iterable[Claim], keys: Iterable[str], met: Mapping[str, Met]
    ) -> None:
        """Keep a text's claims on one of its days, the keys by which :meth:`may_meet` finds them, and what they met."""
        own = f"{document} {day}"
        data = msgspec.json.encode(list(claims)).decode()
        self._db.execute("INSERT INTO try_day VALUES (?, ?, ?, ?)", (own, document, day, data))
        rows = [(f"try {key}", own) for key in keys]
        self._db.executemany("INSERT OR IGNORE INTO claim_key VALUES (?, ?)", rows)
        self.meet(own, met)

    def meet(self, own: str, met: Mapping[str, Met]) -> None:
        """Keep what other documents make of a day, by its id."""
        rows = [(own, other, msgspec.json.encode(m, order="deterministic").decode()) for other, m in met.items()]
        self._db.executemany("INSERT INTO try_met VALUES (?, ?, ?)", rows)

    def may_meet(self, keys: Iterable[str]) -> set[str]:
        """The ids of the days on which a claim of a text of unknown day has one of these keys."""
        tried = (f"try {key}" for key in keys)
        return {r[0] for r in on_each(self._db, "SELECT event FROM claim_key WHERE key IN ({})", tried)}

    def claims_on(self, days: Iterable[str]) -> Iterator[tuple[str, list[Claim]]]:
        """The claims on days, by their ids, where they are kept."""
        rows = on_each(self._db, "SELECT id, claims FROM try_day WHERE claims <> '' AND id IN ({})", sorted(days))
        for own, claims in rows:
            yield own, msgspec.json.decode(claims, type=list[Claim])

    def tried(self, documents: Iterable[str]) -> set[str]:
        """Those of these documents of which it is kept what others make of their days."""
        query = "SELECT DISTINCT document FROM try_day WHERE claims <> '' AND document IN ({})"
        return {r[0] for r in on_each(self._db, query, documents)}

    def tries(self, document: str) -> dict[str, dict[str, Met]]:
        """What others make of a text's days, by day and document."""
        query = "SELECT d.day, m.other, m.met FROM try_day d JOIN try_met m ON m.try = d.id WHERE d.document = ?"
        found: dict[str, dict[str, Met]] = {}
        for day, other, met in self._db.execute(query, (document,)):
            found.setdefault(day, {})[other] = msgspec.json.decode(met, type=Met)
        return found

    def forget(self, documents: Collection[str]) -> None:
        """Remove what is kept of these texts."""
        on_each(self._db, "DELETE FROM left_open WHERE document IN ({})", documents)
        self._forget_tries(documents)

    def forget_met(self, others: Collection[str]) -> set[str]:
        """Remove what these documents make of the days of others; the documents whose days these are."""
        query = "SELECT DISTINCT d.document FROM try_met m JOIN try_day d ON d.id = m.try WHERE m.other IN ({})"
        found = {r[0] for r in on_each(self._db, query, others)}
        on_each(self._db, "DELETE FROM try_met WHERE other IN ({})", others)
        return found

    def try_anew(self, documents: Collection[str]) -> None:
        """Let these texts be tried on all their days when one is next."""
        on_each(self._db, f"DELETE FROM try_met WHERE try IN ({_OF})", documents)
        on_each(self._db, "UPDATE try_day SET claims = '' WHERE document IN ({})", documents)

    def _forget_tries(self, documents: Collection[str]) -> None:
        on_each(self._db, f"DELETE FROM try_met WHERE try IN ({_OF})", documents)
        on_each(self._db, f"DELETE FROM claim_key WHERE event IN ({_OF})", documents)
        on_each(self._db, "DELETE FROM try_day WHERE document IN ({})", documents)
