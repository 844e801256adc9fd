"""Days, numbers and signs for templates, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from recoupe.export import reviewing
from recoupe.export.board import due, proposed
from recoupe.export.findings import bond_lines, headline, numbers, to_come, value, who, why
from recoupe.export.reviewing import remarks
from recoupe.export.wording import YEARS, date_of, day, interval
from recoupe.export.wording import kind_of as event
from recoupe.messages import Messages
from recoupe.records import Event, Record, Statement
from recoupe.text import shorten
from recoupe.views import Dated, Saying
from recoupe.views.documents import spans_of
from recoupe.views.reviews import Said
from recoupe.views.subject import Subject

SIGNS = {
    # a verdict or a stance is never told by colour alone
    "corroborated": "✓",
    "single_source": "1",
    "contested": "≠",
    "denied": "✕",
    "superseded": "↺",
    "accepts": "+",
    "supports": "+",
    "rejects": "−",
    "criticizes": "−",
    "disagrees": "≠",
    "demands": "!",
    "conditions": "?",
    "silent": "…",
    "pending": "◔",
    "kept": "✓",
    "broken": "✕",
    "missed": "✕",
    "unknown": "?",
}


_YEAR = 366
_KEPT = 8192


def number(n: float, t: Messages) -> str:
    """A number as the reader groups its digits."""
    return t.number(n) if isinstance(n, int) else _decimal(n, t.language)


@lru_cache(_KEPT)
def _decimal(n: float, language: str) -> str:
    from babel.numbers import format_decimal

    return format_decimal(n, locale=language)


def days(earliest: str | None, latest: str | None, t: Messages) -> str:
    """A day or an interval in words; "date inconnue" where neither end is known."""
    if not earliest and not latest:
        return t("brief.undated")
    return interval(earliest, latest, t) if latest else t("brief.from", first=day(earliest or "", t))


def short(earliest: str | None, latest: str | None, t: Messages) -> str:
    """The same as briefly as a table wants it: "12 mars 2031", "12–15 mars 2031", "2024–2026", "≤ 12 mars 2031"."""
    if not earliest or not latest:
        return days(earliest, latest, t)
    return _interval(earliest, latest, t.language)


@lru_cache(_KEPT)
def _interval(earliest: str, latest: str, language: str) -> str:
    from datetime import date

    from babel.dates import format_date, format_interval

    first, last = date.fromisoformat(earliest[:10]), date.fromisoformat(latest[:10])
    if (last - first).days > YEARS:  # the beginning tells nothing
        return f"≤ {format_date(last, 'medium', locale=language)}"
    if (last - first).days > _YEAR:
        return f"{first.year}–{last.year}"
    if first == last:
        return format_date(first, "medium", locale=language)
    return format_interval(first, last, "yMMMd", locale=language)


def of_document(when: Dated, t: Messages) -> str:
    """The day of a document, or its interval."""
    return short(when.earliest, when.latest, t)


def sign(name: str) -> str:
    """The sign of a verdict, a stance or a state; empty where it has none."""
    return SIGNS.get(name, "")


def relayed(s: Saying) -> tuple[str, ...]:
    """Who relays whom, the outlet first and whoever says it last; one name alone is no chain."""
    names = [s.told.voice, *(s.told.event.chain or s.told.by)]
    return tuple(dict.fromkeys(n for n in names if n))


def term(name: str, value_: str, t: Messages) -> str:
    """The value of a term as people read it."""
    table = {"type": "event", "act": "act", "status": "status", "verdict": "verdict"}.get(name)
    return t(f"{table}.{value_}") if table and t.has(f"{table}.{value_}") else value_


def record(r: Statement | Event, t: Messages) -> str:
    """What a record is, in few words: who speaks and how, or the kind of thing."""
    if isinstance(r, Statement):
        names = ", ".join(r.reference) or t("show.unresolved")
        return f"{names} {t(f'act.{r.act}')}"
    return event(r.type, r.stance, t, r.subtype)


def percent(part: float, t: Messages) -> str:
    """A part as the reader writes it."""
    from babel.numbers import format_percent

    return format_percent(part, locale=t.language)


def of_record(r: Record, t: Messages) -> str:
    """What a record is, for a heading."""
    if isinstance(r, Statement | Event):
        return record(r, t)
    return t(f"web.kind.{type(r).__name__.lower()}")


def field(name: str, found: object, t: Messages) -> str:
    """The value of a field of a record in words, where there are any."""
    if isinstance(found, str):
        table = {"type": "event", "modifier": "web.modifier"}.get(name, name)
        return t(f"{table}.{found}") if t.has(f"{table}.{found}") else found
    if isinstance(found, tuple):
        return ", ".join(str(v) for v in found)
    if isinstance(found, bool):
        return t("show.yes")
    return number(found, t) if isinstance(found, float | int) else str(found)


def start_of(r: Statement | Event) -> int:
    """Where what an article marks for a record starts."""
    return min(e.start for e in spans_of(r))


def cut(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """The text in parts, and whether each is one of the spans (sorted, disjoint)."""
    at = 0
    for start, end in spans:
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False


def judged(field_: str, written: str, t: Messages) -> str:
    """A corrected value, or what the rules read, as people read it."""
    return reviewing.value(field_, written, t)


def said(s: Said, t: Messages) -> str:
    """What a judgement says."""
    return reviewing.said(s, t)


def said_by(s: Said, t: Messages) -> str:
    """Who judged, and when."""
    return reviewing.who(s, t)


def subject(s: Subject, t: Messages) -> str:
    """What is to be judged, in few words."""
    if s.kind in ("event", "finding"):
        return event(s.type, s.stance, t)
    return t(f"relation.{s.type}") if s.kind == "link" else t(f"review.kind.{s.kind}")


__all__ = [
    "bond_lines", "date_of", "day", "due", "event", "headline", "numbers", "proposed", "remarks", "shorten", "to_come",
    "value", "who", "why",
]  # fmt: skip
