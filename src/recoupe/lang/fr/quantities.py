"""French number words: the grammar that ``quantities.toml`` describes, compiled once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from text_to_num import text2num

from recoupe.errors import BadKnowledge
from recoupe.records import Modifier

_DIGITS = r"\d{1,3}(?:[ .']\d{3})+(?!\d)(?:,\d+(?!\d))?|\d+(?:[.,]\d+)?"
_OF = r"(?:de |d')"
_FREE = r"(?<![\w.,/:+°#'-])"
"""Nothing before digits that would make them a part of a code, a date or a decimal."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit that is given by its symbol."""

    symbol: str
    money: bool


@dataclass(frozen=True, slots=True)
class Grammar:
    """Compiled patterns and tables; all patterns run on lower-case text with plain apostrophes and spaces."""

    quick: re.Pattern[str]
    """Whether a sentence can hold any quantity at all."""
    atom: re.Pattern[str]
    """Every number expression; groups dig, spell, aine, vague, none, frac, times, one."""
    traps: re.Pattern[str]
    modifier_before: re.Pattern[str]
    """Matched against the text that ends at the number."""
    modifier_after: re.Pattern[str]
    measure: re.Pattern[str]
    """A unit after the number, group ``sign`` or ``word``."""
    money_sign: re.Pattern[str]
    """A currency sign before the number."""
    scale_after: re.Pattern[str]
    noun: re.Pattern[str]
    """The counted noun after the number, group ``noun``; adjectives before it are skipped."""
    modifiers: dict[str, Modifier]
    of_measures: frozenset[str]
    """Modifiers that are words of place before anything but a measure."""
    measures: dict[str, Measure]
    scales: dict[str, float]
    aines: dict[str, float]
    vague: dict[str, tuple[float, float | None]]
    fractions: list[tuple[re.Pattern[str], float]]
    times: list[tuple[re.Pattern[str], float]]
    never_noun: frozenset[str]
    adjective: re.Pattern[str]
    """An adjective after a noun, known by its ending."""
    time_units: frozenset[str]
    one_of: frozenset[str]
    none_of: frozenset[str]
    people: frozenset[str]
    """Nouns, singular, of those whom one counts one by one."""
    one_idioms: frozenset[str]
    states: frozenset[str]
    participles: frozenset[str]


def _any(words: list[str]) -> str:
    return "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))


@cache
def rows() -> dict[str, Any]:
    """The tables of ``quantities.toml`` as they are written."""
    return tomllib.loads(files("recoupe.lang.fr").joinpath("quantities.toml").read_text(encoding="utf-8"))


