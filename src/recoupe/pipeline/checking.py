"""At the end of a run: what is new is compared with its like, and findings are made anew only where something changed.

The outcome depends on the documents of the dossier alone. A pair's relation depends on the pair; a group, on the
relations that reach it; so a new document touches the groups that it is related to and no other. Killed half-way, the
next run takes up the documents that are not marked.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from recoupe.check.belonging import part_links
from recoupe.check.claims import Claim, claims_of
from recoupe.check.compare import Relation, compare, judged
from recoupe.check.copied import copied
from recoupe.check.findings import by_document
from recoupe.check.judged import placed
from recoupe.check.origins import Publication, origin_of
from recoupe.check.sides import UNKNOWN, Sides, sides_of
from recoupe.check.things import keys_of, open_keys, place_keys, tie_keys
from recoupe.extract.dating import BY_SIBLING
from recoupe.extract.resources import Resources
from recoupe.pipeline.answering import answers, changes, spoken_keys
from recoupe.pipeline.settling import settle
from recoupe.pipeline.shared import date_by_records, date_each, of_few_years, open_among, open_near
from recoupe.read.addresses import host_of
from recoupe.read.outlets import AGGREGATOR, PARTY, named
from recoupe.records import Dating, Deadline, Document, Event, Place, Timex
from recoupe.store import Dossier, guarded, index, transaction, undated
from recoupe.store.batches import batches
from recoupe.store.checks import CheckTables
from recoupe.store.config import Outlet, outlets, standing
from recoupe.store.copies import CopyTables
from recoupe.store.rulings import any_judged, judged_events, ruled, rulings, unsettled
from recoupe.store.standings import judged_among, refresh
from recoupe.text import Span, fold_name

_AT_ONCE = 200
"""Documents checked in one transaction: bounds the memory."""
_VERSION = "checks@15"


def cross_check(dossier: Dossier, resources: Resources) -> int:
    """Check what was added, changed, removed or judged since the last time; the number of documents looked at.

    What dates documents of unknown day is looked for too, and those that it dates are checked again.
    """
    count = _check_stale(dossier, resources)
    return count + settle_judged(dossier, resources)


def _check_stale(dossier: Dossier, resources: Resources) -> int:
    with guarded(dossier.path):
        marks = _marks(dossier)
        stale, gone = CheckTables(dossier).stale(marks)
        todo = [*gone, *stale]
        near = open_near(dossier, todo)
        killed = dossier.db.execute("SELECT 1 FROM meta WHERE key = ?", (undated.TO_DO,)).fetchone() is not None
        if killed:
            near.update(CheckTables(dossier).every())
        elif todo:
            with transaction(dossier.db):
                dossier.db.execute("INSERT INTO meta VALUES (?, '')", (undated.TO_DO,))
        if todo:
            sides = sides_of(resources.book)
            voices = Voices(outlets(dossier.config), sides)
            new = {*stale} - CheckTables(dossier).marks(stale).keys()
            last = dict(open_among(dossier, new))
            for some in batches([d for d in todo if d not in last], _AT_ONCE):
                with transaction(dossier.db):
                    _check(dossier, sides, voices, some, marks)
            if date_each(dossier, resources, last):  # what others date is checked as dated
                marks = _marks(dossier)
            for some in batches(last, _AT_ONCE):
                with transaction(dossier.db):
                    _check(dossier, sides, voices, some, marks)
            with transaction(dossier.db):
                index.follow(dossier)
                index.renumber(dossier.db)
        near |= open_near(dossier, stale, checked=True)
        dated = date_by_records(dossier, resources, near, todo, anew=killed) if near else []
        if near:
            with transaction(dossier.db):
                dossier.db.execute("DELETE FROM meta WHERE key = ?", (undated.TO_DO,))
    return len(gone) + len(stale) + (_check_stale(dossier, resources) if dated else 0)


def settle_judged(dossier: Dossier, resources: Resources) -> int:
    """Make anew what the judgements given since the last time touch, and nothing else; the number of documents."""
    done = 0
    with guarded(dossier.path):
        while unsettled(dossier, 1):
            sides = sides_of(resources.book)
            voices = Voices(outlets(dossier.config), sides)
            with transaction(dossier.db):
                some = unsettled(dossier, _AT_ONCE)
                checked = CheckTables(dossier).marks(some)
                before = index.order_of(dossier.db, checked)
                tries = undated.UndatedTables(dossier.db)
                tries.try_anew(open_near(dossier, checked))
                _check(dossier, sides, voices, list(checked), checked, texts=False)
                tries.try_anew(open_near(dossier, checked))
                # what was never checked is no matter of judgements: the check itself will see them
                dossier.db.executemany("DELETE FROM unsettled WHERE document = ?", [(d,) for d in some])
                if index.order_of(dossier.db, checked) != before:
                    index.renumber(dossier.db)
            done += len(some)
    return done


def _marks(dossier: Dossier) -> dict[str, str]:
    """For each document that stands, what its claims depend on: the rules that read it, and its date.

    In the order of their days: documents that are checked together then touch the groups of a few days, and not all.
    """
    rows = dossier.db.execute(
        "SELECT e.document, e.rules, d.basis, d.earliest, d.latest FROM extraction e "
        "LEFT JOIN dating d ON d.document = e.document "
        "WHERE e.document NOT IN (SELECT document FROM superseded) ORDER BY d.earliest, e.document"
    )
    return {
        document: hashlib.sha256(f"{_VERSION} {rest}".encode()).hexdigest()[:16] for document, *rest in rows.fetchall()
    }


def _check(
    dossier: Dossier,
    sides: Sides,
    voices: Voices,
    documents: Sequence[str],
    marks: dict[str, str],
    *,
    texts: bool = True,
) -> None:
    """Check documents; ``texts``: their words may be new, so that copies are looked for too."""
    refresh(dossier, documents, findings=False)
    for document in judged_among(dossier, [d for d in documents if d in marks]):
        index.refresh(dossier, document)
    tables = CheckTables(dossier)
    before = tables.claims_of(documents)
    old = tables.claims(before)
    touched = tables.forget(documents, before)
    undated.UndatedTables(dossier.db).forget([d for d in documents if d not in marks])
    copies = CopyTables(dossier)
    again = {d for group in copies.strong_groups(documents) for d in group}  # those left behind by what is gone
    new: list[Claim] = []
    here = [d for d in documents if d in marks]
    if texts:
        copies.update(here, [d for d in documents if d not in marks])
    for document in here:
        claims = _claims(dossier, document, sides)
        dating = _dating(dossier, document)
        tables.mark(document, marks[document])
        tables.quote(document, sides.of)
        for claim in claims:
            tables.add(claim, (*keys_of(claim), *spoken_keys(claim), *_timeless_keys(claim, dating)))
        new += claims
    known = {d for d in (*again, *documents) if d in marks}
    groups = copies.strong_groups(known)
    index.lead(dossier.db, groups)
    revoiced = tables.speak(_voices(dossier, voices, groups))
    tables.relate(_relations(tables, new) | _copied(tables, new, copies.passages(here)) | _judged(tables, new))
    start = {c.id for c in new} | set(tables.claims_of(revoiced | copies.changed))
    reached = settle(tables, start, before, touched, copies)
    tables.link(part_links(new))
    answers(tables, new)
    changes(tables, [*old, *new])
    if any_judged(dossier):
        refresh(dossier, {*documents, *(c.document for c in tables.claims(reached))}, findings=True)


def _voices(dossier: Dossier, voices: Voices, groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Key of the origin in whose voice each document speaks: that of the origin of its copies, else its own.

    Of copies whose origin is unknown, a key that holds those of all: it is no other than any of them.
    """
    found: dict[str, str] = {}
    for group in groups:
        documents = {d: dossier.document(d) for d in group}
        own = {d: voices.of(document, d) for d, document in documents.items()}
        if len(group) > 1:
            origin = origin_of([_publication(dossier, voices, d, document) for d, document in documents.items()]).id
            known = " ".join(sorted({*own.values()} - {UNKNOWN}))
            alike = f"copies {known}" if known else UNKNOWN
            found |= dict.fromkeys(group, own[origin] if origin else alike)
        else:
            found |= own
    return found


