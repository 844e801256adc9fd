"""What the views of checking share: records by id, who tells them, the names behind folded keys, days that are sure."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Any

import msgspec

from recoupe.records import Event, Link
from recoupe.store import Dossier
from recoupe.store.batches import batches, marks
from recoupe.text import fold_name
from recoupe.views.sources import Dated, NumberedSource, shorten, sources

_SHORT = 30
"""Characters below which a quotation is shown with the words around it."""
_SHOWN = 140
"""Characters of the words around a short quotation."""
_AROUND = """SELECT s."start", substr(d.text, s."start" + 1, s."end" - s."start") FROM sentence s
JOIN document d ON d.id = s.document WHERE s.document = ? AND s."start" <= ? AND s."end" >= ?"""


class Told(msgspec.Struct, frozen=True):
    """One record as a text tells it: who says so, where, when, in which words.

    ``by`` are the names of who says so; empty where the text speaks in its own voice, then ``voice`` names the outlet
    (empty where none is known). ``source`` is the number of a :class:`NumberedSource`. ``quote``: the first evidence on
    one line, or the words around it where it is too short to be understood alone.
    """

    record: str
    source: int
    document: str
    voice: str
    dated: Dated
    by: tuple[str, ...]
    quote: str
    event: Event


class Shelf:
    """Records of an open dossier by id, with the numbers of their documents."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.sources = sources(dossier)
        self.by_document = {s.document: s for s in self.sources}
        self.number = {s.document: s.same_text or s.number for s in self.sources}

    def told(self, ids: Iterable[str]) -> dict[str, Told]:
        """The records of these ids, by id; those that are not stored are left out."""
        found: dict[str, Told] = {}
        for some in batches(sorted(set(ids))):
            for record_id, e in self.dossier.records(Event, ids=some):
                s = self.by_document[e.document]
                number = self.number[e.document]
                voice = s.outlet or ""
                quote = self._quote(e)
                found[record_id] = Told(record_id, number, e.document, voice, s.dated, e.attributed_to, quote, e)
        return found

    def _quote(self, e: Event) -> str:
        start, end = e.evidence[0].span
        if end - start < _SHORT:
            rows = self.dossier.ask(_AROUND, (e.document, start, end))
            for first, sentence in rows:
                return around(sentence, start - first, end - first)
        return " ".join(e.evidence[0].quote.split())

    def links(self, ids: Iterable[str], relations: tuple[str, ...] = ()) -> dict[str, Link]:
        """Links that have an end among these records, by their ids; of some relations, or of all."""
        found: dict[str, Link] = {}
        kinds = f" AND relation IN ({marks(relations)})" if relations else ""
        for some in batches(sorted(set(ids))):
            for end in ("a", "b"):
                query = f"SELECT id FROM link WHERE {end} IN ({marks(some)}){kinds}"
                rows = self.dossier.ask(query, (*some, *relations))
                for part in batches(r[0] for r in rows):
                    found |= self.dossier.records(Link, ids=part)
        return found

    def last_day(self) -> str | None:
        """Day of the newest document, ISO; None where no document is dated."""
        return max((s.dated.latest for s in self.sources if s.dated.latest), default=None)

    def cited(self, documents: Iterable[str]) -> tuple[NumberedSource, ...]:
        """The sources of these documents, in order of their numbers, one a text."""
        numbers = {self.number[d] for d in documents}
        return tuple(s for s in self.sources if s.number in numbers)


def around(sentence: str, start: int, end: int) -> str:
    """The sentence on one line; of a long one the whole words around a span, with an ellipsis where it is cut."""
    before, after = " ".join(sentence[:end].split()), " ".join(sentence[end:].split())
    if len(before) + len(after) < _SHOWN:
        return " ".join(sentence.split())
    keep = max((_SHOWN - end + start) // 2, _SHOWN - (end - start) - len(after))
    cut = len(before) - (end - start) - keep
    if cut > 0:
        before = f"…{before[before.find(' ', cut) + 1 :]}"
    joined = " " if sentence[end : end + 1].isspace() else ""
    return shorten(f"{before}{joined}{after}", _SHOWN)


def meets(asked: str, names: Iterable[str]) -> bool:
    """Whether a name holds all the words that were asked for, folded."""
    wanted = set(fold_name(asked).split())
    return bool(wanted) and any(wanted <= set(fold_name(n).split()) for n in names)


def names_of(keys: Iterable[str], told: Iterable[Told], config: str) -> dict[str, str]:
    """The name behind each folded key: as the records write it, else as the data does, else the key itself."""
    known: dict[str, str] = {}
    for t in told:
        for p in (*t.event.actor, *t.event.target):
            for name in (p.side, p.name):
                if name:
                    known.setdefault(fold_name(name), name)
        for name in t.by:
            known.setdefault(fold_name(name), name)
    wanted = set(keys)
    if wanted - known.keys():
        known = {**_named(tomllib.loads(config or "")), **known}
    if wanted - known.keys():
        data = files("recoupe.lang.fr").joinpath("countries.toml").read_text(encoding="utf-8")
        known = {**_named(tomllib.loads(data)), **known}
    return {key: known.get(key, key) for key in wanted}


def _named(tables: Mapping[str, Any]) -> dict[str, str]:
    rows = [row for kind in ("country", "actor") for row in tables.get(kind, ())]
    return {fold_name(row["name"]): row["name"] for row in rows if isinstance(row, dict) and "name" in row}
