"""Sentences that tell what became of a promise: the words that name it, and those that settle it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple, get_args

from recoupe.text import Span, plain

Settles = Literal["kept", "missed", "broken"]
SETTLED: frozenset[str] = frozenset(get_args(Settles))
"""What a promise came to, where a text says so."""
_WITH_MATTER = frozenset(["pluperfect", "participle", "duty"])
"""Forms of a promise that say what was promised."""
_BY_DEED = ("negated", "nobody", "left", "still", "partly", "undone", "done", "indeed")
"""Rows of what is done or not, of whatever it is."""
_ENDS = re.compile(r"[,;:.»]| (?:et|mais|alors que|tandis que|où|dont|qui) ")
_MATTER = re.compile(r"^ ?(?:à|de|d'|une?|des|la|le|les|l')\b ?(?!par\b)(?!\d)")
_TO_DO = re.compile(r"\w{3}(?:er|ir|re)\b")
_THIS = re.compile(r"\bl'(?:a|ont|avai(?:t|ent)) (?:\w+ ){0,2}(?:été|fait)\b")
"""What stands for the deed itself: "ne l'a pas fait"."""
_FAR = 60
"""Characters behind a verb within which it is said what was done."""
_STEM = 5
_LONG = re.compile(r"[^\W\d_]{5,}")
_OF_THE_NOUN = ("partly", "betrayed", "despite", "expired", "failed", "unable", "overrun", "not_kept")
"""Rows of what is missed whose own words name the promise."""
_NAMED = re.compile(
    r"^(?:(?:mais|or|pourtant|cependant),? )?(?:[^,;:]{3,40}, )?(?:l'|la |le |les |ces |cette |ce )"
    r"(?P<noun>[^\W\d_]{4,})"
    r"(?: [\w'-]+){0,5}? n'(?:a|ont|avait|avaient) (?:toujours |finalement |cependant )?(?:pas|jamais) été "
    r"(?P<done>[^\W\d_]{4,})\b"
)
_FORSWORN = re.compile(
    r"\b(?:avait|avaient|s'était|s'étaient) (?:\w+ ){0,2}?(?:promis|juré|garanti|engagée?s?)\b[^.;,]{0,40}?"
    r"(?: de| d'| à) ?ne (?:pas|plus|jamais)\b"
)
_NEGATION = re.compile(r"\bn(?:e |')(?:(?:\w+ )?(?:pas|jamais|nullement) )?$")


class Outcome(NamedTuple):
    """What became of a promise, by one sentence: spans are offsets in it. ``form`` names the row of the promise."""

    settles: Settles
    promise: Span
    cue: Span
    form: str


@dataclass(frozen=True)
class Outcomes:
    """The tables of ``outcomes.toml``."""

    promise: dict[str, re.Pattern[str]]
    missed: dict[str, re.Pattern[str]]
    kept: dict[str, re.Pattern[str]]
    late: dict[str, re.Pattern[str]]
    """What makes it missed even where it was done."""
    open: dict[str, re.Pattern[str]]
    """What leaves it open."""
    in_time: dict[str, re.Pattern[str]]
    """What keeps it where nothing else settles it."""
    noun: dict[str, re.Pattern[str]]
    """What else a sentence that names a promise by a noun alone must say."""
    names: frozenset[str]
    """Words by which promises are named."""
    deeds: tuple[re.Pattern[str], ...]
    """Words of one deed and of what comes of it."""
    after: dict[str, re.Pattern[str]]
    """What settles the promise of the sentence right before."""
    tests: tuple[tuple[str, str], ...]


_TABLES = ("promise", "missed", "kept", "late", "open", "in_time", "noun", "after")


@cache
def load_outcomes() -> Outcomes:
    """The tables, read once."""
    rows = tomllib.loads(files("recoupe.lang.fr").joinpath("outcomes.toml").read_text(encoding="utf-8"))
    tables = {name: {k: re.compile(p) for k, p in rows[name].items()} for name in _TABLES}
    deeds = tuple(re.compile(rf"\b(?:{'|'.join(row.split())})") for row in rows["deeds"].values())
    names = frozenset(rows["names"]["words"].split())
    tests = tuple((row["text"], row["outcome"]) for row in rows["test"])
    return Outcomes(**tables, names=names, deeds=deeds, tests=tests)


def outcome_of(sentence: str) -> Outcome | None:
    """What a sentence says became of a promise; None where it names none, settles none, or says both."""
    low = plain(sentence).lower()
    rows = load_outcomes()
    named = next(((form, m) for form, p in rows.promise.items() if (m := p.search(low))), None)
    if named is None or any(p.search(low) for p in rows.open.values()):
        return None
    form, promise = named
    if form == "renounced":
        return None if _denied(low, promise) else Outcome("broken", promise.span(), promise.span(), form)
    missed = next((m for p in rows.missed.values() if (m := p.search(low)) and not _denied(low, m)), None)
    kept = next((m for p in rows.kept.values() if (m := p.search(low)) and not _denied(low, m)), None)
    late = next((m for p in rows.late.values() if (m := p.search(low))), None)
    if late is not None and (kept is not None or form == "late"):
        missed, kept = late, None
    if missed is None and kept is None:
        kept = next((m for p in rows.in_time.values() if (m := p.search(low))), None)
    if (missed is None) == (kept is None):
        return None
    settled: Settles = "missed" if missed is not None else "kept"
    if form == "noun" and late is None and not _about(low, settled):
        return None
    if form in _WITH_MATTER and late is None and not _of_its_matter(low, form, promise, settled):
        return None
    if form == "contrary" and not any(p.search(low) for name, p in rows.missed.items() if name != "despite"):
        settled = "broken"  # what was done, and not what was left undone
    cue = missed or kept
    assert cue is not None
    return Outcome(settled, promise.span(), cue.span(), form)


def _about(low: str, settled: Settles) -> bool:
    """Whether what is done or left undone is told of the promise that a noun names."""
    rows = load_outcomes()
    own = ("word", "honoured", "ahead", "early") if settled == "kept" else _OF_THE_NOUN
    told = rows.kept if settled == "kept" else rows.missed
    return rows.noun[settled].search(low) is not None or any(told[name].search(low) for name in own)


def _of_its_matter(low: str, form: str, promise: re.Match[str], settled: Settles) -> bool:
    """Whether what is done or left undone is what was promised: its words, or others of the same deed."""
    rows = load_outcomes()
    told = {**rows.kept, **rows.in_time} if settled == "kept" else rows.missed
    found = {name: m for name, p in told.items() if (m := p.search(low)) and not _denied(low, m)}
    by_deed = [m for name, m in found.items() if name in _BY_DEED]
    if len(by_deed) < len(found):
        return True
    stops = [m.start() for m in _ENDS.finditer(low, promise.end())]
    stops += [m.start() for m in by_deed if m.start() >= promise.end()]
    behind = low[promise.end() : min(stops, default=len(low))]
    matter = promise[0] + behind
    if re.search(r"\bne (?:pas|plus|jamais)\b", matter):
        return False
    named = form != "participle" and (_MATTER.search(behind) is not None or _TO_DO.search(matter) is not None)
    deeds = [low[m.start() : m.end() + _FAR] for m in by_deed]
    deeds = [d[: e.start()] if (e := _ENDS.search(d, 8)) else d for d in deeds]
    for words in deeds:
        if _THIS.search(words) or any(p.search(words) and (not named or p.search(matter)) for p in rows.deeds):
            return True
        if {w[:_STEM] for w in _LONG.findall(words)} & {w[:_STEM] for w in _LONG.findall(matter)}:
            return True
    return False


def outcome_after(sentence: str) -> Outcome | None:
    """What a sentence says became of the promise told right before it: "il ne l'a pas fait"; None where nothing."""
    low = plain(sentence).lower()
    rows = load_outcomes()
    if any(p.search(low) for p in rows.open.values()):
        return None
    told = next(((name, m) for name, p in rows.after.items() if (m := p.search(low))), None)
    if told is None:
        return None
    return Outcome("kept" if told[0] == "kept" else "missed", told[1].span(), told[1].span(), "after")


def outcome_named(sentence: str, promise: str) -> Outcome | None:
    """What a sentence says became of what an earlier one promised, by its noun and its verb: "rendre les corps … Les
    corps n'ont pas été rendus"; None where the two are not of one thing."""
    low, before = plain(sentence).lower(), plain(promise).lower()
    m = _NAMED.search(low)
    if m is None or any(p.search(low) for p in load_outcomes().open.values()):
        return None
    noun = re.search(rf"\b{re.escape(m['noun'].removesuffix('s'))}s?\b", before)
    verb = any(p.match(m["done"]) and p.search(before) for p in load_outcomes().deeds)
    return Outcome("missed", m.span(), m.span("done"), "named") if noun and verb else None


def forswears(sentence: str) -> Span | None:
    """Where a sentence tells of a promise not to do something; None where it tells of none."""
    m = _FORSWORN.search(plain(sentence).lower())
    return m.span() if m is not None else None


def names_promise(low: str) -> bool:
    """Whether plain lower-case text may tell what became of a promise."""
    words = re.findall(r"[^\W\d_]+", low)
    rows = load_outcomes()
    return not rows.names.isdisjoint(words) or any(p.search(low) for p in (*rows.after.values(), _NAMED))


def _denied(low: str, m: re.Match[str]) -> bool:
    """Whether a negation stands right before a match: "n'ont été", "n'a pas manqué"."""
    return _NEGATION.search(low[max(0, m.start() - 24) : m.start()]) is not None
