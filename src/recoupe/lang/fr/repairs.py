"""Known faults of the tagger and of the parser, mended by what the words around allow."""

from __future__ import annotations

import re
from itertools import pairwise

from recoupe.lang.base import Token
from recoupe.lang.fr.grammar import TIME_WORDS, WORDS
from recoupe.lang.fr.repairs_arguments import main_again, mend_arguments, past_source
from recoupe.lang.fr.repairs_names import mend_before_names
from recoupe.lang.fr.repairs_nouns import mend_nouns, mend_phrases
from recoupe.lang.fr.verbs import analyse

_PARTICIPLE = re.compile(r"(?:(?:[éiïû]|(?<![gq])u)(?:e|s|es)?|(?<!en)[st](?:e|s|es)?|ant)$")
"""How past and present participles end; no plural present ("contrôlent") does."""

_FUTURE = re.compile(r"r(?:ai|as|a|ons|ez|ont)$")

_CLAUSES = frozenset(["root", "ccomp", "conj", "parataxis", "dep"])
_WHERE = frozenset(["à", "au", "aux", "en", "dans", "sur"])


def repair(tokens: list[Token], *, treebank: bool = False) -> None:
    """Mend the tokens of a sentence, at least one, in place.

    ``treebank``: leave the heads of partitives, of adjectives, and of verbs joined to a clause, as the parser has them.
    """
    mend_nouns(tokens)
    _on_the_other_hand(tokens)
    _false_futures(tokens)
    _finite_verbs(tokens)
    _joined_gerunds(tokens)
    _passives(tokens)
    _told_behind(tokens)
    _participle_nouns(tokens)
    _past_days(tokens)
    _past_dates(tokens)
    _relative_objects(tokens)
    _done_by(tokens)
    mend_arguments(tokens)
    if not treebank:
        mend_before_names(tokens)
        past_source(tokens)
        main_again(tokens)
        mend_phrases(tokens)


def _on_the_other_hand(tokens: list[Token]) -> None:
    """Make one verb of "s'est par contre dit favorable", where the parser takes "par" and "contre" for prepositions and
    the auxiliary for the verb."""
    for aux, by, contrary, verb in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        if (by.form, contrary.form) != ("par", "contre") or aux.pos != "AUX" or verb.pos != "VERB":
            continue
        if verb.dep != "aux" and aux.head != verb.i:
            verb.dep, verb.head = aux.dep, verb.i if aux.head == aux.i else aux.head
            for c in tokens:
                c.head = verb.i if c.head == aux.i and c is not verb else c.head
            aux.dep, aux.head = "aux:tense", verb.i
        verb.morph.clear()
        verb.morph.update(Tense="Past", VerbForm="Part")
        for t in (by, contrary):
            t.pos, t.dep, t.head = "ADV", "advmod", verb.i


def _false_futures(tokens: list[Token]) -> None:
    """Make "font" a present: the tagger takes its end for that of a future, which always has an r before it."""
    for t in tokens:
        if t.morph.get("Tense") == "Fut" and not _FUTURE.search(t.form):
            t.morph["Tense"] = "Pres"


