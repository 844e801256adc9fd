"""Records of one thing, gathered: pairs first, then groups in which no two records are set apart.

Single links would chain ("Goma" with "the region" with "Bukavu"): groups are joined by their best pair, the closest
first, and only where no pair of the two is distinct. Ties are broken by the ids, so that the result depends on the set
of records alone. Records that share no key are never compared: what is unrelated cannot change a group.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from recoupe.check.claims import SPOKEN, Claim
from recoupe.check.compare import JUDGED, Relation
from recoupe.check.counts import hardly_rounded
from recoupe.check.slots import DENIED_WITHIN, VAGUE
from recoupe.check.times import Days
from recoupe.lang.fr.events import EXTENDED

Pair = tuple[str, str]
"""Ids of two records, the smaller first."""
_NONE = frozenset[str]()
_SLACK = 2
"""Days around a record's own under which it is kept: two such reaches meet the days that compare() allows."""


def keys_of(claim: Claim) -> tuple[str, ...]:
    """Keys under which a record is looked up; two records that are one thing share at least one.

    What happens is keyed by its days, what is said by its words and months: a plan is talked of for weeks. Where the
    time is unknown, by the document: nothing in another text can be shown to be of that time.
    """
    if claim.type in SPOKEN:
        length = (f"={claim.low:g}",) if claim.type in ("threat", "commitment") and claim.low is not None else ()
        about = itertools.product((*claim.words, *length), months(claim, claim.days, 15))
        return (*(f"{claim.type} {word} {when}" for word, when in about), *due_keys(claim))
    if claim.days is None or claim.days.length > VAGUE:
        return (f"{claim.type} {claim.document}",)
    first, last = (date.fromisoformat(d) for d in (claim.days.first, claim.days.last))
    span = (last - first).days + 1 + _SLACK
    days = ((first + timedelta(days=i)).isoformat() for i in range(-_SLACK, span))
    return (f"{claim.type} {claim.document}", *(f"{claim.type} {day}" for day in days), *_denial_keys(claim))


def _denial_keys(claim: Claim) -> tuple[str, ...]:
    """Keys by which a meeting that someone denies is met: its place, with the months in which it may have been."""
    if claim.type != "meeting" or claim.status not in ("denied", "claimed") or claim.days is None:
        return ()
    back = DENIED_WITHIN if claim.status == "denied" else 0
    when = [m for m in months(claim, claim.days, back) if m != claim.document]
    return tuple(f"meeting @ {s.name} {month}" for s in claim.spots for month in when)


def due_keys(claim: Claim) -> tuple[str, ...]:
    """The key of the day on which it is due; of what is told as kept without a day, of the day of its text."""
    kept = claim.published if claim.fulfilment == "kept" else None
    due = claim.due or kept
    before = claim.days if claim.subtype == EXTENDED and claim.days and claim.days.own else None
    return tuple(f"due {d.last}" for d in (due, before) if d is not None)


def open_keys(claim: Claim) -> tuple[str, ...]:
    """Keys by which a count that is hardly rounded is met where one of the two texts is of unknown time: those under
    which a claim looks for the others."""
    unknown = claim.days is None or claim.days.length > VAGUE
    return tuple(key if unknown else f"open {key}" for key in _rare_key(claim) if claim.type not in SPOKEN)


def place_keys(claim: Claim) -> tuple[str, ...]:
    """Keys that say nothing of time: the type with each place, and with a count that is hardly rounded."""
    return (*_rare_key(claim), *(f"{claim.type} @ {s.name}" for s in claim.spots))


def tie_keys(claim: Claim) -> tuple[str, ...]:
    """Those of :func:`place_keys` that few claims share: of counts, and of the places of meetings."""
    return place_keys(claim) if claim.type == "meeting" else _rare_key(claim)


def _rare_key(claim: Claim) -> tuple[str, ...]:
    return (f"{claim.type} = {claim.low:g}",) if hardly_rounded(claim) else ()


def months(claim: Claim, days: Days | None, reach: int) -> tuple[str, ...]:
    """The months that lie within ``reach`` days of these days, and the document of the claim."""
    if days is None or days.length > VAGUE:
        return (claim.document,)
    first = date.fromisoformat(days.first) - timedelta(days=reach)
    last = date.fromisoformat(days.last) + timedelta(days=reach)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    ahead = [divmod(first.year * 12 + first.month - 1 + i, 12) for i in range(count)]
    return (claim.document, *(f"{year}-{month + 1:02}" for year, month in ahead))


def things(claims: Sequence[Claim], found: Mapping[Pair, Relation]) -> list[list[Claim]]:
    """The records in groups, one a thing, each in order of id; a record that joins no other is a group alone."""
    related = Related(found)
    groups = Groups(related)
    for score, a, b in related.joining:
        groups.join(a, b, -score)
    by_id = {c.id: c for c in claims}
    return sorted(([by_id[i] for i in sorted(g)] for g in groups.all(by_id)), key=lambda g: g[0].id)


