"""From a document with its statements and values to what is reported to have happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import msgspec

from recoupe.extract.actors import ActorBook
from recoupe.extract.events.answers import answers
from recoupe.extract.events.best import best_of
from recoupe.extract.events.condition import condition_of
from recoupe.extract.events.counts import count_of, counted_heads, ordinal_of
from recoupe.extract.events.denial import DENIED, denials
from recoupe.extract.events.implied import with_implied
from recoupe.extract.events.merge import merged
from recoupe.extract.events.outcomes import LIMIT, outcomes
from recoupe.extract.events.parties import kind_of, parties, side_of, side_parties
from recoupe.extract.events.parts import parts
from recoupe.extract.events.said import due_in, quantity_of
from recoupe.extract.events.scene import SWAP, Scene
from recoupe.extract.events.setting import Setting, setting
from recoupe.extract.events.speech import spoken
from recoupe.extract.events.tolls import tolls
from recoupe.extract.events.whereabouts import apart, place_mentions, place_of_clause, when
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events import Events, load_events
from recoupe.lang.fr.events.draft import Draft
from recoupe.lang.fr.events.factuality import governs
from recoupe.lang.fr.events.match import drafts_of
from recoupe.lang.fr.events.phrases import phrase, preposition
from recoupe.lang.fr.events.presence import opens_alone
from recoupe.lang.fr.events.roles import CLITICS, Knows, taken_up
from recoupe.lang.fr.events.turns import spots_turn, told_in_turns
from recoupe.lang.fr.outcomes import names_promise
from recoupe.records import (
    Document,
    Event,
    Evidence,
    Party,
    Place,
    Quantity,
    Statement,
    Timex,
    When,
)
from recoupe.text import Span, plain, trim, within

RULES = "events@1"
_NOUN = 40
"""Characters after its number within which a counted phrase ends for evidence to be widened to it."""
_SUFFERED = frozenset(["casualties", "damage", "territory", "prisoners", "interception"])
"""Types whose noun is said to be of whom it befell: "la destruction de 27 missiles russes"."""


_ONLY_SAYS = frozenset(["assert", "accuse", "warn"])
"""Acts of words that a turn of phrase makes more of: "dénonce la trêve" leaves it."""


def worth_parsing(text: str, sentence: Sentence) -> bool:
    """Whether a sentence holds a word that may say that something happened."""
    low = plain(text[sentence.start : sentence.end]).lower()
    return load_events().spots(low) or spots_turn(low) or names_promise(low)


def find_events(
    document: Document,
    sentences: Sequence[Sentence],
    statements: Sequence[Statement],
    timexes: Sequence[Timex],
    quantities: Sequence[Quantity],
    places: Sequence[Place],
    book: ActorBook,
) -> list[Event]:
    """The records of a document, in text order; what is said twice is one record with several evidence spans.

    ``sentences`` are those of the whole document, parsed where :func:`worth_parsing` (or that of statements) says so.
    """
    events = load_events()
    scene = Scene(document, sentences, statements, timexes, quantities, places, book)
    knows = Knows(
        kind=scene.kind,
        place=scene.place_in,
        side=lambda span: bool(scene.sides(span)),
        number=lambda span: bool(scene.quantities_in(span)),
        named=scene.named,
        meant=scene.meant,
        headline=scene.opens_title,
        swap=scene.swaps,
    )
    found: list[Event] = []
    headings = [(b.start, b.end) for b in document.blocks if b.kind in ("title", "heading")]
    for s in scene.sentences:
        if not s.tokens or s.tokens[-1].form == "?":
            continue  # what is asked is not told
        parsed = [d for d in drafts_of(s, events, knows) if not (d.row.type in POLITICS and of_sport(s, events))]
        turned = [t for t in told_in_turns(scene.text, s, events, knows) if not any(_says(d, t) for d in parsed)]
        turned = [] if of_sport(s, events) else turned
        drafts = best_of([d for d in parsed if not _in_turn(d, turned)])
        for draft in (*turned, *drafts):
            found += _records(scene, draft, events, heading=any(within(s.span, h) for h in headings))
        found += parts(scene, s, events, found)
        found += tolls(scene, s, events, found)
        found += parts(scene, s, events, found)
        found += denials(scene, s, found)
        found += answers(scene, s, found)
        found += outcomes(scene, s, events, found)
    found += spoken(scene, events, found)
    return with_implied(scene, merged(scene, found))


def _records(scene: Scene, draft: Draft, events: Events, *, heading: bool) -> list[Event]:
    draft = _of_prisoners(scene, draft, events)
    row, s = draft.row, draft.sentence
    cued = scene.cued((draft.trigger.start, draft.trigger.end))
    known = cued is not None and (cued.speaker is not None or bool(cued.reference))
    more = draft.turned is not None and cued is not None and (cued.act in _ONLY_SAYS or cued.negated)
    if known and row.speech and (row.type != "agreement" or "clause" in row.flags) and not more:
        return []
    alone = opens_alone(s, draft.trigger, events)
    titled = alone or (row.type in ("attack", "prisoners") and scene.opens_title(draft.trigger))
    if heading and not draft.verbal and not _announced(draft, events) and not titled:
        return []
    place = setting(scene, draft, events)
    if place is None:
        return []
    if row.type == "casualties" and draft.standing.fact == "planned":
        return []
    span = _outside_cue(scene, draft, place)
    if row.type == "territory" and span == (draft.trigger.start, draft.trigger.end):
        return []  # "une ville qu'ils disent tenir": what is held stands outside of what is said
    out: list[Event] = []
    counted = counted_heads(scene, s, draft)
    if row.counted == "self" and any(q is not None and scene.of_clock(q) for _, q in counted):
        return []  # "à partir de 8 heures": no rounds
    for heads, quantity in counted:
        own = _own_span(s, draft, span, heads, counted)
        out.append(_event(scene, draft, events, place, own, heads, quantity))
    return out


_PART = re.compile(r",? dont (?:au moins |plus de |près de |environ |quelque )?$")


def _in_part(scene: Scene, s: Sentence, at: int) -> bool:
    """Whether a place is that of a part of a count alone: "61 drones, dont 18 au-dessus de X"."""
    return any(
        q.part_of is not None
        and q.evidence.start < at
        and "," not in scene.text[q.evidence.end : at]
        and _PART.search(scene.text, s.start, q.evidence.start)
        for q in scene.quantities_in(s.span)
    )


def _of_prisoners(scene: Scene, draft: Draft, events: Events) -> Draft:
    """ "L'échange s'est déroulé", "un second échange": that of prisoners, where the text has spoken of one."""
    if draft.row.type != "meeting" or not draft.trigger.form.startswith("échange") or draft.verbal:
        return draft
    if not (scene.named(draft.trigger, ("held",)) or SWAP.search(plain(scene.text[: draft.trigger.start]).lower())):
        return draft
    row = next(t.row for t in events.by_form["échange"] if t.row.type == "prisoners")
    return replace(draft, row=row)


POLITICS = frozenset(["meeting", "position", "proposal", "agreement", "commitment", "threat"])


def of_sport(s: Sentence, events: Events) -> bool:
    """Whether a sentence tells of a sport."""
    return any(t.form in events.lists["sports"] for t in s.tokens)


def _says(draft: Draft, turn: Draft) -> bool:
    """Whether a parsed draft says what a turn of phrase says: it knows more of its complements."""
    row, other = draft.row, turn.row
    one = row.type == other.type and row.subtype == other.subtype and row.stance == other.stance
    inside = turn.turned is not None and turn.turned[0] <= draft.trigger.start < turn.turned[1]
    named = len(turn.roles.get("actor", ())) <= len(draft.roles.get("actor", ()))
    return one and inside and named and draft.verbal and draft.standing.fact != "open"


def _in_turn(draft: Draft, turned: Sequence[Draft]) -> bool:
    """Whether a turn of phrase says what a draft was read out of: its verb, or a noun that tells the same."""
    return any(
        t.turned is not None
        and t.turned[0] <= draft.trigger.start < t.turned[1]
        and (draft.verbal or draft.row.type == t.row.type or draft.row.speech)
        for t in turned
    )


def _outside_cue(scene: Scene, draft: Draft, place: Setting) -> Span:
    """The draft's span, kept inside the content that it is said in."""
    start, end = draft.span
    if place.holders:
        inner = place.holders[-1]
        parts = [e for e in inner.content if e.start <= draft.trigger.start < e.end]
        if parts:
            start, end = max(start, parts[0].start), min(end, parts[0].end)
    for q in scene.quantities_in((start, end)):
        if q.part_of is not None and (dont := _PART.search(scene.text, start, q.evidence.start)):
            end = min(end, dont.start())  # "61 drones, dont 18 au-dessus de X": what was there is a count of its own
    opened = scene.text.rfind("«", draft.trigger.end, end)
    if not draft.verbal and opened > 0 and "»" not in scene.text[opened:end]:
        end = opened  # "des frappes « qui ne…": a noun phrase ends where a quotation begins that it does not end
    return trim(scene.text, (start, end), ' \t\n\u00a0\u202f,;:.«»"“”')


