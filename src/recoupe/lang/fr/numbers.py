"""Numbers as French writes them: in digits, in words, in round tens ("une vingtaine"), as fractions and as factors.

Only what the number itself says; what it counts is :mod:`recoupe.extract.quantities`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from recoupe.lang.fr.quantities import Grammar, digits_value, words_value
from recoupe.records import Modifier
from recoupe.text import SpanIndex

_MILLION_MONEY = re.compile(r" ?[€$£]| d'(?:euros|usd)| de (?:dollars|roubles|livres)")
"""What follows "M" where it means million and not metre."""
_RANGE = re.compile(r" ?(?:à|-|–|ou(?: même)?|voire) ?| - ")
_TO = re.compile(r" à (?:plus de |près de |environ |au moins |quelque |presque )?")
_ENGLISH = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
"""Groups of three set off by commas; which news copies from English, and which French reads as decimals."""
_FROM_TO = re.compile(
    r"\b(?:pass|port|rédui|ramen|augment|grimp|progress|baiss|relev|chut|tomb|abaiss|recul|bond)\w*\b"
    r"[^.;:]{0,60}\bde (?:plus de )?$"
)


@dataclass(slots=True)
class Number:
    """A number found in a sentence; offsets are in the sentence."""

    start: int
    end: int
    low: float
    high: float | None
    kind: str
    sign: Modifier = "="
    scale: float = 1.0
    unit: str | None = None
    money: bool = False
    measure: bool = False
    counted: tuple[int, int] | None = None
    part_of: Number | None = None
    whole: bool = False
    """Whether another number is given as a part of this one."""
    shares: Number | None = None
    """The number after it that also gives its unit ("de 12 à 15 morts")."""
    grouped: bool = False
    """Whether commas may part groups of three digits in it: "130,000"."""


def read_numbers(s: str, low: str, g: Grammar) -> list[Number]:
    """The numbers of one sentence, ranges joined; ``low`` is ``s`` in lower case, offset for offset."""
    traps = SpanIndex([m.span() for m in g.traps.finditer(low)])
    numbers: list[Number] = []
    for m in g.atom.finditer(low):
        if traps.hits(m.span()) and not m["times"]:
            continue
        if numbers and m.start() < numbers[-1].end:
            continue  # a scale that the number before it has taken
        number = _number(m, s, low, g)
        if number is not None:
            numbers.append(number)
    return _join_ranges(numbers, low)


def _number(m: re.Match[str], s: str, low: str, g: Grammar) -> Number | None:
    """A match of the atom pattern as a number with its scale, or None where it is no number."""
    start, end = m.span()
    if m["frac"]:
        text = m["frac"]
        if "/" in text:
            a, b = text.split("/")
            value = round(int(a) / int(b), 3)
            return Number(start, end, value, value, "fraction", unit="ratio", measure=True) if value < 1 else None
        value = next(v for p, v in g.fractions if p.match(low, start))
        return Number(start, end, value, value, "fraction", unit="ratio", measure=True)
    if m["times"]:
        pattern, value = next((p, v) for p, v in g.times if p.match(low, start))
        hit = pattern.match(low, start)
        assert hit is not None
        return Number(*hit.span("n"), value, value, "times", "x", unit="ratio", measure=True)
    if m["none"]:
        return Number(start, end, 0, 0, "none")
    if m["vague"]:
        lo, hi = g.vague[m["vague"].split()[0]]
        if m["vten"]:
            lo, hi = _open(_ten(m["vten"], g) * (_ten(m["vmore"], g) if m["vmore"] else 1))
        return Number(start, end, lo, hi, "vague", "~")
    if m["aine"]:
        return _aine(m, g)
    if m["first"]:
        first, last = digits_value(m["first"]), digits_value(m["last"])
        return Number(start, end, first, last, "range", "range") if first < last else None
    if m["dig"]:
        return _digits(m, low, g)
    return _spelled(m, s, low, g)


def _ten(word: str, g: Grammar) -> float:
    return g.aines.get(word) or g.scales.get(word) or g.aines[word.removesuffix("s")]


def _open(power: float) -> tuple[float, float]:
    """Two to just under ten of a power of ten."""
    return 2 * power, 10 * power - 1


def _aine(m: re.Match[str], g: Grammar) -> Number | None:
    head = m["aine"].split()[0]
    size = _ten(m["ten"], g) * (0.5 if "demi" in m["aine"] else 1)
    more = _ten(m["more"], g) if m["more"] else 1.0
    # the span leaves out a determiner that is not part of the number ("les", "ces")
    start = m.start() if head not in {"les", "ces", "ses", "leurs", "aux", "de", "par"} else m.start("ten")
    count = float(head) if head.isdigit() else words_value(head)
    if count is not None:
        return Number(start, m.end(), count * size * more, count * size * more, "aine", "~")
    if m["ten"] in g.aines or (head in {"les", "de"} and m["ten"] == "quinzaines"):
        return None
    low, high = _open(size * more)
    return Number(start, m.end(), low, high, "vague", "~")


def _digits(m: re.Match[str], low: str, g: Grammar) -> Number | None:
    start, end = m.span("dig")
    text = m["dig"]
    value = digits_value(text)
    after = g.scale_after.match(low, end)
    scale = 1.0
    if after and (after["scale"] != "m" or _MILLION_MONEY.match(low, after.end()) or g.money_sign.search(low[:start])):
        scale = {"k": 1e3, "m": 1e6}.get(after["scale"]) or g.scales[after["scale"]]
        end = after.end()
    elif end < len(low) and (low[end].isalpha() or low[end] == "_"):
        unit = g.measure.match(low, end)
        if not unit:
            return None  # "3e", "5g", "20h"
    elif re.match(r"[/:.]\d|[-–]?°|'\d", low[end:]):
        return None
    grouped = bool(_ENGLISH.fullmatch(text))
    if grouped and (text.endswith(",000") or text.count(",") > 1):
        value, grouped = float(text.replace(",", "")), False
    number = Number(start, end, value * scale, value * scale, "digits", scale=scale, grouped=grouped)
    return _and_a_half(number, low)


def _spelled(m: re.Match[str], s: str, low: str, g: Grammar) -> Number | None:
    words = m["spell"]
    start, end = m.span("spell")
    if s[start].isupper() and low[:start].strip(" \"'«(-–•*") and s[start - 2 : start] not in (": ", "« ", '" '):
        return None  # a name: "les Vingt-Sept", "les Mille Collines"
    if low[:start].endswith(("-", "pour ")) and words.startswith("cent"):
        return None
    if words in g.scales and words.endswith("s"):
        return Number(start, end, *_open(g.scales[words]), "vague", "~")  # "aux millions de déplacés"
    value = words_value(words)
    if value is None or words in ("cents", "vingts"):
        return None
    scale = next((g.scales[w] for w in reversed(re.split("[ -]", words)) if w in g.scales), 1.0)
    number = Number(start, end, value, value, "one" if words in ("un", "une") else "spelled", scale=scale)
    return number if number.kind == "one" else _and_a_half(number, low)


def _and_a_half(n: Number, low: str) -> Number:
    if n.scale >= 1e3:
        half = re.match(r" et (demie?|quart)\b", low[n.end :])
        if half:
            extra = n.scale * (0.25 if half[1] == "quart" else 0.5)
            assert n.high is not None
            return replace(n, end=n.end + half.end(), low=n.low + extra, high=n.high + extra)
    return n


def _join_ranges(numbers: list[Number], low: str) -> list[Number]:
    """Two numbers of one range become one, with a shared scale ("2 à 3 millions")."""
    joined: list[Number] = []
    i = 0
    while i < len(numbers):
        a = numbers[i]
        b = numbers[i + 1] if i + 1 < len(numbers) else None
        i += 1
        if b is not None and b.kind in ("digits", "spelled", "aine") and a.kind in ("digits", "spelled", "one", "aine"):
            between = low[a.end : b.start]
            before = low[: a.start]
            entre = re.search(r"\bentre (?:les )?$", before) and re.fullmatch(r" et (?:les )?", between)
            change = _FROM_TO.search(before) and (_RANGE.fullmatch(between) or _TO.fullmatch(between))
            if change and re.search(r"à", between):
                a.shares = b
            elif entre or _RANGE.fullmatch(between):
                shared = (
                    b.scale
                    if a.scale == 1.0 and a.low * b.scale < b.low + b.scale and a.low <= b.low / b.scale
                    else 1.0
                )
                if a.low * shared < b.low:
                    kind = "aine" if a.kind == b.kind == "aine" else "range"
                    joined.append(Number(a.start, b.end, a.low * shared, b.high, kind, "range", scale=b.scale))
                    i += 1
                    continue
                if re.fullmatch(r" ?[-–] ?", between):  # "36-32": a score, a code
                    i += 1
                    continue
        joined.append(a)
    return joined
