"""Whether two records are about one thing, and whether they agree on it: slot by slot, scope first.

A pair that nothing sets apart is one thing only where enough of time, place, parties, counts and words meet; the points
are those of :data:`POINTS`. A slot that cannot both hold sets the pair apart ("distinct"), except the value itself,
which is what sources may differ on ("contradicts", "updates"). Typed and aligned conflicts instead of similarity: a
negated sentence or swapped actors leave every similarity high (design notes on contradiction: majority 50 %, overlap
50 %, rules 69 % on DACCORD).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from recoupe.check.claims import SPOKEN, Claim, Days, Spot
from recoupe.check.counts import bounds, values
from recoupe.check.sides import UNKNOWN
from recoupe.lang.fr.checks import load_checks
from recoupe.text import fold_name

Kind = Literal["same", "contradicts", "updates", "distinct", "unrelated"]

POINTS = {
    "day": 2.0,
    "day_near": 1.0,
    "text": 1.0,
    "place": 2.0,
    "place_wide": 1.0,
    "place_near": 1.5,
    "place_around": 1.0,
    "actor": 1.0,
    "target": 1.0,
    "around": 0.5,
    "count": 1.0,
    "count_exact": 2.0,
    "count_rare": 3.0,
    "counted": 1.0,
    "words": 1.0,
    "words_many": 2.0,
    "topic": 1.5,
    "due": 2.5,
    "outcome": 1.25,
    "blame": 1.0,
    "day_planned": 1.0,
    "taken_up": 2.0,
}
ALIKE = 2.5
"""Points from which two records that one slot sets apart are near-misses, worth naming."""
ENOUGH = 3.5
"""Points from which two records are one thing."""
_KM = 2.0
"""Kilometres within which two pins are one place under two names; two towns may lie eight apart."""
_LONG = 5
"""Days from which an interval is a period ("cette semaine") and no longer one event's time."""
_LEFT = "retreat"
_UNDONE = frozenset(["suspended", "broken"])
TO_COME = ("planned", "proposed", "conditional")
"""Statuses of what has not come to pass."""
_HELD = frozenset(["capture", "control", _LEFT])
"""Kinds of territory records that tell who holds a place."""
_COUNTED = frozenset(["attack", "interception", "casualties", "damage", "territory", "prisoners", "aid"])
VAGUE = 31
"""Days from which an interval says nothing of whether two records are of one time."""
_LOOSE = 4
"""Days by which two records may lie apart where one of them is dated by the words around it alone."""
_NEAR = 300
"""Characters within which a text still tells of the same meeting: two or three sentences."""
_WINDOW = {"meeting": 3, "prisoners": 3, "territory": 3}


class Relation(NamedTuple):
    """What two records are to each other, and the slots that say so, in the order in which they were looked at."""

    kind: Kind
    reasons: tuple[str, ...] = ()
    score: float = 0.0


UNRELATED = Relation("unrelated")
JUDGED = 1000.0
"""Points of what a person says of a pair: more than slots can give."""


def compare(a: Claim, b: Claim) -> Relation:
    """The relation of two records. Symmetric; "updates" says that one is a later count by the origin of the other."""
    if a.id == b.id or not comparable(a, b):
        return UNRELATED
    score, reasons = 0.0, list[str]()
    another = a.marked != b.marked and (a.document == b.document or bool(a.marked and b.marked))
    apart, near = ("another" if another else ""), False
    for judge in (_time, _place, _parties):
        found = judge(a, b)
        if found.apart and not apart:
            apart, near = found.apart, found.near
        score += sum(POINTS[r] for r in found.reasons)
        reasons += found.reasons
    meant = _meant(a, b)
    score += sum(POINTS[r] for r in meant)
    reasons += meant
    value = values(a, b)
    if apart:
        score += POINTS["counted"] * (value in ("rare", "exact", "agree", "differ"))
        return Relation("distinct", (apart,), score) if another or (near and score >= ALIKE) else UNRELATED
    if value == "unit":
        return Relation("distinct", ("unit",), score) if score >= ENOUGH else UNRELATED
    if value == "scope" or (a.scope != b.scope and a.counted and b.counted and value != "rare"):
        return Relation("distinct", ("scope",), score) if score >= ENOUGH - 1 else UNRELATED
    if value:
        alike = {"exact": ["count_exact"], "rare": ["count_rare"], "agree": ["count"]}.get(value, [])
        reasons += ["counted", *alike]
        score += sum(POINTS[r] for r in ["counted", *alike])
    if a.counted != b.counted and a.type in _COUNTED:
        score -= 1  # whether the one without a number is of the same victims or weapons is not said
    if score < ENOUGH or not (_anchored(a, reasons) or _met(a, b, reasons)):
        return UNRELATED
    if a.document != b.document and not {"day", "day_near", "count_rare", "due"} & set(reasons):
        return UNRELATED  # two texts of which nothing says that they tell of one time
    if "blame" in reasons:
        return Relation("contradicts", (*(r for r in reasons if r != "blame"), "actor_differs"), score)
    if a.type == "territory" and "actor" in reasons and (a.subtype == _LEFT) != (b.subtype == _LEFT):
        # who leaves most of a place, or comes back, tells both: only two texts on the very place clash
        clash = a.document != b.document and set(a.origins) != set(b.origins) and "place" in reasons
        return Relation("contradicts", (*reasons, "left_held"), score) if clash and _done(a, b) else UNRELATED
    if value == "differ" and not (_pinned(a, reasons) and _two_counts(a, b)):
        return UNRELATED
    if value == "differ":
        kind = _differing(a, b)
        return Relation(kind, (*reasons, "count_later" if kind == "updates" else "count_differs"), score)
    return Relation("same", tuple(reasons), score)


