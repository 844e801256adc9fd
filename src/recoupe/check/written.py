"""How a corrected value is written: one writing a value, for the command line, for forms and in the dossier.

``status``, ``act``, ``relation`` and ``verdict`` by their words, ``speaker`` as names with ";", ``date`` as
"2031-03-01" or "2031-03-01/2031-03-05", ``quantity`` as ">=12", "~200" or "10-20" (a unit may follow), ``place`` as
"Estra" or "Estra @ 41,-150 city XN". "-" stands for none, or not known.
"""

from __future__ import annotations

import re
from datetime import date
from typing import get_args

import msgspec

from recoupe.errors import BadJudgement
from recoupe.records import (
    Act,
    Count,
    Dating,
    Event,
    EventStatus,
    Evidence,
    Finding,
    JudgedKind,
    Link,
    Modifier,
    Place,
    Precision,
    Record,
    Statement,
)  # fmt: skip

NONE = "-"
_NOWHERE = Evidence(0, 0, "")
FIELDS: dict[JudgedKind, tuple[str, ...]] = {
    "statement": ("speaker", "act"),
    "event": ("speaker", "status", "quantity", "date", "place"),
    "place": ("place",),
    "dating": ("date",),
    "link": ("relation",),
    "finding": ("verdict",),
}
"""What can be corrected, by kind of record."""
CHOICES: dict[str, tuple[str, ...]] = {
    "status": get_args(EventStatus),
    "act": get_args(Act),
    "relation": ("same", "distinct"),
    "verdict": ("corroborated", "single_source", "contested", "denied"),
}
_QUANTITY = re.compile(r"(>=|<=|~<|>|<|~|=)?\s*(\d+(?:\.\d+)?)(?:\s*(-|–|\.\.)\s*(\d+(?:\.\d+)?)?)?(?:\s+(\D.*))?")
_SPACED = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")
_PLACE = re.compile(r"(.+?)\s*@\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)(?:\s+(\w+))?(?:\s+([A-Za-z]{2}))?")


def values_of(record: Record) -> dict[str, str]:
    """What can be corrected of a record, as the rules read it."""
    match record:
        case Statement():
            return {"speaker": "; ".join(record.reference) or NONE, "act": record.act}
        case Event():
            return {
                "speaker": "; ".join(record.attributed_to) or NONE,
                "status": record.status,
                "quantity": count_written(record.quantity),
                "date": days_written(record.date.earliest, record.date.latest) if record.date else NONE,
                "place": "; ".join(p.name for p in record.place) or NONE,
            }
        case Place():
            return {"place": place_written(record)}
        case Dating():
            return {"date": days_written(record.earliest, record.latest)}
        case Link():
            return {"relation": record.relation}
        case Finding():
            return {"verdict": record.verdict}
    return {}


def canonical(kind: JudgedKind, field: str, value: str) -> str:
    """The one writing of a corrected value; raises BadJudgement for what a record of this kind cannot take."""
    said = " ".join(value.split())
    if field not in FIELDS[kind]:
        raise BadJudgement("field", field, allowed=FIELDS[kind])
    if field in CHOICES:
        if said not in CHOICES[field]:
            raise BadJudgement("value", said, field=field, allowed=CHOICES[field])
        return said
    if said == NONE or (field == "speaker" and not said):
        return NONE
    try:
        if field == "speaker":
            return "; ".join(n for n in (part.strip() for part in said.split(";")) if n) or NONE
        if field == "date":
            first, _, last = said.partition("/")
            days = sorted(date.fromisoformat(d.strip()).isoformat() for d in (first, last or first))
            return days_written(*days)
        if field == "quantity":
            return count_written(count_in(said, None, _NOWHERE))
        spot = place_in(said)
        return place_written(spot) if spot else NONE
    except ValueError as error:
        raise BadJudgement("value", said, field=field) from error


def names_in(value: str) -> tuple[str, ...]:
    """Names of a corrected speaker."""
    return () if value == NONE else tuple(n.strip() for n in value.split(";") if n.strip())


def days_in(value: str) -> tuple[str | None, str | None]:
    """First and last ISO day of a corrected date."""
    if value == NONE:
        return None, None
    first, _, last = value.partition("/")
    return first, last or first


def days_written(first: str | None, last: str | None) -> str:
    """A day or an interval in its one writing."""
    if not first and not last:
        return NONE
    return (first or "") if first == last else f"{first or ''}/{last or ''}"


def count_written(count: Count | None) -> str:
    """A count in its one writing."""
    if count is None or count.low is None:
        return NONE
    sign = "" if count.modifier in ("=", "range", "x") else count.modifier
    high = "" if count.high == count.low else f"-{_number(count.high)}" if count.high is not None else "-"
    return f"{sign}{_number(count.low)}{high}" + (f" {' '.join(count.unit.split())}" if count.unit else "")


def _number(n: float) -> str:
    return f"{n:.12g}" if n < 1e12 else str(int(n))


def count_in(value: str, was: Count | None, where: Evidence) -> Count | None:
    """The count that a value writes, with the words of the one that it corrects, else with ``where``; None for "-"."""
    if value == NONE:
        return None
    found = _QUANTITY.fullmatch(_SPACED.sub("", value).replace(",", "."))
    if found is None:
        raise ValueError(value)
    sign, one, dash, other, unit = found.groups()
    low = float(one)
    high = None if dash and not other else float(other or one)
    if high is not None and low > high:
        low, high = high, low
    modifier: Modifier = msgspec.convert(sign or ("=" if low == high else "range"), Modifier)
    was = was or Count(where, None, None)
    return msgspec.structs.replace(was, low=low, high=high, modifier=modifier, unit=unit or was.unit)


def place_in(value: str) -> Place | None:
    """The place that a value writes, without evidence in a text; None for "-"."""
    if value == NONE:
        return None
    found = _PLACE.fullmatch(value)
    if found is None:
        if "@" in value:
            raise ValueError(value)
        return Place(document="", evidence=_NOWHERE, name=value)
    name, lat, lon, precision, country = found.groups()
    if abs(float(lat)) > 90 or abs(float(lon)) > 180 or (precision and precision not in get_args(Precision)):
        raise ValueError(value)
    known: Precision = msgspec.convert(precision or "city", Precision)
    land = country.upper() if country else None
    return Place(
        document="", evidence=_NOWHERE, name=name, lat=float(lat), lon=float(lon), precision=known, country=land
    )


def place_written(p: Place) -> str:
    """A place in its one writing."""
    if p.lat is None or p.lon is None:
        return p.name
    return f"{p.name} @ {p.lat:g},{p.lon:g} {p.precision}" + (f" {p.country}" if p.country else "")
