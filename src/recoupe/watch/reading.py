"""One entry to its document: the page that it links to, or what its feed gives of it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from recoupe.errors import ExtractionFailed, FetchFailed, RecoupeError, UnreadableFile
from recoupe.fetch import Client, Reply
from recoupe.fetch.problems import lasts, problem
from recoupe.lang.identify import identified
from recoupe.pipeline.feed import Waiting, now
from recoupe.pipeline.files import Item, load
from recoupe.read.formats.feeds import Entry
from recoupe.read.formats.part import Reading
from recoupe.read.outlets import published_at
from recoupe.records import Source
from recoupe.store.feeds import Seen, State
from recoupe.store.versions import own_address

Pages = Literal["auto", "always", "never"]
"""auto: a page is fetched unless its feed gives the whole text; never: a feed's own words are enough."""
TRIES = 3
"""Failures after which the words of the feed stand for a page."""


@dataclass(frozen=True)
class Read:
    """What became of an entry: its new row, the document to store where there is one, and what failed."""

    seen: Seen
    waiting: Waiting | None = None
    error: RecoupeError | None = None


def page_item(client: Client, address: str) -> Item:
    """The page of an address; raises FetchFailed."""
    return item_of(client.get(address), address)


def item_of(reply: Reply, address: str) -> Item:
    """A reply as an item to read; raises FetchFailed where it is the front page in the place of an article."""
    if urlsplit(reply.address).path == "/" and urlsplit(address).path not in ("", "/"):
        raise problem(address, "gone")
    kind = reply.headers.get("content-type", "")
    charset = kind.lower().partition("charset=")[2].partition(";")[0].strip("\"' ")
    return Item(address, data=reply.body, address=reply.address, encoding=charset or None, read_on=now()[:10])


def read_entry(client: Client, seen: Seen, feed_title: str, *, pages: Pages, wait: float, at: datetime) -> Read:
    """The document of an entry. ``wait``: seconds before a page that failed is asked again, doubled each time.

    Raises FetchFailed (stopped).
    """
    entry = msgspec.json.decode(seen.data, type=Entry)
    if not entry.link or pages == "never" or (pages == "auto" and entry.whole):
        return _from_feed(seen, entry, feed_title, None)
    try:
        item = page_item(client, entry.link)
        loaded = load(item)
    except FetchFailed as error:
        if error.code == "stopped":
            raise
        if lasts(error) or seen.tries + 1 >= TRIES:
            return _from_feed(seen, entry, feed_title, error)
        later = at.timestamp() + max(wait * 2**seen.tries, error.retry_after or 0.0)
        return Read(msgspec.structs.replace(seen, tries=seen.tries + 1, next_at=later), error=error)
    except UnreadableFile as error:
        return _from_feed(seen, entry, feed_title, error)
    except Exception as error:  # noqa: BLE001 - a page on which a reader breaks must not end the watch: it is named
        return _from_feed(seen, entry, feed_title, ExtractionFailed(f"{type(error).__name__}: {error}"))
    document = loaded.document
    if document.outlet is None:
        document = msgspec.structs.replace(document, outlet=_outlet(seen.feed, entry, feed_title))
    if document.date is None and entry.date is not None:
        document = msgspec.structs.replace(document, date=entry.date)
    own = own_address(document.address, item.address) or entry.link
    source = Source(document=document.id, name=entry.link, bytes_hash=loaded.bytes_hash, read_at=now())
    waiting = Waiting(entry.link, document, source, loaded.kept, tuple(dict.fromkeys((own, entry.link))))
    return _done(seen, "page", waiting, None)


def _from_feed(seen: Seen, entry: Entry, feed_title: str, error: RecoupeError | None) -> Read:
    """The document that the feed's own words make."""
    state: State = "feed" if entry.whole else "summary"
    name = entry.link or f"tag:{seen.feed},{seen.key}"
    try:
        document = identified(entry.document(name, Reading(outlet=_outlet(seen.feed, entry, feed_title))))
    except UnreadableFile as unreadable:
        return _done(seen, "failed", None, error or unreadable)
    digest = hashlib.sha256(entry.raw).hexdigest()
    source = Source(document=document.id, name=name, bytes_hash=digest, read_at=now())
    return _done(seen, state, Waiting(name, document, source, entry.raw, (name,)), error)


def _outlet(feed: str, entry: Entry, title: str) -> str | None:
    """Who published an entry: the title of a feed names it only where the link stays on the site of the feed."""
    named = entry.outlet if entry.outlet != title else ""  # a feed of feeds names the source of each entry
    own = entry.link is None or own_address(entry.link, feed) == entry.link
    return published_at(entry.link) or named or (title if own else None) or None


def _done(seen: Seen, state: State, waiting: Waiting | None, error: RecoupeError | None) -> Read:
    return Read(msgspec.structs.replace(seen, state=state, next_at=0.0, data=""), waiting, error)
