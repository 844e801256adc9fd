"""Who did a thing that names no doer, where the text itself leaves no other. Always marked implied, never stated.

Three readings, each narrow: "cette attaque" is the attack that the record before it is about; in a text where exactly
two states oppose each other in the records that name both, what one suffers is the other's doing; talks without
parties are those of the two states that act in the text so far, where there are exactly two. Nothing is implied for
casualties and damage, which may be anyone's.
"""

from __future__ import annotations

import re
from collections import Counter

import msgspec

from recoupe.extract.events.parties import kind_of, side_of
from recoupe.extract.events.scene import Scene
from recoupe.extract.events.sides import only_two
from recoupe.lang.fr.events import UNDONE, load_events, singulars
from recoupe.records import Event, Party
from recoupe.text import overlaps

_HOSTILE = frozenset(["attack", "interception", "territory", "prisoners", "military_activity"])
_MUTUAL = frozenset(["clash"])
_THIS = re.compile(r"^(?:cette|ce|cet|ces) ", re.IGNORECASE)
_SOME = re.compile(r"^(?:une?|des) ", re.IGNORECASE)
_HEARD = re.compile(r"\b(?:entendu|retenti|résonn)")
_TERROR = re.compile(r"\battentats?\b|\bsuicide|\bkamikaze|\bterroris|\bjihadis|\bdjihadis", re.IGNORECASE)
_REACH = 400
"""Characters between a record and the "this attack" that speaks of it."""


def with_implied(scene: Scene, records: list[Event]) -> list[Event]:
    """The records, the parties added (marked implied) where nothing else is possible."""
    pair = _sides(scene, records)
    done: list[Event] = []
    for e in records:
        if not e.actor and not e.target and e.type == "attack":
            e = _again(scene, e, done)
        if not e.actor and pair is not None:
            e = _opposed(scene, e, pair)
        if (
            not e.actor
            and not e.target
            and (
                (e.type == "agreement" and e.subtype not in UNDONE)
                or (e.type == "meeting" and e.subtype in ("talks", "round"))
            )
        ):
            e = _parties(scene, e)
        done.append(e)
    return done


def _again(scene: Scene, e: Event, before: list[Event]) -> Event:
    """ "Cette attaque…": the doer and the target of the attack, or of the interception, told just before."""
    if not _THIS.match(e.evidence[0].quote):
        return e
    for other in reversed(before):
        if e.evidence[0].start - other.evidence[0].end > _REACH:
            break
        if other.type == "attack" and (other.actor or other.target):
            return msgspec.structs.replace(e, actor=_as_implied(other.actor), target=_as_implied(other.target))
        if other.type == "interception":
            doer = tuple(p for p in other.target if _side(scene, p))
            suffered = tuple(Party(n, None, "state", n, implied=True) for p in other.actor if (n := _side(scene, p)))
            return msgspec.structs.replace(e, actor=_as_implied(doer), target=suffered)
    return e


def _as_implied(parties: tuple[Party, ...]) -> tuple[Party, ...]:
    return tuple(msgspec.structs.replace(p, mention=None, implied=True) for p in parties)


def _sides(scene: Scene, records: list[Event]) -> tuple[str, str] | None:
    """The two states that the hostile records oppose; None where they oppose none or more than two."""
    votes: Counter[tuple[str, str]] = Counter()
    if any(_movement(scene, p) for e in records if e.type in _HOSTILE for p in (*e.actor, *e.target)):
        return None  # a third side: what one suffers may be its doing
    if any(scene.book.movement_of(n) or kind_of(scene, n) == "group" for t in scene.statements for n in t.reference):
        return None  # one that only speaks
    for e in records:
        charged = any(h.act == "accuse" for h in scene.holders(e.evidence[0].start))
        if e.type not in _HOSTILE or e.status in ("denied", "planned") or ":answer." in e.rule or charged:
            continue  # that one lays a deed on another is no ground to lay it there
        ours = {side for p in e.actor if (side := _side(scene, p))}
        theirs = {side for p in e.target if (side := _side(scene, p))} | _countries(scene, e)
        if len(ours) == 1:
            one = next(iter(ours))
            for other in theirs - ours:
                votes[min(one, other), max(one, other)] += 1
        elif e.subtype in _MUTUAL and len(ours) == 2:
            first, second = sorted(ours)
            votes[first, second] += 1
    return next(iter(votes)) if len(votes) == 1 else None


