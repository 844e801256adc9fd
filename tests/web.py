"""Web servers on loopback addresses, for the tests and the benchmark of fetching: each address is a host of its own."""

from __future__ import annotations

import itertools
import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from email.utils import formatdate
from typing import Any

Answer = bytes | Iterable[bytes]
"""The bytes of a whole answer, head included; or its pieces, sent one by one."""


@dataclass(frozen=True)
class Request:
    """What a server was asked. ``at``: seconds of the monotonic clock when the head had come in."""

    host: str
    path: str
    headers: dict[str, str]
    at: float


def answer(
    body: bytes | str = b"", status: str = "200 OK", kind: str = "text/html; charset=utf-8", **more: str
) -> bytes:
    """A well-formed answer; ``more`` are headers, with underscores for hyphens."""
    data = body.encode() if isinstance(body, str) else body
    head = {"Content-Type": kind, "Content-Length": str(len(data)), "Date": formatdate(usegmt=True)}
    head |= {name.replace("_", "-").title(): value for name, value in more.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{k}: {v}" for k, v in head.items()), "Connection: close", "", ""]
    return "\r\n".join(lines).encode("latin-1") + data


def redirect(to: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    return answer(status=status, location=to)


@dataclass
class Site:
    """One host. ``routes`` are asked by path, query left out; without one a path is 404."""

    ip: str = "127.0.0.1"
    routes: dict[str, Callable[[Request], Answer] | Answer] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    port: int = 0
    tls: ssl.SSLContext | None = None

    def __enter__(self) -> Site:
        site = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                site.serve(self.rfile, self.wfile)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            allow_reuse_address = True
            request_queue_size = 64

            def handle_error(self, request: Any, client_address: Any) -> None:
                """A reader that went away is no fault of the server's."""

        self._server = Server((self.ip, self.port), Handler)
        self.port = self._server.server_address[1]
        if self.tls is not None:
            self._server.socket = self.tls.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def serve(self, source: Any, out: Any) -> None:
        """One request, one answer."""
        if source.peek(1)[:1] == b"\x16":  # the hello of a TLS client, to a server without TLS
            out.write(answer("not HTTP", "400 Bad Request"))
            return
        line = source.readline(65_536).decode("latin-1").split()
        headers = {}
        for raw in iter(lambda: source.readline(65_536).strip(), b""):
            name, _, value = raw.decode("latin-1").partition(":")
            headers[name.strip().lower()] = value.strip()
        if len(line) < 2:
            return
        request = Request(self.ip, line[1], headers, time.monotonic())
        self.asked.append(request)
        found = self.routes.get(line[1].partition("?")[0], answer("absent", "404 Not Found"))
        made = found(request) if callable(found) else found
        for piece in (made,) if isinstance(made, bytes) else made:
            out.write(piece)
            out.flush()

    def url(self, path: str = "/") -> str:
        """The address of a path."""
        return f"http://{self.ip}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked, in order, but for robots.txt."""
        return [r.path for r in self.asked if r.path != "/robots.txt"]

    def gaps(self) -> list[float]:
        """Seconds between each request and the next."""
        times = [r.at for r in self.asked]
        return [b - a for a, b in itertools.pairwise(times)]


def page(title: str, *paragraphs: str, head: str = "") -> str:
    """An article in the manner of a publishing system."""
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f"<body><nav><a href='/'>Accueil</a></nav><article><h1>{title}</h1>{body}</article></body></html>"
    )


@dataclass(frozen=True)
class Item:
    """An entry of a feed; what is empty is left out."""

    title: str = ""
    link: str = ""
    guid: str = ""
    summary: str = ""
    full: str = ""
    day: str = ""

    def xml(self) -> str:
        """The entry as RSS."""
        parts = [f"<{n}>{v}</{n}>" for n, v in (("title", self.title), ("link", self.link), ("pubDate", self.day)) if v]
        parts += [f'<guid isPermaLink="false">{self.guid}</guid>'] if self.guid else []
        parts += [f"<description><![CDATA[{self.summary}]]></description>"] if self.summary else []
        parts += [f"<content:encoded><![CDATA[{self.full}]]></content:encoded>"] if self.full else []
        return f"<item>{''.join(parts)}</item>"


def rss(items: Iterable[Item], title: str = "Le Fil de Pelvenza", extra: str = "") -> bytes:
    """A feed."""
    body = "".join(item.xml() for item in items)
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>{title}</title>{extra}{body}</channel></rss>"
    ).encode()


def feed(items: Iterable[Item], **more: str) -> bytes:
    """An answer that is a feed."""
    return answer(rss(items), kind="application/rss+xml", **more)
