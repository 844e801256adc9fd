"""One figure as SVG: numbers from zero upwards, the days of the texts along, a shape for each origin.

A value is a bar from low to high; one that is open goes on as an arrow. Values of texts without any day stand in a
gutter of their own, at the right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from markupsafe import Markup

from recoupe.messages import Messages
from recoupe.views.figures import Figure, Value
from recoupe.web import wording as w
from recoupe.web.draw.scale import Days, Numbers, round_steps, ticks
from recoupe.web.draw.svg import Box, linked, number, tag, width

WIDTH, TOP, FOOT = 344.0, 12.0, 22.0
HEIGHT = 168.0
GUTTER = 54.0
SIZE = 10.0
APART = 13.0
"""Between the middles of two values of one day."""
SHAPES = 6
_OPEN = 16.0
"""How far the arrow of an open range goes."""
_FAR = 45
"""Days from which the interval of a text does not stretch the axis."""


class Spot(NamedTuple):
    """A value in its place: ``x`` is its middle, ``left`` to ``right`` the days of its text, ``low`` to ``high`` down
    and up."""

    value: Value
    origin: int
    x: float
    left: float
    right: float
    low: float
    high: float
    gutter: bool

    def box(self) -> Box:
        """What its shape covers, arrows included."""
        up, down = opens(self.value)
        return Box(self.x - 5, self.high - (_OPEN if up else 5), self.x + 5, self.low + (_OPEN if down else 5))


class Layout(NamedTuple):
    """Where everything of a figure is."""

    days: Days | None
    numbers: Numbers
    steps: list[float]
    spots: list[Spot]
    left: float
    edge: float
    """Where the gutter of undated values begins; WIDTH where there is none."""


def origins(figure: Figure) -> list[str]:
    """Keys of the origins of a figure in the order of telling: the first SHAPES have a shape each."""
    return list(dict.fromkeys(v.origin for v in figure.values))


def bounds(value: Value) -> tuple[float, float]:
    """Low and high, the one that is known for both where the other is open."""
    low = value.low if value.low is not None else value.high
    high = value.high if value.high is not None else value.low
    return low or 0.0, high or 0.0


def opens(value: Value) -> tuple[bool, bool]:
    """Whether a value is open above, and below."""
    up = value.high is None or value.modifier in (">", ">=")
    return up, not up and (value.low is None or value.modifier in ("<", "<=", "~<"))


def lay_out(figure: Figure, t: Messages) -> Layout:
    """Places for every value: each at its day and number, those of one day side by side."""
    steps = round_steps(max((bounds(v)[1] for v in figure.values), default=1.0))
    left = 8 + max(width(w.number(s, t), SIZE) for s in steps)
    numbers = Numbers(steps[-1], HEIGHT - FOOT, TOP + _OPEN)
    dated = [v for v in figure.values if v.dated.earliest or v.dated.latest]
    undated = [v for v in figure.values if not (v.dated.earliest or v.dated.latest)]
    edge = WIDTH - max(GUTTER, 10 + APART * len(undated)) if undated and dated else left if undated else WIDTH
    days = _days(dated, left + 8, edge - 10) if dated else None
    known = {o: i for i, o in enumerate(origins(figure))}
    spots = []
    if days is not None:
        placed = [(*days.span(v.dated.earliest or "", v.dated.latest or "~"), v) for v in dated]
        placed.sort(key=lambda row: (row[0] + row[1], row[0]))
        middles = apart([(a + b) / 2 for a, b, _ in placed], APART, days.left, days.right)
        for x, (a, b, v) in zip(middles, placed, strict=True):
            spots.append(Spot(v, known[v.origin], x, a, b, *_heights(v, numbers), False))
    middles = apart([(edge + WIDTH) / 2] * len(undated), APART, edge + 8, WIDTH - 8)
    for x, v in zip(middles, undated, strict=True):
        spots.append(Spot(v, known[v.origin], x, x, x, *_heights(v, numbers), True))
    return Layout(days, numbers, steps, spots, left, edge)


def apart(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places near the wanted ones (in rising order), in the same order, ``gap`` from each other and inside the bounds.

    Where there is no room for so many, they share the room evenly.
    """
    n = len(wanted)
    if n == 0:
        return []
    gap = min(gap, (high - low) / (n - 1)) if n > 1 else 0.0
    groups: list[tuple[list[float], float]] = []  # what each wants less its share of gaps, and their mean
    for i, x in enumerate(wanted):
        group = [x - i * gap]
        while groups and groups[-1][1] >= sum(group) / len(group):
            group = groups.pop()[0] + group
        groups.append((group, sum(group) / len(group)))
    places = [mean for group, mean in groups for _ in group]
    top = high - (n - 1) * gap
    return [min(max(mean, low), top) + i * gap for i, mean in enumerate(places)]


