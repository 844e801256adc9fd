"""Who a speaker mention is: a canonical actor, or unresolved with the reason.

The order of the steps: the name itself, the data, composition, what the document introduces, then inference (pronouns,
bare roles, institutions whose country is left out), which is always marked "inferred" and keeps its candidates.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from recoupe.extract.actors import Item, Scan, scan_text
from recoupe.extract.antecedents import Antecedents
from recoupe.extract.book import ActorBook
from recoupe.extract.joint import Joint
from recoupe.extract.nouns import Nouns
from recoupe.extract.resolved import STRENGTH, Previous, Resolved
from recoupe.lang.base import Sentence
from recoupe.lang.fr import actors as fr
from recoupe.lang.fr.cues import load_cues
from recoupe.text import Span, within

__all__ = ["Resolved", "Resolver"]

_APPOSED = re.compile(r"(?: [^\W\d_]+){0,2}, (?:l[ae] |l['’])?")
"""Between an office and the name of who holds it, adjectives of the office included."""


class Resolver:
    """Resolves the speaker mentions of one document."""

    def __init__(self, text: str, sentences: Sequence[Sentence], book: ActorBook, title: Span | None = None) -> None:
        self.text, self.book, self.title = text, book, title
        self.scan: Scan = scan_text(text, sentences, book)
        self.words = self.scan.words
        self.reader = self.scan.reader
        self.people = self.scan.people
        self.antecedents = Antecedents(self.scan, self._tell)
        self.nouns = Nouns(self.scan, self.antecedents)
        self.joint = Joint(self.reader, book)

    def resolve(self, speaker: Span, *, previous: Previous = (), content: Sequence[Span] = ()) -> Resolved:
        """Who the mention at ``speaker`` is: a noun phrase with its appositions, or a pronoun.

        ``previous``: span (of speaker or content) and reference of the statements before this one, in order.
        ``content``: what the speaker says; nobody named in it is the "il" of "a-t-il dit".
        """
        a, b = (bisect_left(self.words.starts, offset) for offset in speaker)
        if a == b:
            return Resolved((), "unresolved", "the mention holds no word")
        b = self._name_end(a, b)
        said = " ".join(self.words.low[a:b])
        if said in fr.PRONOUNS:
            return self.antecedents.pronoun(said, speaker, previous, content)
        parts = self.joint.split(a, b)
        if len(parts) == 1:
            return self._one(*parts[0], previous, content)
        each = [self._one(*part, previous) for part in parts]
        if not any(one.reference for one in each):
            return each[0]
        names = tuple(
            dict.fromkeys(
                name for one, part in zip(each, parts, strict=True) for name in one.reference or self._as_written(*part)
            )
        )
        weakest = max(each, key=lambda one: STRENGTH.index(one.resolution))
        missing = [one.note for one in each if not one.reference]
        return Resolved(names, weakest.resolution, "; ".join(["joint speakers", *missing]), weakest.candidates)

    def _name_end(self, a: int, b: int) -> int:
        """The end of a mention, past the rest of a known name that a parser cuts: "Médecins | sans frontières"."""
        first = next((i for i in range(a, b) if self.words.low[i] not in fr.DETERMINERS), a)
        known = self.reader.known_at(first, len(self.words.low))
        return max(b, known[0]) if known is not None else b

    def _as_written(self, a: int, b: int) -> tuple[str, ...]:
        """One of several speakers whom nothing tells, where a capital makes a name of what is written."""
        while a < b - 1 and self.words.low[a] in fr.DETERMINERS:
            a += 1
        return (self.reader.surface(a, b),) if self.words.raw[a][0].isupper() else ()

    def continued(self, at: int, *, previous: Previous) -> Resolved:
        """Speaker of a quotation at offset ``at`` that has no cue of its own: whoever spoke just before it."""
        before = [(span, names) for span, names in previous if span[0] < at]
        if not before:
            return Resolved((), "unresolved", "quotation without a cue, and no statement before it")
        span, names = before[-1]
        between = self.text[span[1] : at]
        if between.strip().count("\n") > 1 or between.count("\n\n") > 1:
            return Resolved((), "unresolved", "quotation without a cue, too far from the statement before it", names)
        if not names:
            return Resolved((), "unresolved", "quotation without a cue after an unresolved speaker")
        return Resolved(names, "inferred", "continues the quotation before it", names)

    def _one(self, a: int, b: int, previous: Previous, content: Sequence[Span] = ()) -> Resolved:
        again = self._again(a, b, previous)
        if again is not None:
            return again
        found = self._alone(a, b, previous, content)
        if found.resolution == "unnamed":
            return self._author(a, b, previous) or found
        return found

    def _again(self, a: int, b: int, previous: Previous) -> Resolved | None:
        """ "la même source", "ces mêmes témoins", "cet officier": whoever spoke before under that noun."""
        low = self.words.low
        if b - a < 2 or low[a] not in fr.DEMONSTRATIVE | {"la", "le", "les"}:
            return None
        k = a + 1
        while k < b - 1 and low[k] in fr.AGAIN:
            k += 1
        same = k > a + 1
        if not same and low[a] not in fr.DEMONSTRATIVE:
            return None
        noun = low[k]
        before = [(span, names) for span, names in previous if span[0] < self.words.starts[a] and names]
        stem = noun.rstrip("s")
        many = low[a] == "ces"
        for _, names in reversed(before[-6:]):
            bearers = tuple(n for n in names if stem in (w.rstrip("s") for w in fr.folded_words(n)))
            if bearers and (not many or len(bearers) > 1 or noun in fr.folded_words(bearers[0])):
                return Resolved(bearers, "inferred", f"the {noun} of a statement before", bearers)
        several = low[a] == "les" and before and len(before[-1][1]) < 2  # "les mêmes sources": of one, it tells nothing
        if stem == "source" and before and not many and not several:
            return Resolved(before[-1][1], "inferred", "the source of the statement before", before[-1][1])
        return None

    def _author(self, a: int, b: int, previous: Previous) -> Resolved | None:
        """ "un communiqué de la brigade", "les chiffres publiés par l'office": whose text it is."""
        low = self.words.low
        while a < b - 2 and low[a] in fr.DETERMINERS | fr.BEFORE_TEXTS:
            a += 1
        if low[a] not in fr.TEXTS:
            return None
        k = next((i for i in range(a + 1, min(b, a + 4)) if low[i] in ("de", "du", "des", "d", "par")), None)
        if k is None or k + 1 >= b:
            return None
        inner = self._alone(k + 1, b, previous)
        first = [w.lower() for w in self.words.raw[k + 1 : min(b, k + 4)]]
        someone = inner.resolution != "unnamed" or any(load_cues().someone(w) or w in fr.UNITS for w in first)
        ends = next((i for i in range(k + 2, b) if low[i] in fr.ENDS_PHRASE), b)
        named = any(w[:1].isupper() for w in self.words.raw[k + 1 : ends])
        office = low[k + 1] in fr.POSSESSIVE and low[k + 2 : b] in (["bureau"], ["cabinet"])
        first_word = k + 1 + (low[k + 1] in fr.DETERMINERS)
        if someone and not inner.reference and low[k + 1] not in fr.POSSESSIVE:
            whose = self.reader.surface(first_word, ends)  # "le dernier bilan de l'armée", of a state left open
            return Resolved((whose,), "unnamed", "author of the document")
        guessed = inner.resolution == "inferred" and not (office or someone)
        if not inner.reference or guessed or not (someone or named):
            return None
        names = inner.reference
        if inner.resolution == "name" and len(names) == 1 and len(fr.folded_words(names[0])) < b - first_word:
            names = (self.reader.surface(first_word, b),)  # a name that goes on in small letters
        return Resolved(names, "composed", "author of the document", inner.candidates)

    def _alone(self, a: int, b: int, previous: Previous, content: Sequence[Span] = ()) -> Resolved:
        low = self.words.low
        if b - a == 3 and tuple(low[a : a + 2]) == ("les", "deux") and low[a + 2] in fr.SIDES:
            both = self.antecedents.pair(a)
            if both:
                return Resolved(both, "inferred", "the two sides that the text names together before", both)
        bare = b - a > 2 and not any("," in gap for gap in self.words.gaps[a + 1 : b])
        if bare and low[a] in ("un", "une") and low[a + 1] in ("de", "des", "d"):
            return Resolved((self.reader.surface(a, b),), "unnamed", "one of several")  # "un de ses membres"
        det = None
        while a < b - 1 and (
            low[a] in ("selon", "par", "pour", "chez", "c", "est", "quant")
            or low[a] in fr.DETERMINERS
            or low[a] == "tous"
        ):
            if low[a] in fr.DETERMINERS:
                known = self.reader.known_at(a, b)
                if known is not None and self.words.raw[a][0].isupper() and known[0] > a + 1:
                    break  # "Le Drian", "Le Monde"
                if det in fr.DEFINITE and low[a] in fr.INDEFINITE:
                    break  # "les deux pays"
                if all(w[0].isupper() for w in self.words.raw[a : a + 2]) and not self.scan.begins(a):
                    break  # an article with a capital inside a sentence is part of a name: "La Première"
                det = low[a] if det is None else det
            a += 1
        if det in fr.POSSESSIVE and b - a == 1 and low[a] == "pays":
            return self._own_country(self.words.starts[a], previous)
        if det in fr.DEMONSTRATIVE and b - a == 1 and low[a] == "pays":
            return self._this_country(a)
        if low[a] in fr.STATE_WORDS and b - a == 1 and det in ("le", "la", "l", "ce", "cet", "cette"):
            return self._this_country(a, content)
        if low[a:b] in (["bureau"], ["cabinet"]) and det in fr.POSSESSIVE:
            whose = self.antecedents.antecedent("sing", None, self.words.starts[a], previous)
            return (
                whose if whose.reference else Resolved((), "unresolved", "whose office this is, the text leaves open")
            )
        group = self.reader.group_at(a, b)
        if group is not None and (group.b == b or low[group.b] in fr.ENDS_PHRASE):
            return self.nouns.name(group)
        phrase = self.reader.nested(a, b, bounded=True)
        if phrase is not None:
            phrase.det = det
            each = self.nouns.institutions.each(phrase, b) if det in ("les", "des") else ()
            if each:
                return Resolved(each, "composed", "one institution for each state")
            return self.nouns.phrase(phrase, a, b, previous)
        named = self.reader.name_at(a, b)
        if named is not None:
            apposed = self.reader.apposition_at(named.b, b)
            if apposed is None and named.b < b and self.reader.space(named.b):
                adjective = self.reader.match(self.book.adjectives, named.b, b)
                if adjective is not None and named.known is None:
                    return Resolved(
                        (self.reader.surface(a, adjective[0]),), "composed", "name and nationality as written"
                    )
            if (
                named.known is None
                and named.b == a + 1 < b
                and self.reader.space(named.b)
                and (low[named.b] in ("de", "des", "du", "d", "pour") or self._goes_on(named.b, det))
            ):
                whole = self.nouns.generic(a, b)  # "le Forum des familles", "l'Union nationale du col"
                return Resolved(whole.reference, "name", "name as written")
            return self.nouns.name(named)
        adjective = self.reader.match(self.book.adjectives, a, b)
        if adjective is not None and (det in ("les", "des", "l", "le", "la") or self.words.raw[a][0].isupper()):
            lands = adjective[1]
            if det == "les" and lands[0].code and " ".join(low[b : b + 1]) not in fr.SOME_PEOPLE:
                return Resolved(
                    (lands[0].name,),
                    "inferred",
                    "nationality in the plural taken for the state",
                    tuple(x.name for x in lands),
                )
            return Resolved((self.reader.surface(a, b),), "unnamed", "people of a nationality")
        return self.nouns.generic(a, b)

    def _goes_on(self, word: int, det: str | None) -> bool:
        """Whether a body's name of one capital goes on in small letters at ``word``: a person's has no article."""
        low = self.words.low[word]
        ends = fr.ENDS_PHRASE | fr.PREPOSITIONS | fr.DETERMINERS | {"et"}
        return det in fr.DEFINITE and self.words.raw[word][0].islower() and low not in ends

    def _own_country(self, at: int, previous: Previous) -> Resolved:
        """ "son pays": the state of whoever speaks, by the data or by the office that the text gives them."""
        whose = self.antecedents.antecedent("sing", None, at, previous).reference
        person = self.people.persons.get(whose[0]) if whose else None
        actor = self.book.actors.get(whose[0]) if whose else None
        lands = [lands[0].name for role in (person.roles if person else ()) for lands in role.lands]
        if actor is not None and actor.country in self.book.lands:
            lands.insert(0, self.book.lands[actor.country].name)
        if lands:
            return Resolved((lands[0],), "inferred", f"the country of {whose[0]}", (lands[0],))
        return Resolved((), "unresolved", "the text does not tell whose country this is")

    def _this_country(self, word: int, content: Sequence[Span] = ()) -> Resolved:
        """ "ce pays", "le royaume": the one state that its sentence, or the one before, names before it; none that
        what it says is about (``content``)."""
        said = {n for i in self.scan.items if any(within(i.span, part) for part in content) for n in i.names}
        here = self.scan.sentence_of(self.words.starts[word])
        for back in range(2):
            names = [
                i.names[0]
                for i in self.scan.items
                if i.a < word
                and i.sentence == here - back
                and i.kind in ("state", "metonym")
                and len(i.names) == 1
                and i.names[0] not in said
            ]
            found = tuple(dict.fromkeys(reversed(names)))
            if len(found) == 1:
                return Resolved(found, "inferred", "the state named before it", found)
            if found:
                return Resolved((), "unresolved", "several states before it", found)
        return Resolved((), "unresolved", "no state before it")

    def _tell(self, item: Item) -> tuple[str, ...]:
        """Canonical name of a mention for the antecedents: a bare role's holder, an institution, a group as written."""
        if item.names or item.phrase is None or item.phrase.head is None:
            return item.names
        if item.phrase.head.kind == "role" and item.phrase.number == "sing":
            if apposed := self._apposed(item):
                return apposed
            return self.nouns.offices.holder(
                item.phrase, self.reader.surface(item.phrase.a, item.phrase.b), ()
            ).reference
        return self.nouns.phrase(item.phrase, item.a, item.b, ()).reference

    def _apposed(self, item: Item) -> tuple[str, ...]:
        """The person told between commas behind an office: "le chef de la délégation, le général X, a dit"."""
        after = next((i for i in self.scan.items if i.span[0] > item.span[1] and i.kind == "person" and i.names), None)
        if after is None or not _APPOSED.fullmatch(self.text, item.span[1], after.span[0]):
            return ()
        rest = self.text[after.span[1] : after.span[1] + 5]
        return after.names if rest.startswith(",") and not rest.startswith(", et ") else ()
