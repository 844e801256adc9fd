"""Who accuses whom of what an infinitive or a noun says: "X accuse Y, allié de Z, d'avoir tiré", "ils s'accusent de…".

Read from left to right between the verb and what is charged: parsers lose the object behind an apposition.
"""

from __future__ import annotations

from typing import NamedTuple

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events.phrases import coordinated
from recoupe.lang.fr.grammar import OBJECT_CLITICS, TIME_WORDS, phrase_from
from recoupe.lang.fr.groups import Group, gerund_subject, subject_of, verb_group
from recoupe.lang.fr.verbs import conjugate

_VERBS = frozenset(
    form for verb in ("accuser", "soupçonner", "suspecter") for forms in conjugate(verb).values() for form in forms
)
_REACH = 40
"""Words between the verb that accuses and what it charges."""
_STOPS = frozenset([";", ":", ".", "«", "»"])
_AMID = frozenset(["avoir", "être", "ne", "n'", "pas", "jamais", "plus", "se", "s'", "été"])


class Accusation(NamedTuple):
    """An accusation, with the heads of those who make it and of those whom it charges."""

    verb: Token
    accusers: list[Token]
    accused: list[Token]
    mutual: bool


def accusation_of(s: Sentence, token: Token) -> Accusation | None:
    """The accusation whose charge a verb or noun is; None where it is no charge."""
    of = _of(s, token)
    if of is None:
        return None
    for k in range(of - 1, max(-1, of - _REACH), -1):
        t = s.tokens[k]
        if t.form in _STOPS:
            return None
        if t.form in _VERBS and t.pos in ("VERB", "AUX", "ADJ", "NOUN"):
            return _read(s, t, of)
        if t.form in ("de", "d'") and k + 1 < of and s.tokens[k + 1].morph.get("VerbForm") == "Inf":
            return None  # "accuse X de mentir, qui vient de tirer"
    return None


def _of(s: Sentence, token: Token) -> int | None:
    """Index of the "de" before a charge: before its infinitive, or before a noun without article."""
    k = token.i - 1
    while k >= 0 and s.tokens[k].form in _AMID:
        k -= 1
    if k < 0:
        return None
    if s.tokens[k].form in ("de", "d'"):
        return k
    head = s.tokens[token.head]
    joint = next((t for t in s.tokens[: token.i] if t.head == token.i and t.dep == "cc"), None)
    if token.dep == "conj" and head.i < token.i and joint is not None:
        return _of(s, head)  # "d'avoir tiré et pillé"
    return None


def _read(s: Sentence, verb: Token, of: int) -> Accusation | None:
    gerund = verb.form.endswith("ant")
    group = verb_group(s, verb.i, participle=False)
    if verb.form.rstrip("s").endswith(("é", "ée")):
        group = verb_group(s, verb.i, participle=True)
    if group is None or group.negated or (group.passive and not group.reflexive):
        return None  # "les miliciens sont accusés d'avoir tiré"
    doer = gerund_subject(s, group) if gerund else subject_of(s, group)
    accusers = [*coordinated(s, doer)] if doer is not None else []
    if doer is not None and group.reflexive:
        accusers = _joined_before(s, doer) + accusers + _joined_after(s, doer, accusers)
    if group.reflexive:
        return Accusation(verb, accusers, accusers, mutual=True)
    accused = _objects(s, group, of)
    return Accusation(verb, accusers, accused, mutual=False) if accused else None


def _joined_before(s: Sentence, last: Token) -> list[Token]:
    """The name before "et" that the parser parts from the subject: "X et Y s'accusent"."""
    joint = last.i - 1 - (s.tokens[last.i - 1].pos == "DET") if last.i else 0
    if joint < 1 or s.tokens[joint].form != "et" or s.tokens[joint - 1].pos not in ("PROPN", "NOUN"):
        return []
    first = s.tokens[joint - 1]
    while first.dep.startswith("flat") and first.head < first.i:
        first = s.tokens[first.head]
    return [first]


def _joined_after(s: Sentence, first: Token, known: list[Token]) -> list[Token]:
    """The name behind "et" that the parser hangs elsewhere: "Trêve : X et Y s'accusent"."""
    if first.i + 2 >= len(s.tokens) or s.tokens[first.i + 1].form != "et":
        return []
    second = phrase_from(s, first.i + 2, apposition=False)
    return [second.head] if second is not None and second.head not in known else []


def _objects(s: Sentence, group: Group, of: int) -> list[Token]:
    """Whom the verb accuses: the phrases right behind it, a clitic before it, or what its relative takes up."""
    clitic = next(
        (t for t in s.tokens[group.first : group.verb.i] if t.form in OBJECT_CLITICS and t.pos == "PRON"), None
    )
    if clitic is not None:
        return [clitic]
    i, found = group.last + 1, list[Token]()
    while i < of and (s.tokens[i].pos == "ADV" or s.tokens[i].form in TIME_WORDS or s.tokens[i].form == ","):
        i += 1
    while i < of:
        opening = phrase_from(s, i, apposition=False)
        if opening is None or opening.head.i >= of:
            break
        found.append(opening.head)
        joint = opening.last + 1
        while joint < of and s.tokens[joint].form != "et":
            if s.tokens[joint].form == ",":
                return found
            joint += 1
        i = joint + 1
    if found:
        return found
    que = next((t for t in s.tokens[max(0, group.first - 4) : group.first] if t.form in ("que", "qu'")), None)
    if que is None or que.i < 2:
        return []
    above, near = s.tokens[group.verb.head], s.tokens[que.i - 1 - (s.tokens[que.i - 1].form == ",")]
    return [t for t in (above, near) if t.pos in ("NOUN", "PROPN") and t.i < que.i][:1]
