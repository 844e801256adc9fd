"""Web pages, saved pages and web archives: bytes to a Document with its blocks and masks.

The text is the title, the standfirst and the article, one line a paragraph. It depends on the bytes and on the versions
in ``reader`` alone: not on the clock, the locale or the network.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import escape
from importlib.metadata import version

import msgspec
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from recoupe.errors import UnreadableFile
from recoupe.read.blocks import Line
from recoupe.read.html.article import article, sentence
from recoupe.read.html.meta import Meta, meta
from recoupe.read.html.segments import Segment, segments
from recoupe.read.html.source import is_page, markup
from recoupe.read.html.zones import drop_around, drop_other
from recoupe.read.outlets import named, published_at
from recoupe.read.plain import read_text
from recoupe.read.printed import take
from recoupe.records import Block, BlockKind, Document

__all__ = ["is_page", "read_page"]

_LATEST = "9999-12-31"
"""Day after which no date is believed, where nothing says when the page was read: the clock is never asked."""
_CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:0*(?:[0-8]|1[124-9]|2\\d|3[01])|x0*(?:[0-8bcef]|1[\\da-f]));?(?![\\da-f])",
    re.IGNORECASE,
)
"""Control characters, which no tree can hold."""
_TIME = re.compile(r"(?<=\d)[T ]+\d\d?[:h].*")
_STATED = 300
"""Characters of an article in the metadata from which it can stand for a page that holds less than half of it."""


@cache
def reader() -> str:
    """This reader with its version, and the libraries that the text rests on."""
    return "page@1 " + " ".join(f"{name} {version(name)}" for name in ("trafilatura", "htmldate", "lxml"))


def read_page(
    data: bytes,
    name: str,
    *,
    outlet: str | None = None,
    date: str | None = None,
    address: str | None = None,
    encoding: str | None = None,
    latest: str | None = None,
    language: str = "fr",
) -> Document:
    """The document of a page's bytes.

    ``outlet`` and ``date`` (ISO) are what the user gave: they go before what the page says. ``address`` is where the
    page was read, ``encoding`` what the server said, ``latest`` the ISO day it was read: no later date is believed.
    Raises UnreadableFile for what is too large, is no markup, or holds no article.
    """
    source = markup(data, name, encoding)
    root = _tree(source.text, name)
    said = meta(root, address or source.address)
    day = date or published(said.dates, latest or source.saved)
    chosen = _pieces(root, said, lambda line: _credit(line, language, dates=day is None), fragment=source.fragment)
    if not chosen:
        raise UnreadableFile(name, "no article in this page", "save its text as plain text, then add it")
    text, kinds = _text(chosen, said, language)
    document = read_text(text, outlet=outlet, date=day, encoding=source.encoding, language=language, known=kinds)
    known = published_at(address or source.address or said.address)
    return msgspec.structs.replace(
        document,
        outlet=outlet or known or (named(said.outlet) if said.outlet else None),
        author=said.author,
        section=said.section,
        address=said.address,
        reader=reader(),
    )


def _tree(text: str, name: str) -> HtmlElement:
    """The tree of the markup, whatever encoding it declares; raises UnreadableFile where there is none."""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        return document_fromstring(_CONTROL.sub("", text).encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise UnreadableFile(name, "an empty page", "check the file") from error


def _pieces(root: HtmlElement, said: Meta, wanted: Callable[[str], bool], *, fragment: bool) -> list[Segment]:
    """The pieces of the article; those of the metadata where the page itself is made by a script."""
    stated = [piece for body in said.bodies for piece in segments(_fragment(body))]
    drop_other(root, said.headline)
    drop_around(root, said.headline, wanted)
    found = article(
        root,
        headline=said.headline,
        window=said.title or "",
        stated=[p.text for p in stated],
        wanted=wanted,
        fragment=fragment,
    )
    read, told = (sum(len(p.text) for p in some) for some in (found, stated))
    return stated if told >= _STATED and read < told / 2 else found


def _fragment(body: str) -> HtmlElement:
    """A text of the metadata, which may hold markup, as a tree; its lines are paragraphs."""
    return document_fromstring(f"<div>{body}</div>".replace("\n", "<br><br>"))


def _credit(line: str, language: str, *, dates: bool = False) -> bool:
    """Whether a line is a credit of an agency; with ``dates``, or a printed date of publication."""
    prints, left = take(line, [Line(0, len(line), gap=True)], language)
    return not left and any(one.agencies or (dates and one.date and not one.change) for one in prints)


def _text(pieces: list[Segment], said: Meta, language: str) -> tuple[str, list[Block]]:
    """The text of the pieces, and the blocks that the markup makes of it.

    A title or a credit to an agency that stands in the metadata alone is a line of its own: it is what the page says.
    """
    lines: list[tuple[str, BlockKind | None]] = []
    if said.title and not any(piece.title for piece in pieces):
        lines.append((said.title, "title"))
    for i, piece in enumerate(pieces):
        # a standfirst may be made as a heading of the second rank
        heading = piece.heading and not (i == 1 and piece.element.tag == "h2" and sentence(piece))
        if piece.title or heading:
            lines.append((" ".join(piece.text.split("\n")), "title" if piece.title else "heading"))
        elif piece.bullet:
            lines.append((f"• {piece.text}", "bullet"))
        else:
            lines.append((piece.text, None if "\n" in piece.text else "paragraph"))
    credited = [line for line in (said.author, *(text for text, _ in lines)) if line and _credit(line, language)]
    if said.author and credited == [said.author]:
        lines.insert(1, (said.author, "credit"))
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for i, (line, kind) in enumerate(lines):
        gap = "" if i == 0 else "\n" if kind == "bullet" == lines[i - 1][1] else "\n\n"
        at += len(gap)
        if kind is not None:
            blocks.append(Block(at, at + len(line), kind))
        parts += (gap, line)
        at += len(line)
    return "".join(parts), blocks


def published(dates: tuple[str, ...], latest: str | None = None) -> str | None:
    """ISO day of the first of these statements of a date of publication that names a day, not after ``latest``."""
    from htmldate import find_date

    for said in dates:
        day = re.sub(r"\b1er\b", "1", _TIME.sub("", said[:60]))
        head = f'<head><meta property="article:published_time" content="{escape(day)}"></head>'
        page = document_fromstring(f"<html>{head}<body></body></html>")
        found = find_date(page, extensive_search=False, original_date=True, max_date=latest or _LATEST)
        if found and re.search(rf"(?<![1-9]){int(found[8:])}(?!\d)|{found.replace('-', '')}", day):
            return found
    return None
