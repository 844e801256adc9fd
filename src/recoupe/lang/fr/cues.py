"""The French words that attribute, read from ``cues.toml`` and indexed by every form they take."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

from recoupe.lang.fr.verbs import conjugate
from recoupe.records import Act

FormKind = Literal["finite", "conditional", "participle", "gerund", "infinitive"]


@dataclass(frozen=True, slots=True)
class CueVerb:
    """A verb (or verb phrase) that attributes, and what may follow it."""

    verb: str
    act: Act
    frames: frozenset[str]
    obj: bool = False
    mental: bool = False
    reflexive: bool = False
    nominal: str = ""
    """An infinitive frame that is a wish or a stance rather than reported speech."""
    quoted: bool = False
    """Whether it attributes only quoted words: "parle d'un « montage »"."""
    words: tuple[str, ...] = ()
    """Words that follow the verb in a phrase: "faire" + "savoir"."""
    objects: frozenset[str] = frozenset()
    """Head nouns of the only objects for which a light verb attributes."""
    sources: tuple[tuple[str, ...], ...] = ()
    """Prepositions before whoever told the subject, who is the one that says it: "a-t-on appris auprès de X"."""

    @property
    def preps(self) -> tuple[str, ...]:
        """Prepositions that introduce its noun phrase."""
        return tuple(f[3:] for f in self.frames if f.startswith("np:"))


class CueNoun(NamedTuple):
    """A noun that attributes: "l'appel de X à…"."""

    noun: str
    act: Act
    preps: tuple[str, ...]


class CuePreposition(NamedTuple):
    """Words that attribute before a source: "selon", "de source"."""

    words: tuple[str, ...]
    only: str
    initial: bool


@dataclass(frozen=True)
class Cues:
    """All cues, indexed by form."""

    by_form: dict[str, tuple[tuple[CueVerb, FormKind], ...]]
    prepositions: tuple[CuePreposition, ...]
    nouns: dict[str, CueNoun]
    not_sources: tuple[str, ...]
    asides: frozenset[str]
    words: dict[str, frozenset[str]]
    someone_endings: tuple[str, ...]
    said_through: frozenset[str]
    both: frozenset[str]
    """Forms that are past participle and present alike: "dit", "fait"."""
    spotted: frozenset[str]
    """Words any of which makes a sentence worth parsing."""
    marks: re.Pattern[str]
    """Signs, and words that are not of one piece, that do so too."""

    def spots(self, text: str) -> bool:
        """Whether plain lower-case text holds a cue, quotation mark, colon or conditional."""
        if self.marks.search(text) is not None:
            return True
        words = _WORD.findall(text)
        return not self.spotted.isdisjoint(words) or any(
            w.endswith(("rait", "raient")) and w not in ("rait", "raient") for w in words
        )

    def someone(self, noun: str) -> bool:
        """Whether a common noun (lower case) names someone, by list or by ending."""
        if noun in self.words["someone"]:
            return True
        singular = noun.removesuffix("s")
        if noun in self.words["not_someone"] or singular in self.words["not_someone"]:
            return False
        return singular in self.words["someone"] or noun.endswith(self.someone_endings)

    def reports(self, form: str) -> bool:
        """Whether a verb form may say that something is so: what it governs is its subject's word for it."""
        return any(
            kind != "conditional" and cue.act in ("assert", "deny", "accuse", "warn") and cue.frames & {"que", "inf"}
            for cue, kind in self.by_form.get(form, ())
        )

    def accuses(self, form: str) -> bool:
        """Whether a verb form may accuse."""
        return any(cue.act == "accuse" for cue, _ in self.by_form.get(form, ()))

    def text(self, noun: str) -> bool:
        """Whether a common noun (lower case) names a text or a medium, which says what its authors say."""
        return noun in self.words["texts"] or noun.removesuffix("s") in self.words["texts"]


def table() -> dict[str, Any]:
    """The rows of ``cues.toml`` as they stand, tests included."""
    return tomllib.loads((files("recoupe.lang.fr") / "cues.toml").read_text(encoding="utf-8"))


_KINDS: dict[str, FormKind] = {"inf": "infinitive", "gerund": "gerund"}


