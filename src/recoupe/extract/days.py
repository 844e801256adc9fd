"""Sets of days as bits of one integer: every step of dating is an intersection."""

from __future__ import annotations

from datetime import date
from functools import cache

from recoupe.extract.calendar import DAY

FIRST, LAST = date(1990, 1, 1), date(2049, 12, 31)
"""Days that a document can have; a set that comes within a year of an end is open there."""
_COUNT = (LAST - FIRST).days + 1
EVERY = (1 << _COUNT) - 1
MOST_CANDIDATES = 400


def between(first: date | None, last: date | None) -> int:
    """The days from ``first`` to ``last``, both included; None is open."""
    low = max(0, (first - FIRST).days) if first else 0
    high = min(_COUNT - 1, (last - FIRST).days) if last else _COUNT - 1
    return ((1 << (high - low + 1)) - 1) << low if high >= low else 0


@cache
def weekdays(*numbers: int) -> int:
    """Every day that falls on one of the weekdays (Monday 1 to Sunday 7)."""
    days = 0
    for number in numbers:
        first = (number - FIRST.isoweekday()) % 7
        days |= sum(1 << i for i in range(first, _COUNT, 7))
    return days


@cache
def yearly(first: tuple[int, int], last: tuple[int, int]) -> int:
    """From one (month, day) to another of the same year, in every year."""
    days = 0
    for year in range(FIRST.year, LAST.year + 1):
        days |= between(date(year, *first), date(year, *last))
    return days


def ends(days: int) -> tuple[date | None, date | None]:
    """First and last day; None where the set is empty, or runs to within a year of the calendar held here."""
    if not days:
        return None, None
    low, high = (days & -days).bit_length() - 1, days.bit_length() - 1
    return (FIRST + low * DAY if low > 366 else None), (FIRST + high * DAY if high < _COUNT - 367 else None)


def members(days: int) -> list[date]:
    """The days in order."""
    found = []
    while days:
        low = days & -days
        found.append(FIRST + (low.bit_length() - 1) * DAY)
        days ^= low
    return found
