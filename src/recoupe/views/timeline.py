"""The timeline: things by day in lanes, one by one where they are few, else counted by day, week, month or year."""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from recoupe.store import Dossier
from recoupe.store.batches import batches, marks
from recoupe.store.drawn import DUE, STATEMENT, UNKNOWN, WIDE
from recoupe.text import one_line, shorten
from recoupe.views.facets import Filters, among, chief, held_by, party_names

Step = Literal["day", "week", "month", "year"]
LANES = ("type", "party")
KINDS = (
    *("position", "proposal", "meeting", "agreement", "commitment", DUE, "threat", "sanction", "aid"),
    *("attack", "interception", "casualties", "damage", "territory", "military_activity", "prisoners", STATEMENT),
)
"""Kinds of things in the order of their lanes: talks, then fighting, then what is said."""
PARTIES = 8
"""Lanes by party: those of most things."""
FEW = 40
"""Things in a lane that are shown one by one."""
_QUOTED = 160
_STEPS: tuple[tuple[int, Step], ...] = ((62, "day"), (420, "week"), (3_700, "month"), (4_000_000, "year"))
"""Days that a window has at most, and what is counted by then."""
_STRAY = 0.02
"""Part of the things that may lie outside the window that is shown by default."""
_FIRST, _LAST = "1000-01-01", "9000-12-31"
_YEARS = 800
"""Days of a wide interval that still counts for that window, where narrow ones are too few to tell."""


class Mark(msgspec.Struct, frozen=True):
    """One thing in its lane. ``first`` is "" and ``last`` "~" where that end is not known; ``own``: its words say when.

    ``count``: how many statements a document quotes, where the thing is a document's statements. ``record`` is empty
    where the document as a whole is meant; ``start`` is where its words begin.
    """

    kind: str
    thing: str
    first: str
    last: str
    own: bool
    count: int
    words: str
    by: tuple[str, ...]
    document: str
    record: str
    start: int
    verdict: str = ""
    status: str = ""

    @property
    def known(self) -> bool:
        """Whether both ends are known."""
        return bool(self.first) and self.last != UNKNOWN[1]


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


class _Asked(msgspec.Struct, frozen=True):
    """The things that the filters leave: a facet and its names, and SQL that asks for other facets."""

    facet: str
    names: tuple[str, ...]
    also: str = ""
    values: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    lanes: str = "type"


Sum = tuple[str, str, str, str, int]
"""(name, kind, first, last, how many)."""


def timeline(dossier: Dossier, *, filters: Filters = Filters(), lanes: str = "type") -> Timeline:  # noqa: B008
    """The timeline of a dossier between ``filters.since`` and ``filters.until``, else over all that has a day.

    ``lanes``: one for each kind of KINDS, or for each of the PARTIES of most things.
    """
    asked = _asked(dossier, filters, lanes)
    sums = _sums(dossier, asked)
    window = _bounded(_window(sums, filters.since, filters.until))
    undated = sum(n for _, _, first, last, n in _once(sums, asked) if (first, last) == UNKNOWN)
    apart = tuple(_marks(dossier, *_within(asked, None))) if undated else ()
    if window is None:
        return Timeline("", "", "day", (), 0, 0, undated, apart)
    first, last = window
    days = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
    step = next(s for most, s in _STEPS if days <= most)
    edges = _edges(first, last, step)
    by_lane: dict[str, list[Sum]] = {}
    for row in sums:
        by_lane.setdefault(row[0] if lanes == "party" else row[1], []).append(row)
    keys = asked.names if lanes == "party" else [k for k in KINDS if k in by_lane]
    names = party_names(dossier, keys) if lanes == "party" else {}
    made = [_lane(dossier, asked, k, names.get(k, ""), by_lane.get(k, []), edges) for k in keys]
    once = _once(sums, asked)
    return Timeline(
        first,
        last,
        step,
        tuple(lane for lane in made if lane.total),
        sum(n for *_, a, b, n in once if a and b < first),
        sum(n for *_, a, b, n in once if a > last),
        undated,
        apart,
    )


