"""The table of pages: a row each; a page is one module with a function from a request and a dossier to a response."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from recoupe.store import Dossier
from recoupe.web.pages import figures, places, timeline
from recoupe.web.pages.board import board_page
from recoupe.web.pages.brief import brief
from recoupe.web.pages.documents import compare, document, documents
from recoupe.web.pages.findings import finding, findings
from recoupe.web.pages.review import judge_page, judged_page, live, review_page
from recoupe.web.pages.search import search
from recoupe.web.pages.sources import sources

Handler = Callable[[Request, Dossier], Response]


class Page(NamedTuple):
    """``name`` is the route's, ``path`` as Starlette writes it, ``nav`` the message key of its entry in the menu.

    ``kept``: what it answers to one address is the same for all readers of one look until the dossier changes, and is
    kept till then. ``write`` answers a form: its fields are in ``request.state.form``, and it opens the dossier by
    itself.
    """

    name: str
    path: str
    function: Handler
    nav: str = ""
    kept: bool = False
    write: Callable[[Request], Response] | None = None

    @property
    def methods(self) -> tuple[str, ...]:
        """The methods that the page answers."""
        return ("GET", "POST") if self.write else ("GET",)


PAGES: tuple[Page, ...] = (
    Page("brief", "/", brief, "web.nav.brief", kept=True),
    Page("findings", "/findings", findings, "web.nav.findings", kept=True),
    Page("board", "/board", board_page, "web.nav.board", kept=True),
    Page("timeline", "/timeline", timeline.page, "web.nav.timeline", kept=True),
    Page("figures", "/figures", figures.page, "web.nav.figures", kept=True),
    Page("map", "/map", places.page, "web.nav.map", kept=True),
    Page("sources", "/sources", sources, "web.nav.sources", kept=True),
    Page("documents", "/documents", documents, "web.nav.documents", kept=True),
    Page("search", "/search", search, "web.nav.search"),
    Page("review", "/review", review_page, "web.nav.review"),
    Page("judge", "/review/{id}", judge_page, write=judged_page),
    Page("live", "/live", live),
    Page("finding", "/findings/{id}", finding),
    Page("document", "/documents/{id}", document),
    Page("compare", "/documents/{id}/compare/{other}", compare),
)
