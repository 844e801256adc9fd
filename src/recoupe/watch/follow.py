"""The loop: asks the feeds that are due, reads what is new, and writes to the dossier only in short turns.

A feed's answer and the entries that it brings are stored in one transaction before any page is asked for; an entry is
marked as read after its document is stored. Killed between any two, the next run reads again what was not marked, and
a document that is there already stays as it is.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from recoupe.errors import DossierLocked, FetchFailed, RecoupeError
from recoupe.fetch import Client
from recoupe.pipeline.feed import Outcome, finish, keep
from recoupe.store import Dossier, open_dossier, transaction
from recoupe.store.feeds import Feed, FeedTables, Seen
from recoupe.watch.extracting import Extractor, Made
from recoupe.watch.polling import Asked, ask, news
from recoupe.watch.reading import Pages, Read, read_entry

AT_ONCE = 16
"""Hosts that are asked at the same time."""
BATCH = 16
"""Documents that are extracted together: what is under way when the program is told to end is finished first."""
_BULK = 50_000_000
"""Bytes of what was read and is not written yet, from which no more pages are asked for."""
_LONGEST_ROUND = 60.0
"""Seconds after which a round that does not end is reported all the same."""
_TURN = 0.5
"""Seconds between two looks at what has come in: also the shortest time between two turns of writing."""
_PATIENCE = 30.0
"""Seconds for which the end of the program waits for another writer."""


Id = str | tuple[str, str]
"""A feed by its address, or an entry by its feed and key."""


@dataclass
class Round:
    """What was done since the last report. ``summaries``: entries of which only the feed's own words could be read."""

    asked: int = 0
    unchanged: int = 0
    new: int = 0
    changed: int = 0
    summaries: int = 0
    waiting: int = 0
    failed: list[tuple[str, RecoupeError]] = field(default_factory=list)
    """Feeds and entries that gave nothing this time, by address."""


@dataclass(frozen=True)
class Settings:
    """How feeds are followed. ``every``: seconds between two polls of a feed, at the least."""

    every: float = 900.0
    pages: Pages = "auto"
    knowledge: bool = True


