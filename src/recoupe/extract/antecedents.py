"""Antecedents of pronouns, by agreement, subject and distance.

"The speaker of the statement before, else the last person of the sentence before" was measured at 11 of 14
pronouns in five news articles; a subject of the same sentence goes first, and nobody who is only named inside a
quotation is considered.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from recoupe.extract.actors import Item, Scan
from recoupe.extract.resolved import Previous, Resolved
from recoupe.lang.fr import actors as fr
from recoupe.lang.fr.grammar import WORDS
from recoupe.text import Span, fold, within

_PLURAL = ("les", "des", "ces", "plusieurs", "certains", "leurs", "ils", "elles", "eux", *WORDS["number_words"])
_ARTICLES = {"le": "m", "un": "m", "ce": "m", "la": "f", "une": "f", "cette": "f"}
_SAID = 60
"""Statements before a pronoun among whose speakers it is looked for."""
_REACH = 4
"""Sentences back from a pronoun in which its antecedent is looked for, statements before it apart."""
_SIDES = ("state", "metonym", "institution", "group")


class Antecedents:
    """Resolves the pronouns of one text. ``tell`` names a mention that is no name: a bare role, a group."""

    def __init__(self, scan: Scan, tell: Callable[[Item], tuple[str, ...]]) -> None:
        self.scan, self.book, self.tell = scan, scan.book, tell
        self.text, self.words, self.people = scan.text, scan.words, scan.people
        self._persons = {item.names for item in scan.items if item.kind == "person"}
        self._plurals: dict[Span, list[str]] = {}

    def pronoun(self, said: str, span: Span, previous: Previous, content: Sequence[Span] = ()) -> Resolved:
        """Who the pronoun ``said`` (folded words, a key of ``PRONOUNS``) at ``span`` is."""
        gender, number = fr.PRONOUNS[said]
        if said in ("on", "qui"):
            if said == "qui":
                return self._relative(span)
            return Resolved((), "unresolved", "an impersonal pronoun")
        if said in fr.LAST_MENTIONED:
            return self._last_mentioned(gender, number, span, previous)
        return self.antecedent(number, gender, span[0], previous, content)

    def _relative(self, span: Span) -> Resolved:
        before = [item for item in self.scan.items if item.span[1] <= span[0] and item.names]
        if before and len(self.text[before[-1].span[1] : span[0]].strip(" ,\u00a0")) < 30:
            return Resolved(before[-1].names, "inferred", "antecedent of the relative pronoun", before[-1].names)
        return Resolved((), "unresolved", "the antecedent of the relative pronoun is not an actor of the text")

    def _last_mentioned(self, gender: str | None, number: str, span: Span, previous: Previous) -> Resolved:
        """ "ce dernier": the last person named before it, subject or not."""
        sentence = self.scan.sentence_of(span[0])
        if fr.OF_A_TEXT.match(self.text, span[1]):
            return Resolved((), "unresolved", "what is adopted or signed is a text")
        if number == "plur":
            return self.antecedent(number, gender, span[0], previous)
        for item in reversed(self.scan.items_in(sentence - 2, sentence)):
            if item.span[1] <= span[0] and self._agrees(item, gender, "sing", personal=True) and not item.quoted:
                name = self.tell(item)
                if name:
                    others = self._ranked("sing", gender, span[0], previous)
                    return Resolved(
                        name, "inferred", "last person named before it", tuple(dict.fromkeys((*name, *others)))
                    )
        return self.antecedent(number, gender, span[0], previous)

    def antecedent(
        self, number: str, gender: str | None, at: int, previous: Previous, content: Sequence[Span] = ()
    ) -> Resolved:
        """Whom a pronoun or possessive at offset ``at`` refers to: nobody who is named in ``content``."""
        if number == "plur":
            return self._plural(gender, at, previous)
        ranked = self._ranked(number, gender, at, previous, content)
        if not ranked:
            return Resolved((), "unresolved", "no actor before the pronoun agrees with it")
        if len(ranked) > 1 and self._after_last_mentioned(at, previous):
            return Resolved((), "unresolved", "a pronoun after 'ce dernier': either of two", tuple(ranked[:4]))
        return Resolved((ranked[0],), "inferred", "antecedent by agreement, subject and distance", tuple(ranked[:4]))

    def _after_last_mentioned(self, at: int, previous: Previous) -> bool:
        """Whether "ce dernier" speaks in the sentence before, and another person is the subject of the one before."""
        here = self.scan.sentence_of(at)
        last = next((span for span, _ in reversed(previous) if span[0] < at), None)
        if last is None or self.scan.sentence_of(last[0]) != here - 1:
            return False
        if fold(self.text[slice(*last)]) not in fr.LAST_MENTIONED:
            return False
        return any(i.kind == "person" and not i.oblique for i in self.scan.items_in(here - 2, here - 2))

    def _ranked(
        self, number: str, gender: str | None, at: int, previous: Previous, content: Sequence[Span] = ()
    ) -> list[str]:
        return list(dict.fromkeys(self._chain(number, gender, at, previous, content)))

    def _chain(
        self, number: str, gender: str | None, at: int, previous: Previous, content: Sequence[Span]
    ) -> Iterator[str]:
        """Antecedents of a singular pronoun, best first."""
        here = self.scan.sentence_of(at)
        in_quote = self.scan.quotes.at(at)
        items = [
            i
            for i in self.scan.items_in(here - _REACH, here)
            if i.span[1] <= at
            and self._agrees(i, gender, number)
            and (not i.quoted or in_quote is not None)
            and not any(within(i.span, part) for part in content)
        ]
        spoken = [
            (span, names)
            for span, names in previous[-_SAID:]
            if span[0] < at
            and not self._plural_name(span, names)
            and names
            and self._name_agrees(names[0], gender)
            and self._land_agrees(span, names[0], gender)
            and not (names[0].islower() and _other_gender(self.text[slice(*span)], gender))
        ]
        start = self.scan.sentences[here][0] if self.scan.sentences else 0
        same = [i for i in items if i.sentence == here and not i.oblique]
        persons = [i for i in same if i.kind in ("person", "role")]
        # a statement of this very sentence, then its subject
        for span, names in reversed(spoken):
            if span[0] >= start and any(within(i.span, span) or within(span, i.span) for i in items):
                yield from names
        for item in persons or same:
            yield from self.tell(item)
        last = spoken[-1] if spoken else None
        gap = here - self.scan.sentence_of(last[0][0]) if last else 99
        before = [i for i in items if i.sentence == here - 1]
        if last is not None and gap <= 1:
            yield from last[1]
        subjects = [i for i in before if i.kind in ("person", "role") and not i.oblique]
        for item in subjects:
            yield from self.tell(item)
        for item in reversed([i for i in before if i.kind in ("person", "role")]):
            yield from self.tell(item)
        if last is not None and gap > 1:
            # whoever is a subject after that statement is nearer than its speaker
            between = [i for i in items if not i.oblique and i.a > 0 and last[0][1] < i.span[0] < start]
            for item in reversed([i for i in between if i.sentence >= here - 3]):
                if item.kind in ("person", "role") or self._opens(item):
                    yield from self.tell(item)
        if last is not None:
            yield from last[1]
        for item in [i for i in before if not i.oblique]:
            yield from self.tell(item)
        for item in reversed(items):
            if item.kind in ("person", "role"):
                yield from self.tell(item)
        for span, names in reversed(spoken):
            if here - self.scan.sentence_of(span[0]) <= 6:
                yield from names
        for item in reversed([i for i in items if i.sentence == here]):
            yield from self.tell(item)

    def _opens(self, item: Item) -> bool:
        """Whether a mention opens its sentence: its subject, most often."""
        begins = self.scan.sentences[item.sentence][0] if self.scan.sentences else 0
        return len(self.text[begins : item.span[0]].split()) <= 2

    def _agrees(self, item: Item, gender: str | None, number: str, *, personal: bool = False) -> bool:
        if item.kind in ("unknown", "document", "metonym") and not (
            item.kind == "metonym" and not item.oblique and not personal
        ):
            return False
        if personal and (item.kind not in ("person", "role") or self._place(item)):
            return False
        if item.number is not None and item.number != number:
            return False
        return gender is None or item.gender is None or item.gender == gender

    def _place(self, item: Item) -> bool:
        """Whether a name is that of a place by the words before it: "la province de X"."""
        low, k = self.words.low, item.a - 1
        while k > 0 and low[k] in ("de", "du", "des", "d", "la", "l", "le"):
            k -= 1
        return 0 <= k < item.a - 1 and low[k] in fr.PLACE_NOUNS

    def _name_agrees(self, name: str, gender: str | None) -> bool:
        actor = self.book.actors.get(name)
        if actor is not None and actor.number == "plur":
            return False
        if gender is None:
            return True
        person = self.people.persons.get(name)
        own = (actor.gender if actor else None) or (person.gender if person else None)
        if own is None and name in self.book.lands:
            return True  # "le Kremlin ... il": the state's own gender does not show on its metonyms
        if own is None:
            own = self._noun_gender(name)
            if own and (name,) in self._persons:
                own = None
        return own is None or own == gender

    def _noun_gender(self, name: str) -> str | None:
        """The gender of the noun that a name begins with, where the data holds it."""
        head = self.book.heads.get(fr.fold_word(name.split()[0]), ())
        return next((h.gender for rest, h in head if not rest), None)

    def _land_agrees(self, span: Span, name: str, gender: str | None) -> bool:
        """Whether a state that is named by its own name, and not by a capital, has this gender."""
        words = fr.folded_words(self.text[slice(*span)])
        own = fr.folded_words(name)
        if gender is None or name not in self.book.lands or words[-len(own) :] != own:
            return True
        known = next((k for rest, k in self.book.names.get(own[0], ()) if tuple(rest) == own[1:]), None)
        return known is None or known.gender is None or known.gender == gender

    def _plural(self, gender: str | None, at: int, previous: Previous) -> Resolved:
        here = self.scan.sentence_of(at)
        word = bisect_left(self.words.starts, at)
        if any(
            span[0] < at and len(names) > 1 and here - self.scan.sentence_of(span[0]) <= 1 for span, names in previous
        ):
            names = next(n for s, n in reversed(previous) if s[0] < at and len(n) > 1)
            return Resolved(names, "inferred", "the joint speakers of the statement before", names)
        people = self.joint(min(word, len(self.words.starts) - 1), back=1, gender=gender)
        groups = [
            item for item in reversed(self.scan.items_in(here - 1, here))
            if item.span[1] <= at and item.number == "plur" and not item.oblique
            and not item.quoted
            and (gender is None or item.gender in (None, gender)) and item.kind != "document"
        ]  # fmt: skip
        start = self.scan.sentences[here][0] if self.scan.sentences else 0
        mine = [(span, n) for span, n in previous if start <= span[0] < at and self._plural_name(span, n)]
        if mine:
            names = mine[-1][1]
            return Resolved(names, "inferred", "the speakers of the same sentence", names)
        considered: list[str] = []
        for item in groups:
            considered += self.tell(item)
        spoke = [n for s, n in previous if s[0] < at and here - self.scan.sentence_of(s[0]) <= 1]
        if people and not (groups and groups[0].sentence == here):
            return Resolved(
                people, "inferred", "the joint subject before it", tuple(dict.fromkeys((*people, *considered)))
            )
        if considered:
            names = (considered[0],)
            return Resolved(names, "inferred", "the last group named before it", tuple(dict.fromkeys(considered)))
        many = bool(spoke) and any(fold(n).split()[0].endswith(("s", "x")) for n in spoke[-1])
        if many and gender in (None, self._noun_gender(spoke[-1][0]) or gender):
            return Resolved(spoke[-1], "inferred", "the group of the statement before", spoke[-1])
        return Resolved((), "unresolved", "no group or joint speaker before the pronoun")

    def pair(self, word: int) -> tuple[str, ...]:
        """The two states, armies or groups that "et" joins before ``word``; empty unless they are always the same."""
        sides = [i for i in self.scan.items if i.a < word and i.kind in _SIDES and not i.quoted]
        pairs = {
            frozenset((self._state(one), self._state(two))): (one.names[0], two.names[0])
            for one, two in pairwise(sides)
            if len(one.names) == len(two.names) == 1
            and one.names != two.names
            and one.sentence == two.sentence
            and self.text[one.span[1] : two.span[0]].split()[:1] == ["et"]
            and len(self.text[one.span[1] : two.span[0]].split()) <= 2
        }
        return next(iter(pairs.values())) if len(pairs) == 1 else ()

    def _state(self, item: Item) -> str:
        """The state of a mention that names one beside its institution, else its name."""
        return item.phrase.lands[0][0].name if item.phrase is not None and item.phrase.lands else item.names[0]

    def _plural_name(self, span: Span, names: tuple[str, ...]) -> bool:
        """Whether who spoke at ``span`` is more than one: by the determiner, or the plural of an unnamed group."""
        if len(names) > 1:
            return True
        if span not in self._plurals:
            self._plurals[span] = fold(self.text[slice(*span)]).split()[:1]
        low = self._plurals[span]
        return bool(low) and low[0] in _PLURAL

    def joint(self, at: int, back: int = 0, gender: str | None = None) -> tuple[str, ...]:
        """Persons or states joined by "et" that open the sentence of word ``at``, or one before; no unknown names, and
        none whom a pronoun of this gender cannot mean: "la Russie et la Turquie … ils"."""
        sentence = self.scan.sentence_of(self.words.starts[at])
        for number in range(sentence, max(-1, sentence - back - 1), -1):
            items = [
                i
                for i in self.scan.items_in(number, number)
                if i.names and i.a < at and not i.oblique and not i.quoted and i.kind != "unknown"
            ]
            for one, two in pairwise(items):
                between = self.text[one.span[1] : two.span[0]]
                genders = {one.gender, two.gender}
                other = genders == {"f"} if gender == "m" else gender == "f" and "m" in genders
                if between.split()[:1] == ["et"] and len(between.split()) <= 2 and not other:
                    return (*one.names, *two.names)
        return ()


def _other_gender(mention: str, gender: str | None) -> bool:
    """Whether the article of a common noun shows another gender: "le diocèse … elle"."""
    article = fold(mention).partition(" ")[0]
    return gender is not None and _ARTICLES.get(article, gender) != gender
