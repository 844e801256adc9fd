"""The documents of a dossier, numbered and dated."""

from __future__ import annotations

import re

import msgspec

from recoupe.records import Dating, Document, Source
from recoupe.store import Dossier
from recoupe.text import fold

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


def sources(dossier: Dossier) -> tuple[NumberedSource, ...]:
    """Every document, numbered from 1 by date (unknown dates last), then by title."""
    datings = {d.document: d for _, d in dossier.records(Dating)}
    files: dict[str, list[str]] = {}
    for _, source in dossier.records(Source):
        files.setdefault(source.document, []).append(source.name)
    rows = [(document_id, d, dated(d, datings.get(document_id))) for document_id, d in dossier.documents()]
    rows.sort(key=lambda row: (row[2].earliest or "~", row[2].latest or "~", fold(title_of(row[1])), row[0]))
    first: dict[str, int] = {}
    found = []
    for number, (document_id, d, when) in enumerate(rows, 1):
        same = first.setdefault(d.text, number)
        found.append(
            NumberedSource(
                number,
                document_id,
                title_of(d),
                d.outlet,
                when,
                tuple(sorted(files.get(document_id, ()))),
                same if same != number else None,
            )
        )
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
