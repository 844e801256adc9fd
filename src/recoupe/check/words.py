"""Words of many texts at once, with a hash of each as it is compared.

A word is compared folded (:func:`recoupe.text.fold`), a number as its digits alone. Folding a word is folding its
characters one by one, so that its hash is a polynomial over a table of characters (Karp and Rabin 1987), summed for all
words of all texts in a few passes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from recoupe.text import fold

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]

_SPACE = " \u00a0\u202f\u2009"
_NUMBER = re.compile(rf"\d{{1,3}}(?:[{_SPACE}.]\d{{3}})+(?!\w)")
WORD = re.compile(rf"(?<!\w){_NUMBER.pattern}|[\w\u0300-\u036f]+")
_LETTER = re.compile(r"[\w\u0300-\u036f]")
_SIGNS = re.compile(rf"[{_SPACE}._]")
_BASE = 0x9E3779B97F4A7C15
_WORD, _DIGIT, _JOINS, _SEEN = 1, 2, 4, 8
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


class Found(NamedTuple):
    """The words of some texts, in order; those that fold to nothing are left out."""

    hashes: Hashes
    spans: NDArray[np.int64]
    """Offsets of each in its text, in code points: one row of start and end."""
    first: Places
    """Index of the first word of each text, and at the end the number of words."""


def folded_word(word: str) -> str:
    """The word as it is compared: folded, a number as its digits alone; empty for a line of underscores."""
    return _SIGNS.sub("", fold(word))


def mixed(hashes: Hashes) -> Hashes:
    """The same numbers scattered evenly, in place: the end of splitmix64 (Steele and others 2014)."""
    hashes ^= hashes >> np.uint64(30)
    hashes *= _MIX[0]
    hashes ^= hashes >> np.uint64(27)
    hashes *= _MIX[1]
    hashes ^= hashes >> np.uint64(31)
    return hashes


class _Characters:
    """For each code point: what kind it is, how many characters it folds to, and their part of a word's hash.

    Rows are filled in when a character is first met; memory that is never touched costs nothing.
    """

    def __init__(self) -> None:
        self.kind = np.zeros(0x110000, np.uint8)
        self.length = np.zeros(0x110000, np.uint8)
        self.part = np.zeros(0x110000, np.uint64)
        self.powers = np.ones(1, np.uint64)

    def meet(self, codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
        """The kinds of these characters."""
        kinds = self.kind[codes]
        if not kinds.all():
            for code in np.unique(codes[kinds == 0]).tolist():
                sign = chr(code)
                folded = folded_word(sign) if _LETTER.match(sign) else ""
                self.length[code] = len(folded)
                self.part[code] = sum(ord(c) * pow(_BASE, k, 2**64) for k, c in enumerate(folded)) % 2**64
                self.kind[code] = (
                    _SEEN
                    + _WORD * (_LETTER.match(sign) is not None)
                    + _DIGIT * sign.isdecimal()
                    + _JOINS * (sign in _SPACE + ".")
                )
            kinds = self.kind[codes]
        return kinds

    def power(self, exponents: Places) -> Hashes:
        """The base to these powers."""
        most = int(exponents.max(initial=0))
        if len(self.powers) <= most:
            made = np.full(2 * most, _BASE, np.uint64)
            made[0] = 1
            self.powers = np.multiply.accumulate(made)
        return self.powers[exponents]


_CHARACTERS = _Characters()


def find_words(texts: Sequence[str]) -> Found:
    """The words of texts: what :data:`WORD` finds in each, with a hash that is the same on every machine."""
    joined = "\n".join([*texts, ""])
    codes = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
    known = _CHARACTERS
    kinds = known.meet(codes)
    inside = (kinds & _WORD).view(np.bool_)
    cuts = _join_numbers(joined, kinds, inside)
    edges = np.flatnonzero(inside[1:] != inside[:-1]) + 1
    if len(inside) and inside[0]:
        edges = np.concatenate(([0], edges))
    if cuts:
        edges = np.sort(np.concatenate((edges, np.repeat(np.array(cuts, np.int64), 2))))
    spans = edges.reshape(-1, 2)
    at = np.zeros(len(codes) + 1, np.int64)
    np.cumsum(known.length[codes], out=at[1:])
    spans = spans[at[spans[:, 1]] > at[spans[:, 0]]]
    starts, ends = spans[:, 0], spans[:, 1]
    begin = np.zeros(len(codes), np.int64)
    begin[starts] = at[starts]
    within = at[:-1] - np.maximum.accumulate(begin)
    total = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(known.part[codes] * known.power(within), out=total[1:])
    hashes = mixed(total[ends] - total[starts])
    offsets = np.zeros(len(texts) + 1, np.int64)
    np.cumsum([len(text) + 1 for text in texts], out=offsets[1:])
    first = np.searchsorted(starts, offsets)
    return Found(hashes, spans - np.repeat(offsets[:-1], np.diff(first))[:, None], first)


def _join_numbers(text: str, kinds: NDArray[np.uint8], inside: NDArray[np.bool_]) -> list[int]:
    """Count the signs inside numbers ("12 500") as parts of words; where a word begins right behind one."""
    signs = np.flatnonzero(kinds[1:-1] & _JOINS & ((kinds[:-2] & kinds[2:] & _DIGIT) << 1)) + 1
    cuts: list[int] = []
    done = 0
    for sign in signs.tolist():
        start = sign - 1
        while start > max(0, sign - 4) and inside[start - 1]:
            start -= 1
        if sign < done or (start and inside[start - 1]):
            continue
        match = _NUMBER.match(text, start)
        if match is not None and match.end() > sign:
            done = match.end()
            inside[start:done] = True
            if inside[done]:
                cuts.append(done)
    return cuts
