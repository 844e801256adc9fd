"""The actor book: what is known of states, institutions and people before a document is read.

Rows come from the TOML files of the language and, after them, from the user's own: a user's row wins over a built-in
row of the same name, and its aliases win over built-in aliases.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from recoupe.errors import BadKnowledge
from recoupe.lang.fr import actors as fr
from recoupe.records import Resolution

T = TypeVar("T")
Lookup = dict[str, list[tuple[list[str], T]]]

KINDS = ("person", "state", "institution", "group", "media", "organisation", "document")
_PLURAL_STATES = frozenset({"US", "NL", "AE", "PH", "MV", "SC", "KM", "BS", "FJ", "PW", "MH", "SB"})
_MASCULINE_IN_E = frozenset({"MX", "KH", "MZ", "ZW", "BZ", "SR"})
_ARTICLE = re.compile(r"^(?:le |la |les |l['’])(?=[^\W\d_a-zà-ÿ])")
_HEAD_KINDS = frozenset(
    ["institution", "role", "kin", "staff", "office", "organisation", "media", "group", "document", "camp", "side"]
)


class Role(NamedTuple):
    """An office as a French phrase ("ministre russe des Affaires étrangères"), the years it was held, who says so."""

    role: str
    since: str
    until: str
    source: str


@dataclass(frozen=True, slots=True)
class Actor:
    """One row of the data: a canonical name with its other names."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    country: str = ""
    gender: str | None = None
    number: str = "sing"
    roles: tuple[Role, ...] = ()
    surname: str = ""
    """What the press calls a person by; "" where the bare surname is too common to tell who is meant."""


@dataclass(frozen=True, slots=True)
class Land:
    """A state or people with its adjective in four forms (masculine, feminine, plurals)."""

    name: str
    forms: tuple[str, str, str, str]
    code: str = ""

    def adjective(self, gender: str | None, number: str | None) -> str:
        """The adjective that agrees with a noun."""
        return self.forms[(gender == "f") + 2 * (number == "plur")]


@dataclass(frozen=True, slots=True)
class Known:
    """What a look-up of a name gives. ``means`` holds one canonical name, or several where the name is ambiguous."""

    means: tuple[str, ...]
    kind: str
    how: Resolution
    gender: str | None = None
    number: str = "sing"
    capital: bool = True
    """The text must have it with a capital."""
    upper: bool = False
    """The text must have it in capitals (short acronyms)."""


@dataclass(frozen=True, slots=True)
class Head:
    """A noun that heads a speaker's noun phrase, in one of its forms."""

    lemma: str
    kind: str
    gender: str
    number: str
    agree: str
    means: str = ""


@dataclass(slots=True, eq=False)
class ActorBook:
    """Immutable knowledge of actors; build it with :func:`load_book`."""

    names: Lookup[Known] = field(default_factory=dict)
    adjectives: Lookup[tuple[Land, ...]] = field(default_factory=dict)
    heads: Lookup[Head] = field(default_factory=dict)
    portfolios: Lookup[str] = field(default_factory=dict)
    drop: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()
    given: dict[str, str] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    lands: dict[str, Land] = field(default_factory=dict)
    """By country code and by name."""
    keys: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)
    """Persons by the transliteration keys of their surname or full name."""
    synonyms: dict[str, frozenset[str]] = field(default_factory=dict)
    """Role nouns that a more general noun can refer to."""
    triggers: frozenset[str] = frozenset()
    """First words of every name, adjective and head."""
    _bodies: dict[str, str] = field(default_factory=dict)

    def body_of(self, name: str) -> str:
        """The armed group, party or international organisation that a person leads or speaks for by their latest
        office; "" where it is none: they are of a country, and do not speak for it."""
        if not self._bodies:
            groups = {fr.folded_words(n): a.name for a in self.actors.values() if a.kind in ("group", "organisation")
                      for n in (a.name, *a.aliases)}  # fmt: skip
            for actor in self.actors.values():
                latest = max(actor.roles, key=lambda r: r.since, default=None) if actor.kind == "person" else None
                words = fr.folded_words(latest.role) if latest is not None else ()
                ends = (words[i:k] for i in range(1, len(words)) for k in range(len(words), i, -1))
                self._bodies[actor.name] = next((groups[w] for w in ends if w in groups), "")
        return self._bodies.get(name, "")

    def movement_of(self, name: str) -> str:
        """The same where it is an armed group or party; "" else."""
        body = self.body_of(name)
        return body if body and self.actors[body].kind == "group" else ""

    def gender_of(self, name: str) -> str | None:
        """Gender that a person's row or given name shows; None where unknown."""
        actor = self.actors.get(name)
        if actor is not None and actor.gender:
            return actor.gender
        words = fr.folded_words(name)
        return self.given.get(words[0]) if len(words) > 1 else None


