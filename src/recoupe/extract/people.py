"""The people of one document: which names are one person, who holds which role there, what acronyms stand for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from recoupe.extract.book import ActorBook
from recoupe.extract.names import Named
from recoupe.extract.noun_phrase import Phrase
from recoupe.extract.phrases import Reader
from recoupe.lang.fr import actors as fr
from recoupe.records import Resolution

Found = tuple[tuple[str, ...], Resolution, tuple[str, ...]]
"""Canonical names, how they were found, candidates."""
_ALIKE = 0.6
"""Share of letters that two spellings of one name have in common, in order."""
_INTRODUCED = 8
"""Words after a name within which the role that introduces its bearer begins and ends."""


@dataclass(slots=True)
class Person:
    """Someone whom the document names."""

    name: str
    gender: str | None = None
    roles: list[Phrase] = field(default_factory=list)
    at: list[int] = field(default_factory=list)
    """Word indices of the mentions by name."""


class People:
    """Names of one document, merged with care: a bare surname joins a full name, two full names never join.

    Fill with :meth:`add` for every proper name (any order), then :meth:`close`, then ask :meth:`find`.
    """

    def __init__(self, reader: Reader) -> None:
        self.reader, self.book = reader, reader.book
        self.persons: dict[str, Person] = {}
        self.acronyms: dict[str, str] = {}
        self._full: dict[tuple[str, ...], str] = {}
        self._last: dict[str, list[str]] = {}
        self._key: dict[str, list[str]] = {}
        self._given: dict[str, list[str]] = {}
        self._single: set[str] = set()

    def add(self, named: Named) -> None:
        """Notes a proper name of the text that may be a person's."""
        words = self._words(named)
        if not words:
            return
        known = named.known
        if known is not None:
            if known.kind == "person" and len(known.means) == 1 and self._whole(words, known.means[0]):
                self._register(known.means[0], words)
            return
        if len(words) > 1:
            self._register(self._spelling(words) or self.reader.name_text(named), words)
        elif named.title:
            self._single.add(words[0])

    def _whole(self, words: tuple[str, ...], name: str) -> bool:
        actor = self.book.actors.get(name)
        return len(words) > 1 and (actor is None or words != fr.folded_words(actor.surname))

    def _spelling(self, words: tuple[str, ...]) -> str | None:
        """The data's person whose full name has this key, where there is just one."""
        hits = self.book.keys.get(tuple(fr.name_key(w) for w in words), ())
        return hits[0] if len(hits) == 1 else None

    def _register(self, name: str, words: tuple[str, ...]) -> None:
        if words in self._full:
            return
        self._full[words] = name
        if name not in self.persons:
            self.persons[name] = Person(name, self.book.gender_of(name))
        for table, word in ((self._last, words[-1]), (self._key, fr.name_key(words[-1])), (self._given, words[0])):
            names = table.setdefault(word, [])
            if name not in names:
                names.append(name)
        if len(words) > 2:
            for k in range(1, len(words) - 1):
                names = self._last.setdefault(" ".join(words[k:]), [])
                if name not in names:
                    names.append(name)

    def close(self) -> None:
        """Joins the full names that are one person's: "Dmitri Peskov" and "Dmitri Sergueïevitch Peskov"."""
        alike: dict[tuple[str, str], list[tuple[str, ...]]] = {}
        for words in self._full:
            alike.setdefault((words[0], words[-1]), []).append(words)
        for words in sorted(self._full, key=len, reverse=True):
            for other in alike[words[0], words[-1]]:
                if len(words) > len(other) >= 2:
                    short, long = self._full[other], self._full[words]
                    if short != long and short not in self.book.actors:
                        self._full[other] = long
                        for table in (self._last, self._key, self._given):
                            for names in table.values():
                                if short in names:
                                    names[:] = list(dict.fromkeys(long if n == short else n for n in names))
                        self.persons.pop(short, None)

    def _words(self, named: Named) -> tuple[str, ...]:
        a = named.a + (1 if named.title else 0)
        return tuple(self.reader.words.low[a : named.b])

    def find(self, named: Named) -> Found:
        """Who a proper name is."""
        words = self._words(named)
        known = named.known
        text = self.reader.name_text(named)
        if words in self._full:
            name = self._full[words]
            return (name,), self._how(name, text), ()
        acronym = self.acronyms.get(text)
        if acronym is not None and (known is None or known.kind != "person"):
            return (acronym,), "introduced", ()
        if known is not None and known.kind != "person":
            if len(known.means) == 1:
                return known.means, known.how, ()
            return (), "unresolved", known.means
        if len(words) > 1 and known is None:
            tail = self._last.get(" ".join(words), [])
            if len(tail) == 1:
                return (tail[0],), self._how(tail[0], text), ()
            return (text,), "name", ()
        here = self._last.get(" ".join(words)) or self._last.get(words[-1], [])
        if named.title in ("sir", "don", "dona", "lady", "cheikh", "pere", "soeur", "frere") and not here:
            here = self._given.get(words[-1], [])
        here = self._agree(here, named)
        if known is not None:
            fits = [n for n in known.means if n in self.persons]
            if len(fits) == 1 and (not here or here == fits):
                return (fits[0],), "alias", ()
            if here and fits != here:
                # another bearer of the surname is introduced in the document
                if len(here) == 1:
                    return (here[0],), "introduced", ()
                return (self._nearest(here, named.a),), "inferred", tuple(here)
            if len(known.means) == 1:
                return known.means, known.how, ()
            return (), "unresolved", known.means
        if not here and len(words) == 1 and not (text.isupper() and len(text) > 1):
            # "Anutin", "M. Lee": called by the first word of a name that the document gives in full
            here = self._given.get(words[0], [])
            if not named.title and (len(here) > 1 or self._introduced_here(named)):
                here = []
        if not here and words:
            here = self._agree(self._key.get(fr.name_key(words[-1]), []), named)
        if len(here) == 1:
            return (here[0],), self._how(here[0], text), ()
        if here:
            return (self._nearest(here, named.a),), "inferred", tuple(here)
        keyed = self.book.keys.get((fr.name_key(words[-1]),), ()) if len(words[-1]) > 4 else ()
        keyed = tuple(n for n in keyed if _looks_like(words[-1], fr.folded_words(n)))
        if len(keyed) == 1:
            return keyed, "alias", ()
        return (text,), "name", ()

    def _introduced_here(self, named: Named) -> bool:
        """Whether a role stands behind a name ("Lway, responsable de…"): its bearer is someone new."""
        hi = min(len(self.reader.words.low), named.b + _INTRODUCED)
        return self.reader.apposition_at(named.b, hi) is not None

    def _agree(self, names: list[str], named: Named) -> list[str]:
        gender = fr.TITLES.get(named.title) if named.title else None
        if gender is None or len(names) < 2:
            return names
        return [n for n in names if self.persons[n].gender in (gender, None)] or names

    def _how(self, name: str, text: str) -> Resolution:
        if fr.folded_words(name) == fr.folded_words(text):
            return "name"
        return "alias" if name in self.book.actors else "introduced"

    def _nearest(self, names: Iterable[str], at: int) -> str:
        def distance(name: str) -> int:
            before = [k for k in self.persons[name].at if k <= at]
            return at - max(before) if before else 1_000_000

        return min(names, key=distance)


