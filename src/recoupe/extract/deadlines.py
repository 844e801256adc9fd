"""Deadlines and limited spells: how long, and until when only where the text says what it is counted from.

"Dans les 50 jours" has a duration and no due date: nobody says when the clock started. "D'ici au 18 août" has a due
date and no duration. "Un cessez-le-feu de 30 jours à partir du 1er mai" has both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import msgspec

from recoupe.extract import calendar as cal
from recoupe.extract.calendar import DAY
from recoupe.extract.timex import line_spans
from recoupe.lang.base import Sentence
from recoupe.lang.fr import deadlines as words
from recoupe.lang.fr import timex as french
from recoupe.records import Deadline, Evidence, Timex

_LAPSE = re.compile(r"^(?:PT(\d+)H|P(\d+)([DWMY]))$")
_REACH = 70
_MONTH = 27
"""Days between the ends of the shortest month."""


class _Around(NamedTuple):
    """What stands around an expression: the text in plain lower case, the words right before it, and its sentence."""

    low: str
    before: str
    timexes: Sequence[Timex]
    home: tuple[int, int]


def find_deadlines(
    text: str, sentences: Sequence[Sentence], timexes: Sequence[Timex], *, document: str = ""
) -> list[Deadline]:
    """Deadlines in order. ``timexes`` are those of :func:`~recoupe.extract.timex.find_timex` for the same text."""
    low = french.lowered(text)
    bounds = [s.span for s in sentences] or line_spans(text)
    found = []
    for timex in timexes:
        start, end = timex.evidence.span
        home = next((b for b in bounds if b[0] <= start and end <= b[1]), (0, len(text)))
        around = _Around(low, low[max(home[0], start - 60) : start], timexes, home)
        if timex.type == "DURATION" or (timex.rule.startswith("in@")):
            deadline = _lapse(text, around, timex, document)
        else:
            deadline = _due(text, around, timex, document)
        if deadline is not None:
            found.append(deadline)
    return found


def of_its_promise(low: str, home: tuple[int, int], timexes: Sequence[Timex], timex: Timex) -> Timex:
    """A limit as it was meant when a promise of before the text was made: "s'était engagée le 20 mai à ouvrir avant la
    fin du mois" is due in May. ``low``: the text in plain lower case."""
    start, end = timex.evidence.span
    within = words.OF_THE_TIME.search(low, start, end)
    made = words.PROMISED_BEFORE.search(low, home[0], start) if within is not None else None
    if within is None or made is None:
        return timex
    days = [t for t in timexes if made.end() <= t.evidence.start and t.evidence.end <= start and t.earliest]
    if len(days) != 1 or days[0].earliest != days[0].latest:
        return timex
    if "mois" not in within[0]:
        return msgspec.structs.replace(timex, value=None, earliest=None, latest=None)
    month = date.fromisoformat(days[0].earliest or "").replace(day=1)
    last = cal.months_after(month, 1) - DAY
    return msgspec.structs.replace(timex, value=None, earliest=last.isoformat(), latest=last.isoformat())


def _due(text: str, around: _Around, timex: Timex, document: str) -> Deadline | None:
    """ "d'ici au 18 août": due on the day itself, or by the end of the period named."""
    start, end = timex.evidence.span
    own = words.DUE_INSIDE.match(french.lowered(text[start:end]))
    match = words.DUE.search(around.before)
    if not own and match is None:
        return None
    if timex.type == "SET" or (timex.value or "").endswith("_REF"):
        return None
    timex = of_its_promise(around.low, around.home, around.timexes, timex)
    first, last = timex.latest if timex.value else timex.earliest, timex.latest
    if match is not None and _before_it_begins(match["due"], low=around.low[start:end], timex=timex):
        last = first = (date.fromisoformat(timex.earliest or "") - DAY).isoformat()
    span = (start - len(match["due"]) - (around.before[match.end("due") :].count(" ")) if match else start, end)
    return Deadline(
        document=document,
        evidence=Evidence.of(text, span),
        due_earliest=first,
        due_latest=last,
        counted_from=timex.evidence if timex.latest and timex.anchor == "calendar" else None,
        rule="due@1",
    )


def _before_it_begins(due: str, *, low: str, timex: Timex) -> bool:
    """Whether what is due before a period is due before it begins ("avant mai", "avant l'hiver"): a month or more, of
    which no part is named ("avant la fin du mois")."""
    if not due.startswith("avant") or timex.earliest is None or timex.latest is None or words.PART.search(low):
        return False
    return (date.fromisoformat(timex.latest) - date.fromisoformat(timex.earliest)).days >= _MONTH


def _lapse(text: str, around: _Around, timex: Timex, document: str) -> Deadline | None:
    low = around.low
    start, end = timex.evidence.span
    own = words.WITHIN_INSIDE.match(low, start, end)
    match = words.SPELL.search(around.before) or words.WITHIN.search(around.before)
    if not own and (match is None or not _is_limit(match, low, end)):
        return None
    if words.NARRATED.match(low, end) and not own:
        return None
    span = (start if own or match is None else start - len(around.before) + match.start(), end)
    origin = next((t for t in around.timexes if _starts(low, t, end, around.home)), None)
    value = timex.value if timex.type == "DURATION" else _length(low[start:end])
    first, last = (None, None)
    if origin is not None:
        first, last = added(origin.earliest, value), added(origin.latest, value)
    elif timex.type == "DATE":  # "dans huit jours" is counted from the day of the document
        first, last = timex.earliest, timex.latest
    return Deadline(
        document=document,
        evidence=Evidence.of(text, span),
        duration=value,
        due_earliest=first,
        due_latest=last,
        counted_from=origin.evidence if origin and first else None,
        rule="lapse@1",
    )


def _is_limit(match: re.Match[str], low: str, end: int) -> bool:
    """Verbs of giving make a limit only with "pour": "leur laisse dix jours pour répondre"."""
    within = match.groupdict().get("within")
    if within is None or words.LIMIT.match(within):
        return True
    return bool(words.PURPOSE.match(low, end))


def _starts(low: str, timex: Timex, end: int, home: tuple[int, int]) -> bool:
    """Whether an expression of the same sentence says when the lapse begins: "à partir du 1er mai"."""
    start = timex.evidence.start
    near = home[0] <= start < home[1] and 0 <= start - end <= _REACH
    return near and timex.type in ("DATE", "TIME") and bool(words.START.search(low[max(0, start - 30) : start]))


def _length(expression: str) -> str | None:
    hit = next((h for h in french.scan(expression) if "unit" in h.groups), None)
    if hit is None:
        return None
    number, unit = hit.groups.get("num", hit.groups.get("aine", 1)), hit.groups["unit"]
    return f"PT{number:g}{unit[1]}" if unit.startswith("T") else f"P{number:g}{unit}"


def added(day: str | None, duration: str | None) -> str | None:
    """The ISO day so long after one; None where one of the two is unknown."""
    match = _LAPSE.match(duration or "")
    if day is None or match is None:
        return None
    start = date.fromisoformat(day)
    if match[1]:
        return (start + -(-int(match[1]) // 24) * DAY).isoformat()
    count, unit = int(match[2]), match[3]
    if unit in "DW":
        return (start + count * (7 if unit == "W" else 1) * DAY).isoformat()
    return cal.months_after(start, count * (12 if unit == "Y" else 1)).isoformat()
