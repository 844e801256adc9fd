"""What reading gives, and what a reader is told: shared by all formats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import msgspec

from recoupe.errors import RecoupeError, UnreadableFile
from recoupe.read.formats.stream import Stream
from recoupe.records import Document

LONGEST_TEXT, LONGEST_LINE = 500_000, 200_000
"""Characters of the longest text, and of the longest line, that can be an article: a whole book is shorter."""
_SPLIT = "split it into single articles"
_TITLE_END = re.compile(r"[\s.…]+$")


@dataclass(frozen=True)
class Part:
    """One text of a file, or the reason why a piece of it gives none."""

    name: str
    """The file's own, then the path inside: ``archive.zip!dir/a.html``, ``crawl.warc.gz#12``."""
    found: Document | RecoupeError
    raw: bytes = b""
    """The bytes that it was read from; empty for an error."""


@dataclass(frozen=True)
class Reading:
    """What the user says of all that a file holds, for its readers to keep to."""

    outlet: str | None = None
    date: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    """Role to column name, or to "name:form" for a date."""

    def inside(self, stream: Stream, name: str) -> Iterator[Part]:
        """The texts of a stream that lies in the one being read."""
        from recoupe.read.formats.table import parts

        return parts(stream, name, self)

    def article(
        self,
        body: str,
        *,
        name: str,
        title: str = "",
        outlet: str | None = None,
        date: str | None = None,
        author: str | None = None,
        section: str | None = None,
        address: str | None = None,
        encoding: str = "utf-8",
        reader: str,
    ) -> Document:
        """The document of a text that comes with metadata; what the user says goes first. Raises UnreadableFile."""
        from recoupe.read.plain import read_text

        text = titled(title, body)
        document = read_text(text, outlet=self.outlet or outlet, date=self.date or date, encoding=encoding)
        return bounded(
            msgspec.structs.replace(document, author=author, section=section, address=address, reader=reader), name
        )


def titled(title: str, body: str) -> str:
    """The text with its title as its first line, unless it begins with it."""
    title = " ".join(title.split())
    first = body.lstrip().partition("\n")[0]
    if not title or _TITLE_END.sub("", " ".join(first.split())) == _TITLE_END.sub("", title):
        return body
    return f"{title}\n\n{body}"


def bounded(document: Document, name: str) -> Document:
    """The document, unless it is longer than an article can be; raises UnreadableFile."""
    if len(document.text) > LONGEST_TEXT:
        raise UnreadableFile(name, "more than 500,000 characters in one text", _SPLIT)
    if max(map(len, document.text.splitlines()), default=0) > LONGEST_LINE:
        raise UnreadableFile(name, "a line of more than 200,000 characters", _SPLIT)
    return document


def short(text: str | None) -> str | None:
    """A name out of metadata, on one line and of a bearable length; None where there is none."""
    text = " ".join(text.split())[:300] if text else ""
    return text or None
