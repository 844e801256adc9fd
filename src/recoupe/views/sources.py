"""The documents of a dossier, numbered and dated."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec

from recoupe.records import Dating, Document
from recoupe.store import Dossier, index
from recoupe.text import fold, one_line, shorten

_ROWS = """SELECT d.id, d.outlet, d.date, t.quote, substr(d.text, 1, 400), w.basis, w.earliest, w.latest FROM document d
LEFT JOIN evidence t ON t.record = d.id AND t.field = 'title' AND t.ord = 0 LEFT JOIN dating w ON w.document = d.id"""
"""What a source is shown by, without decoding 10,000 documents."""


SHELVED = "document, title, outlet, basis, earliest, latest, number, cited"
"""Columns of the table of documents that :func:`shelved` reads."""


class Dated(msgspec.Struct, frozen=True):
    """When a document was published: the interval, and what it rests on ("none" where nothing is known)."""

    basis: str
    earliest: str | None = None
    latest: str | None = None


class NumberedSource(msgspec.Struct, frozen=True):
    """A document as the brief cites it. ``same_text`` is the number of an earlier source with the very same text."""

    number: int
    document: str
    title: str
    outlet: str | None
    dated: Dated
    files: tuple[str, ...]
    same_text: int | None = None


def dated(document: Document, dating: Dating | None) -> Dated:
    """The date of a document: the one that was given, else the one inferred, else none."""
    return Dated(*index.dated(document, dating))


def dated_of(given: str | None, basis: str | None, earliest: str | None, latest: str | None) -> Dated:
    """The same of the columns of a document and of its dating, None where it has none."""
    if given:
        return Dated("given", given, given)
    known = basis is not None and basis != "none" and (earliest or latest)
    return Dated(basis or "none", earliest, latest) if known else Dated("none")


def source_of(dossier: Dossier, document_id: str, document: Document) -> NumberedSource:
    """A document that no list numbers, with the number 0: one that was replaced, or not yet checked."""
    dating = next((d for _, d in dossier.records(Dating, document=document_id)), None)
    return NumberedSource(0, document_id, index.title_of(document), document.outlet, dated(document, dating), ())


def sources(dossier: Dossier, *, retired: bool = False) -> tuple[NumberedSource, ...]:
    """Every document, numbered from 1 by date (unknown dates last), then by title.

    ``retired``: also those in whose place their address gives another text by now.
    """
    left_out = set() if retired else dossier.retired()
    files: dict[str, list[str]] = {}
    for document, name in dossier.ask("SELECT document, name FROM source"):
        files.setdefault(document, []).append(name)
    rows = []
    for document_id, outlet, given, title, start, basis, earliest, latest in dossier.ask(_ROWS):
        if document_id in left_out:
            continue
        when = dated_of(given, basis, earliest, latest)
        shown = one_line(title) if title is not None else shorten(one_line(start), 80)
        rows.append((when.earliest or "~", when.latest or "~", fold(shown), document_id, when, shown, outlet))
    rows.sort(key=lambda row: row[:4])
    texts = {i: hashlib.sha256(text.encode()).digest() for i, text in dossier.each("SELECT id, text FROM document")}
    first: dict[bytes, int] = {}
    found = []
    for number, (*_, document_id, when, shown, outlet) in enumerate(rows, 1):
        same = first.setdefault(texts[document_id], number)
        named = tuple(sorted(files.get(document_id, ())))
        found.append(NumberedSource(number, document_id, shown, outlet, when, named, same if same != number else None))
    return tuple(found)


def shelved(row: Sequence[Any]) -> NumberedSource:
    """A document out of its row of SHELVED, without its files; number 0 where it is not numbered yet."""
    document, title, outlet, basis, earliest, latest, number, cited = row[:8]
    same = cited if cited != number else None
    return NumberedSource(number or 0, document, title, outlet, Dated(basis, earliest, latest), (), same)
