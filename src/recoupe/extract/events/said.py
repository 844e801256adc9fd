"""The fields of what is said: whose it is, in which words, its number, its time limit, its target."""

from __future__ import annotations

import re

from recoupe.extract.deadlines import of_its_promise
from recoupe.extract.events.parties import kind_of, side_of
from recoupe.extract.events.scene import ACTING, Scene
from recoupe.extract.events.sides import two_sides
from recoupe.lang.base import Sentence
from recoupe.lang.fr.events import load_events, singulars
from recoupe.lang.fr.events.phrases import phrase
from recoupe.lang.fr.grammar import relative_que
from recoupe.lang.fr.timex import lowered
from recoupe.records import Evidence, Party, Quantity, Statement, When
from recoupe.text import Span, plain, trim, within

_BESIDE = re.compile(r"\b(?:après|depuis|il y a) (?:(?:plus|près|moins) de |environ |quelque )?$")
"""Before a number of days or years that a stance is not about: "après trente ans de guerre"."""
_BOTH = re.compile(r"(?:deux )?(?:parties|camps|belligérants|délégations)")
_LEAD = re.compile(r"(?:à |de |d'|d’)?(?:la |le |les |l'|l’|aux? |des? |du )?", re.IGNORECASE)
_OPENING = re.compile(r"(?:à |de |au |aux |du |d'|d’)(?=\w)")
_ALONE = re.compile(r" [^,;:.«»]{3,80} ")
"""What stands between a verb and what it asks for, where that is but one phrase: " les belligérants "."""
_TO = frozenset(["à", "de", "d'"])
_BEFORE_VERB = frozenset(
    ["ne", "n'", "pas", "plus", "jamais", "se", "s'", "y", "en", "le", "la", "les", "l'", "lui", "leur"]
)


def speakers_of(scene: Scene, statement: Statement, names: tuple[str, ...]) -> tuple[Party, ...]:
    """Who takes a stance: the speakers; for "les parties", the two sides of the text, where it leaves no doubt."""
    mention = statement.speaker
    if mention is not None and len(names) == 1 and _BOTH.fullmatch(names[0]):
        pair = two_sides(scene, mention.start)
        if pair is not None:
            return tuple(Party(n, mention, kind_of(scene, n), side_of(scene, n), implied=True) for n in pair)
    return tuple(Party(n, mention, kind_of(scene, n), side_of(scene, n)) for n in names)


def evidence_of(scene: Scene, statement: Statement, span: Span, sentence: Sentence | None) -> Span:
    """The content with its speaker and cue, where they stand in the same sentence."""
    if sentence is None:
        return span
    parts = [span]
    for e in (statement.speaker, statement.cue):
        if e is None or not within(e.span, sentence.span):
            continue
        gap = min(e.end, span[1]), max(e.start, span[0])
        if not any(gap[0] <= c.start < gap[1] for s in scene.statements for c in s.content if s is not statement):
            parts.append(e.span)
    start, end = min(a for a, _ in parts), max(b for _, b in parts)
    parted = relative_object(statement, sentence)
    return (start if parted is None else parted), min(end, sentence.end)


def relative_object(statement: Statement, sentence: Sentence | None) -> int | None:
    """Where the object begins of an infinitive in a relative clause: "les experts que X propose d'envoyer"."""
    speaker, content = statement.speaker, statement.content[0]
    if sentence is None or speaker is None or not sentence.start < speaker.start < content.start:
        return None
    tokens = sentence.tokens
    said = next((t for t in tokens if t.start >= content.start and t.form not in _TO | _BEFORE_VERB), None)
    que = relative_que(sentence, next((t.i for t in tokens if t.start >= speaker.start), 0))
    if que is None or said is None or said.morph.get("VerbForm") != "Inf":
        return None
    noun = next((t for t in reversed(tokens[:que]) if t.pos in ("NOUN", "PROPN")), None)
    while noun is not None and noun.dep == "nmod":
        noun = tokens[noun.head]
    return phrase(sentence, noun)[0] if noun is not None else None


def quantity_of(scene: Scene, span: Span) -> Quantity | None:
    """The one number of a proposal or ultimatum; None where there are several."""
    inside = [
        q
        for q in scene.quantities_in(span)
        if q.low == q.high and q.unit not in (None, "ratio") and not _parties(str(q.unit))
    ]
    return inside[0] if len(inside) == 1 else None


def _parties(unit: str) -> bool:
    """Whether a number counts who takes part: "les deux capitales"."""
    lists = load_events().lists
    return any(form in lists["plural_states"] | lists["plural_persons"] for form in singulars(unit.lower()))


def in_passing(scene: Scene, quantity: Quantity) -> bool:
    """Whether a stance says a number only in passing: how long a war has lasted, how many live in a town."""
    at = quantity.evidence.start
    before = plain(scene.text[max(0, at - 30) : at]).lower()
    return _BESIDE.search(before) is not None or (quantity.unit or "").lower() == "âmes"


