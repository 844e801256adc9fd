"""Which pieces of a page are the article: what trafilatura finds with ``favor_precision``, and what it loses of it.

Precision mode drops paragraphs that stand in lists, in quotations, in the entries of a live blog, or beside too many
links. The remedy is general: the smallest element that holds nearly all that was found frames the article; the running
text in that frame belongs to it, and so do the headings that running text follows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy

from lxml.html import HtmlElement

from recoupe.read.html.headline import BAR
from recoupe.read.html.names import named
from recoupe.read.html.segments import Segment, segments
from recoupe.read.html.zones import prose

_SQUEEZED = re.compile(r"[\s|«»]+")
_RANKS = 8
"""Headings and a paragraph that can follow one another, each of a lower rank."""
_STOP = re.compile(r"[.!?…:;][\s»”\"')\]]*\Z")
_FRAME = 0.9
"""Part of the text found that the frame must hold: the rest may be a stray line from elsewhere."""
_LINKED = 0.6
"""Share of links from which a piece of text is a pointer to other pages."""
_HOUR = re.compile(r"[0-2]?\d ?(?:h|:) ?[0-5]\d")
"""The hour of an entry of a live blog."""
_SHORT = 5
"""Words from which a line that ends in a stop is a sentence."""


def article(
    root: HtmlElement,
    *,
    headline: HtmlElement | None,
    window: str,
    stated: Sequence[str],
    wanted: Callable[[str], bool],
    fragment: bool = False,
) -> list[Segment]:
    """The pieces of the article, title and standfirst included, in the order of the page; empty where there is none.

    ``root`` is the tree without what is surely no article; ``window``: the title of the window, which tells the title
    where no ``headline`` does; ``stated``: pieces of the article that the metadata holds; ``wanted``: whether a line
    that is no prose (a credit) is to be kept all the same; ``fragment``: the markup is no page, but a text that
    somebody chose, however short.
    """
    pieces = segments(root)
    title = _title(pieces, headline, window)
    told = {_squeezed(line) for line in _found(root).splitlines()}
    whole = "\n".join((*told, *map(_squeezed, stated)))
    kept = {i for i, p in enumerate(pieces) if _within(p, told, whole)}
    if not any(prose(pieces[i]) for i in kept):
        kept = {i for i, p in enumerate(pieces) if prose(p) and _STOP.search(p.text)}
    if not kept and fragment:
        kept = {i for i, p in enumerate(pieces) if p.link_share < _LINKED and i != title}
    if not kept:
        return []
    if title is not None:
        pieces[title].title = True
        kept = {i for i in kept if i > title} or kept
    frame = _frame([pieces[i] for i in kept])
    inside = [frame in _chain(p.element) for p in pieces]
    first = min(i for i in kept if inside[i])
    top = title if title is not None and title < first else first
    chosen = [
        piece
        for i, piece in enumerate(pieces)
        if i == title
        or (top < i < first and (_standfirst(piece) or wanted(piece.text) or (piece.heading and i == first - 1)))
        or (i >= first and inside[i] and (i in kept or _missed(piece) or wanted(piece.text)))
    ]
    return [p for i, p in enumerate(chosen) if p.title or not p.heading or _followed(chosen[i : i + _RANKS])]


def _title(pieces: list[Segment], headline: HtmlElement | None, window: str) -> int | None:
    """Index of the title: the headline, else a line that the title of the window repeats beside the outlet's name.

    Where the title is but the first line of a piece, the piece is cut in two.
    """
    for i, piece in enumerate(pieces):
        if headline is not None and headline in _chain(piece.element):
            return i
    for part in sorted(re.split(BAR, window), key=len, reverse=True) if headline is None else []:
        for i, piece in enumerate(pieces):
            line, _, rest = piece.text.partition("\n")
            if line == part:
                if rest:
                    pieces[i : i + 1] = [Segment(line, piece.element, 0), Segment(rest, piece.element, piece.linked)]
                return i
    return None


def _found(root: HtmlElement) -> str:
    """Text of the article by trafilatura; empty where it finds none."""
    from trafilatura import bare_extraction

    # without its fallbacks, whose time grows with the square of the paragraphs; what they add, the frame gives too
    found = bare_extraction(
        deepcopy(root), fast=True, favor_precision=True, include_comments=False, with_metadata=False
    )
    return (found.text if found is not None and not isinstance(found, dict) else None) or ""


def _squeezed(text: str) -> str:
    return _SQUEEZED.sub("", text).lstrip("-•")


def _within(piece: Segment, told: set[str], whole: str) -> bool:
    """Whether the piece is a line that was found, or so much of one that it cannot be chance."""
    text = _squeezed(piece.text)
    return text in told or (len(text) >= 40 and text in whole)


def _chain(element: HtmlElement) -> list[HtmlElement]:
    return [element, *element.iterancestors()]


def _frame(kept: Sequence[Segment]) -> HtmlElement:
    """The smallest element that holds nearly all of the text found."""
    held: Counter[HtmlElement] = Counter()
    for piece in kept:
        for above in _chain(piece.element):
            held[above] += len(piece.text)
    total = sum(len(piece.text) for piece in kept)
    enough = [e for e, size in held.items() if size >= _FRAME * total]
    return max(enough, key=lambda e: len(_chain(e)))


def _standfirst(piece: Segment) -> bool:
    """Whether a piece between the title and the text opens the article."""
    if any(named(e, "standfirst", "words") for e in _chain(piece.element)[:3]):
        return piece.words >= _SHORT
    return prose(piece) and _STOP.search(piece.text) is not None


def _missed(piece: Segment) -> bool:
    """Whether a piece in the frame that was not found is the article's all the same."""
    if piece.link_share >= _LINKED:
        return False
    if any(e.tag == "blockquote" for e in _chain(piece.element)):
        return True
    short = (piece.bullet and piece.words >= 2) or _HOUR.fullmatch(piece.text) is not None
    return piece.heading or prose(piece) or sentence(piece) or short


def sentence(piece: Segment) -> bool:
    """Whether a piece ends as a sentence does."""
    return piece.words >= _SHORT and _STOP.search(piece.text) is not None


def _followed(pieces: Sequence[Segment]) -> bool:
    """Whether running text comes after a heading, the first of these, before another one of its rank or higher."""
    for piece in pieces[1:]:
        if not piece.heading:
            return True
        if piece.element.tag <= pieces[0].element.tag:
            return False
    return False
