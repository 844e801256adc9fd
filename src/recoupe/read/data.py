"""Reads a language's data files by path: the reading layer uses their rows, and imports no language's code."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from recoupe.errors import BadKnowledge

LANGUAGES = Path(__file__).parent.parent / "lang"


@cache
def load(language: str, name: str) -> dict[str, Any]:
    """The TOML file ``lang/<language>/<name>`` as a table; callers must not change it.

    Raises BadKnowledge where the language has no such file or the file is not TOML.
    """
    path = LANGUAGES / language / name
    if not path.is_file():
        raise BadKnowledge(path, "language", f"no such data for language {language!r}")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadKnowledge(path, "TOML", str(error)) from error


@cache
def words(language: str, name: str, key: str) -> frozenset[str]:
    """A list of words of a data file, as a set. Raises BadKnowledge where it is missing."""
    table = load(language, name)
    if not isinstance(table.get(key), list):
        raise BadKnowledge(LANGUAGES / language / name, key, "must be a list of words")
    return frozenset(table[key])