def _finite_verbs(tokens: list[Token]) -> None:
    """Make "l'armée encercle la ville" a clause where the tagger takes for a participle, or for an adjective, what
    cannot be one: the parser then hangs the verb on its subject, and makes the subject or the object the root."""
    for verb in tokens:
        if verb.dep == "conj" and verb.pos in ("ADV", "ADJ") and tokens[verb.i - 1].form in ("et", "mais", "puis"):
            first = tokens[verb.head]
            if first.pos == "VERB" and first.i < verb.i and _third_person(tokens, verb):
                verb.pos = "VERB"  # "tient la ville et dément toute frappe"
                verb.morph.clear()
                verb.morph.update(Mood="Ind", Number="Sing", Person="3", Tense="Pres", VerbForm="Fin")
                for t in tokens[verb.i + 1 :]:
                    t.head = verb.i if t.head == first.i and t.dep.startswith("obj") else t.head
                continue
        if verb.pos in ("NOUN", "ADJ") and _third_person(tokens, verb):
            own = [c.dep for c in tokens if c.head == verb.i and c is not verb]
            if "nsubj" in own and not {"det", "case", "cop"} & set(own):
                verb.pos = "VERB"
                verb.morph.clear()
                verb.morph.update(Mood="Ind", Number="Sing", Person="3", Tense="Pres", VerbForm="Fin")
                continue
        told = verb.pos == "ADV" and verb.form.endswith("ment") and _present(verb)  # "X dément" is no adverb
        noun = _before_it(tokens, verb) if told else tokens[verb.head]
        plural = noun.morph.get("Number") == "Plur"
        counts = (  # "l'armée de l'air compte 71 drones abattus"
            verb.dep == "nmod"
            and verb.i + 1 < len(tokens)
            and tokens[verb.i + 1].pos == "NUM"
            and not any(c.head == verb.i and c.dep in ("case", "det") for c in tokens)
        )
        if (
            not (counts or verb.dep.startswith(("acl", "amod", "advmod")))
            or noun.pos not in ("NOUN", "PROPN")
            or noun.i > verb.i
            or not (
                (verb.morph.get("VerbForm") == "Part" and not _PARTICIPLE.search(verb.form))
                or (verb.morph.get("Mood") == "Ind" and verb.dep == "amod")
                or (verb.pos == "ADJ" and verb.form.endswith("ent") and plural)
                or (verb.pos in ("NOUN", "ADJ", "ADV") and not plural and (told or _third_person(tokens, verb)))
            )
        ):
            continue
        top, above = noun, tokens[noun.head]
        if noun.dep == "nsubj" and above.pos in ("NOUN", "PROPN") and above.i > verb.i:
            if any(c.head == above.i and c.dep in ("cop", "case") for c in tokens):
                continue
            top = above
        elif told and noun.dep == "nsubj" and above.i > verb.i and _infinite(tokens, above):
            top = above  # "X dément « avoir tiré »"
        elif noun.dep == "nsubj" and above.pos == "VERB" and _stands_off(tokens, above):
            noun.dep = "ccomp"  # "nos forces tiennent la ville, a déclaré X"
        elif noun.dep not in _CLAUSES and not (told and _after_comma(tokens, noun)):
            continue
        joined = "parataxis" if told and top.dep.startswith(("obj", "appos", "nmod")) else top.dep
        verb.pos, verb.dep, verb.head = "VERB", joined, verb.i if top.head == top.i else top.head
        noun.dep, noun.head = "nsubj", verb.i
        verb.morph.clear()
        verb.morph.update(Mood="Ind", Number="Plur" if plural else "Sing", Person="3", Tense="Pres", VerbForm="Fin")
        if top is not noun:
            top.dep, top.head = "xcomp" if top.pos == "VERB" else "obj", verb.i
        last = verb
        for t in tokens:
            if t is verb or t.head not in (noun.i, top.i):
                continue
            if (t.i < noun.i and t.dep in ("mark", "cc", "punct", "advmod")) or (t.dep == "punct" and t.i > top.i):
                t.head = verb.i
            elif t.head == noun.i and t.i > verb.i:
                t.head = verb.i
                if t.dep in ("nmod", "amod") and t.pos == "NOUN":
                    t.dep = "obl" if any(c.head == t.i and c.dep == "case" for c in tokens) else "obj"
                elif t.dep == "conj" and t.pos == "NOUN":
                    t.head = last.i  # joined to the object, not to the subject
                last = t if t.dep == "obj" else last


def _before_it(tokens: list[Token], verb: Token) -> Token:
    """The noun before a verb that is tagged as an adverb: that on which it hangs ("X, lui, dément"), or the subject of
    what stands behind."""
    head = tokens[verb.head]
    head = tokens[head.head] if head.pos == "PUNCT" else head
    if head.i > verb.i:
        return next((t for t in tokens[: verb.i] if t.head == head.i and t.dep == "nsubj"), head)
    while head.head < head.i and (head.dep in ("nmod", "flat:name") or head.form in ("lui", "elle", "eux", "elles")):
        head = tokens[head.head]  # "l'armée du Norvend dément"
    return head


