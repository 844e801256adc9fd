"""Who denies what the same sentence tells: "X a accusé Y d'avoir tiré, ce que Y a démenti"."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from recoupe.extract.events.parties import parties
from recoupe.extract.events.scene import Scene
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events import SPEECH, load_events
from recoupe.lang.fr.events.factuality import governs, is_participle
from recoupe.lang.fr.events.phrases import coordinated
from recoupe.lang.fr.grammar import phrase_from
from recoupe.lang.fr.groups import subject_of, verb_group
from recoupe.records import Event, Evidence
from recoupe.text import within

DENIED = re.compile(r",? ce qu(?:e |['’])")
"""Where the answer of another begins."""


def denials(scene: Scene, s: Sentence, found: Sequence[Event]) -> list[Event]:
    """Each record of the sentence that another party denies in it, once more with that party's denial."""
    que = next((t for t in s.tokens[2:] if t.form in ("que", "qu'") and s.tokens[t.i - 1].form == "ce"), None)
    if que is None or s.tokens[que.i - 2].form != ",":
        return []
    events = load_events()
    verb = next((t for t in s.tokens[que.i + 1 :] if _verb(t, que) and t.form not in _AUX), None)
    if verb is None or not governs(events, "deny", verb, s):
        return []
    group = verb_group(s, verb.i, participle=is_participle(verb))
    if group is not None and group.negated:
        return []
    who = parties(scene, s, _subjects(s, verb, que), ())
    told = [e for e in found if within(e.trigger.span, (s.start, que.start)) and e.type not in SPEECH]
    told = [e for e in told if not _aside(scene, s, e)]
    told = [e for e in told if e.status == "claimed"] or [e for e in told[-1:] if e.status == "happened"]
    charged = [
        h.cue.start for h in scene.statements if h.act == "accuse" and h.cue and s.start <= h.cue.start < que.start
    ]
    if charged and told and all(e.status == "happened" and e.trigger.start < charged[-1] for e in told):
        return []  # "…a tué douze civils, X accusant Y d'y être mêlé, ce que Y a nié": the charge
    if not who:
        return []
    return [
        msgspec.structs.replace(
            e,
            status="denied",
            evidence=(Evidence.of(scene.text, (e.evidence[0].start, max(e.evidence[0].end, verb.end))),),
            attributed_to=tuple(p.name for p in who),
            source=who[0].mention,
            statements=(),
            chain=(),
        )
        for e in told
    ]


def _aside(scene: Scene, s: Sentence, e: Event) -> bool:
    """Whether a deed is told in a clause about someone, of which no more is said: "le groupe qu'il soupçonne d'avoir
    tué douze civils"."""
    cue = scene.by_id[e.statements[-1]].cue if e.statements else None
    verb = next((t for t in s.tokens if cue is not None and cue.start <= t.start < cue.end and t.pos == "VERB"), None)
    return verb is not None and verb.dep.startswith("acl:relcl")


_AUX = frozenset(["a", "ont", "avait", "avaient"])


def _verb(t: Token, que: Token) -> bool:
    """Whether a word is a verb, or stands where only one can ("ce que dément X"), whatever the tagger says."""
    return (
        t.pos in ("VERB", "AUX") or t.dep == "acl:relcl" or (t.i == que.i + 1 and t.pos not in ("DET", "PRON", "PROPN"))
    )


def _subjects(s: Sentence, verb: Token, que: Token) -> list[Token]:
    group = verb_group(s, verb.i, participle=is_participle(verb))
    subject = subject_of(s, group) if group is not None else None
    if subject is None or subject.i < que.i:  # "ce que dément X"
        behind = phrase_from(s, verb.i + 1, apposition=False)
        subject = behind.head if behind is not None else None
    return coordinated(s, subject) if subject is not None else []
