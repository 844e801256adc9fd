"""Status and attribution: who says a thing, and whether it is said to be done, planned, denied or left open."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from recoupe.extract.events.parties import parties, party_of, speaker_names
from recoupe.extract.events.scene import Scene
from recoupe.extract.events.tellers import concedes, putting
from recoupe.extract.events.wills import TAKES_SIDE
from recoupe.lang.base import Token
from recoupe.lang.fr.cues import load_cues
from recoupe.lang.fr.events import Events, Row, load_events
from recoupe.lang.fr.events.accusation import Accusation, accusation_of
from recoupe.lang.fr.events.draft import Draft
from recoupe.lang.fr.events.factuality import governs
from recoupe.lang.fr.groups import subject_of, verb_group
from recoupe.records import EventStatus, Statement
from recoupe.text import plain

_WILLED = frozenset(["demand", "propose", "commit", "threaten", "accept", "reject", "support", "warn"])
_PLANNABLE = frozenset(
    ["meeting", "aid", "prisoners", "agreement", "military_activity", "territory", "office", "sanction"]
)
_STATES = frozenset(["control", "held", "missing"])
_TURNED = frozenset(["accepts", "supports"])
_NOMINAL_HOLD = frozenset(
    ["demand", "propose", "commit", "threaten", "accept", "reject", "support", "warn", "accuse", "deny"]
)


_BELIEVED = re.compile(r"\bà (?:l['’]|les )?en croire\b|\bselon (?:lui|elle|eux|elles)\b", re.IGNORECASE)
"""What makes a sentence the word of someone named before."""
_CUT = re.compile(
    r"[«\"“\s]*(?:(?:ne |n['’]|pas |l['’]|les? |la |s['’]|y )*(?:avoir|être)|que?|toute?|une?)\b",
    re.IGNORECASE,
)
"""What opens a quotation that is no sentence by itself: "nie « avoir tiré »", "nie « toute implication »"."""
_DENIED_BY = re.compile(r",? ce qu(?:e |')[^,;.]*")
"""What another answers ("ce que Y a démenti") is no word of who speaks."""
_DENIED_SINCE = re.compile(
    r"(?<!est)(?<!sont)(?<!été)(?<! a)(?<!ont)(?<!furent)(?<!fut) (?:désormais|depuis|ensuite|aussitôt|vite|rapidement|"
    r"immédiatement|plus tard|entre-temps) démentie?s?\b"
)
"""What the text says of what someone told: "a annoncé une attaque, aussitôt démentie"."""
_HEARS = re.compile(
    r"\b(?:nous (?:l')?apprenons|j'apprends|on m'apprend|on nous (?:apprend|dit|raconte)"
    r"|(?:j'entends|nous entendons)(?: dire)?"
    r"|(?:j'ai|nous avons) entendu dire|on (?:m'a|nous a) (?:appris|dit|raconté)) (?:que|qu')[^.;»]*$"
)
"""What a speaker is told, and does not say: "nous apprenons que la ville est tombée"."""


@dataclass(slots=True)
class Setting:
    """Who says a thing, and how it is said to stand."""

    status: EventStatus
    attributed_to: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    chain: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    holders: list[Statement] = field(default_factory=list)
    stance: str = ""
    """Stance that the negation turns the words into."""


def setting(scene: Scene, draft: Draft, events: Events) -> Setting | None:
    """Status and attribution of a draft; None where it is no record."""
    holders = scene.holders(draft.trigger.start) or _above(scene, draft)
    hedged = [h for h in holders if h.mode == "hedge"]
    said = without_mention([h for h in holders if h.mode != "hedge"])
    fact, negated = draft.standing
    row = draft.row
    if "request" in row.flags and fact == "open":
        fact = "happened"
    if fact == "conditional" and row.subtype in _STATES and not said:
        fact = "hedged"  # "les rebelles contrôleraient la ville": hearsay of what is, with no verb before it
    if row.type == "proposal":
        said = [h for h in said if h.act not in _WILLED]
    if "negated" in row.flags:
        if not negated:
            return None
        negated = False
    if draft.verbal and any(h.negated and h.act not in TAKES_SIDE for h in said):
        return None  # "n'a pas confirmé que", "aucun responsable n'a dit que": nobody says it
    for holder in said:
        if holder.act in _WILLED and not _asserted(draft) and not _presupposed(draft):
            return None
        if holder.mode == "nominal" and not draft.verbal and holder.act in _NOMINAL_HOLD and not _presupposed(draft):
            if holder.act != "deny" and not (holder.act == "accuse" and row.type == "casualties"):
                return None
            fact = "happened"
    before = plain(scene.text[max(draft.sentence.start, draft.trigger.start - 40) : draft.trigger.start]).lower()
    if said and _HEARS.search(plain(scene.text[draft.sentence.start : draft.trigger.start]).lower()):
        return None
    if (draft.verbal and _NOT_QUITE.search(before)) or (negated and _WERE_THERE.search(before)):
        return None
    if fact == "open" or (not said and row.speech and draft.verbal and _denied_above(draft, events)):
        return None
    if row.status in ("claimed", "denied"):
        if draft.turned is not None and not said:
            return None  # "X n'a rien à voir avec l'attaque": whose word that is, the text does not tell
        return _worded(scene, draft, said) if fact == "happened" and not negated else None
    denying = any(denies(h) or _calls_false(h, events) for h in said)
    speaker = speaker_names(said[-1]) if said else ()
    chain = tuple(dict.fromkeys("; ".join(speaker_names(h)) for h in said if speaker_names(h)))
    attributed = speaker_names(said[0]) if said else ()
    base = Setting(
        "happened", attributed, tuple(scene.id_of(h) for h in said), chain if len(chain) > 1 else (), speaker, said
    )
    if negated and not denying and row.stance in _TURNED:
        if perfect(draft):
            return None  # "n'a pas (encore) accepté": no stance yet
        base.stance, negated = "rejects", False
        fact = "happened"
    if denying != negated or (denying and negated and row.type != "position"):
        if not said and not (row.type == "meeting" and fact == "planned"):
            return None  # the text itself says that it did not happen
        base.status = "denied"
        return base
    if fact == "planned":
        if (row.type not in _PLANNABLE or row.subtype == "clash") and not row.speech:
            return None
        base.status = "planned"
    elif fact == "conditional":
        if row.type not in ("meeting", "agreement", "aid", "prisoners", "sanction"):
            return None
        base.status = "conditional"
    elif not said and _charged(row) and (charge := accusation_of(draft.sentence, draft.trigger)) is not None:
        base.status = "claimed"
        base.attributed_to = _accusers(scene, draft, charge)
    elif fact == "hedged" or hedged or (not row.speech and (said or _believed(scene, draft))):
        base.status = "claimed"
    elif not row.speech and (heads := _told_by(scene, draft, events)):
        base.status = "claimed"
        base.attributed_to = tuple(p.name for p in parties(scene, draft.sentence, heads, ()))
    elif not row.speech and (teller := scene.reported(draft.sentence, draft.trigger)) is not None:
        base.status = "claimed"
        base.attributed_to = _subject(scene, draft, teller)
    elif row.type == "proposal":
        base.status = "proposed"
    elif row.type == "threat":
        base.status = "conditional"
    elif row.type == "agreement" and said:
        base.status = "claimed"
    if row.type == "aid" and row.subtype == "request":
        base.status = "proposed"
    return base


_WERE_THERE = re.compile(r"\bqu'il n'y (?:ait|eût) (?:pas|plus|aucune?)\b")
"""What is regretted or wished, and denied by no one."""
_NOT_QUITE = re.compile(r"\b(?:loin d'|près d'|à deux doigts d'|sur le point d')(?:avoir|être|s'être)(?: \w+)? ?$")
"""What stands before a thing that was not done after all."""


def _denied_above(draft: Draft, events: Events) -> bool:
    """Whether the verb on which another hangs denies it: "dément s'être rallié"."""
    head = draft.sentence.tokens[draft.trigger.head]
    return head is not draft.trigger and head.i < draft.trigger.i and governs(events, "deny", head, draft.sentence)


def _worded(scene: Scene, draft: Draft, said: list[Statement]) -> Setting:
    """Of words that say themselves whose word it is: "X impute l'attaque à Y", "X décline toute responsabilité"."""
    roles = draft.roles
    own = draft.row.status == "denied" and draft.turned is None
    heads = roles.get("source") or (roles.get("actor", []) if own else [])
    who = tuple(p.name for p in parties(scene, draft.sentence, heads, ()))
    outer = without_mention([h for h in said if not set(who) & set(speaker_names(h))])
    return Setting(
        "denied" if draft.row.status == "denied" else "claimed",
        who or (speaker_names(said[0]) if said else ()),
        tuple(scene.id_of(h) for h in said),
        tuple(dict.fromkeys(["; ".join(speaker_names(h)) for h in outer] + ["; ".join(who)])) if outer and who else (),
        speaker_names(said[-1]) if said else who,
        said,
    )


def _believed(scene: Scene, draft: Draft) -> bool:
    return _BELIEVED.search(scene.text, draft.sentence.start, draft.sentence.end) is not None


def _accusers(scene: Scene, draft: Draft, charge: Accusation) -> tuple[str, ...]:
    """Who makes an accusation: the subject of its verb, else whoever speaks in the clause on which it hangs."""
    s, verb = draft.sentence, charge.verb
    found = tuple(p.name for p in parties(scene, s, charge.accusers, ()))
    cued = scene.cued((s.tokens[verb.head].start, s.tokens[verb.head].end)) if not found else None
    return speaker_names(cued) if cued is not None else found


def _charged(row: Row) -> bool:
    """Whether a record of this row can be what someone is accused of."""
    return not row.speech or row.type == "agreement"


def without_mention(said: list[Statement]) -> list[Statement]:
    """The holders but those that only mention what another one says inside of them: "X a annoncé l'envoi de troupes
    contre ceux qui ont tué dix civils, selon Y": Y says who killed."""
    return [
        h
        for k, h in enumerate(said)
        if h.mode != "nominal" or h.act != "assert" or all(inner.mode == "nominal" for inner in said[k + 1 :])
    ]


