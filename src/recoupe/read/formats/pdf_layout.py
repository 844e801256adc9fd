"""Characters with their places to paragraphs: lines, columns, running heads, hyphens at the ends of lines."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_GAP = 1.8
"""Widths of an em that part two segments of one line: the gutter of two columns, not a wide space."""
_SOFT = "\x02\xad\ufffe"
_HYPHENS = ("-", "‐", *_SOFT)
_NUMBER = re.compile(r"\W*(?:page|p\.)?\s*\d{1,4}\s*(?:(?:/|sur|of)\s*\d{1,4})?\W*", re.IGNORECASE)
_END = re.compile(r"[.!?…:»”\"][\s\d\])]*$")
_BULLET = re.compile(r"[•‣▪◦–—*-]\s|\d{1,2}[.)]\s")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*")
_SPACES = re.compile(r"[ \t\u00a0]{2,}")


class Sign(NamedTuple):
    """A character, its left and right end and its base line in points, and the size of its font."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass
class Line:
    """Signs on one base line without a wide gap."""

    left: float
    right: float
    base: float
    size: float
    signs: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its characters; a hyphen that pdfium takes for soft is one."""
        return _SPACES.sub(" ", "".join("-" if s in _SOFT else s for s in self.signs)).strip()


def text_of(pages: Sequence[Sequence[Sign]]) -> str:
    """The text, one line a paragraph, an empty line between two."""
    columns = [column for page in _without_heads([_lines(signs) for signs in pages]) for column in _columns(page)]
    words = Counter(w.group().lower() for column in columns for line in column for w in _WORD.finditer(line.text))
    paragraphs: list[list[Line]] = []
    for column in columns:
        for i, paragraph in enumerate(_paragraphs(column)):
            if i == 0 and paragraphs and _goes_on(paragraphs[-1][-1], paragraph[0]):
                paragraphs[-1] += paragraph
            else:
                paragraphs.append(paragraph)
    return "\n\n".join(_joined([line.text for line in paragraph], words) for paragraph in paragraphs)


def _lines(signs: Iterable[Sign]) -> list[Line]:
    found: list[Line] = []
    line: Line | None = None
    for sign in signs:
        blank = sign.text.isspace()
        size = sign.size or 10
        if line is not None and blank:
            line.signs.append(" ")
            continue
        if blank:
            continue
        same = (
            line is not None
            and abs(sign.base - line.base) <= 0.5 * max(size, line.size)
            and -1.5 * size <= sign.left - line.right <= _GAP * size
        )
        if not same:
            line = Line(sign.left, sign.right, sign.base, size)
            found.append(line)
        assert line is not None
        line.signs.append(sign.text)
        line.right = max(line.right, sign.right)
        if size > line.size:
            line.base, line.size = sign.base, size
    return [line for line in found if line.text]


def _without_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """Pages without page numbers and without what stands at the top or bottom of most of them."""
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({re.sub(r"\d+", "#", line.text) for line in _edge(page)})
    again = {text for text, n in edges.items() if n >= 2 and 2 * n > len(pages)}
    kept = []
    for page in pages:
        gone = [
            line
            for line in _edge(page)
            if re.sub(r"\d+", "#", line.text) in again or (len(page) > 1 and _NUMBER.fullmatch(line.text))
        ]
        kept.append([line for line in page if not any(line is g for g in gone)])
    return kept


def _edge(page: list[Line]) -> list[Line]:
    """What stands on the highest and on the lowest line of a page, and on the line next to it."""
    bases = sorted({round(line.base) for line in page})
    outer = {*bases[:1], *bases[-1:]}
    return [line for line in page if round(line.base) in outer]


def _columns(lines: list[Line], depth: int = 0) -> Iterator[list[Line]]:
    """Lines in the order of reading, column by column; a line across a gutter parts what stands above from below."""
    at = _gutter(lines) if depth < 4 else None
    if at is None:
        if lines:
            yield _merged(lines)
        return
    across = sorted((x for x in lines if x.left < at < x.right), key=lambda line: -line.base)
    rest = [x for x in lines if not x.left < at < x.right]
    band: list[Line] = []
    for line in [*across, None]:
        inside = [x for x in rest if line is None or x.base > line.base]
        rest = [x for x in rest if not any(x is i for i in inside)]
        if inside:
            if band:
                yield _merged(band)
                band = []
            yield from _columns([x for x in inside if x.right <= at], depth + 1)
            yield from _columns([x for x in inside if x.left >= at], depth + 1)
        if line is not None:
            band.append(line)
    if band:
        yield _merged(band)


def _gutter(lines: list[Line]) -> float | None:
    """Where a gutter runs: four lines or more on either side, few across; None where there is one column."""
    if len(lines) < 8:
        return None
    best: tuple[int, float] | None = None
    for at in sorted({round(line.left, 0) for line in lines})[1:]:
        edge = at - 1
        left = [x for x in lines if x.right <= edge]
        right = [x for x in lines if x.left >= edge]
        across = len(lines) - len(left) - len(right)
        if len(left) < 4 or len(right) < 4 or 4 * across > len(lines):
            continue
        full = max(x.right for x in left)
        if at - full < 0.5 * median(x.size for x in lines) or _side_by_side(left, right) < 3:
            continue
        middle = (at + full) / 2
        if best is None or across < best[0]:
            best = (across, middle)
    return best[1] if best else None


def _side_by_side(left: list[Line], right: list[Line]) -> int:
    """How many lines of the right stand beside the left column, not below or above it."""
    top, bottom = max(x.base for x in left), min(x.base for x in left)
    return sum(bottom - 1 <= x.base <= top + 1 for x in right)


def _merged(lines: list[Line]) -> list[Line]:
    """Lines from top to bottom, segments of one base line joined."""
    found: list[Line] = []
    for line in sorted(lines, key=lambda x: (-round(x.base), x.left)):
        last = found[-1] if found else None
        if last is not None and abs(last.base - line.base) <= 0.3 * line.size and line.left >= last.right - 1:
            joined = [*last.signs, " ", *line.signs]
            found[-1] = Line(last.left, line.right, last.base, max(last.size, line.size), joined)
        else:
            found.append(line)
    return found


def _paragraphs(column: list[Line]) -> Iterator[list[Line]]:
    leading = _leadings(column)
    left = min((line.left for line in column), default=0.0)
    right = max((line.right for line in column), default=0.0)
    current: list[Line] = []
    for line in column:
        if current and _begins(current[-1], line, leading[round(line.size)], left, right):
            yield current
            current = []
        current.append(line)
    if current:
        yield current


def _leadings(column: list[Line]) -> dict[int, float]:
    """Distance of two lines of a paragraph, for each size of font: the smaller distances are those."""
    gaps: dict[int, list[float]] = {round(line.size): [] for line in column}
    for above, below in pairwise(column):
        if round(above.size) == round(below.size) and above.base - below.base > 0.9 * below.size:
            gaps[round(below.size)].append(above.base - below.base)
    return {
        size: min(sorted(found)[len(found) // 4] if found else 2 * size, 1.6 * size) for size, found in gaps.items()
    }


def _begins(before: Line, line: Line, leading: float, left: float, right: float) -> bool:
    """Whether a paragraph begins with this line."""
    if before.base - line.base > 1.25 * leading or line.base > before.base:
        return True
    if abs(before.size - line.size) > 0.1 * line.size:
        return True
    if line.left - left > 0.8 * line.size and before.left - left < 0.8 * line.size and line.left - left < 6 * line.size:
        return True
    if _BULLET.match(line.text):
        return True
    return right - before.right > 0.2 * (right - left) and _END.search(before.text) is not None


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    if abs(before.size - line.size) > 0.1 * line.size:
        return False
    return not _END.search(before.text) and (line.text[:1].islower() or before.text.endswith(_HYPHENS))


def _joined(lines: Sequence[str], words: Counter[str]) -> str:
    text = lines[0]
    for line in lines[1:]:
        if text.endswith(_HYPHENS) and len(text) > 1 and text[-2].isalpha() and line[:1].isalpha():
            text = (text[:-1] + line) if _soft(text, line, words) else text + line
        else:
            text = f"{text} {line}"
    return text


def _soft(text: str, line: str, words: Counter[str]) -> bool:
    """Whether the hyphen at the end of a line is there for the line alone: as the rest of the text writes the word."""
    before = re.search(r"[^\W\d_]+(?:[-‐][^\W\d_]+)*(?=[-‐]$)", text)
    after = _WORD.match(line)
    if before is None or after is None or line[0].isupper():
        return False
    first, second = before.group().lower(), after.group().lower()
    if words[f"{first}-{second}"]:
        return False
    if words[first + second]:
        return True
    known = _hyphens()
    return second.partition("-")[0] not in known["after"] and first.rpartition("-")[2] not in known["before"]


@cache
def _hyphens() -> dict[str, frozenset[str]]:
    """What stands before and after a hyphen that is part of a word."""
    table = tomllib.loads((resources.files("recoupe.data") / "hyphens.toml").read_text(encoding="utf-8"))
    return {side: frozenset(table[side]) for side in ("before", "after")}
