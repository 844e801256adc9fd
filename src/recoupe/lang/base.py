"""What every language gives: sentences, and a light parse of them that holds no object of any parser."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Token:
    """A word with its offsets in the document. ``head`` and ``i`` are indices into the sentence's tokens."""

    i: int
    start: int
    end: int
    text: str
    form: str
    """Lower case, with plain apostrophes ("l'", "qu'")."""
    pos: str
    """Universal part of speech."""
    dep: str
    """Universal dependency relation to the head; "root" for the root."""
    head: int
    morph: dict[str, str] = field(default_factory=dict)
    """Universal features, such as {"Number": "Plur", "Tense": "Past"}."""


@dataclass(slots=True)
class Sentence:
    """A sentence of a document, as a span, with its tokens once parsed (empty where it was not worth parsing)."""

    start: int
    end: int
    tokens: list[Token] = field(default_factory=list)

    @property
    def span(self) -> tuple[int, int]:
        """(start, end) in the document."""
        return self.start, self.end

    def subtree(self, i: int) -> list[Token]:
        """Token ``i`` and all that depends on it, in order."""
        inside = {i}
        grew = True
        while grew:
            grew = False
            for t in self.tokens:
                if t.i not in inside and t.head in inside:
                    inside.add(t.i)
                    grew = True
        return [t for t in self.tokens if t.i in inside]

    def token_at(self, offset: int) -> Token | None:
        """The token that holds the document offset, or the first after it; None past the last."""
        return next((t for t in self.tokens if t.end > offset), None)
