"""The brief: what is told, by heading."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from recoupe import views
from recoupe.store import Dossier
from recoupe.web.render import render, words_for


def brief(request: Request, dossier: Dossier) -> Response:
    """Findings by heading, each opening on the words of its sources."""
    t = words_for(request)
    found = views.brief(dossier, limit=8)
    return render(request, "brief.html", title=t("web.nav.brief"), found=found)
