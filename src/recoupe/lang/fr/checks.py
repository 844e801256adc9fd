"""What comparing records needs to know of French, read from ``checks.toml``: classes of counted things, synonyms."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import NamedTuple

from recoupe.text import fold

_STEM = 6
"""Letters by which the forms of a French word are taken for one ("rejette", "rejeté"): a mere prefix joins too little
rather than too much on names."""


class Leaders(NamedTuple):
    """How a folded text says of what someone is the head: group "of" holds the name of it."""

    before: re.Pattern[str]
    """Ends right before the person's name."""
    after: re.Pattern[str]
    own: re.Pattern[str]
    """ "leur chef", of whoever was named before."""


@dataclass(frozen=True)
class Checks:
    """The tables of ``checks.toml``, folded."""

    units: dict[str, str]
    """Class of each noun."""
    general: dict[str, frozenset[str]]
    """Classes that a general class may stand for."""
    synonyms: dict[str, str]
    organs: frozenset[str]
    heads: frozenset[str]
    """Who stands for the organ named behind them."""
    arm_of: re.Pattern[str]
    """The name of a body of an organ that names no state: "la direction de l'information des armées"."""
    limb: re.Pattern[str]
    """How the name of a body begins that is one with the organisation named behind it: "la mission de"."""
    limb_forms: dict[str, str]
    """The organisation that an adjective names: "onusienne"."""
    limb_names: dict[re.Pattern[str], str]
    """The organisation of bodies that go by a bare name: "le Haut-Commissariat"."""
    own_spokesman: re.Pattern[str]
    own_officer: re.Pattern[str]
    """Both end right before the name of an officer of whoever was named before."""
    on_side: re.Pattern[str]
    """Before the state on whose side something befell, its first group."""
    organ_of: re.Pattern[str]
    """An organ of which a name tells the body, as its last words."""
    rebels: frozenset[str]
    """Words that keep a name from being a state's."""
    officials: re.Pattern[str]
    """How a name begins that is of some who speak for a state."""
    alike: dict[str, str]
    """Head of words of one meaning that are no topics."""
    in_a_row: dict[str, re.Pattern[str]]
    """Words in a row that stand for one word."""
    lasting: re.Pattern[str]
    """How long a truce lasts: groups ``number`` and ``unit``."""
    lengths: dict[str, float]
    """Days of each unit, in the singular."""
    any_accord: frozenset[str]
    """Topics of any agreement, which tell no matter."""
    any_matter: frozenset[str]
    """Topics that two stances share by themselves without being on one matter."""
    beside: re.Pattern[str]
    """What is told beside a matter, and is none of it."""
    terror: re.Pattern[str]
    armies: re.Pattern[str]
    """How attacks are named that armies do not make, and those that they do."""
    weapons: frozenset[str]
    fighters: frozenset[str]
    habit: re.Pattern[str]
    """Without the s of their plural."""
    sites: re.Pattern[str]
    """A site, with the name right behind it: "le pont de Morvac"."""
    site_of: dict[str, str]
    """Kind of a site by its folded word."""
    stop: frozenset[str]
    letterless: frozenset[str]
    """Words of a body's name that have no letter in its short one."""
    small: frozenset[str]
    """Words of a source no text names that say nothing of its kind: "une source proche du dossier"."""
    idle: frozenset[str]
    numbers: dict[str, str]
    scopes: dict[str, re.Pattern[str]]
    """What says that a count is of the whole country, or of a long period."""
    rises: re.Pattern[str]
    """What says of a toll that it has risen since it was told last: "le bilan monte à"."""
    tally: re.Pattern[str]
    former: re.Pattern[str]
    recalled: re.Pattern[str]
    """How a sentence begins that reminds of news told before: "pour rappel"."""
    elsewhen: re.Pattern[str]
    """What ends before the day of something else: "depuis celle du 19 août"."""
    own_blow: re.Pattern[str]
    """What a toll says that is of another blow than the one before it: "une attaque a fait…"."""
    no_blow: re.Pattern[str]
    """What a toll says that is of no one blow: "dans toute la province", "morts de faim"."""
    other: re.Pattern[str]
    """What sets a thing apart from its like in the same text: "une autre offensive", "le troisième échange"."""
    unknown: re.Pattern[str]
    """A speaker that only stands for one named before."""
    each: re.Pattern[str]
    """That several speakers say a thing each by themselves."""
    outlet: re.Pattern[str]
    """The outlet itself as a speaker: "notre correspondante"."""
    ours: re.Pattern[str]
    relays: re.Pattern[str]
    """A speaker that only passes on what another said: the media."""
    unnamed: re.Pattern[str]
    """How a name begins that is of a source which no text names: "une deuxième source"."""
    nobody: re.Pattern[str]
    """That nobody was killed or hurt: a count of none."""
    definite: re.Pattern[str]
    """What stands before a noun that names something told before."""
    the_noun: re.Pattern[str]
    """The same with the noun, group "noun"."""
    names: re.Pattern[str]
    """How a phrase begins that names a matter by a noun."""
    some: re.Pattern[str]
    """A place of which the text says not which it is: "un village"."""
    sundry: re.Pattern[str]
    """What makes an agreement or a meeting one of many: "plusieurs trêves"."""
    goes_on: re.Pattern[str]
    such: re.Pattern[str]
    """A noun that points back to what was spoken of, group "noun": "une telle force"."""
    taken_up: re.Pattern[str]
    """A matter that a stance names only as what was spoken of before."""
    bare: re.Pattern[str]
    """A matter named by the stance alone: "leur soutien"."""
    partly: re.Pattern[str]
    """That a deed is but begun, or done in part."""
    talks: list[str]
    """Nouns of talks."""
    limit_words: list[str]
    leaders: Leaders
    body: re.Pattern[str]
    """A name that is that of a movement's body: group "of" holds the movement's."""
    had: re.Pattern[str]
    """What stands before the verb or noun of a stance that is history: "avait | rejeté", "après l'avoir | rejetée"."""
    used: re.Pattern[str]
    """What stands behind one in the imperfect: "refusait | encore hier"."""
    turned: re.Pattern[str]
    """What says in the sentence of a stance that it was another one before."""
    turn: re.Pattern[str]
    """What says so in the sentences around it."""

    @cached_property
    def topics(self) -> frozenset[str]:
        """Stems that name by themselves what a position or a promise is about."""
        return frozenset(self.synonyms.values())

    @cached_property
    def meetings(self) -> frozenset[str]:
        """Stems of the nouns of talks."""
        return frozenset(map(self.stem, self.talks))

    @cached_property
    def limits(self) -> frozenset[str]:
        """Stems of the words of any time limit that is moved."""
        return frozenset(map(self.stem, self.limit_words))

    def scope(self, folded: str) -> str:
        """Name of the scope that a folded sentence states; empty where it states none."""
        return next((name for name, pattern in self.scopes.items() if pattern.search(folded)), "")

    def as_words(self, folded: str) -> str:
        """Folded text with one word in the place of those that say the same in a row: "arrêt des combats"."""
        for word, pattern in self.in_a_row.items():
            folded = pattern.sub(word, folded)
        return folded

    def stem(self, word: str) -> str:
        """What stands for a word in comparisons: its synonym's head, its number, else its first letters."""
        if word in self.numbers:
            return self.numbers[word]
        start = word if word.isdigit() else word.removesuffix("s")[:_STEM]
        return self.synonyms.get(start) or self.alike.get(start, start)


