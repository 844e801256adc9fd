"""Whether a verb group is negated: by its second word, by a subject that is no one, or before an infinitive."""

from __future__ import annotations

from recoupe.lang.base import Sentence
from recoupe.lang.fr.grammar import NEGATIONS

NO_ONE = frozenset(["aucun", "aucune", "nul", "nulle", "personne", "rien", "ni"])
_NE = frozenset(["ne", "n'"])
_OBJECT_CLITICS = frozenset(["l'", "le", "la", "les", "lui", "leur", "y", "en", "se", "s'"])
_REACH = 3
"""Words behind the verb among which the second half of its negation stands: "n'a tiré sur personne"."""


def is_negated(s: Sentence, first: int, verb: int) -> bool:
    """Whether the group from token ``first`` to its verb is negated; "ne … que" is no negation."""
    if _before_infinitive(s, first):
        return True
    if not any(t.form in _NE for t in s.tokens[max(0, first - 2) : verb]):
        return False
    behind = s.tokens[verb + 1 : verb + 1 + _REACH]
    if behind and behind[0].form == "que":
        behind = []
    return any(t.form in NEGATIONS for t in [*s.tokens[first:verb], *behind]) or _no_one(s, first)


def _no_one(s: Sentence, first: int) -> bool:
    """Whether the subject of the group at ``first`` is no one: "aucun soldat n'est entré", "pas un camion n'est passé",
    "ni A ni B n'ont signé"."""
    for k in range(first - 1, max(-1, first - 14), -1):
        t = s.tokens[k]
        if t.form in (",", ";", ":", "que", "qu'", "qui", "«"):  # no verb: the tagger takes adjectives for one
            return False
        if t.form in NO_ONE or (t.form == "pas" and s.tokens[k + 1].form in ("un", "une")):
            return True
    return False


def _before_infinitive(s: Sentence, first: int) -> bool:
    """ "ne pas avoir tiré", "n'avoir jamais tiré": the negation of an infinitive stands before it."""
    k = first
    while k > 0 and s.tokens[k - 1].form in _OBJECT_CLITICS:
        k -= 1
    return k > 1 and s.tokens[k - 1].form in NEGATIONS and s.tokens[k - 2].form in _NE
