"""Days in metadata, as they are written: the day at the place of publication, never moved to another time zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

_ISO = re.compile(r"(\d{4})-?(\d\d)-?(\d\d)(?![\d/])")
_SLASHED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})([/.])(\d{1,2})\2(\d{1,2})(?!\d)")
_EPOCH = re.compile(r"\d{9,10}(?:\d{3})?(?:\.\d+)?")


def iso_day(value: object, form: str | None = None) -> str | None:
    """The ISO day of a value of metadata; None for nothing, ValueError for what is not surely a day.

    ISO 8601, RFC 5322, seconds or milliseconds since 1970, "2031/03/12", and "25/03/2031" where only one of the two
    can be the month. ``form`` (strptime) says how it is written.
    """
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value).strip() if value is not None else ""
    if not text:
        return None
    if form:
        return datetime.strptime(text, form).date().isoformat()
    if iso := _ISO.match(text):
        return date(int(iso[1]), int(iso[2]), int(iso[3])).isoformat()
    if ordered := _YEAR_FIRST.match(text):
        return date(int(ordered[1]), int(ordered[3]), int(ordered[4])).isoformat()
    if slashed := _SLASHED.match(text):
        first, second, year = int(slashed[1]), int(slashed[3]), int(slashed[4])
        if first <= 12 and second <= 12 and first != second:
            raise ValueError(text)
        day, month = (first, second) if first > 12 or first == second else (second, first)
        return date(year, month, day).isoformat()
    if _EPOCH.fullmatch(text):
        seconds = float(text)
        return datetime.fromtimestamp(seconds / 1000 if seconds > 1e11 else seconds, UTC).date().isoformat()
    try:
        return parsedate_to_datetime(text).date().isoformat()
    except (TypeError, IndexError) as error:
        raise ValueError(text) from error


def day_or_none(value: object) -> str | None:
    """The same for metadata that nobody vouches for (a header, a feed): None where it is no day."""
    try:
        return iso_day(value)
    except (ValueError, OverflowError, OSError):
        return None
