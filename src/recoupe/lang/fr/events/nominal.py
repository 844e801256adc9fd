"""Nouns and adjectives as triggers: "un raid sur…", "la zone est libre de…"."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events import Events, Row, Trigger
from recoupe.lang.fr.events.complements import Frame
from recoupe.lang.fr.events.conditions import of_things
from recoupe.lang.fr.events.draft import Draft, words_after
from recoupe.lang.fr.events.factuality import Standing, governs, is_participle, of_verb
from recoupe.lang.fr.events.frames import noun_frame, verb_frame
from recoupe.lang.fr.events.phrases import coordinated, phrase, preposition
from recoupe.lang.fr.events.presence import TAKEN, blocked, governed, not_held, of_noun, to_do
from recoupe.lang.fr.events.roles import Knows, fill, someone, there_is
from recoupe.lang.fr.grammar import WORDS
from recoupe.lang.fr.groups import subject_of, verb_group
from recoupe.lang.fr.negation import NO_ONE

_ANY = frozenset(["un", "une", "tout", "toute", "aucun", "aucune", "quelque"])
_DONE_BY = (
    "mené",
    "lancé",
    "perpétr",
    "commis",
    "condui",
    "revendiqu",
    "exécut",
    "attribu",
    "imput",
    "déclench",
    "ordonn",
    "pratiqu",
)

_OF_A_SERIES = ("séance", "session")
_IS_DUE = frozenset(["due", "dû", "dues", "dus"])


def by_noun(s: Sentence, token: Token, trigger: Trigger, events: Events, knows: Knows) -> Draft | None:
    row = trigger.row
    if token.pos not in ("NOUN", "PROPN") and not (token.pos == "X" and token.i == 0):
        return None
    tail = words_after(s, token, row)
    if tail is None:
        return None
    frame = noun_frame(s, token)
    roles: dict[str, list[Token]] = {}
    for prep, head in frame.obliques:
        slots = row.slots(prep)
        if row.type == "attack" and prep == "de" and _ground(head, events):
            slots = tuple(slot for slot in slots if slot.role != "actor")
        if slots:
            fill(s, head, slots, roles, events, knows)
    own = phrase(s, token)
    if row.type == "meeting" and of_things(s, token):
        return None  # "un échange de listes"
    if row.type == "meeting" and preposition(s, token) == "à" and s.tokens[token.head].form.startswith("ouvert"):
        return None  # "nous sommes ouverts au dialogue"
    if token.form.startswith(_OF_A_SERIES) and row.type == "meeting" and not token.dep.startswith("nsubj"):
        return None  # "la question est renvoyée à une session"
    if row.type == "meeting" and token.i and s.tokens[token.i - 1].form == "à":
        return None  # "des points sujets à discussion"
    if row.type == "meeting" and not_held(s, token, events):
        called_off = replace(row, subtype="cancelled", need=frozenset())
        ends = [c.end for c in s.tokens if c.head == token.head and c.form in ("lieu", "tenir", "pas")]
        end = max([own[1], s.tokens[token.head].end, *ends])
        for t in s.tokens[token.i + 1 : token.head]:
            if (prep := preposition(s, t)) in ("entre", "avec"):  # "la rencontre prévue mardi à Z entre X et Y"
                for x in coordinated(s, t):
                    fill(s, x, row.slots(prep), roles, events, knows)
        above = governed(s, token, events).fact
        called = Standing("happened" if above in ("planned", "open") else above)
        return Draft(called_off, s, token, (own[0], end), called, roles, verbal=False, noun_subject=True)
    kind = TAKEN if row.subtype in ("surrender", "capture") else row.type
    standing, verb = of_noun(s, token, events, strong="strong" in row.flags, kind=kind)
    if row.type == "meeting" and token.dep == "nsubj" and s.tokens[token.head].form in _IS_DUE:
        standing = Standing("planned")  # "la session était due à commencer"
    if "mutual" in row.flags and standing.fact == "open" and not blocked(s, token, events):
        sides = [t for prep, t in frame.obliques if prep == "entre"]
        if len(sides) > 1 and all(knows.kind((t.start, t.end)) not in (None, "document") for t in sides):
            standing = governed(s, token, events)
    if "signed" in row.flags:
        if any(c.head == token.i and c.dep == "det" and c.form in NO_ONE for c in s.tokens):
            return None  # "ne reconnaîtra aucun accord signé sans elle"
        done = [
            c
            for c in s.tokens
            if c.head == token.i
            and c.i > token.i
            and c.dep.startswith("acl")
            and c.form.startswith(("conclu", "signé", "paraphé", "annoncé"))
        ]
        head = s.tokens[token.head]
        reached = head.pos == "VERB" and head.form.startswith(("abouti", "parvenu")) and preposition(s, token) == "à"
        if not done and not reached:
            return None
        for c in done:
            for d in s.tokens:
                if d.head == c.i and d.i > c.i and d.dep.startswith(("obl", "nmod")):
                    frame.obliques += [(preposition(s, d), x) for x in coordinated(s, d)]
        for prep, head in frame.obliques:
            if row.slots(prep):
                fill(s, head, row.slots(prep), roles, events, knows)
        standing = Standing("planned" if to_do(s, token) else "happened")
    if standing.fact == "open" and _in_title(s, token, row, frame, roles, events, knows):
        standing = Standing("happened")
    standing = _doers(s, token, row, roles, events, knows, standing)
    if "owned" in row.flags:
        det = next((c.form for c in s.tokens if c.head == token.i and c.dep == "det"), "")
        if not (roles.get("actor") or knows.side(own)) or det not in ("une", "un"):
            return None
        standing = Standing("happened")
    if standing.fact == "open" or (row.type == "position" and _supposed(s, token, events)):
        return None
    if verb is not None and verb.pos not in ("VERB", "AUX") and row.type == "attack":
        return None  # "l'attaque était délibérée": what it was like, not that it was
    if "mutual" in row.flags and any(
        c.head == token.i and c.form in ("presse", "téléphonique") and c.pos == "NOUN" for c in s.tokens
    ):
        return None
    if verb is None and not (
        knows.side(own) or knows.place(own) or any(roles.get(r) for r in ("actor", "target", "place", "area", "issue"))
    ):
        return None
    spans = [own] + [phrase(s, t) for _, t in frame.obliques if t.i - token.i < 30]
    if verb is not None and abs(verb.i - token.i) < 30 and not _answered(s, token):
        vframe = verb_frame(s, verb, participle=verb.morph.get("VerbForm") == "Part", gerund=verb.form.endswith("ant"))
        spans.append((verb.start, verb.end))
        spans += [(c.start, c.end) for c in s.tokens if c.head == verb.i and c.form in ("lieu", "fin") and c.i > verb.i]
        if vframe is not None:
            for prep, head in vframe.obliques:
                if prep == "de" and head.i < verb.i:
                    continue  # "du côté de X, des tirs ont retenti"
                if prep == "par" and governs(events, "told", verb, s) and not verb.form.startswith("revendiqu"):
                    continue  # "la mort de douze soldats a été admise par X"
                slots = row.slots(prep)
                if slots and head.i != token.i:
                    fill(s, head, slots, roles, events, knows)
                spans.append(phrase(s, head))
            governors = events.governors
            caused = row.subtype in ("visit", "displaced") and governs(events, "cause", verb, s)
            witness = _reported(s, verb) or caused or (row.type != "meeting" and governs(events, "witness", verb, s))
            if (
                witness
                or (verb.form in governors["told"] and not _own(s, token, row, verb))
                or (
                    verb.form in governors["deny"]
                    or (verb.form in governors["perceived"] and verb.form not in governors["suffer"])
                )
            ):
                pass  # who announces a death is not who killed, who hears a shot not who fired
            elif token in vframe.objects or any(t is token for _, t in vframe.obliques):
                for subject in (t for t in vframe.subjects if not there_is(s, t)):
                    side = "target" if verb.form in events.governors["suffer"] else "actor"
                    place = side == "target" and (
                        knows.place(phrase(s, subject)) or events.of_class(subject.form, "settlements", "sites")
                    )
                    known = knows.kind((subject.start, subject.end))
                    if (place or someone(subject, known, events)) and not roles.get(side):
                        roles[side] = [t for t in vframe.subjects if not there_is(s, t)]
                    if subject.i < verb.i and verb.i - subject.i < 30:
                        spans.append(phrase(s, subject))
    if row.need and not (verb is not None and "mutual" in row.flags):
        filled = any(roles.get(r) for r in row.need) or ("side" in row.need and knows.side(own))
        if not filled:
            return None
    start, end = min(a for a, _ in spans), max(b for _, b in spans)
    if own[0] > start and verb is None:
        start = own[0]
    return Draft(row, s, token, (start, end), standing, roles, verbal=False, noun_subject=verb is not None)


def _ground(head: Token, events: Events) -> bool:
    """Whether a noun for a side is one for a place too: "l'attaque du camp" tells what was attacked."""
    return events.of_class(head.form, "sidewords") and events.of_class(head.form, "sites", "settlements")


def _answered(s: Sentence, token: Token) -> bool:
    """Whether a noun is what someone answers to: "a frappé en représailles à l'attentat" did not commit it."""
    before = [t.form for t in s.tokens[max(0, token.i - 5) : token.i]]
    return any(a == "en" and b in WORDS["answers"] for a, b in pairwise(before))


def _reported(s: Sentence, verb: Token) -> bool:
    """Whether a verb only tells: "faire état de tirs"."""
    return verb.form.startswith(("fai", "fon", "fit", "fer")) and any(
        t.form == "état" for t in s.tokens[verb.i + 1 : verb.i + 4]
    )


def _in_title(
    s: Sentence, token: Token, row: Row, frame: Frame, roles: dict[str, list[Token]], events: Events, knows: Knows
) -> bool:
    """Whether a title without a verb tells a deed: an attack on something, an exchange between two sides."""
    if row.type not in ("attack", "prisoners") or not knows.headline(token) or blocked(s, token, events):
        return False
    if row.type == "prisoners":
        return row.subtype == "exchange" and sum(prep == "entre" for prep, _ in frame.obliques) > 1
    return bool(roles.get("target") or roles.get("place"))


def _own(s: Sentence, token: Token, row: Row, verb: Token) -> bool:
    """Whether who tells of an event did it: "a annoncé son retrait", "a revendiqué le tir"."""
    if (
        row.type == "sanction"
        or row.subtype == "deployment"
        or (row.type in ("attack", "military_activity", "territory") and verb.form.startswith("revendiqu"))
    ):
        return True
    return row.type == "territory" and any(
        c.head == token.i and c.form in ("son", "sa", "ses", "leur", "leurs", "notre", "nos") for c in s.tokens
    )


def _doers(
    s: Sentence, token: Token, row: Row, roles: dict[str, list[Token]], events: Events, knows: Knows, standing: Standing
) -> Standing:
    """ "une attaque menée par X", "attribuée à X": the doer that a participle names; what is attributed is hearsay."""
    for c in s.tokens:
        if c.i < token.i or not c.dep.startswith("acl") or not c.form.startswith(_DONE_BY) or not _told_of(s, c, token):
            continue
        blamed = c.form.startswith(("attribu", "imput"))
        named = False
        for d in s.tokens:
            if (
                d.head == c.i
                and d.i > c.i
                and preposition(s, d) == ("à" if blamed else "par")
                and someone(d, knows.kind((d.start, d.end)), events)
            ):
                roles.setdefault("actor", coordinated(s, d))
                named = True
        if named and standing.fact == "open" and row.type == "attack" and not blocked(s, token, events):
            standing = Standing("happened")  # "une série d'attaques attribuées à X"
        if blamed and standing.fact == "happened" and row.type in ("attack", "casualties"):
            return Standing("hedged", standing.negated)
    return standing


def _supposed(s: Sentence, token: Token, events: Events) -> bool:
    """Whether a stance is only thought of, or was not met: "un refus du pays ruinerait la trêve"."""
    verb = s.tokens[token.head]
    if verb.pos not in ("VERB", "AUX", "ADJ"):
        return False
    if token.i > verb.i:  # "ne s'est pas heurté au refus"
        return {"ne", "n'"} & {c.form for c in s.tokens if c.head == verb.i and c.i < verb.i} != set()
    group = verb_group(s, verb.i, participle=is_participle(verb))
    det = next((c.form for c in s.tokens if c.head == token.i and c.dep == "det"), "")
    if group is None:
        return False
    finite = (group.aux or verb).form
    supposed = finite.endswith(("rait", "raient")) or of_verb(s, verb, group, events).fact in ("planned", "open")
    return det in _ANY and token.dep.startswith("nsubj") and supposed


def _told_of(s: Sentence, participle: Token, noun: Token) -> bool:
    """Whether a participle is said of a noun: hung on it, or on a noun of its phrase with which it does not agree
    ("une frappe sur un village attribuée à X")."""
    if participle.head == noun.i:
        return True
    between = s.tokens[participle.head]
    gender = participle.morph.get("Gender")
    return (
        noun.i < between.i < participle.i
        and between.head == noun.i
        and gender is not None
        and gender == noun.morph.get("Gender") != between.morph.get("Gender", gender)
    )


def by_adjective(s: Sentence, token: Token, trigger: Trigger, events: Events, knows: Knows) -> Draft | None:
    """A predicate: "la zone est libre de…", "le pays reste prêt à…"."""
    row = trigger.row
    if "'" in trigger.lemma:
        rest = trigger.lemma.partition("'")[2]
        if token.i + 1 >= len(s.tokens) or s.tokens[token.i + 1].form != rest:
            return None
    subject = next((t for t in s.tokens if t.head == token.i and t.dep.startswith("nsubj") and t.i < token.i), None)
    copula = next((t for t in s.tokens if t.head == token.i and t.dep == "cop" and t.i < token.i), None)
    if subject is None:
        head = s.tokens[token.head]
        if token.dep == "xcomp" and head.pos in ("VERB", "AUX"):
            copula = head
            subject = next((t for t in s.tokens if t.head == head.i and t.dep.startswith("nsubj")), None)
    if subject is None and copula is not None and token.dep == "conj":
        upper = s.tokens[token.head]
        group = verb_group(s, upper.i, participle=upper.morph.get("VerbForm") == "Part")
        subject = subject_of(s, group) if group is not None else None
    if subject is None or copula is None or s.tokens[copula.i - 1].form in ("se", "s'"):
        return None  # "les pourparlers se sont ouverts": nobody is open to anything
    roles: dict[str, list[Token]] = {}
    for head in coordinated(s, subject):
        fill(s, head, row.subj, roles, events, knows)
    spans = [phrase(s, subject), (token.start, token.end)]
    for c in s.tokens:
        if c.head == token.i and c.i > token.i and c.dep.split(":")[0] in ("obl", "nmod", "xcomp", "advcl", "ccomp"):
            slots = row.slots(preposition(s, c))
            if slots and c.pos in ("NOUN", "PROPN"):
                fill(s, c, slots, roles, events, knows)
            spans.append(phrase(s, c, full=True))
    if not any(roles.get(r) for r in row.need) or not all(roles.get(x.role) for x in row.subj):
        return None
    if "clause" in row.flags and len(spans) < 3:
        return None
    standing = of_verb(s, copula, verb_group(s, copula.i, participle=False), events)
    start, end = min(a for a, _ in spans), max(b for _, b in spans)
    return Draft(row, s, token, (start, end), standing, roles)
