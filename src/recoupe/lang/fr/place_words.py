"""The French words around place names, compiled once from the tables of ``places.toml``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from recoupe.lang.fr import places
from recoupe.text import fold, fold_name, plain

_THE = r"(?:l'|la |le |les )?"
_OF = r"(?:de la |de l'|des |de |du |d'|l'|la |le |les )"
_CLITICS = r"(?:(?:ne|n'|se|s'|y|en|lui|leur|l'|le|la|les) ?)*"


@dataclass(frozen=True, slots=True)
class PlaceWords:
    """Patterns on lower-case text with plain apostrophes: "before" ones end at the name, "after" ones start there."""

    region: re.Pattern[str]
    """Before: "la région russe de", group ``kind``."""
    town: re.Pattern[str]
    """Before: "la ville de"."""
    placed: re.Pattern[str]
    """After: ", en", ", dans le nord de": a place inside another, where the name stands after "à"."""
    settlement: re.Pattern[str]
    """Before: "le village de", where even a name in no table is a place."""
    unknown_at: re.Pattern[str]
    """Before: "les habitants de", "près de", where even a name in no table is a place."""
    locative: re.Pattern[str]
    """Before: "à", "près de", "vers"."""
    weak: re.Pattern[str]
    """Before: "de" and nothing that makes it a word of place."""
    apposition: re.Pattern[str]
    """After: ", un village"."""
    subject: re.Pattern[str]
    """Before: where a subject starts."""
    verb_after: re.Pattern[str]
    """After: the verb of a speaking or acting subject."""
    verb_before: re.Pattern[str]
    """Before: "a déclaré", "accuse"."""
    party: re.Pattern[str]
    """Before: "selon", "avec", "le gouvernement de": the name is a party, not a place."""
    beside: re.Pattern[str]
    """After: the verb of a subject that is a place on the ground ("se trouve", "accueille", "reste privée")."""
    stance: re.Pattern[str]
    """After: "est conscient", "est prêt": what only a government is."""
    between: re.Pattern[str]
    """Before: "entre", right before the first of two names."""
    inside: re.Pattern[str]
    """What may stand between a place and the country or region that it is in."""
    article: re.Pattern[str]
    """Before: a masculine article, alone or in a preposition, which a town's name takes only as a part of it."""
    travel: re.Pattern[str]
    """Before: "la route", "la frontière": places after all."""
    named: re.Pattern[str]
    """Before: "le traité de", "le Tour de": a name within a name."""
    lower: re.Pattern[str]
    """Known names that do not end in a capitalised word, or do not start with one."""
    titles: frozenset[str]
    function: frozenset[str]
    never: frozenset[str]
    with_article: frozenset[str]


