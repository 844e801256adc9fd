"""The subject of a verb where the parser gives none or another word: controllers, bare numbers, appositions, asides."""

from __future__ import annotations

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.grammar import QUOTE_MARKS, TIME_WORDS, phrase_from
from recoupe.lang.fr.groups import Group

_DASHES = frozenset(["-", "–", "—"])
_TO_US = 4
"""Words from a verb to the "nous" that it is done to, at most: "l'on voudrait bien nous imposer"."""


def controller(s: Sentence, token: Token, group: Group) -> Token | None:
    """Who does what an infinitive says after a verb with an object: "accuse X d'avoir tiré"."""
    verb = group.aux if group.aux is not None and group.aux.head != token.i else token
    first = s.tokens[verb.head]
    if (
        verb.dep == "conj"
        and first.i != verb.i
        and first.morph.get("VerbForm") == "Inf"
        and token.morph.get("VerbForm") == "Inf"
    ):
        return controller(s, first, group._replace(first=first.i, aux=None))
    head = s.tokens[verb.head]
    if verb.dep.split(":")[0] not in ("xcomp", "ccomp", "advcl", "acl") or head.i == verb.i:
        return None
    if (group.aux or token).morph.get("VerbForm") == "Fin":
        return None
    if head.pos in ("PROPN", "NOUN") and head.dep in ("obj", "xcomp", "obl:arg") and s.tokens[head.head].pos == "VERB":
        return head if _of_another(s, token, verb) else None
    objects = [t for t in s.tokens if t.head == head.i and t.dep == "obj" and head.i < t.i < group.first]
    through = [t for t in s.tokens if t.head == head.i and t.form in ("que", "qu'") and t.i < head.i]
    if not objects and through and head.dep == "acl:relcl" and _of_another(s, token, verb):
        return s.tokens[head.head]  # "le groupe qu'elle soupçonne d'avoir tué…"
    return (
        objects[-1] if objects and objects[-1].pos in ("NOUN", "PROPN") and objects[-1].form not in TIME_WORDS else None
    )


def _of_another(s: Sentence, token: Token, verb: Token) -> bool:
    """Whether an infinitive after "de" or "à" is told of the object: "qu'elle soupçonne d'avoir…"."""
    return any(t.form in ("de", "d'", "à") and t.head in (token.i, verb.i) for t in s.tokens)


def others_to_us(s: Sentence, verb: Token) -> bool:
    """Whether "on" before a verb is others than whoever speaks: "on nous a proposé", "l'on voulait nous imposer"."""
    on = next((t for t in reversed(s.tokens[: verb.i]) if t.form == "on"), None)
    if on is None:
        return False
    us = next((t.i for t in s.tokens[on.i : verb.i + _TO_US] if t.form == "nous"), on.i)
    between = s.tokens[on.i + 1 : max(us, verb.i)]
    return us > on.i and all(
        t.pos in ("VERB", "AUX", "ADV", "PART") or t.form in ("ne", "n'", "de", "à", "nous") for t in between
    )


def before_dash(s: Sentence, i: int) -> Token | None:
    """The noun phrase before an aside between dashes that the parser takes for a subject."""
    if i == 0 or s.tokens[i - 1].pos not in ("NOUN", "PROPN", "ADJ"):
        return None
    t = s.tokens[i - 1]
    while (
        t.head < t.i and s.tokens[t.head].pos in ("NOUN", "NUM", "PROPN") and t.dep.startswith(("nmod", "amod", "flat"))
    ):
        t = s.tokens[t.head]
    return t


def past_aside(s: Sentence, group: Group, subject: Token | None) -> Token | None:
    """The noun phrase before an aside between dashes that ends right before a verb: "X – le chef du camp – a signé"."""
    close = group.first - 1
    if close < 2 or s.tokens[close].form not in _DASHES:
        return None
    opened = next((t.i for t in reversed(s.tokens[:close]) if t.form in _DASHES), 0)
    inside = subject is None or opened < subject.i < close
    return before_dash(s, opened) if inside else None


