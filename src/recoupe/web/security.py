"""What stands before every page: the Host header, the token, the headers that keep hostile text harmless."""

from __future__ import annotations

import hmac
import ipaddress
from collections.abc import Collection
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL = ("127.0.0.1", "localhost", "[::1]")
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
"""No script and no style inside a page, ``style`` attributes included: SVG takes presentation attributes or classes."""
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # within the site, so that the browser tells where a form came from; nothing to others
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Guard:
    """Refuses a Host that is not ours (DNS rebinding), asks for the token where there is one, sets HEADERS.

    ``hosts`` are names without a port; with ``addresses`` any IP address in digits is ours too, which no rebinding can
    bring about. The port must be the one that the server listens on. The token comes once in the URL; then a cookie
    that no script reads and no other site sends holds it.
    """

    def __init__(
        self, app: ASGIApp, *, hosts: Collection[str] = LOCAL, addresses: bool = False, token: str | None = None
    ) -> None:
        self.app = app
        self._hosts = {h.lower() for h in hosts}
        self._addresses = addresses
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        if not self._ours(scope):
            await PlainTextResponse("Host?", 421)(scope, receive, headed)
        elif self._token is not None and not await self._known(scope, receive, headed, self._token):
            return
        else:
            await self.app(scope, receive, headed)

    def _ours(self, scope: Scope) -> bool:
        name, _, port = Headers(scope=scope).get("host", "").lower().rpartition(":")
        if not port.isdigit():
            name, port = f"{name}:{port}".lstrip(":"), "80"
        server = scope.get("server")
        if server is not None and server[1] is not None and port != str(server[1]):
            return False
        return name in self._hosts or (self._addresses and _is_address(name))

    async def _known(self, scope: Scope, receive: Receive, send: Send, token: str) -> bool:
        """Whether the cookie holds the token; answers by itself where it does not."""
        asked = HTTPConnection(scope)
        cookie = f"recoupe-{asked.url.port or 80}"
        if _same(asked.cookies.get(cookie, ""), token):
            return True
        given = asked.query_params.get("token", "")
        if scope["method"] == "GET" and _same(given, token):
            rest = [(k, v) for k, v in parse_qsl(asked.url.query, keep_blank_values=True) if k != "token"]
            where = scope["path"] + (f"?{urlencode(rest)}" if rest else "")
            answer = RedirectResponse(where if not where.startswith("//") else "/", 303)
            answer.set_cookie(cookie, token, httponly=True, samesite="strict", path="/")
            await answer(scope, receive, send)
        else:
            text = "Ouvrez le lien affiché par « recoupe serve ». / Open the link that “recoupe serve” shows."
            await PlainTextResponse(text, 403)(scope, receive, send)
        return False


def _same(given: str, token: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True
