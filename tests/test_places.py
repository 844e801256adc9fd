"""Places: the tables, names in every theatre, namesakes, metonyms, what is no place, and the invariants."""

from __future__ import annotations

import math
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.errors import BadKnowledge
from recoupe.extract.places import Gazetteer, find_places, load_gazetteer
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.places import rows
from recoupe.lang.fr.sounds import skeleton
from recoupe.records import Place


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def read(text: str, theatre: tuple[str, ...] = ()) -> list[Place]:
    sentences = [Sentence(*m.span()) for m in re.finditer(r"[^.\n]+\.?", text)]
    return find_places(text, sentences, load_gazetteer(), theatre=theatre)


def only(text: str, theatre: tuple[str, ...] = ()) -> Place:
    places = read(text, theatre)
    assert len(places) == 1, places
    return places[0]


def near(place: Place, lat: float, lon: float, km: float = 30) -> bool:
    if place.lat is None or place.lon is None:
        return False
    p, q, r, t = map(math.radians, (place.lat, place.lon, lat, lon))
    h = math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((t - q) / 2) ** 2
    return 12742 * math.asin(math.sqrt(h)) <= km


@pytest.mark.parametrize("row", [*rows()["area"], *rows()["site"]], ids=lambda r: r["names"][0])
def test_every_site_row_is_found_in_its_sentence(row: dict[str, Any]) -> None:
    assert row["source"]
    assert any(near(p, row["at"][0], row["at"][1], km=1) for p in read(row["test"]))


@pytest.mark.parametrize("row", rows()["metonym"], ids=lambda r: r["names"][0])
def test_seats_of_power_are_never_pinned(row: dict[str, Any]) -> None:
    place = only(row["test"])
    assert place.metonym
    assert place.lat is None


def test_every_region_name_is_a_region_of_its_country(gazetteer: Gazetteer) -> None:
    for code, names in rows()["regions"].items():
        for name in names:
            site = gazetteer.lookup(name).site
            assert site is not None, name
            assert (site.precision, site.country) == ("region", "UA" if code.startswith("UA") else code[:2]), name


def test_every_country_point_lies_among_its_own_towns(gazetteer: Gazetteer) -> None:
    for site in {s for s in gazetteer.known.values() if s.precision == "country"}:
        towns = [(s.lat, s.lon) for s in gazetteer.places(site.country)]
        if len(towns) > 20:
            assert min(t[0] for t in towns) - 1 <= site.lat <= max(t[0] for t in towns) + 1, site
            assert min(t[1] for t in towns) - 1 <= site.lon <= max(t[1] for t in towns) + 1, site


