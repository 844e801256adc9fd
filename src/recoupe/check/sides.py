"""Whom a name speaks for: the state of an organ or a leader, the movement or organisation of its head, else itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from recoupe.extract.book import ActorBook
from recoupe.lang.fr.checks import load_checks
from recoupe.text import fold, fold_name

UNKNOWN = "?"
"""Key of a speaker that the text leaves unclear."""
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_BREAK = re.compile(r"[.;:\n«»\"]|, et (?!d)| (?:a|ont|est|sont|avait|avaient|aurait|auraient|doit|doivent) (?=[a-z])")
"""Ends what introduces a name; "le porte-parole du ministère, et X" names two, "le ministre a reçu X" too."""
_QUOTED = re.compile(r"«[^»]*»|\"[^\"]*\"")
_TITLE = 7
"""Words from an organ to the name that it introduces, at most: in "l'armée norvendienne recule, selon X" it is none."""
_NEAR = 5
"""Words of an office within which a nationality is its own, whatever stands before it."""
_OF = frozenset(["du", "de", "la", "l", "d", "des"])
_APPOSED = re.compile(r" ?, (?:l'|le |la |les )?(?P<office>[^,.;:()]{4,80})(?=[,.;:()]|$)")
_STOP = re.compile(r"[.!?\n]")
_DATELINE = re.compile(r"^.*\d \([^)]{2,30}\) ?[—–-] ", re.DOTALL)
"""What stands before the news, agency last: "HALDE, 4 juin 2031 (ATN) — "; the title too, which ends with no stop."""
_SHORT = re.compile(r" \((?:l'|la |le |les )?(?P<letters>[a-z]{3,9})\)")
"""The letters of a body behind its name: "(l'UOSM)"."""
_NAME = 200
"""Characters of the name of a body, at most."""
_WORD_OR_LETTER = re.compile(r"[^\W_]+")
_OPENS = 4
"""Words within which a sentence names its subject."""
_INQUIT = 5
"""Words before "son" in a sentence that only says who is quoted in it."""


class Sides:
    """Which state or movement a name speaks for, by the actor book."""

    def __init__(self, book: ActorBook) -> None:
        self._lands = {name: fold_name(land.name) for name, land in book.lands.items()}
        self.forms = {fold(form): fold_name(x.name) for x in book.lands.values() for form in (*x.forms, x.name)}
        """State of each of its names and adjectives."""
        self._peoples = {fold_name(x.name) for x in book.lands.values() if not x.code}
        self._actors = {
            a.name: fold_name(book.lands[a.country].name)
            for a in book.actors.values()
            if a.kind in ("person", "institution") and a.country in book.lands and not book.body_of(a.name)
        }
        self.leaders = {a.name: fold_name(m) for a in book.actors.values() if (m := book.body_of(a.name))}
        """Movement or organisation of each person that leads one."""
        self.groups = {
            fold(n): fold_name(a.name)
            for a in book.actors.values()
            if a.kind in ("group", "organisation")
            for n in (a.name, *a.aliases)
            if len(n) > 2
        }
        bodies = [a for a in book.actors.values() if a.kind in ("organisation", "institution")]
        self._bodies = {
            fold(n): fold_name(a.name) for a in bodies if a.kind == "organisation" for n in (a.name, *a.aliases)
        }
        named = "|".join(map(re.escape, sorted(self._bodies, key=len, reverse=True)))
        self._limb = re.compile(rf"{load_checks().limb.pattern} ?({named})\b") if named else None
        self._wholes = {fold_name(a.name): w for a in bodies for n in (a.name, *a.aliases) if (w := self._held(n))}
        armed = (a for a in book.actors.values() if a.kind == "group")
        self._movements = frozenset(fold(n) for a in armed for n in (a.name, *a.aliases))
        self.group = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(self.groups, key=len, reverse=True)))})\b")
        """Finds the name of a movement or an organisation in folded text."""
        self._known: dict[str, str] = {}
        self.words = frozenset(self.forms) | {w for n in self.forms.values() for w in fold_name(n).split()}
        """Words of the names and adjectives of states."""

    def of(self, name: str) -> str:
        """Folded name of the state that a name belongs to by the data, or by a nationality in it; empty where none."""
        if fold(name) in self._movements:
            return ""  # "l'Armée nationale du Norvend" may be a movement's
        if name not in self._known:
            self._known[name] = self._lands.get(name) or self._actors.get(name) or self._by_form(name)
        return self._known[name]

    def whole(self, name: str, key: str) -> str:
        """Key of the organisation whose body a name is ("la mission de l'ONU au Norvend"); else ``key``."""
        whole = self._wholes.get(key) or self._held(name) or key
        return self._wholes.get(whole, whole)

    def _held(self, name: str) -> str:
        folded, forms = fold(name).strip(), load_checks().limb_forms
        if (bare := next((w for p, w in load_checks().limb_names.items() if p.match(folded)), "")) in self._bodies:
            return self._bodies[bare]
        if (found := self._limb.match(folded) if self._limb is not None else None) is not None:
            nations = {*_WORD.findall(folded[: found.start(1)])} & self.forms.keys()
            return "" if nations else self._bodies[found.group(1)]  # "l'ambassadeur russe de l'ONU"
        return next((self._bodies.get(forms[w], "") for w in _WORD.findall(folded) if w in forms), "")

    def _by_form(self, name: str) -> str:
        folded, checks = fold(name), load_checks()
        if checks.rebels & set(_WORD.findall(folded)):
            return ""  # "les autorités rebelles norvendiennes"
        of = checks.organ_of.search(folded)  # "le service de presse de l'armée norvendienne"
        words = _WORD.findall(of.group(1) if of is not None else folded)
        if len(words) < 2:
            return ""
        stands = words[0] in checks.organs or (words[0] in checks.heads and checks.organs & set(words[1:4]))
        if not (stands or checks.officials.match(" ".join(words))):
            return ""
        named = [self.forms[w] for w in words if w in self.forms]
        return next((n for n in named if n not in self._peoples), next(iter(named), ""))


@lru_cache(maxsize=2)
def sides_of(book: ActorBook) -> Sides:
    """The sides that a book tells, which a program that follows feeds asks for again and again."""
    return Sides(book)


def _shorts(text: str) -> dict[str, str]:
    """The names whose letters a folded text gives behind them, by those letters."""
    found: dict[str, str] = {}
    for short in _SHORT.finditer(text):
        letters, at = short["letters"], short.start()
        words = _WORD_OR_LETTER.finditer(text, max(0, at - _NAME), at)
        bearing = [w for w in words if w.group() not in load_checks().letterless][-len(letters) :]
        between = text[bearing[0].start() : at] if bearing else ""
        if "".join(w.group()[0] for w in bearing) == letters and not _STOP.search(between) and "," not in between:
            found[letters] = between.strip()
    return found


class Here:
    """The same inside one text, by what it says beside a name. ``names``: of all who speak or act in it."""

    def __init__(self, sides: Sides, text: str, names: Iterable[str]) -> None:
        self.sides, self._text = sides, fold(text)
        self._led: dict[str, str] = {}
        self._told: dict[str, str] = {}
        found: dict[str, set[str]] = {}
        for name in names:
            first, side = fold(name).partition(" ")[0], sides.of(name)
            if side and first in load_checks().organs:
                found.setdefault(first, set()).add(side)
        self._shorts = _shorts(self._text)
        self._organs = {word: next(iter(states)) for word, states in found.items() if len(states) == 1}
        """State of each organ that the text names of one state alone."""

    def origin(self, name: str) -> str:
        """Key of the origin that a name stands for: the organs and leaders of one state, speaking for it, are one.

        Empty for the outlet's own people. :data:`UNKNOWN` for "ce dernier" and "la même source", where the text was not
        understood: it supports nothing.
        """
        checks, folded = load_checks(), fold(name)
        if checks.unknown.match(folded):
            return UNKNOWN
        if checks.outlet.match(folded):
            return ""
        full = name if folded in self.sides.groups else self._in_full(name)
        return self.state(name) or self.sides.whole(full, self.movement(name) or fold_name(full))

    def state(self, name: str) -> str:
        """Folded name of the state that a name speaks for: by the data, by its own words, or as the text introduces it
        ("porte-parole de l'armée norvendienne, X"); empty where none."""
        known = self.sides.of(name)
        if known or name in self.sides.leaders or fold(name) in self.sides.groups:
            return known
        if name not in self._told:
            folded = fold(name)
            bare = folded in load_checks().organs
            named = name[:1].isupper()  # and no "responsables du Front"
            self._told[name] = self._organs.get(folded, "") if bare else self._introduced(folded) if named else ""
        return self._told[name]

    def office(self, names: Sequence[str]) -> Literal["", "bare", "state"]:
        """Whether names are those of organs of a state ("state", also for its leaders), or of an organ that nothing
        says to be of one or the other ("la police")."""
        if any(map(self.state, names)):
            return "state"
        checks = load_checks()
        full = [fold(self._in_full(n)) for n in names if not self.movement(n)]
        bare = any(n.partition(" ")[0] in checks.organs or checks.arm_of.match(n) for n in full)
        return "bare" if bare else ""

    def _in_full(self, name: str) -> str:
        """A name in the words that the text gives for its letters ("Régie des eaux (RDE)"), also where it is cut."""
        folded = fold(name)
        cut = (long for long in self._shorts.values() if " " in folded and long.startswith(f"{folded} "))
        return self._shorts.get(folded) or next(cut, name)

    def official(self, name: str) -> bool:
        """Whether the text introduces a name as speaking for a state that it does not name: "le ministre, X"."""
        if self.state(name) or self.movement(name):
            return False
        for found in re.finditer(rf"\b{re.escape(fold(name))}\b", self._text):
            words = _WORD.findall(_BREAK.split(self._text[max(0, found.start() - 90) : found.start()])[-1])
            if any(w in load_checks().organs for w in words[-5:]):
                return True
        return False

    def _introduced(self, name: str) -> str:
        organs = load_checks().organs
        for found in re.finditer(rf"\b{re.escape(name)}\b", self._text):
            before = self._text[max(0, found.start() - 90) : found.start()]
            if load_checks().own_spokesman.search(_BREAK.split(before)[-1]) and (own := self._before(found.start())):
                return own
            if load_checks().own_officer.search(_BREAK.split(before)[-1]) and (own := self._subject(found.start())):
                return own
            if behind := self._apposed(self._text[found.end() : found.end() + 90]):
                return behind
            words = _WORD.findall(_BREAK.split(before)[-1])
            at = max((i for i, w in enumerate(words) if w in organs), default=None)
            if at is None or len(words) - at > _TITLE:
                continue
            side = self._named(words[at:])
            if side or len(words) - at <= 3:  # "le porte-parole du ministère, le général X"
                side = side or next((self._organs[w] for w in words[at::-1] if w in self._organs), "")
            if side:
                return side
        return ""

    def _subject(self, at: int) -> str:
        """The state that opens the sentence of an offset, or the one before where nothing but words of saying do: "La
        Tarvanie cède, a dit son ministre, X"; empty where another does."""
        before = [_DATELINE.sub("", t) for t in _STOP.split(_QUOTED.sub(" ", self._text[max(0, at - 600) : at]))]
        told = _WORD.findall(before[-1].rpartition(" son ")[0] or before[-1].rpartition(" sa ")[0])
        words = _WORD.findall(before[-2]) if len(told) <= _INQUIT and len(before) > 1 else told
        for i, word in enumerate(words[:_OPENS]):
            side = self.sides.forms.get(word, "")
            if side and (side == word or (i and words[i - 1] in load_checks().organs)):
                return side
        return ""

    def _apposed(self, after: str) -> str:
        """The state of an office told right behind a name: "X, ministre norvendien de l'Intérieur, …"."""
        apposed = _APPOSED.match(after)
        words = _WORD.findall(apposed["office"]) if apposed else []
        return self._named(words) if words and words[0] in load_checks().organs else ""

    def _named(self, words: Sequence[str]) -> str:
        """The state that the words of an office give it: near its noun, or behind "de"."""
        forms = self.sides.forms
        near = (w for i, w in enumerate(words[:_TITLE]) if w in forms and (i < _NEAR or words[i - 1] in _OF))
        return next((forms[w] for w in near), "")

    def _before(self, at: int) -> str:
        """The state of the organ named last before an offset, quotations aside: "…, a dit son porte-parole, X"."""
        words = _WORD.findall(_QUOTED.sub(" ", self._text[max(0, at - 600) : at]))
        return next((self._organs[w] for w in reversed(words) if w in self._organs), "")

    def movement(self, name: str) -> str:
        """Folded name of the group or organisation that a person leads or speaks for: by the data, or by the text
        beside the name ("le chef du M23, X", "X, porte-parole du M23", and "leur chef, X" of the group before)."""
        if name in self.sides.leaders:
            return self.sides.leaders[name]
        if name not in self._led:
            self._led[name] = self._leads(fold(name))
        return self._led[name]

    def _leads(self, name: str) -> str:
        lead, group = load_checks().leaders, self.sides.group
        itself = lead.before.match(name) or load_checks().body.match(name)
        if itself and (of := group.search(itself.group("of"))):
            return self.sides.groups[of.group()]
        for found in re.finditer(rf"\b{re.escape(name)}\b", self._text):
            before = self._text[max(0, found.start() - 250) : found.start()]
            clause, after = _BREAK.split(before)[-1], self._text[found.end() : found.end() + 90]
            if lead.own.search(clause) and (groups := group.findall(before)):
                return self.sides.groups[groups[-1]]
            told = lead.before.search(clause) or lead.after.match(_BREAK.split(after)[0])
            if told and (of := group.search(told.group("of"))):
                return self.sides.groups[of.group()]
            if told and (whole := self.sides.whole(told.group("of"), "")):
                return whole
        return ""
