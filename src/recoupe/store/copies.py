"""Signatures, links and copies in a dossier: candidates by shared rows, the full comparison on these alone.

Every link that may stand is kept, and judged again when a document comes or goes that changes what the two share with
others, or that plainly copies one of them: what is stored is what :func:`~recoupe.check.copies.find_copies` gives for
the same documents, whatever the order in which they came.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from recoupe.check.candidates import required
from recoupe.check.copies import COMMON, STOCK, STRONG_ROWS, WEAK_ROWS, Pair, Text, describe, link, stands
from recoupe.check.passages import Words
from recoupe.check.shingles import sampled, signature
from recoupe.check.words import Hashes
from recoupe.records import Copy
from recoupe.store.batches import batches, on_each
from recoupe.store.dossier import Dossier
from recoupe.text import Span

_FORMULA = [0] * (COMMON + 1)
"""In the place of holders that are too many for the row to tell anything."""
_Link = tuple[str, str, int, float]
"""A row of ``copy_link``."""


class CopyTables:
    """The copies of a dossier that is open for writing. Good for one :meth:`update`."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._db = dossier.db
        known = self._db.execute("SELECT number, document, size FROM signature").fetchall()
        self._number = {document: number for number, document, _ in known}
        self._name = {number: document for number, document, _ in known}
        self._sizes = np.zeros(max(self._name, default=0) + 1, np.int64)
        self._sizes[list(self._name)] = [size for *_, size in known]
        self._signatures: dict[str, Hashes] = {}
        self._held: dict[int, NDArray[np.int64]] = {}
        """The numbers of the documents that hold a row, in order; read when asked for."""
        self.changed: set[str] = set()
        """Documents that an update made copies of others, or no longer copies."""

    def update(self, documents: Collection[str], gone: Collection[str] = ()) -> None:
        """Bring the copies up to date with documents that are new or changed, and with those that are gone."""
        changed = sorted({*documents, *gone})
        ends = self._neighbours(changed)
        left = self._forget(changed)
        signed = [self._sign(document) for document in sorted(documents)]
        self._held.clear()
        new = Counter(row for rows in signed for row in rows)
        near, kin, freed = set[int](), set[int](), set[int]()
        for row in {*left, *new}:
            held = self._holders(row)
            staying, most = len(held) - new[row], max(len(held), left.get(row, 0))
            if staying <= STOCK + 2 or staying <= COMMON < most:
                near.update(held.tolist())
            elif staying <= COMMON:  # one that is a formula but for pairs whose copies hold it
                kin.update(held.tolist())
            if left.get(row, 0) > COMMON >= len(held):  # one that tells something again
                freed.update(held.tolist())
        freed_names = {self._name[n] for n in freed}
        links = {one for document in sorted(freed_names.union(documents)) for one in self._link(document)}
        links |= set(self._links(ends | freed_names | self._neighbours(documents), "TRUE"))
        near_names, kin_names = ({self._name[n] for n in numbers} for numbers in (near, near | kin))
        related = self._related(kin_names)
        for one in self._links(near_names | related, "NOT strong"):
            pair = {one[0], one[1]}
            if pair <= near_names or (pair <= kin_names and pair & related):
                links.add(one)
        self._judge(links)

    def strong_groups(self, documents: Iterable[str]) -> list[list[str]]:
        """The groups of plain copies that these documents belong to, each in order; alone where there is none."""
        left, groups = set(documents), []
        while left:
            reached, edge = set[str](), {left.pop()}
            while edge:
                reached |= edge
                edge = self._neighbours(edge) - reached
            groups.append(sorted(reached))
            left -= reached
        return sorted(groups)

    def passages(
        self, documents: Collection[str], *, plain: bool = True
    ) -> dict[str, dict[str, list[tuple[Span, Span]]]]:
        """The passages that these documents share with each plain copy of them: spans in the one and in the other.

        Not ``plain``: with the copies that are none plainly; one that is rewritten throughout shares all that lies
        between its first and its last passage.
        """
        found: dict[str, dict[str, list[tuple[Span, Span]]]] = {}
        for end in ("a", "b"):
            query = f"SELECT id FROM copy WHERE {'strong' if plain else 'NOT strong'} AND {end} IN ({{}})"
            ids = [i for (i,) in on_each(self._db, query, documents)]
            for some in batches(ids):
                for _, copy in self._dossier.records(Copy, ids=some):
                    one, other = (copy.a, copy.b) if end == "a" else (copy.b, copy.a)
                    pairs = [(p.a, p.b) if end == "a" else (p.b, p.a) for p in copy.passages]
                    if not plain and copy.kind == "rewritten":
                        pairs = [(_hull([p for p, _ in pairs]), _hull([p for _, p in pairs]))]
                    found.setdefault(one, {})[other] = pairs
        return found

    def _forget(self, documents: Collection[str]) -> dict[int, int]:
        """Remove documents, their links and copies; how many held each of their rows."""
        known = {d: sampled(self._signature(d)).astype(np.int64).tolist() for d in documents if d in self._number}
        left = {row: len(self._holders(row)) for rows in known.values() for row in rows}
        pairs = [(row, self._number[d]) for d, rows in known.items() for row in rows]
        self._db.executemany("DELETE FROM shingle WHERE hash = ? AND number = ?", pairs)
        for table, column in (("signature", "document"), *((t, end) for t in ("copy", "copy_link") for end in "ab")):
            on_each(self._db, f"DELETE FROM {table} WHERE {column} IN ({{}})", documents)
        for document in known:
            del self._signatures[document], self._name[self._number.pop(document)]
        return left

    def _sign(self, document: str) -> list[int]:
        """Keep the signature of a document; its rows."""
        text = _text(self._dossier, document)
        ours = signature(text.text, text.skip)
        rows: list[int] = sampled(ours).astype(np.int64).tolist()  # of 63 bits: SQLite's integers are signed
        done = self._db.execute(
            "INSERT INTO signature (document, size, hashes) VALUES (?, ?, ?)", (document, len(rows), ours.tobytes())
        )
        number = int(done.lastrowid or 0)
        self._db.executemany("INSERT INTO shingle VALUES (?, ?)", [(row, number) for row in rows])
        self._number[document], self._name[number], self._signatures[document] = number, document, ours
        if number >= len(self._sizes):
            self._sizes = np.concatenate((self._sizes, np.zeros(number, np.int64)))
        self._sizes[number] = len(rows)
        return rows

    def _link(self, document: str) -> list[_Link]:
        """Find the links of a document with all the others; those that may be copies even where neither has others."""
        ours = self._signature(document)
        held = [self._holders(row) for row in sampled(ours).astype(np.int64).tolist()]
        shared, telling, particular = (
            np.bincount(
                np.concatenate([np.empty(0, np.int64), *(h for h in held if len(h) <= most)]),
                minlength=len(self._sizes),
            )
            for most in (len(self._sizes), COMMON, STOCK + 2)
        )
        able = np.flatnonzero(shared >= 2)
        fewer = np.minimum(len(held), self._sizes[able])
        weak = np.maximum(2, np.ceil(WEAK_ROWS * fewer))
        strong = shared[able] >= np.maximum(2, np.ceil(STRONG_ROWS * fewer))
        kept = strong | (telling[able] >= weak)
        found: list[_Link] = []
        judged: list[_Link] = []
        for number, least in zip(able[kept].tolist(), weak[kept].tolist(), strict=True):
            other = self._name[number]
            if other == document:
                continue
            pair = link(0, 1, ours, self._signature(other), int(shared[number]))
            if pair is not None and (pair.strong or telling[number] >= least):
                found.append((min(document, other), max(document, other), int(pair.strong), pair.part))
                if pair.strong or particular[number] >= least:
                    judged.append(found[-1])
        self._db.executemany("INSERT OR IGNORE INTO copy_link VALUES (?, ?, ?, ?)", found)
        return judged

    def _judge(self, links: Collection[_Link]) -> None:
        """Keep the copies in step with these links."""
        for a, b, strong, part in sorted(links):
            known = self._db.execute("SELECT id FROM copy WHERE a = ? AND b = ?", (a, b)).fetchone()
            if strong or self._stands(a, b, part):
                if known is None:
                    words = (Words(t.text, t.skip) for t in (_text(self._dossier, d) for d in (a, b)))
                    self._dossier.put(describe(a, b, *words, strong=bool(strong)))
                    self.changed |= {a, b}
            elif known is not None:
                self._db.execute("DELETE FROM copy WHERE id = ?", known)
                self.changed |= {a, b}

    def _stands(self, a: str, b: str, part: float) -> bool:
        """Whether a weak link stands; it is forgotten where no family can make it stand."""
        rows_a, rows_b = (sampled(self._signature(d)) for d in (a, b))
        both = np.intersect1d(rows_a, rows_b, assume_unique=True).astype(np.int64).tolist()
        held = [self._holders(row) for row in both]
        if sum(len(some) <= COMMON for some in held) < required(min(len(rows_a), len(rows_b)), WEAK_ROWS):
            self._db.execute("DELETE FROM copy_link WHERE a = ? AND b = ?", (a, b))
            return False
        holders = [some.tolist() if len(some) <= COMMON else _FORMULA for some in held]
        family = {self._number[d] for d in self._neighbours([a, b])}
        pair = Pair(self._number[a], self._number[b], False, part)
        return stands(pair, rows_a, rows_b, lambda _: holders, family)

    def _links(self, documents: Iterable[str], which: str) -> list[_Link]:
        wanted = sorted(documents)
        query = f"SELECT a, b, strong, part FROM copy_link WHERE {which} AND {{}} IN ({{{{}}}})"
        return [(a, b, s, p) for end in ("a", "b") for a, b, s, p in on_each(self._db, query.format(end), wanted)]

    def _neighbours(self, documents: Iterable[str]) -> set[str]:
        """The documents that plainly copy some of these, these among them where they copy each other."""
        wanted = set(documents)
        links = self._links(wanted, "strong")
        return {b for a, b, *_ in links if a in wanted} | {a for a, b, *_ in links if b in wanted}

    def _related(self, documents: Iterable[str]) -> set[str]:
        """Those of these documents that others plainly copy."""
        return {end for a, b, *_ in self._links(documents, "strong") for end in (a, b)}

    def _holders(self, row: int) -> NDArray[np.int64]:
        if row not in self._held:
            found = self._db.execute("SELECT number FROM shingle WHERE hash = ?", (row,)).fetchall()
            self._held[row] = np.array(found, np.int64).reshape(-1)
        return self._held[row]

    def _signature(self, document: str) -> Hashes:
        if document not in self._signatures:
            row = self._db.execute("SELECT hashes FROM signature WHERE document = ?", (document,)).fetchone()
            self._signatures[document] = np.frombuffer(row[0], np.uint64)
        return self._signatures[document]


def _hull(spans: Sequence[Span]) -> Span:
    return min(s for s, _ in spans), max(e for _, e in spans)


def _text(dossier: Dossier, document_id: str) -> Text:
    document = dossier.document(document_id)
    return Text(document_id, document.text, tuple((m.start, m.end) for m in document.masks))
