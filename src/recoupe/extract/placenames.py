"""The names in a text that may be places, with the words around them.

What they mean is :mod:`recoupe.extract.places`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from recoupe.lang.base import Sentence
from recoupe.lang.fr.place_words import PlaceWords, place_words
from recoupe.lang.fr.places import Gazetteer, folded
from recoupe.text import Span, fold, plain

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['-](?=[^\W\d_]))*")
_ELISION = re.compile(r"(?:[ldnsjmc]|qu|jusqu|lorsqu|puisqu)'(?=[^\W\d_])", re.IGNORECASE)
_ATTACHED = re.compile(r"\S +[A-ZÉÎÔ][^\W\d_]*(?:-[^\W\d_]+)* (?:de |d'|du |des )$")
_DASH = re.compile(r"(?<=[^\W\d_])[–‑](?=[^\W\d_])")
_JOINED_ARTICLE = re.compile(r"(?:al|el|ez|es|as|an|ad|ar|at|ed|er|ech|esh)-(?=[^\W\d_])")
_ARTICLES = frozenset(("la", "le", "les", "l", "du", "des", "au", "aux"))
_LONGEST = 5
_AROUND = 60
_LIST = re.compile(r"\s*(?:,| et| ou|, et)\s+(?:à |au |aux |en |de |d'|du |des )?(?:la |le |les |l')?")
_AT = re.compile(r"(?:^|\s)(?:à|près de|vers|depuis) $")
_CLOCK = re.compile(r"\bheures? (?:locales? )?(?:de |d')(?:la |l')?$")
"""Before a place that names a time zone alone: "10h00 heure de Paris"."""
_AFTER_PREPOSITION = re.compile(r"(?:de |d'|à |vers |sur )$")


@dataclass(slots=True)
class Name:
    """A capitalised run that may be a place; offsets are in the document."""

    start: int
    end: int
    key: str
    """The folded name."""
    sentence: int
    before: str
    """Lower-case text of the sentence before it, at most 60 characters."""
    after: str
    held: bool = True
    """Whether the gazetteer holds it exactly."""
    told: bool = False
    """Of a name in no table: whether the words around it say that it is a place."""
    locative: bool = False
    """Whether a word of place stands before it."""
    attached: bool = False
    """Whether it ends a longer name: "Côte d'Azur", "Ballon d'Or"."""
    kind: str = ""
    """The region noun before it ("région"), "town", or nothing."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A sentence with its words, as offsets in it."""

    s: str
    low: str
    words: list[Span]
    base: int
    index: int

    def capital(self, i: int) -> bool:
        return self.s[self.words[i][0]].isupper()

    def opens(self, i: int) -> bool:
        """Whether word ``i`` can start a name: capitalised, or with a joined article ("el-Facher")."""
        start, end = self.words[i]
        article = None if self.s[start].isupper() else _JOINED_ARTICLE.match(self.s, start, end)
        return self.s[start].isupper() or (article is not None and self.s[article.end()].isupper())

    def closes(self, i: int) -> bool:
        """Whether word ``i`` can end a name: capitalised, or joined to a capital ("ez-Zor")."""
        start, end = self.words[i]
        return self.s[start].isupper() or self.s[self.s.rfind("-", start, end) + 1].isupper()

    def gap(self, i: int) -> str:
        """What stands between word ``i`` and the next."""
        return self.s[self.words[i][1] : self.words[i + 1][0]]

    def joined(self, i: int, n: int) -> bool:
        """Whether ``n`` words from ``i`` on are parted by nothing but spaces and hyphens."""
        return all(self.gap(k) in (" ", "", "-") for k in range(i, i + n - 1))

    def name(self, start: int, end: int, key: str) -> Name:
        before, after = self.low[:start].lstrip()[-_AROUND:], self.low[end : end + _AROUND]
        if before == "a ":
            before = "à "  # a capital that lost its accent: "A Khartoum, ..."
        lead = self.s[max(0, start - _AROUND) : start]
        attached = lead.endswith((" ", "'")) and _ATTACHED.search(lead) is not None
        return Name(self.base + start, self.base + end, key, self.index, before, after, attached=attached)


def find_names(text: str, sentences: Sequence[Sentence], g: Gazetteer) -> tuple[list[Name], bool]:
    """(every name that may be a place, in order; whether the text is nothing but that name)."""
    names: list[Name] = []
    persons: set[str] = set()
    for i, sentence in enumerate(sentences):
        names += _in_sentence(_line(text, sentence, i, g), g, persons)
    names = _known_here(names)
    bare = len(names) == 1 and not re.search(r"\w", text[: names[0].start] + text[names[0].end :])
    if bare:
        names[0].locative = True
    else:
        names = [n for n in names if n.locative or n.key not in persons]
    _link(text, names)
    return names, bare


def _line(text: str, sentence: Sentence, index: int, g: Gazetteer) -> _Line:
    s = _DASH.sub("-", plain(text[sentence.start : sentence.end]))
    low = s.lower()
    if len(low) != len(s):
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in s)
    words: list[Span] = []
    for m in _WORD.finditer(s):
        at = m.start()
        elided = _ELISION.match(s, at)
        if elided and (s[at].islower() or s[at] in "LD" or not g.holds(folded(m.group()))):  # "N'Djamena" stays whole
            words.append((at, elided.end()))
            at = elided.end()
        words.append((at, m.end()))
    return _Line(s, low, words, sentence.start, index)


