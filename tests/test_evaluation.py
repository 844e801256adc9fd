"""The project's gold is sound, its scorer counts as the shared one does, its floors hold what they say."""

from __future__ import annotations

import importlib.util
import itertools
import json
import random
import re
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from evaluation import run, score
from evaluation.compile_gold import SOURCE, TARGET, compile_source, dump, occurrences, read_article
from evaluation.predict import as_row, known
from evaluation.sets import SETS, Evaluated, blanked, load
from recoupe.read.plain import read_bytes
from recoupe.records import Dating, DatingStep, Evidence, Place, Quantity, Statement, Timex

GOLD = load(TARGET)
ACTS = {"assert", "deny", "accuse", "demand", "propose", "accept", "reject", "support", "commit", "threaten", "warn"}
STATUSES = {"happened", "claimed", "planned", "proposed", "denied", "conditional"}
TYPES = {"direct", "mixed", "indirect", "selon", "incise", "colon", "free_direct", "nominal", "hedge", "nested"}


def test_gold_is_what_its_source_says() -> None:
    assert TARGET.read_text(encoding="utf-8") == dump(compile_source(SOURCE.read_text(encoding="utf-8")))


def test_no_id_begins_another() -> None:
    ids = sorted(row["id"] for row in GOLD)
    assert not [a for a, b in itertools.pairwise(ids) if b.startswith(a)], "the shared scorer takes prefixes"


def test_gold_texts_are_the_articles() -> None:
    for row in GOLD:
        path = TARGET.parents[2] / "sample" / "articles" / row["outlet"] / f"{row['id']}.txt"
        assert row["text"] == read_article(path)
        assert row["text"] == read_bytes(path.read_bytes(), path.name).text, (
            "offsets hold for the program's own reading"
        )


@pytest.mark.parametrize("row", GOLD, ids=lambda r: r["id"])
def test_gold_spans_lie_on_words(row: dict[str, Any]) -> None:
    text = row["text"]
    spans = [s for g in row["statements"] for s in (*g["content"], g["speaker"], g["cue"]) if s]
    spans += [(g["start"], g["end"]) for key in ("timex", "quantities", "places") for g in row[key]]
    for start, end in spans:
        assert 0 <= start < end <= len(text)
        assert text[start:end] == text[start:end].strip()
        assert not (text[start - 1 : start].isalnum() and text[start].isalnum())
        assert not (text[end - 1].isalnum() and text[end : end + 1].isalnum())


@pytest.mark.parametrize("row", GOLD, ids=lambda r: r["id"])
def test_gold_statements_are_of_known_kinds(row: dict[str, Any]) -> None:
    for g in row["statements"]:
        assert g["act"] in ACTS
        assert g["type"] in TYPES
        assert g["core"] in (0, 1)
        assert g["reference"] or (g["speaker"] is None and g["cue"]), "only a passive names nobody"
        starts = [s for s, _ in g["content"]]
        assert starts == sorted(starts)
        assert not any(score.touch(g["speaker"], c) for c in g["content"])


def test_gold_holds_every_construction_several_times() -> None:
    kinds = [g["type"] for row in GOLD for g in row["statements"]]
    assert {kind for kind in TYPES if kinds.count(kind) < 3} == set()


def test_gold_events_carry_their_evidence() -> None:
    events = [(row["text"], e) for row in GOLD for e in row.get("events", ())]
    assert sum(e["core"] for _, e in events) >= 80
    for text, e in events:
        assert text[e["start"] : e["end"]] == e["evidence"]
        assert {e["status"], *e.get("status_alt", ())} <= STATUSES


def test_gold_values_have_the_form_of_their_type() -> None:
    forms = {
        "DATE": r"\d{4}(-\d\d(-\d\d)?|-W\d\d(-WE)?|-(SU|FA|SP|WI))?|(PRESENT|PAST|FUTURE)_REF",
        "TIME": r"\d{4}-\d\d-\d\dT(NI|EV|MO|AF|\d\d:\d\d)(/\d{4}-\d\d-\d\dT\d\d:\d\d)?",
        "DURATION": r"PT?[\dX]+[DWMYH]",
        "SET": r"XXXX-(WXX-\d|XX-XXTMO)",
    }
    for row in GOLD:
        for g in row["timex"]:
            assert re.fullmatch(forms[g["type"]], g["values"][0]), g