def _heights(value: Value, numbers: Numbers) -> tuple[float, float]:
    low, high = bounds(value)
    return numbers.at(low), numbers.at(high)


def _days(values: Sequence[Value], left: float, right: float) -> Days:
    """The days of the texts; wide intervals count only where nothing else is known."""
    ends = [(v.dated.earliest or v.dated.latest or "", v.dated.latest or v.dated.earliest or "") for v in values]
    near = [e for e in ends if (date.fromisoformat(e[1]) - date.fromisoformat(e[0])).days <= _FAR] or ends
    first = date.fromisoformat(min(a for a, _ in near))
    last = date.fromisoformat(max(b for _, b in near))
    if first > date.min and last < date.max:
        first, last = first - timedelta(1), last + timedelta(1)
    return Days(first, last, left, right)


def draw(figure: Figure, t: Messages, *, said: Callable[[Value], str], title: str) -> Markup:
    """The figure; ``said`` gives all that is told of a value, ``title`` what the picture is of."""
    layout = lay_out(figure, t)
    parts = [*_frame(layout, t), *_lines(layout)]
    parts += [_value(s, said(s.value)) for s in layout.spots]
    parts += _labels(layout, t)
    return tag(
        "svg", *parts, class_="draw figure", viewBox=f"0 0 {number(WIDTH)} {number(HEIGHT)}", role="group",
        aria_label=title,
    )  # fmt: skip


def _frame(layout: Layout, t: Messages) -> list[Markup]:
    parts = []
    end = layout.edge if layout.days is not None else WIDTH
    if layout.edge < WIDTH:
        ground = tag(
            "rect", class_="gutter", x=layout.edge, y=0, width=WIDTH - layout.edge, height=HEIGHT - FOOT
        )  # fmt: skip
        words = t("figures.undated")
        parts += [ground, tag("text", words, class_="soft middle", x=(layout.edge + WIDTH) / 2, y=HEIGHT - 7)]
    for step in layout.steps:
        y = layout.numbers.at(step)
        parts.append(tag("line", class_="grid" if step else "ground", x1=layout.left, x2=WIDTH, y1=y, y2=y))
        parts.append(tag("text", w.number(step, t), class_="soft end", x=layout.left - 4, y=y + 3.5))
    if layout.days is not None:
        from babel.dates import format_date

        free = layout.left - 20
        for tick in ticks(layout.days, 44):
            x = layout.days.start(tick.first)
            form = {"day": "d MMM", "month": "MMM y", "year": "y"}[tick.unit]
            words = format_date(tick.first, form, locale=t.language)
            x = (x + layout.days.end(tick.first)) / 2 if tick.unit == "day" else x
            half = width(words, SIZE) / 2
            if tick.first < layout.days.first or x - half < free or x + half > end:
                continue
            free = x + half + 6
            parts.append(tag("line", class_="grid", x1=x, x2=x, y1=HEIGHT - FOOT, y2=HEIGHT - FOOT + 4))
            parts.append(tag("text", words, class_="soft middle", x=x, y=HEIGHT - 7))
    return parts


def _lines(layout: Layout) -> list[Markup]:
    """A line from each value of an origin to its next one."""
    parts = []
    last: dict[int, Spot] = {}
    for s in layout.spots:
        before = last.get(s.origin)
        if before is not None and not s.gutter and not s.value.denies and not before.value.denies:
            y1, y2 = (before.low + before.high) / 2, (s.low + s.high) / 2
            parts.append(tag("line", class_=f"join c{s.origin % SHAPES}", x1=before.x, x2=s.x, y1=y1, y2=y2))
        if not s.gutter:
            last[s.origin] = s
    return parts


