"""Templates, languages and links. Every string of a page passes :func:`recoupe.text.harmless` and is then escaped."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Hashable
from importlib import resources
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from recoupe.messages import DEFAULT, LANGUAGES, Messages, messages
from recoupe.text import harmless

T = TypeVar("T")
THEMES = ("light", "dark")
_YEAR = 365 * 24 * 3600


def words_for(request: Request) -> Messages:
    """The messages in the reader's language: ``?lang=``, the one chosen before, the server's, the browser's."""
    asked = [request.query_params.get("lang"), request.cookies.get("lang"), request.app.state.language]
    for part in request.headers.get("accept-language", "").split(","):
        asked.append(part.strip()[:2].lower())
    return messages(next((a for a in asked if a in LANGUAGES), DEFAULT))


def _theme(request: Request) -> str:
    """The theme that was chosen; empty: the system's."""
    asked = request.query_params.get("theme", request.cookies.get("theme", ""))
    return asked if asked in THEMES else ""


def look_of(request: Request) -> tuple[str, ...] | None:
    """What a page depends on besides the dossier: its address, language, theme, whether all of it is asked for; None
    where the address changes what the reader's browser remembers."""
    if {"lang", "theme", "token"} & request.query_params.keys():
        return None
    url = request.url
    return (url.path, url.query, words_for(request).language, _theme(request), "part" if _partial(request) else "")


def _partial(request: Request) -> bool:
    return request.headers.get("hx-request") == "true" and request.headers.get("hx-boosted") != "true"


def link(request: Request, /, path: str | None = None, **changes: object) -> str:
    """A link to ``path`` with these values; without a path, this page with these values changed (None takes one away).

    A page's state is wholly in its query. ``lang`` and ``theme`` are kept in cookies and never handed on; a change of
    anything but ``page`` goes back to the first page.
    """
    query: dict[str, list[str]] = {}
    if path is None:
        path = request.url.path
        for name, value in request.query_params.multi_items():
            if name not in ("lang", "theme", "page", "token"):
                query.setdefault(name, []).append(value)
    for name, given in changes.items():
        values = given if isinstance(given, list | tuple) else [given]
        query[name.rstrip("_")] = [str(v) for v in values if v not in (None, "")]
    pairs = [(name, v) for name, values in query.items() for v in values]
    return path + (f"?{urlencode(pairs)}" if pairs else "")


def kept(request: Request, key: Hashable, make: Callable[[], T]) -> T:
    """See :meth:`recoupe.web.readers.Readers.kept`."""
    return cast(T, request.app.state.readers.kept(request.state.stamp, key, make))


def render(request: Request, template: str, /, *, status: int = 200, **data: Any) -> Response:
    """A page from a template of ``templates/``; its main part alone where htmx asks for it."""
    from recoupe.web.pages import PAGES

    t = words_for(request)
    html = (
        _environment()
        .get_template(template)
        .render(
            {
                "t": t,
                "request": request,
                "here": getattr(request.state, "page", None),
                "menu": [p for p in PAGES if p.nav],
                "name": request.app.state.readers.path.stem,
                "theme": _theme(request),
                "layout": "bare.html" if _partial(request) else "base.html",
                "link": functools.partial(link, request),
                "static": _static,
                "live": getattr(request.state, "live", None),
                **data,
            }
        )
    )
    answer = HTMLResponse(html, status, headers={"vary": "hx-request, accept-language, cookie"})
    for name, known in (("lang", LANGUAGES), ("theme", (*THEMES, "auto"))):
        chosen = request.query_params.get(name, "")
        if chosen in known:
            answer.set_cookie(name, chosen, max_age=_YEAR, httponly=True, samesite="strict")
    return answer


@functools.cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("recoupe.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    from recoupe.web import wording

    made.globals |= {"w": wording}
    return made


def _finalize(value: object) -> object:
    # most strings have nothing to take out, which is told at once
    if isinstance(value, str) and not value.isprintable() and not isinstance(value, Markup):
        return harmless(value)
    return value


@functools.cache
def _version(name: str) -> str:
    return hashlib.sha256((resources.files("recoupe.web") / "static" / name).read_bytes()).hexdigest()[:8]


def _static(name: str) -> str:
    """Address of a static file; it changes with the file."""
    return f"/static/{name}?{_version(name)}"
