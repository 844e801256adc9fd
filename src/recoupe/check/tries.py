"""What a text of unknown day tells on a day that it leaves open, beside what others surely tell of that time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import msgspec

from recoupe.check.claims import Claim
from recoupe.check.compare import compare
from recoupe.text import Span

_NUMBER = re.compile(r"\d{2,}")


class Met(msgspec.Struct):
    """What one other text makes of a day."""

    own: set[str] = msgspec.field(default_factory=set)
    """The claims, by id, that fall on the day that the other itself gives."""
    about: set[str] = msgspec.field(default_factory=set)
    """Those that both tell of about that time."""
    clash: bool = False
    """Whether the other tells something otherwise: it is of another time then."""
    at: Span | None = None
    """Where the first of ``about`` stands in the text."""


class Try(NamedTuple):
    """What one day gives: how many claims fall on the own day of another's, how many are told of about that time."""

    own: int
    about: int
    told: frozenset[str]
    """The documents that tell so."""
    by: tuple[str, Span] | None
    """The first of them, and where the text of unknown day tells the same."""


Keyed = tuple[Claim, tuple[str, ...]]
"""A claim with its keys that say nothing of time."""


def meet(met: dict[str, Met], mine: Claim, keys: Collection[str], others: Iterable[Keyed]) -> None:
    """Note in ``met``, by document, what other claims that have one of these keys make of one."""
    wanted = frozenset(keys)
    for other, theirs in others:
        if other.document == mine.document or wanted.isdisjoint(theirs):
            continue
        relation = compare(mine, other)
        rises = relation.kind == "updates" and mine.type == "casualties"
        alike = relation.kind == "same" or rises
        clash = (relation.kind in ("contradicts", "updates") and not rises) or _other_numbers(mine, other)
        if not alike and not clash:
            continue
        one = met.setdefault(other.document, Met())
        one.clash |= clash
        if alike:
            one.about.add(mine.id)
            one.at = one.at or (mine.start, mine.end)
            if "day" in relation.reasons:
                one.own.add(mine.id)


def outcome(met: Mapping[str, Met]) -> Try:
    """What the others make of a day together."""
    sure = {d: m.own for d, m in met.items() if m.own and not m.clash}
    about = {d: m.about for d, m in met.items() if m.about}
    told = frozenset(sure or about)
    first = min(told, default=None)
    at = None if first is None else met[first].at
    by = (first, at) if first is not None and at is not None else None
    return Try(len(_all(sure)), len(_all(about)), told, by)


def _all(claims: Mapping[str, set[str]]) -> set[str]:
    return {i for some in claims.values() for i in some}


def _other_numbers(a: Claim, b: Claim) -> bool:
    """Whether the words of each hold a number that the other's do not: "95 drones et 36 missiles", "95 … et 37"."""
    mine, theirs = _numbers(a.quote), _numbers(b.quote)
    return bool(mine - theirs and theirs - mine)


@lru_cache(maxsize=1024)
def _numbers(quote: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(quote))
