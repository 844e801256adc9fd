"""Stories: documents about one run of events, by words, names, counts and dates together.

Two levels of average linkage (UPGMA) over TF-IDF vectors: the documents fall into theatres, then those of a theatre,
weighed anew by its own document frequencies and by their dates, into stories. The thresholds follow the density: they
are set by how near the documents of this dossier lie to their nearest neighbours and to one another.

What holds of order: :func:`find_stories` is a function of the *set* of documents, :func:`join` places one document
among stories that are there, which does depend on what came before.

What holds of ids: a story's id is the hash of its founder, the earliest document (then the smallest id). When two
stories turn out to be one, the earlier founder's id stays; the other id, like that of any story that ever was, is the
hash of a document, and :func:`resolve` leads from it to the story where that document is now.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from recoupe.check.words import WORD, Hashes, find_words, folded_word
from recoupe.records import Document, Event
from recoupe.text import Span, blanked, fold

NEAR = 0.35
"""A story's documents are on average at least so near, as a part of the median similarity of nearest neighbours."""
APART = 1.15
"""And nearer than two documents of the theatre commonly are, by so much: where none stands out, none is joined."""
THEATRE = 0.5
"""Documents of one theatre are on average at least so near, as a part of what all documents are."""
FADE = 10.0
"""Days after which the nearness of two documents' dates is worth 1/e."""
UNDATED = 15.0
"""Days that two documents are taken to lie apart when one has no date."""
NAMES = 0.5
"""Weight of a resolved actor or place beside that of its words."""

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
# a stem of seven letters joins most forms of a French word
_STEM = 7
_LONGEST = 6
"""Words of a label."""
_TOKEN = re.compile(r"[^\s]+")
_PHRASE = re.compile(r"[^\s,;:.!?«»\"“”()]+(?: [^\s,;:.!?«»\"“”()]+){0,4}")

_DANGLING = frozenset(["dont", "selon", "après", "avant", "depuis", "malgré", "pour", "sans", "entre"])
"""First words with which a phrase names nothing: "selon le président"."""


class Terms(msgspec.Struct, frozen=True):
    """What a document is compared by, each term once: kept as bytes, for thousands are read at once."""

    hashes: bytes = b""
    """Of each term, as little-endian 64-bit integers."""
    weights: bytes = b""
    """Of each in this document, as little-endian doubles."""


class Features(msgspec.Struct, frozen=True):
    """What is known of a document for this purpose; ISO dates as an interval, None where unknown."""

    id: str
    earliest: str | None = None
    latest: str | None = None
    terms: Terms = Terms()
    title: str = ""


class Spread(NamedTuple):
    """How common words are among some documents."""

    documents: int
    having: dict[int, int]
    """In how many of them the stem of each hash stands; without those that stand in none."""


class Story(msgspec.Struct, frozen=True, order=True):
    """Documents about one run of events, in the order of their dates; the first is the founder."""

    id: str
    documents: tuple[str, ...]
    label: str
    """A phrase that stands in the title of one of them; empty where none has a title."""


def terms_of(
    text: str, skip: Iterable[Span] = (), names: Iterable[str] = (), counts: Iterable[tuple[float, str]] = ()
) -> Terms:
    """The terms of a text: stems of its longer words, its numbers, resolved names, and numbers with what they count.

    ``skip`` holds the spans of masks.
    """
    words = (folded_word(word) for word in WORD.findall(blanked(text, skip)))
    return weighed(Counter(w if w.isdigit() else w[:_STEM] for w in words if len(w) > 3 or w.isdigit()), names, counts)


def weighed(words: Mapping[str, int], names: Iterable[str], counts: Iterable[tuple[float, str]]) -> Terms:
    """The terms of stems, with how often each stands in the text, of names and of counts."""
    others = {f"name {fold(name)}": NAMES for name in names}
    others |= {f"count {number:g} {fold(noun)[:_STEM]}": 1.0 for number, noun in counts}
    stems = sorted(words)
    said = 1 + np.log(np.fromiter((words[stem] for stem in stems), "<f8", len(stems)))
    return Terms(
        _hashed(stems).tobytes() + b"".join(hashlib.blake2b(o.encode(), digest_size=8).digest() for o in others),
        said.tobytes() + np.fromiter(others.values(), "<f8", len(others)).tobytes(),
    )


def _hashed(stems: Sequence[str]) -> Hashes:
    if not stems:
        return np.zeros(0, "<u8")
    told = find_words(stems)  # a stem of signs that fold to several is hashed by all of them
    return np.add.reduceat(np.concatenate((told.hashes, np.zeros(1, "<u8"))), told.first[:-1])


