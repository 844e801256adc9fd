"""A record with what comparing it needs: its days, places and parties, those of the words around it, and its origin."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec

from recoupe.check import around
from recoupe.check.about import names_of, unit_of, words_of
from recoupe.check.blows import of_no_blow, of_the_blow
from recoupe.check.sides import UNKNOWN, Here, Sides
from recoupe.check.taken import (
    LASTING,
    Told,
    after_noun,
    first_stop,
    follows,
    in_own_words,
    names_demand,
    restated,
    settles,
    with_topic,
)
from recoupe.check.times import Days, Times
from recoupe.lang.fr.checks import Checks, load_checks
from recoupe.records import Dating, Deadline, Document, Event, Evidence, Party, Place, Timex
from recoupe.text import Span, fold, fold_name, overlaps, within

SPOKEN = frozenset(["position", "proposal", "commitment", "threat", "agreement", "sanction"])
"""Types that are known by what they are about, and hold on for weeks; the others, by their day and place."""
_NO_CLAIM = ("statement", "office")
_ASKED = ("demands", "conditions")
"""Types that are no matter of checking."""
_TOWN = ("city", "point")


class Spot(msgspec.Struct, frozen=True, omit_defaults=True):
    """A place: its folded name, and where it lies when that is known."""

    name: str
    lat: float | None = None
    lon: float | None = None
    precision: str = "none"
    country: str | None = None


class Claim(msgspec.Struct, frozen=True, omit_defaults=True):
    """One record, ready to be compared. Names are folded; ``words`` are stems of what the record is about."""

    id: str
    document: str
    type: str
    subtype: str
    stance: str
    status: str
    start: int
    days: Days | None
    published: Days | None
    spots: tuple[Spot, ...] = ()
    near: tuple[Spot, ...] = ()
    """Places of the same paragraph, of the title and of the lead."""
    scope: str = ""
    """"country", "period" or "sides" where the sentence says that it counts over the whole country, since the
    beginning, or the losses of both sides."""
    turned: bool = False
    """Whether the text says that the stance was another one before."""
    past: bool = False
    """Whether the text tells a stance or a promise as one of before what else it tells."""
    tally: bool = False
    """Whether the sentence gives a running count: its date is then that of the count."""
    rises: bool = False
    """Whether the text says of a toll that it has risen since it was told last."""
    former: bool = False
    """Whether the sentence gives it as an earlier count that another has replaced."""
    marked: str = ""
    """The word that sets it apart from its like ("autre", "troisième")."""
    placed: bool = True
    """Whether ``spots`` stand in the record itself; else they are the only town of its paragraph, or of the opening."""
    actors: tuple[str, ...] = ()
    leaders: tuple[str, ...] = ()
    """Those of ``actors`` whose state or movement is there for them."""
    targets: tuple[str, ...] = ()
    strike: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()
    """What fighters who act, and who suffer, are called ("militaire"), names or not."""
    around: tuple[str, ...] = ()
    """Parties of the other records of the same paragraph and of the title."""
    powers: tuple[str, ...] = ()
    """Those of ``actors`` that are states or movements."""
    length: float | None = None
    """Days that the matter of a stance lasts: "la trêve de dix jours"."""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    modifier: str = "="
    counted: bool = False
    origins: tuple[str, ...] = ()
    """Keys of who says so: a state for its organs, else the name; empty for the outlet's own voice."""
    by: tuple[str, ...] = ()
    """The names of who says so, as the record gives them."""
    each: bool = False
    """Whether several say so each by themselves, and not with one voice."""
    official: bool = False
    """Whether they speak for a state that the text does not name."""
    office: Literal["", "bare", "state"] = ""
    """Whether they are organs of a state: "bare" where the name of the one does not say of which."""
    words: tuple[str, ...] = ()
    due: Days | None = None
    fulfilment: str = ""
    quote: str = ""
    end: int = 0
    conditional: bool = False
    """Whether a condition stands beside the stance."""
    follows: str = ""
    """Id of the record of the same type of this text, where the words only take it up: "la rencontre a duré…"."""


