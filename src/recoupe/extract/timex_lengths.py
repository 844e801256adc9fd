"""Durations, sets and clock times: what has a length or an hour and no day of its own."""

from __future__ import annotations

from recoupe.extract.calendar import DAY
from recoupe.extract.timex_context import Context, Groups, Value, clock_time, one

UNIT_DAYS = {"D": 1, "W": 7}
_DURATION = {"Q": (3, "M"), "H": (6, "M"), "E": (10, "Y"), "C": (100, "Y")}


def amount_of(g: Groups) -> float:
    number = one(g, "num")
    if number is None:
        number = one(g, "aine")
    if number is None:
        number = 0.5 if "some_half" in g else 1
    return float(number) + (0.5 if "demi" in g else 0)


def duration_value(amount: float, unit: str) -> str:
    factor, letter = _DURATION.get(unit, (1, unit))
    amount *= factor
    whole, half = int(amount), amount % 1 == 0.5
    if half and letter == "Y":
        return f"P{whole}Y6M" if whole else "P6M"
    if half and letter == "TH":
        return f"PT{whole}H30M" if whole else "PT30M"
    number = f"{amount:g}" if amount < 1e6 else str(whole)
    return f"PT{number}{letter[1]}" if letter.startswith("T") else f"P{number}{letter}"


def duration(g: Groups, _c: Context) -> Value | None:
    unit = one(g, "unit") or "TH"
    return Value(duration_value(amount_of(g), unit), anchor="none")


def duration_range(g: Groups, _c: Context) -> Value | None:
    if g["num"] >= g["num2"]:
        return None
    return Value(f"{duration_value(g['num'], g['unit'])}/{duration_value(g['num2'], g['unit'])}", anchor="none")


def duration_sum(g: Groups, _c: Context) -> Value | None:
    first, second = duration_value(g["num"], g["unit"]), duration_value(g["num2"], g["unit2"])
    return Value(first + second.removeprefix("PT" if first.startswith("PT") else "P"), anchor="none")


def vague_duration(g: Groups, _c: Context) -> Value | None:
    unit = one(g, "unit")
    letter = _DURATION.get(unit, (1, unit))[1] if unit not in ("E", "C") else {"E": "DE", "C": "CE"}[unit]
    return Value(f"PTX{unit[1]}" if unit.startswith("T") else f"PX{letter}", anchor="vague")


def last(g: Groups, c: Context) -> Value | None:
    unit = one(g, "unit") or "TH"
    if one(g, "num") is None:
        plural = c.phrase.split(" ", 1)[0] in ("ces", "les") or any(
            w in c.phrase[:14] for w in ("ers ", "res ", "ains ", "nes ")
        )
        if not plural and one(g, "rel") is not None:
            return None
        return vague_duration(g, c)
    found = duration(g, c)
    if c.today and found and one(g, "rel") == -1 and unit in UNIT_DAYS:
        return found._replace(first=c.today - round(amount_of(g) * UNIT_DAYS[unit]) * DAY, last=c.today)
    return found


def clock_duration(g: Groups, _c: Context) -> Value | None:
    minute = f"{g['minute']}M" if g.get("minute") else ""
    return Value(f"PT{g['hour']}H{minute}", anchor="none")


def clock(g: Groups, _c: Context) -> Value | None:
    found = clock_time(g)
    return Value(found, anchor="none") if found else None


def clock_range(g: Groups, _c: Context) -> Value | None:
    first, second = clock_time({k: v for k, v in g.items() if not k.endswith("2")}), clock_time(g, "2")
    return Value(f"{first}/{second}", anchor="none") if first and second else None


def every(g: Groups, _c: Context) -> Value | None:
    if one(g, "daily") is not None:
        return Value("P1D", anchor="none")
    if "weekly" in g:
        return Value("P1W", anchor="none")
    return Value(duration_value(g.get("num", 1), one(g, "unit")), anchor="none")


def one_in(g: Groups, _c: Context) -> Value | None:
    return Value(duration_value(g["num"], g["unit"]), anchor="none")


def every_weekday(g: Groups, _c: Context) -> Value | None:
    part = one(g, "part")
    return Value(f"XXXX-WXX-{g['weekday']}" + (f"T{part}" if part else ""), anchor="none")
