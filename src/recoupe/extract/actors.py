"""Actor mentions of a text: the names, institutions, roles and groups in it, and who they are where that is told.

``find_mentions`` is one pass over the surface; what a mention refers to in its context is for
:mod:`recoupe.extract.resolve`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from recoupe.extract.book import Actor, ActorBook, Known, Land, Role, load_book
from recoupe.extract.names import Named
from recoupe.extract.people import People, Person
from recoupe.extract.phrases import Phrase, Reader, compose
from recoupe.lang.base import Sentence
from recoupe.lang.fr import actors as fr
from recoupe.lang.quotes import find_quotations
from recoupe.records import Resolution
from recoupe.text import Span, SpanIndex

__all__ = [
    "Actor",
    "ActorBook",
    "Item",
    "Known",
    "Land",
    "Mention",
    "Role",
    "Scan",
    "find_mentions",
    "load_book",
    "scan_text",
]

_STARTS = frozenset('.!?:;«»“”"\n•–—-(*#…>|')
_PERSONAL = ("person", "role", "kin")


class Mention(NamedTuple):
    """One actor mention: span, canonical names (empty where unresolved), kind, how it was resolved, gender, number.

    ``kind``: person, state, institution, metonym, group, role, document, media, unnamed.
    """

    span: Span
    names: tuple[str, ...]
    kind: str
    how: Resolution
    gender: str | None
    number: str | None


@dataclass(slots=True)
class Item:
    """A mention as the scan reads it: word range, phrase or name, and its place in the sentence."""

    a: int
    b: int
    span: Span
    phrase: Phrase | None
    named: Named | None
    sentence: int
    quoted: bool
    oblique: bool
    """After a preposition: no subject."""
    names: tuple[str, ...] = ()
    kind: str = "unnamed"
    how: Resolution = "unresolved"
    gender: str | None = None
    number: str | None = None


class Scan:
    """Everything that one pass over a text finds; shared by :func:`find_mentions` and the resolver."""

    def __init__(self, text: str, sentences: Sequence[Span], book: ActorBook) -> None:
        self.text, self.book = text, book
        self.words = fr.scan(text)
        self.reader = Reader(text, self.words, book)
        self.people = People(self.reader)
        self.sentences = list(sentences) or _lines(text)
        self._starts = [s for s, _ in self.sentences]
        self.quotes = SpanIndex([q.inner for q in find_quotations(text, _lines(text))])
        self.items: list[Item] = []
        self.lands: list[tuple[int, tuple[Land, ...]]] = []
        """(word index, states) of every nationality, state or capital in the text."""
        self._lower = {low for low, raw in zip(self.words.low, self.words.raw, strict=True) if raw[0].islower()}
        self._elsewhere = {
            low for k, low in enumerate(self.words.low) if self.words.raw[k][0].isupper() and not self._first(k)
        }
        self._walk()
        self._link()

    def sentence_of(self, offset: int) -> int:
        """Index of the sentence that holds ``offset``, or the last one before it."""
        return max(0, bisect_right(self._starts, offset) - 1)

    def items_in(self, first: int, last: int) -> list[Item]:
        """The mentions of sentences ``first`` to ``last``, both included, in text order. Ask only of a whole scan."""
        low = bisect_left(self.items, first, key=lambda item: item.sentence)
        return self.items[low : bisect_right(self.items, last, key=lambda item: item.sentence)]

    # -- first pass: what stands where
    def _walk(self) -> None:
        words, book = self.words, self.book
        triggers, titles = book.triggers, fr.TITLES
        low, raw = words.low, words.raw
        i, n = 0, len(low)
        while i < n:
            word = low[i]
            upper = raw[i][0].isupper()
            if not upper and word not in triggers and word not in titles:
                i += 1
                continue
            i = self._at(i, n, word, upper)
        self._acronyms()
        for item in self.items:
            if item.named is not None:
                self.people.add(item.named)
            if item.phrase is not None and item.phrase.name is not None:
                self.people.add(item.phrase.name)
        self.people.close()

    def _at(self, i: int, n: int, word: str, upper: bool) -> int:
        reader = self.reader
        phrase = reader.nested(i, n) if word in self.book.heads or word in self.book.drop else None
        if phrase is not None and self._worth(phrase):
            return max(self._note_phrase(phrase), i + 1)
        named = reader.name_at(i, n)
        if named is not None and named.known is None and named.title is None and self._first(i):
            named = self._sentence_start(named, n)
        if named is not None:
            return self._note_name(named, n)
        adjective = reader.match(self.book.adjectives, i, n)
        if adjective is not None:
            self.lands.append((i, adjective[1]))
            if upper and reader._det(i) in ("les", "des", "ces"):
                self._add(i, adjective[0], None, None)
                item = self.items[-1]
                item.names, item.kind, item.how, item.number = (adjective[1][0].name,), "group", "inferred", "plur"
            return adjective[0]
        return i + 1

    def _worth(self, phrase: Phrase) -> bool:
        """Whether the noun is used as an actor here, and is no adjective or ordinary word."""
        head = phrase.head
        assert head is not None
        if (
            phrase.det is not None
            or phrase.name is not None
            or phrase.lands
            or phrase.portfolio
            or phrase.of is not None
        ):
            return True
        before = self.words.low[phrase.a - 1] if phrase.a and self.reader.space(phrase.a) else ""
        return before in ("de", "selon", "par", "comme") or (
            self.words.raw[phrase.a][0].isupper() and head.number == "plur"
        )

    def _first(self, i: int) -> bool:
        gap = self.words.gaps[i]
        return i == 0 or any(c in _STARTS for c in gap)

    def _sentence_start(self, named: Named, n: int) -> Named | None:
        """A name at the start of a sentence, without the ordinary word that has a capital there."""
        words = self.words
        if named.b - named.a == 1:
            # one capitalised word: a name only where the text has it elsewhere, or a colon follows ("X : ...")
            colon = named.b < n and words.gaps[named.b].strip().startswith(":")
            seen = words.low[named.a] in self._elsewhere
            return named if seen or (colon and words.low[named.a] not in self._lower) else None
        if words.low[named.a] in self._lower and words.low[named.a] not in self.book.given:
            return self.reader.name_at(named.a + 1, n)
        return named

    def _note_phrase(self, phrase: Phrase) -> int:
        self._add(phrase.a, phrase.b, phrase, phrase.name)
        for lands in phrase.lands:
            self.lands.append((phrase.a, lands))
        inner = phrase.of
        depth = 0
        while inner is not None and depth < 3:
            if isinstance(inner, Named):
                self._add(inner.a, inner.b, None, inner, oblique=True)
                self._note_land(inner)
                break
            self._add(inner.a, inner.b, inner, inner.name, oblique=True)
            for lands in inner.lands:
                self.lands.append((inner.a, lands))
            inner, depth = inner.of, depth + 1
        if phrase.name is not None:
            apposed = self.reader.apposition_at(phrase.b, len(self.words.low))
            if apposed is not None and phrase.head is not None and phrase.head.kind == "role":
                return self._apposed(phrase.name, apposed)
        return phrase.b

    def _note_name(self, named: Named, n: int) -> int:
        self._add(named.a, named.b, None, named)
        self._note_land(named)
        known = named.known
        if (known is None or known.kind == "person") and not self._somewhere(named):
            apposed = self.reader.apposition_at(named.b, n)
            if apposed is not None:
                return self._apposed(named, apposed)
        return named.b

    def _somewhere(self, named: Named) -> bool:
        """Whether a single unknown name after "à" or "en" is a place: "Née à X, la ministre…" names no minister."""
        before = self.words.low[named.a - 1] if named.a and self.reader.space(named.a) else ""
        alone = named.b == named.a + 1 and named.title is None and named.known is None
        return alone and before in fr.LOCATIVE

    def _note_land(self, named: Named) -> None:
        if named.known is not None and named.known.kind in ("state", "metonym"):
            lands = tuple(self.book.lands[m] for m in named.known.means if m in self.book.lands)
            if lands:
                self.lands.append((named.a, lands))

    def _apposed(self, named: Named, role: Phrase) -> int:
        """Notes the role that stands after a name as a mention of the same person."""
        role.name, end = named, role.b
        if role.of is not None and isinstance(role.of, Named):
            self._add(role.of.a, role.of.b, None, role.of, oblique=True)
            self._note_land(role.of)
        for lands in role.lands:
            self.lands.append((role.a, lands))
        self._add(role.a, end, role, named, oblique=True)
        return end

    def _acronyms(self) -> None:
        """ "Conseil de paix du Nord (CPN)": an acronym in brackets means the words before it that have its initials."""
        words, text = self.words, self.text
        ends = {item.b: item for item in self.items}
        for k, raw in enumerate(words.raw):
            if not (
                k
                and 2 <= len(raw) <= 8
                and raw.isupper()
                and words.gaps[k].strip() == "("
                and text[words.ends[k] : words.ends[k] + 1] == ")"
            ):
                continue
            letters, start = words.low[k][::-1], k - 1
            left = 0
            while (
                start >= 0
                and left < len(letters)
                and k - start <= 14
                and (start == k - 1 or self.reader.space(start + 1))
            ):
                if words.low[start][0] == letters[left]:
                    left += 1
                elif words.low[start] not in fr.NOT_NAMES:
                    break
                start -= 1
            start += 1
            if left < len(letters) or words.low[start] in fr.DETERMINERS:
                before = ends.get(k)
                if before is not None and before.named is not None and before.named.known is not None:
                    self.people.acronyms.setdefault(raw, before.named.known.means[0])
                continue
            known = self.reader.known_at(start, k)
            full = (
                known[1].means[0]
                if known is not None and known[0] == k and len(known[1].means) == 1
                else self.reader.surface(start, k)
            )
            full = full[0].upper() + full[1:]
            self.people.acronyms.setdefault(raw, full)
            if not any(item.a <= start and item.b >= k for item in self.items):
                self._spell_out(start, k, full)

    def _spell_out(self, a: int, b: int, full: str) -> None:
        """Notes a body that the text names in full beside its acronym; the words of its name are no actors."""
        self.items = [item for item in self.items if not (a <= item.a and item.b <= b)]
        self._add(a, b, None, None)
        item, before = self.items[-1], self.words.low[a - 1] if a else ""
        item.names, item.kind, item.how, item.number = (full,), "institution", "introduced", "sing"
        item.gender = {"la": "f", "le": "m"}.get(before)

    def _add(self, a: int, b: int, phrase: Phrase | None, named: Named | None, *, oblique: bool | None = None) -> None:
        span = self.reader.span(a, b)
        if oblique is None:
            k = a - 1
            low = self.words.low
            while k >= 0 and low[k] in ("le", "la", "l", "les", "un", "une", "m", "mme") and self.reader.space(k + 1):
                k -= 1
            oblique = (
                k >= 0
                and self.reader.space(k + 1)
                and low[k] in fr.PREPOSITIONS
                and low[k] != "selon"
                and self.words.raw[k] != "a"
            )
            oblique = oblique and not (k >= 1 and low[k - 1] == "quant")
            if k >= 1 and low[k] in ("au", "aux", "a") and low[k - 1] == "quant":
                oblique = False
        self.items.append(
            Item(
                a, b, span, phrase, named, self.sentence_of(span[0]), self.quotes.at(span[0]) is not None, bool(oblique)
            )
        )

    # -- second pass: who they are, from names, data and composition
    def _link(self) -> None:
        self.items.sort(key=lambda item: (item.a, -item.b))
        for item in self.items:
            self._identify(item)

    def _is_person(self, item: Item, named: Named, names: tuple[str, ...]) -> bool:
        """Whether a name that no data knows is a person's: by its title, its role, its given name, or two capitals."""
        head = item.phrase.head if item.phrase is not None else None
        if named.title or (head is not None and head.kind in _PERSONAL):
            return True
        if names and names[0] in self.people.persons and names[0] != self.reader.name_text(named):
            return True
        if fr.no_person(self.text[slice(*item.span)]):
            return False
        before = item.a - 1
        place = before >= 0 and self.words.low[before] in fr.BEFORE_PLACES and self.reader.space(item.a)
        return named.b - named.a > 1 and not (place and self.words.raw[before] != "a")

    def _identify(self, item: Item) -> None:
        phrase, named = item.phrase, item.named
        if item.how in ("inferred", "introduced"):
            return
        if named is not None and (
            phrase is None
            or phrase.head is None
            or phrase.head.kind in ("role", "kin", "organisation", "media", "staff")
        ):
            names, how, _ = self.people.find(named)
            item.names, item.how = names, how
            known = named.known
            actor = self.book.actors.get(names[0]) if len(names) == 1 else None
            if actor is not None:
                item.kind, item.number = _kind(actor.kind), actor.number
                item.gender = actor.gender or named.gender
            elif known is not None:
                item.kind, item.gender, item.number = _kind(known.kind), known.gender, known.number
            else:
                person = self._is_person(item, named, names)
                item.kind = "person" if person else "unknown"
                if phrase is not None and phrase.head is not None and phrase.head.kind in ("organisation", "media"):
                    item.kind = "media" if phrase.head.kind == "media" else "institution"
                item.gender, item.number = named.gender, "sing"
                if person and names:
                    item.gender = item.gender or self.book.gender_of(names[0])
            if item.kind == "person" and names:
                person_ = self.people.persons.get(names[0])
                if person_ is None:
                    person_ = self.people.persons[names[0]] = Person(names[0], item.gender)
                person_.at.append(item.a)
                if phrase is not None and phrase.head is not None:
                    item.gender = item.gender or phrase.gender
                    if phrase.head.kind in ("role", "kin", "staff"):
                        person_.roles.append(phrase)
                person_.gender = person_.gender or item.gender
                item.gender = person_.gender
            return
        if phrase is None or phrase.head is None:
            return
        item.gender, item.number = phrase.gender, phrase.number
        kind = phrase.head.kind
        if kind in ("role", "kin"):
            item.kind = "role"
        elif kind == "institution" and (
            phrase.lands or phrase.foreign or phrase.of is not None or phrase.of_words is not None
        ):
            item.kind, item.names, item.how = "institution", (institution_name(self.reader, phrase),), "composed"
        elif kind in ("institution", "organisation", "office") and (
            kind == "institution" or phrase.head.number == "sing"
        ):
            item.kind = "institution"
        elif kind == "document":
            item.kind = "document"
        elif kind == "media" and phrase.head.number == "sing":
            item.kind = "media"
        else:
            item.kind = "unnamed"


