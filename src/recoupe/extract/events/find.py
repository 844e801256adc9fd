"""From a document with its statements and values to what is reported to have happened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from recoupe.extract.actors import ActorBook
from recoupe.extract.events.answers import answers
from recoupe.extract.events.best import best_of
from recoupe.extract.events.condition import condition_of
from recoupe.extract.events.counts import count_of, counted_heads, ordinal_of
from recoupe.extract.events.denial import DENIED, denials
from recoupe.extract.events.doers import actor_of, as_state, target_of, who_tells, without
from recoupe.extract.events.earlier import earlier
from recoupe.extract.events.implied import with_implied
from recoupe.extract.events.kept import kept, may_hold
from recoupe.extract.events.merge import merged
from recoupe.extract.events.moved import ends_on, moved
from recoupe.extract.events.outcomes import LIMIT, let_pass, outcomes
from recoupe.extract.events.parts import parts
from recoupe.extract.events.recounts import recounted, recounts
from recoupe.extract.events.said import due_in, quantity_of
from recoupe.extract.events.scene import SWAP, Scene
from recoupe.extract.events.setting import Setting, setting
from recoupe.extract.events.spans import in_part, outside_cue, own_span, whole_date, with_number
from recoupe.extract.events.speech import spoken
from recoupe.extract.events.tolls import OF_A_WAR, no_toll, tolls
from recoupe.extract.events.whereabouts import apart, new_day, place_mentions, place_of_clause, when
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events import CALLED_OFF, EXTENDED, Events, load_events
from recoupe.lang.fr.events.draft import Draft
from recoupe.lang.fr.events.factuality import governs
from recoupe.lang.fr.events.match import drafts_of
from recoupe.lang.fr.events.phrases import phrase
from recoupe.lang.fr.events.presence import opens_alone
from recoupe.lang.fr.events.roles import PRONOUNS, Knows
from recoupe.lang.fr.events.subjects import others_to_us
from recoupe.lang.fr.events.turns import OFFERED, TAKEN_UP, spots_turn, told_in_turns
from recoupe.lang.fr.outcomes import names_promise
from recoupe.records import Document, Event, Evidence, Party, Place, Quantity, Statement, Timex, When
from recoupe.text import Span, plain, within

RULES = "events@1"
_GIVEN = frozenset(["commitment", "threat"])
"""Types of words that are given."""

_GOES_ON = re.compile(
    r", (?=(?:s['’](?:y |en |est |étai)|se |ne |n['’]|l['’](?:a|ont|avait)\b|(?:a|ont|avait|est|sont) ))"
)
"""Where the clause of another verb goes on behind a matter: "qui avait rejeté la trêve, s'y est rallié"."""
_ONLY_SAYS = frozenset(["assert", "accuse", "warn"])
"""Acts of words that a turn of phrase makes more of: "dénonce la trêve" leaves it."""


def worth_parsing(text: str, sentence: Sentence) -> bool:
    """Whether a sentence holds a word that may say that something happened."""
    low = plain(text[sentence.start : sentence.end]).lower()
    return load_events().spots(low) or spots_turn(low) or names_promise(low) or recounted(low) or may_hold(low)


_FREED = re.compile(r"libér(?:ée?s?|e(?:nt|r|ra|ront)?|a|ations?)")
_TALK = ("négoci", "discut", "dialogu", "parler")


def find_events(
    document: Document,
    sentences: Sequence[Sentence],
    statements: Sequence[Statement],
    timexes: Sequence[Timex],
    quantities: Sequence[Quantity],
    places: Sequence[Place],
    book: ActorBook,
    *,
    published: str = "",
) -> list[Event]:
    """The records of a document, in text order; what is said twice is one record with several evidence spans.

    ``sentences`` are those of the whole document, parsed where :func:`worth_parsing` (or that of statements) says so.
    ``published`` is the last ISO day on which the text may have come out; empty where unknown.
    """
    events = load_events()
    scene = Scene(document, sentences, statements, timexes, quantities, places, book, published=published)
    knows = Knows(
        kind=scene.kind,
        place=scene.place_in,
        side=lambda span: bool(scene.sides(span)),
        number=lambda span: bool(scene.quantities_in(span)),
        counts=scene.counts,
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
        parsed = [d for d in drafts_of(s, events, knows) if not (d.row.type in _POLITICS and _of_sport(s, events))]
        turned = [t for t in told_in_turns(scene.text, s, events, knows) if not any(_says(d, t) for d in parsed)]
        turned = [] if _of_sport(s, events) else turned
        drafts = best_of([d for d in parsed if not _in_turn(d, turned)])
        for draft in (*turned, *drafts):
            found += _records(scene, draft, events, heading=any(within(s.span, h) for h in headings))
        found += parts(scene, s, events, found)
        found += tolls(scene, s, events, found)
        found += parts(scene, s, events, found)
        found += recounts(scene, s, events, found)
        found += denials(scene, s, found)
        found += answers(scene, s, found)
        found += outcomes(scene, s, events, found)
    found += spoken(scene, events, found)
    found += [e for s in scene.sentences if s.tokens for e in earlier(scene, s, found)]
    found += [e for s in scene.sentences if s.tokens for e in kept(scene, s, found)]
    return with_implied(scene, merged(scene, let_pass(scene, found)))


def _records(scene: Scene, draft: Draft, events: Events, *, heading: bool) -> list[Event]:
    draft = _of_prisoners(scene, draft, events)
    row, s = draft.row, draft.sentence
    if row.type in _GIVEN and _of_ce_que(s, draft):
        return []
    if row.speech and (_called_false(scene, draft) or (row.fulfilment == "missed" and _not_yet(scene, draft))):
        return []
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
    if draft.verbal and draft.standing.negated and _of_anyone(s, draft):
        return []  # "on ne signe pas un accord pour le détruire": a rule, and nobody's deed
    if draft.verbal and row.speech and others_to_us(s, draft.trigger):
        return []  # of whom is not said, and surely not of whoever says it
    if row.type == "meeting" and draft.standing.negated and draft.trigger.form.startswith(_TALK) and _ahead(draft):
        return []  # "ne négociera pas" refuses talks, and denies none
    if row.type == "casualties" and draft.standing.fact == "planned":
        return []
    span = outside_cue(scene, draft, place)
    if row.type == "territory" and span == (draft.trigger.start, draft.trigger.end):
        return []  # "une ville qu'ils disent tenir": what is held stands outside of what is said
    out: list[Event] = []
    counted = counted_heads(scene, s, draft)
    if row.counted == "self" and any(q is not None and scene.of_clock(q) for _, q in counted):
        return []  # "à partir de 8 heures": no rounds
    for heads, quantity in counted:
        if quantity is not None and row.type == "casualties" and no_toll(scene, s, quantity, row.subtype):
            continue
        own = own_span(s, draft, span, heads, counted)
        out.append(_event(scene, draft, events, place, own, heads, quantity))
    return [e for e in out if e.subtype != EXTENDED or e.due is not None]


def _ahead(draft: Draft) -> bool:
    return draft.verbal and draft.standing.fact in ("planned", "conditional")


def _infinitive(draft: Draft) -> bool:
    return draft.verbal and draft.trigger.morph.get("VerbForm") == "Inf"


def _of_anyone(s: Sentence, draft: Draft) -> bool:
    """Whether the subject of a present is "on"."""
    verb = draft.trigger
    on = any(t.form == "on" and t.head == verb.i and t.dep.startswith("nsubj") for t in s.tokens[: verb.i])
    return on and verb.morph.get("Tense") == "Pres" and verb.morph.get("VerbForm") == "Fin"


def _of_prisoners(scene: Scene, draft: Draft, events: Events) -> Draft:
    """ "L'échange s'est déroulé", "un second échange": that of prisoners, where the text has spoken of one."""
    if draft.row.type != "meeting" or not draft.trigger.form.startswith("échange") or draft.verbal:
        return draft
    freed = any(_FREED.fullmatch(t.form) for t in draft.sentence.tokens[: draft.trigger.i])
    if not (
        freed or scene.named(draft.trigger, ("held",)) or SWAP.search(plain(scene.text[: draft.trigger.start]).lower())
    ):
        return draft
    row = next(t.row for t in events.by_form["échange"] if t.row.type == "prisoners")
    return replace(draft, row=row)


_MORROW = re.compile(r"(?:au|dès le|le) (?:sur)?lendemain\b|à la veille\b", re.IGNORECASE)
_THIS = re.compile(r"\b(?:cet|cette|ces|ce) (?:[\w-]+ )?$", re.IGNORECASE)
_POLITICS = frozenset(["meeting", "position", "proposal", "agreement", "commitment", "threat"])


def _of_sport(s: Sentence, events: Events) -> bool:
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
    own = phrase(s, draft.trigger) if not draft.verbal else draft.span
    if quantity is not None and quantity.high == 0 and place.status == "denied":
        quantity = None  # "aucun obus n'a été tiré": that is the denial
    actor = actor_of(scene, draft, events, place)
    victims = heads if row.counted == "target" and heads else roles.get("target", [])
    target, quantity = target_of(scene, draft, place, victims, quantity)
    if row.type in _POLITICS:
        actor, target = (tuple(as_state(scene, p) for p in side) for side in (actor, target))
    if row.type == "meeting" and not actor and not draft.verbal:
        actor = who_tells(scene, place, target)
    spot = place_mentions(scene, span) or place_mentions(scene, own)
    at, put_off = draft.trigger.start, row.subtype in CALLED_OFF
    tellers = [h.speaker.span for h in place.holders if h.speaker is not None]
    theirs = tuple(p for p in spot if any(within(p.mention.span, t) for t in tellers))
    spot = apart(scene, s, tuple(p for p in spot if p not in theirs), at, actor, put_off=put_off)
    spot = spot or apart(scene, s, place_of_clause(scene, s, at, row.type), at, actor)
    spot = spot or apart(scene, s, theirs, at, actor, put_off=put_off)  # "selon le maire d'Estra"
    spot = tuple(p for p in spot if not in_part(scene, s, p.mention.start))
    issue = roles.get("issue", [])
    key = f"{row.type} {row.subtype or row.stance}".strip()
    codes = events.codes.get(key) or events.codes.get(row.type) or {"plover": "", "acled": ""}
    weapon = Evidence.of(text, phrase(s, roles["weapon"][0])) if roles.get("weapon") else None
    evidence = Evidence.of(text, whole_date(scene, with_number(span, quantity)))
    day = when(scene, s, span, at, kind=row.type, put_off=put_off)
    if row.type == "casualties" and OF_A_WAR.search(text[s.start : at]):
        spot, day = (), None  # "ont signé lundi à X la fin d'un conflit qui a tué 9 000 personnes"
    if day is not None and _MORROW.match(day.mention.quote) and _THIS.search(text[s.start : at]):
        day = None  # "cette attaque survient au lendemain de…": of the day that the text has told, not of its own
    if row.status == "denied" and draft.turned is not None and day is not None and not within(day.mention.span, span):
        day = None  # "X, qui s'exprimait hier, n'a rien à voir avec l'attaque": the day of the denial
    later = new_day(scene, evidence.span, at) if put_off else None
    if place.status == "planned" and day is not None and scene.published and _infinitive(draft):
        day = day if (day.latest or scene.published) >= scene.published else None  # "sont convenus mardi d'échanger…"
    if row.type == "proposal" and day is not None and not within(day.mention.span, span):
        day = None  # "a rejeté samedi la trêve proposée par X": the day of the refusal
    ahead = place.status == "planned" or (row.type == "commitment" and not row.fulfilment)
    limit = day if ahead and day is not None and _limited(scene, s, day) else None
    due = (due_in(scene, span) if row.type in ("commitment", "threat") else later) or limit
    if row.subtype == EXTENDED:
        day, due = moved(scene, s, at)
        limit = None
    elif draft.turned is not None and row.subtype == "in_force" and (end := ends_on(scene, s, span)) is not None:
        day, due = None, end  # "la trêve expire dimanche"
    status = place.status
    if row.type == "meeting" and status == "happened" and day is not None and scene.published:
        status = "planned" if (day.earliest or "") > scene.published else status  # "s'envole lundi pour X"
    if status == "happened" and _called_false(scene, draft):
        status = "denied"  # in the text's own voice
    if row.subtype == "cancelled" and status in ("happened", "claimed"):
        status = "planned"  # what is called off, whoever says so, was but planned
    kind = "turn" if draft.turned is not None else "occurs" if _takes_place(draft) else row.kind
    return Event(
        document=scene.document_id,
        type=row.type,  # type: ignore[arg-type]
        subtype=row.subtype,
        evidence=(evidence,),
        trigger=Evidence.of(text, (draft.trigger.start, draft.trigger.end)),
        actor=actor,
        target=without(target, actor) if row.type in ("meeting",) else target,
        ordinal=ordinal_of(scene, s, draft.trigger) if row.type == "meeting" else None,
        source=place.holders[0].speaker if place.holders else None,
        place=spot,
        date=day if limit is None else None,
        quantity=count_of(quantity) if quantity is not None else None,
        status=status,
        attributed_to=place.attributed_to or (_word_of(actor) if row.type in _GIVEN and not row.fulfilment else ()),
        statements=place.statements,
        chain=place.chain,
        stance=place.stance or row.stance or None,  # type: ignore[arg-type]
        issue=_issue(scene, s, issue[0], row.type) if issue else None,
        condition=condition_of(scene, s, draft),
        due=due,
        fulfilment=row.fulfilment or ("pending" if row.type == "commitment" else None),  # type: ignore[arg-type]
        weapon=weapon,
        plover=codes["plover"],
        acled=codes["acled"],
        rule=f"{RULES}:{kind}.{row.type}.{row.subtype or row.stance}.{draft.trigger.form}",
    )


def _of_ce_que(s: Sentence, draft: Draft) -> bool:
    """ "Ce que les parties ont promis": nothing is told of it; "ce que prévoit l'accord : un retrait" tells it."""
    if any(t.form == ":" for t in s.tokens):
        return False
    before = [t.form for t in s.tokens if t.start < draft.trigger.start]
    return any(x == "ce" and y in ("que", "qu'") for x, y in pairwise(before[-12:]))


def _not_yet(scene: Scene, draft: Draft) -> bool:
    """ "L'engagement n'est pas encore tenu"."""
    return " pas encore " in plain(scene.text[max(0, draft.trigger.start - 30) : draft.trigger.start])


def _called_false(scene: Scene, draft: Draft) -> bool:
    """ "Il est faux que X ait accepté"."""
    untrue = "|".join(sorted(load_events().lists["untrue"]))
    called = rf"\b(?:{untrue}) (?:que |qu'|(?:de|d') ?(?:dire|prétendre|croire|affirmer) qu)[^.;:»]*$"
    return re.search(called, plain(scene.text[draft.sentence.start : draft.trigger.start]).lower()) is not None


def _word_of(actor: tuple[Party, ...]) -> tuple[str, ...]:
    """Who gives their word: a promise or an ultimatum is told by whoever makes it."""
    return tuple(p.name for p in actor)


def _limited(scene: Scene, s: Sentence, day: When) -> bool:
    """Whether a day is that by which a thing is to be done: "à conclure au plus tard le 3 mai", "avant fin mai"."""
    if day.mention.quote.lower().startswith(("avant", "d'ici", "d’ici")):
        return True
    return LIMIT.search(scene.text, max(s.start, day.mention.start - 24), day.mention.start) is not None


def _issue(scene: Scene, s: Sentence, head: Token, kind: str) -> str:
    """What a record is about, as written; for a pronoun, the noun that it takes up."""
    span = scene.named(head, TAKEN_UP.get(kind, OFFERED)) if head.form in PRONOUNS else None
    if span is None:
        start, end = phrase(s, head, full=True)
        return _GOES_ON.split(DENIED.split(scene.text[start:end])[0])[0].rstrip(" ,;:")
    before = scene.sentence_at(span[0])
    noun = next((t for t in before.tokens if t.start == span[0]), None) if before is not None else None
    return scene.text[slice(*(phrase(before, noun) if before is not None and noun is not None else span))]


def _announced(draft: Draft, events: Events) -> bool:
    """Whether a finite verb of a heading tells of a noun: "L'armée revendique la prise de X"."""
    head = draft.sentence.tokens[draft.trigger.head]
    finite = head.pos == "VERB" and head.morph.get("VerbForm") == "Fin"
    return finite and draft.noun_subject and governs(events, "told", head, draft.sentence)


def _takes_place(draft: Draft) -> bool:
    """Whether a noun's own verb says that it takes place: the sentence tells it and does not only mention it."""
    head = draft.sentence.tokens[draft.trigger.head]
    return draft.noun_subject and head.pos == "VERB"
