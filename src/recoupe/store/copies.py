"""Signatures and copies in a dossier: candidates by shared rows, the full comparison on these alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from recoupe.check.copies import COMMON, STOCK, Pair, Text, describe, link, stands
from recoupe.check.passages import Words
from recoupe.check.shingles import Hashes, sampled, signature
from recoupe.records import Document
from recoupe.store.dossier import Dossier

_FORMULA = [0] * (COMMON + 1)
"""In the place of holders that are too many for the row to tell anything."""


class CopyTables:
    """The copies of a dossier that is open for writing.

    A strong copy rests on two texts alone. A weak one is judged again whenever a document comes that holds some of what
    the two share: it can fall, never rise, so that the order of arrival does not matter.
    """

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._db = dossier.db
        self._read: dict[str, Hashes] = {}

    def forget(self, document: str) -> None:
        """Remove a document's signature and its copies."""
        for table, column in (("signature", "document"), ("shingle", "document"), ("copy", "a"), ("copy", "b")):
            self._db.execute(f"DELETE FROM {table} WHERE {column} = ?", (document,))

    def add(self, document: str) -> None:
        """Find the copies of a document among those that are there, and keep its signature."""
        text = _text(self._dossier.document(document), document)
        ours = signature(text.text, text.skip)
        self._read[document] = ours
        rows = _signed(sampled(ours))
        self._db.execute("INSERT OR REPLACE INTO signature VALUES (?, ?)", (document, ours.tobytes()))
        held = self._holders(rows)
        near = Counter(d for holders in held.values() if len(holders) <= COMMON for d in holders)
        for holders in held.values():
            holders.append(document)
        self._db.executemany("INSERT OR IGNORE INTO shingle VALUES (?, ?)", [(row, document) for row in rows])
        for other, count in sorted(near.items()):
            pair = link(0, 1, ours, self._signature(other), count) if count >= 2 and other != document else None
            if pair is not None and (pair.strong or self._stands(document, other, held)):
                self._keep(document, other, pair)
        self._judge_again([*near, document])

    def strong_groups(self, documents: Iterable[str]) -> list[list[str]]:
        """The groups of plain copies that these documents belong to, each in order; alone where there is none."""
        left, groups = set(documents), []
        while left:
            reached, edge = set[str](), {left.pop()}
            while edge:
                reached |= edge
                one = edge.pop()
                rows = self._db.execute("SELECT a, b FROM copy WHERE strong AND (a = ? OR b = ?)", (one, one))
                edge |= {end for pair in rows for end in pair} - reached
            groups.append(sorted(reached))
            left -= reached
        return sorted(groups)

    def _keep(self, document: str, other: str, pair: Pair) -> None:
        a, b = sorted((document, other))
        ours, theirs = (_text(self._dossier.document(d), d) for d in (a, b))
        words = (Words(t.text, t.skip) for t in (ours, theirs))
        self._dossier.put(describe(a, b, *words, strong=pair.strong))

    def _judge_again(self, documents: Sequence[str]) -> None:
        """Drop the weak copies among documents that no longer stand."""
        marks = ", ".join("?" * len(documents))
        weak = self._db.execute(
            f"SELECT id, a, b FROM copy WHERE NOT strong AND (a IN ({marks}) OR b IN ({marks}))", [*documents] * 2
        ).fetchall()
        for record, a, b in weak:
            if not self._stands(a, b):
                self._db.execute("DELETE FROM copy WHERE id = ?", (record,))

    def _stands(self, a: str, b: str, known: dict[int, list[str]] | None = None) -> bool:
        """Whether a weak link stands; ``known`` spares the question who holds the rows of one of the two."""
        ours, theirs = self._signature(a), self._signature(b)
        rows_a, rows_b = sampled(ours), sampled(theirs)
        numbers = {a: 0, b: 1}

        def number(document: str) -> int:
            return numbers.setdefault(document, len(numbers))

        def holders(rows: Hashes) -> list[list[int]]:
            wanted = _signed(rows)
            found = self._holders(wanted) if known is None else {row: known[row] for row in wanted}
            many = STOCK + len(family) + 2
            return [[number(d) for d in held] if len(held) <= many else _FORMULA for held in found.values()]

        family = {number(d) for group in self.strong_groups([a, b]) for d in group}
        pair = link(0, 1, ours, theirs, len(np.intersect1d(rows_a, rows_b, assume_unique=True)))
        return pair is not None and stands(pair, rows_a, rows_b, holders, family)

    def _holders(self, rows: Sequence[int]) -> dict[int, list[str]]:
        """The documents that hold each row, in the order of the rows given."""
        found: dict[int, list[str]] = {row: [] for row in rows}
        for at in range(0, len(rows), 500):
            some = rows[at : at + 500]
            query = f"SELECT hash, document FROM shingle WHERE hash IN ({', '.join('?' * len(some))})"
            for row, document in self._db.execute(query, list(some)):
                found[row].append(document)
        return found

    def _signature(self, document: str) -> Hashes:
        if document not in self._read:
            row = self._db.execute("SELECT hashes FROM signature WHERE document = ?", (document,)).fetchone()
            self._read[document] = np.frombuffer(row[0], np.uint64)
        return self._read[document]


def _text(document: Document, own: str) -> Text:
    return Text(own, document.text, tuple((m.start, m.end) for m in document.masks))


def _signed(rows: Hashes) -> list[int]:
    """Hashes as SQLite's signed integers."""
    return [int(n) for n in rows.view(np.int64).tolist()]
