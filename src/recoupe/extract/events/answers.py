"""Who is blamed for a deed told before, and who denies one: "X met en cause Y", "Y nie toute responsabilité".

The sentence itself tells no deed: it takes up the attack told right before it, or another deed of its own sentence.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from recoupe.extract.events.parties import kind_of, parties, side_of
from recoupe.extract.events.scene import ACTING, Scene
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.cues import load_cues
from recoupe.lang.fr.events import SPEECH, load_events, singulars
from recoupe.lang.fr.events.factuality import governs, is_participle
from recoupe.lang.fr.events.phrases import coordinated, phrase
from recoupe.lang.fr.grammar import phrase_from
from recoupe.lang.fr.groups import subject_of, verb_group
from recoupe.records import Event, Evidence, Party
from recoupe.text import Span

_REACH = 500
"""Characters between a deed and the words that take it up: the paragraph, and the one before."""
_BLAME = frozenset(["strike", "shelling", "assault", "shooting", "explosion"])
_HARM = frozenset(["damaged", "destroyed"])
_THIS = frozenset(["ce", "cet", "cette", "ces", "toute", "toutes", "tout", "sa", "leur", "les", "l'", "la", "une"])


def answers(scene: Scene, s: Sentence, found: Sequence[Event]) -> list[Event]:
    """The deeds told before that the sentence lays on someone, or that someone denies in it."""
    made: list[Event] = []
    for t in s.tokens:
        deed = _blamed(scene, s, t, found) or _denied(scene, s, t, found)
        deed = deed or _answered(scene, s, t, found) or _flatly(scene, s, t, found)
        if deed is not None and not any(e.evidence[0].span == deed.evidence[0].span for e in made):
            made.append(deed)
    return made


def _blamed(scene: Scene, s: Sentence, t: Token, found: Sequence[Event]) -> Event | None:
    """ "X accuse Y", "X met Y en cause", and no more: the last attack, laid on Y."""
    events = load_events()
    words = [x.form for x in s.tokens[t.i + 1 : t.i + 3]] == ["en", "cause"] and t.form in events.governors["put"]
    if not (words or t.form in events.governors["blame_only"]) or t.pos not in ("VERB", "AUX", "ADJ", "NOUN"):
        return None
    group = verb_group(s, t.i, participle=is_participle(t))
    if group is None or group.negated or group.passive or group.conditional or group.reflexive:
        return None
    last = t.i + 2 if words else t.i
    accused = phrase_from(s, last + 1, apposition=False)
    if accused is None or (accused.last + 1 < len(s.tokens) and s.tokens[accused.last + 1].form not in _ENDS):
        return None  # "accuse X de mentir", "d'avoir menti": of something else
    if any(_charge(s, x) for x in s.tokens[accused.last + 1 :]):
        return None
    who, whom = _teller(scene, s, t), parties(scene, s, coordinated(s, accused.head), ())
    if not who or not whom or not all(p.side or p.kind in ACTING for p in whom):
        return None
    deed = _last(t, found)
    if (
        deed is None
        or {p.name for p in who} & {p.name for p in whom}
        or {p.side for p in who if p.side} & {p.side for p in whom}
    ):
        return None
    span = (who[0].mention.start if who[0].mention else t.start, accused.span[1])
    return _again(scene, deed, who, span, t, status="claimed", actor=whom)


def _charge(s: Sentence, t: Token) -> bool:
    """Whether a word opens a charge of its own: "d'avoir menti", "de crimes de guerre"."""
    after = s.tokens[t.i + 1] if t.i + 1 < len(s.tokens) else None
    return (
        t.form in ("de", "d'") and after is not None and (after.pos == "NOUN" or after.morph.get("VerbForm") == "Inf")
    )


_ENDS = frozenset([",", ".", ":", ";", "»", "!", "et"])


def _denied(scene: Scene, s: Sentence, t: Token, found: Sequence[Event]) -> Event | None:
    """ "Y nie toute responsabilité", "Y rejette cette accusation": the last attack, denied by Y."""
    events = load_events()
    if t.pos != "NOUN" or not any(events.of_class(form, "charges") for form in singulars(t.form)):
        return None
    det = next((c.form for c in s.tokens if c.head == t.i and c.dep == "det" and c.i < t.i), "")
    verb = s.tokens[t.head]
    if (
        det not in _THIS
        or verb.i >= t.i
        or not (governs(events, "deny", verb, s) or governs(events, "refuse", verb, s))
    ):
        return None
    if any(c.head == t.i and c.i > t.i and c.form in ("que", "qu'") for c in s.tokens):
        return None
    group = verb_group(s, verb.i, participle=is_participle(verb))
    if group is None or group.negated or group.passive or group.conditional:
        return None
    who, deed = _teller(scene, s, verb), _last(verb, found)
    if not who or deed is None or (deed.actor and not _one_side(scene, who, deed.actor)):
        return None
    if deed.status == "denied" or {p.name for p in who} & set(deed.attributed_to):
        return None
    start = who[0].mention.start if who[0].mention and who[0].mention.start >= s.start else verb.start
    mine = deed.actor or tuple(msgspec.structs.replace(p, mention=None, implied=True) for p in who)
    return _again(scene, deed, who, (start, phrase(s, t)[1]), verb, status="denied", actor=mine)


def _answered(scene: Scene, s: Sentence, t: Token, found: Sequence[Event]) -> Event | None:
    """ "X revendique la prise de la ville, Y dément": what the sentence tells, denied by Y."""
    events = load_events()
    after = [x for x in s.tokens[t.i + 1 :] if x.pos != "PUNCT"]
    if after or t.form not in events.governors["deny"] or is_participle(t) or t.i < 4:
        return None
    opening = next((k for k in range(t.i - 1, 0, -1) if s.tokens[k].form in (",", ";", "mais")), None)
    clause = phrase_from(s, opening + 1, apposition=False) if opening is not None else None
    if clause is None or clause.last != t.i - 1:
        return None
    who = parties(scene, s, [clause.head], ())
    told = [e for e in found if s.start <= e.trigger.start < clause.span[0] and e.type not in SPEECH]
    told = [e for e in told if e.status in ("claimed", "happened")]
    if len(who) != 1 or len(told) != 1 or who[0].name in told[0].attributed_to:
        return None
    return _again(scene, told[0], who, (clause.span[0], t.end), t, status="denied", actor=told[0].actor)


_FLAT = frozenset(["en", "bloc", "formellement", "fermement", "catégoriquement", "toujours", "aussitôt", ".", "!"])


def _flatly(scene: Scene, s: Sentence, t: Token, found: Sequence[Event]) -> Event | None:
    """ "Le mouvement dément.", and no more: the last attack, denied by whom another charged with it."""
    if t.form not in load_events().governors["deny"] or is_participle(t):
        return None
    if any(x.form not in _FLAT for x in s.tokens[t.i + 1 :]):
        return None
    subject = phrase_from(s, 0, apposition=False)
    deed = _last(t, found)
    if subject is None or subject.last != t.i - 1 or deed is None or len(deed.actor) != 1 or deed.status != "claimed":
        return None
    who = parties(scene, s, [subject.head], ())
    if [p.kind for p in deed.actor] == ["group"] and load_events().of_class(subject.head.form, "bands"):
        who = (msgspec.structs.replace(deed.actor[0], mention=Evidence.of(scene.text, subject.span)),)
    if len(who) != 1 or not _one_side(scene, who, deed.actor) or {p.name for p in who} & set(deed.attributed_to):
        return None
    return _again(scene, deed, who, (subject.span[0], t.end), t, status="denied", actor=deed.actor)


def _teller(scene: Scene, s: Sentence, verb: Token) -> tuple[Party, ...]:
    """Who the subject of a verb is, where it can speak."""
    cued = scene.cued((verb.start, verb.end))
    if cued is not None and cued.reference and cued.speaker is not None:
        return tuple(Party(n, cued.speaker, kind_of(scene, n), side_of(scene, n)) for n in cued.reference)
    group = verb_group(s, verb.i, participle=is_participle(verb))
    subject = subject_of(s, group) if group is not None else None
    if subject is None or not (scene.kind((subject.start, subject.end)) or load_cues().someone(subject.form)):
        return ()
    return parties(scene, s, [subject], ())


def _last(at: Token, found: Sequence[Event]) -> Event | None:
    """The attack, or the damage done, told last before a word, near enough."""
    near = [
        e
        for e in found
        if ((e.type == "attack" and e.subtype in _BLAME) or (e.type == "damage" and e.subtype in _HARM))
        and e.status in ("happened", "claimed")
        and 0 <= at.start - e.trigger.start <= _REACH
    ]
    return max(near, key=lambda e: e.trigger.start, default=None)


def _one_side(scene: Scene, who: Sequence[Party], actor: Sequence[Party]) -> bool:
    """Whether who denies a deed is of the side to which it is laid."""
    return bool({p.name for p in who} & {p.name for p in actor}) or bool(_sides(scene, who) & _sides(scene, actor))


def _sides(scene: Scene, found: Sequence[Party]) -> set[str]:
    """The states that parties are of, also by the one state that their words name: "l'état-major norvendais"."""
    named = [scene.sides(p.mention.span) if p.mention is not None else [] for p in found]
    own = (p.side or (lands[0] if len(lands) == 1 else "") for p, lands in zip(found, named, strict=True))
    return {side for side in own if side}


def _again(
    scene: Scene, deed: Event, who: Sequence[Party], span: Span, cue: Token, *, status: str, actor: tuple[Party, ...]
) -> Event:
    """A deed once more, as someone lays it on another or denies it."""
    implied = tuple(msgspec.structs.replace(p, mention=None, implied=True) for p in deed.target)
    if deed.type == "damage":  # whoever is blamed for it is said to have struck
        codes = load_events().codes["attack"]
        deed = msgspec.structs.replace(deed, type="attack", subtype="strike", **codes)
    return msgspec.structs.replace(
        deed,
        evidence=(Evidence.of(scene.text, span),),
        trigger=Evidence.of(scene.text, (cue.start, cue.end)),
        status=status,
        actor=actor,
        target=implied,
        quantity=None,
        weapon=None,
        attributed_to=tuple(p.name for p in who),
        source=who[0].mention,
        statements=(),
        chain=(),
        rule=f"events@1:answer.{status}.{cue.form}",
    )
