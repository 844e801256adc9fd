"""Whether the clause of an expression tells of the past or of the future, from surface forms alone.

Without a parse: verb groups and clause boundaries of a sentence are found by one expression, and the verb that governs
an offset is the nearest one of its own clause, before it if there is one. Checked against spoken rules of French news:
"X a déclaré lundi qu'il n'irait pas" (past), "X a confirmé qu'il irait à Rome lundi" (future).
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Literal

Direction = Literal["past", "present", "future"]
PATH = Path(__file__).with_name("tense.toml")


@dataclass(frozen=True, slots=True)
class Sense:
    """What the clause says: where its time lies, and whether its verb speaks of a plan ("a proposé", "a promis de")."""

    direction: Direction | None
    plan: bool = False
    missed: bool = False
    """"devait": a plan of which the day may well be past."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    """"verb", "strong" (a new clause of its own), "relative", "comma"."""
    start: int
    end: int
    sense: Sense


_NONE = Sense(None)
_QUOTES = ("«", "»", '"', "“", "”")
_DIRECTIONS: dict[str, Direction] = {
    "modal": "future",
    "want": "future",
    "future": "future",
    "ahead": "future",
    "imperfect": "past",
    "past": "past",
}
_FUTURE_BEFORE = re.compile(
    r"(?:d'ici(?: à| au)?|au plus tard|prévue?s?|attendue?s?|d'ici le|au plus tôt)(?: (?:le|la|à|au|ce))? ?$"
)
_PAST_BEFORE = re.compile(r"(?:depuis|remonte(?:nt)? à|datée?s? d[eu]|date(?:nt)? d[eu])(?: (?:le|la|au|ce))? ?$")
_FOR_BEFORE = re.compile(r"\bpour(?: (?:le|la|les|ce))? ?$")
_AIM_BEFORE = re.compile(
    r"(?:à|au|jusqu'(?:à|au|en)|avant|dès|à partir d[ue]|entre|à compter d[ue])(?: (?:le|la|les))?"
    r"(?: (?:fin|début))? ?$"
)

_LIMIT_BEFORE = re.compile(r"(?:avant|d'ici|au plus tard)(?: (?:le|la|les|à|au))?(?: (?:fin|début))? ?$")
_AIM_INSIDE = re.compile(r"(?:avant|d'ici|dès|jusqu') ?")
"""The same words, where the expression itself begins with them: "avant la fin du mois"."""


