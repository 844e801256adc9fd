"""The table of extractors: what each finds and what it needs. A new kind is one row."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

import msgspec

from recoupe.extract.resources import Resources
from recoupe.lang.base import Sentence
from recoupe.records import Dating, Document, Event, Place, Quantity, Record, Statement, Timex, When
from recoupe.text import SpanIndex


@dataclass
class Page:
    """A document on its way through the extractors. ``document_id`` is hashed once; ``found`` grows kind by kind."""

    document: Document
    document_id: str
    sentences: list[Sentence]
    found: dict[str, list[Record]] = field(default_factory=dict)


@dataclass(frozen=True)
class Extractor:
    """``run`` gives the records of one kind; it may read in ``page.found`` the kinds that ``after`` names.

    ``worth_parsing`` says which sentences it needs parsed; None where it works on the characters alone.
    """

    kind: str
    run: Callable[[Page, Resources], Sequence[Record]]
    after: tuple[str, ...] = ()
    worth_parsing: Callable[[str, Sentence], bool] | None = None


def _statements(page: Page, known: Resources) -> Sequence[Record]:
    from recoupe.extract.statements import find_statements

    return find_statements(page.document, page.sentences, known.book)


def _says_something(text: str, sentence: Sentence) -> bool:
    from recoupe.extract.statements import worth_parsing

    return worth_parsing(text, sentence)


def _quantities(page: Page, _: Resources) -> Sequence[Record]:
    from recoupe.extract.quantities import find_quantities

    return find_quantities(page.document.text, page.sentences, document=page.document_id)


def _places(page: Page, known: Resources) -> Sequence[Record]:
    from recoupe.extract.places import find_places

    text, own = page.document.text, page.document_id
    return find_places(text, page.sentences, known.gazetteer, document=own, theatre=known.theatre)


def _dating(page: Page, known: Resources) -> Sequence[Record]:
    from recoupe.extract.dating import date_document

    return [date_document(page.document, page.sentences, knowledge=known.knowledge, until=known.until)]


def _dating_of(page: Page) -> Dating:
    return next(r for r in page.found["dating"] if isinstance(r, Dating))


def _timex(page: Page, known: Resources) -> Sequence[Record]:
    from recoupe.extract.timex import find_timex

    dating = _dating_of(page)
    date = (dating.earliest, dating.latest) if dating.earliest and dating.latest else None
    text, own = page.document.text, page.document_id
    masked = SpanIndex([(m.start, m.end) for m in page.document.masks])
    lines = [(b.start, b.end) for b in page.document.blocks if b.kind == "dateline"]
    lines = [line for line in lines if not masked.hits(line)]
    return find_timex(text, page.sentences, date=date, document=own, knowledge=known.knowledge, lines=lines)


def _deadlines(page: Page, _: Resources) -> Sequence[Record]:
    from recoupe.extract.deadlines import find_deadlines

    timexes = [r for r in page.found["timex"] if isinstance(r, Timex)]
    return find_deadlines(page.document.text, page.sentences, timexes, document=page.document_id)


def _events(page: Page, known: Resources) -> Sequence[Record]:
    from recoupe.extract.events import find_events

    found = page.found
    return find_events(
        page.document,
        page.sentences,
        [r for r in found["statements"] if isinstance(r, Statement)],
        [r for r in found["timex"] if isinstance(r, Timex)],
        [r for r in found["quantities"] if isinstance(r, Quantity)],
        [r for r in found["places"] if isinstance(r, Place)],
        known.book,
        published=_dating_of(page).latest or "",
    )


def _tells_of_something(text: str, sentence: Sentence) -> bool:
    from recoupe.extract.events import worth_parsing

    return worth_parsing(text, sentence)


EXTRACTORS: tuple[Extractor, ...] = (
    Extractor("statements", _statements, worth_parsing=_says_something),
    Extractor("dating", _dating),
    Extractor("timex", _timex, after=("dating",)),
    Extractor("deadlines", _deadlines, after=("timex",)),
    Extractor("quantities", _quantities),
    Extractor("places", _places),
    Extractor(
        "events",
        _events,
        after=("statements", "dating", "timex", "quantities", "places"),
        worth_parsing=_tells_of_something,
    ),
)

KINDS = tuple(row.kind for row in EXTRACTORS)


def timed_anew(page: Page, dating: Dating, known: Resources, events: Iterable[Event]) -> list[Record]:
    """The time expressions, limits and events of a document as they are by another dating."""
    page.found["dating"] = [dating]
    page.found["timex"] = list(_timex(page, known))
    at = {t.evidence.span: t for t in page.found["timex"] if isinstance(t, Timex)}

    def told(when: When | None) -> When | None:
        t = at.get(when.mention.span) if when is not None else None
        return When(t.evidence, t.value, t.earliest, t.latest) if t is not None else when

    moved = [msgspec.structs.replace(e, date=told(e.date), due=told(e.due)) for e in events]
    return [*page.found["timex"], *_deadlines(page, known), *moved]


def needed(kinds: Collection[str] | None) -> list[Extractor]:
    """The rows that give these kinds (None: all), with those that they come after, in the order to run them."""
    wanted = set(KINDS if kinds is None else kinds)
    for row in reversed(EXTRACTORS):
        if row.kind in wanted:
            wanted.update(row.after)
    return [row for row in EXTRACTORS if row.kind in wanted]
