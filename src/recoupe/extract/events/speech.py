"""Statements as records: positions, proposals, commitments, threats, and what is said of the state of things."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from recoupe.extract.events.counts import count_of
from recoupe.extract.events.parties import kind_of, speaker_names
from recoupe.extract.events.said import (
    KEPT,
    due_in,
    evidence_of,
    in_passing,
    matter_of,
    quantity_of,
    speakers_of,
    target_of,
)
from recoupe.extract.events.scene import Scene
from recoupe.extract.events.whereabouts import when
from recoupe.extract.events.wills import (
    TAKES_SIDE,
    TELLS,
    foretells,
    holder_of,
    is_to_come,
    left_open,
    of_many,
    others_stance,
    promised,
    rumoured,
)
from recoupe.lang.base import Sentence
from recoupe.lang.fr.cues import load_cues
from recoupe.lang.fr.events import Events, load_events, singulars
from recoupe.records import Event, Evidence, Statement, When
from recoupe.text import Span, plain, trim, within

_HELD_BACK = frozenset(["assert", "deny", "accuse", "warn"])
_FUTURE = re.compile(r"\w(?:ra|ront|rait|raient)(?: (?:par|bien|vite|sans doute))?(?: \w+)?$")
_FAR = 30
"""Characters before an infinitive within which its verb stands."""
_CONDITION = re.compile(r"\b(?:si |s'il|à (?:la )?condition|en cas d|sauf si|à moins|pourvu qu|sous réserve)")
_HEDGED = re.compile(r"aur(?:ait|aient) (?:\w+ )?$")
_NEGATED = {"accept": "reject", "support": "reject", "commit": "reject"}
_WILLS = frozenset(["accepts", "rejects", "intent", "promise"])
_QUANTIFIED = frozenset(["proposal", "threat", "position", "commitment"])
_ON_ISSUES = frozenset(["position", "proposal"])
_MADE = re.compile(
    r"(?<!\ba )(?<!\bont )(?<!\bêtre )(?<!\bété )\b"
    r"(?:conclu|signé|décrété|instauré|négocié|adopté|publié|proclamé|entré|voté)e?s? (?:[\w'-]+ ){0,6}$"
)
"""A participle before the day on which what is accepted or refused was made."""
_TO_COME = frozenset(["accepts", "rejects", "supports", "demands"])
_TURN = "events@1:turn."


def spoken(scene: Scene, events: Events, found: Sequence[Event]) -> list[Event]:
    """A record for each statement, or each sentence of a long one, whose place no event of its own has taken."""
    records: list[Event] = []
    turned = [e for e in found if e.rule.startswith(_TURN) and e.type in (*_QUANTIFIED, "agreement")]
    for statement in scene.statements:
        if statement.cue is not None and any(e.trigger.span == statement.cue.span for e in turned):
            continue  # "ne s'oppose plus à": the turn of phrase says it whole
        if statement.mode == "hedge" or _hedged(scene, statement) or _comments(scene, statement, events):
            continue
        outer = scene.by_id.get(statement.outer or "")
        own = outer is not None and statement.reference == outer.reference and statement.act not in _HELD_BACK
        if outer is not None and _untrue(scene, statement, outer):
            form = events.speech["acts"][statement.act] | {"status": "denied"}
            records.append(_event(scene, events, statement, outer, statement.content[0].span, form))
            continue
        if (outer is not None and (outer.negated or outer.act == "deny")) or left_open(scene, statement):
            continue  # "X dément avoir demandé une rançon"
        told = scene.sentence_at(statement.content[0].start)
        if (
            told is not None
            and statement.act not in _HELD_BACK
            and any(t.form in events.lists["sports"] for t in told.tokens)
        ):
            continue  # "le match promet d'être serré"
        if outer is not None and not own and not _is_whole(statement, outer) and not _stands(statement, outer):
            continue
        if outer is not None and _foretold(scene, statement) and _comments(scene, outer, events):
            continue  # "selon un expert, X acceptera"
        own_id = scene.id_of(statement)
        if any(s.outer == own_id and _is_whole(s, statement) for s in scene.statements):
            continue  # "X a dit que Y avait annoncé…": what Y announced is the record, said by X
        records += _of(scene, events, statement, outer, found)
    return records


def _untrue(scene: Scene, statement: Statement, outer: Statement) -> bool:
    """Whether someone says of a stance that it was not taken: "X dément avoir accepté la trêve", "n'a pas accepté la
    trêve, a dit X"; what is not taken yet is left open."""
    if statement.act not in TAKES_SIDE or outer.negated:
        return False
    if outer.act == "deny":
        return not statement.negated
    return outer.act == "assert" and _pending(scene, statement) and not _not_yet(scene, statement)


