"""Weeks, months, seasons, quarters, years, centuries."""

from __future__ import annotations

from datetime import date

from recoupe.extract import calendar as cal
from recoupe.extract.calendar import DAY
from recoupe.extract.timex_context import Context, Groups, Value, one, period_value, pick, years
from recoupe.extract.timex_days import day


def week_value(day_: date, anchor: str = "document") -> Value:
    return period_value(cal.week_name(day_), cal.week(day_), anchor)


def week(g: Groups, c: Context) -> Value | None:
    """This week, or the one that "rel" says; late in one, what is to come at the beginning of a week is in the next."""
    if c.today is None:
        return Value(None)
    rel, on = one(g, "rel"), c.today.isoweekday()
    if rel is None:
        bound = c.phrase[:16]
        rel = int("début" in bound and on >= 4 and c.direction == "future")
        rel -= int("fin" in bound and on <= 2 and c.direction == "past")
    return week_value(c.today + 7 * rel * DAY)


def week_of(g: Groups, c: Context) -> Value | None:
    found = day(g, c)
    return week_value(found.first, found.anchor) if found and found.first else found and Value(None)


def weekend(g: Groups, c: Context) -> Value | None:
    if c.today is None:
        return Value(None)
    rel, on = one(g, "rel"), c.today.isoweekday() >= 6
    if rel is None:
        rel = -1 if c.direction == "past" and not on else 0
    elif rel > 0 and not on:
        rel = 0  # in the week, "le week-end prochain" is the one that comes
    monday = cal.week(c.today)[0] + 7 * rel * DAY
    return period_value(f"{cal.week_name(monday)}-WE", (monday + 5 * DAY, monday + 6 * DAY))


def month(g: Groups, c: Context) -> Value | None:
    number, year, rel = one(g, "month"), one(g, "year"), one(g, "rel")
    if year is not None:
        return period_value(f"{year}-{number:02}", cal.month(year, number), "calendar")
    if c.today is None:
        return Value(f"XXXX-{number:02}")
    starts = [date(y, number, 1) for y in years(c)]
    if rel is not None:
        this = date(c.today.year, c.today.month, 1)
        starts = [d for d in starts if (d > this if rel > 0 else d < this)]
        found: date | None = starts[0 if rel > 0 else -1]
    else:
        found = pick(starts, c, size=28)
    return period_value(f"{found:%Y-%m}", cal.month(found.year, number)) if found else None


def month_range(g: Groups, c: Context) -> Value | None:
    last = month({"month": g["month2"], **({"year": g["year2"]} if "year2" in g else {})}, c)
    if last is None or last.first is None or last.value is None:
        return Value(f"XXXX-{g['month']:02}/XXXX-{g['month2']:02}")
    year = g.get("year", last.first.year - (g["month"] > g["month2"]))
    first = cal.month(year, g["month"])
    return Value(f"{year}-{g['month']:02}/{last.value}", first[0], last.last, last.anchor)


def this_month(g: Groups, c: Context) -> Value | None:
    if c.today is None:
        return Value(None)
    period = cal.month(c.today.year, c.today.month + (one(g, "rel") or 0))
    return period_value(f"{period[0]:%Y-%m}", period)


def season(g: Groups, c: Context) -> Value | None:
    name, year, rel = g["season"], g.get("year"), one(g, "rel")
    if year is not None:
        return period_value(f"{year}-{name}", cal.season(year, name), "calendar")
    if c.today is None:
        return Value(f"XXXX-{name}")
    periods = [cal.season(y, name) for y in years(c)]
    if rel is not None:
        fit = [p for p in periods if (p[0] > c.today if rel > 0 else p[1] < c.today)]
        start: date | None = fit[0 if rel > 0 else -1][0]
    elif now := [p for p in periods if p[0] <= c.today <= p[1]]:
        start = now[0][0]
    elif "this" in g and c.direction != "future" and (ended := [p for p in periods if 0 < (c.today - p[1]).days <= 60]):
        start = ended[-1][0]
    elif "this" in g and c.direction is None:
        start = next(p[0] for p in periods if p[0].year == c.today.year)
    else:
        start = pick([p[0] for p in periods], c, size=92)
    return period_value(f"{start.year}-{name}", cal.season(start.year, name)) if start else None


def quarter(g: Groups, c: Context) -> Value | None:
    months = 6 if g.get("term") == "semestre" else 3
    letter = "H" if months == 6 else "Q"
    number = 12 // months if "final" in g else int(one(g, "ordnum") or one(g, "ordinal"))
    if not 1 <= number <= 12 // months:
        return None
    year = one(g, "year")
    if year is None:
        if c.today is None:
            return Value(None if "final" in g else f"XXXX-{letter}{number}")
        if (rel := one(g, "rel")) is not None:
            year = c.today.year + rel
        elif "année" in c.phrase[:45].split("semestre")[-1].split("trimestre")[-1][:16]:
            year = c.today.year
        elif "final" in g:
            return Value(None)  # of the year, or the one just past
        else:
            starts = [cal.part_of_year(y, number, months)[0] for y in years(c)]
            found = pick(starts, c, size=30 * months)
            year = found.year if found else None
    if year is None:
        return None
    return period_value(f"{year}-{letter}{number}", cal.part_of_year(year, number, months))


def year(g: Groups, c: Context) -> Value | None:
    number = one(g, "year")
    anchor = "calendar"
    if number is None:
        if c.today is None:
            return Value(None)
        number, anchor = c.today.year + (one(g, "rel") or 0), "document"
    return period_value(str(number), (date(number, 1, 1), date(number, 12, 31)), anchor)


def year_range(g: Groups, _c: Context) -> Value | None:
    if g["year"] >= g["year2"]:
        return None
    return period_value(f"{g['year']}/{g['year2']}", (date(g["year"], 1, 1), date(g["year2"], 12, 31)), "calendar")


def decade(g: Groups, _c: Context) -> Value | None:
    two = g["decade"]
    start = (1900 if two >= 20 else 2000) + two
    return period_value(str(start // 10), (date(start, 1, 1), date(start + 9, 12, 31)), "calendar")


def century(g: Groups, _c: Context) -> Value | None:
    roman = {"i": 1, "v": 5, "x": 10}
    raw = g["century"]
    values = [roman[x] for x in raw] if not raw.isdigit() else []
    number = (
        int(raw) if raw.isdigit() else sum(-a if b > a else a for a, b in zip(values, [*values[1:], 0], strict=True))
    )
    if not 1 <= number <= 21:
        return None
    first = date(max(1, (number - 1) * 100), 1, 1)
    return period_value(f"{number - 1:02}", (first, date(number * 100 - 1, 12, 31)), "calendar")