def _publication(dossier: Dossier, voices: Voices, document_id: str, document: Document) -> Publication:
    dating = _dating(dossier, document_id)
    first, last = (document.date, document.date) if document.date else (None, None)
    if dating is not None and first is None:
        first, last = dating.earliest, dating.latest
    masked = sum(m.end - m.start for m in document.masks)
    credits_ = tuple(named(a.quote) for a in document.agencies)
    length = len(document.text) - masked
    return Publication(document_id, first, last, credits_, document.outlet, length, voices.relays(document))


def _dating(dossier: Dossier, document: str) -> Dating | None:
    return next(iter(ruled(dossier, dict(dossier.records(Dating, document=document)), rejected=True).values()), None)


def _claims(dossier: Dossier, document: str, sides: Sides) -> list[Claim]:
    """The claims of a document, as people corrected its records; those that they rejected make none."""
    known = dict(dossier.records(Event, document=document))
    said = rulings(dossier, known)
    events = judged_events(dossier, known)
    found = claims_of(
        dossier.document(document),
        document,
        _dating(dossier, document),
        sorted(events.items(), key=lambda row: (row[1].evidence[0].start, row[0])),
        ruled(dossier, dict(dossier.records(Place, document=document)), rejected=True).values(),
        [t for _, t in dossier.records(Timex, document=document)],
        sides,
        [d for _, d in dossier.records(Deadline, document=document)],
    )
    return [placed(c, said[c.id]) if c.id in said else c for c in found]