def _not_yet(scene: Scene, statement: Statement) -> bool:
    cue = statement.cue
    return cue is not None and _YET.search(plain(scene.text[max(0, cue.start - 40) : cue.end])) is not None


def _someone(scene: Scene, statement: Statement) -> bool:
    """Whether an unnamed speaker is anyone at all: "une source", "les secouristes", not "des estimations"."""
    if statement.speaker is None:
        return True
    if statement.speaker.quote.lower() in load_events().lists["pronouns"]:
        return True
    mention = scene.mention(statement.speaker.span)
    if mention is not None and mention.kind in ("person", "role", "kin", "institution", "group", "state", "metonym"):
        return True
    cues = load_cues()
    return any(cues.someone(word) for word in re.findall(r"[^\W\d_]+", statement.speaker.quote.lower())[:4])


def _hedged(scene: Scene, statement: Statement) -> bool:
    """Whether the cue itself is in the conditional of hearsay: "aurait reconnu"."""
    cue = statement.cue
    return cue is not None and _HEDGED.search(scene.text[max(0, cue.start - 24) : cue.start]) is not None


def _stands(inner: Statement, outer: Statement) -> bool:
    """Whether an inner statement is the stance of another party, as the outer one asserts it: "X refuse la trêve, a
    déclaré Y"."""
    return inner.act in _STANCES and not inner.negated and outer.act in ("assert", "warn") and bool(inner.reference)


def _foretold(scene: Scene, statement: Statement) -> bool:
    """Whether a stance is one to come: "acceptera", "finira par accepter"."""
    cue = statement.cue
    words = plain(scene.text[max(0, cue.start - _FAR) : cue.end]).lower() if cue is not None else ""
    return statement.act in _STANCES and _FUTURE.search(words) is not None


def _is_whole(inner: Statement, outer: Statement) -> bool:
    """Whether an inner statement is the matter of the outer one, its own speaker and cue aside."""
    size = sum(e.end - e.start for e in inner.content)
    whole = sum(e.end - e.start for e in outer.content)
    return inner.mode != "nominal" and size >= 0.4 * whole


def _comments(scene: Scene, statement: Statement, events: Events) -> bool:
    """Whether the speaker is no party: an analyst, a passer-by, a paper; or nobody."""
    if statement.speaker is None and not statement.reference:
        return True
    if statement.speaker is not None and plain(statement.speaker.quote).lower() in events.lists["nobody"]:
        return True
    if statement.reference and all(_is_text(name) for name in statement.reference):
        return True  # what an agreement lays down is no stance of "le texte"
    if any(kind_of(scene, name) == "media" for name in statement.reference):
        return True  # a paper that comments, or relays: the agency's own source is another statement
    if statement.resolution in ("unnamed", "unresolved"):
        if statement.act == "commit" and not statement.negated:
            return False  # "les signataires s'engagent à…"
        if not _someone(scene, statement):
            return True
        said = (statement.speaker.quote if statement.speaker else "").lower()
        words = re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", said)
        return not words or any(w in events.speech["speakers"] for word in words[:4] for w in singulars(word))
    return False


def _by_a_source(statement: Statement) -> bool:
    """Whether an unnamed source tells what others will do: "seront échangés lundi, selon un diplomate"."""
    return statement.mode in ("selon", "incise") and statement.resolution == "unnamed" and statement.act == "assert"


def _is_text(name: str) -> bool:
    """Whether a speaker is a text that no author is known of: "déclaration de principe", "rapports"."""
    first = name.partition(" ")[0]
    return first.islower() and load_cues().text(first) and not load_cues().someone(first)


