"""Days: dates with and without a year, weekdays, nights, parts of day, ranges of days, holidays."""

from __future__ import annotations

from recoupe.extract import calendar as cal
from recoupe.extract.calendar import DAY
from recoupe.extract.timex_context import Context, Groups, Value, day_value, one, pick, with_time, years

_JUST_GONE = 2
"""Days back to a weekday on which something "devait" or "était censé" be done, and was not; chosen, not measured."""
_MONTH = 32
"""Days back from a text within which a day of the month without its month lies."""


def day(g: Groups, c: Context) -> Value | None:
    number, month, year, weekday = g["day"], one(g, "month"), one(g, "year"), one(g, "weekday")
    if year is not None:
        found = cal.day_of(year, month, number)
        return with_time(day_value(found, "calendar"), g) if found else None
    if c.today is None:
        return Value(f"XXXX-{month:02}-{number:02}") if number <= 31 else None
    spread = 7 if weekday else (4 if (month, number) == (2, 29) else 2)
    days = [d for y in years(c, spread) if (d := cal.day_of(y, month, number))]
    if weekday and (matching := [d for d in days if d.isoweekday() == weekday]):
        # A weekday falls on the same date once in five years or more: the nearest is the one.
        return with_time(day_value(min(matching, key=lambda d: abs((d - c.today).days))), g)  # type: ignore[operator]
    rel = one(g, "rel")
    if rel is not None:
        days = [d for d in days if (d > c.today if rel > 0 else d < c.today)]
        found = days[0 if rel > 0 else -1] if days else None
    else:
        found = pick(days, c) if days else None
    return with_time(day_value(found), g) if found else None


def numeric(g: Groups, _c: Context) -> Value | None:
    found = cal.day_of(g["year"], g["mm"], g["dd"])
    return with_time(day_value(found, "calendar"), g) if found else None


def weekday(g: Groups, c: Context) -> Value | None:
    number = g["weekday"]
    unknown = f"XXXX-WXX-{number}"
    if c.today is None:
        return Value(unknown)
    back, ahead = (c.today.isoweekday() - number) % 7, (number - c.today.isoweekday()) % 7
    rel = one(g, "rel")
    if rel is not None and "semaine" in c.phrase.split(" de la ", 1)[-1][:10]:
        found = cal.week(c.today)[0] + (number - 1 + 7 * rel) * DAY
    elif "fortnight" in g:
        found = c.today + ((ahead or 7) + 7) * DAY
    elif rel is not None:
        found = c.today + (ahead or 7) * DAY if rel > 0 else c.today - (back or 7) * DAY
    elif (c.missed and 0 < back <= _JUST_GONE) or (c.direction == "past" and not (c.plan and ahead < back)):
        found = c.today - back * DAY
    elif c.direction in ("future", "present", "past") and not ("this" in g and c.direction == "present"):
        found = c.today + ahead * DAY
    elif back == 0:
        found = c.today
    elif "this" in g:
        found = c.today - back * DAY if back < ahead else c.today + ahead * DAY
    else:
        return Value(unknown, c.today - back * DAY, c.today + ahead * DAY)
    return with_time(day_value(found), g)


def weekday_step(g: Groups, c: Context) -> Value | None:
    anchor = c.before.first if c.before else None
    if anchor is None or c.before is None or c.before.last != anchor:
        return Value(f"XXXX-WXX-{g['weekday']}", anchor="expression")
    if g["step"] > 0:
        return day_value(anchor + ((g["weekday"] - anchor.isoweekday()) % 7 or 7) * DAY, "expression")
    return day_value(anchor - ((anchor.isoweekday() - g["weekday"]) % 7 or 7) * DAY, "expression")


def near(g: Groups, c: Context) -> Value | None:
    if c.today is None:
        return Value(None)
    found = c.today + g.get("near", 0) * DAY
    named = one(g, "weekday")
    if named is not None and found.isoweekday() != named:  # printed a day later than it was written
        found = next((d for d in (found - DAY, found + DAY) if d.isoweekday() == named), found)
    return with_time(day_value(found), g)


