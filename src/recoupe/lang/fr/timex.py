"""French time expressions as groups with normalised values: expressions compiled from timex.toml, one per first letter.

What a language gives for dates is :func:`scan`; what the groups mean on a calendar is no matter of language.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from recoupe.errors import BadKnowledge
from recoupe.lang.fr.firsts import prefixes, starts_with
from recoupe.text import plain

PATH = Path(__file__).with_name("timex.toml")
Groups = dict[str, Any]
_MACRO = re.compile(r"\{([a-z]+)(\d*)\}")
_GROUP = re.compile(r"\(\?P(<|=)([a-z_]+?\d*)([>)])")
_WORD = re.compile(r"(?<![\w])(?<!\w-)(?<!\d[.,])\w")
_HEAD = 3
"""Characters by which a word that starts no expression is passed over."""
_INTEGERS = {"day", "year", "mm", "dd", "hour", "minute", "minute_colon", "decade"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the file: how an expression looks, and the name of what resolves it."""

    name: str
    resolve: str
    type: str
    value: str | None
    pattern: str
    test: tuple[str, str, str]


@dataclass(slots=True)
class Found:
    """An expression in a text: its row, its offsets, and its groups (numbers as numbers, months 1 to 12…)."""

    row: Row
    start: int
    end: int
    groups: Groups = field(default_factory=dict)
    offsets: dict[str, int] = field(default_factory=dict)
    """Where the groups start."""


@dataclass(frozen=True, slots=True)
class _Compiled:
    rows: tuple[Row, ...]
    tables: dict[str, dict[str, Any]]
    patterns: tuple[tuple[str, frozenset[str]], ...]
    """Of each row: its expanded pattern, and the characters that a match can start with."""
    heads: frozenset[str]
    """The first characters of every match of any row."""
    trigger: re.Pattern[str]


def rows() -> tuple[Row, ...]:
    """Every row of the file, in the order of preference."""
    return _compiled().rows


def lowered(text: str) -> str:
    """Lower case with plain apostrophes and spaces, offset for offset."""
    low = plain(text).lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) != 1 else c.lower() for c in plain(text))


def scan(low: str, start: int = 0, end: int | None = None) -> Iterator[Found]:
    """Expressions of a :func:`lowered` text between two offsets, in order, without overlap."""
    known = _compiled()
    for left, right in _windows(known.trigger, low, start, len(low) if end is None else end):
        free = left
        for word in _WORD.finditer(low, left, right):
            if word.start() < free or not starts_with(known.heads, low, word.start(), _HEAD):
                continue
            if (master := _master(low[word.start()])) is None:
                continue
            match = master.match(low, word.start(), right)
            if match is None or match.end() == match.start():
                continue
            free = match.end()
            number = int((match.lastgroup or "")[1:])
            row = known.rows[number]
            if row.resolve != "trap":
                found = _found(row, number, match, known.tables)
                if None not in found.groups.values():
                    yield found


@lru_cache(maxsize=256)
def scan_sentence(low: str, start: int, end: int) -> tuple[Found, ...]:
    """What :func:`scan` finds, remembered: dating and time expressions read the same sentences, one after the other."""
    return tuple(scan(low, start, end))