def load_book(*user_files: Path) -> ActorBook:
    """The built-in knowledge, with the rows of the user's files laid over it. Cached by the files' names and times.

    Raises :class:`recoupe.errors.BadKnowledge`, naming file and row, for a file that is not TOML or a row
    that lacks a field.
    """
    stamps = []
    for path in user_files:
        try:
            stamps.append((path, path.stat().st_mtime_ns))
        except OSError as problem:
            raise BadKnowledge(path, "the file", problem.strerror or "cannot be read") from problem
    return _build(tuple(stamps))


@lru_cache(maxsize=8)
def _build(stamps: tuple[tuple[Path, int], ...]) -> ActorBook:
    book = ActorBook()
    builder = _Builder(book)
    for path in (fr.COUNTRIES, fr.INSTITUTIONS, fr.ACTORS, fr.GIVEN_NAMES):
        builder.read(path)
    for path, _ in stamps:
        builder.user = True
        builder.read(path)
    builder.finish()
    return book


class _Builder:
    """Fills a book row by row; later rows win."""

    def __init__(self, book: ActorBook) -> None:
        self.book = book
        self.user = False
        self.drop: set[str] = set()
        self.keep: set[str] = set()
        self._names: dict[tuple[str, ...], tuple[Known, bool]] = {}
        self._adjectives: dict[tuple[str, ...], list[Land]] = {}

    def read(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                data = tomllib.load(file)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise BadKnowledge(path, "the file", f"is not TOML ({problem})") from problem
        known = {"country", "people", "metonym", "actor", "head", "portfolios", "qualifiers", "masculine", "feminine"}
        # A user's file may hold other tables too (places, titles), so only a misspelt "actors" or the like is refused.
        if self.user and not known & data.keys():
            raise BadKnowledge(path, "the file", "has no table [[actor]], [[country]], [[people]] or [[metonym]]")
        for kind, add in (
            ("country", self._country),
            ("people", self._people),
            ("metonym", self._metonym),
            ("actor", self._actor),
            ("head", self._head),
        ):
            rows = data.get(kind, [])
            if not isinstance(rows, list):
                raise BadKnowledge(path, kind, f"must be a list of tables, written [[{kind}]]")
            for number, row in enumerate(rows, start=1):
                try:
                    add(row)
                except (KeyError, TypeError, ValueError, AttributeError) as problem:
                    told = f"lacks {problem}" if isinstance(problem, KeyError) else str(problem)
                    raise BadKnowledge(path, f"{kind} {number}", told) from problem
        for canonical, forms in data.get("portfolios", {}).items():
            for form in (canonical, *forms):
                words = fr.folded_words(form)
                while words[0] in ("de", "la", "l", "du", "des"):
                    words = words[1:]
                _put(self.book.portfolios, words, canonical)
        for noun, nouns in data.get("synonyms", {}).items():
            self.book.synonyms[noun] = frozenset(nouns)
        qualifiers = data.get("qualifiers", {})
        self.drop.update(fr.fold_word(w) for w in qualifiers.get("drop", ()))
        self.keep.update(fr.fold_word(w) for w in qualifiers.get("keep", ()))
        for gender in ("masculine", "feminine"):
            for word in data.get(gender, "").split():
                self.book.given.setdefault(fr.fold_word(word), gender[0])

    def _country(self, row: Mapping[str, Any]) -> None:
        name = _text(row, "name")
        code = str(row.get("code", name))
        adjectives = row.get("adjectives") or row["demonyms"]
        gender = row.get("gender") or ("f" if name.rstrip("s").endswith("e") and code not in _MASCULINE_IN_E else "m")
        number = "plur" if code in _PLURAL_STATES else row.get("number", "sing")
        land = Land(name, fr.inflect(adjectives[0]), code)
        self.book.lands[code] = self.book.lands[name] = land
        for adjective in adjectives:
            self._add_adjective(adjective, land)
        self._name(name, Known((name,), "state", "name", gender, number))
        for alias in row.get("aliases", ()):
            self._name(alias, Known((name,), "state", "alias", gender, number))
        capitals = row.get("capitals") or ([row["capital"]] if row.get("capital") else [])
        for capital in capitals:
            if self.user or fr.folded_words(capital) not in self._names:
                self._name(capital, Known((name,), "metonym", "alias", None))

    def _people(self, row: Mapping[str, Any]) -> None:
        name = _text(row, "name")
        land = Land(name, fr.inflect(row["adjectives"][0]))
        self.book.lands.setdefault(name, land)
        for adjective in row["adjectives"]:
            self._add_adjective(adjective, land)

    def _add_adjective(self, adjective: str, land: Land) -> None:
        for form in dict.fromkeys(fr.inflect(adjective)):
            lands = self._adjectives.setdefault(fr.folded_words(form), [])
            if self.user:
                lands[:] = [other for other in lands if other.name == land.name]
            if land not in lands:
                lands.append(land)

    def _metonym(self, row: Mapping[str, Any]) -> None:
        means = tuple(row["means"])
        for name in row["names"]:
            self._name(name, Known(means, "metonym", "alias"), force=True)

    def _actor(self, row: Mapping[str, Any]) -> None:
        name, kind = _text(row, "name"), row.get("kind", "person")
        if kind not in KINDS:
            raise ValueError(f"kind is {kind!r}, and must be one of {', '.join(KINDS)}")
        roles = tuple(
            Role(r["role"], str(r.get("from", "")), str(r.get("to", "")), r.get("source", ""))
            for r in row.get("roles", ())
        )
        surname = row.get("surname")
        if surname is None:
            surname = _surname(name) if kind == "person" else ""
        actor = Actor(
            name, kind, tuple(row.get("aliases", ())), row.get("country", ""), row.get("gender"),
            row.get("number", "sing"), roles, surname,
        )  # fmt: skip
        self.book.actors[name] = actor
        means = (name,)
        self._name(name, Known(means, kind, "name", actor.gender, actor.number), force=True)
        for alias in (*actor.aliases, *([surname] if surname else ())):
            self._name(
                alias,
                Known(means, kind, "alias", actor.gender, actor.number),
                force=self.user or alias in actor.aliases,
            )

    def _name(self, name: str, known: Known, *, force: bool = False) -> None:
        name = _ARTICLE.sub("", name)  # "la Ligue": else the article would hide a longer name that begins behind it
        words = fr.folded_words(name)
        if not words:
            raise ValueError(f"the name {name!r} holds no letter")
        upper = name.isupper() and len(name) <= 3
        capital = len(words) == 1 and not name[0].islower()
        known = Known(known.means, known.kind, known.how, known.gender, known.number, capital, upper)
        old = self._names.get(words)
        if (
            old is not None
            and not self.user
            and not force
            and known.kind == "person" == old[0].kind
            and old[0].means != known.means
        ):
            # one surname, several people: who is meant is for the document to say
            merged = tuple(dict.fromkeys((*old[0].means, *known.means)))
            known = Known(merged, "person", "alias", None, "sing", capital, upper)
        if old is not None and old[0].means == known.means and capital and not old[0].capital:
            known = replace(known, capital=False)  # one of its spellings has no capital
        self._names[words] = known, self.user

    def _head(self, row: Mapping[str, Any]) -> None:
        gender, kind = row["gender"], row["kind"]
        if kind not in _HEAD_KINDS:
            raise ValueError(f"kind is {kind!r}, and must be one of {', '.join(sorted(_HEAD_KINDS))}")
        for noun in row["nouns"]:
            if noun.endswith("!"):
                form = noun[:-1]
                _put(
                    self.book.heads,
                    fr.folded_words(form),
                    Head(form, kind, gender[0], "plur", row.get("agree", gender[0]), row.get("means", "")),
                )
                continue
            for i, form in enumerate(noun.split("/")):
                invariable = form.endswith("=")
                form = form.rstrip("=")
                own = "f" if i else gender[0]
                lemma = noun.split("/")[0].rstrip("=")
                agree = row.get("agree", own)
                means = row.get("means", "")
                _put(self.book.heads, fr.folded_words(form), Head(lemma, kind, own, "sing", agree, means), keep=bool(i))
                if not invariable:
                    _put(
                        self.book.heads,
                        fr.folded_words(fr.plural(form)),
                        Head(lemma, kind, own, "plur", agree, means),
                        keep=True,
                    )

    def finish(self) -> None:
        book = self.book
        for words, (known, _) in self._names.items():
            _put(book.names, words, known)
        for words, lands in self._adjectives.items():
            _put(book.adjectives, words, tuple(lands))
        book.drop, book.keep = frozenset(self.drop), frozenset(self.keep)
        keys: dict[tuple[str, ...], list[str]] = {}
        for actor in book.actors.values():
            if actor.kind == "person":
                for name in (actor.name, actor.surname):
                    if name:
                        keys.setdefault(tuple(fr.name_key(w) for w in fr.folded_words(name)), []).append(actor.name)
        book.keys = {k: tuple(dict.fromkeys(v)) for k, v in keys.items()}
        for table in (book.names, book.adjectives, book.heads, book.portfolios):
            for bucket in table.values():
                bucket.sort(key=lambda pair: -len(pair[0]))
        book.triggers = frozenset((*book.names, *book.adjectives, *book.heads))


def _put(table: Lookup[T], words: Iterable[str], value: T, *, keep: bool = False) -> None:
    first, *rest = words
    bucket = table.setdefault(first, [])
    for i, (other, _) in enumerate(bucket):
        if other == rest:
            if not keep:
                bucket[i] = (rest, value)
            return
    bucket.append((rest, value))


def _text(row: Mapping[str, Any], name: str) -> str:
    value = row[name]
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"{name} is empty")
    return value


def _surname(name: str) -> str:
    """The last word of a name with the particles before it: "von der Leyen", "ben Salmane"."""
    words = name.split(" ")
    start = len(words) - 1
    while start > 1 and fr.fold_word(words[start - 1]) in fr.PARTICLES:
        start -= 1
    return " ".join(words[start:]) if start > 0 else ""
