"""Where judgements stand: found again after another reading, by their document, type and words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from recoupe.check.judged import anchor_of, carried, fingerprint, matching
from recoupe.check.written import values_of
from recoupe.errors import NotFound
from recoupe.records import Anchor, Dating, Event, Finding, JudgedKind, Judgement, Link, Place, Record, Statement
from recoupe.store import index
from recoupe.store.batches import batches, marks
from recoupe.store.dossier import Dossier
from recoupe.store.rulings import R, Standing, any_judged, ruled, standing
from recoupe.store.versions import standing_version

_TYPES: dict[JudgedKind, type[Record]] = {
    "statement": Statement, "event": Event, "place": Place, "dating": Dating, "link": Link, "finding": Finding,
}  # fmt: skip


def refresh(dossier: Dossier, documents: Iterable[str], *, findings: bool) -> None:
    """Find again what the judgements on records of these documents are of, inside the caller's transaction.

    ``findings``: those on findings alone, once the findings are made; else the others.
    """
    test = "=" if findings else "<>"
    query = f"""SELECT DISTINCT i.judgement FROM judged_in i JOIN judgement j ON j.id = i.judgement
    WHERE j.kind {test} 'finding' AND i.document IN ({{}})"""
    if any_judged(dossier):
        rows = (r for part in batches(documents) for r in dossier.ask(query.format(marks(part)), part))
        place_again(dossier, [r[0] for r in rows])


def judged_among(dossier: Dossier, documents: Iterable[str]) -> list[str]:
    """Those of the documents of which a record was ever judged."""
    query = "SELECT DISTINCT document FROM judged_in WHERE document IN ({}) ORDER BY document"
    return [r[0] for part in batches(documents) for r in dossier.ask(query.format(marks(part)), part)]


def place_again(dossier: Dossier, ids: Iterable[str]) -> None:
    """Find again what these judgements are of, and which of those on one record counts."""
    found = _located(dossier, set(ids))
    # rivals, which were or now are judgements on the same records
    near = {s.record for s in (*standing(dossier, found).values(), *found.values())}
    query = "SELECT judgement FROM judged WHERE record IN ({})"
    rivals = {r[0] for part in batches(near) for r in dossier.ask(query.format(marks(part)), part)} - found.keys()
    said = {i: j for part in batches([*found, *rivals]) for i, j in dossier.records(Judgement, ids=part)}
    rows = [
        (i, s.state, said[i].kind, s.record, s.other, said[i].field, said[i].decision, said[i].value)
        for i, s in _ranked(said, found | _located(dossier, rivals)).items()
    ]
    dossier.db.executemany("INSERT OR REPLACE INTO judged VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    later = ((standing_version(dossier.db, a.document), i) for i, j in said.items() for a in j.anchors if a.document)
    dossier.db.executemany("INSERT OR IGNORE INTO judged_in VALUES (?, ?)", later)
    if any(j.kind == "finding" for j in said.values()):
        _list_findings(dossier, near)


def _list_findings(dossier: Dossier, ids: Collection[str]) -> None:
    """Put findings in lists under the verdict that people gave them, and those that they rejected in none."""
    for part in batches(ids):
        found = dict(dossier.records(Finding, ids=part))
        index.settle(dossier.db, found, ruled(dossier, found).values())


def _ranked(said: Mapping[str, Judgement], found: Mapping[str, Standing]) -> dict[str, Standing]:
    """Of the judgements in one slot the last one counts."""
    slots: dict[tuple[str, str, str, str], str] = {}
    ranked = dict(found)
    for i in sorted(found, key=lambda i: (said[i].at, i)):
        if found[i].state in ("stands", "stale"):
            slot = (said[i].kind, found[i].record, found[i].other, _slot(said[i]))
            if slot in slots:
                ranked[slots[slot]] = found[slots[slot]]._replace(state="replaced")
            slots[slot] = i
    return ranked


def misplaced(dossier: Dossier, said: Mapping[str, Judgement]) -> Iterator[tuple[str, Standing, Standing]]:
    """Judgements, of all of the dossier, that do not stand where they are said to: the id, what is said, what is."""
    told = standing(dossier, said)
    for i, found in _ranked(said, _located(dossier, said)).items():
        if i in told and told[i] != found:
            yield i, told[i], found


def _slot(j: Judgement) -> str:
    """What a judgement speaks of: a later one on the same takes its place. A pair may have several links."""
    if j.kind != "link" or j.value in ("same", "distinct"):
        return j.field
    return j.value.removeprefix("no ")


def _located(dossier: Dossier, ids: Collection[str]) -> dict[str, Standing]:
    """Where judgements stand by themselves, later ones aside."""
    query = "SELECT record FROM judgement WHERE decision = 'undo' AND record IN ({})"
    undone = {r[0] for part in batches(ids) for r in dossier.ask(query.format(marks(part)), part)}
    found = {}
    for part in batches(ids):
        for i, j in dossier.records(Judgement, ids=part):
            if j.decision != "undo":
                at = _locate(dossier, j)
                found[i] = at._replace(state="undone") if i in undone else at
    return found


def _locate(dossier: Dossier, j: Judgement) -> Standing:
    now = [_now_at(dossier, j, a) for a in j.anchors]
    gone = Standing("gone", j.record)
    there: Record | None = None
    if j.kind == "link":
        if len(now) != 2 or None in now or now[0] == now[1]:
            return gone
        a, b = sorted(str(i) for i in now)
        record_id, other, there = a, b, Link(a=a, b=b, relation="same")
    elif j.kind == "finding":
        query = "SELECT finding, count(*) FROM found WHERE record IN ({}) GROUP BY finding"
        count: dict[str, int] = {}
        for part in batches(i for i in now if i):
            for finding, n in dossier.ask(query.format(marks(part)), part):
                count[finding] = count.get(finding, 0) + n
        record_id, other = min(count, key=lambda f: (-count[f], f), default=""), ""
        there = _get(dossier, Finding, record_id)
    else:
        record_id, other = next((i for i in now if i), ""), ""
        there = _get(dossier, _TYPES[j.kind], record_id)
    if there is None:
        return gone
    seen = fingerprint(there, j.field, sentences_of(dossier, list(anchors_of(dossier, record_id, there))))
    agreed = j.decision == "correct" and j.kind != "link" and values_of(there)[j.field] == j.value
    return Standing("stands" if agreed or seen == j.fingerprint else "stale", record_id, other)


def _now_at(dossier: Dossier, j: Judgement, anchor: Anchor) -> str | None:
    """The record that an anchor is of now: of the version of its text that stands, where that still tells it."""
    kind = Event if j.kind in ("link", "finding") else _TYPES[j.kind]
    later = standing_version(dossier.db, anchor.document)
    if later != anchor.document:
        others = [anchor_of(r, i) for i, r in dossier.records(kind, document=later)]
        there = [(o, " ".join(sentences_of(dossier, [o]))) for o in others]
        if (found := carried(anchor, " ".join(sentences_of(dossier, [anchor])), there)) is not None:
            return found
    if _get(dossier, kind, anchor.record) is not None:
        return anchor.record
    return matching(anchor, (anchor_of(r, i) for i, r in dossier.records(kind, document=anchor.document)))


def _get(dossier: Dossier, kind: type[R], record_id: str) -> R | None:
    return next((r for _, r in dossier.records(kind, ids=[record_id])), None)


def anchors_of(dossier: Dossier, record_id: str, record: Record) -> Iterator[Anchor]:
    if isinstance(record, (Link, Finding)):
        ids = sorted((record.a, record.b)) if isinstance(record, Link) else record.records
        events = {i: e for part in batches(ids) for i, e in dossier.records(Event, ids=part)}
        missing = [i for i in ids if i not in events]
        if missing:
            raise NotFound(missing[0])
        yield from (anchor_of(events[i], i) for i in ids)
    else:
        yield anchor_of(record, record_id)


def sentences_of(dossier: Dossier, anchors: Sequence[Anchor]) -> list[str]:
    """The sentences that each anchor stands in; its own words where none does."""
    found: list[str] = []
    texts: dict[str, str] = {}
    for a in anchors:
        if a.end == 0:
            continue
        if a.document not in texts:
            rows = dossier.ask("SELECT text FROM document WHERE id = ?", (a.document,))
            texts[a.document] = rows[0][0] if rows else ""
        query = 'SELECT "start", "end" FROM sentence WHERE document = ? AND "start" < ? AND "end" > ? ORDER BY "start"'
        spans = dossier.ask(query, (a.document, a.end, a.start))
        found += [texts[a.document][s:e] for s, e in spans] or [a.quote]
    return found