def _own_span(
    s: Sentence,
    draft: Draft,
    span: Span,
    heads: list[Token],
    counted: list[tuple[list[Token], Quantity | None]],
) -> Span:
    """Evidence of one of several counted things: from the trigger to its own number."""
    if len(counted) < 2 or not heads:
        return span
    own = phrase(s, heads[0])
    first = counted[0][0][0] is heads[0]
    if first:
        return min(span[0], own[0]), max(own[1], draft.trigger.end)
    return min(draft.trigger.start, own[0]), max(own[1], draft.trigger.end)


def _event(
    scene: Scene,
    draft: Draft,
    events: Events,
    place: Setting,
    span: Span,
    heads: list[Token],
    quantity: Quantity | None,
) -> Event:
    row, s, roles = draft.row, draft.sentence, draft.roles
    text = scene.text
    if draft.turned is not None and row.type in ("proposal", "threat") and quantity is None:
        quantity = quantity_of(scene, span)
    actor = parties(scene, s, roles.get("actor", []), place.speaker)
    weapons = roles.get("weapon", [])
    own = phrase(s, draft.trigger) if not draft.verbal else draft.span
    if quantity is not None and quantity.high == 0 and place.status == "denied":
        quantity = None  # "aucun obus n'a été tiré": that is the denial
    if not actor and weapons:
        actor = parties(scene, s, _owners(scene, s, weapons[0]), place.speaker)
    if not actor and weapons:
        actor = side_parties(scene, phrase(s, weapons[0]))
    if not actor and row.type == "commitment" and roles.get("issue"):
        actor = parties(
            scene, s, _promisers(s, roles["issue"][0]) or _owners(scene, s, roles["issue"][0]), place.speaker
        )
    carrier = roles.get("carrier", [])
    if not actor and carrier:
        actor = side_parties(scene, phrase(s, carrier[0]))
    if not actor and not draft.verbal and row.type not in _SUFFERED:
        actor = side_parties(scene, _adjectives(s, draft.trigger))
    if row.type == "military_activity" and row.subtype == "deployment" and not actor:
        actor = parties(scene, s, roles.get("target", []), place.speaker)
    actor = tuple(p for p in actor if p.side or p.kind or not _thing(p.name, events))
    victims = heads if row.counted == "target" and heads else roles.get("target", [])
    target = parties(scene, s, victims, place.speaker)
    if row.type == "meeting" and not actor and not draft.verbal:
        actor = _who_tells(scene, place, target)
    if quantity is not None and quantity.unit and [p.name[:1].isdigit() for p in target] == [True]:
        target = (msgspec.structs.replace(target[0], name=quantity.unit),)  # "et 30 ont été blessés"
    stood = scene.named(victims[0], _slot_classes(draft, "target")) if victims and taken_up(s, victims[0]) else None
    if stood is not None:  # "121 d'entre eux": the noun that was counted before
        noun = text[slice(*stood)]
        target = (Party(noun, Evidence.of(text, stood)),)
        quantity = msgspec.structs.replace(quantity, unit=noun) if quantity is not None else None
    if row.type == "interception" and victims and stood is None:
        target = side_parties(scene, phrase(s, victims[0])) or target
    spot = place_mentions(scene, span) or place_mentions(scene, own)
    spot = apart(s, spot, draft.trigger.start, actor)
    spot = spot or place_of_clause(scene, s, draft.trigger.start, row.type)
    spot = tuple(p for p in spot if not _in_part(scene, s, p.mention.start))
    issue = roles.get("issue", [])
    key = f"{row.type} {row.subtype or row.stance}".strip()
    codes = events.codes.get(key) or events.codes.get(row.type) or {"plover": "", "acled": ""}
    weapon = Evidence.of(text, phrase(s, weapons[0])) if weapons else None
    evidence = Evidence.of(text, _whole_date(scene, _with_number(span, quantity)))
    day = when(scene, s, span, draft.trigger.start)
    if row.type == "proposal" and day is not None and not within(day.mention.span, span):
        day = None  # "a rejeté samedi la trêve proposée par X": the day of the refusal
    ahead = place.status == "planned" or (row.type == "commitment" and not row.fulfilment)
    limit = day if ahead and day is not None and _limited(scene, s, day) else None
    status = place.status
    if row.type == "meeting" and status == "happened" and day is not None and scene.document.date:
        status = "planned" if (day.earliest or "") > scene.document.date else status  # "s'envole lundi pour X"
    kind = "turn" if draft.turned is not None else "occurs" if _takes_place(draft) else row.kind
    return Event(
        document=scene.document_id,
        type=row.type,  # type: ignore[arg-type]
        subtype=row.subtype,
        evidence=(evidence,),
        trigger=Evidence.of(text, (draft.trigger.start, draft.trigger.end)),
        actor=actor,
        target=_without(target, actor) if row.type in ("meeting",) else target,
        ordinal=ordinal_of(scene, s, draft.trigger) if row.type == "meeting" else None,
        source=place.holders[0].speaker if place.holders else None,
        place=spot,
        date=day if limit is None else None,
        quantity=count_of(quantity) if quantity is not None else None,
        status=status,
        attributed_to=place.attributed_to
        or (_word_of(actor) if row.type == "commitment" and not row.fulfilment else ()),
        statements=place.statements,
        chain=place.chain,
        stance=place.stance or row.stance or None,  # type: ignore[arg-type]
        issue=_issue(scene, s, issue[0]) if issue else None,
        condition=condition_of(scene, s, draft),
        due=(due_in(scene, span) if row.type in ("commitment", "threat") else None) or limit,
        fulfilment=row.fulfilment or ("pending" if row.type == "commitment" else None),  # type: ignore[arg-type]
        weapon=weapon,
        plover=codes["plover"],
        acled=codes["acled"],
        rule=f"{RULES}:{kind}.{row.type}.{row.subtype or row.stance}.{draft.trigger.form}",
    )


