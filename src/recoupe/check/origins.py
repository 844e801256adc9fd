"""Which of several copies is the origin: by dates, by who credits whom, by how much of it all a text holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec

from recoupe.text import fold_name

Basis = Literal["earliest", "credited", "coverage", "only", "unknown"]
"""only: every other one is an aggregator's."""


class Publication(msgspec.Struct, frozen=True):
    """What is known of a copy: ISO dates as an interval, whom it credits ("AFP"), who published it, how long it is."""

    id: str
    earliest: str | None = None
    latest: str | None = None
    credits: tuple[str, ...] = ()
    outlet: str | None = None
    length: int = 0
    """Words outside masks."""
    relays: bool = False
    """Whether its outlet only shows what others published: it is never the origin."""


class Origin(NamedTuple):
    """The id of the origin, None where it is unknown, and why."""

    id: str | None
    basis: Basis


LONGER = 1.15
"""How much longer the widest text must be: what is 15 % longer was cut to make the others, not edited."""


def origin_of(group: Sequence[Publication]) -> Origin:
    """The origin among copies of each other, in any order.

    The one that certainly came before every other; else the only one whose outlet the others credit; else the one that
    is plainly longer than all others. A text that credits another of the group is never its origin, and dates that
    contradict a credit leave the origin unknown.
    """
    if len(group) < 2:
        return Origin(None, "unknown")
    group = [p for p in group if not p.relays]
    if len(group) < 2:
        return Origin(group[0].id, "only") if group else Origin(None, "unknown")
    outlets = {p.id: fold_name(p.outlet) for p in group if p.outlet}
    credited = {
        p.id
        for p in group
        if p.id in outlets
        and any(outlets[p.id] in [fold_name(c) for c in other.credits] for other in group if other.id != p.id)
    }
    owing = {
        p.id
        for p in group
        if any(
            outlets[i] in [fold_name(c) for c in p.credits] and outlets.get(p.id) != outlets.get(i) for i in credited
        )
    }
    first = [p for p in group if p.latest and all(o.earliest and p.latest < o.earliest for o in group if o is not p)]
    if first:
        return Origin(first[0].id, "earliest") if first[0].id not in owing else Origin(None, "unknown")
    # two papers may print one agency's text on one day: whom they credit decides, where the dates leave it open
    able = [p for p in group if p.id not in owing and not _after(p, group)]
    named = [p for p in able if p.id in credited]
    if len(named) == 1:
        return Origin(named[0].id, "credited")
    if any(p.credits for p in group) and not named:
        return Origin(None, "unknown")
    longest = sorted(able, key=lambda p: -p.length)
    if longest and all(longest[0].length >= LONGER * o.length for o in group if o is not longest[0]):
        return Origin(longest[0].id, "coverage") if longest[0].length else Origin(None, "unknown")
    return Origin(None, "unknown")


def _after(one: Publication, group: Sequence[Publication]) -> bool:
    """Whether another copy was certainly there before."""
    return any(o.latest and one.earliest and o.latest < one.earliest for o in group if o is not one)
