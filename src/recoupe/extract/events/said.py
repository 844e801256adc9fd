"""The fields of what is said: whose it is, in which words, its number, its time limit, its target."""

from __future__ import annotations

import re

from recoupe.extract.events.parties import kind_of, side_of
from recoupe.extract.events.scene import Scene
from recoupe.extract.events.sides import two_sides
from recoupe.lang.base import Sentence
from recoupe.lang.fr.events import load_events, singulars
from recoupe.records import Evidence, Party, Quantity, Statement, When
from recoupe.text import Span, plain, within

_BESIDE = re.compile(r"\b(?:après|depuis|il y a) (?:(?:plus|près|moins) de |environ |quelque )?$")
"""Before a number of days or years that a stance is not about: "après trente ans de guerre"."""
_BOTH = re.compile(r"(?:deux )?(?:parties|camps|belligérants|délégations)")


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
    return start, min(end, sentence.end)


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
    inside = [t for t in scene.timexes if within(t.evidence.span, span) and t.anchor != "vague"]
    if len(inside) > 1:
        inside = [t for t in inside if _is_limit(scene.text, t.evidence)]
    if len(inside) != 1:
        return None
    t = inside[0]
    return When(t.evidence, t.value, t.earliest, t.latest)


_LIMIT_BEFORE = re.compile(
    r"(?:avant|d'ici(?: à| au)?|sous|jusqu'(?:à|au|en)|dans(?: les)?|expire)(?: le| la| l')?\s*$"
)
_LIMIT = re.compile(r"^(?:avant|d'ici|sous|jusqu'|dans)\b|au plus tard")


def _is_limit(text: str, e: Evidence) -> bool:
    low = plain(text[max(0, e.start - 24) : e.end + 16]).lower()
    at = e.start - max(0, e.start - 24)
    near = low[at : at + e.end - e.start]
    return bool(_LIMIT_BEFORE.search(low[:at]) or _LIMIT.search(near) or "au plus tard" in low)


def target_of(scene: Scene, statement: Statement, span: Span) -> tuple[Party, ...]:
    """The addressee, else the first party that the content names and that is not the speaker."""
    if statement.addressee is not None:
        answer = scene.resolver.resolve(statement.addressee.span)
        if answer.reference:
            return tuple(Party(n, statement.addressee, kind_of(scene, n), side_of(scene, n)) for n in answer.reference)
    names = set(statement.reference)
    for m in scene.mentions:
        if (
            within(m.span, span)
            and m.names
            and not set(m.names) & names
            and m.kind in ("person", "state", "metonym", "institution", "group")
        ):
            return (Party(m.names[0], Evidence.of(scene.text, m.span), m.kind, side_of(scene, m.names[0])),)
    return ()
