"""French sentences of a document: never across a block, never over a mask."""

from __future__ import annotations

from collections.abc import Sequence

from recoupe.lang.base import Sentence
from recoupe.read import boundaries
from recoupe.records import Block, Mask
from recoupe.text import SpanIndex, subtract

SPOKEN = frozenset({"title", "heading", "paragraph", "bullet"})
"""Kinds of block that hold sentences; printed dates and credits hold none."""


def split(text: str, blocks: Sequence[Block], masks: Sequence[Mask]) -> list[Sentence]:
    """Sentences in order, as disjoint trimmed spans without tokens (offsets in code points of ``text``).

    A sentence never crosses the end of a block, even inside a quotation that goes on in the next paragraph: the
    sentences of such a quotation are separate, and what joins them is the open quotation mark. A range under a mask
    belongs to no sentence. Sentences inside a quotation are split too; a stop before an inquit ("« Non ! », a-t-il
    dit") does not end one.
    """
    holes = SpanIndex([(mask.start, mask.end) for mask in masks])
    found: list[Sentence] = []
    for block in sorted(blocks):
        if block.kind not in SPOKEN:
            continue
        span = block.start, block.end
        for part in subtract(span, holes.inside(span)):
            found.extend(Sentence(start, end) for start, end in boundaries.split(text, part, "fr"))
    return found
