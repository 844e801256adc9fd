"""Searching: words in sentences, narrowed by what the records in them are."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from recoupe.errors import BadQuery
from recoupe.store import Dossier
from recoupe.views.lookup import Shelf
from recoupe.views.searching import SAMPLE, Answer, find
from recoupe.views.terms import TERMS
from recoupe.web.asking import day
from recoupe.web.paging import Pages, page_asked
from recoupe.web.render import kept, render, words_for

SIZE = 25


def search(request: Request, dossier: Dossier) -> Response:
    """Sentences that answer, and how they divide."""
    t = words_for(request)
    words = request.query_params.get("q", "").strip()[:300]
    asked = {name: [v for v in request.query_params.getlist(name) if v] for name in TERMS}
    since, until, page = day(request, "since"), day(request, "until"), page_asked(request)
    reviewed = {"yes": True, "no": False}.get(request.query_params.get("reviewed", ""))
    problem = ""

    def answer() -> Answer:
        shelf = Shelf(dossier, paged=True)
        days = {"since": since, "until": until}
        return find(shelf, words, asked, **days, reviewed=reviewed, offset=(page - 1) * SIZE, limit=SIZE)

    try:
        key = ("search", words, *(tuple(v) for v in asked.values()), since, until, reviewed, page)
        found = kept(request, key, answer)
    except BadQuery:
        problem = t("error.BadQuery", query=words)
        found = Answer((), 0, False, False, {name: [] for name in TERMS})
    return render(
        request,
        "search.html",
        title=words or t("web.nav.search"),
        words=words,
        asked=asked,
        given=any(asked.values()) or bool(words or since or until or reviewed is not None),
        found=found,
        pages=Pages(page, SIZE, found.total, found.more),
        problem=problem,
        names=[n for n in TERMS if n != "open"],
        sample=SAMPLE,
    )