def _in_sentence(line: _Line, g: Gazetteer, persons: set[str]) -> list[Name]:
    """Names of a sentence, longest first; the last names of people that it names are added to ``persons``."""
    c = place_words()
    found: list[Name] = []
    taken: list[Span] = []
    for m in c.lower.finditer(line.low):
        if g.holds(folded(m.group())):
            taken.append(m.span())
            found.append(line.name(*m.span(), folded(m.group())))
            found[-1].locative = line.s[m.start()].islower()
    i = 0
    while i < len(line.words):
        start, end = line.words[i]
        if not line.opens(i) or any(a < end and start < b for a, b in taken):
            i += 1
            continue
        step, name = _longest(line, i, g)
        if name is None:
            name = None if _inside_name(line, i) else _unknown(line, i, c, g)
        elif _of_person(line, i, i + step, c):
            persons.add(folded(line.s[slice(*line.words[i])]))
            name = None
        if name is not None and not _CLOCK.search(name.before):
            found.append(name)
        i += step
    found.sort(key=lambda n: n.start)
    for n in found:
        _surroundings(n, c)
    return found


def _longest(line: _Line, i: int, g: Gazetteer) -> tuple[int, Name | None]:
    """(words used, the longest held name that starts at word ``i``)."""
    s, words = line.s, line.words
    start = words[i][0]
    article = s[words[i][1] - 1] == "'" or folded(s[slice(*words[i])]) in _ARTICLES
    for n in range(min(_LONGEST, len(words) - i), 0, -1):
        end = words[i + n - 1][1]
        if not line.closes(i + n - 1) or not line.joined(i, n):
            continue
        if article and (n == 1 or fold(s[start:end]) not in place_words().with_article):
            continue  # "La Russie": the article is not the name's
        key = folded(s[start:end])
        if key and g.holds(key):
            return n, line.name(start, end, key)
    return 1, None


def _inside_name(line: _Line, i: int) -> bool:
    """Whether a capitalised word stands right before, so that this one does not start the name."""
    return (
        i > 0 and line.capital(i - 1) and line.gap(i - 1) in (" ", "-") and bool(line.s[: line.words[i - 1][0]].strip())
    )


def _of_person(line: _Line, i: int, after: int, c: PlaceWords) -> bool:
    """Whether words ``i`` to ``after`` are a part of a person's or an organisation's name."""
    if i > 0:
        a, b = line.words[i - 1]
        previous = line.low[a:b].rstrip("'")
        gap = line.gap(i - 1)
        if gap == " " and (previous in c.titles or (line.capital(i - 1) and previous not in c.function and b - a > 1)):
            return True
        if gap == ". " and f"{previous}." in c.titles:
            return True
    if after < len(line.words):
        a, b = line.words[after]
        return line.gap(after - 1) == " " and line.capital(after) and b - a > 1
    return False


def _unknown(line: _Line, i: int, c: PlaceWords, g: Gazetteer) -> Name | None:
    """A name in no table, where the sentence says that it is a place, or is nothing but that name."""
    start = line.words[i][0]
    n = 1
    while i + n < len(line.words) and line.capital(i + n) and line.joined(i, n + 1):
        n += 1
    end = line.words[i + n - 1][1]
    name = line.name(start, end, folded(line.s[start:end]))
    name.held = False
    placed = c.region.search(name.before) or c.settlement.search(name.before)
    apposed = c.apposition.match(name.after) and _AFTER_PREPOSITION.search(name.before)
    within = _AT.search(name.before) and (hit := c.placed.match(name.after)) and g.is_area(folded(hit["where"]))
    if within:
        name.locative = True
    alone = n <= 4 and not re.search(r"\w", line.s[:start] + line.s[end:])
    name.told = bool(placed or apposed or within or c.unknown_at.search(name.before))
    return name if name.told or alone or c.locative.search(name.before) else None


def _known_here(names: list[Name]) -> list[Name]:
    """The names without those of no table that the text never says to be a place: "à Brenn" is one where it names
    "les habitants de Brenn" too."""
    told = {n.key for n in names if n.told}
    alone = len(names) == 1
    return [n for n in names if n.held or n.told or alone or (n.locative and n.key in told)]


def _surroundings(n: Name, c: PlaceWords) -> None:
    """Sets ``kind`` and ``locative`` from the words around the name."""
    region = c.region.search(n.before)
    if region:
        n.kind, n.locative = region["kind"], True
    elif c.town.search(n.before) or c.apposition.match(n.after) or (n.told and c.unknown_at.search(n.before)):
        n.kind, n.locative = "town", True
    elif (
        c.locative.search(n.before)
        or n.after.startswith(" (")
        or (n.held and not n.key.startswith(("un ", "une ")) and c.beside.match(n.after))
    ):
        n.locative = True
    if not n.before.strip() and re.match(r" ?(?:\(|–|—|- |, le \d)", n.after):
        n.locative = True  # a dateline


def _link(text: str, names: list[Name]) -> None:
    """Carries words of place along a list ("les régions de A, B et C")."""
    for a, b in pairwise(names):
        gap = plain(text[a.end : b.start]).lower()
        if a.sentence == b.sentence and not b.kind and _LIST.fullmatch(gap):
            b.locative = b.locative or a.locative
            if a.kind and not re.search(r"à |au |en ", gap):
                b.kind = a.kind