def claims_of(
    document: Document,
    document_id: str,
    dating: Dating | None,
    events: Sequence[tuple[str, Event]],
    places: Iterable[Place],
    timexes: Iterable[Timex],
    sides: Sides,
    limits: Iterable[Deadline] = (),
) -> list[Claim]:
    """The records of one document as claims, in the order given. ``statement`` and ``office`` records are left out."""
    checks = load_checks()
    times = Times(document, dating, timexes, limits)
    pinned = [p for p in places if not p.metonym]
    blocks = _blocks(document)
    opening = blocks[:2]
    lead = opening[1:] and [(opening[1][0], first_stop(document.text, opening[1]))]
    said = [n for _, e in events for n in (*e.attributed_to, *(p.name for p in (*e.actor, *e.target)))]
    here = Here(sides, document.text, dict.fromkeys(said))
    parties = {i: _names((*e.actor, *e.target), here) for i, e in events}
    doers = {i: _names(e.actor, here) for i, e in events}
    found: list[Claim] = []
    before: dict[str | tuple[str, str], Told] = {}
    for record_id, e in events:
        if e.type in _NO_CLAIM:
            continue
        spots = _spots([m.mention for m in e.place], pinned)
        quantity = e.quantity if e.quantity and (e.type in LASTING or unit_of(e, checks) != "days") else None
        by = around.first_source(e, checks) or e.attributed_to or in_own_words(e)
        lasts = e.quantity.low if e.quantity is not None and quantity is None else None
        nobody = e.type == "casualties" and quantity is None and checks.nobody.search(fold(e.evidence[0].quote))
        block = _block(e, blocks)
        close = [block, *opening]
        near_by = (block, *blocks[:1], *lead)
        sentence = fold(around.sentence(document.text, e.evidence[0].span, block))
        scope = checks.scope(sentence + around.taken_up(e, events))
        if not scope and e.type == "casualties":  # "Depuis sept ans, …, plus de 10.000 morts et deux millions de …"
            scope = checks.scope(fold(document.text[block[0] : e.evidence[0].start].rpartition(". ")[2]))
        wide = of_no_blow(e, document.text)
        others = [
            i
            for i, o in events
            if i != record_id and any(overlaps(o.evidence[0].span, b) for b in (block, *blocks[:1]))
        ]
        found.append(
            Claim(
                id=record_id,
                document=document_id,
                type=e.type,
                subtype=e.subtype,
                stance=e.stance or "",
                status="claimed" if nobody else e.status,
                start=e.evidence[0].start,
                end=e.evidence[0].end,
                days=times.days(e, block, period=scope == "period" or wide),
                published=times.published,
                spots=spots or (() if wide else _only_town(pinned, ([block], opening))),
                scope=scope,
                marked=around.marked(e, checks),
                tally=checks.tally.search(sentence) is not None,
                rises=around.risen(document.text, e, checks),
                former=checks.former.search(sentence) is not None,
                turned=around.turned(document.text, e, block, checks),
                past=around.past(document.text, e, block, checks),
                placed=bool(spots),
                near=tuple({s.name: s for s in (_spot(p) for p in pinned if _inside(p, close))}.values()),
                actors=_names(e.actor, here, e) or _ours(e, here, checks) or _unnamed(e),
                leaders=_leaders(e.actor, here),
                powers=tuple(dict.fromkeys(_side(p, here) for p in e.actor if _side(p, here))),
                length=lasts,
                targets=_names(e.target, here) or _beside(e, here),
                strike=_fighters(e.actor, checks),
                struck=_fighters(e.target, checks),
                around=tuple(sorted({n for o in others for n in parties[o]})),
                unit=unit_of(e, checks) if quantity else "people" if nobody else "",
                low=quantity.low if quantity else 0.0 if nobody else None,
                high=quantity.high if quantity else 0.0 if nobody else None,
                modifier=quantity.modifier if quantity else "=",
                counted=quantity is not None or bool(nobody),
                origins=tuple(o for o in dict.fromkeys(here.origin(n) for n in by) if o)
                or ((UNKNOWN,) if around.recalled(document.text, e, block, checks) else ()),
                by=by,
                each=len(by) > 1 and around.each_alone(document.text, e.source, checks),
                official=any(here.official(n) for n in by),
                office=here.office(by),
                words=with_topic(
                    e,
                    words_of(
                        e,
                        checks,
                        sides.words | names_of(e, parties[record_id]) if e.type in SPOKEN else (),
                        [o.evidence[0] for _, o in events if o.type == "position"] if e.type == "position" else (),
                    ),
                    after_noun(document.text, e),
                    _last_words(e, found, block[0]),
                    [document.text[slice(*b)] for b in dict.fromkeys(near_by)],
                    checks,
                ),
                due=times.due(e),
                fulfilment=e.fulfilment or "",
                quote=" ".join(e.evidence[0].quote.split()),
                conditional=e.condition is not None,
                follows=follows(document.text, e, before, events, checks) or restated(e, events, doers, checks),
            )
        )
        before[e.type] = before[e.type, e.subtype] = (record_id, e)
    return of_the_blow(found, events, document.text)


def _last_words(e: Event, found: Sequence[Claim], start: int) -> tuple[str, ...]:
    """The words of what was said last in a paragraph; of the last demand, for who answers "cette exigence"."""
    demand = names_demand(e)
    said = (c for c in reversed(found) if c.start >= start and (c.stance in _ASKED if demand else c.type in SPOKEN))
    return next((c.words for c in said), ())


def at_other_times(
    claims: Iterable[Claim],
    document: Document,
    dating: Dating | None,
    events: Sequence[Told],
    timexes: Iterable[Timex],
    limits: Iterable[Deadline] = (),
) -> list[Claim]:
    """These claims of a document as :func:`claims_of` gives them where the document is of another day, and the times of
    the same events are others."""
    times, blocks, checks = Times(document, dating, timexes, limits), _blocks(document), load_checks()
    known = {c.id: c for c in claims}
    found: list[Claim] = []
    before: dict[str | tuple[str, str], Told] = {}
    for record_id, e in events:
        if e.type in _NO_CLAIM:
            continue
        if c := known.get(record_id):
            taken_up = follows(document.text, e, before, events, checks) if settles(e) else c.follows
            period = c.scope == "period" or of_no_blow(e, document.text)
            days, due = times.days(e, _block(e, blocks), period=period), times.due(e)
            found.append(msgspec.structs.replace(c, published=times.published, days=days, due=due, follows=taken_up))
        before[e.type] = before[e.type, e.subtype] = (record_id, e)
    return of_the_blow(found, events, document.text)


