"""Counts that take up what was counted before, drones by other names, who is blamed for damage, meetings put off."""

from __future__ import annotations

import pytest

from recoupe.records import Event
from tests.occurrences import events, one


def counted(text: str, kind: str) -> list[tuple[str, float | None, str | None, tuple[str, ...]]]:
    """Status, number, unit and source of the counts of one kind."""
    return [
        (e.status, e.quantity.low, e.quantity.unit, e.attributed_to)
        for e in events(text)
        if e.type == kind and e.quantity is not None
    ]


def day(e: Event) -> str | None:
    return e.date.mention.quote if e.date else None


@pytest.mark.parametrize(
    ("again", "number"),
    [
        ("La Fédération en a recensé 15.", 15),
        ("La Fédération en dénombre au moins 20.", 20),
        ("Dix étaient encore recherchés jeudi. La Fédération, qui tient les morgues, en a dénombré 31.", 31),
        ("La Fédération en a annoncé huit.", 8),
    ],
)
def test_a_count_that_takes_up_what_was_counted_before(again: str, number: int) -> None:
    told = counted(f"Le ministère de la Défense fait état de 12 morts à Genève. {again}", "casualties")
    assert (told[0][1], told[-1]) == (12, ("claimed", number, "morts", ("Fédération",)))
    place = [p.name for p in events(f"Douze personnes ont été tuées à Genève. {again}")[-1].place]
    assert place == ["Genève"]


@pytest.mark.parametrize(
    "again",
    [
        "La Fédération n'en a pas recensé 15.",
        "La Fédération en a visité 15.",
        "La Fédération a recensé 15 ponts.",
        "Quatre ponts ont sauté. La Fédération en a recensé 15.",
        "La ville en compte 15.",
        "La Fédération en compte 3.000 dans la région.",
        "La Fédération en a recensé 15 dans les camps.",
        "Le mois dernier, la Fédération en a recensé 40.",
        "La Fédération en avait recensé 40.",
    ],
)
def test_a_count_of_something_else_takes_up_no_dead(again: str) -> None:
    assert len(counted(f"La frappe a fait 12 morts à Genève. {again}", "casualties")) == 1


def test_the_other_side_takes_up_no_count_of_what_was_shot_down() -> None:
    text = "Le Norvend dit avoir abattu 40 drones. La Sundérie en annonce 12."
    assert [row[1] for row in counted(text, "interception")] == [40]


@pytest.mark.parametrize("name", ["drones", "appareils sans pilote", "avions sans pilote", "engins téléguidés"])
def test_what_flies_without_a_pilot_is_launched(name: str) -> None:
    e = one(f"L'aviation du Norvend fait état de 64 {name} lancés par la Sundérie sur l'ensemble du pays.", "attack")
    assert (e.subtype, e.quantity and e.quantity.low, [p.name for p in e.actor]) == ("launched", 64, ["Sundérie"])


@pytest.mark.parametrize(
    "harm", ["La cour de l'hôpital de Genève a été éventrée mardi.", "Le pont de Genève a été détruit mardi."]
)
def test_who_is_blamed_for_damage_is_said_to_have_struck(harm: str) -> None:
    e = one(f"{harm} Orlane Vidal met en cause la Sundérie.", "attack")
    assert (e.subtype, e.status, e.attributed_to) == ("strike", "claimed", ("Orlane Vidal",))
    assert ([p.name for p in e.actor], day(e)) == (["Sundérie"], "mardi")


def test_what_is_put_off_keeps_the_place_for_which_it_was_planned() -> None:
    e = one("Le sommet, prévu mardi à Genève, a été annulé.", "meeting")
    assert ([p.name for p in e.place], day(e)) == (["Genève"], "mardi")


def test_a_plan_gives_what_came_about_neither_its_day_nor_its_place() -> None:
    truce = one("Le cessez-le-feu, attendu vendredi, est entré en vigueur jeudi à Genève.", "agreement")
    assert day(truce) == "jeudi"
    dead = one("Trois soldats, attendus à Genève, ont été tués à Lyon.", "casualties")
    assert "Genève" not in [p.name for p in dead.place]


@pytest.mark.parametrize(
    ("text", "planned", "now"),
    [
        ("Le sommet, attendu mardi 23 mai à Genève, est repoussé à la mi-juin.", "mardi 23 mai", "à la mi-juin"),
        ("La réunion de mardi est reportée au 4 juin.", "mardi", "4 juin"),
        ("La Fédération a reporté à jeudi la réunion de mardi.", "mardi", "jeudi"),
        ("Le sommet prévu mardi est annulé.", "mardi", None),
    ],
)
def test_what_is_put_off_has_the_day_of_its_plan_and_the_new_one_as_its_limit(
    text: str, planned: str, now: str | None
) -> None:
    e = one(text, "meeting")
    assert (day(e), e.due.mention.quote if e.due else None) == (planned, now)
