"""What the words around a record say of it: that it turned, rose, is history, is one of several, who said it first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recoupe.lang.fr.checks import Checks
from recoupe.records import Event, Evidence
from recoupe.text import Span, fold

_TAKEN = ("position", "commitment")
_BY_NOUN = 22
"""Characters beside a noun within which an ordinal or "autre" is said of it."""
_BESIDE_IT = 60
"""Characters beside a record within which its own sentence says of what it is."""
_SENTENCE = 400
"""Characters of a long sentence on one side of a record."""
_STOP = re.compile(r"(?<=[.!?])\s+(?=[^a-z])|\n")
_BESIDE = 40
"""Characters beside the speakers within which it is said how they spoke."""


def sentence(text: str, span: Span, block: Span, *, reach: int = _BESIDE_IT) -> str:
    """The words of a record with those beside them in its sentence, within so many characters on each side."""
    before = text[max(block[0], span[0] - reach) : span[0]]
    after = text[span[1] : min(block[1], span[1] + reach)]
    return _STOP.split(before)[-1] + text[slice(*span)] + _STOP.split(after)[0]


def recalled(text: str, e: Event, block: Span, checks: Checks) -> bool:
    """Whether the sentence of a record only reminds of what was told before: "Pour rappel, …"."""
    return checks.recalled.match(fold(sentence(text, e.evidence[0].span, block, reach=_SENTENCE))) is not None


def turned(text: str, e: Event, block: Span, checks: Checks) -> bool:
    """Whether the sentence of a stance or of talks, or its paragraph, says that it was another one before."""
    if e.type not in ("position", "meeting"):
        return False
    span = e.evidence[0].span
    start, end = (text.rfind(".", block[0], span[0]) + 1 or block[0], text.find(".", span[1], block[1]))
    here = fold(text[start : end if end > 0 else block[1]])
    return bool(checks.turned.search(here) or checks.turn.search(fold(text[slice(*block)])))


def taken_up(e: Event, events: Sequence[tuple[str, Event]]) -> str:
    """The folded words of the count that another takes up: "64 drones sur tout le pays ; X en a compté 60"."""
    if not e.rule.endswith(".anew"):
        return ""
    before = [
        o.evidence[0]
        for _, o in events
        if o.type == e.type and o.quantity and o.evidence[0].start < e.evidence[0].start
    ]
    return f" {fold(max(before, key=lambda x: x.start).quote)}" if before else ""


def risen(text: str, e: Event, checks: Checks) -> bool:
    """Whether a toll is told as what it has risen to: "le bilan monte à onze morts"."""
    told = (fold(text[max(0, x.start - _BESIDE) : x.end]) for x in e.evidence)
    return e.type == "casualties" and any(checks.rises.search(words) for words in told)


def past(text: str, e: Event, block: Span, checks: Checks) -> bool:
    """Whether a stance or a promise is history: "X, qui avait rejeté la trêve", "après avoir rejeté la trêve"."""
    told = e.trigger
    if e.type not in (*_TAKEN, "threat") or told is None:
        return False
    before = fold(text[max(block[0], told.start - _BESIDE) : told.start])
    used = told.quote.endswith(("ait", "aient")) and checks.used.match(fold(text[told.end : told.end + _BESIDE]))
    return ":earlier." in e.rule or checks.had.search(before) is not None or bool(used)


def first_source(e: Event, checks: Checks) -> tuple[str, ...]:
    """Who said it to the media that relay it: "X a annoncé douze morts, ont rapporté des médias locaux" is X's word."""
    if len(e.chain) < 2 or len(e.attributed_to) != 1 or not checks.relays.match(fold(e.attributed_to[0])):
        return ()
    return (e.chain[1],) if e.chain[0] == e.attributed_to[0] else ()


def each_alone(text: str, source: Evidence | None, checks: Checks) -> bool:
    """Whether the words beside several speakers say that each speaks alone: "ont annoncé séparément X et Y"."""
    if source is None:
        return False
    return checks.each.search(fold(text[max(0, source.start - _BESIDE) : source.end + _BESIDE])) is not None


def marked(e: Event, checks: Checks) -> str:
    """The word that sets a record apart from its like ("autre", "troisième"); empty where none does."""
    quote, first = e.evidence[0].quote, e.evidence[0].start
    if ":verb." not in e.rule:  # "les accords conclus lors de la deuxième réunion" are no second agreement
        at = max(0, e.trigger.start - first)
        quote = quote[max(0, at - _BY_NOUN) : at + len(e.trigger.quote) + _BY_NOUN]
    found = checks.other.search(fold(quote))
    return found.group() if found else ""
