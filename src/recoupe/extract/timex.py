"""Time expressions of a document with their ISO values, seen from the document's date, which may be an interval.

Each expression is resolved as if the document were published on the first day it may be, and again on the last:
where both give one value it is the value, else the value stays open and the two give the interval.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import cast

from recoupe.extract.knowledge import Knowledge
from recoupe.extract.timex_context import Context, Value
from recoupe.extract.timex_values import ANAPHORIC, DIRECTED, EVENTFUL, RESOLVERS
from recoupe.lang.base import Sentence
from recoupe.lang.fr import timex as french
from recoupe.lang.fr.tense import Sense, clauses_of
from recoupe.records import Evidence, Timex, TimexType

RULE = "@1"
_STOP = re.compile(r"(?<=[\w»”\")]{3})[.!?…]\s(?=[\s«“\"]*[A-ZÀ-Ý])")
_TITLES = ("M.", "Mme", "Mlle", "Dr", "MM.")
_SAME_REACH = 12
"""Sentences back in which "the same night" looks for one."""
_EVENT_REACH = 70
"""Characters after "au lendemain du" in which a date is read as the event's own."""


@dataclass(frozen=True, slots=True)
class _Page:
    """The document as every reading of it sees it."""

    text: str
    low: str
    spans: Sequence[tuple[int, int]]
    words: str
    """Lowered words by which a war is chosen: the text's, and the dossier's theatre."""
    knowledge: Knowledge | None


@dataclass(slots=True)
class _Pass:
    """One reading of the document, as if published on ``today``."""

    today: date | None
    dated: list[tuple[int, Value]] = field(default_factory=list)
    """Sentence number and value of each dated expression so far."""


def find_timex(
    text: str,
    sentences: Sequence[Sentence],
    *,
    date: tuple[str, str] | None = None,
    document: str = "",
    knowledge: Knowledge | None = None,
    theatre: str = "",
    lines: Sequence[tuple[int, int]] = (),
) -> list[Timex]:
    """Time expressions in order, without overlap.

    ``sentences`` bound the clauses (no tokens are needed); an expression outside all of them is left out, and with
    none given each line is one. ``date`` is the document's (earliest, latest) ISO days; without it, what depends on it
    has no value or an underspecified one ("XXXX-WXX-1"). ``knowledge`` dates named events; without it they stay open.
    ``theatre`` is words that name the dossier's war, for a text that says "the war" and not which. ``lines`` are spans
    outside every sentence that are read too: printed dates.
    """
    low = french.lowered(text)
    spans = sorted([*(s.span for s in sentences), *lines]) if sentences else line_spans(text)
    page = _Page(text, low, spans, f"{low}\n{theatre}" if theatre else low, knowledge)
    days = sorted({_iso(d) for d in date}) if date else []
    passes = [_Pass(d) for d in days] or [_Pass(None)]
    found: list[Timex] = []
    for at, hit in ((i, h) for i, span in enumerate(spans) for h in french.scan_sentence(low, *span)):
        if _is_name(text, hit):
            continue
        directed = hit.row.resolve in DIRECTED
        sense = clauses_of(low, text, *spans[at]).sense(hit.start, hit.end) if directed else Sense(None)
        values = [_resolve(hit, p, sense, at, page) for p in passes]
        kept = [v for v in values if v is not None]
        if len(kept) < len(values):
            continue
        for reading, value in zip(passes, kept, strict=True):
            if value.first is not None and hit.row.resolve not in ("war_start", "ago", "last"):
                reading.dated.append((at, value))
        found.append(_record(text, hit, kept, document))
    return found


def _resolve(hit: french.Found, reading: _Pass, sense: Sense, at: int, page: _Page) -> Value | None:
    if hit.row.resolve == "constant":
        anchor = "none" if hit.row.type in ("DURATION", "SET") else "vague"
        return Value(hit.row.value, anchor=anchor)
    end = page.spans[at][1]
    context = Context(
        reading.today,
        sense.direction,
        sense.plan,
        sense.missed,
        words=page.words,
        phrase=page.low[hit.start : end],
        knowledge=page.knowledge,
    )
    if hit.row.resolve in ANAPHORIC:
        context.before = _antecedent(hit, reading, sense, at, page)
    if hit.row.resolve in EVENTFUL:
        context.after = _complement(hit, context, page.low, end)
    return RESOLVERS[hit.row.resolve](hit.groups, context)


