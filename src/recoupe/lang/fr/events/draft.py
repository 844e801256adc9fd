"""A trigger with its roles, before anything is resolved."""

from __future__ import annotations

from dataclasses import dataclass, field

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events import Row
from recoupe.lang.fr.events.factuality import Standing
from recoupe.text import Span


@dataclass(slots=True)
class Draft:
    """A trigger with its roles: heads of noun phrases by role."""

    row: Row
    sentence: Sentence
    trigger: Token
    span: Span
    standing: Standing
    roles: dict[str, list[Token]] = field(default_factory=dict)
    verbal: bool = True
    noun_subject: bool = False
    """Whether its trigger is a noun whose verb says that it takes place."""
    turned: Span | None = None
    """The words in a row that make it, where a turn of phrase does: no other reading of them stands."""


_BETWEEN = frozenset(["ADV", "ADJ", "ADP", "DET", "PUNCT", "NOUN", "NUM", "PROPN"])
_REACH = 6
"""Words behind a trigger within which those that must follow begin; only these stand between."""
ANSWERS = frozenset(["oui", "non"])
_NOT_ALL = frozenset(["seulement", "plus", "sans"])
"""What makes another word of "non": "dit non seulement que…"."""


def words_after(s: Sentence, token: Token, row: Row) -> int | None:
    """Index of the last of the words that must follow; the trigger's own where none must, None where they do not."""
    if not row.words:
        return token.i
    for words in row.words:
        at, k = token.i + 1, 0
        while at < len(s.tokens) and k < len(words) and at <= token.i + _REACH + k:
            if s.tokens[at].form == words[k]:
                k += 1
            elif not k and words[0] in ANSWERS and s.tokens[at].form in ANSWERS:
                break  # "l'un a dit non, l'autre oui"
            elif s.tokens[at].form == "et" and s.tokens[at - 1].form == "bel":
                pass  # "est bel et bien aux mains de…"
            elif (k and s.tokens[at].pos not in ("ADV",)) or (not k and s.tokens[at].pos not in _BETWEEN):
                break
            at += 1
        if k == len(words) and not (words == ("non",) and at < len(s.tokens) and s.tokens[at].form in _NOT_ALL):
            return at - 1
    return None
