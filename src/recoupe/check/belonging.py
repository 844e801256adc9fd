"""What belongs to what inside one text: victims to an attack, a strike to its wave, a promise to a stance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from recoupe.check.claims import Claim
from recoupe.check.findings import by_document
from recoupe.check.links import issue_meets, party_of, side_of
from recoupe.check.slots import gap_days
from recoupe.records import Link

_SUFFERED = frozenset(["casualties", "damage", "interception"])
_EXTENT = frozenset(["area", "villages"])
"""Units of how much a side holds: what it took at first, a text counts up later."""
_NEAR = 600
"""Characters within which what an attack did stands after the attack in one text: about two paragraphs of news."""


def part_links(claims: Iterable[Claim]) -> list[Link]:
    """ "part_of", inside one text: victims, damage and what was shot down belong to the attack that the passage tells;
    one strike, to the wave of strikes that the text opens with; an agreement, to the talks told right before it; a
    promise, to what its party agreed to right before."""
    links = []
    for told in by_document(claims).values():
        attacks = [c for c in told if c.type == "attack" and c.status != "planned"]
        meetings = [c for c in told if c.type == "meeting"]
        for c in told:
            whole: Claim | None = None
            if c.type in _SUFFERED:
                whole = _nearest(c, [a for a in attacks if abs(a.start - c.start) <= _NEAR and _fits(c, a)])
            elif c.type == "attack" and attacks[:1] != [c]:
                whole = next((a for a in attacks if a.start < c.start and _fits(c, a) and _one_doer(c, a)), None)
            elif c.type == "meeting" and not c.counted:
                whole = next(
                    (m for m in meetings if m.start < c.start and m.subtype == "round" and _one_of(c, m)), None
                )
            elif c.type == "territory" and c.unit in _EXTENT:
                whole = next(
                    (t for t in told if t.start < c.start and _taken(t) and set(t.actors) & set(c.actors)), None
                )
            elif c.type in ("position", "proposal") and len(c.origins) > 1:
                whole = _nearest(c, [m for m in meetings if 0 <= c.start - m.start <= _NEAR and _of_both(c, m)])
            elif c.type == "commitment" and c.fulfilment == "pending":
                whole = _nearest(c, [p for p in told if 0 < c.start - p.start <= _NEAR and _goes_with(c, p)])
            elif c.type == "agreement":
                whole = _nearest(c, [m for m in meetings if 0 <= c.start - m.start <= _NEAR])
            if whole is not None:
                links.append(Link(a=c.id, b=whole.id, relation="part_of", reasons=("passage",)))
    return links


def _taken(t: Claim) -> bool:
    return t.type == "territory" and t.subtype == "capture" and t.unit not in _EXTENT


def _goes_with(promise: Claim, stance: Claim) -> bool:
    """Whether a promise says what comes of a stance of its own party: "X accepte la trêve et s'engage à…"."""
    if stance.type != "position" or side_of(stance) != "for" or not set(party_of(promise)) & set(party_of(stance)):
        return False
    alike = set(promise.words) & set(stance.words) if stance.stance == "supports" else set()
    return bool(alike or issue_meets(promise, stance))


def _of_both(c: Claim, meeting: Claim) -> bool:
    """Whether those who met say it together: "X et Y ont demandé…", right after their talks."""
    met = {*meeting.actors, *meeting.targets}
    return len(met & {*c.actors, *c.origins}) > 1


def _one_of(c: Claim, rounds: Claim) -> bool:
    """Whether a meeting is one of several rounds told before: by its ordinal ("la deuxième réunion") and its place."""
    several = rounds.counted and rounds.low is not None and rounds.low > 1
    return several and bool(c.marked) and _fits(c, rounds)


def _nearest(c: Claim, others: Sequence[Claim]) -> Claim | None:
    """The last one told before, else the first one after."""
    return min(others, key=lambda o: (o.start > c.start, abs(o.start - c.start), o.id), default=None)


def _one_doer(c: Claim, wave: Claim) -> bool:
    return bool(set(c.actors) & set(wave.actors)) or not c.actors or not wave.actors


def _fits(c: Claim, attack: Claim) -> bool:
    if c.days and attack.days and gap_days(c.days, attack.days) > 1:
        return False
    if c.placed and attack.placed and c.spots and attack.spots:
        return any(x.name == y.name or "country" in (x.precision, y.precision) for x in c.spots for y in attack.spots)
    return True