def _antecedent(hit: french.Found, reading: _Pass, sense: Sense, at: int, page: _Page) -> Value | None:
    """The nearest dated expression before: of this sentence or the one before it, or of three back in the paragraph.

    What lies ahead of the document is nothing that a past clause points back to. "The same night" and "the same day"
    say what they point to, and reach further: to the last night, or the last day, across paragraphs.
    """
    same = hit.row.resolve == "same_day"
    night = same and page.low.endswith("nuit", hit.start, hit.end)
    for sentence, value in reversed(reading.dated):
        if same and at - sentence <= _SAME_REACH:
            if value.first != value.last or (night and not (value.value or "").endswith("NI")):
                continue
            if reading.today and value.first and value.first > reading.today and sense.direction != "future":
                continue
        elif at - sentence > 3 or (
            at - sentence > 1 and "\n" in page.text[page.spans[sentence][1] : page.spans[at][0]]
        ):
            return None
        if reading.today and value.first and value.first > reading.today and sense.direction == "past":
            continue
        return value
    return None


def _complement(hit: french.Found, context: Context, low: str, end: int) -> Value | None:
    """The date that the event's complement carries: "le sommet **du 15 août**", "le vote prévu **lundi**"."""
    start = hit.offsets["noun"]
    stop = min(end, start + _EVENT_REACH)
    for sign in ",;:":
        if (cut := low.find(sign, start, stop)) >= 0:
            stop = cut
    for inner in french.scan(low, start, stop):
        if inner.row.resolve in ("day", "weekday", "numeric", "holiday"):
            gap = low[start : inner.start]
            if inner.start == start or gap.endswith((" du ", " de ", " le ", "prévu ", "prévue ", " ")):
                return RESOLVERS[inner.row.resolve](inner.groups, context)
    return None


def _record(text: str, hit: french.Found, values: list[Value], document: str) -> Timex:
    first, last = values[0], values[-1]
    same = first.value == last.value
    known = first.first is not None and last.last is not None
    days = [d for v in values for d in (v.first, v.last) if d is not None] if known else []
    return Timex(
        document=document,
        evidence=Evidence.of(text, (hit.start, hit.end)),
        type=cast(TimexType, first.type or hit.row.type),
        value=first.value if same else None,
        earliest=min(days).isoformat() if days else None,
        latest=max(days).isoformat() if days else None,
        anchor=first.anchor,  # type: ignore[arg-type]
        rule=hit.row.name + RULE,
    )


def _is_name(text: str, hit: french.Found) -> bool:
    """Whether a capital shows a name: "la planète Mars", "M. Noël", "Jean Noël Dupré"."""
    if hit.row.resolve == "month":
        at = min((v for k, v in hit.offsets.items() if k.startswith("month")), default=hit.start)
        dated = any(k.startswith("year") for k in hit.groups)
        shouted = text[hit.start : hit.end].isupper()
        return text[at].isupper() and not dated and not shouted and at != _line_start(text, at)
    if hit.row.resolve == "holiday":
        before, after = text[max(0, hit.start - 14) : hit.start].rstrip(), text[hit.end : hit.end + 2]
        word = before.rsplit(" ", 1)[-1]
        # A word that the cut or the line begins with may be any word with a capital.
        capital = text[hit.start].isupper()
        first_name = (
            capital and hit.start == hit.offsets["holiday"] and word[:1].isupper() and word.isalpha() and word != before
        )
        surname = after[:1] == " " and after[1:].isupper()
        return word in _TITLES or (first_name and len(word) > 2) or surname
    return False


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def line_spans(text: str) -> list[tuple[int, int]]:
    """Each line as one sentence, cut after a stop that follows a word and comes before a capital."""
    spans, at = [], 0
    for line in text.splitlines(keepends=True):
        start = at
        for cut in _STOP.finditer(line):
            spans.append((start, at + cut.end()))
            start = at + cut.end()
        at += len(line)
        spans.append((start, at))
    return spans


def _iso(day: str) -> date:
    return date.fromisoformat(day[:10])
