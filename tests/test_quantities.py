"""Quantities: every row of the tables, the constructions of number, what only looks like one, and the invariants."""

from __future__ import annotations

import json
import runpy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.extract.quantities import find_quantities
from recoupe.lang.base import Sentence
from recoupe.lang.fr.quantities import digits_value, rows, words_value
from recoupe.records import Quantity


def read(text: str) -> list[Quantity]:
    return find_quantities(text, [Sentence(0, len(text))] if text else [])


def shown(q: Quantity) -> str:
    high = "-" if q.high is None else f"{q.high:.12g}"
    return f"{q.low:.12g} {high} {q.modifier} {q.unit}"


READS = [r for name in ("fraction", "times", "modifier", "measure") for r in rows()[name]]


@pytest.mark.parametrize("row", READS, ids=lambda r: r["test"])
def test_every_row_reads_its_sentence(row: dict[str, Any]) -> None:
    assert row["reads"] in [shown(q) for q in read(row["test"])]


@pytest.mark.parametrize("row", rows()["trap"], ids=lambda r: r["test"])
def test_every_trap_is_left_alone(row: dict[str, Any]) -> None:
    assert [shown(q) for q in read(row["test"])] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("12 500 fantassins", ["12500 12500 = fantassins"]),
        ("12\u202f500 fantassins", ["12500 12500 = fantassins"]),
        ("12\u00a0500 fantassins", ["12500 12500 = fantassins"]),
        ("1.250 fantassins", ["1250 1250 = fantassins"]),
        ("1'250 fantassins", ["1250 1250 = fantassins"]),
        ("1.250,50 euros", ["1250.5 1250.5 = EUR"]),
        ("3,5 millions d’euros", ["3500000 3500000 = EUR"]),
        ("trois cent mille réservistes", ["300000 300000 = réservistes"]),
        ("deux millions et demi de réfugiés", ["2500000 2500000 = réfugiés"]),
        ("un demi-million de réfugiés", ["500000 500000 ~ réfugiés"]),
        ("plus d’une centaine de camions", ["100 100 > camions"]),
        ("deux douzaines de camions", ["24 24 ~ camions"]),
        ("des centaines de camions", ["200 999 ~ camions"]),
        ("plusieurs dizaines de milliers de camions", ["20000 99999 ~ camions"]),
        ("aux millions de déplacés", ["2000000 9999999 ~ déplacés"]),
        ("plusieurs camions", ["2 - ~ camions"]),
        ("quelques camions", ["2 9 ~ camions"]),
        ("aucun camion", ["0 0 = camion"]),
        ("entre 20 et 30 camions", ["20 30 range camions"]),
        ("de 2 à 3 millions de tonnes", ["2000000 3000000 range t"]),
        ("entre 5 % et 10 % des stocks", ["5 10 range percent"]),
        ("10-15 camions", ["10 15 range camions"]),
        ("deux ou trois camions", ["2 3 range camions"]),
        ("passé de 12 à 15 morts", ["12 12 = morts", "15 15 = morts"]),
        ("trois fois plus de camions", ["3 3 x ratio"]),
        ("multiplié par quatre", ["4 4 x ratio"]),
        ("un camion et deux autocars", ["1 1 = camion", "2 2 = autocars"]),
        ("un mort et trois blessés", ["1 1 = mort", "3 3 = blessés"]),
        ("un seul autocar", ["1 1 = autocar"]),
        ("deux ans et demi de siège", ["2.5 2.5 = ans"]),
        ("moins d'une heure", ["1 1 < heure"]),
        ("les 300 derniers mètres", ["300 300 = mètres"]),
        ("quatre F-16", ["4 4 = F-16"]),
        ("un plan en 12 points", ["12 12 = points"]),
        ("20 camions au moins", ["20 20 >= camions"]),
        ("$300 millions", ["300000000 300000000 = USD"]),
        ("un contrat de £ 80m", ["80000000 80000000 = GBP"]),
        ("à 80m du pont", ["80 80 = m"]),
        ("3 autocars, un record", ["3 3 = autocars"]),
    ],
)
def test_constructions(text: str, wanted: list[str]) -> None:
    assert [shown(q) for q in read(text)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("9 des 14 camions et 3 des 8 autocars", [("9", "14"), ("14", None), ("3", "8"), ("8", None)]),
        ("40 blessés, dont 3 enfants", [("40", None), ("3", "40")]),
        ("70 obus, dont 12 ont été tirés et 5 saisis", [("70", None), ("12", "70"), ("5", "70")]),
        ("6 obus sont tombés et 3 ont explosé", [("6", None), ("3", None)]),
        ("8 camions sur 14", [("8", "14"), ("14", None)]),
    ],
)
def test_parts_of_a_whole(text: str, wanted: list[tuple[str, str | None]]) -> None:
    found = read(text)
    assert [(q.evidence.quote, q.part_of.quote if q.part_of else None) for q in found] == wanted
    assert all(q.unit for q in found)


@pytest.mark.parametrize(
    "text",
    [
        "un Tu-160 et le T-72",
        "des Leopard 2A6 et le Boeing 737",
        "le G20, la COP28, la 5G, le M23",
        "la 12e brigade et la 5ème division",
        "les Vingt-Sept et les Mille Collines",
        "en 1998",
        "de 2008 à 2011",
        "la guerre de 14-18",
        "le 3 mars à 14h30",
        "les années 1990",
        "Paul, 24 ans, est rentré",
        "elle avait 19 ans.",
        "le score est de 36-32",
        "un accord, une trêve, l'un des chefs",
        "75015 Paris",
        "il n'y a aucun doute",
        "un quart d'heure plus tôt, en quart de finale",
        "à 6 h 05, le vol MH17",
        "les 23 et 24 mai",
    ],
)
def test_what_only_looks_like_a_quantity(text: str) -> None:
    assert [shown(q) for q in read(text)] == []