@cache
def load_checks() -> Checks:
    """The tables, read once."""
    rows = tomllib.loads(files("recoupe.lang.fr").joinpath("checks.toml").read_text(encoding="utf-8"))
    return Checks(
        units={word: name for name, words in rows["units"].items() for word in words.split()},
        general={name: frozenset(words.split()) for name, words in rows["general"].items()},
        synonyms={
            word[:_STEM]: head[:_STEM] for head, words in rows["synonyms"].items() for word in (head, *words.split())
        },
        alike={w[:_STEM]: head[:_STEM] for head, words in rows["alike"].items() for w in words.split()},
        organs=frozenset(rows["organs"]["words"].split()),
        heads=frozenset(rows["organs"]["heads"].split()),
        own_spokesman=re.compile(rf"\b{rows['organs']['own_spokesman']},? (?:\w+ ){{0,2}}$"),
        own_officer=re.compile(rf"\b{rows['organs']['own_officer']},? (?:\w+ ){{0,2}}$"),
        on_side=re.compile(rf"\b{rows['organs']['on_side']} (\w+)"),
        organ_of=_body_of(rows["organs"]),
        arm_of=_arm_of(rows["organs"]),
        rebels=frozenset(rows["organs"]["rebels"].split()),
        officials=re.compile(rf"(?:{rows['organs']['officials']})\b"),
        limb=re.compile(
            rf"(?:{rows['organs']['limbs']})\b(?:(?! (?:aupres|pres|pour) )[^,(])*? (?:de l'|des |du |de la |de |d')"
        ),
        limb_forms=dict(rows["organs"]["limb_forms"]),
        limb_names={re.compile(rf"(?:{words})$"): whole for words, whole in rows["organs"]["limb_names"].items()},
        in_a_row={word: re.compile(words) for word, words in rows["in_a_row"].items()},
        lasting=re.compile(rows["lasting"]["words"]),
        lengths=rows["lasting"]["days"],
        any_accord=frozenset(w[:_STEM] for w in rows["lasting"]["any_accord"].split()),
        any_matter=frozenset(w[:_STEM] for w in rows["lasting"]["any_matter"].split()),
        beside=re.compile(rows["beside"]["words"]),
        terror=re.compile(rf"\b(?:{rows['weapons']['terror']})\b"),
        armies=re.compile(rf"\b(?:{rows['weapons']['armies']})\b"),
        habit=re.compile(rf"\b(?:{rows['weapons']['habit']})\b"),
        fighters=frozenset(rows["weapons"]["fighters"].split()),
        weapons=frozenset(w.rstrip("s") for w in rows["weapons"]["words"].split()),
        sites=re.compile(
            rf"\b(?P<site>(?i:{'|'.join(sorted(word for row in rows['sites'].values() for word in row.split()))}))\b"
            r"(?: (?:de |du |des |d'|à )(?:la |l')?(?P<name>[A-ZÀ-Þ][\w'-]*))?"
        ),
        site_of={fold(word): kind for kind, row in rows["sites"].items() for word in row.split()},
        idle=frozenset(rows["idle"]["words"].split()),
        stop=frozenset(rows["stop"]["words"].split()),
        letterless=frozenset(rows["stop"]["letterless"].split()),
        small=frozenset(rows["stop"]["small"].split()),
        numbers=_numbers(),
        scopes={name: re.compile(rf"\b(?:{words})\b") for name, words in rows["scopes"].items()},
        elsewhen=re.compile(rf"{rows['elsewhen']['words']}$"),
        own_blow=re.compile(rf"\b(?:{rows['elsewhere']['blow']})"),
        no_blow=re.compile(rf"\b(?:{rows['elsewhere']['whole']})"),
        other=re.compile(rf"\b(?:{rows['pronouns']['other']})\b"),
        unknown=re.compile(rows["pronouns"]["unknown"]),
        each=re.compile(rf"\b(?:{rows['pronouns']['each']})\b"),
        outlet=re.compile(rows["pronouns"]["outlet"]),
        relays=re.compile(rf"(?:{rows['pronouns']['relays']})\b"),
        ours=re.compile(rf"\b(?:{rows['pronouns']['ours']})\b"),
        unnamed=re.compile(rows["pronouns"]["unnamed"]),
        nobody=re.compile(rf"\b(?:{rows['pronouns']['nobody']})\b"),
        definite=re.compile(rf"\b(?:{rows['pronouns']['definite']})$"),
        the_noun=re.compile(rf"\b(?:{rows['pronouns']['definite']})(?P<noun>\w{{4,}})"),
        names=re.compile(rows["pronouns"]["names"]),
        some=re.compile(rf"\b(?:{rows['pronouns']['some']})\b"),
        sundry=re.compile(rf"\b(?:{rows['pronouns']['sundry']})\b"),
        goes_on=re.compile(rf"\b{rows['pronouns']['goes_on']}"),
        such=re.compile(rf"\b(?:{rows['pronouns']['such']})\b"),
        taken_up=re.compile(rf"\b(?:{rows['taken_up']['words']})\b"),
        bare=re.compile(rows["bare"]["words"]),
        leaders=_leaders(rows["leaders"]["words"].split()),
        body=re.compile(rf"(?:{rows['leaders']['bodies']})\b[^,]{{0,30}}? (?:du|des|de|d')\b(?P<of>[^,]{{2,60}})$"),
        had=re.compile(rf"\b(?:{rows['turned']['had']})$"),
        used=re.compile(rows["turned"]["used"]),
        turned=re.compile(rf"\b(?:{rows['turned']['here']})\b"),
        turn=re.compile(rf"\b(?:{rows['turned']['around']})\b"),
        rises=re.compile(rf"\b(?:{rows['rises']['words']})"),
        tally=re.compile(rf"\b(?:{rows['tally']['words']})\b"),
        former=re.compile(rf"\b(?:{rows['former']['words']})\b"),
        recalled=re.compile(rf"[^\w]*(?:{rows['recalled']['words']})\b"),
        partly=re.compile(rf"\b(?:{rows['partly']['words']})"),
        talks=rows["meetings"]["words"].split(),
        limit_words=rows["limits"]["words"].split(),
    )