def features_of(
    document_id: str, document: Document, events: Sequence[Event], earliest: str | None, latest: str | None
) -> Features:
    """The features of a document with its records."""
    actors = sorted({p.name for e in events for p in (*e.actor, *e.target) if p.kind})
    places = sorted({p.name for e in events for p in e.place})
    counts = sorted({(e.quantity.low, e.quantity.unit or "") for e in events if e.quantity and e.quantity.low})
    return Features(
        id=document_id,
        earliest=earliest,
        latest=latest,
        terms=terms_of(document.text, [(m.start, m.end) for m in document.masks], [*actors, *places], counts),
        title=document.title.quote if document.title else "",
    )


def story_id(founder: str) -> str:
    """The id of the story that a document founds: 16 hexadecimal digits."""
    return hashlib.sha256(f"Story {founder}".encode()).hexdigest()[:16]


def resolve(story: str, stories: Iterable[Story]) -> Story | None:
    """The story that an id leads to now, also when it is the id of one that was merged or split since."""
    return next((s for s in stories if any(story_id(d) == story for d in s.documents)), None)


def find_stories(documents: Iterable[Features]) -> list[Story]:
    """The stories of a dossier, sorted by id; every document is in one.

    Time and memory grow with the square of the number of documents.
    """
    found = sorted({f.id: f for f in documents}.values(), key=lambda f: f.id)
    whole = similarity(found)
    theatres = clusters(whole, THEATRE * _common(whole, np.mean)) if len(found) > 2 else [list(range(len(found)))]
    stories = []
    for theatre in theatres:
        part = [found[i] for i in theatre]
        similar, words = faded(whole if len(theatres) == 1 else similarity(part), part), spread(part, part)
        stories += [story_of([part[i] for i in one], words) for one in clusters(similar, threshold(similar))]
    return sorted(stories)


def join(document: Features, stories: Sequence[Sequence[Features]], others: Sequence[Features]) -> int | None:
    """Which of these stories, by its place, a document joins: the nearest on average; None where it starts one.

    ``others`` are documents of the dossier by which it is judged how near is near.
    """
    known = {f.id: f for f in (document, *others, *(f for story in stories for f in story))}
    everyone = sorted(known.values(), key=lambda f: f.id)
    similar = faded(similarity(everyone), everyone)
    at = {f.id: i for i, f in enumerate(everyone)}
    row = similar[at[document.id]]
    near = [float(np.mean([row[at[f.id]] for f in story])) for story in stories]
    best = max(range(len(stories)), key=near.__getitem__, default=None)
    return best if best is not None and near[best] >= threshold(similar) else None


def similarity(documents: Sequence[Features]) -> Matrix:
    """Cosine of the documents' vectors, 0 to 1."""
    rows, hashes = _bags(documents)
    _, terms = np.unique(hashes, return_inverse=True)
    seen = np.bincount(terms)
    weights = np.frombuffer(b"".join(f.terms.weights for f in documents), "<f8")
    weights = weights * np.log((1 + len(documents)) / seen[terms])
    lengths = np.sqrt(np.bincount(rows, weights**2, minlength=len(documents)))
    shared = seen > 1
    kept = shared[terms]
    vectors = np.zeros((len(documents), np.count_nonzero(shared)))
    rows, columns = rows[kept], (np.cumsum(shared) - 1)[terms[kept]]
    vectors[rows, columns] = weights[kept] / lengths[rows]
    # the sums of a matrix product may differ in the last digit from one machine to the next: no tie hangs on it
    return np.round(vectors @ vectors.T, 9)


