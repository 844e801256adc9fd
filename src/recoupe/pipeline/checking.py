"""At the end of a run: what is new is compared with its like, and findings are made anew only where something changed.

The outcome depends on the documents of the dossier alone. A pair's relation depends on the pair; a group, on the
relations that reach it; so a new document touches the groups that it is related to and no other. Killed half-way, the
next run takes up the documents that are not marked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence

from recoupe.check.claims import SPOKEN, Claim, Sides, claims_of
from recoupe.check.compare import Relation, compare
from recoupe.check.findings import finding
from recoupe.check.links import LATE, answer, change_links, fulfilment, part_links, party_of, thing_links
from recoupe.check.origins import Publication, origin_of
from recoupe.check.things import keys_of, months, things
from recoupe.extract.resources import Resources
from recoupe.records import Dating, Document, Event, Place, Timex
from recoupe.store import Dossier, guarded, transaction
from recoupe.store.checks import CheckTables
from recoupe.store.copies import CopyTables
from recoupe.text import fold_name

_AT_ONCE = 200
"""Documents checked in one transaction: bounds the memory."""
_VERSION = "checks@4"


def cross_check(dossier: Dossier, resources: Resources) -> int:
    """Check what was added, changed or removed since the last time; the number of documents that were looked at."""
    with guarded(dossier.path):
        marks = _marks(dossier)
        stale, gone = CheckTables(dossier).stale(marks)
        todo = [*gone, *stale]
        sides = Sides(resources.book) if todo else None
        while sides is not None and (some := todo[:_AT_ONCE]):
            with transaction(dossier.db):
                _check(dossier, sides, some, marks)
            todo = todo[_AT_ONCE:]
    return len(gone) + len(stale)


def _marks(dossier: Dossier) -> dict[str, str]:
    """For each document, what its claims depend on: the rules that read it, and its date."""
    rows = dossier.db.execute(
        "SELECT e.document, e.rules, d.basis, d.earliest, d.latest FROM extraction e "
        "LEFT JOIN dating d ON d.document = e.document ORDER BY e.document"
    )
    return {
        document: hashlib.sha256(f"{_VERSION} {rest}".encode()).hexdigest()[:16] for document, *rest in rows.fetchall()
    }


def _check(dossier: Dossier, sides: Sides, documents: Sequence[str], marks: dict[str, str]) -> None:
    tables = CheckTables(dossier)
    before = tables.claims_of(documents)
    old = tables.claims(before)
    touched = tables.forget(documents, before)
    copies = CopyTables(dossier)
    again = {d for group in copies.strong_groups(documents) for d in group}  # those left behind by what is gone
    new: list[Claim] = []
    here = [d for d in documents if d in marks]
    copies.update(here, [d for d in documents if d not in marks])
    for document in here:
        claims = _claims(dossier, document, sides)
        tables.mark(document, marks[document])
        for claim in claims:
            tables.add(claim, (*keys_of(claim), *_spoken_keys(claim)))
        new += claims
    known = {d for d in (*again, *documents) if d in marks}
    revoiced = tables.speak(_voices(dossier, copies.strong_groups(known)))
    tables.relate(_relations(tables, new))
    _settle(tables, {c.id for c in new} | touched | set(tables.claims_of(revoiced)), before)
    tables.link(part_links(new))
    _answers(tables, new)
    _changes(tables, [*old, *new])


def _voices(dossier: Dossier, groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Key of the origin in whose voice each document speaks: that of the origin of its copies, else its own."""
    found: dict[str, str] = {}
    for group in groups:
        documents = {d: dossier.document(d) for d in group}
        own = {d: voice_of(document, d) for d, document in documents.items()}
        if len(group) > 1:
            origin = origin_of([_publication(dossier, d, document) for d, document in documents.items()]).id
            found |= dict.fromkeys(group, own[origin] if origin else f"copies {min(group)}")
        else:
            found |= own
    return found


