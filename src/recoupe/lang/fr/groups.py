"""Verb groups of a parsed French sentence, and the subject of each, where the parser alone is too often wrong."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.grammar import (
    AVOIR,
    CLITICS,
    CONDITIONAL_AUX,
    ETRE,
    NEGATIONS,
    QUOTE_MARKS,
    RELATIVES,
    STOPS,
    SUBJECT_CLITICS,
    WORDS,
    phrase_from,
)
from recoupe.lang.fr.negation import is_negated
from recoupe.lang.fr.relatives import antecedent_of

_OPENS_RELATIVE = frozenset([*RELATIVES, "que", "qu'"])
_RELATIVE = 16
"""Words between what opens a relative and its verb."""
_NOMINAL = ("NOUN", "PROPN", "ADJ", "NUM", "X")


class Group(NamedTuple):
    """A verb with its auxiliaries, clitics and negation."""

    verb: Token
    first: int
    """Index of the first token of the group, clitics and auxiliaries included."""
    last: int
    """Index of its last token: the verb, a clitic subject after it, or "pas"."""
    aux: Token | None
    clitic: Token | None
    """Subject clitic after the verb or auxiliary: "a-t-il dit", "dit-elle"."""
    reflexive: bool
    passive: bool
    conditional: bool
    negated: bool


def verb_group(s: Sentence, i: int, *, participle: bool) -> Group | None:
    """The verb group around the verb form at ``i``; None for a participle that no auxiliary makes a verb."""
    tokens, verb = s.tokens, s.tokens[i]
    aux: Token | None = None
    clitic: Token | None = None
    been = reflexive = False
    first = i
    if participle:
        steps = 0
        for k in range(i - 1, max(-1, i - 9), -1):
            t = tokens[k]
            if t.form == "été":
                been = True
            elif t.form in AVOIR or (t.form in ETRE and t.form != "été"):
                aux, first = t, k
                break
            elif t.form.lstrip("-") in (
                "t",
                "t-il",
                "t-elle",
                "t-on",
                "t-ils",
                "t-elles",
                "il",
                "elle",
                "ils",
                "elles",
                "on",
            ) and t.text.startswith("-"):
                clitic = t if t.form.lstrip("-") != "t" else clitic
            elif t.form in NEGATIONS:
                continue
            elif t.pos in ("ADV", "ADJ") or t.form in WORDS["inside_verb"]:
                steps += t.pos not in ("ADV",)
                if steps > 5:
                    break
            else:
                break
        if aux is None:  # "a, lors d'un débat télévisé, accusé": the parser sees farther
            far = [t for t in tokens[:i] if t.head == i and t.dep.startswith("aux") and t.form != "été"]
            if not far:
                return None
            aux, first = far[0], far[0].i
    else:
        for k in range(i + 1, min(len(tokens), i + 3)):
            t = tokens[k]
            if t.text.startswith("-") and t.form.split("-")[-1] in ("il", "elle", "ils", "elles", "on", "t"):
                clitic = t if t.form != "-t" else clitic
            else:
                break
    gerund = verb.morph.get("VerbForm") == "Part" and not participle
    while (
        first > 0
        and tokens[first - 1].form in CLITICS
        and not (gerund and tokens[first - 1].form == "en")
        and tokens[first - 1].pos in ("PRON", "ADV", "PART", "AUX", "ADP", "DET")
    ):
        first -= 1
        reflexive = reflexive or tokens[first].form in ("se", "s'")
    last = max(i, clitic.i if clitic is not None else i)
    auxiliary = aux.form if aux else ""
    passive = participle and not reflexive and (been or auxiliary in ETRE)
    return Group(
        verb,
        first,
        last,
        aux,
        clitic,
        reflexive,
        passive,
        (auxiliary or verb.form) in CONDITIONAL_AUX,
        is_negated(s, first, i),
    )


def subject_of(s: Sentence, group: Group, *, seen: frozenset[int] = frozenset()) -> Token | None:
    """Head of the subject of a verb group: its own, its antecedent's, or the one it shares with the verb it follows."""
    tokens, verb = s.tokens, group.verb
    heads = {verb.i, group.aux.i if group.aux else verb.i}
    if verb.form in ("fait", "font") and verb.i + 1 < len(tokens) and tokens[verb.i + 1].morph.get("VerbForm") == "Inf":
        heads.add(verb.i + 1)  # "X a fait dire que": the parser hangs X on the infinitive
    own = [
        t
        for t in tokens
        if t.dep.startswith("nsubj")
        and t.head in heads
        and t.i not in range(group.first, verb.i)
        and not any(x.head == t.i and x.dep == "case" for x in tokens)  # "aux habitants" is no subject
    ]
    if own:
        before = [t for t in own if t.i < group.first]
        chosen = _past_colon(s, (before or own)[-1], group)
        chosen = _apposed_to(s, chosen) or _before_apposition(s, chosen, group) or chosen
        if (aside := _aside_before(s, group)) is not None and aside < chosen.i < group.first:
            chosen = _before_aside(s, group) or chosen  # "X, dont Y tient le barrage, annonce": Y is no subject of it
        if chosen.form in ("qui", "-qui"):
            return antecedent_of(s, chosen)
        return chosen
    if group.first > 0 and tokens[group.first - 1].form == "qui":
        return antecedent_of(s, tokens[group.first - 1])
    if (
        group.first > 0
        and tokens[group.first - 1].pos == "PRON"
        and tokens[group.first - 1].form
        in ("il", "elle", "ils", "elles", "on", "je", "j'", "nous", "celui-ci", "celle-ci", "dernier")
    ):
        return tokens[group.first - 1]
    if verb.i in seen or verb.head == verb.i:
        return _stretch_head(s, group) or _before_aside(s, group)
    if (opening := _in_relative(s, group)) is not None:
        return opening
    governor = tokens[verb.head]
    aside = _aside_before(s, group)
    if aside is not None and aside < governor.i < group.first and (beyond := _before_aside(s, group)) is not None:
        return beyond
    finite = (group.aux or verb).morph.get("VerbForm") == "Fin"
    if finite and verb.dep.split(":")[0] != "conj":
        return _stretch_head(s, group) or _before_aside(s, group)
    if governor.pos in ("VERB", "AUX", "ADJ", "NOUN") and verb.dep.split(":")[0] in (
        "conj",
        "advcl",
        "xcomp",
        "acl",
        "parataxis",
        "obl",
        "ccomp",
    ):
        if governor.pos == "NOUN" and verb.dep.startswith("acl"):
            return governor
        participle = governor.morph.get("VerbForm") == "Part"
        upper = verb_group(s, governor.i, participle=participle) or Group(
            governor, governor.i, governor.i, None, None, False, False, False, False
        )
        return subject_of(s, upper, seen=seen | {verb.i})
    return _stretch_head(s, group) or _before_aside(s, group)


