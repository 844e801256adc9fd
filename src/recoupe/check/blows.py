"""The blow that a toll is of which names neither day nor place: the only one that its text has told before it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from recoupe.check.around import sentence
from recoupe.lang.fr.checks import load_checks
from recoupe.records import Event
from recoupe.text import fold

if TYPE_CHECKING:
    from recoupe.check.claims import Claim

_TOLL = "events@1:toll."
"""Rules of those who are counted by a noun for the dead or the hurt: who "sont morts de froid" died of no blow."""
_WHOLE = 400
"""Characters on each side within which a sentence begins and ends."""
_HARM = frozenset(["killed", "wounded"])
_TOLD = frozenset(["happened", "claimed"])
_PLACED = re.compile(
    r"(?:^|[\s(«])(?:[àÀA]|[Dd]ans|[Pp]rès d[eu']|[Vv]ers|[Ee]n|[Ss]ur)\s(?:la |le |les |l['’])?[A-ZÀ-Ý][\w-]+"
)
"""A place that the sentence of a toll names, known or not."""


def of_the_blow(claims: Sequence[Claim], events: Iterable[tuple[str, Event]], text: str) -> list[Claim]:
    """The claims of one text in order, each bare toll with the day and place of the blow before it: "Une frappe a tué
    neuf personnes mardi à X. … Le maire parle de douze morts". None where the text has told of two blows by then."""
    counts = {i for i, e in events if e.rule.startswith(_TOLL) or e.rule.endswith(".anew")}
    return [_joined(c, claims[:i]) if c.id in counts and _bare(c, text) else c for i, c in enumerate(claims)]


def _bare(c: Claim, text: str) -> bool:
    """Whether a toll names no day and no place, and its sentence none of another thing."""
    if c.type != "casualties" or c.subtype not in _HARM or c.status not in _TOLD or not c.counted:
        return False
    if c.scope or c.marked or (c.placed and c.spots) or (c.days is not None and c.days.own):
        return False
    told, checks = sentence(text, (c.start, c.end), (0, len(text)), reach=_WHOLE), load_checks()
    own = checks.own_blow.search(fold(told)) or _PLACED.search(told)
    return own is None and checks.no_blow.search(fold(told)) is None


def of_no_blow(e: Event, text: str) -> bool:
    """Whether a toll is of no one blow, so that neither the day nor the place around it is its own."""
    if e.type != "casualties":
        return False
    told = sentence(text, e.evidence[0].span, (0, len(text)), reach=_WHOLE)
    return load_checks().no_blow.search(fold(told)) is not None


def _joined(c: Claim, before: Sequence[Claim]) -> Claim:
    blows = [b for b in before if b.start < c.start and b.status in _TOLD and _blow(b)]
    if any(b.marked for b in blows):
        return c
    spots = [b.spots for b in blows if b.placed and b.spots]
    days = [b.days for b in blows if b.days is not None and b.days.own]
    names = [{s.name for s in x} for x in spots]
    apart = any(not x & y for x, y in itertools.combinations(names, 2))
    days_apart = any(x.first > y.last or y.first > x.last for x, y in itertools.combinations(days, 2))
    if not spots or not days or apart or days_apart or days[0].length > 2:
        return c
    if c.spots and not names[0] & {s.name for s in c.spots}:
        return c
    if c.days is not None and not c.days.supposed and (c.days.first > days[0].last or days[0].first > c.days.last):
        return c
    return msgspec.structs.replace(c, spots=spots[0], placed=False, days=msgspec.structs.replace(days[0], own=False))


def _blow(c: Claim) -> bool:
    return c.type == "attack" or (c.type == "casualties" and c.subtype in _HARM and c.counted and not c.scope)
