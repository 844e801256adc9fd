"""What hangs on a verb or a noun: subject, objects, agent and complements by preposition, coordination spread out."""

from __future__ import annotations

from dataclasses import dataclass, field

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events.accusation import accusation_of
from recoupe.lang.fr.events.factuality import is_participle
from recoupe.lang.fr.events.phrases import CONTRACTED, NOMINAL, coordinated, phrase, preposition
from recoupe.lang.fr.events.subjects import (
    bare_number,
    before_dash,
    before_group,
    controller,
    first_of_two,
    others_number,
    past_apposition,
)
from recoupe.lang.fr.grammar import AVOIR, TIME_WORDS, WORDS, phrase_from
from recoupe.lang.fr.groups import Group, gerund_subject, subject_of, verb_group

_ASIDE = 16
"""Words behind a verb within which an aside between commas ends."""
_PLACING = frozenset(["à", "sur", "dans", "contre", "vers", "avec"])
_OTHERS = frozenset(["autre", "autres"])


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


def verb_frame(s: Sentence, token: Token, *, participle: bool, gerund: bool) -> Frame | None:
    """The frame of a verb form; None where the form is no verb here."""
    group = verb_group(s, token.i, participle=participle)
    frame = Frame(group)
    if group is None:  # a participle without auxiliary
        return _bare(s, token, frame)
    frame.passive = group.passive
    if gerund:
        frame.bare = True
        subject = gerund_subject(s, group)
    else:
        subject = subject_of(s, group)
    control = None if gerund else controller(s, token, group)
    if control is not None:
        subject = control
    if subject is None and not gerund:
        subject = before_group(s, group) or past_apposition(s, token)
    first = s.tokens[group.first]
    if subject is not None and subject.i > token.i and first.form in ("nous", "je", "j'") and not group.reflexive:
        subject = first  # "nous n'avons bloqué aucun camion": the parser takes the object for the subject
    if subject is not None and subject.form in TIME_WORDS:  # "a prétendu mercredi s'être emparé de…"
        upper = s.tokens[token.head]
        subject = next((t for t in s.tokens if t.head == upper.i and t.dep.startswith("nsubj") and t.i < upper.i), None)
    if subject is not None and any(t.form == ":" for t in s.tokens[subject.i : group.first]):
        subject = before_group(s, group) or subject  # "a admis un revers : la garnison s'est repliée"
    subject = others_number(s, group.first - 2) or bare_number(s, group.first - 1) or subject
    own = [t for t in s.tokens if t.head == token.i and t.dep.startswith("nsubj") and t.i < group.first]
    if len(own) > 1 and own[0].pos == "NOUN" and subject is own[-1] and subject.pos == "PROPN":
        subject = own[0]  # "les otages de X ont été libérés": the parser takes the name for a second subject
    if subject is not None and subject.pos == "VERB" and subject.i and s.tokens[subject.i - 1].pos == "NOUN":
        own_noun = s.tokens[subject.i - 1]  # "trois drones chargés d'explosifs ont été détruits"
        subject = own_noun if own_noun.head == subject.i and is_participle(subject) else subject
    if subject is not None and subject.pos == "VERB":
        subject = _numbered_before(s, group.first) or subject
    if subject is not None and subject.form in ("-", "–", "—"):
        subject = before_dash(s, subject.i)
    if subject is not None and subject.i != token.i:
        frame.subjects = first_of_two(s, subject, group) + coordinated(s, subject)
        upper = s.tokens[subject.head]
        if control is None and subject.dep == "conj" and upper.pos == "VERB" and token.dep.startswith("acl"):
            # "accuse l'armée et ses alliés d'avoir tiré": the parser joins the second to the verb
            frame.subjects = [
                t for t in s.tokens if t.head == upper.i and t.dep == "obj" and t.i < subject.i
            ] + frame.subjects
    charge = accusation_of(s, token) if group.first == token.i or group.aux is not None else None
    if charge is not None and charge.accused:
        frame.subjects = charge.accused
    _complements(s, token, frame)
    return frame