def _windows(trigger: re.Pattern[str], low: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches of line around the words without which no row matches: most of a text is never tried."""
    left = right = -1
    for match in trigger.finditer(low, start, end):
        at = max(start, match.start() - 60, low.rfind("\n", start, match.start()) + 1)
        if at == match.start() - 60 and (space := low.find(" ", at, match.start())) >= 0:
            at = space + 1
        until = low.find("\n", match.end(), min(end, match.end() + 100))
        until = min(end, match.end() + 100) if until < 0 else until
        if right < 0:
            left, right = at, until
        elif at <= right:
            right = max(right, until)
        else:
            yield left, right
            left, right = at, until
    if right >= 0:
        yield left, right


def _found(row: Row, number: int, match: re.Match[str], tables: dict[str, dict[str, Any]]) -> Found:
    groups: Groups = {}
    offsets: dict[str, int] = {}
    for key, (index, base) in _index(match.re, number).items():
        raw = match.group(index)
        if raw is not None:
            groups[key] = _value(base, raw, tables)
            offsets[key] = match.start(index)
    return Found(row, match.start(), match.end(), groups, offsets)


@cache
def _index(master: re.Pattern[str], number: int) -> dict[str, tuple[int, str]]:
    """Of one row: name of a group -> its index in the expression, and the table its values come from."""
    suffix = f"_{number}"
    mine = {k[: -len(suffix)]: i for k, i in master.groupindex.items() if k.endswith(suffix)}
    return {k: (i, k.rstrip("0123456789")) for k, i in mine.items()}


def _value(base: str, raw: str, tables: dict[str, dict[str, Any]]) -> Any:
    if base in tables and base != "number":
        return tables[base].get(raw, raw)
    if base in ("num", "ordnum"):
        return number_of(raw)
    if base in _INTEGERS:
        return 1 if raw == "premier" else int(raw)
    return raw


def number_of(raw: str) -> float | None:
    """A cardinal in digits ("1.000", "2,5") or in words ("quarante-cinq"), read by text2num; None for no number."""
    if raw[0].isdigit():
        joined = re.sub(r"[. ](?=\d{3})", "", raw).replace(",", ".")
        return float(joined)
    simple = _compiled().tables["number"].get(raw)
    if simple is not None:
        return float(simple)
    from text_to_num import text2num

    try:
        return float(text2num(raw, "fr"))
    except ValueError:  # "deux un": a run of number words that is no number
        return None


@cache
def _compiled() -> _Compiled:
    with PATH.open("rb") as file:
        data = tomllib.load(file)
    tables: dict[str, dict[str, Any]] = data["tables"]
    words = {name: _alternatives(table) for name, table in tables.items()}
    macros = {**{name: f"(?P<{name}>{w})" for name, w in words.items()}, "number": words["number"]}
    macros |= {name: _spell(pattern, words) for name, pattern in data["macros"].items()}
    found = tuple(_row(raw) for raw in data["pattern"])
    patterns = [_expand(row, macros, number) for number, row in enumerate(found)]
    firsts = tuple((p, frozenset(x[:1] for x in prefixes(p, 1))) for p in patterns)
    heads = frozenset[str]().union(*(prefixes(p, _HEAD) for p in patterns)) - {""}
    return _Compiled(found, tables, firsts, heads, re.compile(rf"\b(?:{_spell(data['trigger'], words)})"))


@cache
def _master(first: str) -> re.Pattern[str] | None:
    """The rows that can start with a character, in the order of preference; None where none can.

    The row that matched is told by an empty group after it: a group around it would keep the engine from passing over
    a row by its first letter.
    """
    parts = [
        f"{p}(?P<r{n}>)" if "|" not in p else f"(?:{p})(?P<r{n}>)"
        for n, (p, firsts) in enumerate(_compiled().patterns)
        if first in firsts
    ]
    return re.compile(rf"(?:{'|'.join(parts)})(?!\w)") if parts else None


def _row(raw: dict[str, Any]) -> Row:
    try:
        sentence, day, value = raw["test"]
        return Row(
            raw["name"],
            raw["resolve"],
            raw.get("type", "DATE"),
            raw.get("value"),
            raw["pattern"],
            (sentence, day, value),
        )
    except (KeyError, ValueError) as error:
        raise BadKnowledge(PATH, f"pattern {raw.get('name', '?')}", f"lacks or misstates {error}") from error


def _alternatives(table: dict[str, Any]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", " ") for w in sorted(table, key=len, reverse=True))


def _spell(pattern: str, words: dict[str, str]) -> str:
    return re.sub(r"@([a-z]+)@", lambda m: f"(?:{words[m[1]]})", pattern)


def _expand(row: Row, macros: dict[str, str], number: int) -> str:
    """The pattern with its macros written out, and every group name made unique by the row's number."""

    def macro(match: re.Match[str]) -> str:
        name, digit = match[1] + match[2], match[2]
        if name in macros:
            return macros[name] if name != "number" else f"(?:{macros[name]})"
        if match[1] not in macros:
            raise BadKnowledge(PATH, f"pattern {row.name}", f"knows no macro {{{name}}}")
        return _GROUP.sub(lambda g: f"(?P{g[1]}{g[2]}{digit}{g[3]}", macros[match[1]])

    pattern = row.pattern
    while _MACRO.search(pattern):
        pattern = _MACRO.sub(macro, pattern)
    seen: dict[str, int] = {}

    def unique(match: re.Match[str]) -> str:
        name = match[2]
        if match[1] == "=":
            return f"(?P={name}_{number})"
        # The same macro twice in one row: the later ones are told apart by a letter, and read as the same group.
        count = seen[name] = seen.get(name, 0) + 1
        return f"(?P<{name}{'' if count == 1 else 9 * 10 ** (count - 1) + count}_{number}>"

    return _GROUP.sub(unique, pattern)