def perfect(draft: Draft) -> bool:
    """Whether a verb stands in the perfect."""
    s, t = draft.sentence, draft.trigger
    return any(x.head == t.i and x.dep.startswith("aux") and x.i < t.i for x in s.tokens)


def _subject(scene: Scene, draft: Draft, verb: Token) -> tuple[str, ...]:
    """Who the subject of a verb of saying is."""
    s = draft.sentence
    group = verb_group(s, verb.i, participle=verb.morph.get("VerbForm") == "Part")
    subject = subject_of(s, group) if group is not None and not group.passive else None
    if subject is None or not (scene.kind((subject.start, subject.end)) or load_cues().someone(subject.form)):
        return ()
    return tuple(p.name for p in party_of(scene, s, subject, ()))


def _told_by(scene: Scene, draft: Draft, events: Events) -> list[Token]:
    """Who tells a thing that no statement holds: "a concédé la perte de…", "chiffre ses pertes à 22 soldats tués"."""
    if not draft.verbal:
        return concedes(scene, draft.sentence, draft.trigger, events)
    return putting(scene, draft.sentence, draft.trigger, events) if draft.row.type == "casualties" else []


def _above(scene: Scene, draft: Draft) -> list[Statement]:
    """The statements that hold the clause on which a participle hangs: "accuse X d'avoir tiré, faisant trois morts"."""
    s, t = draft.sentence, draft.trigger
    if not draft.verbal:  # "causant la mort de…"
        t = s.tokens[t.head]
    own = [t, *(x for x in s.tokens if x.head == t.i and x.dep.startswith("aux"))]
    hangs = any(x.form.endswith("ant") or x.morph.get("VerbForm") == "Inf" for x in own)
    return scene.above(s, t) if hangs else []


