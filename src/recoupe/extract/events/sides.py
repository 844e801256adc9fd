"""The two sides that "les deux parties" means: those that the text joins ("entre X et Y"), else the only two named.

A movement is a side as a state is; who mediates, hosts or looks on is none. In doubt there is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from recoupe.extract.actors import Mention
from recoupe.extract.events.scene import Scene
from recoupe.text import overlaps

_PARTY = frozenset(["state", "metonym", "institution", "group", "person", "role"])
_JOINED = re.compile(
    r"\)?(?:\s?\([^()]{1,40}\))?(?:,[^,;.:]{1,90},)? (?:et|avec|contre)"
    r"(?: (?:de |du |des |d['’])?(?:l['’]|[^\W\d_]+ ){0,5})?\s?(?:l['’])?|\s?[-–—]\s?"
)
"""What stands between two names that are joined."""
_ASIDE = re.compile(
    r"(?:médiation|médiateur|participation|égide|houlette|auspices|parrain\w*|pilot\w+|"
    r"présence|compagnie|impulsion|intervention|facilit\w+|"
    r"accueilli\w*|encourag\w+|salu\w+|soutien|soutenu\w*|appui|appuyé\w*|épaulé\w*|allié\w*|y compris|témoin|envoyé|"
    r"émissaire|devant)\b[^.;:]{0,25}$",
    re.IGNORECASE,
)
"""Words before who brings the sides together, backs one of them or looks on."""
_AT = re.compile(
    r"\b(?:à|au|aux|en|dans|sur|vers|(?:frontière|voisinage|sol|territoire|côtes?|capitale) (?:de|du|des|d['’]|avec))"
    r" ?(?:l['’]|la |le |les )?$",
    re.IGNORECASE,
)
_NAMED_AFTER = re.compile(
    r"(?:accords?|traité|déclaration|principes?|processus|pourparlers|discussions|négociations|sommet|conférence|texte)"
    r" (?:signée? )?(?:de |d['’]|à )#?$"
)
"""Words before a capital that tells where a text was made."""
_ALIAS = re.compile(r"\s?[/(–-]\s?")
_ACCORD = re.compile(r"(?:accords?|traité|pacte|texte|déclaration)\b[^,.;]{0,25} entre (?:l['’]|[^\W\d_]+ ){0,2}$")
_TO = re.compile(r"\b(?:aux?|à) (?:l['’]|la )?$")
"""Before those who are asked: "a demandé aux X et aux Y de vérifier"."""
_LIST = re.compile(r",(?: et)? (?:l['’]|l[ea]s? )?$")


def two_sides(scene: Scene, offset: int) -> tuple[str, str] | None:
    """Names of the two states or movements that stand against each other at an offset; None where unsure."""
    named = _as_one(scene, list(_named(scene, offset)))
    pairs = [
        (one[0].span[0], (one[1], other[1]))
        for one, other in pairwise(named)
        if one[1] != other[1]
        and (one[0] is other[0] or _JOINED.fullmatch(scene.text, one[0].span[1], other[0].span[0]))
        and not _listed(scene, one[0], other[0])
        and not _TO.search(scene.text, max(0, one[0].span[0] - 12), one[0].span[0])
    ]
    sides = list(dict.fromkeys(side for _, side in named))
    if len(sides) > 2:  # "l'accord entre X et Y" may be another's
        pairs = [(at, pair) for at, pair in pairs if not _ACCORD.search(scene.text, max(0, at - 50), at)]
    if len({frozenset(pair) for _, pair in pairs}) == 1:
        return pairs[0][1]
    if pairs:  # of several, those who act just before
        near = [pair for at, pair in pairs if at >= _since(scene, offset)]
        return near[-1] if near else None
    return (sides[0], sides[1]) if len(sides) == 2 else None


def only_two(scene: Scene, offset: int) -> tuple[str, str] | None:
    """The two sides that the text names before an offset, where it names no other party, even as a mediator."""
    sides = list(dict.fromkeys(side for _, side in _as_one(scene, list(_named(scene, offset, asides=True)))))
    against = {side for _, side in _as_one(scene, list(_named(scene, offset)))}
    return (sides[0], sides[1]) if len(sides) == len(against) == 2 else None


def _as_one(scene: Scene, named: list[tuple[Mention, str]]) -> list[tuple[Mention, str]]:
    """The sides, two names of one movement taken as one: "l'AFC/M23", "le Front du nord (FN)"."""
    same: dict[str, str] = {}
    for (one, name), (other, second) in pairwise(named):
        if one.kind == other.kind == "group" and _ALIAS.fullmatch(scene.text, one.span[1], other.span[0]):
            same[name] = same.get(second, second)
    return [(m, same.get(side, side)) for m, side in named]


def _named(scene: Scene, offset: int, *, asides: bool = False) -> Iterator[tuple[Mention, str]]:
    """The sides named before an offset, each with its mention."""
    for m in scene.mentions:
        if m.span[1] > offset:
            return
        before = scene.text[max(0, m.span[0] - 30) : m.span[0]]
        there = any(overlaps(p.evidence.span, m.span) and not p.metonym for p in scene.places)
        if m.kind not in _PARTY or (there and (m.kind == "metonym" or _AT.search(before))):
            continue
        if (m.kind == "metonym" and _NAMED_AFTER.search(before)) or (
            not asides and _ASIDE.search(scene.text, max(0, m.span[0] - 60), m.span[0])
        ):
            continue
        for side in _sides(scene, m):
            yield m, side


def _sides(scene: Scene, m: Mention) -> list[str]:
    """The side that a mention is, or those that it joins: "les délégations de X et de Y"."""
    name = m.names[0] if m.names else ""
    book = scene.book
    if book.body_of(name):
        return [body] if (body := book.movement_of(name)) else []
    if name in book.lands:
        return [book.lands[name].name]
    if m.kind == "group":
        return [name]
    actor = book.actors.get(name)
    if actor is not None and actor.kind in ("person", "institution"):
        return [book.lands[actor.country].name] if actor.country in book.lands else []
    return scene.sides(m.span) if m.kind in ("institution", "role") else []


def _listed(scene: Scene, one: Mention, other: Mention) -> bool:
    """Whether two names are part of a list of three or more: "X, Y et Z"."""
    before = [m for m in scene.mentions if m.names and m.span[1] <= one.span[0] and one.span[0] - m.span[1] < 8]
    after = scene.text[other.span[1] : other.span[1] + 6]
    return any(_LIST.fullmatch(scene.text, m.span[1], one.span[0]) for m in before) or after.startswith(" et ")


def _since(scene: Scene, offset: int) -> int:
    """Where the sentence before that of an offset begins."""
    starts = [s.start for s in scene.sentences if s.start <= offset]
    return starts[-2] if len(starts) > 1 else 0