class Clauses:
    """The verb groups and boundaries of one sentence of a lowered text; built once, asked for each expression."""

    def __init__(self, low: str, text: str, start: int, end: int) -> None:
        self.low, self.start, self.end = low, start, end
        self.tokens = _tokens(low, text, start, end)

    def sense(self, start: int, end: int) -> Sense:
        """The direction of the clause that holds the expression at [start, end)."""
        before = self.low[max(self.start, start - 24) : start]
        if _PAST_BEFORE.search(before) or _compiled().done_noun.search(self.low[max(self.start, start - 60) : start]):
            return Sense("past")
        if match := _FUTURE_BEFORE.search(before):
            return Sense("future", plan=match.group().startswith(("prév", "attend")))
        found, gap = self._governor(start, end)
        if _FOR_BEFORE.search(before) and (found.plan or found.direction != "past"):
            return Sense("future", plan=True)
        if (
            found.plan
            and found.direction == "past"
            and (_AIM_BEFORE.search(before) or _AIM_INSIDE.match(self.low, start))
        ):
            return Sense("future", plan=True)
        if (
            found.direction == "past"
            and _LIMIT_BEFORE.search(before)
            and _compiled().due_back.search(self.low[self.start : start])
        ):
            return Sense("future", plan=True)
        done = _compiled().done_beside.search(self.low[max(self.start, start - 60) : start])
        if done and found.direction in ("present", None) and not found.plan:
            return Sense("past")  # "sont recherchés après une attaque mardi"
        # "a annoncé en mars une trêve": right after the verb, the expression dates the verb and not what it announces.
        return found if gap > 3 or found.direction != "past" else Sense("past")

    def _governor(self, start: int, end: int) -> tuple[Sense, int]:
        token = self._governing_verb(start, end)
        if token is None:
            directions = {t.sense.direction for t in self.tokens if t.kind == "verb"} - {None}
            return (Sense(directions.pop()) if len(directions) == 1 else _NONE), 99
        return self._with_governor(token), start - token.end if token.end <= start else 99

    def _governing_verb(self, start: int, end: int) -> _Token | None:
        left = [t for t in self.tokens if t.end <= start][::-1]
        right = [t for t in self.tokens if t.start >= end]
        inside = _first_verb(left, ("strong", "relative", "comma")) or _first_verb(
            right, ("strong", "relative", "comma")
        )
        if inside:
            return inside
        # A clause without a verb of its own: an adverbial between commas goes with the nearest verb beyond a comma.
        near_left, near_right = _first_verb(left, ("strong",)), _first_verb(right, ("strong",))
        if near_left and near_right:
            nearer_left = start - near_left.end <= near_right.start - end
            return near_left if nearer_left else near_right
        if near_left or near_right:
            return near_left or near_right
        # A fragment in quotation marks goes with the verb before them: 'souhaitait « en finir avant l'été »'.
        return _first_verb([t for t in left if self.low[t.start : t.end] not in _QUOTES], ("strong",))

    def _with_governor(self, token: _Token) -> Sense:
        """An infinitive takes its time from what governs it: a plan makes it future, a finite past makes it past."""
        if token.sense.direction is not None:
            return token.sense
        if _compiled().plan_noun.search(self.low[max(self.start, token.start - 24) : token.start]):
            return Sense("future", plan=True)
        earlier = [t for t in self.tokens if t.end <= token.start][::-1]
        above = _first_verb([t for t in earlier if t.sense.direction or t.kind != "verb"], ("strong",))
        if above is None:
            return Sense("future")
        if above.sense.plan or above.sense.direction != "past":
            return Sense("future", plan=True, missed=above.sense.missed)
        return above.sense if token.sense.plan is False else Sense("future")


@lru_cache(maxsize=256)
def clauses_of(low: str, text: str, start: int, end: int) -> Clauses:
    """The clauses of a sentence, remembered: dating and time expressions ask for the same ones."""
    return Clauses(low, text, start, end)


def scheduled(word: str) -> bool:
    """Whether a participle says that what it stands with is to come: "attendu", "prévues"."""
    return _compiled().planned.match(word) is not None


def _first_verb(tokens: list[_Token], stops: tuple[str, ...]) -> _Token | None:
    for token in tokens:
        if token.kind in stops:
            return None
        if token.kind == "verb":
            return token
    return None


def _tokens(low: str, text: str, start: int, end: int) -> list[_Token]:
    known = _compiled()
    found = []
    for match in known.pattern.finditer(low, start, end):
        kind = match.lastgroup or ""
        word = match.group()
        if kind in ("strong", "relative", "comma"):
            found.append(_Token(kind, match.start(), match.end(), _NONE))
            continue
        if word.startswith("est ") and low[max(start, match.start() - 2) : match.start()] in ("l'", "l’"):
            continue  # "l'est du pays"
        if kind in ("present", "want"):
            before = low[max(start, match.start() - 12) : match.start()].rstrip()
            if known.noun_before.search(before):
                continue
        if kind == "participle" and found and found[-1].kind == "verb" and not known.planned.search(word):
            gap = low[found[-1].end : match.start()]
            if len(gap) < 14 or known.only_adverbs.fullmatch(gap):
                continue  # "sera officiellement signé": part of the group before it
        if kind == "compound" and word.startswith("avoir ") and found and found[-1].kind == "verb":
            gap = low[found[-1].end : match.start()]
            if found[-1].sense.direction == "future" and known.only_adverbs.fullmatch(gap):
                continue  # "devront avoir quitté": done by then, and then is ahead
        # "A Kiev" is no auxiliary, and a capital inside a sentence is a name ("Sahara").
        first = text[match.start()]
        if first.isupper() and (
            word.startswith("a ") or (match.start() > start and kind in ("future", "imperfect", "past"))
        ):
            continue
        if sense := known.sense(kind, word):
            found.append(_Token("verb", match.start(), match.end(), sense))
    return found