def denies(holder: Statement) -> bool:
    """Whether what a statement holds is what it denies: a whole quotation says itself what is so, or is not ("X a
    démenti : « Nous tenons la ville »")."""
    whole = holder.mode in ("direct", "colon", "free_direct") and not _CUT.match(holder.content[0].quote)
    return holder.act == "deny" and not whole


def _calls_false(holder: Statement, events: Events) -> bool:
    """Whether a statement says of what it names that it is a rumour or a lie."""
    words = plain(" ".join(e.quote for e in holder.content)).lower()
    words = _DENIED_SINCE.sub("", _DENIED_BY.sub("", words))
    return len(words) < 300 and events.speech["denial"].search(words) is not None


def _presupposed(draft: Draft) -> bool:
    """Whether a noun dates what is said ("après l'échec des pourparlers"): it is told as done, whatever is wanted."""
    if draft.verbal:
        return False
    tokens = draft.sentence.tokens
    if governs(load_events(), "presuppose", tokens[draft.trigger.head], draft.sentence):
        return True
    return any(
        t.form in ("après", "depuis", "lors", "malgré") for t in tokens[max(0, draft.trigger.i - 4) : draft.trigger.i]
    )


def _asserted(draft: Draft) -> bool:
    """Whether a verb inside a demand or a plan is itself a finite past statement of fact."""
    if not draft.verbal or draft.standing.fact != "happened":
        return False
    s, t = draft.sentence, draft.trigger
    aux = [x for x in s.tokens if x.head == t.i and x.dep.startswith("aux") and x.morph.get("VerbForm") == "Fin"]
    if any(x.morph.get("Mood") == "Sub" for x in aux):
        return False  # "réclame que les otages soient libérés"
    return bool(aux) and t.dep in ("acl:relcl", "advcl", "ccomp", "root")
