"""Lines and what they are: hard-wrapped lines are joined, then each is a title, heading, bullet or paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from recoupe.read.boundaries import BLANKS
from recoupe.records import BlockKind
from recoupe.text import Span, trim

LINE_END = re.compile("\r\n|[\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
"""Every sign that ends a line; all of them stay in the text."""

_BULLET = re.compile(rf"(?:[•·▪●‣◦■►▶➤→✔✓]|[-–—*](?=[{BLANKS}]))[{BLANKS}]*(?=[\w«“\"(\[‘'])")
_TERMINAL = re.compile(r"[.!?…:;][\s»”\"')\]]*\Z")
_LETTER = re.compile(r"[^\W\d_]")
_WRAP_WIDTHS = range(40, 131)
LONGEST_TITLE = 250
"""Characters of a title."""


@dataclass(slots=True)
class Line:
    """A line without its end, trimmed. ``gap``: a blank line stands before it; ``bullet``: a bullet sign."""

    start: int
    end: int
    gap: bool
    bullet: bool = False

    @property
    def span(self) -> Span:
        """(start, end) in the text."""
        return self.start, self.end


def lines(text: str, holes: Sequence[Span] = ()) -> list[Line]:
    """The lines of the text that hold something outside ``holes``, trimmed of blanks and of holes at either end."""
    found: list[Line] = []
    at, gap, hole = 0, False, 0
    ends = [match.span() for match in LINE_END.finditer(text)]
    for stop, after in [*ends, (len(text), len(text))]:
        while hole < len(holes) and holes[hole][1] <= at:
            hole += 1
        inside = []
        i = hole
        while i < len(holes) and holes[i][0] < stop:
            inside.append(holes[i])
            i += 1
        start, end = _trim_holes(text, (at, stop), inside)
        if start < end:
            sign = _BULLET.match(text, start, end)
            bullet = sign is not None and sign.end() < end
            found.append(Line(sign.end() if sign and bullet else start, end, gap, bullet))
            gap = False
        elif not inside:
            gap = True
        at = after
    return found


def _trim_holes(text: str, span: Span, holes: Sequence[Span]) -> Span:
    """The span without blanks and holes at its ends."""
    start, end = trim(text, span, BLANKS)
    for hole in holes:
        if hole[0] <= start < hole[1]:
            start, end = trim(text, (min(hole[1], end), end), BLANKS)
    for hole in reversed(holes):
        if start < end and hole[0] < end <= hole[1]:
            start, end = trim(text, (start, max(hole[0], start)), BLANKS)
    return start, end


def join(text: str, found: Sequence[Line], apart: frozenset[int]) -> list[Line]:
    """Lines that were broken by hand or at a column, joined into one; ``apart``: starts of lines that join nothing.

    A text is hard-wrapped where most line breaks come exactly where the next word would not have fitted in the width
    of its widest lines, and many of them stand inside a sentence.
    """
    width = _wrap_width(text, found, apart)
    joined: list[Line] = []
    last: Line | None = None
    for line in found:
        previous, last = last, line
        if (
            previous is not None
            and not line.gap
            and not line.bullet
            and previous.start not in apart
            and line.start not in apart
            and _continues(text, previous, line, width)
        ):
            whole = joined[-1]
            joined[-1] = Line(whole.start, line.end, whole.gap, whole.bullet)
        else:
            joined.append(line)
    return joined


def _full(text: str, line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the following line would not have fitted in this one."""
    word = re.match(r"\S+", text[following.start : following.start + 60])
    return line.end - line.start + 1 + (len(word.group()) if word else 0) > width


def _wrap_width(text: str, found: Sequence[Line], apart: frozenset[int]) -> int:
    """The column at which the text was wrapped, or 0 where it was not."""
    pairs = [
        (a, b)
        for a, b in pairwise(found)
        if not b.gap and not b.bullet and a.start not in apart and b.start not in apart
    ]
    if len(pairs) < 3:
        return 0
    lengths = sorted(a.end - a.start for a, _ in pairs)
    width = lengths[-1 - len(lengths) // 50]
    if width not in _WRAP_WIDTHS:
        return 0
    full = [(a, b) for a, b in pairs if _full(text, a, b, width)]
    inside = sum(not _TERMINAL.search(text[a.end - 5 : a.end]) for a, _ in full)
    return width if len(full) >= 0.7 * len(pairs) and inside >= 0.4 * len(full) else 0


def _continues(text: str, line: Line, following: Line, width: int) -> bool:
    """Whether the following line goes on with the sentence or paragraph of this one."""
    first = text[following.start]
    tail = text[max(line.start, line.end - 5) : line.end]
    if first in ",.;)»" or (first.islower() and not _TERMINAL.search(tail) and line.end - line.start > 30):
        return True
    return width > 0 and _full(text, line, following, width)


def heading_like(text: str, line: Line, longest: int, *, bullets: bool = False) -> bool:
    """Whether the line looks like a title or heading: no stop, comma or colon last, at most ``longest`` characters."""
    content = text[line.start : line.end]
    if (line.bullet and not bullets) or len(content) > longest or len(LINE_END.findall(content)) > 1:
        return False
    if content.endswith(("?", "…", "...")):
        return True
    whole_quotation = content[0] in '«“"' and content[-1] in '»”"' and content.count(" ") > 8
    return (
        bool(_LETTER.search(content)) and not _TERMINAL.search(content) and content[-1] != "," and not whole_quotation
    )


def kinds(text: str, found: Sequence[Line], *, titled: bool = False) -> list[BlockKind]:
    """What each line is, leaving printed dates and credits aside: title (at most one), heading, bullet or paragraph.

    ``titled``: the title is known already, and none is looked for.
    """
    result: list[BlockKind] = []
    title = None if titled else _title(text, found)
    for i, line in enumerate(found):
        following = found[i + 1] if i + 1 < len(found) else None
        if line.bullet:
            result.append("bullet")
        elif i == title:
            result.append("title")
        elif following is not None and heading_like(text, line, 130) and text.count(" ", line.start, line.end) < 22:
            result.append("heading")
        else:
            result.append("paragraph")
    return result


def _title(text: str, found: Sequence[Line]) -> int | None:
    """Index of the title: the first line, where it looks like one and text follows; a short kicker is passed."""
    if len(found) < 2:
        return None
    exclaimed = text[found[0].end - 1] == "!" and found[1].gap and found[0].end - found[0].start <= 120
    if not exclaimed and not heading_like(text, found[0], LONGEST_TITLE):
        return None
    kicker = text.count(" ", found[0].start, found[0].end) < 3
    if (
        kicker
        and len(found) > 2
        and heading_like(text, found[1], LONGEST_TITLE)
        and text.count(" ", found[1].start, found[1].end) > 3
    ):
        return 1
    return 0