def _publication(dossier: Dossier, document_id: str, document: Document) -> Publication:
    dating = next((d for _, d in dossier.records(Dating, document=document_id)), None)
    first, last = (document.date, document.date) if document.date else (None, None)
    if dating is not None and first is None:
        first, last = dating.earliest, dating.latest
    masked = sum(m.end - m.start for m in document.masks)
    credits_ = tuple(a.quote for a in document.agencies)
    return Publication(document_id, first, last, credits_, document.outlet, len(document.text) - masked)


def _claims(dossier: Dossier, document: str, sides: Sides) -> list[Claim]:
    dating = next((d for _, d in dossier.records(Dating, document=document)), None)
    return claims_of(
        dossier.document(document),
        document,
        dating,
        sorted(dossier.records(Event, document=document), key=lambda row: (row[1].evidence[0].start, row[0])),
        [p for _, p in dossier.records(Place, document=document)],
        [t for _, t in dossier.records(Timex, document=document)],
        sides,
    )


def voice_of(document: Document, document_id: str) -> str:
    """Key of the origin in whose voice a document speaks: the agency it credits, else its outlet, else itself."""
    if document.agencies:
        return fold_name(document.agencies[0].quote)
    return fold_name(document.outlet) if document.outlet else document_id


def _relations(tables: CheckTables, new: Iterable[Claim]) -> dict[tuple[str, str], Relation]:
    found: dict[tuple[str, str], Relation] = {}
    for claim in new:
        for other in tables.shelf(keys_of(claim)):
            pair = (claim.id, other.id) if claim.id < other.id else (other.id, claim.id)
            if pair in found or claim.id == other.id:
                continue
            relation = compare(claim, other)
            if relation.kind != "unrelated":
                found[pair] = relation
    return found


def _settle(tables: CheckTables, start: Collection[str], removed: Collection[str]) -> None:
    """Group anew all that is joined, directly or not, to the records that changed."""
    reached, edge = set[str](), set(start)
    edges: dict[tuple[str, str], Relation] = {}
    while edge:
        reached |= edge
        found = tables.edges(edge)
        edges |= found
        edge = {end for pair, r in found.items() if r.kind != "distinct" for end in pair} - reached
    claims = tables.claims(reached)
    groups = things(claims, edges)
    voices = tables.voices({c.document for c in claims})

    def related(a: Claim, b: Claim) -> Relation | None:
        return edges.get((a.id, b.id) if a.id < b.id else (b.id, a.id))

    def voice(document: str) -> str:
        return voices.get(document, document)

    findings = [finding(group, related, voice) for group in groups]
    tables.settle({*reached, *removed}, findings, thing_links(groups, edges, voice))


def _spoken_keys(claim: Claim) -> tuple[str, ...]:
    """Keys by which a record is found again by what it answers or keeps, and a stance by its party."""
    party = tuple(f"party {p}" for p in party_of(claim)) if claim.type == "position" else ()
    return (*party, *_near(claim, "said" if claim.type in SPOKEN else "done", 0))


def _near(claim: Claim, shelf: str, reach: int) -> tuple[str, ...]:
    when = months(claim, claim.published, reach)
    return tuple(f"{shelf} {word} {month}" for word in claim.words for month in when)


def _answers(tables: CheckTables, new: Sequence[Claim]) -> None:
    """Links from a new record to what it answers or keeps, and from those that answer or keep it."""
    for claim in new:
        due = [f"due {claim.due.last}"] if claim.due else []
        said = tables.shelf([*_near(claim, "said", LATE), *due])
        done = tables.shelf(_near(claim, "done", 2 * LATE)) if claim.type in ("commitment", "agreement") else []
        links = [link for o in said for link in (answer(claim, o), answer(o, claim), fulfilment(claim, o))]
        links += [fulfilment(o, claim) for o in {o.id: o for o in (*said, *done)}.values()]
        tables.link(link for link in links if link is not None)


def _changes(tables: CheckTables, touched: Sequence[Claim]) -> None:
    parties = sorted({p for c in touched if c.type == "position" for p in party_of(c)})
    for party in parties:
        stances = tables.shelf([f"party {party}"])
        tables.unlink([c.id for c in stances], ("changes_position",))
    links = {link.id: link for p in parties for link in change_links(tables.shelf([f"party {p}"]))}
    tables.link(links.values())
