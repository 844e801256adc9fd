"""What a new record answers, keeps or changes among the others, found by the keys under which they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from recoupe.check.claims import SPOKEN, Claim
from recoupe.check.limits import postponement
from recoupe.check.links import (
    LATE,
    Stances,
    answer,
    fulfilment,
    kind_words,
    party_of,
    promised,
    side_of,
)
from recoupe.check.things import due_keys, keys_of, months
from recoupe.records import Link
from recoupe.store.checks import CheckTables

_MONTH = 31
"""Days by which months lie apart at most, beyond those of their days."""


def answers(tables: CheckTables, new: Sequence[Claim]) -> None:
    """Links from a new record to what it answers or keeps, and from those that answer or keep it.

    Whichever of two came first, they are linked where one of them is looked for by the other.
    """
    for claim in new:
        reach = LATE if claim.type in SPOKEN else 2 * LATE
        said = tables.shelf(_said_near(claim, reach + _MONTH))
        done = tables.shelf(_near(claim, "done", 2 * LATE)) if promised(claim) or claim.type == "proposal" else []
        links: list[Link | None] = []
        own = tables.claims([claim.follows]) if claim.follows else []
        for o in {o.id: o for o in (*said, *done, *own)}.values():
            both = [answer(claim, o), answer(o, claim), postponement(claim, o), postponement(o, claim)]
            kept = [fulfilment(claim, o), fulfilment(o, claim)]
            if any(both) or any(kept):
                met = o.id == claim.follows or _looks_for(claim, o) or _looks_for(o, claim)
                links += both if met else []
                links += [
                    link
                    for link, deed, promise in zip(kept, (claim, o), (o, claim), strict=True)
                    if met or not {*_near(promise, "done", 2 * LATE)}.isdisjoint(spoken_keys(deed))
                ]
        tables.link(link for link in links if link is not None)


def changes(tables: CheckTables, touched: Sequence[Claim]) -> None:
    """Links from the stances that these records may have changed, of every party whose stance each is."""
    told: dict[str, Stances] = {}

    def parties(claims: Iterable[Claim]) -> list[str]:
        found = sorted({p for c in claims if side_of(c) for p in party_of(c)})
        told.update((p, Stances(p, tables.shelf([f"party {p}"]))) for p in found if p not in told)
        return found

    near = {i for p in parties(touched) for i in told[p].near(touched)}
    tables.unlink(near, ("changes_position",), ends="a")
    tables.link(link for p in parties(tables.claims(near)) for link in told[p].changes(near))


def spoken_keys(claim: Claim) -> tuple[str, ...]:
    """Keys by which a record is found again by what it answers or keeps, and a stance by its party."""
    party = tuple(f"party {p}" for p in party_of(claim)) if claim.type == "position" or side_of(claim) else ()
    shelves = ("said",) if claim.type in SPOKEN else ("said", "done") if claim.due else ("done",)
    return (*party, *(key for shelf in shelves for key in _near(claim, shelf, 0)))


def _near(claim: Claim, shelf: str, reach: int) -> tuple[str, ...]:
    when = months(claim, claim.published, reach)
    return tuple(f"{shelf} {word} {month}" for word in (*claim.words, *kind_words(claim)) for month in when)


def _said_near(claim: Claim, reach: int) -> list[str]:
    return [*_near(claim, "said", reach), *due_keys(claim)]


def _looks_for(claim: Claim, other: Claim) -> bool:
    """Whether another record is among those that one may answer or keep."""
    return not {*_said_near(claim, LATE)}.isdisjoint((*spoken_keys(other), *keys_of(other)))
