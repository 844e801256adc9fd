"""What a record is about: the stems of its words, without those that say who, and the class of what it counts."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from recoupe.lang.fr.checks import Checks
from recoupe.records import Event, Evidence
from recoupe.text import Span, blanked, fold, fold_name

_STATES = ("state", "metonym", "institution")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def unit_of(e: Event, checks: Checks) -> str:
    """Class of what is counted: the row of ``checks.toml`` that holds its noun, else the noun."""
    if e.quantity is None:
        return ""
    words = [fold(w) for w in _WORD.findall(e.quantity.counted.quote if e.quantity.counted else "")]
    words = [fold(e.quantity.unit or ""), *words]
    for word in words:
        for form in (word, word.removesuffix("s"), word.removesuffix("es")):
            if form in checks.units:
                # "296 corps de soldats", "310 corps"
                return "people" if e.subtype == "remains" and checks.units[form] == "soldiers" else checks.units[form]
    return words[0]


def names_of(e: Event, parties: Iterable[str]) -> set[str]:
    """The words by which a record names its parties, ``parties`` being their folded names."""
    return {word for name in set(parties) - _common(e) for word in name.split()} | _called(e)


def _common(e: Event) -> set[str]:
    """Parties named by common nouns alone, which tell what a stance is about: "la force de maintien de la paix"."""
    every = (*e.actor, *e.target)
    return {fold_name(p.name) for p in every if (p.mention.quote if p.mention else p.name).islower()}


def _called(e: Event) -> set[str]:
    """Words by which a text calls the states of a record, other than their names: "les autorités de Vel Toran"."""
    called = (p.mention.quote for p in (*e.actor, *e.target) if p.kind in _STATES and p.mention)
    return {fold(w) for quote in called for w in _WORD.findall(quote) if w[:1].isupper()}


def words_of(e: Event, checks: Checks, named: Collection[str], others: Sequence[Evidence] = ()) -> tuple[str, ...]:
    """Stems of the content words of a record, synonyms as one; numbers stay as they are. ``named``: words of names of
    states and parties, which say who and not what. ``others``: stances that the same words may tell before."""
    own = e.evidence[0]
    # a promise or a threat is known by whoever makes it, too
    told = blanked(own.quote, _who(e)) if e.type in ("position", "proposal") else own.quote
    for other in others:  # "souscrit à la trêve, mais écarte les observateurs": the second is not about the first
        if other.start == own.start and other.end < own.end and other.end <= e.trigger.start:
            told = told[other.end - own.start :]
    text = checks.as_words(checks.beside.sub(" ", fold(" ".join(filter(None, (e.issue, told))))))
    found: dict[str, None] = {}
    for word in _WORD.findall(text):
        if e.quantity is not None and (word.isdigit() or word in checks.numbers or word in checks.units):
            continue  # what is counted is compared as a count
        if word in named or word in checks.stop or word in checks.idle or (len(word) < 4 and not word.isdigit()):
            continue
        found[checks.stem(word)] = None
    return tuple(found)


def _who(e: Event) -> list[Span]:
    """Where a record's own words say who speaks or acts, with the office: "le ministre des Affaires étrangères, X".
    That is no matter which two stances share."""
    own, common = e.evidence[0], _common(e)
    parties = [p.mention for p in e.actor if p.mention and fold_name(p.name) not in common]
    said = [*parties, *([e.source] if e.source else [])]
    return [(s.start - own.start, s.end - own.start) for s in said if own.start <= s.start and s.end <= own.end]
