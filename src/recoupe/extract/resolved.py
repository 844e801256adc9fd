"""What the resolution of a speaker gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from recoupe.records import Resolution
from recoupe.text import Span

Previous = Sequence[tuple[Span, tuple[str, ...]]]
"""Span (of speaker or content) and reference of the statements before, in the order of the text."""

STRENGTH: list[Resolution] = ["name", "alias", "composed", "introduced", "unnamed", "inferred", "unresolved"]


class Resolved(NamedTuple):
    """Canonical names (empty where unresolved; several for a joint speaker), how, why, and candidates, best first."""

    reference: tuple[str, ...]
    resolution: Resolution
    note: str
    candidates: tuple[str, ...] = ()
