"""The sentence around a span, and how a list shows it."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from recoupe.store import Dossier
from recoupe.text import Span

_MOST = 700
"""Characters of a passage around a span."""


_SENTENCES = """SELECT j.key, min(s."start"), max(s."end") FROM json_each(?) j CROSS JOIN sentence s
ON s.document = json_extract(j.value, '$[0]') AND s."end" > json_extract(j.value, '$[1]')
AND s."start" < json_extract(j.value, '$[2]') GROUP BY j.key"""
_TEXTS = """SELECT j.key, substr(d.text, json_extract(j.value, '$[1]') + 1,
json_extract(j.value, '$[2]') - json_extract(j.value, '$[1]'))
FROM json_each(?) j CROSS JOIN document d ON d.id = json_extract(j.value, '$[0]')"""


class Passage(msgspec.Struct, frozen=True):
    """The text before a span, the span, and the text after it, to the bounds of its sentences or of a few words."""

    before: str
    words: str
    after: str


def passages(dossier: Dossier, spans: Iterable[tuple[str, Span]]) -> dict[tuple[str, Span], Passage]:
    """The passages around spans, given as (document, span)."""
    wanted = list(dict.fromkeys(spans))
    bounds = [(document, *span) for document, span in wanted]
    for i, low, high in dossier.ask(_SENTENCES, (msgspec.json.encode(bounds).decode(),)):
        document, (start, end) = wanted[i]
        bounds[i] = (document, max(min(low, start), start - _MOST), min(max(high, end), end + _MOST))
    found = {}
    for i, text in dossier.ask(_TEXTS, (msgspec.json.encode(bounds).decode(),)):
        start, end = (at - bounds[i][1] for at in wanted[i][1])
        found[wanted[i]] = Passage(*(_flat(part) for part in (text[:start], text[start:end], text[end:])))
    return found


def passage(dossier: Dossier, document: str, span: Span) -> Passage:
    """The passage around a span of a document."""
    return passages(dossier, [(document, span)])[document, span]


def _flat(text: str) -> str:
    """The text with line ends as spaces, blanks at its ends kept."""
    return text.replace("\r\n", " ").replace("\n", " ")


def sentence_at(dossier: Dossier, document: str, at: int) -> list[Span]:
    """The sentence that holds an offset of a document; nothing where none does."""
    query = 'SELECT "start", "end" FROM sentence WHERE document = ? AND "start" <= ? AND "end" > ? LIMIT 1'
    return [(start, end) for start, end in dossier.ask(query, (document, at, at))]
