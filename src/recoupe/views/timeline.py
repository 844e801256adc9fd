"""The timeline: things by day in lanes, one by one where they are few, else counted by day, week, month or year."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from recoupe.store import Dossier
from recoupe.store.drawn import DUE, STATEMENT, UNKNOWN, WIDE
from recoupe.views.facets import Filters, party_names
from recoupe.views.timed import Asked, Days, Mark, Rest, Sum, asked, count, every, inside, of_days, rest, spread

Step = Literal["day", "week", "month", "year"]
LANES = ("type", "party")
KINDS = (
    *("position", "proposal", "meeting", "agreement", "commitment", DUE, "threat", "sanction", "aid"),
    *("attack", "interception", "casualties", "damage", "territory", "military_activity", "prisoners", STATEMENT),
)
"""Kinds of things in the order of their lanes: talks, then fighting, then what is said."""
FEW = 40
"""Things in a lane that are shown one by one."""
_STEPS: tuple[tuple[int, Step, int], ...] = (
    *((62, "day", 10), (420, "week", 10)),
    *((3_700, "month", 7), (4_000_000, "year", 4)),
)
"""Days that a window has at most, what is counted by then, and the characters of an ISO day that tell which."""
_STRAY = 0.02
"""Part of the things that may lie outside the window that is shown by default."""
_FIRST, _LAST = "1000-01-01", "9000-12-31"
_YEARS = 800
"""Days of a wide interval that still counts for that window, where narrow ones are too few to tell."""


class Bucket(msgspec.Struct, frozen=True):
    """A stretch of days, both included: things that surely lie in it, and those that may."""

    first: str
    last: str
    sure: int
    maybe: int


class Lane(msgspec.Struct, frozen=True):
    """A lane: ``buckets`` that hold anything, and ``marks`` where they are few, else none; in order of days.

    ``anywhere`` counts things that may lie anywhere in the window, and before or after; they are in neither.
    """

    key: str
    name: str
    total: int
    anywhere: int
    marks: tuple[Mark, ...] = ()
    buckets: tuple[Bucket, ...] = ()


class Timeline(msgspec.Struct, frozen=True):
    """A window of days, both included, and its lanes; ``first`` is "" where nothing has a day.

    ``before`` and ``after`` count what surely lies outside; ``undated`` what no day is known of, some of it shown.
    """

    first: str
    last: str
    step: Step
    lanes: tuple[Lane, ...]
    before: int
    after: int
    undated: int
    apart: tuple[Mark, ...]


def timeline(dossier: Dossier, *, filters: Filters = Filters(), lanes: str = "type") -> Timeline:  # noqa: B008
    """The timeline of a dossier between ``filters.since`` and ``filters.until``, else over all that has a day.

    ``lanes``: one for each kind of KINDS, or for each of the PARTIES of most things.
    """
    of = asked(dossier, filters, by_party=lanes == "party")
    window = _bounded(_window(dossier, of, filters.since, filters.until))
    first, last = window or UNKNOWN
    days = _length(first, last) if window else 1
    step, known_to = next((s, known_to) for most, s, known_to in _STEPS if days <= most)
    edges = _edges(first, last, step) if window else list(UNKNOWN)
    left = {row.lane: row for row in rest(dossier, of, edges[0], edges[-1])}
    once = [left[k] for k in of.once(left) if k in left]
    undated = sum(row.undated for row in once)
    apart = tuple(every(dossier, of, undated=True, limit=FEW + 1)) if undated else ()
    if window is None:
        return Timeline("", "", "day", (), 0, 0, undated, apart)
    by_lane: dict[str, list[Sum]] = {}
    for row in inside(dossier, of, edges[0], edges[-1], known_to=known_to):
        by_lane.setdefault(row.lane, []).append(row)
    few = [k for k, sums in by_lane.items() if len(sums) <= FEW]
    shown = _shown(dossier, of, few, edges) if few else {}
    keys = of.names if of.by_party else [k for k in KINDS if k in left]
    names = party_names(dossier, keys) if of.by_party else {}
    made = [_lane(left[k], names.get(k, ""), by_lane.get(k, []), shown.get(k, []), edges) for k in keys if k in left]
    return Timeline(
        first,
        last,
        step,
        tuple(lane for lane in made if lane.total),
        sum(row.before for row in once),
        sum(row.after for row in once),
        undated,
        apart,
    )


def _window(dossier: Dossier, of: Asked, since: str | None, until: str | None) -> Days | None:
    """First and last day to show; a few strays far off do not stretch it."""
    if since and until:
        return min(since, until), max(since, until)
    found = spread(dossier, of)
    closed = [(a, b, n, _length(a, b)) for a, b, n in found if a and b != UNKNOWN[1]]
    narrow = [row for row in closed if row[3] <= WIDE]
    if 3 * sum(row[2] for row in narrow) < 2 * sum(row[2] for row in closed):
        narrow = [row for row in closed if row[3] <= _YEARS] or closed
    count: dict[str, int] = {}
    for a, b, n, _ in narrow:
        count[a], count[b] = count.get(a, 0) + n, count.get(b, 0) + n
    if not count:
        count = {d: 1 for a, b, _ in found for d in (a, b) if d not in UNKNOWN}
    if not count:
        return None if not (since or until) else (since or until or "", until or since or "")
    low, high = _bulk(count)
    low, high = since or low, until or high
    return (low, high) if low <= high else (low, low) if since else (high, high)


def _bounded(window: tuple[str, str] | None) -> tuple[str, str] | None:
    """The window within years that a calendar can count around."""
    return (min(max(window[0], _FIRST), _LAST), max(min(window[1], _LAST), _FIRST)) if window else None


def _bulk(count: dict[str, int]) -> tuple[str, str]:
    """First and last of the days that hold nearly all; from there, on to every day that is not far off."""
    days, whole = sorted(count), sum(count.values())
    seen, first, last = 0, 0, len(days) - 1
    for i, day in enumerate(days):
        if seen <= _STRAY / 2 * whole:
            first = i
        seen += count[day]
        if seen >= (1 - _STRAY / 2) * whole:
            last = i
            break
    reach = max(WIDE, _length(days[first], days[last]) // 2)
    while first > 0 and _length(days[first - 1], days[first]) <= reach:
        first -= 1
    while last < len(days) - 1 and _length(days[last], days[last + 1]) <= reach:
        last += 1
    return days[first], days[last]


@functools.lru_cache(maxsize=20_000)
def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()


def _length(first: str, last: str) -> int:
    return _ordinal(last) - _ordinal(first) + 1


def _edges(first: str, last: str, step: Step) -> list[str]:
    """First day of each bucket of a window, and the day after the last one."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if step == "week":
        start -= timedelta(start.weekday())
    elif step != "day":
        start = start.replace(day=1) if step == "month" else start.replace(month=1, day=1)
    edges = []
    while start <= end:
        edges.append(start.isoformat())
        if step in ("day", "week"):
            start += timedelta(7 if step == "week" else 1)
        elif step == "month":
            start = (start.replace(day=28) + timedelta(4)).replace(day=1)
        else:
            start = start.replace(year=start.year + 1)
    return [*edges, start.isoformat()]


