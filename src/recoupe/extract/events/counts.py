"""Numbers bound to what they count: the quantity of a phrase, one record a counted thing."""

from __future__ import annotations

import re

from recoupe.extract.events.scene import Scene
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events import Row, load_events
from recoupe.lang.fr.events.draft import Draft
from recoupe.lang.fr.events.phrases import phrase
from recoupe.lang.fr.events.roles import taken_up
from recoupe.records import Count, Evidence, Quantity
from recoupe.text import Span, within

_SIDES = re.compile(
    r"(?<![\d,.])(\d+(?:[ .\u00a0\u202f]\d{3})*)(?: [^\W\d_]+){0,3},? "
    r"(?:de chaque (?:côté|camp|partie)|par camp|de part et d['’]autre|chacun)\b"
)
_OF = 8
"""Characters between a part and its whole: " des ", " sur les "."""
_LENGTHS = frozenset(["jours", "semaines", "mois", "ans", "heures", "minutes"])
"""Units that tell how long, and count no one: "un échange de prisonniers en huit jours"."""
_ONE = frozenset(["casualties", "damage", "prisoners", "interception"])


def count_of(quantity: Quantity) -> Count:
    """A quantity bound to a record."""
    low = None if quantity.low is None else float(quantity.low)
    high = None if quantity.high is None else float(quantity.high)
    return Count(quantity.evidence, low, high, quantity.modifier, quantity.unit, quantity.counted)


def number_of(scene: Scene, s: Sentence, head: Token) -> Quantity | None:
    """The quantity of the phrase with this head, None where it has none or it counts something else in the phrase."""
    span = phrase(s, head)
    inside = scene.quantities_in((span[0], max(span[1], head.end)))
    own = [q for q in inside if q.evidence.end <= head.end or (q.evidence.start >= head.start and head.pos == "NUM")]
    if own:
        return next((q for q in own if q.part_of is not None), own[-1])
    spans = load_events().lists["spans"]
    later = [
        q
        for q in inside
        if q.counted is not None and q.evidence.start <= head.end + 4 and (q.unit or "").lower() not in spans
    ]
    if later:
        return later[0]
    return next(
        (
            q
            for q in scene.quantities
            if q.counted is not None
            and q.counted.start <= head.start < q.counted.end
            and within(q.evidence.span, s.span)
        ),
        None,
    )


def _of_whole(scene: Scene, q: Quantity) -> Quantity:
    """The number before a whole, which is what is told of: "51 des 64 drones"; the quantity itself elsewhere."""
    before = (
        p
        for p in scene.quantities
        if p.part_of is not None and p.part_of.span == q.evidence.span and 0 < q.evidence.start - p.evidence.end <= _OF
    )
    return next(before, q)


def ordinal_of(scene: Scene, s: Sentence, trigger: Token) -> Count | None:
    """Which of a series: "la deuxième réunion", "leur troisième jour de pourparlers"."""
    ordinals = load_events().ordinals
    for t in s.tokens:
        if t.head == trigger.i and t.form in ordinals and t.i < trigger.i:
            n = float(ordinals[t.form])
            return Count(Evidence.of(scene.text, (t.start, t.end)), float(n), float(n), "=", trigger.text)
    return None


def single(scene: Scene, s: Sentence, head: Token, row: Row) -> Quantity | None:
    """The count one of "un soldat", "une maison", where the record counts victims or things."""
    if row.type not in _ONE or head.pos != "NOUN" or load_events().of_class(head.form, "amounts"):
        return None  # "un nombre important de soldats" is not one
    det = next(
        (t for t in s.tokens if t.head == head.i and t.dep == "det" and t.form in ("un", "une") and t.i < head.i), None
    )
    if det is None:
        return None
    return Quantity(
        document=scene.document_id,
        evidence=Evidence.of(scene.text, (det.start, det.end)),
        low=1.0,
        high=1.0,
        unit=head.text,
        counted=Evidence.of(scene.text, (head.start, head.end)),
        rule="one@1",
    )


