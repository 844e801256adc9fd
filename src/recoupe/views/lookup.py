"""What the views of checking share: records by id, who tells them, the names behind folded keys, days that are sure."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterable, Mapping
from functools import cached_property
from importlib.resources import files
from typing import Any

import msgspec

from recoupe.records import Event, Link
from recoupe.store import Dossier
from recoupe.store.batches import batches, marks
from recoupe.store.rulings import judged_events
from recoupe.text import fold_name, one_line, shorten
from recoupe.views.reviews import Review, reviews
from recoupe.views.sources import SHELVED, Dated, NumberedSource, shelved, sources

_SHORT = 30
"""Characters below which a quotation is shown with the words around it."""
_SHOWN = 140
"""Characters of the words around a short quotation."""
_AROUND = """SELECT j.key, s."start", substr(d.text, s."start" + 1, s."end" - s."start") FROM json_each(?) j
CROSS JOIN sentence s ON s.document = json_extract(j.value, '$[0]') AND s."start" <= json_extract(j.value, '$[1]')
AND s."end" >= json_extract(j.value, '$[2]') JOIN document d ON d.id = s.document"""


class Told(msgspec.Struct, frozen=True):
    """One record as a text tells it: who says so, where, when, in which words.

    ``by`` are the names of who says so; empty where the text speaks in its own voice, then ``voice`` names the outlet
    (empty where none is known). ``source`` is the number of a :class:`NumberedSource`. ``quote``: the first evidence on
    one line, or the words around it where it is too short to be understood alone. ``event`` and ``by`` are as people
    corrected them; ``review`` tells what they said and what the rules had read.
    """

    record: str
    source: int
    document: str
    voice: str
    dated: Dated
    by: tuple[str, ...]
    quote: str
    event: Event
    review: Review | None = None


class Shelf:
    """Records of an open dossier by id, with the numbers of their documents.

    ``paged``: documents are looked up when they are needed, and one that no check has numbered yet has the number 0;
    else all of them are read and numbered at once.
    """

    def __init__(self, dossier: Dossier, *, paged: bool = False) -> None:
        self.dossier = dossier
        self._paged = paged
        self._known: dict[str, NumberedSource] = {}

    @cached_property
    def sources(self) -> tuple[NumberedSource, ...]:
        """Every document, in the order of the numbers."""
        return sources(self.dossier)

    @cached_property
    def by_document(self) -> dict[str, NumberedSource]:
        """Every document, by id."""
        return {s.document: s for s in self.sources}

    @cached_property
    def number(self) -> dict[str, int]:
        """By which number every document is cited."""
        return {s.document: s.same_text or s.number for s in self.sources}

    def of(self, documents: Iterable[str]) -> dict[str, NumberedSource]:
        """These documents, by id; those that are not stored are left out."""
        wanted = set(documents)
        if not self._paged:
            return {d: self.by_document[d] for d in wanted if d in self.by_document}
        for some in batches(sorted(wanted - self._known.keys())):
            query = f"SELECT {SHELVED} FROM shelf WHERE document IN ({marks(some)})"
            self._known |= {row[0]: shelved(row) for row in self.dossier.ask(query, some)}
        return {d: self._known[d] for d in wanted if d in self._known}

    def told(self, ids: Iterable[str]) -> dict[str, Told]:
        """The records of these ids, by id; those that are not stored, or of a retired document, are left out."""
        found: dict[str, Told] = {}
        for some in batches(sorted(set(ids))):
            read = dict(self.dossier.records(Event, ids=some))
            said = reviews(self.dossier, read)
            where = self.of(e.document for e in read.values())
            judged = judged_events(self.dossier, read, rejected=True)
            quotes = self._quotes(judged)
            for record_id, e in judged.items():
                s = where.get(e.document)
                if s is None:
                    continue
                quote = quotes[record_id]
                number, voice = s.same_text or s.number, s.outlet or ""
                found[record_id] = Told(
                    record_id, number, e.document, voice, s.dated, e.attributed_to, quote, e, said.get(record_id)
                )
        return found

    def _quotes(self, events: Mapping[str, Event]) -> dict[str, str]:
        """The first evidence of each on one line, or the words around it where it is short."""
        found = {i: one_line(e.evidence[0].quote) for i, e in events.items()}
        spans = {i: e.evidence[0].span for i, e in events.items()}
        short = [i for i, (start, end) in spans.items() if end - start < _SHORT]
        asked = msgspec.json.encode([(events[i].document, *spans[i]) for i in short]).decode()
        for at, first, sentence in self.dossier.ask(_AROUND, (asked,)) if short else ():
            start, end = spans[short[at]]
            found[short[at]] = around(sentence, start - first, end - first)
        return found

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
        newest: str | None = self.dossier.ask("SELECT max(latest) FROM shelf")[0][0]
        return newest

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
        for name in (*t.by, *(p.name for p in t.event.place)):
            known.setdefault(fold_name(name), name)
    wanted = set(keys)
    if wanted - known.keys():
        known = {**known_names(wanted - known.keys(), config), **known}
    return {key: known.get(key, key) for key in wanted}


def known_names(keys: Iterable[str], config: str) -> dict[str, str]:
    """The name behind each folded key that the user's file or the data on countries and movements holds."""
    wanted, known = set(keys), _named(tomllib.loads(config or ""))
    for more in (_countries, _movements):
        if wanted - known.keys():
            known = {**more(), **known}
    return {key: known[key] for key in wanted & known.keys()}


@functools.cache
def _countries() -> dict[str, str]:
    return _named(tomllib.loads(files("recoupe.lang.fr").joinpath("countries.toml").read_text(encoding="utf-8")))


@functools.cache
def _movements() -> dict[str, str]:
    return _named(tomllib.loads(files("recoupe.lang.fr").joinpath("actors.toml").read_text(encoding="utf-8")))


def _named(tables: Mapping[str, Any]) -> dict[str, str]:
    rows = [row for kind in ("country", "actor") for row in tables.get(kind, ())]
    return {fold_name(row["name"]): row["name"] for row in rows if isinstance(row, dict) and "name" in row}