def _movement(scene: Scene, party: Party) -> bool:
    """Whether a party is a movement, or named by one: "les rebelles du Front"."""
    if party.side is not None or party.name in scene.book.lands or _people(scene, party):
        return False
    if party.kind == "group" or scene.book.movement_of(party.name):
        return True
    return party.mention is not None and any(
        m.kind == "group" and overlaps(m.span, party.mention.span) and not set(m.names) & set(scene.book.lands)
        for m in scene.mentions
    )


def _people(scene: Scene, party: Party) -> bool:
    """Whether a party is a nation by the name of its people: "les Norvendais"."""
    return " " not in party.name and party.mention is not None and bool(scene.sides(party.mention.span))


def _side(scene: Scene, party: Party) -> str | None:
    if party.side is not None:
        return party.side
    return party.name if party.name in scene.book.lands else None


def _countries(scene: Scene, e: Event) -> set[str]:
    """States in which the record's places lie."""
    spans = [p.mention.span for p in e.place]
    codes = {p.country for p in scene.places if any(overlaps(p.evidence.span, span) for span in spans)}
    return {scene.book.lands[c].name for c in codes if c in scene.book.lands}


def _opposed(scene: Scene, e: Event, pair: tuple[str, str]) -> Event:
    """What one of the two sides suffers is the other's doing; a clash is of both."""
    if e.type == "military_activity" and e.subtype in _MUTUAL:
        return msgspec.structs.replace(e, actor=tuple(Party(n, None, "state", n, implied=True) for n in pair))
    if (e.type not in ("attack", "territory") and e.subtype != "takeoff") or e.subtype == "explosion":
        return e  # what is only heard may be the defence
    if _HEARD.search(e.evidence[0].quote):
        return e
    if e.type == "territory" and (e.subtype == "control" or e.status == "denied"):
        return e  # who holds a place may be its own army
    if e.type == "attack" and _TERROR.search(e.evidence[0].quote):
        return e  # an army is not the only one that can have done it
    hit = {side for p in e.target if (side := _side(scene, p))}
    hit = hit or {side for p in e.target if p.mention for side in scene.sides(p.mention.span)}
    if not hit:
        hit = _countries(scene, e) | (set(scene.sides(e.evidence[0].span)) if e.type == "territory" else set())
    if len(hit) != 1 or not hit <= set(pair):
        return e
    doer = pair[1] if pair[0] in hit else pair[0]
    return msgspec.structs.replace(e, actor=(Party(doer, None, "state", doer, implied=True),))


def _of_sides(e: Event) -> bool:
    """Whether a meeting may be of the two sides: "pourparlers", "la réunion", and not "une réunion d'urgence"."""
    sitting = any(form in load_events().lists["sittings"] for form in singulars(e.trigger.quote.lower()))
    return not (sitting and _SOME.match(e.evidence[0].quote))


def _parties(scene: Scene, e: Event) -> Event:
    """The two sides of the text so far, where nothing else is possible."""
    pair = only_two(scene, e.evidence[0].start)
    if pair is None or (e.type == "meeting" and (not _of_sides(e) or set(pair) & _countries(scene, e))):
        return e  # whoever hosts the talks may only have brought the sides together
    return msgspec.structs.replace(
        e, actor=tuple(Party(n, None, kind_of(scene, n), side_of(scene, n), implied=True) for n in pair)
    )
