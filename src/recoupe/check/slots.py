"""Time, place and parties of two records: what of them meets, and what sets the pair apart."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import NamedTuple

from recoupe.check.claims import SPOKEN, Claim, Spot
from recoupe.check.times import Days
from recoupe.lang.fr.events import CALLED_OFF
from recoupe.lang.fr.outcomes import SETTLED
from recoupe.text import fold_name

LEFT = "retreat"
_KM = 2.0
"""Kilometres within which two pins are one place under two names; two towns may lie eight apart."""
_LONG = 5
"""Days from which an interval is a period ("cette semaine") and no longer one event's time."""
_LOOSE = 4
"""Days by which two records may lie apart where one of them is dated by the words around it alone."""
_WEEK = 7
"""Days of a week that a text names for a meeting whose day another text gives."""
_WINDOW = {"meeting": 3, "prisoners": 3, "territory": 3}
_MOVED = 2
"""Days by which two texts may give one promise another limit; chosen, not measured."""
_SIGNED = 3
"""Days within which an agreement is reached, signed and announced."""
DENIED_WITHIN = 60
"""Days back to a meeting that a denial without a day may be of; chosen, not measured."""
VAGUE = 31
"""Days from which an interval says nothing of whether two records are of one time."""


class Judged(NamedTuple):
    """Points of one slot; ``apart`` names why the slot sets the pair apart, ``near`` whether that is worth telling."""

    reasons: tuple[str, ...] = ()
    apart: str = ""
    near: bool = False


def due_alike(a: Claim, b: Claim) -> bool:
    """Whether both are due, and on days that meet; of what became of a promise, the day on which it did or did not."""
    mine, theirs = _limit(a), _limit(b)
    return mine is not None and theirs is not None and gap_days(mine, theirs) == 0


def two_promises(a: Claim, b: Claim) -> bool:
    """Whether two promises are surely not one: limits days apart, or one missed before the other is due."""
    if missed_before(a, b.due) or missed_before(b, a.due):
        return True
    if a.due is None or b.due is None or not a.fulfilment == b.fulfilment == "pending":
        return False
    return a.due.own and b.due.own and gap_days(a.due, b.due) > _MOVED


def missed_before(c: Claim, due: Days | None) -> bool:
    """Whether what a text says was missed cannot be what falls due later: it was another promise."""
    return c.fulfilment == "missed" and due is not None and c.published is not None and c.published.last < due.first


def _limit(c: Claim) -> Days | None:
    settled = c.fulfilment in SETTLED and c.days is not None and c.days.own and c.days.length == 1
    return c.due or (c.days if settled else None)


def judge_time(a: Claim, b: Claim) -> Judged:
    """Whether both can be of one time."""
    same = ("text",) if a.document == b.document else ()
    if same and a.type in SPOKEN and not (a.days and b.days and a.days.own and b.days.own):
        return Judged((*same, "day_near"))
    if a.days is None or b.days is None or max(a.days.length, b.days.length) > VAGUE:
        return Judged(same)
    if _answers(a, b) or _answers(b, a):
        return Judged((*same, "day_near"))
    if _not_yet(a, b) or _not_yet(b, a):
        return Judged(apart="day", near=True)
    gap = gap_days(a.days, b.days)
    if a.type == "sanction" and gap > _LONG and a.days.own and b.days.own:
        return Judged(apart="day", near=True)  # "avait déjà sanctionné dix banques en mars"
    if a.type in ("agreement", "sanction") and gap > _slack_between(a, b) and _reached(a) and _reached(b):
        return Judged(apart="day", near=True)
    if a.type in SPOKEN:
        # what is said of a plan or a promise holds on: only the texts' own time tells one from the next
        return Judged((*same, "day_near")) if gap <= 15 else Judged(same)
    firm = a.days.own and b.days.own and not a.tally and not b.tally
    slack = _WINDOW.get(a.type, 0 if firm else _LOOSE)
    if firm and a.type in ("prisoners", "meeting") and a.days.length == b.days.length == 1:
        slack = 1
    ahead = a.type == "meeting" and a.status == b.status == "planned"
    ahead = ahead and not {a.subtype, b.subtype} & CALLED_OFF  # beside which the day may be that of the news of it
    if firm and ahead and a.days.length == b.days.length == 1:
        slack = 0  # two meetings to come, one a day
    if gap == 1 and a.days.own and b.days.own and _night_before(a.days, b.days):
        return Judged((*same, "day_near"))
    if gap > slack:
        return Judged(apart="day", near=gap <= 31)
    if gap and not firm:
        return Judged((*same, "day_near") if a.type == "territory" else same)  # who holds a place holds it for days
    short, long = sorted((a.days.length, b.days.length))
    if long >= max(_LONG, 2 * short):  # "en avril" is no date for one visit of that month
        if a.counted and b.counted and a.days.own and b.days.own:
            return Judged(apart="period", near=True)
        week = a.type == "meeting" and firm and not gap and long <= _WEEK
        return Judged((*same, "day_near") if week else same)  # "reçu la semaine dernière à X", "reçu mercredi à X"
    if a.days.own and b.days.own and gap == 0 and max(a.days.length, b.days.length) <= 3:
        return Judged((*same, "day", "day_planned") if a.type in ("meeting", "prisoners") else (*same, "day"))
    return Judged((*same, "day_near"))


