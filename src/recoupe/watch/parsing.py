"""Bytes of a feed to its entries, and of a list of feeds to their addresses."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urljoin
from xml.etree import ElementTree

from recoupe.errors import UnreadableFile
from recoupe.fetch.address import is_address
from recoupe.fetch.problems import problem
from recoupe.read.encodings import decode
from recoupe.read.formats.feeds import Entry, entry_of, is_broken
from recoupe.read.html.source import is_page

_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|channel)[\s>]", re.IGNORECASE)
_SKIPPED = re.compile(rb"<skipHours>(.{0,2000}?)</skipHours>", re.IGNORECASE | re.DOTALL)
_PERIODS = {"hourly": 3600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
LONGEST_REST = 86_400.0
"""Seconds after which a feed is asked again whatever it says, and however often it failed."""


@dataclass(frozen=True)
class Item:
    """An entry, with the hash of what it says: another hash is a change."""

    entry: Entry
    digest: str


@dataclass(frozen=True)
class Parsed:
    """A feed's title and entries, the seconds for which it need not be asked, and hours (UTC) when it must not be."""

    title: str
    items: tuple[Item, ...]
    rest: float = 0.0
    skipped: frozenset[int] = frozenset()
    whole: bool = True
    """Whether nothing of it was broken off."""


def is_feed(data: bytes) -> bool:
    """Whether the bytes are RSS or Atom, by how they begin."""
    return not is_page(data) and _FEED.search(data[:4096].replace(b"\0", b"")) is not None


def parse_feed(data: bytes, headers: Mapping[str, str], address: str, now: datetime) -> Parsed:
    """The entries of a feed, as it orders them; raises FetchFailed (feed).

    No entity that a feed declares itself is expanded: such a feed is refused. A day to come is not believed.
    """
    import feedparser

    if b"<!ENTITY" in data.replace(b"\0", b"").upper():
        raise problem(address, "feed", "it declares entities")
    given = {"content-type": headers.get("content-type", ""), "content-location": address}
    found = feedparser.parse(io.BytesIO(data), response_headers=given, sanitize_html=False)
    fault = found.get("bozo_exception")
    broken = fault is not None and is_broken(fault)
    # where it breaks off, the last entry may lack its end: it comes whole with the next answer
    entries = found.entries[:-1] if broken else found.entries
    if not found.get("version") or (broken and not entries):
        raise problem(address, "feed", str(fault or "neither RSS nor Atom"))
    head = found.feed
    rest = 60.0 * _number(head.get("ttl"))
    period = _PERIODS.get(str(head.get("sy_updateperiod", "")).strip())
    if period:
        rest = max(rest, period / max(1.0, _number(head.get("sy_updatefrequency"))))
    skipped = _SKIPPED.search(data)
    hours = frozenset(int(h) % 24 for h in re.findall(rb"\d{1,2}", skipped[1])) if skipped else frozenset[int]()
    title = " ".join(str(head.get("title", "")).split())[:300]
    latest = (now + timedelta(days=1)).date().isoformat()
    items = tuple(_item(e, i, title, address, latest) for i, e in enumerate(entries, 1))
    kept = tuple(i for i in items if i.entry.title or i.entry.body or i.entry.link)
    return Parsed(title, kept, min(rest, LONGEST_REST), hours, not broken)


def _item(e: Any, number: int, title: str, address: str, latest: str) -> Item:
    entry = entry_of(e, number, title or None)
    link = _link(address, str(e.get("link") or "").strip())  # whole, however long
    changed = str(dict.get(e, "updated", ""))  # its own get() would give "published" in its place
    said = "\0".join((entry.title, entry.body, changed))
    return Item(
        replace(
            entry,
            link=link,
            date=entry.date if entry.date and entry.date <= latest else None,
        ),
        hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16],
    )


def _link(address: str, said: str) -> str | None:
    """The address that a feed gives of an entry; None where it is none of the web."""
    try:
        link = urljoin(address, said) if said else ""
    except ValueError:
        return None
    return link if is_address(link) else None


def _number(said: object) -> float:
    text = str(said or "").strip()
    return float(text) if text.isdecimal() else 0.0


def addresses_in(data: bytes, name: str) -> list[str]:
    """The feeds of a list: OPML, or one address a line; raises UnreadableFile."""
    if b"<opml" in data[:4096].lower():
        if b"<!ENTITY" in data.upper():
            raise UnreadableFile(name, "a list of feeds that declares entities", "check the file")
        try:
            root = ElementTree.fromstring(data)
        except ElementTree.ParseError as error:
            raise UnreadableFile(name, "broken OPML", "export the list of feeds again", detail=str(error)) from error
        found = [value for node in root.iter() for key, value in node.attrib.items() if key.lower() == "xmlurl"]
    else:
        text, _ = decode(data, name)
        found = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    kept = list(dict.fromkeys(a for a in (a.strip() for a in found) if is_address(a)))
    if not kept:
        raise UnreadableFile(name, "no address of a feed", "give an OPML file, or one address a line")
    return kept
