"""Invented French war news for benchmarks: any number of documents from a grammar of sentences, and copies of them.

A sentence is written as clauses, ``//`` between those that may change places, and ``[a|b|c]`` where one wording stands
for another; ``{slots}`` are filled from the facts of an event or from large word lists. Names are made of syllables.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

_WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
FOOTER: str = _WORDS["footer"]
LINES: list[str] = _WORDS["patterns"].splitlines()
_GROUP = re.compile(r"\[([^\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")


class Sentence(NamedTuple):
    """A sentence before it is worded: its clauses, slots filled."""

    clauses: tuple[str, ...]


class Maker:
    """Makes events, documents and copies out of one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.papers = [f"{self.pick(('Le', 'L’Écho de', 'La Voix de'))} {self.name()}" for _ in range(12)]

    def pick(self, of: Sequence[str]) -> str:
        """One of them, without blanks at its ends."""
        return self.chance.choice(of).strip()

    def word(self, kind: str) -> str:
        """A word of this list of the data."""
        return self.pick(_WORDS[kind])

    def name(self) -> str:
        """An invented name."""
        return (
            "".join(self.word("syllables") for _ in range(self.chance.randint(1, 2))) + self.word("ends")
        ).capitalize()

    def number(self) -> str:
        """A count as it is written."""
        n = self.chance.choice(
            (self.chance.randint(12, 99), self.chance.randint(100, 999), self.chance.randint(2, 40) * 500)
        )
        return f"{n:,}".replace(",", " ")

    def spoken(self) -> str:
        """What somebody says, of about thirty words."""
        return " ; ".join(self.word("spoken") for _ in range(6))

    def event(self) -> dict[str, str]:
        """The facts that every report of an event shares: who, where, how many, and the words of an official."""
        return {
            "person": f"{self.name()} {self.name()}", "person2": f"{self.name()} {self.name()}", "place": self.name(),
            "place2": self.name(), "role": self.word("roles"), "role2": self.word("roles"), "bilan": self.number(),
            "quote": self.spoken(), "target": self.word("targets"),
        }  # fmt: skip

    def sentence(self, facts: dict[str, str]) -> Sentence:
        """One sentence about an event; what the facts leave open is drawn anew."""
        drawn: dict[str, str] = {}

        def fill(match: re.Match[str]) -> str:
            slot = match[1]
            return facts.get(slot) or drawn.setdefault(slot, self.slot(slot, facts))

        clauses = _SLOT.sub(fill, self.pick(LINES)).split(" // ")
        return Sentence(tuple(clauses))

    def noun(self) -> str:
        """A noun with its article, and sometimes with what tells it from others."""
        return f"un {self.pick(_WORDS['nouns'])}" + self.chance.choice(
            (
                "",
                "",
                f" de {self.name()}",
                f" long de {self.number()} mètres",
                f" signé {self.name()}",
                f" au sud de {self.name()}",
            )
        )

    def slot(self, slot: str, facts: dict[str, str]) -> str:
        """What fills a slot that is no fact."""
        return {
            "number": self.number(), "small": str(self.chance.randint(2, 11)), "noun": self.noun(),
            "noun2": self.noun(), "adjective": self.word("adjectives"), "adjective2": self.word("adjectives"),
            "office": self.word("offices"), "topic": self.word("topics"), "cargo": f"des {self.word('cargoes')}",
            "of_cargo": f"des {self.word('cargoes')}", "action": self.word("actions"),
            "audience": self.word("audiences"), "claim": self.word("claims"), "target_of": f"d'{facts['target']}",
        }[slot]  # fmt: skip

    def report(self, facts: dict[str, str], length: int) -> list[Sentence]:
        """The sentences of one report, its quotation once."""
        made: list[Sentence] = []
        while len(made) < length:
            one = self.sentence(facts)
            if not any(facts["quote"] in c for c in one.clauses) or not any(
                facts["quote"] in c for s in made for c in s.clauses
            ):
                made.append(one)
        return made

    def worded(self, sentences: list[Sentence]) -> list[list[str]]:
        """Each sentence's clauses in one wording."""
        return [[_GROUP.sub(lambda m: self.pick(m[1].split("|")), c) for c in s.clauses] for s in sentences]

    def again(self, clause: str, old: str, share: float) -> str:
        """The clause, with a wording other than in ``old`` for about ``share`` of what can be said otherwise."""

        def choose(match: re.Match[str]) -> str:
            words: list[str] = match[1].split("|")
            said = [w for w in words if w in old] or words
            other = [w for w in words if w not in old]
            return self.chance.choice(other if other and self.chance.random() < share else said)

        return _GROUP.sub(choose, clause)

    def edited(self, sentences: list[Sentence], before: list[list[str]]) -> list[list[str]]:
        """The same with one word in ten or so another, one sentence dropped and another one put in."""
        made = [
            [self.again(c, was, 0.25) for c, was in zip(s.clauses, old, strict=True)]
            for s, old in zip(sentences, before, strict=True)
        ]
        made[self.chance.randrange(1, len(made))] = self.worded([self.sentence(self.event())])[0]
        return made

    def reworded(self, sentences: list[Sentence], before: list[list[str]]) -> list[list[str]]:
        """The same in other words, clauses and sentences in another order; names, numbers and quotation kept."""
        made = []
        for sentence, old in zip(sentences, before, strict=True):
            clauses = [self.again(c, was, 0.8) for c, was in zip(sentence.clauses, old, strict=True)]
            made.append(clauses[1:] + clauses[:1] if self.chance.random() < 0.6 else clauses)
        return self.moved(made)

    def moved(self, sentences: list[list[str]]) -> list[list[str]]:
        """In another order."""
        order = sentences[:]
        self.chance.shuffle(order)
        return order


def written(sentences: list[list[str]]) -> str:
    """The text, in paragraphs of two sentences."""
    lines = [text[0].upper() + text[1:] + "." for text in (", ".join(clauses) for clauses in sentences)]
    return "\n\n".join(" ".join(lines[i : i + 2]) for i in range(0, len(lines), 2))