@pytest.mark.parametrize(
    ("name", "lat", "lon", "country"),
    [
        ("Goma", -1.68, 29.22, "CD"),
        ("Bunia", 1.56, 30.25, "CD"),
        ("Bukavu", -2.49, 28.84, "CD"),
        ("El-Fasher", 13.63, 25.35, "SD"),
        ("El-Facher", 13.63, 25.35, "SD"),
        ("Al-Fachir", 13.63, 25.35, "SD"),
        ("Omdourman", 15.64, 32.48, "SD"),
        ("Port-Soudan", 19.62, 37.22, "SD"),
        ("Wad Madani", 14.4, 33.52, "SD"),
        ("Gaza", 31.5, 34.47, "PS"),
        ("Rafah", 31.29, 34.25, "PS"),
        ("Khan Younès", 31.34, 34.31, "PS"),
        ("Jabaliya", 31.53, 34.48, "PS"),
        ("Naplouse", 32.22, 35.25, "PS"),
        ("Erbil", 36.19, 44.01, "IQ"),
        ("Mossoul", 36.34, 43.13, "IQ"),
        ("Idleb", 35.93, 36.63, "SY"),
        ("Alep", 36.2, 37.16, "SY"),
        ("Deir ez-Zor", 35.34, 40.14, "SY"),
        ("Lattaquié", 35.53, 35.79, "SY"),
        ("Tyr", 33.27, 35.2, "LB"),
        ("Saïda", 33.56, 35.37, "LB"),
        ("Hodeïda", 14.8, 42.95, "YE"),
        ("Bamako", 12.65, -8.0, "ML"),
        ("Tombouctou", 16.77, -3.01, "ML"),
        ("Kidal", 18.44, 1.41, "ML"),
        ("Ouagadougou", 12.37, -1.53, "BF"),
        ("Djouba", 4.85, 31.58, "SS"),
        ("Stepanakert", 39.82, 46.75, "AZ"),
        ("Erevan", 40.18, 44.51, "AM"),
        ("Bakou", 40.41, 49.87, "AZ"),
        ("Preah Vihear", 14.39, 104.68, "KH"),
        ("Poipet", 13.66, 102.56, "KH"),
        ("Surin", 14.88, 103.49, "TH"),
        ("Sisaket", 15.12, 104.33, "TH"),
        ("Kaesong", 37.97, 126.55, "KP"),
        ("Koursk", 51.73, 36.19, "RU"),
        ("Zaporijia", 47.84, 35.14, "UA"),
        ("Tchassiv Iar", 48.6, 37.85, "UA"),
        ("La Haye", 52.08, 4.3, "NL"),
        ("Le Caire", 30.06, 31.25, "EG"),
        ("N'Djamena", 12.11, 15.04, "TD"),
    ],
)
def test_towns_of_every_theatre_from_the_bare_name(name: str, lat: float, lon: float, country: str) -> None:
    place = only(name)
    assert near(place, lat, lon), place
    assert place.country == country


@pytest.mark.parametrize(
    ("text", "name", "precision", "country"),
    [
        ("dans la région de Kherson", "Kherson", "region", "UA"),
        ("dans la ville de Kherson", "Kherson", "city", "UA"),
        ("dans le gouvernorat d'Idleb", "Idleb", "region", "SY"),
        ("dans la province de Homs", "Homs", "region", "SY"),
        ("dans le Nord-Kivu", "Nord-Kivu", "region", "CD"),
        ("dans le Haut-Karabakh", "Haut-Karabakh", "region", "AZ"),
        ("dans la bande de Gaza", "bande de Gaza", "region", "PS"),
        ("en Cisjordanie occupée", "Cisjordanie", "region", "PS"),
        ("en Guinée équatoriale", "Guinée équatoriale", "country", "GQ"),
        ("au Soudan du Sud", "Soudan du Sud", "country", "SS"),
    ],
)
def test_precision(text: str, name: str, precision: str, country: str) -> None:
    place = only(text)
    assert (place.name, place.precision, place.country) == (name, precision, country)


def test_region_word_holds_for_the_whole_list() -> None:
    places = read("Les régions de Soumy, Poltava et Kherson sont privées de courant.")
    assert [p.precision for p in places] == ["region"] * 3


def test_region_in_the_sentence_chooses_among_namesakes() -> None:
    assert read("Une frappe à Tripoli, dans le nord du Liban.")[0].country == "LB"
    assert read("Une frappe à Tripoli, en Libye.")[0].country == "LY"


def test_theatre_chooses_among_namesakes() -> None:
    assert only("Des combats à Brest.", ("BY",)).country == "BY"
    assert only("Des combats à Brest.", ("FR",)).country == "FR"


def test_theatre_does_not_outweigh_a_metropolis() -> None:
    assert only("Un sommet à Paris.", ("US",)).country == "FR"


def test_names_of_two_countries_wait_for_the_theatre() -> None:
    assert len(only("une mission au Congo").candidates) == 2
    assert only("une mission au Congo", ("CD", "RW")).country == "CD"


