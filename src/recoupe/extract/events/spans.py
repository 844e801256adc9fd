"""From a draft to the characters that say it: the evidence span of a record."""

from __future__ import annotations

import re

from recoupe.extract.events.scene import Scene
from recoupe.extract.events.setting import Setting
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events.draft import Draft
from recoupe.lang.fr.events.phrases import phrase
from recoupe.records import Quantity
from recoupe.text import Span, trim

_NOUN = 40
"""Characters after its number within which a counted phrase ends for evidence to be widened to it."""
_PART = re.compile(r",? dont (?:au moins |plus de |près de |environ |quelque )?$")


def in_part(scene: Scene, s: Sentence, at: int) -> bool:
    """Whether a place is that of a part of a count alone: "61 drones, dont 18 au-dessus de X"."""
    return any(
        q.part_of is not None
        and q.evidence.start < at
        and "," not in scene.text[q.evidence.end : at]
        and _PART.search(scene.text, s.start, q.evidence.start)
        for q in scene.quantities_in(s.span)
    )


def outside_cue(scene: Scene, draft: Draft, place: Setting) -> Span:
    """The draft's span, kept inside the content that it is said in."""
    start, end = draft.span
    if place.holders:
        inner = place.holders[-1]
        parts = [e for e in inner.content if e.start <= draft.trigger.start < e.end]
        if parts:
            start, end = max(start, parts[0].start), min(end, parts[0].end)
    for q in scene.quantities_in((start, end)):
        if q.part_of is not None and (dont := _PART.search(scene.text, start, q.evidence.start)):
            end = min(end, dont.start())  # "61 drones, dont 18 au-dessus de X": what was there is a count of its own
    opened = scene.text.rfind("«", draft.trigger.end, end)
    if not draft.verbal and opened > 0 and "»" not in scene.text[opened:end]:
        end = opened  # "des frappes « qui ne…": a noun phrase ends where a quotation begins that it does not end
    return trim(scene.text, (start, end), ' \t\n\u00a0\u202f,;:.«»"“”')


def own_span(
    s: Sentence,
    draft: Draft,
    span: Span,
    heads: list[Token],
    counted: list[tuple[list[Token], Quantity | None]],
) -> Span:
    """Evidence of one of several counted things: from the trigger to its own number."""
    if len(counted) < 2 or not heads:
        return span
    own = phrase(s, heads[0])
    first = counted[0][0][0] is heads[0]
    if first:
        return min(span[0], own[0]), max(own[1], draft.trigger.end)
    return min(draft.trigger.start, own[0]), max(own[1], draft.trigger.end)


def with_number(span: Span, quantity: Quantity | None) -> Span:
    """The span with its number, and with the noun that follows it: no evidence ends on "de 30"."""
    if quantity is None:
        return span
    end = quantity.evidence.end
    if span[1] <= end and quantity.counted is not None and end <= quantity.counted.end <= end + _NOUN:
        end = quantity.counted.end
    return min(span[0], quantity.evidence.start), max(span[1], end)


def whole_date(scene: Scene, span: Span) -> Span:
    """The span with the rest of a date in which it ends: "depuis le 3 septembre"."""
    end = next((t.evidence.end for t in scene.timexes if t.evidence.start < span[1] < t.evidence.end), span[1])
    return span[0], end