def _bare(s: Sentence, token: Token, frame: Frame) -> Frame | None:
    dep = token.dep.split(":")[0]
    head = s.tokens[token.head]
    frame.bare = frame.passive = True
    if dep in ("acl", "amod") and head.pos == "ADJ" and head.i < token.i:
        head = _noun_before(s, head) or head  # "34 drones ennemis abattus": hung on the adjective
    if not token.i and (opened := _past_opening(s, token)) is not None:
        frame.subjects = coordinated(s, opened)  # "Libérés mardi, les deux journalistes ont…"
    elif dep == "acl" and head.form == "fois" and (named := _before_comma(s, head)) is not None:
        frame.subjects = [named]  # "Sorel, deux fois bombardée"
    elif dep in ("acl", "amod") and head.pos in ("NOUN", "PROPN") and head.i < token.i:
        frame.subjects = [_counted(s, token, _nearest(s, token, head))]
    elif dep == "conj" and head.pos in ("VERB", "ADJ", "AUX"):
        upper = verb_group(s, head.i, participle=True)
        own = [
            c for c in s.tokens if c.head == token.i and c.dep.startswith(("nsubj", "nummod", "obj")) and c.i < token.i
        ]
        if any(c.head == token.i and c.form in _OTHERS for c in s.tokens[: token.i]):
            return None  # "et plusieurs autres portés disparus": not those counted before
        if upper is not None:
            frame.passive = upper.passive
            subject = own[-1] if own else subject_of(s, upper)
            frame.subjects = coordinated(s, subject) if subject is not None else []
            frame.bare = False
            frame.group = upper._replace(verb=token)
        elif head.dep.split(":")[0] in ("acl", "amod"):
            frame.subjects = [s.tokens[head.head]]
        else:
            return None
    elif dep == "xcomp" and head.form.startswith(("rest", "demeur", "trouv", "sembl", "para")):
        upper = verb_group(s, head.i, participle=False)
        subject = subject_of(s, upper) if upper is not None else None
        frame.subjects = coordinated(s, subject) if subject is not None else []
        frame.bare = False
    elif dep in ("root", "conj", "appos", "nmod", "parataxis", "xcomp") or token.pos == "VERB":
        own = [c for c in s.tokens if c.head == token.i and c.dep.startswith("nsubj") and c.i < token.i]
        before = s.tokens[token.i - 1] if token.i else None
        if own:
            frame.subjects = coordinated(s, own[-1])
        elif before is not None and before.pos in ("NOUN", "PROPN", "ADJ") and before.end + 1 >= token.start:
            noun = before
            while noun.pos == "ADJ" and noun.i and noun.head < noun.i:
                above = s.tokens[noun.head]
                noun = above if above.pos != "VERB" else s.tokens[noun.i - 1]
            if dep == "xcomp" and noun.i and noun.pos == "NOUN" and s.tokens[noun.i - 1].pos == "NOUN":
                noun = s.tokens[
                    noun.i - 1
                ]  # "61 drones ennemis détruits": an adjective that the tagger takes for a noun
            if noun.pos not in ("NOUN", "PROPN"):
                return None
            frame.subjects = [noun]
        else:
            return None
    else:
        return None
    _complements(s, token, frame)
    return frame


def _past_opening(s: Sentence, participle: Token) -> Token | None:
    """The noun behind the comma that ends what a participle opens a sentence with, where they agree in number."""
    comma = next((t for t in s.tokens[1:_ASIDE] if t.form == ","), None)
    if (
        comma is None
        or s.tokens[1].form in ("de", "d'")
        or any(t.morph.get("VerbForm") == "Fin" for t in s.tokens[: comma.i])
    ):
        return None
    found = phrase_from(s, comma.i + 1, apposition=False)
    if found is None or found.head.pos not in ("NOUN", "PROPN"):
        return None
    plural = found.head.morph.get("Number") == "Plur"
    return found.head if participle.form.endswith("s") or not plural else None


def _numbered_before(s: Sentence, first: int) -> Token | None:
    """The noun with a number that runs up to a verb group: "et trois drones chargés d'explosifs ont été détruits"."""
    for t in reversed(s.tokens[max(0, first - 6) : first]):
        if t.pos in ("PUNCT", "CCONJ", "AUX") or t.morph.get("VerbForm") == "Fin":
            return None
        if t.pos == "NUM":
            noun = s.tokens[t.i + 1]
            return noun if noun.pos == "NOUN" else None
    return None


def _before_comma(s: Sentence, noun: Token) -> Token | None:
    """The name before the comma that "deux fois" stands behind."""
    comma = next((t for t in reversed(s.tokens[max(0, noun.i - 3) : noun.i]) if t.form == ","), None)
    before = s.tokens[comma.i - 1] if comma is not None and comma.i else None
    return before if before is not None and before.pos == "PROPN" else None