def test_continents_are_not_pinned(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Afrique").site is None
    assert read("des sommets en Afrique et en Europe") == []


def test_equally_plausible_namesakes_stay_unresolved(gazetteer: Gazetteer) -> None:
    answer = gazetteer.lookup("Novoselivka", theatre=("UA",))
    assert answer.site is None
    assert len(answer.candidates) > 1


@pytest.mark.parametrize("text", ["Brelovtchenka", "la prise de Brelovtchenka, un village de la steppe"])
def test_a_name_that_no_table_holds_stays_unresolved(text: str) -> None:
    place = only(text)
    assert place.evidence.quote == "Brelovtchenka"
    assert (place.lat, place.lon, place.precision) == (None, None, "none")


def test_look_alikes_are_candidates_and_never_the_answer(gazetteer: Gazetteer) -> None:
    answer = gazetteer.lookup("Vovtchansko", theatre=("UA",))
    assert answer.site is None
    assert any("Vovtchansk" in c for c in answer.candidates)


@pytest.mark.parametrize(
    ("text", "metonym"),
    [
        ("Moscou a démenti.", True),
        ("Selon Moscou, rien n'est signé.", True),
        ("Des pourparlers entre Moscou et Kiev.", True),
        ("Le ministre se rendra à Moscou.", False),
        ("Un incendie près de Moscou.", False),
        ("La route entre Moscou et Kiev.", False),
        ("Moscou a été visée par des drones.", False),
    ],
)
def test_capitals_that_act_are_not_pinned(text: str, metonym: bool) -> None:
    for place in read(text):
        assert place.metonym is metonym
        assert (place.lat is None) is metonym


def test_tokens_show_a_subject_that_no_verb_list_holds() -> None:
    text = "Hier Moscou fulminait."
    tokens = [
        Token(0, 0, 4, "Hier", "hier", "ADV", "advmod", 2),
        Token(1, 5, 11, "Moscou", "moscou", "PROPN", "nsubj", 2),
        Token(2, 12, 21, "fulminait", "fulminait", "VERB", "root", 2),
    ]
    (place,) = find_places(text, [Sentence(0, len(text), tokens)], load_gazetteer())
    assert place.metonym


@pytest.mark.parametrize(
    "text",
    [
        "Le sénateur John Houston a parlé.",
        "Mme Nancy Vichy a parlé.",
        "Il cite le Washington Post.",
        "Des tours ont brûlé. Tours jumelles.",
        "L'accord de Genève est caduc.",
        "un tir en mer du Japon",
        "M. Lincoln a parlé.",
        "Il l'a dit à Mark Sullivan.",
        "Mais Or Car Avion",
    ],
)
def test_what_is_no_place(text: str) -> None:
    assert read(text) == []


def test_ambiguous_words_are_places_after_a_locative() -> None:
    assert only("Il est né à Tours, en bord de Loire.", ("FR",)).country == "FR"


def test_a_small_namesake_far_from_the_story_is_not_pinned() -> None:
    places = read("Au Burundi, la station de Temple est fermée.")
    assert [p.name for p in places if p.lat is not None] == ["Burundi"]


def test_transliterations_sound_alike() -> None:
    assert skeleton("chostka") == skeleton("shostka")
    assert skeleton("soudja") == skeleton("sudzha")
    assert skeleton("fachir", open_vowels=True) == skeleton("fasher", open_vowels=True)
    assert skeleton("pokrovsk") != skeleton("petrovsk")


def test_user_places_win(tmp_path: Path) -> None:
    own = tmp_path / "places.toml"
    own.write_text('[[place]]\nnames = ["Pont Rouge"]\nat = [10.0, 20.0]\ncountry = "TD"\nprecision = "point"\n')
    text = "un barrage à Pont Rouge"
    (place,) = find_places(text, [Sentence(0, len(text))], load_gazetteer(own))
    assert (place.lat, place.lon, place.precision) == (10.0, 20.0, "point")


@pytest.mark.parametrize("content", ["[[place]]\nnames = []\nat = [1.0, 2.0]", '[[place]]\nnames = ["A"]', "[[place"])
def test_bad_user_places_say_what_to_mend(tmp_path: Path, content: str) -> None:
    own = tmp_path / "places.toml"
    own.write_text(content)
    with pytest.raises(BadKnowledge, match="mend the file"):
        load_gazetteer(own)


def test_loads_within_its_memory() -> None:
    code = (
        "import resource\n"
        "from recoupe.extract.places import load_gazetteer\n"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "load_gazetteer()\n"
        "print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert float(out) < 150


PIECES = """à de la région ville Moscou Goma L'Ukraine d'Alep Kiev et , . ( ) N'Djamena La Haye mer Noire Tours M. Jean
İzmir a déclaré Bélarus entre vers Vovtchenka un village « » le Kremlin en Guinée équatoriale"""


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES.split()), max_size=12).map(" ".join))
def test_every_place_stands_in_its_text(text: str) -> None:
    for p in read(text):
        assert text[p.evidence.start : p.evidence.end] == p.evidence.quote
        assert (p.lat is None) == (p.lon is None) == (p.precision == "none")
        assert p.lat is None or not p.metonym