def night(g: Groups, c: Context) -> Value | None:
    """The night that begins on its first day and ends on its second."""
    if "day2" in g and one(g, "month") is not None:
        month2, year = g.get("month2") or g.get("month"), one(g, "year")
        ends = day({"day": g["day2"], "month": month2, **({"year": year} if year else {})}, c)
    elif "weekday2" in g:
        ends = weekday({"weekday": g["weekday2"]}, c)
        if c.today is None:
            return Value(f"XXXX-WXX-{g['weekday']}TNI", type="TIME")
    elif "day2" in g and c.today is not None:
        ends = _nearest_pair(g["day"], g["day2"], c)
    else:
        return None
    if ends is None:
        return None
    if ends.first is None or ends.first != ends.last:
        start = None if ends.first is None else ends.first - DAY
        return ends._replace(value=None, first=start, last=ends.last and ends.last - DAY)
    begins = ends.first - DAY
    return Value(f"{begins}TNI", begins, begins, ends.anchor)


def _nearest_pair(first: int, last: int, c: Context) -> Value | None:
    """The nearest day ``last`` of a month that follows a day ``first``: back from the text or, of plans, ahead."""
    assert c.today is not None
    step = DAY if c.direction == "future" else -DAY
    days = (c.today + n * step for n in range(_MONTH))
    found = next((d for d in days if d.day == last and (d - DAY).day == first), None)
    return day_value(found) if found is not None else None


def night_relative(g: Groups, c: Context) -> Value | None:
    if c.today is None:
        return Value(None)
    ahead = one(g, "rel") == 1 or (c.direction == "future" and one(g, "rel") is None)
    begins = c.today if ahead else c.today - DAY
    return Value(f"{begins}TNI", begins, begins)


def this_part(g: Groups, c: Context) -> Value | None:
    return with_time(day_value(c.today), g) if c.today else Value(None)


def day_range(g: Groups, c: Context) -> Value | None:
    last = day({"day": g["day2"], "month": g["month2"], **({"year": g["year2"]} if "year2" in g else {})}, c)
    if last is None:
        return None
    if last.first is None:
        return Value(f"XXXX-{g.get('month', g['month2']):02}-{g['day']:02}/{last.value}")
    year: int = g.get("year", last.first.year)
    month: int = g["month"] if "month" in g else g["month2"]
    first = cal.day_of(year - (month > g["month2"] and "year" not in g), month, g["day"])
    if first is None or first > last.first:
        return None
    return Value(f"{first}/{last.first}", first, last.first, last.anchor)


def weekday_range(g: Groups, c: Context) -> Value | None:
    first = g["weekday"] if "weekday" in g else g["weekday3"]
    last = weekday({"weekday": g["weekday2"]}, c)
    if last is None or last.first is None or last.first != last.last:
        return Value(f"XXXX-WXX-{first}/XXXX-WXX-{g['weekday2']}")
    begins = last.first - ((g["weekday2"] - first) % 7) * DAY
    return Value(f"{begins}/{last.first}", begins, last.first)


def holiday(g: Groups, c: Context) -> Value | None:
    shift = {"veille": -1, "lendemain": 1}.get(g.get("eve", ""), 0) * DAY
    rule = g["holiday"]
    if (year := one(g, "year")) is not None:
        return day_value(cal.holiday(year, rule) + shift, "calendar")
    if c.today is None:
        return Value(f"XXXX-{rule}") if rule[0].isdigit() and not shift else Value(None)
    days = [cal.holiday(y, rule) + shift for y in years(c)]
    rel = one(g, "rel")
    if rel is not None:
        days = [d for d in days if (d > c.today if rel > 0 else d < c.today)]
        return day_value(days[0 if rel > 0 else -1])
    found = pick(days, c)
    return day_value(found) if found else None
