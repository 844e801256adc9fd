"""Numbers with what they count: value or range, modifier, unit, counted phrase, and what they are a part of.

Sign conventions: ``=`` exact, ``~`` about, ``>`` ``>=`` ``<`` ``<=`` bounds (low and high both hold the bound), ``~<``
just under, ``range`` low to high, ``x`` a factor. Vague plurals are open ranges by the policy of
``lang/fr/quantities.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from recoupe.lang.base import Sentence
from recoupe.lang.fr import quantities as fr
from recoupe.lang.fr.elided import antecedent, stands_alone, total_of
from recoupe.lang.fr.numbers import Number, read_numbers
from recoupe.records import Evidence, Quantity
from recoupe.text import plain

_OF_NOUN = re.compile(r" (?:de |d')(?!entre\b)(?![^\W\d_]{3,}(?:er|ir)\b)[^\W\d_]{3,}(?:-[^\W_]+)*(?![\w'])")
_OF_WHOLE = re.compile(r" (?:des|de ces|de ses|de leurs|sur(?: les)?|parmi les) (?:(?:autres|quelque) )?")
_OUT_OF = re.compile(r"(?: [a-zéè]+(?:é|ée|és|ées|us?|ues?|ts?|tes?|is))? sur(?: les| un total de)? ")
_AMONG = re.compile(
    r"\b(?:dont|parmi lesquels|parmi lesquelles|parmi eux|parmi elles|y compris|notamment)(?: [^\W\d_]+)?,? "
    r"(?:(?:au moins|plus de|plus d'|près de|près d'|environ|quelque|une?|les) ?)*$"
)
_YEAR_BEFORE = re.compile(
    r"\b(en|depuis|fin|début|année|années|an|mi|été|hiver|automne|printemps|avant|après|dès|vers|de) $"
)
_TIMES_MORE = re.compile(r" fois (?:plus|moins|supérieur|inférieur|la|le|les|son|sa)\b")
_MULTIPLIED = re.compile(r"\bmultipli\w+ (?:presque |quasiment )?par (?:plus de |près de )?$")
_LINK = re.compile(r"(?: [^\W\d_]+)?(?:,| et|, et| ou| ainsi que)(?: (?:au moins|plus de|environ|quelque))? ")
_BETWEEN = re.compile(r"\bentre (?:les )?$")
_ENDS_PLURAL = re.compile(r"(?:[sxz]|gens)$")


def find_quantities(text: str, sentences: Sequence[Sentence], *, document: str = "") -> list[Quantity]:
    """Every quantity of the text, in order; evidence holds the number with its scale, percent or currency sign.

    What only looks like a quantity (dates, years, hours, ages, ordinals, labels such as "article 5", codes such as
    "F-16") is left alone, and so is a number that the sentence gives nothing to count.
    """
    found: list[Quantity] = []
    g = fr.grammar()
    for sentence in sentences:
        source = text[sentence.start : sentence.end]
        s = plain(source)
        low = s.lower()
        if len(low) != len(s):
            low = "".join(c.lower() if len(c.lower()) == 1 else c for c in s)
        if g.quick.search(low):
            numbers = _read(s, low, g)
            found += _records(text, sentence.start, numbers, document)
    return found


def _records(text: str, base: int, numbers: list[Number], document: str) -> list[Quantity]:
    def evidence(span: tuple[int, int]) -> Evidence:
        return Evidence.of(text, (base + span[0], base + span[1]))

    return [
        Quantity(
            document=document,
            evidence=evidence((n.start, n.end)),
            low=n.low,
            high=n.high,
            modifier=n.sign,
            unit=n.unit,
            counted=evidence(n.counted) if n.counted else None,
            part_of=evidence((n.part_of.start, n.part_of.end)) if n.part_of else None,
            rule=f"{n.kind}@1",
        )
        for n in numbers
    ]


def _read(s: str, low: str, g: fr.Grammar) -> list[Number]:
    """The quantities of one sentence; ``low`` is ``s`` in lower case, offset for offset."""
    numbers = read_numbers(s, low, g)
    for i, n in enumerate(numbers):
        limit = numbers[i + 1].start if i + 1 < len(numbers) else len(low)
        _unit(n, s, low, g, limit)
        _ungroup(n, s, g)
    numbers = _join_measures(numbers, low)
    _ellipses(numbers, low, g)
    _factors(numbers, low)
    kept: list[Number] = []
    for i, n in enumerate(numbers):
        near = [x for x in numbers[max(0, i - 1) : i + 2] if x is not n]
        if _counts(n, s, low, g, near):
            _modify(n, low, g)
            kept.append(n)
    for n in kept:
        if n.part_of is not None and n.part_of not in kept:
            n.part_of = None
    return kept


def _ungroup(n: Number, s: str, g: fr.Grammar) -> None:
    """Reads "2,450" as two thousand and more where it counts people, of whom there are no parts."""
    unit = n.unit or ""
    nation = unit[:1].isupper() and unit.endswith(("s", "x"))
    if n.grouped and not n.measure and (nation or unit.lower().removesuffix("s") in g.people):
        n.low = n.high = float(s[n.start : n.end].replace(",", "")) * n.scale


def _join_measures(numbers: list[Number], low: str) -> list[Number]:
    """Two measures of one range become one: "entre 5 % et 10 %"."""
    joined: list[Number] = []
    for n in numbers:
        a = joined[-1] if joined else None
        if a is not None and a.measure and a.unit == n.unit and a.sign == "=" and n.high is not None and a.low < n.high:
            end = max(a.end, a.counted[1] if a.counted else a.end)
            if low[end : n.start] == " et " and _BETWEEN.search(low[: a.start]):
                a.end, a.high, a.sign, a.kind, a.counted = n.end, n.high, "range", "range", n.counted
                continue
        joined.append(n)
    return joined


def _unit(n: Number, s: str, low: str, g: fr.Grammar, limit: int) -> None:
    """Sets the unit and the counted phrase from what follows the number."""
    if n.unit == "ratio":
        if n.kind == "fraction":
            n.counted = _phrase(n.end, low, g, limit, need_of=True)
        return
    at = _past_mark(low, n)
    if opened := _OPENED.match(s, at):
        at = opened.end()
    sign = g.money_sign.search(low[: n.start])
    if sign and n.kind in ("digits", "range"):
        measure = g.measures[sign[1]]
        n.unit, n.money, n.measure, n.start = measure.symbol, True, True, sign.start(1)
        return
    hit = g.measure.match(low, at)
    if hit and hit.start() < limit:
        word = hit["sign"] or hit["word"]
        measure = g.measures[word]
        n.unit, n.money, n.measure = measure.symbol, measure.money, True
        if measure.symbol == "percent" or (hit["sign"] and measure.money):
            n.end = hit.end()
            n.counted = _phrase(n.end, low, g, limit, need_of=True)
        else:
            inner = hit.start("sign") if hit["sign"] else hit.start("word")
            tail = _OF_NOUN.match(low, hit.end(), limit)
            n.counted = (inner, _tail(low, tail.end(), limit, g) if tail else hit.end())
            half = re.match(r" et demie?\b", low[hit.end() :])
            if half and n.high is not None and n.scale == 1:
                n.end, n.low, n.high = hit.end() + half.end(), n.low + 0.5, n.high + 0.5
        return
    n.counted = _phrase(
        at, low, g, limit, need_of=n.scale >= 1e6 or n.kind == "aine" or (n.kind == "vague" and n.low >= 10)
    )
    if n.counted:
        m = g.noun.match(low, at)
        assert m is not None
        n.unit = s[m.start("noun") : m.end("noun")]
        half = re.match(r" et demie?\b", low[m.end("noun") :])
        if half and n.high is not None and n.kind in ("digits", "spelled", "one"):
            n.end, n.low, n.high, n.kind = m.end("noun") + half.end(), n.low + 0.5, n.high + 0.5, "spelled"


def _phrase(at: int, low: str, g: fr.Grammar, limit: int, *, need_of: bool) -> tuple[int, int] | None:
    """Span of the counted noun phrase after ``at``; its noun is checked to be able to be one."""
    m = g.noun.match(low, at)
    if not m or m.end() > limit:
        return None
    has_of = not low.startswith((m["adj"] or "\0", m["noun"]), at + 1)
    noun = m["noun"]
    if noun.startswith(("l'", "d'", "qu'", "n'", "s'", "c'", "j'", "m'", "t'")) or noun in g.never_noun:
        return None
    if need_of and not has_of:
        return None
    start = m.start("adj") if m["adj"] else m.start("noun")
    end = _tail(low, m.end(), limit, g)
    tail = _OF_NOUN.match(low, end, limit)
    if tail and re.split("[ ']", tail.group())[-1] not in g.never_noun:
        end = _tail(low, tail.end(), limit, g)
    return start, end


def _tail(low: str, end: int, limit: int, g: fr.Grammar) -> int:
    """End of the adjectives that follow a noun."""
    for _ in range(3):
        m = g.adjective.match(low, end, limit)
        if not m or m.group().strip() in g.never_noun:
            break
        end = m.end()
    return end


_OPENED = re.compile(r" ?«(?=[ \u00a0\u202f][a-zà-ÿ-]+[sx] (?:[a-zà-ÿ]+ )?»)")
"""A mark that opens on what a number counts: "70 « terroristes »"."""
_QUOTED = re.compile(r'[«"“] ?(?:[^\W\d_]+[ \']){0,3}$')


def _past_mark(low: str, n: Number) -> int:
    """End of a number with the quotation mark behind it that one before it opened: "« plus de 40 » habitants"."""
    mark = _CLOSED.match(low, n.end)
    return mark.end() if mark and _QUOTED.search(low, max(0, n.start - 24), n.start) else n.end


_CLOSED = re.compile(r' ?[»"”](?= )')
_HURT = re.compile(
    r" (?:gravement|grièvement|légèrement|mortellement|sérieusement) (blessée?s|touchée?s|atteinte?s|brûlée?s)\b"
)
"""How those counted before were hurt: "14 morts et 12 grièvement blessés"."""


_BEFALLEN = re.compile(r"(?:bless|tué|disparu|déplacé|réfugié|prisonni|otage|détenu)")
"""Those of whom a bare number behind tells some: others are counted with another word."""


def _ellipses(numbers: list[Number], low: str, g: fr.Grammar) -> None:
    """Units left out ("13 des 23 missiles", "dont 40 abattus") and what a number is a part of."""
    for n, following in zip(numbers, [*numbers[1:], None], strict=False):
        hurt = _HURT.match(low, n.end) if n.kind in ("digits", "spelled") else None
        if hurt and n.part_of is None:
            n.unit, n.counted = hurt[1], hurt.span(1)
        if n.unit == "autres":
            n.unit = n.counted = None
        if n.unit is None and (noun := total_of(n, low)):
            n.unit, n.counted = low[slice(*noun)], noun
        if n.shares is not None and n.unit is None:
            n.unit, n.counted, n.measure, n.money = n.shares.unit, n.shares.counted, n.shares.measure, n.shares.money
        elif n.shares is not None and n.shares.unit is None and n.unit is not None:
            n.shares.unit, n.shares.counted = n.unit, n.counted  # "le nombre des morts passe de 12 à 15"
        if following is None or n.measure:
            continue
        if _OF_WHOLE.fullmatch(low[n.end : following.start]):
            n.unit, n.counted, n.part_of, following.whole = following.unit, following.counted, following, True
        elif n.counted and _OUT_OF.fullmatch(low[n.counted[1] : following.start]) and following.low > max(1, n.low):
            n.part_of, following.whole = following, True
            if following.unit is None:
                following.unit, following.counted = n.unit, n.counted
    for i, (before, n) in enumerate(pairwise(numbers), 1):
        if n.measure or n.part_of is not None:
            continue
        if not _AMONG.search(low[max(0, n.start - 40) : n.start]):
            state = (n.unit or "").lower()
            if (state in g.participles and before.low >= 2) or (state in g.states and before.part_of is not None):
                n.unit, n.counted, n.part_of = before.unit, before.counted, before.part_of
            elif n.unit is None and (same := antecedent(n, numbers[:i], low, g)):
                n.unit, n.counted = same.unit, same.counted
                if same.whole and _BEFALLEN.match(same.unit or ""):
                    n.part_of = same  # "26 blessés, dont 11 enfants ; deux sont morts"
            continue
        owner = before
        if owner.part_of is not None and "dont" not in low[owner.end : n.start]:
            owner = owner.part_of  # "40 blessés, dont 3 enfants et 2 femmes"
        if n.unit is None and owner.high is not None and n.low > owner.high:
            continue  # "112 drones et six missiles, dont 98 abattus": of both
        n.part_of, owner.whole = owner, True
        if n.unit is None or n.unit.lower() in g.states | g.participles:
            n.unit, n.counted = owner.unit, owner.counted


def _factors(numbers: list[Number], low: str) -> None:
    """Marks the numbers that are factors: "trois fois plus", "multiplié par quatre"."""
    for n in numbers:
        times = n.unit == "fois" and _TIMES_MORE.match(low, n.end)
        if times or (n.kind in ("digits", "spelled", "range") and _MULTIPLIED.search(low[: n.start])):
            n.unit, n.counted, n.sign, n.kind, n.measure = "ratio", None, "x", "times", True


def _counts(n: Number, s: str, low: str, g: fr.Grammar, near: list[Number]) -> bool:
    """Whether the number counts something here, so that it is a quantity and not a label, a year or an article."""
    if n.kind == "one":
        return _one(n, low, g, near)
    if n.measure or n.whole:
        return True
    if n.kind == "none":
        return n.unit is not None and n.unit.lower() in g.none_of
    if n.kind == "aine":
        return not re.match(r"(?: de)? \d", low[n.end :])  # "une quarantaine de 14 jours" is a quarantine
    if n.kind == "vague":
        return n.unit is not None or n.low >= 10
    if n.unit is None:
        return _alone(n, low)
    if n.part_of is not None:
        return True
    plural = bool(_ENDS_PLURAL.search(n.unit.lower()))
    named = n.unit[0].isupper()
    if n.kind != "digits":
        return plural or n.low < 2 or (named and n.kind == "spelled")
    digits = low[n.start : n.end]
    timed = n.unit.lower() in g.time_units  # "Ali Diop, 26 ans", "minuit à Paris, 18 heures à New York"
    padded = re.fullmatch(r"0[2-9]", digits) and plural and n.unit.lower().removesuffix("s") in g.people  # "09 soldats"
    if (re.fullmatch(r"0\d+", digits) and not padded) or (n.low < 1000 and _after_name(n, s, across=timed)):
        return False
    if re.fullmatch(r"1[5-9]\d\d|20\d\d", digits):
        before = _YEAR_BEFORE.search(low[: n.start])
        if _after_name(n, s) or (before and (before[1] != "de" or re.search(r"(?:és|ées|us|ues|is|ises)$", n.unit))):
            return False  # a year
    if named:
        return plural and not re.fullmatch(r"\d{5}|20[0-4]\d|19\d\d", digits) and not _after_name(n, s)
    return plural or n.low < 2


def _after_name(n: Number, s: str, *, across: bool = False) -> bool:
    """Whether the word right before is a name inside the sentence ("Leopard 2", "Falcon 9"), or ``across`` a comma."""
    m = re.search(r"(\S*) $", s[: n.start])
    if not m or not m[1] or not m[1][0].isupper() or len(m[1]) < 2 or (m[1][-1] in ",;:)" and not across):
        return False
    return bool(s[: m.start(1)].strip(" \"'«(-–•*"))


def _alone(n: Number, low: str) -> bool:
    """Whether a number without a counted noun is still clearly a count."""
    after = low[n.end :]
    if n.part_of is not None or re.match(r" d'entre (?:eux|elles|nous|vous)\b", after):
        return True
    if stands_alone(n, low):
        return True
    return (
        n.scale >= 1e3
        and n.kind != "one"
        and not re.match(r" ?[a-z]", after)
        and low[n.start : n.end] not in ("mille", "million")
    )


def _coordinated(n: Number, low: str, g: fr.Grammar, near: list[Number]) -> bool:
    """Whether another counting number stands in one coordination with this one."""
    for other in near:
        unit = (other.unit or "").lower()
        if other.kind not in ("digits", "spelled", "aine", "range") or not unit or unit in g.time_units:
            continue
        if other.counted is not None and other.counted[0] < other.start:
            continue  # it borrows its noun from further back
        first, second = (n, other) if n.start < other.start else (other, n)
        end = first.counted[1] if first.counted else first.end
        gap = low[end : second.start] if end <= second.start else ""
        # after a comma alone it is an apposition: "50 inscrits, un record"
        if _LINK.fullmatch(gap) and (first is n or not gap.strip().endswith(",")):
            return True
    return False


def _one(n: Number, low: str, g: fr.Grammar, near: list[Number]) -> bool:
    """Whether "un" or "une" is a number here: it is an article unless the sentence counts."""
    if n.part_of is not None or n.money or n.unit == "percent":
        return True
    if n.unit is None or low[: n.start].endswith(("l'", "quelqu'", "l'un et ", "pas ")):
        return False
    unit = n.unit.lower()
    if unit in g.one_of or n.end > n.start + 3:
        return True
    if low[n.end :].startswith((" seul ", " seule ")):
        return unit not in g.one_idioms
    if unit in g.time_units or n.measure:
        before = g.modifier_before.search(low[max(0, n.start - 45) : n.start])
        return before is not None and g.modifiers[before[1]] != "~"
    return _coordinated(n, low, g, near)


def _modify(n: Number, low: str, g: fr.Grammar) -> None:
    """Sets the sign from the words around the number."""
    if n.sign in ("x", "range"):
        return
    hit = g.modifier_before.search(low[max(0, n.start - 45) : n.start])
    if hit and hit[1] in g.of_measures and not n.measure:
        return
    for at in (n.end, n.counted[1] if n.counted else n.end):
        hit = hit or g.modifier_after.match(low, at)
    if hit:
        sign = g.modifiers[hit[1]]
        if n.sign != "~" or (n.kind == "aine" and sign != "~"):
            n.sign = sign
