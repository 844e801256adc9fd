"""What to judge first: what is contested, then large figures of one source, then what is not resolved, then again what
changed since it was judged. Each question to the dossier is bounded; what is judged leaves the queue."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import msgspec

from recoupe.records import Event, Finding, Statement
from recoupe.store import Dossier
from recoupe.text import shorten
from recoupe.views.reviews import Said, judged_as, reviewed_sql

REASONS = ("contested", "figure", "speaker", "date", "place", "stale")
"""Why a thing is asked, in the order of the queue."""
LARGE = 10.0
"""Figure from which what one source alone says is asked."""
COUNTED = 1000
"""Things of one reason that are counted; beyond, it is "more than"."""
_FIGURES = ("casualties", "prisoners", "damage", "territory", "attack", "interception", "aid")
"""Types whose figures are asked, in this order: lives before things."""
_LOW = "CAST(json_extract(held, '$[0].low') AS REAL)"
_OPEN = f"""NOT {reviewed_sql("finding.id")}
AND NOT EXISTS (SELECT 1 FROM found x JOIN judged y ON y.record = x.record AND y.state = 'stands'
                WHERE x.finding = finding.id)"""
_QUERIES = {
    "contested": f"""SELECT finding.id FROM digest CROSS JOIN finding ON finding.id = digest.finding
        WHERE digest.verdict = 'contested' AND {_OPEN} ORDER BY digest.latest DESC, digest.finding DESC""",
    "figure": f"""SELECT id FROM finding WHERE verdict = 'single_source' AND type = ? AND {_LOW} >= {LARGE} AND {_OPEN}
        ORDER BY {_LOW} DESC, id""",
    "speaker": f"""SELECT id FROM statement WHERE reference = '[]' AND resolution <> 'unnamed'
        AND NOT {reviewed_sql("statement.id")} ORDER BY id""",
    "date": f"""SELECT w.id FROM dating w JOIN document d ON d.id = w.document WHERE w.basis = 'none' AND d.date IS NULL
        AND NOT {reviewed_sql("w.id")} ORDER BY w.id""",
    "place": f"""SELECT id FROM place WHERE precision = 'none' AND NOT metonym AND NOT {reviewed_sql("place.id")}
        ORDER BY id""",
    "stale": "SELECT judgement FROM judged WHERE state = 'stale' ORDER BY judgement",
}


class Asked(msgspec.Struct, frozen=True):
    """A thing to judge: why, the record (of any kind), its words, and where they stand.

    ``type`` is that of an event or finding, else the kind of record; ``low`` its figure; ``said`` the judgement that
    no longer fits, for what is asked again.
    """

    why: str
    record: str
    kind: str
    type: str
    quote: str
    document: str
    start: int
    low: float | None = None
    said: Said | None = None


def queue(dossier: Dossier, *, why: Collection[str] = (), limit: int = 25, offset: int = 0) -> list[Asked]:
    """The things to judge, in order: those of the reasons asked for, else of all."""
    found: list[Asked] = []
    for reason, query, values in _questions(why):
        left = limit - len(found)
        if left <= 0:
            break
        ids = [r[0] for r in dossier.ask(f"{query} LIMIT ? OFFSET ?", (*values, left, offset))]
        if not ids and offset:
            offset -= int(dossier.ask(f"SELECT count(*) FROM ({query} LIMIT ?)", (*values, offset))[0][0])
        else:
            offset = 0
        found += _asked(dossier, reason, ids)
    return found


def waiting(dossier: Dossier) -> dict[str, int]:
    """How many things of each reason wait, COUNTED + 1 for more than COUNTED."""
    count = dict.fromkeys(REASONS, 0)
    for reason, query, values in _questions(()):
        rows = dossier.ask(f"SELECT count(*) FROM ({query} LIMIT ?)", (*values, COUNTED + 1))
        count[reason] = min(COUNTED + 1, count[reason] + int(rows[0][0]))
    return count


def _questions(why: Collection[str]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for reason in REASONS:
        if why and reason not in why:
            continue
        for kind in _FIGURES if reason == "figure" else ("",):
            yield reason, _QUERIES[reason], (kind,) if kind else ()


def _asked(dossier: Dossier, why: str, ids: list[str]) -> list[Asked]:
    if why in ("contested", "figure"):
        found = dict(dossier.records(Finding, ids=ids))
        events = dict(dossier.records(Event, ids=[f.anchor for f in found.values()]))
        made = {i: _of_finding(why, i, f, events[f.anchor]) for i, f in found.items()}
        if why == "figure":  # one origin says it: what is judged is the record, field by field
            made = {
                i: msgspec.structs.replace(a, record=found[i].held[0].record, kind="event") for i, a in made.items()
            }
    elif why == "speaker":
        made = {i: _of_statement(i, s) for i, s in dossier.records(Statement, ids=ids)}
    elif why == "stale":
        said = {s.id: s for s in judged_as(dossier, ids)}
        made = {i: Asked(why, s.record, s.kind, s.kind, shorten(s.quote), "", 0, said=s) for i, s in said.items()}
    else:
        made = {i: _of_span(dossier, why, i) for i in ids}
    return [made[i] for i in ids]


def _of_finding(why: str, record: str, f: Finding, event: Event) -> Asked:
    first = event.evidence[0]
    low = f.held[0].low if f.held else None
    return Asked(why, record, "finding", f.type, _line(first.quote), event.document, first.start, low)


def _of_statement(record: str, s: Statement) -> Asked:
    first = s.content[0]
    return Asked("speaker", record, "statement", "statement", _line(first.quote), s.document, first.start)


def _of_span(dossier: Dossier, why: str, record: str) -> Asked:
    """A place or the date of a document."""
    kind = "dating" if why == "date" else "place"
    rows = dossier.ask(
        f"""SELECT r.document, e.quote, e."start", substr(d.text, 1, 200) FROM {kind} r
        JOIN document d ON d.id = r.document
        LEFT JOIN evidence e ON e.record = r.id AND e.field = 'evidence' AND e.ord = 0 WHERE r.id = ?""",
        (record,),
    )
    document, quote, start, opening = rows[0]
    return Asked(why, record, kind, kind, _line(quote or opening), document, start or 0)


def _line(words: str) -> str:
    return shorten(" ".join(words.split()))
