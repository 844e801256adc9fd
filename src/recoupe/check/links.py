"""Links between records: of one thing, of what answers what, of what a promise came to, of who changed position."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from recoupe.check.claims import SPOKEN, Claim
from recoupe.check.compare import ALIKE, Relation
from recoupe.check.counts import ranges_meet
from recoupe.check.findings import Voice, by_record, order, origins_of
from recoupe.check.matters import keeps_not, two_stances
from recoupe.check.slots import gap_days, missed_before
from recoupe.check.times import Days
from recoupe.lang.fr.checks import load_checks
from recoupe.lang.fr.events import CALLED_OFF
from recoupe.lang.fr.outcomes import SETTLED
from recoupe.records import Link, LinkKind
from recoupe.text import fold

_FOR = frozenset(["accepts", "supports"])
_AGAINST = frozenset(["rejects", "criticizes"])
_BACK = 60
"""Stances of a party with one word among which the one before is looked for."""
_ANSWERED = frozenset(["proposal", "agreement", "position", "threat"])
_VIOLENT = frozenset(["attack", "casualties", "damage", "interception"])
"""Types of deeds that keep no promise."""
_TOLD_LATE = 5
"""Days after the due day until which a text that gives no day of the deed may tell of one done in time."""
_HELD_BACK = 3
"""Words that aid held back shares with the promise that it keeps: more than its kind."""
_NUMBERED = re.compile(r"(?<![\w.,])(\d{1,3}(?: \d{3})+|\d+|[a-z]+)(?= ([^\W\d]{3,}))")
LATE = 45
"""Days after which a position no longer answers what was said, nor a deed keeps a promise: a round of talks."""


def thing_links(
    groups: Sequence[Sequence[Claim]],
    found: Mapping[tuple[str, str], Relation],
    voice: Voice,
    of: Collection[str] | None = None,
) -> list[Link]:
    """Links inside each group, and the "distinct" ones that name why two like records were kept apart.

    A record is linked to the earlier one that it is closest to, and to each earlier one whose value it clashes with or
    replaces: a chain that explains the group, not every pair. With ``of``, inside a group only
    the links from these records.
    """
    links: list[Link] = []
    related = by_record({pair: r for pair, r in found.items() if r.kind != "distinct"})
    for group in groups:
        told = sorted(group, key=order)
        at = {c.id: i for i, c in enumerate(told)}
        for i, b in enumerate(told):
            if of is not None and b.id not in of:
                continue
            earlier = sorted((at[a], r) for a, r in related.get(b.id, {}).items() if at.get(a, i) < i)
            near = [(told[k], r) for k, r in earlier]
            agreeing = [(a, r) for a, r in near if r.kind == "same"]
            if agreeing:
                a, r = max(agreeing, key=lambda row: (row[1].score, row[0].id))
                apart = not set(origins_of(a, voice)) & set(origins_of(b, voice))
                links.append(Link(a=b.id, b=a.id, relation="corroborates" if apart else "same", reasons=r.reasons))
            values: dict[tuple[object, ...], tuple[Claim, Relation]] = {}
            for a, r in near:
                if r.kind in ("contradicts", "updates"):
                    values[r.kind, a.low, a.high, origins_of(a, voice)] = (a, r)
            links += [Link(a=b.id, b=a.id, relation=_kind(r), reasons=r.reasons) for a, r in values.values()]
    group_of = {c.id: i for i, group in enumerate(groups) for c in group}
    links += [
        Link(a=b, b=a, relation="distinct", reasons=r.reasons)
        for (a, b), r in sorted(found.items())
        if r.kind == "distinct" and r.score >= ALIKE and (a not in group_of or group_of[a] != group_of.get(b))
    ]
    return links


def _kind(r: Relation) -> LinkKind:
    return "contradicts" if r.kind == "contradicts" else "updates"


def party_of(c: Claim) -> tuple[str, ...]:
    """Whose stance or promise it is: the doer, else whoever says it; of a plan, or of a disagreement, which anyone may
    tell, the doer alone."""
    own = c.type in SPOKEN and c.stance != "disagrees"
    return c.actors or (c.origins if own else ())


def issue_meets(a: Claim, b: Claim) -> tuple[str, ...]:
    """Why two stances are on one issue: a topic of both, or two words; empty where they are not."""
    shared = set(a.words) & set(b.words)
    topics = shared & load_checks().topics
    if topics:
        mine, theirs = (set(c.words) & load_checks().topics for c in (a, b))
        weak = topics <= load_checks().any_matter and mine != theirs  # "couloir humanitaire", "convois humanitaires"
        if (mine <= theirs or theirs <= mine) and not weak:
            return ("topic",)
    return ("words_many",) if len(shared) >= 2 else ()


def unnamed(c: Claim) -> Claim:
    """The claim without the words of its parties' names: two stances of one union are not on one issue for it. What
    holds a word for a matter ("ses troupes du plateau de Gour") is no one's name."""
    stem, topics = load_checks().stem, load_checks().topics
    named = [{stem(word) for word in n.split()} for n in (*c.actors, *c.targets, *c.origins, *c.around)]
    names = {w for words in named if not words & topics for w in words}
    return msgspec.structs.replace(c, words=tuple(w for w in c.words if w not in names))


