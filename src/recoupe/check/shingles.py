"""Signatures of texts: hashed word shingles, and how much of one text another contains.

The containment of word shingles (Broder 1997) finds cut and partly reused texts, which resemblance (MinHash, simhash)
does not. Words are compared folded (:func:`recoupe.text.fold`), digits joined, punctuation left out. A long text keeps
its smallest hashes (bottom-k): two signatures are compared below the smaller of their limits, where both are whole.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from recoupe.text import Span, fold

Hashes = NDArray[np.uint64]

SHINGLE = 4
"""Words in a shingle."""
KEPT = 1024
"""Most hashes in a signature: 8 kB; texts of up to some thousand words are kept whole."""
SAMPLED = 4
"""One shingle in so many is a row of the index: a text of 250 words has about 60 rows."""
FEWEST = 8
"""Rows of a text that is too short for its sample."""
UNQUOTED = 20
"""With fewer shingles than this outside quotation marks, a text is taken for an interview or a speech."""

_SPACE = " \u00a0\u202f\u2009"
WORD = re.compile(rf"(?<!\w)\d{{1,3}}(?:[{_SPACE}.]\d{{3}})+(?!\w)|[\w\u0300-\u036f]+")
# no block structure here, unlike lang.quotes: a mark left open must not swallow the text, so a quotation has an end
# within 800 characters, and the cheap pattern errs on a few words at most
_QUOTED = re.compile(r"«[^«»]{0,800}»|“[^“”]{0,800}”|\"[^\"\n]{0,800}\"")
_MARKS = re.compile('[«“"]')
_SIGNS = re.compile(rf"[{_SPACE}._]")
_ONE = np.uint64(1)
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))
_LIMIT = np.uint64(2**63 // SAMPLED)


def folded_word(word: str) -> str:
    """The word as it is compared: folded, a number as its digits alone; empty for a line of underscores."""
    return _SIGNS.sub("", fold(word))


class _WordHashes(dict[str, int]):
    """64 bits for each word as written; forgets all when a very large corpus fills it."""

    def __missing__(self, word: str) -> int:
        if len(self) > 500_000:
            self.clear()
        form = folded_word(word)
        # 0 stands for no word at all
        value = int.from_bytes(hashlib.blake2b(form.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
        self[word] = value = value or 1 if form else 0
        return value


_HASHES = _WordHashes()


def word_hashes(words: list[str]) -> Hashes:
    """One hash for each word, 0 for what folds to nothing; the same on every machine."""
    return np.fromiter(map(_HASHES.__getitem__, words), np.uint64, len(words))


def shingle_hashes(words: Hashes) -> Hashes:
    """One 63-bit hash for each run of SHINGLE words, in order; none for fewer words."""
    if len(words) < SHINGLE:
        return np.empty(0, np.uint64)
    last = len(words) - SHINGLE + 1
    made = words[:last].copy()
    for k in range(1, SHINGLE):
        made *= _STEP
        made += words[k : k + last]
    # splitmix64 (Steele and others 2014): the smallest hashes must be a fair sample
    made ^= made >> np.uint64(30)
    made *= _MIX[0]
    made ^= made >> np.uint64(27)
    made *= _MIX[1]
    made ^= made >> np.uint64(31)
    made >>= _ONE
    return made


def blanked(text: str, skip: Iterable[Span]) -> str:
    """The text with blanks in the place of some spans: same length, same offsets."""
    for start, end in skip:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def signature(text: str, skip: Iterable[Span] = ()) -> Hashes:
    """Sorted hashes of the text's shingles, at most KEPT of them; ``skip`` holds the spans of masks.

    The lowest bit tells a shingle that stands in quotation marks throughout: what an official said is found with
    everyone who was in the room, so that :func:`contained` discounts it.
    """
    text = blanked(text, skip)
    words: list[str] = []
    at, quoted = 0, []
    if _MARKS.search(text):
        for match in _QUOTED.finditer(text):
            words += WORD.findall(text, at, match.start())
            first = len(words)
            words += WORD.findall(text, match.start(), match.end())
            quoted.append((first, len(words)))
            at = match.end()
    words += WORD.findall(text, at)
    hashes = word_hashes(words)
    inside = np.zeros(len(hashes), np.bool_)
    for first, last in quoted:
        inside[first:last] = True
    if (kept := hashes != 0).sum() < len(hashes):
        hashes, inside = hashes[kept], inside[kept]
    made = shingle_hashes(hashes)
    made <<= _ONE
    if quoted and len(made):
        flags = np.lib.stride_tricks.sliding_window_view(inside, SHINGLE).all(axis=1)
        made |= flags.astype(np.uint64)
    made.sort()
    if len(made) > 1:
        plain = made >> _ONE
        made = made[np.concatenate(([True], plain[1:] != plain[:-1]))]
    return made[:KEPT]


def sampled(signature: Hashes) -> Hashes:
    """The shingles of a signature (quotation bit removed, sorted) that are its rows in the index of a dossier.

    The same shingle is a row of every text or of none, but for very long texts, which have no room for all, and very
    short ones, which have FEWEST rows all the same so that one line and its twin meet.
    """
    plain = signature >> _ONE
    return plain[: max(int(np.searchsorted(plain, _LIMIT)), FEWEST)]


class Shared(NamedTuple):
    """How much two signatures share: shingles in both, and the part of each text that the other contains, 0 to 1."""

    shingles: int
    of_a: float
    of_b: float


def contained(a: Hashes, b: Hashes) -> Shared:
    """Compare two signatures.

    Shingles that both texts quote count neither as shared nor for the whole. Where hardly anything stands outside
    quotation marks (an interview, a speech), everything counts.
    """
    if len(a) >= KEPT or len(b) >= KEPT:
        limit = min(s[-1] >> _ONE for s in (a, b) if len(s) >= KEPT)
        a, b = (s[: int(np.searchsorted(s >> _ONE, limit, side="right"))] for s in (a, b))
    if not len(a) or not len(b):
        return Shared(0, 0.0, 0.0)
    small, large = (a, b) if len(a) <= len(b) else (b, a)
    plain, wanted = large >> _ONE, small >> _ONE
    at = plain.searchsorted(wanted)
    at[at == len(plain)] = 0
    same = plain[at] == wanted
    both_quoted = int((small[same] & large[at[same]] & _ONE).sum())
    shared, own_a, own_b = int(same.sum()), len(a) - int((a & _ONE).sum()), len(b) - int((b & _ONE).sum())
    if min(own_a, own_b) >= UNQUOTED:
        shared -= both_quoted
        return Shared(shared, min(1.0, shared / own_a), min(1.0, shared / own_b))
    return Shared(shared, shared / len(a), shared / len(b))
