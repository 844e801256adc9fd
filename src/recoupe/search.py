"""Full text over the sentences of a dossier.

The user's words never reach MATCH as they are: they are folded, cut into words as the index cuts them, and quoted.
``cessez-le-feu Kiev`` asks for both in one sentence; ``"a b"`` for the words in a row; ``a OR b`` (``a OU b``) for
either; ``-a`` for none; ``négoc*`` for every word that begins so. Accents, œ, apostrophes and grouped digits are as
in :func:`recoupe.text.fold`.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from recoupe.errors import BadQuery
from recoupe.text import SPACES, fold, fold_offsets

_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟", '"'))
# a number grouped by spaces is one word of the query, as it is one word of the index
_PIECE = re.compile(rf'(-?)(?:"([^"]*)"?|(\d{{1,3}}(?:[{SPACES}]\d{{3}})+(?!\d)|[^\s"]+))(\*?)')
_SHOWN = 80
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Term:
    """Words in a row; the last one may be only a beginning."""

    words: tuple[str, ...]
    prefix: bool = False

    @property
    def fts(self) -> str:
        """The term in FTS5's own syntax; its words are letters and digits only."""
        return f'"{" ".join(self.words)}"{"*" if self.prefix else ""}'


@dataclass(frozen=True)
class Query:
    """Every group must be met by one of its terms, and no excluded term may stand."""

    groups: tuple[tuple[Term, ...], ...]
    excluded: tuple[Term, ...] = ()

    @property
    def fts(self) -> str:
        """The query in FTS5's own syntax."""
        wanted = " AND ".join(f"({' OR '.join(t.fts for t in group)})" for group in self.groups)
        return " NOT ".join([f"({wanted})", *(t.fts for t in self.excluded)])


class Hit(msgspec.Struct, frozen=True):
    """A sentence that answers, with the offsets (of the document's text) of the words that do."""

    document: str
    start: int
    end: int
    text: str
    matches: tuple[tuple[int, int], ...]


def parse_query(words: str) -> Query:
    """Read what a person typed; raises BadQuery where no word is left to look for."""
    groups: list[tuple[Term, ...]] = []
    excluded: list[Term] = []
    joined = False
    for minus, phrase, word, star in _PIECE.findall(words.translate(_QUOTES)):
        if word in ("OR", "OU", "|"):
            joined = bool(groups)
            continue
        star = star or ("*" if word.endswith("*") else "")
        found = tuple(_WORD.findall(fold(phrase or word)))
        if not found:
            continue
        term = Term(found, bool(star))
        if minus:
            excluded.append(term)
        elif joined:
            groups[-1] = (*groups[-1], term)
        else:
            groups.append((term,))
        joined = False
    if not groups:
        raise BadQuery(words if len(words) <= _SHOWN else words[:_SHOWN] + "…")
    # a word repeated asks for nothing more
    return Query(tuple(dict.fromkeys(groups)), tuple(dict.fromkeys(excluded)))


def search(db: sqlite3.Connection, words: str, *, document: str | None = None, limit: int = 50) -> list[Hit]:
    """Sentences that answer, best first (bm25), then by document and place in it. Raises BadQuery."""
    query = parse_query(words)
    where, values = "", [query.fts]
    if document is not None:
        where, values = "AND s.document = ?", [query.fts, document]
    rows = db.execute(
        f"""SELECT s.document, s."start", s."end", substr(d.text, s."start" + 1, s."end" - s."start")
            FROM sentence_text t JOIN sentence s ON s.id = t.rowid JOIN document d ON d.id = s.document
            WHERE sentence_text MATCH ? {where}
            ORDER BY t.rank, s.document, s."start" LIMIT ?""",
        (*values, limit),
    )
    return [Hit(d, start, end, text, matches(text, start, query)) for d, start, end, text in rows]


def matches(text: str, shift: int, query: Query) -> tuple[tuple[int, int], ...]:
    """Offsets, moved by ``shift``, of the words of ``text`` that answer the query, in order, joined where they meet."""
    folded, offsets = fold_offsets(text)
    words = [(m.group(), offsets[m.start()], offsets[m.end() - 1] + 1) for m in _WORD.finditer(folded)]
    found = sorted(
        span for group in query.groups for term in group for span in _spans([w for w, _, _ in words], words, term)
    )
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple((start + shift, end + shift) for start, end in merged)


def _spans(forms: Sequence[str], words: Sequence[tuple[str, int, int]], term: Term) -> list[tuple[int, int]]:
    n = len(term.words)
    spans = []
    for i in range(len(forms) - n + 1):
        same = forms[i : i + n - 1] == list(term.words[:-1])
        last = forms[i + n - 1]
        if same and (last.startswith(term.words[-1]) if term.prefix else last == term.words[-1]):
            spans.append((words[i][1], words[i + n - 1][2]))
    return spans
