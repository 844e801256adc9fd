"""A polite reader of addresses: robots.txt, one connection and a pace a host, redirects one by one, stated limits."""

from __future__ import annotations

import contextlib
import email.utils
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urljoin

import httpcore2

from recoupe import __version__
from recoupe.errors import FetchFailed
from recoupe.fetch import robots
from recoupe.fetch.address import Resolve, Target, parse, resolve
from recoupe.fetch.body import ACCEPTED, unpacked
from recoupe.fetch.connection import Pinned
from recoupe.fetch.problems import problem

AGENT = f"Recoupe/{__version__}"
"""The name that is given to servers, and looked for in robots.txt up to the slash."""
_REDIRECTS = (301, 302, 303, 307, 308)
_LONGEST_HOLD = 86_400.0


@dataclass(frozen=True)
class Limits:
    """Seconds for a connection, between two reads and for a whole exchange; bytes on the wire and unpacked; hops."""

    connect: float = 10.0
    read: float = 20.0
    total: float = 60.0
    wire: int = 5_000_000
    body: int = 10_000_000
    redirects: int = 5


@dataclass(frozen=True)
class Reply:
    """What an address gave: ``address`` is where the last redirect led, ``status`` 200 or 304."""

    address: str
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


@dataclass
class _Host:
    """The turn of one host. The lock is held for the whole of an exchange."""

    turn: threading.Lock = field(default_factory=threading.Lock)
    asking: threading.Lock = field(default_factory=threading.Lock)
    """Held while robots.txt is asked for: once, whoever waits for it."""
    free_at: float = 0.0
    delay: float = 0.0
    held: bool = False
    """Whether the host asked to be left alone until ``free_at``."""