def _value(s: Spot, title: str) -> Markup:
    v = s.value
    parts = [tag("rect", class_="reach", x=s.x - 7, y=s.high - 8, width=14, height=s.low - s.high + 16)]
    if v.dated.earliest != v.dated.latest and not s.gutter:  # a text of several possible days
        middle = (s.low + s.high) / 2
        parts.append(tag("line", class_="days", x1=s.left, x2=s.right, y1=middle, y2=middle))
    if s.low - s.high > 1:
        parts.append(tag("line", class_="range", x1=s.x, x2=s.x, y1=s.low, y2=s.high))
    up, down = opens(v)
    for open_, y, sign in ((up, s.high, -1), (down, s.low, 1)):
        if open_:
            tip, back = number(sign * 3.5), number(-sign * 3.5)
            d = f"M{number(s.x)} {number(y)}v{number(sign * (_OPEN - 5))}m-3 {back}l3 {tip}l3 {back}"
            parts.append(tag("path", class_="open", d=d))
    parts.append(shape(s.origin, s.x, s.low if down else s.high))
    if s.low - s.high > 8:
        parts.append(shape(s.origin, s.x, s.low))
    if v.denies:
        parts.append(
            tag("path", class_="cross", d=f"M{number(s.x - 6)} {number(s.high - 6)}l12 12m0-12l-12 12")
        )  # fmt: skip
    about = "about" if v.modifier in ("~", "x", "range") else ""
    classes = " ".join(filter(None, ("v", f"c{s.origin % SHAPES}", "superseded" if v.superseded else "", about)))
    return linked(f"/documents/{v.document}?record={v.record}#e-{v.start}", title, *parts, class_=classes)


def shape(origin: int, x: float, y: float) -> Markup:
    """The shape that stands for the origin of this number, with its middle there."""
    at = f"M{number(x)} {number(y)}"
    match origin % SHAPES:
        case 0:
            return tag("circle", cx=x, cy=y, r=4.2)
        case 1:
            return tag("path", d=f"{at}m-4-4h8v8h-8z")
        case 2:
            return tag("path", d=f"{at}m0-5l5 8.5h-10z")
        case 3:
            return tag("path", d=f"{at}m0-5.4l5.4 5.4l-5.4 5.4l-5.4-5.4z")
        case 4:
            return tag("path", d=f"{at}m0 5l5-8.5h-10z")
        case _:
            return tag("path", d=f"{at}m-2-5h4v3h3v4h-3v3h-4v-3h-3v-4h3z")


def sample(origin: int) -> Markup:
    """The shape of an origin, for the list beside the figure."""
    return tag(
        "svg", shape(origin, 7, 7), class_=f"draw sample v c{origin % SHAPES}", viewBox="0 0 14 14", aria_hidden="true"
    )


def _labels(layout: Layout, t: Messages) -> list[Markup]:
    """The number of each value beside it, where it hides nothing: standing ones first."""
    taken = [s.box() for s in layout.spots]
    parts = []
    for s in sorted(layout.spots, key=lambda s: s.value.superseded):
        words = short(s.value, t)
        wide = width(words, SIZE)
        middle = (s.low + s.high) / 2
        frame = Box(layout.left, 0, WIDTH, HEIGHT - FOOT)
        for x, y in ((s.x + 8, middle - 6), (s.x - 8 - wide, middle - 6), (s.x - wide / 2, s.high - 19)):
            box = Box(x, y, x + wide, y + 12)
            if box.inside(frame) and not any(box.meets(other) for other in taken):
                taken.append(box)
                parts.append(tag("text", words, x=x, y=y + 9.5, class_="soft" if s.value.superseded else None))
                break
    return parts


def short(value: Value, t: Messages) -> str:
    """A value in signs: "≥ 6", "30–40", "~ 200"."""
    low, high = bounds(value)
    said = w.number(low, t) if low == high else f"{w.number(low, t)}–{w.number(high, t)}"
    sign = {">": "> ", ">=": "≥ ", "<": "< ", "<=": "≤ ", "~<": "≲ ", "~": "~ ", "x": "~ "}.get(value.modifier, "")
    if not sign and value.high is None:
        sign = "≥ "
    return sign + said
