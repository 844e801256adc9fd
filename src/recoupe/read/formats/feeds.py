"""RSS and Atom: each entry. :func:`entry_of` is also what `recoupe watch` reads them by."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from recoupe.errors import RecoupeError
from recoupe.read.formats.dates import day_or_none
from recoupe.read.formats.pages import text_of_markup
from recoupe.read.formats.part import Part, Reading, short
from recoupe.read.formats.refusals import DAMAGED, NO_TEXT
from recoupe.read.formats.stream import Stream
from recoupe.records import Document

SUMMARY = "feed.summary@1"
"""Reader of a text that is only the summary of an article: what it says was published, but is not all that was."""
_WHOLE = 1000
"""Characters from which a description without a content of its own is taken for the article, unless it is cut."""
_CUT = re.compile(
    r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|\bLire la suite.{0,20}|\bRead more.{0,20}|\bContinue reading.{0,80})\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Entry:
    """One entry of a feed: its texts, and what is said of it."""

    number: int
    id: str
    title: str
    body: str
    whole: bool
    """Whether ``body`` is the article, not its summary."""
    link: str | None
    date: str | None
    author: str | None
    section: str | None
    outlet: str | None
    raw: bytes

    def document(self, name: str, reading: Reading) -> Document:
        """Its document; raises UnreadableFile."""
        if not (self.body or self.title).strip():
            raise NO_TEXT.at(name)
        return reading.article(
            self.body,
            name=name,
            title=self.title,
            outlet=self.outlet,
            date=self.date,
            author=self.author,
            section=self.section,
            address=self.link,
            reader="feed@1" if self.whole else SUMMARY,
        )


def read_feed(stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    """Each entry; where the XML breaks off, what stands before, and the fault."""
    for entry in entries(stream.whole(name), name):
        shown = f"{name}#{entry.number}"
        try:
            yield Part(shown, entry.document(shown, reading), entry.raw)
        except RecoupeError as error:
            yield Part(shown, error)


def entries(data: bytes, name: str) -> Iterator[Entry]:
    """The entries of a feed's bytes; raises UnreadableFile after them where the XML is broken."""
    import feedparser

    # bytes by themselves would be taken for an address, and fetched
    feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    outlet = short(_plain(feed.feed.get("title", "")))
    for number, entry in enumerate(feed.entries, 1):
        yield entry_of(entry, number, outlet)
    fault = feed.get("bozo_exception")
    if fault is not None and is_broken(fault):
        raise DAMAGED.at(name, str(fault)[:200])


def is_broken(fault: Exception) -> bool:
    """Whether the XML itself is broken; a wrong media type or encoding in the declaration is no loss."""
    from xml.sax import SAXParseException

    return isinstance(fault, SAXParseException)


def entry_of(entry: Any, number: int, outlet: str | None) -> Entry:
    """An entry as feedparser gives it; ``outlet`` is the title of its feed."""
    contents = [_marked(c.get("value", ""), c.get("type", "")) for c in entry.get("content", ())]
    detail = entry.get("summary_detail") or {}
    summary = _marked(entry.get("summary", ""), detail.get("type", "text/html"))
    content = max(contents, key=len, default="")
    body = content if len(content) >= len(summary) else summary
    cut = _CUT.search(body) is not None
    tags = [tag.get("term") for tag in entry.get("tags", ()) if tag.get("term")]
    source = entry.get("source", {}).get("title")
    return Entry(
        number=number,
        id=str(entry.get("id") or entry.get("link") or ""),
        title=_plain(entry.get("title", "")),
        body=body,
        whole=not cut and (len(content) > len(summary) or len(body) >= _WHOLE),
        link=short(entry.get("link")),
        date=day_or_none(entry.get("published")) or day_or_none(dict.get(entry, "updated")),
        author=_author(entry.get("author")),
        section=short(tags[0]) if tags else None,
        outlet=short(_plain(source)) if source else outlet,
        raw="\n".join(
            [entry.get("title", ""), *(c.get("value", "") for c in entry.get("content", ())), entry.get("summary", "")]
        ).encode("utf-8", "replace"),
    )


def _author(said: str | None) -> str | None:
    """A name out of "name (mail)" or "mail (name)"."""
    found = re.fullmatch(r"(?:\S+@\S+ +\((.+)\)|(.+?) +[(<]\S+@\S+[)>])", said or "")
    return short(found[1] or found[2]) if found else short(said)


def _marked(text: str, kind: str) -> str:
    return text if kind == "text/plain" and "</" not in text else text_of_markup(text)


def _plain(title: str) -> str:
    return " ".join((text_of_markup(title) if "<" in title or "&" in title else title).split())
