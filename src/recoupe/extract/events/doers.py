"""From a draft's words to who did it and to whom it was done."""

from __future__ import annotations

import re

import msgspec

from recoupe.extract.events.parties import kind_of, paired, parties, side_of, side_parties
from recoupe.extract.events.scene import ACTING, Scene
from recoupe.extract.events.setting import Setting
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events import Events
from recoupe.lang.fr.events.draft import Draft
from recoupe.lang.fr.events.phrases import phrase, preposition
from recoupe.lang.fr.events.roles import taken_up
from recoupe.lang.fr.grammar import QUOTE_MARKS
from recoupe.records import Evidence, Party, Quantity
from recoupe.text import Span

_ASIDE = frozenset(["à", "au", "aux", "en", "depuis", "après", "avant", "malgré", "contre"])
"""What opens where, when or against whom, behind a noun."""
_SUFFERED = frozenset(["casualties", "damage", "territory", "prisoners", "interception"])
"""Types whose noun is said to be of whom it befell: "la destruction de 27 missiles russes"."""

_STATES = ("state", "metonym")


def actor_of(scene: Scene, draft: Draft, events: Events, place: Setting) -> tuple[Party, ...]:
    """Who did it: the subject or agent, else whose the weapon, the promise, the carrier or the noun is said to be."""
    row, s, roles = draft.row, draft.sentence, draft.roles
    weapons, carrier = roles.get("weapon", []), roles.get("carrier", [])
    actor = parties(scene, s, _inside(place, draft, roles.get("actor", [])), place.speaker)
    if not actor and weapons:
        actor = parties(scene, s, _owners(scene, s, weapons[0]), place.speaker)
    if not actor and weapons:
        actor = side_parties(scene, phrase(s, weapons[0]))
    if not actor and row.type == "commitment" and roles.get("issue"):
        promise = roles["issue"][0]
        actor = parties(scene, s, _promisers(s, promise) or _owners(scene, s, promise), place.speaker)
    if not actor and row.type == "threat" and not draft.verbal:  # "l'ultimatum de dix jours de X", "posé par X"
        whose = [t for term in roles.get("issue", []) for t in _owners(scene, s, term)]
        actor = parties(scene, s, whose or _promisers(s, draft.trigger), place.speaker)
    if not actor and row.subtype == "clash":
        actor = parties(scene, s, _opposed(s, draft.trigger), place.speaker)
    if not actor and carrier:
        actor = side_parties(scene, phrase(s, carrier[0]))
    if not actor and not draft.verbal and row.type not in _SUFFERED:
        actor = side_parties(scene, _adjectives(s, draft.trigger))
    if row.type == "military_activity" and row.subtype == "deployment" and not actor:
        actor = parties(scene, s, roles.get("target", []), place.speaker)
    if not actor and row.type == "meeting":
        actor = paired(scene, draft.span)
    return tuple(p for p in actor if p.side or p.kind or not _thing(p.name, events))


def _inside(place: Setting, draft: Draft, heads: list[Token]) -> list[Token]:
    """The doers of what is quoted that stand in the quotation: who is quoted before it did nothing by that."""
    quoted = [h for h in place.holders if h.mode in ("direct", "colon")]
    at = draft.trigger.start
    spans = [c.span for h in quoted for c in h.content if c.start <= at < c.end and c.quote[:1] in QUOTE_MARKS]
    return [t for t in heads if all(a <= t.start < b for a, b in spans)]


def target_of(
    scene: Scene,
    draft: Draft,
    place: Setting,
    victims: list[Token],
    quantity: Quantity | None,
) -> tuple[tuple[Party, ...], Quantity | None]:
    """Who or what it was done to, and its count with the unit that the target gives it."""
    s = draft.sentence
    target = parties(scene, s, victims, place.speaker)
    if quantity is not None and quantity.unit is None and victims and scene.of_several(victims[0]):
        return (), quantity
    if quantity is not None and quantity.unit is None and victims and (noun := scene.counts(victims[0])):
        quantity = msgspec.structs.replace(quantity, unit=noun)
    if quantity is not None and quantity.unit and [p.name == quantity.evidence.quote for p in target] == [True]:
        target = (msgspec.structs.replace(target[0], name=quantity.unit),)  # "et 30 ont été blessés"
    stood = scene.named(victims[0], _slot_classes(draft, "target")) if victims and taken_up(s, victims[0]) else None
    if stood is not None:  # "121 d'entre eux": the noun that was counted before
        noun = scene.text[slice(*stood)]
        target = (Party(noun, Evidence.of(scene.text, stood)),)
        quantity = msgspec.structs.replace(quantity, unit=noun) if quantity is not None else None
    if draft.row.type == "interception" and victims and stood is None:
        target = side_parties(scene, phrase(s, victims[0])) or target
    if draft.row.subtype == "remains":  # the dead, and the state to which they are given back
        given = parties(scene, s, draft.roles.get("recipient", []), place.speaker)
        target = (*target, *(p for p in given if p.kind in _STATES))
    if draft.roles.get("loser"):  # "les rebelles ont perdu douze hommes": whose they were
        lost = parties(scene, s, draft.roles["loser"], place.speaker)
        target = (*target, *(p for p in lost if p.side or p.kind not in ("", "unnamed")))
    return target, quantity