def judged(a: Claim, b: Claim, *, alike: bool) -> Relation:
    """The relation of a pair that a person says is one thing, or two; whether their values agree is still compared."""
    if not alike:
        return Relation("distinct", ("judged",), JUDGED)
    if values(a, b) != "differ":
        return Relation("same", ("judged",), JUDGED)
    return Relation(_differing(a, b), ("judged",), JUDGED)


def _differing(a: Claim, b: Claim) -> Kind:
    """What two different values of one thing are to each other."""
    later = bool(set(a.origins) & set(b.origins)) or one_name(a, b) or not _rivals(a, b)
    return "updates" if later else "contradicts"


def _anchored(a: Claim, reasons: list[str]) -> bool:
    """Whether more than a day and a kind joins two records: a place, a count or words of their own."""
    if a.type in SPOKEN:
        limit = a.type in ("threat", "commitment") and {"count_exact", "actor"} <= set(reasons)
        return limit or any(r in reasons for r in ("words_many", "topic", "due"))
    if a.type == "prisoners":
        return any(r in reasons for r in ("actor", "target", "count", "count_exact", "count_rare"))
    if a.type == "casualties" and "counted" not in reasons:
        return "target" in reasons  # "il a été tué" is said of many
    return any(r in reasons for r in ("place", "place_near", "count_exact", "count_rare", "words", "words_many"))


def _met(a: Claim, b: Claim, reasons: Sequence[str]) -> bool:
    """Whether two meetings are one by who met on one day: a person and a state, and nobody else on the one side who is
    not on the other; or because the one takes up the other."""
    if "taken_up" in reasons:
        return True
    mine, theirs = ({*c.actors, *c.targets} for c in (a, b))
    both = mine & theirs
    return a.type == "meeting" and "day" in reasons and len(both) > 1 and both in (mine, theirs)


def _meant(a: Claim, b: Claim) -> list[str]:
    """What the words that two records share say: a topic, or a few words of their own."""
    shared = set(a.words) & set(b.words)
    spoken = a.type in SPOKEN
    found = []
    if spoken and shared & load_checks().topics:
        found.append("topic")
    if len(shared) >= (2 if spoken else 3):
        found.append("words_many")
    elif shared and "topic" not in found:
        found.append("words")
    if _due_alike(a, b) and (set(a.actors) & set(b.actors) or "words_many" in found):
        found.append("due")
    if a.id == b.follows or b.id == a.follows or _told_on(a, b):
        found.append("taken_up")
    if a.document != b.document and (a.subtype == "outcome") != (b.subtype == "outcome"):
        found.append("outcome")  # a promise and what became of it are one thing
    return found


def _told_on(a: Claim, b: Claim) -> bool:
    """Whether one text tells on of a meeting: right after, with no one who was not there."""
    if a.type != "meeting" or a.document != b.document or abs(a.start - b.start) > _NEAR:
        return False
    mine, theirs = ({*c.actors, *c.targets} for c in (a, b))
    return len(mine & theirs) > 1 and mine & theirs in (mine, theirs)


def _due_alike(a: Claim, b: Claim) -> bool:
    return a.due is not None and b.due is not None and gap_days(a.due, b.due) == 0


def _pinned(a: Claim, reasons: Sequence[str]) -> bool:
    """Whether two different counts are surely of one thing: whose weapons, or where the victims were."""
    if a.type in ("attack", "interception"):
        return "actor" in reasons or "target" in reasons
    return "place" in reasons or "place_near" in reasons


