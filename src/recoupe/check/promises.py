"""What a promise, an order or a threat has come to as of a day: by what the texts say, never by guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from recoupe.check.claims import Claim
from recoupe.check.findings import order
from recoupe.check.slots import missed_before
from recoupe.check.times import Days

State = Literal["pending", "kept", "broken", "missed", "unknown"]
PROMISED = ("commitment", "threat")
_SAYS: dict[str, State] = {"kept": "kept", "broken": "broken", "missed": "missed"}


class Settled(msgspec.Struct, frozen=True):
    """The state of a promise as of a day, and the record whose sentence settles it; None where none does."""

    state: State
    record: str | None = None


def told_by(claims: Iterable[Claim], day: str) -> list[Claim]:
    """The claims that surely were told by a day (ISO), in the order of telling: undated texts never are."""
    return sorted((c for c in claims if c.published is not None and c.published.last <= day), key=order)


def due_of(c: Claim, length: str | None) -> Days | None:
    """When a promise falls due: its own date; else its length ("P10D") counted from the day of its text, ``own=False``.

    A text tells of its day and the one before: the earliest day is counted from there. None for what was promised
    before the text tells of it ("avait promis"): nothing says when.
    """
    if c.due is not None:
        return c.due
    days = days_in(length)
    if days is None or c.published is None or c.past:
        return None
    first, last = (date.fromisoformat(d) + timedelta(days) for d in (c.published.first, c.published.last))
    return Days((first - timedelta(1)).isoformat(), last.isoformat(), own=False)


def days_in(length: str | None) -> int | None:
    """Days of an ISO 8601 duration of one unit, hours rounded up; None for months, years and what is no such length."""
    if not length or not length.startswith("P") or not length[1:-1].removeprefix("T").isdigit():
        return None
    number, unit = int(length[1:-1].removeprefix("T")), length[-1]
    if length.startswith("PT"):
        return -(-number // 24) if unit == "H" else None
    return {"D": number, "W": number * 7}.get(unit)


def settled(
    promise: Sequence[Claim], answers: Mapping[str, str], claims: Mapping[str, Claim], due: Days | None, day: str
) -> Settled:
    """The state as of a day of the records of one promise.

    ``answers``: ids of the records that keep or break it, with "fulfils" or "breaks"; ``claims``: those records. What a
    text says of the promise itself counts before what was done, and the newest text before older ones.
    """
    told = told_by(promise, day)
    for c in reversed(told):
        if c.fulfilment in _SAYS and not missed_before(c, due):
            return Settled(_SAYS[c.fulfilment], c.id)
    done = told_by((claims[i] for i in answers if i in claims), day)
    for c in reversed(done):
        if answers[c.id] == "fulfils":
            late = due is not None and c.days is not None and c.days.own and c.days.first > due.last
            return Settled("missed" if late else "kept", c.id)
        if due is None or due.last <= c.published.last if c.published else False:
            return Settled("missed", c.id)
    if due is None or due.last < day:
        return Settled("unknown")
    return Settled("pending")