def _of(
    scene: Scene, events: Events, statement: Statement, outer: Statement | None, found: Sequence[Event]
) -> list[Event]:
    pieces = _pieces(scene, statement)
    typed: list[Event] = []
    plain_pieces: list[Span] = []
    covered = 0
    for span in pieces:
        taken = any(
            within(e.trigger.span, span)
            and (statement.act in _HELD_BACK or e.type in ("agreement", "aid", "meeting", "prisoners"))
            and not (e.rule.startswith("events@1:noun") and e.type != "prisoners")
            for e in found
        )
        words = plain(scene.text[slice(*span)]).lower().strip(' «»"“”.,')
        if taken and _form(events, statement, words, firm=True) is None:
            covered += 1
            continue
        if events.speech["empty"].search(words) or len(words) < 4:
            covered += 1
            continue
        form = _form(events, statement, words, firm=bool(taken))
        if form is not None and form["type"] == "commitment" and _by_a_source(statement):
            form = None
        if form is not None and form.get("stance") and others_stance(scene, statement, span):
            form = None
        if form is not None and form.get("stance") in _WILLS and of_many(scene, statement, span):
            form = None
        if form is not None and form.get("stance") in _WILLS and rumoured(scene, statement, span):
            form = None
        if form is not None and form.get("stance") == "demands" and foretells(scene, statement, span):
            form = None
        if form is None:
            plain_pieces.append(span)
            continue
        typed.append(_event(scene, events, statement, outer, span, form))
    if any(e.type == "statement" for e in typed) and len(typed) == 1 and _in_heading(scene, pieces[0]):
        typed = []
    default = _default(events, statement) if not _pending(scene, statement) else None
    heading = bool(plain_pieces) and _in_heading(scene, plain_pieces[0])
    if (
        plain_pieces
        and not typed
        and not covered
        and default is not None
        and not (heading and default["type"] == "statement")
    ):
        span = plain_pieces[0][0], plain_pieces[-1][1]
        typed.append(_event(scene, events, statement, outer, span, default))
    return typed


def _in_heading(scene: Scene, span: Span) -> bool:
    """Whether a stretch is a heading inside the text, which says again what the text says; the title counts as text."""
    return any(b.kind == "heading" and b.start <= span[0] < b.end for b in scene.document.blocks)


def _pieces(scene: Scene, statement: Statement) -> list[Span]:
    """The content, sentence by sentence."""
    pieces: list[Span] = []
    for content in statement.content:
        for s in scene.sentences:
            if s.end <= content.start or s.start >= content.end:
                continue
            span = trim(scene.text, (max(s.start, content.start), min(s.end, content.end)), ' \t\n\u00a0\u202f«»"“”,;')
            pieces += [part for part in _clauses(scene.text, span) if part[1] - part[0] > 2]
    if len(statement.content) > 1 and len(pieces) > 1:
        sentences = {id(scene.sentence_at(a)) for a, _ in pieces}
        if len(sentences) == 1:
            return [(pieces[0][0], pieces[-1][1])]
    return pieces


_STANCES = frozenset(["accept", "reject", "propose", "demand"])
_BEFORE = re.compile(
    r"(?:(?:[^\W\d_]+|\d+) (?:jours?|semaines?|mois|heures?|ans?) )?"
    r"\b(?:après|depuis|malgré)\b(?: que?\b|(?: l'| les?| la)? ?(?:avoir|être|s'être)\b)[^,;.]*"
)
"""A clause that tells of the past: "deux semaines après l'avoir exclu"; what it says is no stance of today."""
_SIDES = frozenset(["accepts", "supports", "rejects"])
_UNSAID = re.compile(
    r"(?:\bn(?:e |['’])(?:[^\s.,;:]+ ){0,3}?(?:pas|jamais|plus|guère|nullement|aucun(?:e|ement)?)\b"
    r"|\b(?:personne|rien|nul|nulle|aucune? [\w'-]+) (?:[\w'-]+ )?n(?:e |['’]))"
    r"(?:(?! (?:et|mais|ou|car|donc|or) )[^.,;:«»])*$"
)
"""A negation before the words of a stance, in their clause: "n'a jamais donné | son accord", "rien n'est | exclu"."""
_UNDONE = re.compile(
    r"(?:il n'en est )?(?:pas|hors de) question (?:de |d'|pour \w+ de )(?:\w+ )?"
    r"(?:refuser|rejeter|exclure|écarter|repousser|dire non)"
)
_YET = re.compile(r"\b(?:pas encore|toujours pas|pas pour l'instant)\b")
_NOT_DONE = re.compile(r"\b(?:pas encore|toujours pas)\b|\bn'(?:a|ont|avai(?:t|ent))\b")
_JOINED = re.compile(r",? (?:et|mais|ou) (?=qu(?:e |'|’))")


def _clauses(text: str, span: Span) -> list[Span]:
    """ "que A, mais que B" as two spans."""
    parts, at = [], span[0]
    for cut in _JOINED.finditer(text, *span):
        parts.append((at, cut.start()))
        at = cut.end()
    return [*parts, (at, span[1])]