def _who_tells(scene: Scene, place: Setting, target: tuple[Party, ...]) -> tuple[Party, ...]:
    """Who had the talks with another of which a person tells: "X a jugé utiles les discussions avec Y"; implied."""
    if not target or not place.holders or len(place.speaker) != 1:
        return ()
    name = place.speaker[0]
    if kind_of(scene, name) != "person" or name in {p.name for p in target}:
        return ()
    return (Party(name, None, "person", side_of(scene, name), implied=True),)


def _word_of(actor: tuple[Party, ...]) -> tuple[str, ...]:
    """Who gives their word: a promise is told by whoever makes it."""
    return tuple(p.name for p in actor)


def _limited(scene: Scene, s: Sentence, day: When) -> bool:
    """Whether a day is that by which a thing is to be done: "à conclure au plus tard le 3 mai", "avant fin mai"."""
    if day.mention.quote.lower().startswith(("avant", "d'ici", "d’ici")):
        return True
    return LIMIT.search(scene.text, max(s.start, day.mention.start - 24), day.mention.start) is not None


def _promisers(s: Sentence, promise: Token) -> list[Token]:
    """Who promised: "le couloir promis par X", "la liste que X devait fournir"."""
    start, end = phrase(s, promise, full=True)
    return [
        t
        for t in s.tokens
        if promise.i < t.i
        and start <= t.start < end
        and t.pos in ("NOUN", "PROPN")
        and (t.dep == "obl:agent" or t.dep.startswith("nsubj"))
        and s.tokens[t.head].dep.startswith("acl")
    ][:1]