def _after_comma(tokens: list[Token], noun: Token) -> bool:
    first = min([c.i for c in tokens if c.head == noun.i] + [noun.i])
    return first > 0 and tokens[first - 1].form in (",", ";")


def _infinite(tokens: list[Token], verb: Token) -> bool:
    return any(c.head == verb.i and c.form in ("avoir", "être") and c.i < verb.i for c in tokens)


def _stands_off(tokens: list[Token], verb: Token) -> bool:
    """Whether a comma stands before a verb and its auxiliaries, and its own subject behind: an inserted "a dit X"."""
    first = min([c.i for c in tokens if c.head == verb.i and c.dep.startswith("aux")] + [verb.i])
    if not first or tokens[first - 1].form != ",":
        return False
    return any(c.head == verb.i and c.i > verb.i and c.pos in ("PROPN", "NOUN") for c in tokens)


def _told_behind(tokens: list[Token]) -> None:
    """Give the clause before ", a annoncé X" its complements that the parser hangs on the verb of saying."""
    for said in tokens:
        if said.pos != "VERB" or not _stands_off(tokens, said):
            continue
        comma = max(t.i for t in tokens[: said.i] if t.form == ",")
        for t in tokens[:comma]:
            if t.head != said.i or not t.dep.startswith("obl"):
                continue
            verb = next((v for v in reversed(tokens[: t.i]) if v.pos == "VERB" and v.head in (v.i, said.i)), None)
            if verb is not None:
                t.head = verb.i


def _joined_gerunds(tokens: list[Token]) -> None:
    """Make "tuant 15 civils et blessant 27 autres" two participles, each with its object, where the second is tagged
    as a noun or joined to the object of the first."""
    for t in tokens[2:-1]:
        if t.dep != "conj" or not t.form.endswith("ant") or tokens[t.i - 1].form not in ("et", ","):
            continue
        joined = t.pos == "VERB" and tokens[t.head].pos in ("NOUN", "PROPN")
        if not (joined or t.pos == "NOUN") or tokens[t.i + 1].pos not in ("NUM", "DET", "ADV", "ADP"):
            continue
        first = next((x for x in reversed(tokens[: t.i]) if x.form.endswith("ant") and x.pos == "VERB"), None)
        if first is None or t.i - first.i > 12:
            continue
        t.pos, t.head = "VERB", first.i
        t.morph.clear()
        t.morph.update(Tense="Pres", VerbForm="Part")
        for c in tokens[t.i + 1 :]:
            if c.head == first.i and c.dep.startswith(("obj", "obl")):
                c.head = t.i


def _passives(tokens: list[Token]) -> None:
    """Make "ont été contraintes de partir" a passive where the participle is tagged as a noun."""
    for been, t in pairwise(tokens):
        if been.form != "été" or t.pos != "NOUN" or not any(a.key.startswith("pp_") for a in analyse(t.form)):
            continue
        t.pos = "VERB"
        t.morph |= {"VerbForm": "Part", "Tense": "Past"}
        for c in tokens[: t.i]:
            if c.head == t.i and c.dep in ("cop", "nsubj"):
                c.dep = "aux:pass" if c.dep == "cop" else "nsubj:pass"


def _third_person(tokens: list[Token], verb: Token) -> bool:
    """Whether what is tagged as a noun is a verb by its form and what follows it: "l'armée contrôle des zones"."""
    after = next((t for t in tokens[verb.i + 1 :] if t.form not in WORDS["still"]), verb)
    opened = after.form in WORDS["opens_object"] or (after.pos == "NUM" and after.form not in TIME_WORDS)
    return opened and _present(verb)


def _present(verb: Token) -> bool:
    return any(a.mood == "Ind" and a.tense == "Pres" for a in analyse(verb.form))


