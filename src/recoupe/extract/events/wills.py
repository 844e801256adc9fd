"""Whose will or stance a content tells: the speaker's, another party's, or nobody's whom it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recoupe.extract.events.parties import party_of
from recoupe.extract.events.scene import ACTING, Scene
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.cues import load_cues
from recoupe.lang.fr.events import Events, load_events
from recoupe.lang.fr.events.factuality import doubted, is_participle, of_verb, to_come
from recoupe.lang.fr.grammar import WORDS
from recoupe.lang.fr.groups import verb_group
from recoupe.records import Party, Statement
from recoupe.text import Span, plain, within

TELLS = frozenset(["assert", "deny", "accuse", "warn", "demand", "commit", "support"])
"""Acts that can tell another's will; "accepte que X parte" is the will of who accepts."""
TAKES_SIDE = frozenset(["accept", "reject", "support"])
"""Acts that take a side of a proposal."""
_HEARSAY = re.compile(r"^(?:que |qu')?[^,;]{2,60}? (?:serai(?:t|ent)|aurai(?:t|ent)) ")
_IF = frozenset(["si", "s'", "quand", "lorsque", "lorsqu'", "condition", "tant", "dès", "pourvu", "moins"])
"""Words that open a clause of when or if."""
_EXPECTED = frozenset(["devrait", "devraient"])
_COMES = re.compile(
    r"^ (?:\w+ )?(?:se poursuivre|augmenter|baisser|diminuer|grimper|s'alourdir|s'aggraver|s'élever|atteindre|dépasser|"
    r"durer|arriver|débuter|commencer|reprendre|s'ouvrir|se tenir|avoir lieu|prendre (?:fin|effet)|entrer en vigueur)\b"
)
"""What is expected to come by itself, after "devrait"."""


def others_stance(scene: Scene, statement: Statement, span: Span) -> bool:
    """Whether the stance in a content is a statement of its own: "X a invité Y, qui refuse de…"."""
    own = scene.id_of(statement)
    return any(
        s.outer == own
        and s.act in ("accept", "reject")
        and s.reference
        and s.cue is not None
        and within(s.cue.span, span)
        for s in scene.statements
    )


def of_many(scene: Scene, statement: Statement, span: Span) -> bool:
    """Whether the content tells what others want whom it does not name: "tous les participants sont favorables"."""
    sentence = scene.sentence_at(span[0])
    if sentence is None or statement.mode == "nominal" or statement.act not in TELLS:
        return False
    inside = [t for t in sentence.tokens if span[0] <= t.start < span[1]]
    subject = next((t for t in inside if t.dep.startswith("nsubj") and t.pos == "NOUN"), None)
    if subject is None or not subject.form.endswith("s") or not load_cues().someone(subject.form.removesuffix("s")):
        return False
    own = [t for t in sentence.tokens if t.head == subject.i and t.form in WORDS["several_own"]]
    before = [t for t in inside if t.i < subject.i]
    return not own and not any(t.pos in ("VERB", "AUX") or t.form == "question" for t in before)


def rumoured(scene: Scene, statement: Statement, span: Span) -> bool:
    """Whether a content only passes on what another is said to want: "à en croire X, Y serait prêt à une trêve"."""
    if statement.act not in TELLS or not holder_of(scene, statement, span):
        return False
    return _HEARSAY.search(plain(scene.text[slice(*span)]).lower()) is not None


def foretells(scene: Scene, statement: Statement, span: Span) -> bool:
    """Whether "devrait" says what is expected of a thing, and asks nobody: "ces chiffres devraient augmenter"."""
    sentence = scene.sentence_at(span[0])
    if sentence is None or statement.act == "demand":
        return False
    modal = next((t for t in sentence.tokens if span[0] <= t.start < span[1] and t.form in _EXPECTED), None)
    if modal is None:
        return False
    heads = {modal.i, modal.head} if modal.dep.startswith("aux") else {modal.i}
    subject = next(
        (t for t in sentence.tokens if t.dep.startswith("nsubj") and t.head in heads and t.i < modal.i), None
    )
    if subject is None or subject.pos == "PRON":
        return _COMES.search(plain(scene.text[modal.end : modal.end + 40]).lower()) is not None
    named = scene.kind((subject.start, subject.end)) not in (None, "unknown", "document", "unnamed")
    return not named and not load_cues().someone(subject.form)


