"""A time limit that is given another day: the one that it had, and the new one where the words tell it."""

from __future__ import annotations

from recoupe.extract.deadlines import added
from recoupe.extract.events.scene import Scene
from recoupe.lang.base import Sentence
from recoupe.lang.fr import deadlines as words
from recoupe.records import Timex, When
from recoupe.text import Span, plain, within


def moved(scene: Scene, s: Sentence, trigger: int) -> tuple[When | None, When | None]:
    """The day that no longer holds and the new one, each None where the sentence does not tell it.

    "Prolongé d'une semaine" gives a new day only beside the old one. A new limit of which no day can be told keeps its
    words.
    """
    told = words.MOVES.search(plain(scene.text[trigger : s.end]).lower())
    trigger += told.start() if told is not None else 0
    inside = [t for t in scene.timexes if within(t.evidence.span, s.span)]
    later = [t for t in inside if t.evidence.start > trigger and _is_new(scene, t)]
    new = next((t for t in later if t.type != "DURATION"), None) or next(iter(later), None)
    days = [t for t in inside if t.type in ("DATE", "TIME") and t is not new]
    olds = [t for t in days if words.MOVED_FROM.search(_before(scene, t))]
    old = olds[0] if len(olds) == 1 else None
    if new is None:
        return _when(old), None
    if new.type != "DURATION":
        return _when(old), When(new.evidence, new.value, new.earliest, new.latest)
    first, last = (added(day, new.value) for day in (old.earliest, old.latest)) if old is not None else (None, None)
    return _when(old), When(new.evidence, None, first, last)


def ends_on(scene: Scene, s: Sentence, span: Span) -> When | None:
    """The day on which what was agreed is told to end: "la trêve expire dimanche"; None where there are several."""
    told = words.ENDS.search(plain(scene.text[slice(*span)]).lower())
    if told is None:
        return None
    after = [t for t in scene.timexes if within(t.evidence.span, s.span) and t.evidence.start >= span[0] + told.start()]
    days = [t for t in after if t.type in ("DATE", "TIME")]
    return _when(days[0]) if len(days) == 1 else None


def _is_new(scene: Scene, t: Timex) -> bool:
    quote, before = plain(t.evidence.quote).lower(), _before(scene, t)
    if t.type == "DURATION":
        by = words.MOVED_BY.search(before) or words.MOVED_BY_INSIDE.match(quote)
        return bool(by or words.MORE.match(plain(scene.text[t.evidence.end : t.evidence.end + 20]).lower()))
    return t.type in ("DATE", "TIME") and bool(words.MOVED_TO.search(before) or words.MOVED_TO_INSIDE.match(quote))


def _before(scene: Scene, t: Timex) -> str:
    return plain(scene.text[max(0, t.evidence.start - 40) : t.evidence.start]).lower()


def _when(t: Timex | None) -> When | None:
    return When(t.evidence, t.value, t.earliest, t.latest) if t is not None else None
