"""Judging: each judgement is written in one short transaction, is never edited, and can be taken back."""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from recoupe.check.judged import OF_THING, digest, fingerprint, kind_of
from recoupe.check.written import CHOICES, canonical, values_of
from recoupe.errors import BadJudgement, NotFound
from recoupe.records import Decision, Event, JudgedField, JudgedKind, Judgement, Link, Record
from recoupe.store.dossier import Dossier
from recoupe.store.problems import guarded
from recoupe.store.rulings import standing
from recoupe.store.schema import transaction
from recoupe.store.standings import anchors_of, place_again, sentences_of


def judge(
    dossier: Dossier,
    record_id: str,
    decision: Decision,
    *,
    by: str,
    field: str = "",
    value: str = "",
    note: str = "",
    seen: str | None = None,
) -> tuple[str, Judgement]:
    """Write a judgement on a record; its id and itself.

    ``field`` and ``value`` are for "correct"; on an event, ``same`` or ``distinct`` with the id of another event says
    so of the two. ``seen`` is the :func:`token` of what the person was shown. Raises BadJudgement where the record is
    no longer that, or the value is none; NotFound.
    """
    with guarded(dossier.path), transaction(dossier.db):
        return _judged(dossier, record_id, decision, by=by, field=field, value=value, note=note, seen=seen)


def correct(
    dossier: Dossier,
    record_id: str,
    fixes: Sequence[tuple[str, str]],
    *,
    by: str,
    note: str = "",
    seen: str | None = None,
) -> list[tuple[str, Judgement]]:
    """Correct fields of a record, (name, value) each: all of them, or none where one cannot be; see :func:`judge`."""
    made = []
    with guarded(dossier.path), transaction(dossier.db):
        for field, value in fixes:
            made.append(_judged(dossier, record_id, "correct", by=by, field=field, value=value, note=note, seen=seen))
            seen = None  # what was seen holds for all: the second field comes after the first
    return made


def _judged(
    dossier: Dossier,
    record_id: str,
    decision: Decision,
    *,
    by: str,
    field: str,
    value: str,
    note: str,
    seen: str | None,
) -> tuple[str, Judgement]:
    who = " ".join(by.split())
    if not who:
        raise BadJudgement("name", by)
    if decision not in ("accept", "reject", "correct"):
        raise BadJudgement("decision", decision, allowed=("accept", "reject", "correct"))
    own_id, record = _subject(dossier, record_id, field, value)
    if seen is not None and seen != token(dossier, own_id, record):
        raise BadJudgement("changed", own_id)
    kind = kind_of(record)
    name, written, was = _decided(record, kind, decision, field, value)
    anchors = tuple(anchors_of(dossier, own_id, record))
    made = Judgement(
        record=own_id,
        kind=kind,
        decision=decision,
        field=name,
        value=written,
        was=was,
        by=who,
        at=_now(dossier),
        note=note.strip(),
        anchors=anchors,
        fingerprint=fingerprint(record, name, sentences_of(dossier, anchors)),
    )
    _keep(dossier, made, {a.document for a in anchors if a.document})
    return made.id, made


def undo(dossier: Dossier, judgement_id: str, *, by: str, note: str = "") -> tuple[str, Judgement]:
    """Take a judgement back, or the last one that counts on a record, by their ids; raises BadJudgement, NotFound."""
    who = " ".join(by.split())
    if not who:
        raise BadJudgement("name", by)
    with guarded(dossier.path), transaction(dossier.db):
        wanted = _last_on(dossier, judgement_id) or judgement_id
        found_id, found = dossier.find(wanted)
        state = standing(dossier, [found_id]).get(found_id)
        if not isinstance(found, Judgement) or state is None or state.state == "undone":
            raise BadJudgement("gone", judgement_id)
        made = Judgement(
            record=found_id, kind=found.kind, decision="undo", field=found.field, value=found.value, by=who,
            at=_now(dossier), note=note.strip(),
        )  # fmt: skip
        _keep(dossier, made, {a.document for a in found.anchors if a.document}, undone=found_id)
    return made.id, made


def token(dossier: Dossier, record_id: str, record: Record) -> str:
    """What a person who is about to judge a record is shown, as a short hash: the record and what was judged of it."""
    own = min(record.a, record.b) if isinstance(record, Link) else record_id
    query = "SELECT judgement FROM judged WHERE record = ? AND state <> 'undone' ORDER BY judgement"
    said = [r[0] for r in dossier.ask(query, (own,))]
    seen = fingerprint(record, "", sentences_of(dossier, list(anchors_of(dossier, record_id, record))))
    return digest([seen, *said])


