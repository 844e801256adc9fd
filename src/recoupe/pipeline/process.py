"""One document, or several at once, through the extractors: pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from recoupe.errors import ExtractionFailed, RecoupeError
from recoupe.extract.resources import Resources
from recoupe.extract.table import Page, needed
from recoupe.lang.identify import HOME
from recoupe.records import Document, Record
from recoupe.store import Breach, breaches_of
from recoupe.text import Span


@dataclass(frozen=True)
class Reading:
    """A document with what was read out of it."""

    document: Document
    document_id: str
    sentences: tuple[Span, ...]
    records: tuple[Record, ...]
    refused: tuple[Breach, ...] = ()


def process(document: Document, resources: Resources, kinds: Collection[str] | None = None) -> list[Record]:
    """Every record of a document (or those of some kinds), in the order of the extractors. Pure."""
    return list(read_through([document], resources, kinds)[0].records)


def read_through(
    documents: Sequence[Document], resources: Resources, kinds: Collection[str] | None = None
) -> list[Reading]:
    """The same for several documents at once, whose sentences are parsed together."""
    from recoupe.lang.fr.sentences import split

    # a text in a language that is not read has no sentences, and so no records
    pages = [Page(d, d.id, split(d.text, d.blocks, d.masks) if d.language == HOME else []) for d in documents]
    rows = needed(kinds)
    tests = [row.worth_parsing for row in rows if row.worth_parsing is not None]
    if tests:
        from recoupe.lang.fr.parser import parse_many

        parse_many(
            (p.document.text, [s for s in p.sentences if any(t(p.document.text, s) for t in tests)]) for p in pages
        )
    for page in pages:
        for row in rows if page.document.language == HOME else ():
            page.found[row.kind] = list(row.run(page, resources))
    return [_reading(page, kinds) for page in pages]


def _reading(page: Page, kinds: Collection[str] | None) -> Reading:
    """Keep the records that hold; name those that do not, with the statements reported inside them."""
    records: dict[str, Record] = {}
    refused: dict[str, Breach] = {}
    for kind, found in page.found.items():
        if kinds is not None and kind not in kinds:
            continue
        for record in found:
            breach = next(iter(breaches_of(record, page.document, page.document_id)), None)
            if breach is None:
                records.setdefault(record.id, record)
            else:
                refused[breach.record] = breach
    inside = [(i, r.outer) for i, r in records.items() if getattr(r, "outer", None)]  # type: ignore[attr-defined]
    for record_id, outer in inside:
        if outer not in records:
            del records[record_id]
            refused[record_id] = Breach(
                record_id, page.document_id, 0, f"reported inside a refused statement ({outer})"
            )
    spans = tuple((s.start, s.end) for s in page.sentences)
    return Reading(page.document, page.document_id, spans, tuple(records.values()), tuple(refused.values()))


Result = Reading | RecoupeError


def attempt(documents: Sequence[Document], resources: Resources, kinds: Collection[str] | None = None) -> list[Result]:
    """:func:`read_through`, with the fault in the place of a document on which a rule breaks."""
    try:
        return list(read_through(documents, resources, kinds))
    except RecoupeError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever broke, the other documents are read and this one is named
        if len(documents) == 1:
            return [ExtractionFailed(f"{type(error).__name__}: {error}")]
        return [result for document in documents for result in attempt([document], resources, kinds)]
