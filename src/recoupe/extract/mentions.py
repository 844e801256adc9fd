"""Actor mentions as they are found, and as they are told to others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from recoupe.extract.names import Named
from recoupe.extract.noun_phrase import Phrase
from recoupe.records import Resolution
from recoupe.text import Span


class Mention(NamedTuple):
    """One actor mention: span, canonical names (empty where unresolved), kind, how it was resolved, gender, number.

    ``kind``: person, state, institution, metonym, group, role, document, media, unnamed.
    """

    span: Span
    names: tuple[str, ...]
    kind: str
    how: Resolution
    gender: str | None
    number: str | None


@dataclass(slots=True)
class Item:
    """A mention as the scan reads it: word range, phrase or name, and its place in the sentence."""

    a: int
    b: int
    span: Span
    phrase: Phrase | None
    named: Named | None
    sentence: int
    quoted: bool
    oblique: bool
    """After a preposition: no subject."""
    names: tuple[str, ...] = ()
    kind: str = "unnamed"
    how: Resolution = "unresolved"
    gender: str | None = None
    number: str | None = None
