"""Calendar arithmetic on days and periods; ISO weeks, TIMEX3 period names, Easter. No language, no text."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

DAY = timedelta(days=1)
Period = tuple[date, date]
"""First and last day, both included."""
# Astronomical seasons of the northern hemisphere to within a day; winter is named after the year it starts in.
_SEASON_START = {"SP": (3, 20), "SU": (6, 21), "FA": (9, 22), "WI": (12, 21)}
_SEASONS = ("SP", "SU", "FA", "WI")


def day_of(year: int, month: int, day: int) -> date | None:
    """The day, or None where the calendar has no such day."""
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def month(year: int, number: int) -> Period:
    """The period of a month; ``number`` may run past 12 or below 1."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    return date(year, number, 1), date(year, number, monthrange(year, number)[1])


def months_after(day: date, count: int) -> date:
    """The same day of the month ``count`` months later (earlier where negative), or the last day of that month."""
    first, last = month(day.year, day.month + count)
    return min(first + (day.day - 1) * DAY, last)


def week(day: date) -> Period:
    """Monday to Sunday around ``day``."""
    monday = day - (day.isoweekday() - 1) * DAY
    return monday, monday + 6 * DAY


def week_name(day: date) -> str:
    """ "2025-W11"."""
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def season(year: int, name: str) -> Period:
    """The period of "SP", "SU", "FA" or "WI" that starts in ``year``."""
    at = _SEASONS.index(name)
    following = _SEASONS[(at + 1) % 4]
    return date(year, *_SEASON_START[name]), date(year + (name == "WI"), *_SEASON_START[following]) - DAY


def part_of_year(year: int, number: int, months: int) -> Period:
    """Quarter (``months`` 3) or half year (6), counted from 1."""
    return date(year, (number - 1) * months + 1, 1), month(year, number * months)[1]


def easter(year: int) -> date:
    """Easter Sunday, Gregorian (anonymous algorithm of Nature, 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    j = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * j) // 451
    number, day = divmod(h + j - 7 * m + 114, 31)
    return date(year, number, day + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the Julian computus (Meeus), as a Gregorian day; 1900 to 2099."""
    d = (19 * (year % 19) + 15) % 30
    number, day = divmod(d + (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7 + 114, 31)
    return date(year, number, day + 1) + 13 * DAY


def holiday(year: int, rule: str) -> date:
    """The day of a rule, "MM-DD", "easter+N" or "orthodox+N", in ``year``."""
    for name, base in (("easter", easter), ("orthodox", orthodox_easter)):
        if rule.startswith(name):
            return base(year) + int(rule[len(name) :]) * DAY
    return date.fromisoformat(f"{year}-{rule}")
