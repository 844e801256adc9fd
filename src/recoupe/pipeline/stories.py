"""At the end of a run: each new document joins a story or starts one, by what is known of it; no text is read again.

Up to :data:`TOGETHER` documents all stories are made together at every run, and depend on the set of documents alone.
In a larger dossier a new document is placed among the stories nearest to it, which depends on what came before; when a
quarter of what is made together was placed so, that many documents of about the same days are made together again.
"""

from __future__ import annotations

from collections.abc import Sequence

from recoupe.check.stories import Features, features_of, find_stories, join, spread, story_of
from recoupe.records import Dating, Event
from recoupe.store import Dossier, guarded, transaction
from recoupe.store.batches import batches
from recoupe.store.stories import StoryTables

TOGETHER = 400
"""Documents of which all stories are made together at every run."""
MOST = 800
"""Most documents of which they are, in a larger dossier: bounds time and memory."""
_PART = 4
"""One in so many of them may be placed by itself before."""
_NEAR = 60
"""Documents among whose stories a new one is placed."""
_OF_EACH = 8
"""Documents of one story that it is compared with."""
_OTHERS = 60
"""Documents of the dossier at large by which it is judged how near is near."""


def keep_stories(dossier: Dossier, *, together: int = TOGETHER, most: int = MOST) -> None:
    """Bring the stories up to date with the documents that were checked since."""
    with guarded(dossier.path):
        tables = StoryTables(dossier)
        new, gone = tables.stale()
        with transaction(dossier.db):
            _leave(tables, [*new, *gone])
        features = sorted((_features(dossier, d) for d in new), key=lambda f: (f.earliest or "9999", f.id))
        for some in batches(features, max(1, together, most // _PART)):
            with transaction(dossier.db):
                for one in some:
                    tables.keep(one, new[one.id])
                _arrive(tables, some, together, most)
        if gone and tables.count() <= together:
            with transaction(dossier.db):
                _settle(tables, None, together)


def _arrive(tables: StoryTables, some: Sequence[Features], together: int, most: int) -> None:
    count = tables.count()
    placed = tables.placed + len(some)
    middle = some[len(some) // 2].earliest
    if count <= together:
        _settle(tables, middle, together)
    elif _PART * placed > most >= len(some):
        _settle(tables, middle, most)
    else:
        others = tables.some(_OTHERS)
        for one in some:
            _place(tables, one, others)
        tables.placed = placed


def _settle(tables: StoryTables, day: str | None, most: int) -> None:
    """Make the stories of some documents of about one day together."""
    documents = tables.around(day, most)
    before = set(tables.stories(documents).values())
    tables.put(find_stories(tables.features(documents)), before)
    tables.placed = 0


def _leave(tables: StoryTables, documents: Sequence[str]) -> None:
    """Take documents out of their stories; the label and the founder of what is left may be others."""
    left = tables.forget(documents)
    others = tables.some(_OTHERS) if left else []
    remaining = [tables.features(members) for members in tables.members(left).values()]
    tables.put([story_of(members, spread(others, members)) for members in remaining], left)


def _place(tables: StoryTables, one: Features, others: Sequence[Features]) -> None:
    near = tables.near(one.id, _NEAR)
    story = tables.stories(near)
    names = list(dict.fromkeys(story[d] for d in near if d in story))
    members = tables.members(names)
    compared = [tables.features(sorted(members[name], key=lambda d: (d not in story, d))[:_OF_EACH]) for name in names]
    at = join(one, compared, others)
    told = [one, *([] if at is None else tables.features(members[names[at]]))]
    tables.put([story_of(told, spread([*others, *told], told))], [] if at is None else [names[at]])


def _features(dossier: Dossier, document_id: str) -> Features:
    document = dossier.document(document_id)
    dating = next((d for _, d in dossier.records(Dating, document=document_id)), None)
    earliest, latest = document.date, document.date
    if document.date is None and dating is not None and dating.basis != "none":
        earliest, latest = dating.earliest, dating.latest
    events = [e for _, e in dossier.records(Event, document=document_id)]
    return features_of(document_id, document, events, earliest, latest)
