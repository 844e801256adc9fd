"""The names that the makers of pages give to their elements, and the word lists of ``data/pages.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from lxml.html import HtmlElement

_CAPITAL = re.compile(r"(?<=[a-z\d])(?=[A-Z])")
_PARTS = re.compile(r"[^a-z\d]+")


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads((resources.files("recoupe.data") / "pages.toml").read_text(encoding="utf-8"))


@cache
def listed(table: str, key: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(_table()[table][key])


def names(element: HtmlElement) -> list[str]:
    """The classes and ids of an element, each as lower-case words between hyphens: "-article-comments-"."""
    given = f"{element.get('class') or ''} {element.get('id') or ''}".split()
    return [f"-{_PARTS.sub('-', _CAPITAL.sub('-', name).lower()).strip('-')}-" for name in given]


@cache
def _pattern(table: str, key: str) -> re.Pattern[str]:
    words = (re.escape(word.replace(" ", "-")).replace(r"\*", "[a-z0-9]*") for word in sorted(listed(table, key)))
    return re.compile(f"-(?:{'|'.join(words)})-")


def named(element: HtmlElement, table: str, key: str) -> bool:
    """Whether a class or an id of the element has a word of this list of ``pages.toml``."""
    modifiers = _pattern("zones", "modifiers")
    return any(_pattern(table, key).search(name) and not modifiers.match(name) for name in names(element))
