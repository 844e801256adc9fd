"""The map: towns, regions and countries with how many things each has; beside it, what is not resolved."""

from __future__ import annotations

import functools

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from recoupe.messages import Messages
from recoupe.store import Dossier
from recoupe.views.facets import Filters
from recoupe.views.places import Pin, Places, places
from recoupe.views.timeline import KINDS, things
from recoupe.web import wording as w
from recoupe.web.draw import places as picture
from recoupe.web.draw import timeline as marks
from recoupe.web.draw.projection import Bounds, Projection
from recoupe.web.draw.shapes import Shapes, load_shapes
from recoupe.web.pages.timeline import choices, filters_of
from recoupe.web.paging import SIZE, Pages, page_asked
from recoupe.web.render import kept, link, render, words_for

_KINDS = tuple(k for k in KINDS if k not in ("due", "statement"))
_ROWS = 40
"""Places in the table under the map."""


def page(request: Request, dossier: Dossier) -> Response:
    """The map of a window (``bbox``, in degrees), else of where most things are; ``place`` lists what is there."""
    t = words_for(request)
    filters = filters_of(request)
    here = Filters(types=filters.types, party=filters.party, since=filters.since, until=filters.until)
    every: Places = kept(request, ("map", here), lambda: places(dossier, filters=here))
    asked = bounds_of(request.query_params.get("bbox", ""))
    bounds = asked or picture.window(every.pins)
    seen = Projection.of(bounds, picture.WIDE.width, picture.WIDE.height).bounds
    found = every
    if asked is not None and every.more:
        found = kept(request, ("map", here, asked), lambda: places(dossier, filters=here, within=seen))
    shapes = request.app.state.shapes or default_shapes()
    links = picture.Links(
        place=lambda p: link(request, place=p.key.partition("@")[0]) + "#here",
        bounds=lambda b: link(request, bbox=written(b), place=None),
    )

    def pictures() -> list[Markup]:
        return [
            picture.draw(found.pins, shapes, bounds, t, links=links, said=lambda p: said(p, t), frame=frame)
            for frame in picture.FRAMES
        ]

    drawn = kept(request, ("map", request.url.query, t.language), pictures)
    inside = [p for p in found.pins if _inside(p, seen)]
    at = page_asked(request)
    rows, listed = things(dossier, filters=filters, offset=(at - 1) * SIZE, limit=SIZE) if filters.place else (0, [])
    return render(
        request,
        "map.html",
        title=t("web.nav.map"),
        found=found,
        drawn=drawn,
        shapes=shapes,
        drawn_borders='class="land"' in drawn[0],
        inside=inside[:_ROWS],
        off=len(every.pins) + every.more - len(inside) if not found.more else 0,
        whole=written(everywhere(every.pins)) if every.pins else None,
        zooms=zooms(request, bounds) if asked or every.pins else [],
        filters=filters,
        kinds=[(k, marks.kind_of(k, t)) for k in _KINDS],
        choices=choices(request, dossier),
        picture=marks,
        parts=lambda p: parts(p, t),
        reason=lambda u: reason(u.reason, t),
        listed=listed,
        leaf=Pages(at, SIZE, rows),
    )


@functools.cache
def default_shapes() -> Shapes:
    """The outlines that come with the program."""
    return load_shapes()


def bounds_of(asked: str) -> Bounds | None:
    """West, south, east, north as "30,46,40,52"; None where these are no degrees in that order."""
    parts = asked.split(",")
    try:
        west, south, east, north = (float(p) for p in parts)
    except ValueError:
        return None
    good = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return (west, south, east, north) if good else None


def written(bounds: Bounds) -> str:
    """Bounds as a URL holds them."""
    return ",".join(f"{v:.3f}".rstrip("0").rstrip(".") for v in bounds)


def everywhere(pins: tuple[Pin, ...]) -> Bounds:
    """The bounds of every pin."""
    lons, lats = [p.lon for p in pins], [p.lat for p in pins]
    return picture.padded((min(lons), min(lats), max(lons), max(lats)))


def zooms(request: Request, bounds: Bounds) -> list[tuple[str, str]]:
    """Closer, wider, and the four ways, each a key of words and a link."""
    west, south, east, north = bounds
    x, y = (east - west) / 2, (north - south) / 2

    def to(w_: float, s: float, e: float, n: float) -> str:
        made = (max(west + w_ * x, -180), max(south + s * y, -90), min(east + e * x, 180), min(north + n * y, 90))
        return link(request, bbox=written(made)) if made[0] < made[2] and made[1] < made[3] else link(request)

    return [
        ("map.closer", to(0.5, 0.5, -0.5, -0.5)),
        ("map.wider", to(-1, -1, 1, 1)),
        ("map.west", to(-1, 0, -1, 0)),
        ("map.north", to(0, 1, 0, 1)),
        ("map.south", to(0, -1, 0, -1)),
        ("map.east", to(1, 0, 1, 0)),
    ]


def _inside(pin: Pin, bounds: Bounds) -> bool:
    west, south, east, north = bounds
    return west <= pin.lon <= east and south <= pin.lat <= north


def parts(pin: Pin, t: Messages) -> str:
    """How many things of each type a place has."""
    return ", ".join(f"{marks.kind_of(k, t)} {w.number(n, t)}" for k, n in pin.kinds[:4])


def said(pin: Pin, t: Messages) -> str:
    """All that is told of a place."""
    return f"{pin.name} ({t(f'map.precision.{pin.precision}')}){t('quote.colon')}{parts(pin, t)}"


def reason(rule: str, t: Messages) -> str:
    """Why a name is not resolved."""
    key = "map.reason." + rule.replace(" ", "_")
    return t(key) if t.has(key) else t("map.reason.not_held")