def _looks_like(word: str, name: tuple[str, ...]) -> bool:
    """Whether a word that sounds like part of a name is also written like it: "Poutine" and "Putin", not "Caire" and
    "Kiir"."""
    return any(SequenceMatcher(None, word, part).ratio() >= _ALIKE for part in name)


def holder_fits(book: ActorBook, asked: Phrase, held: Phrase, country: str = "") -> bool:
    """Whether whoever holds ``held`` can be meant by ``asked``: the same office, and nothing asked that is not so.

    ``country``: code of the holder's country where ``held`` names none.
    """
    if asked.head is None or held.head is None:
        return False
    one, two = _office(asked), _office(held)
    if one[0] != two[0] and two[0] not in book.synonyms.get(one[0], ()):
        return False
    if asked.former != held.former or (one[1] and one[1] != two[1]):
        return False
    wanted = {land.name for lands in asked.lands for land in lands}
    if wanted:
        has = {land.name for lands in held.lands for land in lands}
        if not has and country in book.lands:
            has = {book.lands[country].name}
        if not wanted & has:
            return False
    if asked.foreign and asked.foreign[:5] != held.foreign[:5]:
        return False
    if not asked.of_key or asked.of_key == held.of_key:
        return True
    # complements in ordinary words need not be the same, only about the same: "de la province de X", "de X"
    return asked.of is None and bool(_long(asked.of_key) & _long(held.of_key))


def _long(words: str) -> set[str]:
    return {word for word in words.replace("'", " ").split() if len(word) > 3}


def _office(phrase: Phrase) -> tuple[str, str | None]:
    """Role noun and portfolio, with the names that mean the same made one."""
    head = phrase.head
    assert head is not None
    if head.means:
        noun, of, portfolio = head.means.partition(" des ")
        return noun, "des " + portfolio if of else None
    portfolio_of = phrase.portfolio
    if head.lemma == "secrétaire d'État" and any(land.code == "US" for lands in phrase.lands for land in lands):
        return "ministre", "des Affaires étrangères"
    if head.lemma == "secrétaire" and portfolio_of:
        return "ministre", portfolio_of
    return head.lemma, portfolio_of
