"""Proper names in running text: what the data knows, titles, particles, initials, capitalised sequences."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from recoupe.extract.book import ActorBook, Known, Lookup
from recoupe.lang.fr import actors as fr
from recoupe.lang.fr.actors import Words
from recoupe.text import HYPHENS, Span

T = TypeVar("T")

_TIGHT = frozenset(("", "'", "’", *HYPHENS))
BLANKS = " \t\u00a0\u202f\u2009"


class Named(NamedTuple):
    """A proper name: its words, the data's entry where the data knows it, and the title that stands before it."""

    a: int
    b: int
    known: Known | None
    title: str | None = None
    gender: str | None = None


class NameReader:
    """Reads proper names off the words of one text."""

    def __init__(self, text: str, words: Words, book: ActorBook) -> None:
        self.text, self.words, self.book = text, words, book

    def match(self, table: Lookup[T], i: int, hi: int) -> tuple[int, T] | None:
        """End word and value of the longest entry of ``table`` that stands at word ``i``."""
        low, gaps = self.words.low, self.words.gaps
        for rest, value in table.get(low[i], ()):
            end = i + 1 + len(rest)
            if end <= hi and (
                not rest or (low[i + 1 : end] == rest and all(tight(gaps[k], low[k - 1]) for k in range(i + 1, end)))
            ):
                return end, value
        return None

    def known_at(self, i: int, hi: int) -> tuple[int, Known] | None:
        """The known name at word ``i``, if its capitals are those of a name."""
        low, gaps, raw = self.words.low, self.words.gaps, self.words.raw[i]
        for rest, known in self.book.names.get(low[i], ()):
            end = i + 1 + len(rest)
            if end > hi or (
                rest
                and not (
                    low[i + 1 : end] == rest
                    and all(gaps[k] == "/" or tight(gaps[k], low[k - 1]) for k in range(i + 1, end))
                )
            ):
                continue
            if known.upper and not raw.isupper():
                continue
            if known.capital and not raw[0].isupper() and not raw[0].isdigit():
                continue
            if known.kind == "person" and not any(w[0].isupper() for w in self.words.raw[i:end]):
                continue
            return end, known
        return None

    def space(self, i: int) -> bool:
        """Whether word ``i`` follows the one before it with nothing but blanks, a hyphen or an apostrophe between."""
        return tight(self.words.gaps[i], self.words.low[i - 1] if i else "")

    def name_at(self, i: int, hi: int) -> Named | None:
        """The proper name at word ``i``, title included ("M. Barrès", "Sir Keir Starmer", "Kim Jong-un")."""
        words, n = self.words, hi
        start, title, gender = i, None, None
        if i < n and words.low[i] in fr.TITLES and i + 1 < n and words.gaps[i + 1].strip() in ("", "."):
            after = words.raw[i + 1]
            particle = i + 2 < n and words.low[i + 1] in fr.PARTICLES and self._after_particles(i + 1, hi)
            if (after[0].isupper() and words.low[i + 1] not in fr.NOT_NAMES) or particle:
                full = self.known_at(i, hi)
                if full is not None and full[0] > i + 1:
                    return Named(i, full[0], full[1])
                title, gender = words.low[i], fr.TITLES[words.low[i]]
                i += 1
                if particle and not after[0].isupper():
                    known = self.known_at(i, hi)
                    end = known[0] if known else self._sequence(self._after_particles(i, hi), hi)
                    return Named(start, end, known[1] if known else None, title, gender) if end else None
        if i >= n:
            return None
        known = self.known_at(i, hi)
        end = self._sequence(i, hi)
        if known is not None and title and known[1].kind != "person":
            end = max(end, known[0])  # "M. Wagner" is no group
            known = None
        if known is not None and known[0] >= end:
            return Named(start, known[0], known[1], title, gender)
        if (
            known is not None
            and known[0] == i + 1 < end
            and known[1].kind in ("state", "metonym")
            and (words.low[i] in self.book.given or self.known_at(i + 1, hi) is None)
        ):
            known = None  # "Dominique Richard", "Paris Belisk": a longer name, where what follows is none by itself
        if known is not None and (known[1].kind != "person" or not end):
            return Named(start, known[0], known[1], title, gender)
        if end:
            return Named(
                start, end, None, title, gender or (self.book.given.get(words.low[i]) if end > i + 1 else None)
            )
        return None

    def _sequence(self, i: int, hi: int) -> int:
        """End of the capitalised sequence at word ``i``; 0 where none starts there."""
        raw, low, gaps = self.words.raw, self.words.low, self.words.gaps
        double = i + 1 < hi and gaps[i + 1] == "-" and raw[i + 1][0].isupper()  # "Nord-Kivu"
        if not raw[i][0].isupper() or (low[i] in fr.NOT_NAMES and not double and not self._initial(i)):
            return 0
        if len(raw[i]) == 1 and not self._initial(i) and not (i + 1 < hi and gaps[i + 1] in "'’"):
            return 0
        if low[i] in fr.PLATFORMS and i and low[i - 1] in ("sur", "via"):
            return i + 1  # "a affirmé sur Telegram Aldo Brême"
        alone = not (i + 1 < hi and raw[i + 1][0].isupper() and gaps[i + 1] == " ")
        if alone and self.match(self.book.adjectives, i, hi) is not None:
            return 0
        if (
            low[i] in self.book.heads
            and low[i] not in self.book.given
            and self.match(self.book.heads, i, hi) is not None
        ):
            return 0
        j = i + 1
        while j < hi:
            gap = gaps[j]
            if gap and gap in HYPHENS:
                j += 1
                continue
            if not (
                gap.strip(BLANKS) == ""
                or (gap.strip(BLANKS) in (".", ".-") and self._initial(j - 1))
                or gap in ("'", "’")
            ):
                break
            if j + 1 < hi and self.space(j) and self.space(j + 1) and fr.links(raw[j], raw[j + 1]):
                j += 2
                continue
            if raw[j][0].isupper():
                if low[j] in fr.NOT_NAMES and not self._initial(j):
                    break
                if self.match(self.book.heads, j, hi) is not None and low[j] not in self.book.given:
                    break
                j += 1
                continue
            if low[j] in fr.PARTICLES:
                k = j + 1
                while k < hi and low[k] in fr.PARTICLES and self.space(k) and not raw[k][0].isupper():
                    k += 1
                if (
                    k < hi
                    and raw[k][0].isupper()
                    and (self.space(k) or gaps[k] in ("'", "’"))
                    and self._particle(i, j, k)
                ):
                    j = k + 1
                    continue
            break
        return j

    def _after_particles(self, i: int, hi: int) -> int:
        """The capitalised word after the particles at ``i``; 0 where there is none."""
        while i < hi and self.words.low[i] in fr.PARTICLES and not self.words.raw[i][0].isupper():
            i += 1
        return i if i < hi and self.words.raw[i][0].isupper() and self.space(i) else 0

    def _particle(self, i: int, j: int, k: int) -> bool:
        """Whether the particle at ``j`` belongs to a name ("Ana de X"), and opens no complement ("MSF de X")."""
        low = self.words.low
        if low[j] not in ("de", "du", "d", "des", "la", "le", "y", "del", "di"):
            return True
        known = self.known_at(k, k + 1)
        return j == i + 1 and low[i] in self.book.given and (known is None or known[1].kind == "person")

    def _initial(self, i: int) -> bool:
        """Whether word ``i`` is the initial of a name: one capital and a full stop."""
        words = self.words
        if len(words.raw[i]) > 2 or not words.raw[i][0].isupper():
            return False
        end = words.ends[i]
        return end < len(self.text) and self.text[end] == "." and words.low[i] not in ("m", "mm")

    def span(self, a: int, b: int) -> Span:
        """Offsets of words ``a:b``; a full stop that ends a lone initial is not included."""
        return self.words.starts[a], self.words.ends[b - 1]

    def surface(self, a: int, b: int) -> str:
        """Text of words ``a:b``, blanks made single."""
        start, end = self.span(a, b)
        return tidy(self.text[start:end])

    def name_text(self, named: Named) -> str:
        """A name as written, without its title."""
        a = named.a + (1 if named.title else 0)
        return self.surface(a, named.b)


def tidy(text: str) -> str:
    """Blanks made single, none after an apostrophe or before a comma, apostrophes straight."""
    text = " ".join(text.replace("’", "'").replace("ʼ", "'").split())
    return text.replace("' ", "'").replace(" ,", ",")


def tight(gap: str, before: str = "") -> bool:
    """Whether nothing but blanks, a hyphen, an apostrophe or the full stop of an initial stands between two words."""
    if gap in (" ", "-", "'", "’"):
        return True
    mark = gap.strip(BLANKS)
    return mark in _TIGHT or (mark == "." and len(before) == 1)
