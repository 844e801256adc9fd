"""Speakers named one after the other: "A, B et C ont appelé…", "salué par A, B et C, qui ont…"."""

from __future__ import annotations

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.cues import Cues
from recoupe.lang.fr.grammar import QUOTE_MARKS, Phrase, phrase_from

_LONGEST = 40
"""Tokens that a list of speakers reaches back from its verb."""
_OPENS = frozenset(["ADP", "VERB", "AUX", "PUNCT", "SCONJ", "CCONJ", "ADV", "PRON"])
_OF = frozenset(["de", "d'", "du", "des"])


def listed(s: Sentence, phrase: Phrase, end: int, cues: Cues) -> Phrase:
    """The whole list that ``phrase`` is a member of and that ends right before token ``end``, else ``phrase``."""
    for first in range(max(0, min(phrase.first, end - _LONGEST)), phrase.first + 1):
        if first and (s.tokens[first - 1].pos not in _OPENS or s.tokens[first - 1].form in _OF):
            continue
        if first and s.tokens[first - 1].pos == "ADP" and s.tokens[end].form not in ("qui", ","):
            continue  # "a discuté avec A, et les deux parties ont convenu"
        found = list_from(s, first, cues) or _pair(s, first)
        if found is not None and found.last == end - 1 and found.last >= phrase.first:
            return found
    return phrase


def _pair(s: Sentence, first: int) -> Phrase | None:
    """The two names that "et" joins at token ``first``."""
    found = phrase_from(s, first, apposition=False)
    joined = found is not None and any(t.form == "et" for t in s.tokens[first : found.last])
    return found if joined and s.tokens[first].text[:1].isupper() else None


def list_from(s: Sentence, first: int, cues: Cues) -> Phrase | None:
    """The list of someones that starts at token ``first``, two or more, the last after "et"; None where there is none.

    After a bare name, a noun with its article may be an apposition ("X, le ministre, et Y"): no list.
    """
    tokens, parts, joined, i = s.tokens, [], 0, first
    while True:
        part = phrase_from(s, i, apposition=False)
        if part is None or not _someone(part, cues):
            break
        parts.append(part)
        i = part.last + 1
        if joined or i + 1 >= len(tokens):
            break
        comma = tokens[i].form == ","
        if tokens[i + comma].form == "et":
            joined = 1 + comma
            i += joined
        elif comma:
            i += 1
        else:
            break
    ended = len(parts) > 1 and (joined or any(t.form == "et" for t in tokens[parts[-1].first : parts[-1].last]))
    if not ended or not _alike(s, parts, aside=joined == 2):
        return None
    return Phrase((tokens[first].start, tokens[parts[-1].last].end), first, parts[-1].last, parts[0].head)


def _someone(part: Phrase, cues: Cues) -> bool:
    head = part.head
    return head.form not in QUOTE_MARKS and (head.pos == "PROPN" or head.text[:1].isupper() or cues.someone(head.form))


def _alike(s: Sentence, parts: list[Phrase], *, aside: bool) -> bool:
    """Whether the parts stand side by side, and none is an apposition to the one before it."""
    capitals = [p.head.pos == "PROPN" or p.head.text[:1].isupper() for p in parts]
    if aside and not all(capitals[:-1]):
        return False  # "le médiateur, un juge, et la ministre"
    first = [_article(s.tokens[p.first]) for p in parts]
    return all(first[:-1]) or not any(first[:-1]) or all(s.tokens[p.first].form == "des" for p in parts[1:-1])


def _article(t: Token) -> bool:
    return t.pos == "DET" or t.form in ("le", "la", "les", "l'", "des")
