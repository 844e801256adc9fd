"""Adverbs, dates and asides that may stand between a cue and its content."""

from __future__ import annotations

from recoupe.lang.base import Sentence
from recoupe.lang.fr.grammar import (
    QUOTE_MARKS,
    TIME_WORDS,
    WORDS,
    phrase_from,
)

_ADJUNCT_PREPS = WORDS["adjunct_prepositions"]
_ADVERBIALS = WORDS["adverbials"]


def adverbial(s: Sentence, i: int) -> bool:
    """Whether an adverb of two words starts at ``i``: "d'ailleurs", "en outre"."""
    pair = s.tokens[i : i + 2]
    return len(pair) == 2 and pair[0].form in ("d'", "en", "par", "au", "de", "du") and pair[1].form in _ADVERBIALS


def _closes(s: Sentence, i: int) -> bool:
    return i < len(s.tokens) and s.tokens[i].form in QUOTE_MARKS


def skip_adjuncts(s: Sentence, i: int, stop: int) -> int:
    """Index past adverbs, dates, "à plusieurs reprises", "de façon claire", asides between commas; at most ``stop``."""
    tokens = s.tokens
    while i < stop:
        t = tokens[i]
        following = tokens[i + 1] if i + 1 < len(tokens) else t
        if t.form == "quant" and following.form in ("à", "au", "aux"):
            i += 3  # "quant à lui"
        elif t.pos == "ADV" or t.form in TIME_WORDS or t.form in ("pas", "plus"):
            i += 1
        elif adverbial(s, i):
            i += 2
        elif t.form in QUOTE_MARKS and following.form.endswith("ment") and _closes(s, i + 2):
            i += 3  # "ont condamné « fermement » les attaques"
        elif t.form in ("le", "ce", "cette", "du", "au") and (
            following.pos == "NUM"
            or following.text.isdigit()
            or following.form in TIME_WORDS
            or following.form == "1er"
        ):
            i += 2
            while i < stop and (tokens[i].form in TIME_WORDS or tokens[i].text.isdigit()):
                i += 1
        elif t.form == ",":
            close = next((k for k in range(i + 1, stop) if tokens[k].form == ","), None)
            if close is None:
                return i + 1
            i = close + 1
        elif t.form == "de" and following.form in ("façon", "manière", "nouveau", "même", "son", "leur", "sa"):
            i += (
                3 if following.form in ("façon", "manière", "son", "leur", "sa") else 2
            )  # "de son côté", "de façon claire"
        elif t.form == "pour" and following.form in ("sa", "son", "leur"):
            i += 3  # "pour sa part"
        elif t.form == "à" and following.form in ("plusieurs", "maintes", "nouveau", "tour", "demi-mot"):
            i += 3 if following.form in ("plusieurs", "maintes") else 2
        elif t.form in _ADJUNCT_PREPS:
            phrase = phrase_from(s, i + 1, apposition=False)
            if phrase is None or phrase.last >= stop:
                return stop
            inside = range(phrase.head.i + 1, phrase.last)  # "dans un bilan de douze morts": what it says of how many
            of = (k for k in inside if tokens[k].form in ("de", "d'") and tokens[k + 1].pos == "NUM")
            i = next(of, phrase.last + 1)
        else:
            return i
    return i


def past_addressees(s: Sentence, i: int) -> int:
    """Index past those to whom something is proposed: "a proposé à X et à Y une trêve"; ``i`` where there are none."""
    at = i
    while at < len(s.tokens) and s.tokens[at].form in ("à", "au", "aux"):
        found = phrase_from(s, at + 1, apposition=False)
        if found is None:
            return i
        at = found.last + 1
        if at + 1 < len(s.tokens) and s.tokens[at].form in ("et", ",") and s.tokens[at + 1].form in ("à", "au", "aux"):
            at += 1
    return at if at < len(s.tokens) and s.tokens[at].pos == "DET" else i


def past_object(s: Sentence, i: int) -> int | None:
    """Index of what someone is called to, past whom: "a appelé les belligérants à la retenue"."""
    for t in s.tokens[i + 1 : i + 9]:
        if t.pos in ("VERB", "AUX", "PUNCT"):
            return None
        after = [x.form for x in s.tokens[t.i + 1 : t.i + 3]]
        if t.form in ("à", "au", "aux") and t.pos == "ADP" and WORDS["called_to"] & set(after):
            return t.i
    return None
