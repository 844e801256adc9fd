"""At the end of a run: a dated document dates the undated ones that tell the same night with the same counts.

What comes out depends on the documents of the dossier alone, not on the order in which they were added: every document
is dated anew from its own text, then by its siblings taken in the order of their ids; where another order would give
another date, the siblings disagree and nothing is dated.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from recoupe.extract.dating import BY_SIBLING, date_document
from recoupe.extract.resources import Resources
from recoupe.extract.siblings import date_siblings
from recoupe.extract.table import Page
from recoupe.lang.fr.sentences import split
from recoupe.pipeline.shared import is_shared, redate
from recoupe.records import Dating, Document
from recoupe.store import Dossier

# "653 drones et 51 missiles", in folded text: all that the extractor's own, stricter pattern can find
_PAIR = re.compile(r"(?<!\d)(\d+) [a-z]{4,}(?: [a-z]{4,})? et (\d+) [a-z]{4,}")
_OPEN = "d.basis = 'from a sibling document' OR d.earliest IS NULL OR d.latest IS NULL OR d.earliest <> d.latest"


def date_by_siblings(dossier: Dossier, resources: Resources) -> int:
    """Date what siblings can date, in one transaction; the number of datings that changed.

    Reads the sentences that tell of a night, and of the documents only those that share a pair of counts with one that
    has no certain date.
    """
    ids = _alike(dossier)
    if not ids:
        return 0
    documents = [dossier.document(i) for i in ids]
    stored = {d.document: d for i in ids for _, d in dossier.records(Dating, document=i)}
    own = [_own(d, stored.get(i), resources) for i, d in zip(ids, documents, strict=True)]
    there = _dated(documents, own, resources)
    back = _dated(documents[::-1], own[::-1], resources)[::-1]
    found = [
        one if (one.earliest, one.latest) == (other.earliest, other.latest) else before
        for one, other, before in zip(there, back, own, strict=True)
    ]
    changed = [d for d in found if (before := stored.get(d.document)) is not None and not _same(before, d)]
    for dating in changed:
        document = dossier.document(dating.document)
        page = Page(document, dating.document, split(document.text, document.blocks, document.masks))
        redate(dossier, page, dating, resources)
    return len(changed)


def _alike(dossier: Dossier) -> list[str]:
    """Ids, in order, of the documents that may be siblings of one without a certain date."""
    if not dossier.ask(f"SELECT 1 FROM dating d WHERE {_OPEN} LIMIT 1"):
        return []
    told = dossier.ask(
        f"""SELECT s.document, t.folded, {_OPEN} FROM sentence_text t JOIN sentence s ON s.id = t.rowid
            JOIN dating d ON d.document = s.document WHERE sentence_text MATCH 'nuit AND et'
            AND s.document NOT IN (SELECT document FROM superseded)"""
    )
    groups: dict[tuple[str, ...], dict[str, bool]] = {}
    for document, folded, is_open in told:
        for pair in _PAIR.findall(folded):
            groups.setdefault(pair, {})[document] = bool(is_open)
    return sorted({i for group in groups.values() if len(group) > 1 and any(group.values()) for i in group})


def _own(document: Document, stored: Dating | None, resources: Resources) -> Dating:
    """What the document's own text says of its date."""
    if stored is None or stored.basis == BY_SIBLING:
        return date_document(
            document, split(document.text, document.blocks, document.masks),
            knowledge=resources.knowledge, until=resources.until,
        )  # fmt: skip
    mine = tuple(s for s in stored.steps if not s.rule.startswith("the same night and counts"))
    return msgspec.structs.replace(stored, steps=mine)


def _same(stored: Dating, dating: Dating) -> bool:
    """Whether nothing new is said; the steps of a text dated anew may count other days, up to the day of reading."""
    if is_shared(stored) and dating.basis != BY_SIBLING:
        return True  # that is for the records to say
    if stored.basis != BY_SIBLING or dating.basis != BY_SIBLING:
        return stored == dating
    told = [(d.earliest, d.latest, d.candidates, d.steps[-1].rule) for d in (stored, dating)]
    return told[0] == told[1]


def _dated(documents: Sequence[Document], own: Sequence[Dating], resources: Resources) -> list[Dating]:
    sentences = [split(d.text, d.blocks, d.masks) for d in documents]
    return date_siblings(documents, own, sentences, resources.knowledge)
