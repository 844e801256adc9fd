"""Scales and layouts: nothing overlaps, nothing leaves its frame, order is kept; and no text becomes markup."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recoupe.messages import messages
from recoupe.views import Dated
from recoupe.views.figures import Figure, Value
from recoupe.views.places import Pin
from recoupe.views.timed import Mark
from recoupe.views.timeline import Bucket, Lane, Timeline
from recoupe.web.draw import figures, places
from recoupe.web.draw import timeline as lanes
from recoupe.web.draw.projection import Projection, clipped
from recoupe.web.draw.scale import Days, outer_ticks, round_steps, ticks
from recoupe.web.draw.shapes import Shapes
from recoupe.web.draw.svg import Box, fitted, tag, width

FR = messages("fr")
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A busy machine is no fault of ours."""
DAYS = st.dates(date(2030, 1, 1), date(2032, 12, 31)).map(date.isoformat)
HOSTILE = "</text><script>alert(1)</script>\"' onload=\u202e\u0000&lt;"
NOWHERE = Shapes(())


@st.composite
def intervals(draw: st.DrawFn) -> tuple[str, str]:
    """Two days in order, or an open end."""
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return draw(st.sampled_from([(first, first), (first, last), ("", last), (first, "~")]))


@st.composite
def a_mark(draw: st.DrawFn, words: st.SearchStrategy[str] = st.text(max_size=60)) -> Mark:  # noqa: B008
    """A thing in a lane."""
    first, last = draw(intervals())
    kind = draw(st.sampled_from(["attack", "due", "statement"]))
    return Mark(kind, "t", first, last, draw(st.booleans()), 3, draw(words), ("A",), "d", "r", 0, "denied", "planned")


@PATIENT
@given(st.lists(a_mark(), max_size=40), DAYS, DAYS, st.sampled_from(lanes.FRAMES))
def test_marks_of_a_lane_never_overlap_and_stay_inside(marks: list[Mark], a: str, b: str, frame: lanes.Frame) -> None:
    scale = Days.of(min(a, b), max(a, b), frame.left, frame.right)
    packed = lanes.pack(marks, scale, lambda m: m.words)
    if packed is None:
        assert len(marks) > lanes.ROWS
        return
    assert len(packed) == len(marks)
    boxes = [p.box() for p in packed]
    edge = Box(frame.left - 0.01, 0, frame.right + 0.01, lanes.ROWS * lanes.ROW)
    assert all(box.inside(edge) for box in boxes)
    assert not any(x.meets(y) for i, x in enumerate(boxes) for y in boxes[:i])


@PATIENT
@given(st.lists(intervals(), min_size=2, max_size=20), DAYS, DAYS)
def test_intervals_keep_their_order_on_the_scale(spans: list[tuple[str, str]], a: str, b: str) -> None:
    scale = Days.of(min(a, b), max(a, b), 100, 900)
    drawn = [scale.span(*s) for s in spans]
    assert all(100 <= left <= right <= 900 for left, right in drawn)
    for (first, last), (left, right) in zip(spans, drawn, strict=True):
        for (first2, last2), (left2, right2) in zip(spans, drawn, strict=True):
            assert first > first2 or left <= left2 + 1e-9
            assert last > last2 or right <= right2 + 1e-9


@PATIENT
@given(DAYS, st.integers(0, 200_000), st.floats(12, 200))
def test_ticks_cover_the_days_without_gaps(first: str, length: int, room: float) -> None:
    start = date.fromisoformat(first)
    scale = Days(start, start + timedelta(length), 0, 900)
    found = ticks(scale, room)
    assert found[0].first <= scale.first
    assert found[-1].last >= scale.last
    assert all(x.last + timedelta(1) == y.first for x, y in pairwise(found))
    assert len(found) <= 900 / room * 1.2 + 2  # months are not of one length
    if outer := outer_ticks(scale, found):
        assert len(outer) <= len(found) + 1


