"""Which column or key of a row is the text, its title, its date, its outlet: as the user says, else by sure names."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib import resources

from recoupe.read.formats.dates import iso_day
from recoupe.read.formats.pages import has_markup, text_of_markup
from recoupe.read.formats.part import Part, Reading, short
from recoupe.read.formats.refusals import DATE, LOST_COLUMN, NO_COLUMN, NO_ROW_TEXT, TWO_COLUMNS

ROLES = ("text", "title", "date", "outlet", "author", "address", "section")


@cache
def names() -> dict[str, tuple[tuple[str, ...], ...]]:
    """For each role, the folded names of its columns, the surest first."""
    table = tomllib.loads((resources.files("recoupe.data") / "columns.toml").read_text(encoding="utf-8"))
    return {role: tuple(map(tuple, table[role]["names"])) for role in ROLES}


def folded(name: str) -> str:
    """A column's name as the table has it."""
    plain = unicodedata.normalize("NFKD", name.lower())
    return re.sub(r"[\W_]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


def roles_of(columns: Sequence[str], given: Mapping[str, str], name: str) -> dict[str, str]:
    """Role to column.

    Raises UnreadableFile where a given column is missing, two could be the same thing, or none is surely the text.
    """
    listed = ", ".join(columns)[:300]
    found: dict[str, str] = {}
    for role in ROLES:
        if role in given:
            wanted = given[role].partition(":")[0] if role == "date" else given[role]
            exact = [c for c in columns if c == wanted] or [c for c in columns if folded(c) == folded(wanted)]
            if not exact:
                raise LOST_COLUMN.at(name, f"{wanted} ∉ {listed}")
            found[role] = exact[0]
            continue
        for rank in names()[role]:
            fitting = [c for c in columns if folded(c) in rank and c not in given.values()]
            if len(fitting) > 1:
                raise TWO_COLUMNS.at(name, f"{role}: {', '.join(fitting)}")
            if fitting:
                found[role] = fitting[0]
                break
    if "text" not in found:
        raise NO_COLUMN.at(name, listed)
    return found


def is_text_column(column: str) -> bool:
    """Whether a column of this name is surely one of texts."""
    return folded(column) in names()["text"][0]


def document_of(row: Mapping[str, object], roles: Mapping[str, str], name: str, raw: bytes, reading: Reading) -> Part:
    """The text of one row. Raises UnreadableFile where it has none, or a date that is not understood."""
    body = _text(row.get(roles["text"]))
    if not body.strip():
        raise NO_ROW_TEXT.at(name)

    def said(role: str) -> str | None:
        value = row.get(roles[role]) if role in roles else None
        if isinstance(value, dict):
            value = value.get("name")
        return short(
            ", ".join(str(v) for v in value) if isinstance(value, list) else str(value) if value is not None else ""
        )

    document = reading.article(
        body,
        name=name,
        title=_text(row.get(roles["title"])) if "title" in roles else "",
        outlet=said("outlet"),
        date=reading.date or _day(row, roles, name, reading),
        author=said("author"),
        address=said("address"),
        section=said("section"),
        reader="row.summary@1"
        if folded(roles["text"]) in names()["text"][-1] and "text" not in reading.columns
        else "row@1",
    )
    return Part(name, document, raw)


def _text(value: object) -> str:
    if isinstance(value, list):
        return "\n\n".join(filter(None, map(_text, value)))
    if not isinstance(value, str):
        return ""
    return text_of_markup(value) if has_markup(value) else value


def _day(row: Mapping[str, object], roles: Mapping[str, str], name: str, reading: Reading) -> str | None:
    if "date" not in roles:
        return None
    form = reading.columns.get("date", "").partition(":")[2]
    try:
        return iso_day(row.get(roles["date"]), form or None)
    except (ValueError, OverflowError, OSError) as error:
        raise DATE.at(name, str(row.get(roles["date"]))[:40]) from error


def columns_given(text: str) -> dict[str, str]:
    """ "text=body,date=day:%d/%m/%Y" as a table; raises ValueError with the piece that is not of this form."""
    found: dict[str, str] = {}
    for piece in text.split(","):
        role, sign, column = piece.partition("=")
        if not sign or role.strip() not in ROLES or not column.strip():
            raise ValueError(piece.strip())
        found[role.strip()] = column.strip()
    return found
