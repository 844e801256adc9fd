"""What two records are about, where their words tell two things apart: another site, or another length."""

from __future__ import annotations

from functools import lru_cache

from recoupe.check.claims import SPOKEN, Claim
from recoupe.check.slots import Judged
from recoupe.lang.fr.checks import load_checks
from recoupe.text import fold, fold_name, plain

_AS_LONG = 1.1
"""Times as long as which another matter is: two weeks and "quinze jours" are one."""
_OF_SITES = frozenset([*SPOKEN, "attack", "damage"])
"""Types of records that are about the sites which they name."""


def judge_matter(a: Claim, b: Claim) -> Judged:
    """Whether both can be about one matter."""
    if a.type in _OF_SITES and other_matter(a, b):
        return Judged(apart="matter", near=True)
    if a.type == "agreement" and _other_topics(a, b):
        return Judged(apart="matter", near=True)
    return Judged()


def other_matter(a: Claim, b: Claim) -> bool:
    """Whether two records surely are on two matters: other sites, or "une trêve de dix jours" and one of thirty."""
    mine, theirs = (_days(c.quote) or c.length for c in (a, b))
    lengths = mine is not None and theirs is not None and max(mine, theirs) > _AS_LONG * min(mine, theirs)
    return lengths or _other_sites(a.quote, b.quote)


def _other_topics(a: Claim, b: Claim) -> bool:
    """Whether two agreements say what they are on, and none of it is the same: a truce, an exchange of prisoners."""
    topics = load_checks().topics - load_checks().any_accord
    mine, theirs = topics & {*a.words}, topics & {*b.words}
    return bool(mine and theirs) and not mine & theirs


@lru_cache(maxsize=1 << 16)
def _days(quote: str) -> float | None:
    """Days that a matter lasts by the words of a record ("une trêve de dix jours"); None where none or several do."""
    checks = load_checks()
    said = {
        float(number) * checks.lengths[m["unit"]]
        for m in checks.lasting.finditer(fold(quote))
        if (number := checks.numbers.get(m["number"], m["number"])).isdigit()
    }
    return next(iter(said)) if len(said) == 1 else None


def two_stances(a: Claim, b: Claim) -> bool:
    """Whether two stances are on what two propose, or on two matters: the one is no change of the other."""
    return a.type == b.type == "position" and (other_matter(a, b) or _others(a, b))


def keeps_not(deed: Claim, promise: Claim) -> bool:
    """Whether what was done is surely not what was promised: at another site, or to others."""
    return _others(deed, promise) or _other_sites(deed.quote, promise.quote)


def _others(a: Claim, b: Claim) -> bool:
    return bool(a.targets and b.targets) and not set(a.targets) & set(b.targets)


def _other_sites(one: str, other: str) -> bool:
    """Whether both texts name sites, and none that is the same: a hospital and a school, two bridges."""
    mine, theirs = _sites(one), _sites(other)
    if not mine or not theirs:
        return False
    kinds = {kind for kind, _ in mine} & {kind for kind, _ in theirs}
    named = [{name for kind, name in some if kind in kinds and name} for some in (mine, theirs)]
    return not kinds or (all(named) and not named[0] & named[1])


@lru_cache(maxsize=1 << 16)
def _sites(quote: str) -> frozenset[tuple[str, str]]:
    """The kinds of sites that a text names, each with the name right behind it: "le pont de Morvac"."""
    checks = load_checks()
    found = checks.sites.finditer(plain(quote))
    return frozenset((checks.site_of[fold(m["site"])], fold_name(m["name"] or "")) for m in found)
