"""Subjects and objects that the parser loses to an aside, to a part of the whole, or to an adjective."""

from __future__ import annotations

import re
from itertools import pairwise

from recoupe.lang.base import Token
from recoupe.lang.fr.grammar import TIME_WORDS
from recoupe.lang.fr.repairs_counts import mend_counts
from recoupe.lang.fr.verbs import analyse

_WHOSE = frozenset(["duquel", "desquels", "desquelles", "laquelle", "lesquels", "lesquelles"])
_HARMED = re.compile(r"(?:tu|bless|assassin|massacr|captur|enlev|mutil|brûl)ée?s?|détruite?s?|mort(?:e|es|s)?")


def mend_arguments(tokens: list[Token]) -> None:
    """Mend the tokens of a sentence, at least one, in place."""
    _acronyms(tokens)
    _as_for(tokens)
    _last_adjectives(tokens)
    _named_parts(tokens)
    _contradictions(tokens)
    _opening_infinitives(tokens)
    _behind_adjuncts(tokens)
    _second_clauses(tokens)
    _day_subjects(tokens)
    _in_whose_course(tokens)
    _joint_subjects(tokens)
    mend_counts(tokens)
    _opposed(tokens)
    _harmed_in(tokens)
    _between(tokens)


def _acronyms(tokens: list[Token]) -> None:
    """Make a name of "le FLH", which the tagger takes for an adverb; a title all in capitals tells nothing."""
    shouted = [t for t in tokens if t.text.isupper() and t.text.isalpha() and len(t.text) > 1]
    if 2 * len(shouted) > len([t for t in tokens if t.text.isalpha()]):
        return
    for t in shouted:
        if t.pos not in ("PROPN", "NOUN", "ADP", "DET", "CCONJ") and t.i and tokens[t.i - 1].pos in ("DET", "ADP"):
            t.pos = "PROPN"
            t.morph.clear()


def _as_for(tokens: list[Token]) -> None:
    """Free the object of a verb from "quant à lui" before it: "confirme quant à lui la mort de deux soldats"."""
    for quant, _, pronoun in zip(tokens, tokens[1:], tokens[2:], strict=False):
        noun = tokens[quant.head]
        if quant.form != "quant" or pronoun.form not in ("lui", "elle", "eux", "elles") or noun.i <= pronoun.i:
            continue
        quant.dep, quant.head = "advmod", noun.head
        if noun.dep == "obl:mod" and noun.head < quant.i:
            noun.dep = "obj"


def _contradictions(tokens: list[Token]) -> None:
    """Make a clause of ", ce que X dément", where the tagger takes the verb for an adverb or a noun."""
    for ce, que in pairwise(tokens):
        if ce.form != "ce" or que.form not in ("que", "qu'") or not ce.i or tokens[ce.i - 1].form != ",":
            continue
        rest = tokens[que.i + 1 : que.i + 9]
        if any(t.morph.get("VerbForm") == "Fin" for t in rest):
            continue
        verb = next((t for t in rest if any(a.mood == "Ind" and a.tense == "Pres" for a in analyse(t.form))), None)
        names = [t for t in rest if t.pos in ("PROPN", "NOUN") and t is not verb]
        if verb is None or not names or verb.text[:1].isupper():
            continue
        subject = names[-1] if names[0].i > verb.i else names[0]
        verb.pos, verb.dep, verb.head = "VERB", "acl:relcl", ce.i
        verb.morph.clear()
        verb.morph.update(Mood="Ind", Number="Sing", Person="3", Tense="Pres", VerbForm="Fin")
        subject.dep, subject.head = "nsubj", verb.i
        que.dep, que.head = "obj", verb.i


def _last_adjectives(tokens: list[Token]) -> None:
    """Give the noun back its verb where the tagger takes its last adjective for a name: "le gouvernement rebelle
    norvendien a accusé"."""
    for before, name in pairwise(tokens):
        if name.pos != "PROPN" or not name.text.islower() or not name.dep.startswith("nsubj"):
            continue
        noun = tokens[before.head] if before.pos == "ADJ" and before.dep == "amod" else None
        if noun is None or noun.pos != "NOUN" or noun.i >= before.i or noun.head == name.i:
            continue
        if all(t.pos == "ADJ" for t in tokens[noun.i + 1 : name.i]):
            noun.dep, noun.head = name.dep, name.head
            name.pos, name.dep, name.head = "ADJ", "amod", noun.i


