"""What was promised, ordered or threatened with a date, and what had become of it by a day."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import msgspec

from recoupe.check.claims import Claim
from recoupe.check.links import party_of
from recoupe.check.promises import PROMISED, Settled, State, due_of, settled, told_by
from recoupe.check.times import Days
from recoupe.lang.fr.events import EXTENDED
from recoupe.records import Deadline, Event
from recoupe.store import Dossier
from recoupe.store.batches import batches, marks
from recoupe.store.checks import CheckTables
from recoupe.store.drawn import DUE
from recoupe.text import overlaps
from recoupe.views.lookup import Shelf, Told, meets, names_of
from recoupe.views.terms import newest_of

OVERDUE_FIRST: tuple[State, ...] = ("unknown", "missed", "broken", "pending", "kept")
"""States of promises in the order of a brief: what is overdue is what a reader looks for."""
_LATEST = "9999-12-31"
_SOON = 7
"""Days that a date may span to be a time limit by itself: a week; a longer one needs "avant la fin de" before it."""


class Promise(msgspec.Struct, frozen=True):
    """A commitment, an order or a threat with a time limit, and its state as of a day.

    ``due_earliest`` and ``due_latest`` are ISO days, None where the text gives a limit that no day can be told of;
    ``counted``: its length is counted from the day of the text, which does not say when it starts. ``settled_by`` is
    the record whose sentence settles it. ``sources`` are the numbers of all texts that tell of the promise.
    """

    finding: str
    type: str
    subtype: str
    parties: tuple[str, ...]
    told: Told
    sources: tuple[int, ...]
    due_words: str
    due_earliest: str | None
    due_latest: str | None
    counted: bool
    state: State
    condition: str | None = None
    settled_by: Told | None = None


class _Limit(NamedTuple):
    words: str
    due: Days | None


def deadlines(
    dossier: Dossier,
    *,
    as_of: str | None = None,
    party: str | None = None,
    shelf: Shelf | None = None,
    newest: int | None = None,
) -> tuple[str | None, list[Promise]]:
    """The day, and the promises that surely were made by it, in order of due date, those without a day last.

    Without ``as_of`` (ISO) the day is that of the newest document; None where no document is dated. Promises without
    any time limit are left out. With ``newest``, only so many records are looked at, and what was told of the same.
    """
    shelf = shelf or Shelf(dossier)
    day = as_of or shelf.last_day()
    if newest is None:
        rows = dossier.ask(
            f"""SELECT f.record, f.finding FROM found f WHERE f.finding IN
            (SELECT id FROM finding WHERE type IN ({marks(PROMISED)}) UNION SELECT thing FROM timed WHERE kind = ?)""",
            (*PROMISED, DUE),
        )
    else:
        rows = _newest(dossier, newest_of(dossier, PROMISED, newest, party=party))
    finding = dict(rows)
    tables = CheckTables(dossier)
    groups: dict[str, list[Claim]] = {}
    for c in tables.claims(finding):
        groups.setdefault(finding[c.id], []).append(c)
    known = {i: told_by(group, day or _LATEST) if day else group for i, group in groups.items()}
    known = {i: group for i, group in known.items() if group}
    told = shelf.told(c.id for group in known.values() for c in group)
    limits = _limits(dossier, told)
    answers: dict[str, dict[str, str]] = {}
    for link in shelf.links(told, ("fulfils", "breaks")).values():
        answers.setdefault(link.b, {})[link.a] = link.relation
    later = _moved(tables, shelf, told, finding, day)
    done = {c.id: c for c in tables.claims({a for found in answers.values() for a in found})}
    settling = shelf.told(done)
    names = names_of({p for g in known.values() for c in g for p in party_of(c)}, told.values(), dossier.config)
    found = []
    for finding_id, group in known.items():
        if finding_id in later.values():
            continue  # shown with the promise that it moves
        group = [*group, *(c for i in _chain(finding_id, later) for c in known.get(i, ()))]
        limit = _limit(group, told, limits)
        if limit is None:
            continue
        own = {a: how for c in group for a, how in answers.get(c.id, {}).items()}
        outcome = settled(group, own, done, limit.due, day or "")
        parties = _parties(group, told, names)
        if party is None or meets(party, (*parties, *(n for c in group for n in party_of(c)))):
            found.append(_promise(finding_id, group, told, limit, parties, outcome, {**told, **settling}))
    return day, sorted(found, key=lambda p: (p.due_latest or "~", p.due_earliest or "~", p.finding))


def _moved(
    tables: CheckTables, shelf: Shelf, told: Collection[str], finding: Mapping[str, str], day: str | None
) -> dict[str, str]:
    """For each finding of a promise, that of the newest text by the day that moves its limit."""
    links = [k for k in shelf.links(told, ("postpones",)).values() if k.a in told and k.b in told]
    by = {c.id: c for c in tables.claims({k.a for k in links})}
    new = {c.id: i for i, c in enumerate(told_by(by.values(), day or _LATEST))}
    moves = sorted((new[k.a], finding[k.b], finding[k.a]) for k in links if k.a in new)
    return {promise: moved for _, promise, moved in moves}


def _chain(finding: str, later: Mapping[str, str]) -> list[str]:
    """The findings that move the limit of one, each in turn, the last one last."""
    found: list[str] = []
    while (after := later.get(finding)) and after not in found:
        found.append(after)
        finding = after
    return found


def _newest(dossier: Dossier, records: Sequence[str]) -> list[tuple[str, str]]:
    """The records of all findings that these records belong to, with their findings."""
    found: list[tuple[str, str]] = []
    for some in batches(records):
        of = f"SELECT finding FROM found WHERE record IN ({marks(some)})"
        found += dossier.ask(f"SELECT record, finding FROM found WHERE finding IN ({of})", some)
    return found


def _promise(
    finding_id: str,
    group: Sequence[Claim],
    told: dict[str, Told],
    limit: _Limit,
    parties: tuple[str, ...],
    outcome: Settled,
    every: dict[str, Told],
) -> Promise:
    first = told[group[0].id]
    condition = next((t.event.condition for c in group if (t := told[c.id]).event.condition), None)
    return Promise(
        finding=finding_id,
        type=first.event.type,
        subtype=first.event.subtype,
        parties=parties,
        told=first,
        sources=tuple(sorted({told[c.id].source for c in group})),
        due_words=limit.words,
        due_earliest=limit.due.first if limit.due else None,
        due_latest=limit.due.last if limit.due else None,
        counted=limit.due is not None and not limit.due.own,
        state=outcome.state,
        condition=" ".join(condition.quote.split()) if condition else None,
        settled_by=every.get(outcome.record) if outcome.record else None,
    )


def _parties(group: Sequence[Claim], told: dict[str, Told], names: dict[str, str]) -> tuple[str, ...]:
    """Who promises, as the first text names them; an implied one in brackets."""
    for c in group:
        actors = told[c.id].event.actor
        if actors:
            return tuple(f"[{p.name}]" if p.implied else p.name for p in actors)
    return tuple(dict.fromkeys(names.get(p, p) for c in group for p in party_of(c)))


def _limits(dossier: Dossier, told: dict[str, Told]) -> dict[str, Deadline]:
    """The time limit that stands in the words of each record."""
    documents = sorted({t.document for t in told.values()})
    by_document: dict[str, list[Deadline]] = {}
    for some in batches(documents):
        ids = [r[0] for r in dossier.ask(f"SELECT id FROM deadline WHERE document IN ({marks(some)})", some)]
        for part in batches(ids):
            for _, d in dossier.records(Deadline, ids=part):
                by_document.setdefault(d.document, []).append(d)
    found = {}
    for record, t in told.items():
        inside = [d for d in by_document.get(t.document, ()) if _inside(d, t.event)]
        if len(inside) == 1:
            found[record] = inside[0]
    return found


def _inside(d: Deadline, e: Event) -> bool:
    return any(overlaps(d.evidence.span, x.span) for x in (*e.evidence, *(x.mention for x in (e.date, e.due) if x)))


def _limit(group: Sequence[Claim], told: dict[str, Told], limits: dict[str, Deadline]) -> _Limit | None:
    """The limit of a promise: a day that a text gives before a length that is counted from the day of the text."""
    found, moved = list[_Limit](), None
    for c in group:
        e, d = told[c.id].event, limits.get(c.id)
        if e.subtype == EXTENDED:  # the newest text goes before what it moves
            moved = _Limit(e.due.mention.quote if e.due else "", c.due)
            continue
        if e.fulfilment not in (None, "pending", "in_progress", "unknown"):
            continue  # what a text says of the outcome has dates of its own
        dated = e.due or (e.date if c.due is not None else None)
        words = d.evidence.quote if d else dated.mention.quote if dated else ""
        if not words:
            continue
        if d is not None and d.due_latest:  # "avant la fin du mois" is due on its last day
            due: Days | None = Days(d.due_earliest or d.due_latest, d.due_latest)
        elif d is None and (c.due.length > _SOON if c.due is not None else dated is not None and dated.latest):
            continue  # "l'accord de 2030" is no time limit
        else:
            due = due_of(c, d.duration if d else dated.value if dated else None)
        found.append(_Limit(" ".join(words.split()), due))
    return moved or min(found, key=_sure, default=None)


def _sure(limit: _Limit) -> tuple[bool, bool, int]:
    """Limits with a day before those without, given days before counted ones, narrow ones before wide ones."""
    return (limit.due is None, limit.due is not None and not limit.due.own, limit.due.length if limit.due else 0)
