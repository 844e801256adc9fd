"""The board: each issue of the talks, and where each party stands on it, since when, by which text, and what moved."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from recoupe.check.board import ON_BOARD, Standing, issues, label, proposals, standings
from recoupe.check.claims import Claim
from recoupe.check.links import party_of, side_of_stance
from recoupe.store import Dossier
from recoupe.store.batches import marks
from recoupe.store.checks import CheckTables
from recoupe.text import fold
from recoupe.views.lookup import Shelf, Told, meets, names_of
from recoupe.views.terms import newest_of


class Stance(msgspec.Struct, frozen=True):
    """A stance as one text tells it. ``changes``: id of the earlier record whose stance it leaves, else None; ``also``:
    numbers of the other sources that tell it in the same words."""

    stance: str
    told: Told
    condition: str | None = None
    changes: str | None = None
    also: tuple[int, ...] = ()


class Cell(msgspec.Struct, frozen=True):
    """One party on one issue: what its newest text says, each earlier stance, and whether it moved."""

    party: str
    present: tuple[Stance, ...]
    history: tuple[Stance, ...]
    moved: bool


class Row(msgspec.Struct, frozen=True):
    """One issue: in the words of a text that name it best, who put it forward, and the parties that took a stance."""

    issue: str
    proposed: tuple[tuple[str, Told], ...]
    cells: tuple[Cell, ...]


_Changed = Mapping[tuple[str, str], str]
"""By a record and a party, the earlier record of that party whose stance it leaves."""


def board(
    dossier: Dossier,
    *,
    party: str | None = None,
    issue: str | None = None,
    shelf: Shelf | None = None,
    newest: int | None = None,
) -> list[Row]:
    """The board of a dossier: issues that moved first, then by how many parties took a stance, then by date;
    those on which parties only keep silent at the end.

    ``party`` keeps the stances of parties whose name holds its words, folded; ``issue`` the issues of which a text
    holds its words. Issues on which nobody takes a stance are left out. With ``newest``, only so many records are
    looked at, those of the newest texts that the filters may keep.
    """
    shelf = shelf or Shelf(dossier)
    if newest is None:
        ids = [r[0] for r in dossier.ask(f"SELECT id FROM event WHERE type IN ({marks(ON_BOARD)})", ON_BOARD)]
    else:
        ids = newest_of(dossier, ON_BOARD, newest, party=party, words=issue)
    groups = issues(CheckTables(dossier).claims(ids))
    if issue is not None:
        wanted = fold(issue).split()
        groups = [g for g in groups if any(all(w in fold(c.quote) for w in wanted) for c in g)]
    told = shelf.told(c.id for g in groups for c in g)
    changes = shelf.links(told, ("changes_position",)).values()
    before = {c.id: c for c in CheckTables(dossier).claims({k.b for k in changes})}
    # of two that speak with one voice, only who stood elsewhere has moved
    changed = {(k.a, p): k.b for k in changes if k.b in before for p in party_of(before[k.b])}
    names = names_of({p for g in groups for c in g for p in party_of(c)}, told.values(), dossier.config)
    rows = []
    for group in groups:
        members = [c for c in group if c.id in told]
        cells = [_cell(s, told, changed, names) for s in standings(members)]
        cells = [c for c in cells if party is None or meets(party, [c.party])]
        if cells:
            put = tuple((names.get((party_of(c) or ("",))[0], ""), told[c.id]) for c in proposals(members))
            texts = {c.id: told[c.id].event.issue for c in members}
            name = label(members, texts) or told[members[0].id].quote
            rows.append(Row(name, put, tuple(sorted(cells, key=lambda c: not c.moved))))
    rank = {id(row): i for i, row in enumerate(rows)}
    return sorted(
        rows, key=lambda r: (_mute(r), -sum(c.moved for c in r.cells), -len(r.cells), not r.proposed, rank[id(r)])
    )


def _mute(row: Row) -> bool:
    """Whether all that is told of an issue is that someone would not speak."""
    return not row.proposed and all(s.stance == "silent" for c in row.cells for s in (*c.present, *c.history))


def _cell(s: Standing, told: dict[str, Told], changed: _Changed, names: dict[str, str]) -> Cell:
    present = _once([_stance(c, s.party, told, changed) for c in s.present])
    history = _once([_stance(c, s.party, told, changed) for c in s.history])
    moved = any(x.changes for x in (*present, *history)) or _silence_broken(s)
    return Cell(names.get(s.party, s.party), present, history, moved)


def _silence_broken(s: Standing) -> bool:
    """Whether a party that was said to be silent has taken a side since."""
    silent = any(c.stance == "silent" for c in s.history)
    return silent and any(side_of_stance(c.stance) not in ("", "silent") for c in s.present)


def _stance(c: Claim, party: str, told: dict[str, Told], changed: _Changed) -> Stance:
    t = told[c.id]
    condition = " ".join(t.event.condition.quote.split()) if t.event.condition else None
    return Stance(c.stance, t, condition, changed.get((c.id, party)))


def _once(stances: list[Stance]) -> tuple[Stance, ...]:
    """One stance of a kind a document, and what several tell in the same words once; those that take a side first."""
    found: dict[tuple[str, str], Stance] = {}
    for s in stances:
        found.setdefault((s.told.document, s.stance), s)
    alike: dict[tuple[str, str], list[Stance]] = {}
    for s in found.values():
        alike.setdefault((s.stance, fold(s.told.quote)), []).append(s)
    # of those, the one that tells of a change
    told = [(max(some, key=lambda s: s.changes is not None), {s.told.source for s in some}) for some in alike.values()]
    once = [msgspec.structs.replace(s, also=tuple(sorted(numbers - {s.told.source}))) for s, numbers in told]
    return tuple(sorted(once, key=lambda s: not side_of_stance(s.stance)) if len(once) > 1 else once)
