"""Connections to addresses that were checked, each read bound by one deadline for the whole exchange."""

from __future__ import annotations

import contextlib
import socket
import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore2

from recoupe.fetch.address import Resolve, may_connect
from recoupe.fetch.problems import problem


class Pinned(httpcore2.NetworkBackend):
    """Resolves a host once, checks every address it may be, and connects to the one checked: no second answer of the
    name server can lead elsewhere.

    ``deadline`` is on the clock of time.monotonic.
    """

    def __init__(self, address: str, *, deadline: float, private: bool, resolve: Resolve) -> None:
        self._address, self._deadline, self._private, self._resolve = address, deadline, private, resolve
        self._stream: Bound | None = None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to an address of the host; raises FetchFailed (unknown, private), httpcore2.ConnectError."""
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise problem(self._address, "unknown", host) from error
        refused = [ip for ip in found if not may_connect(ip, private=self._private)]
        if refused or not found:
            raise problem(self._address, "private", ", ".join(refused) or host)
        system = httpcore2.SyncBackend()
        for left, ip in zip(range(len(found) - 1, -1, -1), found, strict=True):
            try:
                wait = min(timeout or 0, self.left())
                stream = system.connect_tcp(ip, port, wait, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout):
                if not left:
                    raise
            else:
                self._stream = Bound(stream, self)
                return self._stream
        raise AssertionError  # the last one returned or raised

    def left(self) -> float:
        """Seconds that are left; raises httpcore2.ReadTimeout where there are none."""
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore2.ReadTimeout("the whole answer took too long")
        return left

    def cut(self) -> None:
        """End the exchange from another thread."""
        self._deadline = 0.0
        if self._stream is not None:
            with contextlib.suppress(OSError):  # it may have ended by itself
                self._stream.get_extra_info("socket").shutdown(socket.SHUT_RDWR)


class Bound(httpcore2.NetworkStream):
    """A stream of which no read or write outlasts the deadline."""

    def __init__(self, stream: httpcore2.NetworkStream, pinned: Pinned) -> None:
        self._stream, self._pinned = stream, pinned

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, min(timeout or 0, self._pinned.left()))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, min(timeout or 0, self._pinned.left()))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        wait = min(timeout or 0, self._pinned.left())
        self._stream = self._stream.start_tls(ssl_context, server_hostname, wait)
        return self

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)