def _past_colon(s: Sentence, subject: Token, group: Group) -> Token:
    """The noun that opens the clause after a colon, for one before it: "Guerre en X : Y propose…"."""
    colon = max((t.i for t in s.tokens[subject.i : group.first] if t.form == ":"), default=None)
    opening = phrase_from(s, colon + 1, apposition=False) if colon is not None else None
    return opening.head if opening is not None and opening.last < group.first else subject


def _apposed_to(s: Sentence, noun: Token) -> Token | None:
    """The subject that "l'un des belligérants" between commas is said of: the noun that opens the clause."""
    before = [t.i for t in s.tokens[: noun.i] if t.head == noun.i and t.dep == "det"]
    comma = before[0] - 1 if len(before) > 2 else 0
    if comma < 1 or s.tokens[comma].form != ",":
        return None
    phrase = phrase_from(s, 0, apposition=False)
    return phrase.head if phrase is not None and phrase.last == comma - 1 else None


def _before_apposition(s: Sentence, noun: Token, group: Group) -> Token | None:
    """The noun that opens the clause, for the head of an apposition between commas: "Un chef du clan, l'armée du col,
    est mort"."""
    comma = noun.i - 1 - (s.tokens[noun.i - 1].pos == "DET") if noun.i else 0
    if comma < 1 or s.tokens[comma].form != "," or s.tokens[group.first - 1].form != ",":
        return None
    opening = phrase_from(s, 0, apposition=False)
    if opening is None or opening.last != comma - 1 or opening.head.head != group.verb.i:
        return None
    if opening.head.pos not in ("NOUN", "PROPN", "PRON"):
        return None  # "Lors du sommet, la ministre, …, a dit": when, not who
    return opening.head if not any(t.head == opening.head.i and t.dep == "case" for t in s.tokens) else None


def gerund_subject(s: Sentence, group: Group, *, says: bool = False) -> Token | None:
    """Who does what a present participle says: the noun right before it, or the subject of the clause it hangs on; of a
    verb of saying (``says``) behind a comma, of what tells that clause."""
    before = s.tokens[group.first - 1] if group.first else None
    if before is not None and before.pos in ("NOUN", "PROPN", "ADJ"):
        own = s.tokens[group.verb.head]
        if own.pos in ("NOUN", "PROPN") and own.i < group.first and group.verb.dep.startswith("acl"):
            return own
        opening = max((t.i for t in s.tokens[: group.first] if t.form == ","), default=-1) + 1
        phrase = phrase_from(s, opening)
        if phrase is not None and phrase.last == group.first - 1:
            return phrase.head
    aside = says and "," in [x.form for x in s.tokens[max(0, group.first - 2) : group.first]]
    t, seen = group.verb, {group.verb.i}
    while t.head not in seen:
        t = s.tokens[t.head]
        seen.add(t.i)
        if t.dep.startswith("acl") and _told_by_another(s, t):
            continue  # "a rejeté les propos selon lesquels Y aurait fui, affirmant…"
        if t.dep.startswith("ccomp") and aside and s.tokens[t.head].i < t.i:
            continue  # "a demandé comment Y pouvait attaquer, en soulignant…"
        subjects = [x for x in s.tokens if x.dep.startswith("nsubj") and x.head == t.i and x.i < group.first]
        if subjects and t.pos in ("VERB", "AUX", "ADJ", "NOUN"):
            return antecedent_of(s, subjects[-1]) if subjects[-1].form == "qui" else subjects[-1]
    first = next(
        (
            x
            for x in s.tokens
            if (x.dep.startswith("nsubj") or (x.form in SUBJECT_CLITICS and x.text.startswith("-")))
            and (x.i < group.first or group.first <= 1)  # "Affirmant que…, il a critiqué…"
        ),
        None,
    )
    return antecedent_of(s, first) if first is not None and first.form == "qui" else first