@pytest.mark.shared
def test_gold_toponyms(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    score = runpy.run_path(str(shared / "score" / "score.py"))
    gold = score["rows"](shared / "gold" / "values" / "toponyms_dev.jsonl")
    predicted = []
    for row in gold:
        first = next(iter(read(row["name"])), None)
        predicted.append({"name": row["name"], "lat": first and first.lat, "lon": first and first.lon})
    right = score["places"](gold, predicted, True)
    printed = capsys.readouterr().out
    assert right >= 0.98, printed
    assert "wrong 0" in printed


@pytest.mark.parametrize(
    "text",
    [
        "Bangkok et Phnom Penh se rejettent la faute.",
        "La réponse de Téhéran se fait attendre.",
        "Ankara est conscient du danger.",
        "Le texte reproche à Bamako son silence.",
        "Des pourparlers entre Kigali et Phnom Penh ont échoué.",
        "Trente corps ont été rendus, si l'on en croit Bakou.",
        "Erevan avance le chiffre de trente.",
    ],
)
def test_a_capital_that_speaks_is_a_government(text: str) -> None:
    places = read(text)
    assert places
    assert all(p.metonym and p.lat is None for p in places)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Kiev se trouve loin de la frontière.", {"Kiev"}),
        ("Genève accueille les deux délégations.", {"Genève"}),
        ("Khartoum est tombée.", {"Khartoum"}),
        ("Un vol entre Ankara et Damas a été dérouté.", {"Ankara", "Damas"}),
    ],
)
def test_a_capital_on_the_ground_is_a_place(text: str, names: set[str]) -> None:
    assert {p.name for p in read(text) if p.lat is not None} == names


def test_capitals_of_a_users_file_speak_too(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[[country]]\nname = "Norvend"\ncode = "XN"\ncapital = "Tolvane"\ndemonyms = ["norvendais"]\n'
        '[[place]]\nname = "Tolvane"\nlat = 1.0\nlon = 2.0\nprecision = "city"\ncountry = "XN"\n',
        encoding="utf-8",
    )
    text = "Tolvane affirme le contraire."
    assert find_places(text, [Sentence(0, len(text))], load_gazetteer(own))[0].metonym


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("Un atelier a brûlé à Vienne, en Isère.", (45.5, 4.9)),
        ("Un camp a ouvert à Martouni, au bord du lac Sevan, en Arménie.", (40.14, 45.3)),
        ("Un dépôt a brûlé à Zaouïa, en Libye.", (32.76, 12.73)),
        ("Un dépôt a brûlé à Bara, au Soudan.", (13.7, 30.37)),
        ("Ils tiennent tout l'État du Darfour-Nord.", (16.0, 25.5)),
    ],
)
def test_what_the_sentence_says_of_a_place_decides(text: str, point: tuple[float, float]) -> None:
    assert any(near(p, *point) for p in read(text))


@pytest.mark.parametrize("text", ["Bara", "Tawila", "Il vit à Martouni, au Tchad."])
def test_a_namesake_without_a_sign_stays_open(text: str) -> None:
    assert all(p.lat is None for p in read(text) if p.name != "Tchad")


@pytest.mark.parametrize(
    "text", ["Les diplomates du Détroit se taisent.", "Le Détroit est fermé.", "la revue du Détroit"]
)
def test_a_town_takes_no_article(text: str) -> None:
    assert read(text) == []