def _answers(denial: Claim, told: Claim) -> bool:
    """Whether a denial of a meeting, which names no day, may be of one that others tell of before it."""
    if denial.type != "meeting" or denial.status != "denied" or told.status != "claimed":
        return False
    if denial.days is None or denial.days.own or told.days is None or not told.days.own:
        return False
    return told.days.last <= denial.days.last and gap_days(told.days, denial.days) <= DENIED_WITHIN


def _night_before(a: Days, b: Days) -> bool:
    """Whether one is the night that ends on the day of the other: "dans la nuit de lundi à mardi", "mardi"."""
    early, late = (a, b) if a.last < b.first else (b, a)
    return early.night and not late.night and late.length == 1


def _slack_between(a: Claim, b: Claim) -> int:
    """Days by which two days of one agreement may lie apart: a breach is of its day, and so is a signature."""
    exact = a.subtype == b.subtype and a.subtype in ("broken", "signed")
    return 1 if exact else _SIGNED


def _not_yet(night: Claim, told: Claim) -> bool:
    """Whether one is of a night that had not come when the other, of that day, appeared: "mardi", told on Tuesday, and
    "dans la nuit de mardi à mercredi"."""
    if not (night.days and night.days.own and night.days.night and told.days and told.days.own) or told.days.night:
        return False
    return told.published is not None and told.published.last <= night.days.first == told.days.first


def _reached(c: Claim) -> bool:
    """Whether the words of an agreement give the day on which it came about, or is to."""
    return c.status in ("happened", "claimed", "planned") and c.days is not None and c.days.own and c.days.length <= 2


def gap_days(a: Days, b: Days) -> int:
    """Days between two intervals; 0 where they meet."""
    if a.first <= b.last and b.first <= a.last:
        return 0
    early, late = (a, b) if a.last < b.first else (b, a)
    return (date.fromisoformat(late.first) - date.fromisoformat(early.last)) // timedelta(days=1)


def judge_place(a: Claim, b: Claim) -> Judged:
    """Whether both can be at one place."""
    if a.type in ("position", "proposal", "commitment", "threat", "sanction"):
        return Judged()
    near = not (a.placed and b.placed)
    if a.spots and b.spots:
        mine, theirs = _narrow(a.spots), _narrow(b.spots)
        if any(_one_spot(x, y) for x in mine for y in theirs):
            return Judged(("place_near" if near else "place",))
        if any(_wider(x, y) or _wider(y, x) for x in mine for y in theirs):
            # a region against the whole country: where both count, it is another count
            return Judged(apart="scope", near=True) if a.counted and b.counted else Judged(("place_wide",))
        pinned = [x for x in (*a.spots, *b.spots) if x.lat is not None]
        return Judged(apart="place", near=bool(pinned) and not near)
    own, other = (a, b) if a.spots else (b, a)
    if own.spots and any(_one_spot(x, y) for x in own.spots for y in other.near):
        return Judged(("place_around",))
    return Judged()


def _narrow(spots: tuple[Spot, ...]) -> tuple[Spot, ...]:
    """The places of a record without the country that they lie in: "à Sorel, dans le nord du Norvend"."""
    return tuple(s for s in spots if s.precision != "country") or spots


def _one_spot(x: Spot, y: Spot) -> bool:
    if x.name == y.name:
        return True
    if x.lat is None or y.lat is None or x.lon is None or y.lon is None:
        short, long = sorted((x.name, y.name), key=len)
        if len(short) >= 4 and long.startswith(short):
            return True  # a headline cut within a name
        return len(x.name) > 5 and (f" {x.name} " in f" {y.name} " or f" {y.name} " in f" {x.name} ")
    return x.precision == y.precision == "city" and _distance(x, y) <= _KM


def _wider(x: Spot, y: Spot) -> bool:
    """Whether ``x`` holds ``y``, by what the gazetteer gives: the country of both, or a region's centre nearby."""
    if x.precision == "country":
        return x.country is not None and x.country == y.country and y.precision != "country"
    return x.precision == "region" and y.precision == "city" and x.country == y.country and _distance(x, y) <= 200.0


def _distance(x: Spot, y: Spot) -> float:
    """Kilometres over the ground, on a sphere; infinite where a pin is missing."""
    if x.lat is None or y.lat is None or x.lon is None or y.lon is None:
        return math.inf
    p, q = math.radians(x.lat), math.radians(y.lat)
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(y.lon - x.lon) / 2) ** 2
    return 12742.0 * math.asin(math.sqrt(h))


