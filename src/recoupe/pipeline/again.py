"""Stored documents to read again; a page out of its bytes where those are kept, so that a better reader counts."""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import NamedTuple

import msgspec

from recoupe.pipeline.files import Item, Loaded, parts
from recoupe.records import Document, Source
from recoupe.store import Dossier

_PAGE = "page@"
"""How the reader of a document is named whose text was chosen out of a page: only such text may come out otherwise."""


class Stored(NamedTuple):
    """A document to extract; ``source`` and ``replaces`` (an id) where it is another one than the one stored."""

    document: Document
    source: Source | None = None
    replaces: str | None = None


def stored(dossier: Dossier, rules: str, queued: Container[str]) -> Iterator[Stored]:
    """Every stored document read under other rules, but for those that are ``queued`` by their ids."""
    retired = dossier.retired()
    for document_id in dossier.read_under_other(rules):
        if document_id not in queued:
            yield _anew(dossier, document_id, pages=document_id not in retired)


def _anew(dossier: Dossier, document_id: str, *, pages: bool) -> Stored:
    document = dossier.document(document_id)
    if pages and document.reader.startswith(_PAGE):
        for _, source in dossier.records(Source, document=document_id):
            data = dossier.raw(source.bytes_hash)
            found = _page(document, source, data) if data is not None else None
            if found is not None and found.id == document_id:
                return Stored(found)
            if found is not None:
                return Stored(found, msgspec.structs.replace(source, document=found.id), document_id)
    return Stored(document)


def _page(document: Document, source: Source, data: bytes) -> Document | None:
    """The document that the bytes of a page give today, under the outlet and date that it is known by; None where they
    give no page."""
    own = source.name if source.name.startswith(("http://", "https://")) else None
    item = Item(source.name, data=data, address=own, encoding=document.encoding, read_on=source.read_at[:10])
    for _, found in parts(item, outlet=document.outlet, date=document.date):
        if isinstance(found, Loaded) and found.document.reader.startswith(_PAGE):
            return found.document
    return None
