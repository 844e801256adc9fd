"""Dated facts of the world, each with its source: who held which office, and what happened when.

The facts lie in TOML files that the user can read, edit and leave out. Rows:

    [[office]]  person, role, name, title, from (ISO day), to (ISO day, absent while in office), source
    [[event]]   name, date, until (optional), patterns, source; war = true with theatre words for a war's first day

Names, titles and patterns are regular expressions over folded text (lower case, no accents, plain apostrophes).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from recoupe.errors import BadKnowledge
from recoupe.text import fold


@dataclass(frozen=True, slots=True)
class Office:
    """A person in a role from one day to another (None: still in office when the file was written)."""

    person: str
    role: str
    first: date
    last: date | None
    pattern: re.Pattern[str]
    source: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened on a day, or from one day to another."""

    name: str
    first: date
    last: date
    pattern: re.Pattern[str]
    source: str
    war: bool = False
    theatre: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Knowledge:
    """The rows of one or more files."""

    offices: tuple[Office, ...] = ()
    events: tuple[Event, ...] = ()

    def wars(self, words: str) -> list[Event]:
        """Wars whose theatre the words name; every war of the file where they name none."""
        wars = [e for e in self.events if e.war]
        folded = fold(words)
        counts = {e.name: len(e.theatre.findall(folded)) if e.theatre else 0 for e in wars}
        best = max(counts.values(), default=0)
        # A document on one war that mentions another once stays with the one it names most.
        return [e for e in wars if counts[e.name] == best and best] or wars

    def event(self, phrase: str, words: str, until: date | None) -> Event | None:
        """The one event that a phrase names, not after ``until``; None where none or several fit."""
        folded, context = fold(phrase), ""
        fit = [e for e in self.events if not e.war and e.pattern.search(folded) and (until is None or e.first <= until)]
        if not fit:
            context = fold(words)
            fit = [
                e for e in self.events if e.war and e.pattern.search(folded) and e.theatre and e.theatre.search(context)
            ]
        return fit[0] if len(fit) == 1 else None


def load_knowledge(*files: Path) -> Knowledge:
    """The rows of the files, in order. Raises :class:`BadKnowledge` naming the file and the row that is wrong."""
    offices: list[Office] = []
    events: list[Event] = []
    for path in files:
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise BadKnowledge(path, "the file", str(error)) from error
        for row in data.get("office", []):
            offices.append(_office(path, row))
        for row in data.get("event", []):
            events.append(_event(path, row))
    return Knowledge(tuple(offices), tuple(events))


def _office(path: Path, row: dict[str, Any]) -> Office:
    where = f"office {row.get('person', '?')}"
    last = _date(path, where, row["to"]) if "to" in row else None
    return Office(
        person=_text(path, where, row, "person"),
        role=_text(path, where, row, "role"),
        first=_date(path, where, row.get("from")),
        last=last,
        pattern=_mention(path, where, row),
        source=_text(path, where, row, "source"),
    )


def _event(path: Path, row: dict[str, Any]) -> Event:
    where = f"event {row.get('name', '?')}"
    first = _date(path, where, row.get("date"))
    theatre = _compile(path, where, row["theatre"]) if row.get("theatre") else None
    return Event(
        name=_text(path, where, row, "name"),
        first=first,
        last=_date(path, where, row["until"]) if "until" in row else first,
        pattern=_pattern(path, where, row),
        source=_text(path, where, row, "source"),
        war=bool(row.get("war")),
        theatre=theatre,
    )


def _text(path: Path, where: str, row: dict[str, Any], key: str) -> str:
    if not isinstance(row.get(key), str) or not row[key].strip():
        raise BadKnowledge(path, where, f"lacks {key}")
    return str(row[key])


def _date(path: Path, where: str, value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise BadKnowledge(path, where, f"{value!r} is no ISO day") from error


def _pattern(path: Path, where: str, row: dict[str, Any]) -> re.Pattern[str]:
    if not row.get("patterns"):
        raise BadKnowledge(path, where, "lacks patterns")
    return _compile(path, where, row["patterns"])


def _mention(path: Path, where: str, row: dict[str, Any]) -> re.Pattern[str]:
    """The title beside the name, in either order, not "former"."""
    name, title = _text(path, where, row, "name"), _text(path, where, row, "title")
    before = rf"(?<!ancien )(?<!ancienne )(?<!ex-)(?<!alors )(?:{title}),? (?:m\. |mme )?(?:{name})"
    return _compile(path, where, [before, rf"(?:{name}),? (?:le |la |l')?(?:{title})"])


def _compile(path: Path, where: str, patterns: list[str]) -> re.Pattern[str]:
    try:
        return re.compile("|".join(rf"(?<!\w)(?:{p})(?!\w)" for p in patterns))
    except re.error as error:
        raise BadKnowledge(path, where, f"pattern does not compile: {error}") from error
