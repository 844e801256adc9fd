"""What a language's attribution finders read and give: a page, and drafts of statements on it."""

from __future__ import annotations

from dataclasses import dataclass, field

from recoupe.lang.base import Sentence
from recoupe.lang.quotes import Quotation
from recoupe.records import Act, Mode
from recoupe.text import Overlapping, Span, overlaps

TRAILING = " \t\r\n\u00a0\u202f.,;:!?…–—-"
"""Characters that no content ends with, quotations aside."""


CONTRADICTED = "verb.contradicted"
"""Rule of what another denies in the sentence that tells it: content that stands in someone else's mouth too."""


@dataclass(slots=True)
class Draft:
    """A statement before its speaker is resolved; spans are document offsets."""

    content: list[Span]
    mode: Mode
    act: Act
    cue: Span | None = None
    speaker: Span | None = None
    negated: bool = False
    rule: str = ""
    rank: int = 0
    """Of two drafts with one cue, the lower rank stays."""
    channel: Span | None = None
    addressee: Span | None = None
    continues: bool = False
    """A quotation without a cue of its own, said by the speaker before."""

    @property
    def start(self) -> int:
        """Where its content begins."""
        return min(s for s, _ in self.content)

    def covers(self, span: Span) -> bool:
        """Whether one of its content spans overlaps ``span``."""
        return any(overlaps(span, own) for own in self.content)


@dataclass(slots=True)
class Page:
    """A document's text with what the finders share: parsed sentences, quotations, blocks, headings, actor mentions."""

    text: str
    sentences: list[Sentence]
    quotations: list[Quotation]
    blocks: list[Span]
    headings: list[Span]
    mentions: list[tuple[Span, str]]
    """Actor mentions with their kind ("person", "state", "metonym"…)."""
    _index: dict[str, Overlapping] = field(default_factory=dict, repr=False, compare=False)
    """Each list by offset, made when first asked: none of them changes after."""

    def quotation_at(self, offset: int) -> Quotation | None:
        """The quotation that holds the offset, marks included."""
        return next(iter(self.quotations_in((offset, offset + 1))), None)

    def quotations_in(self, span: Span) -> list[Quotation]:
        """Quotations that overlap the span, in order."""
        return [self.quotations[i] for i in self._spans("quotations").of(span)]

    def block_of(self, offset: int) -> Span:
        """The block that holds the offset; an empty span where none does."""
        return next((self.blocks[i] for i in self._spans("blocks").of((offset, offset + 1))), (offset, offset))

    def sentences_in(self, span: Span) -> list[Sentence]:
        """Sentences that overlap the span, in order."""
        return [self.sentences[i] for i in self._spans("sentences").of(span)]

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds the offset."""
        return next(iter(self.sentences_in((offset, offset + 1))), None)

    def mentions_in(self, span: Span) -> list[tuple[Span, str]]:
        """Actor mentions that overlap the span, in order."""
        return [self.mentions[i] for i in self._spans("mentions").of(span)]

    def _spans(self, name: str) -> Overlapping:
        if not self._index:
            self._index["quotations"] = Overlapping([q.span for q in self.quotations])
            self._index["blocks"] = Overlapping(self.blocks)
            self._index["sentences"] = Overlapping([s.span for s in self.sentences])
            self._index["mentions"] = Overlapping([span for span, _ in self.mentions])
        return self._index[name]
