"""Groups, findings and links where records are new, changed or gone: made anew, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from typing import NamedTuple

from recoupe.check.claims import Claim
from recoupe.check.compare import JUDGED, Relation
from recoupe.check.copied import copied_part
from recoupe.check.findings import by_record, finding
from recoupe.check.links import thing_links
from recoupe.check.things import Pair, regroup
from recoupe.check.trees import components, grown, trees_of
from recoupe.store.checks import CheckTables
from recoupe.store.copies import CopyTables

_INSIDE = ("same", "corroborates", "contradicts", "updates")
"""Links between records of one group."""


class _Changed(NamedTuple):
    """Groups that changed."""

    groups: list[list[Claim]]
    edges: dict[Pair, Relation]
    """The relations that their findings are told by."""
    trees: set[Pair]
    again: set[str]
    """Their records whose links may be others now."""
    joining: dict[Pair, Relation]
    """Relations that give these links."""
    apart: dict[Pair, Relation]
    """Relations that set a new record apart."""
    anew: bool = False
    """Whether all their links are made anew, also those that set apart."""


def settle(
    tables: CheckTables, start: set[str], removed: Collection[str], touched: set[str], copies: CopyTables
) -> set[str]:
    """Group anew the records that changed, with those that were in a group with one that changed or is gone, and put
    the groups that this changes in the place of those that were; the records of these.

    ``touched`` were related to what is gone.
    """
    if removed or tables.things_of(start):
        near = tables.things_of({*start, *removed})
        changed = [_regrouped(tables, {*near, *start} - ({*removed} - start), start, touched, tables.things_of)]
    else:
        changed = _joined(tables, start)
    groups = [group for some in changed for group in some.groups]
    documents = {c.document for group in groups for c in group}
    voices = tables.voices(documents)
    shared = copies.passages(documents, plain=False)

    def voice(document: str) -> str:
        return voices.get(document, document)

    def relays(a: Claim, b: Claim) -> bool:
        return copied_part(a, b, shared.get(a.document, {}).get(b.document, ()))

    findings = []
    for some in changed:
        related = by_record(some.edges)
        findings += [
            finding(group, related, voice, None if shared.keys().isdisjoint(c.document for c in group) else relays)
            for group in some.groups
        ]
        reached = {c.id for group in some.groups for c in group}
        if some.anew:
            tables.relink(reached, thing_links(some.groups, some.joining, voice), (*_INSIDE, "distinct"))
        else:
            links = thing_links(some.groups, some.joining, voice, some.again)
            tables.relink(some.again, [*links, *thing_links((), some.apart, voice)], _INSIDE, ends="a")
        tables.join(reached, some.trees)
    reached = {c.id for group in groups for c in group}
    tables.settle({*reached, *removed}, findings)
    return reached


def _joined(tables: CheckTables, new: set[str]) -> list[_Changed]:
    """What new records make of the groups that they join: by the trees of these where they tell, else by all pairs."""
    fresh = tables.edges(new)
    joining = {pair: r for pair, r in fresh.items() if r.kind != "distinct"}
    thing = tables.things_of({end for pair in joining for end in pair})
    parts = components(new, joining, thing)
    part_of = {i: n for n, some in enumerate(parts) for i in some}
    inside: list[dict[Pair, Relation]] = [{} for _ in parts]
    for (a, b), r in fresh.items():
        if part_of.get(a) == part_of.get(b):
            inside[part_of[a]][a, b] = r
    made: dict[str, list[str]] = {}
    pairs, left = set[Pair](), set[str]()
    for some, found in zip(parts, inside, strict=True):
        there = some - new
        names = {thing[i] for i in there}
        trees = tables.trees(there)
        if len(names) > 1:  # nothing sets apart what is in one group
            found |= tables.apart(there)
        whole = len(trees) == len(there) - len(names)
        said = any(r.score >= JUDGED for r in (*found.values(), *trees.values()))  # by a person, of what is apart too
        told = grown(some & new, found, trees) if whole and not said else None
        if told is None:
            left |= some & new
            continue
        made |= {i: group for group in told[0] if not new.isdisjoint(group) for i in group}
        pairs |= told[1]

    def things_of(ids: Collection[str]) -> dict[str, str]:
        """The groups as they are with what was joined so far."""
        here = {made[i][0]: made[i] for i in ids if i in made}
        stored = tables.things_of(i for i in ids if i not in made)
        return stored | {i: f"new {name}" for name, group in here.items() for i in group}

    others = [_regrouped(tables, left, new, set(), things_of)] if left else []
    taken = {c.id for some in others for group in some.groups for c in group}
    groups = [tables.claims(group) for group in {group[0]: group for group in made.values()}.values()]
    groups = [group for group in groups if group[0].id not in taken]
    reached = {c.id for group in groups for c in group}
    held = [c.id for group in groups if _held_by_several(group) for c in group]
    edges = tables.telling(reached) | tables.edges(held) | joining
    again = ({end for pair in joining for end in pair} | new) & reached
    agreeing = tables.agreeing(again - new)
    return [
        *others,
        _Changed(
            groups,
            edges,
            {pair for pair in pairs if pair[0] in reached},
            again,
            {pair: r for pair, r in (agreeing | edges).items() if r.kind != "distinct"},
            {pair: r for pair, r in fresh.items() if r.kind == "distinct"},
        ),
    ]


def _held_by_several(group: Collection[Claim]) -> bool:
    """Whether several parties are said to hold one place: what is no relation matters then too."""
    holders = [{*c.actors} for c in group if c.type == "territory" and c.actors]
    return bool(holders) and not set.intersection(*holders)


def _regrouped(
    tables: CheckTables,
    first: set[str],
    start: set[str],
    touched: set[str],
    things_of: Callable[[Collection[str]], Mapping[str, str]],
) -> _Changed:
    """What becomes of the groups that these records reach, by every relation in them; ``start`` are new or changed."""
    made, edges = regroup(first, things_of, tables.edges)
    thing = tables.things_of({i for group in made for i in group})
    size = Counter(thing.values())
    groups = [
        tables.claims(group)
        for group in made
        if len({thing.get(i) for i in group}) > 1
        or len(group) != size[thing.get(group[0], "")]
        or not start.isdisjoint(group)
    ]
    now = {c.id: i for i, group in enumerate(groups) for c in group}
    edges = {pair: r for pair, r in edges.items() if not now.keys().isdisjoint(pair)}
    fresh = {pair: r for pair, r in edges.items() if not start.isdisjoint(pair)}
    moved = {p: r for p, r in edges.items() if p not in fresh and _together(thing, p) != _together(now, p)}
    trees = trees_of([[c.id for c in group] for group in groups], edges)
    if any(r.score >= JUDGED for r in edges.values()) or any(r.kind == "distinct" for r in moved.values()):
        return _Changed(groups, edges, trees, set(), edges, {}, anew=True)
    # nothing that is set apart was or is in one group
    again = (start | touched | {end for pair in (*fresh, *moved) for end in pair}) & now.keys()
    joining = {p: r for p, r in edges.items() if r.kind != "distinct"}
    return _Changed(groups, edges, trees, again, joining, {p: r for p, r in fresh.items() if r.kind == "distinct"})


def _together(group: Mapping[str, object], pair: Pair) -> bool:
    return pair[0] in group and group[pair[0]] == group.get(pair[1])
