"""A record as one flat row, the form of ``recoupe extract events``."""

from __future__ import annotations

import re
from typing import Any

from recoupe.lang.fr.events import load_events
from recoupe.records import Event, Evidence, Party
from recoupe.text import fold

_NAMES = {"military_activity": "MIL_ACTIVITY"}
_MODIFIERS = {
    "=": "exact",
    "~": "environ",
    ">": "plus de",
    ">=": "au moins",
    "<": "moins de",
    "<=": "au plus",
    "~<": "près de",
}


def as_row(event: Event, document_name: str) -> dict[str, Any]:
    """One JSON object: type in capitals, names as lists, offsets of the first evidence, the other spans beside it.

    A force or office is given with the state that the text names for it ("soldats X", "X"); a person is not.
    """
    first = event.evidence[0]
    return {
        "id": event.id,
        "doc": document_name,
        "type": _NAMES.get(event.type, event.type.upper()),
        "subtype": event.subtype or None,
        "actor": _names(event.actor),
        "actor_implied": [p.name for p in event.actor if p.implied],
        "target": _names(event.target),
        "place": [p.name for p in event.place],
        "date": event.date.mention.quote if event.date else None,
        "date_value": event.date.value if event.date else None,
        "quantity": _quantity(event),
        "attributed_to": _one(_said_by(event)),
        "chain": list(event.chain),
        "status": event.status,
        "stance": event.stance,
        "issue": event.issue,
        "fulfilment": event.fulfilment,
        "due": event.due.mention.quote if event.due else None,
        "weapon": event.weapon.quote if event.weapon else None,
        "evidence": first.quote,
        "start": first.start,
        "end": first.end,
        "also": [[e.start, e.end] for e in event.evidence[1:]],
        "plover": event.plover or None,
        "acled": event.acled or None,
        "rule": event.rule,
    }


def _one(names: tuple[str, ...]) -> str | list[str] | None:
    if not names:
        return None
    return names[0] if len(names) == 1 else list(names)


def _names(parties: tuple[Party, ...]) -> list[str]:
    found: dict[str, None] = {}
    for p in parties:
        found[p.name] = None
    for p in parties:
        if p.side is not None and p.kind not in ("person", "role", "kin", "state", "metonym"):
            found[p.side] = None
        metonym = _metonym(p.name, p.mention)
        if metonym:
            found[metonym] = None
    return list(found)


def _metonym(name: str, mention: Evidence | None) -> str | None:
    """The seat or capital by which the text calls a state ("le Kremlin"), where that is another word than its name."""
    if mention is None:
        return None
    said = re.sub(r"^(?:[Ll][ea] |[Ll]['’])", "", mention.quote)
    proper = (
        said[:1].isupper()
        and len(said.split()) <= 2
        and said.isprintable()
        and said.replace(" ", "").replace("-", "").isalpha()
    )
    shares = set(fold(said).split()) & set(fold(name).split())
    return said if proper and not shares and said.lower() not in load_events().lists["pronouns"] else None


def _said_by(event: Event) -> tuple[str, ...]:
    """Canonical names; a state that spoke through its seat is given with it."""
    if len(event.attributed_to) == 1:
        metonym = _metonym(event.attributed_to[0], event.source)
        if metonym:
            return (*event.attributed_to, metonym)
    return event.attributed_to


def _quantity(event: Event) -> dict[str, Any] | None:
    q = event.quantity
    if q is None and event.ordinal is not None:
        return {"value": event.ordinal.low, "unit": event.ordinal.unit, "modifier": "ordinal"}
    if q is None:
        return None
    scale = 100 if q.unit == "ratio" else 1
    low = None if q.low is None else q.low * scale
    high = None if q.high is None else q.high * scale
    exact = low if low == high else None
    return {
        "value": exact,
        "min": low,
        "max": high,
        "unit": "%" if q.unit in ("ratio", "percent") else q.unit,
        "modifier": _MODIFIERS.get(q.modifier, q.modifier),
    }
