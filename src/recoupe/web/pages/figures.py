"""Figures: what each origin counts, one panel for each thing counted."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from recoupe.check.sides import UNKNOWN
from recoupe.export.findings import counted, teller
from recoupe.messages import Messages
from recoupe.store import Dossier
from recoupe.views.figures import Figure, Value, figures
from recoupe.views.terms import MOST
from recoupe.views.timeline import KINDS
from recoupe.web import wording as w
from recoupe.web.draw import figures as picture
from recoupe.web.draw.timeline import kind_of
from recoupe.web.pages.timeline import choices, filters_of
from recoupe.web.paging import Pages, page_asked
from recoupe.web.render import kept, render, words_for

_SIZE, _ONCE = 12, 40
"""Panels, and rows of what is counted once, on a page."""
_KINDS = tuple(k for k in KINDS if k not in ("due", "statement"))


def page(request: Request, dossier: Dossier) -> Response:
    """Panels of what several values were given for; in a table, what one value was given for."""
    t = words_for(request)
    filters, at = filters_of(request), page_asked(request)
    once = "once" in request.query_params
    size = _ONCE if once else _SIZE
    found = kept(
        request,
        ("figures", filters, once, at),
        lambda: figures(dossier, filters=filters, several=not once, offset=(at - 1) * size, limit=size),
    )
    return render(
        request,
        "figures.html",
        title=t("web.nav.figures"),
        found=found,
        once=once,
        filters=filters,
        kinds=[(k, kind_of(k, t)) for k in _KINDS],
        choices=choices(request, dossier),
        leaf=Pages(at, size, found.rows),
        most=MOST,
        drawn=lambda f: picture.draw(f, t, said=lambda v: told(v, t), title=title_of(f, t)),
        picture=picture,
        value=lambda v: counted(v.low, v.high, v.modifier, v.unit, t),
        who=lambda v: who(v, t),
    )


def title_of(figure: Figure, t: Messages) -> str:
    """What a figure counts: its type, places and days."""
    said = [t(f"event.{figure.type}"), *figure.places[:2]]
    return ", ".join([*said, w.short(figure.first, figure.last, t)])


def who(value: Value, t: Messages) -> str:
    """Who gives a value."""
    return teller(value.by, value.voice, t, unclear=value.origin == UNKNOWN)


def told(value: Value, t: Messages) -> str:
    """All that is told of a value: who, how many, when, whether it was denied or replaced."""
    said = [f"{who(value, t)}{t('quote.colon')}{counted(value.low, value.high, value.modifier, value.unit, t)}"]
    said.append(w.short(value.dated.earliest, value.dated.latest, t))
    said += [t("finding.denies")] if value.denies else []
    said += [t("finding.superseded")] if value.superseded else []
    return ", ".join(said)
