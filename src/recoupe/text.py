"""Spans over immutable text, and the folding that search and comparison share.

Offsets are code points of the original text, half open, everywhere.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

Span = tuple[int, int]

APOSTROPHES = "'’ʼ‘`´"
SPACES = " \t\u00a0\u202f\u2009\u2007\u2002\u2003"
HYPHENS = "-\u2010\u2011"
_JOINED = re.compile("[œŒæÆıßﬁﬂ]")
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ı": "i", "ß": "ss", "ﬁ": "fi", "ﬂ": "fl"})
# four digits before are a year or a number apart: "en 2025 300 soldats"
_GROUPED = re.compile(rf"[{SPACES}.](?<=\d.)(?<!\d{{4}}.)(?=\d{{3}}(?!\d))")
_BLANKS = re.compile(r"\s+")
_UNEVEN = re.compile(r"[^\S ]|  ")
# the combining signs that French text has; others are looked for only where a rare character stands
_ACCENTS = re.compile("[\u0300-\u034e\u0350-\u036f]")
_RARE = re.compile("[^\x00-\u036f\u2000-\u20cf\u2100-\u2bff]")
_ARTICLE = re.compile(r"^(?:(?:le|la|les|un|une|des|du|de la|au|aux|m\.|mme|mm\.)\s+|l'|d')", re.IGNORECASE)


def fold(text: str) -> str:
    """Casefolded text without accents or ligatures, with straight apostrophes and joined digits: for comparing.

    Not offset-preserving. ``fold("L’Œuvre a coûté 12 500 €") == "l'oeuvre a coute 12500 €"``.
    """
    if _JOINED.search(text):
        text = text.translate(_LIGATURES)
    for sign in APOSTROPHES[1:]:
        text = text.replace(sign, "'")
    for sign in HYPHENS[1:]:
        text = text.replace(sign, "-")
    text = _GROUPED.sub("", text)
    if not text.isascii():
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
        if _RARE.search(text):
            text = "".join(c for c in text if not unicodedata.combining(c))
    text = text.casefold()
    return _BLANKS.sub(" ", text) if _UNEVEN.search(text) else text


def fold_name(name: str) -> str:
    """A name folded further for lookup: no leading article or title, punctuation as single spaces."""
    folded = _ARTICLE.sub("", fold(name).strip())
    return re.sub(r"[\W_]+", " ", folded).strip()


def plain(text: str) -> str:
    """The same text with typographic apostrophes, hyphens and spaces made plain, offset for offset (same length)."""
    for sign in APOSTROPHES[1:]:  # many times as fast as str.translate on what is not ASCII
        text = text.replace(sign, "'")
    for sign in HYPHENS[1:]:
        text = text.replace(sign, "-")
    for sign in SPACES[1:]:
        text = text.replace(sign, " ")
    return text


def harmless(text: str) -> str:
    """The same text (same length) for a screen or a page: what would command it becomes a visible sign.

    Control characters (a terminal obeys escape sequences), line separators that are no line end, and the marks that
    turn the direction of the text around; line ends and tabs stay.
    """
    return text.translate(_HARMLESS)


_HARMLESS = (
    {c: 0x2400 + c for c in range(0x20) if chr(c) not in "\t\n"}
    | {0x7F: 0x2421}
    | dict.fromkeys((*range(0x80, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
)
UNPRINTED = re.compile("[\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What JSON lets stand as it is, and a terminal obeys or a reader of lines takes for a line end."""


QUOTED_AT = 220
"""Characters of a statement that a line of the brief shows."""


def one_line(text: str) -> str:
    """The text on one line: line ends, with the blanks around them, become single spaces."""
    return re.sub(r"\s*[\r\n]+\s*", " ", text).strip()