@cache
def place_words() -> PlaceWords:
    """The compiled words."""
    rows = places.rows()
    words = {k: [w.replace("_", " ") for w in v.split()] for k, v in rows["words"].items()}

    def either(*lists: str) -> str:
        found = [w for name in lists for w in words[name]]
        return "|".join(re.escape(w) for w in sorted(found, key=len, reverse=True))

    verbs = either("verbs")
    starts = rf"\b(?:{either('clause_starts')}) |\b(?:qu|lorsqu|puisqu)'"
    return PlaceWords(
        region=re.compile(rf"\b(?P<kind>{either('region_nouns')})(?: [^\W\d_]+(?:e|es|ne|nes|ise|ises))?,? {_OF}$"),
        town=re.compile(rf"\b(?:{either('town_nouns')})(?: [^\W\d_]+)? {_OF}$"),
        placed=re.compile(
            r",? \(?(?:en|au|aux|dans) "
            rf"(?:(?:l'|la |le )?(?:{either('directions', 'region_nouns')})(?: [^\W\d_]+)? (?:de |du |d'|des ))?"
            r"(?:la |l'|le |les )?(?P<where>[^\W\d_]+(?:-[^\W\d_]+)*)"
        ),
        settlement=re.compile(rf"\b(?:{either('settlements')}) (?:[^\W\d_]+ )?(?:de |d'|du |des )$"),
        unknown_at=re.compile(rf"\b(?:{either('unknown_at')}) (?:de |d')$"),
        locative=re.compile(
            rf"(?:^|[\s('\"«:])(?:{either('locatives')})(?: (?:de|du|d'|des))?(?: la| le| les| l')? ?$"
            r"|(?:^|\s)(?:jusqu'à|jusqu'en|loin de|aux? [a-z]+ d[e']|entre|à l'[a-z]+ d[e']|d'|de) ?$"
        ),
        weak=re.compile(
            r"(?<!près )(?<!loin )(?<!autour )(?<!nord )(?<!sud )(?<!est )(?<!large )(?:\bd[eu]s?|\bd') ?$"
        ),
        apposition=re.compile(
            r",? (?:une?|petite?|gros|la|le|dernier|principale?)(?: [^\W\d_]+)?"
            rf" (?:{either('settlements', 'sites')})\b(?! (?:de |d')(?!l'|la |les )\w+[ ,.])"
        ),
        subject=re.compile(rf"(?:^|[\n.:;,«\"(–—-] ?|{starts}){_THE}$"),
        verb_after=re.compile(rf",? {_CLITICS}(?:{verbs})(?![\w-])(?!(?: [^\W\d_]+)? été\b)"),
        verb_before=re.compile(rf"\b(?:{verbs}|{either('participles')})(?: aussi| également)? {_THE}$"),
        party=re.compile(
            rf"\b(?:{either('party_prepositions')})(?: la| le| les| l')? ?(?:l')?$|\bà (?:la |l')$"
            rf"|\b(?:{either('addressing')}) à $"
            rf"|\b(?:{either('gifts')})(?: [^.;,]{{0,30}})? à $"
            rf"|(?<!d')\b(?:{either('party_nouns')}) (?:de |d'|du |des )(?:la |l')?$"
        ),
        beside=re.compile(rf",? {_CLITICS}(?:{either('place_verbs')})(?![\w-])"),
        stance=re.compile(rf" {_CLITICS}(?:est|était|serait|sera) (?:\w+ment )?(?:{either('stances')})(?![\w-])"),
        between=re.compile(rf"\bentre {_THE}$"),
        inside=re.compile(
            r",? ?\(? ?(?:située? |(?:une?|la) (?:ville|localité|commune|village) )?"
            r"(?:(?:en|au|aux|dans|à|de|du|des|sur) )?(?:l'|la |le |les )?"
            rf"(?:(?:{either('directions')}) (?:de |du |d'|des )(?:la |l')?)?"
            rf"(?:(?:{either('region_nouns')})(?: [^\W\d_]+)? (?:de |du |d'|des )(?:la |l')?)?"
            r"(?:l'|la |le |les )?(?:(?:lac|fleuve|mont) )?"
        ),
        article=re.compile(r"(?:\ble |\bdu |\bau )$"),
        travel=re.compile(rf"\b(?:{either('travel')})s?\b[^.;]{{0,30}}$"),
        named=re.compile(rf"\b(?:{either('named_after')})s? (?:de |d'|du |des )(?:la |l')?$"),
        lower=_lower_names(),
        titles=frozenset(words["titles"]),
        function=frozenset([*words["locatives"], *words["function"]]),
        never=frozenset(fold_name(w) for w in words["never"]),
        with_article=frozenset(fold(w) for w in words["with_article"]),
    )


def _lower_names() -> re.Pattern[str]:
    rows = places.rows()
    kinds = tuple(rows["words"]["region_nouns"].split())
    names = [n for r in (*rows["area"], *rows["site"]) for n in r["names"]]
    names += [n for r in rows["regions"].values() for n in r if not n.startswith(kinds)]
    names = [n for n in names if n[0].islower() or n.split()[-1].islower()]
    names += [n for n in places.country_names().values() if n.split()[-1][0].islower() and "(" not in n]
    longest = sorted({plain(n).lower() for n in names}, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})(?![\w-])")
