"""What is told alike and is not one thing: two bombings, two truces, the dead of two sides; and who is one origin."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.check.claims import Claim
from recoupe.check.compare import compare
from recoupe.check.sides import Here, Sides
from recoupe.check.times import Days
from recoupe.extract.actors import load_book
from tests.dossiers import findings, only, path, tell
from tests.occurrences import events
from tests.test_checks_honest import made

__all__ = ["path"]  # a fixture

MAY = Days("2031-05-06", "2031-05-07")


def attack(quote: str, **changes: object) -> Claim:
    base = made(type="attack", days=MAY, published=MAY, actors=("norvend",), targets=("estra",), words=("depot",))
    return made(**{**{f: getattr(base, f) for f in base.__struct_fields__}, "quote": quote, **changes})


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("un attentat suicide a frappé le dépôt", "des missiles ont frappé le dépôt", False),
        ("un kamikaze a visé le dépôt", "l'armée a mené des frappes sur le dépôt", False),
        ("une attaque a visé le dépôt", "l'armée a mené des frappes sur le dépôt", True),
        ("un attentat a visé le dépôt", "un kamikaze a visé le dépôt", True),
    ],
)
def test_a_bombing_is_no_strike_of_an_army(one: str, other: str, same: bool) -> None:
    assert (compare(attack(one), attack(other, id="b", document="2")).kind == "same") == same


@pytest.mark.parametrize(
    ("one", "other", "days", "same"),
    [
        ("ont signé une trêve", "une trêve a été signée", ("2031-05-02", "2031-05-03"), True),
        ("ont signé une trêve", "une trêve a été signée", ("2031-05-02", "2031-05-12"), False),
        ("ont signé une trêve", "plusieurs trêves ont été signées", ("2031-05-02", "2031-05-02"), False),
        ("ont signé une trêve", "sept accords ont déjà été signés", ("2031-05-02", "2031-05-02"), False),
        ("se sont accordés sur une trêve", "d'accord pour prolonger la trêve", ("2031-05-02", "2031-05-02"), False),
        ("d'accord pour reprendre la trêve", "d'accord pour prolonger la trêve", ("2031-05-02", "2031-05-02"), True),
    ],
)
def test_two_truces(one: str, other: str, days: tuple[str, str], same: bool) -> None:
    a, b = (
        made(
            id=i,
            document=i,
            quote=q,
            days=Days(d, d),
            published=Days(d, d),
            actors=("norvend",),
            words=("treve", "halde"),
        )
        for i, q, d in (("a", one, days[0]), ("b", other, days[1]))
    )
    assert (compare(a, b).kind == "same") == same


def test_a_count_alone_joins_no_two_texts(path: Path) -> None:
    tell(
        path,
        (7, "La Sorélie a tiré mardi des missiles en représailles à un attentat ayant tué 26 civils."),
        (7, "Vingt-six personnes ont été tuées par l'armée de la Sorélie, a annoncé l'armée du Norvend."),
    )
    assert {f.verdict for f in findings(path, "casualties")} == {"single_source"}


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("La Sorélie a tiré mardi un missile en représailles à un attentat qui a tué 26 civils.", [None]),
        ("La Sorélie a tiré mardi un missile en riposte à une attaque ayant tué 26 civils.", [None]),
        ("En réponse à un attentat, la Sorélie a tué mardi 26 civils.", ["mardi"]),
    ],
)
def test_what_is_answered_came_before(text: str, days: list[str | None]) -> None:
    found = [e for e in events(text) if e.type == "casualties"]
    assert [e.date.mention.quote if e.date else None for e in found] == days
    assert not any(e.actor for e in events(text) if "attentat" in e.trigger.quote or "attaque" in e.trigger.quote)


@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("source gouvernementale tchadienne", "tchad"),
        ("haut responsable tchadien", "tchad"),
        ("organe de presse de l'armée tchadienne", "tchad"),
        ("bureau du ministère tchadien de la Défense", "tchad"),
        ("autorités rebelles tchadiennes", ""),
        ("sources médicales tchadiennes", ""),
    ],
)
def test_who_speaks_for_a_state(name: str, state: str) -> None:
    assert Sides(load_book()).of(name) == state


def test_the_state_whose_weapons_they_are_is_not_where_they_fell() -> None:
    text = "Les bombardements d'artillerie du Soudan ont fait 12 morts et 38 blessés côté tchadien."
    assert not any(e.place for e in events(text))


def test_wounded_of_two_sides_do_not_clash(path: Path) -> None:
    tell(
        path,
        (7, "Les tirs de la Sorélie ont fait mardi 38 blessés côté norvendien, selon la radio."),
        (7, "Mardi, 46 personnes ont été blessées en Sorélie, a annoncé l'armée de la Sorélie."),
    )
    assert "contested" not in {f.verdict for f in findings(path, "casualties")}


def test_a_charge_is_denied_and_not_the_dead(path: Path) -> None:
    tell(
        path,
        (
            7,
            "L'attaque a tué 26 civils mardi à Estra, le Norvend accusant la Sorélie d'être mêlée à l'attaque, ce que "
            "la Sorélie a nié.",
        ),
    )
    assert only(path, "casualties").verdict == "single_source"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("La trêve est saluée par Odon Vire, porte-parole du gouvernement du Tchad, et Aldo Brême du Front.", ""),
        ("La trêve est saluée par le porte-parole du gouvernement tchadien, Aldo Brême.", "tchad"),
    ],
)
def test_who_is_named_beside_a_spokesman(text: str, state: str) -> None:
    assert Here(Sides(load_book()), text, ["Aldo Brême"]).state("Aldo Brême") == state
