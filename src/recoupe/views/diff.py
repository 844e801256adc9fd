"""What is new between two days: things first told, corroborated, contested, denied, replaced; stances that moved;
promises that were kept or not, or whose limit passed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from recoupe.check.changes import Change, Kind, change
from recoupe.check.findings import by_record
from recoupe.store import Dossier
from recoupe.store.batches import batches, marks
from recoupe.store.checks import CheckTables
from recoupe.views.deadlines import Promise, deadlines
from recoupe.views.findings import Checked, assembled
from recoupe.views.lookup import Shelf, Told

_DATED = """SELECT d.id FROM document d LEFT JOIN dating w ON w.document = d.id
WHERE coalesce(d.date, w.latest) > ? AND coalesce(d.date, w.latest) <= ?
AND d.id NOT IN (SELECT document FROM retired)"""
_AT_ONCE = 200


class Moved(msgspec.Struct, frozen=True):
    """A finding as of the later day, what is new about it, and what it was on the earlier one (None: not yet told)."""

    kinds: tuple[Kind, ...]
    after: Checked
    was: str | None = None


class Turned(msgspec.Struct, frozen=True):
    """A party that left a stance for another one."""

    before: Told
    after: Told


class Difference(msgspec.Struct, frozen=True):
    """What two days differ in. ``undated``: texts whose day is not sure, which belong to neither side."""

    since: str
    until: str
    documents: int
    undated: int
    moved: tuple[Moved, ...]
    turned: tuple[Turned, ...]
    settled: tuple[Promise, ...] = ()
    """Promises that are no longer pending, or whose outcome is now told, as they stand on the later day."""


def diff(dossier: Dossier, since: str, until: str, *, shelf: Shelf | None = None) -> Difference:
    """The difference of two days (ISO, the later one included), by the days of the documents alone."""
    since, until = sorted((since, until))
    shelf = shelf or Shelf(dossier)
    new = [r[0] for r in dossier.ask(_DATED, (since, until))]
    tables = CheckTables(dossier)
    records = set(tables.claims_of(new))
    touched = sorted(
        {r[0] for some in batches(sorted(records)) for r in dossier.ask(_IN_FINDING.format(marks(some)), some)}
    )
    found = [m for some in batches(touched, _AT_ONCE) for m in _moved(shelf, tables, some, since, until)]
    turns = [k for k in shelf.links(records, ("changes_position",)).values() if k.a in records]
    told = shelf.told(end for k in turns for end in (k.a, k.b))
    return Difference(
        since,
        until,
        len(new),
        sum(s.dated.latest is None for s in shelf.sources),
        tuple(sorted(found, key=lambda m: (m.after.earliest or "~", m.after.id))),
        tuple(sorted((Turned(told[k.b], told[k.a]) for k in turns), key=lambda x: (x.after.source, x.after.record))),
        _settled(shelf, since, until),
    )


def _settled(shelf: Shelf, since: str, until: str) -> tuple[Promise, ...]:
    before = {p.finding: p.state for p in deadlines(shelf.dossier, as_of=since, shelf=shelf)[1]}
    after = deadlines(shelf.dossier, as_of=until, shelf=shelf)[1]
    return tuple(
        p
        for p in after
        if p.state not in ("pending", before.get(p.finding)) and (p.state != "unknown" or p.finding in before)
    )


_IN_FINDING = "SELECT DISTINCT finding FROM found WHERE record IN ({})"


def _moved(shelf: Shelf, tables: CheckTables, ids: Sequence[str], since: str, until: str) -> Iterator[Moved]:
    rows = shelf.dossier.ask(f"SELECT finding, record FROM found WHERE finding IN ({marks(ids)})", ids)
    groups: dict[str, list[str]] = {}
    for finding_id, record in rows:
        groups.setdefault(finding_id, []).append(record)
    claims = {c.id: c for c in tables.claims(r for _, r in rows)}
    related = by_record(tables.edges(claims))
    voices = tables.voices({c.document for c in claims.values()})

    def voice(document: str) -> str:
        return voices.get(document, document)

    changes: dict[str, Change] = {}
    for finding_id in ids:
        group = [claims[r] for r in groups[finding_id] if r in claims]
        if (found := change(group, related, voice, since, until)) is not None:
            changes[finding_id] = found
    told = shelf.told(r for c in changes.values() for r in c.after.records)
    for finding_id, found in changes.items():
        was = found.before.verdict if found.before is not None else None
        yield Moved(found.kinds, assembled(finding_id, found.after, told), was)
