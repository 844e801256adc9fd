"""Documents and outlets: how much each tells, whose words it relays, what it says first, what it alone says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from recoupe.check.findings import first_teller
from recoupe.records import Copy, CopyKind, Held
from recoupe.store import Dossier
from recoupe.store.config import Outlet, standing
from recoupe.store.config import outlets as configured
from recoupe.views.lookup import Shelf
from recoupe.views.sources import NumberedSource


class Voice(msgspec.Struct, frozen=True):
    """What one document, or all documents of one outlet, bring to a dossier.

    ``relays``: names of who they quote for their records, with how many records. ``first``: findings of several outlets
    that they told on an earlier day than any other; ``alone``: findings that no other tells. ``after``: outlets that
    told the same value of the same origin on an earlier day, with how often: that is no proof of copying.
    """

    name: str
    documents: tuple[int, ...]
    statements: int
    records: int
    own: int
    """Records in their own voice."""
    relays: tuple[tuple[str, int], ...]
    first: int
    alone: int
    after: tuple[tuple[str, int], ...] = ()
    kind: str | None = None
    """Of an outlet, where the user's rows or the data say it: agency, paper, party, aggregator, or the user's own."""
    country: str | None = None
    """ISO 3166 alpha-2 code, or as the user writes it."""


class Copied(msgspec.Struct, frozen=True):
    """Two documents of which one copies the other, by their numbers; the part of each that the other holds, 0 to 1.

    ``passage``: the longest that they share, as the first has it.
    """

    a: int
    b: int
    kind: CopyKind
    a_in_b: float
    b_in_a: float
    passage: str


class Outlets(msgspec.Struct, frozen=True):
    """Outlets, the ones with most records first, the documents by number, and which copy which."""

    outlets: tuple[Voice, ...]
    documents: tuple[Voice, ...]
    sources: tuple[NumberedSource, ...]
    copies: tuple[Copied, ...] = ()


def outlets(dossier: Dossier) -> Outlets:
    """The documents and outlets of a dossier. A document without an outlet stands for itself."""
    shelf = Shelf(dossier)
    known = configured(dossier.config)
    documents = _voices(dossier, shelf, {s.document: str(s.number) for s in shelf.sources})
    named = {s.document: s.outlet or s.title for s in shelf.sources}
    grouped = [_placed(v, known) for v in _voices(dossier, shelf, named)]
    return Outlets(
        tuple(sorted(grouped, key=lambda v: (-v.records, v.name))),
        tuple(sorted(documents, key=lambda v: v.documents)),
        shelf.sources,
        tuple(_copies(dossier, shelf)),
    )


def _placed(voice: Voice, known: list[Outlet]) -> Voice:
    """The voice of an outlet with what is known of it."""
    row = standing(voice.name, known)
    return msgspec.structs.replace(voice, kind=row.kind, country=row.country) if row else voice


def _copies(dossier: Dossier, shelf: Shelf) -> list[Copied]:
    """The copies of a dossier in the order of the documents' numbers, the earlier number first."""
    found = []
    for _, copy in dossier.records(Copy):
        longest = max(copy.passages, key=lambda p: p.a[1] - p.a[0], default=None)
        passage = dossier.document(copy.a).text[slice(*longest.a)] if longest else ""
        numbers = [shelf.by_document[d].number for d in (copy.a, copy.b)]
        one = Copied(numbers[0], numbers[1], copy.kind, copy.a_in_b, copy.b_in_a, " ".join(passage.split()))
        if one.a > one.b:
            one = msgspec.structs.replace(one, a=one.b, b=one.a, a_in_b=one.b_in_a, b_in_a=one.a_in_b)
        found.append(one)
    return sorted(found, key=lambda c: (c.a, c.b))


def _voices(dossier: Dossier, shelf: Shelf, of: Mapping[str, str]) -> list[Voice]:
    """One voice a name: ``of`` gives the name of each document."""
    numbers: dict[str, list[int]] = {}
    for s in shelf.sources:
        numbers.setdefault(of[s.document], []).append(s.number)
    statements, records, own = Counter[str](), Counter[str](), Counter[str]()
    relays: dict[str, Counter[str]] = {}
    for document, n in dossier.each("SELECT document, count(*) FROM statement GROUP BY document"):
        if document in of:
            statements[of[document]] += n
    query = "SELECT document, attributed_to, count(*) FROM event GROUP BY document, attributed_to"
    for document, told, n in dossier.each(query):
        if document not in of:
            continue
        records[of[document]] += n
        names = msgspec.json.decode(told)
        own[of[document]] += 0 if names else n
        for name in names:
            relays.setdefault(of[document], Counter())[name] += n
    first, alone = _told(dossier, shelf, of)
    after = _after(dossier, shelf, of)
    return [
        Voice(
            name,
            tuple(docs),
            statements[name],
            records[name],
            own[name],
            _ranked(relays.get(name, {})),
            first[name],
            alone[name],
            _ranked(after.get(name, {})),
        )
        for name, docs in numbers.items()
    ]


def _told(dossier: Dossier, shelf: Shelf, of: Mapping[str, str]) -> tuple[Counter[str], Counter[str]]:
    """How often each name was first to tell a finding, and alone to."""
    first, alone = Counter[str](), Counter[str]()
    query = "SELECT group_concat(DISTINCT e.document) FROM found f JOIN event e ON e.id = f.record GROUP BY f.finding"
    for (joined,) in dossier.each(query):
        documents = joined.split(",")
        names = {of[d] for d in documents}
        if len(names) == 1:
            alone[names.pop()] += 1
            continue
        earliest = _earliest(documents, shelf, of)
        if earliest is not None:
            first[earliest] += 1
    return first, alone


def _earliest(documents: Iterable[str], shelf: Shelf, of: Mapping[str, str]) -> str | None:
    """The name whose text is surely older than any other's; None where the days do not tell."""
    days = ((d, shelf.by_document[d].dated) for d in documents)
    return first_teller((of[d], when.earliest, when.latest) for d, when in days)


def _after(dossier: Dossier, shelf: Shelf, of: Mapping[str, str]) -> dict[str, Counter[str]]:
    """For each name, the names that told what one origin says on an earlier day."""
    found: dict[str, Counter[str]] = {}
    for (data,) in dossier.each("SELECT held FROM finding WHERE json_array_length(records) > 1"):
        for held in msgspec.json.decode(data, type=tuple[Held, ...]):
            if not held.by or len(held.documents) < 2:
                continue
            source = _earliest(held.documents, shelf, of)
            for name in {of[d] for d in held.documents} - {source}:
                if source is not None:
                    found.setdefault(name, Counter())[source] += 1
    return found


def _ranked(counted: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counted.items(), key=lambda row: (-row[1], row[0])))
