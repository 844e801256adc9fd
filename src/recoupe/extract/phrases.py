"""Noun phrases of speakers: head noun, nationality, portfolio, complement, and the proper name beside it.

A phrase is read from surface words alone, so that it works on text that was not parsed.
"""

from __future__ import annotations

import re

from recoupe.extract.book import Land
from recoupe.extract.names import BLANKS, Named, NameReader
from recoupe.extract.noun_phrase import Phrase, compose
from recoupe.extract.own_names import take_own_name
from recoupe.lang.fr import actors as fr
from recoupe.lang.fr.verbs import analyse
from recoupe.text import fold

_OF = frozenset(("de", "d", "du", "des"))
_TO = frozenset(("a", "au", "aux", "pour", "aupres", "charge", "chargee", "en", "chez", "sur", "contre"))
# an adjective of nationality that no table holds: an invented or forgotten state's
_NATIONAL = re.compile(r"[^\W\d_]{2,}(?:ien|ienne|ais|aise|ois|oise|ain|aine|een|eenne)s?")


DURING = [["au", noun] for noun in ("cours", "sujet", "lendemain", "moment", "terme", "nom", "micro", "telephone")]
"""What tells when or how a speaker spoke, and is no part of an office: "un porte-parole, au cours d'un point"."""
_OFFICE = 16
"""Words of an office behind a name, at most, before the name of whoever else holds it."""
_NOUNS = frozenset(["pouvoir", "devoir", "savoir"])


def _infinitive(word: str) -> bool:
    """Whether a word in lower case is the infinitive of a verb, and no noun of office."""
    return word not in _NOUNS and any(reading.key == "inf" for reading in analyse(word))


