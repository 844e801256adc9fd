"""The brief: what is told, by heading; where the parties stand; what falls due; what is left open."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from recoupe.store import Dossier
from recoupe.views.board import board
from recoupe.views.brief import spoken
from recoupe.views.deadlines import OVERDUE_FIRST, deadlines
from recoupe.views.digest import amounts, headings
from recoupe.views.lookup import Shelf
from recoupe.views.terms import terms
from recoupe.web.asking import day
from recoupe.web.pages.board import NEWEST
from recoupe.web.pages.shared import around, cited, told_in
from recoupe.web.render import kept, render, words_for

LINES = 6
_FEW = 6


def brief(request: Request, dossier: Dossier) -> Response:
    """Findings by heading, each opening on the words of its sources, and in short what other views show in full."""
    t = words_for(request)
    since, until = day(request, "since"), day(request, "until")
    shelf = Shelf(dossier, paged=True)
    sections = kept(request, ("brief", since, until), lambda: headings(shelf, since=since, until=until, limit=LINES))
    rows = kept(request, ("board", None, None), lambda: board(dossier, shelf=shelf, newest=NEWEST))
    rows = [r for r in rows if spoken(r, since, until)]
    as_of, promises = kept(
        request, ("promises", until, None), lambda: deadlines(dossier, as_of=until, shelf=shelf, newest=NEWEST)
    )
    promises = [p for p in promises if since is None or (p.due_latest or "") >= since]
    promises.sort(key=lambda p: OVERDUE_FIRST.index(p.state))
    issues = [r for r in rows if r.proposed or len(r.cells) > 1 or any(c.moved for c in r.cells)] or rows
    told = told_in(c for s in sections for c in s.findings)
    return render(
        request,
        "brief.html",
        title=t("web.nav.brief"),
        since=since,
        until=until,
        amounts=kept(request, "amounts", lambda: amounts(dossier)),
        sections=sections,
        issues=issues[:_FEW],
        issues_total=len(rows),
        as_of=as_of,
        promises=promises[:_FEW],
        promises_total=len(promises),
        speakers=kept(request, "speakers", lambda: terms(dossier, "speaker", limit=12)),
        around=around(dossier, told),
        sources=cited(shelf, [*told, *(p.told for p in promises[:_FEW])]),
    )
