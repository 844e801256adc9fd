"""The terms that lists are narrowed by (who speaks, which act, type, place…), and how many lines each has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from recoupe.store import Dossier
from recoupe.text import fold_name
from recoupe.views.lookup import marks

TERMS = ("speaker", "party", "act", "type", "status", "verdict", "place", "outlet", "open")
"""Names of terms; ``open`` has the value "speaker" for a statement whose speaker is not identified."""
MOST = 10_000
"""Rows that are counted: beyond, a count is "more than"."""
_ALIKE = 50


class Term(msgspec.Struct, frozen=True):
    """A value that a list can be narrowed to, and how many lines it has; ``least``: there may be more."""

    name: str
    value: str
    n: int
    least: bool = False


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


def newest_of(
    dossier: Dossier, types: Sequence[str], limit: int, *, party: str | None = None, words: str | None = None
) -> list[str]:
    """Ids of at most ``limit`` events of these types, those of the newest days first.

    ``party`` narrows to a party that holds its words; ``words``, to sentences that hold them all.
    """
    kinds = [i for t in types for i in ids_of(dossier, "type", t)]
    query, values = (
        f"SELECT f.day, l.record FROM facet f JOIN line l ON l.id = f.line WHERE f.term IN ({marks(kinds)})",
        kinds,
    )
    if party:
        who = ids_of(dossier, "party", party)
        query += f" AND EXISTS (SELECT 1 FROM facet p WHERE p.line = f.line AND p.term IN ({marks(who)}))"
        values = [*values, *who]
    asked: list[object] = list(values)
    if words and fold_name(words):
        found = " AND ".join(f'"{w}"' for w in fold_name(words).split())
        query += " AND l.sentence IN (SELECT rowid FROM sentence_text WHERE sentence_text MATCH ?)"
        asked.append(found)
    return [row[1] for row in dossier.ask(f"{query} ORDER BY f.day DESC LIMIT ?", (*asked, limit))]
