"""Time limits that a later text moves: which promise, order or ultimatum they are of."""

from __future__ import annotations

from recoupe.check.claims import Claim
from recoupe.check.links import LATE, party_of
from recoupe.check.slots import gap_days
from recoupe.lang.fr.checks import load_checks
from recoupe.lang.fr.events import EXTENDED
from recoupe.records import Link

_LIMITED = frozenset(["commitment", "threat"])


def postponement(c: Claim, promise: Claim) -> Link | None:
    """ "postpones": a limit that is moved is that of a promise told before, by the day that it had, or by its party and
    a word of it; never by what two promises merely share."""
    if c.subtype != EXTENDED or promise.type not in _LIMITED or promise.subtype == "outcome" or c.id == promise.id:
        return None
    if not _later(c, promise) or (c.due and promise.due and c.due.last <= promise.due.last):
        return None
    old = c.days if c.days is not None and c.days.own else None
    same_day = old is not None and promise.due is not None and gap_days(old, promise.due) == 0
    if old is not None and promise.due is not None and not same_day:
        return None
    if c.targets and promise.targets and not {*c.targets} & {*promise.targets}:
        return None  # an ultimatum to others
    party = bool({*party_of(c), *c.targets} & {*party_of(promise), *promise.targets})
    words = bool({*c.words} & {*promise.words} - load_checks().limits)
    met = (("due", same_day), ("actor", party), ("words", words), ("topic", c.type == promise.type == "threat"))
    reasons = [name for name, holds in met if holds]
    return Link(a=c.id, b=promise.id, relation="postpones", reasons=tuple(reasons)) if len(reasons) > 1 else None


def _later(c: Claim, promise: Claim) -> bool:
    if c.document == promise.document:
        return promise.start < c.start
    if c.published is None or promise.published is None or c.published.last <= promise.published.first:
        return False
    return gap_days(c.published, promise.due or promise.published) <= LATE
