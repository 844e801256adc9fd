"""Which documents copy which: found one by one or all at once, with the same result in any order.

A pair is a *link* by its two texts alone. One that shares little (a *weak* link) stands only while few other documents
hold what it shares: a footer, a formula or a recap that is in many texts says nothing of two of them. Documents that
plainly copy one of the pair (*strong* links) do not count among those, so that a dispatch in fifty papers is no formula.
What a new document adds can only make a weak link fall, never stand: hence the order of arrival does not matter.

For a dossier in SQLite: store :func:`~recoupe.check.shingles.signature` as a blob, one row (hash, document) for each
hash of :func:`~recoupe.check.shingles.sampled`, clustered by hash (about 60 rows for 250 words), and the links. The
candidates for a new document are the documents with two or more of its rows; full signatures are compared for these
alone. :func:`link` judges a pair, :func:`stands` a weak link, :func:`describe` makes the record; a re-check of the weak
links at the end of a run (:func:`stands` again) settles them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from recoupe.check.passages import Run, Words, evidence, shared_runs
from recoupe.check.shingles import Hashes, contained, sampled, signature
from recoupe.text import Span

Kind = Literal["identical", "cut", "edited", "reordered", "rewritten", "partial"]

STRONG = 0.45
"""Part of the shingles of one text in another that makes a copy, whatever else the dossier holds."""
WEAK = 0.15
"""Part that makes a copy where few others hold the same."""
LEAST = 12
"""Fewest shared shingles: a run of 15 words, or as many in pieces."""
ROWS = 0.08
"""Part of the rows of the shorter signature that a candidate shares, and at least two."""
STOCK = 8
"""A row that more documents than this hold, copies of the pair apart, is a formula."""


class Text(msgspec.Struct, frozen=True):
    """A document as copies are looked for in it: ``skip`` holds the spans of its masks."""

    id: str
    text: str
    skip: tuple[Span, ...] = ()


class Passage(msgspec.Struct, frozen=True, order=True):
    """The same words in both texts: spans in code points, equal in :func:`recoupe.check.passages.form`."""

    a: Span
    b: Span


class Copy(msgspec.Struct, frozen=True, order=True):
    """Two documents of which one copies the other, or both a third; ``a`` is the smaller id, not the origin."""

    a: str
    b: str
    kind: Kind
    a_in_b: float
    """Part of the words of ``a`` that stand in passages shared with ``b``, 0 to 1."""
    b_in_a: float
    passages: tuple[Passage, ...]
    """In the order of ``a``."""


class Link(NamedTuple):
    """Two documents by their numbers, that share enough; ``part`` is the larger containment of their shingles."""

    a: int
    b: int
    strong: bool
    part: float


def required(rows: int) -> int:
    """How many rows two documents must share to be compared, by the rows of the one with fewer."""
    return max(2, int(np.ceil(ROWS * rows)))


def link(a: int, b: int, ours: Hashes, theirs: Hashes) -> Link | None:
    """The link of two documents by their signatures alone, or None."""
    shared = contained(ours, theirs)
    part = max(shared.of_a, shared.of_b)
    if part < WEAK or (shared.shingles < LEAST and min(shared.of_a, shared.of_b) < 1):
        return None
    return Link(min(a, b), max(a, b), part >= STRONG, part)


Holders = Callable[[Hashes], Sequence[Collection[int]]]
"""For each row, the numbers of the documents that hold it."""


def stands(one: Link, rows: Hashes, holders: Holders, family: Collection[int]) -> bool:
    """Whether a link is a copy in this dossier.

    ``rows`` are the rows that both hold, ``family`` the documents that have a strong link with one of the two. What
    stock rows tell is subtracted from what is shared.
    """
    if one.strong:
        return True
    own = {one.a, one.b, *family}
    rare = sum(len(held) <= STOCK or len(set(held) - own) <= STOCK for held in holders(rows))
    return one.part * rare >= WEAK * len(rows) and rare >= 2


def find_copies(documents: Iterable[Text]) -> list[Copy]:
    """Every copy among the documents, sorted; the same as :class:`CopyIndex` finds one by one, in any order.

    Time grows with the number of documents and of their common formulas; memory is about 4 kB a document.
    """
    texts = sorted({d.id: d for d in documents}.values(), key=lambda d: d.id)
    signatures = [signature(d.text, d.skip) for d in texts]
    columns = _Columns([sampled(s) for s in signatures])
    links = [found for a, b in columns.pairs() if (found := link(a, b, signatures[a], signatures[b]))]
    return _copies(texts, links, columns.rows, columns.holders)


class CopyIndex:
    """The same, one document after the other, in memory."""

    def __init__(self) -> None:
        self._texts: list[Text] = []
        self._signatures: list[Hashes] = []
        self._holders: dict[int, list[int]] = {}
        self._links: list[Link] = []

    def add(self, document: Text) -> list[Link]:
        """The links of a new document with those there are (by their numbers, in order of arrival)."""
        number, ours = len(self._texts), signature(document.text, document.skip)
        rows = sampled(ours)
        counts: dict[int, int] = {}
        for row in rows.tolist():
            for other in self._holders.setdefault(row, []):
                counts[other] = counts.get(other, 0) + 1
            self._holders[row].append(number)
        self._texts.append(document)
        self._signatures.append(ours)
        found = []
        for other, count in sorted(counts.items()):
            theirs = self._signatures[other]
            if count >= required(min(len(rows), len(sampled(theirs)))) and (one := link(other, number, theirs, ours)):
                found.append(one)
        self._links += found
        return found

    def copies(self) -> list[Copy]:
        """Every copy that stands among the documents so far, sorted."""
        rows = [sampled(s) for s in self._signatures]
        return _copies(self._texts, self._links, rows, lambda wanted: [self._holders[r] for r in wanted.tolist()])


def _copies(texts: Sequence[Text], links: Sequence[Link], rows: Sequence[Hashes], holders: Holders) -> list[Copy]:
    families: dict[int, set[int]] = {}
    for one in links:
        if one.strong:
            families.setdefault(one.a, set()).add(one.b)
            families.setdefault(one.b, set()).add(one.a)
    nobody: set[int] = set()
    standing = []
    for one in links:
        family = families.get(one.a, nobody) | families.get(one.b, nobody)
        both = np.intersect1d(rows[one.a], rows[one.b], assume_unique=True) if not one.strong else rows[one.a][:0]
        if stands(one, both, holders, family):
            standing.append((one.a, one.b))
    return sorted(_described(texts, standing))


def _described(texts: Sequence[Text], pairs: Sequence[tuple[int, int]]) -> Iterator[Copy]:
    """The records of pairs; the words of a text are found once, and kept only while a pair needs them."""
    words: dict[int, Words] = {}
    current = -1
    for a, b in sorted(pairs):
        if a != current:
            words = {n: w for n, w in words.items() if n > current}
            if len(words) > 256:
                words.clear()
            current = a
        for n in (a, b):
            if n not in words:
                words[n] = Words(texts[n].text, texts[n].skip)
        first, second = (a, b) if texts[a].id <= texts[b].id else (b, a)
        yield describe(texts[first].id, texts[second].id, words[first], words[second])


def describe(a: str, b: str, words_a: Words, words_b: Words) -> Copy:
    """The record of two documents that are copies; ``a < b``."""
    runs = shared_runs(words_a, words_b)
    passages = tuple(Passage(*spans) for spans in evidence(words_a, words_b, runs))
    matched = sum(run.length for run in runs)
    of_a, of_b = matched / max(1, len(words_a)), matched / max(1, len(words_b))
    return Copy(a, b, _kind(words_a, words_b, runs, of_a, of_b), round(of_a, 4), round(of_b, 4), passages)


def _kind(a: Words, b: Words, runs: list[Run], of_a: float, of_b: float) -> Kind:
    """What was done to the one to make the other, by how much is shared, in what pieces and in which order."""
    if np.array_equal(a.hashes, b.hashes):
        return "identical"
    matched = max(1, sum(run.length for run in runs))
    whole, part = max(of_a, of_b), min(of_a, of_b)
    if whole >= 0.7 and _in_order(runs) < 0.85 * matched:
        return "reordered"
    if whole >= 0.7:
        return "cut" if part < 0.8 * whole else "edited"
    if whole >= 0.5 and part >= 0.8 * whole:
        return "edited"
    long = sum(run.length for run in runs if run.length >= 15)
    return "partial" if long >= 0.6 * matched else "rewritten"


def _in_order(runs: list[Run]) -> int:
    """Words in the heaviest chain of runs that follow one another in both texts."""
    best: list[int] = []
    for k, run in enumerate(runs):
        before = (best[i] for i in range(k) if runs[i].b < run.b)
        best.append(run.length + max(before, default=0))
    return max(best, default=0)


class _Columns:
    """The rows of many documents at once, by hash."""

    def __init__(self, rows: list[Hashes]) -> None:
        self.rows = rows
        self._sizes = np.array([len(r) for r in rows], np.int64)
        held = np.concatenate([*rows, np.empty(0, np.uint64)])
        owners = np.repeat(np.arange(len(rows), dtype=np.int32), self._sizes)
        order = np.argsort(held, kind="stable")
        self._owners: NDArray[np.int32] = owners[order]
        hashes, first = np.unique(held[order], return_index=True)
        self._hashes: Hashes = hashes
        self._first = np.append(first, len(held))

    def holders(self, rows: Hashes) -> list[list[int]]:
        """See :data:`Holders`."""
        at = np.searchsorted(self._hashes, rows)
        return [self._owners[self._first[k] : self._first[k + 1]].tolist() for k in at.tolist()]

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Every pair that shares :func:`required` rows, once.

        Prefix filtering (Bayardo and others 2007): the document with fewer rows may leave out as many of its commonest
        ones as the number required allows, since the pair then still shares two of the others.
        """
        for number, rows in enumerate(self.rows):
            size = len(rows)
            need = required(size)
            at = np.searchsorted(self._hashes, rows)
            held = self._first[at + 1] - self._first[at]
            if need > 2:
                keep = np.argsort(held, kind="stable")[: size - need + 2]
                at, held = at[keep], held[keep]
            total = int(held.sum())
            if total < size + 2 or size < 2:
                continue
            starts = np.repeat(self._first[at] - (np.cumsum(held) - held), held)
            others, counts = np.unique(self._owners[starts + np.arange(total)], return_counts=True)
            larger = self._sizes[others]
            good = (counts >= 2) & ((larger > size) | ((larger == size) & (others > number)))
            for other in others[good].tolist():
                if len(np.intersect1d(rows, self.rows[other], assume_unique=True)) >= need:
                    yield (number, other) if number < other else (other, number)


__all__ = ["Copy", "CopyIndex", "Kind", "Link", "Passage", "Text", "describe", "find_copies", "link", "stands"]