def test_days_beyond_the_calendar_do_not_break_the_scale() -> None:
    scale = Days.of("9990-01-01", "9999-12-31", 0, 100)
    assert scale.span("9999-12-31", "9999-12-31")[1] == pytest.approx(100)
    assert ticks(scale, 20)[-1].last <= date.max


@PATIENT
@given(st.floats(0.001, 1e9))
def test_round_steps_begin_at_zero_and_reach_the_greatest(most: float) -> None:
    steps = round_steps(most)
    assert steps[0] == 0
    assert steps[-1] >= most * 0.999
    assert 2 <= len(steps) <= 7
    gaps = {round((b - a) / steps[1], 6) for a, b in pairwise(steps)}
    assert gaps == {1.0}


@PATIENT
@given(st.lists(st.floats(0, 300), max_size=30), st.floats(1, 20))
def test_what_is_moved_apart_stays_in_order_and_inside(wanted: list[float], gap: float) -> None:
    wanted.sort()
    placed = figures.apart(wanted, gap, 10, 290)
    assert len(placed) == len(wanted)
    assert all(10 - 1e-6 <= x <= 290 + 1e-6 for x in placed)
    least = min(gap, 280 / max(len(wanted) - 1, 1))
    assert all(b - a >= least - 1e-6 for a, b in pairwise(placed))


VALUES = st.builds(
    Value,
    origin=st.sampled_from("abcdefgh"), by=st.just(("A",)), voice=st.just(""), low=st.floats(0, 1e6), high=st.none(),
    modifier=st.sampled_from(["=", ">", ">=", "<", "~", "range"]), unit=st.text(max_size=9),
    dated=st.one_of(
        st.just(Dated("none")), DAYS.map(lambda d: Dated("given", d, d)),
        st.tuples(DAYS, DAYS).map(lambda d: Dated("in the text", min(d), max(d))),
        DAYS.map(lambda d: Dated("in the text", d, None)),
    ),
    document=st.just("d"), record=st.just("r"), start=st.just(0), words=st.just(""), also=st.just(0),
    superseded=st.booleans(), denies=st.booleans(),
)  # fmt: skip


@PATIENT
@given(st.lists(VALUES, min_size=1, max_size=12), st.booleans())
def test_values_of_a_figure_stand_in_their_frame_and_undated_ones_in_the_gutter(
    values: list[Value],
    closed: bool,
) -> None:
    if closed:
        values = [msgspec.structs.replace(v, high=v.low * 2 if v.low else 1.0) for v in values]
    figure = Figure("f", "casualties", "contested", None, None, "", (), tuple(values), 0)
    found = figures.lay_out(figure, FR)
    assert len(found.spots) == len(values)
    for s in found.spots:
        assert 0 <= s.x <= figures.WIDTH
        assert figures.TOP <= s.high <= s.low <= figures.HEIGHT - figures.FOOT
        undated = s.value.dated.earliest is None and s.value.dated.latest is None
        assert s.gutter == undated
        assert s.gutter == (s.x > found.edge)
    assert found.numbers.at(0) == figures.HEIGHT - figures.FOOT  # numbers begin at zero
    ElementTree.fromstring(figures.draw(figure, FR, said=lambda _: HOSTILE, title=HOSTILE))


PINS = st.lists(
    st.builds(
        Pin, key=st.text(min_size=1, max_size=8), name=st.text(min_size=1, max_size=30), lat=st.floats(40, 50),
        lon=st.floats(20, 40), precision=st.sampled_from(["city", "point", "region", "country"]),
        country=st.sampled_from(["UA", "XX"]), count=st.integers(1, 5000), kinds=st.just((("attack", 1),)),
    ),
    max_size=40,
)  # fmt: skip


