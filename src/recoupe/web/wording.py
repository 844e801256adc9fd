"""Days, numbers and signs for templates, in the reader's language."""

from __future__ import annotations

from recoupe.export.wording import day
from recoupe.messages import Messages
from recoupe.views import Dated

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


def number(n: float, t: Messages) -> str:
    """A number as the reader groups its digits."""
    from babel.numbers import format_decimal

    return format_decimal(n, locale=t.language)


def days(earliest: str | None, latest: str | None, t: Messages) -> str:
    """A day or an interval in words; "date inconnue" where neither end is known."""
    if not earliest and not latest:
        return t("brief.undated")
    if earliest and latest:
        one = earliest == latest
        return day(earliest, t) if one else t("brief.between", first=day(earliest, t), last=day(latest, t))
    return t("brief.from", first=day(earliest, t)) if earliest else t("brief.until", last=day(latest or "", t))


def short(earliest: str | None, latest: str | None, t: Messages) -> str:
    """The same as briefly as a table wants it: "12 mars 2031", "12–15 mars 2031"."""
    from datetime import date

    from babel.dates import format_date, format_interval

    if not earliest or not latest:
        return days(earliest, latest, t)
    first, last = date.fromisoformat(earliest[:10]), date.fromisoformat(latest[:10])
    if first == last:
        return format_date(first, "medium", locale=t.language)
    return format_interval(first, last, "yMMMd", locale=t.language)


def of_document(when: Dated, t: Messages) -> str:
    """The day of a document, or its interval."""
    return short(when.earliest, when.latest, t)


def event(type_: str, stance: str | None, t: Messages) -> str:
    """A type of record in words, with the stance of a position."""
    return t(f"event.{type_}") + (f" ({t(f'stance.{stance}')})" if stance else "")


def sign(name: str) -> str:
    """The sign of a verdict, a stance or a state; empty where it has none."""
    return SIGNS.get(name, "")
