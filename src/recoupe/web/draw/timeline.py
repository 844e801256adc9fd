"""The timeline as SVG: lanes of marks, packed into rows so that nothing overlaps, or of bars that count."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from recoupe.messages import Messages
from recoupe.views.timed import Mark
from recoupe.views.timeline import Bucket, Lane, Timeline
from recoupe.web import wording as w
from recoupe.web.draw.scale import Days, Numbers, Tick, outer_ticks, ticks
from recoupe.web.draw.svg import Box, fitted, linked, number, tag, width

Narrower = Callable[[str, str], str]
"""A link to the same view between two ISO days."""
AXIS = 44.0
ROW, BARS, PAD = 19.0, 40.0, 9.0
"""Height of a row of marks, of a lane of bars with its numbers, and space around a lane."""
TEXT, SMALL = 12.0, 11.0
DOT = 5.0
ROWS = 9
"""Rows of a lane; what needs more is counted."""
_LABEL, _LEAST = 230.0, 60.0
_GAP = 7.0


class Frame(NamedTuple):
    """How wide the picture is, where days begin and end, and whether a lane's name stands above it, not before it."""

    name: str
    width: float
    left: float
    right: float
    above: bool


WIDE = Frame("wide", 1080, 190, 1068, above=False)
FRAMES = (WIDE, Frame("middle", 720, 130, 712, above=False), Frame("narrow", 344, 4, 340, above=True))
"""For a screen, a tablet held upright, and a phone: letters keep their size."""


class Placed(NamedTuple):
    """A mark in its lane: its row, its shape from ``left`` to ``right``, and its words, beside it or on it, if any."""

    mark: Mark
    row: int
    left: float
    right: float
    label: str
    on: bool = False

    def box(self, top: float = 0.0) -> Box:
        """All that it covers, where the lane begins at ``top``."""
        end = self.right + (4 + width(self.label, SMALL) if self.label and not self.on else 0)
        return Box(self.left, top + self.row * ROW, end, top + (self.row + 1) * ROW)


def shape_of(mark: Mark, scale: Days) -> tuple[float, float]:
    """Where the shape of a mark begins and ends: a day is a dot in its middle, an interval all of its days."""
    left, right = scale.span(mark.first, mark.last)
    if right - left >= 2 * DOT and mark.first != mark.last:
        return left, right
    middle = min(max((left + right) / 2, scale.left + DOT), scale.right - DOT)
    return middle - DOT, middle + DOT


def pack(marks: Sequence[Mark], scale: Days, said: Callable[[Mark], str]) -> list[Placed] | None:
    """Marks in rows, with as many of their words as fit; None where there are too many for ROWS."""
    shapes = sorted(((*shape_of(m, scale), m) for m in marks), key=lambda s: (s[0], s[1]))
    for room in (_LABEL, 130.0, _LEAST, 0.0):
        ends: list[float] = []
        rows: list[int] = []
        for left, right, m in shapes:
            label = min(width(said(m), SMALL), room) + 4 if room else 0.0
            if right + label > scale.right:
                label = 0.0
            row = next((i for i, end in enumerate(ends) if left >= end + _GAP), len(ends))
            ends[row:] = [right + label] if row == len(ends) else [right + label, *ends[row + 1 :]]
            rows.append(row)
        if len(ends) <= ROWS:
            return _labelled(shapes, rows, scale.right, said)
    return None


def _labelled(
    shapes: Sequence[tuple[float, float, Mark]], rows: Sequence[int], edge: float, said: Callable[[Mark], str]
) -> list[Placed]:
    """Each mark with the words that fit before the next mark of its row."""
    placed = []
    for i, (left, right, m) in enumerate(shapes):
        after = next((shapes[j][0] for j in range(i + 1, len(shapes)) if rows[j] == rows[i]), edge + _GAP)
        room = min(after - _GAP - right - 4, _LABEL)
        label = fitted(said(m), room, SMALL) if room >= _LEAST or width(said(m), SMALL) <= room else ""
        on = not label and right - left >= _LEAST + 12
        placed.append(Placed(m, rows[i], left, right, fitted(said(m), right - left - 12, SMALL) if on else label, on))
    return placed


def draw(
    found: Timeline, t: Messages, *, narrower: Narrower, name: Callable[[Lane], str], frame: Frame = WIDE
) -> Markup:
    """The whole picture; ``name`` gives the words for a lane."""
    scale = Days.of(found.first, found.last, frame.left, frame.right)
    y = AXIS
    lanes = []
    for i, lane in enumerate(found.lanes):
        drawn, height = _lane(lane, scale, t, name(lane), y, narrower, frame)
        if i:
            lanes.append(tag("line", class_="rule", x1=0, x2=frame.width, y1=y, y2=y))
        lanes.append(drawn)
        y += height
    axis = _axis(scale, y, t, narrower)
    label = t("timeline.picture", days=w.short(found.first, found.last, t))
    return tag(
        "svg", _defs(frame.name), axis, *lanes, class_=f"draw timeline {frame.name}",
        viewBox=f"0 0 {number(frame.width)} {number(y + 2)}",
        role="group", aria_label=label,
    )  # fmt: skip


