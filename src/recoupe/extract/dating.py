"""The date of a document: given, printed, or inferred as an interval with one quote for each step.

Every rule keeps a set of days on which the text could have been written; the result is their intersection. A rule that
would leave nothing contradicts the ones before it: it is reported and not applied. No rule guesses: what French news
allows is kept, so the interval is wide where the text says little, and absent where it says nothing.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from recoupe.extract import calendar as cal
from recoupe.extract import days as sets
from recoupe.extract.calendar import DAY
from recoupe.extract.knowledge import Knowledge, Office, load_knowledge
from recoupe.extract.timex import line_spans
from recoupe.lang.base import Sentence
from recoupe.lang.fr import timex as french
from recoupe.lang.fr.tense import Sense, clauses_of
from recoupe.read.printed import day_of
from recoupe.records import Dating, DatingBasis, DatingStep, Document, Evidence, Timex
from recoupe.text import Span

__all__ = ["date_document", "load_knowledge"]

BY_SIBLING: DatingBasis = "from a sibling document"
PRINTED = "printed date"
"""Rule of a dating that a date printed in full gives."""
_TOLD_AFTER = 31
"""Days after which news no longer names a past day by weekday and month without its year."""
_TOLD_BEFORE = 180
"""Days before which it names no day to come so."""
FRESH_NIGHT, _FRESH_PART = 2, 4
"""Days for which news still says "la nuit de mercredi à jeudi", "lundi matin" without a date."""
_SLACK = 45
"""Days after a day told as to come: a summary of the month may still tell it so."""
_AHEAD = re.compile(r"\b(?:pour|d'ici|avant|jusqu'|horizon|à partir d)\b")
_AIMED = re.compile(r"\bpour (?:une?|le|la|son|sa|leur) [\w'-]+ (?:(?:en|le|au|à|dès) )?$")
_OFFICE_MARGIN = 7 * DAY


class _Found(NamedTuple):
    span: Span
    rule: str
    days: int
    knowledge: str | None = None


@dataclass(slots=True)
class _Scene:
    text: str
    low: str
    hits: list[tuple[french.Found, Sense]]


def date_document(
    document: Document,
    sentences: Sequence[Sentence],
    timexes: Sequence[Timex] = (),
    knowledge: Knowledge | None = None,
    *,
    until: date | None = None,
) -> Dating:
    """When the document was published: ``given``, else an interval with its steps, else basis "none".

    An end that the text does not bound is None. With ``knowledge`` None the calendar alone is used. ``timexes`` may
    be given to skip what lies under a mask: where there are any, only their expressions are read. ``until`` is the day
    the document was read: it dates nothing by itself, and an interval that only it closes stays open.
    """
    return date_with_days(document, sentences, timexes, knowledge, until=until)[0]


def date_with_days(
    document: Document,
    sentences: Sequence[Sentence],
    timexes: Sequence[Timex] = (),
    knowledge: Knowledge | None = None,
    *,
    until: date | None = None,
) -> tuple[Dating, int]:
    """The same, with the days that are left as a set of :mod:`recoupe.extract.days`."""
    if document.date:
        day = document.date[:10]
        given = date.fromisoformat(day)
        return Dating(document=document.id, basis="given", earliest=day, latest=day), sets.between(given, given)
    scene = _scene(document, sentences, timexes)
    printed = _printed(document)
    if printed is not None and printed.rule == PRINTED and printed.days:
        kept = sets.members(printed.days)
        step = DatingStep(Evidence.of(document.text, printed.span), printed.rule, len(kept))
        iso = kept[0].isoformat()
        found = Dating(document=document.id, basis="in the text", earliest=iso, latest=iso, steps=(step,))
        return found, printed.days
    steps: list[DatingStep] = []
    possible = sets.between(None, until)
    rules = itertools.chain([printed] if printed is not None else [], _calendar_rules(scene))
    left = _apply(document.text, possible, rules, steps)
    by_calendar = left
    if knowledge is not None:
        left = _apply(document.text, left, _knowledge_rules(scene, knowledge), steps)
    basis: DatingBasis = "none" if left == possible else "in the text"
    if left != by_calendar:
        basis = "in the text with dated knowledge"
    return _dating(document.id, basis, left, steps, until), left


def narrowed(dating: Dating, kept: int, step: DatingStep) -> Dating:
    """The dating where another document leaves only these days, by this step."""
    return _dating(dating.document, BY_SIBLING, kept, (*dating.steps, step))


def _dating(
    document: str, basis: DatingBasis, left: int, steps: Sequence[DatingStep], until: date | None = None
) -> Dating:
    first, last = sets.ends(left) if basis != "none" else (None, None)
    if last is not None and until is not None and (until - last).days < 7:
        last = None
    kept = left.bit_count()
    every = first is not None and last is not None and (last - first).days + 1 == kept
    candidates = tuple(d.isoformat() for d in sets.members(left)) if kept <= sets.MOST_CANDIDATES and not every else ()
    return Dating(document=document, basis=basis, earliest=first.isoformat() if first else None,
                  latest=last.isoformat() if last else None, candidates=candidates, steps=tuple(steps))  # fmt: skip


def _apply(text: str, left: int, rules: Iterator[_Found], steps: list[DatingStep]) -> int:
    """Intersect rule after rule; keep the steps that narrow, and those that would leave nothing."""
    for found in rules:
        after = left & found.days
        if after == left:
            continue
        contradicts = not after
        left = left if contradicts else after
        evidence = Evidence.of(text, found.span)
        steps.append(DatingStep(evidence, found.rule, left.bit_count(), found.knowledge, contradicts))
    return left


def _scene(document: Document, sentences: Sequence[Sentence], timexes: Sequence[Timex]) -> _Scene:
    text, low = document.text, french.lowered(document.text)
    for mask in document.masks:  # nothing is dated by a menu or an advertisement
        low = low[: mask.start] + re.sub(r"[^\n]", " ", low[mask.start : mask.end]) + low[mask.end :]
    spans = [s.span for s in sentences] or line_spans(text)
    read = {t.evidence.start for t in timexes}
    hits: list[tuple[french.Found, Sense]] = []
    for start, end in spans:
        found = [h for h in french.scan_sentence(low, start, end) if not read or h.start in read]
        clauses = clauses_of(low, text, start, end) if found else None
        hits += [(h, clauses.sense(h.start, h.end)) for h in found if clauses]
    return _Scene(text, low, hits)


# -- printed dates -----------------------------------------------------------------------------------------------------


def _printed(document: Document) -> _Found | None:
    """The days of the printed date that reading found; without its year, each year in which it falls on its weekday."""
    if document.printed_date is None:
        return None
    year, month, day, weekday = day_of(document.printed_date.quote, document.language)
    span = document.printed_date.span
    if day is None or month is None:
        return _Found(span, "printed weekday", sets.weekdays(weekday)) if weekday else None
    if year is not None:
        exact = cal.day_of(year, month, day)
        return _Found(span, PRINTED, sets.between(exact, exact)) if exact else None
    every = (cal.day_of(y, month, day) for y in range(sets.FIRST.year, sets.LAST.year + 1))
    kept = sum(sets.between(d, d) for d in every if d and d.isoweekday() == (weekday or d.isoweekday()))
    return _Found(span, "printed day and month", kept)


def _full_day(hit: french.Found) -> date | None:
    if hit.row.resolve == "numeric":
        return cal.day_of(hit.groups["year"], hit.groups["mm"], hit.groups["dd"])
    if hit.row.resolve == "day" and "year" in hit.groups:
        return cal.day_of(hit.groups["year"], hit.groups["month"], hit.groups["day"])
    return None


# -- the calendar alone ------------------------------------------------------------------------------------------------


def _calendar_rules(scene: _Scene) -> Iterator[_Found]:
    parts = {h.groups["weekday"] for h, _ in scene.hits if h.row.resolve == "weekday" and _has_part(h.groups)}
    nights = {h.groups.get("weekday2") for h, _ in scene.hits if h.row.resolve == "night" and "day2" not in h.groups}
    for number, (hit, sense) in enumerate(scene.hits):
        if len(nights) > 1 and hit.row.resolve == "night":
            continue
        if len(parts) > 1 and hit.row.resolve == "weekday":
            continue  # "mardi matin", then "vendredi soir": which of them is the fresh one is not said
        span = (hit.start, hit.end)
        following = scene.hits[number + 1][0] if number + 1 < len(scene.hits) else None
        for rule, kept in _rules_of(hit, sense, following, scene):
            yield _Found(span, rule, kept)


def _rules_of(
    hit: french.Found, sense: Sense, following: french.Found | None, scene: _Scene
) -> Iterator[tuple[str, int]]:
    g, kind, way = hit.groups, hit.row.resolve, sense.direction
    attributive = scene.low[max(0, hit.start - 3) : hit.start] in ("du ", "de ", " d'") or hit.row.name == "day-range"
    if _AHEAD.search(scene.low[max(0, hit.start - 16) : hit.end]):
        way = "future"
    elif _AIMED.search(scene.low[max(0, hit.start - 40) : hit.start]):
        way = None  # "collectés pour un lancement en janvier": the month is that of the launch, and not of the verb
    if (day := _full_day(hit)) is not None:
        if way == "past" and not sense.plan and not attributive:
            yield "a past date", sets.between(day, None)
        elif way == "future" and not attributive:
            yield "a date to come", sets.between(None, day + _SLACK * DAY)
    elif kind == "year" and "year" in g and way == "past" and not sense.plan:
        yield "a past year", sets.between(date(g["year"], 1, 1), None)
    elif kind == "year" and "year" in g and scene.low[max(0, hit.start - 12) : hit.start].endswith("depuis "):
        yield "since a year", sets.between(date(g["year"], 1, 1), None)
    elif kind in ("month", "season") and "year" in g and way == "past" and not sense.plan and hit.row.name != "season":
        yield "a past month", sets.between(cal.month(g["year"], g.get("month", 1))[0], None)
    elif kind == "day" and "year" not in g and "month" in g:
        yield from _yearless(g, sense, attributive)
    elif kind == "night" and "weekday2" in g and "day2" not in g and way == "past":
        last = g["weekday2"]
        yield "a night just past", sets.weekdays(*((last - 1 + i) % 7 + 1 for i in range(FRESH_NIGHT + 1)))
    elif kind == "night" and "day2" in g and way == "past":
        yield from _yearless({"day": g["day2"], "month": g.get("month2", g.get("month"))}, sense, False)
    elif kind == "weekday" and way == "past" and _has_part(g) and "rel" not in g:
        first = g["weekday"]
        yield "a part of a day just past", sets.weekdays(*((first - 1 + i) % 7 + 1 for i in range(_FRESH_PART + 1)))
    elif kind == "near":
        yield from _named_today(hit, following)
    elif kind == "year" and "rel" not in g and "year" not in g:
        if hit.row.name == "year-bound" and "début" in scene.low[hit.start : hit.end] and way == "past":
            yield "after the beginning of a year", sets.yearly((2, 15), (12, 31))
        elif scene.low.startswith("plus tard", hit.start):
            yield "before the end of a year", sets.yearly((1, 1), (12, 20))
    elif kind == "season" and "this" in g and way == "past" and g["season"] == "SU":
        yield "after a summer", sets.EVERY & ~sets.yearly((5, 1), (6, 20))


def _has_part(g: french.Groups) -> bool:
    return any(k.startswith("part") for k in g)


def _yearless(g: french.Groups, sense: Sense, attributive: bool) -> Iterator[tuple[str, int]]:
    """A day and month without a year: told within a year of it, within a month where the weekday is named too.

    What was planned for it ("attendu mardi 23 mai") may be ahead or past: then only the weekday tells the years.
    """
    weekday, kept, found = g.get("weekday"), 0, False
    if g.get("month") is None or sense.direction not in ("past", "future") or (sense.plan and not weekday):
        return
    for year in range(sets.FIRST.year - 1, sets.LAST.year + 2):
        day = cal.day_of(year, g["month"], g["day"])
        if day is None or (weekday and day.isoweekday() != weekday):
            continue
        found = True
        if sense.plan:
            kept |= sets.between(day - _TOLD_BEFORE * DAY, day + _TOLD_AFTER * DAY)
        elif sense.direction == "past":
            kept |= sets.between(day, day + (_TOLD_AFTER if weekday else 365) * DAY)
        elif not attributive:
            kept |= sets.between(day - (_TOLD_BEFORE if weekday else 365) * DAY, day + 7 * DAY)
    if found and kept and (weekday or g.get("day")):
        yield ("weekday, day and month" if weekday else "day and month"), kept


def _named_today(hit: french.Found, following: french.Found | None) -> Iterator[tuple[str, int]]:
    """ "aujourd'hui lundi", "hier, le 2 janvier": the day of writing is said."""
    g = hit.groups
    if "near" not in g:
        return
    if "weekday" in g:
        yield "today's weekday", sets.weekdays((g["weekday"] - 1 - g["near"]) % 7 + 1)
    if following is None or following.row.resolve != "day" or following.start - hit.end > 2:
        return
    f = following.groups
    if day := _full_day(following):
        yield "today's date", sets.between(day - g["near"] * DAY, day - g["near"] * DAY)
    elif "month" in f:
        kept = 0
        for year in range(sets.FIRST.year, sets.LAST.year + 1):
            if (day := cal.day_of(year, f["month"], f["day"])) and f.get(
                "weekday", day.isoweekday()
            ) == day.isoweekday():
                kept |= sets.between(day - g["near"] * DAY, day - g["near"] * DAY)
        yield "today's day and month", kept


# -- with dated knowledge ----------------------------------------------------------------------------------------------

_FOLD = str.maketrans("àâäáãéèêëíîïìóôöòúùûüçñšžÿ" + "\n", "aaaaaeeeeiiiioooouuuucnszy" + ".")


def _knowledge_rules(scene: _Scene, knowledge: Knowledge) -> Iterator[_Found]:
    # Folded letter for letter, so that offsets stand; a line end bounds a mention like a stop.
    folded = scene.low.translate(_FOLD)
    yield from _offices(folded, knowledge)
    for event in knowledge.events:
        for match in event.pattern.finditer(folded):
            start, end = _sentence_around(folded, match.start())
            way = clauses_of(scene.low, scene.text, start, end).sense(match.start(), match.start())
            if (
                way.direction == "past"
                and not way.plan
                and "avant " not in folded[max(start, match.start() - 12) : match.start()]
            ):
                yield _Found(
                    match.span(), "a past event", sets.between(event.first, None), f"{event.name}: {event.source}"
                )
                break


def _offices(folded: str, knowledge: Knowledge) -> Iterator[_Found]:
    """Who holds an office now bounds both ends; a holder with successors in the same text bounds the beginning only."""
    seen: dict[tuple[str, str], tuple[Span, list[Office]]] = {}
    for office in knowledge.offices:
        if match := office.pattern.search(folded):
            seen.setdefault((office.role, office.person), (match.span(), []))[1].append(office)
    latest: dict[str, date] = {}
    for (role, _), (_, terms) in seen.items():
        latest[role] = max(latest.get(role, date.min), max(t.first for t in terms))
    for (role, person), (span, terms) in seen.items():
        holds_now = max(t.first for t in terms) == latest[role]
        kept = 0
        for term in terms:
            last = term.last + _OFFICE_MARGIN if term.last and holds_now else None
            if "nouve" in folded[max(0, span[0] - 10) : span[1]]:  # "le nouveau secrétaire": in the first year
                last = min(last or date.max, term.first + 365 * DAY)
            kept |= sets.between(term.first, last)
        sources = " ; ".join(t.source for t in terms)
        yield _Found(span, "who holds an office", kept, f"{person}, {role}: {sources}")


def _sentence_around(folded: str, at: int) -> Span:
    start = max(folded.rfind(". ", 0, at), folded.rfind("..", 0, at)) + 1
    end = folded.find(".", at)
    return start, len(folded) if end < 0 else end


# -- siblings ----------------------------------------------------------------------------------------------------------
