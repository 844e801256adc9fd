"""JSON: lines of objects, an array of them, one object, JSON Feed, and IPTC ninjs items."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from recoupe.errors import RecoupeError
from recoupe.read.formats import limits
from recoupe.read.formats.columns import document_of, roles_of
from recoupe.read.formats.lines import decoded, text_lines
from recoupe.read.formats.ninjs import is_ninjs, items
from recoupe.read.formats.part import Part, Reading
from recoupe.read.formats.refusals import BAD_JSON, LONG
from recoupe.read.formats.sniff import plainly
from recoupe.read.formats.stream import Stream

_CHUNK = 1 << 18
_BLANKS = re.compile(r"[\s,]*")
_FEED = "jsonfeed.org/version"


def read_json(stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    """The text of each object; what is not JSON is named by its line, or by its place in the array."""
    head = decoded(plainly(stream.head())).lstrip()
    if head.startswith("["):
        yield from _rows(_elements(stream, name), name, reading)
        return
    if "\n" in head.rstrip() and _in_lines(head):
        yield from _rows(_lines(stream, name, 1), name, reading)
        return
    first = b"" if "\n" in head.rstrip() else stream.readline(limits.DOCUMENT)
    if first and _is_object(decoded(plainly(first))):
        shown = f"{name}#1" if stream.head().strip() else name
        yield from _whole(_parsed(decoded(plainly(first)), shown), first, shown, reading)
        yield from _rows(_lines(stream, name, 2), name, reading)
        return
    raw = first + stream.whole(name)
    yield from _whole(_parsed(decoded(plainly(raw)), name), raw, name, reading)


def _in_lines(head: str) -> bool:
    """Whether each line is an object of its own: two of the first ones are, or the first of them all."""
    lines = [line.strip() for line in head.split("\n")[:-1] if line.strip()][:20]
    whole = sum(line.startswith("{") and line.endswith("}") and _is_object(line) for line in lines)
    return (
        whole > 1
        or bool(lines and whole and lines[0].startswith("{") and _is_object(lines[0]))
        or (len(lines) > 1 and all(line.startswith('{"') for line in lines))
    )


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _parsed(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise BAD_JSON.at(name, str(error)[:200]) from error
    except RecursionError as error:
        raise BAD_JSON.at(name, "too deep") from error


_Row = tuple[str, Any, bytes]


def _lines(stream: Stream, name: str, start: int) -> Iterator[_Row | Part]:
    long = False
    for number, line in enumerate(text_lines(stream, limits.DOCUMENT), start):
        cut, long = long, not line.endswith("\n") and len(line) >= limits.DOCUMENT // 4
        shown = f"{name}#{number}"
        if cut or (long and len(line.encode("utf-8", "replace")) >= limits.DOCUMENT):
            if not cut:
                yield Part(shown, LONG.at(shown))
            continue
        if line.strip():
            try:
                yield shown, _parsed(line, shown), line.encode("utf-8", "replace")
            except RecoupeError as error:
                yield Part(shown, error)


def _elements(stream: Stream, name: str) -> Iterator[_Row | Part]:
    """The elements of an array, read piece by piece. Behind a broken one nothing is certain: it ends the file."""
    decoder = json.JSONDecoder()
    pieces = text_lines(stream, _CHUNK)
    text = next(pieces, "").lstrip().removeprefix("[")
    number = at = 0
    more = True
    while True:
        found = _BLANKS.match(text, at)
        assert found is not None
        at = found.end()
        if text[at : at + 1] == "]":
            return
        shown = f"{name}#{number + 1}"
        try:
            value, end = decoder.raw_decode(text, at)
            if end == len(text) and more:
                raise ValueError  # a number may go on
        except RecursionError as error:
            raise BAD_JSON.at(shown, "too deep") from error
        except ValueError as error:
            wanted, size = len(text) - at + _CHUNK, 0
            parts = [text[at:]]
            while size < wanted and (piece := next(pieces, "")):
                parts.append(piece)
                size += len(piece)
            if not size:
                raise BAD_JSON.at(shown, str(error)[:200]) from error
            if len(text) - at > limits.DOCUMENT:
                raise LONG.at(shown) from error
            text, at = "".join(parts), 0
            continue
        number += 1
        yield shown, value, text[at:end].encode("utf-8", "replace")
        at = end


def _rows(rows: Iterator[_Row | Part], name: str, reading: Reading) -> Iterator[Part]:
    @lru_cache(64)
    def roles(keys: tuple[str, ...]) -> dict[str, str]:
        return roles_of(keys, reading.columns, name)

    for row in rows:
        if isinstance(row, Part):
            yield row
            continue
        shown, value, raw = row
        try:
            if is_ninjs(value):
                yield from items(value, shown, raw, reading)
            elif isinstance(value, dict):
                yield document_of(value, roles(tuple(value)), shown, raw, reading)
            else:
                raise BAD_JSON.at(shown, "{…} ?")
        except RecoupeError as error:
            error.path = shown  # type: ignore[attr-defined]
            yield Part(shown, error)


def _whole(value: Any, raw: bytes, name: str, reading: Reading) -> Iterator[Part]:
    if is_ninjs(value):
        yield from items(value, name, raw, reading)
        return
    if not isinstance(value, dict):
        raise BAD_JSON.at(name, "{…} ?")
    if _FEED in str(value.get("version")):
        title = value.get("title")
        reading = replace(reading, outlet=reading.outlet or (title if isinstance(title, str) else None))
    lists = [v for v in value.values() if isinstance(v, list) and v and all(isinstance(o, dict) for o in v)]
    try:
        roles = roles_of([k for k, v in value.items() if v not in lists], reading.columns, name)
    except RecoupeError:
        if len(lists) != 1:
            raise
        rows = ((f"{name}#{i}", row, json.dumps(row, ensure_ascii=False).encode()) for i, row in enumerate(lists[0], 1))
        yield from _rows(rows, name, reading)
        return
    yield document_of(value, roles, name, raw, reading)