def _shown(dossier: Dossier, of: Asked, lanes: Sequence[str], edges: Sequence[str]) -> dict[str, list[Mark]]:
    """The things of these lanes one by one, of each lane that has few."""
    days: dict[str, set[Days]] = {key: set() for key in lanes}
    for key in lanes:
        for row in inside(dossier, of.of_lane(key), edges[0], edges[-1]):
            days[key].add((row.first, row.last))
    found = {}
    for key, pairs in days.items():
        if 0 < len(pairs) <= FEW:
            count, things = of_days(dossier, of.of_lane(key), pairs, limit=FEW)
            if count <= FEW:
                found[key] = things
    return found


def _lane(left: Rest, name: str, sums: Sequence[Sum], shown: Sequence[Mark], edges: Sequence[str]) -> Lane:
    first, beyond = edges[0], edges[-1]
    total = sum(row.n for row in sums)
    sure, maybe = [0] * (len(edges) - 1), [0] * (len(edges) - 1)
    for _, a, b, n in sums:
        i = max(bisect_right(edges, a) - 1, 0)
        j = min(bisect_right(edges, b) - 1, len(sure) - 1)
        if i == j and a >= first and b < beyond:
            sure[i] += n
        else:
            for at in range(i, j + 1):
                maybe[at] += n
    last = [(date.fromisoformat(e) - timedelta(1)).isoformat() for e in edges[1:]]
    found = [Bucket(*row) for row in zip(edges, last, sure, maybe, strict=False)]
    buckets = tuple(b for b in found if b.sure or b.maybe)
    return Lane(left.lane, name, total + left.anywhere, left.anywhere, tuple(shown), buckets)


def things(
    dossier: Dossier, window: Days | None = UNKNOWN, *, filters: Filters, offset: int = 0, limit: int = FEW
) -> tuple[int, list[Mark]]:
    """How many things a window of ISO days holds, and some of them in order.

    Without a window, those of no day; in that of UNKNOWN, the default, all of them.
    """
    of = asked(dossier, filters, by_party=False)
    if window is not None and window != UNKNOWN:
        first, last = _bounded(window) or window
        beyond = (date.fromisoformat(last) + timedelta(1)).isoformat()
        days = [(row.first, row.last) for row in inside(dossier, of, first, beyond, narrow=True)]
        return of_days(dossier, of, days, offset=offset, limit=limit)
    undated = window is None
    return count(dossier, of, undated=undated), every(dossier, of, undated=undated, offset=offset, limit=limit)