def _kind(kind: str) -> str:
    return "institution" if kind == "organisation" else kind


def institution_name(reader: Reader, phrase: Phrase, land: Land | None = None) -> str:
    """Canonical name of a composed institution: the data's, where a row has this very name as an alias."""
    name = compose(reader, phrase, land)
    first, *rest = fr.folded_words(name)
    for other, known in reader.book.names.get(first, ()):
        if other == rest and len(known.means) == 1 and known.kind != "metonym":
            return known.means[0]
    return name


def _lines(text: str) -> list[Span]:
    spans, at = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            spans.append((at, at + len(line.rstrip())))
        at += len(line)
    return spans or [(0, len(text))]


@lru_cache(maxsize=8)
def _scan(text: str, sentences: tuple[Span, ...], book: ActorBook) -> Scan:
    return Scan(text, sentences, book)


def scan_text(text: str, sentences: Sequence[Sentence], book: ActorBook) -> Scan:
    """The scan of a text, remembered for the last few texts (the extractor and the resolver ask for the same one)."""
    return _scan(text, tuple((s.start, s.end) for s in sentences), book)


def find_mentions(text: str, sentences: Sequence[Sentence], book: ActorBook) -> list[Mention]:
    """Every actor mention, in order; a complement that is an actor itself is a mention inside the longer one.

    ``sentences`` may have tokens or not. Names that nothing shows to be an actor's (places, works) are left out.
    """
    found = []
    for item in scan_text(text, sentences, book).items:
        if item.kind == "unknown":
            continue
        how: Resolution = item.how if item.names or item.kind != "unnamed" else "unnamed"
        found.append(Mention(item.span, item.names, item.kind, how, item.gender, item.number))
    return found
