"""Which of the readings of a sentence stand, where several read the same words."""

from __future__ import annotations

from recoupe.lang.fr.events import UNDONE
from recoupe.lang.fr.events.draft import Draft
from recoupe.lang.fr.events.phrases import phrase
from recoupe.text import within

_PHRASE = 3
"""Words after a verb among which the noun of its phrase stands."""


def best_of(drafts: list[Draft]) -> list[Draft]:
    """One draft a trigger; a noun that is part of a verb's draft of the same type says nothing more."""
    kept: list[Draft] = []
    for draft in sorted(
        drafts,
        key=lambda d: (
            d.row.type != "position",
            not d.verbal,
            d.row.subtype == "held",
            d.trigger.i,
            not d.row.words,
            -len(d.row.every),
            -sum(map(len, d.roles.values())),
            d.row.index,
        ),
    ):
        if draft.standing.fact == "open" and not draft.row.flags & {"negated", "request"}:
            continue
        if any(_in_words(k, draft) for k in kept):
            continue
        same = [k for k in kept if k.trigger is draft.trigger and (k.standing.negated or "shadows" not in k.row.flags)]
        if any(
            (k.row.type == draft.row.type or not draft.row.speech or not k.row.speech) and not _both_lost(k, draft)
            for k in same
        ):
            continue
        inside = [
            k
            for k in kept
            if (
                k.row.type == draft.row.type
                and (draft.row.type != "military_activity" or k.row.subtype == draft.row.subtype)
            )
            or {k.row.type, draft.row.type} == {"attack", "military_activity"}
            if any(t is draft.trigger for heads in k.roles.values() for t in heads)
            or (
                k.trigger.i != draft.trigger.i
                and not draft.verbal
                and within((draft.trigger.start, draft.trigger.end), k.span)
                and _same_np(k, draft)
            )
        ]
        if any(_same_held(k, draft) for k in kept):
            continue
        silent = [
            k
            for k in kept
            if k.row.stance == "silent"
            and k.trigger is not draft.trigger
            # "a revendiqué l'attaque" is a statement of its own
            and (k.standing.negated or draft.row.type == "attack")
        ]
        if any(_same_np(k, draft) for k in silent) and (draft.row.type == "attack" or not _told(draft)):
            continue
        if inside:
            for k in inside:
                for role, heads in draft.roles.items():  # those between whom talks are held do not stop them
                    k.roles.setdefault("target" if role == "actor" and k.row.subtype in UNDONE else role, heads)
            continue
        kept.append(draft)
    return sorted(kept, key=lambda d: d.trigger.i)


def _both_lost(k: Draft, draft: Draft) -> bool:
    """Whether one verb tells of men and of arms that someone lost: "a perdu douze hommes et trois chars"."""
    return "loser" in k.row.every and "loser" in draft.row.every and k.row.type != draft.row.type


def _told(draft: Draft) -> bool:
    """Whether a verb tells a deed in a clause of its own: "n'a rien dit du village que X dit avoir pris"."""
    own = [draft.trigger, *(t for t in draft.sentence.tokens if t.head == draft.trigger.i and t.dep.startswith("aux"))]
    return draft.verbal and any(t.morph.get("VerbForm") in ("Fin", "Inf") or t.form in ("avoir", "être") for t in own)


def _in_words(k: Draft, draft: Draft) -> bool:
    """Whether a noun is one of the words that make the phrase of a verb: "ont pris d'assaut la base"."""
    spoken = {form for words in k.row.words for form in words}
    return not draft.verbal and 0 < draft.trigger.i - k.trigger.i <= _PHRASE and draft.trigger.form in spoken


def _same_held(k: Draft, draft: Draft) -> bool:
    """Whether one of two records says of those whom the other frees or takes that they were held ("otages détenus")."""
    if {k.row.type, draft.row.type} != {"prisoners"} or "held" not in (k.row.subtype, draft.row.subtype):
        return False
    return k.row.subtype != draft.row.subtype and any(
        t in k.roles.get("target", []) for t in draft.roles.get("target", [])
    )


def _same_np(k: Draft, draft: Draft) -> bool:
    """Whether a noun trigger stands inside a phrase that fills a role of another draft."""
    spans = [phrase(k.sentence, t, full=True) for heads in k.roles.values() for t in heads]
    spans.append(phrase(k.sentence, k.trigger) if not k.verbal else (k.trigger.start, k.trigger.end))
    return any(within((draft.trigger.start, draft.trigger.end), span) for span in spans)
