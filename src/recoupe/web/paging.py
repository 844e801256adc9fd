"""Pages of a list, the number of them bounded: nobody leafs any further."""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request

from recoupe.messages import Messages
from recoupe.web.wording import number

SIZE = 40
_LAST = 1_000
"""The last page that may be asked for."""


class Pages(NamedTuple):
    """Which rows of a list are shown. ``rows`` is how many there are; ``least``: at least."""

    page: int
    size: int
    rows: int
    least: bool = False

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
        return self.last < self.rows

    def total(self, t: Messages) -> str:
        """How many rows there are, in words."""
        return t("web.over", n=number(self.rows, t)) if self.least else number(self.rows, t)


def page_asked(request: Request, name: str = "page") -> int:
    """The page of a list that a field of the URL asks for, from 1; 1 where it asks for none that could be."""
    asked = request.query_params.get(name, "1")
    return max(1, min(int(asked), _LAST)) if asked.isdecimal() and len(asked) < 6 else 1