def find_judged(dossier: Dossier, wanted: str) -> tuple[str, Record]:
    """The record of this id; for a link in whose place a judgement put another one, the link as it was.

    Raises NotFound.
    """
    try:
        return dossier.find(wanted)
    except NotFound:
        query = """SELECT j.record, j.other, g.was FROM judgement g JOIN judged j ON j.judgement = g.id
        WHERE g.record = ? AND j.kind = 'link' AND j.state <> 'gone' ORDER BY g.at DESC LIMIT 1"""
        for a, b, was in dossier.ask(query, (wanted,)):
            return wanted, Link(a=a, b=b, relation=was)
        raise


def _subject(dossier: Dossier, record_id: str, field: str, value: str) -> tuple[str, Record]:
    own_id, record = find_judged(dossier, record_id)
    if isinstance(record, Event) and field in CHOICES["relation"]:
        other_id, other = dossier.find(value)
        if not isinstance(other, Event) or other_id == own_id:
            raise BadJudgement("value", value, field=field)
        a, b = sorted((own_id, other_id))
        link = Link(a=a, b=b, relation="same" if field == "same" else "distinct")
        return link.id, link
    return own_id, record


def _decided(
    record: Record, kind: JudgedKind, decision: Decision, field: str, value: str
) -> tuple[JudgedField, str, str]:
    """Field, value and what the rules read. A decision on a link says what the pair is: "same", "distinct", or that it
    does not have the relation ("no fulfils")."""
    if isinstance(record, Link):
        if decision == "correct":
            return (
                "relation",
                canonical(kind, "relation", field if field in CHOICES["relation"] else value),
                record.relation,
            )
        alike, apart = record.relation in OF_THING, record.relation == "distinct"
        if decision == "accept":
            return "relation", "same" if alike else "distinct" if apart else record.relation, record.relation
        return "relation", "distinct" if alike else "same" if apart else f"no {record.relation}", record.relation
    if decision != "correct":
        return "", "", ""
    written = canonical(kind, field, value)
    return field, written, values_of(record)[field]  # type: ignore[return-value]


def _now(dossier: Dossier) -> str:
    """Now, and later than every judgement of the dossier, so that their order is that of their writing."""
    now = datetime.now(UTC)
    (last,) = dossier.ask("SELECT max(at) FROM judgement")[0]
    if last is not None:
        now = max(now, datetime.fromisoformat(last) + timedelta(microseconds=1))
    return now.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _keep(dossier: Dossier, made: Judgement, documents: Collection[str], *, undone: str = "") -> None:
    own = undone or made.id
    # versions that took the place of the judged text
    documents = {*documents, *(r[0] for r in dossier.ask("SELECT document FROM judged_in WHERE judgement = ?", (own,)))}
    before = _effects(dossier, documents)
    dossier.put(made)
    if not undone:
        dossier.db.executemany("INSERT OR IGNORE INTO judged_in VALUES (?, ?)", [(d, own) for d in documents])
    place_again(dossier, [own])
    if _effects(dossier, documents) != before:
        dossier.db.executemany("INSERT OR IGNORE INTO unsettled VALUES (?)", [(d,) for d in sorted(documents)])


def _effects(dossier: Dossier, documents: Collection[str]) -> set[tuple[str, ...]]:
    """What the judgements of these documents change of what texts are compared by."""
    query = """SELECT j.kind, j.record, j.other, j.field, j.decision, j.value FROM judged_in i
    JOIN judged j ON j.judgement = i.judgement WHERE j.state = 'stands' AND j.kind <> 'finding'
    AND NOT (j.decision = 'accept' AND j.field = '') AND i.document = ?"""
    return {row for d in documents for row in dossier.ask(query, (d,))}


def _last_on(dossier: Dossier, record_id: str) -> str | None:
    """The last judgement that counts on a record, or on what it was when it was judged; None where there is none."""
    where, values = "g.record = ?", [record_id]
    with contextlib.suppress(NotFound):
        own_id, record = find_judged(dossier, record_id)
        if isinstance(record, Link):
            where, values = "j.kind = 'link' AND j.record = ? AND j.other = ?", sorted((record.a, record.b))
        else:
            where, values = "j.kind <> 'link' AND j.record = ?", [own_id]
    rows = dossier.ask(
        f"""SELECT j.judgement FROM judged j JOIN judgement g ON g.id = j.judgement
        WHERE {where} AND j.state IN ('stands', 'stale') ORDER BY g.at DESC LIMIT 1""",
        values,
    )
    return rows[0][0] if rows else None
