"""Stances that a sentence tells as history by a noun alone: "après un premier refus, X accepte la trêve"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

import msgspec

from recoupe.extract.events.scene import Scene
from recoupe.lang.base import Sentence
from recoupe.records import Event, Evidence
from recoupe.text import plain, within

_NO = "refus|rejet|veto|opposition|non"
_YES = "(?<=son )accord|feu vert|approbation|oui"
_BEFORE = re.compile(
    r"(?:\b(?:après|malgré|en dépit de|d'|revenant sur|revenue?s? sur) ?"
    r"(?:(?:plusieurs|de longs|des|deux|trois) [a-zé]+ (?:de |d')|(?:une?|son|sa) ?)(?:[a-zéè]+ )?"
    rf"(?P<noun>{_NO}|{_YES})s?)(?: [a-zéèê]+)?,"
)
_AGAINST = frozenset(["rejects"])
_FOR = frozenset(["accepts", "supports"])


def earlier(scene: Scene, s: Sentence, found: Iterable[Event]) -> list[Event]:
    """The stance on the same matter that a party left for the one which the sentence tells of it."""
    told = _BEFORE.search(plain(scene.text[s.start : s.end]).lower())
    now = [e for e in found if e.type == "position" and e.actor and within(e.evidence[0].span, s.span)]
    if told is None or len({tuple(p.name for p in e.actor) for e in now}) != 1:
        return []
    stance: Literal["accepts", "rejects"] = "rejects" if re.fullmatch(_NO, told["noun"]) else "accepts"
    start, end = (s.start + k for k in told.span("noun"))
    if scene.sides((end, s.start + told.end())) or any(within((start, end), e.evidence[0].span) for e in now):
        return []  # "malgré un refus norvendais": another's
    left = next((e for e in now if e.stance in (_FOR if stance == "rejects" else _AGAINST)), None)
    if left is None or left.status != "happened":
        return []
    return [
        msgspec.structs.replace(
            left,
            stance=stance,
            evidence=(Evidence.of(scene.text, (s.start + told.start(), end)),),
            trigger=Evidence.of(scene.text, (start, end)),
            date=None,
            quantity=None,
            condition=None,
            attributed_to=(),
            source=None,
            statements=(),
            chain=(),
            rule=f"events@1:earlier.{stance}.{told['noun']}",
        )
    ]
