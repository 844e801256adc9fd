"""What several pages show: the words around what is said, and the sources that a page cites."""

from __future__ import annotations

from collections.abc import Iterable

from recoupe.store import Dossier
from recoupe.text import Span
from recoupe.views.findings import Checked
from recoupe.views.lookup import Shelf, Told
from recoupe.views.passages import Passage, passages
from recoupe.views.sources import NumberedSource

Around = dict[tuple[str, Span], Passage]


def told_in(findings: Iterable[Checked]) -> list[Told]:
    """The records that the sayings of findings rest on."""
    return [s.told for c in findings for s in c.sayings]


def around(dossier: Dossier, told: Iterable[Told]) -> Around:
    """The sentences around the words of records."""
    return passages(dossier, ((x.document, x.event.evidence[0].span) for x in told))


def cited(shelf: Shelf, told: Iterable[Told]) -> list[NumberedSource]:
    """The documents of records, in the order of their numbers, one a text."""
    found = {s.same_text or s.number: s for s in shelf.of(x.document for x in told).values() if not s.same_text}
    missing = {x.document for x in told if x.source not in found}
    found |= {s.same_text or s.number: s for s in shelf.of(missing).values()}
    return [found[n] for n in sorted(found)]
