"""Who a noun phrase or a name is: the name itself, an office and its holder, an institution, those it speaks for."""

from __future__ import annotations

from recoupe.extract.actors import Scan
from recoupe.extract.antecedents import Antecedents
from recoupe.extract.documents import Documents
from recoupe.extract.institutions import Institutions, told
from recoupe.extract.names import Named
from recoupe.extract.noun_phrase import Phrase, compose
from recoupe.extract.offices import Offices
from recoupe.extract.phrases import DURING
from recoupe.extract.resolved import Previous, Resolved
from recoupe.lang.fr import actors as fr


class Nouns:
    """Resolves the noun phrases and names of one text."""

    def __init__(self, scan: Scan, antecedents: Antecedents) -> None:
        self.scan, self.words, self.reader, self.people = scan, scan.words, scan.reader, scan.people
        self.institutions = Institutions(scan)
        self.offices = Offices(scan, self.institutions)
        self.documents = Documents(scan, antecedents)

    def name(self, named: Named) -> Resolved:
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

    def generic(self, a: int, b: int) -> Resolved:
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
            return self.name(apposed)
        for k in range(a + 1, end):
            # "l'écrivaine Ortana Belisk": the name that ends an unknown noun phrase
            if (
                self.words.raw[k][0].isupper()
                and self.words.low[k - 1] not in fr.PREPOSITIONS
                and self.words.low[k - 1] not in fr.DETERMINERS
                and not self.words.raw[k - 1][0].isupper()  # the second half of a name is none
                and not self._belongs(k - 1)
            ):
                named = self.reader.name_at(k, end)
                if named is not None and named.b == end and (named.known is None or named.known.kind == "person"):
                    return self.name(named)
        return Resolved((self.reader.surface(a, end),), "unnamed", "not named in the text")

    def _belongs(self, title: int) -> bool:
        """Whether a title stands behind "du" or "de la": "la mouvance du général X" is not X."""
        low = self.words.low
        return low[title - 1] == "du" or (title > 1 and low[title - 1] in ("la", "l") and low[title - 2] == "de")

    def phrase(self, phrase: Phrase, a: int, b: int, previous: Previous) -> Resolved:
        head = phrase.head
        assert head is not None
        if phrase.name is not None and head.kind == "institution":
            return self.institutions.institution(phrase)
        if phrase.name is not None:
            return self.name(self._holder(phrase, b) or phrase.name)
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
        if head.kind in ("role", "kin", "group") and phrase.number == "sing":
            last = max((k for k in range(phrase.b, b) if self.words.gaps[k].strip(" )") == ","), default=b)
            named = self.reader.name_at(last, b) if last < b else None
            if named is not None and named.b == b and (named.known is None or named.known.kind == "person"):
                return self.name(named)  # "le président de l'assemblée provinciale, X"
        if phrase.b < b and head.kind in ("role", "kin") and self.words.gaps[phrase.b].strip() == ",":
            named = self.reader.name_at(phrase.b, b)
            if named is not None and (named.known is None or named.known.kind == "person"):
                return self.name(named)
            titled = self.reader.nested(phrase.b + (self.words.low[phrase.b] in fr.DETERMINERS), b, bounded=True)
            if titled is not None and titled.name is not None:
                return self.name(titled.name)  # "son porte-parole, le colonel X"
        definite = (
            phrase.det in fr.DEFINITE
            or (phrase.det is None and self.words.raw[a][0].isupper())
            or phrase.det in ("ce", "cet", "cette")
        )
        if phrase.of is None and head.kind in ("role", "kin") and phrase.number == "sing":
            named = self._later_name(phrase.b, b)
            if named is not None:
                return self.name(named)
        if head.kind == "role" and phrase.number == "sing":
            named = self._last_name(phrase.b, b)
            if named is not None:
                return self.name(named)
        group = isinstance(phrase.of, Named) and phrase.of.known is not None and phrase.of.known.kind == "group"
        if group and isinstance(phrase.of, Named) and head.kind in ("camp", "organisation"):
            return self.name(phrase.of)  # "les rebelles du M23"
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
                return self.documents.author(phrase, surface, previous, self._owner(phrase))
        return Resolved((surface,), "unnamed", "not named in the text")

    def _holder(self, phrase: Phrase, b: int) -> Named | None:
        """The name behind the comma where the one before it is a government's: "porte-parole du camp X, Y"."""
        own, body = phrase.name, phrase.of
        if own is None or own.title or own.b >= b or own.b != own.a + 1 or self.words.gaps[own.b].strip() != ",":
            return None
        inside = isinstance(body, Phrase) and body.head is not None and body.b == own.a and not body.lands
        if not inside or not self.reader.space(own.a):
            return None
        named = self.reader.name_at(own.b, b)
        person = named is not None and (named.known is None or named.known.kind == "person")
        return named if person and named is not None and named.b == b and named.b - named.a > 1 else None

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
            if (low[end] in fr.ENDS_PHRASE and not inside and not joint) or low[end : end + 2] in DURING:
                break
            end += 1
        return self.reader.surface(phrase.a, end)

    def _owner(self, phrase: Phrase) -> Resolved | None:
        """Whom a spokesperson, a reporter or a branch office speaks for; None where the text does not tell."""
        found = self._whose(phrase)
        return found if found is not None and found.reference else None

    def _whose(self, phrase: Phrase) -> Resolved | None:
        if isinstance(phrase.of, Named):
            found = self.name(phrase.of)
            return found if found.reference else None
        if isinstance(phrase.of, Phrase) and phrase.of.head is not None:
            inner = phrase.of
            if inner.name is not None and inner.head is not None and inner.head.kind in ("organisation", "media"):
                return self.name(inner.name)
            if inner.head is not None and inner.head.kind == "institution":
                return self.institutions.institution(inner)
            if inner.head is not None and inner.head.kind in ("organisation", "media"):
                return self.institutions.body(inner, self.reader.surface(inner.a, inner.b), inner.b)
        return None