def _bags(documents: Sequence[Features]) -> tuple[NDArray[np.int64], Hashes]:
    """The hashes of all terms of some documents, and the place of the document of each."""
    sizes = [len(f.terms.hashes) // 8 for f in documents]
    hashes = np.frombuffer(b"".join(f.terms.hashes for f in documents), "<u8")
    return np.repeat(np.arange(len(documents)), sizes), hashes


def faded(similar: Matrix, documents: Sequence[Features]) -> Matrix:
    """How similar documents are, the less the further apart their dates lie."""
    return np.round(similar * (0.3 + 0.7 * np.exp(-_days_apart(documents) / FADE)), 9)


def _days_apart(documents: Sequence[Features]) -> Matrix:
    days = [(_day(f.earliest), _day(f.latest)) for f in documents]
    first, last = (np.array([math.nan if d[k] is None else d[k] for d in days], np.float64) for k in (0, 1))
    apart = np.maximum(0.0, np.maximum(first[:, None] - last[None, :], first[None, :] - last[:, None]))
    return np.where(np.isnan(apart), UNDATED, apart)


def _day(iso: str | None) -> int | None:
    return date.fromisoformat(iso).toordinal() if iso else None


def _common(similar: Matrix, middle: object) -> float:
    off = similar[~np.eye(len(similar), dtype=bool)]
    if not len(off):
        return 1.0
    return float(np.mean(off) if middle is np.mean else np.median(off))


def threshold(similar: Matrix) -> float:
    """How similar documents of one story are at least, on average, in a theatre of this density."""
    if len(similar) < 2:
        return 1.0
    nearest = np.where(np.eye(len(similar), dtype=bool), -1.0, similar).max(axis=1)
    return max(NEAR * float(np.median(nearest)), APART * _common(similar, np.median), 1e-6)


def clusters(similar: Matrix, limit: float) -> list[list[int]]:
    """Average linkage: the two nearest groups are joined while they are on average at least ``limit`` near.

    Ties go to the groups whose first members come first; each group and the list of groups are sorted.
    """
    groups: dict[int, list[int]] = {i: [i] for i in range(len(similar))}
    near = np.where(np.eye(len(similar), dtype=bool), -1.0, similar)
    # a group is never nearer to a joined one than it was to the nearer of the two: what stood in a row bounds it, and
    # a row is looked through again only when it comes first
    best = near.max(axis=1, initial=-1.0)
    while len(groups) > 1:
        a = int(best.argmax())
        b = int(near[a].argmax())
        if near[a, b] < best[a]:
            best[a] = near[a, b]
            continue
        if best[a] < limit:
            break
        size_a, size_b = len(groups[a]), len(groups[b])
        joined = np.round((size_a * near[a] + size_b * near[b]) / (size_a + size_b), 9)
        joined[[a, b]] = -1.0
        near[a], near[:, a] = joined, joined
        near[b], near[:, b] = -1.0, -1.0  # a group that is gone
        best[b] = -1.0
        groups[a] = sorted(groups[a] + groups.pop(b))
    return sorted(groups.values())


def spread(documents: Sequence[Features], titled: Iterable[Features]) -> Spread:
    """How common the words of the titles of ``titled`` are among documents."""
    wanted = np.array(sorted({stem for f in titled for some in _stems(f.title) for stem in some}), "<u8")
    _, hashes = _bags(documents)
    at = np.searchsorted(wanted, hashes)
    at = at[np.append(wanted, np.uint64(0))[at] == hashes]
    stems, having = np.unique(at, return_counts=True)
    return Spread(len(documents), dict(zip(wanted[stems].tolist(), having.tolist(), strict=True)))


@lru_cache(maxsize=1024)
def _stems(title: str) -> tuple[frozenset[int], ...]:
    """The hashes of the stems of each word of a title."""
    words = (terms_of(m[0]).hashes for m in _TOKEN.finditer(title))
    return tuple(frozenset(np.frombuffer(hashes, "<u8").tolist()) for hashes in words)


def story_of(members: Sequence[Features], theatre: Spread) -> Story:
    """The story that some documents make, in a theatre whose words are spread so."""
    ordered = sorted(members, key=lambda f: (f.earliest or "9999", f.id))
    return Story(story_id(ordered[0].id), tuple(f.id for f in ordered), label(ordered, theatre))


def label(members: Sequence[Features], theatre: Spread) -> str:
    """The phrase of a title that says most of what these documents share and the others of the theatre do not."""
    words = {f.title: [m.span() for m in _TOKEN.finditer(f.title)] for f in members}
    stems = {title: _stems(title) for title in words}
    weight = {
        stem: n / len(members) * math.log((1 + theatre.documents) / theatre.having.get(stem, 1))
        for stem, n in spread(members, members).having.items()
    }
    best, phrase = 0.0, next((f.title.strip() for f in members if f.title.strip()), "")
    for title, spans in words.items():
        for (i, (start, _)), (j, (_, end)) in itertools.combinations(enumerate(spans), 2):
            span = title[start:end]
            match = _PHRASE.search(span) if j - i < _LONGEST else None
            if match is None or match[0] != span or not stems[title][i] or not stems[title][j]:
                continue
            if span.partition(" ")[0] in _DANGLING:
                continue
            shared = sorted(set().union(*stems[title][i : j + 1]))
            score = sum(weight.get(s, 0.0) for s in shared) / math.sqrt(j - i + 1)
            if score > best:
                best, phrase = score, span
    return phrase
