"""What stands before a form that changes something: where it came from, a token that only our pages know, and a name.

The token is the signature of a random value in a cookie: a page of another site can neither read the one nor forge the
other, even where it can set cookies for this host (another port of the same machine). The browser's own word on the
origin of a request is asked besides, wherever it gives one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from urllib.parse import quote, unquote, urlsplit

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from recoupe.web.render import words_for

NAME = "recoupe-name"
LONGEST = 80
"""Characters of a name."""
_YEAR = 365 * 24 * 3600


def form_token(request: Request) -> str:
    """The token for the forms of a page; :func:`keep` must see the answer."""
    if not hasattr(request.state, "nonce"):
        request.state.nonce = request.cookies.get(_cookie(request)) or secrets.token_urlsafe(18)
    return _signed(request, request.state.nonce)


def keep(request: Request, answer: Response) -> Response:
    """The answer with the cookie that its forms rest on."""
    nonce = getattr(request.state, "nonce", None)
    if nonce is not None and request.cookies.get(_cookie(request)) != nonce:
        answer.set_cookie(_cookie(request), nonce, httponly=True, samesite="strict", path="/")
    return answer


def refuse_forgery(request: Request) -> None:
    """Raise 403 where a form that was sent is not one of ours, or was sent from elsewhere."""
    headers = request.headers
    site = headers.get("sec-fetch-site")
    origin = headers.get("origin")
    foreign = site not in (None, "same-origin")
    if origin is not None and not (origin == "null" and site == "same-origin"):
        foreign = foreign or urlsplit(origin).netloc.lower() != headers.get("host", "").lower()
    nonce, given = request.cookies.get(_cookie(request), ""), request.state.form.get("token", "")
    signed = hmac.compare_digest(_signed(request, nonce).encode(), given.encode("utf-8", "replace"))
    if foreign or not nonce or not signed:
        raise HTTPException(403, words_for(request)("judge.forged"))


def name_of(request: Request) -> str:
    """The name under which the reader judges, as the cookie keeps it; empty where none was given yet."""
    return " ".join(unquote(request.cookies.get(NAME, "")).split())[:LONGEST]


def keep_name(answer: Response, name: str) -> None:
    """Keep a name for a year."""
    answer.set_cookie(NAME, quote(name), max_age=_YEAR, httponly=True, samesite="strict", path="/")


def _cookie(request: Request) -> str:
    return f"recoupe-form-{request.url.port or 80}"


def _signed(request: Request, nonce: str) -> str:
    secret: bytes = request.app.state.secret
    return hmac.new(secret, nonce.encode("utf-8", "replace"), hashlib.sha256).hexdigest()