def _two_counts(a: Claim, b: Claim) -> bool:
    """Whether two different counts can be of one thing: in one text, only where a word or two sources say so; in two,
    not where a toll falls without a source that says so."""
    if a.document != b.document:
        if a.type != "casualties" or a.published is None or b.published is None or set(a.origins) & set(b.origins):
            return True
        early, late = (a, b) if a.published.last < b.published.first else (b, a)
        fell = gap_days(a.published, b.published) > 0 and bounds(late)[1] < bounds(early)[0]
        return not fell or bool(known_origins(a) and known_origins(b))
    return a.tally or b.tally or bool(known_origins(a) and known_origins(b) and not set(a.origins) & set(b.origins))


def known_origins(c: Claim) -> tuple[str, ...]:
    """Its origins, but for speakers that the text leaves unclear."""
    return tuple(o for o in c.origins if o != UNKNOWN)


def _rivals(a: Claim, b: Claim) -> bool:
    """Whether two different values stand against each other, instead of one after the other.

    Two named origins are at odds where they speak within a day of each other, or where the later of two tolls is the
    lower: tolls rise.
    """
    if a.published is None or b.published is None or not known_origins(a) or not known_origins(b):
        return False
    if gap_days(a.published, b.published) <= 1:
        return True
    early, late = (a, b) if a.published.last < b.published.first else (b, a)
    return a.type == "casualties" and bounds(late)[1] < bounds(early)[0]


def one_name(a: Claim, b: Claim) -> bool:
    """Whether the speakers of two records may be one: the words of one name are among those of the other."""
    mine, theirs = ([set(fold_name(n).split()) for n in c.by] for c in (a, b))
    return any(x <= y or y <= x for x in mine for y in theirs)


def apart(a: Claim, b: Claim) -> bool:
    """Whether time, place or parties set two records apart."""
    return any(judge(a, b).apart for judge in (_time, _place, _parties))


def comparable(a: Claim, b: Claim) -> bool:
    """Whether two records are of kinds that can be one thing."""
    if a.type != b.type or (a.origins == b.origins and (a.status == "denied") != (b.status == "denied")):
        return False
    if _told_of_before(a, b) or _told_of_before(b, a):
        return False
    if a.type == "prisoners" and {a.subtype, b.subtype} == {"exchange", "release"}:
        return True  # one text tells of both sides, the other of those who came home
    if a.type in ("casualties", "damage", "prisoners", "interception"):
        return not a.subtype or not b.subtype or a.subtype == b.subtype
    if a.type == "territory":
        return a.subtype == b.subtype or {a.subtype, b.subtype} <= _HELD
    if a.type == "agreement":  # an agreement made, and the same set aside or broken, are two things
        return a.subtype == b.subtype or not {a.subtype, b.subtype} & _UNDONE
    if a.type == "attack":
        # how many were launched over a country and what one of them struck are two things
        return a.subtype == b.subtype or a.counted == b.counted
    if a.type == "military_activity":
        return a.subtype == b.subtype
    if a.type == "position":  # "oui, à condition que" is a yes to the one, a condition to the other
        return a.stance == b.stance or _conditioned(a) == _conditioned(b) == "conditions"
    return True


def _told_of_before(plan: Claim, done: Claim) -> bool:
    """Whether a plan is told after the deed, or beside it: "un accord qui complète celui de juin"."""
    if plan.type in ("position", "proposal") or plan.status not in TO_COME or done.status in (*TO_COME, "denied"):
        return False
    if plan.document == done.document:
        return True
    return bool(plan.published and done.published and plan.published.first > done.published.last)


def _conditioned(c: Claim) -> str:
    return "conditions" if c.conditional and c.stance == "accepts" else c.stance


class _Judged(NamedTuple):
    """Points of one slot; ``apart`` names why the slot sets the pair apart, ``near`` whether that is worth telling."""

    reasons: tuple[str, ...] = ()
    apart: str = ""
    near: bool = False


