"""What must hold of every record, checked when it is written and again by ``verify``.

Numbers are those of the ledger: 1 the quote stands at its offsets; 2 evidence exists, holds the record's number, and
lies outside every mask; 5 the id is the hash of the key fields; 6 judgements lie beside the records and are found
again. 0 is for rows that nothing refers to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from recoupe.records import Dating, Document, Quantity, Record, Source, Statement, Version, evidence_of

_DATED_BY_TEXT = ("in the text", "in the text with dated knowledge", "from a sibling document")
_NUMBER = re.compile(r"\d+(?:[\s.,\u00a0\u202f\u2009'’]\d+)*")


class Breach(msgspec.Struct, frozen=True):
    """A row that breaks an invariant."""

    record: str
    document: str
    invariant: int
    explanation: str
    field: str = ""
    span: tuple[int, int] = (0, 0)


def breaches_of(record: Record, document: Document, document_id: str) -> Iterator[Breach]:
    """Every invariant that ``record`` breaks against the document it was taken from."""

    def breach(number: int, why: str, field: str = "", span: tuple[int, int] = (0, 0)) -> Breach:
        return Breach(record.id, document_id, number, why, field, span)

    if isinstance(record, (Source, Version)):
        if record.document != document_id:
            yield breach(0, f"belongs to another document, {record.document}")
        return
    found = evidence_of(record)
    text = document.text
    for field, e in found:
        if not 0 <= e.start < e.end <= len(text):
            yield breach(1, f"{field} [{e.start}:{e.end}] is not a range of the text ({len(text)})", field, e.span)
        elif text[e.start : e.end] != e.quote:
            yield breach(1, f"{field} [{e.start}:{e.end}] does not hold its quote", field, e.span)
    if isinstance(record, Document):
        return
    if getattr(record, "document", document_id) != document_id:
        yield breach(0, f"belongs to another document, {getattr(record, 'document', '')}")
    for field, e in found:
        mask = next((m for m in document.masks if e.start < m.end and m.start < e.end), None)
        if mask is not None:
            yield breach(2, f"{field} lies in a masked range ({mask.kind}, {mask.start}:{mask.end})", field, e.span)
    yield from (breach(2, why) for why in _without_ground(record))


def _without_ground(record: Record) -> Iterator[str]:
    match record:
        case Dating():
            if record.basis in _DATED_BY_TEXT and not record.steps:
                yield "dated from the text without a quote"
            if record.basis == "none" and (record.earliest or record.latest or record.candidates):
                yield "has a date without a basis"
        case Statement():
            if not record.content:
                yield "has no content"
        case Quantity():
            if not _holds_number(record):
                yield f"{record.low}–{record.high} is not in {record.evidence.quote!r}"
        case _:
            if not evidence_of(record):
                yield "has no evidence"


def _digits(number: float | str) -> str:
    """Significant digits: "15" for 1.5, 1500000 and "1,50"."""
    if not isinstance(number, str):
        number = f"{number:.12g}" if abs(number) < 1e12 else str(int(number))
        if "e" in number:
            number = f"{float(number):f}"
    return re.sub(r"\D", "", number).strip("0")


def _holds_number(record: Quantity) -> bool:
    """Whether a bound of the quantity begins like a number written in the evidence; spelled numbers are not read.

    Bounds that a stated policy widens ("environ 200") keep one written bound, or lie around it.
    """
    written = _NUMBER.findall(record.evidence.quote)
    bounds = [b for b in (record.low, record.high) if b is not None]
    if not written or not bounds or "/" in record.evidence.quote:
        return any(c.isalnum() or c in "½¼¾%" for c in record.evidence.quote)
    for number in written:
        mine = _digits(number)
        for bound in map(_digits, bounds):
            if bound == mine or (bound and mine and (bound.startswith(mine) or mine.startswith(bound))):
                return True
    return False
