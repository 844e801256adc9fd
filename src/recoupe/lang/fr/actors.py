"""French words of actors: scanning, folding of transliterations, agreement of adjectives and nouns, function words."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from recoupe.text import fold

FOLDER = Path(__file__).parent
COUNTRIES = FOLDER / "countries.toml"
INSTITUTIONS = FOLDER / "institutions.toml"
ACTORS = FOLDER / "actors.toml"
GIVEN_NAMES = FOLDER / "given_names.toml"

_WORD = re.compile(r"[^\W_]+(?:[\u0300-\u036f][^\W_]*)*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


with (FOLDER / "speaker_words.toml").open("rb") as _file:
    _DATA = tomllib.load(_file)

MONTHS = _words("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre")
DEFINITE = _words("le la les l")
INDEFINITE = _words("un une des plusieurs certains certaines quelques divers diverses deux trois quatre cinq")
POSSESSIVE = _words("son sa ses leur leurs")
DEMONSTRATIVE = _words("ce cet cette ces")
DETERMINERS = DEFINITE | INDEFINITE | POSSESSIVE | DEMONSTRATIVE | {"du", "au", "aux"}
PREPOSITIONS = _words(_DATA["prepositions"])
LOCATIVE = _words(_DATA["locative"])
PARTICLES = _words(_DATA["particles"])
_LINKS = _words(_DATA["links"])
_BARE_LINKS = frozenset(_DATA["bare_links"])
NOT_NAMES = _words(_DATA["not_names"])
"""Folded words that a capital does not make a name of: function words, dates, headings."""
ENDS_PHRASE = _words(_DATA["ends_phrase"])
ENDS_NAME = _words(_DATA["ends_name"])
NOT_NATIONALITIES = _words(_DATA["not_nationalities"])
BEFORE_PLACES = _words(_DATA["before_places"])
PLATFORMS = _words(_DATA["platforms"])
RULE = _words(_DATA["rule"])
LOCAL = _words(_DATA["local"])
LOCAL_HEADS = frozenset(_DATA["local_heads"])
OF_ANYONE = frozenset(_DATA["of_anyone"])
FORMER = _words(_DATA["former"])
"""Folded words for whoever no longer holds an office."""
WORLD: dict[str, str] = _DATA["world"]
"""Institutions that are no state's where the text names none of theirs, with the names that they have then."""
TITLES: dict[str, str | None] = {
    word: gender for key, gender in (("m", "m"), ("f", "f"), ("either", None)) for word in _DATA["titles"][key].split()
}
"""Forms of address, folded, with the gender they show."""


PRONOUNS: dict[str, tuple[str | None, str]] = {
    "il": ("m", "sing"), "elle": ("f", "sing"), "lui": (None, "sing"),
    "lui meme": ("m", "sing"), "elle meme": ("f", "sing"),
    "ils": ("m", "plur"), "elles": ("f", "plur"), "eux": ("m", "plur"),
    "celui ci": ("m", "sing"), "celle ci": ("f", "sing"),
    "ceux ci": ("m", "plur"), "celles ci": ("f", "plur"), "ce dernier": ("m", "sing"), "cette derniere": ("f", "sing"),
    "ces derniers": ("m", "plur"), "ces dernieres": ("f", "plur"), "t il": ("m", "sing"), "t elle": ("f", "sing"),
    "t ils": ("m", "plur"), "t elles": ("f", "plur"), "qui": (None, "any"), "l interesse": ("m", "sing"),
    "l interessee": ("f", "sing"), "tous deux": ("m", "plur"),
    "tous les deux": ("m", "plur"), "toutes deux": ("f", "plur"),
    "les deux": ("m", "plur"), "les deux hommes": ("m", "plur"), "l un": ("m", "sing"), "on": (None, "sing"),
    "leur": (None, "plur"), "son": (None, "sing"), "sa": (None, "sing"), "ses": (None, "sing"),
}  # fmt: skip
"""Folded words joined by spaces, with gender and number."""

PLACE_NOUNS = _words(
    "ville village province region district territoire departement localite commune etat gouvernorat oblast quartier "
    "cite bourg port ile comte chef-lieu capitale"
)
TEXTS = _words(
    "communique rapport declaration chiffre chiffres donnees bilan decompte information informations note lettre "
    "message tweet statistiques estimations comptage recensement bulletin"
)
"""Texts that say what their authors say."""
BEFORE_TEXTS = _words(
    "d dernier derniers derniere dernieres premier premiers court bref breve long longue nouveau nouvelle nouveaux "
    "recent recente second deuxieme rare laconique simple autre"
)
"""What may stand before their nouns: "un court communiqué de…"."""
AUXILIARIES = frozenset(["a", "ont", "avait", "avaient", "aurait", "auraient", "ayant", "avoir", "été"])
ARMIES = frozenset(["armée", "armée nationale", "forces armées"])
"""Nouns for the whole army of a state: "les forces armées du X", then "l'armée"."""
UNITS = frozenset(
    [
        "division",
        "brigade",
        "bataillon",
        "régiment",
        "corps",
        "unité",
        "section",
        "compagnie",
        "commandement",
        "cellule",
    ]
)
AGAIN = _words("meme memes")
LAST_MENTIONED = frozenset(
    ["ce dernier", "cette derniere", "ces derniers", "ces dernieres", "celui ci", "celle ci", "ceux ci", "celles ci"]
)


class Words(NamedTuple):
    """The words of a text (runs of letters and digits): offsets, forms, folded forms, and what stands before each."""

    starts: list[int]
    ends: list[int]
    raw: list[str]
    low: list[str]
    gaps: list[str]


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """:func:`recoupe.text.fold` of one word, remembered."""
    return fold(word)