def _blocks(document: Document) -> list[Span]:
    return [(b.start, b.end) for b in document.blocks if b.kind in ("title", "heading", "paragraph", "bullet")]


def _block(e: Event, blocks: Iterable[Span]) -> Span:
    return next((b for b in blocks if within(e.evidence[0].span, b)), e.evidence[0].span)


def _spots(mentions: Iterable[Evidence], places: Sequence[Place]) -> tuple[Spot, ...]:
    found: dict[str, Spot] = {}
    for m in mentions:
        pinned = next((p for p in places if overlaps(p.evidence.span, m.span)), None)
        spot = _spot(pinned) if pinned else Spot(fold_name(m.quote))
        found.setdefault(spot.name, spot)
    return tuple(found.values())


def _spot(p: Place) -> Spot:
    return Spot(fold_name(p.name), p.lat, p.lon, p.precision, p.country)


def _only_town(places: Sequence[Place], stretches: Iterable[Sequence[Span]]) -> tuple[Spot, ...]:
    """The one town of the first stretch that names any; none where it names several."""
    for spans in stretches:
        towns = {s.name: s for s in (_spot(p) for p in places if p.precision in _TOWN and _inside(p, spans))}
        if towns:
            return tuple(towns.values()) if len(towns) == 1 else ()
    return ()


def _inside(p: Place, spans: Sequence[Span]) -> bool:
    return any(within(p.evidence.span, s) for s in spans)


def _names(parties: Sequence[Party], here: Here, said: Event | None = None) -> tuple[str, ...]:
    """Folded names of parties, the state of each in the place of its organs, a movement with its leader; bare common
    nouns are no name, but where they are the speaker of ``said`` ("le mouvement dit tenir la ville")."""
    found: dict[str, None] = {}
    for p in parties:
        if said and said.source and p.mention and p.name.islower() and overlaps(p.mention.span, said.source.span):
            found |= dict.fromkeys(o for o in map(here.origin, said.attributed_to) if o not in ("", UNKNOWN))
            continue
        side = _side(p, here)
        if side:
            found[side] = None
        organ = side and p.kind in ("state", "institution", "metonym")
        named = p.kind not in ("", "unnamed", "role") or (not side and any(w[:1].isupper() for w in p.name.split()))
        if named and not organ:
            found[fold_name(p.name)] = None
    return tuple(found)


def _fighters(parties: Sequence[Party], checks: Checks) -> frozenset[str]:
    return checks.fighters & {w.rstrip("s") for p in parties for w in fold_name(p.name).split()}


def _side(p: Party, here: Here) -> str:
    """Folded name of the state or movement of a party; empty where none is known."""
    someone = p.kind in ("person", "role")
    return (here.movement(p.name) if someone else "") or (
        fold_name(p.side) if p.side else here.state(p.name) if someone else here.sides.of(p.name)
    )


def _leaders(parties: Sequence[Party], here: Here) -> tuple[str, ...]:
    """Folded names of the people whose state or movement stands for them."""
    return tuple(fold_name(p.name) for p in parties if p.kind in ("person", "role") and _side(p, here))


def _beside(e: Event, here: Here) -> tuple[str, ...]:
    """The state on whose side the victims are: "38 blessés côté norvendien"."""
    counted = e.quantity.counted if e.quantity is not None else None
    told = fold(f"{e.evidence[0].quote} {counted.quote if counted is not None else ''}")
    found = load_checks().on_side.search(told) if e.type == "casualties" else None
    state = here.sides.forms.get(found.group(1)) if found is not None else None
    return (state,) if state else ()


def _ours(e: Event, here: Here, checks: Checks) -> tuple[str, ...]:
    """Whoever says "nos soldats tiennent la ville" holds it."""
    if e.type not in ("territory", "attack", "interception") or not checks.ours.search(fold(e.evidence[0].quote)):
        return ()
    return tuple(o for o in (here.origin(n) for n in e.attributed_to) if o not in ("", UNKNOWN))


def _unnamed(e: Event) -> tuple[str, ...]:
    """Whose stance another only tells, as written: "la radio rapporte que la société civile exige…"."""
    someone = (p.mention for p in e.actor if p.kind in ("", "unnamed"))  # "accepté par son rival", a dit X
    other = e.source is not None and any(m and not overlaps(m.span, e.source.span) for m in someone)
    told = e.type in SPOKEN and (len(e.chain) > 1 or other)
    return tuple(fold_name(p.name) for p in e.actor if p.name not in e.attributed_to) if told else ()
