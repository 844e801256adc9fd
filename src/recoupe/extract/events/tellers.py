"""Who tells a thing by a verb of which no statement was read: "parle de", "chiffre à", "a concédé la perte de"."""

from __future__ import annotations

import re

from recoupe.extract.events.scene import ACTING, Scene
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.cues import load_cues
from recoupe.lang.fr.events import Events
from recoupe.lang.fr.events.factuality import governs, is_participle
from recoupe.lang.fr.grammar import phrase_from
from recoupe.lang.fr.groups import subject_of, verb_group
from recoupe.text import Span

_TELLERS = ACTING | {"organisation", "role", "camp"}
_SUM = re.compile(r"\b(?:bilans?|pertes?|nombre|total|décompte|chiffre)\b", re.IGNORECASE)
"""What is put at a number, or raised to it."""
_ABOUT = frozenset(["au", "moins", "plus", "de", "d'", "près", "environ", "quelque"])
_NEAR = 4
"""Words behind a number within which its source stands."""


def tellers(scene: Scene, s: Sentence, verb: Token | None, events: Events) -> list[Token]:
    """Who tells a toll: the subject of "parle de", the source after "selon", whoever put or raised a sum ("a porté le
    bilan à 23 morts", "porté à 23 morts par les secours", "chiffre ses pertes à 22 soldats")."""
    if verb is not None and governs(events, "puts", verb, s) and _SUM.search(scene.text, s.start, s.end):
        return _doer(scene, s, verb)
    if verb is not None and governs(events, "tells", verb, s):
        group = verb_group(s, verb.i, participle=is_participle(verb))
        subject = subject_of(s, group) if group is not None else None
        return [subject] if subject is not None else []
    after = next((t.i for t in s.tokens if t.form == "selon"), None)
    if verb is None and after is not None:
        source = phrase_from(s, after + 1, apposition=False)
        return [source.head] if source is not None else []
    return []


def beside(s: Sentence, number: Span) -> list[Token]:
    """The source right behind a number of a list, or set between commas right before one: "52 morts selon l'ONU, 67
    selon la mairie", "a fait, selon le maire, douze morts"."""
    behind = [t for t in s.tokens if t.start >= number[1]][:_NEAR]
    for t in behind:
        if _attributes(s, t):
            return _source(s, t)
        if t.pos in ("PUNCT", "VERB", "AUX", "CCONJ", "NUM"):
            break
    before = [t for t in s.tokens if t.end <= number[0]]
    while before and before[-1].form in _ABOUT:
        before.pop()
    if not before or before[-1].form != ",":
        return []
    opening = next((t.i for t in reversed(before[:-1]) if t.form == ","), None)
    inserted = s.tokens[opening + 1] if opening is not None else None
    verb = s.tokens[opening - 1] if opening else None
    told = inserted is not None and verb is not None and verb.pos == "VERB" and _attributes(s, inserted)
    return _source(s, inserted) if inserted is not None and told else []


def _attributes(s: Sentence, t: Token) -> bool:
    after = s.tokens[t.i + 1].form if t.i + 1 < len(s.tokens) else ""
    return t.form in ("selon", "d'après") or (t.form == "d'" and after == "après")


def _source(s: Sentence, t: Token) -> list[Token]:
    source = phrase_from(s, t.i + 1 + (t.form == "d'"), apposition=False)
    return [source.head] if source is not None else []


def concedes(scene: Scene, s: Sentence, noun: Token, events: Events) -> list[Token]:
    """Who tells what a noun names: "X a concédé la mort de douze soldats", "admise par X"."""
    verb = s.tokens[noun.head]
    if verb.i == noun.i or not governs(events, "told", verb, s):
        return []
    return _doer(scene, s, verb) if noun.dep.startswith(("obj", "nsubj:pass", "nsubj")) else []


def putting(scene: Scene, s: Sentence, token: Token, events: Events) -> list[Token]:
    """Who puts a sum at the number of those of whom a word tells: "chiffre ses pertes à 22 soldats tués"."""
    verb = verb_above(s, token)
    if verb is None or not governs(events, "puts", verb, s):
        return []
    return _doer(scene, s, verb) if any(t.head == verb.i and _SUM.fullmatch(t.form) for t in s.tokens) else []


def verb_above(s: Sentence, token: Token | None) -> Token | None:
    """The verb of which a counted noun is subject or object."""
    seen = set()
    while token is not None and token.i not in seen:
        seen.add(token.i)
        head = s.tokens[token.head]
        if head.i == token.i or any(t.form == ":" for t in s.tokens[head.i : token.i]):
            return None  # "le bilan ne bouge plus : quatorze morts"
        if head.pos in ("VERB", "AUX"):
            return head
        copula = next((t for t in s.tokens if t.head == head.i and t.dep == "cop"), None)
        if copula is not None and token.dep.startswith("nsubj"):
            return copula
        token = head
    return None


def _doer(scene: Scene, s: Sentence, verb: Token) -> list[Token]:
    """The subject of a verb, or the agent of a passive, where it is someone."""
    by = next((t.i for t in s.tokens[verb.i + 1 :] if t.form == "par"), None)
    agent = phrase_from(s, by + 1, apposition=False) if by is not None else None
    group = verb_group(s, verb.i, participle=is_participle(verb))
    subject = subject_of(s, group) if group is not None and not group.passive else None
    before = s.tokens[group.first - 2 : group.first] if group is not None and group.first > 1 else []
    if [t.form for t in before] == ["ce", "qui"]:
        return []  # "il est mort à l'hôpital, ce qui porte le bilan à trois morts"
    heads = (agent.head if agent is not None else None, subject)  # "a estimé le nombre des tués par les tirs": X did
    return next(([head] for head in heads if head is not None and _someone(scene, head)), [])


def _someone(scene: Scene, head: Token) -> bool:
    known = head.pos == "PRON" or scene.kind((head.start, head.end)) in _TELLERS
    return known or load_cues().someone(head.form)
