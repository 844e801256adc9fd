"""Plain text: bytes to a Document with its blocks and masks. The text is never changed, line ends included."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recoupe.errors import UnreadableFile
from recoupe.read import blocks, masks
from recoupe.read.encodings import LIMIT, SAVE_AS_TEXT, decode
from recoupe.read.outlets import outlet_named
from recoupe.read.printed import NEAR_TOP, Printed, day_of, take
from recoupe.read.repeats import repeated
from recoupe.records import Block, Document, Evidence, Mask
from recoupe.text import SpanIndex, subtract

__all__ = ["LIMIT", "decode", "read_bytes", "read_text"]

LONGEST_NAME = 40
"""Longer lines, in characters, are no outlet's name."""
LONGEST_HEADLINE = 160
"""Longer lines, in characters, are not taken for headlines of other articles."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def read_bytes(
    data: bytes, name: str, *, outlet: str | None = None, date: str | None = None, language: str = "fr"
) -> Document:
    """The document of a file's bytes; see :func:`decode` and :func:`read_text`. Raises UnreadableFile."""
    text, encoding = decode(data, name)
    return read_text(text, outlet=outlet, date=date, encoding=encoding, language=language)


def read_text(
    text: str,
    *,
    outlet: str | None = None,
    date: str | None = None,
    encoding: str = "utf-8",
    language: str = "fr",
    known: Sequence[Block] = (),
) -> Document:
    """The document of a text, with its blocks and masks: each disjoint, in order, offsets in code points.

    ``known`` are blocks that markup makes of the text, each beginning a line: what they say is not found out by looks.

    A block covers the words of a line or of a hard-wrapped paragraph, without its bullet sign; a line under a mask
    is no block. ``date`` is ISO and only what the user gave; a date printed in the text goes to ``printed_date``.
    ``outlet`` is what the user gave, else the known outlet that the head of the text names on a line of its own.
    Raises UnreadableFile for text that no encoding can hold (lone surrogates), BadKnowledge for an unknown language.
    """
    if _SURROGATE.search(text):
        raise UnreadableFile(outlet or "text", "broken characters (lone surrogates)", SAVE_AS_TEXT)
    laid = masks.inline_masks(text, language)
    lines = blocks.lines(text, [(mask.start, mask.end) for mask in laid])
    lined, lines = _masked_lines(text, lines, language)
    laid += lined
    again, kept = repeated(text, [line.span for line in lines if not line.bullet], language)
    laid += again
    dropped = {mask.start for mask in again}
    lines = [line for line in lines if line.start not in dropped]
    named = _outlet_line(text, lines)
    prints, lines = take(text, [line for line in lines if line is not named], language)
    publisher = [one.outlet for one in prints if one.outlet]
    if named is not None:
        publisher.insert(0, text[slice(*named.span)])

    said = {block.start: block.kind for block in known}
    apart = frozenset({start for start, _ in kept} | {one.block.start for one in prints} | said.keys())
    heads = [Block(named.start, named.end, "credit")] if named is not None else []
    lines = blocks.join(text, lines, apart)
    looks = blocks.kinds(text, lines, titled="title" in said.values())
    found = [Block(line.start, line.end, said.get(line.start, kind)) for line, kind in zip(lines, looks, strict=True)]
    for block in found:
        laid += masks.sentence_masks(text, (block.start, block.end), language)
    laid = masks.merge(laid)
    index = SpanIndex([(mask.start, mask.end) for mask in laid])
    found = [block for block in found if not _covered(text, block, index)]
    return Document(
        text=text,
        outlet=outlet or next((row.name for row in map(outlet_named, publisher) if row), None),
        date=date,
        encoding=encoding,
        language=language,
        title=next((Evidence.of(text, (block.start, block.end)) for block in found if block.kind == "title"), None),
        printed_date=_date(prints, language),
        agencies=tuple(sorted({agency for one in prints for agency in one.agencies})),
        blocks=tuple(sorted(found + heads + [one.block for one in prints])),
        masks=tuple(laid),
    )


def _outlet_line(text: str, lines: Sequence[blocks.Line]) -> blocks.Line | None:
    """The line near the top that is nothing but the name of an outlet that the data knows; None where not just one is.

    An agency's name alone is a credit, and read as one.
    """
    top = [line for line in lines[:NEAR_TOP] if not line.bullet and line.end - line.start <= LONGEST_NAME]
    found = [line for line in top if (row := outlet_named(text[slice(*line.span)])) and row.kind != "agency"]
    return found[0] if len(found) == 1 and len(lines) > 1 else None


def _masked_lines(text: str, lines: list[blocks.Line], language: str) -> tuple[list[Mask], list[blocks.Line]]:
    """Masks of the lines that are no news, and the other lines.

    Where a line announces other articles ("sur le même sujet"), the headlines that follow it without a blank line are
    theirs, and three or more that follow one another after a blank line, and all that are left, where nothing but
    headlines is left of the text.
    """
    laid: list[Mask] = []
    left: list[blocks.Line] = []
    headlines = [blocks.heading_like(text, line, LONGEST_HEADLINE, bullets=True) for line in lines]
    tail = len(lines)
    while tail > 0 and headlines[tail - 1]:
        tail -= 1
    listing: Mask | None = None
    for i, line in enumerate(lines):
        found = masks.line_mask(text, line.span, language)
        if found:
            listing = found[0] if found[1] else None
            laid.append(found[0])
        elif listing and headlines[i] and (not line.gap or i >= tail or _run(lines, headlines, i) >= 3):
            laid.append(Mask(line.start, line.end, listing.kind, listing.rule))
        else:
            listing = None
            left.append(line)
    return laid, left


def _run(lines: list[blocks.Line], headlines: list[bool], i: int) -> int:
    """How many headlines follow one another from line ``i`` on without a blank line."""
    end = i + 1
    while end < len(lines) and headlines[end] and not lines[end].gap:
        end += 1
    return end - i


def _date(prints: list[Printed], language: str) -> Evidence | None:
    """The date of publication that is printed: the first one; one without its year, or of mere change, only where there
    is no other."""
    dated = [
        (day_of(one.date.quote, language).year is None, one.change, one.block, one.date) for one in prints if one.date
    ]
    return min(dated)[-1] if dated else None


def _covered(text: str, block: Block, laid: SpanIndex) -> bool:
    """Whether masks leave no letter or digit of the block."""
    span = block.start, block.end
    if not laid.hits(span):
        return False
    return not any(sign.isalnum() for start, end in subtract(span, laid.inside(span)) for sign in text[start:end])
