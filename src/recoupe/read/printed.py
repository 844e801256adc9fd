"""Printed dates and agency credits: whole lines, or the start or the end of a paragraph. Rules: ``printed.toml``."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from recoupe.read.blocks import LONGEST_TITLE, Line, heading_like
from recoupe.read.boundaries import BLANKS
from recoupe.read.data import load
from recoupe.read.masks import LONGEST_LINE, Rule, Scope, expand, rules
from recoupe.read.outlets import named
from recoupe.records import Block, BlockKind, Evidence
from recoupe.text import Span, plain, trim

FILE = "printed.toml"
_NUMERIC = re.compile(r"(\d{1,4})[/.-](\d\d?)[/.-](\d{1,4})")
_LETTERS, _DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")
_LAST_DAY = 31
NEAR_TOP = 5
"""A date that nothing else marks as one of publication counts among so many first lines."""


@dataclass(slots=True)
class Printed:
    """A printed date line or credit: its block, the date as printed, the agencies that it names.

    ``bare``: nothing but the date says so; ``change``: the date is one of a later change, not of publication;
    ``beside``: the line holds other words.
    ``outlet``: who published or gave the text, as printed beside the date; empty where nobody is named.
    """

    block: Block
    date: Evidence | None
    agencies: tuple[Evidence, ...]
    bare: bool
    change: bool
    beside: bool = False
    outlet: str = ""


class Day(NamedTuple):
    """A printed day; None for what is not printed."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    """Monday 1 to Sunday 7."""


def take(text: str, lines: Sequence[Line], language: str) -> tuple[list[Printed], list[Line]]:
    """Printed dates and credits, and the lines that are left, without the parts that those are.

    A bare date counts only near the top and only where no other line begins so: several are a chronology. One that
    shares its line with other words ("The Port Courier - 1 January") counts only where none stands by itself.
    """
    prints: list[Printed] = []
    left: list[Line] = []
    bare: list[tuple[int, Printed]] = []
    for i, line in enumerate(lines):
        whole = None if line.bullet else _find(text, line.span, language, "line")
        start = None if line.bullet or whole else _find(text, line.span, language, "prefix")
        kept = line
        if (one := whole or start) and one.beside and not i and not _title_next(text, lines):
            one = None
        if one:
            if one.bare:
                bare.append((i, one))
            else:
                prints.append(one)
                kept = _without(text, kept, one)
        if not whole and (end := _find(text, kept.span, language, "suffix")):
            prints.append(end)
            kept = _without(text, kept, end)
        if kept.start < kept.end:
            left.append(kept)
    bare = [row for row in bare if not row[1].beside] or bare
    if len(bare) == 1 and bare[0][0] < NEAR_TOP:
        only = bare[0][1]
        prints.append(only)
        left = [_without(text, line, only) if line.start == only.block.start else line for line in left]
        left = [line for line in left if line.start < line.end]
    prints.sort(key=lambda one: one.block)
    starts = [one.block.start for one in prints]
    # lines on two sides of a printed part are never joined
    apart = {b.start for a, b in pairwise(left) if bisect(starts, a.start) != bisect(starts, b.start)}
    return prints, [replace(line, gap=True) if line.start in apart else line for line in left]


def _title_next(text: str, lines: Sequence[Line]) -> bool:
    """Whether the second line may be a title: a first line that holds more than a date is else the title itself."""
    return len(lines) > 1 and heading_like(text, lines[1], LONGEST_TITLE)


def _without(text: str, line: Line, one: Printed) -> Line:
    """The line without the printed part at its start or its end; empty where that is the whole line."""
    if one.block.start <= line.start:
        start, end = trim(text, (one.block.end, max(line.end, one.block.end)), BLANKS)
    else:
        start, end = trim(text, (line.start, one.block.start), BLANKS)
    return replace(line, start=start, end=end)


def _find(text: str, span: Span, language: str, scope: Scope) -> Printed | None:
    """The first rule of the scope that the span, its start or its end matches; None where none does."""
    start, end = span
    if scope == "line" and end - start > LONGEST_LINE:
        return None
    window = (max(start, end - 200), end) if scope == "suffix" else (start, min(end, start + LONGEST_LINE))
    flat = plain(text[window[0] : window[1]])
    for rule in _of_scope(language, scope):
        match = _match(rule, flat)
        if match is None or not match.group().strip():
            continue
        piece = trim(text, (window[0] + match.start(), window[0] + match.end()), BLANKS)
        kind: BlockKind = "dateline" if rule.kind == "dateline" else "credit"
        said = next((g for g in ("date", "date2") if g in rule.pattern.groupindex and match.start(g) >= 0), None)
        date = Evidence.of(text, (window[0] + match.start(said), window[0] + match.end(said))) if said else None
        outlet = match["outlet"] if "outlet" in rule.pattern.groupindex else ""
        return Printed(
            Block(*piece, kind),
            date,
            _agencies(text, piece, language),
            rule.bare,
            rule.change,
            rule.beside,
            outlet or "",
        )
    return None


@cache
def _of_scope(language: str, scope: Scope) -> tuple[Rule, ...]:
    """The rules of a scope, those of a date alone on its line first."""
    return tuple(sorted((r for r in rules(language, FILE) if r.scope == scope), key=lambda r: r.beside))


def day_of(quote: str, language: str) -> Day:
    """What a printed date says, as :func:`take` finds them; two digits are a year of this century."""
    low = plain(quote).lower()
    if numbers := _NUMERIC.search(low):
        first, middle, last = (int(n) for n in numbers.groups())
        if first > _LAST_DAY:
            return Day(first, middle, last)
        return Day(last if last >= 100 else 2000 + last, middle, first)
    table = load(language, FILE)
    words, found = _LETTERS.findall(low), [int(n) for n in _DIGITS.findall(low)]
    year = next((n for n in found if n > _LAST_DAY), None)
    day = next((n for n in found if n <= _LAST_DAY), None)
    names = words if day is None else [w for w in words if w != "er"]
    weekday = _named_in(table["weekdays"], names[0]) if len(names) > 1 or day is None else None
    month = _named_in(table["months"], names[-1]) if day is not None else None
    return Day(year, month, day, weekday)


def _named_in(table: dict[str, int], word: str) -> int | None:
    return next((number for start, number in table.items() if word.startswith(start)), None)


def _match(rule: Rule, flat: str) -> re.Match[str] | None:
    if rule.scope == "line":
        return rule.pattern.fullmatch(flat)
    if rule.scope == "prefix":
        return rule.pattern.match(flat)
    return next((match for match in rule.pattern.finditer(flat) if match.end() == len(flat)), None)


def _agencies(text: str, span: Span, language: str) -> tuple[Evidence, ...]:
    """The agencies named in a credit, each once, and what stands in its brackets as capitals alone."""
    found: dict[str, Evidence] = {}
    for match in agency_pattern(language).finditer(plain(text[span[0] : span[1]])):
        one = Evidence.of(text, (span[0] + match.start("agency"), span[0] + match.end("agency")))
        found.setdefault(named(one.quote), one)
    return tuple(found.values())


@cache
def agency_pattern(language: str) -> re.Pattern[str]:
    """Finds the news agencies in a credit: group "agency" is the name as written."""
    fragments: dict[str, str] = load(language, FILE)["fragments"]
    known = expand("<<agency>>", fragments)
    return re.compile(rf"(?<!\w)(?P<agency>{known}|(?<=\()(?-i:[A-ZÉ]{{2,6}})(?=\)))(?!\w)", re.IGNORECASE)
