"""Where sentences end inside one block of running text: general rules, with a language's abbreviations as data.

Method: every run of ``.``, ``!``, ``?``, ``…`` is a candidate; what stands before it (abbreviation, initial, list
number) and after it (lower case, comma, inquit, capital, opening quotation mark) decides. Data: ``abbreviations.toml``.
"""

from __future__ import annotations

import re

from recoupe.read.data import words
from recoupe.text import Span, trim

LONGEST = 2_000
"""No sentence is longer, in characters: text without stops (tables, dumps) is cut at a space."""

BLANKS = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\u200b\u200e\u200f\ufeff"
)
"""All white space and what is as invisible: trimmed from blocks and sentences."""
_GAP = " \t\u00a0\u202f\u2009"
_FILE = "abbreviations.toml"
_ITEM = re.compile(r" [*•](?= [A-ZÀ-ÖØ-Þ«])|\d \w+ \([A-Z][\w/ ]{1,20}\) [-–—](?= [A-ZÀ-ÖØ-Þ«])")
"""What parts the items of a list, and a dateline from the news, inside one line."""
_STOP = re.compile(rf"[.!?…]+(?:[{_GAP}]{{1,2}}[!?…]+)*")
_CLOSE = re.compile(rf"(?:[{_GAP}]*[»”)\]›]|\[\d{{1,3}}\])*")
_STRAIGHT = re.compile(r"[\"'’](?=[\s,.;:!?)»\]]|$)")
_SPACED = re.compile(rf"[{_GAP}]\"(?=\s|$)")
_OPEN = re.compile(r"[«“„\"'‘’(\[‹\s\u2014\u2013-]*")
_WORD = re.compile(r"[\w.°§-]*\Z")
_NEXT = re.compile(r"\w*['’]?")
_BEFORE = re.compile(r"(\w+)[\s'’]+\Z")
_LETTERS = re.compile(r"[^\W_]")
_INITIAL = re.compile(r"[^\W\d_a-zà-öø-ÿœ](?:\.?-?[^\W\d_a-zà-öø-ÿœ])*\Z")
_GLUED = re.compile(r"(?:[a-zà-öø-ÿœ]{3}|[A-ZÀ-ÖØ-Þ]{2,}|\d{4}|[)»”\"%])\Z")
_GOES_ON = re.compile(r"[A-ZÀ-ÖØ-ÞŒ](?:[a-zà-öø-ÿœ]|['’]\w)|[AÀÔ] [a-zà-öø-ÿœ]")
"""What opens a sentence right after a stop: "Le", "L'attaque", "À la suite"."""
_ADDRESS = re.compile(r"[/@]|www\.")


def split(text: str, span: Span, language: str) -> list[Span]:
    """Sentences of ``text[start:end]``, as trimmed, disjoint, ordered spans of ``text`` (offsets in code points)."""
    found: list[Span] = []
    start = span[0]
    for item in _ITEM.finditer(text, *span):
        _split(found, text, (start, item.end()), language)
        start = item.end()
    _split(found, text, (start, span[1]), language)
    return found


def _split(found: list[Span], text: str, span: Span, language: str) -> None:
    """Appends the sentences of one item of running text."""
    start, end = span
    at, straight, counted = start, 0, start
    for stop in _STOP.finditer(text, start, end):
        if stop.start() < at:
            continue
        straight += text.count('"', counted, stop.end())
        counted = stop.end()
        after = _closers(text, stop.end(), end, straight % 2 == 1)
        if after >= end or _ends(text, stop.span(), after, (at, end), language):
            _add(found, text, (at, after))
            at = after
    _add(found, text, (at, end))


def _add(found: list[Span], text: str, span: Span) -> None:
    """Appends the trimmed span, cut at spaces where it is longer than LONGEST; mere signs are no sentence."""
    start, end = trim(text, span, BLANKS)
    while end - start > LONGEST:
        cut = max(text.rfind(" ", start + 1, start + LONGEST), text.rfind("\n", start + 1, start + LONGEST))
        cut = cut if cut > start else start + LONGEST
        piece = trim(text, (start, cut), BLANKS)
        if _LETTERS.search(text, *piece):
            found.append(piece)
        start, end = trim(text, (cut, end), BLANKS)
    if _LETTERS.search(text, start, end):
        found.append((start, end))


