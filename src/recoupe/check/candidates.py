"""Pairs of documents that may be copies, out of the rows (sampled shingles) of many documents at once.

What one document alone holds costs nothing, what thousands hold is looked at last: a pair that shares so many rows of
the document with fewer must share some that are not its commonest (prefix filtering, Bayardo and others 2007). Time
grows with the number of documents and, for common formulas, with its square: 20,000 take 1 s, 100,000 20 s.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from recoupe.check.words import Hashes

Numbers = NDArray[np.int64]
Few = NDArray[np.int32]
_AT_ONCE = 1_000_000
"""Pairs of a row and a holder that are looked at together: bounds the memory."""
_FIRST = 0.3
"""Part of the rows that a pair must share that are looked for among the rarest: more finds fewer pairs in vain."""


def required(rows: int, part: float) -> int:
    """How many rows make up a part of the rows of a document, at least two."""
    return max(2, math.ceil(part * rows))


def _required(rows: Numbers, part: float) -> Numbers:
    made: Numbers = np.maximum(2, np.ceil(part * rows)).astype(np.int64)
    return made


class Rows:
    """The rows of many documents. Inside, a document goes by its rank: by the number of its rows, then by its own."""

    def __init__(self, rows: Sequence[Hashes]) -> None:
        sizes = np.array([len(r) for r in rows], np.int64)
        self._number = np.argsort(sizes, kind="stable")
        self._sizes: Numbers = sizes[self._number]
        held = np.concatenate([np.empty(0, np.uint64), *(rows[n] for n in self._number.tolist())])
        self._owner: Few = np.repeat(np.arange(len(rows), dtype=np.int32), self._sizes)
        order = np.argsort(held, kind="stable")
        ordered = held[order]
        starts = np.ones(len(held), np.bool_)
        starts[1:] = ordered[1:] != ordered[:-1]
        self._hashes: Hashes = ordered[starts]
        self._first: Numbers = np.append(np.flatnonzero(starts), len(held))
        """Where the holders of each row begin in ``_holders``, in order of rank."""
        self._holders: Few = self._owner[order]
        self._at: Few = np.empty(len(held), np.int32)
        """For each row of each document in turn, where it stands in ``_holders``."""
        self._at[order] = np.arange(len(held), dtype=np.int32)
        self._row: Few = (np.cumsum(starts, dtype=np.int32) - 1)[self._at]
        self._start: Numbers = np.append(0, np.cumsum(self._sizes))

    def holders(self, rows: Hashes) -> list[Numbers]:
        """For each row, the numbers of the documents that hold it."""
        at = np.searchsorted(self._hashes, rows).tolist()
        return [self._number[self._holders[self._first[k] : self._first[k + 1]]] for k in at]

    def sharing(self, part: float) -> Iterator[tuple[int, int, int]]:
        """Pairs that share at least this part of the rows of the one with fewer, and how many they share."""
        least = _required(self._sizes, part)
        some = np.minimum(least, np.maximum(1, (_FIRST * least).astype(np.int64)))
        held = np.diff(self._first)[self._row]
        by_rarity = np.argsort(self._owner * np.int64(len(self._sizes) + 1) + held, kind="stable")
        looked_at = by_rarity[_ranges(self._start[:-1], np.maximum(0, self._sizes - least + some))]
        del held, by_rarity
        ours, at = self._owner[looked_at], self._at[looked_at]
        others = self._first[self._row[looked_at] + 1] - at - 1  # those of a higher rank
        load = np.cumsum(others)
        marked = np.zeros(len(self._hashes), np.bool_)
        begin = 0
        while begin < len(ours):
            end = int(np.searchsorted(load, (load[begin - 1] if begin else 0) + _AT_ONCE, side="right"))
            # a document's rows are counted together
            end = int(np.searchsorted(ours, ours[max(begin, min(end, len(ours) - 1))], side="right"))
            part_of = slice(begin, end)
            met = self._holders[_ranges(at[part_of] + np.int64(1), others[part_of])]
            a, b, counts = self._counted(np.repeat(ours[part_of], others[part_of]), met)
            enough = counts >= some[a]
            yield from self._shared(a[enough], b[enough], least, marked)
            begin = end

    def _shared(
        self, one: Numbers, other: Numbers, least: Numbers, marked: NDArray[np.bool_]
    ) -> Iterator[tuple[int, int, int]]:
        last = -1
        for a, b in zip(one.tolist(), other.tolist(), strict=True):
            if a != last:
                if last >= 0:
                    marked[self._rows_of(last)] = False
                marked[self._rows_of(a)] = True
                last = a
            count = int(np.count_nonzero(marked[self._rows_of(b)]))
            if count >= least[a]:
                yield (*sorted((int(self._number[a]), int(self._number[b]))), count)  # type: ignore[misc]
        if last >= 0:
            marked[self._rows_of(last)] = False

    def particular(self, part: float, stock: int, common: int, family: Numbers) -> Iterator[tuple[int, int]]:
        """Pairs that share at least this part of the rows of the one with fewer in rows that may be particular to them.

        Those are rows that ``stock`` documents hold at most, but for the two and their families (how many documents
        plainly copy each), and ``common`` in all.
        """
        copies = family[self._number]
        held = np.diff(self._first)
        most = np.zeros(len(held), np.int64)
        if len(held):
            most = np.maximum.reduceat(copies[self._holders], self._first[:-1])
        rows = np.flatnonzero((held >= 2) & (held <= np.minimum(common, stock + 2 + 2 * most)))
        keys = []
        for count in np.unique(held[rows]).tolist():
            first, second = np.triu_indices(count, 1)
            alike = self._first[rows[held[rows] == count]]
            step = max(1, _AT_ONCE // len(first))
            for k in range(0, len(alike), step):
                holders = self._holders[alike[k : k + step, None] + np.arange(count)]
                a, b = holders[:, first].ravel(), holders[:, second].ravel()
                few = count <= stock + 2 + copies[a] + copies[b]
                keys.append(a[few] * np.int64(len(self._sizes)) + b[few])
        if keys:
            a, b, counts = self._counted_keys(np.concatenate(keys))
            enough = counts >= _required(self._sizes, part)[a]
            for x, y in zip(self._number[a[enough]].tolist(), self._number[b[enough]].tolist(), strict=True):
                yield min(x, y), max(x, y)

    def _rows_of(self, rank: int) -> Few:
        return self._row[self._start[rank] : self._start[rank + 1]]

    def _counted(self, one: Few, other: Few) -> tuple[Numbers, Numbers, Numbers]:
        """Each pair once, in order, and how often it stands there."""
        return self._counted_keys(one * np.int64(len(self._sizes)) + other)

    def _counted_keys(self, keys: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        keys.sort()
        edges = (
            np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1], [True]))) if len(keys) else np.zeros(1, int)
        )
        a, b = np.divmod(keys[edges[:-1]], len(self._sizes))
        return a, b, np.diff(edges)


def _ranges(starts: Numbers, lengths: Numbers) -> Numbers:
    """The numbers from each start on, so many of each."""
    return np.repeat(starts - (np.cumsum(lengths) - lengths), lengths) + np.arange(int(lengths.sum()))