def _asked(dossier: Dossier, filters: Filters, lanes: str) -> _Asked:
    kinds = tuple(k for k in filters.types if k in KINDS)
    held = held_by(dossier, filters)
    if lanes == "party":
        parties = next((keys for facet, keys in held if facet == "party"), ())
        facet, names = "party", parties[:PARTIES]
        if filters.party is None:
            names = tuple(k for k, _ in chief(dossier, "party", PARTIES, kinds))
        held = [h for h in held if h[0] != "party"]
    elif held:
        facet, names = held.pop()
    else:
        facet, names = "", ("",)
    also, values = among("t.thing", held)
    return _Asked(facet, names, also, tuple(values), kinds, lanes)


def _where(asked: _Asked) -> tuple[str, list[object]]:
    kinds = f" AND t.kind IN ({marks(asked.kinds)})" if asked.kinds else ""
    where = f"t.facet = ? AND t.name IN ({marks(asked.names)}){kinds}{asked.also}"
    return where, [asked.facet, *asked.names, *asked.kinds, *asked.values]


def _sums(dossier: Dossier, asked: _Asked) -> list[Sum]:
    """How many things of each name and kind there are of each interval."""
    where, values = _where(asked)
    if not asked.also and (asked.lanes == "party" or len(asked.names) == 1):
        return dossier.ask(f'SELECT name, kind, "first", "last", n FROM tally t WHERE {where}', values)
    name = "name" if asked.lanes == "party" else "''"  # of several names of one facet, a thing counts once
    query = f"""SELECT name, kind, "first", "last", sum(n) FROM (SELECT {name} AS name, kind, thing, "first", "last",
        max(n) AS n FROM timed t WHERE {where} GROUP BY 1, 2, 3) GROUP BY 1, 2, 3, 4"""
    return dossier.ask(query, values)


def _once(sums: list[Sum], asked: _Asked) -> list[Sum]:
    """The sums in which each thing is counted once: by party, those of the first lane would count twice."""
    return sums if asked.lanes == "type" else [s for s in sums if s[0] == asked.names[0]] if asked.names else []


