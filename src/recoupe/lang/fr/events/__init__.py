"""Words that tell what happened, read from the TOML files beside this one and indexed by every form they take.

A row is a frame: the verbs or nouns that trigger it, and the role of each of their complements. What may fill a role
is a class of nouns (``words.toml`` and the ``classes`` of each file) or a kind of actor mention (``kinds``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from recoupe.errors import BadKnowledge
from recoupe.lang.fr.verbs import conjugate

RowKind = Literal["verb", "noun", "adj", "toll"]
FILES = ("force.toml", "politics.toml", "harm.toml", "ground.toml", "custody.toml")
_REFLEXIVE = re.compile(r"^(?:se |s')")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SHORT = 120
"""Characters of a sentence that may say something without a verb: a headline."""
CALLED_OFF = frozenset(["cancelled", "postponed"])
"""Subtypes of meetings that do not take place on the day for which they were planned."""
UNDONE = frozenset(["suspended", "broken"])
"""Subtypes of what one side does alone to an agreement or to talks."""
SPEECH = frozenset(["statement", "position", "proposal", "commitment", "threat"])
"""Types of acts of speech."""
EXTENDED = "extended"
"""Subtype of what moves the time limit of a promise, an order or a threat."""


class Slot(NamedTuple):
    """A role that a complement may fill; with ``classes``, only by a noun or mention of one of them."""

    role: str
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One frame. ``index`` is its place in the files; the rest is as the head of ``force.toml`` says."""

    index: int
    kind: RowKind
    type: str
    subtype: str
    subj: tuple[Slot, ...] = ()
    obj: tuple[Slot, ...] = ()
    obl: tuple[tuple[str, tuple[Slot, ...]], ...] = ()
    words: tuple[tuple[str, ...], ...] = ()
    """Words that must follow, as alternatives."""
    firsts: frozenset[str] = frozenset()
    """The first word of each alternative."""
    need: frozenset[str] = frozenset()
    every: frozenset[str] = frozenset()
    """Roles that must all be filled."""
    counted: str = ""
    stance: str = ""
    fulfilment: str = ""
    flags: frozenset[str] = frozenset()
    status: str = ""
    """Standing that the words themselves give ("est attendu" is planned)."""
    of: str = ""
    """Class of the noun that the object must be of ("échange de prisonniers")."""

    @property
    def speech(self) -> bool:
        """Whether it is an act of speech or will rather than a deed."""
        return self.type in SPEECH or self.type == "agreement"

    def slots(self, prep: str) -> tuple[Slot, ...]:
        """Roles of a complement with this preposition (plain: "de", "à")."""
        return next((slots for name, slots in self.obl if name == prep), ())


class Trigger(NamedTuple):
    """A form of a trigger: its row, whether the verb is reflexive, and the keys of its conjugation (none for nouns)."""

    row: Row
    reflexive: bool
    keys: frozenset[str]
    lemma: str


@dataclass(frozen=True)
class Events:
    """All rows, indexed by form."""

    rows: tuple[Row, ...]
    by_form: dict[str, tuple[Trigger, ...]]
    predicates: dict[str, tuple[tuple[Row, tuple[str, ...]], ...]]
    """What may be said of something with "être" left out: rows and their words, by the first word."""
    said: re.Pattern[str]
    """Any of their words."""
    classes: dict[str, frozenset[str]]
    kinds: dict[str, frozenset[str]]
    governors: dict[str, dict[str, bool]]
    """For factual, planned, open, occur, done: each form, with whether the verb is reflexive only."""
    nominal: dict[str, frozenset[str]]
    lists: dict[str, frozenset[str]]
    """Other word lists: stop words, pronouns, nouns of parties."""
    numbers: dict[str, int]
    ordinals: dict[str, int]
    tolls: dict[str, str]
    """Counted noun to subtype of casualties."""
    codes: dict[str, dict[str, str]]
    speech: dict[str, Any]

    def spots(self, text: str) -> bool:
        """Whether plain lower-case text holds any form of a trigger."""
        if any(word in self.by_form or word in self.tolls for word in _WORD.findall(text)):
            return True
        return len(text) <= _SHORT and self.said.search(text) is not None

    def of_class(self, noun: str, *names: str) -> bool:
        """Whether a noun (lower case, singular or plural) belongs to one of the classes."""
        return any(form in self.classes.get(name, ()) for name in names for form in singulars(noun))


