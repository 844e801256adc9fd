"""Objects and complements by preposition of a verb form, with what the parser hangs elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, field

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events.participles import (
    ASIDE,
)
from recoupe.lang.fr.events.phrases import NOMINAL, coordinated, preposition
from recoupe.lang.fr.events.subjects import (
    others_number,
)
from recoupe.lang.fr.grammar import AVOIR, OTHER_TIME, TIME_WORDS, WORDS, phrase_from
from recoupe.lang.fr.groups import Group

_PLACING = frozenset(["à", "sur", "dans", "contre", "vers", "avec"])
_DOING = ("nsion", "ation", "ption", "lture", "nture", "nonce", "ature")
"""Endings of nouns that tell of a decision, not of violence: "suspension", "publication", "annonce"."""


@dataclass(slots=True)
class Frame:
    """The complements of a trigger, as head tokens."""

    group: Group | None = None
    subjects: list[Token] = field(default_factory=list)
    objects: list[Token] = field(default_factory=list)
    obliques: list[tuple[str, Token]] = field(default_factory=list)
    """(preposition, head); the agent of a passive is under "par"."""
    passive: bool = False
    bare: bool = False
    """A participle without auxiliary, or a present participle."""


def complements(s: Sentence, token: Token, frame: Frame) -> None:
    owners = {token.i}
    aux = frame.group.aux if frame.group is not None else None
    if aux is not None and aux.head != token.i and token.head == aux.i:
        owners.add(aux.i)  # the parser takes the auxiliary for the verb
    for c in s.tokens:
        if c.head not in owners or c.i in owners:
            continue
        dep = c.dep
        if dep in ("obj", "obl:arg", "obl:mod") and c.form in TIME_WORDS:
            # "a lancé lundi des frappes": what the parser hangs on the day is the object
            frame.objects += [
                x
                for x in s.tokens
                if x.head == c.i
                and x.dep == "nmod"
                and any(y.head == x.i and y.form in ("des", "du", "de") for y in s.tokens)
            ]
            frame.obliques += [  # "est attendu mercredi à Genève"
                (prep, x)
                for x in s.tokens
                if x.head == c.i
                and x.i > c.i
                and x.dep == "nmod"
                and (prep := preposition(s, x)) in ("à", "en", "dans", "de")
                and (prep != "de" or (x.form not in TIME_WORDS and x.pos in ("NOUN", "PROPN")))
            ]
            continue
        if (
            dep in ("obj", "advmod")
            and c.form in ("plus", "moins", "davantage", "beaucoup", "tant", "trop")
            and c.i > token.i
        ):
            frame.objects += [
                x for x in s.tokens if x.head == c.i and x.pos in ("NOUN", "PROPN") and preposition(s, x) == "de"
            ]
            continue
        if (
            dep in ("obj", "iobj")
            or (dep == "xcomp" and c.pos in ("NOUN", "PROPN", "NUM"))
            or (dep == "nummod" and c.i > token.i)
        ):
            if c.form in ("que", "qu'"):
                clause = s.tokens[token.head]
                if token.dep.startswith("acl") and clause.pos in ("NOUN", "PROPN", "PRON"):
                    frame.objects += [clause]
                continue
            if c.form in ("se", "s'", "y", "en") or (dep == "iobj" and c.pos == "PRON"):
                continue
            if dep == "xcomp" and (prep := preposition(s, c)) in _PLACING:
                frame.obliques += [(prep, x) for x in coordinated(s, c)]
                continue
            frame.objects += coordinated(s, c)
        elif dep.startswith(("obl", "nmod", "dep", "advmod")) and c.pos in NOMINAL:
            prep = "par" if dep == "obl:agent" else preposition(s, c)
            if prep == "par" and of_nearer(s, frame.group.last if frame.group else token.i, c):
                continue
            if prep:
                frame.obliques += [(prep, x) for x in coordinated(s, c)]
            elif dep == "obl:arg" and c.i > token.i:
                frame.objects += coordinated(s, c)
    if not frame.objects and not frame.passive:
        # "frapper des villages": the parser may take the article for a preposition
        for prep, c in list(frame.obliques):
            if prep == "de" and any(x.head == c.i and x.form == "des" for x in s.tokens):
                frame.objects.append(c)
    if not frame.objects and not frame.passive:
        frame.objects += _shared_object(s, token)
    if not frame.objects and not frame.passive:
        frame.objects += _past_adjunct(s, token) or _antecedent_object(s, token, frame)
    frame.objects = [others_number(s, o.i - 1) or o for o in frame.objects if o.form not in TIME_WORDS]
    # a complement may hang on the object: "visé des sites près de X"
    hung = [*frame.subjects[:1], s.tokens[token.head]][: 2 if frame.bare else 0]
    for obj in frame.objects[:3] + hung + ([x for prep, x in frame.obliques[:2] if prep not in OTHER_TIME]):
        for c in s.tokens:
            if c.head == obj.i and c.dep.startswith(("nmod", "obl")) and c.i > token.i:
                prep = preposition(s, c)
                if prep and prep != "de":
                    frame.obliques += [(prep, x) for x in coordinated(s, c)]
    if frame.passive and frame.subjects and not any(prep == "par" for prep, _ in frame.obliques):
        for c in s.tokens:  # "un accord entre X et Y a été signé"
            if c.head == frame.subjects[0].i and c.dep.startswith("nmod") and preposition(s, c) == "entre":
                frame.obliques += [("entre", x) for x in coordinated(s, c)]
    if not frame.subjects and not frame.passive:
        later = [c for c in s.tokens if c.head == token.i and c.dep.startswith("nsubj") and c.i > token.i]
        if later:
            frame.subjects = coordinated(s, later[0])


def _shared_object(s: Sentence, token: Token) -> list[Token]:
    """The object of a verb joined right behind, which is that of both: "n'ont enlevé ni détenu de civils"."""
    joined = next((t for t in s.tokens[token.i + 1 : token.i + 3] if t.head == token.i and t.dep == "conj"), None)
    if joined is None or joined.pos != "VERB" or s.tokens[joined.i - 1].form not in ("et", "ou", "ni"):
        return []
    return [
        t for t in s.tokens if t.head == joined.i and t.dep in ("obj", "obl:arg") and t.i == _next_noun(s, joined.i)
    ]


def _next_noun(s: Sentence, i: int) -> int:
    return next((t.i for t in s.tokens[i + 1 :] if t.pos in ("NOUN", "PROPN", "VERB", "PUNCT")), -1)


def of_nearer(s: Sentence, last: int, agent: Token) -> bool:
    """Whether an agent behind token ``last`` is that of a participle or a noun of doing right before it: "tués à la
    veille de la suspension par X", "tués, selon le bilan publié lundi par X"."""
    par = next((t for t in reversed(s.tokens[: agent.i]) if t.form == "par"), None)
    if par is None or par.i <= last + 1:
        return False
    between = s.tokens[last + 1 : par.i]
    since = max((t.i for t in between if t.form == "par"), default=last)
    if any(t.morph.get("VerbForm") == "Part" and t.morph.get("Tense") == "Past" and t.i > since for t in between):
        return True
    noun = between[-1]
    return noun.pos == "NOUN" and noun.form.endswith(_DOING) and noun.form not in TIME_WORDS


