"""The terms that lists are narrowed by (who speaks, which act, type, place…), and how many lines each has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from recoupe.store import Dossier
from recoupe.store.batches import marks
from recoupe.text import fold_name
from recoupe.views.reviews import reviewed_sql

TERMS = ("speaker", "party", "act", "type", "status", "verdict", "place", "outlet", "open")
"""Names of terms; ``open`` has the value "speaker" for a statement whose speaker is not identified."""
MOST = 10_000
"""Rows that are counted: beyond, a count is "more than"."""
_ALIKE = 50
_FEW, _MANY = 3_000, 300_000
"""Sentences with the words: up to a few, a search starts from them; up to many, from a term, and they are looked up in
a list of all; beyond, each is looked for by itself, and soon found."""


class Term(msgspec.Struct, frozen=True):
    """A value that a list can be narrowed to, and how many lines it has."""

    name: str
    value: str
    n: int


def terms(dossier: Dossier, name: str, *, limit: int = 10) -> list[Term]:
    """The values of a name that have most lines."""
    rows = dossier.ask("SELECT value, n FROM term WHERE name = ? ORDER BY n DESC, value LIMIT ?", (name, limit))
    return [Term(name, value, n) for value, n in rows]


def count_of(dossier: Dossier, name: str, value: str) -> int:
    """How many lines a term has."""
    rows = dossier.ask("SELECT n FROM term WHERE name = ? AND value = ?", (name, value))
    return int(rows[0][0]) if rows else 0


def ids_of(dossier: Dossier, name: str, asked: str) -> list[int]:
    """Ids of the terms that are meant: the one of this very value, else those that hold all of its words, folded."""
    exact = dossier.ask("SELECT id FROM term WHERE name = ? AND value = ?", (name, asked))
    if exact:
        return [exact[0][0]]
    words = fold_name(asked).split()
    if not words:
        return []
    tests = " AND ".join("instr(folded, ?) > 0" for _ in words)
    query = f"SELECT id, folded FROM term WHERE name = ? AND {tests} ORDER BY n DESC LIMIT ?"
    rows = dossier.ask(query, (name, *words, 4 * _ALIKE))
    return [i for i, folded in rows if set(words) <= set(fold_name(folded).split())][:_ALIKE]


def narrowed(dossier: Dossier, asked: Mapping[str, Sequence[str]]) -> list[list[int]] | None:
    """For each name that is asked for, the ids of the terms that meet one of its values; None where none could."""
    found = []
    for name, values in asked.items():
        ids = [i for value in values for i in ids_of(dossier, name, value)]
        if values and not ids:
            return None
        if ids:
            found.append(sorted(set(ids)))
    return found


def tally(dossier: Dossier, lines: Iterable[int], names: Sequence[str], *, limit: int = 8) -> dict[str, list[Term]]:
    """For each name the values that most of these lines have."""
    ids = list(lines)
    query = f"""SELECT t.name, t.value, count(*) AS n FROM json_each(?) j CROSS JOIN facet f ON f.line = j.value
    CROSS JOIN term t ON t.id = f.term WHERE t.name IN ({marks(names)}) GROUP BY t.id ORDER BY n DESC, t.value"""
    found: dict[str, list[Term]] = {name: [] for name in names}
    for name, value, n in dossier.ask(query, (msgspec.json.encode(ids).decode(), *names)):
        if len(found[name]) < limit:
            found[name].append(Term(name, value, n))
    return found


def lines_of(
    dossier: Dossier,
    groups: Sequence[Sequence[int]],
    *,
    fts: str | None = None,
    since: str | None = None,
    until: str | None = None,
    reviewed: bool | None = None,
    limit: int,
) -> list[tuple[str, int, int | None, str]]:
    """(day, line, sentence, record) of at most ``limit`` lines that have a term of each group, the newest days first.

    ``fts`` is a query for the full-text index that their sentences must meet; ``since`` and ``until`` are ISO days.
    ``reviewed`` keeps records that a person judged, or did not. The smallest group is read in the order of its days,
    and each of its lines looked up in the others.
    """
    first, *others = sorted(groups, key=lambda ids: _many(dossier, ids)) or [[]]
    held, found = _sentences(dossier, fts) if fts is not None else (0, [])
    values: list[object] = []
    tests: list[str] = []
    drivers: Sequence[int | None] = [None]
    if fts is not None and held <= _FEW:
        table, day, line = "json_each(?) j CROSS JOIN line l ON l.sentence = j.value", "l.day", "l.id"
        values.append(msgspec.json.encode(found).decode())
        others = [*others, first] if first else others
    elif first:
        table, day, line = "facet f CROSS JOIN line l ON l.id = f.line", "f.day", "f.line"
        tests, drivers = ["f.term = ?"], first
    elif reviewed:
        judged = "SELECT DISTINCT record FROM judged WHERE state = 'stands'"
        table, day, line = f"({judged}) j CROSS JOIN line l ON l.record = j.record", "l.day", "l.id"
    else:
        table, day, line = "line l", "l.day", "l.id"
    at = len(values)
    if reviewed is not None:
        tests.append(("" if reviewed else "NOT ") + reviewed_sql("l.record"))
    for test, asked in ((f"{day} >= ?", since), (f"{day} <= ?", until)):
        if asked:
            tests.append(test)
            values.append(asked)
    for ids in others:
        # by the key of the table: both ends are read in the order of their days
        same = f"o.day = {day} AND o.line = {line}"
        tests.append(f"EXISTS (SELECT 1 FROM facet o WHERE o.term IN ({marks(ids)}) AND {same})")
        values += ids
    if held > _FEW:
        words = "SELECT rowid FROM sentence_text WHERE sentence_text MATCH ?"
        many = held > _MANY
        tests.append(f"EXISTS ({words} AND rowid = l.sentence)" if many else f"l.sentence IN ({words})")
        values.append(fts)
    query = f"SELECT {day}, l.id, l.sentence, l.record FROM {table} WHERE {' AND '.join(tests) or '1'} "
    query += f"ORDER BY {day} DESC, {line} DESC LIMIT ?"
    rows: dict[int, tuple[str, int, int | None, str]] = {}
    for driver in drivers:
        own = [*values[:at], *([] if driver is None else [driver]), *values[at:], limit]
        rows |= {row[1]: (row[0], row[1], row[2], row[3]) for row in dossier.ask(query, own)}
    return sorted(rows.values(), key=lambda row: row[:2], reverse=True)[:limit]


def _sentences(dossier: Dossier, fts: str) -> tuple[int, list[int]]:
    """How many sentences meet a query, at most one more than _MANY, and which, where they are few."""
    query = "SELECT rowid FROM sentence_text WHERE sentence_text MATCH ? LIMIT ?"
    rows = dossier.ask(query, (fts, _FEW + 1))
    if len(rows) <= _FEW:
        return len(rows), [row[0] for row in rows]
    return int(dossier.ask(f"SELECT count(*) FROM ({query})", (fts, _MANY + 1))[0][0]), []


def _many(dossier: Dossier, ids: Sequence[int]) -> int:
    return int(dossier.ask(f"SELECT sum(n) FROM term WHERE id IN ({marks(ids)})", ids)[0][0] or 0)


def newest_of(
    dossier: Dossier, types: Sequence[str], limit: int, *, party: str | None = None, words: str | None = None
) -> list[str]:
    """Ids of at most ``limit`` events of these types, those of the newest days first.

    ``party`` narrows to a party that holds its words; ``words``, to sentences that hold them all.
    """
    groups = [[i for t in types for i in ids_of(dossier, "type", t)]]
    if party:
        groups.append(ids_of(dossier, "party", party))
    if not all(groups):
        return []
    folded = fold_name(words or "").split()
    fts = " AND ".join(f'"{w}"' for w in folded) if folded else None
    return [row[3] for row in lines_of(dossier, groups, fts=fts, limit=limit)]
