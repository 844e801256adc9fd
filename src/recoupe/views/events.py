"""Typed records one by one, filtered."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from recoupe.records import Event
from recoupe.store import Dossier
from recoupe.views.lookup import meets


def events(
    dossier: Dossier,
    *,
    types: Collection[str] = (),
    statuses: Collection[str] = (),
    actor: str | None = None,
    place: str | None = None,
    attributed_to: str | None = None,
    since: str | None = None,
    until: str | None = None,
    document: str | None = None,
) -> Iterator[tuple[str, Event]]:
    """Records with their ids, by document, then by place in the text; every filter that is given must hold.

    ``actor``, ``place`` and ``attributed_to`` meet a name that holds all of their words, folded; ``actor`` meets the
    doer and the one it is done to. ``since`` and ``until`` are ISO days: a record whose date is an interval is kept
    where the interval meets them, one without a date is not. A retired document is told of only where it is named.
    """
    found = dossier.records(Event, document=document)
    retired = dossier.retired() if document is None else set()
    for record_id, event in sorted(found, key=lambda pair: (pair[1].document, pair[1].evidence[0].start)):
        if (
            event.document in retired
            or (types and event.type not in types)
            or (statuses and event.status not in statuses)
        ):
            continue
        if actor is not None and not meets(actor, [p.name for p in (*event.actor, *event.target)]):
            continue
        if place is not None and not meets(place, [p.name for p in event.place]):
            continue
        if attributed_to is not None and not meets(attributed_to, event.attributed_to):
            continue
        if (since or until) and not _within(event, since, until):
            continue
        yield record_id, event


def _within(event: Event, since: str | None, until: str | None) -> bool:
    when = event.date
    first = when.earliest if when else None
    last = when.latest if when else None
    if first is None and last is None:
        return False
    return not (since and (last or "9999") < since) and not (until and (first or "0000") > until)
