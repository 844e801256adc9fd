"""Signatures of texts: hashed word shingles, and how much of one text another contains.

The containment of word shingles (Broder 1997) finds cut and partly reused texts, which resemblance (MinHash, simhash)
does not. Words are compared folded (:func:`recoupe.text.fold`), digits joined, punctuation left out. A long text keeps
its smallest hashes (bottom-k): two signatures are compared below the smaller of their limits, where both are whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from recoupe.check.words import Hashes, find_words, mixed
from recoupe.text import Span, blanked

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

# no block structure here, unlike lang.quotes: a mark left open must not swallow the text, so a quotation has an end
# within 800 characters, and the cheap pattern errs on a few words at most
_QUOTED = re.compile(r"«[^«»]{0,800}»|“[^“”]{0,800}”|\"[^\"\n]{0,800}\"")
_MARKS = re.compile('[«“"]')
_ONE = np.uint64(1)
_STEP = np.uint64(0xD1342543DE82EF95)
_LIMIT = np.uint64(2**63 // SAMPLED)
_AT_ONCE = 32
"""Texts whose words are hashed together: what is worked on stays in the processor's cache."""


def shingle_hashes(words: Hashes) -> Hashes:
    """One 63-bit hash for each run of SHINGLE words, in order; none for fewer words."""
    if len(words) < SHINGLE:
        return np.empty(0, np.uint64)
    last = len(words) - SHINGLE + 1
    made = words[:last].copy()
    for k in range(1, SHINGLE):
        made *= _STEP
        made += words[k : k + last]
    made = mixed(made)  # the smallest hashes must be a fair sample
    made >>= _ONE
    return made


def signature(text: str, skip: Iterable[Span] = ()) -> Hashes:
    """Sorted hashes of the text's shingles, at most KEPT of them; ``skip`` holds the spans of masks.

    The lowest bit tells a shingle that stands in quotation marks throughout: what an official said is found with
    everyone who was in the room, so that :func:`contained` discounts it.
    """
    return next(signatures([blanked(text, skip)]))


def signatures(texts: Iterable[str]) -> Iterator[Hashes]:
    """The signature of each text."""
    left = iter(texts)
    while some := list(islice(left, _AT_ONCE)):
        yield from _signed(some)


def _signed(texts: Sequence[str]) -> Iterator[Hashes]:
    words = find_words(texts)
    shingles = shingle_hashes(words.hashes)
    shingles <<= _ONE
    for i, text in enumerate(texts):
        first, last = words.first[i : i + 2].tolist()
        made = shingles[first : max(first, last - SHINGLE + 1)]
        if len(made) and _MARKS.search(text):
            spans = words.spans[first:last]
            inside = np.zeros(len(spans) + 1, np.int64)
            for match in _QUOTED.finditer(text):
                inside[np.searchsorted(spans[:, 0], match.start()) : np.searchsorted(spans[:, 0], match.end())] = 1
            run = inside[:-SHINGLE]
            for k in range(1, SHINGLE):
                run = run & inside[k : k - SHINGLE]
            made |= run.astype(np.uint64)
        made.sort()
        if len(made) > 1:
            plain = made >> _ONE
            made = made[np.concatenate(([True], plain[1:] != plain[:-1]))]
        yield made[:KEPT].copy()


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
