"""Parts of a page that are not the article, by their tags and by the names that their makers gave them: taken out.

Names lie, so that nothing is taken out that holds the headline, and nothing that holds most of the page's prose, but
for what is never an article: other people's comments, notices on cookies, lists of other pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set

from lxml.html import HtmlElement

from recoupe.read.html.names import listed, named
from recoupe.read.html.segments import SILENT, Segment, segments

_TAGS = listed("tags", "around")
_ROLES = listed("tags", "roles")
_SHADOW = ("shadowrootmode", "shadowmode")
"""Attributes of a template that holds what a component shows, in the files of programs that save pages."""
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_LINE = 150
"""Longest line, in characters, that is a credit or a date."""
_PROSE_WORDS = 12
"""Words from which a piece of text that is no list of links is taken for prose."""


def prose(piece: Segment) -> bool:
    """Whether a piece of text is running text and no list of links."""
    return piece.words >= _PROSE_WORDS and piece.link_share < 0.4


def drop_other(root: HtmlElement, headline: HtmlElement | None) -> None:
    """Take out what no reader sees, and what is never the article, however long it is."""
    spared = _spared(root, headline)
    _remove(root, lambda e: e.tag in SILENT and not {*_SHADOW} & {*e.keys()}, spared)
    for shadow in root.iter("template"):
        shadow.tag = "div"
    _remove(root, lambda e: named(e, "zones", "other"), spared)


def drop_around(root: HtmlElement, headline: HtmlElement | None, wanted: Callable[[str], bool]) -> None:
    """Take out what stands around the article, but for short parts that hold a line that is ``wanted``."""
    pieces = segments(root)
    most = sum(len(p.text) for p in pieces if prose(p)) / 2
    held: dict[HtmlElement, int] = {}
    short: dict[HtmlElement, int] = {}
    for piece in pieces:
        for above in (piece.element, *piece.element.iterancestors()):
            held[above] = held.get(above, 0) + len(piece.text) * prose(piece)
            short[above] = short.get(above, 0) + len(piece.text)
    lines = [p.element for p in pieces if len(p.text) < _LINE and wanted(p.text)]
    spared = _spared(root, headline) | {e for e, size in held.items() if size > most}
    spared |= {e for line in lines for e in (line, *line.iterancestors()) if short[e] < 2 * _LINE}
    _remove(root, _around, spared)


def _spared(root: HtmlElement, headline: HtmlElement | None) -> set[HtmlElement]:
    above = {headline, *headline.iterancestors()} if headline is not None else set()
    return above | {root, *root.iter("body")}


def _around(element: HtmlElement) -> bool:
    if element.tag == "figure":  # a figure may also frame a table or a quotation
        return not any(True for _ in element.iter("blockquote", "table", "pre"))
    return (
        element.tag in _TAGS
        or (element.get("role") or "").lower() in _ROLES
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style") or "") is not None
        or named(element, "zones", "around")
    )


def _remove(root: HtmlElement, unwanted: Callable[[HtmlElement], bool], kept: Set[HtmlElement]) -> None:
    for element in [e for e in root.iter() if isinstance(e.tag, str)]:
        if element not in kept and element.getparent() is not None and unwanted(element):
            element.drop_tree()
