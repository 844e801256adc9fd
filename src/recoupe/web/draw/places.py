"""The map as SVG: outlines, regions and countries by their areas, towns as circles with counts."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from babel import Locale
from markupsafe import Markup

from recoupe.messages import Messages
from recoupe.views.places import Pin
from recoupe.web import wording as w
from recoupe.web.draw.projection import KM, Bounds, Projection, middle, path, round_length
from recoupe.web.draw.shapes import Area, Shapes
from recoupe.web.draw.svg import Box, fitted, linked, number, tag, width
from recoupe.web.draw.timeline import hatch

REGION_KM, COUNTRY_KM = 50.0, 150.0
"""Radius of the circle that stands for a region, or a country, of which no outline is known."""
_SURE = ("city", "point")
_BULK = 0.9
"""Part of the things that the window shows by default at least."""
_MOST_RADIUS = 26.0


class Frame(NamedTuple):
    """Size of the picture, and of its letters."""

    name: str
    width: float
    height: float
    size: float


WIDE = Frame("wide", 1080, 600, 12.0)
FRAMES = (WIDE, Frame("middle", 720, 460, 12.0), Frame("narrow", 344, 400, 11.0))
"""For a screen, a tablet held upright, and a phone: letters keep their size."""


class Cluster(NamedTuple):
    """Towns that are drawn as one circle, that of most things first."""

    pins: tuple[Pin, ...]
    x: float
    y: float
    unit: float
    """User units of the radius for each square root of a thing."""

    @property
    def things(self) -> int:
        """Things in all of them."""
        return sum(p.count for p in self.pins)

    @property
    def radius(self) -> float:
        """Grows with the square root, as areas are compared."""
        if self.things == 1:
            return 4.5
        holds = 3.5 * len(str(self.things)) + 2.0  # its own number
        return min(max(3.5 + self.unit * math.sqrt(self.things), 7.0, holds), _MOST_RADIUS)

    @property
    def box(self) -> Box:
        """What the circle covers."""
        r = self.radius
        return Box(self.x - r, self.y - r, self.x + r, self.y + r)


class Label(NamedTuple):
    """A name: where its line begins, and what it covers."""

    text: str
    box: Box
    class_: str


def window(pins: Sequence[Pin]) -> Bounds:
    """The bounds that hold nearly all towns and regions; places far off do not stretch them. The world without any."""
    told = [p for p in pins if p.precision != "country"] or list(pins)
    if not told:
        return (-170.0, -56.0, 180.0, 74.0)
    west, east = _bulk([(p.lon, p.count) for p in told])
    south, north = _bulk([(p.lat, p.count) for p in told])
    return padded((west, south, east, north))


def padded(bounds: Bounds) -> Bounds:
    """The bounds with some room around them."""
    west, south, east, north = bounds
    x, y = max((east - west) * 0.12, 0.4), max((north - south) * 0.12, 0.3)
    return (max(west - x, -180), max(south - y, -90), min(east + x, 180), min(north + y, 90))


def _bulk(values: list[tuple[float, int]]) -> tuple[float, float]:
    """The shortest stretch that holds _BULK of the weights, and what lies near it."""
    values.sort()
    whole, need = sum(n for _, n in values), 0.0
    need = _BULK * whole
    best, start, held = (values[0][0], values[-1][0]), 0, 0
    for value, n in values:
        held += n
        while held - values[start][1] >= need:
            held -= values[start][1]
            start += 1
        if held >= need and value - values[start][0] < best[1] - best[0]:
            best = (values[start][0], value)
    reach = max((best[1] - best[0]) * 0.3, 1.0)
    near = [v for v, _ in values if best[0] - reach <= v <= best[1] + reach]
    return near[0], near[-1]


def clusters(pins: Sequence[Pin], projection: Projection) -> list[Cluster]:
    """Circles of the towns in the frame, merged until no two overlap; those of most things first."""
    towns = [p for p in pins if p.precision in _SURE]
    unit = min(2.5, 18 / math.sqrt(max((p.count for p in towns), default=1)))
    found = [Cluster((p,), *projection.at(p.lon, p.lat), unit) for p in towns]
    found = [c for c in found if 0 <= c.x <= projection.width and 0 <= c.y <= projection.height]
    merged = True
    while merged:
        merged = False
        found.sort(key=lambda c: (-c.things, c.pins[0].key))
        kept: list[Cluster] = []
        for c in found:
            i = next((i for i, k in enumerate(kept) if _touch(k, c)), None)
            if i is None:
                kept.append(c)
            else:
                kept[i], merged = _joined(kept[i], c), True
        found = kept
    return found


def _touch(a: Cluster, b: Cluster) -> bool:
    return (a.x - b.x) ** 2 + (a.y - b.y) ** 2 < (a.radius + b.radius + 1) ** 2


def _joined(a: Cluster, b: Cluster) -> Cluster:
    """One circle in the place of two, where the weight of both lies."""
    n, m = a.things, b.things
    return Cluster((*a.pins, *b.pins), (a.x * n + b.x * m) / (n + m), (a.y * n + b.y * m) / (n + m), a.unit)


Said = Callable[[Pin], str]


class Links(NamedTuple):
    """Where a place leads, and a narrower window."""

    place: Callable[[Pin], str]
    bounds: Callable[[Bounds], str]


def draw(
    pins: Sequence[Pin], shapes: Shapes, bounds: Bounds, t: Messages, *, links: Links, said: Said, frame: Frame = WIDE
) -> Markup:
    """The map of a window; ``said`` gives all that is told of a place."""
    projection = Projection.of(bounds, frame.width, frame.height)
    circles = clusters(pins, projection)
    wide = [p for p in pins if p.precision not in _SURE]
    areas = [_area(p, shapes, projection, frame, links, said) for p in sorted(wide, key=lambda p: p.precision)]
    taken = [c.box for c in circles]
    names = labels(circles, projection, frame, taken)
    names += _area_names(wide, shapes, projection, frame, [*taken, *(n.box for n in names)])
    own = {p.country for p in wide if p.precision == "country"}
    ground, countries = _ground(shapes, projection, frame, t.language)
    scale, corner = _scale(projection, frame, t)
    busy = [*taken, corner, *(n.box for n in names)]
    names += [n for code, n in countries if code not in own and not any(n.box.meets(b) for b in busy)]
    written = [tag("text", n.text, x=n.box.left, y=n.box.bottom - frame.size * 0.3, class_=n.class_) for n in names]
    frame_box = tag("rect", class_="edge", x=0.5, y=0.5, width=frame.width - 1, height=frame.height - 1)
    return tag(
        "svg", tag("defs", *(hatch(f"{n}-{frame.name}", n) for n in ("dispute", "area"))), ground,
        *(a for a in areas if a), *(_circle(c, t, links, said) for c in circles), *written,
        scale, frame_box, class_=f"draw map {frame.name}",
        viewBox=f"0 0 {number(frame.width)} {number(frame.height)}", role="group", aria_label=t("map.picture"),
    )  # fmt: skip


@functools.lru_cache(maxsize=64)
def _ground(
    shapes: Shapes, projection: Projection, frame: Frame, language: str
) -> tuple[Markup, list[tuple[str, Label]]]:
    """Sea, grid, countries, what is disputed; and names of countries with their codes."""
    parts = [tag("rect", class_="sea", width=frame.width, height=frame.height), *_grid(projection)]
    names: list[tuple[str, Label]] = []
    inner = Box(4, 4, frame.width - 4, frame.height - 4)
    for area in shapes.within(projection.bounds, "country"):
        d, at = _outlined(area, projection)
        if not d:
            continue
        parts.append(tag("path", class_="land", d=d))
        text = Locale(language).territories.get(area.id, area.name)
        if at is not None and width(text, frame.size) < at[2]:
            half = width(text, frame.size) / 2
            box = Box(at[0] - half, at[1] - frame.size * 0.8, at[0] + half, at[1] + frame.size * 0.5)
            if box.inside(inner) and not any(box.meets(n.box) for _, n in names):
                names.append((area.id, Label(text, box, "country")))
    for area in shapes.within(projection.bounds, "disputed"):
        d, _ = _outlined(area, projection)
        if d:
            shape = tag("path", class_="disputed", d=d, fill=f"url(#hatch-dispute-{frame.name})")
            parts.append(tag("g", tag("title", area.name), shape))
    return tag("g", *parts), names


@functools.lru_cache(maxsize=512)
def _outlined(area: Area, projection: Projection) -> tuple[str, tuple[float, float, float] | None]:
    """The path of an area in the frame, and where a name can stand in it."""
    rings = projection.rings(area.rings)
    return path(rings), middle(rings)


def _grid(projection: Projection) -> list[Markup]:
    """Meridians and parallels, some five across."""
    west, south, east, north = projection.bounds
    step = max(round_length((east - west) / 4), 0.05)
    parts = []
    for i in range(math.ceil(west / step), math.floor(east / step) + 1):
        x, _ = projection.at(i * step, 0)
        parts.append(tag("line", class_="grid", x1=x, x2=x, y1=0, y2=projection.height))
    for i in range(math.ceil(south / step), math.floor(north / step) + 1):
        _, y = projection.at(0, i * step)
        parts.append(tag("line", class_="grid", x1=0, x2=projection.width, y1=y, y2=y))
    return parts


def _outline(pin: Pin, shapes: Shapes) -> Area | None:
    if pin.precision == "country":
        return shapes.of_country(pin.country)
    return shapes.region_at(pin.lon, pin.lat, pin.country)


def _area(pin: Pin, shapes: Shapes, projection: Projection, frame: Frame, links: Links, said: Said) -> Markup | None:
    """A region or country by its outline, shaded; by a hatched circle where no outline is known."""
    outline = _outline(pin, shapes)
    fill = f"url(#hatch-area-{frame.name})" if pin.precision != "country" else None
    if outline is not None:
        d, _ = _outlined(outline, projection)
        shape = tag("path", d=d, fill=fill) if d else None
    else:
        x, y = projection.at(pin.lon, pin.lat)
        r = (COUNTRY_KM if pin.precision == "country" else REGION_KM) / KM * projection.unit
        if not (-r < x < projection.width + r and -r < y < projection.height + r):
            return None
        shape = tag("circle", class_="guess", cx=x, cy=y, r=r, fill=f"url(#hatch-area-{frame.name})")
    if shape is None:
        return None
    return linked(links.place(pin), said(pin), shape, class_=f"area {pin.precision}")


def _circle(c: Cluster, t: Messages, links: Links, said: Said) -> Markup:
    parts = [tag("circle", cx=c.x, cy=c.y, r=c.radius)]
    if c.things > 1:
        words = w.number(c.things, t)
        size = min(c.radius * 1.9 / max(width(words, 1.0), 0.9), 12.0)
        if size >= 7:
            parts.append(tag("text", words, x=c.x, y=c.y + size * 0.36, class_="in", font_size=size))
    if len(c.pins) == 1:
        return linked(links.place(c.pins[0]), said(c.pins[0]), *parts, class_="pin")
    bounds = padded(
        (
            min(p.lon for p in c.pins), min(p.lat for p in c.pins),
            max(p.lon for p in c.pins), max(p.lat for p in c.pins),
        )
    )  # fmt: skip
    names = ", ".join(p.name for p in c.pins[:6]) + ("…" if len(c.pins) > 6 else "")
    title = t("map.cluster", n=len(c.pins), names=names, count=w.number(c.things, t))
    return linked(links.bounds(bounds), title, *parts, class_="pin many")


def labels(circles: Sequence[Cluster], projection: Projection, frame: Frame, taken: Sequence[Box]) -> list[Label]:
    """Names of the circles that fit beside, above or below them and hide nothing; those of most things first."""
    busy, found = list(taken), []
    inner = Box(2, 2, projection.width - 2, projection.height - 2)
    high = frame.size * 1.3
    for c in circles:
        more = f" +{len(c.pins) - 1}" if len(c.pins) > 1 else ""
        text = fitted(c.pins[0].name, 150, frame.size) + more
        wide, r = width(text, frame.size), c.radius + 2
        for x, y in (
            (c.x + r, c.y - high / 2),
            (c.x - r - wide, c.y - high / 2),
            (c.x - wide / 2, c.y - r - high),
            (c.x - wide / 2, c.y + r),
        ):
            box = Box(x, y, x + wide, y + high)
            if text and box.inside(inner) and not any(box.meets(b) for b in busy):
                busy.append(box)
                found.append(Label(text, box, "town"))
                break
    return found


def _area_names(
    pins: Sequence[Pin], shapes: Shapes, projection: Projection, frame: Frame, taken: Sequence[Box]
) -> list[Label]:
    """Names of regions and countries with their counts, in their middle."""
    busy, found = list(taken), []
    inner = Box(2, 2, projection.width - 2, projection.height - 2)
    high = frame.size * 1.3
    for pin in pins:
        outline = _outline(pin, shapes)
        at = _outlined(outline, projection)[1] if outline is not None else (*projection.at(pin.lon, pin.lat), 0.0)
        if at is None:
            continue
        x, y, _ = at
        text = f"{fitted(pin.name, 170, frame.size)} {pin.count}"
        wide = width(text, frame.size)
        for dy in (0.0, -high, high, -2 * high, 2 * high):
            box = Box(x - wide / 2, y + dy - high / 2, x + wide / 2, y + dy + high / 2)
            if box.inside(inner) and not any(box.meets(b) for b in busy):
                busy.append(box)
                found.append(Label(text, box, f"wide-area {pin.precision}"))
                break
    return found


def _scale(projection: Projection, frame: Frame, t: Messages) -> tuple[Markup, Box]:
    """A bar of some round number of kilometres, true in the middle of the map, and what it covers."""
    km = round_length(frame.width / 5 / projection.unit * KM)
    long = km / KM * projection.unit
    x, y = 12.0, frame.height - 12
    bar = tag("path", d=f"M{number(x)} {number(y - 4)}v4h{number(long)}v-4")
    words = f"{w.number(km, t)} km"
    told = tag("text", words, x=x + long + 6, y=y + 2)
    covered = Box(x, y - frame.size, x + long + 6 + width(words, frame.size), y + 6)
    return tag("g", bar, told, class_="scale"), covered
