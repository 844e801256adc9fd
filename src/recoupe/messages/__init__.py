"""What the program says to people, in French and in English: one TOML file a language, the same keys in each."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

LANGUAGES = ("fr", "en")
DEFAULT = "fr"
_GROUPS = {"fr": "\N{NARROW NO-BREAK SPACE}", "en": ","}


class Messages:
    """The messages of one language. ``t("brief.title", n=3)`` fills the places of the message of that key.

    A message that counts is a table {one, other}; ``n`` chooses: in French 0 and 1 are singular, in English 1 alone.
    """

    def __init__(self, language: str, table: Mapping[str, Any]) -> None:
        self.language = language
        self._table = table

    def __call__(self, key: str, **values: object) -> str:
        """The message of this key; raises KeyError where there is none."""
        found = self._find(key)
        if isinstance(found, Mapping):
            n = values["n"]
            assert isinstance(n, int)
            found = found["one" if n == 1 or (n == 0 and self.language == "fr") else "other"]
            values["n"] = self.number(n)
        assert isinstance(found, str)
        return found.format(**values) if values else found

    def number(self, n: int) -> str:
        """A whole number with its digits in groups of three, as the language's readers write it."""
        return f"{n:,}".replace(",", _GROUPS[self.language])

    def has(self, key: str) -> bool:
        """Whether there is a message of this key."""
        try:
            self._find(key)
        except KeyError:
            return False
        return True

    def table(self, name: str) -> Mapping[str, str]:
        """A table of whole phrases, by the English that the library says; empty where the language has none."""
        found = self._table.get(name, {})
        assert isinstance(found, Mapping)
        return found

    def every_key(self) -> set[str]:
        """Every key, with dots."""

        def walk(table: Mapping[str, Any], before: str) -> set[str]:
            found = set()
            for name, value in table.items():
                if isinstance(value, Mapping):
                    found |= walk(value, f"{before}{name}.")
                else:
                    found.add(before + name)
            return found

        return walk(self._table, "")

    def _find(self, key: str) -> Any:
        found: Any = self._table
        for part in key.split("."):
            if not isinstance(found, Mapping) or part not in found:
                raise KeyError(key)
            found = found[part]
        return found


@functools.cache
def messages(language: str = DEFAULT) -> Messages:
    """The messages of a language of LANGUAGES."""
    file = resources.files("recoupe.messages") / f"{language}.toml"
    return Messages(language, tomllib.loads(file.read_text(encoding="utf-8")))


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """The language asked for: ``--lang`` wherever it stands, else the locale, else French."""
    for i, argument in enumerate(arguments):
        asked = argument.partition("=")[2] if argument.startswith("--lang=") else ""
        if argument == "--lang" and i + 1 < len(arguments):
            asked = arguments[i + 1]
        if asked in LANGUAGES:
            return asked
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environment.get(name, "")
        if value:
            return value[:2] if value[:2] in LANGUAGES else DEFAULT
    return DEFAULT