def answer(c: Claim, other: Claim) -> Link | None:
    """ "responds_to": a stance on what another party proposed, demanded or threatened, not long after; talks held or
    planned as someone proposed."""
    if c.type == "meeting" and other.type == "proposal":
        return _as_proposed(c, other)
    threat = c.type == "threat" and other.type == "proposal" and c.document == other.document
    if (not threat and (c.type != "position" or not side_of_stance(c.stance))) or c.id == other.id:
        return None
    if c.stance == "silent" and other.type == "attack" and c.document == other.document:
        words = set(c.words) & set(other.words)  # "n'a pas été revendiquée"
        return Link(a=c.id, b=other.id, relation="responds_to", reasons=("words",)) if words else None
    if other.type not in _ANSWERED:
        return None
    if other.type == "position" and (other.stance != "demands" or c.document != other.document):
        return None  # two parties who speak of one plan elsewhere do not answer each other
    if set(party_of(c)) & set(party_of(other)) or not _after(c, other):
        return None
    reasons = issue_meets(c, other) or _such(c, other)
    return Link(a=c.id, b=other.id, relation="responds_to", reasons=reasons) if reasons else None


def _as_proposed(meeting: Claim, proposal: Claim) -> Link | None:
    """Talks of the kind, the number and the parties that a proposal names, with another word or the place of it."""
    if meeting.subtype in ("cancelled", "suspended") or meeting.marked != proposal.marked:
        return None
    if not _after(meeting, proposal) or meeting.status == "denied":
        return None
    mine, theirs = ({*c.actors, *c.targets} - set(proposal.origins) for c in (meeting, proposal))
    if mine and theirs and not mine & theirs:
        return None
    days = [c.days for c in (meeting, proposal) if c.days and c.days.own]
    if len(days) > 1 and gap_days(*days):
        return None
    shared = set(meeting.words) & set(proposal.words)
    placed = {s.name for s in meeting.spots if meeting.placed} & {s.name for s in proposal.spots if proposal.placed}
    if not shared & load_checks().meetings or not (placed or len(shared) > 1):
        return None
    reasons = ("words_many",) if len(shared) > 1 else ("words", "place")
    return Link(a=meeting.id, b=proposal.id, relation="responds_to", reasons=reasons)


def _such(c: Claim, other: Claim) -> tuple[str, ...]:
    """ "L'idée d'une telle force": what the same text put forward before, by its noun."""
    checks = load_checks()
    nouns = {checks.stem(m["noun"]) for m in checks.such.finditer(fold(c.quote))}
    told = c.document == other.document and other.start < c.start
    return ("words",) if told and nouns & set(other.words) else ()


def fulfilment(deed: Claim, promise: Claim) -> Link | None:
    """ "fulfils": what is told as done, later, by the party that promised it, in words of the promise.

    A record that tells the outcome of a promise "fulfils" or "breaks" the promise that it speaks of.
    """
    if not (promised(promise) or promise.type == "threat") or promise.fulfilment in SETTLED:
        return None
    if deed.actors and promise.actors and not set(deed.actors) & set(party_of(promise)):
        return None
    if deed.fulfilment in SETTLED and deed.type == "commitment":
        return _outcome(deed, promise, _shared(deed, promise))
    if deed.type in SPOKEN or not _done(deed) or promise.type == "threat":
        return None
    if deed.type in _VIOLENT or (deed.status == "claimed" and not deed.by):
        return None  # "aurait libéré": hearsay keeps no promise
    whole = deed.counted and promise.counted and deed.low == promise.low
    if keeps_not(deed, promise) or (_partly(deed) and not _partly(promise) and not whole):
        return None
    if deed.type == promise.type == "meeting" and (met := _met_on_the_day(deed, promise)):
        return Link(a=deed.id, b=promise.id, relation="fulfils", reasons=("due", *met))
    if deed.type == "meeting" and not load_checks().meetings & set(promise.words):
        return None  # talks keep no promise but that of talks
    if promise.due and deed.days and not deed.days.own and _told_after(deed, promise.due) > _TOLD_LATE:
        return None  # nothing tells that it was done in time
    if deed.days and deed.days.own and promise.published and deed.days.last < promise.published.first:
        return None  # done before it was promised
    if deed.document == promise.document:
        if promise.type == "commitment":
            return None  # what a text promises and what it tells beside it are two things
    elif not _later(deed, promise) or not _not_long_after(deed, promise):
        return None
    if deed.counted and promise.counted and (deed.unit != promise.unit or not ranges_meet(deed, promise)):
        return None  # twenty of the forty-eight that were promised
    if _fewer(deed, promise):
        return None
    if kind_words(deed) and set(kind_words(deed)) & set(promise.words) and _in_time(deed, promise):
        return Link(a=deed.id, b=promise.id, relation="fulfils", reasons=("topic", "due"))
    if deed.subtype == "restriction" and len(_shared(deed, promise)) < _HELD_BACK:
        return None
    if len(_shared(deed, promise)) < (1 if whole else 2):
        return None
    return Link(a=deed.id, b=promise.id, relation="fulfils", reasons=("words", *(["count"] if whole else [])))


