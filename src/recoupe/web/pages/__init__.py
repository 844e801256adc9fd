"""The table of pages: a row each; a page is one module with a function from a request and a dossier to a response."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from recoupe.store import Dossier
from recoupe.web.pages.brief import brief

Handler = Callable[[Request, Dossier], Response]


class Page(NamedTuple):
    """``name`` is the route's, ``path`` as Starlette writes it, ``nav`` the message key of its entry in the menu.

    A page with POST finds its fields in ``request.state.form``.
    """

    name: str
    path: str
    function: Handler
    nav: str = ""
    methods: tuple[str, ...] = ("GET",)


PAGES: tuple[Page, ...] = (Page("brief", "/", brief, "web.nav.brief"),)
