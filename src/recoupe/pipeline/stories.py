"""At the end of a run: each new document joins a story or starts one, by what is known of it; no text is read again.

In a dossier of few documents all stories are made together each time, and depend on the set of documents alone. In a
larger one a new document is placed among the stories nearest to it, which depends on what came before it, and all are
made together again when the dossier has grown by a part.
"""

from __future__ import annotations

from collections.abc import Sequence

from recoupe.check.stories import Features, features_of, find_stories, join, story_of
from recoupe.records import Dating, Event
from recoupe.store import Dossier, guarded, transaction
from recoupe.store.stories import StoryTables

TOGETHER = 300
"""Documents up to which all stories are made together at every run: a second."""
MOST = 1_500
"""Documents up to which they ever are: half a minute."""
GROWN = 1.25
"""Growth after which they are made together again."""
_NEAR = 60
"""Documents among whose stories a new one is placed."""
_OF_EACH = 8
"""Documents of one story that it is compared with."""
_OTHERS = 60
"""Documents of the dossier at large beside those."""


def keep_stories(dossier: Dossier, *, together: int = TOGETHER, most: int = MOST) -> None:
    """Bring the stories up to date with the documents that were checked since."""
    with guarded(dossier.path), transaction(dossier.db):
        tables = StoryTables(dossier)
        new, gone = tables.stale()
        if not new and not gone:
            return
        left = tables.forget([*new, *gone])
        features = [_features(dossier, document) for document in new]
        for one in features:
            tables.keep(one, new[one.id])
        count = tables.count()
        if count <= together or (count <= most and count >= GROWN * tables.settled):
            tables.put(find_stories(tables.features()))
            tables.settled = count
            return
        others = tables.some(_OTHERS)
        for story, members in tables.members(left).items():
            left.discard(story)
            tables.put([story_of(tables.features(members), others)], [story])
        tables.put([], left)
        for one in sorted(features, key=lambda f: (f.earliest or "9999", f.id)):
            _place(tables, one, others)


def _place(tables: StoryTables, one: Features, others: Sequence[Features]) -> None:
    near = tables.near(one.id, _NEAR)
    story = tables.stories(near)
    names = list(dict.fromkeys(story[d] for d in near if d in story))
    members = tables.members(names)
    compared = [tables.features(sorted(members[name], key=lambda d: (d not in story, d))[:_OF_EACH]) for name in names]
    at = join(one, compared, others)
    if at is None:
        tables.put([story_of([one], [one, *others])], [])
    else:
        whole = [one, *tables.features(members[names[at]])]
        tables.put([story_of(whole, [*whole, *others])], [names[at]])


def _features(dossier: Dossier, document_id: str) -> Features:
    document = dossier.document(document_id)
    dating = next((d for _, d in dossier.records(Dating, document=document_id)), None)
    earliest, latest = document.date, document.date
    if document.date is None and dating is not None and dating.basis != "none":
        earliest, latest = dating.earliest, dating.latest
    return features_of(
        document_id, document, [e for _, e in dossier.records(Event, document=document_id)], earliest, latest
    )