def _told_by_another(s: Sentence, verb: Token) -> bool:
    """Whether a relative opens with "selon lesquelles" before a verb."""
    before = [t.form for t in s.tokens[max(0, verb.i - 8) : verb.i]]
    return any(a == "selon" and b in ("lequel", "laquelle", "lesquels", "lesquelles") for a, b in pairwise(before))


def _in_relative(s: Sentence, group: Group) -> Token | None:
    """The noun right behind "où" or "dont", where no verb stands before the group: "à X, où Y et Z, …, se sont vus"."""
    for t in reversed(s.tokens[max(0, group.first - _RELATIVE) : group.first]):
        if t.form in (":", ";", ".", *QUOTE_MARKS) or t.morph.get("VerbForm") == "Fin":
            return None
        if t.form in ("où", "dont"):
            found = phrase_from(s, t.i + 1, apposition=False)
            return found.head if found is not None and found.last < group.first else None
    return None


def _aside_before(s: Sentence, group: Group) -> int | None:
    """Index of the comma that opens the aside which a comma before the group closes: the last one, or that of a
    relative clause, which may have a verb and commas of its own."""
    tokens, close = s.tokens, group.first - 1
    if close < 3 or tokens[close].form != ",":
        return None
    last = None
    for k in range(close - 1, 0, -1):
        if tokens[k].form in (":", ";", *QUOTE_MARKS):
            break
        if tokens[k].form != ",":
            continue
        last = last or k
        if tokens[k + 1].form in _OPENS_RELATIVE and (tokens[k - 1].pos in _NOMINAL or tokens[k - 1].form == ")"):
            # "X, dont le chef, Y, a fui": with no verb yet, the group is that of the relative
            return k if k == last or any(t.morph.get("VerbForm") == "Fin" for t in tokens[k:close]) else None
    if last is None or any(t.morph.get("VerbForm") == "Fin" for t in tokens[last:close]):
        return None
    return last


def _before_aside(s: Sentence, group: Group) -> Token | None:
    """The noun that opens the clause, with an aside between commas behind it.

    "La trêve, entrée en vigueur lundi, était respectée", "La Ligue, dont les hommes tiennent le pont, se retire".
    """
    tokens, opened = s.tokens, _aside_before(s, group)
    if opened is None:
        return None
    start = end = opened
    if tokens[opened - 1].form == ")":  # "la Ligue (LG), dont"
        start = end = next((k for k in range(opened - 1, 0, -1) if tokens[k].form == "("), opened)
    while start and tokens[start - 1].pos not in ("PUNCT", "SCONJ") and tokens[start - 1].form not in RELATIVES:
        start -= 1
    found = phrase_from(s, start, apposition=False)
    if found is None or any(t.head == found.head.i and t.dep == "case" for t in tokens):
        return None
    rest = tokens[found.last + 1 : end]
    verbal = any(t.pos in ("VERB", "AUX") for t in rest)
    return None if verbal or (rest and rest[0].pos not in ("ADP", "CCONJ")) else found.head


def _stretch_head(s: Sentence, group: Group) -> Token | None:
    """Where the parser gives no subject: the head of the bare noun phrase that runs up to the group, if one does."""
    first = group.first
    if first > 3 and s.tokens[first - 1].form == ")" and s.tokens[first - 3].form == "(":
        first -= 3  # "la Ligue des lacs (LDL) fait état de…"
    while (
        first > 0
        and s.tokens[first - 1].pos in ("DET", "NOUN", "PROPN", "ADJ", "ADP", "NUM")
        and s.tokens[first - 1].form not in STOPS
    ):
        first -= 1
    stretch = s.tokens[first : group.first]
    if (
        not stretch
        or stretch[0].pos == "ADP"
        or (first > 0 and s.tokens[first - 1].form != "," and s.tokens[first - 1].pos not in ("CCONJ", "SCONJ"))
    ):
        return None
    return next((t for t in stretch if t.pos in ("NOUN", "PROPN")), None)


def tense_of(group: Group) -> tuple[str, str]:
    """Mood and tense of a verb group, by its auxiliary where it has one."""
    return finite_tense(group.aux or group.verb)


def finite_tense(t: Token) -> tuple[str, str]:
    """Mood and tense of a finite form, by its ending where the parser does not say."""
    if t.form.endswith(("rait", "raient")):
        return "Cnd", "Pres"
    if t.form.endswith(("ait", "aient")) and t.form not in ("ait", "aient", "fait", "sait"):
        return "Ind", "Imp"
    return t.morph.get("Mood", "Ind"), t.morph.get("Tense", "Pres")
