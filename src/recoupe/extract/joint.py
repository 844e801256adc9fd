"""Joint speakers: where a mention that names several is cut ("Oksen et Barrès", "le consulat et la mairie")."""

from __future__ import annotations

from itertools import pairwise

from recoupe.extract.book import ActorBook
from recoupe.extract.names import Named
from recoupe.extract.noun_phrase import Phrase
from recoupe.extract.phrases import Reader
from recoupe.lang.fr import actors as fr


class Joint:
    """Cuts the mentions of one text into those that they join."""

    def __init__(self, reader: Reader, book: ActorBook) -> None:
        self.reader, self.words, self.book = reader, reader.words, book

    def split(self, a: int, b: int) -> list[tuple[int, int]]:
        """Parts of a joint speaker: "Oksen et Barrès", "le consulat et la mairie"."""
        low, raw, words = self.words.low, self.words.raw, self.words
        cuts = []
        for k in range(a + 1, b - 1):
            if low[k] not in ("et", "ou", "ni") or (not self.reader.space(k) and words.gaps[k].strip() != ","):
                continue
            after = low[k + 1]
            strong = (
                after in ("le", "la", "les", "l", "un", "une", "son", "sa", "plusieurs")
                or (after == "des" and low[a] in ("des", "plusieurs", "certains"))
            ) and self._actor_at(k + 2, b)
            comma = max((c for c in range(a + 1, k) if words.gaps[c].strip() == ","), default=a)
            name = (
                raw[k + 1][0].isupper()
                and self.reader.match(self.book.adjectives, k + 1, b) is None
                and self._complete(comma, k)
            )
            if strong or name:
                cuts.append(k)
        if not cuts:
            return [(a, b)]
        parts, start = [], a
        for k in cuts:
            parts.append((start, k))
            start = k + 1
        parts.append((start, b))
        # "A, B et C": commas part bare names only; before a role they make an apposition
        first_a, first_b = parts[0]
        commas = [k for k in range(first_a + 1, first_b) if words.gaps[k].strip() == "," and raw[k][0].isupper()]
        bounds = [first_a, *commas, first_b]
        pieces = list(pairwise(bounds))
        if commas and all((named := self.reader.name_at(x, y)) is not None and named.b == y for x, y in pieces):
            parts[0:1] = pieces
        return parts

    def _actor_at(self, k: int, b: int) -> bool:
        """Whether an actor starts at word ``k``, and not the second half of a name ("... et la prévention de ...")."""
        return k < b and (self.words.raw[k][0].isupper() or self.reader.phrase_at(k, b) is not None)

    def _complete(self, a: int, k: int) -> bool:
        """Whether words ``a:k`` are a name by themselves, so that "et X" adds another one."""
        start = a
        while start < k and self.words.low[start] in fr.DETERMINERS:
            start += 1
        if start >= k:
            return False
        named = self.reader.name_at(start, k)
        if named is not None and named.b == k:
            return True
        phrase = self.reader.phrase_at(start, k, bounded=True)
        return phrase is not None and (phrase.name is not None or isinstance(phrase.of, Phrase | Named))
