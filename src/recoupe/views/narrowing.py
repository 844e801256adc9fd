"""SQL tests that lists are narrowed by, each with its values: none where nothing is asked."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from recoupe.store.batches import marks

Tests = tuple[list[str], list[object]]


def within(since: str | None, until: str | None, *, first: str = "earliest", last: str = "latest") -> Tests:
    """Tests that the days between two columns meet these ISO days; with one of them, what has no day meets nothing.

    Of what came to pass at some day before its last one, that one counts.
    """
    pairs = [(f"{last} >= ?", since), (f"coalesce({first}, {last}) <= ?", until)]
    return [test for test, day in pairs if day], [day for _, day in pairs if day]


def one_of(asked: Mapping[str, Collection[str]]) -> Tests:
    """Tests that each column has one of its values, where any are given."""
    given = {column: wanted for column, wanted in asked.items() if wanted}
    tests = [f"{column} IN ({marks(wanted)})" for column, wanted in given.items()]
    return tests, [value for wanted in given.values() for value in wanted]
