"""What order, unrelated texts, reading again and older forms must not change; and that comparing is symmetric."""

from __future__ import annotations

import itertools
import random
import sqlite3
from collections.abc import Collection
from pathlib import Path

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from recoupe.check import links
from recoupe.check.claims import Claim
from recoupe.check.compare import JUDGED, Relation, compare
from recoupe.check.counts import ranges_meet
from recoupe.check.links import Stances
from recoupe.check.things import Pair, regroup
from recoupe.check.times import Days
from recoupe.check.trees import grown, trees_of
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


@pytest.mark.parametrize("day", ["16 juin", "25 juillet", "10 août"])
def test_a_promise_meets_its_deed_whichever_is_read_first(tmp_path: Path, day: str) -> None:
    promise = article(6, "Le Norvend s'est engagé à libérer 118 prisonniers soréliens d'ici au 30 juin.")
    deed = f"Retour\n\nPublié le {day} 2031\n\nLe Norvend a libéré 118 prisonniers soréliens le 14 juin.\n"
    texts = {"La Vigie": promise, "Le Cap Sud": deed}
    for name, order in (("a", ["La Vigie", "Le Cap Sud"]), ("b", ["Le Cap Sud", "La Vigie"])):
        build(tmp_path / f"{name}.db", {outlet: texts[outlet] for outlet in order[:1]})
        build(tmp_path / f"{name}.db", {outlet: texts[outlet] for outlet in order[1:]})
        with open_dossier(tmp_path / f"{name}.db") as dossier:
            assert dossier.ask("SELECT relation FROM link") == [("fulfils",)]
    assert rows(tmp_path / "a.db") == rows(tmp_path / "b.db")


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


STANCES = st.builds(
    lambda name, stance, words, parties, day, turned: Claim(
        id=name,
        document=name,
        type="position",
        subtype="",
        stance=stance,
        status="claimed",
        start=0,
        days=None,
        published=Days(f"2031-05-{day:02}", f"2031-05-{day:02}") if day else None,
        words=tuple(sorted(words)),
        actors=tuple(sorted(parties)),
        turned=turned,
    ),
    st.sampled_from([f"{i:02}" for i in range(16)]),
    st.sampled_from(["accepts", "rejects", "conditions", "silent", "demands"]),
    st.sets(st.sampled_from(["pont", "sel", "estra", "digue"]), min_size=1),
    st.sets(st.sampled_from(["norvend", "sorelie", "ostrande"]), min_size=1),
    st.integers(0, 9),
    st.booleans(),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.lists(STANCES, min_size=1, max_size=3, unique_by=lambda c: c.id), max_size=24), st.integers(1, 4))
