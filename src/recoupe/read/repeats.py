"""Headings and paragraphs that a page prints twice, whole or cut off."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from recoupe.read.data import words
from recoupe.records import Mask, MaskKind
from recoupe.text import Span, fold

LONGEST_HEADING = 250
_SIGNED = re.compile(r"\.? ?[|–—-] [^.]{2,60}")
_WORD = re.compile(r"[\w%]+['’]?")


def is_cut(line: str, language: str) -> bool:
    """Whether a heading breaks off in the middle of its sentence: its last word is one that something must follow."""
    found = _WORD.findall(line)
    last = found[-1].lower().replace("’", "'") if found else ""
    return (
        bool(last) and line.rstrip().endswith(found[-1]) and last in words(language, "abbreviations.toml", "cut_words")
    )


def repeated(text: str, lines: Sequence[Span], language: str) -> tuple[list[Mask], list[Span]]:
    """Masks of headings and paragraphs that come again, and the occurrences kept of those headings.

    A heading that is repeated keeps one occurrence: the longest that is not cut off, else the first. A line is the
    same heading where it equals it, is its beginning, or adds an outlet's name after a bar or a dash. A paragraph of at
    least 60 characters keeps its first occurrence.
    """
    folded = [fold(text[start:end]).rstrip(" .…|-–—") for start, end in lines]
    groups: dict[int, list[int]] = {}
    owner: dict[int, int] = {}
    order = sorted(range(len(lines)), key=lambda i: folded[i])
    for before, i in pairwise(order):
        if _same(folded[before], folded[i]):
            first = owner.setdefault(before, before)
            owner[i] = first
            groups.setdefault(first, [first]).append(i)
    masks: list[Mask] = []
    kept: list[Span] = []
    for members in groups.values():
        members.sort()
        heading = all(_heading_like(text[lines[i][0] : lines[i][1]]) for i in members)
        best = members[0] if not heading else _best(text, lines, folded, members, language)
        if heading:
            kept.append(lines[best])
        for i in members:
            if i != best:
                line = text[lines[i][0] : lines[i][1]]
                cut = heading and (is_cut(line, language) or len(folded[i]) < len(folded[best]))
                kind: MaskKind = "cut_heading" if cut else "repeated_heading" if heading else "repeated_paragraph"
                masks.append(Mask(lines[i][0], lines[i][1], kind, "masks/repeated"))
    return sorted(masks), sorted(kept)


def _same(shorter: str, longer: str) -> bool:
    """Whether two folded neighbours in sorted order are one heading or one paragraph."""
    if shorter == longer:
        return len(shorter) >= 60 or shorter.count(" ") >= 2
    if len(shorter) < 20 or shorter.count(" ") < 2 or not longer.startswith(shorter):
        return False
    rest = longer[len(shorter) :]
    return len(longer) <= LONGEST_HEADING and ("." not in rest or _SIGNED.fullmatch(rest) is not None)


def _heading_like(line: str) -> bool:
    last = line.rstrip()
    return len(line) <= LONGEST_HEADING and (last.endswith(("...", "…")) or not last.endswith((".", ";", ",", ":")))


def _best(text: str, lines: Sequence[Span], folded: Sequence[str], members: Sequence[int], language: str) -> int:
    """The occurrence of a repeated heading to keep: whole before cut off, without an outlet's name, then the first."""
    forms = {folded[i] for i in members}

    def rank(i: int) -> tuple[bool, bool, int, int]:
        line = text[lines[i][0] : lines[i][1]].rstrip()
        cut = is_cut(line, language) or line.endswith(("...", "…"))
        signed = any(re.match(r"\s*[|–—-]\s", folded[i][len(form) :]) for form in forms if len(form) < len(folded[i]))
        return cut, signed, -len(folded[i]), i

    return min(members, key=rank)
