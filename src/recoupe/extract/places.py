"""Place names in text, each pinned only where the gazetteer holds it and the sentence means a place.

A name without words of place ("à", "ville de", "près de") is read as a place only when it is a country, a region, a
site or a well-known town, and never inside a person's or an organisation's name. Capitals and countries that speak or
act stand for their government (``metonym``) and are not pinned. What cannot be told apart is left without coordinates,
with its candidates.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from recoupe.extract.placenames import Name, find_names
from recoupe.lang.base import Sentence
from recoupe.lang.fr.place_words import place_words
from recoupe.lang.fr.places import CYRILLIC, Answer, Gazetteer, Site, folded, load_gazetteer
from recoupe.records import Evidence, Place
from recoupe.text import plain

__all__ = ["Answer", "Gazetteer", "Site", "find_places", "load_gazetteer"]

_LARGE = 100_000
"""People from which a town is known beyond its country."""
_TOWN = 5_000
"""People from which a town of the story is known without a word of place."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_INSIDE = re.compile(r",? ?\(?(?:(?:en|au|aux|dans|à|de) |située?s? |(?:une|la) (?:ville|localité|commune) )?[^.;:,]*$")


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the whole text tells about its places."""

    theatre: tuple[str, ...]
    named: frozenset[str]
    """Countries that the text names, by noun or adjective, or names a large town of."""
    document: str
    bare: bool
    subjects: frozenset[int]
    """Where the tokens, if there are any, start an active subject."""


def find_places(
    text: str, sentences: Sequence[Sentence], gazetteer: Gazetteer, *, document: str = "", theatre: Sequence[str] = ()
) -> list[Place]:
    """Every place named in the text, in order.

    ``theatre``: ISO codes of the dossier's countries, to choose among namesakes; else the countries of at least a
    quarter of the text's own unambiguous places. A text that is one bare name counts as a mention of that place.
    """
    names, bare = find_names(text, sentences, gazetteer)
    subjects = {t.start for s in sentences for t in s.tokens if t.dep == "nsubj"}
    votes = _votes(names, gazetteer)
    stage = tuple(theatre) or tuple(sorted(cc for cc, v in votes.items() if v >= 0.25 * votes.total()))
    named = {gazetteer.demonyms[w] for w in set(_WORD.findall(text.lower())) if w in gazetteer.demonyms}
    scene = _Scene(stage, frozenset(votes) | named | frozenset(theatre), document, bare, frozenset(subjects))
    found = (_resolve(text, n, names, gazetteer, scene) for n in names)
    return [place for place in found if place is not None]


def _votes(names: list[Name], g: Gazetteer) -> Counter[str]:
    """How many unambiguous places of each country the text names."""
    votes: Counter[str] = Counter()
    for n in names:
        if n.key in g.known:
            votes[g.known[n.key].country] += 1
        elif n.locative and n.held:
            site = g.lookup(n.key).site
            if site is not None and site.people >= _LARGE:
                votes[site.country] += 1
    del votes[""]
    return votes


def _resolve(text: str, n: Name, names: list[Name], g: Gazetteer, scene: _Scene) -> Place | None:
    """The place that a name stands for; None where it is none."""
    evidence = Evidence.of(text, (n.start, n.end))
    known = g.known.get(n.key)
    if not scene.bare:
        if _is_metonym(n, g, scene):
            name, country = (known.name, known.country) if known else (evidence.quote, None)
            return Place(
                document=scene.document, evidence=evidence, name=name, country=country, metonym=True, rule="metonym@1"
            )
        if not _may_be_place(n, g, scene):
            return None
    if n.kind and n.kind != "town":
        answer = g.region_of(evidence.quote, theatre=scene.theatre, kind=n.kind.rstrip("s"))
    else:
        region, country = _said(text, n, names, g)
        answer = g.lookup(n.key, theatre=scene.theatre, region=region, country=country)
    site = answer.site
    weak = place_words().weak.search(n.before) is not None
    if site is not None and known is None and not scene.bare:
        if weak and not n.kind and site.people < (_LARGE if n.attached else _TOWN):
            return None
        if site.precision == "city" and site.people < _LARGE and scene.named and site.country not in scene.named:
            # a small town of a country that the text never names: a namesake of the one that is meant
            answer, site = Answer(None, (site.label(), *answer.candidates)[:5], "elsewhere@1"), None
    if site is None:
        sure = scene.bare or (n.locative and n.key not in g.common and (n.kind or not weak))
        if not sure:
            return None
        return Place(
            document=scene.document,
            evidence=evidence,
            name=evidence.quote,
            candidates=answer.candidates,
            rule=answer.rule,
        )
    french = known is not None or site.precision != "city" or site.country in CYRILLIC or evidence.quote.isupper()
    return Place(
        document=scene.document,
        evidence=evidence,
        name=site.name if french else evidence.quote,
        lat=site.lat,
        lon=site.lon,
        precision=site.precision,
        country=site.country or None,
        candidates=answer.candidates,
        rule=answer.rule,
    )


def _may_be_place(n: Name, g: Gazetteer, scene: _Scene) -> bool:
    """Whether the words around a name, or its fame, make it a place here."""
    c = place_words()
    if n.key in c.never or n.key in g.vast or c.named.search(n.before):
        return False
    if n.key in g.common and c.weak.search(n.before) and not n.kind:
        return False
    if n.locative:
        return True
    if not n.held or n.key in g.common:
        return False
    if n.key in g.known:
        return True
    site = g.lookup(n.key, theatre=scene.theatre).site
    return site is not None and (
        site.people >= (3 if site.main else 10) * _LARGE or (site.people >= _TOWN and site.country in scene.theatre)
    )


def _is_metonym(n: Name, g: Gazetteer, scene: _Scene) -> bool:
    """Whether the name stands for a government: a seat of power, or a capital or country that speaks or acts."""
    c = place_words()
    if n.key in g.metonyms:
        return True
    if n.kind or not _stands_for(n.key, g) or c.travel.search(n.before):
        return False
    if n.start in scene.subjects:
        return True
    if c.subject.search(n.before):
        if n.key in g.capitals and n.after.startswith((" : ", ": ")):
            return True
        verb = c.verb_after.match(n.after)
        if verb and (verb["other"] is None or _stands_for(folded(verb["other"]), g)):
            return True
    between = c.between.search(n.before)
    if between:
        after = re.match(r" et (?:la |le |les |l')?([^\W\d_]+(?:-[^\W\d_]+)*)", n.after)
        other = between["first"] or (after and after[1]) or ""
        return _stands_for(folded(other), g)
    return bool(c.party.search(n.before) or c.verb_before.search(n.before))


def _stands_for(key: str, g: Gazetteer) -> bool:
    """Whether a name can stand for a government: a capital's or a country's."""
    known = g.known.get(key)
    return key in g.capitals or (known is not None and known.precision == "country")


def _said(text: str, n: Name, names: list[Name], g: Gazetteer) -> tuple[str, str]:
    """(region, country) that the sentence itself gives for a name: "X, dans la région de Y", "X (Pays)"."""
    for other in names:
        if other.sentence != n.sentence or other.start < n.end or other.start - n.end > 60:
            continue
        if not _INSIDE.match(plain(text[n.end : other.start]).lower()):
            break
        if other.kind and other.kind != "town":
            site = g.region_of(text[other.start : other.end], kind=other.kind.rstrip("s")).site
            if site is not None:
                return site.region, site.country
        known = g.known.get(other.key)
        if known is not None and known.precision in ("region", "country"):
            return known.region, known.country
    return "", ""
