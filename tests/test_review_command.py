"""``recoupe review`` as a person types it, and its gold through the evaluation. The states and people are invented."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from evaluation.reviewed import reviewed
from evaluation.run import main as evaluate
from recoupe.records import Event, Judgement, Link, Statement
from recoupe.store import open_dossier
from recoupe.store.rulings import rulings
from tests.dossiers import build, only
from tests.test_cli import recoupe
from tests.test_judgements import AGREED, CLASH, toll

__all__ = ["recoupe"]


@pytest.fixture
def clash(tmp_path: Path) -> Path:
    build(tmp_path / "d.db", CLASH)
    return tmp_path / "d.db"


def test_the_queue_names_what_to_judge_and_why(recoupe: Any, clash: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    status, out, _ = recoupe("review", clash)
    assert status == 0
    assert "contesté 1" in out
    assert re.search(r"contesté — victimes — «\s.*civils", out)
    rows = [json.loads(line) for line in recoupe("review", clash, "--json")[1].splitlines()]
    assert (rows[0]["why"], rows[0]["record"]) == ("contested", only(clash, "casualties").id)
    assert recoupe("review", clash, "--why", "stale")[1].count("\n") == 1  # the counts alone
    assert recoupe("review", clash, "--why", "nonsense")[0] == 2
    monkeypatch.setenv("RECOUPE_NAME", "Ada")  # who judges is no filter of the queue
    assert "contesté 1" in recoupe("review", clash)[1]


def test_judging_and_taking_back_from_the_command_line(recoupe: Any, clash: Path) -> None:
    record = toll(clash, 30)
    status, out, err = recoupe("review", clash, record[:12], "reject", "--by", "Ada", "--note", "autre ville")
    assert (status, err) == (0, "")
    assert "rejeté" in out
    assert "Ada" in out
    assert "autre ville" in out
    assert only(clash, "casualties").verdict == "single_source"
    assert not [x for x in (json.loads(r) for r in recoupe("findings", clash, "--json")[1].splitlines())
                if x["verdict"] == "contested"]  # fmt: skip
    assert "rejeté" in recoupe("records", clash, "--type", "casualties")[1]
    shown = json.loads(recoupe("show", clash, record, "--json")[1])
    assert shown["review"]["whole"]["by"] == "Ada"
    assert "Jugements" in recoupe("show", clash, record)[1]
    assert "stands" in recoupe("review", clash, record, "--json")[1]
    told = json.loads(recoupe("review", clash, "--undo", record, "--by", "Ben", "--json")[1])
    assert (told["record"], told["state"]) == (record, "undone")
    assert only(clash, "casualties").verdict == "contested"
    rows = [json.loads(line) for line in recoupe("review", clash, "--state", "all", "--json")[1].splitlines()]
    assert [(r["by"], r["state"]) for r in rows] == [("Ada", "undone")]
    assert recoupe("review", clash, "--by", "Ben", "--json")[1] == ""
    assert recoupe("verify", clash)[0] == 0


def test_a_judged_value_stands_beside_what_was_read(recoupe: Any, clash: Path) -> None:
    status, out, _ = recoupe(
        "review", clash, toll(clash, 30), "correct", "quantity=>=12", "status=claimed", "--by", "A"
    )
    assert status == 0
    assert "nombre : 30 civils → >=12" in out
    for command in ("findings", "brief"):
        text = " ".join(recoupe(command, clash)[1].split())
        assert "nombre : 30 civils → >=12, A" in text, text
    finding = only(clash, "casualties").id
    recoupe("review", clash, finding, "correct", "verdict=denied", "--by", "B")
    (row,) = [json.loads(r) for r in recoupe("findings", clash, "--verdict", "denied", "--json")[1].splitlines()]
    assert (row["verdict"], row["read"], row["review"]["fixes"][0]["by"]) == ("denied", "corroborated", "B")
    assert "corroborated" not in recoupe("findings", clash, "--verdict", "corroborated", "--json")[1]
    recoupe("review", clash, finding, "reject", "--by", "B")
    assert json.loads(recoupe("brief", clash, "--format", "json")[1])["sections"] == []


def test_a_corrected_speaker_speaks(recoupe: Any, clash: Path) -> None:
    with open_dossier(clash) as dossier:
        spoken = next(i for i, s in dossier.records(Statement) if s.reference == ("Croix-Bleue",))
        other = next(i for i, s in dossier.records(Statement) if i != spoken)
    recoupe("review", clash, spoken, "correct", "speaker=Mara Oksen", "--by", "Ada")
    recoupe("review", clash, other, "reject", "--by", "Ada")
    text = " ".join(recoupe("speakers", clash)[1].split())
    assert "Mara Oksen (1)" in text
    assert "locuteur : Croix-Bleue → Mara Oksen, Ada" in text
    assert "maire" not in text
    assert [s["name"] for s in json.loads(recoupe("brief", clash, "--format", "json")[1])["speakers"]] == ["Mara Oksen"]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["correct"], 2, "CHAMP=VALEUR"),
        (["accept", "status=denied"], 2, "CHAMP=VALEUR"),
        (["correct", "quantity=12", "date=hier"], 1, "« hier » n'est pas une valeur possible"),
        (["correct", "status=vrai"], 1, "« vrai » n'est pas une valeur possible (happened, claimed"),
        (["correct", "verdict=denied"], 1, "pas un champ"),
        (["accept", "--by", " "], 1, "qui juge"),
    ],
)
def test_what_is_not_understood_changes_nothing(
    recoupe: Any, clash: Path, arguments: list[str], status: int, said: str
) -> None:
    got, _, err = recoupe("review", clash, toll(clash, 30), *arguments)
    assert got == status
    assert said in " ".join(err.split())
    with open_dossier(clash) as dossier:
        assert not list(dossier.records(Judgement))


def test_judgements_are_gold_that_the_evaluation_reads(recoupe: Any, tmp_path: Path) -> None:
    path, gold = tmp_path / "d.db", tmp_path / "gold.jsonl"
    build(path, AGREED)
    with open_dossier(path) as dossier:
        tolls = [i for i, e in dossier.records(Event) if e.type == "casualties"]
        spoken = sorted(i for i, _ in dossier.records(Statement))
        link = next(i for i, k in dossier.records(Link) if k.relation == "corroborates")
    assert len(tolls) == 2
    assert len(spoken) == 2
    for record in (*tolls, *spoken, link):
        recoupe("review", path, record, "accept", "--by", "Ada")
    assert recoupe("review", path, "--export", gold)[0] == 0
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    figures = reviewed(rows)
    assert figures["judged: statements"]["e2e F1"] == 1
    assert (figures["judged: events"]["core F1"], figures["judged: events"]["quantity"]) == (1, 1)
    assert figures["judged: pairs"] == {"same thing R": 1, "distinct merged": 0}
    assert evaluate(["--gold", str(gold)]) == 0

    recoupe("review", path, tolls[0], "correct", "quantity=14", "--by", "Ada")
    recoupe("review", path, tolls[1], "reject", "--by", "Ada")
    recoupe("review", path, spoken[0], "correct", "speaker=Mara Oksen", "--by", "Ada")
    recoupe("review", path, spoken[1], "reject", "--by", "Ada")
    out = recoupe("review", path, "--export", "-")[1]
    with open_dossier(path) as dossier:
        assert rulings(dossier, tolls)[tolls[0]].fixes == {"quantity": "14"}
    rows = [json.loads(line) for line in out.splitlines()]
    events = [e for r in rows for e in r.get("events", ()) if e["core"]]
    assert [e["quantity"]["value"] for e in events] == [14]
    figures = reviewed(rows)
    assert figures["judged: events"]["quantity"] == 0  # what was corrected is not what is read
    assert figures["judged: events"]["core F1"] == pytest.approx(2 / 3)  # what was rejected is still read
    assert figures["judged: statements"]["content F1"] == pytest.approx(2 / 3)


def test_pairs_that_are_two_things_are_counted_where_they_are_joined(recoupe: Any, tmp_path: Path) -> None:
    path, gold = tmp_path / "d.db", tmp_path / "gold.jsonl"
    build(path, AGREED)
    with open_dossier(path) as dossier:
        link = next(i for i, k in dossier.records(Link) if k.relation == "corroborates")
    recoupe("review", path, link, "reject", "--by", "Ada")
    recoupe("review", path, "--export", gold)
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    assert reviewed(rows)["judged: pairs"] == {"same thing R": 0, "distinct merged": 1}