_FLAGS = [
    "physical",
    "military",
    "diplomatic",
    "quantified",
    "strong",
    "several",
    "negated",
    "clause",
    "request",
    "owned",
    "signed",
    "no_infinitive",
    "mutual",
    "armed",
    "doer",
    "agentive",
    "no_place",
    "located",
    "finite",
    "sent",
    "promised",
    "shadows",
    "captive",
    "affirmed",
    "there",
    "object",
    "conditional",
    "ends",
    "whole",
]


def singulars(noun: str) -> tuple[str, ...]:
    """The noun and what it may be the plural of: "bateaux" bateau, "hôpitaux" hôpital."""
    found = [noun]
    if noun.endswith(("s", "x")):
        found.append(noun[:-1])
    if noun.endswith("aux"):
        found.append(noun[:-3] + "al")
    if "-" in noun:
        found += [part for part in noun.split("-")[:1] if len(part) > 3]
    return tuple(found)


def table(name: str) -> dict[str, Any]:
    """The rows of one file as they stand, tests included."""
    return tomllib.loads((files(__name__) / name).read_text(encoding="utf-8"))


@cache
def load_events() -> Events:
    """The rows, read once."""
    words, speech, codes = table("words.toml"), table("speech.toml"), table("codes.toml")
    rows: list[Row] = []
    predicates: dict[str, list[tuple[Row, tuple[str, ...]]]] = {}
    forms: dict[str, list[Trigger]] = {}
    classes = {name: frozenset(text.split()) for name, text in words["classes"].items()}
    tolls: dict[str, str] = {}
    for name in FILES:
        data = table(name)
        own = {k: frozenset(v.split()) for k, v in data.get("classes", {}).items()}
        if twice := sorted(own.keys() & classes.keys()):
            raise BadKnowledge(name, twice[0], "another file has a class of this name")
        classes |= own
        for kind in ("verb", "noun", "adj"):
            for entry in data.get(kind, ()):
                row = make_row(len(rows), kind, entry)
                rows.append(row)
                if kind == "verb" and "être" in entry["verbs"].split() and not row.flags & {"negated", "affirmed"}:
                    for alternative in row.words:
                        predicates.setdefault(alternative[0], []).append((row, alternative))
                for form, trigger in _forms(row, entry):
                    forms.setdefault(form, []).append(trigger)
        for entry in data.get("toll", ()):
            for word in entry["words"].split():
                tolls |= {word: entry["subtype"], word + "s": entry["subtype"]}
    return Events(
        rows=tuple(rows),
        by_form={form: tuple(found) for form, found in forms.items()},
        said=_any_of(words for found in predicates.values() for _, words in found),
        predicates={word: tuple(found) for word, found in predicates.items()},
        classes=classes,
        kinds={name: frozenset(text.split()) for name, text in words["kinds"].items()},
        governors={name: _governors(text) for name, text in words["verbs"].items()},
        nominal={name: frozenset(text.split()) for name, text in words["nominal"].items()},
        lists={name: frozenset(text.split()) for name, text in words["lists"].items()},
        numbers={word: n for n, word in enumerate(words["numbers"].split(), 2)},
        ordinals={word: n for n, group in enumerate(words["ordinals"].split(), 1) for word in group.split("/")},
        tolls=tolls,
        codes=codes["codes"],
        speech=_speech(speech),
    )


def with_pieces(pattern: str, pieces: Mapping[str, str]) -> str:
    """A pattern with the pieces put in that it names: "@days@"; a piece may name others."""
    return re.sub(r"@(\w+)@", lambda m: with_pieces(pieces[m[1]], pieces), pattern)


def _any_of(phrases: Iterable[tuple[str, ...]]) -> re.Pattern[str]:
    written = sorted({re.escape(" ".join(words).replace("' ", "'")) for words in phrases})
    return re.compile(rf"\b(?:{'|'.join(written)})\b")


