"""The language of a text, and of the long passages of a text that mixes two.

Most texts are known as French by their small words; the model (py3langid, in its wheel, 0.7 s to load) is asked only
about what these leave open. A text is taken for another language only where it is long enough to tell, and the model
sure: lists of names and headlines are not.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import Any

import msgspec

from recoupe.read.boundaries import split
from recoupe.read.data import words
from recoupe.read.masks import merge
from recoupe.records import Document, Mask
from recoupe.text import Span, subtract

HOME = "fr"
"""The language that is read, and assumed where a text does not tell."""
LONG = 80
"""Letters of a passage from which it can be told to be in another language, where that uses the same letters."""
FOREIGN_LETTERS = 20
"""Letters from which a passage in other letters than the Latin ones is told."""
SURE = 0.9
"""Probability from which the model is believed. With the small words asked first, it is wrong on none of the 2,452
sentences of at least LONG letters in two French treebanks (Sequoia, GSD), and on none of 250 French news texts."""
WHOLE = 0.8
"""Part of a text in other languages from which the whole is in one."""
MOST = 0.5
"""The same, where the rest is not plainly French."""
_COMMON, _OWN, _BESIDE = 0.25, 0.08, 0.3
"""Shares of small words, and of those that French alone has, from which a passage is French without asking; and of
small words in a text that is French as a whole."""
_RULE = "language/"
_FILE = "language.toml"
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


def identified(document: Document) -> Document:
    """The document with its language, or with masks over its long passages in another; its text is as it was."""
    holes = [(m.start, m.end) for m in document.masks]
    parts = [
        part
        for block in document.blocks
        if block.kind not in ("dateline", "credit")
        for part in subtract((block.start, block.end), holes)
    ]
    home = _plainly_home("\n".join(document.text[slice(*part)] for part in parts))
    foreign: list[tuple[Span, str]] = []
    for part in parts:
        passage = document.text[slice(*part)]
        # beside so much French, fewer of its own words will do
        if not (home and _small_words(passage)[0] >= _BESIDE):
            foreign += _foreign(document.text, part)
    if not foreign:
        return document
    held: Counter[str] = Counter()
    for span, code in foreign:
        held[code] += _letters(document.text[slice(*span)])
    spans = [span for span, _ in foreign]
    rest = "\n".join(document.text[slice(*left)] for part in parts for left in subtract(part, spans))
    # short lines do not tell by themselves: those of a text in another language are in that language too
    if held.total() >= (WHOLE if _plainly_home(rest) else MOST) * (held.total() + _letters(rest)):
        return msgspec.structs.replace(document, language=max(held, key=lambda code: (held[code], code)))
    laid = merge([*document.masks, *(Mask(*span, "language", _RULE + code) for span, code in foreign)])
    blocks = tuple(b for b in document.blocks if not any(s <= b.start and b.end <= e for s, e in spans))
    return msgspec.structs.replace(document, masks=tuple(laid), blocks=blocks)


def passages(document: Document) -> tuple[str, ...]:
    """Languages of the passages that are masked for being in another one, each once."""
    return tuple(sorted({m.rule.removeprefix(_RULE) for m in document.masks if m.kind == "language"}))


def _foreign(text: str, span: Span) -> list[tuple[Span, str]]:
    """Passages of a block in another language: all of it, or runs of its sentences."""
    code = language_of(text[slice(*span)])
    if code != HOME:
        return [(span, code)]
    found: list[tuple[Span, str]] = []
    for sentence in split(text, span, HOME):
        code = language_of(text[slice(*sentence)])
        if code != HOME:
            found.append((sentence, code))
    return found


def language_of(text: str) -> str:
    """ISO 639-1 code (639-3 where there is none) of the language of a passage; French unless it is surely another."""
    letters = _letters(text)
    latin = 2 * len(_LATIN.findall(text)) > letters
    if letters < (LONG if latin else FOREIGN_LETTERS) or _plainly_home(text):
        return HOME
    code, probability = _model().classify(text)
    return HOME if latin and probability < SURE else str(code)


def _letters(text: str) -> int:
    return sum(map(len, _WORD.findall(text)))


def _plainly_home(text: str) -> bool:
    """Whether the small words of French are so many that it can be nothing else."""
    common, own = _small_words(text)
    return common >= _COMMON and own >= _OWN


def _small_words(text: str) -> tuple[float, float]:
    """Shares of the words that are small words of French, and of French alone; names say nothing of a language."""
    found = [word for word in _WORD.findall(text) if word.islower()] or _WORD.findall(text.lower())
    shares = [sum(word in words(HOME, _FILE, key) for word in found) / max(1, len(found)) for key in ("common", "own")]
    return shares[0], shares[1]


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
