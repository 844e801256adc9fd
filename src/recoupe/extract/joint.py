"""Joint speakers: where a mention that names several is cut ("Oksen et Barrès", "le consulat et la mairie")."""

from __future__ import annotations

from itertools import pairwise

from recoupe.extract.book import ActorBook
from recoupe.extract.names import Named
from recoupe.extract.noun_phrase import Phrase
from recoupe.extract.phrases import Reader
from recoupe.lang.fr import actors as fr

_OF_ONE = frozenset(["role", "kin", "staff"])
"""Kinds of nouns that say who a person is: after a comma they may be an apposition."""


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
        first_a, first_b = parts[0]
        commas = [k for k in range(first_a + 1, first_b) if words.gaps[k].strip() == ","]
        pieces = list(pairwise([first_a, *commas, first_b]))
        if commas and self._side_by_side(pieces):
            parts[0:1] = pieces
        return parts

    def _side_by_side(self, pieces: list[tuple[int, int]]) -> bool:
        """Whether what commas part are several ("A, B et C", "la police, l'armée et C"), and no apposition.

        Bare names are several; so are nouns that all have an article, and what follows a state or body in the plural.
        """
        names = [self.reader.name_at(self._bare(x, y), y) for x, y in pieces]
        articles = [self._bare(x, y) > x for x, y in pieces]
        whole = [self._ends(n, y) for n, (_, y) in zip(names, pieces, strict=True)]
        if not any(articles):
            return all(whole) and all(self.words.raw[x][0].isupper() for x, _ in pieces)
        heads = [self.reader.phrase_at(self._bare(x, y), y, bounded=True) for x, y in pieces]
        if not all(w or h is not None for w, h in zip(whole, heads, strict=True)):
            return False
        if all(articles):
            return all(whole) or not any(h is not None and h.head is not None and h.head.kind in _OF_ONE for h in heads)
        first = names[0]
        others = all(self.words.low[x] in fr.INDEFINITE for x, _ in pieces[1:])
        return others and first is not None and first.known is not None and first.known.kind != "person"

    def _ends(self, named: Named | None, b: int) -> bool:
        """Whether a name fills the words before ``b``, a complement included: "Union du Nord"."""
        return named is not None and (named.b == b or self.words.low[named.b] in ("de", "du", "des", "d"))

    def _bare(self, a: int, b: int) -> int:
        """The first word after the articles at ``a``."""
        while a < b - 1 and self.words.low[a] in fr.DETERMINERS:
            a += 1
        return a

    def _actor_at(self, k: int, b: int) -> bool:
        """Whether an actor starts at word ``k``, and not the second half of a name ("... et la prévention de ...")."""
        return k < b and (self.words.raw[k][0].isupper() or self.reader.phrase_at(k, b) is not None)

    def _complete(self, a: int, k: int) -> bool:
        """Whether words ``a:k`` are a name by themselves, so that "et X" adds another one."""
        start = self._bare(a, k)
        if self.words.low[start] in fr.DETERMINERS:
            return False
        named = self.reader.name_at(start, k)
        if named is not None and named.b == k:
            return True
        phrase = self.reader.phrase_at(start, k, bounded=True)
        return phrase is not None and (phrase.name is not None or isinstance(phrase.of, Phrase | Named))