def judge_parties(a: Claim, b: Claim) -> Judged:
    """Whether the same can have done both, or suffered them."""
    reasons: list[str] = []
    for slot, mine, theirs in (("actor", a.actors, b.actors), ("target", a.targets, b.targets)):
        if not mine or not theirs:
            continue
        if set(mine) & set(theirs):
            reasons.append(slot)
        elif slot == "actor" and a.subtype == b.subtype == "signed" and "denied" in (a.status, b.status):
            return Judged(apart="actor", near=True)  # one signed, and the other did not
        elif slot == "actor" and _of_one_power(a, b) and _two_powers(a, b):
            return Judged(apart="actor", near=True)
        elif slot == "actor" and a.type in ("meeting", "agreement", "prisoners", "proposal") and not _broken(a, b):
            continue  # each text names whom it follows
        elif slot == "actor" and len(a.words) > 2 and a.quote == b.quote:
            continue  # one quotation, whose speaker two texts call otherwise
        elif slot == "actor" and a.type == "commitment" and due_alike(a, b):
            continue  # a spokesman in one text, his ministry in the other
        elif slot == "actor" and ("denied" in (a.status, b.status) or (a.subtype == LEFT) != (b.subtype == LEFT)):
            continue  # "X n'a pas pris la ville", "X l'a quittée" are of the same thing as "Y la tient"
        elif slot == "actor":
            if not _blame(a, b):
                return Judged(apart="actor", near=True)
            reasons.append("blame")
        elif a.type in ("interception", "position", "sanction") or _freed(a, b):
            return Judged(apart="target", near=True)  # of two who propose, one's was accepted
        elif a.type in ("attack", "casualties") and a.counted and b.counted:
            return Judged(apart="target", near=True)
    if a.type == "attack" and (_struck(a, b) or _struck(b, a)):
        return Judged(apart="target", near=True)
    if a.type == "agreement" and _other_pairs(a.powers, b.powers):
        return Judged(apart="actor", near=True)
    if a.type == "meeting":
        here, there = ({*c.actors, *c.targets} for c in (a, b))
        others = here - there and there - here and not (a.id == b.follows or b.id == a.follows)
        if others and a.days and b.days and a.days.own and b.days.own and gap_days(a.days, b.days):
            return Judged(apart="target", near=True)  # one met one on a day, and another on the next
        if others and (a.document == b.document if not here & there else not (a.placed and b.placed)):
            return Judged(apart="target", near=True)  # one person may meet two on one day
        if here & there and not reasons:
            reasons.append("actor")  # who receives and who is received
    if not reasons and _named_in(a, b):
        reasons.append("actor")
    if not reasons and set(a.around) & set(b.around):
        reasons.append("around")
    return Judged(tuple(reasons))


def _two_powers(a: Claim, b: Claim) -> bool:
    """Whether both name states or movements as doers, and none that is the same."""
    return bool(a.powers and b.powers) and not set(a.powers) & set(b.powers)


def _freed(a: Claim, b: Claim) -> bool:
    return a.type == b.type == "prisoners" and a.subtype == b.subtype == "release"


def _of_one_power(a: Claim, b: Claim) -> bool:
    """Whether both are the deed of one state or movement, of whom each text names the same: no text follows another
    side of it."""
    seized = a.type == b.type == "prisoners" and a.subtype == b.subtype == "capture"
    return a.type in ("commitment", "proposal") or _freed(a, b) or seized


def _other_pairs(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """Whether two agreements are of several powers each, and each has one that the other lacks."""
    return len(mine) > 1 and len(theirs) > 1 and bool({*mine} - {*theirs} and {*theirs} - {*mine})


def _struck(a: Claim, b: Claim) -> bool:
    """Whether those who strike in the one are struck in the other, of which no doer is told: "agressés par les
    militaires", "des positions militaires visées"."""
    told = b.actors or b.strike
    return not told and bool({*a.actors} & {*b.targets} or a.strike & b.struck)


def _named_in(a: Claim, b: Claim) -> bool:
    """Whether the words of the one, which name no doer, hold the full name of a doer of the other."""
    for one, other in ((a, b), (b, a)):
        if not one.actors and any(" " in n and f" {n} " in f" {fold_name(one.quote)} " for n in other.actors):
            return True
    return False


def _broken(a: Claim, b: Claim) -> bool:
    """Whether both tell of the breach of an agreement, which is one thing for each who breaks it."""
    return a.subtype == b.subtype == "broken"


def _blame(a: Claim, b: Claim) -> bool:
    """Whether two sources name different doers of one thing: neither of them says it of itself, or both hold a place.

    "A says that B fired, B says that A fired" is a dispute; "A says that A fired, B says that B fired" are two attacks.
    """
    if not a.origins or not b.origins or set(a.origins) & set(b.origins):
        return False
    own = [bool(set(c.actors) & set(c.origins)) for c in (a, b)]
    if a.type == "territory":
        return all(own) or not any(own)
    if a.type != "attack" or any(own):
        return False
    same_place = a.placed and b.placed and bool({s.name for s in a.spots} & {s.name for s in b.spots})
    return bool(set(a.targets) & set(b.targets)) or (same_place and not (a.targets and b.targets))
