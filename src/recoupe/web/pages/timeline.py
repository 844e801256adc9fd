"""The timeline: things by day, in lanes by type or by party."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from recoupe.messages import Messages
from recoupe.store import Dossier
from recoupe.views.facets import Filters, chief, party_names
from recoupe.views.timed import Mark
from recoupe.views.timeline import KINDS, LANES, Lane, Timeline, things, timeline
from recoupe.web.asking import chosen, day, text, values
from recoupe.web.draw import timeline as picture
from recoupe.web.paging import SIZE, Pages, page_asked
from recoupe.web.render import kept, link, render, words_for


class Move(NamedTuple):
    """A step to another window: the key of its words, and its link; None where there is nowhere to go."""

    words: str
    href: str | None


def page(request: Request, dossier: Dossier) -> Response:
    """Lanes of things by day; the window, the lanes and the filters are in the URL."""
    t = words_for(request)
    filters = filters_of(request)
    lanes = request.query_params.get("lanes", "")
    lanes = lanes if lanes in LANES else LANES[0]
    found = kept(request, ("timeline", filters, lanes), lambda: timeline(dossier, filters=filters, lanes=lanes))

    def narrower(first: str, last: str) -> str:
        return link(request, from_=first, to=last)

    def pictures() -> list[Markup]:
        frames = picture.FRAMES if found.lanes else ()
        return [picture.draw(found, t, narrower=narrower, name=lambda x: name_of(x, t), frame=f) for f in frames]

    drawn = kept(request, ("timeline", request.url.query, t.language), pictures)
    listed, leaf = list[Mark](), None
    undated = "undated" in request.query_params
    if undated or (found.first and found.first == found.last):
        at = page_asked(request)
        window = None if undated else (found.first, found.last)
        rows, listed = things(dossier, window, filters=filters, offset=(at - 1) * SIZE, limit=SIZE)
        leaf = Pages(at, SIZE, rows)
    return render(
        request,
        "timeline.html",
        title=t("web.nav.timeline"),
        found=found,
        drawn=drawn,
        filters=filters,
        lanes=lanes,
        kinds=[(k, picture.kind_of(k, t)) for k in KINDS],
        moves=moves(request, found),
        choices=choices(request, dossier),
        picture=picture,
        name_of=name_of,
        listed=listed,
        leaf=leaf,
        undated=undated,
    )


def filters_of(request: Request) -> Filters:
    """What the URL asks for. Raises HTTPException (400) for a day or a type that is none."""
    return Filters(
        types=tuple(dict.fromkeys(chosen(request, "type", (*values("EventType"), "due")))),
        party=text(request, "party"),
        place=text(request, "place"),
        since=day(request, "from") or day(request, "since"),
        until=day(request, "to") or day(request, "until"),
    )


def choices(request: Request, dossier: Dossier) -> list[str]:
    """Names of the parties that most things are about, to choose from."""
    keys = [key for key, _ in kept(request, ("parties",), lambda: chief(dossier, "party", 40))]
    names = kept(request, ("party names",), lambda: party_names(dossier, keys))
    return sorted(names.values())


def name_of(lane: Lane, t: Messages) -> str:
    """The words for a lane."""
    return lane.name or picture.kind_of(lane.key, t)


def moves(request: Request, found: Timeline) -> list[Move]:
    """Earlier, later, wider and narrower windows, and all of it."""
    if not found.first:
        return []
    first, last = date.fromisoformat(found.first), date.fromisoformat(found.last)
    days = (last - first).days + 1

    def to(start: int, end: int) -> str | None:
        try:
            window = (first + timedelta(start)).isoformat(), (last + timedelta(end)).isoformat()
        except OverflowError:
            return None
        return link(request, from_=window[0], to=window[1])

    fourth = max(days // 4, 1)
    zoomed = "from" in request.query_params or "to" in request.query_params
    return [
        Move("timeline.earlier", to(-days, -days)),
        Move("timeline.later", to(days, days)),
        Move("timeline.wider", to(-(days // 2 or 1), days // 2 or 1)),
        Move("timeline.narrower", to(fourth, -fourth) if days > 3 else None),
        Move("timeline.all", link(request, from_=None, to=None) if zoomed else None),
    ]
