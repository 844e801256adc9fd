"""Words by which a sentence says that a stance holds on, from ``kept.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Kept:
    """The table of ``kept.toml``: one pattern for plain lower-case text, and its (sentence, counter-example) pairs."""

    holds: re.Pattern[str]
    tests: tuple[tuple[str, str], ...]


@cache
def load_kept() -> Kept:
    """The table, read once."""
    rows = tomllib.loads(files("recoupe.lang.fr.events").joinpath("kept.toml").read_text(encoding="utf-8"))
    say = "|".join(row["say"].replace("@firm@", rows["firm"]) for row in rows["holds"])
    return Kept(re.compile(rf"(?<![\w-])(?:{say})"), tuple((row["test"], row["not"]) for row in rows["holds"]))
