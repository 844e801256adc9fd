"""Words of a French text, cut as the French UD treebanks cut them, with their offsets.

Differences from the words of ``spacy.lang.fr``, on purpose: hyphenated names stay whole ("Ban Ki-moon"), grouped
numbers are one word ("12 500"), a clitic after a verb is one word with its hyphen and its euphonic t ("a" "-t-il"),
and a contracted article stays one word ("du", "aux"). A number spelled in several words is one word, and the
model is shown its digits ("trente et un" is "31"): it takes "Dix-huit" for an auxiliary, "cents" for the noun counted.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from recoupe.lang.fr.quantities import words_value
from recoupe.text import HYPHENS, plain


class Word(NamedTuple):
    """A word at ``text[start:end]`` and the spelling that the model is shown for it."""

    start: int
    end: int
    model: str


SUBJECT_CLITICS = frozenset(["-il", "-elle", "-on", "-ils", "-elles"])
"""Clitics, as the model is shown them, that can only be the subject of the verb before them."""


_MARKS = "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\ufe00-\ufe0f\u200c\u200d\u00ad"
_INNER = rf"[\w{_MARKS}]"
# Only before another word: "sept" and "col" are words too, and a sentence may end with them.
_ABBREVIATIONS = (
    "MM|M|Mmes?|Mlles?|Mgr|Mr|Mrs|Dr|Pr|Me|Sgt|Ste?|No|[Aa]v|[Aa]pr|[Cc]f|[Vv]ol|[Aa]rt|env|janv|févr?|avr|juill|sept|oct"
    "|nov|déc|[Gg]én|[Cc]ol|[Cc]ap|[Ll]t|pp?|éd"
)

# Numbers grouped by threes may hold spaces; the first group has one to three digits.
_NUMBER = r"\d{1,3}(?:[ ]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:/']\d+)*"
_UNITS = (
    "deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante"
    "|cinquante|soixante|septante|huitante|octante|nonante|cents?|mille"
)
_JOINT = rf"(?:[{HYPHENS}]|[ ])"
_SPELLED = rf"(?i:(?:{_UNITS})(?:{_JOINT}(?:{_UNITS})|[{HYPHENS}]une?|{_JOINT}et{_JOINT}(?:une?|onze))+)"
_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_POINTED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+")
"""A number grouped by points: the model takes "1.980" for an adjective."""
# The text that is matched has plain apostrophes and spaces, see words().
_WORD = re.compile(
    rf"""
      (?P<address>(?:https?://|www\.)[^\s<>«»"“”]*[^\s<>«»"“”.,;:!?()'] | [\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    | (?P<fixed>(?:(?i:aujourd'hui|quelqu'une?s?|presqu'îles?|prud'hom\w+|entr'(?=[aeiou])\w+
                |grand'(?:mère|place|rue|chose)s?|c'est[{HYPHENS}]à[{HYPHENS}]dire))(?!{_INNER}))
    | (?P<abbreviation>(?:(?:[A-ZÉÈ]\.){{2,}} | [A-ZÉÈ]\.(?:-[A-ZÉÈ]\.)+ | (?:{_ABBREVIATIONS})\.(?=[ ]?\w) | etc\.
                       | [A-ZÉÈ]\.(?=[ ]?[^\W\d_a-z]))(?!{_INNER})
                       | (?:MM|M|Mr|Dr|Me)\.(?=[A-ZÀ-Ý][a-zà-ÿ]))
    | (?P<elision>(?:(?i:jusqu|lorsqu|puisqu|quoiqu|quelqu|presqu|qu)'
                  |[cdjlmnst]'(?=[ ]?["“«(]|{_INNER})
                  |[CDJLS]'(?=[ ]?["“«(]|{_INNER})
                  |[MNT]'(?=["“«(]?[aeiouyhàâéèêëîïôûœAEIOUYHÀÂÉÈÊËÎÏÔÛŒ])))
    | (?P<named>\d{{1,2}}(?:er)?[{HYPHENS}](?i:{_MONTHS})(?!{_INNER}))
    | (?P<spelled>{_SPELLED}(?!{_INNER}|[{HYPHENS}]{_INNER}))
    | (?P<number>(?:{_NUMBER})(?:(?:ers?|ère|re|[eè]me|nde?|[eè])s?(?!{_INNER}|')|h(?:\d\d)?(?!{_INNER}))?)
    | (?P<word>(?:{_INNER}|°)+(?:(?:[{HYPHENS}'·&/]|\.(?=[a-z]{{2,}}))(?:{_INNER})+)*)
    | (?P<clitic>(?<=\w)[{HYPHENS}](?:[tT][{HYPHENS}])?(?:[iI]ls?|[eE]lles?|[oO]n)(?!{_INNER}))
    | (?P<sign>\.{{2,}}|[{HYPHENS}]{{2,}}|<<|>>|\S)
    """,
    re.VERBOSE,
)

# "-t-il", "-elle" are the subject of the verb before them; the others only where the word is no compound.
_CLITIC = re.compile(
    rf"(?P<sure>[{HYPHENS}](?:t[{HYPHENS}'])?(?:ils?|elles?|on))$"
    rf"|(?P<likely>[{HYPHENS}](?:je|tu|nous|vous|ce|moi|toi|le|la|les|lui|leur|y|en|ci|là))$",
    re.IGNORECASE,
)
_COMPOUND = re.compile(
    rf"(?:rendez[{HYPHENS}]vous|(?:celui|celles?|ceux|jusque|par|de|voi|au|ces?|ici|là)[{HYPHENS}](?:ci|là)"
    rf"|chez[{HYPHENS}]\w+|m'as[{HYPHENS}]tu[{HYPHENS}]vu|garde[{HYPHENS}]la|on[{HYPHENS}]le"
    rf"|.*[{HYPHENS}].*[{HYPHENS}](?:ci|là|la|le|les|en|y))$",
    re.IGNORECASE,
)


def words(text: str, start: int, end: int) -> list[Word]:
    """Words of ``text[start:end]``, in order, without overlap; white space belongs to no word."""
    flat = plain(text[start:end])
    found: list[Word] = []
    for match in _WORD.finditer(flat):
        kind, shown = match.lastgroup, match.group()
        a, b = start + match.start(), start + match.end()
        opens = not found or not found[-1].model[-1].isalnum()
        if kind == "word" and (cut := _clitic_start(shown, opens)):
            found.append(Word(a, a + cut, shown[:cut]))
            found.append(Word(a + cut, b, _clitic_spelling(shown[cut:])))
        elif kind == "clitic":
            found.append(Word(a, b, _clitic_spelling(shown)))
        elif kind == "number":
            found.append(Word(a, b, shown.replace(".", "") if _POINTED.fullmatch(shown) else shown.replace(" ", "")))
        elif kind == "spelled":
            value = words_value(shown.lower()) if shown[0].islower() or opens else None  # "les Vingt-Sept": a name
            found.append(Word(a, b, f"{value:.0f}" if value else shown.replace(" ", "-")))
        else:
            found.append(Word(a, b, shown))
    return found


def _clitic_start(word: str, opens: bool) -> int:
    """Where the clitic after a verb begins in a hyphenated word; 0 where there is none.

    A capital says a name ("Jong-il"), but not where the word ``opens`` a sentence or a quotation ("Ont-ils").
    """
    found = _CLITIC.search(word)
    if found is None or found.start() == 0 or (found["likely"] and _COMPOUND.match(word)):
        return 0
    verb, clitic = word[: found.start()], found.group()
    if verb[0].islower() or clitic[1:].lower().startswith("t" + clitic[0]) or (verb.isupper() and clitic.isupper()):
        return found.start()
    return found.start() if opens and clitic.islower() and verb[1:].islower() else 0


def _clitic_spelling(clitic: str) -> str:
    """``-t-il`` is shown to the model as ``-il``, which it knows."""
    return "-" + re.sub(rf"^[{HYPHENS}](?:[tT][{HYPHENS}'])?", "", clitic)
