"""The documents of a dossier, numbered and dated."""

from __future__ import annotations

import hashlib
import re

import msgspec

from recoupe.records import Dating, Document
from recoupe.store import Dossier
from recoupe.text import fold

_ROWS = """SELECT d.id, d.outlet, d.date, t.quote, substr(d.text, 1, 400), w.basis, w.earliest, w.latest FROM document d
LEFT JOIN evidence t ON t.record = d.id AND t.field = 'title' AND t.ord = 0 LEFT JOIN dating w ON w.document = d.id"""
"""What a source is shown by, without decoding 10,000 documents."""
QUOTED_AT = 220
"""Characters of a statement that a line of the brief shows."""


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
    if document.date is not None:
        return Dated("given", document.date, document.date)
    if dating is None or dating.basis == "none" or not (dating.earliest or dating.latest):
        return Dated("none")
    return Dated(dating.basis, dating.earliest, dating.latest)


def title_of(document: Document) -> str:
    """The title as printed, on one line; the first words of the text where there is none."""
    if document.title is not None:
        return one_line(document.title.quote)
    return shorten(one_line(document.text[:400]), 80)


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
        known = basis not in (None, "none") and (earliest or latest)
        when = Dated("given", given, given) if given else Dated(basis, earliest, latest) if known else Dated("none")
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


def one_line(text: str) -> str:
    return re.sub(r"\s*[\r\n]+\s*", " ", text).strip()


def shorten(text: str, limit: int = QUOTED_AT) -> str:
    """The text, cut after a whole word with an ellipsis where it is longer than ``limit`` characters."""
    if len(text) <= limit:
        return text
    cut = text[: limit + 1]
    space = max(cut.rfind(" "), cut.rfind("\u00a0"))
    return cut[: space if space > limit // 2 else limit].rstrip(' ,;:«“"\u00a0\u202f') + "…"
