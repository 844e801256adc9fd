"""Who a speaker mention is: a canonical actor, or unresolved with the reason.

The order of the steps: the name itself, the data, composition, what the document introduces, then inference (pronouns,
bare roles, institutions whose country is left out), which is always marked "inferred" and keeps its candidates.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from recoupe.extract.actors import Item, Scan, scan_text
from recoupe.extract.antecedents import Antecedents
from recoupe.extract.book import ActorBook
from recoupe.extract.institutions import Institutions, told
from recoupe.extract.names import Named
from recoupe.extract.offices import Offices
from recoupe.extract.phrases import Phrase, compose, words_in
from recoupe.extract.resolved import STRENGTH, Previous, Resolved
from recoupe.lang.base import Sentence
from recoupe.lang.fr import actors as fr
from recoupe.lang.fr.cues import load_cues
from recoupe.text import Span, within

__all__ = ["Resolved", "Resolver"]


class Resolver:
    """Resolves the speaker mentions of one document."""

    def __init__(self, text: str, sentences: Sequence[Sentence], book: ActorBook, title: Span | None = None) -> None:
        self.text, self.book, self.title = text, book, title
        self.scan: Scan = scan_text(text, sentences, book)
        self.words = self.scan.words
        self.reader = self.scan.reader
        self.people = self.scan.people
        self.institutions = Institutions(self.scan)
        self.offices = Offices(self.scan, self.institutions)
        self.antecedents = Antecedents(self.scan, self._tell)

    def resolve(self, speaker: Span, *, previous: Previous = (), content: Sequence[Span] = ()) -> Resolved:
        """Who the mention at ``speaker`` is: a noun phrase with its appositions, or a pronoun.

        ``previous``: span (of speaker or content) and reference of the statements before this one, in order.
        ``content``: what the speaker says; nobody named in it is the "il" of "a-t-il dit".
        """
        inside = words_in(self.words, speaker)
        if not inside:
            return Resolved((), "unresolved", "the mention holds no word")
        a, b = inside[0], inside[-1] + 1
        said = " ".join(self.words.low[a:b])
        if said in fr.PRONOUNS:
            return self.antecedents.pronoun(said, speaker, previous, content)
        parts = self._split(a, b)
        if len(parts) == 1:
            return self._one(*parts[0], previous)
        each = [self._one(*part, previous) for part in parts]
        names = tuple(dict.fromkeys(name for one in each for name in one.reference))
        if not names:
            return each[0]
        weakest = max(each, key=lambda one: STRENGTH.index(one.resolution))
        missing = [one.note for one in each if not one.reference]
        return Resolved(names, weakest.resolution, "; ".join(["joint speakers", *missing]), weakest.candidates)

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

    def _split(self, a: int, b: int) -> list[tuple[int, int]]:
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

    def _one(self, a: int, b: int, previous: Previous) -> Resolved:
        again = self._again(a, b, previous)
        if again is not None:
            return again
        found = self._alone(a, b, previous)
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
        for _, names in reversed(before[-6:]):
            bearers = tuple(n for n in names if stem in (w.rstrip("s") for w in fr.folded_words(n)))
            if bearers:
                return Resolved(bearers, "inferred", f"the {noun} of a statement before", bearers)
        if stem == "source" and before:
            return Resolved(before[-1][1], "inferred", "the source of the statement before", before[-1][1])
        return None

    def _author(self, a: int, b: int, previous: Previous) -> Resolved | None:
        """ "un communiqué de la brigade", "les chiffres publiés par l'office": whose text it is."""
        low = self.words.low
        while a < b - 2 and low[a] in fr.DETERMINERS | {"d", "dernier", "derniers", "premier"}:
            a += 1
        if low[a] not in fr.TEXTS:
            return None
        k = next((i for i in range(a + 1, min(b, a + 4)) if low[i] in ("de", "du", "des", "d", "par")), None)
        if k is None or k + 1 >= b:
            return None
        inner = self._alone(k + 1, b, previous)
        first = [w.lower() for w in self.words.raw[k + 1 : min(b, k + 4)]]
        someone = inner.resolution != "unnamed" or any(load_cues().someone(w) or w in fr.UNITS for w in first)
        if (
            not inner.reference
            or inner.resolution == "inferred"
            or not (someone or any(w[:1].isupper() for w in self.words.raw[k + 1 : b]))
        ):
            return None
        names = inner.reference
        first_word = k + 1 + (low[k + 1] in fr.DETERMINERS)
        if inner.resolution == "name" and len(names) == 1 and len(fr.folded_words(names[0])) < b - first_word:
            names = (self.reader.surface(first_word, b),)  # a name that goes on in small letters
        return Resolved(names, "composed", "author of the document", inner.candidates)

    def _alone(self, a: int, b: int, previous: Previous) -> Resolved:
        low = self.words.low
        if b - a == 3 and tuple(low[a : a + 2]) == ("les", "deux") and low[a + 2] in fr.SIDES:
            both = self.antecedents.pair(a)
            if both:
                return Resolved(both, "inferred", "the two sides that the text names together before", both)
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
                det = low[a] if det is None else det
            a += 1
        if det in fr.POSSESSIVE and b - a == 1 and low[a] == "pays":
            return self._own_country(self.words.starts[a], previous)
        if det in fr.DEMONSTRATIVE and b - a == 1 and low[a] == "pays":
            return self._this_country(a)
        phrase = self.reader.nested(a, b, bounded=True)
        if phrase is not None:
            phrase.det = det
            return self._phrase(phrase, a, b, previous)
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
                and low[named.b] in ("de", "des", "du", "d", "pour")
            ):
                whole = self._generic(a, b)  # "le Forum des familles"
                return Resolved(whole.reference, "name", "name as written")
            return self._name(named)
        adjective = self.reader.match(self.book.adjectives, a, b)
        if adjective is not None and (det in ("les", "des", "l", "le", "la") or self.words.raw[a][0].isupper()):
            lands = adjective[1]
            if det == "les" and lands[0].code:
                return Resolved(
                    (lands[0].name,),
                    "inferred",
                    "nationality in the plural taken for the state",
                    tuple(x.name for x in lands),
                )
            return Resolved((self.reader.surface(a, b),), "unnamed", "people of a nationality")
        return self._generic(a, b)

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

    def _this_country(self, word: int) -> Resolved:
        """ "ce pays": the one state that its sentence, or the one before, names before it."""
        here = self.scan.sentence_of(self.words.starts[word])
        for back in range(2):
            names = [
                i.names[0]
                for i in self.scan.items
                if i.a < word and i.sentence == here - back and i.kind in ("state", "metonym") and len(i.names) == 1
            ]
            found = tuple(dict.fromkeys(reversed(names)))
            if len(found) == 1:
                return Resolved(found, "inferred", "the state named before it", found)
            if found:
                return Resolved((), "unresolved", "several states before it", found)
        return Resolved((), "unresolved", "no state before it")

    def _generic(self, a: int, b: int) -> Resolved:
        """A noun that no list holds: kept as written, up to its relative clause."""
        end = a + 1
        while (
            end < b
            and self.words.low[end] not in fr.ENDS_PHRASE
            and not any(c in self.words.gaps[end] for c in ",;:(\n")
        ):
            end += 1
        apposed = self.reader.name_at(end, b) if end < b and self.words.gaps[end].strip() == "," else None
        if apposed is not None and (apposed.known is None or apposed.known.kind == "person"):
            return self._name(apposed)
        for k in range(a + 1, end):
            # "l'écrivaine Ortana Belisk": the name that ends an unknown noun phrase
            if (
                self.words.raw[k][0].isupper()
                and self.words.low[k - 1] not in fr.PREPOSITIONS
                and self.words.low[k - 1] not in fr.DETERMINERS
                and not self.words.raw[k - 1][0].isupper()  # the second half of a name is none
            ):
                named = self.reader.name_at(k, end)
                if named is not None and named.b == end and (named.known is None or named.known.kind == "person"):
                    return self._name(named)
        return Resolved((self.reader.surface(a, end),), "unnamed", "not named in the text")

    def _name(self, named: Named) -> Resolved:
        names, how, candidates = self.people.find(named)
        if not names:
            told = [name for name in candidates if any(name in item.names for item in self.scan.items)]
            if len(told) == 1:
                return Resolved(
                    (told[0],),
                    "inferred",
                    "of what the name can mean, the one that the text names",
                    (told[0], *candidates),
                )
            return Resolved((), "unresolved", f"the name can mean {' or '.join(candidates)}", candidates)
        if how == "inferred":
            return Resolved(
                names, how, "several people of the text bear this name; the last mentioned is taken", candidates
            )
        notes = {
            "name": "the name itself",
            "alias": "known spelling or short form",
            "introduced": "short form of a name of the text",
        }
        if named.known is not None and named.known.kind == "metonym":
            return Resolved(names, how, "place that stands for a government")
        return Resolved(names, how, notes.get(how, ""))

    def _phrase(self, phrase: Phrase, a: int, b: int, previous: Previous) -> Resolved:
        head = phrase.head
        assert head is not None
        if phrase.name is not None and head.kind == "institution":
            return self.institutions.institution(phrase)
        if phrase.name is not None:
            return self._name(phrase.name)
        if head.kind in ("role", "kin"):
            whole = next(
                (
                    i
                    for i in self.scan.items_in(*2 * (self.scan.sentence_of(self.words.starts[phrase.a]),))
                    if i.a == phrase.a and i.named is not None and i.phrase is not None and i.names
                ),
                None,
            )
            if whole is not None and not whole.oblique:
                return Resolved(whole.names, "introduced", "the name beside the office")
            if phrase.number == "plur":
                people = self._named_within(phrase.b, b)
                if len(people) > 1:
                    return Resolved(tuple(people), "introduced", "the names beside the offices")
        if head.kind in ("role", "kin") and phrase.number == "sing":
            last = max((k for k in range(phrase.b, b) if self.words.gaps[k].strip(" )") == ","), default=b)
            named = self.reader.name_at(last, b) if last < b else None
            if named is not None and named.b == b and (named.known is None or named.known.kind == "person"):
                return self._name(named)  # "le président de l'assemblée provinciale, X"
        if phrase.b < b and head.kind in ("role", "kin") and self.words.gaps[phrase.b].strip() == ",":
            named = self.reader.name_at(phrase.b, b)
            if named is not None and (named.known is None or named.known.kind == "person"):
                return self._name(named)
            titled = self.reader.nested(phrase.b + (self.words.low[phrase.b] in fr.DETERMINERS), b, bounded=True)
            if titled is not None and titled.name is not None:
                return self._name(titled.name)  # "son porte-parole, le colonel X"
        definite = (
            phrase.det in fr.DEFINITE
            or (phrase.det is None and self.words.raw[a][0].isupper())
            or phrase.det in ("ce", "cet", "cette")
        )
        if phrase.of is None and head.kind in ("role", "kin") and phrase.number == "sing":
            named = self._later_name(phrase.b, b)
            if named is not None:
                return self._name(named)
        if head.kind == "role" and phrase.number == "sing":
            named = self._last_name(phrase.b, b)
            if named is not None:
                return self._name(named)
        group = isinstance(phrase.of, Named) and phrase.of.known is not None and phrase.of.known.kind == "group"
        if group and isinstance(phrase.of, Named) and head.kind in ("camp", "organisation"):
            return self._name(phrase.of)  # "les rebelles du M23"
        surface = self._surface(phrase, b)
        match head.kind:
            case "institution" | "camp":
                if head.kind == "camp" and not definite and phrase.det != "des":
                    return Resolved((surface,), "unnamed", "not named in the text")
                left = (
                    phrase.b < b
                    and self.reader.space(phrase.b)
                    and self.words.low[phrase.b] not in (fr.ENDS_PHRASE | fr.PREPOSITIONS)
                )
                if left and not told(phrase):
                    return Resolved((surface,), "unnamed", "an institution as written")
                return self.institutions.institution(phrase)
            case "side":
                if phrase.lands:
                    return Resolved((phrase.lands[0][0].name,), "composed", "the state itself")
            case "staff" | "office":
                owner = self._owner(phrase)
                if owner is not None and (head.kind == "office" or owner.resolution in ("name", "alias")):
                    return Resolved(owner.reference, owner.resolution, f"speaks for {owner.reference[0]}")
                if head.kind == "office" and definite and told(phrase):
                    return Resolved((compose(self.reader, phrase),), "composed", "office as written")
            case "role" | "kin":
                if head.lemma == "porte-parole" and (not definite or phrase.number == "plur"):
                    owner = self._owner(phrase)
                    if owner is not None:
                        return Resolved(
                            owner.reference, owner.resolution, f"unnamed spokesperson of {owner.reference[0]}"
                        )
                if definite and phrase.number == "sing":
                    return self.offices.holder(phrase, surface, previous)
            case "group":
                if definite and phrase.det not in fr.DEMONSTRATIVE and phrase.number == "sing":
                    found = self.offices.holder(phrase, surface, previous)
                    if found.resolution != "composed":
                        return found  # "la diplomate", of an ambassador
            case "organisation" | "media":
                if definite and phrase.number == "sing":
                    return self.institutions.body(phrase, surface, b)
            case "document":
                return self._document(phrase, surface, previous)
        return Resolved((surface,), "unnamed", "not named in the text")

    def _named_within(self, k: int, b: int) -> list[str]:
        """People named in words ``k:b``: "les présidents congolais X et rwandais Y"."""
        people: list[str] = []
        while k < b:
            named = self.reader.name_at(k, b)
            if named is not None and (named.known is None or named.known.kind == "person"):
                people += self.people.find(named)[0]
            k = named.b if named is not None else k + 1
        return list(dict.fromkeys(people))

    def _later_name(self, k: int, b: int) -> Named | None:
        """The person's name after adjectives that no table holds: "l'analyste militaire valdorien X"."""
        low, raw = self.words.low, self.words.raw
        while (
            k < b
            and self.reader.space(k)
            and raw[k][0].islower()
            and not ({low[k]} & (fr.ENDS_PHRASE | fr.PREPOSITIONS | fr.DETERMINERS))
        ):
            k += 1
        named = self.reader.name_at(k, b) if k < b and self.reader.space(k) else None
        return named if named is not None and (named.known is None or named.known.kind == "person") else None

    def _last_name(self, k: int, b: int) -> Named | None:
        """The person's full name that ends words ``k:b`` of an office: "aux Affaires étrangères X Y"."""
        words = self.words
        for i in range(k + 1, b - 1):
            begins = words.raw[i][0].isupper() and words.raw[i - 1][0].islower()
            if begins and words.low[i - 1] not in fr.PREPOSITIONS | fr.DETERMINERS:
                named = self.reader.name_at(i, b)
                whole = named is not None and named.b == b and named.b - named.a > 1
                if whole and named is not None and (named.known is None or named.known.kind == "person"):
                    return named
        return None

    def _surface(self, phrase: Phrase, b: int) -> str:
        """An unnamed speaker as written, without its determiner, up to a relative clause or a comma."""
        end = phrase.b
        low, words = self.words.low, self.words
        while end < b and self.reader.space(end):
            inside = words.raw[end] in ("à", "au", "aux")  # "une source à l'état-major"
            joint = low[end] == "et" and end + 2 == b and fr.nationality(low[end + 1])
            if low[end] in fr.ENDS_PHRASE and not inside and not joint:
                break
            end += 1
        return self.reader.surface(phrase.a, end)

    def _owner(self, phrase: Phrase) -> Resolved | None:
        """Whom a spokesperson, a reporter or a branch office speaks for; None where the text does not tell."""
        found = self._whose(phrase)
        return found if found is not None and found.reference else None

    def _whose(self, phrase: Phrase) -> Resolved | None:
        if isinstance(phrase.of, Named):
            found = self._name(phrase.of)
            return found if found.reference else None
        if isinstance(phrase.of, Phrase) and phrase.of.head is not None:
            inner = phrase.of
            if inner.name is not None and inner.head is not None and inner.head.kind in ("organisation", "media"):
                return self._name(inner.name)
            if inner.head is not None and inner.head.kind == "institution":
                return self.institutions.institution(inner)
            if inner.head is not None and inner.head.kind in ("organisation", "media"):
                return self.institutions.body(inner, self.reader.surface(inner.a, inner.b), inner.b)
        return None

    def _document(self, phrase: Phrase, surface: str, previous: Previous) -> Resolved:
        """ "leur déclaration", "le communiqué": the authors where the text tells them, else the document itself."""
        head, at = phrase.head, phrase.a
        assert head is not None
        if isinstance(phrase.of, Named) or (isinstance(phrase.of, Phrase) and phrase.of.head is not None):
            owner = self._owner(phrase)
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
                if earlier:
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

    def _tell(self, item: Item) -> tuple[str, ...]:
        """Canonical name of a mention for the antecedents: a bare role's holder, an institution, a group as written."""
        if item.names or item.phrase is None or item.phrase.head is None:
            return item.names
        if item.phrase.head.kind == "role" and item.phrase.number == "sing":
            return self.offices.holder(item.phrase, self.reader.surface(item.phrase.a, item.phrase.b), ()).reference
        return self._phrase(item.phrase, item.a, item.b, ()).reference
