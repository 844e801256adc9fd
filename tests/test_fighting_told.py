"""News of fighting: who tells a toll, and what a number counts."""

from __future__ import annotations

import pytest

from tests.occurrences import events
from tests.test_statements import statements


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("L'ONU estime le bilan à 20 morts.", ["ONU"]),
        ("L'armée du Norvend chiffre ses pertes à 22 soldats tués.", ["Armée norvendaise"]),
        ("Le bilan est estimé à 12 morts par la mairie.", ["mairie"]),
        ("L'armée du Norvend avoue la perte de 22 soldats.", ["Armée norvendaise"]),
        ("La mort de onze marins a été admise par le Norvend.", ["Norvend"]),
        ("L'attaque porte le bilan à 12 morts.", []),
        ("Le bilan s'établit à 12 morts.", []),
        ("La police a arrêté douze manifestants blessés, dont le nombre est inconnu.", []),
    ],
)
def test_who_puts_or_concedes_a_toll_tells_it(text: str, who: list[str]) -> None:
    (toll,) = (e for e in events(text) if e.subtype in ("killed", "wounded"))
    assert (list(toll.attributed_to), toll.status) == (who, "claimed" if who else "happened")
    assert toll.actor == ()


@pytest.mark.parametrize("text", ["L'armée avance le chiffre de 22 morts.", "L'armée avance un autre bilan."])
def test_who_advances_a_figure_does_not_march(text: str) -> None:
    assert [e for e in events(text) if e.type == "military_activity"] == []


def test_a_nationality_without_a_capital_is_no_name() -> None:
    text = "Deux ponts ont cédé, a dit le ministère afghan de la Défense, qui fait état de douze soldats tués."
    assert [s.reference for s in statements(text)] == [("Ministère afghan de la Défense",)] * 2


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("La morgue de la ville a reçu 17 corps.", ("casualties", "killed", 17)),
        ("Le Norvend a reçu les corps de 12 soldats.", ("prisoners", "remains", 12)),
    ],
)
def test_bodies_brought_to_a_hospital_are_not_given_back(text: str, wanted: tuple[str, str, int]) -> None:
    assert [(e.type, e.subtype, e.quantity.low) for e in events(text) if e.quantity is not None] == [wanted]


def test_some_of_a_whole_are_not_some_of_its_part() -> None:
    text = "Nos équipes ont soigné 26 blessés, dont onze enfants ; deux sont décédés à Estra."
    (dead,) = (e for e in events(text) if e.subtype == "killed")
    assert dead.quantity is not None
    assert (dead.quantity.low, dead.quantity.unit) == (2, "blessés")
    text = "Nous avons reçu 26 blessés, dont onze enfants ; deux sont encore au bloc."
    assert [e.quantity.low for e in events(text) if e.quantity is not None] == [26]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Le bilan varie : 52 morts selon l'ONU, 67 selon la mairie.", [(52, "ONU"), (67, "mairie")]),
        ("On compte 52 morts selon l'ONU et 67 selon la mairie.", [(52, "ONU"), (67, "mairie")]),
        ("Le raid a fait 12 morts à Estra, ont indiqué à l'AFP deux sources militaires.", [(12, "sources militaires")]),
        ("Le raid a fait 12 morts à Estra, ont indiqué à l'AFP des sources militaires.", [(12, "sources militaires")]),
        ("Le raid a fait, selon le maire, au moins douze morts.", [(12, "maire")]),
        ("Les rebelles ont tué, selon le maire, douze soldats.", [(12, "maire")]),
        ("Le raid a blessé, d'après la police, trois passants.", [(3, "police")]),
        ("Le maire redoute un bilan de 40 morts.", []),
        ("La police craint jusqu'à 40 morts.", []),
        ("Il est mort à l'hôpital, ce qui porte à trois le nombre de morts.", [(3, None)]),
    ],
)
def test_each_count_is_of_its_own_source(text: str, wanted: list[tuple[int, str | None]]) -> None:
    tolls = [e for e in events(text) if e.quantity is not None]
    assert [(e.quantity.low, next(iter(e.attributed_to), None)) for e in tolls if e.quantity] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Une bombe a sauté, tuant cinq civils, dont trois policiers, et en blessant 22.",
            [(5, "civils"), (22, "civils")],
        ),
        (
            "Ils ont tiré 112 drones et deux missiles. L'armée dit en avoir abattu 97.",
            [(112, "drones"), (97, "drones")],
        ),
        ("Selon l'armée, 70 « terroristes » ont été tués.", [(70, "terroristes")]),
        ("Le ministère a porté de 27 à 41 le nombre de ses soldats tués.", [(41, "soldats")]),
    ],
)
def test_what_a_number_counts(text: str, wanted: list[tuple[int, str]]) -> None:
    assert [(e.quantity.low, e.quantity.unit) for e in events(text) if e.quantity is not None] == wanted


def test_the_dead_did_not_die_on_the_day_of_their_burial() -> None:
    assert [e.date for e in events("Trente civils ont été inhumés mercredi à Estra.")] == [None]
    (toll,) = (e for e in events("Trente civils ont été tués mercredi à Estra.") if e.type == "casualties")
    assert toll.date is not None


def test_il_is_no_two_sources() -> None:
    text = "Le maire a fui. Le pont tient, ont indiqué deux diplomates. « Je reviendrai », a-t-il dit."
    assert statements(text)[-1].reference == ("maire",)


def test_what_a_day_stands_before_is_still_claimed() -> None:
    (capture,) = (e for e in events("Le FDL a revendiqué jeudi la prise d'Estra.") if e.type == "territory")
    assert (capture.status, [p.name for p in capture.actor]) == ("claimed", ["Front du Levain"])


def test_whose_word_it_is_did_not_strike() -> None:
    assert [e.actor for e in events("Le raid a blessé, d'après la police, trois passants.")] == [(), ()]


@pytest.mark.parametrize(
    ("text", "kind", "who", "count"),
    [
        ("Neuf employés de la Croix-Bleue ont été enlevés mardi par des rebelles.", "capture", ["rebelles"], 9),
        ("Des rebelles ont kidnappé neuf villageois.", "capture", ["rebelles"], 9),
        ("La police a arrêté mardi à Sorel douze opposants.", "detained", ["police"], 12),
        ("Des combats ont opposé mardi à Sorel l'armée aux rebelles.", "clash", ["armée", "rebelles"], None),
        ("Des combats opposant l'armée aux rebelles ont éclaté à Sorel.", "clash", ["armée", "rebelles"], None),
    ],
)
def test_who_is_counted_and_who_fights_whom_behind_a_verb(
    text: str, kind: str, who: list[str], count: int | None
) -> None:
    (found,) = (e for e in events(text) if e.subtype == kind)
    assert [p.name for p in found.actor] == who
    assert (found.quantity.low if found.quantity else None) == count


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Mardi à Goma, des rebelles ont enlevé douze civils, selon le maire de Bukavu.", "Goma"),
        ("Selon le maire de Bukavu, l'explosion a fait trente blessés mardi à Goma.", "Goma"),
        ("Un drone a frappé une école de Goma, selon le maire de Bukavu.", "Goma"),
        ("Un drone a frappé une école, selon le maire de Bukavu.", "Bukavu"),
    ],
)
def test_the_town_of_who_tells_it_is_not_the_place_beside_another(text: str, place: str) -> None:
    told = [e for e in events(text) if e.type in ("prisoners", "casualties", "attack")]
    assert {p.name for e in told for p in e.place} == {place}
