"""The versions of one document: which text took the place of which, and what changed from one to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from difflib import SequenceMatcher

import msgspec

from recoupe.records import Event, Record, Statement, Version
from recoupe.store import Dossier
from recoupe.store.batches import marks


class Passage(msgspec.Struct, frozen=True):
    """A sentence that went ("-") or came ("+")."""

    sign: str
    text: str


class Revision(msgspec.Struct, frozen=True):
    """From one text to the next: sentences in the order of the texts, and the ids of records that have no like."""

    before: str
    after: str
    address: str
    seen_at: str
    passages: tuple[Passage, ...]
    gone: tuple[str, ...]
    came: tuple[str, ...]


def versions_of(dossier: Dossier, document: str) -> list[Version]:
    """Every change of the texts that a document took the place of, or that took its place, the first seen first."""
    found: dict[str, Version] = {}
    reached, edge = set[str](), {document}
    while edge:
        reached |= edge
        query = f"SELECT id FROM version WHERE document IN ({marks(edge)}) OR replaces IN ({marks(edge)})"
        ids = [row[0] for row in dossier.ask(query, [*edge, *edge])]
        found |= dossier.records(Version, ids=ids)
        edge = {end for v in found.values() for end in (v.document, v.replaces)} - reached
    return sorted(found.values(), key=lambda v: (v.seen_at, v.document))


def revision(dossier: Dossier, version: Version) -> Revision:
    """What changed: sentences by their words, records by what they say."""
    before, after = (_sentences(dossier, d) for d in (version.replaces, version.document))
    passages: list[Passage] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag != "equal":
            passages += [Passage("-", s) for s in before[i:j]] + [Passage("+", s) for s in after[k:m]]
    told = [_told(dossier, d) for d in (version.replaces, version.document)]
    gone, came = (_without_like(a, b) for a, b in (told, told[::-1]))
    ends = version.replaces, version.document
    return Revision(*ends, version.address, version.seen_at, tuple(passages), gone, came)


def _sentences(dossier: Dossier, document: str) -> list[str]:
    text = dossier.document(document).text
    rows = dossier.ask('SELECT "start", "end" FROM sentence WHERE document = ? ORDER BY "start"', (document,))
    return [" ".join(text[start:end].split()) for start, end in rows]


def _told(dossier: Dossier, document: str) -> list[tuple[str, Hashable]]:
    """Ids of the records and statements of a document, in the order of the text, each with what it says."""
    found: list[tuple[int, str, Record]] = [
        *((e.evidence[0].start, i, e) for i, e in dossier.records(Event, document=document)),
        *((s.content[0].start, i, s) for i, s in dossier.records(Statement, document=document)),
    ]
    return [(i, _says(record)) for _, i, record in sorted(found, key=lambda row: row[:2])]


def _says(record: Record) -> Hashable:
    match record:
        case Event():
            count = record.quantity
            values = (count.low, count.high, count.modifier) if count is not None else None
            said = record.evidence[0].quote
            return (record.type, record.subtype, record.stance, record.status, values, record.attributed_to, said)
        case Statement():
            return (record.act, record.negated, record.reference, tuple(c.quote for c in record.content))
    return record.id


def _without_like(these: list[tuple[str, Hashable]], those: list[tuple[str, Hashable]]) -> tuple[str, ...]:
    left = Counter(says for _, says in those)
    found = []
    for record, says in these:
        if left[says]:
            left[says] -= 1
        else:
            found.append(record)
    return tuple(found)