def _slot_classes(draft: Draft, role: str) -> tuple[str, ...]:
    return tuple(c for slot in (*draft.row.subj, *draft.row.obj) if slot.role == role for c in slot.classes)


def _issue(scene: Scene, s: Sentence, head: Token) -> str:
    """What a record is about, as written; for a clitic, the noun that it takes up."""
    span = scene.named(head, ("offers",)) if head.form in CLITICS and head.pos == "PRON" else None
    if span is None:
        start, end = phrase(s, head, full=True)
        return DENIED.split(scene.text[start:end])[0]
    before = scene.sentence_at(span[0])
    noun = next((t for t in before.tokens if t.start == span[0]), None) if before is not None else None
    return scene.text[slice(*(phrase(before, noun) if before is not None and noun is not None else span))]


def _thing(name: str, events: Events) -> bool:
    """Whether a name is a weapon's: what flies is not who flies it."""
    first = name.split()[0].lower() if name else ""
    return events.of_class(first, "weapons") and not events.of_class(first, "forces")


def _owners(scene: Scene, s: Sentence, weapon: Token) -> list[Token]:
    """Who an act or weapon is said to be of: "l'attaque des rebelles a visé…"."""
    return [
        t
        for t in s.tokens
        if t.head == weapon.i
        and t.i > weapon.i
        and t.pos in ("NOUN", "PROPN")
        and preposition(s, t) in ("de", "par")
        and scene.kind((t.start, t.end)) in ("person", "state", "metonym", "institution", "group", "role")
    ]