class _Forms:
    """The expressions and word lists of tense.toml."""

    def __init__(self) -> None:
        with PATH.open("rb") as file:
            data = tomllib.load(file)
        lists = {name: "|".join(sorted(words, key=len, reverse=True)) for name, words in data["words"].items()}
        self.not_verbs = frozenset(data["words"]["not_verbs"])
        kinds = {k: re.sub(r"@([a-z_]+)@", lambda m: f"(?:{lists[m[1]]})", v) for k, v in data["kinds"].items()}
        self.pattern = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in kinds.items()))
        self.only_adverbs = re.compile(rf"(?: (?:{lists['adverb']})){{0,3}} ")
        self.noun_before = re.compile(rf"(?<!\w)(?:{lists['determiner']})$")
        self.planned = re.compile(rf"(?:{lists['planned']})$")
        self.plan = re.compile(rf"(?<![\w])(?:{lists['plan']})\b")
        # a promise told back: "a promis que le char aurait quitté la ville avant le 31"
        self.due_back = re.compile(
            rf"(?<![\w])(?:{lists['plan']}|confirmée?|assurée?|certifiée?)\b.*\baur(?:ait|aient)\b"
            r"|\b(?:subordonn|conditionn|suspendu)\w* (?:à|au|aux)\b"
        )
        self.plan_noun = re.compile(rf"\b(?:{lists['plan_nouns']})s? $")
        self.done_noun = re.compile(
            rf"\b(?:{lists['done_nouns']})s?(?: (?!(?:de|du|à|qui|que|et|par|contre)\b)[^\W\d_]+)?"
            rf" (?:de|du|dans la nuit de)(?: la nuit de)? ?$"
        )
        self.done_beside = re.compile(
            r"\b(?:suite à|après|depuis|dans|par|lors d['e]|d') ?(?:un|une|des|l'|la|le|les|cette|cet|ces)? ?"
            rf"(?:{lists['done_nouns']})s?(?: (?!(?:de|du|à|qui|que|et|par|contre|sur)\b)[^\W\d_]+)? $"
        )
        self.motion = re.compile(rf"(?:{lists['motion']})$")
        self.speech = re.compile(rf"(?:{lists['speech']})$")

    def sense(self, kind: str, word: str) -> Sense | None:
        """What one verb group says; None where it is no verb after all."""
        last = word.rsplit(" ", 1)[-1].rsplit("'", 1)[-1]
        if kind in ("future", "imperfect", "infinitive", "participle", "past") and last in self.not_verbs:
            return None
        if kind == "hedge" and last == "lieu":
            return Sense("future")  # "a annoncé que la session aurait lieu en mai"
        if kind in ("compound", "hedge") and last in ("lieu", "peu", "jeu", "feu", "partie", "mois", "début"):
            return None
        plan = bool(self.plan.search(word))
        if kind == "compound":
            if self.planned.search(word):  # "était censée partir lundi": ahead, or the plan that failed
                return Sense("future", plan=True, missed=word.startswith(("était ", "étaient ")))
            if word.startswith("être "):  # "doit être signé": an infinitive, governed like any other
                return Sense(None)
            if word.startswith(("est ", "sont ")) and not self.motion.search(word):
                return Sense("present", plan)  # "est signé"; reflexives ("s'est rendu") start otherwise
            return Sense("past", plan)
        if kind == "hedge":  # "aurait frappé" tells of the past, "serait signé" of the future
            past = word.lstrip("ns'e ").startswith(("aur", "ser")) and (
                word.lstrip("ns'e ").startswith("aur") or bool(self.motion.search(word))
            )
            return Sense("past" if past else "future")
        if kind == "participle":
            return Sense("future", plan=True) if self.planned.search(word) else Sense("past", plan)
        if kind == "intended":  # "devait partir lundi": ahead, or the plan that failed
            return Sense("future", plan=True, missed=True)
        if kind == "subjunctive":  # "à ce que la ligne soit rouverte": as far off as what governs it
            return Sense(None)
        if kind == "infinitive":
            return Sense(None, plan=word.startswith("pour "))
        if kind == "present":
            return Sense("past") if self.speech.search(word) else Sense("present", plan)
        return Sense(_DIRECTIONS[kind], plan)


@cache
def _compiled() -> _Forms:
    return _Forms()
