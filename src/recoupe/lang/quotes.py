"""Quotations in running text: any pair of marks, over paragraphs, odd or unclosed marks included.

A mark that no other mark closes never swallows the rest of the document: it ends with its block.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from recoupe.text import SPACES, Span

OPENING = {"«": "»", "“": "”", "„": "”“", "‹": "›", "‟": "”"}
REVERSED = "»"
"""Set before a quotation as well as behind it: »…«, »…»."""
STRAIGHT = '"＂'
DOUBLED = "''"
"""Two apostrophes typed for a quotation mark."""
_BLANK = SPACES + "\r\n"
# An apostrophe opens a quotation only after a space or bracket and before a letter, and closes it before a space or
# a stop: inside a word it is an elision.
_SINGLE = re.compile(
    r"(?:(?<=[\s(\[:,])|^)['‘](?=[^\W\d_])([^'‘’\n]*(?:[a-zà-ÿ]['’][a-zà-ÿ][^'‘’\n]*)*)['’](?=[\s,.;:!?)\]]|$)"
)


class Quotation(NamedTuple):
    """A quotation: the span with its marks, the span of what is inside, and whether a mark closes it."""

    start: int
    end: int
    inner: Span
    closed: bool

    @property
    def span(self) -> Span:
        """(start, end), marks included."""
        return self.start, self.end


def find_quotations(text: str, blocks: Sequence[Span], *, reach: int = 4) -> list[Quotation]:
    """Outermost quotations of a text, in order.

    ``blocks`` are the spans of its lines or paragraphs, in order. A quotation may run on over at most ``reach``
    blocks when a closing mark follows there (each paragraph may open the marks again, as French typesetting does);
    otherwise it ends with the block that opened it, and is said not to be closed.
    """
    found: list[Quotation] = []
    skip_to = 0
    for number, (start, end) in enumerate(blocks):
        at = max(start, skip_to)
        while at < end:
            char = text[at]
            if char in OPENING:
                closing = _closing(text, at, blocks, number, reach)
                found.append(_quotation(text, at, closing, end))
                at = skip_to = found[-1].end
            elif char == REVERSED and _before_word(text, at) and (closing := _reversed(text, at, end)) >= 0:
                found.append(_quotation(text, at, closing, end))
                at = skip_to = found[-1].end
            elif text.startswith(DOUBLED, at):
                closing = text.find(DOUBLED, at + 2, end)
                stop = closing + 2 if closing >= 0 else end
                inner = _inner(text, at + 2, closing if closing >= 0 else end)
                found.append(Quotation(at, stop, inner, closing >= 0))
                at = skip_to = stop
            elif char in STRAIGHT and not _is_measure(text, at) and not _is_stray_end(text, at, end):
                closing = text.find(char, at + 1, end)
                if closing < 0:
                    closing = _straight_over_blocks(text, at, blocks, number, reach)
                found.append(_quotation(text, at, closing, end))
                at = skip_to = found[-1].end
            else:
                at += 1
    outer = found
    singles = [
        Quotation(m.start(), m.end(), _inner(text, m.start() + 1, m.end() - 1), True)
        for start, end in blocks
        for m in _SINGLE.finditer(text, start, end)
        if m.group(1).count(" ") >= 1
    ]
    outer += [s for s in singles if not any(q.start < s.end and s.start < q.end for q in found)]
    return sorted((q for q in outer if q.inner[0] < q.inner[1]), key=lambda q: q.start)


def _is_measure(text: str, at: int) -> bool:
    """A straight mark right after a digit and before a blank is an inch or second sign when nothing opened before."""
    return at > 0 and text[at - 1].isdigit() and text.count(text[at], text.rfind("\n", 0, at) + 1, at) % 2 == 0


def _is_stray_end(text: str, at: int, end: int) -> bool:
    """A straight mark that can only close, before an even number of others: the one that it closes was left out."""
    if at == 0 or text[at - 1] in _BLANK + "([:—-'’":
        return False
    closes = at + 1 == end or text[at + 1] in _BLANK + ",.;:!?)]"
    return closes and text.count(text[at], at + 1, end) % 2 == 0


def _closing(text: str, at: int, blocks: Sequence[Span], number: int, reach: int) -> int:
    """Offset of the mark that closes the one at ``at``, or -1."""
    ends, opening, depth = OPENING[text[at]], text[at], 0
    for later, (start, end) in enumerate(blocks[number : number + reach + 1]):
        first = at + 1 if later == 0 else start
        reopened = later > 0 and text[start : start + 3].lstrip(_BLANK)[:1] in (opening, "»")
        if later > 0 and not reopened and later > 1:
            return -1
        for i in range(first, end):
            char = text[i]
            if char == opening:
                depth += not (later > 0 and not text[start:i].strip(_BLANK))
            elif char in ends:
                if later > 0 and not text[start:i].strip(_BLANK):
                    continue  # a closing mark that opens a continued paragraph
                if depth == 0:
                    return i
                depth -= 1
    if depth:  # an inner mark was never closed: the first closing mark of the block is ours
        return next((i for i in range(at + 1, blocks[number][1]) if text[i] in ends), -1)
    return -1


def _reversed(text: str, at: int, end: int) -> int:
    """Offset of the mark of the same block that closes a reversed one at ``at``, or -1: one that opens nothing."""
    return next((i for i in range(at + 1, end) if text[i] in "«»" and not _before_word(text, i)), -1)


def _before_word(text: str, at: int) -> bool:
    """Whether a mark stands right before a word and not right behind one: it opens."""
    return (at == 0 or text[at - 1] in _BLANK + "([:—") and text[at + 1 : at + 2].isalnum()


def _straight_over_blocks(text: str, at: int, blocks: Sequence[Span], number: int, reach: int) -> int:
    """A straight mark left open closes in a following block only where that block holds an odd number of marks."""
    char, (_, end) = text[at], blocks[number]
    if not text[at + 1 : end].strip(_BLANK) or not _opens(text, at):
        return -1
    for start, stop in blocks[number + 1 : number + 1 + reach]:
        count = text.count(char, start, stop)
        if count % 2:
            closing = text.find(char, start, stop)
            return closing if closing > start and text[closing - 1] not in _BLANK else -1
        if count:
            return -1
    return -1


def _opens(text: str, at: int) -> bool:
    return (at == 0 or text[at - 1] in _BLANK + "([:—-'’") and at + 1 < len(text) and text[at + 1] not in _BLANK


def _quotation(text: str, start: int, closing: int, block_end: int) -> Quotation:
    if closing < 0:
        return Quotation(start, block_end, _inner(text, start + 1, block_end), False)
    return Quotation(start, closing + 1, _inner(text, start + 1, closing), True)


def _inner(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _BLANK:
        start += 1
    while end > start and text[end - 1] in _BLANK:
        end -= 1
    return start, end
