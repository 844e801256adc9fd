"""The pieces of text of a page: one for each run of words that no block of the markup and no empty line cuts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.html import HtmlElement

from recoupe.read.html.names import listed

_BLOCKS = listed("tags", "blocks")
SILENT = listed("tags", "silent")
"""Elements whose text no reader of the page sees as part of an article."""
_INLINE = frozenset(["a", "b", "em", "i", "small", "span", "strong", "time"])
_TEXTUAL = frozenset(["blockquote", "dd", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "pre", "td"])
"""Blocks that hold running text: what stands in them side by side may be one word in two letterings."""
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_SPACE = re.compile(r"[ \t\r\f\v]+")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")
"""Signs that only say where a word may be broken."""
_BREAK = re.compile(r" ?\n ?")
_EMPTY_LINE = re.compile(r"\n{2,}")
_CELL = 100
"""Longest text, in characters, of a cell of a table of data."""


@dataclass(eq=False, slots=True)
class Segment:
    """A piece of text, the block element that holds it, and how many of its characters lead to other pages."""

    text: str
    element: HtmlElement
    linked: int
    bullet: bool = False
    title: bool = False

    @property
    def words(self) -> int:
        """Number of words."""
        return len(self.text.split())

    @property
    def heading(self) -> bool:
        """Whether the markup makes it a heading."""
        return self.element.tag in HEADINGS

    @property
    def link_share(self) -> float:
        """Part of its characters that is links, 0 to 1."""
        return min(1.0, self.linked / max(1, len(self.text)))


def segments(root: HtmlElement) -> list[Segment]:
    """The pieces of text under an element, in the order of the page; a row of a table of data is one piece."""
    found: list[Segment] = []
    run: list[str] = []
    linked = anchors = 0
    bullets: set[HtmlElement] = set()
    rows = _rows(root)

    def flush(owner: HtmlElement) -> None:
        nonlocal linked
        text = _BREAK.sub("\n", _SPACE.sub(" ", _UNSEEN.sub("", "".join(run)))).strip(" \n|")
        run.clear()
        share = linked / max(1, len(text))
        linked = 0
        item = next((e for e in (owner, *owner.iterancestors("li")) if e.tag == "li"), None)
        for piece in _EMPTY_LINE.split(text):
            if piece := piece.strip():
                bullet = item is not None and item not in bullets
                if bullet and item is not None:
                    bullets.add(item)
                found.append(Segment(piece, owner, round(share * len(piece)), bullet))

    def take(text: str | None, *, pre: bool = False) -> None:
        nonlocal linked
        if text:
            flat = text if pre else text.replace("\n", " ")
            run.append(flat)
            linked += len(flat.strip()) if anchors else 0

    owner = root
    for event, element in _walk(root):
        tag = element.tag
        if event == "start":
            if tag == "br":
                run.append("\n")
            elif tag in ("td", "th") and element.getparent() in rows:
                run.append(" | ")
            elif tag in _BLOCKS and element.getparent() not in rows:
                flush(owner)
                owner = element
            elif run and tag in _INLINE and owner.tag not in _TEXTUAL and _glued(run[-1], element):
                flush(owner)
            anchors += _away(element)
            run += ["« "] * _marked(element)
            take(element.text, pre=tag == "pre")
        else:
            anchors -= _away(element)
            run += [" »"] * _marked(element)
            if tag in _BLOCKS and owner is element:
                flush(owner)
                parent = element.getparent()
                owner = parent if parent is not None and element is not root else root
                while owner is not root and owner.tag not in _BLOCKS:
                    owner = owner.getparent()
            if element is not root:
                take(element.tail, pre=owner.tag == "pre")
    flush(owner)
    return found


def _marked(element: HtmlElement) -> bool:
    """Whether a browser puts quotation marks around the element."""
    return element.tag == "q" and element.text_content().strip()[:1] not in ("«", "“", '"')


def _away(element: HtmlElement) -> bool:
    """Whether the element is a link to another place than one of this page."""
    return element.tag == "a" and not (element.get("href") or "#").startswith("#")


def _glued(before: str, element: HtmlElement) -> bool:
    """Whether two elements stand side by side without any space: what styles set apart, no words of one sentence."""
    inside = next(iter(element.itertext()), "")
    beside = element.getprevious() is not None and not (element.getprevious().tail or "")
    return beside and before[-1:].isalnum() and inside[:1].isalnum()


def _walk(root: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """Start and end of every element in order; of a silent element, its end alone, for what stands behind it."""
    stack: list[tuple[str, HtmlElement]] = [("start", root)]
    while stack:
        event, element = stack.pop()
        if event == "end" or not isinstance(element.tag, str) or (element.tag in SILENT and element is not root):
            yield "end", element
            continue
        yield event, element
        stack.append(("end", element))
        stack += [("start", child) for child in reversed(element)]


def _rows(root: HtmlElement) -> set[HtmlElement]:
    """Rows of tables of data: short cells without blocks in them, in more than one row of more than one cell."""
    found: set[HtmlElement] = set()
    for table in root.iter("table"):
        rows = list(table.iter("tr"))
        cells = [cell for row in rows for cell in row if isinstance(cell.tag, str)]
        plain = all(not any(e.tag in _BLOCKS or e.tag == "br" for e in c.iterdescendants()) for c in cells)
        if (
            len(rows) > 1
            and len(cells) >= 2 * len(rows)
            and plain
            and all(len(c.text_content()) <= _CELL for c in cells)
        ):
            found.update(rows)
    return found
