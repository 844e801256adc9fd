"""Stances and proposals that speak of one issue, gathered; and where each party stands on it, by the newest text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from recoupe.check.claims import Claim
from recoupe.check.findings import order
from recoupe.check.links import issue_meets, party_of, unnamed
from recoupe.check.sides import UNKNOWN
from recoupe.lang.fr.checks import load_checks
from recoupe.text import fold

_CAST = 3
"""Parties from which a text tells whose war it is of."""
ON_BOARD = ("position", "proposal")
_NEAREST = 12
"""Issues, those that share most words first, that a stance is compared with."""
_NEWEST = 8
"""Members of an issue, newest first, that a stance is compared with besides the first: bounds the work."""


class Standing(msgspec.Struct, frozen=True):
    """Where one party stands on an issue: what its newest text says, and what surely earlier texts say, oldest first.

    A text whose day leaves open whether it is older stands with the newest: nothing tells that it no longer holds. What
    the newest text itself tells as past is history.
    """

    party: str
    """Folded name: the state for its organs and leaders."""
    present: tuple[Claim, ...]
    history: tuple[Claim, ...]


def issues(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Positions and proposals in groups, one an issue, each in the order of telling.

    A stance joins the issue whose first member it meets, or most of whose newest members: single links would chain a
    truce with an exchange of prisoners by way of a plan that holds both. Texts that name several parties, and not those
    of each other, tell of two wars, which have a truce each.
    """
    groups: list[list[Claim]] = []
    bare: list[list[Claim]] = []
    by_word: dict[str, dict[int, None]] = {}
    told = sorted((c for c in claims if c.type in ON_BOARD), key=order)
    cast: dict[str, set[str]] = {}
    for c in told:
        cast.setdefault(c.document, set()).update(c.actors, c.targets, c.origins, c.around)

    def meets(a: Claim, b: Claim) -> bool:
        mine, theirs = cast[a.document], cast[b.document]
        apart = min(len(mine), len(theirs)) >= _CAST and not mine & set(party_of(b)) and not theirs & set(party_of(a))
        word_for_word = a.words == b.words and fold(a.quote) == fold(b.quote)
        return not apart and (word_for_word or bool(issue_meets(a, b)))

    for c in told:
        own = unnamed(c)
        shared = Counter(g for word in own.words for g in by_word.get(word, ()))
        near = sorted(shared, key=lambda g: (-shared[g], g))[:_NEAREST]
        best = max(near, key=lambda g: (_fit(own, bare[g], meets), -g), default=None)
        if best is None or _fit(own, bare[best], meets) == (False, 0.0):
            best = len(groups)
            groups.append([])
            bare.append([])
        groups[best].append(c)
        bare[best].append(own)
        for word in own.words:
            by_word.setdefault(word, {})[best] = None
    return groups


def _fit(c: Claim, group: Sequence[Claim], meets: Callable[[Claim, Claim], bool]) -> tuple[bool, float]:
    """How well a stance fits an issue: with its first member, then the share of the newest; (False, 0.0) where not."""
    first = meets(c, group[0])
    newest = group[-_NEWEST:]
    share = sum(meets(c, member) for member in newest) / len(newest)
    return (first, share) if first or share > 0.5 else (False, 0.0)


def standings(issue: Sequence[Claim]) -> list[Standing]:
    """Where each party stands, those that speak first at the top. Denied stances are left out: nobody holds them."""
    taken: dict[str, list[Claim]] = {}
    for c in sorted(issue, key=order):
        if c.type != "position" or c.status == "denied":
            continue
        for party in party_of(c):
            if party != UNKNOWN and party not in c.leaders:
                taken.setdefault(party, []).append(c)
    found = []
    for party, told in taken.items():
        left = [c for c in told if c.past and not _since(c, told)]  # "X, qui avait rejeté la trêve, s'y est rallié"
        left = left if len(left) < len(told) else []
        held = [c for c in told if c not in left]
        newest = max((c.published.first for c in held if c.published is not None), default="")
        before = [c for c in held if c.published is not None and c.published.last < newest]
        found.append(Standing(party, tuple(c for c in held if c not in before), (*left, *before)))
    return found


def _since(c: Claim, told: Iterable[Claim]) -> bool:
    """Whether a stance told as history was taken after every other, by its own day: "avait rejeté mardi la trêve"."""
    others = [o for o in told if not o.past]
    if c.days is None or not c.days.own or not others:
        return False
    return all(o.published is not None and o.published.last < c.days.first for o in others)


def proposals(issue: Sequence[Claim]) -> list[Claim]:
    """The proposals of an issue, one a party, in the order of telling."""
    found: dict[str, Claim] = {}
    for c in sorted(issue, key=order):
        if c.type == "proposal":
            found.setdefault((party_of(c) or ("",))[0], c)
    return list(found.values())


def label(issue: Sequence[Claim], texts: Mapping[str, str | None]) -> str:
    """The words that name an issue best: a noun phrase before a clause, then what shares most words with the others.

    ``texts``: the matter of each record as its text writes it, by id. Empty where none has one.
    """
    checks = load_checks()
    shared = Counter(w for c in issue for w in dict.fromkeys(c.words))

    def fit(c: Claim) -> tuple[bool, int, bool]:
        named = checks.names.match(fold(texts[c.id] or "")) is not None
        return named, sum(n - 1 for w, n in shared.items() if w in c.words), c.type == "proposal"

    best = max((c for c in sorted(issue, key=order) if texts.get(c.id)), key=fit, default=None)
    return " ".join((texts[best.id] or "").split()).strip(' «»"“”') if best is not None else ""
