"""What a relative "qui" stands for, by where it stands and by the number of its verb."""

from __future__ import annotations

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.grammar import WORDS


def antecedent_of(s: Sentence, qui: Token) -> Token | None:
    """The noun that a relative "qui" stands for: the name right before it, else the nearest noun phrase head."""
    k = qui.i - 1
    if k > 0 and s.tokens[k].form == "et":  # "un texte du palais, publié à l'issue de …, et qui accuse"
        verb = s.tokens[qui.head]
        while verb.dep == "conj" and verb.head < verb.i:
            verb = s.tokens[verb.head]
        noun = s.tokens[verb.head]
        if verb.dep.startswith("acl") and noun.pos in ("NOUN", "PROPN") and noun.i < qui.i:
            return noun
    while k > 0 and s.tokens[k].form == ",":
        k -= 1
    if k >= 0 and s.tokens[k].pos == "PROPN":
        name = s.tokens[k]
        while name.dep.startswith("flat") and name.head < name.i:
            name = s.tokens[name.head]
        if _many(s, qui) and not _plural(s, name):
            # "les rebelles soutenus par X, qui ont pris", "une série d'attaques au nord de X, qui ont tué"
            return _plural_before(s, qui) or (name if name.text.endswith("s") or name.text.isupper() else None)
        if not any(t.head == name.i and t.dep == "case" for t in s.tokens):
            return name
        whole = s.tokens[name.head]
        proper = whole.pos == "NOUN" and whole.text[:1].isupper()
        if name.dep == "nmod" and 0 < whole.i < name.i and proper and not _many(s, qui):
            return whole  # "la Régie de Sorel, qui"
    many, one, other, between = _many(s, qui), _one(s, qui), None, qui.i
    for k in range(qui.i - 1, max(-1, qui.i - 14), -1):
        t = s.tokens[k]
        if k > between:
            continue
        if t.form in ("celui", "celle", "ceux", "celles"):
            return t
        if t.pos in ("NOUN", "PROPN") and not (t.dep.startswith(("flat", "nmod", "appos")) and t.head < t.i):
            if many and t.morph.get("Number") == "Sing" and not _plural(s, t):
                other = other or t
                continue
            if one and t.pos == "NOUN" and t.morph.get("Number") == "Plur" and _plural(s, t):
                # "la guerre entre l'armée et les rebelles, qui a ravagé le pays": none of the two sides
                between = next((x.i for x in reversed(s.tokens[:k]) if x.form == "entre"), k)
                continue
            if t.pos == "PROPN" and _where(s, t):
                other = other or t  # "l'incident survenu au X, qui a tué": not the place
                continue
            return t
    return other


def _where(s: Sentence, name: Token) -> bool:
    """Whether a name tells where something is, by its preposition."""
    return any(
        t.head == name.i and t.dep == "case" and t.form in ("dans", "à", "au", "aux", "en", "sur") for t in s.tokens
    )


def _many(s: Sentence, qui: Token) -> bool:
    """Whether the verb of a relative is a plural of the third person."""
    verb = s.tokens[qui.head]
    finite = next((t for t in s.tokens[qui.i : verb.i + 1] if t.head == verb.i and t.dep.startswith("aux")), verb)
    return finite.form in ("ont", "sont", "avaient", "étaient", "auraient", "seraient") or (
        finite.morph.get("Number") == "Plur" and finite.form.endswith("nt")
    )


def _one(s: Sentence, qui: Token) -> bool:
    """Whether the verb of a relative is a singular of the third person: "qui a", "qui est"."""
    return s.tokens[qui.i + 1 : qui.i + 2] != [] and s.tokens[qui.i + 1].form in (
        "a",
        "est",
        "avait",
        "était",
        "aurait",
        "fut",
    )


def _plural(s: Sentence, name: Token) -> bool:
    """Whether a name is several: by its article, or joined to another."""
    own = [t.form for t in s.tokens if t.head == name.i and t.i < name.i]
    joined = name.dep == "conj" or any(t.head == name.i and t.dep == "conj" for t in s.tokens)
    joined = joined or (name.i > 1 and "et" in (s.tokens[name.i - 1].form, s.tokens[name.i - 2].form))
    return joined or bool({"les", "des", "aux", "ces"} & set(own))


def _plural_before(s: Sentence, qui: Token) -> Token | None:
    """The plural noun before a relative that its verb agrees with, no complement of another noun."""
    for t in reversed(s.tokens[: qui.i]):
        if t.pos == "VERB" and t.morph.get("VerbForm") == "Fin":
            return None
        if t.pos != "NOUN" or t.morph.get("Number") != "Plur":
            continue
        if not (t.dep == "nmod" and t.head < t.i) or (s.tokens[t.i - 1].form in ("de", "d'") and _counted_by(s, t)):
            return t
    return None


def _counted_by(s: Sentence, noun: Token) -> bool:
    """Whether a noun stands behind one that only says how many: "une série d'attaques"."""
    return s.tokens[noun.head].form in WORDS["quantifiers"]