class Reader(NameReader):
    """Reads phrases off the words of one text."""

    def phrase_at(self, i: int, hi: int, *, bounded: bool = False, depth: int = 0) -> Phrase | None:
        """The noun phrase whose head (or adjective before it) stands at word ``i``; ``hi`` is out of reach.

        ``bounded``: the words up to ``hi`` are known to be one speaker, so that unknown complements are read too.
        """
        j = i
        while (
            j < hi
            and self.words.low[j] in self.book.drop
            and self.match(self.book.heads, j, hi) is None
            and (j == i or self.space(j))
        ):
            j += 1
        found = self.match(self.book.heads, j, hi) if j < hi else None
        if found is None:
            return None
        if j == i and self.words.raw[j].isupper() and len(self.words.raw[j]) > 1 and found[1].kind != "organisation":
            return None
        phrase = Phrase(i, found[0], found[1], (j, found[0]), self._det(i))
        phrase.former = any(w in fr.FORMER for w in self.words.low[max(0, i - 1) : j])
        self._modifiers(phrase, hi, bounded, depth)
        if depth == 0 or (phrase.head is not None and phrase.head.kind in ("role", "organisation", "media")):
            take_own_name(self, phrase, hi, depth)
        return phrase

    def nested(self, i: int, hi: int, *, bounded: bool = False, depth: int = 0) -> Phrase | None:
        """:meth:`phrase_at`, unless the data knows a longer name there ("Forces de soutien rapide")."""
        phrase = self.phrase_at(i, hi, bounded=bounded, depth=depth)
        if phrase is None:
            return None
        known = self.known_at(i, hi)
        if known is None or (phrase.b > known[0] and (phrase.lands or known[0] < phrase.noun[1])):
            return phrase
        if known[0] > phrase.noun[1] or (known[0] == phrase.noun[1] and not phrase.lands):
            return None
        return phrase

    def group_at(self, i: int, hi: int) -> Named | None:
        """The armed group of "combattants du X", "rébellion de l'X", from the noun at word ``i`` on."""
        low = self.words.low
        if low[i] not in fr.FIGHTERS or i + 2 >= hi or low[i + 1] not in _OF or not self.space(i + 1):
            return None
        k = i + 2
        while k < hi - 1 and low[k] in ("l", "la", "le", "les") and self.space(k):
            k += 1
        named = self.name_at(k, hi) if self.space(k) else None
        if named is None or named.known is None or named.known.kind != "group":
            return None
        return named._replace(a=i)

    def _det(self, i: int) -> str | None:
        if i == 0 or not self.space(i):
            return None
        low = self.words.low[i - 1]
        return low if low in fr.DETERMINERS else None

    def _modifiers(self, phrase: Phrase, hi: int, bounded: bool, depth: int) -> None:
        words = self.words
        j = phrase.b
        while j < hi and self.space(j):
            low = words.low[j]
            raw_upper = words.raw[j][0].isupper()
            adjective = self.match(self.book.adjectives, j, hi)
            if adjective is not None:
                j = self._nationality(phrase, adjective, hi)
            elif low in self.book.keep and not raw_upper:
                phrase.quals.append(j)
                j += 1
            elif low in self.book.drop and not raw_upper:
                j += 1
            elif (
                j == phrase.noun[1]
                and not raw_upper
                and _NATIONAL.fullmatch(low)
                and low not in fr.NOT_NATIONALITIES
                and low not in fr.ENDS_PHRASE
            ):
                phrase.quals.append(j)
                phrase.foreign = low
                j += 1
            elif low in _OF or (
                low in _TO
                and (low != "a" or words.raw[j] != "a")
                and phrase.head is not None
                and phrase.head.kind in ("role", "office", "staff")
                and words.low[j : j + 2] not in DURING
            ):
                begun, lands = phrase.of_words, len(phrase.lands)
                end = self._complement(phrase, j, hi, bounded, depth)
                if end == j:
                    break
                if begun is not None and begun[1] == j and self._is_name(phrase):
                    phrase.of_words = (begun[0], end)  # "le Front de libération du Sud": no land that a front is of
                    del phrase.lands[lands:]
                j = end
            elif (
                low == "et" and phrase.portfolio and j + 2 < hi and words.low[j + 1] in _OF and self._second(j + 2, hi)
            ):
                # "de la Défense et des Anciens combattants": one office
                j += 3
                while j < hi and self.space(j) and words.low[j] not in fr.ENDS_PHRASE and not words.raw[j][0].isupper():
                    j += 1
            elif not raw_upper and low not in fr.ENDS_PHRASE and low != "et" and self._unknown(j, hi, bounded):
                phrase.quals.append(j)
                j += 1
            else:
                break
        phrase.b = j

    def _is_name(self, phrase: Phrase) -> bool:
        """Whether a phrase is the name of a movement or a body, by its capital and its noun or first complement."""
        if phrase.head is None or phrase.of_words is None or not self.words.raw[phrase.a][0].isupper():
            return False
        return phrase.head.kind == "organisation" or self.words.low[phrase.of_words[1] - 1] in fr.CAUSES

    def _second(self, k: int, hi: int) -> bool:
        """Whether a second portfolio starts at word ``k``, its article passed over."""
        if self.words.low[k] in ("la", "l") and k + 1 < hi:
            k += 1
        if self.match(self.book.portfolios, k, hi) is not None:
            return True
        return (
            self.words.raw[k][0].isupper()
            and self.known_at(k, hi) is None
            and self.match(self.book.heads, k, hi) is None
        )

    def _unknown(self, j: int, hi: int, bounded: bool) -> bool:
        """Whether the unknown word at ``j`` is an adjective, by the nationality after it ("interarmées sud-coréen")."""
        low = self.words.low
        for k in range(j, min(hi, j + (4 if bounded else 1))):
            if low[k] in fr.PREPOSITIONS | fr.DETERMINERS | fr.ENDS_PHRASE or not self.space(k) or low[k] == "et":
                return False
            if k + 1 < hi and self.space(k + 1) and self.match(self.book.adjectives, k + 1, hi) is not None:
                return True
        return False

    def _nationality(self, phrase: Phrase, adjective: tuple[int, tuple[Land, ...]], hi: int) -> int:
        end, lands = adjective
        phrase.lands.append(lands)
        while end + 1 < hi and self.words.low[end] == "et" and self.space(end) and self.space(end + 1):
            more = self.match(self.book.adjectives, end + 1, hi)
            if more is None or self.words.low[end + 1] in fr.DETERMINERS:
                break
            phrase.lands.append(more[1])
            end = more[0]
        return end

    def _complement(self, phrase: Phrase, j: int, hi: int, bounded: bool, depth: int) -> int:
        """Reads "de la Défense", "de l'ONU", "du Parlement", "à l'ONU", at word ``j``; its end, or ``j``."""
        words = self.words
        first = words.low[j]
        of = first in _OF
        k = j + 1
        while k < hi and words.low[k] in ("la", "le", "les", "l", "du", "de", "des", "d") and self.space(k):
            k += 1
        if k >= hi or not self.space(k) or (first in ("de", "d") and k == j + 1 and _infinitive(words.raw[k])):
            return j  # "accuse ses alliés d'avoir tiré", "accuse le gouvernement de tirer"
        portfolio = self.match(self.book.portfolios, k, hi)
        if portfolio is not None:
            longer = [m[0] for m in (self.known_at(k, hi), self.match(self.book.heads, k, hi)) if m is not None]
            if max(longer, default=0) > portfolio[0]:
                portfolio = None  # "la Défense civile de Gaza"
        if (
            portfolio is not None
            and phrase.portfolio is None
            and phrase.head is not None
            and phrase.head.kind in ("institution", "role")
        ):
            phrase.portfolio = portfolio[1]
            if not of:
                self._set_words(phrase, j, portfolio[0], False)
                phrase.of_link = "to"
            return portfolio[0]
        if of and (dated := self._day(k, hi)):
            # "le Mouvement du 12 mars" is a name, "le gouvernement du 12 mars" one of that day
            body = phrase.head is not None and phrase.head.kind == "organisation"
            capital = words.raw[phrase.noun[0]][0].isupper()
            if not ((body and capital) or words.raw[k + 1][0].isupper() or words.gaps[k + 1] == "-"):
                return j
            self._set_words(phrase, j, dated, of)
            return dated
        inner = self.nested(k, hi, bounded=bounded, depth=depth + 1) if depth < 3 else None
        named = self.name_at(k, hi) if inner is None else None
        if named is not None:
            if named.known is None and phrase.head is not None and phrase.head.kind == "role":
                named = self._without_person(named)
            known = named.known
            if known is not None and known.kind == "state" and of and not phrase.lands:
                phrase.lands.append((self.book.lands[known.means[0]],))
                return named.b
            if of and phrase.of is None and phrase.of_words is None:
                phrase.of = named
                phrase.of_key = fold(known.means[0] if known and known.means else self.name_text(named))
                phrase.of_link = self.text[words.starts[j] : words.starts[k]]
            return named.b
        if inner is not None:
            if first in ("a", "au", "aux") and inner.head is not None and inner.head.kind == "role":
                return j  # "a lancé la ministre aux députés": those who are spoken to
            inner.inner = True
            if of and phrase.of is None and phrase.of_words is None:
                phrase.of = inner
                phrase.of_key = fold(compose(self, inner))
                phrase.of_link = self.text[words.starts[j] : words.starts[k]]
            elif not of and phrase.of_words is None:
                phrase.of_words = (j, inner.b)
            return inner.b
        if words.raw[k][0].isupper() and words.low[k] in fr.NOT_NAMES:
            if words.low[k] not in ("nord", "sud", "est", "ouest"):
                return j
            end = self._past_hyphen(k + 1, hi)
            self._set_words(phrase, j, end, of)
            return end
        end = k + 1
        limit = hi if bounded else min(hi, k + 5)
        while end < limit and self.space(end) and words.low[end] not in fr.ENDS_PHRASE:
            adjective = self.match(self.book.adjectives, end, hi)
            if (
                adjective is not None
                and not phrase.lands
                and phrase.head is not None
                and phrase.head.kind == "institution"
                and words.low[k] not in fr.BEFORE_PLACES
            ):
                self._set_words(phrase, j, end, of)
                return self._nationality(phrase, adjective, hi)
            opens = words.low[end - 1] not in fr.PREPOSITIONS | fr.DETERMINERS
            if adjective is not None and end == k + 1 and words.low[k] in fr.BEFORE_PLACES:
                end = self._place_of(adjective[0], hi)  # "les autorités de la région norvendienne du X"
                break
            own = self.name_at(end, hi) if words.raw[end][0].isupper() and opens else None
            if own is not None and end == k + 1 and words.low[k] in fr.BEFORE_PLACES:
                end = own.b  # "un responsable de l'hôpital X"
                break
            if own is not None:
                break  # "le ministre d'extrême droite X": the name is not part of the complement
            if bounded or words.low[end] in self.book.keep:
                end += 1
            else:
                break
        end = self._past_hyphen(end, hi)
        if not bounded and phrase.head is not None and phrase.head.kind == "role":
            # "directrice des fouilles sous la colline, X": the name after the comma shows where the phrase ends
            far = end
            while far < min(hi, k + 8) and self.space(far) and words.low[far] not in fr.ENDS_PHRASE:
                far += 1
            if far < hi and words.gaps[far].strip(BLANKS) == "," and words.raw[far][0].isupper():
                end = far
        self._set_words(phrase, j, end, of)
        phrase.loose = not of
        return end

    def _day(self, k: int, hi: int) -> int:
        """The end of a day and month at word ``k``; 0 where none stands there."""
        day = self.words.low[k].removesuffix("er")
        return k + 2 if day.isdigit() and k + 1 < hi and self.words.low[k + 1] in fr.MONTHS and self.space(k + 1) else 0

    def _past_hyphen(self, end: int, hi: int) -> int:
        """The end of a stretch, past what a hyphen joins to its last word: "du Sud-Kavan"."""
        while end < hi and self.words.gaps[end] == "-":
            end += 1
        return end

    def _place_of(self, end: int, hi: int) -> int:
        """Past "du X" behind the adjective that ends before word ``end``; ``end`` where no name stands there."""
        at = end + 1 + (end + 1 < hi and self.words.low[end + 1] in ("la", "l"))
        if at >= hi or self.words.low[end] not in _OF or not self.space(end) or not self.words.raw[at][0].isupper():
            return end
        named = self.name_at(at, hi)
        return named.b if named is not None else end

    def _set_words(self, phrase: Phrase, a: int, b: int, of: bool) -> None:
        if phrase.of_words is None and (phrase.of is None or not of):
            phrase.of_words = (a, b)
            phrase.of_key = phrase.of_key or fold(self.surface(a, b))

    def _without_person(self, named: Named) -> Named:
        """ "l'évêque de Vardelle Dominique X": what stands before the given name."""
        inside = range(named.a + 1, named.b - 1)
        cut = next((k for k in inside if self.words.low[k] in self.book.given and self.space(k)), None)
        return named if cut is None else named._replace(b=cut)

    def apposition_at(self, i: int, hi: int) -> Phrase | None:
        """The role after a name and a comma ("X, le nouveau secrétaire du Conseil"): without a name of its own."""
        if i >= hi or self.words.gaps[i].strip(BLANKS) not in (",", "(", "—", "–"):
            return None
        j = i
        if self.words.low[j] in ("le", "la", "l", "un", "une", "son", "sa", "leur", "notre"):
            j += 1
        if j >= hi or (j > i and not self.space(j)):
            return None
        phrase = self.phrase_at(j, hi)
        if (
            phrase is None
            or phrase.head is None
            or phrase.head.kind not in ("role", "kin", "staff")
            or phrase.number == "plur"
        ):
            return None
        if phrase.name is not None or self._names_another(phrase.b, hi):
            return None
        return phrase

    def _names_another(self, k: int, hi: int) -> bool:
        """Whether an office is followed by who holds it: "à X, le chef du Front (FS) et président du Conseil, Y,"."""
        end = min(hi, k + _OFFICE)
        while k < end and not set(self.words.gaps[k]) & set(",.;:\n"):
            second = self.phrase_at(k + 1, hi) if self.words.low[k] == "et" else None
            if second is not None and second.name is not None:
                return True
            k = max(k + 1, second.b if second is not None else 0)
        named = self.name_at(k, hi) if k < end and "," in self.words.gaps[k] else None
        person = named is not None and (named.known is None or named.known.kind == "person")
        return person and named is not None and named.b < hi and self.words.gaps[named.b].strip(BLANKS).startswith(",")
