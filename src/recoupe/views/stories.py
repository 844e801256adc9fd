"""Stories: the documents of a dossier by run of events."""

from __future__ import annotations

import msgspec

from recoupe.check.stories import Features, find_stories, words_of
from recoupe.records import Event
from recoupe.store import Dossier
from recoupe.views.lookup import Shelf


class StoryLine(msgspec.Struct, frozen=True):
    """One story: its id, a phrase of one of its titles, the numbers of its documents, and its first and last day."""

    id: str
    label: str
    documents: tuple[int, ...]
    earliest: str | None
    latest: str | None


def stories(dossier: Dossier) -> list[StoryLine]:
    """The stories of a dossier, those of most documents first; a document that joins no other is a story alone.

    Time grows with the square of the number of documents: some seconds at 2,000.
    """
    shelf = Shelf(dossier)
    told: dict[str, list[Event]] = {}
    for _, event in dossier.records(Event):
        told.setdefault(event.document, []).append(event)
    features = []
    for document_id, document in dossier.documents():
        if document_id not in shelf.by_document:
            continue
        events = told.get(document_id, [])
        when = shelf.by_document[document_id].dated
        features.append(
            Features(
                id=document_id,
                earliest=when.earliest,
                latest=when.latest,
                actors=tuple(sorted({p.name for e in events for p in (*e.actor, *e.target) if p.kind})),
                places=tuple(sorted({p.name for e in events for p in e.place})),
                counts=tuple(
                    sorted(
                        {(e.quantity.low, e.quantity.unit or "") for e in events if e.quantity and e.quantity.low},
                    )
                ),
                words=words_of(document.text, [(m.start, m.end) for m in document.masks]),
                title=document.title.quote if document.title else "",
            )
        )
    lines = []
    for story in find_stories(features):
        days = [shelf.by_document[d].dated for d in story.documents]
        first = min((d.earliest for d in days if d.earliest), default=None)
        last = max((d.latest for d in days if d.latest), default=None)
        numbers = tuple(sorted({shelf.number[d] for d in story.documents}))
        lines.append(StoryLine(story.id, " ".join(story.label.split()), numbers, first, last))
    return sorted(lines, key=lambda s: (-len(s.documents), s.documents))