def first_of_two(s: Sentence, subject: Token, group: Group) -> list[Token]:
    """The name before "et" that the parser parts from a plural verb's subject: "Halde et Vimeux ont échangé…"."""
    finite = group.aux if group.aux is not None else group.verb
    if finite.form.endswith("ant"):  # "X et Y ont avancé en signant…": the clause on which it hangs
        above = s.tokens[finite.head]
        finite = next((t for t in s.tokens if t.head == above.i and t.dep.startswith("aux")), above)
    joint = subject.i - 1 - (s.tokens[subject.i - 1].pos == "DET") if subject.i else 0
    opening = before_group(s, group) if not subject.dep.startswith("nsubj") else None
    if not finite.form.endswith(("ont", "ent")):
        return []
    if opening is not None and any(t.form == "et" for t in s.tokens[opening.i : subject.i]):
        return [opening]  # no subject for the parser: all that runs up to the verb
    if joint < 1 or not _name(subject) or s.tokens[joint].form != "et":
        return []
    apart = [t for t in s.tokens[:joint] if t.head == subject.head and t.dep.startswith("nsubj") and t.pos != "PRON"]
    if apart:
        return apart[-1:]  # both hung on the verb, an acronym between them
    first = s.tokens[joint - 1]
    return [first] if _name(first) and first.head != subject.i and subject.head != first.i else []


def _name(t: Token) -> bool:
    return t.pos == "PROPN" or (t.pos == "NOUN" and t.text[:1].isupper())


def others_number(s: Sentence, i: int) -> Token | None:
    """The number at ``i`` where "autres" stands for its noun: "et 40 autres ont été blessés"; parsers lose it."""
    if 0 <= i < len(s.tokens) - 1 and s.tokens[i].pos == "NUM" and s.tokens[i + 1].form == "autres":
        return s.tokens[i]
    return None


def bare_number(s: Sentence, i: int) -> Token | None:
    """The bare number at ``i`` that stands for what was counted before: "12 sont morts et 30 ont été blessés"."""
    if i > 0 and s.tokens[i].text[:1].isdigit() and s.tokens[i - 1].form in ("et", ",", "puis"):
        return s.tokens[i]
    return None


def before_group(s: Sentence, group: Group) -> Token | None:
    """The noun phrase that runs up to a verb group, quotation marks aside, where the parser gives no subject."""
    last = group.first - 1
    while last >= 0 and s.tokens[last].form in QUOTE_MARKS:
        last -= 1
    if last < 0 or s.tokens[last].pos not in ("NOUN", "PROPN", "ADJ"):
        return None
    first = last
    while first > 0 and (
        s.tokens[first - 1].pos in ("DET", "NOUN", "PROPN", "ADJ", "NUM")
        or s.tokens[first - 1].form in ("et", "de", "du", "des", "d'")
    ):
        first -= 1
    if first > 0 and s.tokens[first - 1].pos in ("ADP", "VERB", "AUX"):
        return None
    return next(
        (t for t in s.tokens[first : last + 1] if t.pos in ("NOUN", "PROPN") and t.form not in TIME_WORDS), None
    )


def behind_relative(s: Sentence, token: Token, group: Group) -> Token | None:
    """The subject behind the verb of a relative with "que" right before it: "la trêve que lui avait soumise X"."""
    que = s.tokens[group.first - 1] if group.first else None
    if que is None or que.form not in ("que", "qu'") or not token.dep.startswith("acl") or group.passive:
        return None
    found = phrase_from(s, group.last + 1, apposition=False)
    return found.head if found is not None and found.head.form not in TIME_WORDS else None


def past_apposition(s: Sentence, token: Token) -> Token | None:
    """The subject before an apposition that the parser takes for the predicate: "X, premier parti du pays, appuie…"."""
    head = s.tokens[token.head]
    if token.dep != "acl" or token.morph.get("VerbForm") != "Fin" or s.tokens[token.i - 1].form != ",":
        return None
    return next((t for t in s.tokens if t.head == head.i and t.dep.startswith("nsubj") and t.i < head.i), None)