_FADES = {"in": (0.0, 1.0, 1.0), "out": (1.0, 1.0, 0.0), "both": (0.1, 1.0, 0.1)}
"""Opacity at the beginning, in the middle and at the end of an interval, where that end is not known."""


def _defs(frame: str) -> Markup:
    parts = [hatch(f"maybe-{frame}", "maybe")]
    for name, opacities in _FADES.items():
        stops = [
            tag("stop", offset=i / 2, stop_color="#fff", stop_opacity=str(opacity))
            for i, opacity in enumerate(opacities)
        ]
        parts.append(tag("linearGradient", *stops, id=f"g-{name}-{frame}"))
        ground = tag("rect", x=0, y=0, width=1, height=1, fill=f"url(#g-{name}-{frame})")
        parts.append(tag("mask", ground, id=f"fade-{name}-{frame}", maskContentUnits="objectBoundingBox"))
    return tag("defs", *parts)


def hatch(name: str, class_: str) -> Markup:
    """A pattern of slanted lines with the id "hatch-NAME"."""
    return tag(
        "pattern",
        tag("rect", class_="ground", width=5, height=5),
        tag("line", x1=0, y1=0, x2=0, y2=5),
        id=f"hatch-{name}", class_=f"hatch {class_}", width=5, height=5, patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )  # fmt: skip


def _axis(scale: Days, bottom: float, t: Messages, narrower: Narrower) -> Markup:
    inner = ticks(scale, 30)
    outer = outer_ticks(scale, inner)
    parts = []
    for tick in inner:
        x, end = scale.start(tick.first), scale.end(tick.last)
        parts.append(tag("line", class_="grid", x1=x, x2=x, y1=AXIS - 4, y2=bottom))
        words = _tick(tick, t)
        whole = tick.unit != "day" or tick.first >= scale.first  # half a week has no day to be called by
        if whole and width(words, SMALL) <= end - x - 2:
            parts.append(_stretch(tick, words, x, AXIS - 10, scale, t, narrower))
    for tick in outer:
        x, end = scale.start(tick.first), scale.end(tick.last)
        parts.append(tag("line", class_="grid strong", x1=x, x2=x, y1=4, y2=bottom))
        words = next((s for s in _outer(tick, t) if width(s, TEXT) <= end - x - 6), "")
        if words:
            parts.append(_stretch(tick, words, x, 16, scale, t, narrower))
    return tag("g", *parts, class_="axis")


def _stretch(tick: Tick, words: str, x: float, y: float, scale: Days, t: Messages, narrower: Narrower) -> Markup:
    """The name of a day, month or year, which leads to it."""
    first, last = max(tick.first, scale.first).isoformat(), min(tick.last, scale.last).isoformat()
    text = tag("text", words, x=x + 4, y=y)
    if (first, last) == (scale.first.isoformat(), scale.last.isoformat()):
        return text
    return linked(narrower(first, last), t("timeline.zoom", days=w.short(first, last, t)), text)


def _tick(tick: Tick, t: Messages) -> str:
    from babel.dates import format_date

    if tick.unit == "day":
        return str(tick.first.day)
    return format_date(tick.first, "MMM" if tick.unit == "month" else "y", locale=t.language)


def _outer(tick: Tick, t: Messages) -> tuple[str, ...]:
    from babel.dates import format_date

    forms = ("MMMM y", "MMM y", "MMM") if tick.unit == "month" else ("y",)
    return tuple(format_date(tick.first, form, locale=t.language) for form in forms)


def _lane(
    lane: Lane, scale: Days, t: Messages, name: str, top: float, narrower: Narrower, frame: Frame
) -> tuple[Markup, float]:
    """The lane and its height."""
    above = 20.0 if frame.above else 0.0
    packed = pack(lane.marks, scale, lambda m: label_of(m, t)) if lane.marks else None
    inner = top + PAD + above
    if packed is not None:
        height = ROW * (max((p.row for p in packed), default=0) + 1)
        shapes = [_mark(p, inner, t, frame) for p in packed]
    else:
        height = BARS
        shapes = _bars(lane.buckets, scale, t, inner, narrower, frame)
    count = w.number(lane.total, t)
    open_ = t("timeline.anywhere", n=w.number(lane.anywhere, t)) if lane.anywhere else ""
    if frame.above:
        head = fitted(f"{name}, {open_}" if open_ else name, frame.width - 70, TEXT + 1)
        said = [
            tag("text", head, class_="lane", x=frame.left, y=top + PAD + 10),
            tag("text", count, class_="soft end", x=frame.right, y=top + PAD + 10),
        ]
        return tag("g", *said, *shapes), height + above + 2 * PAD
    said = [
        tag("text", fitted(name, frame.left - 14, TEXT + 1), class_="lane", x=2, y=top + PAD + 13),
        tag("text", count, class_="soft", x=2, y=top + PAD + 28),
        tag("text", fitted(open_, frame.left - 10, SMALL), class_="soft", x=2, y=top + PAD + 42),
    ]
    return tag("g", *said, *shapes), max(height, 44.0 if open_ else 30.0) + 2 * PAD


