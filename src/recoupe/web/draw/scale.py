"""Scales: days and numbers to user units, with the ticks that a reader expects."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple


class Days(NamedTuple):
    """Days from ``first`` to ``last``, both included, over ``left`` to ``right``. Each day has a width of its own."""

    first: date
    last: date
    left: float
    right: float

    @classmethod
    def of(cls, first: str, last: str, left: float, right: float) -> Days:
        """The scale of two ISO days."""
        return cls(date.fromisoformat(first), date.fromisoformat(last), left, right)

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1

    @property
    def width(self) -> float:
        """Of a day."""
        return (self.right - self.left) / self.days

    def start(self, day: date | str) -> float:
        """Where a day begins; days outside are at the edge."""
        at = date.fromisoformat(day) if isinstance(day, str) else day
        return min(max(self.left + (at - self.first).days * self.width, self.left), self.right)

    def end(self, day: date | str) -> float:
        """Where a day ends; days outside are at the edge."""
        at = date.fromisoformat(day) if isinstance(day, str) else day
        return self.start(at + timedelta(1)) if at < date.max else self.right

    def span(self, first: str, last: str) -> tuple[float, float]:
        """From the beginning of one day to the end of another; "" and "~" are the edges."""
        return (self.start(first) if first else self.left), (self.end(last) if last != "~" else self.right)


class Tick(NamedTuple):
    """A stretch of the axis: its first and last day."""

    unit: str
    first: date
    last: date


_DAY, _MONTH, _YEAR = 1.0, 30.44, 365.25
_UNITS = (
    *(("day", n, n * _DAY) for n in (1, 2, 7)),
    *(("month", n, n * _MONTH) for n in (1, 3, 6)),
    *(("year", n, n * _YEAR) for n in (1, 2, 5, 10, 20, 50, 100, 500)),
)


def ticks(scale: Days, room: float) -> list[Tick]:
    """Stretches of days, months or years, the shortest that are at least ``room`` wide each."""
    unit, n, _ = next((u for u in _UNITS if u[2] * scale.width >= room), _UNITS[-1])
    return list(_stretches(scale, unit, n))


def outer_ticks(scale: Days, inner: list[Tick]) -> list[Tick]:
    """The months or years that stretches of days or months lie in; none above years."""
    unit = {"day": "month", "month": "year"}.get(inner[0].unit if inner else "")
    return list(_stretches(scale, unit, 1)) if unit else []


def _stretches(scale: Days, unit: str, n: int) -> Iterator[Tick]:
    at = scale.first
    if unit == "day" and n == 7:
        at -= timedelta(at.weekday())
    elif unit == "month":
        at = at.replace(day=1, month=(at.month - 1) // n * n + 1)
    elif unit == "year":
        at = date(max(at.year // n * n, 1), 1, 1)
    while at <= scale.last:
        after = _after(at, unit, n)
        if after is None:
            yield Tick(unit, at, date.max)
            return
        yield Tick(unit, at, after - timedelta(1))
        at = after


def _after(day: date, unit: str, n: int) -> date | None:
    """The first day of the next stretch; None where the calendar ends before it."""
    if unit == "day":
        return day + timedelta(n) if (date.max - day).days >= n else None
    months = day.year * 12 + day.month - 1 + (n if unit == "month" else 12 * n)
    return date(months // 12, months % 12 + 1, 1) if months < 12 * 10_000 else None


class Numbers(NamedTuple):
    """Numbers from zero to ``most`` over ``low`` to ``high`` (user units; ``high`` is the smaller where y grows up)."""

    most: float
    low: float
    high: float

    def at(self, value: float) -> float:
        """Where a value is; those outside are at the edge."""
        share = min(max(value / self.most, 0.0), 1.0) if self.most else 0.0
        return self.low + (self.high - self.low) * share


def round_steps(most: float, count: int = 4) -> list[float]:
    """Zero and up to ``count`` or so round values, the last one at least ``most``."""
    if most < 1e-300:  # a quarter of it has no logarithm
        return [0.0, 1.0]
    raw = most / count
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude >= raw * 0.999)
    if most >= 1 and step < 1:
        step = 1.0
    return [i * step for i in range(math.ceil(most / step - 1e-9) + 1)]
