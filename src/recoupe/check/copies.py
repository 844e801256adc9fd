"""Which documents copy which: a function of the set of documents, whatever the order in which they come.

A pair is a *link* by its two texts alone: *strong* where one plainly holds the other, else *weak*. A weak one is a copy
only while what it shares is particular to the two: rows (sampled shingles) that many documents hold are formulas, and
where several others hold most of the same rows together, it is a footer or a recap. The documents that plainly copy one
of the two do not count among these. A document that comes or goes can make a weak link fall or stand.

:func:`find_copies` looks at all documents at once; :mod:`recoupe.store.copies` does the same for a dossier as
they come.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec
import numpy as np

from recoupe.check.candidates import Rows, required
from recoupe.check.passages import Run, Words, evidence, shared_runs
from recoupe.check.shingles import contained, sampled, signatures
from recoupe.check.words import Hashes
from recoupe.records import Copy, CopyKind, Passage
from recoupe.text import Span, blanked

STRONG = 0.45
"""Part of the shingles of one text in another that makes a copy, whatever else the dossier holds."""
WEAK = 0.12
"""Part that makes a copy where what is shared is particular to the two."""
LEAST = 12
"""Fewest shared shingles: a run of 15 words, or as many in pieces."""
STRONG_ROWS = 0.35
"""Part of the rows of the document with fewer rows that a strong pair shares, and at least two."""
WEAK_ROWS = 0.07
"""The same for the rows that are particular to a weak pair."""
STOCK = 8
"""A row that more documents than this hold, the copies of the pair apart, is a formula."""
PARTICULAR = 0.08
"""Part of the one text in the other that must be left when the formulas are taken off."""
COMMON = 64
"""A row that more documents than this hold is a formula, whoever they are."""
CIRCLE = 3
"""Where more other documents than this hold half of what is particular to a pair, it is a footer or a recap."""


class Text(msgspec.Struct, frozen=True):
    """A document as copies are looked for in it: ``skip`` holds the spans of its masks."""

    id: str
    text: str
    skip: tuple[Span, ...] = ()


class Pair(NamedTuple):
    """Two documents by their numbers, that share enough; ``part`` is the larger containment of their shingles."""

    a: int
    b: int
    strong: bool
    part: float


def link(a: int, b: int, ours: Hashes, theirs: Hashes, rows: int) -> Pair | None:
    """The link of two documents by their signatures alone, or None; ``rows`` is how many rows both hold."""
    shared = contained(ours, theirs)
    part = max(shared.of_a, shared.of_b)
    if part < WEAK or (shared.shingles < LEAST and min(shared.of_a, shared.of_b) < 1):
        return None
    fewer = min(len(sampled(ours)), len(sampled(theirs)))
    return Pair(min(a, b), max(a, b), part >= STRONG and rows >= required(fewer, STRONG_ROWS), part)


Holders = Callable[[Hashes], Sequence[Collection[int]]]
"""For each row, the numbers of the documents that hold it."""


def stands(one: Pair, rows_a: Hashes, rows_b: Hashes, holders: Holders, family: Collection[int]) -> bool:
    """Whether a link is a copy in this dossier; ``family`` are the documents that plainly copy one of the two."""
    if one.strong:
        return True
    both = np.intersect1d(rows_a, rows_b, assume_unique=True)
    own = {one.a, one.b, *family}
    particular = [
        others
        for held in holders(both)
        if len(held) <= COMMON and len(others := [number for number in held if number not in own]) <= STOCK
    ]
    if len(particular) < required(min(len(rows_a), len(rows_b)), WEAK_ROWS):
        return False
    if one.part * len(particular) < PARTICULAR * len(both):
        return False
    counts = Counter(number for others in particular for number in others)
    return sum(2 * count >= len(particular) for count in counts.values()) <= CIRCLE


def find_copies(documents: Iterable[Text]) -> list[Copy]:
    """Every copy among the documents, sorted. Memory is about 4 kB a document beside them."""
    texts, pairs = _all_at_once(documents)
    return sorted(_described(texts, pairs), key=lambda c: (c.a, c.b))


def find_pairs(documents: Iterable[Text]) -> list[tuple[str, str]]:
    """The ids of every copy among the documents, without the passages: about twice as fast."""
    texts, pairs = _all_at_once(documents)
    return [(texts[one.a].id, texts[one.b].id) for one in sorted(pairs)]


def _all_at_once(documents: Iterable[Text]) -> tuple[list[Text], list[Pair]]:
    texts = sorted({d.id: d for d in documents}.values(), key=lambda d: d.id)
    signed = list(signatures(blanked(d.text, d.skip) for d in texts))
    sample = [sampled(s) for s in signed]
    rows = Rows(sample)
    found = (link(a, b, signed[a], signed[b], shared) for a, b, shared in rows.sharing(STRONG_ROWS))
    strong = {(one.a, one.b): one for one in found if one is not None and one.strong}
    families: dict[int, set[int]] = {}
    for a, b in strong:
        families.setdefault(a, set()).add(b)
        families.setdefault(b, set()).add(a)
    sizes = np.zeros(len(texts), np.int64)
    sizes[list(families)] = [len(f) for f in families.values()]
    nobody: set[int] = set()
    pairs = list(strong.values())
    for a, b in rows.particular(WEAK_ROWS, STOCK, COMMON, sizes):
        # few of the rows that they share: whether they are plain copies is decided
        weak = None if (a, b) in strong else link(a, b, signed[a], signed[b], 0)
        family = families.get(a, nobody) | families.get(b, nobody)
        if weak is not None and stands(weak, sample[a], sample[b], rows.holders, family):
            pairs.append(weak)
    return texts, pairs


def _described(texts: Sequence[Text], pairs: Sequence[Pair]) -> Iterator[Copy]:
    """The records of pairs; the words of a text are found once, and kept only while a pair needs them."""
    words: dict[int, Words] = {}
    current = -1
    for a, b, strong, _ in sorted(pairs):
        if a != current:
            words = {n: w for n, w in words.items() if n > current}
            if len(words) > 256:
                words.clear()
            current = a
        for n in (a, b):
            if n not in words:
                words[n] = Words(texts[n].text, texts[n].skip)
        first, second = (a, b) if texts[a].id <= texts[b].id else (b, a)
        yield describe(texts[first].id, texts[second].id, words[first], words[second], strong=strong)


def describe(a: str, b: str, words_a: Words, words_b: Words, *, strong: bool) -> Copy:
    """The record of two documents that are copies; ``a < b``."""
    runs = shared_runs(words_a, words_b)
    passages = tuple(Passage(*spans) for spans in evidence(words_a, words_b, runs))
    matched = sum(run.length for run in runs)
    of_a, of_b = matched / max(1, len(words_a)), matched / max(1, len(words_b))
    kind = _kind(words_a, words_b, runs, of_a, of_b)
    return Copy(a=a, b=b, kind=kind, a_in_b=round(of_a, 4), b_in_a=round(of_b, 4), strong=strong, passages=passages)


def _kind(a: Words, b: Words, runs: list[Run], of_a: float, of_b: float) -> CopyKind:
    """What was done to the one to make the other, by how much is shared, in what pieces and in which order."""
    if np.array_equal(a.hashes, b.hashes):
        return "identical"
    matched = max(1, sum(run.length for run in runs))
    whole, part = max(of_a, of_b), min(of_a, of_b)
    if whole < 0.8 and sum(run.length for run in runs if run.length >= 10) < 0.5 * matched:
        return "rewritten"
    if whole >= 0.7 and _in_order(runs) < 0.85 * matched:
        return "reordered"
    if whole >= 0.7 and part < 0.8 * whole:
        return "cut"
    return "edited" if whole >= 0.5 and part >= 0.7 * whole else "partial"


def _in_order(runs: list[Run]) -> int:
    """Words in the heaviest chain of runs that follow one another in both texts."""
    best: list[int] = []
    for k, run in enumerate(runs):
        before = (best[i] for i in range(k) if runs[i].b < run.b)
        best.append(run.length + max(before, default=0))
    return max(best, default=0)