def make_row(index: int, kind: RowKind, entry: dict[str, Any]) -> Row:
    """A row of a file as a frame."""
    words = entry.get("with") or entry.get("words" if kind == "adj" else "", "")
    after = tuple(tuple(re.findall(r"\w+'|[\w-]+", part)) for part in entry.get("with", "").split("|") if part)
    return Row(
        index=index,
        kind=kind,
        type=entry["type"],
        subtype=entry.get("subtype", ""),
        subj=_slots(entry.get("subj", "")),
        obj=_slots(entry.get("obj", "")),
        obl=tuple((prep, _slots(text)) for prep, text in entry.get("obl", {}).items()),
        words=after,
        firsts=frozenset(alternative[0] for alternative in after),
        need=frozenset(filter(None, entry.get("need", "").split("|"))),
        every=frozenset(filter(None, entry.get("every", "").split("|"))),
        counted=entry.get("counted", ""),
        stance=entry.get("stance", ""),
        fulfilment=entry.get("fulfilment", ""),
        flags=frozenset(flag for flag in _FLAGS if entry.get(flag)) if words is not None else frozenset(),
        status=entry.get("status", ""),
        of=entry.get("of", ""),
    )


def _slots(text: str) -> tuple[Slot, ...]:
    slots = []
    for part in filter(None, text.split("|")):
        role, _, classes = part.partition(":")
        slots.append(Slot(role, tuple(filter(None, classes.split(",")))))
    return tuple(slots)


_VERB_LIST = re.compile(r"(?:se |s')?[^\s']+")


def _forms(row: Row, entry: dict[str, Any]) -> list[tuple[str, Trigger]]:
    found = []
    if row.kind == "verb":
        for verb in _VERB_LIST.findall(entry["verbs"]):
            keys: dict[str, set[str]] = {}
            for key, variants in conjugate(_REFLEXIVE.sub("", verb)).items():
                for form in variants:
                    keys.setdefault(form, set()).add(key)
            reflexive = _REFLEXIVE.match(verb) is not None
            found += [(form, Trigger(row, reflexive, frozenset(k), verb)) for form, k in keys.items()]
        return found
    listed = entry["nouns" if row.kind == "noun" else "words"]
    for word in listed.split():
        if "'" in word:
            found.append((word.partition("'")[0] + "'", Trigger(row, False, frozenset(), word)))
            continue
        trigger = Trigger(row, False, frozenset(), word)
        endings = ("", "s") if row.kind == "noun" else ("", "s", "e", "es")
        found += [(word + ending, trigger) for ending in endings if not (ending and word.endswith(("s", "x")))]
    return found


def _governors(text: str) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for word in _VERB_LIST.findall(
        text.replace("se-", "se ")
        .replace("avoir lieu", "avoir")
        .replace("prendre fin", "finir")
        .replace("prendre-part", "prendre")
    ):
        reflexive = _REFLEXIVE.match(word) is not None
        lemma = _REFLEXIVE.sub("", word)
        try:
            forms = {f for variants in conjugate(lemma).values() for f in variants}
        except ValueError:  # a participle or adjective, with its own plural and feminine
            forms = {lemma, lemma + "s", lemma + "e", lemma + "es"}
        for form in forms:
            found[form] = found.get(form, True) and reflexive
    return found


def _cue_forms(verbs: str) -> frozenset[str]:
    return frozenset(f for verb in verbs.split() for found in conjugate(verb).values() for f in found)


def _speech(data: dict[str, Any]) -> dict[str, Any]:
    pieces = {name: "|".join(text.split()) for name, text in data["lists"].items()} | data["pieces"]
    forms = []
    for entry in data["form"]:
        cues, without = (_cue_forms(entry.get(key, "")) for key in ("cues", "without"))
        unless = re.compile(entry["unless"]) if "unless" in entry else None
        pattern = re.compile(with_pieces(entry["pattern"], pieces))
        forms.append((frozenset(entry["acts"]), pattern, unless, cues, without, entry))
    speakers = frozenset(data["commentary"]["speakers"].split())
    return {
        "denial": re.compile(data["denial"]["pattern"]),
        "acts": data["acts"],
        "forms": forms,
        "speakers": speakers,
        "pieces": pieces,
        "empty": re.compile(data["commentary"]["empty"]),
    }
