"""What a resolver of time expressions sees and gives: groups, a context, a value; and what they share.

The groups are those that a language gives: weekday 1 to 7, month 1 to 12, signs, TIMEX3 unit letters.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from recoupe.extract import calendar as cal
from recoupe.extract.calendar import DAY
from recoupe.extract.knowledge import Knowledge
from recoupe.records import TimexType

Groups = dict[str, Any]


class Value(NamedTuple):
    """A TIMEX3 value with the first and last day it can mean, and the kind of thing it was counted from."""

    value: str | None
    first: date | None = None
    last: date | None = None
    anchor: str = "document"
    type: TimexType | None = None


@dataclass(slots=True)
class Context:
    """What is known at the place of an expression, with the document dated ``today`` (None: undated)."""

    today: date | None
    direction: str | None = None
    """"past", "present" or "future" of the clause; None where it gives no sign."""
    plan: bool = False
    """The governing verb proposes, promises or orders."""
    missed: bool = False
    """What was due ("devait") on a day that may well be past."""
    before: Value | None = None
    """The last dated expression near enough to be what an anaphora points back to."""
    after: Value | None = None
    """The dated expression in the complement of an event ("au lendemain du sommet du 15 août")."""
    words: str = ""
    """Lowered text of the document, for the theatre words of knowledge rows."""
    phrase: str = ""
    """Lowered text of the expression and of what follows it in its sentence."""
    knowledge: Knowledge | None = None


def one(g: Groups, name: str) -> Any:
    """The group of this name, or of its numbered alternatives; None where none matched."""
    if name in g:
        return g[name]
    return next((v for k, v in g.items() if k.rstrip("0123456789") == name), None)


def day_value(day: date, anchor: str = "document") -> Value:
    return Value(day.isoformat(), day, day, anchor)


def period_value(value: str, period: cal.Period, anchor: str = "document") -> Value:
    return Value(value, *period, anchor)


def with_time(found: Value, g: Groups) -> Value:
    """The same day with its clock time or part of day, if one is named."""
    if found.value is None or len(found.value) != 10:
        return found
    if (clock := clock_time(g)) is not None:
        return found._replace(value=f"{found.value}{clock}", type="TIME")
    if (part := one(g, "part")) is not None:
        return found._replace(value=f"{found.value}T{part}", type="TIME")
    return found


def clock_time(g: Groups, digit: str = "") -> str | None:
    noon = None if digit else one(g, "noon")
    if noon is not None:
        return f"T{12 if noon == 'midi' else 0:02}:{30 if one(g, 'noon_half') else 0:02}"
    hour = g.get("hour" + digit) if digit else one(g, "hour") or one(g, "hours")
    if hour is None:
        return None
    minute = g.get("minute" + digit) if digit else one(g, "minute")
    if minute is None:
        minute = g.get("minute_colon" + digit) if digit else one(g, "minute_colon")
    words = {"et quart": 15, "et demie": 30, "trente": 30, "quinze": 15}
    if minute is None and (word := one(g, "minute_word")) is not None:
        minute = words.get(word) or int(word)
    if one(g, "half") in ("de l'après-midi", "du soir") and hour < 12:
        hour += 12
    return f"T{hour:02}:{minute or 0:02}"


def pick(candidates: list[date], c: Context, *, size: int = 1) -> date | None:
    """The candidate that the clause points to. ``size`` is the length in days of what starts at a candidate.

    A plan told in the past ("a proposé une trêve pour mai") may lie ahead: it does where the last occurrence is eight
    months back or more and the next within about three months.
    """
    assert c.today is not None
    past = [d for d in candidates if d <= c.today]
    future = [d for d in candidates if d + (size - 1) * DAY >= c.today]
    if not past or not future:
        return past[-1] if past else future[0] if future else None
    last, following = past[-1], future[0]
    back, ahead = (c.today - last).days, (following - c.today).days
    if size == 1 and ahead >= 330 and back <= 20 and not c.plan:
        return last  # nobody names a day eleven months ahead without its year when it has just gone by
    if size == 1 and back >= 330 and ahead <= (20 if c.direction != "past" or c.plan else 7):
        return following  # nor one eleven months back when it is about to come
    if c.direction == "past":
        return following if c.plan and back >= 250 and ahead <= 95 and last != following else last
    if c.direction == "future":
        gone = ahead >= 200 and back <= 120 if c.missed else ahead >= 300 and back <= 65
        return last if c.plan and gone else following
    if c.direction == "present":
        return following if ahead <= 300 else last
    return last if back <= ahead else following


def years(c: Context, spread: int = 2) -> range:
    assert c.today is not None
    return range(c.today.year - spread, c.today.year + spread + 1)
