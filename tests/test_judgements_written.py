"""What a judgement may say: how values are written, what is refused, and that none is edited."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.check.written import FIELDS, canonical, values_of
from recoupe.errors import BadJudgement, NotFound
from recoupe.records import Event, Judgement
from recoupe.store import judge, open_dossier, open_for_review, undo, verify
from recoupe.store.judgements import token
from tests.dossiers import TEXTS, build
from tests.test_judgements import CLASH, said, toll


def test_what_cannot_be_judged_is_refused_with_a_reason(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    build(path, CLASH)
    record = toll(path, 12)
    with open_for_review(path) as dossier:
        for code, call in {
            "name": {"decision": "accept", "by": "  "},
            "decision": {"decision": "undo", "by": "Ada"},
            "field": {"decision": "correct", "by": "Ada", "field": "verdict", "value": "contested"},
            "value": {"decision": "correct", "by": "Ada", "field": "status", "value": "vrai"},
            "changed": {"decision": "accept", "by": "Ada", "seen": "0" * 16},
        }.items():
            with pytest.raises(BadJudgement) as caught:
                judge(dossier, record, **call)  # type: ignore[arg-type]
            assert caught.value.code == code
        (document,) = dossier.ask("SELECT id FROM document LIMIT 1")
        with pytest.raises(BadJudgement, match="kind"):
            judge(dossier, document[0], "accept", by="Ada")
        with pytest.raises(NotFound):
            judge(dossier, "ffff", "accept", by="Ada")
        with pytest.raises(BadJudgement, match="gone"):
            undo(dossier, record, by="Ada")
        assert not list(dossier.records(Judgement))
        shown = token(dossier, record, next(iter(dossier.records(Event, ids=[record])))[1])
        judge(dossier, record, "accept", by="Ada", seen=shown)
        with pytest.raises(BadJudgement, match="changed"):  # somebody judged it meanwhile
            judge(dossier, record, "reject", by="Ben", seen=shown)


def test_judgements_are_neither_edited_nor_deleted(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    build(path, CLASH)
    said(path, toll(path, 12), "accept")
    db = sqlite3.connect(path)
    for query in ("UPDATE judgement SET note = 'x'", "DELETE FROM judgement"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            db.execute(query)
    db.execute("UPDATE judged SET state = 'stale'")
    db.commit()
    db.close()
    with open_dossier(path) as dossier:
        assert [b.invariant for b in verify(dossier)] == [6]


@given(st.sampled_from(["12", ">=12", "~ 200", "10-20", "20 - 10", "12 500 morts", "1,5", "<=3 drones", "5-"]))
def test_a_count_has_one_writing(value: str) -> None:
    once = canonical("event", "quantity", value)
    assert canonical("event", "quantity", once) == once


@pytest.mark.parametrize(
    ("kind", "field", "value", "written"),
    [
        ("event", "quantity", "20-10", "10-20"),
        ("event", "quantity", "12 500 morts", "12500 morts"),
        ("event", "date", "2031-03-05 / 2031-03-01", "2031-03-01/2031-03-05"),
        ("event", "date", "-", "-"),
        ("event", "speaker", " A ;B; ", "A; B"),
        ("event", "place", "Estra @ 41.0, -150.0", "Estra @ 41,-150 city"),
        ("place", "place", "Estra", "Estra"),
    ],
)
def test_values_are_written_in_one_way(kind: str, field: str, value: str, written: str) -> None:
    assert canonical(kind, field, value) == written  # type: ignore[arg-type]
    assert canonical(kind, field, written) == written  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("field", "value"),
    [("quantity", "beaucoup"), ("date", "mardi"), ("place", "Estra @ 99,0"), ("place", "Estra @ ici"), ("status", "-")],
)
def test_values_that_are_none_are_refused(field: str, value: str) -> None:
    with pytest.raises(BadJudgement) as caught:
        canonical("event", field, value)
    assert (caught.value.code, caught.value.field) == ("value", field)


def test_what_the_rules_read_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    build(path, TEXTS)
    with open_dossier(path) as dossier:
        for _, e in dossier.records(Event):
            for field in FIELDS["event"]:
                written = canonical("event", field, values_of(e)[field])
                assert canonical("event", field, written) == written