def _announced(draft: Draft, events: Events) -> bool:
    """Whether a finite verb of a heading tells of a noun: "L'armée revendique la prise de X"."""
    head = draft.sentence.tokens[draft.trigger.head]
    finite = head.pos == "VERB" and head.morph.get("VerbForm") == "Fin"
    return finite and draft.noun_subject and governs(events, "told", head, draft.sentence)


def _takes_place(draft: Draft) -> bool:
    """Whether a noun's own verb says that it takes place: the sentence tells it and does not only mention it."""
    head = draft.sentence.tokens[draft.trigger.head]
    return draft.noun_subject and head.pos == "VERB"


def _adjectives(s: Sentence, trigger: Token) -> Span:
    """The noun with the adjectives and "de" complements right behind it; where it takes place is not whose it is."""
    start, end = phrase(s, trigger)
    place = next(
        (t for t in s.tokens if trigger.i < t.i and t.start < end and t.form in ("à", "au", "aux", "en")), None
    )
    return start, place.start if place is not None else end


def _with_number(span: Span, quantity: Quantity | None) -> Span:
    """The span with its number, and with the noun that follows it: no evidence ends on "de 30"."""
    if quantity is None:
        return span
    end = quantity.evidence.end
    if span[1] <= end and quantity.counted is not None and end <= quantity.counted.end <= end + _NOUN:
        end = quantity.counted.end
    return min(span[0], quantity.evidence.start), max(span[1], end)


def _whole_date(scene: Scene, span: Span) -> Span:
    """The span with the rest of a date in which it ends: "depuis le 3 septembre"."""
    end = next((t.evidence.end for t in scene.timexes if t.evidence.start < span[1] < t.evidence.end), span[1])
    return span[0], end


def _without(parties_: tuple[Party, ...], others: tuple[Party, ...]) -> tuple[Party, ...]:
    names = {p.name for p in others}
    return tuple(p for p in parties_ if p.name not in names)
