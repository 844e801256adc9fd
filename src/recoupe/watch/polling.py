"""One feed asked once: what it says now, and when to ask it again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec

from recoupe.errors import FetchFailed
from recoupe.fetch import Client, Reply
from recoupe.fetch.problems import problem
from recoupe.store.feeds import Feed, Seen
from recoupe.watch.entries import keyed
from recoupe.watch.parsing import LONGEST_REST, Item, Parsed, parse_feed


@dataclass(frozen=True)
class Asked:
    """What a feed answered; ``items`` is None where it did not change, ``error`` what failed."""

    feed: Feed
    items: tuple[Item, ...] | None = None
    error: FetchFailed | None = None


def ask(client: Client, feed: Feed, *, every: float) -> Asked:
    """Ask a feed, with the marks of its last answer; raises FetchFailed (stopped). ``every``: seconds between polls."""
    at = datetime.now(UTC)
    try:
        reply = client.get(feed.address, etag=feed.etag, modified=feed.modified)
        if reply.status == 304:
            rest = max(every, _fresh(reply.headers.get("cache-control", "")))
            return Asked(_again(feed, at, rest))
        parsed = _parsed(reply, at)
    except FetchFailed as error:
        if error.code == "stopped":
            raise
        failures = feed.failures + 1
        rest = max(min((every or 60.0) * 2.0 ** min(failures, 20), LONGEST_REST), error.retry_after or 0.0)
        later = at.timestamp() + rest
        return Asked(msgspec.structs.replace(feed, failures=failures, next_at=later, problem=error.code), error=error)
    rest = max(every, _fresh(reply.headers.get("cache-control", "")), parsed.rest)
    next_feed = _again(feed, at, rest, parsed.skipped)
    marks = {"etag": reply.headers.get("etag", ""), "modified": reply.headers.get("last-modified", "")}
    if not parsed.whole:  # the rest of it may come under the same marks
        marks = {"etag": "", "modified": ""}
    return Asked(msgspec.structs.replace(next_feed, title=parsed.title, **marks), parsed.items)


def _parsed(reply: Reply, at: datetime) -> Parsed:
    try:
        return parse_feed(reply.body, reply.headers, reply.address, at)
    except FetchFailed:
        raise
    except Exception as error:  # a feed on which the reader breaks must not end the watch: it is named
        raise problem(reply.address, "feed", f"{type(error).__name__}: {error}") from error


def _again(feed: Feed, at: datetime, rest: float, skipped: frozenset[int] = frozenset()) -> Feed:
    when = at + timedelta(seconds=min(rest, LONGEST_REST))
    for _ in range(24):
        if when.hour not in skipped:
            break
        when = (when + timedelta(hours=1)).replace(minute=0)
    return msgspec.structs.replace(feed, failures=0, next_at=when.timestamp(), problem="")


def _fresh(control: str) -> float:
    """Seconds for which the server says its answer stays the same (max-age)."""
    said = re.search(r"max-age=(\d{1,9})", control)
    return float(said[1]) if said and "no-cache" not in control and "no-store" not in control else 0.0


def news(asked: Asked, known: list[Seen], *, every: float, at: datetime) -> list[Seen]:
    """Rows of the entries that are new, or that changed since they were seen, in the order of the feed.

    One that was said to have changed, and had not, waits longer each time before it is read again.
    """
    rows = {row.key: row for row in known}
    stamp = at.isoformat(timespec="microseconds").replace("+00:00", "Z")
    found = []
    for key, item in keyed(asked.items or (), known).items():
        before, e = rows.get(key), item.entry
        if before is not None and before.digest == item.digest:
            continue
        data = msgspec.json.encode(e).decode()
        own = Seen(asked.feed.address, key, e.id, e.link or "", e.title, item.digest, seen_at=stamp, data=data)
        if before is not None:
            waits = before.state == "waiting"
            idle = every * (2.0 ** min(before.tries, 10) - 1) if before.tries and not waits else 0.0
            own = msgspec.structs.replace(
                own,
                seen_at=before.seen_at,
                document=before.document,
                tries=before.tries,
                next_at=before.next_at if waits else at.timestamp() + min(idle, LONGEST_REST),
            )
        found.append(own)
    return found
