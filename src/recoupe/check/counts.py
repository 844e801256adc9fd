"""Counts as ranges with their modifiers: whether two can be one number, of one class of counted things."""

from __future__ import annotations

import math

from recoupe.check.claims import Claim
from recoupe.lang.fr.checks import load_checks
from recoupe.records import Held

_TIMES = 20
"""Times by which a war's count and a day's differ, and hardly the claims of two sides; chosen, not measured."""


def values(a: Claim, b: Claim) -> str:
    """ "rare", "exact", "agree", "differ", "unit", "scope" (not comparable), or "" where one has no count."""
    if not a.counted or not b.counted:
        return ""
    if a.unit != b.unit and not (general(a.unit, b.unit) or general(b.unit, a.unit)):
        return "unit"
    meet = ranges_meet(a, b)
    alike = a.low is not None and (a.low, a.high, a.modifier) == (b.low, b.high, b.modifier)
    if alike and hardly_rounded(a):
        return "rare"
    if a.unit != b.unit:
        return "agree" if meet else "scope"
    if a.low == b.low and a.high == b.high and a.low is not None:
        return "exact" if a.low >= 3 else "agree"
    if meet:
        return "agree"
    return "scope" if _far_apart(a, b) else "differ"


def _far_apart(a: Claim, b: Claim) -> bool:
    """Whether the one count is so many times the other that they hardly count one thing."""
    low, high = sorted((a.low or 0.0, b.low or 0.0))
    return 0 < low * _TIMES < high


def hardly_rounded(c: Claim) -> bool:
    """Whether a count is of two digits that are no zeros, or more: two texts seldom hit on 653 by chance."""
    return c.counted and c.modifier == "=" and c.low is not None and len(f"{c.low:.0f}".rstrip("0")) >= 2


def general(wide: str, narrow: str) -> bool:
    """Whether a class of counted things may mean another: "12 morts" may be "12 civils tués"."""
    return narrow in load_checks().general.get(wide, frozenset()) or not wide


def bounds(c: Claim | Held) -> tuple[float, float]:
    """The range that a count can mean: its modifier opens or widens it; "environ" by a fifth, as rounding does."""
    low = c.low if c.low is not None else 0.0
    high = c.high if c.high is not None else math.inf
    match c.modifier:
        case ">" | ">=":
            # "plus de 700" is said of 704, not of 7,000: a floor is rounded down, seldom by more than half
            return low, max(high, low * 1.5)
        case "<" | "<=" | "~<":
            return low * 0.5, high
        case "~":
            return low * 0.8, high * 1.2
        case _:
            return low, high


def ranges_meet(a: Claim | Held, b: Claim | Held) -> bool:
    """Whether one number can satisfy both counts."""
    (al, ah), (bl, bh) = bounds(a), bounds(b)
    return al <= bh and bl <= ah