@cache
def grammar() -> Grammar:
    """The compiled grammar.

    Raises BadKnowledge where a pattern of the file does not compile.
    """
    data = rows()
    words = {name: text.split() for name, text in data["words"].items()}
    cardinals = _any(words["cardinals"])
    aines, scales = data["aine"], data["scale"]
    aine = _any(list(aines))
    fractions = [(_compile(r["pattern"], "fraction"), float(r["value"])) for r in data["fraction"]]
    times = [(_compile(r["pattern"], "times"), float(r["value"])) for r in data["times"]]
    modifiers: dict[str, Modifier] = {}
    after: dict[str, Modifier] = {}
    for r in data["modifier"]:
        modifiers |= dict.fromkeys([*r["before"], *r.get("of_measures", [])], r["sign"])
        after |= dict.fromkeys(r.get("after", []), r["sign"])
    measures: dict[str, Measure] = {}
    signs: list[str] = []
    unit_words: list[str] = []
    for r in data["measure"]:
        measures |= dict.fromkeys([*r["words"], *r.get("signs", [])], Measure(r["symbol"], r.get("money", False)))
        signs += r.get("signs", [])
        unit_words += r["words"]
    money = [s for s in signs if measures[s].money and not s.startswith("$ ")]
    spell = rf"(?:{cardinals})(?:(?: et (?=(?:une?|onze)\b)|-et-|[ -])(?:{cardinals})\b)*"
    large = [w for w in scales if len(w) > 4 and w.endswith("s") and w.removesuffix("s") not in aines]
    plural_aines = [*(f"{w}s" for w in aines), *large]
    tens = _any([*plural_aines, *scales])
    half = "(?:demi[- ])?"
    few = r"(?:une?|deux|trois|quatre|cinq|six|\d+)"
    size = r"(?:(?:bonnes?|petites?|grosses?|bons?|petits?|autres?|nouvelles?) )?"
    vague = _any(list(data["vague"]))
    several = "plusieurs|quelques|des|les|ces|ses|leurs|aux|de|par"
    atom = "|".join(
        (
            rf"(?P<aine>\b(?:(?:{few}(?! (?:{_any(large)})\b)|{several}) {size}{half})"
            rf"(?P<ten>{aine}|{_any(plural_aines)}|(?<=demi[- ])milli(?:on|ard))(?: {_OF}(?P<more>{tens}))?(?![\w-]))",
            rf"(?P<frac>(?<![\w-])(?:{'|'.join(p.pattern for p, _ in fractions)})(?![\w-])"
            r"|(?<![\d/.,])[1-9]/[1-9](?= (?:de|des|du)\b))",
            rf"(?P<times>(?<![\w-])(?:{'|'.join(p.pattern.replace('?P<n>', '?:') for p, _ in times)}))",
            rf"(?P<vague>(?<![\w'-])(?:{vague})(?: (?P<vten>{tens})(?: {_OF}(?P<vmore>{tens}))?)?(?![\w-]))",
            r"(?P<none>(?<![\w-])aucune?(?= ))",
            rf"{_FREE}(?P<first>{_DIGITS})[-–](?P<last>{_DIGITS})(?![\w/:.-]|,\d)",
            rf"{_FREE}(?P<dig>{_DIGITS})",
            rf"(?<![\w-])(?P<spell>{spell})(?![\w-])",
        )
    )
    sign_alt, word_alt = _any(signs), _any(unit_words)
    return Grammar(
        quick=re.compile(
            rf"\d|\b(?:{cardinals}|{aine}|{_any(plural_aines)}|plusieurs|quelques|aucune?|moitié|tiers|quarts?|doubl\w+|tripl\w+|quadrupl\w+)\b"
        ),
        atom=re.compile(atom),
        traps=_compile("|".join(f"(?:{r['pattern']})" for r in data["trap"]), "trap"),
        modifier_before=re.compile(
            rf"(?:^|(?<=[ ('\"«:;,]))({_any(list(modifiers))}) ?(?:(?:les|des|une?|ces|ses|leurs|l'|la|aux) ?)?$"
        ),
        # "and more than 1,100", "at least five of them": the word goes with the next number
        modifier_after=re.compile(
            rf",? \(?({_any(list(after))})\b(?! d'| (?:d[eu]s?|que|fort|haut|bas|tôt|tard|près|vite|profond)\b)"
            rf"(?! (?:\d+|(?:une? )?(?:{cardinals}|{aine}))\b)"
        ),
        measure=re.compile(rf" ?(?P<sign>{sign_alt})(?![\w²³/-])| (?:{_OF})?(?P<word>{word_alt})(?![\w-])"),
        money_sign=re.compile(rf"(?<![\w])({_any(money)}) ?$"),
        scale_after=re.compile(rf" ?(?P<scale>{_any([*scales])}|(?<=\d)k|(?<=\d )k|m)(?![\w²³/-])"),
        noun=re.compile(
            rf" (?:(?:de (?:la|ces|ses|leurs|leur|son|sa|nos|ce) |de l'|de |d'|des |du ))?"
            rf"(?P<adj>(?:(?:{_any(words['before_noun'])}) )*)(?P<noun>[^\W\d_]+(?:[-'][^\W_]+)*)"
        ),
        modifiers=modifiers | after,
        of_measures=frozenset(w for r in data["modifier"] for w in r.get("of_measures", [])),
        measures=measures,
        scales=scales,
        aines=aines,
        vague={k: (float(a), float(b) or None) for k, (a, b) in data["vague"].items()},
        fractions=fractions,
        times=times,
        never_noun=frozenset(words["never_noun"]),
        adjective=re.compile(
            rf" (?:[^\W\d_]+-)?(?:[^\W\d_]+(?:{_any(words['adjective_endings'])})|(?:{_any(words['adjectives'])}))"
            r"s?(?![\w'-])"
        ),
        time_units=frozenset(words["time_units"]),
        one_of=frozenset(words["one_of"]),
        none_of=frozenset(words["none_of"]),
        people=frozenset(words["people"]),
        one_idioms=frozenset(words["one_idioms"]),
        states=frozenset(words["states"]),
        participles=frozenset(words["participles"]),
    )


def _compile(pattern: str, where: str) -> re.Pattern[str]:
    try:
        return re.compile(pattern)
    except re.error as error:
        raise BadKnowledge("lang/fr/quantities.toml", where, f"{pattern}: {error}") from error


def digits_value(digits: str) -> float:
    """Value of a number in digits: "12 500", "1.250", "1.250,50", "1'250", "3,5" and "3.5".

    Three digits after a single point or space are a group; after a comma they are decimals.
    """
    if re.fullmatch(r"\d{1,3}(?:[ .']\d{3})+(?:,\d+)?", digits) and not digits.startswith("0"):
        return float(re.sub(r"[ .']", "", digits).replace(",", "."))
    return float(digits.replace(",", "."))


def words_value(words: str) -> float | None:
    """Value of a spelled cardinal (text2num's reading), or None where the words make no number."""
    try:
        return float(text2num(words, "fr"))
    except ValueError:
        return None
