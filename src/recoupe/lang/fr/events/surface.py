"""Who stands before words in a row: the noun phrase or pronoun that ends there, by the surface alone."""

from __future__ import annotations

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events.phrases import coordinated
from recoupe.lang.fr.grammar import TIME_WORDS

_SKIPPED = frozenset(["qui", "y", "n'", "ne", "se", "s'", "l'", "le", "la", "les", "en", "lui", "leur", "aussi", "eux"])
_OPENS_ASIDE = frozenset(
    ["qui", "dont", "où", "que", "qu'", "à", "en", "dans", "pour", "de", "après", "avant", "lors", "selon"]
)
_STOPS = frozenset([";", ":", "»", "«", '"', ".", "!", "?", "…"])


def subjects_before(s: Sentence, i: int) -> list[Token]:
    """Heads of the noun phrase, or the pronoun, that ends before token ``i``, adverbs, dates and asides passed over."""
    k = _past_asides(s, i - 1)
    if k < 0:
        return []
    if s.tokens[k].form in ("et", "mais", "puis", "ou") or (s.tokens[k].form == "," and k):
        return _shared(s, k)
    if s.tokens[k].pos == "PRON":
        return [s.tokens[k]]
    last = k
    while k >= 0 and _of_phrase(s, k):
        k -= 1
    inside = s.tokens[k + 1 : last + 1]
    if not inside or (inside[0].pos == "ADP" and inside[0].form not in ("de", "des", "d'")):
        return []  # a place or day opens the clause without a comma: nothing is sure of what follows
    head = next((t for t in inside if t.pos in ("NOUN", "PROPN")), None)
    if head is None:
        return []
    joined = [
        s.tokens[t.i + 1 + (s.tokens[t.i + 1].pos == "DET")]
        for t in inside
        if t.form == "et" and t.i + 2 <= last and s.tokens[t.i + 1].pos in ("DET", "PROPN")
    ]
    return [head, *joined]


def _of_phrase(s: Sentence, k: int) -> bool:
    t = s.tokens[k]
    if t.pos == "PUNCT" or t.form in _STOPS or t.form in ("que", "qu'", "qui", "dont", "où", "mais", "car", "alors"):
        return False
    if t.pos in ("VERB", "AUX") and t.dep != "flat:name":
        return t.morph.get("VerbForm") == "Part" and s.tokens[k - 1].pos in ("NOUN", "PROPN")
    return t.pos in ("NOUN", "PROPN", "ADJ", "DET", "NUM", "ADP", "CCONJ", "X", "VERB")


def _past_asides(s: Sentence, k: int) -> int:
    """Index of the last word of the phrase up to ``k``: clitics, adverbs, days, brackets and asides are passed over."""
    while k >= 0:
        t = s.tokens[k]
        if t.form == ")":
            while k >= 0 and s.tokens[k].form != "(":
                k -= 1
            k -= 1
        elif t.form == ",":
            opened = next((x.i for x in reversed(s.tokens[:k]) if x.form in (",", *_STOPS)), -1)
            aside = s.tokens[opened + 1 : k]
            if opened < 0 or s.tokens[opened].form != "," or not aside or not _is_aside(aside):
                return k
            k = opened - 1
        elif t.form == "qui":
            k -= 1
            if k >= 0 and s.tokens[k].form == ",":
                k -= 1
            return k
        elif t.pos == "ADV" or t.form in TIME_WORDS or (t.form in _SKIPPED and t.pos in ("PRON", "ADV", "PART", "DET")):
            k -= 1
        else:
            return k
    return k


def _is_aside(aside: list[Token]) -> bool:
    """Whether what stands between two commas is told of the noun before: an apposition, a relative, a date."""
    if aside[0].form in _OPENS_ASIDE:
        return True
    return not any(t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") == "Fin" for t in aside)


def _shared(s: Sentence, k: int) -> list[Token]:
    """The subject of the verb before a conjunction: "le président souscrit à X mais écarte Y"."""
    for t in reversed(s.tokens[:k]):
        if t.form in _STOPS:
            return []
        if t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") in ("Fin", "Part"):
            own = [x for x in s.tokens if x.head == t.i and x.dep.startswith("nsubj") and x.i < t.i]
            if own:
                return coordinated(s, own[0])
            before = subjects_before(s, t.i)
            if before:
                return before
    return []
