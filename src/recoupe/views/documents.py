"""Documents a page at a time, and one of them with all that was read out of it."""

from __future__ import annotations

import msgspec

from recoupe.records import (
    Copy,
    Deadline,
    Document,
    Event,
    Evidence,
    Mask,
    Place,
    Quantity,
    Record,
    Statement,
    Timex,
    Version,
)
from recoupe.store import Dossier
from recoupe.store.batches import marks
from recoupe.store.schema import table_of
from recoupe.text import Span, fold_name
from recoupe.views.lookup import Shelf
from recoupe.views.narrowing import within
from recoupe.views.sources import SHELVED, NumberedSource, shelved, source_of
from recoupe.views.terms import MOST
from recoupe.views.versions import versions_of

KINDS = ("statement", "event", "quantity", "place", "time")
"""Kinds of records that an article shows, in the order in which they are drawn."""
_TABLES = {"statement": "statement", "event": "event", "quantity": "quantity", "place": "place"}
_TABLES |= {"timex": "time", "deadline": "time"}
_SHOWN: tuple[type[Record], ...] = (Statement, Event, Quantity, Place, Deadline, Timex)
_FIELDS = ("content", "evidence")
LONG = 30_000
"""Characters of an article that are shown at once."""


class Listed(msgspec.Struct, frozen=True):
    """A document of a list: how many statements and records it holds, and how many plain copies of it there are."""

    source: NumberedSource
    statements: int
    records: int
    copies: int


class Spot(msgspec.Struct, frozen=True):
    """Where a record stands in its document: one of its spans. ``kind`` is one of KINDS."""

    start: int
    end: int
    kind: str
    record: str


class CopyOf(msgspec.Struct, frozen=True):
    """Another document that shares passages with this one: the kind, and the part of each that the other holds."""

    source: NumberedSource
    kind: str
    mine: float
    theirs: float
    strong: bool


class Article(msgspec.Struct, frozen=True):
    """A document with the spans of its records and masks, in order, those of the part from ``first`` to ``last``.

    ``parts`` are the bounds of all parts; an article of less than LONG characters is one part.
    """

    source: NumberedSource
    document: Document
    part: int
    parts: tuple[Span, ...]
    spots: tuple[Spot, ...]
    masks: tuple[Mask, ...]
    counts: dict[str, int]
    files: tuple[str, ...]
    copies: tuple[CopyOf, ...]
    versions: tuple[Version, ...] = ()
    """The texts that took its place, or whose place it took."""


