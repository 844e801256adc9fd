"""Institutions and bodies: composed where the phrase says whose they are, else inferred from the text around."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from recoupe.extract.actors import Scan
from recoupe.extract.book import Land
from recoupe.extract.identify import institution_name
from recoupe.extract.names import Named
from recoupe.extract.noun_phrase import Phrase, compose
from recoupe.extract.resolved import Resolved
from recoupe.lang.fr import actors as fr
from recoupe.records import Resolution
from recoupe.text import fold

_ORGANISATIONS = frozenset({"institution", "media", "group"})

_REACH = 9
"""Words behind a government within which those who are joined to it are named with their state."""
_HOSTED = frozenset(["egide", "auspices", "houlette", "mediation", "parrainage", "patronage"])
_NEUTRAL = frozenset(
    ["mediateur", "mediateurs", "mediatrice", "facilitateur", "inspecteurs", "observateurs", "experts"]
)
"""Of whose state no bare government of the text is: who stand between the sides."""
_AGAINST = frozenset(["par", "depuis", "contre"])


class Institutions:
    """Names the institutions of one text."""

    def __init__(self, scan: Scan) -> None:
        self.scan, self.book = scan, scan.book
        self.words, self.reader, self.people = scan.words, scan.reader, scan.people

    def institution(self, phrase: Phrase) -> Resolved:
        """ "le ministère russe de la Défense", "l'armée", "le gouvernement X"."""
        head = phrase.head
        assert head is not None
        land = self._ruler(phrase)
        if land is not None:
            phrase = replace(phrase, of=None, of_link="", of_key="")
            return Resolved(
                (institution_name(self.reader, phrase, land),), "composed", "government of whom the text names"
            )
        if phrase.lands:
            lands = phrase.lands[0]
            note = "institution and nationality"
            return Resolved(
                (institution_name(self.reader, phrase),),
                "composed",
                note,
                tuple(x.name for x in lands) if len(lands) > 1 else (),
            )
        named = institution_name(self.reader, phrase)
        if phrase.foreign:
            return Resolved((named,), "composed", "institution and nationality as written")
        if named in self.book.actors:
            return Resolved((named,), "alias", "known name")
        if phrase.of is not None or (phrase.of_words is not None and phrase.portfolio is None):
            return Resolved((named,), "composed", "institution and complement as written")
        at = phrase.a
        owner = self._owner(at) if phrase.det in fr.POSSESSIVE else None
        if owner is not None:
            own = institution_name(self.reader, phrase, owner)
            return Resolved((own,), "inferred", "of the one state that is a subject before it", (own,))
        same = [
            item
            for item in self.scan.items
            if item.phrase is not None and item.phrase.head is not None
            and (_alike(item.phrase.head.lemma, head.lemma) or item.phrase.head.kind == head.kind == "camp")
            and item.names and (phrase.portfolio is None or item.phrase.portfolio == phrase.portfolio)
            and item.a != at and told(item.phrase)
        ]  # fmt: skip
        lemma = fold(head.lemma) + " "
        same += [
            item for item in self.scan.items
            if item.phrase is None and item.names and item.kind == "institution"
            and fold(item.names[0]).startswith(lemma)
        ]  # fmt: skip
        same += [
            item for item in self.scan.items
            if item.phrase is None and item.names and item.kind == "group" and item.a < at
            and self.words.low[item.a] == fold(head.lemma)
        ]  # fmt: skip
        same += [
            item for item in self.scan.items
            if item.phrase is None and item.names and item.a < at and self._called(item.names[0], lemma)
        ]  # fmt: skip
        names = list(
            dict.fromkeys(item.names[0] for item in sorted(same, key=lambda item: (item.a > at, abs(item.a - at))))
        )
        if names:
            how: Resolution = "introduced" if len(names) == 1 else "inferred"
            return Resolved(
                (names[0],), how, "named in full elsewhere in the text", tuple(names) if len(names) > 1 else ()
            )
        world = fr.WORLD.get(head.lemma)
        if world is not None and not phrase.quals and phrase.det not in fr.POSSESSIVE:
            return Resolved((world,), "inferred", "of no state that the text names", (world,))
        said = {fold(self.words.raw[q]) for q in phrase.quals} | set(fold(head.lemma).split())
        local = bool(said & fr.LOCAL) or head.lemma in fr.LOCAL_HEADS
        if local:
            place = self._place_before(at)
            if place:
                return Resolved(
                    (f"{named} de {place}",),
                    "inferred",
                    "local institution: the last place named before it",
                    (f"{named} de {place}",),
                )
        if local:
            return Resolved((self.reader.surface(phrase.a, phrase.b),), "unnamed", "a local institution of no place")
        if head.kind == "camp":
            groups = {n for item in self.scan.items if item.kind == "group" and item.a != at for n in item.names}
            if len(groups) == 1:
                return Resolved(tuple(groups), "inferred", "the one armed group that the text names", tuple(groups))
        on_side = self._side(at) or self._joined(phrase)
        if on_side is not None:
            return Resolved((institution_name(self.reader, phrase, on_side),), "introduced", "the side that speaks")
        guess, others = self._country(at, theatre=head.kind == "camp")
        if guess is not None and head.lemma not in fr.OF_ANYONE:
            names_ = [institution_name(self.reader, phrase, other) for other in (guess, *others)]
            return Resolved((names_[0],), "inferred", "country taken from the text around it", tuple(names_))
        if head.kind == "camp":
            return Resolved(
                (self.reader.surface(phrase.a, phrase.b),), "unnamed", "a camp whose country the text does not tell"
            )
        considered = tuple(institution_name(self.reader, phrase, other) for other in others)
        return Resolved((), "unresolved", "the text does not tell whose institution this is", considered)

    def each(self, phrase: Phrase, end: int) -> tuple[str, ...]:
        """The institutions of "les gouvernements du X et de la Y" or "les armées xoise et yoise", one a state; empty
        where they are not of several states that each have one."""
        head, low = phrase.head, self.words.low
        if head is None or fold(head.lemma) not in fr.PER_STATE or not phrase.lands or phrase.portfolio:
            return ()
        lands = [one[0] for one in phrase.lands]
        k = phrase.b
        while k < end and low[k] in ("et", "du", "de", "la", "l", "des", "d"):
            k += 1
        known = self.reader.known_at(k, end) if phrase.b < k < end and low[phrase.b] == "et" else None
        if known is not None and known[0] == end and known[1].kind == "state":
            lands.append(self.book.lands[known[1].means[0]])
        if len(lands) < 2:
            return ()
        one = head.lemma[0].upper() + head.lemma[1:]
        return tuple(f"{one} {land.adjective(head.agree, 'sing')}" for land in lands)

    def _called(self, name: str, noun: str) -> bool:
        """Whether an organisation that the text names by its letters is one of these by its full name: "la Mission"."""
        actor = self.book.actors.get(name)
        names = (actor.name, *actor.aliases) if actor is not None and actor.kind == "organisation" else ()
        return any(fold(n).startswith(noun) for n in names)

    def _ruler(self, phrase: Phrase) -> Land | None:
        """The state in "le gouvernement Assad", "le régime de Damas", "les autorités de Kinshasa"."""
        head = phrase.head
        if head is None or head.lemma not in fr.RULE or phrase.lands:
            return None
        named = phrase.name if phrase.name is not None else phrase.of if isinstance(phrase.of, Named) else None
        if named is None and isinstance(phrase.of, Phrase):
            named = phrase.of.name  # "le régime du président X"
        if named is None:
            return None
        if named.known is not None and named.known.kind == "metonym" and len(named.known.means) == 1:
            return self.book.lands.get(named.known.means[0])
        names, _, _ = self.people.find(named)
        actor = self.book.actors.get(names[0]) if names else None
        if actor is not None and actor.kind == "person":
            return self.book.lands.get(actor.country)
        return None

    def _owner(self, at: int) -> Land | None:
        """The one state that stands before word ``at``, in its sentence or else the one before, and hangs on no
        preposition: "Le Norvend dément. Son armée affirme…"; None where there are none or several."""
        here = self.scan.sentence_of(self.words.starts[at])
        for sentence in (here, max(0, here - 1)):
            items = [i for i in self.scan.items_in(sentence, sentence) if i.a < at and i.kind in ("state", "metonym")]
            found = {name for item in items if not item.oblique for name in item.names}
            if found:
                return self.book.lands.get(found.pop()) if len(found) == 1 else None
        return None

    def _side(self, at: int) -> Land | None:
        """The state of "côté X", "du côté X", that opens the clause of word ``at``."""
        low = self.words.low
        for k in range(at - 1, max(0, at - 6) - 1, -1):
            if low[k] == "cote":
                found = self.reader.match(self.book.adjectives, k + 1, at)
                return found[1][0] if found is not None and "," in self.words.gaps[found[0]] else None
        return None

    def _joined(self, phrase: Phrase) -> Land | None:
        """The state of those joined to it: "le gouvernement et les rebelles du X"."""
        low, gaps = self.words.low, self.words.gaps
        if phrase.b >= len(low) or low[phrase.b] != "et" or gaps[phrase.b] != " ":
            return None
        own = {k: lands[0] for k, lands in self.scan.lands if lands[0].code and lands[0].code != "EU"}
        for k in range(phrase.b + 1, min(len(low), phrase.b + _REACH)):
            if gaps[k] not in (" ", "'", "’", "-") or low[k] in ("ont", "a", "sont", "est"):
                return None
            of = low[k - 1] in ("du", "au", "de", "en", "la", "l", "d", "aux", "des")
            if k in own and (of or self.words.raw[k][0].islower()):  # "les rebelles du X" is one mention of X
                return own[k]
        return None

    def _country(self, at: int, *, theatre: bool) -> tuple[Land | None, list[Land]]:
        """The one state that the text around word ``at`` is about, and the others considered.

        The sentence itself and the two before it are asked first, unless another state is named far more often; then
        the whole text, where only one state may be named: of two at war the one named more often may be the other
        side. ``theatre``: where the fighting is; the state of the headline, else the one of the first sentence where it
        is also named half again as often as any other.
        """
        real = [
            (k, lands[0])
            for k, lands in self.scan.lands
            if lands[0].code and lands[0].code != "EU" and not self._only_there(k) and not self._host(k)
        ]
        inside = {land.name for k, land in real if "frontiere" not in self.words.low[max(0, k - 3) : k]}
        sentence = self.scan.sentence_of(self.words.starts[at])
        total = Counter(land.name for _, land in real)
        # "l'armée dit que X a tiré": a state named only behind it, or after "par", "depuis", "contre", is another one
        own = {
            land.name
            for k, land in real
            if (k < at or self.scan.sentence_of(self.words.starts[k]) != sentence)
            and not _AGAINST & set(self.words.low[max(0, k - 2) : k])
        }
        if not theatre:
            for back in range(3):
                near = Counter(
                    land.name
                    for k, land in real
                    if self.scan.sentence_of(self.words.starts[k]) == sentence - back and (back or k < at)
                )
                if len(near) > 1 and not back:
                    break  # whose army it is, the sentence does not tell
                if len(near) == 1:
                    first = next(iter(near))
                    most = max(total.values())
                    even = back > 1 and list(total.values()).count(most) > 1 and self._elsewhere(at, first)
                    if first not in own or total[first] < most or even or first not in inside:
                        break  # the text is about another state: the nearest may be the one that it speaks of
                    return self.book.lands[first], [self.book.lands[n] for n, _ in total.most_common(4) if n != first]
        if total:
            (first, count), *rest = total.most_common(2)
            opening = {land.name for k, land in real if self.scan.sentence_of(self.words.starts[k]) == 0}
            second = rest[0][1] if rest else 0
            titled = self._headed() and len(opening) == 1
            if theatre and titled:
                first = next(iter(opening))
            if first in inside & own and (
                len(total) == 1 or (theatre and (titled or (opening == {first} and count >= 1.5 * second)))
            ):
                return self.book.lands[first], [self.book.lands[n] for n, _ in total.most_common(4) if n != first]
        return None, [self.book.lands[n] for n, _ in total.most_common(4)]

    def _elsewhere(self, at: int, name: str) -> bool:
        """Whether a state is last named two paragraphs or more before word ``at``."""
        starts = self.words.starts
        last = max((k for k, lands in self.scan.lands if k < at and lands[0].name == name), default=at)
        return len([p for p in self.scan.text[starts[last] : starts[at]].split("\n") if p.strip()]) > 2

    def _host(self, k: int) -> bool:
        """Whether the state at word ``k`` brings others together, or only says where a town lies: "à X (Y)"."""
        if _NEUTRAL & set(self.words.low[max(0, k - 1) : k + 2]):
            return True
        return bool(_HOSTED & set(self.words.low[max(0, k - 3) : k])) or self.words.gaps[k].strip() == "("

    def _only_there(self, k: int) -> bool:
        """Whether the capital at word ``k`` only tells where something is: "signé à X", "X — Le gouvernement…"."""
        known = self.reader.known_at(k, len(self.words.low))
        if known is None or known[1].kind != "metonym":
            return False
        opens = self.scan.begins(k) and known[0] < len(self.words.low)
        dateline = opens and self.words.gaps[known[0]].strip() in ("—", "–", "(", ", (", ":")
        return dateline or (k > 0 and self.words.raw[k - 1] in ("à", "À"))

    def _headed(self) -> bool:
        """Whether the text begins with a headline: a line that no full stop ends."""
        first = self.scan.text.lstrip().partition("\n")
        return bool(first[2].strip()) and not first[0].rstrip().endswith((".", "»", '"', "!", "?"))

    def _place_before(self, at: int) -> str | None:
        """The last capital or other place ("à X") before word ``at``, in its sentence or the one before."""
        sentence = self.scan.sentence_of(self.words.starts[at])
        for item in reversed(self.scan.items):
            if (
                item.a < at
                and item.sentence >= sentence - 1
                and item.named is not None
                and (item.kind == "metonym" or (item.kind == "unknown" and item.oblique))
                and not self.scan.text[slice(*item.span)].isupper()  # an acronym is no place
            ):
                return self.reader.name_text(item.named)
        return None

    def body(self, phrase: Phrase, surface: str, end: int) -> Resolved:
        """ "l'organisation", "la coalition": a body named elsewhere in the text."""
        head, at = phrase.head, phrase.a
        assert head is not None
        goes_on = phrase.b < end and self.reader.space(phrase.b) and self.words.low[phrase.b] not in fr.ENDS_NAME
        if (phrase.of or phrase.of_words or goes_on) and self.words.raw[phrase.a][0].isupper():
            return Resolved((self._full_name(phrase.a, end),), "composed", "name as written")
        if phrase.lands or phrase.of is not None or phrase.of_words is not None:
            return Resolved((compose(self.reader, phrase),), "composed", "as written")
        if re.search(r" (?:des? |d['’])", surface):
            return Resolved((surface,), "unnamed", "a body as the text describes it")
        same = [
            item
            for item in self.scan.items
            if item.phrase is not None and item.phrase.head is not None and item.phrase.head.lemma == head.lemma
            and item.a != at and (item.names or item.phrase.quals or item.phrase.lands or self._of(item.phrase))
        ]  # fmt: skip
        same.sort(key=lambda item: (item.a > at, abs(item.a - at)))
        for item in same:
            if item.phrase is not None:
                name = item.names[0] if item.names else compose(self.reader, item.phrase)
                return Resolved((name,), "introduced", "named in full elsewhere in the text")
        if phrase.det is not None and self.words.raw[phrase.noun[0]][0].isupper() and phrase.noun[0] == at:
            named_so = {n for i in self.scan.items for n in i.names if head.lemma in n.lower().split()}
            if not named_so:  # "l'Alliance" is no other body, though the text named one last
                return Resolved((surface,), "unnamed", "a body that the text does not name")
        bodies = [
            (item.a, compose(self.reader, item.phrase))
            for item in reversed(self.scan.items)
            if item.a < at and not item.names and item.phrase is not None and item.phrase.head is not None
            and item.phrase.head.kind == head.kind == "organisation" and item.phrase.number == "sing"
            and (told(item.phrase) or self.words.raw[item.phrase.a][0].isupper())
            and not (item.phrase.head.lemma.lower() in fr.CIVIL_BODIES and set(head.lemma.split()) & fr.FIGHTING_BODIES)
        ]  # fmt: skip
        named = bodies[:1] + [
            (item.a, name)
            for item in reversed(self.scan.items)
            if item.a < at and item.names and item.kind in _ORGANISATIONS
            for name in item.names
            if (item.named is not None and self._kind_fits(head.lemma, head.kind, name)) or head.lemma in name.lower()
        ]
        named += [  # "l'ONG Secours d'Orm"
            (item.a, item.names[0])
            for item in self.scan.items
            if item.a < at and item.names and item.phrase is not None and item.phrase.head is not None
            and item.phrase.head.kind == head.kind == "organisation" and item.phrase.number == "sing"
        ]  # fmt: skip
        known = [name for _, name in sorted(named, key=lambda row: -row[0])]  # whichever the text named last
        if not known:
            known = [n for item in self.scan.items for n in item.names if head.lemma in n.lower().split()]
        names = tuple(dict.fromkeys(known))
        if names:
            return Resolved((names[0],), "inferred", "the last such body named in the text", names)
        return Resolved((surface,), "unnamed", "a body that the text does not name")

    def _of(self, phrase: Phrase) -> bool:
        """Whether a phrase is a name with its complement: "l'Alliance des vallées", not "l'alliance des peuples"."""
        return (phrase.of is not None or phrase.of_words is not None) and self.words.raw[phrase.noun[0]][0].isupper()

    def _full_name(self, a: int, b: int) -> str:
        """The name of a body from word ``a`` on, with all its complements, before word ``b``."""
        end = a + 1
        while (
            end < b
            and self.reader.space(end)
            and self.words.low[end] not in fr.ENDS_NAME
            and self.words.raw[end] != "a"
        ):
            end += 1
        return self.reader.surface(a, end)

    def _kind_fits(self, lemma: str, kind: str, name: str) -> bool:
        actor = self.book.actors.get(name)
        if actor is None:
            return False
        if kind == "media":
            return actor.kind == "media"
        if lemma in ("groupe", "mouvement", "milice", "groupe armé", "groupe rebelle", "parti", "front"):
            return actor.kind == "group"
        if lemma in ("coalition", "alliance"):
            return fold(lemma) in fold(name) or any(fold(lemma) in fold(alias) for alias in actor.aliases)
        return actor.kind == "organisation"


def _alike(one: str, other: str) -> bool:
    """Whether two nouns name the same institution of a state."""
    return one == other or {one, other} <= fr.ARMIES


def told(phrase: Phrase) -> bool:
    """Whether a phrase says whose institution it is."""
    if isinstance(phrase.of, Phrase):
        return told(phrase.of)
    return bool(phrase.lands or phrase.foreign or phrase.of is not None or phrase.of_words is not None)