def _participle_nouns(tokens: list[Token]) -> None:
    """Make "le nombre de déplacés" a noun with its complement: no participle stands right behind "de"."""
    for of, t in pairwise(tokens):
        participle = t.pos == "VERB" and t.morph.get("VerbForm") == "Part"
        if of.form in ("de", "d'") and t.form.endswith("s") and participle and t.dep in ("acl", "nmod"):
            t.pos, t.dep = "NOUN", "nmod"
            del t.morph["VerbForm"]


def _past_days(tokens: list[Token]) -> None:
    """Hang the agent of "présenté lundi par X", or the object of "revendiqué lundi la prise de X", on the participle,
    where the parser hangs it on the day."""
    for t, day in pairwise(tokens):
        if t.morph.get("VerbForm") != "Part" or day.form not in TIME_WORDS or day.head != t.i:
            continue
        day.dep = "obl:mod"
        for c in tokens[day.i + 1 :]:
            c.head = t.i if c.head == day.i and c.dep.startswith(("obl", "obj")) else c.head


def _past_dates(tokens: list[Token]) -> None:
    """Hang the place of "aura lieu le 24 mai à X" on the verb, where the parser hangs it on the date."""
    for t in tokens:
        date = tokens[t.head]
        before = next((c for c in tokens[: t.i] if c.head == t.i and c.dep == "case"), None)
        if t.dep != "nmod" or before is None or before.form not in _WHERE or date.i > t.i or t.form in TIME_WORDS:
            continue  # "dans la nuit de lundi à mardi"
        while date.dep == "nmod" and (date.form in TIME_WORDS or date.form.isdigit()):
            date = tokens[date.head]
        verb = tokens[date.head]
        if (date.form in TIME_WORDS or date.form.isdigit()) and date.dep.startswith("obl") and verb.pos == "VERB":
            t.dep, t.head = "obl:mod", verb.i


def _relative_objects(tokens: list[Token]) -> None:
    """Make "que" of "la trêve que X a proposée" the object that it is, where the parser takes it for a mere mark; hang
    "la trêve d'un mois que X a proposée" on the noun with which the participle agrees."""
    for t in tokens:
        verb = tokens[t.head]
        if t.form not in ("que", "qu'") or t.pos != "PRON" or verb.dep != "acl:relcl":
            continue
        if t.dep == "mark" and not any(c.head == verb.i and c.dep == "obj" for c in tokens):
            t.dep = "obj"
        noun = tokens[verb.head]
        if verb.morph.get("VerbForm") == "Part" and noun.dep == "nmod" and not _agree(verb, noun):
            verb.head = noun.head if _agree(verb, tokens[noun.head]) else verb.head


def _agree(one: Token, other: Token) -> bool:
    return all(one.morph.get(k) == other.morph.get(k) for k in ("Gender", "Number"))


def _done_by(tokens: list[Token]) -> None:
    """Hang "imaginé" of "refuse le plan de dix jours imaginé par X" on the noun before it that agrees, where the parser
    makes it a clause of the verb, or hangs it on a noun that does not: "60 appareils sans pilote lancés par X"."""
    for before, t in pairwise(tokens):
        participle = t.pos == "VERB" and t.morph.get("VerbForm") == "Part" and t.morph.get("Tense") == "Past"
        astray = t.dep in ("advcl", "xcomp", "conj") or (t.dep == "acl" and not _agree(tokens[t.head], t))
        if not participle or not astray or before.pos not in ("NOUN", "PROPN", "ADJ"):
            continue
        if not any(x.form == "par" and x.i + 1 < len(tokens) for x in tokens[t.i + 1 : t.i + 4]):
            continue
        if any(c.head == t.i and c.dep.startswith("aux") for c in tokens):
            continue
        for noun in reversed(tokens[max(0, t.i - 6) : t.i]):
            if noun.pos in ("VERB", "AUX") or noun.form == ",":
                break
            if noun.pos == "NOUN" and _agree(noun, t) and noun.head != t.i:
                t.dep, t.head = "acl", noun.i
                break
