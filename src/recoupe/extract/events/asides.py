"""Times and places that stand in an aside: of someone or something beside what the clause tells."""

from __future__ import annotations

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.tense import scheduled
from recoupe.lang.fr.verbs import analyse


def above(s: Sentence, token: Token) -> list[Token]:
    """The words on which a word hangs, nearest first."""
    found: list[Token] = []
    while token.head != token.i and s.tokens[token.head] not in found:
        token = s.tokens[token.head]
        found.append(token)
    return found


def aside(s: Sentence, at: int, trigger: int) -> bool:
    """Whether a time at ``at`` is that of a participle of its own: "un retrait de la ville, occupée depuis mai"."""
    if of_a_participle(s, at, trigger):
        return True
    since = next((t for t in reversed(s.tokens) if t.start < at and t.form not in ("le", "la", "l'")), None)
    if since is None or since.form != "depuis" or since.i == 0:
        return False
    before = s.tokens[since.i - 1]
    participle = before.morph.get("VerbForm") == "Part" and before.dep.startswith(("acl", "amod", "advcl"))
    return before.start != trigger and (participle or (before.pos == "ADJ" and before.dep == "amod"))


def of_a_participle(s: Sentence, at: int, trigger: int) -> bool:
    """Whether a time or place stands in a participle clause between commas before a trigger: "trois soldats, capturés
    en mars à X, ont été tués"."""
    opening = next((t for t in reversed(s.tokens) if t.start < at and t.form == ","), None)
    closing = next((t for t in s.tokens if t.start > at and t.form == ","), None)
    if opening is None or closing is None or trigger < closing.start:
        return False
    first = s.tokens[opening.i + 1]
    past = first.morph.get("VerbForm") == "Part" and first.morph.get("Tense") == "Past"
    if first.pos == "ADJ" and first.start != trigger:  # "les discussions, ouvertes le 28 mai, ont été suspendues"
        return any(r.key.startswith("pp_") for r in analyse(first.form))
    return past and first.dep.startswith(("acl", "amod", "advcl"))


def of_a_plan(s: Sentence, at: int) -> bool:
    """Whether a time or place stands after a comma and a participle of what is to come: "le sommet, attendu mardi"."""
    opening = next((t for t in reversed(s.tokens) if t.start < at and t.form == ","), None)
    return opening is not None and scheduled(s.tokens[opening.i + 1].form)


def of_who_is_due(s: Sentence, at: int, trigger: int) -> bool:
    """Whether a time behind a trigger is that of someone who is to come: "rejetée par X, attendue lundi à Y"."""
    opening = next((t for t in reversed(s.tokens) if t.start < at and t.form == ","), None)
    return opening is not None and trigger < opening.start and of_a_plan(s, at)
