"""The table of resolvers: what each named rule of a language's time expressions means on a calendar."""

from __future__ import annotations

from collections.abc import Callable

from recoupe.extract import timex_days as d
from recoupe.extract import timex_lengths as n
from recoupe.extract import timex_periods as p
from recoupe.extract import timex_shifts as s
from recoupe.extract.timex_context import Context, Groups, Value

Resolver = Callable[[Groups, Context], Value | None]
_FUNCTIONS: tuple[Resolver, ...] = (
    # days
    d.day, d.numeric, d.weekday, d.weekday_step, d.near, d.night, d.night_relative, d.this_part,
    d.day_range, d.weekday_range, d.holiday,
    # periods
    p.week, p.week_of, p.weekend, p.month, p.month_range, p.this_month, p.season, p.quarter,
    p.year, p.year_range, p.decade, p.century,
    # shifts
    s.ago, s.ahead, s.shift, s.eve, s.same_day, s.period_step, s.event_shift, s.event_length, s.war_day, s.war_start,
    # lengths
    n.duration, n.duration_range, n.duration_sum, n.vague_duration, n.last, n.clock_duration, n.clock, n.clock_range,
    n.every, n.one_in, n.every_weekday,
)  # fmt: skip
RESOLVERS: dict[str, Resolver] = {f.__name__: f for f in _FUNCTIONS}
DIRECTED = frozenset(
    f.__name__
    for f in (
        d.day, d.weekday, d.night, d.night_relative, d.day_range, d.weekday_range, d.holiday,
        p.week, p.week_of, p.weekend, p.month, p.month_range, p.season, p.quarter,
        s.eve, s.shift, s.same_day, s.war_day, s.event_shift, s.event_length,
    )
)  # fmt: skip
"""The functions whose answer depends on the time of the clause."""
EVENTFUL = frozenset(f.__name__ for f in (s.event_shift, s.event_length))
"""The functions that count from an event, which may carry its date."""
ANAPHORIC = frozenset(f.__name__ for f in (d.weekday_step, s.shift, s.eve, s.same_day, s.period_step))
"""The functions that point back to an earlier expression."""
