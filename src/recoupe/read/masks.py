"""Masks: ranges that are no part of the news. Rules are rows of ``masks.toml``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any, Literal

import msgspec

from recoupe.errors import BadKnowledge
from recoupe.read import boundaries
from recoupe.read.data import LANGUAGES, load
from recoupe.records import Mask, MaskKind
from recoupe.text import Span, plain

FILE = "masks.toml"
Scope = Literal["line", "sentence", "inline", "prefix", "suffix"]
LONGEST_LINE = 600
"""Longer lines and sentences, in characters, are news (or no prose at all): no line or sentence rule is tried."""

_FRAGMENT = re.compile(r"<<(\w+)>>")
_QUOTES = re.compile(r"[«»“”\"]")


class Rule(msgspec.Struct, frozen=True):
    """One row of a rule file, with its pattern compiled; ``name`` says file and row."""

    name: str
    kind: str
    scope: Scope
    pattern: re.Pattern[str]
    test: str
    unlike: str
    takes: str | None = None
    bare: bool = False
    heads: bool = False
    change: bool = False
    beside: bool = False


@cache
def rules(language: str, file: str) -> tuple[Rule, ...]:
    """The rows of ``lang/<language>/<file>``, in order. Raises BadKnowledge naming the row that is not well formed."""
    table = load(language, file)
    fragments: dict[str, str] = table.get("fragments", {})
    found: list[Rule] = []
    for number, row in enumerate(table.get("rule", ()), start=1):
        where = f"rule {number}"
        try:
            pattern = re.compile(expand(row["pattern"], fragments), re.IGNORECASE)
            found.append(_rule(row, f"{file.removesuffix('.toml')}/{row['kind']}#{number}", pattern))
        except (KeyError, re.error, msgspec.ValidationError) as error:
            raise BadKnowledge(LANGUAGES / language / file, where, repr(error)) from error
    return tuple(found)


def _rule(row: dict[str, Any], name: str, pattern: re.Pattern[str]) -> Rule:
    scope = msgspec.convert(row["scope"], Scope)
    flags = {flag: row.get(flag, False) for flag in ("bare", "heads", "change", "beside")}
    return Rule(name, row["kind"], scope, pattern, row["test"], row["not"], row.get("takes"), **flags)


def expand(pattern: str, fragments: dict[str, str]) -> str:
    """The pattern with every <<name>> replaced by its fragment, nested ones included."""
    while match := _FRAGMENT.search(pattern):
        pattern = f"{pattern[: match.start()]}{fragments[match.group(1)]}{pattern[match.end() :]}"
    return pattern


def inline_masks(text: str, language: str) -> list[Mask]:
    """Stray marks anywhere in the text: template marks, tags, entities. Disjoint, in order."""
    flat = plain(text)
    found: list[Mask] = []
    for rule in rules(language, FILE):
        if rule.scope == "inline":
            found.extend(_mask(match.span(), rule) for match in rule.pattern.finditer(flat) if match.group())
    return merge(found)


def line_mask(text: str, span: Span, language: str) -> tuple[Mask, bool] | None:
    """The mask of a line that as a whole is no news, and whether it heads a list of other articles; or None."""
    if span[1] - span[0] > LONGEST_LINE:
        return None
    flat = plain(text[span[0] : span[1]])
    for rule in rules(language, FILE):
        if rule.scope == "line" and rule.pattern.fullmatch(flat):
            return _mask(span, rule), rule.heads
    return None


def sentence_masks(text: str, span: Span, language: str) -> list[Mask]:
    """Masks of the sentences of a paragraph that promote, invite to subscribe or point to other articles."""
    if not _any_sentence(language).search(_flat(text, span)):
        return []
    found: list[Mask] = []
    for sentence in boundaries.split(text, span, language):
        if sentence[1] - sentence[0] > LONGEST_LINE:
            continue
        flat = _flat(text, sentence)
        for rule in rules(language, FILE):
            match = rule.pattern.search(flat) if rule.scope == "sentence" else None
            if match and not _quoted(text, span[0], sentence[0] + match.start()):
                found.append(_mask(sentence, rule))
                break
    return found


@cache
def _any_sentence(language: str) -> re.Pattern[str]:
    """All sentence rules as one pattern, to pass over the paragraphs that none of them can touch."""
    patterns = (rule.pattern.pattern.removeprefix("^") for rule in rules(language, FILE) if rule.scope == "sentence")
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


def _flat(text: str, span: Span) -> str:
    """The span with plain apostrophes and spaces, line ends as spaces, offset for offset."""
    return plain(text[span[0] : span[1]]).replace("\n", " ").replace("\r", " ")


def _quoted(text: str, start: int, at: int) -> bool:
    """Whether a quotation is open at ``at``, in the paragraph that begins at ``start``: what people say is news."""
    depth = {"«": 0, "“": 0, '"': 0}
    for sign in _QUOTES.findall(text, max(start, at - 5_000), at):
        if sign in "«“":
            depth[sign] += 1
        elif sign == '"':
            depth[sign] ^= 1
        else:
            depth["«" if sign == "»" else "“"] = 0
    return any(depth.values())


def _mask(span: Span, rule: Rule) -> Mask:
    return Mask(span[0], span[1], msgspec.convert(rule.kind, MaskKind), rule.name)


def merge(masks: Sequence[Mask]) -> list[Mask]:
    """The masks in order, those that overlap joined into one under the first one's kind."""
    found: list[Mask] = []
    for mask in sorted(masks):
        if found and mask.start < found[-1].end:
            last = found[-1]
            found[-1] = Mask(last.start, max(last.end, mask.end), last.kind, last.rule)
        else:
            found.append(mask)
    return found
