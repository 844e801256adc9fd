"""The word lists of ``data/pages.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("recoupe.data") / "pages.toml").read_text(encoding="utf-8"))


@cache
def listed(table: str, key: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(_table()[table][key])
