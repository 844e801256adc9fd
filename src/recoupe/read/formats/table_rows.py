"""CSV and TSV: a text a row. The first line names the columns."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator

from recoupe.errors import RecoupeError
from recoupe.read.formats import limits
from recoupe.read.formats.columns import document_of, is_text_column, roles_of
from recoupe.read.formats.lines import decoded, text_lines
from recoupe.read.formats.part import Part, Reading
from recoupe.read.formats.refusals import CELLS, DAMAGED, LONG_CELL
from recoupe.read.formats.sniff import plainly
from recoupe.read.formats.stream import Stream

_DELIMITERS = "\t;,|"
_SEPARATOR = re.compile(r"sep=(.)\s*$", re.IGNORECASE)
_LONGEST_NAME = 60


def looks_like_rows(head: bytes, name: str) -> bool:
    """Whether a stream is a table: by a column that is surely the text, or by its name and any columns."""
    text = decoded(plainly(head).rpartition(b"\n")[0] or plainly(head))
    if "\0" in text:
        return False
    lines = text.splitlines()
    if lines and _SEPARATOR.match(lines[0]):
        return True
    if not lines:
        return False
    header = _cells(lines[0], _delimiter(lines[0]))
    if any(len(cell) > _LONGEST_NAME for cell in header):
        return False
    if name.lower().endswith((".csv", ".tsv")):
        return len(header) > 1 or is_text_column(header[0])
    return len(header) > 1 and any(map(is_text_column, header))


def _delimiter(line: str) -> str:
    return max(_DELIMITERS, key=lambda sign: len(_cells(line, sign)))


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return [line]


def read_rows(stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    """The text of each row, by its number as a spreadsheet shows it; raises UnreadableFile for unclear columns."""
    # the limit is the module's own, for all: ours is the larger, and a cell beyond it is an error, not a cut
    csv.field_size_limit(limits.COLUMN_BYTES)
    lines = text_lines(stream, limits.COLUMN_BYTES)
    first = next(lines, "")
    number = 1
    if told := _SEPARATOR.match(first):
        first, number = next(lines, ""), 2
    delimiter = told[1] if told else _delimiter(first)
    header = [cell.strip() for cell in next(iter(csv.reader([first], delimiter=delimiter)), [])]
    roles = roles_of([cell for cell in header if cell], reading.columns, name)
    for row in _Rows(lines, delimiter):
        number += 1
        shown = f"{name}#{number}"
        try:
            if isinstance(row, RowFault):
                raise (LONG_CELL if "field limit" in str(row) else DAMAGED).at(shown, str(row))
            if not any(cell.strip() for cell in row):
                continue
            if len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
                raise CELLS.at(shown, f"{len(row)} > {len(header)}")
            cells: dict[str, object] = dict(zip(header, row, strict=False))
            yield document_of(cells, roles, shown, delimiter.join(row).encode("utf-8", "replace"), reading)
        except RecoupeError as error:
            yield Part(shown, error)


class RowFault(Exception):
    """What csv says of a row."""


class _Rows:
    """The rows of lines; after a faulty one, reading goes on with the line after its first: a quotation mark that is
    never closed takes no other row with it."""

    def __init__(self, lines: Iterable[str], delimiter: str) -> None:
        self._lines, self._delimiter = iter(lines), delimiter
        self._again: deque[str] = deque()
        self._taken: list[str] = []

    def _feed(self) -> Iterator[str]:
        while True:
            line = self._again.popleft() if self._again else next(self._lines, None)
            if line is None:
                return
            self._taken.append(line)
            yield line

    def __iter__(self) -> Iterator[list[str] | RowFault]:
        rows = csv.reader(self._feed(), delimiter=self._delimiter, strict=True)
        while True:
            self._taken.clear()
            try:
                yield next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                self._again.extendleft(reversed(self._taken[1:]))
                yield RowFault(str(error))
                rows = csv.reader(self._feed(), delimiter=self._delimiter, strict=True)