def documents_page(
    dossier: Dossier,
    *,
    words: str | None = None,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    undated: bool = False,
    lead: str | None = None,
    story: str | None = None,
    offset: int = 0,
    limit: int = 40,
) -> tuple[list[Listed], int, bool]:
    """One page of the documents, newest first, those without a day last, how many there are, and whether at least.

    Plain copies stand behind the document that heads them; ``lead`` lists those. ``words`` must stand in the title;
    ``story`` keeps those of one story.
    """
    tests = ["lead = ?", "document <> ?"] if lead else ["lead = document"]
    values: list[object] = [lead, lead] if lead else []
    for word in fold_name(words or "").split():
        tests.append("instr(sort, ?) > 0")
        values.append(word)
    days, between = within(since, until)
    tests += days
    values += between
    if outlet:
        tests.append("outlet = ?")
        values.append(outlet)
    if story:
        tests.append("document IN (SELECT document FROM story_member WHERE story = ?)")
        values.append(story)
    if undated:
        tests.append("latest IS NULL")
    where = f"shelf WHERE {' AND '.join(tests)}"
    rows = dossier.ask(
        f"SELECT {SHELVED}, statements, records, "
        "(SELECT count(*) - 1 FROM shelf o WHERE o.lead = shelf.document) "
        f"FROM {where} ORDER BY latest DESC, document LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    total = dossier.ask(f"SELECT count(*) FROM (SELECT 1 FROM {where} LIMIT ?)", (*values, MOST + 1))[0][0]
    listed = [Listed(shelved(row), row[8], row[9], max(0, row[10])) for row in rows]
    return listed, min(total, MOST), total > MOST


def outlets_of(dossier: Dossier, *, limit: int = 200) -> list[str]:
    """The outlets with most lines, in the order of their names."""
    rows = dossier.ask("SELECT value FROM term WHERE name = 'outlet' ORDER BY n DESC LIMIT ?", (limit,))
    return sorted(row[0] for row in rows)


def article(shelf: Shelf, document_id: str, *, part: int = 1, at: int | None = None) -> Article:
    """A document, and one part of its text: that which holds the offset ``at``, else the given one.

    Raises NotFound.
    """
    dossier = shelf.dossier
    document = dossier.document(document_id)
    parts = _parts(document)
    if at is not None:
        part = next((i for i, (_, end) in enumerate(parts, 1) if at < end), len(parts))
    part = max(1, min(part, len(parts)))
    first, last = parts[part - 1]
    kinds: dict[str, str] = {}
    counts = dict.fromkeys(KINDS, 0)
    for table, kind in _TABLES.items():
        for (record,) in dossier.ask(f"SELECT id FROM {table} WHERE document = ?", (document_id,)):
            kinds[record] = kind
            counts[kind] += 1
    rows = dossier.ask(
        f'SELECT "start", "end", record FROM evidence WHERE document = ? AND field IN ({marks(_FIELDS)}) '
        'AND "end" > ? AND "start" < ? ORDER BY "start", "end" DESC',
        (document_id, *_FIELDS, first, last),
    )
    files = dossier.ask("SELECT name FROM source WHERE document = ? ORDER BY name LIMIT 20", (document_id,))
    return Article(
        source=shelf.of([document_id]).get(document_id) or source_of(dossier, document_id, document),
        document=document,
        part=part,
        parts=parts,
        spots=tuple(Spot(start, end, kinds[record], record) for start, end, record in rows if record in kinds),
        masks=tuple(m for m in document.masks if m.end > first and m.start < last),
        counts=counts,
        files=tuple(row[0] for row in files),
        copies=tuple(copies_of(shelf, document_id)),
        versions=tuple(v for v in versions_of(dossier, document_id) if document_id in (v.document, v.replaces)),
    )


def _parts(document: Document) -> tuple[Span, ...]:
    """Bounds of parts of at most LONG characters, between blocks where there is one."""
    size, ends = len(document.text), sorted(b.end for b in document.blocks)
    parts, at = [], 0
    while size - at > LONG:
        end = max((e for e in ends if at < e <= at + LONG), default=at + LONG)
        parts.append((at, end))
        at = end
    return (*parts, (at, size))


def copies_of(shelf: Shelf, document_id: str, *, limit: int = 40) -> list[CopyOf]:
    """The documents that share passages with one, those that share most first."""
    found = []
    for a, b in (("a", "b"), ("b", "a")):
        found += shelf.dossier.ask(
            f"SELECT {b}, kind, {a}_in_{b}, {b}_in_{a}, strong FROM copy WHERE {a} = ? "
            f"ORDER BY {a}_in_{b} DESC LIMIT ?",
            (document_id, limit),
        )
    sources = shelf.of(row[0] for row in found)
    rows = [CopyOf(sources[o], kind, mine, theirs, bool(strong)) for o, kind, mine, theirs, strong in found]
    return sorted(rows, key=lambda c: (-c.mine, c.source.number))[:limit]


def copy_between(dossier: Dossier, a: str, b: str) -> Copy | None:
    """What two documents share; None where they share nothing."""
    first, second = sorted((a, b))
    rows = dossier.ask("SELECT id FROM copy WHERE a = ? AND b = ?", (first, second))
    return next((c for _, c in dossier.records(Copy, ids=[r[0] for r in rows])), None) if rows else None


def record_of(dossier: Dossier, document_id: str, record_id: str) -> Record | None:
    """The record of this id, if the document holds it."""
    for kind in _SHOWN:
        query = f"SELECT 1 FROM {table_of(kind).name} WHERE id = ? AND document = ?"
        if dossier.ask(query, (record_id, document_id)):
            return next(r for _, r in dossier.records(kind, ids=[record_id]))
    return None


def spans_of(record: Record) -> list[Evidence]:
    """The spans that an article marks for a record: what it says first, else where it stands."""
    found = (getattr(record, name) for name in _FIELDS if hasattr(record, name))
    return [e for value in found for e in (value if isinstance(value, tuple) else (value,))]