class Voices:
    """In whose voice documents speak where they name no source, by what is known of their outlets."""

    def __init__(self, known: list[Outlet], sides: Sides) -> None:
        self._known, self._sides = known, sides

    def of(self, document: Document, document_id: str) -> str:
        """Key of the origin: the agency that the document credits, the state whose organ its outlet is, its outlet, the
        host of its address, else itself. What an aggregator says by itself supports nothing."""
        if document.agencies:
            return fold_name(named(document.agencies[0].quote))
        row = standing(document.outlet, self._known)
        if row is not None and row.kind == AGGREGATOR:
            return UNKNOWN
        side = self._sides.of(row.country) if row is not None and row.kind == PARTY and row.country else ""
        return side or fold_name(document.outlet or "") or host_of(document.address) or document_id

    def relays(self, document: Document) -> bool:
        """Whether the outlet of a document only shows what others published."""
        row = standing(document.outlet, self._known)
        return row is not None and row.kind == AGGREGATOR


def _relations(tables: CheckTables, new: Iterable[Claim]) -> dict[tuple[str, str], Relation]:
    found: dict[tuple[str, str], Relation] = {}
    for claim in new:
        for other in (
            *tables.shelf((*keys_of(claim), *open_keys(claim))),
            *tables.claims([claim.follows] if claim.follows else []),
        ):
            pair = (claim.id, other.id) if claim.id < other.id else (other.id, claim.id)
            if pair in found or claim.id == other.id:
                continue
            relation = compare(claim, other)
            if relation.kind != "unrelated":
                found[pair] = relation
    return found


def _copied(
    tables: CheckTables, new: Iterable[Claim], passages: Mapping[str, Mapping[str, Sequence[tuple[Span, Span]]]]
) -> dict[tuple[str, str], Relation]:
    """Pairs of records that two plain copies tell in the same words; ``passages`` by document and other document."""
    told = by_document(tables.claims(tables.claims_of({d for others in passages.values() for d in others})))
    found: dict[tuple[str, str], Relation] = {}
    for claim in new:
        for document, shared in passages.get(claim.document, {}).items():
            for other in told.get(document, ()):
                relation = copied(claim, other, shared)
                if relation.kind == "same":
                    found[min(claim.id, other.id), max(claim.id, other.id)] = relation
    return found


def _judged(tables: CheckTables, new: Iterable[Claim]) -> dict[tuple[str, str], Relation]:
    """What people say of pairs that have a new end, where both ends are checked."""
    own = {c.id for c in new}
    said = {pair: alike for pair, alike in tables.pairs.alike.items() if own & set(pair)}
    claims = {c.id: c for c in tables.claims(end for pair in said for end in pair)}
    return {
        (a, b): judged(claims[a], claims[b], alike=alike)
        for (a, b), alike in said.items()
        if a in claims and b in claims
    }


def _timeless_keys(claim: Claim, dating: Dating | None) -> tuple[str, ...]:
    """Keys by which a text of unknown day is dated by others."""
    tied = tie_keys(claim)
    if dating is None or (dating.basis != BY_SIBLING and dating.earliest and dating.earliest == dating.latest):
        return tied
    few = dating.basis == BY_SIBLING or of_few_years(dating)
    return (*tied, *(f"open {key}" for key in (place_keys(claim) if few else tied)))
