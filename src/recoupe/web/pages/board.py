"""The board: issues by party, the present stance in the cell; below, promises and what became of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from recoupe.check.board import ON_BOARD
from recoupe.store import Dossier
from recoupe.views.board import Row, board
from recoupe.views.deadlines import OVERDUE_FIRST, deadlines
from recoupe.views.lookup import Shelf
from recoupe.views.terms import count_of
from recoupe.web.asking import day, text
from recoupe.web.paging import Pages, page_asked
from recoupe.web.render import kept, render, words_for

NEWEST = 400
"""Stances, and promises, that are looked at: those of the newest texts that the filters keep."""
_ISSUES, _COLUMNS, _PROMISES = 20, 6, 30


def board_page(request: Request, dossier: Dossier) -> Response:
    """Issues by party, and promises as of a day."""
    t = words_for(request)
    party, issue, as_of = text(request, "party"), text(request, "issue"), day(request, "as_of")
    shelf = Shelf(dossier, paged=True)
    rows = kept(
        request, ("board", party, issue), lambda: board(dossier, party=party, issue=issue, shelf=shelf, newest=NEWEST)
    )
    judged, promises = kept(
        request,
        ("promises", as_of, party),
        lambda: deadlines(dossier, as_of=as_of, party=party, shelf=shelf, newest=NEWEST),
    )
    page = page_asked(request)
    pages = Pages(page, _ISSUES, len(rows))
    shown = rows[pages.offset : pages.offset + _ISSUES]
    due = Pages(page_asked(request, "due"), _PROMISES, len(promises))
    ordered = sorted(promises, key=lambda p: OVERDUE_FIRST.index(p.state))
    columns = _parties(shown)
    return render(
        request,
        "board.html",
        title=t("web.nav.board"),
        rows=shown,
        columns=columns,
        pages=pages,
        promises=ordered[due.offset : due.offset + _PROMISES],
        due=due,
        as_of=judged,
        newest=NEWEST if _held(dossier) > NEWEST else 0,
    )


def _held(dossier: Dossier) -> int:
    """How many stances and proposals there are."""
    return sum(count_of(dossier, "type", kind) for kind in ON_BOARD)


def _parties(rows: Sequence[Row]) -> list[str]:
    """The parties of the columns: those that take most stances; the others stand in a last column."""
    count = Counter(c.party for r in rows for c in r.cells)
    return [name for name, _ in sorted(count.items(), key=lambda x: (-x[1], x[0]))[:_COLUMNS]]