class Client:
    """Reads addresses, from several threads. ``pace``: seconds between the end of one request to a host and the next.

    ``private`` allows addresses of one's own network. ``resolve`` is the name service.
    """

    def __init__(
        self,
        *,
        agent: str = AGENT,
        pace: float = 2.0,
        private: bool = False,
        limits: Limits | None = None,
        resolve: Resolve = resolve,
    ) -> None:
        self.limits = limits or Limits()
        self._agent, self._pace, self._private, self._resolve = agent, pace, private, resolve
        self._hosts: dict[str, _Host] = {}
        self._rules: dict[str, robots.Rules] = {}
        self._guard = threading.Lock()
        self._under_way: set[Pinned] = set()
        self._stopped = threading.Event()
        self._tls = httpcore2.default_ssl_context()  # reads the certificates of the system: once

    def get(self, address: str, *, etag: str = "", modified: str = "") -> Reply:
        """What an address gives, redirects followed; with the marks of an earlier reply, 304 where nothing changed.

        Raises FetchFailed.
        """
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        target = parse(address)
        for _ in range(self.limits.redirects + 1):
            rules = self._robots(target, address)
            if rules.closed is not None:
                raise problem(address, "closed", rules.closed.detail)
            if not rules.allows(target.address, self._agent):
                raise problem(address, "robots")
            reply = self._exchange(target, address, asked)
            if reply.status not in _REDIRECTS:
                return _answered(reply, address)
            target = self._next(reply, address)
        raise problem(address, "redirects", self.limits.redirects)

    def turn_of(self, address: str) -> tuple[str, bool]:
        """The host of an address, empty where there is none, and whether it may be asked now."""
        try:
            name = parse(address).host
        except FetchFailed:  # asking for it will say why
            return "", True
        host = self._hosts.get(name)
        return name, host is None or host.free_at <= time.monotonic()

    def stop(self) -> None:
        """End what is under way in other threads, and refuse what comes: each raises FetchFailed (stopped)."""
        self._stopped.set()
        with self._guard:
            for pinned in self._under_way:
                pinned.cut()

    def _next(self, reply: Reply, address: str) -> Target:
        location = reply.headers.get("location", "")
        if not location:
            raise problem(address, "broken", "a redirect to nowhere")
        try:
            return parse(urljoin(reply.address, location.encode("latin-1", "replace").decode("utf-8", "replace")))
        except FetchFailed as error:  # named as the user knows it
            raise problem(address, error.code, f"{error.detail}, {error.address}") from error

    def _robots(self, target: Target, address: str) -> robots.Rules:
        """The rules of the target's host, asked for where they are not known or too old."""
        host = self._host(target)
        with host.asking:
            known = self._rules.get(target.origin)
            if known is None or known.until <= time.monotonic():
                known = self._rules[target.origin] = self._ask_robots(target, address)
                host.delay = known.delay(self._agent)
                host.free_at = max(host.free_at, time.monotonic() + host.delay)
        return known

    def _ask_robots(self, target: Target, address: str) -> robots.Rules:
        def get() -> tuple[int, bytes]:
            asked = Target(target.scheme, target.host, target.port, "/robots.txt")
            for _ in range(self.limits.redirects + 1):
                reply = self._exchange(asked, address, {})
                if reply.status not in _REDIRECTS:
                    return reply.status, reply.body
                asked = self._next(reply, address)
            raise problem(address, "redirects", self.limits.redirects)

        return robots.read(get, address, time.monotonic())

    def _host(self, target: Target) -> _Host:
        with self._guard:
            return self._hosts.setdefault(target.host, _Host())

    def _exchange(self, target: Target, address: str, asked: Mapping[str, str]) -> Reply:
        """One request, in the turn of its host."""
        host = self._host(target)
        with host.turn:
            wait = host.free_at - time.monotonic()
            if host.held and wait > 0:
                raise problem(address, "busy", f"{wait:.0f} s", retry_after=wait)
            if self._stopped.wait(max(0.0, wait)):
                raise problem(address, "stopped")
            host.held = False
            try:
                reply = self._request(target, address, asked)
            finally:
                host.free_at = time.monotonic() + max(self._pace, host.delay)
            if reply.status in (429, 503):
                hold = _seconds(reply.headers.get("retry-after", ""))
                if hold is not None:
                    host.free_at, host.held = max(host.free_at, time.monotonic() + hold), True
            return reply

    def _request(self, target: Target, address: str, asked: Mapping[str, str]) -> Reply:
        limits = self.limits
        pinned = Pinned(address, deadline=time.monotonic() + limits.total, private=self._private, resolve=self._resolve)
        asking = {
            "Host": target.origin.partition("//")[2],
            "User-Agent": self._agent,
            "Accept": "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, */*;q=0.5",
            "Accept-Encoding": ACCEPTED,
            "Connection": "close",
            **{name: value for name, value in asked.items() if value},
        }
        headers = [(name.encode(), value.encode("latin-1", "replace")) for name, value in asking.items()]
        times = {"connect": limits.connect, "read": limits.read, "write": limits.read, "pool": limits.connect}
        with (
            self._followed(pinned),
            self._named(address),
            httpcore2.ConnectionPool(self._tls, network_backend=pinned, max_keepalive_connections=0) as pool,
            pool.stream("GET", target.address, headers=headers, extensions={"timeout": times}) as answer,
        ):
            got = {k.decode("latin-1").lower(): v.decode("latin-1") for k, v in answer.headers}
            # what is no answer to read, or too large by its own word, is not received
            if answer.status != 200:
                return Reply(target.address, answer.status, got, b"")
            if int(got.get("content-length", "0") or 0) > limits.wire:
                raise problem(address, "large", limits.wire // 1_000_000)
            encoding = got.get("content-encoding", "")
            body = unpacked(answer.iter_stream(), encoding, address, wire=limits.wire, body=limits.body)
            if self._stopped.is_set():  # cut by us, not ended by the server
                raise problem(address, "stopped")
            return Reply(target.address, 200, got, body)

    @contextlib.contextmanager
    def _followed(self, pinned: Pinned) -> Iterator[None]:
        """Known as under way, so that :meth:`stop` can end it."""
        with self._guard:
            self._under_way.add(pinned)
        try:
            yield
        finally:
            with self._guard:
                self._under_way.discard(pinned)

    @contextlib.contextmanager
    def _named(self, address: str) -> Iterator[None]:
        """Faults of the connection as errors that name the address."""
        try:
            yield
        except FetchFailed:
            raise
        except (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError, OSError) as error:
            if self._stopped.is_set():
                raise problem(address, "stopped") from error
            if isinstance(error, httpcore2.TimeoutException):
                raise problem(address, "slow", f"{self.limits.total:g}") from error
            if isinstance(error, httpcore2.ProtocolError):
                raise problem(address, "broken", error) from error
            said = str(error)
            unsafe = isinstance(error, httpcore2.ConnectError) and ("SSL" in said or "certificate" in said.lower())
            raise problem(address, "tls" if unsafe else "refused", said) from error


def _answered(reply: Reply, address: str) -> Reply:
    """The reply, where there is one to read."""
    if reply.status in (200, 304):
        return reply
    if reply.status in (429, 503):
        wait = _seconds(reply.headers.get("retry-after", ""))
        raise problem(address, "busy", reply.status, retry_after=wait)
    raise problem(address, "status", reply.status)


def _seconds(value: str) -> float | None:
    """Retry-After as seconds from now: a number, or a date; at most a day."""
    value = value.strip()
    if value.isdecimal():
        return min(float(value), _LONGEST_HOLD)
    try:
        when = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    now = datetime.now(UTC if when.tzinfo else None)
    return min(max(0.0, (when - now).total_seconds()), _LONGEST_HOLD)
