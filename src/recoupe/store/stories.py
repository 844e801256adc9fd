"""The stories of a dossier: what is known of each document for this purpose, and the story that it is in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

import msgspec

from recoupe.check.stories import Features, Story
from recoupe.store.batches import on_each
from recoupe.store.dossier import Dossier

_COMMON = 100
"""A key that more records than this hold says little of which documents are about one thing."""
_PLACED = "stories placed"
_FEATURES = msgspec.msgpack.Decoder(Features)


class StoryTables:
    """The stories of a dossier that is open for writing. Features are decoded once."""

    def __init__(self, dossier: Dossier) -> None:
        self._db = dossier.db
        self._features: dict[str, Features] = {}

    def stale(self) -> tuple[dict[str, str], list[str]]:
        """Documents whose features are to be made, with their marks, and those that are gone."""
        new = self._db.execute(
            "SELECT c.document, c.mark FROM checked c LEFT JOIN story_member m ON m.document = c.document "
            "WHERE m.mark IS NOT c.mark ORDER BY c.document"
        )
        gone = self._db.execute("SELECT document FROM story_member EXCEPT SELECT document FROM checked")
        return dict(new.fetchall()), [d for (d,) in gone.fetchall()]

    def forget(self, documents: Collection[str]) -> set[str]:
        """Remove documents; the stories that they were in."""
        query = "SELECT DISTINCT story FROM story_member WHERE document IN ({})"
        left = {story for (story,) in on_each(self._db, query, documents)}
        on_each(self._db, "DELETE FROM story_member WHERE document IN ({})", documents)
        return left

    def keep(self, features: Features, mark: str) -> None:
        """Keep what is known of a document, in no story yet."""
        self._features[features.id] = features
        row = (features.id, mark, "", features.earliest, msgspec.msgpack.encode(features))
        self._db.execute("INSERT INTO story_member VALUES (?, ?, ?, ?, ?)", row)

    def features(self, documents: Iterable[str] | None = None) -> list[Features]:
        """What is known of these documents, or of all, in order of id."""
        if documents is None:
            documents = [d for (d,) in self._db.execute("SELECT document FROM story_member")]
        wanted = sorted(set(documents))
        missing = [d for d in wanted if d not in self._features]
        for document, data in on_each(
            self._db, "SELECT document, features FROM story_member WHERE document IN ({})", missing
        ):
            self._features[document] = _FEATURES.decode(data)
        return [self._features[d] for d in wanted]

    def some(self, count: int) -> list[Features]:
        """Any documents: ids are hashes, so that the first are a fair sample."""
        rows = self._db.execute("SELECT document FROM story_member ORDER BY document LIMIT ?", (count,))
        return self.features([d for (d,) in rows.fetchall()])

    def around(self, day: str | None, count: int) -> list[str]:
        """So many documents whose days are nearest to one, but for those whose story reaches beyond them."""
        rows = self._db.execute(
            "SELECT document FROM story_member ORDER BY coalesce(abs(julianday(day) - julianday(?)), 1e9), document "
            "LIMIT ?",
            (day, count),
        )
        inside = {d for (d,) in rows.fetchall()}
        members = self.members(set(self.stories(inside).values()))
        return sorted(inside - {d for story in members.values() if not inside.issuperset(story) for d in story})

    def near(self, document: str, count: int) -> list[str]:
        """The documents that share the most of the rarer keys of their records with one, the nearest first; its copies
        among them."""
        keys = on_each(
            self._db,
            "SELECT k.key, count(*) FROM claim_key k WHERE k.key IN ({}) GROUP BY k.key",
            {k for (k,) in self._db.execute(
                "SELECT k.key FROM claim c JOIN claim_key k ON k.event = c.event WHERE c.document = ?", (document,)
            )},
        )  # fmt: skip
        weight = {key: 1 / n for key, n in keys if n <= _COMMON}
        rows = on_each(
            self._db,
            "SELECT DISTINCT k.key, c.document FROM claim_key k JOIN claim c ON c.event = k.event WHERE k.key IN ({})",
            weight,
        )
        found: Counter[str] = Counter()
        for key, other in sorted(rows):
            found[other] += weight[key]
        for end, other_end in (("a", "b"), ("b", "a")):
            for (other,) in self._db.execute(f"SELECT {other_end} FROM copy WHERE {end} = ?", (document,)):
                found[other] += 1
        del found[document]
        return [d for d, _ in sorted(found.items(), key=lambda row: (-row[1], row[0]))[:count]]

    def stories(self, documents: Iterable[str]) -> dict[str, str]:
        """The story of each of these documents that is in one."""
        query = "SELECT document, story FROM story_member WHERE story <> '' AND document IN ({})"
        return dict(on_each(self._db, query, documents))

    def members(self, stories: Iterable[str]) -> dict[str, list[str]]:
        """The documents of each of these stories."""
        found: dict[str, list[str]] = {}
        for story, document in on_each(
            self._db, "SELECT story, document FROM story_member WHERE story IN ({})", stories
        ):
            found.setdefault(story, []).append(document)
        return found

    def put(self, stories: Iterable[Story], instead: Iterable[str]) -> None:
        """Put stories in the place of these."""
        on_each(self._db, "DELETE FROM story WHERE id IN ({})", instead)
        for story in stories:
            self._db.execute("INSERT INTO story VALUES (?, ?)", (story.id, story.label))
            on_each(self._db, f"UPDATE story_member SET story = '{story.id}' WHERE document IN ({{}})", story.documents)

    def count(self) -> int:
        """How many documents there are."""
        return int(self._db.execute("SELECT count(*) FROM story_member").fetchone()[0])

    @property
    def placed(self) -> int:
        """How many documents were placed since stories were last made together."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (_PLACED,)).fetchone()
        return int(row[0]) if row else 0

    @placed.setter
    def placed(self, count: int) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_PLACED, str(count)))
