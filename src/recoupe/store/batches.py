"""SQL questions about any number of values: SQLite takes 999 in one, in its oldest builds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sized
from itertools import islice
from typing import Any, TypeVar

T = TypeVar("T")
AT_ONCE = 500
"""Values in one SQL question."""


def marks(values: Sized) -> str:
    """Question marks for SQL, one a value."""
    return ", ".join("?" * len(values))


def batches(values: Iterable[T], size: int = AT_ONCE) -> Iterator[list[T]]:
    """The values in lists of at most ``size``."""
    left = iter(values)
    while some := list(islice(left, size)):
        yield some


def on_each(db: sqlite3.Connection, query: str, values: Iterable[object]) -> list[tuple[Any, ...]]:
    """The rows that answer a question whose ``{}`` stands for the values, or none for a command."""
    return [row for some in batches(values) for row in db.execute(query.format(marks(some)), some)]