def _body_of(rows: dict[str, str]) -> re.Pattern[str]:
    organs = "|".join(rows["words"].split())
    return re.compile(rf"^(?:{rows['bodies']})\b.* (?:du |de la |de l'|des )((?:{organs}) .+)$")


def _arm_of(rows: dict[str, str]) -> re.Pattern[str]:
    organs = "|".join(rows["words"].split())
    return re.compile(rf"(?:{rows['bodies']})\b.* (?:du |de la |de l'|des )(?:{organs})s?$")


def _leaders(words: list[str]) -> Leaders:
    lead = rf"\b(?:{'|'.join(words)})\b"
    return Leaders(
        before=re.compile(
            rf"{lead}[^,]{{0,30}}? (?:du|des|de|d')\b(?P<of>[^,]{{2,60}}?)(?:\([^)]*\))?,? ?(?:le |la )?$"
        ),
        after=re.compile(rf" ?, (?:le |la |l')?(?:\w+ )?{lead}[^,]{{0,30}}? (?:du|des|de|d')\b(?P<of>[^,]{{2,60}})"),
        own=re.compile(rf"\b(?:son|sa|leur) {lead}(?: \w+){{0,2}},? ?$"),
    )


def _numbers() -> dict[str, str]:
    """Numbers in words, without the library that reads them all: looking at a dossier loads nothing slow."""
    small = "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize"
    tens = {"vingt": 20, "trente": 30, "trentaine": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "cent": 100}
    return {word: str(n) for n, word in enumerate(small.split(), 2)} | {word: str(n) for word, n in tens.items()}
