"""Subjects and objects with a number that the parser takes for adjuncts, or for parts of a whole."""

from __future__ import annotations

from itertools import pairwise

from recoupe.lang.base import Token
from recoupe.lang.fr.grammar import TIME_WORDS

_MEASURES = ("kilomètre", "mètre", "fois", "degré", "point", "euro", "dollar", "million", "milliard", "tonne", "année")
"""Beginnings of nouns that say how far or how much a thing went: "a reculé de" without its "de"."""
_PLURAL = frozenset(["ont", "sont", "avaient", "étaient", "auraient", "seraient"])


def mend_counts(tokens: list[Token]) -> None:
    """Mend the tokens of a sentence, at least one, in place."""
    _counted_subjects(tokens)
    _counted_objects(tokens)
    _wholes(tokens)


def _counted_subjects(tokens: list[Token]) -> None:
    """Make the noun that opens a sentence with its number the subject of a verb that has none: "16 personnes, dont cinq
    enfants, sont mortes", "Neuf civils ont péri"."""
    k = next((t.i for t in tokens if t.pos == "NUM"), len(tokens))
    noun = tokens[k + 1] if k + 1 < len(tokens) else None
    opens = all(t.form in ("au", "moins", "plus", "de", "quelque", "environ", "près", "les", "des") for t in tokens[:k])
    if noun is None or not opens or noun.pos not in ("NOUN", "ADJ") or not noun.form.endswith("s"):
        return
    verb = tokens[noun.head]
    own = [t for t in tokens if t.head == verb.i]
    aux = next((t for t in own if t.dep.startswith(("aux", "cop")) and t.i > noun.i), verb)
    if aux.form not in _PLURAL or verb.i < noun.i:
        return
    if noun.pos == "ADJ" and tokens[k].head == noun.i and noun.dep.startswith("nsubj"):
        noun.pos, tokens[k].dep = "NOUN", "nummod"
    if noun.dep == "obl:mod" and noun.form not in TIME_WORDS and not any(t.dep.startswith("nsubj") for t in own):
        noun.dep = "nsubj"


def _counted_objects(tokens: list[Token]) -> None:
    """Make a counted noun without a preposition the object of the active verb before it that has none: "a arrêté mardi
    à Estra douze opposants", "ont kidnappé neuf villageois"."""
    for number, noun in pairwise(tokens):
        verb = tokens[noun.head]
        if number.pos != "NUM" or number.head != noun.i or noun.pos != "NOUN" or not noun.dep.startswith("obl"):
            continue
        if verb.pos != "VERB" or verb.i > noun.i or noun.form in TIME_WORDS or noun.form.startswith(_MEASURES):
            continue
        own = {t.dep for t in tokens if t.head == verb.i}
        cased = any(t.head == noun.i and t.dep == "case" for t in tokens)
        if not cased and not {"obj", "aux:pass", "expl:pass", "expl:comp"} & own and "nsubj" in own:
            noun.dep = "obj"


def _wholes(tokens: list[Token]) -> None:
    """Give a verb the whole as its subject, and no part of it: "Douze personnes dont trois enfants sont mortes"."""
    for t in tokens[1:]:
        noun = tokens[t.i - 1]
        if t.form not in ("dont", "lesquels", "lesquelles") or (t.form != "dont" and noun.form != "parmi"):
            continue
        whole = next((x for x in reversed(tokens[: t.i]) if x.pos == "NOUN"), None)
        part = next((x for x in tokens[t.i + 1 : t.i + 7] if x.pos in ("NOUN", "PROPN")), None)
        if whole is None or part is None or not part.dep.startswith("nsubj") or tokens[part.head].i <= part.i:
            continue
        verb = tokens[part.head]
        between = tokens[part.i + 1 : verb.i]
        finite = next((x for x in (*between, verb) if x.morph.get("VerbForm") == "Fin"), None)
        if any(x.form == "," for x in tokens[whole.i : verb.i]) or finite is None or _goes_on(tokens, verb):
            continue  # "le groupe, dont trois membres ont été tués", "les élus dont deux amis ont été tués exigent"
        if whole.morph.get("Number") != "Plur" or any(x.head == whole.i and x.dep == "case" for x in tokens):
            continue
        if whole.head == verb.i and finite.morph.get("Number") == "Plur":
            whole.dep, part.dep, part.head = part.dep, "nmod", whole.i


def _goes_on(tokens: list[Token], verb: Token) -> bool:
    """Whether another finite verb follows one with nothing that would begin a clause of its own."""
    for t in tokens[verb.i + 1 :]:
        if t.pos in ("PUNCT", "CCONJ", "SCONJ", "PRON"):
            return False
        if t.morph.get("VerbForm") == "Fin":
            return True
    return False