def _closers(text: str, at: int, end: int, open_straight: bool) -> int:
    """Offset after the closing quotation marks and brackets that belong to the sentence that ends before ``at``."""
    while at < end:
        close = _CLOSE.match(text, at, end)
        after = close.end() if close else at
        if sign := _STRAIGHT.match(text, after, end):
            after = sign.end()
        elif open_straight and (spaced := _SPACED.match(text, after, end)):
            after = spaced.end()
        if after == at:
            break
        at = after
    return at


def _ends(text: str, stop: Span, after: int, sentence: Span, language: str) -> bool:
    """Whether the sentence ends after the stop and its closers, which reach to ``after``."""
    opening = _OPEN.match(text, after, sentence[1])
    first_at = opening.end() if opening else after
    if first_at >= sentence[1]:
        return text[after:first_at].strip() != ""
    first, following = text[first_at], text[after]
    between = text[after:first_at]
    if not following.isspace() and not _glued(text, stop, after, sentence):
        return False
    if not (first.isalnum() or first in "#@€$"):
        return False
    dot = text[stop[0] : stop[1]] == "."
    if first.islower():
        # "… . « les États doivent" opens a quotation; "! » a-t-il dit", "? – demande" and "etc. (voir" go on
        quoted = any(sign in between for sign in '«“„"') and not any(sign in between for sign in "–—-([")
        return dot and quoted and not _abbreviation(text, stop[0], sentence[0], "", language)
    if not dot:
        return True
    following_word = _NEXT.match(text, first_at, sentence[1])
    return not _abbreviation(text, stop[0], sentence[0], following_word.group() if following_word else "", language)


def _glued(text: str, stop: Span, after: int, sentence: Span) -> bool:
    """Whether a stop with no space after it still ends a sentence, as in "à Kiev.Le ministre" or "part.« Nous"."""
    if text[after] in "«“":
        return True
    opened = text[after] == '"' and text[after + 1 : after + 2].isalpha()  # one that closes is among the closers
    goes_on = _GOES_ON.match(text, after + opened, sentence[1])
    if not goes_on or not (_GLUED.search(text, sentence[0], stop[0]) or after > stop[1]):
        return False
    near = text[max(sentence[0], stop[0] - 80) : stop[0]].rpartition(" ")[2]
    return not _ADDRESS.search(near + "." + text[after : min(after + 80, sentence[1])].partition(" ")[0])


def _abbreviation(text: str, stop: int, start: int, following: str, language: str) -> bool:
    """Whether the word before the full stop is an abbreviation that does not end a sentence before ``following``."""
    near = text[max(start, stop - 40) : stop]
    match = _WORD.search(near)
    word = match.group() if match else ""
    if not word:
        return False
    if following[:1].isdigit():
        initial = len(word) == 1 and word.isupper()
        return initial or word in words(language, _FILE, "before_number") or _numbering(text, stop, start, word)
    if word in words(language, _FILE, "never"):
        return True
    starter = following.replace("’", "'") in words(language, _FILE, "starters")
    if word in words(language, _FILE, "unless_starter"):
        return not starter
    if word in words(language, _FILE, "may_end"):
        return not starter
    if _INITIAL.match(word) and ("." in word or len(word) == 1 or "-" in word) and following:
        if not starter:
            return True
        if "-" in word:
            return True
        # "le plan B. Le" and "l'U.R.S.S. Le" end, "Mme J. Le Goff" and "J. Le Goff" do not
        before = _BEFORE.search(near[: len(near) - len(word)])
        common = before is not None and before.group(1).islower() and len(before.group(1)) > 2
        return not common and "." not in word
    return _numbering(text, stop, start, word)


def _numbering(text: str, stop: int, start: int, word: str) -> bool:
    """Whether the stop follows the number of a list item: "1. Le retrait"."""
    first = stop - len(word)
    return word.isdigit() and len(word) < 3 and first - start < 9 and not text[start:first].strip(BLANKS + "•-–—*")
