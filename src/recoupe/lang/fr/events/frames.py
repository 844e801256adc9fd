"""What hangs on a verb or a noun: subject, objects, agent and complements by preposition, coordination spread out."""

from __future__ import annotations

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events.accusation import accusation_of
from recoupe.lang.fr.events.complements import Frame, complements, of_nearer
from recoupe.lang.fr.events.draft import ANSWERS
from recoupe.lang.fr.events.factuality import is_participle
from recoupe.lang.fr.events.participles import (
    agent,
    agreeing,
    before_comma,
    counted,
    joined,
    nearest,
    noun_before,
    numbered_before,
    past_opening,
)
from recoupe.lang.fr.events.phrases import CONTRACTED, NOMINAL, coordinated, phrase, preposition
from recoupe.lang.fr.events.subjects import (
    bare_number,
    before_dash,
    before_group,
    behind_relative,
    controller,
    first_of_two,
    others_number,
    past_apposition,
    past_aside,
)
from recoupe.lang.fr.grammar import OTHER_TIME, TIME_WORDS, phrase_from
from recoupe.lang.fr.groups import Group, gerund_subject, subject_of, verb_group

_OTHERS = frozenset(["autre", "autres"])


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
    if not gerund:
        subject = past_aside(s, group, subject) or subject
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
    behind = behind_relative(s, token, group)
    if behind is not None:
        subject = behind
    if subject is not None and subject.pos == "VERB" and subject.i and s.tokens[subject.i - 1].pos == "NOUN":
        own_noun = s.tokens[subject.i - 1]  # "trois drones chargés d'explosifs ont été détruits"
        subject = own_noun if own_noun.head == subject.i and is_participle(subject) else subject
    if subject is not None and subject.pos == "VERB":
        subject = numbered_before(s, group.first) or subject
    if subject is not None and subject.form in ("-", "–", "—"):
        subject = before_dash(s, subject.i)
    if subject is not None and subject.i != token.i:
        every = first_of_two(s, subject, group) + coordinated(s, subject)
        frame.subjects = [t for t in every if not _answers_apart(s, t, group)]
        upper = s.tokens[subject.head]
        if control is None and subject.dep == "conj" and upper.pos == "VERB" and token.dep.startswith("acl"):
            # "accuse l'armée et ses alliés d'avoir tiré": the parser joins the second to the verb
            frame.subjects = [
                t for t in s.tokens if t.head == upper.i and t.dep == "obj" and t.i < subject.i
            ] + frame.subjects
    charge = accusation_of(s, token) if group.first == token.i or group.aux is not None else None
    if charge is not None and charge.accused:
        frame.subjects = charge.accused
    complements(s, token, frame)
    if behind is not None:
        frame.objects = [o for o in frame.objects if o not in frame.subjects] or [s.tokens[token.head]]
    return frame


def _answers_apart(s: Sentence, t: Token, group: Group) -> bool:
    """Whether a noun behind a verb gives an answer of its own, and shares none: "l'un a dit non, l'autre oui"."""
    after = s.tokens[t.i + 1].form if t.i + 1 < len(s.tokens) else ""
    return t.i > group.first and after in ANSWERS


def _bare(s: Sentence, token: Token, frame: Frame) -> Frame | None:
    dep = token.dep.split(":")[0]
    head = s.tokens[token.head]
    frame.bare = frame.passive = True
    if dep in ("acl", "amod") and head.pos == "ADJ" and head.i < token.i:
        head = noun_before(s, head) or head  # "34 drones ennemis abattus": hung on the adjective
    if not token.i and (opened := past_opening(s, token)) is not None:
        frame.subjects = coordinated(s, opened)  # "Libérés mardi, les deux journalistes ont…"
    elif dep == "acl" and head.form == "fois" and (named := before_comma(s, head)) is not None:
        frame.subjects = [named]  # "Sorel, deux fois bombardée"
    elif dep in ("acl", "amod") and head.pos in ("NOUN", "PROPN") and head.i < token.i:
        frame.subjects = joined(s, token, agreeing(s, token, counted(s, token, nearest(s, token, head))))
    elif dep == "conj" and head.pos in ("VERB", "ADJ", "AUX"):
        upper = verb_group(s, head.i, participle=True)
        own = [
            c for c in s.tokens if c.head == token.i and c.dep.startswith(("nsubj", "nummod", "obj")) and c.i < token.i
        ]
        if any(c.head == token.i and c.form in _OTHERS for c in s.tokens[: token.i]):
            return None  # "et plusieurs autres portés disparus": not those counted before
        if upper is not None:
            frame.passive = upper.passive
            # "accuse l'armée d'avoir bombardé deux villages et tué 27 civils": who did the first did the second
            subject = own[-1] if own else controller(s, head, upper) or subject_of(s, upper)
            charge = accusation_of(s, head) if not own and upper.aux is not None else None
            frame.subjects = coordinated(s, subject) if subject is not None else []
            if charge is not None and charge.accused:
                frame.subjects = charge.accused
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
    complements(s, token, frame)
    doer = agent(s, token)
    if doer is not None and not any(prep == "par" for prep, _ in frame.obliques):
        frame.obliques += [("par", x) for x in coordinated(s, doer)]
    return frame


def _of_earlier(s: Sentence, noun: int, agent: Token) -> bool:
    """Whether an agent is that of what came before or after: "une attaque depuis la prise du port par les rebelles"."""
    return any(t.form in OTHER_TIME and t.pos == "ADP" for t in s.tokens[noun + 1 : agent.i])


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
            if prep == "par" and (of_nearer(s, token.i, c) or _of_earlier(s, token.i, c)):
                continue
            if prep:
                frame.obliques += [(prep, x) for x in coordinated(s, c)]
                for d in s.tokens:  # "raid massif de drones en Ukraine": the second hangs on the first
                    if prep not in OTHER_TIME and d.head == c.i and d.i > c.i and d.dep.startswith(("nmod", "obl")):
                        inner = preposition(s, d)
                        if inner and inner != "de":
                            frame.obliques += [(inner, x) for x in coordinated(s, d)]
    others = [
        c for c in s.tokens if c.head == token.i and c.i > token.i and c.dep == "conj" and preposition(s, c) == "de"
    ]
    if any(prep == "de" for prep, _ in frame.obliques):
        frame.obliques += [("de", c) for c in others]  # "un tir de 12 drones et d'une dizaine de missiles"
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
    if after is not None and after.form in ("de", "d'", "du", "des") and frame.obliques:
        head = s.tokens[after.head]  # "le refus de X d'un échange": the second hangs on the verb
        if head.i > after.i and head.pos in NOMINAL and head.head == token.head != token.i:
            frame.obliques.append(("de", head))
    return frame
