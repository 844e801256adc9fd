"""Whether two records are about one thing, and whether they agree on it: slot by slot, scope first.

A pair that nothing sets apart is one thing only where enough of time, place, parties, counts and words meet; the points
are those of :data:`POINTS`. A slot that cannot both hold sets the pair apart ("distinct"), except the value itself,
which is what sources may differ on ("contradicts", "updates"). Typed and aligned conflicts instead of similarity: a
negated sentence or swapped actors leave every similarity high (design notes on contradiction: majority 50 %, overlap
50 %, rules 69 % on DACCORD).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from recoupe.check.claims import SPOKEN, Claim
from recoupe.check.counts import bounds, values
from recoupe.check.matters import judge_matter
from recoupe.check.sides import UNKNOWN
from recoupe.check.slots import LEFT, due_alike, gap_days, judge_parties, judge_place, judge_time, two_promises
from recoupe.lang.fr.checks import load_checks
from recoupe.lang.fr.events import EXTENDED, UNDONE
from recoupe.text import fold, fold_name

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
_CANCELLED = "cancelled"
TO_COME = ("planned", "proposed", "conditional")
"""Statuses of what has not come to pass."""
_HELD = frozenset(["capture", "control", LEFT])
"""Kinds of territory records that tell who holds a place."""
_COUNTED = frozenset(["attack", "interception", "casualties", "damage", "territory", "prisoners", "aid"])
_BESIDE = 400
"""Characters within which one text sets the count of one source against that of another."""
_FEW = 100
"""Counts under which two texts hit upon the same one by chance; chosen, not measured."""
_NEAR = 300
"""Characters within which a text still tells of the same meeting: two or three sentences."""


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
    if a.id == b.id or not comparable(a, b) or _of_other_weapons(a, b):
        return UNRELATED
    score, reasons = 0.0, list[str]()
    here = a.document == b.document
    another = a.marked != b.marked and (here or bool(a.marked and b.marked and not _also(a) and not _also(b)))
    another = another and (_also(a) != _also(b) or not _told_on(a, b))
    apart, near = ("another" if another else ""), False
    for judge in (judge_time, judge_place, judge_parties, judge_matter):
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
    if value == "scope" or (value and value != "rare" and _of_other_scopes(a, b, value)):
        return Relation("distinct", ("scope",), score) if score >= ENOUGH - 1 else UNRELATED
    if value:
        alike = {"exact": ["count_exact"], "rare": ["count_rare"], "agree": ["count"]}.get(value, [])
        reasons += ["counted", *alike]
        score += sum(POINTS[r] for r in ["counted", *alike])
    if a.counted != b.counted and a.type in _COUNTED:
        score -= 1  # whether the one without a number is of the same victims or weapons is not said
    if score < ENOUGH or not (_anchored(a, reasons) or _met(a, b, reasons)) or _one_word(a, b, reasons):
        return UNRELATED
    if a.document != b.document and not {"day", "day_near", "count_rare", "due"} & set(reasons):
        return UNRELATED  # two texts of which nothing says that they tell of one time
    if a.document != b.document and (a.low or 0) < _FEW and {*reasons} <= {"counted", "count_rare", "around"}:
        return UNRELATED  # "26 morts" here and there, in one war: nothing else says that they are the same
    if "blame" in reasons:
        return Relation("contradicts", (*(r for r in reasons if r != "blame"), "actor_differs"), score)
    if a.type == "territory" and "actor" in reasons and (a.subtype == LEFT) != (b.subtype == LEFT):
        # who leaves most of a place, or comes back, tells both: only two texts on the very place clash
        clash = a.document != b.document and set(a.origins) != set(b.origins) and "place" in reasons
        return Relation("contradicts", (*reasons, "left_held"), score) if clash and _done(a, b) else UNRELATED
    if value == "differ" and not (_pinned(a, reasons) and _two_counts(a, b)):
        return UNRELATED
    if value == "differ":
        kind = _differing(a, b)
        return Relation(kind, (*reasons, "count_later" if kind == "updates" else "count_differs"), score)
    return Relation("same", tuple(reasons), score)


def _also(c: Claim) -> bool:
    """Whether a text tells it as one more of its like: "a également rencontré"."""
    return c.marked.endswith(("egalement", "aussi"))


def _of_other_scopes(a: Claim, b: Claim, value: str) -> bool:
    """Whether two counts are of more and of less: but "64 drones" and "plus de 60 drones sur tout le pays" agree."""
    night = a.type in ("attack", "interception") and value in ("exact", "agree")
    return a.scope != b.scope and not (night and {a.scope, b.scope} == {"", "country"})


def _of_other_weapons(a: Claim, b: Claim) -> bool:
    """Whether two attacks are with different weapons: "une roquette", then "les tirs d'obus"; or a bombing and the
    strikes of an army."""
    if a.type != "attack":
        return False
    if {_kind_of_attack(a), _kind_of_attack(b)} == {"terror", "armies"}:
        return True
    if a.document != b.document and a.counted and b.counted:
        return False  # how many were launched or killed tells more than what two texts call it
    known = load_checks().weapons
    mine, theirs = ({w.rstrip("s") for w in fold(c.quote).replace("'", " ").split()} & known for c in (a, b))
    if a.document != b.document:  # one text's rocket is another's missile
        units = load_checks().units
        mine, theirs = ({units.get(w) or units.get(f"{w}s", w) for w in some} for some in (mine, theirs))
    return bool(mine and theirs) and not mine & theirs


def _kind_of_attack(c: Claim) -> str:
    checks, quote = load_checks(), fold(c.quote)
    terror, armies = checks.terror.search(quote), checks.armies.search(quote)
    if bool(terror) == bool(armies):
        return ""
    return "terror" if terror else "armies"


def judged(a: Claim, b: Claim, *, alike: bool) -> Relation:
    """The relation of a pair that a person says is one thing, or two; whether their values agree is still compared."""
    if not alike:
        return Relation("distinct", ("judged",), JUDGED)
    if values(a, b) != "differ":
        return Relation("same", ("judged",), JUDGED)
    return Relation(_differing(a, b), ("judged",), JUDGED)


def _differing(a: Claim, b: Claim) -> Kind:
    """What two different values of one thing are to each other."""
    later = a.former != b.former or bool(set(a.origins) & set(b.origins)) or one_name(a, b)
    return "updates" if later or _risen(a, b) or not _rivals(a, b) else "contradicts"


def _risen(a: Claim, b: Claim) -> bool:
    """Whether the later of two texts gives the higher toll as what it has risen to: "le bilan monte à onze morts". What
    two states say of it stays at odds."""
    if a.published is None or b.published is None or a.office == b.office == "state":
        return False
    early, late = (a, b) if a.published.last < b.published.first else (b, a)
    return late.rises and gap_days(a.published, b.published) > 0 and bounds(late)[0] > bounds(early)[0]


def _anchored(a: Claim, reasons: list[str]) -> bool:
    """Whether more than a day and a kind joins two records: a place, a count or words of their own."""
    if a.type in SPOKEN:
        limit = a.type in ("threat", "commitment") and {"count_exact", "actor"} <= set(reasons)
        bare = a.type == "position" and "taken_up" in reasons  # "réitère son soutien"
        return limit or bare or any(r in reasons for r in ("words_many", "topic", "due"))
    if a.type == "prisoners":
        return any(r in reasons for r in ("actor", "target", "count", "count_exact", "count_rare"))
    if a.type == "casualties" and "counted" not in reasons:
        return "target" in reasons  # "il a été tué" is said of many
    return any(r in reasons for r in ("place", "place_near", "count_exact", "count_rare", "words", "words_many"))


def _one_word(a: Claim, b: Claim, reasons: Sequence[str]) -> bool:
    """Whether nothing but one word joins, in one text, what is held here and there ("une zone contrôlée", "un village
    contrôlé"), or two attacks of which two sources tell."""
    if {"place", "place_near", "target", "words_many", "count_exact", "count_rare", "taken_up"} & {*reasons}:
        return False
    if a.document != b.document:
        return False
    apart = bool(a.origins and b.origins) and not {*a.origins} & {*b.origins}
    somewhere = any(load_checks().some.search(fold(c.quote)) for c in (a, b))
    return (a.type == "territory" and "actor" not in reasons and somewhere) or (a.type == "attack" and apart)


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
    if due_alike(a, b) and (set(a.actors) & set(b.actors) or "words_many" in found):
        found.append("due")
    if a.id == b.follows or b.id == a.follows or _told_on(a, b):
        found.append("taken_up")
    if a.document != b.document and (a.subtype == "outcome") != (b.subtype == "outcome"):
        found.append("outcome")  # a promise and what became of it are one thing
    return found


def _told_on(a: Claim, b: Claim) -> bool:
    """Whether one text tells on of a meeting, or of an exchange and who came home by it: right after, with no one who
    was not there."""
    if not (a.type == "meeting" or _traded(a, b)) or a.document != b.document or abs(a.start - b.start) > _NEAR:
        return False
    mine, theirs = ({*c.actors, *c.targets} for c in (a, b))
    return len(mine & theirs) > 1 and mine & theirs in (mine, theirs)


def _pinned(a: Claim, reasons: Sequence[str]) -> bool:
    """Whether two different counts are surely of one thing: whose weapons, or where the victims were."""
    if a.type in ("attack", "interception"):
        return "actor" in reasons or "target" in reasons
    if a.type == "prisoners" and "target" in reasons:
        return True  # bodies given back to one state
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
    if a.tally or b.tally:
        return True
    near = abs(a.start - b.start) <= _BESIDE
    return near and bool(known_origins(a) and known_origins(b) and not set(a.origins) & set(b.origins))


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
    """Whether time, place, parties or matter set two records apart."""
    return any(judge(a, b).apart for judge in (judge_time, judge_place, judge_parties, judge_matter))


def comparable(a: Claim, b: Claim) -> bool:
    """Whether two records are of kinds that can be one thing."""
    if a.type != b.type or (a.origins == b.origins and (a.status == "denied") != (b.status == "denied")):
        return False
    if _told_of_before(a, b) or _told_of_before(b, a):
        return False
    if _traded(a, b):
        return True  # one text tells of both sides, the other of those who came home
    if a.type in ("casualties", "damage", "prisoners", "interception"):
        return not a.subtype or not b.subtype or a.subtype == b.subtype
    if a.type == "territory":
        return a.subtype == b.subtype or {a.subtype, b.subtype} <= _HELD
    if a.type == "agreement":  # one and several, a truce and that it goes on, made and broken are two things
        if _sundry(a) != _sundry(b) or _goes_on(a) != _goes_on(b):
            return False
        return a.subtype == b.subtype or not {a.subtype, b.subtype} & UNDONE
    if a.type == "attack" and _habit(a) != _habit(b):
        return False  # "continuent de mener des attentats" is none of them
    if a.type == "attack":
        # how many were launched over a country and what one of them struck are two things
        return a.subtype == b.subtype or a.counted == b.counted
    if a.type == "military_activity":
        return a.subtype == b.subtype
    if EXTENDED in (a.subtype, b.subtype) and a.subtype != b.subtype:
        return False  # a limit and that it was moved are linked, not joined
    if a.type == "commitment":
        return not two_promises(a, b)
    if a.type == "meeting":  # that one did not come about is told of its plan, and bears out no meeting that was held
        return a.subtype == b.subtype or _CANCELLED not in (a.subtype, b.subtype) or {a.status, b.status} <= {*TO_COME}
    if a.type == "position":  # "oui, à condition que" is a yes to the one, a condition to the other
        return a.stance == b.stance or _conditioned(a) == _conditioned(b) == "conditions"
    return True


def _sundry(c: Claim) -> bool:
    """Whether a record tells of many at once: "plusieurs trêves ont été signées"."""
    return load_checks().sundry.search(fold(c.quote)[:60]) is not None


def _goes_on(c: Claim) -> bool:
    """Whether what is agreed is that something goes on: "d'accord pour prolonger la trêve"."""
    return load_checks().goes_on.search(fold(c.quote)) is not None


def _habit(c: Claim) -> bool:
    """Whether a record tells what someone goes on doing: "continuent de mener des attentats"."""
    return not c.counted and load_checks().habit.search(fold(c.quote)) is not None


def _told_of_before(plan: Claim, done: Claim) -> bool:
    """Whether a plan is told after the deed, or beside it: "un accord qui complète celui de juin"."""
    if plan.type in ("position", "proposal") or plan.status not in TO_COME or done.status in (*TO_COME, "denied"):
        return False
    if plan.document == done.document:
        return True
    if plan.type == "agreement" and due_alike(plan, done):
        return False  # what was agreed for a day to come is still to come after it was agreed
    if plan.published is None or done.published is None:
        return False
    if plan.type == "meeting" and not (plan.days and plan.days.own):
        return plan.published.first >= done.published.last  # "une autre réunion suivra", on the day of the first
    return plan.published.first > done.published.last


def _traded(a: Claim, b: Claim) -> bool:
    return a.type == b.type == "prisoners" and {a.subtype, b.subtype} == {"exchange", "release"}


def _conditioned(c: Claim) -> str:
    return "conditions" if c.conditional and c.stance == "accepts" else c.stance


def _done(a: Claim, b: Claim) -> bool:
    return not {a.status, b.status} & {*TO_COME, "denied"}
