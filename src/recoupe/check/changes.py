"""What two days differ in: each finding as the texts told by the one and by the other day leave it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from recoupe.check.claims import Claim
from recoupe.check.findings import Related, Voice, finding
from recoupe.check.promises import told_by
from recoupe.records import Finding

Kind = Literal["new", "corroborated", "contested", "denied", "superseded", "changed"]
KINDS: tuple[Kind, ...] = ("new", "corroborated", "contested", "denied", "changed", "superseded")


class Change(msgspec.Struct, frozen=True):
    """A finding as of the later day, and what is new about it since the earlier one, in the order of KINDS."""

    kinds: tuple[Kind, ...]
    after: Finding
    before: Finding | None = None


def as_of(group: Sequence[Claim], related: Related, voice: Voice, day: str) -> Finding | None:
    """The finding of the records that surely were told by a day (ISO); None where none was."""
    told = told_by(group, day)
    return finding(told, related, voice) if told else None


def change(group: Sequence[Claim], related: Related, voice: Voice, since: str, until: str) -> Change | None:
    """What the texts told after ``since`` and by ``until`` changed of a finding; None where they changed nothing."""
    before, after = (as_of(group, related, voice, day) for day in (since, until))
    if after is None:
        return None
    kinds: list[Kind] = ["new"] if before is None else []
    was = before.verdict if before is not None else ""
    if after.verdict in ("corroborated", "contested", "denied") and after.verdict != was:
        kinds.append(after.verdict)
    old = {(h.origin, h.low, h.high, h.modifier) for h in before.held if h.superseded} if before is not None else set()
    if any(h.superseded and (h.origin, h.low, h.high, h.modifier) not in old for h in after.held):
        kinds.append("superseded")
    return Change(tuple(kinds), after, before) if kinds else None
