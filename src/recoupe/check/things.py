"""Records of one thing, gathered: pairs first, then groups in which no two records are set apart.

Single links would chain ("Goma" with "the region" with "Bukavu"): groups are joined by their best pair, the closest
first, and only where no pair of the two is distinct. Ties are broken by the ids, so that the result depends on the set
of records alone. Records that share no key are never compared: what is unrelated cannot change a group.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from recoupe.check.claims import SPOKEN, Claim, Days
from recoupe.check.compare import JUDGED, Relation
from recoupe.check.counts import hardly_rounded
from recoupe.check.slots import VAGUE

_SLACK = 2
"""Days around a record's own under which it is kept: two such reaches meet the days that compare() allows."""


def keys_of(claim: Claim) -> tuple[str, ...]:
    """Keys under which a record is looked up; two records that are one thing share at least one.

    What happens is keyed by its days, what is said by its words and months: a plan is talked of for weeks. Where the
    time is unknown, by the document: nothing in another text can be shown to be of that time.
    """
    if claim.type in SPOKEN:
        due = (f"due {claim.due.last}",) if claim.due else ()
        length = (f"={claim.low:g}",) if claim.type in ("threat", "commitment") and claim.low is not None else ()
        about = itertools.product((*claim.words, *length), months(claim, claim.days, 15))
        return (*(f"{claim.type} {word} {when}" for word, when in about), *due)
    if claim.days is None or claim.days.length > VAGUE:
        return (f"{claim.type} {claim.document}",)
    first, last = (date.fromisoformat(d) for d in (claim.days.first, claim.days.last))
    span = (last - first).days + 1 + _SLACK
    days = ((first + timedelta(days=i)).isoformat() for i in range(-_SLACK, span))
    return (f"{claim.type} {claim.document}", *(f"{claim.type} {day}" for day in days))


def open_keys(claim: Claim) -> tuple[str, ...]:
    """Keys by which a count that is hardly rounded is met where one of the two texts is of unknown time: those under
    which a claim looks for the others."""
    unknown = claim.days is None or claim.days.length > VAGUE
    return tuple(key if unknown else f"open {key}" for key in _rare_key(claim) if claim.type not in SPOKEN)


def place_keys(claim: Claim) -> tuple[str, ...]:
    """Keys that say nothing of time: the type with each place, and with a count that is hardly rounded."""
    return (*_rare_key(claim), *(f"{claim.type} @ {s.name}" for s in claim.spots))


def tie_keys(claim: Claim) -> tuple[str, ...]:
    """Those of :func:`place_keys` that few claims share: of counts, and of the places of meetings."""
    return place_keys(claim) if claim.type == "meeting" else _rare_key(claim)


def _rare_key(claim: Claim) -> tuple[str, ...]:
    return (f"{claim.type} = {claim.low:g}",) if hardly_rounded(claim) else ()


def months(claim: Claim, days: Days | None, reach: int) -> tuple[str, ...]:
    """The months that lie within ``reach`` days of these days, and the document of the claim."""
    if days is None or days.length > VAGUE:
        return (claim.document,)
    first = date.fromisoformat(days.first) - timedelta(days=reach)
    last = date.fromisoformat(days.last) + timedelta(days=reach)
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    ahead = [divmod(first.year * 12 + first.month - 1 + i, 12) for i in range(count)]
    return (claim.document, *(f"{year}-{month + 1:02}" for year, month in ahead))


def things(claims: Sequence[Claim], found: Mapping[tuple[str, str], Relation]) -> list[list[Claim]]:
    """The records in groups, one a thing, each in order of id; a record that joins no other is a group alone."""
    group = {c.id: {c.id} for c in claims}
    apart = {pair for pair, r in found.items() if r.kind == "distinct"}
    said = {pair for pair in apart if found[pair].score >= JUDGED}
    joining = sorted(
        ((r.score, pair) for pair, r in found.items() if r.kind in ("same", "contradicts", "updates")),
        key=lambda row: (-row[0], row[1]),
    )
    for score, (a, b) in joining:
        one, other = group[a], group[b]
        # what a person joins is kept apart by what a person says alone
        bars = said if score >= JUDGED else apart
        if one is other or any(((x, y) if x < y else (y, x)) in bars for x in one for y in other):
            continue
        one |= other
        for member in other:
            group[member] = one
    by_id = {c.id: c for c in claims}
    unique = {id(g): g for g in group.values()}
    return sorted(([by_id[i] for i in sorted(g)] for g in unique.values()), key=lambda g: g[0].id)