@PATIENT
@given(PINS, st.sampled_from(places.FRAMES))
def test_circles_and_names_of_the_map_never_overlap(pins: list[Pin], frame: places.Frame) -> None:
    projection = Projection.of(places.window(pins), frame.width, frame.height)
    circles = places.clusters(pins, projection)
    for i, a in enumerate(circles):
        assert 0 <= a.x <= frame.width
        assert 0 <= a.y <= frame.height
        for b in circles[:i]:
            assert (a.x - b.x) ** 2 + (a.y - b.y) ** 2 >= (a.radius + b.radius) ** 2
    shown = sum(c.things for c in circles)
    towns = [p for p in pins if p.precision in ("city", "point")]
    inside = [p for p in towns if _in_frame(p, projection)]
    assert shown == sum(p.count for p in inside)  # merging loses nothing
    taken = [c.box for c in circles]
    names = places.labels(circles, projection, frame, taken)
    boxes = [*taken, *(n.box for n in names)]
    edge = Box(0, 0, frame.width, frame.height)
    assert all(n.box.inside(edge) for n in names)
    assert not any(x.meets(y) for i, x in enumerate(boxes) if i >= len(taken) for y in boxes[:i])


def _in_frame(pin: Pin, projection: Projection) -> bool:
    x, y = projection.at(pin.lon, pin.lat)
    return 0 <= x <= projection.width and 0 <= y <= projection.height


@PATIENT
@given(st.lists(st.tuples(st.floats(-500, 900), st.floats(-500, 900)), min_size=3, max_size=30))
def test_outlines_are_cut_to_the_frame(ring: list[tuple[float, float]]) -> None:
    for x, y in clipped(ring, (0, 0, 300, 200)):
        assert -1e-6 <= x <= 300 + 1e-6
        assert -1e-6 <= y <= 200 + 1e-6


def test_a_window_leaves_far_places_out_and_holds_the_rest() -> None:
    def pin(lat: float, lon: float, count: int) -> Pin:
        return Pin("k", "n", lat, lon, "city", "", count, ())

    near = [pin(48 + i / 10, 35 + i / 10, 10) for i in range(10)]
    west, south, east, north = places.window([*near, pin(38.9, -77, 3)])
    assert -60 < west < 35 < 35.9 < east
    assert south < 48 < 48.9 < north
    assert places.window([])[0] < -100  # the world, where nothing is known


@PATIENT
@given(st.text(max_size=80), st.floats(0, 200), st.sampled_from([9.0, 12.0]))
def test_words_are_cut_to_their_room(text: str, room: float, size: float) -> None:
    cut = fitted(text, room, size)
    assert width(cut, size) <= room + 1e-6


@PATIENT
@given(st.text(max_size=60))
def test_no_text_becomes_markup(text: str) -> None:
    made = ElementTree.fromstring(tag("text", text + HOSTILE, aria_label=text + HOSTILE, x=1.0))
    assert len(made) == 0
    assert "<script>" in (made.text or "")
    assert set(made.attrib) == {"aria-label", "x"}


def test_hostile_words_stay_words_in_every_picture() -> None:
    mark = Mark("attack", HOSTILE, "2031-03-01", "2031-03-01", True, 1, HOSTILE, (HOSTILE,), HOSTILE, HOSTILE, 0)
    many = Lane("party", HOSTILE, 9, 0, (), (Bucket("2031-03-01", "2031-03-01", 4, 5),))
    found = Timeline(
        "2031-03-01", "2031-03-04", "day", (Lane("attack", "", 1, 0, (mark,), many.buckets), many), 0, 0, 0, ()
    )
    pin = Pin(HOSTILE, HOSTILE, 48.0, 35.0, "city", HOSTILE, 3, (("attack", 3),))
    links = places.Links(place=lambda p: f"/map?place={p.name}", bounds=lambda _: HOSTILE)
    pictures = [
        lanes.draw(found, FR, narrower=lambda a, b: f"?from={a}&to={b}{HOSTILE}", name=lambda _: HOSTILE),
        places.draw([pin], NOWHERE, (30, 45, 40, 50), FR, links=links, said=lambda _: HOSTILE),
    ]
    for picture in pictures:
        root = ElementTree.fromstring(picture)
        assert not [e for e in root.iter() if e.tag == "script" or "onload" in e.attrib or "style" in e.attrib]
        assert any("<script>" in (e.text or "") for e in root.iter("title"))
        assert "\u202e" not in picture
        assert "\u0000" not in picture