def _time(a: Claim, b: Claim) -> _Judged:
    same = ("text",) if a.document == b.document else ()
    if same and a.type in SPOKEN and not (a.days and b.days and a.days.own and b.days.own):
        return _Judged((*same, "day_near"))
    if a.days is None or b.days is None or max(a.days.length, b.days.length) > VAGUE:
        return _Judged(same)
    gap = gap_days(a.days, b.days)
    if a.type in SPOKEN:
        # what is said of a plan or a promise holds on: only the texts' own time tells one from the next
        return _Judged((*same, "day_near")) if gap <= 15 else _Judged(same)
    firm = a.days.own and b.days.own and not a.tally and not b.tally
    slack = _WINDOW.get(a.type, 0 if firm else _LOOSE)
    if firm and a.type == "meeting" and a.status == b.status == "planned" and a.days.length == b.days.length == 1:
        slack = 0  # two meetings to come, one a day
    if gap > slack:
        return _Judged(apart="day", near=gap <= 31)
    if gap and not firm:
        return _Judged((*same, "day_near") if a.type == "territory" else same)  # who holds a place holds it for days
    short, long = sorted((a.days.length, b.days.length))
    if long >= max(_LONG, 2 * short):  # "en avril" is no date for one visit of that month
        if a.counted and b.counted and a.days.own and b.days.own:
            return _Judged(apart="period", near=True)
        return _Judged(same)
    if a.days.own and b.days.own and gap == 0 and max(a.days.length, b.days.length) <= 3:
        return _Judged((*same, "day", "day_planned") if a.type in ("meeting", "prisoners") else (*same, "day"))
    return _Judged((*same, "day_near"))


def gap_days(a: Days, b: Days) -> int:
    """Days between two intervals; 0 where they meet."""
    if a.first <= b.last and b.first <= a.last:
        return 0
    early, late = (a, b) if a.last < b.first else (b, a)
    return (date.fromisoformat(late.first) - date.fromisoformat(early.last)) // timedelta(days=1)


def _place(a: Claim, b: Claim) -> _Judged:
    if a.type in ("position", "proposal", "commitment", "threat", "sanction"):
        return _Judged()
    near = not (a.placed and b.placed)
    if a.spots and b.spots:
        if any(_one_spot(x, y) for x in a.spots for y in b.spots):
            return _Judged(("place_near" if near else "place",))
        if any(_wider(x, y) or _wider(y, x) for x in a.spots for y in b.spots):
            # a region against the whole country: where both count, it is another count
            return _Judged(apart="scope", near=True) if a.counted and b.counted else _Judged(("place_wide",))
        pinned = [x for x in (*a.spots, *b.spots) if x.lat is not None]
        return _Judged(apart="place", near=bool(pinned) and not near)
    own, other = (a, b) if a.spots else (b, a)
    if own.spots and any(_one_spot(x, y) for x in own.spots for y in other.near):
        return _Judged(("place_around",))
    return _Judged()


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


def _parties(a: Claim, b: Claim) -> _Judged:
    reasons: list[str] = []
    for slot, mine, theirs in (("actor", a.actors, b.actors), ("target", a.targets, b.targets)):
        if not mine or not theirs:
            continue
        if set(mine) & set(theirs):
            reasons.append(slot)
        elif slot == "actor" and a.type in ("meeting", "agreement", "prisoners", "proposal") and not _broken(a, b):
            continue  # each text names whom it follows
        elif slot == "actor" and len(a.words) > 2 and a.quote == b.quote:
            continue  # one quotation, whose speaker two texts call otherwise
        elif slot == "actor" and a.type == "commitment" and _due_alike(a, b):
            continue  # a spokesman in one text, his ministry in the other
        elif slot == "actor" and ("denied" in (a.status, b.status) or (a.subtype == _LEFT) != (b.subtype == _LEFT)):
            continue  # "X n'a pas pris la ville", "X l'a quittée" are of the same thing as "Y la tient"
        elif slot == "actor":
            if not _blame(a, b):
                return _Judged(apart="actor", near=True)
            reasons.append("blame")
        elif a.type == "interception" or (a.type == "attack" and a.counted and b.counted):
            return _Judged(apart="target", near=True)
    if a.type == "meeting":
        here, there = ({*c.actors, *c.targets} for c in (a, b))
        others = here - there and there - here and not (a.id == b.follows or b.id == a.follows)
        if others and (a.document == b.document if not here & there else not (a.placed and b.placed)):
            return _Judged(apart="target", near=True)  # one person may meet two on one day
        if here & there and not reasons:
            reasons.append("actor")  # who receives and who is received
    if not reasons and _named_in(a, b):
        reasons.append("actor")
    if not reasons and set(a.around) & set(b.around):
        reasons.append("around")
    return _Judged(tuple(reasons))


def _named_in(a: Claim, b: Claim) -> bool:
    """Whether the words of the one, which name no doer, hold the full name of a doer of the other."""
    for one, other in ((a, b), (b, a)):
        if not one.actors and any(" " in n and f" {n} " in f" {fold_name(one.quote)} " for n in other.actors):
            return True
    return False


def _done(a: Claim, b: Claim) -> bool:
    return not {a.status, b.status} & {*TO_COME, "denied"}


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