def _window(sums: list[Sum], since: str | None, until: str | None) -> tuple[str, str] | None:
    """First and last day to show; a few strays far off do not stretch it."""
    if since and until:
        return min(since, until), max(since, until)
    closed = [(a, b, n) for *_, a, b, n in sums if a and b != UNKNOWN[1]]
    narrow = [row for row in closed if _length(row[0], row[1]) <= WIDE]
    if 3 * sum(n for *_, n in narrow) < 2 * sum(n for *_, n in closed):
        narrow = [row for row in closed if _length(row[0], row[1]) <= _YEARS] or closed
    count: dict[str, int] = {}
    for a, b, n in narrow:
        count[a], count[b] = count.get(a, 0) + n, count.get(b, 0) + n
    if not count:
        count = {d: 1 for *_, a, b, _ in sums for d in (a, b) if d not in UNKNOWN}
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
def _length(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


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


def _lane(dossier: Dossier, asked: _Asked, key: str, name: str, sums: list[Sum], edges: list[str]) -> Lane:
    first, beyond = edges[0], edges[-1]
    inside = [s for s in sums if s[2] < beyond and s[3] >= first and (s[2], s[3]) != UNKNOWN]
    anywhere = sum(s[4] for s in inside if _anywhere(s[2], s[3], first, beyond))
    inside = [s for s in inside if not _anywhere(s[2], s[3], first, beyond)]
    total = sum(s[4] for s in inside)
    shown: list[Mark] = []
    if len(inside) <= FEW:
        window = (first, (date.fromisoformat(beyond) - timedelta(1)).isoformat())
        here = _Asked(
            asked.facet,
            (key,) if asked.lanes == "party" else asked.names,
            asked.also,
            asked.values,
            asked.kinds if asked.lanes == "party" else (key,),
            asked.lanes,
        )
        shown = _marks(dossier, *_within(here, window))
        shown = shown if len(shown) <= FEW else []
    sure, maybe = [0] * (len(edges) - 1), [0] * (len(edges) - 1)
    for _, _, a, b, n in inside:
        i = max(bisect_right(edges, a) - 1, 0)
        j = min(bisect_right(edges, b) - 1, len(sure) - 1)
        if i == j and a >= first and b < beyond:
            sure[i] += n
        else:
            for at in range(i, j + 1):
                maybe[at] += n
    last = [(date.fromisoformat(e) - timedelta(1)).isoformat() for e in edges[1:]]
    found = [Bucket(*row) for row in zip(edges, last, sure, maybe, strict=False)]
    return Lane(key, name, total + anywhere, anywhere, tuple(shown), tuple(b for b in found if b.sure or b.maybe))


def _anywhere(a: str, b: str, first: str, beyond: str) -> bool:
    """Whether a wide or open interval has no end inside the window: it tells nothing of where in it the thing lies."""
    return a < first and b >= beyond


def things(
    dossier: Dossier, window: tuple[str, str] | None = UNKNOWN, *, filters: Filters, offset: int = 0, limit: int = FEW
) -> tuple[int, list[Mark]]:
    """How many things a window of ISO days holds, and some of them in order.

    Without a window, those of no day; in that of UNKNOWN, the default, all of them.
    """
    where, values = _within(_asked(dossier, filters, "type"), window if window == UNKNOWN else _bounded(window))
    query = f"SELECT count(*) FROM (SELECT DISTINCT kind, thing FROM timed t WHERE {where} LIMIT 10001)"
    return dossier.ask(query, values)[0][0], _marks(dossier, where, values, offset=offset, limit=limit)


def _within(asked: _Asked, window: tuple[str, str] | None) -> tuple[str, list[object]]:
    """SQL for the things of a window that tell something of when in it they lie; without one, those of no day."""
    where, values = _where(asked)
    if window is None:
        return f'{where} AND wide = 1 AND "first" = ? AND "last" = ?', [*values, *UNKNOWN]
    if window == UNKNOWN:
        return where, values
    first, last = window
    early = (date.fromisoformat(first) - timedelta(WIDE)).isoformat()
    return (
        f"""{where} AND ((wide = 0 AND "first" BETWEEN ? AND ? AND "last" >= ?) OR (wide = 1 AND "first" <= ?
        AND "last" >= ? AND ("first" >= ? OR "last" <= ?) AND NOT ("first" = '' AND "last" = '~')))""",
        [*values, early, last, first, last, first, first, last],
    )


def _marks(
    dossier: Dossier, where: str, values: Sequence[object], *, offset: int = 0, limit: int = FEW + 1
) -> list[Mark]:
    """The things that a condition holds of, one by one."""
    rows = dossier.ask(
        f'SELECT DISTINCT kind, thing, "first", "last", own, n FROM timed t WHERE {where} '
        'ORDER BY "first", "last", kind, thing LIMIT ? OFFSET ?',
        [*values, limit, offset],
    )
    told = _told(dossier, [r[1] for r in rows if r[0] != STATEMENT])
    quoted = _quoted(dossier, [r[1] for r in rows if r[0] == STATEMENT])
    found = []
    for kind, thing, first, last, own, n in rows:
        more = quoted.get(thing) if kind == STATEMENT else told.get(thing)
        if more is not None:
            found.append(Mark(kind, thing, first, last, bool(own), n if kind == STATEMENT else 1, *more))
    return found


_Words = tuple[str, tuple[str, ...], str, str, int, str, str]
"""(words, by whom, document, record, start, verdict, status)."""


def _told(dossier: Dossier, findings: Sequence[str]) -> dict[str, _Words]:
    """What the earliest record of each finding says."""
    found: dict[str, _Words] = {}
    for some in batches(findings):
        query = f"""SELECT f.id, e.quote, r.attributed_to, d.outlet, e.document, f.anchor, e."start", f.verdict,
            f.status FROM finding f JOIN event r ON r.id = f.anchor JOIN document d ON d.id = r.document
            JOIN evidence e ON e.record = f.anchor AND e.field = 'evidence' AND e.ord = 0
            WHERE f.id IN ({marks(some)})"""
        for thing, words, by, outlet, *rest in dossier.ask(query, some):
            names = tuple(msgspec.json.decode(by)) or ((outlet,) if outlet else ())
            found[thing] = (shorten(one_line(words), _QUOTED), names, *rest)
    return found


def _quoted(dossier: Dossier, documents: Sequence[str]) -> dict[str, _Words]:
    """The title and outlet of each document."""
    found: dict[str, _Words] = {}
    for some in batches(documents):
        query = f"""SELECT d.id, coalesce(t.quote, substr(d.text, 1, 200)), d.outlet FROM document d
            LEFT JOIN evidence t ON t.record = d.id AND t.field = 'title' AND t.ord = 0 WHERE d.id IN ({marks(some)})"""
        for document, title, outlet in dossier.ask(query, some):
            by = (outlet,) if outlet else ()
            found[document] = (shorten(one_line(title), _QUOTED), by, document, "", 0, "", "")
    return found
