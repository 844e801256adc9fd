"""Pages of a list, the number of them bounded: a count stops where nobody would leaf any further."""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request

from recoupe.messages import Messages
from recoupe.web.wording import number

SIZE = 40
MOST = 10_000
"""Rows that a list counts; beyond, it says "more than"."""


class Pages(NamedTuple):
    """Which rows of a list are shown. ``rows`` is how many there are, MOST + 1 for more than MOST."""

    page: int
    size: int
    rows: int

    @property
    def offset(self) -> int:
        """Rows before the first one shown."""
        return (self.page - 1) * self.size

    @property
    def first(self) -> int:
        """Number of the first row shown, from 1."""
        return min(self.offset + 1, self.rows)

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return min(self.offset + self.size, self.rows)

    @property
    def more(self) -> bool:
        """Whether rows follow."""
        return self.last < min(self.rows, MOST)

    def total(self, t: Messages) -> str:
        """How many rows there are, in words."""
        return t("web.over", n=number(MOST, t)) if self.rows > MOST else number(self.rows, t)


def page_asked(request: Request) -> int:
    """The page of a list that the URL asks for, from 1; 1 where it asks for none that could be."""
    asked = request.query_params.get("page", "1")
    return max(1, min(int(asked), MOST)) if asked.isdecimal() and len(asked) < 6 else 1
