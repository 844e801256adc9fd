"""A stretch of text with its evidence marked and its masked ranges dimmed."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from recoupe.text import Span, harmless

Style = Callable[[str, str], str]
"""(text, part) -> styled text; parts: evidence, mask."""


def bracketed(text: str, part: str) -> str:
    """Marks that survive where there is no colour."""
    return f"⟦{text}⟧" if part == "evidence" else f"░{text}░"


def marked(
    text: str, within: Span, evidence: Iterable[Span], masks: Iterable[Span] = (), *, style: Style = bracketed
) -> str:
    """``text[within]`` with evidence and masks styled; where both cover a character, the mask shows."""
    start, end = within
    part = [""] * (end - start)
    for name, spans in (("evidence", evidence), ("mask", masks)):
        for a, b in spans:
            for i in range(max(a, start), min(b, end)):
                part[i - start] = name
    out: list[str] = []
    at = start
    while at < end:
        stop = at
        while stop < end and part[stop - start] == part[at - start]:
            stop += 1
        piece = harmless(text[at:stop].replace("\r\n", "\n").replace("\r", "\n"))
        out.append(style(piece, part[at - start]) if part[at - start] else piece)
        at = stop
    return "".join(out)