def _form(events: Events, statement: Statement, words: str, *, firm: bool = False) -> dict[str, Any] | None:
    """The first form of ``speech.toml`` that the words have; with ``firm``, of those that hold beside an event."""
    cue = plain(statement.cue.quote).lower() if statement.cue is not None else ""
    cue_words = set(re.findall(r"\w+", cue))
    if statement.negated:
        return None
    words = _BEFORE.sub(" ", words)
    for acts, pattern, unless, cues, without, entry in events.speech["forms"]:
        if (
            statement.act not in acts
            or (cues and not cue_words & cues)
            or cue_words & without
            or (firm and not entry.get("firm"))
        ):
            continue
        if statement.mode not in entry.get("modes", statement.mode).split():
            continue
        found = pattern.search(words)
        if found is None or (unless is not None and unless.search(words)):
            continue
        undone = _UNSAID.search(words[: found.start()]) or _UNDONE.match(words, found.start())
        if undone and entry.get("stance") in _SIDES:
            return None
        return dict(entry)
    return None


def _pending(scene: Scene, statement: Statement) -> bool:
    """ "n'a pas (encore) accepté", "n'a jamais promis": no stance."""
    cue = statement.cue
    return (
        cue is not None
        and statement.negated
        and statement.act in _NEGATED
        and _NOT_DONE.search(plain(scene.text[max(0, cue.start - 40) : cue.end])) is not None
    )


def _default(events: Events, statement: Statement) -> dict[str, Any] | None:
    act = _NEGATED.get(statement.act, "assert") if statement.negated else statement.act
    return dict(events.speech["acts"][act])


def _event(
    scene: Scene, events: Events, statement: Statement, outer: Statement | None, span: Span, form: dict[str, Any]
) -> Event:
    text = scene.text
    kind, subtype, stance = form["type"], form.get("subtype", ""), form.get("stance")
    names = speaker_names(statement)
    told = (stance or subtype) in _WILLS and statement.act in TELLS
    holder = holder_of(scene, statement, span) if told else ()
    chain = tuple("; ".join(speaker_names(s)) for s in (outer, statement) if s is not None and speaker_names(s))
    attributed = speaker_names(outer) if outer is not None and speaker_names(outer) else names
    sentence = scene.sentence_at(span[0])
    evidence = evidence_of(scene, statement, span, sentence)
    if subtype == "assessment" and not holder and is_to_come(scene, span, events):
        holder = holder_of(scene, statement, span)
        awaited = bool(holder)
    else:
        awaited = False
    status = (
        "planned"
        if awaited or (stance in _TO_COME and promised(scene, statement))
        else form.get("status")
        or {"proposal": "proposed", "threat": "conditional", "attack": "claimed"}.get(kind, "happened")
    )
    key = f"{kind} {stance or subtype}".strip()
    codes = events.codes.get(key) or events.codes.get(kind) or {"plover": "", "acled": ""}
    quantity = quantity_of(scene, evidence) if kind in _QUANTIFIED else None
    if kind == "position" and quantity is not None and in_passing(scene, quantity):
        quantity = None
    words = text[slice(*span)]
    asked, matter = matter_of(scene, statement, span, sentence)
    condition = _CONDITION.search(plain(words).lower())
    return Event(
        document=scene.document_id,
        type=kind,
        subtype=subtype,
        evidence=(Evidence.of(text, evidence),),
        trigger=statement.cue or Evidence.of(text, span),
        actor=holder or speakers_of(scene, statement, names),
        target=target_of(scene, statement, span, asked),
        date=_when(scene, sentence, span, stance) if sentence is not None else None,
        quantity=count_of(quantity) if quantity is not None else None,
        status=status,  # type: ignore[arg-type]
        attributed_to=attributed,
        source=(outer or statement).speaker,
        statements=tuple(scene.id_of(s) for s in (outer, statement) if s is not None),
        chain=chain if len(chain) > 1 else (),
        stance=stance,
        issue=text[slice(*matter)][:200] if kind in _ON_ISSUES else words[:200],
        condition=Evidence.of(text, (span[0] + condition.start(), span[1])) if condition else None,
        fulfilment=form.get("fulfilment", "pending") if kind == "commitment" else None,
        due=due_in(scene, span) if kind in ("commitment", "threat") else None,
        plover=codes["plover"],
        acled=codes["acled"],
        rule=f"events@1:said.{statement.act}.{kind}.{stance or subtype}",
    )


def _when(scene: Scene, s: Sentence, span: Span, stance: str | None) -> When | None:
    """The day of what is said; not that of the text which a stance is about: "accepte la trêve conclue en juillet"."""
    day = when(scene, s, span, span[0])
    if day is not None and KEPT.search(scene.text, span[0], day.mention.start):
        return None
    if day is None or stance is None or not _MADE.search(plain(scene.text[span[0] : day.mention.start])):
        return day
    return None
