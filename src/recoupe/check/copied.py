"""Records of two copies: what both read out of the same words is the same."""

from __future__ import annotations

from collections.abc import Sequence

from recoupe.check.claims import Claim
from recoupe.check.compare import UNRELATED, Relation, apart, comparable
from recoupe.check.counts import values
from recoupe.text import Span, overlaps

COPIED = 10.0
"""Points of two records that stand in one passage of two copies."""
_PASSAGE = 80
"""Characters from which a passage that two texts share is more than the words by which each tells the thing."""
_SHARED = 20
"""Characters that both records must have of the passage."""


def copied(a: Claim, b: Claim, passages: Sequence[tuple[Span, Span]]) -> Relation:
    """The relation of records of two plain copies by the passages (of the text of ``a``, of that of ``b``) that both
    hold: what both read out of the same words is the same. "unrelated" where that does not show."""
    if apart(a, b) or not comparable(a, b) or values(a, b) in ("differ", "unit", "scope"):
        return UNRELATED
    for one, other in passages:
        start, end = max(a.start, one[0]), min(a.end, one[1])
        shift = other[0] - one[0]  # the words of a passage may lie a few characters apart
        if min(end + shift, b.end, other[1]) - max(start + shift, b.start) >= _SHARED:
            return Relation("same", ("copy",), COPIED)
    return UNRELATED


def copied_part(a: Claim, b: Claim, passages: Sequence[tuple[Span, Span]]) -> bool:
    """Whether two records stand in what their texts share, by its passages (of the text of ``a``, of that of ``b``)."""
    long = (p for p in passages if p[0][1] - p[0][0] >= _PASSAGE)
    return any(overlaps((a.start, a.end), one) and overlaps((b.start, b.end), other) for one, other in long)
