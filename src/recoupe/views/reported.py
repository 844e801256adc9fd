"""What is reported, under the headings that the texts themselves establish: fact, claim, plan, proposal, denial…"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from recoupe.records import Event
from recoupe.store import Dossier
from recoupe.text import fold

HEADINGS = ("happened", "claimed", "planned", "proposed", "denied", "promised")
"""In the order of a brief. What is only conditional stands with what is planned, marked as such."""
_SAID = frozenset(["statement", "position"])
"""Types that the brief gives as statements, by speaker."""
_ORDER = (
    "attack", "interception", "casualties", "damage", "territory", "military_activity", "prisoners", "meeting",
    "agreement", "proposal", "commitment", "threat", "sanction", "aid", "office",
)  # fmt: skip


class Report(msgspec.Struct, frozen=True):
    """One thing reported, once, however many sources say it in the same words; ``sources`` are their numbers."""

    heading: str
    event: Event
    sources: tuple[int, ...]
    ids: tuple[str, ...]


def reported(dossier: Dossier, number: Mapping[str, int]) -> tuple[Report, ...]:
    """The reports of a dossier by heading, type and source; ``number`` gives the number of a document's source."""
    found: dict[tuple[str, ...], Report] = {}
    for record_id, event in sorted(
        dossier.records(Event), key=lambda pair: (number[pair[1].document], pair[1].evidence[0].start, pair[0])
    ):
        if event.type in _SAID:
            continue
        report = Report(heading_of(event), event, (number[event.document],), (record_id,))
        key = (report.heading, event.type, event.subtype, *event.attributed_to, fold(event.evidence[0].quote))
        same = found.get(key)
        if same is not None:
            sources = tuple(dict.fromkeys((*same.sources, *report.sources)))
            report = msgspec.structs.replace(same, sources=sources, ids=(*same.ids, record_id))
        found[key] = report
    return tuple(sorted(found.values(), key=lambda r: (HEADINGS.index(r.heading), _ORDER.index(r.event.type))))


def heading_of(event: Event) -> str:
    """The heading that a record stands under."""
    if event.type in ("commitment", "threat") and event.status in ("happened", "claimed"):
        return "promised"
    if event.type == "proposal" and event.status in ("happened", "claimed"):
        return "proposed"
    return "planned" if event.status == "conditional" else event.status