def due_in(scene: Scene, span: Span) -> When | None:
    """The date or delay that what is promised or threatened names: the only one, or the only one told as a limit."""
    inside = [
        t
        for t in scene.timexes
        if within(t.evidence.span, span)
        and t.anchor != "vague"
        and t.type != "SET"  # "une pause quotidienne": how often
        and (t.anchor != "event" or _is_limit(scene.text, t.evidence))
        and not _GIVEN.search(scene.text, span[0], t.evidence.start)
        and not KEPT.search(scene.text, span[0], t.evidence.start)
    ]
    if len(inside) > 1:
        inside = [t for t in inside if _is_limit(scene.text, t.evidence)]
    if len(inside) != 1:
        return None
    home = scene.sentence_at(span[0])
    low = lowered(scene.text)
    t = of_its_promise(low, home.span, scene.timexes, inside[0]) if home is not None else inside[0]
    return When(t.evidence, t.value, t.earliest, t.latest)


_GIVEN = re.compile(
    r"\b(?:(?:pris|fait|donné|formulé|souscrit|contracté|annoncé|consenti|juré|lancé|adressé|posé|émis)e?s? "
    r"(?:dès |à |au |en |le |ce |la )?"
    r"|(?:promesse|parole|engagement|serment)s? (?:de |du |d['’]))$",
    re.IGNORECASE,
)
"""Before the day on which a promise was made: "un engagement pris en mars", "sa promesse de mars"."""
KEPT = re.compile(r"\b(?:depuis|(?:respect|observ|fêt|célébr)\w+)(?: le| la| l['’])?\s*$", re.IGNORECASE)
"""Before what is no limit: "malmené depuis un an", "afin de respecter le Nouvel An"."""
_THERE = re.compile(r"\b(?:à|vers|(?:accords?|traité|processus|pourparlers|négociations) de) $", re.IGNORECASE)
_LIMIT_BEFORE = re.compile(
    r"(?:avant|d'ici(?: à| au)?|sous|jusqu'(?:à|au|en)|dans(?: les)?|expire)(?: le| la| l')?\s*$"
)
_LIMIT = re.compile(r"^(?:avant|d'ici|sous|jusqu'|dans)\b|au plus tard")


def _is_limit(text: str, e: Evidence) -> bool:
    low = plain(text[max(0, e.start - 24) : e.end + 16]).lower()
    at = e.start - max(0, e.start - 24)
    near = low[at : at + e.end - e.start]
    return bool(_LIMIT_BEFORE.search(low[:at]) or _LIMIT.search(near) or "au plus tard" in low)


def matter_of(scene: Scene, statement: Statement, span: Span, sentence: Sentence | None) -> tuple[Span | None, Span]:
    """Whom a content asks to do something, where it opens so, and the rest: "les parties à respecter la trêve".

    The rest goes from the infinitive on, or from behind the preposition that opens the content; from its object on,
    where a relative clause parts the two.
    """
    if (parted := relative_object(statement, sentence)) is not None:
        return None, (parted, span[1])
    inside = [t for t in sentence.tokens if span[0] <= t.start < span[1]] if sentence is not None else []
    for k, t in enumerate(inside):
        if t.morph.get("VerbForm") == "Fin" or t.form in ("que", "qu'", "qui", "si", ","):
            break
        rest = [x for x in inside[k + 1 :] if x.pos != "PUNCT" and x.form not in _BEFORE_VERB]
        if t.form not in _TO or not rest or rest[0].morph.get("VerbForm") != "Inf":
            continue
        asked = (inside[0].start, inside[k - 1].end) if k else None
        return asked, trim(scene.text, (inside[k + 1].start, span[1]), ' \u00a0\u202f«»"“”')
    opening = _OPENING.match(scene.text, *span)
    return None, (opening.end() if opening else span[0], span[1])


def _asked(scene: Scene, asked: Span) -> tuple[Party, ...]:
    """The parties of the words that say who is asked to do something."""
    words = Evidence.of(scene.text, asked)
    if _BOTH.fullmatch(_LEAD.sub("", words.quote)):
        pair = two_sides(scene, asked[0])
        return tuple(Party(n, words, kind_of(scene, n), side_of(scene, n), implied=True) for n in pair or ())
    named = (m for m in scene.mentions if within(m.span, asked) and m.names and m.kind in ACTING)
    found = {n: Party(n, Evidence.of(scene.text, m.span), m.kind, side_of(scene, n)) for m in named for n in m.names}
    return tuple(found.values())


def target_of(scene: Scene, statement: Statement, span: Span, asked: Span | None) -> tuple[Party, ...]:
    """The addressee, else the first party that the content names and that is not the speaker."""
    if statement.addressee is not None:
        answer = scene.resolver.resolve(statement.addressee.span)
        if answer.reference:
            return tuple(Party(n, statement.addressee, kind_of(scene, n), side_of(scene, n)) for n in answer.reference)
    cue = statement.cue
    if asked is None and cue is not None and cue.end < span[0] and _ALONE.fullmatch(scene.text, cue.end, span[0]):
        asked = trim(scene.text, (cue.end, span[0]), " ")
    parties = _asked(scene, asked) if asked is not None and statement.act == "demand" else ()
    if parties:
        return parties
    names = set(statement.reference)
    for m in scene.mentions:
        if m.kind == "metonym" and _THERE.search(scene.text, max(0, m.span[0] - 20), m.span[0]):
            continue  # "l'accord signé à X": where, not whose
        if within(m.span, span) and m.names and not set(m.names) & names and m.kind in ACTING:
            return (Party(m.names[0], Evidence.of(scene.text, m.span), m.kind, side_of(scene, m.names[0])),)
    return ()
