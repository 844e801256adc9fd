"""Numbers, adjectives and names of noun phrases that the tagger or the parser takes for something else."""

from __future__ import annotations

from itertools import pairwise

from recoupe.lang.base import Token
from recoupe.lang.fr.actors import nationality
from recoupe.lang.fr.grammar import TIME_WORDS, WORDS
from recoupe.lang.fr.verbs import analyse


def mend_nouns(tokens: list[Token]) -> None:
    """Mend the tokens of a sentence, at least one, in place: before its verbs."""
    _opening_number(tokens)
    _nine(tokens)
    _nationalities(tokens)
    _subject_nationalities(tokens)
    _named_objects(tokens)
    _counted_adjectives(tokens)


def mend_phrases(tokens: list[Token]) -> None:
    """Mend the phrases of a sentence whose verbs are right, in place; a treebank has these heads otherwise."""
    _small_names(tokens)
    _adjectives(tokens)
    _partitives(tokens)
    _among(tokens)


def _opening_number(tokens: list[Token]) -> None:
    """A number word that opens a sentence ("Neuf soldats") is no name: the tagger goes by its capital."""
    first = tokens[0]
    if first.form in WORDS["number_words"] and first.pos in ("PROPN", "NOUN") and len(tokens) > 1:
        if first.pos == "NOUN" and tokens[1].pos not in ("NOUN", "ADJ"):
            return  # "Cinq des otages"
        first.pos = "NUM"
        if tokens[1].pos in ("NOUN", "PROPN") and first.head == 1:
            first.dep = "nummod"


def _nine(tokens: list[Token]) -> None:
    """ "Neuf" before a plural is a number: the tagger takes it for "new", or for a preposition."""
    for t, noun in pairwise(tokens):
        if t.form == "neuf" and t.pos != "NUM" and noun.pos == "NOUN" and noun.form.endswith(("s", "x")):
            t.pos, t.dep, t.head = "NUM", "nummod", noun.i
            t.morph.clear()


def _nationalities(tokens: list[Token]) -> None:
    """Make "la commissaire kastravienne" a noun with its adjective, where the tagger takes for a verb what is a form of
    none, or for another noun what hangs on it without a preposition."""
    for noun, t in pairwise(tokens):
        if t.pos == "NOUN" and noun.pos == "NOUN" and t.head == noun.i and t.dep != "conj":
            if nationality(t.form) and t.text.islower() and not any(c.head == t.i for c in tokens):
                t.pos, t.dep = "ADJ", "amod"
            continue
        if t.pos != "VERB" or noun.pos != "NOUN" or not (nationality(t.form) and t.text.islower()):
            continue
        if analyse(t.form):
            continue
        if noun.head == t.i or t.head == t.i:
            noun.dep, noun.head = t.dep, noun.i if t.head == t.i else t.head
        for c in tokens:
            c.head = noun.i if c.head == t.i else c.head
        t.pos, t.dep, t.head = "ADJ", "amod", noun.i
        t.morph.clear()


def _subject_nationalities(tokens: list[Token]) -> None:
    """Give "le chef de la diplomatie kastravienne, X, a dit…" its subject back, where the parser takes the adjective
    right behind the nouns for the subject, and hangs them on it."""
    for noun, t in pairwise(tokens):
        if t.pos != "ADJ" or noun.pos not in ("NOUN", "ADJ") or not t.dep.startswith("nsubj") or t.head == t.i:
            continue
        if not (nationality(t.form) and t.text.islower()):
            continue
        top, seen = noun, {noun.i}
        while top.head not in (t.i, *seen):
            top = tokens[top.head]
            seen.add(top.i)
        if top.head != t.i or top.i > noun.i:
            continue
        verb = t.head
        for c in tokens:
            c.head = top.i if c.head == t.i and c is not t else c.head
        top.dep, top.head = t.dep, verb
        t.dep, t.head = "amod", noun.i if noun.pos == "NOUN" else noun.head


def _named_objects(tokens: list[Token]) -> None:
    """Make "a rencontré Ilan Dreuze" a verb with its object, where the tagger does not know the name and the parser
    takes it for an adjunct without a preposition."""
    for verb, t in pairwise(tokens):
        if verb.pos != "VERB" or t.head != verb.i or not t.dep.startswith("obl") or not t.text[:1].isupper():
            continue
        own = [c for c in tokens if c.head in (verb.i, t.i)]
        if t.form in TIME_WORDS or any(c.dep in ("obj", "case", "det", "aux:pass") for c in own):
            continue
        t.pos, t.dep = "PROPN", "obj"
        for c in tokens[t.i + 1 :]:
            if c.head != t.i or not c.text[:1].isupper():
                break
            c.pos, c.dep = "PROPN", "flat:name"


