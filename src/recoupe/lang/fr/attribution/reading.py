"""The page of a French text, with its inquits: verb groups that attribute."""

from __future__ import annotations

from dataclasses import dataclass, field

from recoupe.lang.attribution import Page
from recoupe.lang.base import Sentence
from recoupe.lang.fr.cues import CueVerb
from recoupe.lang.fr.groups import Group
from recoupe.text import Span


@dataclass(slots=True)
class Inquit:
    """A verb group with a cue reading, and where its subject was found."""

    sentence: Sentence
    group: Group
    cue: CueVerb
    speaker: Span | None
    inverted: bool
    last: int
    """Index of the last token of the group with its inverted subject."""
    impersonal: bool = False
    orphan: bool = False
    """Joined to an earlier cue, with a subject that cannot speak: kept only if it shares the earlier speaker."""
    shared_with: Inquit | None = None
    """The earlier cue of the same sentence whose speaker this one goes on with."""

    @property
    def span(self) -> Span:
        """Span of the cue words in the document."""
        tokens = self.sentence.tokens
        last = self.group.verb
        if self.cue.words:
            last = next((t for t in tokens[self.group.verb.i + 1 :] if t.form == self.cue.words[-1]), last)
        return self.group.verb.start, last.end


@dataclass(slots=True)
class FrenchPage(Page):
    """A page with its inquits, in text order."""

    inquits: list[Inquit] = field(default_factory=list)
    _by_sentence: dict[int, list[Inquit]] | None = field(default=None, repr=False, compare=False)

    def inquits_of(self, sentence: Sentence) -> list[Inquit]:
        """The inquits of one sentence, in order. Ask only when ``inquits`` is complete."""
        if self._by_sentence is None:
            self._by_sentence = {}
            for inquit in self.inquits:
                self._by_sentence.setdefault(id(inquit.sentence), []).append(inquit)
        return self._by_sentence.get(id(sentence), [])

    def inquits_in(self, span: Span) -> list[Inquit]:
        """The inquits of the sentences that overlap the span, in order."""
        return [inquit for s in self.sentences_in(span) for inquit in self.inquits_of(s)]
