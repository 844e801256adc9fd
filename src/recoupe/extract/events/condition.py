"""The condition that a stance, a proposal or an agreement is tied to: "prêt à l'accepter à condition que …"."""

from __future__ import annotations

import re

from recoupe.extract.events.scene import Scene
from recoupe.lang.base import Sentence
from recoupe.lang.fr.events.draft import Draft
from recoupe.records import Evidence
from recoupe.text import plain, trim

_TYPES = frozenset(["position", "proposal", "agreement"])
_CONDITION = re.compile(r"\b(?:à (?:la seule )?condition|sous réserve) (?:que |qu'|de |d')|\bpourvu qu")
_END = re.compile(r"[.;:»]|, (?:selon|d'après|a|ont) ")


def condition_of(scene: Scene, s: Sentence, draft: Draft) -> Evidence | None:
    """The condition behind a draft's trigger in its sentence, up to the words that tell who says so."""
    if draft.row.type not in _TYPES:
        return None
    low = plain(scene.text[draft.trigger.end : s.end]).lower()
    found = _CONDITION.search(low)
    if found is None:
        return None
    end = _END.search(low, found.end())
    span = draft.trigger.end + found.start(), draft.trigger.end + (end.start() if end else len(low))
    return Evidence.of(scene.text, trim(scene.text, span, ' \t\n\u00a0\u202f,;:.«»"'))
