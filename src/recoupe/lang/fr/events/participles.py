"""Of which noun a participle is told, where the parser hangs it on another, and whose deed it is."""

from __future__ import annotations

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events.phrases import preposition
from recoupe.lang.fr.grammar import TIME_WORDS, phrase_from

ASIDE = 16
"""Words within which an aside between commas ends."""


def noun_before(s: Sentence, adjective: Token) -> Token | None:
    """The noun that adjectives stand right behind."""
    k = adjective.i
    while k > 0 and s.tokens[k].pos == "ADJ":
        k -= 1
    return s.tokens[k] if s.tokens[k].pos == "NOUN" else None


def nearest(s: Sentence, token: Token, head: Token) -> Token:
    """The noun right before a participle, unless it is part of the phrase that the parser chose."""
    k = token.i - 1
    while k > head.i and s.tokens[k].pos in ("ADJ", "NUM"):
        k -= 1
    near = s.tokens[k]
    if near.pos != "NOUN" or near is head or preposition(s, near) or (near.dep == "amod" and near.head == head.i):
        return head
    return near


def agreeing(s: Sentence, participle: Token, noun: Token) -> Token:
    """The noun above the one that a participle hangs on, where it agrees with that alone: "la trêve de dix jours
    proposée par X"."""
    above = s.tokens[noun.head]
    if noun.dep != "nmod" or above.pos != "NOUN" or above.i > noun.i:
        return noun
    mine = [participle.morph.get(k) for k in ("Gender", "Number")]
    own, upper = ([n.morph.get(k) for k in ("Gender", "Number")] for n in (noun, above))
    clash = any(a and b and a != b for a, b in zip(mine, own, strict=True))
    return above if clash and all(mine) and mine == upper else noun


def joined(s: Sentence, participle: Token, noun: Token) -> list[Token]:
    """Both nouns that a plural participle is told of, each with its number: "40 drones et 3 missiles tirés par X"."""
    first = s.tokens[noun.head]
    if first.text[:1].isdigit():
        first = s.tokens[first.i + 1]  # the parser hangs the noun on its number
    numbered = all(t.i and (s.tokens[t.i - 1].pos == "NUM" or s.tokens[t.i - 1].text.isdigit()) for t in (noun, first))
    if noun.dep != "conj" or first.pos != "NOUN" or not numbered or participle.morph.get("Number") != "Plur":
        return [noun]
    return [first, noun]


def agent(s: Sentence, participle: Token) -> Token | None:
    """Who stands behind "par" right after a participle, wherever the parser hangs it."""
    if participle.i + 1 >= len(s.tokens) or s.tokens[participle.i + 1].form != "par":
        return None
    found = phrase_from(s, participle.i + 2, apposition=False)
    return found.head if found is not None and found.head.form not in TIME_WORDS else None


def past_opening(s: Sentence, participle: Token) -> Token | None:
    """The noun behind the comma that ends what a participle opens a sentence with, where they agree in number."""
    comma = next((t for t in s.tokens[1:ASIDE] if t.form == ","), None)
    opened = s.tokens[: comma.i] if comma is not None else []
    of = len(opened) > 1 and opened[1].form in ("de", "d'")
    if comma is None or of or any(t.morph.get("VerbForm") == "Fin" for t in opened):
        return None
    found = phrase_from(s, comma.i + 1, apposition=False)
    if found is None or found.head.pos not in ("NOUN", "PROPN"):
        return None
    plural = found.head.morph.get("Number") == "Plur"
    return found.head if participle.form.endswith("s") or not plural else None


def numbered_before(s: Sentence, first: int) -> Token | None:
    """The noun with a number that runs up to a verb group: "et trois drones chargés d'explosifs ont été détruits"."""
    for t in reversed(s.tokens[max(0, first - 6) : first]):
        if t.pos in ("PUNCT", "CCONJ", "AUX") or t.morph.get("VerbForm") == "Fin":
            return None
        if t.pos == "NUM":
            noun = s.tokens[t.i + 1]
            return noun if noun.pos == "NOUN" else None
    return None


def before_comma(s: Sentence, noun: Token) -> Token | None:
    """The name before the comma that "deux fois" stands behind."""
    comma = next((t for t in reversed(s.tokens[max(0, noun.i - 3) : noun.i]) if t.form == ","), None)
    before = s.tokens[comma.i - 1] if comma is not None and comma.i else None
    return before if before is not None and before.pos == "PROPN" else None


def counted(s: Sentence, token: Token, noun: Token) -> Token:
    """The noun with the number where a participle hangs on its complement: "26 000 doses de vaccin livrées"."""
    upper = s.tokens[noun.head]
    if upper.pos != "NOUN" or upper.i >= noun.i or preposition(s, noun) != "de":
        return noun
    numbered = any(c.head == upper.i and c.pos == "NUM" and c.i < upper.i for c in s.tokens)
    same = token.morph.get("Number") == upper.morph.get("Number") and token.morph.get("Gender") in (
        None,
        upper.morph.get("Gender"),
    )
    return upper if numbered and same else noun
