"""Web pages, saved pages and plain text: one document each."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recoupe.read.formats.part import Part, Reading, bounded
from recoupe.read.formats.stream import Stream

_MARKUP = re.compile(r"</(?:p|div|a|em|strong|b|i|li|h[1-6]|span|section)>|<br\s*/?>|<p[ >]", re.IGNORECASE)


def read_saved(stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    """The article of a page, or of a page saved as MHTML."""
    from recoupe.read.page import read_page

    data = stream.whole(name)
    yield Part(name, bounded(read_page(data, name, outlet=reading.outlet, date=reading.date), name), data)


def read_plain(stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    """A plain text."""
    from recoupe.read.plain import read_bytes

    data = stream.whole(name)
    yield Part(name, bounded(read_bytes(data, name, outlet=reading.outlet, date=reading.date), name), data)


def has_markup(text: str) -> bool:
    """Whether a text of metadata or of a cell is HTML."""
    return _MARKUP.search(text) is not None


def text_of_markup(markup: str) -> str:
    """The text of a piece of HTML that is all article (an entry of a feed, a message): one line a paragraph."""
    from lxml.html import HTMLParser, document_fromstring

    from recoupe.read.html.segments import segments

    if not markup.strip():
        return ""
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    data = f"<html><body>{markup}</body></html>".encode("utf-8", "replace")
    return "\n\n".join(segment.text for segment in segments(document_fromstring(data, parser=parser)))
