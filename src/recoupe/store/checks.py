"""What checking keeps in a dossier: claims by key, how pairs relate, links and findings. All of it can be made anew."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec

from recoupe.check.claims import Claim
from recoupe.check.compare import Kind, Relation
from recoupe.records import Finding, Link
from recoupe.store import index
from recoupe.store.batches import on_each
from recoupe.store.dossier import Dossier
from recoupe.store.drawn import Drawn
from recoupe.store.rulings import Pairs, pairs
from recoupe.store.schema import TELLING

Pair = tuple[str, str]


@functools.lru_cache(maxsize=1 << 14)
def _relation(kind: Kind, reasons: str, score: float) -> Relation:
    """A relation as it is kept: few differ."""
    return Relation(kind, tuple(reasons.split()), score)


@functools.lru_cache(maxsize=1 << 12)
def _written(reasons: tuple[str, ...]) -> str:
    """The reasons of a link as they are stored."""
    return msgspec.json.encode(reasons).decode()


def _relations(rows: Iterable[tuple[str, str, Kind, str, float]]) -> dict[Pair, Relation]:
    return {(a, b): _relation(kind, reasons, score) for a, b, kind, reasons, score in rows}


class CheckTables:
    """The tables of checking of a dossier that is open for writing. Claims are decoded once."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._db = dossier.db
        self._drawn = Drawn(dossier.db)
        self._claims: dict[str, Claim] = {}

    def stale(self, marks: Mapping[str, str]) -> tuple[list[str], list[str]]:
        """Documents to check, new or read otherwise than when they were checked, and those that are gone."""
        known = dict(self._db.execute("SELECT document, mark FROM checked").fetchall())
        return [d for d, mark in marks.items() if known.get(d) != mark], [d for d in known if d not in marks]

    def claims_of(self, documents: Iterable[str]) -> list[str]:
        """Ids of the records that were checked for these documents."""
        return [r[0] for r in on_each(self._db, "SELECT event FROM claim WHERE document IN ({})", documents)]

    def forget(self, documents: Collection[str], records: Collection[str]) -> set[str]:
        """Remove documents and their records from checking; the records that were related to them."""
        near = {end for pair in self.edges(records) for end in pair} - set(records)
        on_each(self._db, "DELETE FROM claim WHERE event IN ({})", records)
        on_each(self._db, "DELETE FROM claim_key WHERE event IN ({})", records)
        on_each(self._db, "DELETE FROM edge WHERE a IN ({})", records)
        on_each(self._db, "DELETE FROM edge WHERE b IN ({})", records)
        on_each(self._db, "DELETE FROM link WHERE a IN ({})", records)
        on_each(self._db, "DELETE FROM link WHERE b IN ({})", records)
        on_each(self._db, "DELETE FROM checked WHERE document IN ({})", documents)
        self._drawn.forget(documents)
        on_each(self._db, "DELETE FROM unsettled WHERE document IN ({})", documents)
        for record in records:
            self._claims.pop(record, None)
        return near

    def mark(self, document: str, mark: str) -> None:
        """Note that a document is checked; in whose voice it speaks is for :meth:`speak`."""
        self._db.execute("INSERT OR REPLACE INTO checked VALUES (?, ?, '')", (document, mark))

    def quote(self, document: str, side: Callable[[str], str]) -> None:
        """Keep how many statements a document quotes, and whose; ``side`` gives the state that a name speaks for."""
        rows = self._db.execute("SELECT reference FROM statement WHERE document = ?", (document,)).fetchall()
        self._drawn.quote(document, [msgspec.json.decode(names) for (names,) in rows], side)

    def every(self) -> list[str]:
        """Every document that is checked."""
        return [r[0] for r in self._db.execute("SELECT document FROM checked")]

    def marks(self, documents: Iterable[str]) -> dict[str, str]:
        """What the documents among these that are checked were checked as, by document."""
        return dict(on_each(self._db, "SELECT document, mark FROM checked WHERE document IN ({})", documents))

    def speak(self, voices: Mapping[str, str]) -> set[str]:
        """Note the voices of documents; those of which it changed."""
        known = self.voices(voices)
        changed = {d for d, voice in voices.items() if known.get(d) != voice}
        self._db.executemany("UPDATE checked SET voice = ? WHERE document = ?", [(voices[d], d) for d in changed])
        return changed

    def voices(self, documents: Iterable[str]) -> dict[str, str]:
        """Key of the origin in whose voice each document speaks."""
        return dict(on_each(self._db, "SELECT document, voice FROM checked WHERE document IN ({})", documents))

    def add(self, claim: Claim, keys: Iterable[str]) -> None:
        """Keep a claim under its keys."""
        self._claims[claim.id] = claim
        data = msgspec.json.encode(claim).decode()
        self._db.execute("INSERT OR REPLACE INTO claim VALUES (?, ?, ?)", (claim.id, claim.document, data))
        self._db.executemany("INSERT OR IGNORE INTO claim_key VALUES (?, ?)", [(key, claim.id) for key in keys])

    def shelf(self, keys: Iterable[str]) -> list[Claim]:
        """The claims under any of these keys."""
        return self.claims({r[0] for r in on_each(self._db, "SELECT event FROM claim_key WHERE key IN ({})", keys)})

    def on_shelf(self, keys: Iterable[str]) -> set[str]:
        """The documents that have a claim under any of these keys."""
        query = "SELECT DISTINCT c.document FROM claim_key k JOIN claim c ON c.event = k.event WHERE k.key IN ({})"
        return {r[0] for r in on_each(self._db, query, keys)}

    def claims(self, ids: Iterable[str]) -> list[Claim]:
        """Claims by id, in order of id; ids that are not kept are left out."""
        wanted = sorted(set(ids))
        missing = [i for i in wanted if i not in self._claims]
        for event, data in on_each(self._db, "SELECT event, data FROM claim WHERE event IN ({})", missing):
            self._claims[event] = msgspec.json.decode(data, type=Claim)
        return [self._claims[i] for i in wanted if i in self._claims]

    def relate(self, relations: Mapping[Pair, Relation]) -> None:
        """Keep how pairs relate."""
        rows = [(a, b, r.kind, " ".join(r.reasons), r.score) for (a, b), r in relations.items()]
        self._db.executemany("INSERT OR REPLACE INTO edge VALUES (?, ?, ?, ?, ?, 0)", rows)

    def edges(self, ids: Iterable[str]) -> dict[Pair, Relation]:
        """Relations that have an end among these records."""
        wanted = list(ids)
        query = "SELECT a, b, kind, reasons, score FROM edge WHERE {} IN ({{}})"
        return _relations(on_each(self._db, query.format("a"), wanted) + on_each(self._db, query.format("b"), wanted))

    def trees(self, groups: Iterable[str]) -> dict[Pair, Relation]:
        """The pairs that made these whole groups of records."""
        return self._inside("joins", groups)

    def apart(self, groups: Iterable[str]) -> dict[Pair, Relation]:
        """What sets these records apart, and their like from others, the smaller of each pair among them."""
        return self._inside("kind = 'distinct'", groups)

    def telling(self, groups: Iterable[str]) -> dict[Pair, Relation]:
        """What contradicts, updates or copies another in these whole groups of records."""
        return self._inside(TELLING, groups)

    def _inside(self, which: str, groups: Iterable[str]) -> dict[Pair, Relation]:
        query = f"SELECT a, b, kind, reasons, score FROM edge WHERE {which} AND a IN ({{}})"
        return _relations(on_each(self._db, query, groups))

    def agreeing(self, records: Iterable[str]) -> dict[Pair, Relation]:
        """The relation of each of these records to the one that its link says to tell the same."""
        query = (
            "SELECT e.a, e.b, e.kind, e.reasons, e.score FROM link l JOIN edge e ON e.a = min(l.a, l.b) "
            "AND e.b = max(l.a, l.b) WHERE l.relation IN ('same', 'corroborates') AND l.a IN ({})"
        )
        return _relations(on_each(self._db, query, records))

    def join(self, records: Iterable[str], pairs: Collection[Pair]) -> None:
        """Note the pairs that made the groups of these records, in the place of those that are noted."""
        known = self.trees(records)
        for joins, changed in ((0, known.keys() - pairs), (1, pairs - known.keys())):
            self._db.executemany(f"UPDATE edge SET joins = {joins} WHERE a = ? AND b = ?", sorted(changed))

    def things_of(self, ids: Iterable[str]) -> dict[str, str]:
        """The finding of each of these records, and of all others of these findings."""
        known = {r[0] for r in on_each(self._db, "SELECT finding FROM found WHERE record IN ({})", ids)}
        return dict(on_each(self._db, "SELECT record, finding FROM found WHERE finding IN ({})", known))

    def settle(self, records: Collection[str], findings: Iterable[Finding]) -> None:
        """Put findings in the place of all that stood on these records."""
        old = {r[0] for r in on_each(self._db, "SELECT finding FROM found WHERE record IN ({})", records)}
        before = dict(on_each(self._db, "SELECT record, finding FROM found WHERE finding IN ({})", old))
        on_each(self._db, "DELETE FROM finding WHERE id IN ({})", old)
        self._drawn.forget(old)
        findings = list(findings)
        for found in findings:
            self._dossier.put(found)
            self._drawn.put(found.id, found, self.claims(found.records))
        after = {record: found.id for found in findings for record in found.records}
        on_each(self._db, "DELETE FROM found WHERE record IN ({})", sorted(before.keys() - after.keys()))
        rows = [row for row in after.items() if before.get(row[0]) != row[1]]
        self._db.executemany("INSERT OR REPLACE INTO found VALUES (?, ?)", rows)
        index.settle(self._db, old, findings)

    def relink(
        self, records: Collection[str], links: Iterable[Link], relations: Sequence[str], ends: str = "ab"
    ) -> None:
        """Put links in the place of those of these kinds that have an end, or one of these ends, among the records;
        what stays is not touched."""
        kinds = ", ".join(f"'{r}'" for r in relations)
        query = f"SELECT a, b, relation, reasons, id FROM link WHERE relation IN ({kinds}) AND {{}} IN ({{{{}}}})"
        before = {row[:4]: row[4] for end in ends for row in on_each(self._db, query.format(end), records)}
        after = {(link.a, link.b, link.relation, _written(link.reasons)): link for link in links}
        on_each(self._db, "DELETE FROM link WHERE id IN ({})", (before[row] for row in before.keys() - after.keys()))
        for row in sorted(after.keys() - before.keys()):
            self._dossier.put(after[row])

    def unlink(self, records: Collection[str], relations: Sequence[str], ends: str = "ab") -> None:
        """Remove the links of these kinds that have an end, or one of these ends, among the records."""
        kinds = ", ".join(f"'{r}'" for r in relations)
        for end in ends:
            on_each(self._db, f"DELETE FROM link WHERE relation IN ({kinds}) AND {end} IN ({{}})", records)

    def link(self, links: Iterable[Link]) -> None:
        """Add links, but for those that a person rejected."""
        for link in links:
            if (min(link.a, link.b), max(link.a, link.b), link.relation) not in self.pairs.wrong:
                self._dossier.put(link)

    @functools.cached_property
    def pairs(self) -> Pairs:
        """What people say of pairs of records."""
        return pairs(self._dossier)
