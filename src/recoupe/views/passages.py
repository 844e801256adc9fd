"""The sentence around a span, and how a list shows it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from recoupe.store import Dossier
from recoupe.text import Span

_MOST = 700
"""Characters of a passage around a span."""


class Passage(msgspec.Struct, frozen=True):
    """The text before a span, the span, and the text after it, to the bounds of its sentences or of a few words."""

    before: str
    words: str
    after: str


def passages(dossier: Dossier, spans: Iterable[tuple[str, Span]]) -> dict[tuple[str, Span], Passage]:
    """The passages around spans, given as (document, span)."""
    return {one: passage(dossier, *one) for one in dict.fromkeys(spans)}


def passage(dossier: Dossier, document: str, span: Span) -> Passage:
    """The passage around a span of a document."""
    start, end = span
    low, high = dossier.ask(
        'SELECT min("start"), max("end") FROM sentence WHERE document = ? AND "end" > ? AND "start" < ?',
        (document, start, end),
    )[0]
    first = max(min(low if low is not None else start, start), start - _MOST)
    last = min(max(high if high is not None else end, end), end + _MOST)
    rows = dossier.ask("SELECT substr(text, ?, ?) FROM document WHERE id = ?", (first + 1, last - first, document))
    text: str = rows[0][0] if rows else ""
    return Passage(
        *(_flat(part) for part in (text[: start - first], text[start - first : end - first], text[end - first :]))
    )


def _flat(text: str) -> str:
    """The text with line ends as spaces, blanks at its ends kept."""
    return text.replace("\r\n", " ").replace("\n", " ")


def sentence_at(dossier: Dossier, document: str, at: int) -> list[Span]:
    """The sentence that holds an offset of a document; nothing where none does."""
    query = 'SELECT "start", "end" FROM sentence WHERE document = ? AND "start" <= ? AND "end" > ? LIMIT 1'
    return [(start, end) for start, end in dossier.ask(query, (document, at, at))]
