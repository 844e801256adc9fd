"""Printed dates and agency credits: whole lines, or the start or the end of a paragraph. Rules: ``printed.toml``."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from recoupe.read.blocks import Line
from recoupe.read.boundaries import BLANKS
from recoupe.read.data import load
from recoupe.read.masks import LONGEST_LINE, Rule, Scope, expand, rules
from recoupe.read.outlets import named
from recoupe.records import Block, BlockKind, Evidence
from recoupe.text import Span, plain, trim

FILE = "printed.toml"
NEAR_TOP = 5
"""A date that nothing else marks as one of publication counts among so many first lines."""


@dataclass(slots=True)
class Printed:
    """A printed date line or credit: its block, the date as printed, the agencies that it names.

    ``bare``: nothing but the date says so; ``change``: the date is one of a later change, not of publication.
    ``outlet``: who published or gave the text, as printed beside the date; empty where nobody is named.
    """

    block: Block
    date: Evidence | None
    agencies: tuple[Evidence, ...]
    bare: bool
    change: bool
    outlet: str = ""


def take(text: str, lines: Sequence[Line], language: str) -> tuple[list[Printed], list[Line]]:
    """Printed dates and credits, and the lines that are left, without the parts that those are.

    A bare date counts only near the top and only where no other line begins so: several are a chronology.
    """
    prints: list[Printed] = []
    left: list[Line] = []
    bare: list[tuple[int, Printed]] = []
    for i, line in enumerate(lines):
        whole = None if line.bullet else _find(text, line.span, language, "line")
        start = None if line.bullet or whole else _find(text, line.span, language, "prefix")
        kept = line
        if one := whole or start:
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
    for rule in rules(language, FILE):
        match = _match(rule, flat) if rule.scope == scope else None
        if match is None or not match.group().strip():
            continue
        piece = trim(text, (window[0] + match.start(), window[0] + match.end()), BLANKS)
        kind: BlockKind = "dateline" if rule.kind == "dateline" else "credit"
        date = None
        if "date" in rule.pattern.groupindex and match.start("date") >= 0:
            date = Evidence.of(text, (window[0] + match.start("date"), window[0] + match.end("date")))
        outlet = match["outlet"] if "outlet" in rule.pattern.groupindex else ""
        return Printed(
            Block(*piece, kind), date, _agencies(text, piece, language), rule.bare, rule.change, outlet or ""
        )
    return None


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