def test_changes_of_position_made_anew_near_what_changed_are_those_of_all(
    arrivals: list[list[Claim]], back: int
) -> None:
    """Stances come, and come again with other words, a few at a time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(links, "_BACK", back)
        there: dict[str, Claim] = {}
        kept: set[tuple[str, str]] = set()
        for some in arrivals:
            touched = [*(there[c.id] for c in some if c.id in there), *some]
            there |= {c.id: c for c in some}
            told = {p: Stances(p, there.values()) for p in ("norvend", "sorelie", "ostrande")}
            near = {i for stances in told.values() for i in stances.near(touched)}
            gone = {c.id for c in some}
            kept = {(a, b) for a, b in kept if a not in near and gone.isdisjoint((a, b))}
            kept |= {(link.a, link.b) for stances in told.values() for link in stances.changes(near)}
            assert kept == {(link.a, link.b) for stances in told.values() for link in stances.changes(there)}


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


@settings(max_examples=600, deadline=None)
@given(st.integers(2, 14), st.sampled_from([0.1, 0.25, 0.5]), st.sampled_from([0.05, 0.2]), st.integers(0, 2**32))
def test_new_records_join_groups_by_the_trees_of_these_as_by_all_their_pairs(
    count: int, related: float, apart: float, seed: int
) -> None:
    """Records come a few at a time; where the trees tell what they join, they tell what all relations give."""
    chance = random.Random(seed)
    there: set[str] = set()
    relations: dict[Pair, Relation] = {}
    trees: set[Pair] = set()
    names = [f"{i:02}" for i in range(count)]
    chance.shuffle(names)
    while names:
        new, names = set(names[:2]), names[2:]
        before = joined(there, relations)
        there |= new
        for pair in itertools.combinations(sorted(there), 2):
            if not new.isdisjoint(pair) and chance.random() < related:
                kind = "distinct" if chance.random() < apart else "same"
                relations[pair] = Relation(kind, (), chance.choice([1.0, 1.5, 2.0, 3.0]))  # type: ignore[arg-type]
        fresh = {pair: r for pair, r in relations.items() if not new.isdisjoint(pair)}
        met = {end for pair, r in fresh.items() if r.kind != "distinct" for end in pair}
        near = {i for group in before if not met.isdisjoint(group) for i in group}
        kept_apart = {p: r for p, r in relations.items() if near.issuperset(p) and r.kind == "distinct"}
        made = grown(new, fresh | kept_apart, {p: relations[p] for p in trees if near.issuperset(p)})
        groups = joined(there, relations)
        assert trees_of(before, {p: r for p, r in relations.items() if p not in fresh}) == trees
        if made is not None:
            event("told by trees")
            others = [group for group in before if near.isdisjoint(group)]
            assert sorted([*made[0], *others]) == groups
            trees = {p for p in trees if near.isdisjoint(p)} | made[1]
        else:
            trees = trees_of(groups, relations)
        assert len(trees) == len(there) - len(groups)


def joined(records: Collection[str], relations: dict[Pair, Relation]) -> list[list[str]]:
    """The rule of things(), to the letter: the closest pair first, never over a pair that is set apart."""
    groups = {i: {i} for i in records}
    for pair, r in sorted(relations.items(), key=lambda row: (-row[1].score, row[0])):
        one, other = (groups[i] for i in pair)
        across = (tuple(sorted(ends)) for ends in itertools.product(one, other))
        apart = [relations[p] for p in across if p in relations and relations[p].kind == "distinct"]
        bars = [a for a in apart if a.score >= JUDGED or r.score < JUDGED]
        if r.kind != "distinct" and not bars:
            groups |= dict.fromkeys(one | other, one | other)
    return sorted({tuple(sorted(g)): sorted(g) for g in groups.values()}.values())


@settings(max_examples=400, deadline=None)
@given(st.integers(1, 14), st.sampled_from([0.1, 0.25, 0.5]), st.sampled_from([0.1, 0.4]), st.integers(0, 2**32))
def test_grouping_what_changed_gives_what_grouping_all_gives(
    count: int, related: float, apart: float, seed: int
) -> None:
    """Records come, change and go a few at a time, in any order; those of the groups that stay are never asked for."""
    chance = random.Random(seed)
    there: set[str] = set()
    relations: dict[Pair, Relation] = {}
    groups: dict[str, str] = {}

    def edges_of(ids: Collection[str]) -> dict[Pair, Relation]:
        return {pair: r for pair, r in relations.items() if not set(ids).isdisjoint(pair)}

    def things_of(ids: Collection[str]) -> dict[str, str]:
        wanted = {groups[i] for i in ids if i in groups}
        return {i: thing for i, thing in groups.items() if thing in wanted}

    names = [f"{i:02}" for i in range(count)]
    for _ in range(2 * count):
        some = set(chance.sample(names, min(count, chance.choice([1, 1, 2, 4]))))
        new = {i for i in some if i not in there or chance.random() < 0.5}
        near = things_of(some)
        there = (there - some) | new
        relations = {pair: r for pair, r in relations.items() if some.isdisjoint(pair)}
        for pair in itertools.combinations(sorted(there), 2):
            if not new.isdisjoint(pair) and chance.random() < related:
                score = chance.choice([1.0, 2.0, 3.0, JUDGED if chance.random() < 0.3 else 1.5])
                kind = "distinct" if chance.random() < apart else chance.choice(["same", "contradicts", "updates"])
                relations[pair] = Relation(kind, (), score)  # type: ignore[arg-type]
        found, edges = regroup({*near, *new} - (some - new), things_of, edges_of)
        made = {i for group in found for i in group}
        assert made >= new
        assert edges == edges_of(made)
        groups = {i: thing for i, thing in groups.items() if i not in made | some}
        groups |= {i: group[0] for group in found for i in group}
        stored = sorted(sorted(g) for g in {t: [i for i in groups if groups[i] == t] for t in groups.values()}.values())
        assert stored == joined(there, relations)