def _counted_adjectives(tokens: list[Token]) -> None:
    """Make the noun of "Sept civils" the head where the tagger takes it for an adjective of its number, or hangs both
    on the verb before."""
    for number, noun in pairwise(tokens):
        if number.pos == "NUM" and noun.pos == "NOUN" and noun.head == number.head == number.i - 1:
            number.dep, number.head = "nummod", noun.i  # "a emporté 1.980 vies"
            noun.dep = "obj" if noun.dep == "obl:mod" and noun.form not in TIME_WORDS else noun.dep
        if number.pos != "NUM" or noun.pos != "ADJ" or noun.dep != "amod" or noun.head != number.i:
            continue
        after = tokens[noun.i + 1] if noun.i + 1 < len(tokens) else None
        if after is not None and after.pos == "NOUN":
            continue  # "deux grands blessés"
        noun.pos, noun.dep = "NOUN", number.dep
        noun.head = noun.i if number.head == number.i else number.head
        for t in tokens:
            if t.head == number.i and t is not noun:
                t.head = noun.i
        number.dep, number.head = "nummod", noun.i


def _small_names(tokens: list[Token]) -> None:
    """Make adjectives of what is tagged as a name without a capital: "le ministère afghan, qui…"."""
    for noun, t in pairwise(tokens):
        if t.pos == "PROPN" and t.dep == "amod" and t.text.islower() and noun.pos == "NOUN":
            t.pos = "ADJ"


def _adjectives(tokens: list[Token]) -> None:
    """Give "12 drones soréliens" its adjective, where the parser makes a clause of it or hangs it on the verb."""
    for noun, t in pairwise(tokens):
        if t.pos != "ADJ" or noun.pos != "NOUN" or noun.form.endswith("s") != t.form.endswith("s"):
            continue
        clause = t.dep == "acl" and t.head == noun.i and not any(c.head == t.i for c in tokens)
        hung = t.dep == "xcomp" and t.head == noun.head != noun.i and t.text.islower() and nationality(t.form)
        if clause or hung:
            t.dep, t.head = "amod", noun.i


def _partitives(tokens: list[Token]) -> None:
    """Make the noun of "l'un des chefs", "cinq des neuf otages" the head: it tells who is meant; "un" and "des" become
    its determiners, "cinq" its number."""
    for one, of in pairwise(tokens):
        number = one.form in WORDS["number_words"] or one.form.isdigit()
        if not (one.pos == "PRON" and (number or one.form in ("un", "une"))) or of.form not in ("des", "de"):
            continue
        noun = next((t for t in tokens[of.i + 1 : of.i + 5] if t.head == one.i and t.dep.startswith("nmod")), None)
        if noun is None or noun.pos != "NOUN":
            continue
        noun.dep, noun.head = one.dep, noun.i if one.head == one.i else one.head
        for t in tokens:
            if t.head == one.i and t is not noun:
                t.head = noun.i
        for t in (one, of):
            t.pos, t.dep, t.head = "DET", "det", noun.i
        if number and one.form not in ("un", "une"):
            one.pos, one.dep = "NUM", "nummod"
        governed = [t for t in tokens if t.head == noun.head]
        if one.i < 2 and noun.dep.startswith("obl") and not any(t.dep.startswith("nsubj") for t in governed):
            noun.dep = "nsubj"  # "Un des chefs, X, a démenti": nothing governs it


def _among(tokens: list[Token]) -> None:
    """Make the number of "plus de 1.200 d'entre elles ont fui" the subject, where the parser hangs it elsewhere."""
    for number, of, among, they in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        counts = number.form[:1].isdigit() or number.form in WORDS["number_words"]
        if (of.form, among.form) != ("d'", "entre") or they.form not in ("eux", "elles") or not counts:
            continue
        first = next((t for t in tokens[they.i + 1 : they.i + 4] if t.pos != "PRON"), they)
        verb = tokens[first.head] if first.pos == "AUX" else first
        own = [t for t in tokens if t.head == verb.i and t is not verb]
        if verb.pos != "VERB" or verb.i < they.i or any(t.dep.startswith("nsubj") and t is not they for t in own):
            continue
        passive = any(t.dep == "aux:pass" for t in own)
        number.pos, number.dep, number.head = "NUM", "nsubj:pass" if passive else "nsubj", verb.i
        they.dep, they.head = "nmod", number.i
        if number.i > 1 and tokens[number.i - 1].form == "de":
            tokens[number.i - 1].dep, tokens[number.i - 1].head = "fixed", number.i - 2  # "plus de"