def kind_of(kind: str, t: Messages) -> str:
    """A kind of things in words."""
    return t("timeline.due" if kind == "due" else f"event.{kind}")


def label_of(mark: Mark, t: Messages) -> str:
    """The words beside a mark."""
    if mark.kind == "statement":
        return t("timeline.quoted", n=mark.count)
    return mark.words


def title_of(mark: Mark, t: Messages) -> str:
    """All that is told of a mark: kind, days and what they rest on, words, who says so."""
    said = [kind_of(mark.kind, t)]
    if mark.kind == "statement":
        said.append(t("timeline.quoted", n=mark.count))
    if mark.verdict:
        said.append(t(f"verdict.{mark.verdict}"))
    days = w.days(mark.first, mark.last if mark.last != "~" else None, t)
    said.append(days if mark.own or mark.kind == "statement" else t("timeline.by_text", days=days))
    said.append(f"{t('quote.open')}{mark.words}{t('quote.close')}")
    return ", ".join(said) + (f" ({', '.join(mark.by)})" if mark.by else "")


def href_of(mark: Mark) -> str:
    """The words of a mark in their document."""
    query = f"?record={mark.record}#e-{mark.start}" if mark.record else ""
    return f"/documents/{mark.document}{query}"


def class_of(mark: Mark) -> str:
    """Classes that colour a mark: its kind, its verdict, whether it is yet to come, and what its days rest on."""
    kind = mark.kind if mark.kind in ("statement", "due") else "thing"
    ahead = "ahead" if mark.status in ("planned", "proposed", "conditional") else ""
    return " ".join(filter(None, ("m", kind, mark.verdict, ahead, "" if mark.own else "inferred")))


def _mark(p: Placed, top: float, t: Messages, frame: Frame) -> Markup:
    m = p.mark
    middle = top + p.row * ROW + ROW / 2
    span = p.right - p.left
    if m.known and span <= 2 * DOT + 0.1:
        x = (p.left + p.right) / 2
        if m.kind == "due":
            shape = tag("path", d=f"M{number(x)} {number(middle - 6)}l6 6l-6 6l-6-6z")
        elif m.verdict == "denied":
            shape = tag("path", class_="cross", d=f"M{number(x - 4)} {number(middle - 4)}l8 8m0-8l-8 8")
        else:
            shape = tag("circle", cx=x, cy=middle, r=DOT)
    else:
        left, right = not m.first, m.last == "~"
        fade = "both" if left and right else "in" if left else "out" if right else None
        mask = f"url(#fade-{fade}-{frame.name})" if fade else None
        shape = tag(
            "rect", x=p.left, y=middle - (6 if p.on else 4), width=span, height=12 if p.on else 8, rx=4, mask=mask
        )
    parts = [tag("rect", class_="reach", x=p.left, y=middle - ROW / 2, width=span, height=ROW), shape]
    if p.label:
        parts.append(tag("text", p.label, x=p.left + 6 if p.on else p.right + 4, y=middle + 4))
    return linked(href_of(m), title_of(m, t), *parts, class_=class_of(m))


def _bars(
    buckets: Sequence[Bucket], scale: Days, t: Messages, top: float, narrower: Narrower, frame: Frame
) -> list[Markup]:
    """A bar a bucket: what surely lies in it, and hatched above it what may."""
    most = max((b.sure + b.maybe for b in buckets), default=1)
    heights = Numbers(most, 0, BARS - 13)
    bottom = top + BARS
    parts = [tag("line", class_="ground", x1=scale.left, x2=scale.right, y1=bottom, y2=bottom)]
    for b in buckets:
        x, end = scale.start(b.first), scale.end(b.last)
        space = 1.0 if end - x > 4 else 0.2
        sure, both = heights.at(b.sure), heights.at(b.sure + b.maybe)
        if both and both < 1.5:
            sure, both = (1.5 if b.sure else 0.0), 1.5
        bar = [tag("rect", class_="reach", x=x, y=top, width=end - x, height=BARS)]
        if b.sure:
            bar.append(tag("rect", class_="bar", x=x, y=bottom - sure, width=end - x - space, height=sure))
        if both > sure:
            bar.append(
                tag(
                    "rect", class_="maybe", x=x, y=bottom - both, width=end - x - space, height=both - sure,
                    fill=f"url(#hatch-maybe-{frame.name})",
                )
            )  # fmt: skip
        words = counted(b, t)
        if b.sure and width(words, SMALL) <= end - x - 2:
            bar.append(tag("text", words, class_="count", x=(x + end) / 2, y=bottom - both - 3))
        title = t("timeline.bucket", days=w.short(b.first, b.last, t), n=words)
        parts.append(linked(narrower(b.first, b.last), title, *bar, class_="b"))
    return parts


def counted(bucket: Bucket, t: Messages) -> str:
    """How many things a bucket holds: "12", or "12–17" where five more may lie in it."""
    low = w.number(bucket.sure, t)
    return f"{low}–{w.number(bucket.sure + bucket.maybe, t)}" if bucket.maybe else low
