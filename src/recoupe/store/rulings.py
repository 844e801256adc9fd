"""What people say of records, as it stands: rulings by record and by pair.

``judged`` tells where each judgement stands now: "stands"; "replaced" by a later one of the same field; "undone";
"stale", where the sentence or the judged value is no longer what was seen: it has no effect and is asked again; "gone",
where the rules no longer read such a record.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, TypeVar, get_args

from recoupe.check.judged import Ruling, resaid, revised, revised_all
from recoupe.records import Event, Record, Statement
from recoupe.store.batches import batches, marks
from recoupe.store.dossier import Dossier

State = Literal["stands", "replaced", "undone", "stale", "gone"]
STATES: tuple[State, ...] = get_args(State)
R = TypeVar("R", bound=Record)


class Standing(NamedTuple):
    """Where a judgement stands: its state, the record that it is of now, and the other end where that is a pair."""

    state: State
    record: str
    other: str = ""


def standing(dossier: Dossier, ids: Iterable[str]) -> dict[str, Standing]:
    """Where these judgements stand, by their ids; undos stand nowhere."""
    query = "SELECT judgement, state, record, other FROM judged WHERE judgement IN ({})"
    rows = (r for part in batches(ids) for r in dossier.ask(query.format(marks(part)), part))
    return {r[0]: Standing(*r[1:]) for r in rows}


def rulings(dossier: Dossier, ids: Iterable[str]) -> dict[str, Ruling]:
    """The judgements that stand on these records, by record; none for those on which none does."""
    found: dict[str, tuple[bool, dict[str, str]]] = {}
    for record, _, field, decision, value in _standing_on(dossier, ids):
        rejected, fixes = found.setdefault(record, (False, {}))
        if decision == "correct":
            fixes[field] = value
        found[record] = (rejected or decision == "reject", fixes)
    return {i: Ruling(rejected, fixes) for i, (rejected, fixes) in found.items()}


def _standing_on(dossier: Dossier, ids: Iterable[str]) -> Iterator[tuple[str, str, str, str, str]]:
    query = """SELECT record, judgement, field, decision, value FROM judged
    WHERE state = 'stands' AND kind <> 'link' AND record IN ({})"""
    if any_judged(dossier):
        for part in batches(ids):
            yield from dossier.ask(query.format(marks(part)), part)


def any_judged(dossier: Dossier) -> bool:
    """Whether anything was ever judged: most dossiers spare the questions."""
    return bool(dossier.ask("SELECT 1 FROM judged LIMIT 1"))


def ruled(dossier: Dossier, records: Mapping[str, R], *, rejected: bool = False) -> dict[str, R]:
    """Records as people corrected them; those that they rejected are left out unless asked for."""
    return revised_all(records, rulings(dossier, records), rejected=rejected)


def judged_events(dossier: Dossier, events: Mapping[str, Event], *, rejected: bool = False) -> dict[str, Event]:
    """Events as people corrected them and the statements that they stand in; without those that they rejected."""
    if not any_judged(dossier):
        return dict(events)
    known = rulings(dossier, {s for e in events.values() for s in e.statements})
    own = [i for i, ruling in known.items() if "speaker" in ruling.fixes]
    read = {i: s for part in batches(own) for i, s in dossier.records(Statement, ids=part)}
    corrected = {i: revised(s, known[i]) for i, s in read.items()}
    return ruled(dossier, resaid(events, read, corrected), rejected=rejected)


class Pairs(NamedTuple):
    """What people say of pairs of records, ids in order: whether they are of one thing, and which links are wrong."""

    alike: Mapping[tuple[str, str], bool]
    wrong: Collection[tuple[str, str, str]]


def pairs(dossier: Dossier) -> Pairs:
    """The judgements that stand on links."""
    rows = dossier.ask("SELECT record, other, value FROM judged WHERE state = 'stands' AND kind = 'link'")
    alike = {(a, b): v == "same" for a, b, v in rows if v in ("same", "distinct")}
    return Pairs(alike, {(a, b, v.removeprefix("no ")) for a, b, v in rows if v.startswith("no ")})


def unsettled(dossier: Dossier, limit: int = -1) -> list[str]:
    """Documents whose records were judged since they were last checked."""
    return [r[0] for r in dossier.ask("SELECT document FROM unsettled ORDER BY document LIMIT ?", (limit,))]
