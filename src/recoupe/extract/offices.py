"""Offices: who "le président", "le chef de la diplomatie russe" is, by what the text introduces."""

from __future__ import annotations

from functools import lru_cache

from recoupe.extract.actors import Scan
from recoupe.extract.book import ActorBook
from recoupe.extract.institutions import Institutions, told
from recoupe.extract.names import tidy
from recoupe.extract.noun_phrase import Phrase, compose
from recoupe.extract.people import holder_fits
from recoupe.extract.phrases import Reader
from recoupe.extract.resolved import Previous, Resolved
from recoupe.lang.fr import actors as fr
from recoupe.text import fold


class Offices:
    """Finds the holders of offices in one text. Nobody holds an office here whom the text does not name."""

    def __init__(self, scan: Scan, institutions: Institutions) -> None:
        self.scan, self.book, self.institutions = scan, scan.book, institutions
        self.words, self.reader, self.people = scan.words, scan.reader, scan.people

    def holder(self, phrase: Phrase, surface: str, previous: Previous) -> Resolved:
        """Who holds an office here: whom the text introduces in it, else whom the data knows and the text names."""
        at = phrase.a
        introduced, known = [], []
        for person in self.people.persons.values():
            actor = self.book.actors.get(person.name)
            country = actor.country if actor else ""
            if any(holder_fits(self.book, phrase, held, country) for held in person.roles):
                introduced.append(person)
            elif actor is not None and any(
                holder_fits(self.book, phrase, held, country) for held in _held(self.book, person.name)
            ):
                known.append(person)
        bare = not phrase.lands and not phrase.foreign and not phrase.of_key and phrase.portfolio is None
        spoke = [name for span, names in previous if span[0] < self.words.starts[at] for name in names[:1]]

        def nearness(name: str) -> tuple[int, int]:
            before = [k for k in self.people.persons[name].at if k < at]
            last = max(before) if before else -1
            return (
                last if last >= 0 else -10_000 - min(self.people.persons[name].at, default=0),
                int(spoke[-1:] == [name]),
            )

        pool = introduced + known if bare else introduced or known
        names = sorted({p.name for p in pool}, key=nearness, reverse=True)
        if len(names) == 1:
            if introduced:
                return Resolved(
                    (names[0],),
                    "introduced" if not bare or len(pool) == 1 else "inferred",
                    "the text names the holder of this office",
                )
            return Resolved(
                (names[0],), "inferred", "office known from the data, its holder named in the text", (names[0],)
            )
        if names:
            return Resolved(
                (names[0],),
                "inferred",
                "several holders of such an office in the text; the last mentioned is taken",
                tuple(names),
            )
        holders = () if bare else self._holders(phrase)
        owner = self._whose(phrase)
        if owner is not None:
            name = f"{self.reader.surface(phrase.a, phrase.noun[1])} {tidy(phrase.of_link)} ".replace("' ", "'")
            name += owner.reference[0][0].lower() + owner.reference[0][1:]
            return Resolved(
                (name[0].upper() + name[1:],), "inferred", f"office of an institution: {owner.note}", holders
            )
        if phrase.former:
            former = self.reader.surface(phrase.a, phrase.b)
            return Resolved(
                (former[0].upper() + former[1:],), "composed", "a former holder whom the text does not name"
            )
        if phrase.lands or phrase.foreign or phrase.of is not None:
            return Resolved(
                (compose(self.reader, phrase),), "composed", "office whose holder the text does not name", holders
            )
        if bare and phrase.of_words is None and phrase.head is not None:
            last = self._last_person(phrase, previous)
            if last is not None:
                return last
            return self._told_before(phrase, surface)
        return Resolved((surface,), "unnamed", "office whose holder the text does not name")

    def _whose(self, phrase: Phrase) -> Resolved | None:
        """The institution in "le porte-parole de l'armée", where the text tells its country."""
        inner = phrase.of
        if not isinstance(inner, Phrase) or inner.head is None or inner.head.kind != "institution" or told(inner):
            return None
        found = self.institutions.institution(inner)
        return found if found.reference else None

    def _last_person(self, phrase: Phrase, previous: Previous) -> Resolved | None:
        """ "le responsable", "le diplomate" after an unnamed one: whoever spoke last under that very noun."""
        assert phrase.head is not None
        for span, names in reversed(previous):
            if span[0] < self.words.starts[phrase.a] and names and fold(phrase.head.lemma) in fold(names[0]).split():
                return Resolved(names, "inferred", "the speaker before, named by the same noun", names)
        return None

    def _told_before(self, phrase: Phrase, surface: str) -> Resolved:
        """ "le porte-parole", "la ministre" after one whose office the text gives in full, where there is one alone."""
        assert phrase.head is not None
        names = [
            compose(self.reader, item.phrase)
            for item in self.scan.items
            if item.a < phrase.a and item.phrase is not None and item.phrase.head is not None
            and item.phrase.head.lemma == phrase.head.lemma and item.phrase.number == "sing" and told(item.phrase)
            and item.phrase.gender in (None, phrase.gender)
        ]  # fmt: skip
        names = list(dict.fromkeys(names))
        if len(names) == 1 and not phrase.quals:
            return Resolved((names[0],), "inferred", "the office named in full before it", (names[0],))
        return Resolved((surface,), "unnamed", "office whose holder the text does not name", tuple(names[:4]))

    def _holders(self, phrase: Phrase) -> tuple[str, ...]:
        """Everyone whom the data knows in an office: candidates only, since the text does not say which."""
        lands = {land.code for lands in phrase.lands for land in lands}
        return tuple(
            actor.name
            for actor in self.book.actors.values()
            if actor.roles and (not lands or actor.country in lands or phrase.of_key)
            and any(holder_fits(self.book, phrase, held, actor.country) for held in _held(self.book, actor.name))
        )[:6]  # fmt: skip


@lru_cache(maxsize=1024)
def _held(book: ActorBook, name: str) -> tuple[Phrase, ...]:
    """The offices of a person of the data, read as phrases."""
    phrases = []
    for role in book.actors[name].roles:
        words = fr.scan(role.role)
        phrase = Reader(role.role, words, book).phrase_at(0, len(words.low), bounded=True)
        if phrase is not None:
            phrases.append(phrase)
    return tuple(phrases)
