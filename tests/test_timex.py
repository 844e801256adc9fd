"""Time expressions: offsets, undated documents, documents dated to an interval, knowledge, and the gold's floors."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.extract.knowledge import Knowledge, load_knowledge
from recoupe.extract.timex import find_timex
from recoupe.lang.base import Sentence
from recoupe.lang.fr import tense
from recoupe.lang.fr import timex as french
from recoupe.lang.fr.firsts import prefixes, starts_with
from recoupe.records import Timex

KNOWLEDGE = Path(french.PATH).with_name("knowledge.toml")
PIECES = re.split(
    r"\|",
    "le 4 mars 2025|lundi| |\n|à|d’ici|la veille|trois|jours|plus tard|nuit de lundi à mardi|été|İ|’|\u00a0|12|h|30|.|"
    "1.000e jour|au lendemain du vote|Pâques|ces|dernières|semaines|il y a|un|an|et demi|31 février|entre|2014|«|qu'|"
    "a déclaré|viendra",
)
DAYS = st.sampled_from([None, "2025-03-13", "2024-02-29", "2025-12-31"])


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(KNOWLEDGE)


def one(sentence: str, **options: object) -> Timex:
    found = find_timex(sentence, [], **options)  # type: ignore[arg-type]
    assert len(found) == 1, found
    return found[0]


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join), DAYS)
def test_evidence_stands_in_the_text_and_nothing_overlaps(text: str, day: str | None) -> None:
    found = find_timex(text, [], date=(day, day) if day else None)
    at = 0
    for timex in found:
        start, end = timex.evidence.span
        assert at <= start < end <= len(text)
        assert text[start:end] == timex.evidence.quote
        if timex.earliest and timex.latest:
            assert timex.earliest <= timex.latest
        at = end


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    assert len(french.lowered(text)) == len(text)
    assert all(text[t.evidence.start : t.evidence.end] == t.evidence.quote for t in find_timex(text, []))


@pytest.mark.parametrize(
    ("sentence", "value"),
    [
        ("Le convoi est parti lundi.", "XXXX-WXX-1"),
        ("Le convoi est parti le 4 mars.", "XXXX-03-04"),
        ("Le convoi est parti en mars.", "XXXX-03"),
        ("Le convoi est parti cet été.", "XXXX-SU"),
        ("Le convoi est parti hier.", None),
        ("Le convoi est parti la semaine dernière.", None),
        ("Le convoi est parti le 4 mars 2025.", "2025-03-04"),
        ("Le convoi est parti il y a trois jours.", None),
        ("Le convoi est parti dans la nuit.", None),
    ],
)
def test_nothing_is_dated_without_a_date(sentence: str, value: str | None) -> None:
    found = one(sentence)
    assert found.value == value
    assert (found.earliest is None) == (found.anchor != "calendar")


def test_an_interval_gives_a_value_only_where_every_day_gives_the_same() -> None:
    same = one("Le convoi est parti lundi.", date=("2025-03-13", "2025-03-14"))
    assert (same.value, same.earliest, same.latest) == ("2025-03-10", "2025-03-10", "2025-03-10")
    open_ = one("Le convoi est parti lundi.", date=("2025-03-13", "2025-03-18"))
    assert (open_.value, open_.earliest, open_.latest) == (None, "2025-03-10", "2025-03-17")
    year = one("Un vote aura lieu cette année.", date=("2025-03-13", "2025-11-18"))
    assert year.value == "2025"


def test_a_weekday_without_any_sign_of_direction_stays_open() -> None:
    found = one("Sommet à Oslo vendredi", date=("2025-12-03", "2025-12-03"))
    assert (found.value, found.earliest, found.latest) == ("XXXX-WXX-5", "2025-11-28", "2025-12-05")


def test_sentences_leave_out_what_they_do_not_hold() -> None:
    text = "Parti lundi. Abonnez-vous avant mardi. Revenu mercredi."
    kept = [Sentence(0, 12), Sentence(39, 55)]
    assert [t.evidence.quote for t in find_timex(text, kept)] == ["lundi", "mercredi"]


def test_a_war_is_chosen_by_the_words_of_its_theatre(knowledge: Knowledge) -> None:
    day = ("2025-12-06", "2025-12-06")
    for place, value in (("au Darfour", "2023-04-15"), ("à Rafah", "2023-10-07"), ("à Kherson", "2022-02-24")):
        text = f"Depuis le début de la guerre, les familles fuient {place}."
        assert one(text, date=day, knowledge=knowledge).value == value
        assert one(text, date=day).value is None
    unnamed = "Depuis le début de la guerre, on fuit."
    assert one(unnamed, date=day, knowledge=knowledge).value is None
    assert one(unnamed, date=day, knowledge=knowledge, theatre="Soudan").value == "2023-04-15"


def test_a_war_day_that_only_one_war_can_have_reached(knowledge: Knowledge) -> None:
    found = one("Voici le 1.000e jour de la guerre.", date=("2024-11-19", "2024-11-19"), knowledge=knowledge)
    assert found.value == "2024-11-19"
    assert one("Voici le 1.000e jour de la guerre.", date=("2024-11-19", "2024-11-19")).value is None


def test_a_future_date_is_not_what_a_past_clause_points_back_to() -> None:
    text = "Il sera à Oslo lundi. Deux jours plus tôt, il avait refusé."
    values = [t.value for t in find_timex(text, [], date=("2025-12-06", "2025-12-06"))]
    assert values[0] == "2025-12-08"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Il n'y a pas de bilan de la frappe de mardi sur le village.", "2025-12-02"),
        ("L'attaque meurtrière de mardi n'est pas revendiquée.", "2025-12-02"),
        ("La frappe prévue mardi est suspendue.", "2025-12-09"),
        ("La rencontre de mardi aura lieu à Oslo.", "2025-12-09"),
    ],
)
def test_the_day_of_what_has_happened_is_past(text: str, value: str) -> None:
    assert one(text, date=("2025-12-06", "2025-12-06")).value == value


def test_clause_scope_of_the_direction() -> None:
    text = french.lowered("Le général a dit mardi qu'il viendrait jeudi.")
    clauses = tense.Clauses(text, text, 0, len(text))
    assert clauses.sense(17, 22).direction == "past"
    assert clauses.sense(39, 44).direction == "future"


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("(?:le |la )?nuit", {"le", "la", "nu"}),
        (r"[12] ans|(?<=en )été", {"1 ", "2 ", "ét"}),
        ("[ab]c?|(?P<x>d)+e", {"a", "b", "ac", "bc", "de", "dd"}),
        ("x{0,2}y", {"xx", "xy", "y"}),
    ],
)
def test_prefixes_of_a_pattern(pattern: str, found: set[str]) -> None:
    assert prefixes(pattern, 2) == found
    assert starts_with(frozenset(found), "z" + min(found) + "zz", 1, 2)
    assert not starts_with(frozenset(found), "zz", 0, 2)


@pytest.mark.parametrize(
    ("gold", "floor"), [("values/timex_suite_dev.jsonl", 0.95), ("seeds/timex.jsonl", 0.93)], ids=["suite", "seeds"]
)
def test_floors_on_the_gold(shared: Path, tmp_path: Path, knowledge: Knowledge, gold: str, floor: float) -> None:
    predicted = tmp_path / "timex.jsonl"
    with predicted.open("w", encoding="utf-8") as out:
        for line in (shared / "gold" / gold).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found = find_timex(row["text"], [], date=(row["date"], row["date"]), knowledge=knowledge)
            rows = [{"start": t.evidence.start, "end": t.evidence.end, "type": t.type, "value": t.value} for t in found]
            out.write(json.dumps({"id": row.get("id", row.get("doc")), "timex": rows}) + "\n")
    command = [sys.executable, str(shared / "score" / "score.py"), "timex", str(shared / "gold" / gold), str(predicted)]
    ran = subprocess.run([*command, "--at-least", str(floor)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_no_trap_of_the_gold_is_hit(shared: Path) -> None:
    for line in (shared / "gold" / "values" / "timex_traps_dev.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert find_timex(row["text"], [], date=(row["date"], row["date"])) == [], row["text"]


def test_printed_lines_outside_every_sentence_are_read() -> None:
    text = "VARNA, 3 mars 2025 (AP) - Un pont a sauté lundi."
    body = Sentence(text.index("Un pont"), len(text))
    read = {
        t.evidence.quote: t.value for t in find_timex(text, [body], date=("2025-03-03", "2025-03-03"), lines=[(0, 25)])
    }
    assert read == {"3 mars 2025": "2025-03-03", "lundi": "2025-03-03"}
    assert len(find_timex(text, [body], date=("2025-03-03", "2025-03-03"))) == 1


@pytest.mark.parametrize(
    ("quote", "value"),
    [("demain mercredi", "2025-03-05"), ("hier lundi", "2025-03-03"), ("demain jeudi", "2025-03-06")],
)
def test_a_day_told_from_the_eve_is_the_weekday_that_it_names(quote: str, value: str) -> None:
    # The text is dated Wednesday 5 March: "demain mercredi" was written on the Tuesday.
    found = find_timex(f"Les pourparlers de Varna, {quote}, ont compté.", [], date=("2025-03-05", "2025-03-05"))
    assert [(t.evidence.quote, t.value) for t in found] == [(quote, value)]