def test_counted_phrase_takes_its_adjectives() -> None:
    counted = read("12 prisonniers de guerre tchadiens sont rentrés")[0].counted
    assert counted is not None
    assert counted.quote == "prisonniers de guerre tchadiens"


def test_numbers_of_two_sentences_do_not_meet() -> None:
    text = "Ils étaient 40 soldats. 3 morts."
    found = find_quantities(text, [Sentence(0, 23), Sentence(24, len(text))])
    assert [(q.evidence.quote, q.unit) for q in found] == [("40", "soldats"), ("3", "morts")]


@given(st.integers(min_value=0, max_value=10**9), st.sampled_from([" ", ".", "\u202f", "\u00a0"]))
def test_grouped_digits_keep_their_value(number: int, separator: str) -> None:
    grouped = f"{number:,}".replace(",", separator)
    found = read(f"au moins {grouped} camions")
    assert [(q.low, q.high, q.modifier, q.evidence.quote) for q in found] == [(number, number, ">=", grouped)]


@given(st.integers(min_value=2, max_value=999_999))
def test_digits_value_is_the_number(number: int) -> None:
    assert digits_value(f"{number:,}".replace(",", " ")) == number


def test_words_that_make_no_number_have_no_value() -> None:
    assert words_value("deux trois") is None
    assert words_value("vingt et un") == 21


PIECES = """12 1.250 3,5 vingt deux cent mille un une dont des de d' et à ou entre plus moins environ fois camions morts
% € km millions Mds plusieurs dizaines centaines une vingtaine la moitié ans âgé 2014 mai h 36-32 , . « » İ"""


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES.split()), max_size=14).map(" ".join))
def test_every_quantity_stands_in_its_text(text: str) -> None:
    for q in read(text):
        spans = [e for e in (q.evidence, q.counted, q.part_of) if e is not None]
        assert all(text[e.start : e.end] == e.quote and e.start < e.end for e in spans)
        assert q.low is not None
        assert q.high is None or q.low <= q.high


@pytest.mark.shared
def test_gold_quantities(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score = runpy.run_path(str(shared / "score" / "score.py"))
    gold = score["rows"](shared / "gold" / "values" / "quantities_dev.jsonl")
    predicted = [{"id": row["id"], "quantities": [_row(q) for q in read(row["text"])]} for row in gold]
    value = score["quantities"](gold, json.loads(json.dumps(predicted)), True)
    printed = capsys.readouterr().out
    assert value >= 0.95, printed
    assert "false alarms 0" in printed
    full = printed.split("modifier and unit ")[1].split(" ")[0].split("/")
    assert int(full[0]) / int(full[1]) >= 0.95, printed


def _row(q: Quantity) -> dict[str, Any]:
    return {
        "start": q.evidence.start,
        "end": q.evidence.end,
        "low": q.low,
        "high": q.high,
        "modifier": q.modifier,
        "unit": q.unit,
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Soit 37 camions : 22 au-dessus du col, 11 dans la vallée et quatre près du port.", ["camions"] * 4),
        ("Il compte 12 morts à Goma, contre 300 à Nyala.", ["morts", "morts"]),
        ("On a rendu 212 corps dans un sens, 34 dans l'autre.", ["corps", "corps"]),
        ("Les secours évaluent à plus de 35 000 le nombre de déplacés.", ["déplacés"]),
        ("Le nombre de morts passe de quatre à six.", ["morts", "morts"]),
        ("Le camp adverse n'en a compté que 31.", [None]),
        ("Le ministre avance le chiffre de 34.", [None]),
        ("Un échange à parité, 160 contre 160.", [None, None]),
        ("96 restent otages.", [None]),
    ],
)
def test_a_noun_left_out_is_the_one_before_or_none(text: str, wanted: list[str | None]) -> None:
    assert [q.unit for q in read(text)] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("318 soldats tués et plus de 1.100 blessés", ["318 318 = soldats", "1100 1100 > blessés"]),
        ("12 camions, au moins 5 chars", ["12 12 = camions", "5 5 >= chars"]),
        ("240 camions au plus fort de la crue", ["240 240 = camions"]),
        ("une page et demie", ["1.5 1.5 = page"]),
        ("Aucun blessé n'est signalé.", ["0 0 = blessé"]),
    ],
)
def test_a_modifier_goes_with_its_own_number(text: str, wanted: list[str]) -> None:
    assert [shown(q) for q in read(text)] == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Aucune date n'est fixée.",
        "Il ne ferme aucune porte.",
        "Aucun texte n'est signé.",
        "Les deux ont refusé.",
        "Le score est de 3 contre 1.",
        "Deux septièmes, dit-il.",
    ],
)
def test_what_counts_nothing_is_left_alone(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Le préfet déplore 09 blessés et 03 morts.", ["9 9 = blessés", "3 3 = morts"]),
        ("Deux soldats ont été tués et 9 portés disparus.", ["2 2 = soldats", "9 9 = soldats"]),
        ("La piste est coupée depuis le 09 mai à 08 heures.", []),
        ("L'agent 007 soldats compris.", []),
    ],
)
def test_a_padded_number_counts_people(text: str, counts: list[str]) -> None:
    assert [shown(q) for q in read(text)] == counts
