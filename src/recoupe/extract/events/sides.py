"""The two sides that "les deux parties" means: those that the text joins ("entre X et Y"), else the only two named.

A movement is a side as a state is; who mediates, hosts or looks on is none. In doubt there is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from recoupe.extract.actors import Mention
from recoupe.extract.events.scene import ACTING, Scene
from recoupe.text import overlaps

_EVERYONE = "Communauté internationale"
_JOINED = re.compile(
    r"\)?(?:\s?\([^()]{1,40}\))?(?:,[^,;.:]{1,90},)? (?:et|avec|contre)"
    r"(?: (?:de |du |des |d['’])?(?:l['’]|[^\W\d_]+ ){0,5})?\s?(?:l['’])?|\s?[-–—]\s?"
)
"""What stands between two names that are joined."""
_ASIDE = re.compile(
    r"(?:médiation|médiateur|participation|égide|houlette|auspices|parrain\w*|pilot\w+|"
    r"présence|compagnie|impulsion|intervention|facilit\w+|"
    r"accueilli\w*|encourag\w+|salu\w+|reconnue?s?|soutien|soutenu\w*|appui|appuyé\w*|épaulé\w*|allié\w*|y compris|"
    r"témoin|envoyé|"
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
_LIST = re.compile(r",(?: et)? (?:l['’]|l[ea]s? |d['’]|de l['’]|de la |des |du |de )?$")
_GOES_ON = re.compile(r"(?:,| et) (?:l['’]|l[ea]s? |d['’]|de l['’]|de la |des |du |de )?")
"""Between the names of one list: "la médiation de X, des Y et de Z"."""
_BRINGS = re.compile(
    r"(?:médiat(?:ion|eur|rice)s?|égide|houlette|auspices|entremise|bons offices|initiative|facilit\w+)\b[^.;:]{0,25}$",
    re.IGNORECASE,
)
"""Words before who brings the sides together, and is none of them anywhere in the text."""
_HOSTS = re.compile(
    r",? (?:qui |lequel |laquelle )?(?:(?:accueille|abrite|héberge|parraine|facilite)(?:nt)?"
    r"|(?:fait|font|joue|jouent|offre|offrent)(?: [\w'’-]+){0,3}? (?:médiat|bons offices)"
    r"|sert(?:vent)? d['’]intermédiaire)\w*\b",
    re.IGNORECASE,
)
"""Behind them: "le Norvend, qui accueille les discussions"."""
_MEDIATES = re.compile(r"\bmédiat(?:eur|rice|ion)s?\b", re.IGNORECASE)
_MOVEMENT = re.compile(
    r"(?:Front|Mouvement|Coordination|Alliance|Guérilla|Rébellion|Milices?|Parti"
    r"|Armée (?:de|pour|nationale|populaire|révolutionnaire|démocratique))\b"
)
"""How the name of a movement begins that no list knows."""
_INITIALS = re.compile(r"[A-ZÀ-Þ]{2,6}")


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
    """The sides named before an offset, each with its mention; with ``asides``, also those who only look on."""
    between = set() if asides else _go_betweens(scene)
    aside, last = False, 0
    for m in _acting(scene):
        if m.span[1] > offset:
            return
        goes_on = aside and _GOES_ON.fullmatch(scene.text, last, m.span[0])
        before = scene.text[max(0, m.span[0] - 30) : m.span[0]]
        there = any(overlaps(p.evidence.span, m.span) and not p.metonym for p in scene.places)
        aside = bool(goes_on or _ASIDE.search(scene.text, max(0, m.span[0] - 60), m.span[0]))
        last = m.span[1]
        if (there and (m.kind == "metonym" or _AT.search(before))) or (not asides and aside):
            continue
        if m.kind == "metonym" and _NAMED_AFTER.search(before):
            continue
        for side in _sides(scene, m):
            if side not in between:
                yield m, side


def _acting(scene: Scene) -> list[Mention]:
    """What may be a side, in order: known mentions, and the initials of bodies that no list knows ("le FLN")."""
    known = [m for m in scene.mentions if m.kind in ACTING | {"role"}]
    initials = [
        Mention(i.span, (), "initials", "unresolved", None, "sing")
        for i in scene.scan.items
        if i.kind == "unknown" and _INITIALS.fullmatch(scene.text, *i.span)
    ]
    return sorted([*known, *initials], key=lambda m: m.span)


def _go_betweens(scene: Scene) -> set[str]:
    """Whoever the text says brings the sides together, or hosts them: they are no side anywhere in it."""
    found: set[str] = set()
    goes_on, last = False, 0
    for m in _acting(scene):
        brings = bool(_BRINGS.search(scene.text, max(0, m.span[0] - 60), m.span[0]))
        goes_on = brings or (goes_on and bool(_GOES_ON.fullmatch(scene.text, last, m.span[0])))
        last = m.span[1]
        if goes_on or _HOSTS.match(scene.text, m.span[1]) or _MEDIATES.search(scene.text, *m.span):
            found |= {*_sides(scene, m), *(scene.sides(m.span) if _MEDIATES.search(scene.text, *m.span) else ())}
    return found


def _sides(scene: Scene, m: Mention) -> list[str]:
    """The side that a mention is, or those that it joins: "les délégations de X et de Y"."""
    name = m.names[0] if m.names else ""
    book = scene.book
    if not name and (m.kind == "initials" or (m.kind == "institution" and _MOVEMENT.match(scene.text, *m.span))):
        return list(scene.resolver.resolve(m.span).reference[:1])
    if book.body_of(name):
        return [body] if (body := book.movement_of(name)) else []
    if name in book.lands:
        return [book.lands[name].name]
    if m.kind == "group":
        return [name] if name != _EVERYONE else []
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
