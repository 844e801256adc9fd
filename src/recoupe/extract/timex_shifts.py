"""What is counted from another day: ago, in, later, the eve of; from an event; from the beginning of a war."""

from __future__ import annotations

from datetime import date

from recoupe.extract import calendar as cal
from recoupe.extract.calendar import DAY
from recoupe.extract.timex_context import Context, Groups, Value, day_value, one, period_value, with_time
from recoupe.extract.timex_lengths import UNIT_DAYS, amount_of, duration_value
from recoupe.extract.timex_periods import week_value

_UNIT_MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12, "E": 120, "C": 1200}


def _shifted(start: date, amount: float, unit: str, sign: int, anchor: str) -> Value:
    """``start`` moved by an amount; as precise as the unit: "two weeks ago" is a week, "two years ago" a year."""
    if unit in UNIT_DAYS and amount * 7 < 40000:
        found = start + round(sign * amount * UNIT_DAYS[unit]) * DAY
        return day_value(found, anchor) if unit == "D" or amount % 1 else week_value(found, anchor)
    if unit not in _UNIT_MONTHS or amount * _UNIT_MONTHS.get(unit, 1) > 18000:
        return Value(duration_value(amount, unit), anchor=anchor, type="DURATION")
    found = cal.months_after(start, round(sign * amount * _UNIT_MONTHS[unit]))
    if unit in ("M", "Q", "H") or amount % 1:
        return period_value(f"{found:%Y-%m}", cal.month(found.year, found.month), anchor)
    return period_value(str(found.year), (date(found.year, 1, 1), date(found.year, 12, 31)), anchor)


def ago(g: Groups, c: Context) -> Value | None:
    unit, amount = one(g, "unit"), amount_of(g)
    if unit.startswith("T"):
        return Value(duration_value(amount, unit), c.today, c.today, type="TIME")
    return _shifted(c.today, amount, unit, -1, "document") if c.today else Value(None)


def ahead(g: Groups, c: Context) -> Value | None:
    unit, amount = one(g, "unit"), amount_of(g)
    if unit.startswith("T"):
        return Value(duration_value(amount, unit), type="DURATION")
    return _shifted(c.today, amount, unit, 1, "document") if c.today else Value(None)


def shift(g: Groups, c: Context) -> Value | None:
    sign = g["shift"] if "shift" in g else (1 if g.get("after") == "après" else -1)
    unit, amount = one(g, "unit"), amount_of(g)
    if unit.startswith("T"):
        return Value(duration_value(amount, unit), anchor="expression", type="DURATION")
    if c.before and c.before.first:
        start = c.before.first if unit == "D" or c.before.first == c.before.last else c.before.last or c.before.first
        return _shifted(start, amount, unit, sign, "expression")
    # Nothing to count from: "two weeks earlier" in the news is earlier than the report; "later" stays open.
    if c.today and sign < 0:
        return _shifted(c.today, amount, unit, sign, "document")
    return Value(None, anchor="expression")


def eve(g: Groups, c: Context) -> Value | None:
    if c.before and c.before.first and c.before.first == c.before.last:
        return with_time(day_value(c.before.first + g["eve"] * DAY, "expression"), g)
    if c.today and g["eve"] < 0 and c.direction == "past":
        return with_time(day_value(c.today + g["eve"] * DAY), g)
    return Value(None, anchor="expression")


def same_day(g: Groups, c: Context) -> Value | None:
    if c.before and c.before.first and c.before.first == c.before.last:
        return with_time(day_value(c.before.first, "expression"), g)
    return Value(None, anchor="expression")


def period_step(g: Groups, c: Context) -> Value | None:
    unit, step = one(g, "unit"), one(g, "step") or 0
    if c.before is None or c.before.first is None:
        return Value(None, anchor="expression")
    start = c.before.first
    if "night" in g:
        found = start + step * DAY
        return Value(f"{found}TNI", found, found, "expression", "TIME")
    if unit == "D":
        return (
            day_value(start + step * DAY, "expression") if start == c.before.last else Value(None, anchor="expression")
        )
    if unit not in ("W", "M", "Y"):
        return None
    return _shifted(start, abs(step), unit, -1 if step < 0 else 1, "expression")


def event_shift(g: Groups, c: Context) -> Value | None:
    if c.after and c.after.first and c.after.first == c.after.last:
        return day_value(c.after.first + g["eve"] * DAY, "event")
    if c.knowledge and (row := c.knowledge.event(c.phrase[:90], c.words, c.today)) and row.first == row.last:
        return day_value(row.last + g["eve"] * DAY, "event")
    if c.today and c.direction == "present":
        return day_value(c.today)  # "the offer comes on the morrow of a strike": the day of the report
    return Value(None, anchor="event")


def event_length(g: Groups, c: Context) -> Value | None:
    """So long before or after an event: from its date where it carries one, else the length alone."""
    unit, amount = one(g, "unit"), amount_of(g)
    sign = 1 if g["after"] == "après" else -1
    if c.after and c.after.first and c.after.first == c.after.last and not unit.startswith("T"):
        return _shifted(c.after.first, amount, unit, sign, "event")._replace(type="DATE")
    return Value(duration_value(amount, unit), anchor="event")


def war_day(g: Groups, c: Context) -> Value | None:
    number = int(one(g, "ordnum") or one(g, "ordinal") or one(g, "num"))
    counted = "of" in g or "of2" in g or any(w in c.phrase[:80] for w in ("guerre", "invasion"))
    if counted and number > 10:
        days = [w.first + (number - 1) * DAY for w in (c.knowledge.wars(c.words) if c.knowledge else [])]
        fit = [d for d in days if c.today is None or (d - c.today).days <= 7]
        if len(fit) == 1:
            return day_value(fit[0], "event")
        return Value(None, anchor="event")
    if c.today and c.direction in ("present", None):
        return day_value(c.today, "document")
    return Value(None, anchor="event")


def war_start(_g: Groups, c: Context) -> Value | None:
    wars = c.knowledge.wars(c.words) if c.knowledge else []
    if c.today:
        wars = [w for w in wars if w.first <= c.today]
    return day_value(wars[0].first, "event") if len(wars) == 1 else Value(None, anchor="event")