def _met_on_the_day(deed: Claim, promise: Claim) -> tuple[str, ...]:
    """Whether talks are those set for their day: by who met, by where, or by two words of both; and nobody met whom
    the plan does not name."""
    if deed.subtype in CALLED_OFF or not _in_time(deed, promise) or (deed.days and deed.days.length > 1):
        return ()
    mine, theirs = ({*c.actors, *c.targets} for c in (deed, promise))
    stem = load_checks().stem
    if not all(n in theirs or {stem(w) for w in n.split()} & {*promise.words} for n in mine):
        return ()
    if len(mine & theirs) > 1:
        return ("actor",)
    places, others = ({s.name for s in (*c.spots, *c.near) if s.precision != "country"} for c in (deed, promise))
    if places & others:
        return ("place",)
    return ("words_many",) if len({*deed.words} & {*promise.words}) > 1 else ()


def _fewer(deed: Claim, promise: Claim) -> bool:
    """Whether fewer are told of than all that the promise numbers of their like: "la libération par X de 60 soldats et
    par Y de 90 combattants"."""
    if not deed.counted or promise.counted or deed.high is None:
        return False
    checks = load_checks()
    alike = (deed.unit, "people", "prisoners")
    named = [m for m in _NUMBERED.finditer(fold(promise.quote)) if checks.units.get(m[2].rstrip("s")) in alike]
    told = [checks.numbers.get(m[1], m[1].replace(" ", "")) for m in named]
    numbers = [float(n) for n in told if n.isdigit()]
    return bool(numbers) and deed.high < sum(numbers)


def _partly(c: Claim) -> bool:
    """Whether a record tells of a beginning, or of a part."""
    return load_checks().partly.search(fold(c.quote)) is not None


def _told_after(c: Claim, due: Days) -> int:
    """Days by which the text of a record surely appeared after a day; 0 where it may not have."""
    return gap_days(c.published, due) if c.published is not None and c.published.first > due.last else 0


def promised(c: Claim) -> bool:
    """Whether something can keep it: a promise, an agreement, or a plan with a time limit."""
    return c.type in ("commitment", "agreement") or (c.due is not None and c.type != "threat")


def kind_words(c: Claim) -> tuple[str, ...]:
    """The stems by which a promise names a deed of this kind, whatever the words of the deed."""
    return (load_checks().stem("echange"),) if c.type == "prisoners" and c.subtype in ("exchange", "release") else ()


def _in_time(deed: Claim, promise: Claim) -> bool:
    """Whether a deed falls between a promise and the day that it is due."""
    if deed.days is None or not deed.days.own or promise.due is None or promise.published is None:
        return False
    return promise.published.last < deed.days.first and deed.days.last <= promise.due.last


def _shared(deed: Claim, promise: Claim) -> set[str]:
    shared = set(deed.words) & set(promise.words)
    return shared & set(unnamed(deed).words) & set(unnamed(promise).words) if shared else shared


def _outcome(told: Claim, promise: Claim, shared: set[str]) -> Link | None:
    """A sentence on the outcome meets a promise by two of: its party, its due date, its words; or by two words."""
    if missed_before(told, promise.due):
        return None
    if told.follows == promise.id:
        kept: LinkKind = "fulfils" if told.fulfilment == "kept" else "breaks"
        return Link(a=told.id, b=promise.id, relation=kept, reasons=("outcome", "taken_up"))
    if told.document == promise.document or not _not_long_after(told, promise):
        return None
    days = gap_days(told.due, promise.due) if told.due and promise.due else None
    if days:
        return None
    if days is None and told.fulfilment == "kept" and promise.due and promise.due.first == promise.due.last:
        days = 0 if told.published and told.published.last == told.published.first == promise.due.last else None
    party = bool({*told.actors, *party_of(told)} & set(party_of(promise)))
    kind = promise.type == "threat" and "ultimatum" in fold(told.quote)
    met = (("actor", party), ("due", days == 0), ("words", bool(shared)), ("topic", kind))
    reasons = [name for name, holds in met if holds]
    if len(reasons) < 2 and len(shared) < 2:
        return None
    relation: LinkKind = "fulfils" if told.fulfilment == "kept" else "breaks"
    return Link(a=told.id, b=promise.id, relation=relation, reasons=("outcome", *reasons))