def test_a_string_that_is_not_in_its_article_stops_the_compilation() -> None:
    source = "== agence-atp/premier-round 2031-03-21\nT le 30 février/2031-02-30\n"
    with pytest.raises(ValueError, match=r"sample\.ann:2"):
        compile_source(source)


def test_occurrences_are_whole_words_across_typographic_signs() -> None:
    assert occurrences("L’avril : « il\u00a0a »", "il a") == [(12, 16)]
    assert occurrences("un deux trois deux", "un … deux") == [(0, 7)]


# -- the scorer --------------------------------------------------------------------------------------------------------


def row(text: str, *found: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": "d", "text": text, "statements": list(found)}]


def test_half_of_the_letters_in_common_make_a_pair() -> None:
    gold = row("abcdefgh ij", {"content": [[0, 8]], "speaker": [9, 11], "cue": None, "reference": "IJ"})
    near = {"content": [[0, 4]], "speaker": [9, 11], "cue": None, "reference": ""}
    far = {"content": [[0, 3]], "speaker": [9, 11], "cue": None, "reference": ""}
    assert score.statements(gold, row("", near))["e2e F1"] == 1
    assert score.statements(gold, row("", far))["e2e F1"] == 0


def test_the_wrong_speaker_keeps_the_content_and_loses_the_pair() -> None:
    gold = row("abcd xy zt", {"content": [[0, 4]], "speaker": [5, 7], "cue": None, "reference": "Xy"})
    figures = score.statements(gold, row("", {"content": [[0, 4]], "speaker": [8, 10], "reference": "Zt"}))
    assert (figures["content F1"], figures["e2e F1"]) == (1, 0)


def test_borderline_gold_is_neither_missing_nor_spurious() -> None:
    gold = row("abcd efgh", {"content": [[0, 4]], "speaker": None, "reference": "A", "core": 0})
    gold[0]["statements"].append({"content": [[5, 9]], "speaker": None, "reference": "B", "core": 1})
    second = {"content": [[5, 9]], "speaker": None, "reference": "B"}
    alone = score.statements(gold, row("", second))
    both = score.statements(gold, row("", {"content": [[0, 4]], "speaker": None, "reference": "A"}, second))
    assert alone["e2e F1"] == both["e2e F1"] == 1


def test_a_pinned_metonym_and_a_pinned_unknown_are_faults() -> None:
    at = {"start": 0, "end": 4}
    spoken: dict[str, Any] = at | {"role": "metonym", "lat": 1.0, "lon": 1.0, "precision": "city"}
    unknown = {"start": 5, "end": 9, "role": "place", "lat": None, "lon": None, "precision": "none"}
    gold = [{"id": "d", "places": [spoken, unknown]}]
    pins = [at | {"lat": 1.0, "lon": 1.0}, {"start": 5, "end": 9, "lat": 1.0, "lon": 1.0}]
    figures = score.place_mentions(gold, [{"id": "d", "places": pins}])
    assert (figures["metonyms pinned"], figures["wrong"]) == (1, 1)


def test_no_interval_is_inside_but_not_narrow() -> None:
    gold = [{"id": "d", "date": "2031-03-04", "text": "mardi"}]
    assert score.dating(gold, [{"id": "d", "earliest": None, "latest": None}])["truth inside"] == 1
    narrow = score.dating(
        gold, [{"id": "d", "earliest": "2031-03-05", "latest": "2031-03-05", "steps": [{"quote": "?"}]}]
    )
    assert narrow == {"truth inside": 0, "narrow": 1, "quotes unfound": 1}


def test_every_kind_has_a_row() -> None:
    here = Evidence(3, 8, "lundi")
    assert as_row(Timex(document="d", evidence=here, type="DATE", value="2031-03-03"))["value"] == "2031-03-03"
    assert as_row(Place(document="d", evidence=here, name="Lundi"))["lat"] is None
    count = Quantity(document="d", evidence=here, low=2, high=None, modifier="~", unit="chars")
    assert as_row(count) == {"start": 3, "end": 8, "low": 2, "high": None, "modifier": "~", "unit": "chars"}
    steps = (DatingStep(evidence=here, rule="weekday", kept=1),)
    dated = as_row(Dating(document="d", basis="in the text", earliest="2031-03-03", latest="2031-03-03", steps=steps))
    assert (dated["earliest"], dated["steps"][0]["quote"]) == ("2031-03-03", "lundi")
    said = Statement(document="d", content=(here, here), cue=here, reference=("A", "B"))
    assert (as_row(said)["reference"], as_row(said)["speaker"]) == ("A; B", None)


def test_a_hidden_date_leaves_every_other_character_in_place() -> None:
    shown = [row for row in GOLD if row["printed"]]
    assert len(GOLD) - len(shown) == 1
    for row in shown:
        start, end = row["printed"]
        hidden = blanked(row)["text"]
        assert not hidden[start:end].strip()
        assert (hidden[:start], hidden[end:]) == (row["text"][:start], row["text"][end:])


def shaken(rows: list[dict[str, Any]], seed: int) -> list[dict[str, Any]]:
    """Predictions made of the gold itself, with losses, shifts, inventions and wrong names: for comparing scorers."""
    dice = random.Random(seed)
    found = []
    for item in rows:
        kept = []
        for g in item["statements"]:
            if dice.random() < 0.2:
                continue
            content = [[s, max(s + 1, e - dice.choice((0, 0, 3, 40)))] for s, e in g["content"]]
            speaker = g["speaker"] if dice.random() < 0.8 else [0, 5]
            reference = g["reference"] if dice.random() < 0.6 else "Personne"
            kept.append(g | {"content": content, "speaker": speaker, "reference": reference})
            if dice.random() < 0.2:
                start = dice.randrange(max(1, len(item["text"]) - 80))
                kept.append(
                    {"content": [[start, start + 60]], "speaker": None, "cue": None, "reference": None, "act": "assert"}
                )
        found.append({"id": item["id"], "statements": kept})
    return found


@pytest.fixture(scope="session")
def judge(shared: Path) -> ModuleType:
    """The shared scorer, as a module."""
    spec = importlib.util.spec_from_file_location("shared_score", shared / "score" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


@pytest.mark.shared
@pytest.mark.parametrize("name", ["seeds/statements", "statements/wikinews_dev", "statements/er_dev", "sample"])
def test_both_scorers_agree_on_statements(
    shared: Path, judge: ModuleType, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = GOLD if name == "sample" else load(shared / "gold" / f"{name}.jsonl")
    for seed in range(3):
        found = shaken(gold, seed)
        theirs = judge.statements(gold, found, False)
        line = printed(capsys).splitlines()[-1]
        ours = score.statements(gold, found)
        assert ours["e2e F1"] == pytest.approx(theirs)
        for label, key in (("P", "content P"), ("R", "content R"), ("F1", "content F1")):
            assert float(re.search(rf"\b{label} (\d\.\d+)", line).group(1)) == pytest.approx(ours[key], abs=0.0006)  # type: ignore[union-attr]
        for label in ("cue", "act", "resolved"):
            part, whole = map(int, re.search(rf"{label} (\d+)/(\d+)", line).groups())  # type: ignore[union-attr]
            assert ours.get(label, 0) == pytest.approx(part / whole if whole else 0)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["seeds/timex", "values/timex_suite_dev"])
def test_both_scorers_agree_on_time(
    shared: Path, judge: ModuleType, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = [r | {"id": str(r.get("id", r.get("doc")))} for r in load(shared / "gold" / f"{name}.jsonl")]
    dice = random.Random(7)
    found = []
    for item in gold:
        kept = [dict(g) for g in item.get("timex", [item]) if dice.random() < 0.8]
        for g in kept:
            g["start"] += dice.choice((0, 0, 1))
            g["value"] = g.pop("values")[0] if dice.random() < 0.7 else "2001"
        found.append({"id": item["id"], "timex": [*kept, {"start": 0, "end": 2, "value": "2002"}]})
    value = judge.timex(gold, found, False)
    line = printed(capsys)
    ours = score.timex(gold, found)
    assert ours["value"] == pytest.approx(value)
    for key in ("strict", "relaxed"):
        assert float(re.search(rf"{key} F1 (\d\.\d+)", line).group(1)) == pytest.approx(ours[f"{key} F1"], abs=0.0006)  # type: ignore[union-attr]


@pytest.mark.shared
def test_both_scorers_agree_on_counts_and_places(
    shared: Path, judge: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    gold = load(shared / "gold" / "values" / "quantities_dev.jsonl")
    found = []
    for n, item in enumerate(gold):
        surface = item["surface"] or item["text"]
        start = item["text"].find(surface)
        low = float(str(item["value"]).split("-")[0]) if item["value"] != "NONE" and n % 5 else 3.0
        unit = item["unit"] if n % 3 else "choses"
        span = {"start": start, "end": start + len(surface), "low": low, "high": low}
        found.append({"id": item["id"], "quantities": [span | {"modifier": item["modifier"], "unit": unit}]})
    value = judge.quantities(gold, found, False)
    full, n_gold, alarms = map(int, re.search(r"unit (\d+)/(\d+) · false alarms (\d+)", printed(capsys)).groups())  # type: ignore[union-attr]
    ours = score.quantities(gold, found)
    expected = {"value": value, "with modifier and unit": full / n_gold, "false alarms": alarms}
    assert ours == pytest.approx(expected)

    gold = load(shared / "gold" / "values" / "toponyms_dev.jsonl")
    moved = [g | {"lat": g["lat"] + (n % 4) * 0.4} for n, g in enumerate(gold) if n % 7]
    right = judge.places(gold, moved, False)
    wrong = int(re.search(r"wrong (\d+)", printed(capsys)).group(1))  # type: ignore[union-attr]
    assert score.place_names(gold, moved) == pytest.approx({"right": right, "wrong": wrong})


# -- the floors --------------------------------------------------------------------------------------------------------


def test_floors_are_pinned_on_this_corpus() -> None:
    pinned = tomllib.loads(run.FLOORS.read_text(encoding="utf-8"))
    assert pinned["corpus"] == run.corpus_hash()
    assert set(pinned["floors"]) <= {s.name for s in SETS}
    assert {s.name for s in SETS if s.own and s.path.is_file() and known(s.kind)} <= set(pinned["floors"])


def test_a_figure_under_its_floor_is_below_and_faults_over_it_too() -> None:
    assert run.verdict("e2e F1", 0.8, 0.8) == "ok"
    assert run.verdict("e2e F1", 0.799, 0.8) == "BELOW"
    assert run.verdict("wrong", 1, 0) == "BELOW"
    assert run.verdict("wrong", 0, 1) == "ok"
    assert run.verdict("cue", 0.5, None) == "NOT PINNED"


def test_written_floors_are_met_by_the_same_figures() -> None:
    measured = {SETS[0].name: {"e2e F1": 0.8125, "wrong": 2.0, "cue": 0.29}}
    floors = tomllib.loads(run.floors_text(measured, {}, "hash"))["floors"]
    assert floors == {SETS[0].name: {"e2e F1": 0.807, "wrong": 2, "cue": 0.285}}
    assert {r[4] for r in run.judge(measured, floors)} == {"ok"}
    worse = {SETS[0].name: {"e2e F1": 0.806, "wrong": 3.0, "cue": 0.284}}
    assert {r[4] for r in run.judge(worse, floors)} == {"BELOW"}


def test_a_set_that_breaks_fails_the_run_and_hides_no_other(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def breaks(_: list[dict[str, Any]]) -> dict[str, float]:
        raise KeyError("date")

    sets = (
        Evaluated("one", "statements", TARGET, breaks, own=True),
        Evaluated("two", "statements", TARGET, lambda _: {"narrow": 0.25}, own=True),
    )
    monkeypatch.setattr(run, "SETS", sets)
    assert run.main([]) == 1
    shown = capsys.readouterr().out
    assert "BROKEN: one: KeyError" in shown
    assert "0.250" in shown


def test_sets_that_were_not_run_keep_their_floors() -> None:
    before = {SETS[1].name: {"e2e F1": 0.7}}
    after = tomllib.loads(run.floors_text({SETS[0].name: {"e2e F1": 0.5}}, before, "hash"))["floors"]
    assert after == before | {SETS[0].name: {"e2e F1": 0.495}}


def test_changing_the_gold_changes_the_hash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": 1}), encoding="utf-8")
    monkeypatch.setattr(run, "GOLD", tmp_path)
    first = run.corpus_hash()
    (tmp_path / "a.jsonl").write_text(json.dumps({"id": 2}), encoding="utf-8")
    assert run.corpus_hash() != first