def _named_parts(tokens: list[Token]) -> None:
    """Give the whole back the verb that the parser gives to a part: "vingt personnes dont un civil ont péri"."""
    for part in tokens[3:]:
        verb, number = tokens[part.head], tokens[part.i - 1]
        if not part.dep.startswith("nsubj") or part.pos != "NOUN" or tokens[part.i - 2].form != "dont":
            continue
        if number.pos != "NUM" and number.form not in ("un", "une"):
            continue
        finite = tokens[part.i + 1] if part.i + 1 < len(tokens) else part
        others = sum(t.morph.get("VerbForm") == "Fin" for t in tokens)
        whole = tokens[part.i - 3]
        while whole.dep == "nmod" and whole.head < whole.i:
            whole = tokens[whole.head]
        if verb.pos != "VERB" or not finite.form.endswith("nt") or others != 1 or whole.pos != "NOUN":
            continue
        part.dep, part.head = "nmod", whole.i
        whole.dep, whole.head = "nsubj", verb.i


def _opening_infinitives(tokens: list[Token]) -> None:
    """Make the clause behind "Après l'avoir rejetée, " the main one, where the parser hangs it on the infinitive."""
    root = next(t for t in tokens if t.head == t.i)
    mark = next((t for t in tokens if t.head == root.i and t.form in ("après", "avant", "pour", "sans")), None)
    infinitive = root.morph.get("VerbForm") == "Inf" or any(
        t.head == root.i and t.form in ("avoir", "être") for t in tokens[: root.i]
    )
    comma = next((t for t in tokens[root.i :] if t.form == ","), None)
    if mark is None or mark.i > root.i or not infinitive or comma is None:
        return
    main = next((t for t in tokens[comma.i :] if t.head == root.i and t.morph.get("VerbForm") == "Fin"), None)
    if main is None or any(t.head == main.i and t.dep == "mark" for t in tokens):
        return  # "comme l'explique X" is no main clause
    main.dep, main.head = "root", main.i
    root.dep, root.head = "advcl", main.i
    between = [t for t in tokens[comma.i : main.i] if t.head == root.i and t.dep == "obj"]
    if between and not any(t.head == main.i and t.dep.startswith("nsubj") for t in tokens):
        between[0].dep, between[0].head = "nsubj", main.i


def _behind_adjuncts(tokens: list[Token]) -> None:
    """Give a verb the object that the parser hangs on an adjunct before it: "a suspendu pour une durée indéterminée les
    pourparlers"."""
    for noun in tokens:
        adjunct = tokens[noun.head]
        verb = tokens[adjunct.head]
        if noun.dep != "nmod" or noun.pos != "NOUN" or not adjunct.dep.startswith("obl") or verb.pos != "VERB":
            continue
        if not verb.i < adjunct.i < noun.i or noun.form in TIME_WORDS:
            continue
        own = {t.dep: t for t in tokens if t.head == noun.i and t.i < noun.i}
        taken = any(t.head == verb.i and t.dep in ("obj", "aux:pass") for t in tokens)
        cased = any(t.head == adjunct.i and t.dep == "case" for t in tokens)
        if taken or not cased or "case" in own or "det" not in own:
            continue
        article = own["det"].form in ("le", "la", "les", "l'")
        if not article and not (own["det"].form in ("un", "une") and adjunct.text[:1].isupper()):
            continue  # "ont signé à Genève un accord"
        if not any(t.pos == "PUNCT" for t in tokens[adjunct.i : noun.i]):
            noun.dep, noun.head = "obj", verb.i


def _second_clauses(tokens: list[Token]) -> None:
    """Make a clause of its own of "X a reçu une lettre et la Sundérie estime que…", where the parser joins "Sundérie"
    to the object, and leaves its verb without a subject."""
    for verb, after in pairwise(tokens):
        if verb.pos != "VERB" or after.form not in ("que", "qu'") or verb.morph.get("VerbForm") != "Fin":
            continue
        subject = next((t for t in reversed(tokens[: verb.i]) if t.pos in ("NOUN", "PROPN")), None)
        if subject is None or subject.dep != "conj" or any(t.pos != "ADJ" for t in tokens[subject.i + 1 : verb.i]):
            continue
        joint = next((t for t in tokens[: subject.i] if t.head == subject.i and t.dep == "cc"), None)
        upper = tokens[tokens[subject.head].head]
        if joint is None or upper.pos != "VERB" or upper.i >= joint.i or tokens[subject.head].dep.startswith("nsubj"):
            continue
        if any(t.head == verb.i and t.dep.startswith("nsubj") for t in tokens):
            continue
        subject.dep, subject.head, joint.head = "nsubj", verb.i, verb.i
        verb.dep, verb.head = "conj", upper.i