def alone(scene: Scene, s: Sentence, head: Token, draft: Draft) -> Quantity | None:
    """A number without its noun, which was named before: "dit en avoir abattu 22"."""
    digits = re.sub(r"\s", "", head.text)
    if not digits.isdigit() or not taken_up(s, head):
        return None
    slots = (*draft.row.subj, *draft.row.obj)
    noun = scene.named(head, tuple(c for slot in slots if slot.role == draft.row.counted for c in slot.classes))
    if noun is None:
        return None
    return Quantity(
        document=scene.document_id,
        evidence=Evidence.of(scene.text, (head.start, head.end)),
        low=float(digits),
        high=float(digits),
        unit=scene.text[slice(*noun)],
        rule="taken_up@1",
    )


def counted_heads(scene: Scene, s: Sentence, draft: Draft) -> list[tuple[list[Token], Quantity | None]]:
    """The heads of the counted role, each with its number apart; all together where none has one."""
    role = draft.row.counted
    if not role and draft.row.type == "attack":
        role = next(
            (r for r in ("weapon", "target", "area") if any(number_of(scene, s, h) for h in draft.roles.get(r, []))), ""
        )
        if role and role != "weapon":
            heads = draft.roles[role]
            numbers = [
                q for h in heads if (q := number_of(scene, s, h)) is not None and q.low == q.high and _countable(q)
            ]
            return [(heads if role == "target" else [], numbers[0] if len(numbers) == 1 else None)]
    if draft.row.type == "proposal":
        own = [q for q in scene.quantities_in(draft.span) if _countable(q)]
        after = own or [q for q in scene.quantities_in((draft.trigger.end, s.end)) if _countable(q)]
        return [([], after[0] if len(after) == 1 and after[0].low == after[0].high else None)]
    if role == "self":
        return [([], number_of(scene, s, draft.trigger))]
    if draft.row.type == "meeting" and not draft.verbal and not role:
        return [([], _length(scene, draft))]
    heads = draft.roles.get(role, []) if role else []
    numbered = [
        (h, number_of(scene, s, h) or alone(scene, s, h, draft) or single(scene, s, h, draft.row)) for h in heads
    ]
    if draft.row.type == "interception":
        numbered = [(h, _of_whole(scene, q) if q is not None else None) for h, q in numbered]
    lengths = _LENGTHS if draft.row.type in _ONE else frozenset[str]()
    with_numbers = [([h], q) for h, q in numbered if q is not None and _countable(q) and q.unit not in lengths]
    if with_numbers:
        seen: set[Span] = set()
        unique: list[tuple[list[Token], Quantity | None]] = []
        for h, q in with_numbers:
            if q is not None and q.evidence.span not in seen:
                seen.add(q.evidence.span)
                unique.append((h, q))
        return unique
    if draft.row.type == "prisoners" and draft.row.subtype == "exchange":
        return [(heads, _each(scene, s, draft))]
    return [(heads, None)]


def _length(scene: Scene, draft: Draft) -> Quantity | None:
    """How long talks went on: "les deux jours de discussions"."""
    spans, at = load_events().lists["spans"], draft.trigger.start
    return next(
        (q for q in scene.quantities_in((max(0, at - 20), at)) if (q.unit or "").lower() in spans and q.low != 1), None
    )


def _each(scene: Scene, s: Sentence, draft: Draft) -> Quantity | None:
    """How many an exchange frees on each side: "un échange de prisonniers, 85 de chaque côté"."""
    found = list(_SIDES.finditer(scene.text, draft.trigger.end, s.end))
    if len(found) != 1:
        return None
    number = float(re.sub(r"\D", "", found[0].group(1)))
    return Quantity(
        document=scene.document_id,
        evidence=Evidence.of(scene.text, found[0].span(1)),
        low=number,
        high=number,
        unit="prisonniers",
        rule="each@1",
    )


def _countable(q: Quantity) -> bool:
    return q.unit not in ("ratio", "fois")
