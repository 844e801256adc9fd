"""What checking keeps in a dossier: claims by key, how pairs relate, links and findings. All of it can be made anew."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import msgspec

from recoupe.check.claims import Claim
from recoupe.check.compare import Kind, Relation
from recoupe.records import Dating, Finding, Link
from recoupe.store import index
from recoupe.store.batches import on_each
from recoupe.store.dossier import Dossier
from recoupe.store.drawn import Drawn
from recoupe.store.rulings import Pairs, pairs

Pair = tuple[str, str]


@functools.lru_cache(maxsize=1 << 14)
def _relation(kind: Kind, reasons: str, score: float) -> Relation:
    """A relation as it is kept: few differ."""
    return Relation(kind, tuple(reasons.split()), score)


@functools.lru_cache(maxsize=1 << 12)
def _written(reasons: tuple[str, ...]) -> str:
    """The reasons of a link as they are stored."""
    return msgspec.json.encode(reasons).decode()


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

    def left_open(self, documents: Iterable[str]) -> dict[str, tuple[Dating, int]]:
        """By document, where it is kept: its dating by its own words, and the days left as a set of
        recoupe.extract.days."""
        query = (
            "SELECT l.document, l.own, l.days FROM left_open l JOIN extraction e "
            "ON e.document = l.document AND e.rules = l.rules WHERE l.document IN ({})"
        )
        rows = on_each(self._db, query, documents)
        return {d: (msgspec.json.decode(own, type=Dating), int.from_bytes(days, "big")) for d, own, days in rows}

    def leave_open(self, own: Dating, days: int, keys: Iterable[str] = ()) -> None:
        """Keep what a text's own words say of its day, under the rules that it was read by; ``keys``: those that its
        claims have on one or another of these days, by which :meth:`may_meet` finds it."""
        self._db.execute("DELETE FROM claim_key WHERE event = ?", (own.document,))
        rows = [(f"try {key}", own.document) for key in keys]
        self._db.executemany("INSERT OR IGNORE INTO claim_key VALUES (?, ?)", rows)
        data = msgspec.json.encode(own).decode(), days.to_bytes((days.bit_length() + 7) // 8, "big")
        self._db.execute(
            "INSERT OR REPLACE INTO left_open SELECT document, rules, ?, ? FROM extraction WHERE document = ?",
            (*data, own.document),
        )

    def forget_left(self, documents: Iterable[str]) -> None:
        """Remove what is kept of these texts' own words."""
        gone = list(documents)
        on_each(self._db, "DELETE FROM left_open WHERE document IN ({})", gone)
        on_each(self._db, "DELETE FROM claim_key WHERE event IN ({})", gone)

    def may_meet(self, keys: Iterable[str]) -> set[str]:
        """The texts of unknown day one of whose claims has one of these keys, on one of the days that are left."""
        tried = (f"try {key}" for key in keys)
        return {r[0] for r in on_each(self._db, "SELECT event FROM claim_key WHERE key IN ({})", tried)}

    def is_tried(self, document: str) -> bool:
        """Whether it is kept what a text's claims are on the days that are left."""
        return self._db.execute("SELECT 1 FROM claim_key WHERE event = ?", (document,)).fetchone() is not None

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
        self._db.executemany("INSERT OR REPLACE INTO edge VALUES (?, ?, ?, ?, ?)", rows)

    def edges(self, ids: Iterable[str]) -> dict[Pair, Relation]:
        """Relations that have an end among these records."""
        wanted = list(ids)
        query = "SELECT a, b, kind, reasons, score FROM edge WHERE {} IN ({{}})"
        rows = on_each(self._db, query.format("a"), wanted) + on_each(self._db, query.format("b"), wanted)
        return {(a, b): _relation(kind, reasons, score) for a, b, kind, reasons, score in rows}

    def things_of(self, ids: Iterable[str]) -> dict[str, str]:
        """The finding of each of these records, and of all others of these findings."""
        known = {r[0] for r in on_each(self._db, "SELECT finding FROM found WHERE record IN ({})", ids)}
        return dict(on_each(self._db, "SELECT record, finding FROM found WHERE finding IN ({})", known))

    def settle(self, records: Collection[str], findings: Iterable[Finding]) -> None:
        """Put findings in the place of all that stood on these records."""
        old = {r[0] for r in on_each(self._db, "SELECT finding FROM found WHERE record IN ({})", records)}
        on_each(self._db, "DELETE FROM found WHERE finding IN ({})", old)
        on_each(self._db, "DELETE FROM finding WHERE id IN ({})", old)
        self._drawn.forget(old)
        findings = list(findings)
        for found in findings:
            self._dossier.put(found)
            self._drawn.put(found.id, found, self.claims(found.records))
            self._db.executemany("INSERT OR REPLACE INTO found VALUES (?, ?)", [(r, found.id) for r in found.records])
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
