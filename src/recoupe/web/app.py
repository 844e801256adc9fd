"""The application: routes from the table of pages, each page read in one transaction in a thread of the pool."""

from __future__ import annotations

import functools
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import asynccontextmanager
from importlib import resources
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from recoupe.errors import DossierError, NotFound
from recoupe.export.explaining import explain
from recoupe.pipeline import settle
from recoupe.web.draw.shapes import load_shapes
from recoupe.web.judging import refuse_forgery
from recoupe.web.live import strip
from recoupe.web.pages import PAGES, Page
from recoupe.web.readers import Readers
from recoupe.web.render import look_of, render, words_for
from recoupe.web.security import LOCAL, Guard

STATIC = {
    "recoupe.css": "text/css; charset=utf-8",
    "draw.css": "text/css; charset=utf-8",
    "recoupe.js": "text/javascript; charset=utf-8",
    "htmx.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
    "review.js": "text/javascript; charset=utf-8",
    "review.css": "text/css; charset=utf-8",
}
"""Files that are served, by name: no path from a URL reaches the file system. Add a row for a new file."""
_FORM = 64_000
"""Bytes of a form that is sent to us."""


def create_app(
    path: Path | str,
    *,
    token: str | None = None,
    language: str | None = None,
    hosts: Collection[str] = LOCAL,
    addresses: bool = False,
    shapes: Path | None = None,
) -> Starlette:
    """The pages of one dossier.

    ``token`` is asked for where it is given; ``language`` is that of readers who choose none; ``hosts`` and
    ``addresses`` are those of :class:`Guard`; ``shapes`` is a file of outlines for the map in the place of ours.
    Raises DossierError where the dossier cannot be read, BadKnowledge where the outlines cannot.
    """
    readers = Readers(path)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        readers.close()

    routes = [Route(p.path, _endpoint(p), methods=list(p.methods), name=p.name) for p in PAGES]
    routes.append(Route("/static/{name}", _static, name="static"))
    guard = Middleware(Guard, hosts=hosts, addresses=addresses, token=token)
    app = Starlette(
        routes=routes,
        middleware=[guard],
        lifespan=lifespan,
        exception_handlers={
            **dict.fromkeys((400, 403, 409, DossierError), _refused),
            **dict.fromkeys((404, NotFound), _missing),
        },
    )
    app.state.readers, app.state.language = readers, language
    app.state.shapes = None if shapes is None else load_shapes(shapes)
    app.state.secret, app.state.settle = secrets.token_bytes(32), functools.partial(settle, path)
    return app


def _endpoint(page: Page) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        request.state.form = await _form(request) if request.method == "POST" else {}
        if request.method == "POST":
            refuse_forgery(request)
        return await run_in_threadpool(_read, page, request)

    return endpoint


def _read(page: Page, request: Request) -> Response:
    readers: Readers = request.app.state.readers
    request.state.page, request.state.stamp = page, readers.stamp()
    if request.method == "POST" and page.write is not None:
        return page.write(request)  # no reader may stand in the way of a writer
    with readers.reading() as dossier:
        request.state.live = strip(dossier)
        own = look_of(request)
        if not page.kept or request.state.live.tells or own is None:
            return page.function(request, dossier)
        made = readers.kept(request.state.stamp, own, lambda: page.function(request, dossier))
        return Response(made.body, made.status_code, dict(made.headers))


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form in URL encoding, the last one of a name; empty where it is longer than _FORM."""
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _FORM:
            return {}
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _missing(request: Request, error: Exception) -> Response:
    t = words_for(request)
    wanted = error.wanted if isinstance(error, NotFound) else request.url.path
    return render(request, "missing.html", status=404, title=t("web.missing"), wanted=wanted)


def _refused(request: Request, error: Exception) -> Response:
    """What was asked is not understood or refused (4xx), or the dossier cannot be read now (503)."""
    t = words_for(request)
    if isinstance(error, HTTPException):
        key, why, status = "web.refused", error.detail, error.status_code
    else:
        assert isinstance(error, DossierError)
        key, why, status = "web.unreadable", explain(error, t), 503
    return render(request, "refused.html", status=status, title=t(key), why=why)


@functools.cache
def _file(name: str) -> bytes:
    return (resources.files("recoupe.web") / "static" / name).read_bytes()


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in STATIC:
        return PlainTextResponse("404", 404)
    return Response(_file(name), media_type=STATIC[name], headers={"cache-control": "max-age=3600"})
