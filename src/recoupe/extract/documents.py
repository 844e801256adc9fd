"""Who speaks in a text that is quoted ("leur déclaration", "le communiqué"): its authors, or the document itself."""

from __future__ import annotations

from recoupe.extract.actors import Scan
from recoupe.extract.antecedents import Antecedents
from recoupe.extract.noun_phrase import Phrase
from recoupe.extract.resolved import Previous, Resolved
from recoupe.lang.fr import actors as fr
from recoupe.text import Span, within


class Documents:
    """The authors of the documents that one text speaks of."""

    def __init__(self, scan: Scan, antecedents: Antecedents) -> None:
        self.scan, self.antecedents = scan, antecedents
        self.text, self.words, self.reader = scan.text, scan.words, scan.reader

    def author(self, phrase: Phrase, surface: str, previous: Previous, owner: Resolved | None) -> Resolved:
        """ "leur déclaration", "le communiqué": the authors where the text tells them, else the document itself."""
        head, at = phrase.head, phrase.a
        assert head is not None
        if owner is not None:
            return Resolved(owner.reference, "composed", "author of the document", owner.candidates)
        if phrase.det in fr.POSSESSIVE:
            plural = phrase.det in ("leur", "leurs")
            people = self.antecedents.joint(at) if plural else ()
            if people:
                return Resolved(people, "inferred", "the authors named in the same sentence", people)
            found = self.antecedents.antecedent("plur" if plural else "sing", None, self.words.starts[at], previous)
            if found.reference:
                return found
        own = next(
            (
                (span, names)
                for span, names in reversed(previous)
                if span[0] < self.words.starts[at] and names and self._names_document(span)
            ),
            None,
        )
        if own and phrase.det not in fr.INDEFINITE and self._near(own[0], at):
            names = own[1]
            return Resolved(names, "inferred", "the document of the statement before", names)
        if phrase.det in fr.DEFINITE | fr.DEMONSTRATIVE and not phrase.quals and phrase.of_words is None:
            if head.lemma == "texte":
                earlier = [
                    item for item in self.scan.items
                    if item.kind == "document" and item.a < at and item.phrase is not None
                    and item.phrase.head is not None and item.phrase.head.lemma != "texte"
                    and self.scan.sentence_of(self.words.starts[at]) - item.sentence <= 3
                ]  # fmt: skip
                nouns = {self.words.low[item.phrase.noun[0]].rstrip("s") for item in earlier if item.phrase is not None}
                if len(nouns) == 1:
                    last = earlier[-1].phrase
                    assert last is not None
                    name = self.reader.surface(*last.noun)
                    return Resolved((name,), "inferred", "the document named before it", (name,))
            people = self.antecedents.joint(at, back=1)
            if len(people) > 1 and head.lemma in (
                "communiqué",
                "déclaration",
                "communiqué conjoint",
                "déclaration commune",
            ):
                return Resolved(people, "inferred", "the joint subject of the sentence before", people)
        return Resolved((surface,), "unnamed", "a document that speaks for itself")

    def _names_document(self, span: Span) -> bool:
        first, last = self.scan.sentence_of(span[0]), self.scan.sentence_of(span[1])
        return span[1] - span[0] < 80 and any(
            item.kind == "document" and within(item.span, span) for item in self.scan.items_in(first, last)
        )

    def _near(self, span: Span, at: int) -> bool:
        return self.text[span[1] : self.words.starts[at]].count("\n\n") <= 1
