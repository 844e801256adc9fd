"""Outlets: whom they relay, after whom they tell, what they say first or alone; and which texts copy which."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from recoupe.store import Dossier
from recoupe.views.lookup import Shelf
from recoupe.views.tellers import copies_page, repeats, tellers_page
from recoupe.web.paging import Pages, page_asked
from recoupe.web.render import kept, render, words_for

_OUTLETS, _COPIES, _GRID = 25, 20, 10


def sources(request: Request, dossier: Dossier) -> Response:
    """Outlets a page at a time, who tells after whom among them, and copies."""
    t = words_for(request)
    page = page_asked(request)
    shelf = Shelf(dossier, paged=True)
    rows, total = kept(
        request,
        ("tellers", page),
        lambda: tellers_page(dossier, offset=(page - 1) * _OUTLETS, limit=_OUTLETS),
    )
    names = [x.name for x in rows if x.after or x.first][:_GRID]
    grid = kept(request, ("repeats", page), lambda: repeats(dossier, names))
    copies, copied = kept(
        request, ("copies", page), lambda: copies_page(shelf, offset=(page - 1) * _COPIES, limit=_COPIES)
    )
    return render(
        request,
        "sources.html",
        title=t("web.nav.sources"),
        outlets=rows,
        pages=Pages(page, _OUTLETS, total),
        grid=grid,
        names=[n for n in names if any(n in pair for pair in grid)],
        copies=copies,
        copied=Pages(page, _COPIES, copied),
    )