def regroup(
    start: Collection[str],
    things_of: Callable[[Collection[str]], Mapping[str, str]],
    edges_of: Callable[[Collection[str]], Mapping[Pair, Relation]],
) -> tuple[list[list[str]], dict[Pair, Relation]]:
    """The groups, by id, in which records are now, as :func:`things` makes them of all records; and every relation
    that has an end in them.

    ``start`` holds the records that are new, or have new relations, and those that were in one group with what is
    gone. ``things_of`` gives what the other records were grouped by, each with all that were in its group; ``edges_of``
    the relations that have an end among some.

    No other group is made anew unless a record of these joins it: as long as none does, its records were and are joined
    in the same order, which is followed to tell what stood in the way of each pair at its turn.
    """
    inner, thing = set(start), dict[str, str]()
    found = dict(edges_of(inner))
    related = Related(found)
    while True:
        groups, open_ = Groups(related), set[str]()
        for score, a, b in related.joining:
            if a in inner:
                if b in inner:
                    groups.join(a, b, -score)
                elif groups.may_join(a, b, -score):
                    open_.add(b)
            elif b in inner:
                if groups.may_join(a, b, -score):
                    open_.add(a)
            elif a in thing and thing[a] == thing.get(b):
                groups.join(a, b, -score)
        if not open_:
            return sorted(sorted(g) for g in groups.all(inner)), {
                pair: r for pair, r in found.items() if pair[0] in inner or pair[1] in inner
            }
        joined = {thing[i] for i in open_ & thing.keys()}
        inner.update(i for i, one in thing.items() if one in joined)
        beyond = open_ - thing.keys()
        near = {**dict.fromkeys(beyond, ""), **things_of(beyond)}
        more = {pair: r for pair, r in edges_of(near).items() if pair not in found}
        related.add(more)
        found |= more
        thing |= near


class Related:
    """Relations, by what they do to groups."""

    def __init__(self, found: Mapping[Pair, Relation]) -> None:
        self.joining: list[tuple[float, str, str]] = []
        """The pairs that may be one thing, in the order in which they are joined: minus the points first."""
        self.apart: dict[str, set[str]] = {}
        """By record, those that are set apart from it."""
        self.said: dict[str, set[str]] = {}
        """Those that a person sets apart from it."""
        self.add(found)

    def add(self, found: Mapping[Pair, Relation]) -> None:
        """More relations."""
        for (a, b), r in found.items():
            if r.kind != "distinct":
                self.joining.append((-r.score, a, b))
                continue
            for one, other in ((a, b), (b, a)):
                self.apart.setdefault(one, set()).add(other)
                if r.score >= JUDGED:
                    self.said.setdefault(one, set()).add(other)
        self.joining.sort()


class _Group:
    """Records that are joined, and those that are kept apart from one of them: by anything, by a person."""

    __slots__ = ("apart", "members", "said")

    def __init__(self, record: str, related: Related) -> None:
        self.members = {record}
        self.apart: AbstractSet[str] = related.apart.get(record, _NONE)
        self.said: AbstractSet[str] = related.said.get(record, _NONE)

    def take(self, other: _Group) -> None:
        """Take in the records of another group."""
        if len(self.members) == 1:  # what a record alone has is that of its relations, which stand
            self.apart, self.said = set(self.apart), set(self.said)
        self.members |= other.members
        self.apart |= other.apart
        self.said |= other.said


class Groups:
    """Records as they are being joined, each alone at first."""

    def __init__(self, related: Related) -> None:
        self._related = related
        self._of: dict[str, _Group] = {}

    def _group(self, record: str) -> _Group:
        found = self._of.get(record)
        if found is None:
            found = self._of[record] = _Group(record, self._related)
        return found

    def may_join(self, a: str, b: str, score: float) -> bool:
        """Whether two records are not in one group, and nothing keeps their groups apart."""
        one, other = self._group(a), self._group(b)
        # what a person joins is kept apart by what a person says alone
        return one is not other and (one.said if score >= JUDGED else one.apart).isdisjoint(other.members)

    def together(self, a: str, b: str) -> bool:
        """Whether two records are in one group."""
        return self._group(a) is self._group(b)

    def join(self, a: str, b: str, score: float) -> bool:
        """Make one group of those of two records, where nothing keeps them apart; whether that was done."""
        if not self.may_join(a, b, score):
            return False
        small, large = sorted((self._of[a], self._of[b]), key=lambda g: len(g.members))
        large.take(small)
        for member in small.members:
            self._of[member] = large
        return True

    def all(self, records: Iterable[str]) -> list[set[str]]:
        """The groups that these records are in."""
        return list({id(g): g.members for g in (self._group(i) for i in records)}.values())