def _opens_aside(t: Token) -> bool:
    return t.pos == "ADP" or t.form in TIME_WORDS


def _past_adjunct(s: Sentence, token: Token) -> list[Token]:
    """The object behind a date, a place or an aside: "a repris ce samedi Sorel", "a rencontré lundi au Caire le
    président", "a repris, avec l'aide de X, la ville"."""
    commas = [t.i for t in s.tokens[token.i + 1 : token.i + ASIDE] if t.form == ","]
    if (
        len(commas) > 1
        and commas[0] == token.i + 1
        and (_opens_aside(s.tokens[commas[0] + 1]) or _dated(s, commas[0] + 1))
    ):
        opening = phrase_from(s, commas[1] + 1, apposition=False)
        if opening is not None and s.tokens[opening.first].pos in ("DET", "PROPN") and opening.head.pos != "PRON":
            return coordinated(s, opening.head)
    if commas and commas[0] > token.i + 2 and all(_of_date(t) for t in s.tokens[token.i + 1 : commas[0]]):
        opening = phrase_from(s, commas[0] + 1, apposition=False)  # "ont signé le 3 mars, une déclaration"
        if opening is not None and s.tokens[opening.first].pos == "DET":
            return coordinated(s, opening.head)
    for x in s.tokens[token.i + 1 :]:
        upper = s.tokens[x.head]
        if x.form in (",", ";", ":", "."):
            break
        if x.pos not in ("NOUN", "PROPN") or x.form in TIME_WORDS or not token.i <= upper.i < x.i or preposition(s, x):
            continue
        if upper is token:
            if x.pos == "PROPN" and s.tokens[x.i - 1].form in TIME_WORDS:
                return coordinated(s, x)
            continue
        determined = any(c.head == x.i and c.dep in ("det", "nummod") for c in s.tokens)
        day = upper.form in TIME_WORDS or upper.text.isdigit()
        where = upper.pos == "PROPN" and preposition(s, upper) != "" and determined
        if (day and (determined or x.pos == "PROPN") and x.form not in WORDS["day_parts"]) or where:
            return coordinated(s, x)
    return []


def _of_date(t: Token) -> bool:
    return t.form in TIME_WORDS or t.pos in ("DET", "NUM") or t.text.isdigit()


def _dated(s: Sentence, i: int) -> bool:
    """Whether a date opens at ``i``: "ce vendredi 27 juin", "le 18 juillet dernier"."""
    return any(t.form in TIME_WORDS for t in s.tokens[i : i + 3]) and s.tokens[i].form in ("ce", "cette", "le", "la")


def _antecedent_object(s: Sentence, token: Token, frame: Frame) -> list[Token]:
    """What a relative takes up that the parser reads as a clause: "Sorel, qu'ils avaient conquise"."""
    if frame.group is None:
        return []
    upper = s.tokens[token.head]
    if token.dep in ("xcomp", "ccomp") and upper.dep == "acl:relcl" and token.i > upper.i:
        # "un village que l'ennemi dit avoir pris"
        through = any(t.form in ("que", "qu'") and t.head == upper.i and t.i < upper.i for t in s.tokens)
        return [s.tokens[upper.head]] if through and s.tokens[upper.head].pos in ("NOUN", "PROPN") else []
    aux = frame.group.aux
    que = next((t for t in s.tokens[: frame.group.first] if t.form in ("que", "qu'") and t.head == token.i), None)
    if que is None or que.i < 2:
        return []
    if (aux is None or aux.form not in AVOIR) and s.tokens[que.i - 1].form != ",":
        return []  # only the comma tells "Sorel, que les rebelles occupent"
    last = s.tokens[que.i - 1 - (s.tokens[que.i - 1].form == ",")]
    told = [t for t in s.tokens[: last.i] if t.pos in ("VERB", "AUX")]
    since = told[-1].i if told else 0
    if last.pos not in ("PROPN", "NOUN", "ADJ") or any(t.form == "," for t in s.tokens[since : last.i]):
        return []
    return [last] if last.pos == "PROPN" or last.text[:1].isupper() else []
