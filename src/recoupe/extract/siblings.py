"""The date of a document from a sibling: both tell the same night with the same pair of counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from recoupe.extract import days as sets
from recoupe.extract.calendar import DAY
from recoupe.extract.dating import FRESH_NIGHT, narrowed
from recoupe.extract.knowledge import Knowledge
from recoupe.extract.timex import find_timex, line_spans
from recoupe.lang.base import Sentence
from recoupe.lang.fr import timex as french
from recoupe.records import Dating, DatingStep, Document, Evidence
from recoupe.text import Span

_PAIR = re.compile(
    r"(?<![\d.,])(\d[\d .]{0,8}\d|\d)\s+([a-zà-ÿ]{4,})(?:\s+[a-zà-ÿ]{4,})?\s+et\s+(\d[\d .]{0,8}\d|\d)\s+([a-zà-ÿ]{4,})"
)


class _Telling(NamedTuple):
    key: tuple[int, str, int, str]
    span: Span
    night: french.Found


def date_siblings(
    documents: Sequence[Document],
    datings: Sequence[Dating],
    sentences: Sequence[Sequence[Sentence]],
    knowledge: Knowledge | None = None,
) -> list[Dating]:
    """The datings, in order, where a dated document dates those that tell the same night with the same pair of counts.

    Only documents whose own night falls on one known day date others; the others are published that morning or up to
    two days after. A document that was given or printed its date keeps it.
    """
    told: list[list[_Telling]] = [_tellings(d.text, s) for d, s in zip(documents, sentences, strict=True)]
    nights: dict[tuple[int, str, int, str], tuple[date, str]] = {}
    for document, dating, telling, spans in zip(documents, datings, told, sentences, strict=True):
        if not dating.earliest or not dating.latest:
            continue
        timexes = find_timex(document.text, spans, date=(dating.earliest, dating.latest), knowledge=knowledge)
        value = {t.evidence.start: t.value for t in timexes}
        for one in telling:
            night = value.get(one.night.start)
            if night and night.endswith("TNI") and night[:4].isdigit():
                nights.setdefault(one.key, (date.fromisoformat(night[:10]), document.id))
    return [_from_sibling(d, g, t, nights) for d, g, t in zip(documents, datings, told, strict=True)]


def _from_sibling(
    document: Document,
    dating: Dating,
    told: list[_Telling],
    nights: dict[tuple[int, str, int, str], tuple[date, str]],
) -> Dating:
    if dating.basis == "given" or (dating.earliest and dating.earliest == dating.latest):
        return dating
    left = sets.between(*(date.fromisoformat(d) if d else None for d in (dating.earliest, dating.latest)))
    if dating.candidates:
        left &= sum(sets.between(d, d) for d in map(date.fromisoformat, dating.candidates))
    for one in told:
        if one.key not in nights or nights[one.key][1] == document.id:
            continue
        night, source = nights[one.key]
        named = one.night.groups.get("weekday")
        kept = left & sets.between(night + DAY, night + (FRESH_NIGHT + 1) * DAY)
        contradicts = not kept or (named is not None and named != night.isoweekday())
        after = left if contradicts else kept
        step = DatingStep(Evidence.of(document.text, one.span), f"the same night and counts as document {source}",
                          after.bit_count(), None, contradicts)  # fmt: skip
        if contradicts:
            return msgspec.structs.replace(dating, steps=(*dating.steps, step))
        return narrowed(dating, kept, step)
    return dating


def _tellings(text: str, sentences: Sequence[Sentence]) -> list[_Telling]:
    low = french.lowered(text)
    found = []
    for start, end in [s.span for s in sentences] or line_spans(text):
        pair = _PAIR.search(low, start, end)
        if pair is None:
            continue
        night = next((h for h in french.scan(low, start, end) if h.row.resolve in ("night", "night_relative")), None)
        first, second = (int(re.sub(r"\D", "", pair[i])) for i in (1, 3))
        if night is not None and first >= 20 and second >= 2:
            found.append(_Telling((first, pair[2].rstrip("s"), second, pair[4].rstrip("s")), pair.span(), night))
    return found
