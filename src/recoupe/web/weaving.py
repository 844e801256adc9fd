"""A text cut where anything begins or ends, so that overlapping records can be drawn and linked without nesting."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from recoupe.records import Document
from recoupe.text import Span, overlaps, trim
from recoupe.views.documents import LONG, Article, Spot

_BLOCKS = {"title": "h2", "heading": "h3"}


class Piece(NamedTuple):
    """Characters that the same records cover. ``record`` is the innermost, which starts at ``at``; ``anchors`` are the
    offsets of what starts here."""

    text: str
    kinds: tuple[str, ...]
    record: str
    at: int
    marked: bool
    masked: str
    anchors: tuple[int, ...]


class Woven(NamedTuple):
    """A block of the text: the element that it is, and its pieces."""

    element: str
    kind: str
    pieces: tuple[Piece, ...]


def woven(found: Article, kinds: Collection[str], marked: Sequence[Span]) -> list[Woven]:
    """The shown part of an article by blocks, with the records of these kinds; ``marked`` spans stand out."""
    spots = [s for s in found.spots if s.kind in kinds]
    return _blocks(found.document, found.parts[found.part - 1], spots, marked)


def compared(document: Document, shared: Sequence[Span]) -> list[Woven]:
    """The beginning of a text by blocks, with the spans that another text shares standing out."""
    return _blocks(document, (0, min(len(document.text), LONG)), [], shared)


def _blocks(document: Document, bounds: Span, spots: Sequence[Spot], marked: Sequence[Span]) -> list[Woven]:
    masks = [((m.start, m.end), m.kind) for m in document.masks if overlaps((m.start, m.end), bounds)]
    cuts = sorted(
        {c for s in spots for c in (s.start, s.end)} | {c for span in (*marked, *(m for m, _ in masks)) for c in span}
    )
    made = []
    for (start, end), kind in _lines(document, bounds):
        inner = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
        edges = [start, *inner, end]
        near = [s for s in spots if s.start < end and s.end > start]
        pieces = tuple(_piece(document.text, (a, b), near, marked, masks) for a, b in pairwise(edges) if a < b)
        if any(p.text.strip() for p in pieces):
            made.append(Woven(_BLOCKS.get(kind, "p"), kind, pieces))
    return made


def _lines(document: Document, bounds: Span) -> Iterable[tuple[Span, str]]:
    """The blocks of the text within bounds, and the lines between them."""
    at, last = bounds
    for b in sorted(document.blocks):
        start, end = max(b.start, bounds[0]), min(b.end, bounds[1])
        if start >= end or start < at:
            continue
        yield trim(document.text, (at, start)), "between"
        yield (start, end), b.kind
        at = end
    yield trim(document.text, (at, last)), "between"


def _piece(
    text: str, span: Span, near: Sequence[Spot], marked: Sequence[Span], masks: Sequence[tuple[Span, str]]
) -> Piece:
    blank = text[span[0] : span[1]].isspace()  # a link needs a name
    over = [] if blank else [s for s in near if s.start <= span[0] and s.end >= span[1]]
    innermost = min(over, key=lambda s: (s.end - s.start, s.kind), default=None)
    return Piece(
        text=text[span[0] : span[1]],
        kinds=tuple(sorted({s.kind for s in over})),
        record=innermost.record if innermost is not None else "",
        at=innermost.start if innermost is not None else span[0],
        marked=any(overlaps(span, m) for m in marked),
        masked=next((kind for m, kind in masks if overlaps(span, m)), ""),
        anchors=tuple(
            sorted({s.start for s in near if s.start == span[0]} | {m[0] for m in marked if m[0] == span[0]})
        ),
    )
