"""Where the "que" of a cue stands, and which "que" is another's."""

from __future__ import annotations

from recoupe.lang.base import Sentence
from recoupe.lang.fr.attribution.adjuncts import adverbial
from recoupe.lang.fr.grammar import QUOTE_MARKS, RELATIVES, TIME_WORDS, WORDS


def find_que(s: Sentence, last: int, *, inverted: bool = False) -> int | None:
    """Index of the "que" that opens the clause: adverbs, addressees and adjuncts may stand before it, no other verb."""
    tokens = s.tokens
    for i in range(last + 1, len(tokens)):
        t = tokens[i]
        if t.form in ("que", "qu'"):
            before = tokens[i - 1].form if i > last + 1 else ""
            if before == "ce" and i > last + 3 and tokens[i - 2].form == ",":
                return None  # "a demandé une enquête, ce que Y refuse"
            if before and not (i > last + 2 and adverbial(s, i - 2)):
                if before in WORDS["before_que"] and not (before == "ainsi" and i == last + 2):
                    return None  # "parce que", "alors que": the clause is not what is said
                if before in WORDS["comparing"]:
                    continue
            if (
                t.dep == "advmod"
                and not (t.head > t.i and tokens[t.head].pos in ("VERB", "AUX"))
                and not (i == last + 1 and _finite_after(s, i))
            ):
                continue
            if (
                i > last + 1
                and tokens[i - 1].pos in ("NOUN", "PROPN")
                and tokens[i - 1].form not in TIME_WORDS
                and not _after_adjunct(s, last)
                and tokens[t.head].dep == "acl:relcl"
            ):
                return None
            if _restrictive(s, i, last):
                continue
            if _relative(s, i, last):
                return None
            return i
        if t.form in ("ce", "le") and i + 2 < len(tokens) and tokens[i + 1].form in ("que", "fait") and i == last + 1:
            return i
        if (
            t.pos in ("VERB", "AUX")
            and t.i > last
            and (t.morph.get("VerbForm") != "Part" or t.morph.get("Tense") == "Pres" or t.pos == "AUX")
        ):
            return None
        if inverted and t.i > last + 1:
            return None
        if t.form in (";", ":", ".", "!", "?") or t.form in RELATIVES:
            return None
        if t.form in QUOTE_MARKS and i > last + 1:
            return None
    return None


def _after_adjunct(s: Sentence, last: int) -> bool:
    """Whether an addressee or adjunct, not an object, follows the verb: then "que" opens what is said ("à X que")."""
    t = next((t for t in s.tokens[last + 1 :] if t.pos not in ("ADV", "PUNCT")), None)
    return t is not None and (t.pos == "ADP" or t.form in ("au", "aux", "à"))


def _relative(s: Sentence, i: int, last: int) -> bool:
    """Whether "que" goes on about the object of the cue: "a proclamé une république, que son voisin refuse"."""
    between = s.tokens[last + 1 : i]
    while between and between[0].pos == "ADV":  # "exige toujours le retrait, que Y refuse"
        between = between[1:]
    if len(between) < 3 or between[-1].form != "," or any(t.form == "," for t in between[:-1]):
        return False
    first = between[0]
    return first.pos in ("DET", "NOUN", "PROPN") and between[1].form not in TIME_WORDS and first.form not in TIME_WORDS


def _restrictive(s: Sentence, i: int, last: int) -> bool:
    """ "ne … que": only, not that."""
    return (
        any(t.form in ("ne", "n'") for t in s.tokens[max(0, last - 4) : last])
        and i == last + 1
        and (i + 1 >= len(s.tokens) or s.tokens[i + 1].pos in ("ADP", "NUM", "DET"))
        and not _finite_after(s, i)
    )


def _finite_after(s: Sentence, i: int) -> bool:
    return any(t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") == "Fin" for t in s.tokens[i + 1 :])