def who_tells(scene: Scene, place: Setting, target: tuple[Party, ...]) -> tuple[Party, ...]:
    """Who had the talks with another of which a person tells: "X a jugé utiles les discussions avec Y"; implied."""
    if not target or not place.holders or len(place.speaker) != 1:
        return ()
    name = place.speaker[0]
    if kind_of(scene, name) != "person" or name in {p.name for p in target}:
        return ()
    return (Party(name, None, "person", side_of(scene, name), implied=True),)


def _promisers(s: Sentence, promise: Token) -> list[Token]:
    """Who promised: "le couloir promis par X", "la liste que X devait fournir"."""
    start, end = phrase(s, promise, full=True)
    return [
        t
        for t in s.tokens
        if promise.i < t.i
        and start <= t.start < end
        and t.pos in ("NOUN", "PROPN")
        and (t.dep == "obl:agent" or t.dep.startswith("nsubj"))
        and s.tokens[t.head].dep.startswith("acl")
    ][:1]


def _opposed(s: Sentence, fighting: Token) -> list[Token]:
    """Whom fighting sets against each other: "des combats ont opposé mardi à Sorel l'armée aux rebelles"."""
    verbs = [t for t in s.tokens if t.form.startswith("oppos") and fighting.i in (t.head, *_subjects(s, t))]
    one = next((t for v in verbs for t in s.tokens[v.i :] if t.head == v.i and t.dep == "obj"), None)
    if one is None or any(t.pos == "PUNCT" for t in s.tokens[one.head : one.i]):
        return []
    behind = [t for t in s.tokens[one.i + 1 :] if t.head == one.head]
    return [one, *[t for t in behind if preposition(s, t) == "à"][:1]]


def _subjects(s: Sentence, verb: Token) -> list[int]:
    return [t.i for t in s.tokens if t.head == verb.i and t.dep.startswith("nsubj")]


def _slot_classes(draft: Draft, role: str) -> tuple[str, ...]:
    return tuple(c for slot in (*draft.row.subj, *draft.row.obj) if slot.role == role for c in slot.classes)


def _thing(name: str, events: Events) -> bool:
    """Whether a name is a weapon's: what flies is not who flies it."""
    first = name.split()[0].lower() if name else ""
    return events.of_class(first, "weapons") and not events.of_class(first, "forces")


def _owners(scene: Scene, s: Sentence, weapon: Token) -> list[Token]:
    """Who an act or weapon is said to be of: "l'attaque des rebelles a visé…"."""
    return [
        t
        for t in s.tokens
        if t.head == weapon.i
        and t.i > weapon.i
        and t.pos in ("NOUN", "PROPN")
        and preposition(s, t) in ("de", "par")
        and scene.kind((t.start, t.end)) in ACTING | {"role"}
    ]


def _adjectives(s: Sentence, trigger: Token) -> Span:
    """The noun with the adjectives and "de" complements right behind it; where it takes place is not whose it is."""
    start, end = phrase(s, trigger)
    place = next((t for t in s.tokens if trigger.i < t.i and t.start < end and t.form in _ASIDE), None)
    return start, place.start if place is not None else end


def without(parties_: tuple[Party, ...], others: tuple[Party, ...]) -> tuple[Party, ...]:
    names = {p.name for p in others}
    return tuple(p for p in parties_ if p.name not in names)


_ALL_OF = re.compile(r"\b(?:les|aux) $", re.IGNORECASE)


def as_state(scene: Scene, party: Party) -> Party:
    """A people as its state, for whom the press has it speak, meet and sign: "les Norvendais exigent", not "des"."""
    if party.kind != "group" or party.side or party.mention is None or party.implied:
        return party
    start, _ = party.mention.span
    whole = _ALL_OF.search(scene.text, max(0, start - 5), start) or party.mention.quote.lower().startswith("les ")
    sides = scene.sides(party.mention.span)
    if len(sides) != 1 or not whole or " " in party.name:
        return party
    return msgspec.structs.replace(party, name=sides[0], kind="state", side=sides[0])