def _counted(s: Sentence, token: Token, noun: Token) -> Token:
    """The noun with the number where a participle hangs on its complement: "26 000 doses de vaccin livrées"."""
    upper = s.tokens[noun.head]
    if upper.pos != "NOUN" or upper.i >= noun.i or preposition(s, noun) != "de":
        return noun
    numbered = any(c.head == upper.i and c.pos == "NUM" and c.i < upper.i for c in s.tokens)
    same = token.morph.get("Number") == upper.morph.get("Number") and token.morph.get("Gender") in (
        None,
        upper.morph.get("Gender"),
    )
    return upper if numbered and same else noun


def _noun_before(s: Sentence, adjective: Token) -> Token | None:
    """The noun that adjectives stand right behind."""
    k = adjective.i
    while k > 0 and s.tokens[k].pos == "ADJ":
        k -= 1
    return s.tokens[k] if s.tokens[k].pos == "NOUN" else None


def _nearest(s: Sentence, token: Token, head: Token) -> Token:
    """The noun right before a participle, unless it is part of the phrase that the parser chose."""
    k = token.i - 1
    while k > head.i and s.tokens[k].pos in ("ADJ", "NUM"):
        k -= 1
    near = s.tokens[k]
    if near.pos != "NOUN" or near is head or preposition(s, near) or (near.dep == "amod" and near.head == head.i):
        return head
    return near


def _complements(s: Sentence, token: Token, frame: Frame) -> None:
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
                and (prep := preposition(s, x)) in ("à", "en", "dans")
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
        frame.objects += _past_adjunct(s, token) or _antecedent_object(s, token, frame)
    frame.objects = [others_number(s, o.i - 1) or o for o in frame.objects if o.form not in TIME_WORDS]
    # a complement may hang on the object: "visé des sites près de X"
    hung = [*frame.subjects[:1], s.tokens[token.head]][: 2 if frame.bare else 0]
    for obj in frame.objects[:3] + hung + ([x for _, x in frame.obliques[:2]]):
        for c in s.tokens:
            if c.head == obj.i and c.dep.startswith(("nmod", "obl")) and c.i > token.i:
                prep = preposition(s, c)
                if prep and prep != "de":
                    frame.obliques += [(prep, x) for x in coordinated(s, c)]
    if not frame.subjects and not frame.passive:
        later = [c for c in s.tokens if c.head == token.i and c.dep.startswith("nsubj") and c.i > token.i]
        if later:
            frame.subjects = coordinated(s, later[0])


def _opens_aside(t: Token) -> bool:
    return t.pos == "ADP" or t.form in TIME_WORDS


def _past_adjunct(s: Sentence, token: Token) -> list[Token]:
    """The object behind a date, a place or an aside: "a repris ce samedi Sorel", "a rencontré lundi au Caire le
    président", "a repris, avec l'aide de X, la ville"."""
    commas = [t.i for t in s.tokens[token.i + 1 : token.i + _ASIDE] if t.form == ","]
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


def noun_frame(s: Sentence, token: Token) -> Frame:
    """The complements of a noun: by preposition, also those that hang on its verb right behind it."""
    frame = Frame()
    for c in s.tokens:
        if (
            c.head == token.i
            and c.i > token.i
            and c.dep.startswith(("nmod", "obl", "acl", "appos"))
            and c.pos in NOMINAL
        ):
            prep = preposition(s, c)
            if prep:
                frame.obliques += [(prep, x) for x in coordinated(s, c)]
                for d in s.tokens:  # "raid massif de drones en Ukraine": the second hangs on the first
                    if d.head == c.i and d.i > c.i and d.dep.startswith(("nmod", "obl")):
                        inner = preposition(s, d)
                        if inner and inner != "de":
                            frame.obliques += [(inner, x) for x in coordinated(s, d)]
    between = [x for prep, x in frame.obliques if prep == "entre"]
    if len(between) == 1:
        last = phrase(s, between[0])[1]
        joint = next((t for t in s.tokens if t.start >= last), None)
        if joint is not None and joint.form == "et":
            other = phrase_from(s, joint.i + 1, apposition=False)
            if other is not None:
                frame.obliques.append(("entre", other.head))
    # "entre A et B" may hang on the verb before: take what follows the noun phrase without a break
    end = phrase(s, token)[1]
    after = next((t for t in s.tokens if t.start >= end and t.form not in TIME_WORDS), None)
    if (
        after is not None
        and after.form in ("entre", "avec", "contre", "sur", "par", "à", "au", "en", "dans", "aux")
        and after.pos == "ADP"
    ):
        head = s.tokens[after.head]
        prep = CONTRACTED.get(after.form, after.form)
        if head.i > after.i and head.pos in NOMINAL and not any(x is head for _, x in frame.obliques):
            frame.obliques += [(prep, x) for x in coordinated(s, head)]
    return frame