def _day_subjects(tokens: list[Token]) -> None:
    """Make who stands behind the day the subject of "Après la réunion vendredi, la ministre a indiqué", where the
    parser takes the day for it and joins the other to it."""
    for day in tokens:
        if (
            day.form not in TIME_WORDS
            or not day.dep.startswith("nsubj")
            or any(t.head == day.i and t.dep == "det" for t in tokens)
        ):
            continue
        verb = tokens[day.head]
        who = next((t for t in tokens[day.i : verb.i] if t.head == day.i and t.dep in ("conj", "appos")), None)
        if who is None or who.pos not in ("NOUN", "PROPN") or who.form in TIME_WORDS:
            continue
        first = min(t.i for t in tokens if t is who or t.head == who.i)
        if "," in (tokens[first].form, tokens[first - 1].form):
            who.dep, who.head, day.dep = day.dep, verb.i, "obl:mod"


def _in_whose_course(tokens: list[Token]) -> None:
    """Give a relative that opens with "au cours duquel" its own subject, and the clause behind it the one before: "les
    otages pris lors du raid, au cours duquel trois gardes ont été tués, ont été libérés"."""
    for course, of in pairwise(tokens):
        if course.form not in ("cours", "lors", "issue", "suite") or of.form not in _WHOSE:
            continue
        verb = next((t for t in tokens[of.i :] if t.pos == "VERB"), None)
        upper = next((t for t in tokens[: course.i] if verb and t.head == verb.i and t.dep.startswith("nsubj")), None)
        nouns = [t for t in tokens[of.i + 1 : verb.i if verb else 0] if t.pos in ("NOUN", "PROPN")]
        if verb is None or upper is None or not nouns:
            continue
        nouns[0].dep, nouns[0].head = upper.dep, verb.i
        main = next((t for t in tokens[verb.i + 1 :] if t.head == verb.i and t.dep == "conj"), None)
        if main is None:
            upper.dep = "dislocated"
            continue
        main.dep, main.head = verb.dep, main.i if verb.head == verb.i else verb.head
        verb.dep, verb.head, upper.head = "acl:relcl", upper.i, main.i
        if not any(t.head == main.i and t.dep == "aux:pass" for t in tokens):
            upper.dep = "nsubj"


def _joint_subjects(tokens: list[Token]) -> None:
    """Join the subjects of "Le ministre, le général X, et son vice-ministre, le colonel Y, ont signé", of which the
    parser makes so many subjects of the verb: one behind "et" is joined to the first, one behind a comma is a name."""
    for verb in tokens:
        subjects = [t for t in tokens[: verb.i] if t.head == verb.i and t.dep.startswith("nsubj") and t.pos != "PRON"]
        aux = next((t for t in tokens if t.head == verb.i and t.dep.startswith("aux")), verb)
        if len(subjects) < 2 or verb.pos != "VERB" or aux.morph.get("Number") != "Plur":
            continue
        if not any(t.form == "et" for t in tokens[subjects[0].i : subjects[-1].i]):
            continue  # "vingt kilomètres plus au sud, quatre civils ont péri"
        for one, other in pairwise(subjects):
            first = min([other.i, *(t.i for t in tokens[one.i + 1 : other.i] if t.head == other.i and t.dep != "cc")])
            before = tokens[first - 1]
            if before.form == "et":
                other.dep, other.head, before.head = "conj", subjects[0].i, other.i
            elif before.form == "," and first > one.i + 1:
                named = next(t for t in reversed(tokens[: first - 1]) if t.pos in ("NOUN", "PROPN"))
                joined = next((t for t in tokens[one.i + 1 : first] if t.dep == "conj" and t.head == one.i), None)
                if joined is not None:
                    joined.head, named = subjects[0].i, joined
                other.dep, other.head = "appos", named.i if named.head != other.i else one.i


def past_source(tokens: list[Token]) -> None:
    """Give "ont tué, selon l'armée, douze soldats" its object, where the parser joins it to the source."""
    for t in tokens:
        source = tokens[t.head]
        verb = tokens[source.head]
        if t.dep != "conj" or t.pos != "NOUN" or verb.pos != "VERB" or not verb.i < source.i < t.i:
            continue
        case = next((c for c in tokens[verb.i + 1 : source.i] if c.head == source.i and c.dep == "case"), None)
        first = min([c.i for c in tokens if c.head == t.i and c.dep != "punct"] + [t.i])
        if case is None or case.form not in ("selon", "d'") or tokens[case.i - 1].form != ",":
            continue
        if tokens[first - 1].form == "," and not any(c.head == verb.i and c.dep.startswith("obj") for c in tokens):
            t.dep, t.head = "obj", verb.i


