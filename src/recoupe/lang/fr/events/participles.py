"""Of which noun a participle is told, where the parser hangs it on another, and whose deed it is."""

from __future__ import annotations

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events.phrases import preposition
from recoupe.lang.fr.grammar import TIME_WORDS, phrase_from


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
