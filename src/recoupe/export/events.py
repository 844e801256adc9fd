"""A typed record in one line: what, how it stands, who, where, when, how many, and the words that say so."""

from __future__ import annotations

from collections.abc import Iterable

from recoupe.export.wording import kind_of, modified
from recoupe.messages import Messages
from recoupe.records import Event, Party

_LINK = 5
"""Characters between a number and its noun that belong to both: " de "."""


def line(event: Event, t: Messages) -> str:
    """ "attaque, affirmé par X : A → B ; lieu ; 148 drones — « … »": only what the record holds."""
    said = t(f"status.{event.status}")
    if event.attributed_to:
        said += " " + t("event.by", names=", ".join(event.attributed_to))
    told = facts(event, t)
    kind = kind_of(event.type, event.stance, t, event.subtype)
    return f"{kind}, {said}{t('quote.colon') + told if told else ''}{t('quote.dash')}{words(event, t)}"


def words(event: Event, t: Messages) -> str:
    """The words that say so, on one line."""
    return t("quote.open") + " ".join(event.evidence[0].quote.split()) + t("quote.close")


def facts(event: Event, t: Messages) -> str:
    """Who, to whom, where, when, how many; an implied party in brackets."""
    places = _joined(p.name for p in event.place)
    held = [_sides(event.actor, event.target), places, _when(event), _count(event, t)]
    return " ; ".join(fact for fact in held if fact)


def _sides(actors: tuple[Party, ...], targets: tuple[Party, ...]) -> str:
    targets = tuple(p for p in targets if p.name not in {a.name for a in actors})
    done = _joined(f"[{p.name}]" if p.implied else p.name for p in actors)
    to = _joined(f"[{p.name}]" if p.implied else p.name for p in targets)
    return f"{done or '?'} → {to}" if to else done


def _joined(names: Iterable[str]) -> str:
    return ", ".join(names)


def _when(event: Event) -> str:
    if event.date is None:
        return ""
    value, words = event.date.value or "", event.date.mention.quote
    return f"{words} ({value})" if value[:1].isdigit() and value != words else words


def _count(event: Event, t: Messages) -> str:
    """The number with its modifier and what it counts: never a count without its "au moins"."""
    count = event.quantity
    if count is None:
        return ""
    number, counted = count.mention.quote, count.counted
    if number[:1].isdigit():
        number = modified(number, count.modifier, t)
    if counted is not None and counted.start >= count.mention.end:
        inside = (e for e in event.evidence if e.start <= count.mention.start and counted.end <= e.end)
        told = next((e.quote[count.mention.end - e.start : counted.start - e.start] for e in inside), " ")
        number = f"{number}{told if len(told) <= _LINK else ' '}{counted.quote}"
    return " ".join(number.split())