def _not_long_after(c: Claim, promise: Claim) -> bool:
    """Whether a text may be later than the one of the promise, and not long after that was due."""
    if c.published is None or promise.published is None or c.published.last < promise.published.first:
        return False
    return gap_days(c.published, promise.due or promise.published) <= LATE


def _done(c: Claim) -> bool:
    return c.status in ("happened", "claimed") and c.due is None  # what is due is still to come


def _after(c: Claim, other: Claim) -> bool:
    if c.document == other.document:
        return True
    if c.published is None or other.published is None:
        return False
    return other.published.first <= c.published.last and gap_days(c.published, other.published) <= LATE


class Stances:
    """The sides that one party takes, in the order in which they were told."""

    def __init__(self, party: str, claims: Iterable[Claim]) -> None:
        self._party = party
        self._told = sorted(filter(self._takes, claims), key=_turn)
        self._at: dict[str, list[int]] = {}
        """For each word, where it stands in what was told."""
        for i, c in enumerate(self._told):
            for w in c.words:
                self._at.setdefault(w, []).append(i)

    def _takes(self, c: Claim) -> bool:
        return bool(side_of(c)) and c.status != "denied" and self._party in party_of(c)

    def near(self, touched: Iterable[Claim]) -> set[str]:
        """Those of which a record that came, changed or went may change what :meth:`changes` gives."""
        found: set[str] = set()
        for c in filter(self._takes, touched):
            place = bisect_left(self._told, _turn(c), key=_turn)
            for at in (self._at.get(w, []) for w in c.words):
                first = bisect_left(at, place)
                found.update(self._told[k].id for k in at[first : first + _BACK + 1])
        return found

    def changes(self, of: Collection[str]) -> Iterator[Link]:
        """ "changes_position": the same party, the same issue, another side of it, later; each of these records with
        the text before it.

        Talks that a party goes to after all, its text says, change its refusal of them; so does who leaves them.
        """
        for i, c in enumerate(self._told):
            if c.id in of:
                before = [(at, bisect_left(at, i)) for at in (self._at[w] for w in c.words)]
                near = {k for at, end in before for k in at[max(0, end - _BACK) : end]}
                yield from _changes(c, (self._told[k] for k in sorted(near, reverse=True)))


def _turn(c: Claim) -> tuple[bool, tuple[str, float, str, int, str]]:
    return (c.published is not None or c.turned, order(c))


def _changes(c: Claim, earlier: Iterable[Claim]) -> Iterator[Link]:
    met = [(before, reasons) for before in earlier if (reasons := issue_meets(before, c))]
    # what a text tells as history was so before what other texts say, and is needed only where none does
    met = [row for row in met if not row[0].past] or met
    last: Claim | None = None
    for before, reasons in met if not c.past else ():
        later = _later(c, before)
        if before.document == c.document or not later or before.type == "meeting" or two_stances(c, before):
            continue
        if last is not None and before.document != last.document and _later(last, before):
            break
        last = before if side_of(before) != "silent" else last
        sides = {side_of(before), side_of(c)}
        # who speaks at last, or no more, has changed no side by that; nor who sets conditions to some such thing
        broken = c.turned or ("silent" not in sides and not ("open" in sides and reasons == ("topic",)))
        if len(sides) > 1 and broken:
            yield Link(a=c.id, b=before.id, relation="changes_position", reasons=(*reasons, *later))


def side_of(c: Claim) -> str:
    """Side that a record takes of its issue: that of its stance; "for" talks that a party goes to after all."""
    if c.type == "meeting":
        if c.subtype == "suspended":
            return "against" if c.actors else ""  # who leaves the talks, or stops them
        return "for" if c.turned and c.subtype != "postponed" and c.status != "conditional" else ""
    return side_of_stance(c.stance) if c.type == "position" else ""


def side_of_stance(stance: str) -> str:
    """ "for", "against", "open" (conditions) or "silent"; empty for what takes no side of a proposal."""
    if stance in _FOR:
        return "for"
    if stance in _AGAINST:
        return "against"
    return {"conditions": "open", "silent": "silent"}.get(stance, "")


def _later(c: Claim, before: Claim) -> tuple[str, ...]:
    """What says that a stance is later than another: the days of the texts, else its own words; empty where nothing."""
    if c.published and before.published and before.published.last < c.published.first:
        return ("later",)
    apart = c.published and before.published and c.published.last < before.published.first
    return ("turned",) if c.turned and not before.turned and not apart and not _dated(c, before) else ()


def _dated(a: Claim, b: Claim) -> bool:
    return all(c.published is not None and c.published.first == c.published.last for c in (a, b))
