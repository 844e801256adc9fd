"""The brief: what several origins say, what one alone says, what clashes, who stands where, what falls due."""

from __future__ import annotations

import itertools
from collections import Counter

import msgspec

from recoupe.records import Statement
from recoupe.store import Dossier
from recoupe.store.batches import batches
from recoupe.store.rulings import ruled
from recoupe.views.board import Row, board
from recoupe.views.deadlines import Promise, deadlines
from recoupe.views.digest import Heading, headings
from recoupe.views.lookup import Shelf
from recoupe.views.reviews import reviews
from recoupe.views.sources import NumberedSource
from recoupe.views.speakers import Line, line_of

_QUOTED = 100
"""Speakers of whom a statement is shown: the others are names and counts."""


class Speaking(msgspec.Struct, frozen=True):
    """A speaker, how many statements are theirs, and one of the newest text; None beyond the first hundred speakers."""

    name: str
    statements: int
    line: Line | None = None


class Unresolved(msgspec.Struct, frozen=True):
    """What the texts leave open: documents without a day, statements whose speaker is not clear, texts not checked."""

    undated: int
    unidentified: int
    unchecked: int


_STANDING = "document NOT IN (SELECT document FROM retired)"


class Brief(msgspec.Struct, frozen=True):
    """A dossier at a glance. ``as_of``: the ISO day that promises are judged by; None where no document is dated."""

    documents: int
    statements: int
    findings: int
    as_of: str | None
    sections: tuple[Heading, ...]
    issues: tuple[Row, ...]
    promises: tuple[Promise, ...]
    speakers: tuple[Speaking, ...]
    unresolved: Unresolved
    sources: tuple[NumberedSource, ...]


def brief(dossier: Dossier, *, since: str | None = None, until: str | None = None, limit: int | None = None) -> Brief:
    """The brief of a dossier: at most ``limit`` findings a heading.

    ``since`` and ``until`` (ISO) keep what happened, was said or falls due between them, and nothing without a day.
    """
    shelf = Shelf(dossier)
    issues = tuple(r for r in board(dossier, shelf=shelf) if spoken(r, since, until))
    as_of, promises = deadlines(dossier, as_of=until, shelf=shelf)
    return Brief(
        documents=len(shelf.sources),
        statements=_count(dossier, f"statement WHERE {_STANDING}"),
        findings=_count(dossier, "finding"),
        as_of=as_of,
        sections=tuple(headings(shelf, since=since, until=until, limit=limit, whole=True)),
        issues=issues,
        promises=tuple(p for p in promises if since is None or (p.due_latest or "") >= since),
        speakers=tuple(_speakers(dossier, shelf, since, until, limit)),
        unresolved=Unresolved(
            sum(s.dated.basis == "none" for s in shelf.sources),
            _count(dossier, f"statement WHERE reference = '[]' AND {_STANDING}"),
            len(shelf.sources) - _count(dossier, "checked"),
        ),
        sources=shelf.sources,
    )


def spoken(row: Row, since: str | None, until: str | None) -> bool:
    """Whether a stance on an issue was told between two ISO days; always where there is neither."""
    if since is None and until is None:
        return True
    days = [s.told.dated for c in row.cells for s in (*c.present, *c.history)]
    return any((d.latest or "") >= (since or "") and (d.earliest or "~") <= (until or "9999") for d in days)


def _count(dossier: Dossier, what: str) -> int:
    return int(dossier.ask(f"SELECT count(*) FROM {what}")[0][0])


def _speakers(
    dossier: Dossier, shelf: Shelf, since: str | None, until: str | None, limit: int | None
) -> list[Speaking]:
    """Named speakers with how many statements they make, the most first, each with a quotation of the newest text."""
    count: Counter[str] = Counter()
    newest: dict[str, tuple[str, bool, str]] = {}
    query = "SELECT id, document, reference, mode FROM statement WHERE resolution <> 'unnamed' AND reference <> '[]'"
    judged = _judged_speakers(dossier)
    rows = ((i, *rest) for i, *rest in dossier.each(f"{query} AND {_STANDING}") if i not in judged)
    for record, document, names, mode in itertools.chain(rows, (r for r in judged.values() if r)):
        when = shelf.by_document[document].dated
        if (since and (when.latest or "") < since) or (until and (when.earliest or "~") > until):
            continue
        rank = (when.latest or "", mode in ("direct", "free_direct"), record)
        for name in msgspec.json.decode(names):
            count[name] += 1
            newest[name] = max(newest.get(name, rank), rank)
    chosen = sorted(count.items(), key=lambda row: (-row[1], row[0]))[:limit]
    said = ruled(dossier, dict(dossier.records(Statement, ids=[newest[name][2] for name, _ in chosen[:_QUOTED]])))
    outer = dict(dossier.records(Statement, ids=[s.outer for s in said.values() if s.outer]))
    told = reviews(dossier, said)
    found = []
    for name, n in chosen:
        s = said.get(newest[name][2])
        line = None
        if s is not None:
            text = dossier.document(s.document).text
            line = line_of(newest[name][2], s, text, shelf.number[s.document], outer.get(s.outer or ""))
            line = msgspec.structs.replace(line, review=told.get(newest[name][2]))
        found.append(Speaking(name, n, line))
    return found


def _judged_speakers(dossier: Dossier) -> dict[str, tuple[str, str, bytes, str] | None]:
    """Statements that people gave to another speaker, as rows of the question above; None for those they rejected."""
    ids = [
        r[0] for r in dossier.ask("SELECT DISTINCT record FROM judged WHERE state = 'stands' AND kind = 'statement'")
    ]
    read = {i: s for some in batches(ids) for i, s in dossier.records(Statement, ids=some)}
    kept = ruled(dossier, read)
    return {
        i: (i, kept[i].document, msgspec.json.encode(kept[i].reference), kept[i].mode)
        if i in kept and kept[i].reference and kept[i].resolution != "unnamed"
        else None
        for i in read
    }
