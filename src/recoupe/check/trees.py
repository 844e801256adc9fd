"""Groups of records that new ones join: told by the pairs that made each group, without looking at all its pairs.

The pairs that joined the records of a group, one less than these, are its **tree**. New records join each other and the
groups as :func:`recoupe.check.things.things` joins all records, the closest pair first. As long as every pair of a tree
still joins what it joined, each group at each turn holds what it held then, and more: a pair that joined nothing then
is of one group still, or kept apart still. Where a pair of a tree is kept apart, all pairs must be looked at again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from recoupe.check.compare import Relation
from recoupe.check.things import Groups, Pair, Related


def grown(
    new: Collection[str], found: Mapping[Pair, Relation], trees: Mapping[Pair, Relation]
) -> tuple[list[list[str]], set[Pair]] | None:
    """The groups, by id, of the new records and of those that they may join, and the pairs of their trees; None where
    the trees do not tell.

    ``found`` holds every relation of the new records, and what sets the records of the groups apart that they may join;
    ``trees``, those groups. No person has said that any of these pairs is one thing.
    """
    related = Related({**found, **trees})
    groups = Groups(related)
    joined = set[Pair]()
    for score, a, b in related.joining:
        if groups.join(a, b, -score):
            joined.add((a, b))
        elif (a, b) in trees and not groups.together(a, b):
            return None
    ends = {end for pair in trees for end in pair} | {end for _, *pair in related.joining for end in pair}
    return sorted(sorted(g) for g in groups.all({*ends, *new})), joined


def components(new: Collection[str], joining: Iterable[Pair], things: Mapping[str, str]) -> list[set[str]]:
    """New records with the whole groups that they may join, apart where nothing may join them; ``things`` gives the
    group of each record of these."""
    members: dict[str, set[str]] = {}
    for i, thing in things.items():
        members.setdefault(thing, set()).add(i)
    of = {i: some for some in members.values() for i in some} | {i: {i} for i in new}
    for pair in joining:
        one, other = (of[i] for i in pair)
        if one is not other:
            small, large = sorted((one, other), key=len)
            large |= small
            of |= dict.fromkeys(small, large)
    return list({id(of[i]): of[i] for i in new}.values())


def trees_of(groups: Iterable[Collection[str]], found: Mapping[Pair, Relation]) -> set[Pair]:
    """The pairs that join the records of these groups, by every relation that they have."""
    group = {i: n for n, some in enumerate(groups) for i in some}
    inner = {
        (a, b): r for (a, b), r in found.items() if r.kind != "distinct" and a in group and group[a] == group.get(b)
    }
    related = Related(inner)
    joining = Groups(related)
    return {(a, b) for score, a, b in related.joining if joining.join(a, b, -score)}
