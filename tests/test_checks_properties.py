"""What order, unrelated texts, reading again and older forms must not change; and that comparing is symmetric."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recoupe.check.claims import Claim, Days
from recoupe.check.compare import compare
from recoupe.check.counts import ranges_meet
from recoupe.pipeline import run
from recoupe.store import open_dossier, schema
from tests.dossiers import (
    CONFIG,
    TEXTS,
    article,
    build,
    path,
    rows,
    without_later_forms,
)

__all__ = ["path"]  # a fixture


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(sorted(TEXTS)))
def test_the_order_of_arrival_changes_nothing(tmp_path_factory: pytest.TempPathFactory, order: list[str]) -> None:
    folder = tmp_path_factory.mktemp("order")
    build(folder / "a.db", TEXTS)
    build(folder / "b.db", TEXTS, order)
    assert rows(folder / "a.db") == rows(folder / "b.db")


def test_an_unrelated_document_changes_no_finding(path: Path) -> None:
    build(path, TEXTS)
    before = rows(path)
    build(path, {"Le Cap Sud": article(8, "Trois maisons ont été détruites samedi à Morvac, selon les pompiers.")})
    assert [r for r in before if r not in rows(path)] == []


def test_reading_again_leaves_what_was_found(path: Path) -> None:
    build(path, TEXTS)
    before = rows(path)
    with open_dossier(path, write=True) as dossier:
        dossier.configure(CONFIG + '\n[[outlet]]\nname = "Autre"\nfolder = "autre"\n')
        assert {o.status for o in run([], dossier, again=True)} == {"again"}
    assert rows(path) == before


def test_a_dossier_of_the_first_form_is_checked_by_the_next_run(path: Path) -> None:
    build(path, TEXTS)
    before = rows(path)
    db = sqlite3.connect(path)
    for table in ("checked", "claim", "claim_key", "edge", "found", "link", "finding", "signature", "shingle", "copy"):
        db.execute(f"DROP TABLE {table}")
    without_later_forms(db)
    db.execute("PRAGMA user_version = 1")
    db.commit()
    db.close()
    with open_dossier(path, write=True) as dossier:
        assert dossier.db.execute("PRAGMA user_version").fetchone() == (schema.FORM,)
        assert list(run([], dossier)) == []
    assert rows(path) == before


COUNTS = st.builds(
    lambda low, more, modifier: (float(low), float(low + more), modifier),
    st.integers(0, 2000),
    st.integers(0, 50),
    st.sampled_from(["=", "~", ">", ">=", "<", "<=", "~<", "range"]),
)


@given(COUNTS, COUNTS)
def test_comparing_is_symmetric(one: tuple[float, float, str], other: tuple[float, float, str]) -> None:
    day = Days("2031-05-06", "2031-05-06")
    a, b = (
        Claim(
            id=name,
            document=name,
            type="casualties",
            subtype="killed",
            stance="",
            status="claimed",
            start=0,
            days=day,
            published=day,
            words=("estra",),
            unit="people",
            low=low,
            high=high,
            modifier=modifier,
            counted=True,
        )
        for name, (low, high, modifier) in (("a", one), ("b", other))
    )
    assert compare(a, b) == compare(b, a)
    assert ranges_meet(a, b) == ranges_meet(b, a)
    if one[:2] == other[:2]:
        assert ranges_meet(a, b)
