"""Stories: the documents of a dossier by run of events."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from recoupe.check.slots import VAGUE
from recoupe.check.times import Days
from recoupe.store import Dossier
from recoupe.store.batches import batches, marks
from recoupe.views.lookup import Shelf


class StoryLine(msgspec.Struct, frozen=True):
    """One story: its id, a phrase of one of its titles, the numbers of its documents, and its first and last day."""

    id: str
    label: str
    documents: tuple[int, ...]
    earliest: str | None
    latest: str | None


def stories(dossier: Dossier) -> list[StoryLine]:
    """The stories of a dossier, those of most documents first; a document that joins no other is a story alone."""
    shelf = Shelf(dossier)
    members: dict[str, list[str]] = {}
    for story, document in dossier.ask("SELECT story, document FROM story_member ORDER BY document"):
        members.setdefault(story, []).append(document)
    lines = []
    for story, label in dossier.ask("SELECT id, label FROM story ORDER BY id"):
        days = [shelf.by_document[d].dated for d in members[story]]
        near = [d for d in days if d.earliest and d.latest and Days(d.earliest, d.latest).length <= VAGUE]
        first = min((d.earliest for d in near if d.earliest), default=None)  # a text of some year or other begins none
        last = max((d.latest for d in near or days if d.latest), default=None)
        numbers = tuple(sorted({shelf.number[d] for d in members[story]}))
        lines.append(StoryLine(story, " ".join(label.split()), numbers, first, last))
    return sorted(lines, key=lambda s: (-len(s.documents), s.documents))


def stories_of(dossier: Dossier, documents: Iterable[str]) -> dict[str, tuple[str, str]]:
    """The id and the label of the story that each of these documents shares with another one, by document."""
    found: dict[str, tuple[str, str]] = {}
    for some in batches(documents):
        query = f"""SELECT m.document, s.id, s.label FROM story_member m JOIN story s ON s.id = m.story
        WHERE m.document IN ({marks(some)})
        AND EXISTS (SELECT 1 FROM story_member o WHERE o.story = m.story AND o.document <> m.document)"""
        found |= {document: (story, " ".join(label.split())) for document, story, label in dossier.ask(query, some)}
    return found