def holder_of(scene: Scene, statement: Statement, span: Span) -> tuple[Party, ...]:
    """Whose will or stance the content speaks of, where its subject is another party: "X a dit que Y refusait de…"."""
    sentence = scene.sentence_at(span[0])
    if sentence is None or statement.mode == "nominal":
        return ()
    inside = [t for t in sentence.tokens if span[0] <= t.start < span[1]]
    verb = next((t for t in inside if t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") == "Fin"), None)
    if verb is None or any(t.form in _IF for t in inside[1:] if t.i < verb.i):
        return ()  # "se dit prêt à signer si Y renonce": Y does but fulfil the condition
    subject = next(
        (t for t in inside if t.dep.startswith("nsubj") and t.i < verb.i and t.pos in ("NOUN", "PROPN")), None
    ) or _opening(inside, verb)
    if (
        subject is None
        or subject.dep == "nsubj:pass"
        or scene.kind((subject.start, subject.end)) not in ACTING | {"role"}
    ):
        return ()
    return tuple(p for p in party_of(scene, sentence, subject, statement.reference) if p.kind and p.name[:1].isupper())


def _opening(inside: Sequence[Token], verb: Token) -> Token | None:
    """The noun that opens a content before its verb, of which a parser made an apposition: "selon X, Y est prêt"."""
    opens = inside[1:] if inside[0].pos == "DET" else inside
    noun = opens[0] if opens and opens[0].pos in ("NOUN", "PROPN") else None
    between = [t for t in opens[1:] if t.i < verb.i]
    return noun if noun is not None and all(t.dep == "flat:name" or t.pos == "ADJ" for t in between) else None


def is_to_come(scene: Scene, span: Span, events: Events) -> bool:
    """Whether the first verb of a content says what someone will do."""
    sentence = scene.sentence_at(span[0])
    if sentence is None:
        return False
    inside = (t for t in sentence.tokens if span[0] <= t.start < span[1])
    verb = next((t for t in inside if t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") == "Fin"), None)
    return (
        verb is not None
        and of_verb(sentence, verb, verb_group(sentence, verb.i, participle=False), events).fact == "planned"
    )


def left_open(scene: Scene, statement: Statement) -> bool:
    """Whether it is left open that it was said: "rien n'indique que X a accepté", "aurait voulu que X accepte"."""
    lists = load_events().lists
    return any(doubted(*verb, lists["unsure"] | lists["untrue"]) for verb in _cue_verbs(scene, statement))


def promised(scene: Scene, statement: Statement) -> bool:
    """Whether the text itself tells of a stance to come: "acceptera", "va accepter"."""
    lists = load_events().lists
    return any(to_come(*verb, lists["scheduled"]) for verb in _cue_verbs(scene, statement))


def _cue_verbs(scene: Scene, statement: Statement) -> list[tuple[Sentence, Token, Token]]:
    """The verbs of a cue: their sentence, each of them, and the word of its group that bears the tense."""
    cue = statement.cue
    sentence = scene.sentence_at(cue.start) if cue is not None else None
    if cue is None or sentence is None:
        return []
    verbs = [t for t in sentence.tokens if cue.start <= t.start < cue.end and t.pos in ("VERB", "AUX")]
    groups = [verb_group(sentence, t.i, participle=is_participle(t)) for t in verbs]
    return [
        (sentence, t, group.aux if group is not None and group.aux is not None else t)
        for t, group in zip(verbs, groups, strict=True)
    ]
