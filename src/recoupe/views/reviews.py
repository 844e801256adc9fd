"""What people said of records, what is to be judged next, and which judgements there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import msgspec

from recoupe.records import Judgement
from recoupe.store import Dossier
from recoupe.store.batches import batches, marks
from recoupe.store.rulings import any_judged, standing
from recoupe.views.narrowing import one_of


class Said(msgspec.Struct, frozen=True):
    """A judgement and where it stands (a state of :mod:`recoupe.store.rulings`). ``record`` is what it is of now,
    ``other`` the second end of a pair; ``was`` is what the rules had read, ``at`` ISO in UTC."""

    id: str
    record: str
    other: str
    kind: str
    decision: str
    field: str
    value: str
    was: str
    by: str
    at: str
    note: str
    state: str
    quote: str = ""


class Review(msgspec.Struct, frozen=True):
    """What stands on one record: ``whole`` accepts or rejects it, ``fixes`` correct fields.

    ``stale`` are those that no longer fit and are asked again.
    """

    whole: Said | None = None
    fixes: tuple[Said, ...] = ()
    stale: tuple[Said, ...] = ()

    @property
    def rejected(self) -> bool:
        """Whether a person says that the record is none."""
        return self.whole is not None and self.whole.decision == "reject"

    @property
    def standing(self) -> tuple[Said, ...]:
        """All that counts."""
        return (*((self.whole,) if self.whole else ()), *self.fixes)


def reviews(dossier: Dossier, ids: Iterable[str]) -> dict[str, Review]:
    """What people said of these records (links aside), by record; none for those that nobody judged."""
    found: dict[str, list[Said]] = {}
    if any_judged(dossier):
        for said in _said(dossier, "j.kind <> 'link' AND j.state IN ('stands', 'stale') AND j.record IN ({})", ids):
            found.setdefault(said.record, []).append(said)
    return {record: _review(told) for record, told in found.items()}


def _review(told: Sequence[Said]) -> Review:
    firm = [s for s in told if s.state == "stands"]
    return Review(
        next((s for s in firm if s.decision != "correct"), None),
        tuple(s for s in firm if s.decision == "correct"),
        tuple(s for s in told if s.state == "stale"),
    )


def history(dossier: Dossier, record: str, other: str = "") -> list[Said]:
    """Every judgement on a record, or on a pair (ids in order), the newest first; those taken back too."""
    test = "j.record IN ({}) AND j.kind " + ("= 'link'" if other else "<> 'link'")
    return [s for s in _said(dossier, test, [record])[::-1] if s.other == other]


def judgements(
    dossier: Dossier,
    *,
    states: Collection[str] = (),
    by: str | None = None,
    decisions: Collection[str] = (),
    limit: int | None = None,
) -> list[Said]:
    """The judgements of a dossier, the newest first; every filter that is given must hold."""
    asked = {"j.state": states, "g.decision": decisions, 'g."by"': [by] if by is not None else []}
    tests, values = one_of(asked)
    where = " AND ".join(tests) or "true"
    query = f"""SELECT j.judgement FROM judged j JOIN judgement g ON g.id = j.judgement WHERE {where}
    ORDER BY g.at DESC LIMIT ?"""
    ids = [r[0] for r in dossier.ask(query, [*values, -1 if limit is None else limit])]
    return judged_as(dossier, ids)[::-1]


def judged_as(dossier: Dossier, ids: Iterable[str]) -> list[Said]:
    """Judgements by their ids, the oldest first."""
    return _said(dossier, "j.judgement IN ({})", ids)


def _said(dossier: Dossier, test: str, values: Iterable[str]) -> list[Said]:
    """Judgements that meet a test on these values, the oldest first."""
    ids = [
        row[0]
        for some in batches(values)
        for row in dossier.ask(f"SELECT j.judgement FROM judged j WHERE {test.format(marks(some))}", some)
    ]
    found = {i: j for some in batches(ids) for i, j in dossier.records(Judgement, ids=some)}
    where = standing(dossier, found)
    return [
        Said(
            i, where[i].record, where[i].other, j.kind, j.decision, j.field, j.value, j.was, j.by, j.at, j.note,
            where[i].state, " ".join(j.anchors[0].quote.split()) if j.anchors else "",
        )
        for i, j in sorted(found.items(), key=lambda row: (row[1].at, row[0]))
    ]  # fmt: skip


# -- findings as people judge them


def verdict_sql(dossier: Dossier) -> str:
    """SQL for the verdict of a row of ``finding``: the one that a person gave, else that of the rules."""
    if not _findings_judged(dossier):
        return "verdict"
    return """coalesce((SELECT j.value FROM judged j WHERE j.record = finding.id AND j.state = 'stands'
    AND j.field = 'verdict'), verdict)"""


def kept_sql(dossier: Dossier) -> str:
    """SQL test for a row of ``finding`` that nobody rejected."""
    if not _findings_judged(dossier):
        return "1"
    return """NOT EXISTS (SELECT 1 FROM judged j WHERE j.record = finding.id AND j.state = 'stands'
    AND j.decision = 'reject')"""


def _findings_judged(dossier: Dossier) -> bool:
    return bool(dossier.ask("SELECT 1 FROM judged WHERE state = 'stands' AND kind = 'finding' LIMIT 1"))


def reviewed_sql(column: str) -> str:
    """SQL test whether the record whose id is in ``column`` is judged, for facets: negate it for what is not."""
    return f"EXISTS (SELECT 1 FROM judged WHERE judged.record = {column} AND judged.state = 'stands')"
