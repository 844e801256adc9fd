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
from recoupe.lang.fr.places import CYRILLIC, Answer, Gazetteer, Site, load_gazetteer
from recoupe.records import Evidence, Place
from recoupe.text import plain

__all__ = ["Answer", "Gazetteer", "Site", "find_places", "load_gazetteer"]

_LARGE = 100_000
"""People from which a town is known beyond its country."""
_TOWN = 5_000
"""People from which a town of the story is known without a word of place."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_AND = re.compile(r" et (?:la |le |les |l')?")
_OWN_ARTICLE = re.compile(r"(?:Le|La|Les|El|Al|The) |L'")
_SPEAKS = re.compile(r" ?: ?[«\"“]")
"""A quotation after a headline's colon; without one, "Kaboul : un attentat" tells where."""
_CHAIN = 3
"""Names after a place among which the country or region that it is in is looked for ("X, sur la rive du Y, en Z")."""


@dataclass(frozen=True, slots=True)
class _Scene:
    """What the whole text tells about its places."""

    theatre: tuple[str, ...]
    named: frozenset[str]
    """Countries that the text names, by noun or adjective, or names a large town of."""
    document: str
    bare: bool
    subjects: frozenset[int]
    """Where the tokens, if there are any, start the active subject of a verb."""


def find_places(
    text: str, sentences: Sequence[Sentence], gazetteer: Gazetteer, *, document: str = "", theatre: Sequence[str] = ()
) -> list[Place]:
    """Every place named in the text, in order.

    ``theatre``: ISO codes of the dossier's countries, to choose among namesakes; else the countries of at least a
    quarter of the text's own unambiguous places. A text that is one bare name counts as a mention of that place.
    """
    names, bare = find_names(text, sentences, gazetteer)
    subjects = {
        t.start for s in sentences for t in s.tokens if t.dep == "nsubj" and s.tokens[t.head].pos in ("VERB", "AUX")
    }
    votes = _votes(names, gazetteer)
    stage = tuple(theatre) or tuple(sorted(cc for cc, v in votes.items() if v >= 0.25 * votes.total()))
    named = {gazetteer.demonyms[w] for w in set(_WORD.findall(text.lower())) if w in gazetteer.demonyms}
    scene = _Scene(stage, frozenset(votes) | named | frozenset(theatre), document, bare, frozenset(subjects))
    found = (_resolve(text, i, names, gazetteer, scene) for i in range(len(names)))
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


def _resolve(text: str, at: int, names: list[Name], g: Gazetteer, scene: _Scene) -> Place | None:
    """The place that a name stands for; None where it is none."""
    n = names[at]
    evidence = Evidence.of(text, (n.start, n.end))
    known = g.known.get(n.key)
    said = ("", "") if n.kind not in ("", "town") else _said(text, n, names, g)
    if not scene.bare:
        if _is_metonym(n, _partners(text, at, names, g), g, scene):
            name, country = (known.name, known.country) if known else (evidence.quote, None)
            return Place(
                document=scene.document, evidence=evidence, name=name, country=country, metonym=True, rule="metonym@1"
            )
        if _takes_no_article(n, known, g) or (n.key in g.within and known is None):
            return None
        if not _may_be_place(n, g, scene) and not (n.key in g.common and said[1]):
            return None
    if n.kind and n.kind != "town":
        answer = g.region_of(evidence.quote, theatre=scene.theatre, kind=n.kind.rstrip("s"))
    else:
        answer = g.lookup(n.key, theatre=scene.theatre, region=said[0], country=said[1])
    site = answer.site
    weak = place_words().weak.search(n.before) is not None and not said[1]
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
    # "le statut de l'Ossétie" is about the land, "le statut de Rome" about a text signed there
    land = g.is_area(n.key) and n.before.endswith((" la ", " l'"))
    if n.key in c.never or n.key in g.vast or (c.named.search(n.before) and not land):
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


def _takes_no_article(n: Name, known: Site | None, g: Gazetteer) -> bool:
    """Whether a masculine article before it shows that a name is no town's: "les diplomates du Détroit", "au Front"."""
    if known is not None or n.kind or n.key in g.ambiguous or not place_words().article.search(n.before):
        return False
    site = g.lookup(n.key).site
    return site is None or not _OWN_ARTICLE.match(site.name)


def _partners(text: str, at: int, names: list[Name], g: Gazetteer) -> tuple[Name | None, Name | None]:
    """Of a name, the one before it and the one after it that "et" joins to it and that can stand for a government."""

    def partner(first: int, second: int, other: int) -> Name | None:
        if first < 0 or second >= len(names) or names[first].sentence != names[second].sentence:
            return None
        joined = _AND.fullmatch(plain(text[names[first].end : names[second].start]).lower())
        return names[other] if joined and _stands_for(names[other].key, g) else None

    return partner(at - 1, at, at - 1), partner(at, at + 1, at + 1)


def _is_metonym(n: Name, partners: tuple[Name | None, Name | None], g: Gazetteer, scene: _Scene) -> bool:
    """Whether the name stands for a government: a seat of power, or a capital or country that speaks or acts."""
    c = place_words()
    if n.key in g.metonyms:
        return True
    if n.kind or not _stands_for(n.key, g) or c.travel.search(n.before) or c.beside.match(n.after):
        return False
    if n.start in scene.subjects and not n.after.lstrip().startswith(":"):
        return True
    before, after = partners
    lead, tail = before.before if before else n.before, after.after if after else n.after
    if c.subject.search(lead):
        if n.key in g.capitals and _SPEAKS.match(n.after):
            return True
        if c.verb_after.match(tail) or c.stance.match(tail):
            return True
    if (before or after) and c.between.search(lead):
        return not c.travel.search(lead)
    return bool(c.party.search(n.before) or c.verb_before.search(n.before))


def _stands_for(key: str, g: Gazetteer) -> bool:
    """Whether a name can stand for a government: a capital's or a country's."""
    known = g.known.get(key)
    return key in g.capitals or (known is not None and known.precision == "country")


def _said(text: str, n: Name, names: list[Name], g: Gazetteer) -> tuple[str, str]:
    """(region, country) that the sentence itself gives for a name: "X, dans la région de Y", "X (Pays)"."""
    at = n.end
    for other in names[names.index(n) + 1 :][:_CHAIN]:
        if other.sentence != n.sentence or not place_words().inside.fullmatch(plain(text[at : other.start]).lower()):
            break
        at = other.end
        if other.kind and other.kind != "town":
            site = g.region_of(text[other.start : other.end], kind=other.kind.rstrip("s")).site
            if site is not None:
                return site.region, site.country
        known = g.known.get(other.key)
        if known is not None and known.precision in ("region", "country"):
            return known.region, known.country
        if other.key in g.within:
            return "", g.within[other.key]
    return "", ""