def shorten(text: str, limit: int = QUOTED_AT) -> str:
    """The text, cut after a whole word with an ellipsis where it is longer than ``limit`` characters."""
    if len(text) <= limit:
        return text
    cut = text[: limit + 1]
    space = max(cut.rfind(" "), cut.rfind("\u00a0"))
    return cut[: space if space > limit // 2 else limit].rstrip(' ,;:«“"\u00a0\u202f') + "…"


def overlaps(a: Span, b: Span) -> bool:
    """Whether two half-open spans share a character."""
    return a[0] < b[1] and b[0] < a[1]


def within(inner: Span, outer: Span) -> bool:
    """Whether ``inner`` lies inside ``outer``, bounds included."""
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def trim(text: str, span: Span, chars: str = " \t\r\n\u00a0\u202f\u2009") -> Span:
    """The span without the given characters at either end; empty spans collapse on their start."""
    start, end = span
    while start < end and text[start] in chars:
        start += 1
    while end > start and text[end - 1] in chars:
        end -= 1
    return start, end


def subtract(span: Span, holes: Iterable[Span]) -> list[Span]:
    """The parts of ``span`` outside every hole, in order."""
    parts, at = [], span[0]
    for start, end in sorted(holes):
        if end <= at or start >= span[1]:
            continue
        if start > at:
            parts.append((at, start))
        at = max(at, end)
    if at < span[1]:
        parts.append((at, span[1]))
    return parts


class SpanIndex:
    """Disjoint sorted spans, to find the one that holds an offset in O(log n)."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self.spans = sorted(spans)
        self._starts = [s for s, _ in self.spans]

    def at(self, offset: int) -> int | None:
        """Index of the span that holds ``offset``, or None."""
        i = bisect_right(self._starts, offset) - 1
        return i if i >= 0 and offset < self.spans[i][1] else None

    def inside(self, span: Span) -> list[Span]:
        """The spans that overlap ``span``, in order."""
        i = max(0, bisect_right(self._starts, span[0]) - 1)
        j = i
        while j < len(self.spans) and self.spans[j][0] < span[1]:
            j += 1
        return [one for one in self.spans[i:j] if overlaps(one, span)]

    def hits(self, span: Span) -> bool:
        """Whether any span overlaps ``span``."""
        i = max(0, bisect_right(self._starts, span[0]) - 1)
        while i < len(self.spans) and self.spans[i][0] < span[1]:
            if overlaps(self.spans[i], span):
                return True
            i += 1
        return False


class Overlapping:
    """Spans in any order, to find those that overlap another one without reading them all."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._order = sorted(range(len(spans)), key=lambda i: spans[i][0])
        self._starts = [spans[i][0] for i in self._order]
        self._reach = list(accumulate((spans[i][1] for i in self._order), max))

    def of(self, span: Span) -> list[int]:
        """Indices, in order, of the spans that overlap ``span``."""
        first = bisect_right(self._reach, span[0])
        last = bisect_left(self._starts, span[1], first)
        return sorted(i for i in self._order[first:last] if overlaps(self._spans[i], span))


def fold_offsets(text: str) -> tuple[str, list[int]]:
    """``fold(text)``, and for each of its characters the offset in ``text`` of the character that it comes from."""
    straight = text.translate(dict.fromkeys(map(ord, APOSTROPHES[1:]), "'") | dict.fromkeys(map(ord, HYPHENS[1:]), "-"))
    joined = {m.start() for m in _GROUPED.finditer(straight)}
    folded: list[str] = []
    offsets: list[int] = []
    for i, char in enumerate(straight):
        if i in joined:
            continue
        for c in unicodedata.normalize("NFKD", char.translate(_LIGATURES)):
            if unicodedata.combining(c):
                continue
            for low in c.casefold():
                if low.isspace():
                    if folded and folded[-1] == " ":
                        continue
                    low = " "
                folded.append(low)
                offsets.append(i)
    return "".join(folded), offsets


def blanked(text: str, skip: Iterable[Span]) -> str:
    """The text with blanks in the place of some spans: same length, same offsets."""
    for start, end in skip:
        text = text[:start] + " " * (end - start) + text[end:]
    return text
