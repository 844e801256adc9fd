"""Actor mentions of a text: the names, institutions, roles and groups in it, and who they are where that is told.

``find_mentions`` is one pass over the surface; what a mention refers to in its context is for
:mod:`recoupe.extract.resolve`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from recoupe.extract.acronyms import spelled_out
from recoupe.extract.book import Actor, ActorBook, Known, Land, Role, load_book
from recoupe.extract.identify import Identifier
from recoupe.extract.mentions import Item, Mention
from recoupe.extract.names import Named
from recoupe.extract.noun_phrase import Phrase
from recoupe.extract.people import People
from recoupe.extract.phrases import Reader
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
            low for k, low in enumerate(self.words.low) if self.words.raw[k][0].isupper() and not self.begins(k)
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
            if not upper and word not in triggers and word not in titles and word not in fr.FIGHTERS:
                i += 1
                continue
            i = self._at(i, n, word, upper)
        read = SpanIndex(self.sentences)  # what lies under a mask, or in a credit, names no one
        self.items = [item for item in self.items if read.at(item.span[0]) is not None]
        self._acronyms()
        for item in self.items:
            if item.named is not None:
                self.people.add(item.named)
            if item.phrase is not None and item.phrase.name is not None:
                self.people.add(item.phrase.name)
        self.people.close()

    def _at(self, i: int, n: int, word: str, upper: bool) -> int:
        reader = self.reader
        group = reader.group_at(i, n)
        if group is not None:
            return self._note_name(group, n)
        phrase = reader.nested(i, n) if word in self.book.heads or word in self.book.drop else None
        if phrase is not None and self._worth(phrase):
            return max(self._note_phrase(phrase), i + 1)
        named = reader.name_at(i, n)
        if named is not None and named.known is None and named.title is None and self.begins(i):
            named = self._sentence_start(named, n)
        if named is not None:
            return self._note_name(named, n)
        adjective = reader.match(self.book.adjectives, i, n)
        if adjective is not None:
            self.lands.append((i, adjective[1]))
            after = self.words.low[adjective[0]] if adjective[0] < n else ""
            if upper and reader._det(i) in ("les", "des", "ces") and after not in fr.SOME_PEOPLE:
                self._add(i, adjective[0], None, None)
                item = self.items[-1]
                item.names, item.kind, item.how, item.number = (adjective[1][0].name,), "group", "inferred", "plur"
            return adjective[0]
        return i + 1

    def _worth(self, phrase: Phrase) -> bool:
        """Whether the noun is used as an actor here, and is no adjective or ordinary word."""
        head = phrase.head
        assert head is not None
        if phrase.det is None and phrase.a and self.words.raw[phrase.a - 1].lower() in fr.AUXILIARIES:
            return False  # "a envoyé des troupes": a verb
        if self.words.low[phrase.a] == "cours" and phrase.a and self.words.low[phrase.a - 1] in ("au", "en"):
            return False  # "au cours de la nuit": no court
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

    def begins(self, i: int) -> bool:
        """Whether word ``i`` begins a sentence, a quotation or a line, or stands behind the hour that opens one."""
        gaps, raw = self.words.gaps, self.words.raw
        if i == 0 or any(c in _STARTS for c in gaps[i]):
            return True
        k = i - 2 if i > 1 and gaps[i - 1] == ":" and raw[i - 2].isdigit() else i - 1
        return raw[k][0].isdigit() and (k < i - 1 or "h" in raw[k].lower()) and gaps[i] == " " and self.begins(k)

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
        for acronym, full, at in spelled_out(self.reader, {item.b: item for item in self.items}):
            self.people.acronyms.setdefault(acronym, full)
            if at is not None and not any(item.a <= at[0] and item.b >= at[1] for item in self.items):
                self._spell_out(*at, full)

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

    # -- second pass: who they are
    def _link(self) -> None:
        self.items.sort(key=lambda item: (item.a, -item.b))
        identifier = Identifier(self.reader, self.people)
        for item in self.items:
            identifier.identify(item)


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
