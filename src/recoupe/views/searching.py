"""Searching a dossier: sentences that hold the words, records that have the terms, and how what is found divides."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec

from recoupe.records import Event, Statement
from recoupe.search import Query, matches, parse_query
from recoupe.store import Dossier
from recoupe.text import Span
from recoupe.views.lookup import Shelf
from recoupe.views.narrowing import within
from recoupe.views.sources import NumberedSource
from recoupe.views.terms import TERMS, Term, lines_of, narrowed, tally, terms

SAMPLE = 2_000
"""Sentences that are ranked and divided by their terms: of more, the newest."""


class Found(msgspec.Struct, frozen=True):
    """A sentence that answers: its document and text, the spans of the words in it, and the records that it holds."""

    source: NumberedSource
    start: int
    text: str
    matches: tuple[Span, ...]
    records: tuple[tuple[str, Statement | Event], ...]


class Answer(msgspec.Struct, frozen=True):
    """One page of what answers. ``total`` is at most SAMPLE, ``more`` where there are others; ``terms`` divide it."""

    found: tuple[Found, ...]
    total: int
    more: bool
    ranked: bool
    terms: dict[str, list[Term]]


def find(
    shelf: Shelf,
    words: str = "",
    asked: Mapping[str, Sequence[str]] | None = None,
    *,
    since: str | None = None,
    until: str | None = None,
    reviewed: bool | None = None,
    offset: int = 0,
    limit: int = 30,
) -> Answer:
    """Sentences that hold the words (as :func:`recoupe.search.parse_query` reads them) and a record with every term.

    ``asked`` gives values by names of TERMS: one record must have a value of each name. ``since`` and ``until`` are ISO
    days of the record, or of the document where only words are asked for; ``reviewed`` keeps records that a person
    judged, or did not. At most SAMPLE sentences are looked at: the best first where these are all, else the newest.
    Nothing asked for finds nothing. Raises BadQuery.
    """
    dossier = shelf.dossier
    wanted = {name: values for name, values in (asked or {}).items() if name in TERMS and values}
    query = parse_query(words) if words.strip() else None
    groups = narrowed(dossier, wanted)
    if groups is None:
        return Answer((), 0, False, False, {name: [] for name in TERMS})
    lines: list[int] | None = None
    ranked = False
    if groups or reviewed is not None or (query is None and (since or until)):
        fts = query.fts if query is not None else None
        rows = lines_of(dossier, groups, fts=fts, since=since, until=until, reviewed=reviewed, limit=SAMPLE + 1)
        lines, chosen = [row[1] for row in rows], list(dict.fromkeys(row[2] for row in rows if row[2] is not None))
        more = len(rows) > SAMPLE
    elif query is not None:
        chosen, ranked = _sentences(dossier, query, since, until)
        more = len(chosen) > SAMPLE
    else:
        return Answer((), 0, False, False, {name: terms(dossier, name) for name in TERMS})
    chosen = chosen[:SAMPLE]
    kept = set(lines) if lines is not None else None
    page = chosen[offset : offset + limit]
    if lines is None:
        lines = [row[0] for row in dossier.ask(_OF_SENTENCES, (_array(chosen),))]
    return Answer(
        tuple(_shown(shelf, page, query, kept)), len(chosen), more, ranked, tally(dossier, lines[:SAMPLE], TERMS)
    )


_OF_SENTENCES = "SELECT l.id, l.sentence, l.record FROM json_each(?) j CROSS JOIN line l ON l.sentence = j.value"


def _sentences(dossier: Dossier, query: Query, since: str | None, until: str | None) -> tuple[list[int], bool]:
    """Sentences with the words, at most one more than SAMPLE; whether they are ranked, else the newest stand first."""
    tests, values = within(since, until, first="d.latest", last="d.latest")
    dated = "WHERE"
    where = " AND ".join(tests) or "true"
    if tests or dossier.ask("SELECT 1 FROM superseded LIMIT 1"):  # the shelf holds no text that was replaced
        dated = f"JOIN sentence s ON s.id = t.rowid JOIN shelf d ON d.document = s.document WHERE {where} AND"
    some = f"SELECT t.rowid FROM sentence_text t {dated} sentence_text MATCH ? ORDER BY "
    rows = dossier.ask(some + "t.rowid DESC LIMIT ?", (*values, query.fts, SAMPLE + 1))
    if len(rows) <= SAMPLE:
        rows = dossier.ask(some + "t.rank LIMIT ?", (*values, query.fts, SAMPLE + 1))
    return [row[0] for row in rows], len(rows) <= SAMPLE


def _shown(shelf: Shelf, sentences: Sequence[int], query: Query | None, kept: Collection[int] | None) -> list[Found]:
    """The sentences with their texts and records; only the records of these lines, where they are given."""
    dossier, array = shelf.dossier, _array(sentences)
    rows = dossier.ask(
        """SELECT s.id, s.document, s."start", substr(d.text, s."start" + 1, s."end" - s."start") FROM json_each(?) j
        CROSS JOIN sentence s ON s.id = j.value CROSS JOIN document d ON d.id = s.document""",
        (array,),
    )
    texts = {row[0]: row[1:] for row in rows}
    sources = shelf.of(row[0] for row in texts.values())
    held: dict[int, list[str]] = {}
    for line, sentence, record in dossier.ask(_OF_SENTENCES, (array,)):
        if kept is None or line in kept:
            held.setdefault(sentence, []).append(record)
    ids = [record for records in held.values() for record in records]
    records: dict[str, Statement | Event] = {
        **dict(dossier.records(Statement, ids=ids)),
        **dict(dossier.records(Event, ids=ids)),
    }
    return [
        Found(
            source=sources[document],
            start=start,
            text=text,
            matches=matches(text, 0, query) if query is not None else (),
            records=tuple((i, records[i]) for i in held.get(sentence, ()) if i in records),
        )
        for sentence in sentences
        for document, start, text in [texts[sentence]]
    ]


def _array(ids: Sequence[int]) -> str:
    return msgspec.json.encode(ids).decode()