def main_again(tokens: list[Token]) -> None:
    """Give the subject of the main clause back a verb that the parser joins to the clause before it: "X estime que Y a
    menti, et demande que…", where the verb has the tense of the main one, and another than that clause or a comma."""
    for verb in tokens:
        joint = next((t for t in tokens[: verb.i] if t.head == verb.i and t.dep == "cc"), None)
        if verb.dep != "conj" or verb.pos != "VERB" or joint is None or joint.form not in ("et", "mais", "puis"):
            continue
        between = tokens[joint.i + 1 : verb.i]
        if any(t.dep.startswith("nsubj") or t.form in ("que", "qu'") for t in between):
            continue
        upper = tokens[verb.head]
        clause = upper
        while not clause.dep.startswith("ccomp") and clause.head < clause.i:
            clause = tokens[clause.head]
        main = tokens[clause.head]
        if not clause.dep.startswith("ccomp") or main.pos != "VERB" or main.i >= clause.i:
            continue
        own, mains, uppers = (_finite(tokens, t) for t in (verb, main, upper))
        if own is None or own != mains:
            continue
        if own != uppers or tokens[joint.i - 1].form == ",":
            verb.head = main.i


def _finite(tokens: list[Token], verb: Token) -> tuple[bool, str, str] | None:
    """Whether a verb is compound, and the tense and number of its finite form; None where it has none."""
    aux = next((t for t in tokens if t.head == verb.i and t.dep.startswith(("aux", "cop"))), None)
    form = aux or verb
    if form.morph.get("VerbForm") != "Fin" or form.morph.get("Mood", "Ind") != "Ind":
        return None
    return aux is not None, form.morph.get("Tense", ""), form.morph.get("Number", "")


def _opposed(tokens: list[Token]) -> None:
    """Hang "aux rebelles" of "ont opposé l'armée aux rebelles" on the verb, where the parser hangs it on the object."""
    for case in tokens:
        other = tokens[case.head]
        one = tokens[other.head]
        verb = tokens[one.head]
        behind = case.form in ("à", "au", "aux") and (case.dep, other.dep, one.dep) == ("case", "nmod", "obj")
        if behind and verb.form.startswith("oppos"):
            other.dep, other.head = "obl:arg", verb.i


def _harmed_in(tokens: list[Token]) -> None:
    """Hang "dans une attaque" of "fait état de 51 soldats tués dans une attaque" on the participle right before it."""
    for harmed, preposition in pairwise(tokens):
        if not _HARMED.fullmatch(harmed.form) or harmed.dep not in ("acl", "amod") or harmed.head >= harmed.i:
            continue
        if preposition.form not in ("dans", "lors", "pendant", "par"):
            continue
        noun = next((t for t in tokens[preposition.i + 1 : preposition.i + 5] if t.pos == "NOUN"), None)
        if noun is not None and noun.dep.startswith("obl") and noun.head < harmed.head:
            noun.dep, noun.head = "obl:mod", harmed.i


def _between(tokens: list[Token]) -> None:
    """Join "X et Y" of "un accord entre X et Y a été signé", where the parser takes Y for the subject, or joins it to
    the accord."""
    for entre in tokens[1:]:
        one = tokens[entre.head]
        noun = tokens[one.head]
        joint = next((t for t in tokens[one.i + 1 :] if t.form == "et"), None)
        if entre.form != "entre" or entre.dep != "case" or joint is None or not noun.i < entre.i < one.i:
            continue
        other = next((t for t in tokens[joint.i + 1 :] if t.pos in ("NOUN", "PROPN")), None)
        if other is None or any(t.pos not in ("DET", "ADJ", "NUM") for t in tokens[joint.i + 1 : other.i]):
            continue
        if any(t.pos in ("VERB", "AUX", "PUNCT") for t in tokens[noun.i : joint.i]):
            continue
        verb = tokens[other.head]
        if other.dep == "conj" and verb.i == noun.i:
            other.head = one.i
        elif other.dep.startswith("nsubj") and other.i < verb.i:
            if noun.head == noun.i and verb.dep == "conj" and verb.head == noun.i:
                verb.dep, verb.head = "root", verb.i
            elif noun.head != verb.i or not noun.dep.startswith("nsubj"):
                continue  # "a rompu les pourparlers entre les deux pays et le ministre est parti"
            noun.dep, noun.head = other.dep, verb.i
            other.dep, other.head, joint.head = "conj", one.i, other.i
