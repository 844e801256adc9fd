"""Verbs in the present right before a name: "l'armée assiège Estra", which the tagger takes for nouns or names."""

from __future__ import annotations

from recoupe.lang.base import Token
from recoupe.lang.fr.grammar import OTHER_TIME, RELATIVES, TIME_WORDS, WORDS
from recoupe.lang.fr.verbs import analyse

_INSIDE = frozenset(["nmod", "amod", "flat:name", "appos", "flat:foreign", "dep"])
_OPENS = frozenset(["selon", "d'après", "pour", *OTHER_TIME])
_ENDS = frozenset([",", ";", ":", ".", "!", "?", "«", "»", "(", ")", "-", "–", "—"])


def mend_before_names(tokens: list[Token]) -> None:
    """Mend the tokens of a sentence, at least one, in place."""
    for verb in tokens[1:-1]:
        if not verb.text.islower():
            continue
        number = next((a.number for a in analyse(verb.form) if (a.mood, a.tense, a.person) == ("Ind", "Pres", 3)), "")
        name = next((t for t in tokens[verb.i + 1 :] if t.form not in WORDS["still"] and t.pos != "ADV"), verb)
        if not number or not name.text[:1].isupper() or name.form in TIME_WORDS:
            continue
        if verb.pos == "VERB" and any(t.head == verb.i and t.dep.startswith("nsubj") for t in tokens):
            own = any(t.head == verb.i and t.dep == "obj" for t in tokens)
            if name.head == verb.i and not own and not any(t.head == name.i and t.dep == "case" for t in tokens):
                name.pos, name.dep = "PROPN", "obj"
            continue
        subject = _subject(tokens, verb, number)
        if subject is not None and not _has_verb(tokens, verb):
            _make(tokens, verb, subject, name, number)


def _subject(tokens: list[Token], verb: Token, number: str) -> Token | None:
    """The noun whose phrase ends right before a form; None where it cannot be its subject."""
    last = tokens[verb.i - 1]
    if last.pos not in ("NOUN", "PROPN", "ADJ") or last.form in TIME_WORDS:
        return None
    noun = last
    while noun.dep in _INSIDE and noun.head < noun.i and not any(t.form in _ENDS for t in tokens[noun.head : noun.i]):
        noun = tokens[noun.head]
    first = min(
        (t.i for t in tokens if t.head == noun.i and t.dep in ("det", "case", "amod", "nummod")), default=noun.i
    )
    cased = any(t.head == noun.i and t.dep == "case" for t in tokens)
    if (
        noun.pos not in ("NOUN", "PROPN")
        or cased
        or not (first == 0 or tokens[first - 1].form in (*_ENDS, "et", "mais"))
    ):
        return None
    several = any(t.head == noun.i and (t.form in ("les", "des", "ces", "deux") or t.dep == "nummod") for t in tokens)
    return noun if several == (number == "Plur") else None


def _has_verb(tokens: list[Token], verb: Token) -> bool:
    """Whether the clause of a form has another verb, or belongs to a word before it."""
    for step in (-1, 1):
        i = verb.i + step
        while 0 <= i < len(tokens) and tokens[i].form not in _ENDS:
            t = tokens[i]
            if (
                t.pos == "AUX"
                or (t.pos == "VERB" and t.morph.get("VerbForm") == "Fin")
                or t.form in (*RELATIVES, "que")
            ):
                return True
            i += step
    return False


def _make(tokens: list[Token], verb: Token, subject: Token, name: Token, number: str) -> None:
    root = next(t for t in tokens if t.head == t.i)
    top = subject
    while top.head != top.i and top.head in range(subject.i, name.i + 1):
        top = tokens[top.head]
    if root.i in (subject.i, verb.i, name.i, top.i):
        verb.dep, verb.head = "root", verb.i
    elif any(t.head == root.i and t.form in _OPENS for t in tokens):
        verb.dep, verb.head = "root", verb.i
        root.dep, root.head = "obl:mod", verb.i
    else:
        verb.dep, verb.head = (top.dep, top.head) if top.head != verb.i else (root.dep, verb.i)
    verb.pos = "VERB"
    verb.morph.clear()
    verb.morph.update(Mood="Ind", Number=number, Person="3", Tense="Pres", VerbForm="Fin")
    subject.dep, subject.head = "nsubj", verb.i
    name.pos, name.dep, name.head = "PROPN", "obj", verb.i
    for t in tokens:
        if t.i > verb.i and t is not name and t.head in (subject.i, verb.i, name.i):
            joined = t.text[:1].isupper() and all(x.text[:1].isupper() for x in tokens[name.i : t.i])
            if joined:
                t.dep, t.head = "flat:name", name.i
            elif t.dep != "conj" and t.dep != "cc" and t.head != name.i:
                t.head = verb.i
                cased = any(c.head == t.i and c.dep == "case" for c in tokens)
                t.dep = "obl:mod" if t.dep == "nmod" and cased else t.dep
