"""Findings one by one: for each origin what it says and who says it, the values that were replaced, and the reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from recoupe.check.sides import UNKNOWN
from recoupe.records import Finding, Held, Link
from recoupe.store import Dossier
from recoupe.store.batches import batches
from recoupe.text import fold_name
from recoupe.views.lookup import Shelf, Told, meets
from recoupe.views.narrowing import one_of, within
from recoupe.views.reviews import Review, kept_sql, reviews, verdict_sql
from recoupe.views.sources import NumberedSource

_OF_THING = ("same", "corroborates", "contradicts", "updates", "fulfils", "breaks", "postpones")
_AT_ONCE = 200


class Saying(msgspec.Struct, frozen=True):
    """What one origin says of a thing: its value as a range with its modifier, and the record that says it last.

    ``low`` and ``high`` are in ``unit``, the noun as the text writes it; ``high`` is None where the range is open.
    ``also`` are the numbers of the other sources in which the origin says the same. ``unclear``: the text does not
    tell who it is.
    """

    origin: str
    told: Told
    also: tuple[int, ...] = ()
    counted: bool = False
    low: float | None = None
    high: float | None = None
    modifier: str = "="
    unit: str | None = None
    superseded: bool = False
    denies: bool = False
    unclear: bool = False


class Bond(msgspec.Struct, frozen=True):
    """Why two records of a finding were put together, or how they differ; ``reasons`` are those of :class:`Link`."""

    relation: str
    reasons: tuple[str, ...]
    sources: tuple[int, int]
    a: str
    b: str


class Checked(msgspec.Struct, frozen=True):
    """A finding with the words of the texts. ``sayings`` stand in the order of telling."""

    id: str
    type: str
    subtype: str
    stance: str | None
    status: str
    verdict: str
    origins: tuple[str, ...]
    earliest: str | None
    latest: str | None
    parties: tuple[str, ...]
    places: tuple[str, ...]
    records: tuple[str, ...]
    sayings: tuple[Saying, ...]
    bonds: tuple[Bond, ...] = ()
    review: Review | None = None
    """What people say of the finding itself: ``verdict`` is theirs where they overruled it, ``read`` the one found."""
    read: str = ""


def findings(
    dossier: Dossier,
    *,
    verdicts: Collection[str] = (),
    types: Collection[str] = (),
    actor: str | None = None,
    place: str | None = None,
    since: str | None = None,
    until: str | None = None,
    shelf: Shelf | None = None,
    limit: int | None = None,
) -> Iterator[Checked]:
    """Findings by day (unknown days last), then by id; every filter that is given must hold.

    ``actor`` and ``place`` meet a name that holds all of their words, folded. ``since`` and ``until`` are ISO days: a
    finding is kept where its days meet them, one without days is not.
    """
    where, values = _where({verdict_sql(dossier): verdicts, "type": types}, actor, place, since, until)
    where += f"{' AND' if where else ' WHERE'} {kept_sql(dossier)}"
    query = f"SELECT id, parties, places FROM finding{where} ORDER BY earliest IS NULL, earliest, latest, id"
    shelf = shelf or Shelf(dossier)
    wanted = (
        row[0]
        for row in dossier.each(query, values)
        if (actor is None or meets(actor, msgspec.json.decode(row[1])))
        and (place is None or meets(place, msgspec.json.decode(row[2])))
    )
    left = limit
    for some in batches(wanted, _AT_ONCE if limit is None else min(_AT_ONCE, limit)):
        yield from checked(shelf, some[:left])
        if left is not None:
            left -= len(some)
            if left <= 0:
                return


def checked(shelf: Shelf, ids: Sequence[str], *, part: slice | None = None, bonds: bool = True) -> list[Checked]:
    """The findings of these ids with their words, in the order of the ids.

    Of each only this ``part`` of its sayings, and without what joins its records where not ``bonds``.
    """
    found = {i: f for some in batches(ids) for i, f in shelf.dossier.records(Finding, ids=some)}
    if part is not None:
        found = {i: msgspec.structs.replace(f, held=f.held[part]) for i, f in found.items()}
    told = shelf.told(h.record for f in found.values() for h in f.held)
    joined = [r for f in found.values() if bonds and len(f.records) > 1 for r in f.records]
    links = list(shelf.links(joined, _OF_THING).values()) if joined else []
    told |= shelf.told({end for k in links for end in (k.a, k.b)} - told.keys())
    numbers = shelf.of(d for f in found.values() for h in f.held for d in h.documents)
    said = reviews(shelf.dossier, found)
    return [assembled(i, found[i], told, links, numbers, said.get(i)) for i in ids if i in found]


def finding_of(shelf: Shelf, record: str, *, part: slice | None = None) -> Checked | None:
    """The finding that a record belongs to, with this ``part`` of its sayings; None where it belongs to none."""
    rows = shelf.dossier.ask("SELECT finding FROM found WHERE record = ?", (record,))
    return next(iter(checked(shelf, [r[0] for r in rows], part=part)), None)


class Linked(msgspec.Struct, frozen=True):
    """A link with the words of both ends; ``a`` is the later record, or the one that answers or belongs to ``b``."""

    id: str
    relation: str
    reasons: tuple[str, ...]
    a: Told
    b: Told


def linked(shelf: Shelf, record: str) -> list[Linked]:
    """Every link of a record, those inside its finding first, "distinct" ones last."""
    links = shelf.links([record])
    told = shelf.told(end for k in links.values() for end in (k.a, k.b))
    rank = (*_OF_THING, "responds_to", "changes_position", "part_of", "distinct")
    found = [
        Linked(i, k.relation, k.reasons, told[k.a], told[k.b]) for i, k in links.items() if k.a in told and k.b in told
    ]
    return sorted(found, key=lambda k: (rank.index(k.relation), k.a.source, k.b.source, k.id))


def _where(
    listed: Mapping[str, Collection[str]],
    actor: str | None,
    place: str | None,
    since: str | None,
    until: str | None,
) -> tuple[str, list[object]]:
    tests, values = one_of(listed)
    for column, asked in (("parties", actor), ("places", place)):
        for word in fold_name(asked or "").split():
            tests.append(f"instr({column}, ?) > 0")
            values.append(word)
    days, between = within(since, until)
    tests += days
    values += between
    return (f" WHERE {' AND '.join(tests)}" if tests else ""), values


def assembled(
    finding_id: str,
    f: Finding,
    told: dict[str, Told],
    links: Iterable[Link] = (),
    numbers: Mapping[str, NumberedSource] | None = None,
    review: Review | None = None,
) -> Checked:
    """A finding with its words: ``told`` holds its records by id, ``links`` those that may tell why.

    ``numbers`` are the documents in which its origins say it; without them, those of ``told``.
    """
    own = set(f.records)
    verdict = next((s.value for s in review.fixes), f.verdict) if review else f.verdict
    bonds = [
        Bond(k.relation, k.reasons, (told[k.a].source, told[k.b].source), k.a, k.b)
        for k in sorted(links, key=lambda k: (_OF_THING.index(k.relation), k.a, k.b))
        if k.a in own and k.b in own and k.a in told and k.b in told
    ]
    return Checked(
        id=finding_id,
        type=f.type,
        subtype=f.subtype,
        stance=f.stance,
        status=f.status,
        verdict=verdict,
        origins=f.origins,
        earliest=f.earliest,
        latest=f.latest,
        parties=f.parties,
        places=f.places,
        records=f.records,
        sayings=tuple(_saying(h, f, told, numbers) for h in f.held if h.record in told),
        bonds=tuple(bonds),
        review=review,
        read=f.verdict,
    )


def _saying(h: Held, f: Finding, told: dict[str, Told], numbers: Mapping[str, NumberedSource] | None) -> Saying:
    t = told[h.record]
    if numbers is None:
        also = {told[r].source for r in f.records if r in told and told[r].document in h.documents}
    else:
        also = {s.same_text or s.number for d in h.documents if (s := numbers.get(d)) is not None}
    also.discard(t.source)
    count = t.event.quantity
    return Saying(
        origin=h.origin,
        told=t,
        also=tuple(sorted(also)),
        counted=h.low is not None or h.high is not None,
        low=h.low,
        high=h.high,
        modifier=h.modifier,
        unit=count.unit if count is not None else h.unit,
        superseded=h.superseded,
        denies=h.denies,
        unclear=h.origin == UNKNOWN,
    )
