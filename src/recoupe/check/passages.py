"""The passages that two texts share, as spans of both: the evidence that one copies the other."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from recoupe.check.shingles import SHINGLE, shingle_hashes
from recoupe.check.words import WORD, Hashes, find_words, folded_word
from recoupe.text import Span, blanked

_SAME_MARK = str.maketrans(dict.fromkeys("«»“”„‟‹›＂", '"') | dict.fromkeys("’ʼ‘`´", "'") | {"–": "-", "—": "-"})
_FREQUENT = 32
"""A shingle found in so many pairs of places tells nothing of which belongs to which: a litany, a table."""


class Run(NamedTuple):
    """Words ``a`` to ``a + length`` of one text are words ``b`` to ``b + length`` of the other."""

    a: int
    b: int
    length: int


class Words:
    """The words of a text outside some spans: their hashes and their offsets in code points."""

    def __init__(self, text: str, skip: Iterable[Span] = ()) -> None:
        found = find_words([blanked(text, skip)])
        self.text = text
        self.hashes: Hashes = found.hashes
        bounds = found.spans
        self.spans: list[Span] = [(start, end) for start, end in bounds.tolist()]
        letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        between = bounds[:-1, 1]
        self.plain = np.concatenate(([True], (bounds[1:, 0] == between + 1) & (letters[between] == ord(" "))))
        """Whether one blank stands before each word: so it is for most, which need no closer look."""

    def __len__(self) -> int:
        return len(self.spans)

    def gap(self, i: int) -> str:
        """What stands between word ``i - 1`` and word ``i``, without blanks and with plain marks."""
        between = self.text[self.spans[i - 1][1] : self.spans[i][0]]
        return "".join(between.split()).translate(_SAME_MARK)

    def span(self, start: int, end: int) -> Span:
        """Offsets of the words ``start`` to ``end``."""
        return self.spans[start][0], self.spans[end - 1][1]


def form(text: str) -> list[str]:
    """What is compared of a passage: its folded words and the signs between them, without blanks.

    Passages are equal in this form: letters folded, digits joined, the kinds of quotation marks, apostrophes and
    dashes made one.
    """
    parts, at = [], 0
    for match in WORD.finditer(text):
        between = "".join(text[at : match.start()].split()).translate(_SAME_MARK)
        word = folded_word(match[0])
        parts += [part for part in (between, word) if part]
        at = match.end()
    return parts


def shared_runs(a: Words, b: Words) -> list[Run]:
    """Disjoint common runs of at least SHINGLE words, longest first taken, in the order of ``a``.

    Greedy string tiling (Wise 1993) over runs found by joining shingles: order of the passages is free.
    """
    here, there = shingle_hashes(a.hashes), shingle_hashes(b.hashes)
    i, j = _join(here, there)
    if not len(i):
        return []
    order = np.lexsort((i, j - i))
    i, j = i[order], j[order]
    breaks = np.flatnonzero((np.diff(i) != 1) | (np.diff(j - i) != 0)) + 1
    starts = np.concatenate(([0], breaks))
    lengths = np.diff(np.concatenate((starts, [len(i)]))) + SHINGLE - 1
    runs = [Run(*row) for row in zip(i[starts].tolist(), j[starts].tolist(), lengths.tolist(), strict=True)]
    return sorted(_tiles(runs, len(a), len(b)))


def _join(here: Hashes, there: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Positions (i, j) of equal shingles."""
    order = np.argsort(there, kind="stable")
    ordered = there[order]
    first, last = np.searchsorted(ordered, here, "left"), np.searchsorted(ordered, here, "right")
    count = last - first
    count[count > _FREQUENT] = 0
    i = np.repeat(np.arange(len(here)), count)
    within = np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count)
    return i, order[np.repeat(first, count) + within]


def _tiles(runs: list[Run], length_a: int, length_b: int) -> list[Run]:
    """Longest runs first, each cut to the words that no run before it has taken."""
    free_a, free_b = np.ones(length_a, np.bool_), np.ones(length_b, np.bool_)
    kept = []
    for run in sorted(runs, key=lambda r: (-r.length, r.a, r.b)):
        free = free_a[run.a : run.a + run.length] & free_b[run.b : run.b + run.length]
        if free.all():
            parts = [(0, run.length)]
        else:
            edges = np.flatnonzero(np.diff(np.concatenate(([False], free, [False])).astype(np.int8)))
            parts = [(s, e) for s, e in edges.reshape(-1, 2).tolist() if e - s >= SHINGLE]
        for start, end in parts:
            kept.append(Run(run.a + start, run.b + start, end - start))
            free_a[run.a + start : run.a + end] = False
            free_b[run.b + start : run.b + end] = False
    return kept


def evidence(a: Words, b: Words, runs: Iterable[Run]) -> tuple[tuple[Span, Span], ...]:
    """Spans of both texts, in code points, for each run: cut where the signs between two words differ.

    ``form`` of the one span of the text is ``form`` of the other; parts of fewer than SHINGLE words are left out.
    """
    found = []
    for run in runs:
        plain = a.plain[run.a + 1 : run.a + run.length] & b.plain[run.b + 1 : run.b + run.length]
        edges = [k for k in (np.flatnonzero(~plain) + 1).tolist() if a.gap(run.a + k) != b.gap(run.b + k)]
        for start, end in zip([0, *edges], [*edges, run.length], strict=True):
            if end - start >= SHINGLE:
                found.append((a.span(run.a + start, run.a + end), b.span(run.b + start, run.b + end)))
    return tuple(found)