class Follower:
    """Follows feeds into a dossier, which is made where it does not exist.

    Where no address is given, the feeds that the dossier knows from earlier are followed. ``report`` is called after
    each round of requests, ``tell`` with what became of each document.
    """

    def __init__(
        self,
        path: Path,
        addresses: Sequence[str],
        client: Client,
        settings: Settings,
        *,
        report: Callable[[Round], None],
        tell: Callable[[Outcome], None],
    ) -> None:
        self._path, self._client, self._settings = path, client, settings
        self._report, self._tell = report, tell
        self._stopped = threading.Event()
        with self._writer() as dossier:
            tables = FeedTables(dossier)
            known = {f.address: f for f in tables.feeds()}
            self._waiting = {(s.feed, s.key): s for s in tables.waiting()}
        self._feeds = {a: known.get(a) or Feed(a) for a in addresses or known}
        self._titles = {a: f.title for a, f in known.items()}
        self._out: dict[Future[Asked | Read], tuple[Id, str]] = {}
        self._held: set[Id] = set()
        self._asked: list[Asked] = []
        self._read: list[Read] = []
        self._extracting: Future[Made] | None = None
        self._wrote_at, self._said_at = 0.0, time.monotonic()
        self._round = Round()

    @property
    def feeds(self) -> int:
        """How many feeds are followed."""
        return len(self._feeds)

    @property
    def next_at(self) -> float:
        """When the first feed is asked again, in seconds since 1970."""
        return min(f.next_at for f in self._feeds.values())

    def stop(self) -> None:
        """End soon: requests are broken off, what was read is still stored."""
        self._stopped.set()
        self._client.stop()

    def run(self, *, once: bool = False, seconds: float | None = None) -> None:
        """Follow until stopped, for a time, or ``once``: until every feed is asked and what is due is read.

        Raises DossierError where the dossier itself fails: what was stored stays.
        """
        ends = time.monotonic() + seconds if seconds is not None else float("inf")
        left = {a for a, f in self._feeds.items() if f.next_at <= time.time()} if once else None
        with (
            ThreadPoolExecutor(AT_ONCE) as pool,
            ThreadPoolExecutor(1) as worker,
            Extractor(self._path, self._settings.knowledge) as extractor,
        ):
            try:
                while not self._stopped.is_set() and time.monotonic() < ends:
                    self._start(pool, left)
                    self._collect()
                    self._write()
                    self._extract(worker, extractor)
                    done = self._idle() and not self._due(left)
                    if done or time.monotonic() - self._said_at > max(self._settings.every, _LONGEST_ROUND):
                        self._say()
                    if done and once:
                        break
            finally:
                self.stop()
                self._collect()
                while self._asked or self._read or self._extracting:
                    self._extract(worker, extractor)
                    if self._extracting:
                        wait([self._extracting])
                    self._write(last=True)
                self._say()

    # -- asking

    def _due(self, left: set[str] | None) -> list[Feed | Seen]:
        """Feeds (of those ``left``) and entries whose time has come and that are not under way."""
        at = time.time()
        feeds = [f for a, f in self._feeds.items() if f.next_at <= at and (left is None or a in left)]
        found: list[Feed | Seen] = [f for f in feeds if f.address not in self._held]
        # what is read must be written before more is
        bulk = sum(len(r.waiting.raw or b"") for r in self._read if r.waiting is not None)
        if len(self._read) < 4 * BATCH and bulk < _BULK:
            found += [s for i, s in self._waiting.items() if s.next_at <= at and i not in self._held]
        return found

    def _start(self, pool: ThreadPoolExecutor, left: set[str] | None) -> None:
        """Ask what is due: one request a host at a time, and none before its pace allows."""
        busy = {host for _, host in self._out.values()}
        for each in self._due(left):
            if len(self._out) >= AT_ONCE:
                return
            host, free = self._client.turn_of(each.address if isinstance(each, Feed) else each.link)
            if not free or (host and host in busy):
                continue
            busy.add(host)
            if isinstance(each, Feed):
                own: Id = each.address
                future: Future[Asked | Read] = pool.submit(ask, self._client, each, every=self._settings.every)
                if left is not None:
                    left.discard(each.address)
            else:
                own = each.feed, each.key
                future = pool.submit(
                    read_entry,
                    self._client,
                    each,
                    self._titles.get(each.feed, ""),
                    pages=self._settings.pages,
                    wait=self._settings.every or 60.0,
                    at=datetime.now(UTC),
                )
            self._held.add(own)
            self._out[future] = own, host

    def _collect(self) -> None:
        """Take what came in; wait a little where nothing has."""
        under_way = [*self._out, *([self._extracting] if self._extracting else ())]
        if under_way:
            wait(under_way, _TURN, FIRST_COMPLETED)
        else:
            self._stopped.wait(_TURN)
        for future in [f for f in self._out if f.done() or self._stopped.is_set()]:
            own, _ = self._out.pop(future)
            try:
                came = future.result()
            except FetchFailed:  # stopped: it is asked again by the next run
                self._held.discard(own)
                continue
            if came.error is not None:  # its frames hold the bytes of the answer
                came.error.__traceback__ = came.error.__cause__ = came.error.__context__ = None
            if isinstance(came, Asked):
                self._asked.append(came)
            else:
                self._read.append(came)

    # -- keeping

    def _extract(self, worker: ThreadPoolExecutor, extractor: Extractor) -> None:
        """Extract a batch of what was read, where none is under way and the batch is full or nothing else comes."""
        full = len(self._read) >= BATCH or not self._out or self._stopped.is_set()
        if self._extracting is None and self._read and full:
            some, self._read = self._read[:BATCH], self._read[BATCH:]
            self._extracting = worker.submit(extractor.run, some)

    def _write(self, *, last: bool = False) -> None:
        """Store what came in, in one short turn as the dossier's writer."""
        made = self._extracting is not None and self._extracting.done()
        soon = time.monotonic() - self._wrote_at < _TURN and self._out and not last
        if soon or not (made or self._asked):
            return
        with self._writer(last=last) as dossier:
            tables = FeedTables(dossier)
            with transaction(dossier.db):
                for asked in self._asked:
                    self._keep_feed(tables, asked)
            self._asked.clear()
            if made and self._extracting is not None:
                done, self._extracting = self._extracting.result(), None
                for read, result in done.results:
                    outcome = None
                    if read.waiting is not None:
                        outcome = keep(dossier, read.waiting, result, done.resources.rules)
                    with transaction(dossier.db):
                        self._keep_entry(tables, read, outcome)
                finish(dossier, done.resources)
        self._wrote_at = time.monotonic()

    def _keep_feed(self, tables: FeedTables, asked: Asked) -> None:
        feed = asked.feed
        found = news(asked, tables.entries(feed.address), every=self._settings.every, at=datetime.now(UTC))
        rows = [row if row.document else _read_elsewhere(tables, row) for row in found]
        tables.keep([feed], rows)
        self._feeds[feed.address] = feed
        self._titles[feed.address] = feed.title
        self._held.discard(feed.address)
        for row in rows:
            if row.state == "waiting":
                self._waiting[row.feed, row.key] = row
        self._round.asked += 1
        self._round.unchanged += asked.error is None and not rows
        if asked.error is not None:
            self._round.failed.append((feed.address, asked.error))

    def _keep_entry(self, tables: FeedTables, read: Read, outcome: Outcome | None) -> None:
        seen = read.seen
        if outcome is not None and outcome.status == "failed":
            seen = msgspec.structs.replace(seen, state="failed", tries=0)
        elif outcome is not None:
            steady = seen.tries + 1 if outcome.document == seen.document else 0
            seen = msgspec.structs.replace(seen, document=outcome.document, tries=steady)
        own = seen.feed, seen.key
        self._held.discard(own)
        newer = self._waiting.get(own)
        if newer is not None and newer.digest != seen.digest:  # it changed again while it was read
            newer = msgspec.structs.replace(newer, document=seen.document)
            tables.keep(entries=[newer])
            self._waiting[own] = newer
        else:
            tables.keep(entries=[seen])
            self._waiting.pop(own, None)
            if seen.state == "waiting":
                self._waiting[own] = seen
        self._count(read, outcome)

    def _count(self, read: Read, outcome: Outcome | None) -> None:
        error = read.error or (outcome.error if outcome is not None else None)
        if error is not None:
            self._round.failed.append((read.seen.link or read.seen.feed, error))
        if outcome is not None:
            self._round.new += outcome.status == "added"
            self._round.changed += outcome.status == "changed"
            self._round.summaries += read.seen.state == "summary" and outcome.status in ("added", "changed")
            self._tell(outcome)

    # -- telling

    def _idle(self) -> bool:
        return not (self._out or self._asked or self._read or self._extracting)

    def _say(self) -> None:
        if self._round.asked or self._round.new or self._round.changed or self._round.failed:
            self._round.waiting = len(self._waiting)
            done, self._round = self._round, Round()
            self._said_at = time.monotonic()
            self._report(done)

    @contextlib.contextmanager
    def _writer(self, *, last: bool = False) -> Iterator[Dossier]:
        """The dossier open for writing, as soon as another writer lets go of it."""
        until = time.monotonic() + _PATIENCE
        while True:
            try:
                dossier = open_dossier(self._path, write=True, patience=_TURN)
                break
            except DossierLocked:
                if (last or self._stopped.is_set()) and time.monotonic() > until:
                    raise
        with dossier:
            yield dossier


def _read_elsewhere(tables: FeedTables, row: Seen) -> Seen:
    """The row, marked as read where another feed brought the same page."""
    document = tables.read_from(row.link) if row.link else None
    return msgspec.structs.replace(row, state="page", document=document, data="") if document else row