def _objects(text: str, lists: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """The nouns that a row names, or those of the list that it names by "@"."""
    return frozenset(lists[text[1:]] if text.startswith("@") else filter(None, text.split("|")))


def _both(verb: str) -> set[str]:
    forms = conjugate(verb)
    return {f for key in ("pres3s", "pres3p") for f in forms.get(key, ()) if f in forms.get("pp_ms", ())}


def _forms(verb: str) -> dict[str, FormKind]:
    """Every form of a verb that a cue can take, by kind; where a form is both, participle wins over finite."""
    kinds: dict[str, FormKind] = {}
    for key, forms in conjugate(verb).items():
        kind: FormKind
        if key.startswith("pp_"):
            kind = "participle"
        elif key.startswith("cond"):
            kind = "conditional"
        else:
            kind = _KINDS.get(key, "finite")
        for form in forms:
            if kind == "participle" or form not in kinds:
                kinds[form] = kind
    return kinds


@cache
def load_cues() -> Cues:
    """The cues, read once."""
    data = table()
    by_form: dict[str, list[tuple[CueVerb, FormKind]]] = {}
    both: set[str] = set()
    for row in data["verbs"] + data["phrases"]:
        reflexive = row["verb"].startswith(("se ", "s'"))
        lemma = row["verb"].removeprefix("se ").removeprefix("s'")
        cue = CueVerb(
            verb=row["verb"],
            act=row["act"],
            frames=frozenset(_frames(row["frames"])),
            obj=row.get("obj", False),
            mental=row.get("mental", False),
            reflexive=reflexive,
            nominal=row.get("nominal", ""),
            quoted=row.get("quoted", False),
            words=tuple(re.findall(r"\w+'|[\w-]+", row.get("with", ""))),
            objects=_objects(row.get("only_object", ""), data["words"]),
            sources=tuple(tuple(words.split()) for words in filter(None, row.get("source", "").split("|"))),
        )
        both |= _both(lemma)
        for form, kind in _forms(lemma).items():
            by_form.setdefault(form, []).append((cue, kind))
    prepositions = tuple(
        CuePreposition(tuple(re.findall(r"\w+'|[\w-]+", row["words"])), row.get("only", ""), row.get("initial", False))
        for row in data["prepositions"]
    )
    words = {name: frozenset(rows) for name, rows in data["words"].items()}
    through = frozenset(form for verb in data["words"]["said_through"] for form in _forms(verb.removeprefix("se ")))
    return Cues(
        by_form={form: tuple(rows) for form, rows in by_form.items()},
        prepositions=tuple(sorted(prepositions, key=lambda p: -len(p.words))),
        nouns={row["noun"]: CueNoun(row["noun"], row["act"], tuple(row["preps"])) for row in data["nouns"]},
        not_sources=tuple(data["not_sources"]),
        asides=frozenset(data["asides"]),
        words=words,
        someone_endings=tuple(data["words"]["someone_endings"]),
        said_through=through,
        both=frozenset(both),
        **_spotter(by_form, data),
    )


def _frames(text: str) -> list[str]:
    """Frames of a row; ``np:`` takes prepositions of several words ("np:en faveur de")."""
    return re.findall(r"np:(?:en faveur de|\S+)|\S+", text)


_WORD = re.compile(r"\w+")
_ALSO = (
    "selon",
    "suivant",
    "dire",
    "dires",
    "croire",
    "d'après",
    "pour",
    "source",
    "sources",
    "aveu",
    "avis",
    "yeux",
    "parole",
    "promesse",
    "foi",
)


def _spotter(by_form: dict[str, Any], data: dict[str, Any]) -> dict[str, Any]:
    """Single words are looked up in a set: one pattern of thousands of words takes 90 µs a sentence."""
    words = {f.split("-")[-1] for f in by_form} | {row["noun"] for row in data["nouns"]} | set(_ALSO)
    single = frozenset(w for w in words if _WORD.fullmatch(w))
    others = "|".join(map(re.escape, sorted(words - single)))
    return {
        "spotted": single,
        "marks": re.compile(rf"[«»“”\"„‹:—]|['‘]\w[^'‘’]*\s[^'‘’]*['’]|\b(?:{others})\b"),
    }