def scan(text: str, start: int = 0, end: int | None = None) -> Words:
    """The words of ``text[start:end]``, offsets in ``text``; the gap of a word is the text since the word before it."""
    words = Words([], [], [], [], [])
    last = start
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        a, b = match.span()
        raw = match[0]
        words.starts.append(a)
        words.ends.append(b)
        words.raw.append(raw)
        words.low.append(fold_word(raw))
        words.gaps.append(text[last:a])
        last = b
    return words


@lru_cache(maxsize=20_000)
def folded_words(name: str) -> tuple[str, ...]:
    """The folded words of a name: the form that look-ups use."""
    return tuple(fold_word(w) for w in _WORD.findall(name))


_KEY_RULES = [
    (re.compile(pattern), put)
    for pattern, put in (
        (r"tsch|tch|tsh|cz|č", "C"),
        (r"stch|shch|sch|ch|sh|ş", "C"),
        (r"dj|dzh|zh", "j"),
        (r"kh|gh|qu|ck|q|c(?![eiy])", "k"),
        (r"ph|ff|v|w", "f"),
        (r"th", "t"),
        (r"ou|oo|u", "u"),
        (r"eo|io|yo", "o"),
        (r"ei|ey|ai|ay|ij|iy|yj|yi|y|j(?=$)", "i"),
        (r"ee|ie", "i"),
        (r"s(?=k)", "s"),
        (r"h", ""),
        (r"e(?=$)", ""),
        (r"(.)\1+", r"\1"),
        (r"i(?=[aeou])", "i"),
        (r"ii+$", "i"),
    )
]


@lru_cache(maxsize=16384)
def name_key(word: str) -> str:
    """A key that is the same for the usual transliterations of one name into French, English, German or Turkish.

    ``name_key("Zelenskyj") == name_key("Zelensky")``, ``name_key("Oumerov") == name_key("Umerov")``. It only proposes:
    two persons of one document whose names differ are told apart by their given names (see ``introduced.People``).
    """
    key = fold_word(word)
    for pattern, put in _KEY_RULES:
        key = pattern.sub(put, key)
    return key


def inflect(adjective: str) -> tuple[str, str, str, str]:
    """Masculine, feminine, and their plurals, of "masculine" or "masculine/feminine".

    ``inflect("soudanais") == ("soudanais", "soudanaise", "soudanais", "soudanaises")``.
    """
    masculine, _, feminine = adjective.partition("/")
    if not feminine:
        feminine = _feminine(masculine)
    return masculine, feminine, plural(masculine), plural(feminine)


def _feminine(masculine: str) -> str:
    if masculine.endswith("e"):
        return masculine
    if masculine.endswith(("ien", "yen", "éen", "on")):
        return masculine + "ne"
    return masculine + "e"


def plural(form: str) -> str:
    """The plural of a noun phrase's head: its first word takes the mark ("chef de mission" → "chefs de mission")."""
    first, blank, rest = form.partition(" ")
    rest_words = rest.split(" ") if rest else []
    if (
        rest_words
        and rest_words[0] not in ("de", "d'État", "du", "des", "en", "d'accord", "conseil")
        and "'" not in rest_words[0]
    ):
        rest = plural(rest)
    if not first.endswith(("s", "x", "z")):
        if first.endswith("al"):
            first = first[:-2] + "aux"
        elif first.endswith(("eau", "eu")):
            first += "x"
        else:
            first += "s"
    return first + blank + rest


OF_A_TEXT = re.compile(r"\s?,\s(?:adopt|vot|sign|ratifi|promulgu|conclu|publi|rédig)[ée]?e?s?\b")
"""After a pronoun: what it stands for is a law, an agreement, a resolution."""
SIDES = frozenset(["parties", "camps", "pays", "belligerants", "etats", "capitales", "voisins", "gouvernements"])
"""Nouns of the two sides of a war or of talks, after "les deux"."""
_NATIONAL = re.compile(r"\w{2,}(?:ien|ienne|ais|aise|ois|oise)s?")


def nationality(word: str) -> bool:
    """Whether a folded word ends as most adjectives of nationality do."""
    return _NATIONAL.fullmatch(word) is not None


STATE_WORDS = frozenset(["royaume", "emirat", "sultanat", "republique"])
"""Folded nouns for a state that the text named before."""
FIGHTERS = _words(_DATA["fighters"])
CAUSES = _words(_DATA["causes"])
CIVIL_BODIES = _words(_DATA["civil_bodies"])
FIGHTING_BODIES = _words(_DATA["fighting_bodies"])
SOME_PEOPLE = _words(_DATA["some_people"])
"""Folded nouns that, with "de" and an armed group's name, stand for the group."""
PER_STATE = frozenset(["gouvernement", "armee", "parlement"])
"""Folded nouns of which each state has one: "les gouvernements du X et du Y" are two."""
_PLACE = re.compile(
    r"-(?:et|sur|sous|en|la|le|les|lès|de|du|des|aux)-|^(?:Seconde|Première|Guerre|Mont|Lac|Mer|Rue|Place|Coupe)\b"
)


def links(word: str, after: str) -> bool:
    """Whether a word goes on inside the name of a body with the one after it: "Médecins | Sans Délai"."""
    capitals = word[:1].isupper() and after[:1].isupper() and fold_word(word) in _LINKS
    return capitals or f"{fold_word(word)} {fold_word(after)}" in _BARE_LINKS


def no_person(name: str) -> bool:
    """Whether two capitals make no person's name: "Val-et-Mont", "Mer Rouge", "Seconde Guerre"."""
    return _PLACE.search(name) is not None
