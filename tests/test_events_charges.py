"""Charges and denials: who accuses, who is charged, who denies; and who "les deux parties" are."""

from __future__ import annotations

import pytest

from recoupe.records import Event
from tests.occurrences import events, kinds, one


def told(e: Event) -> tuple[list[str], str, tuple[str, ...]]:
    return [p.name for p in e.actor], e.status, e.attributed_to


def of(text: str, kind: str) -> list[tuple[list[str], str, tuple[str, ...]]]:
    return [told(e) for e in events(text) if e.type == kind]


@pytest.mark.parametrize(
    "text",
    [
        "Le Norvend accuse la Sundérie de violer la trêve.",
        "Le Norvend accuse la Sundérie, soutenue par la Finlande, d'avoir violé la trêve.",
        "Le Norvend a renforcé ses postes, accusant la Sundérie de violer la trêve.",
        "La Sundérie, que le Norvend accuse d'avoir violé la trêve, se tait.",
        "Accusant la Sundérie d'avoir violé la trêve, le Norvend a renforcé ses postes.",
    ],
)
def test_a_charge_is_the_accusers_word_on_the_accused(text: str) -> None:
    assert of(text, "agreement") == [(["Sundérie"], "claimed", ("Norvend",))]


@pytest.mark.parametrize(
    "text",
    [
        "Le Norvend et la Sundérie s'accusent mutuellement d'avoir violé la trêve.",
        "Le Norvend et la Sundérie se sont mutuellement accusés lundi de violer la trêve.",
        "Trêve de Sorel : le Norvend et la Sundérie s'accusent de violer l'accord",
    ],
)
def test_a_mutual_charge_is_claimed_by_each(text: str) -> None:
    assert of(text, "agreement") == [(["Norvend", "Sundérie"], "claimed", ("Norvend", "Sundérie"))]


def test_no_name_is_glued_of_a_noun_and_a_verb() -> None:
    text = "La ministre Orlane Vidal a quitté la salle, accusant le gouvernement de violer la trêve."
    assert [name for e in events(text) for p in e.actor if "violer" in (name := p.name)] == []


def test_who_accuses_nobody_makes_no_charge() -> None:
    assert of("L'armée du Norvend n'accuse pas la Sundérie d'avoir bombardé Sorel.", "attack") == []


@pytest.mark.parametrize("denial", ["ce que Hallebrun a démenti", "ce que dément Hallebrun", "ce que la Sundérie nie"])
def test_a_denial_is_of_who_denies(denial: str) -> None:
    found = of(f"L'armée du Norvend a accusé la Sundérie d'avoir bombardé le port d'Estra, {denial}.", "attack")
    assert found == [
        (["Sundérie"], "claimed", ("Armée norvendaise",)),
        (["Sundérie"], "denied", ("Sundérie",)),
    ]


def test_what_another_denies_is_no_part_of_the_issue() -> None:
    text = "Le Norvend a accusé la Sundérie d'avoir violé la trêve, ce que Hallebrun a démenti."
    assert {e.issue for e in events(text) if e.type == "agreement"} == {"la trêve"}


@pytest.mark.parametrize(
    "text",
    [
        "Le président a exprimé sa crainte que l'armée du Norvend ne se retire pas de Sorel.",
        "Le maire a redit son espoir que l'armée du Norvend se retire de Sorel.",
        "« Nous n'avons aucune connaissance de tirs ou de combats à Sorel », a dit le général Tomas Breuil.",
    ],
)
def test_what_is_feared_hoped_or_unknown_is_no_event(text: str) -> None:
    assert {kind for kind, _ in kinds(text)} <= {"statement", "position"}


def test_who_was_there_did_not_do_it() -> None:
    assert told(one("Une bergère a raconté avoir assisté au meurtre de son frère.", "casualties"))[0] == []


def test_a_relative_agrees_with_its_noun() -> None:
    text = "Les miliciens épaulés par la Sundérie, qui ont pris la ville de Sorel, se taisent."
    assert [p.name for p in one(text, "territory").actor] == ["miliciens"]


def test_soldiers_whom_another_sends_are_not_deployed() -> None:
    text = "Le Norvend réclame 40 de ses soldats envoyés dans un camp par les rebelles."
    assert "military_activity" not in {kind for kind, _ in kinds(text)}


@pytest.mark.parametrize(
    ("before", "sides"),
    [
        ("Le Norvend et la Sundérie négocient sous l'égide de la Finlande.", ["Norvend", "Sundérie"]),
        ("Le Norvend et le Front du Levain (FDL) négocient en Finlande.", ["Norvend", "Front du Levain"]),
        ("La Finlande a ouvert les discussions entre le Norvend et la Sundérie.", ["Norvend", "Sundérie"]),
        ("Les délégations du Norvend et de la Sundérie sont arrivées en Finlande.", ["Norvend", "Sundérie"]),
        ("La Finlande, la Norvège et le Norvend ont publié un texte. La Sundérie se tait.", []),
    ],
)
def test_the_two_parties_are_those_who_are_joined(before: str, sides: list[str]) -> None:
    found = [e for e in events(f"{before} Les deux parties ont signé une trêve lundi.") if e.subtype == "signed"]
    assert [p.name for e in found for p in e.actor if p.implied] == sides


def test_in_a_war_of_three_nothing_is_the_other_sides_doing() -> None:
    text = (
        "L'armée de la Sundérie a bombardé Estra, au Norvend. Le Front du Levain a pris la ville de Sorel. "
        "La chute d'Estra a surpris le Norvend."
    )
    assert [p.name for e in events(text) if e.type == "territory" for p in e.actor if p.implied] == []


def test_the_parties_who_promise_are_the_two_sides() -> None:
    text = "Le Norvend et la Sundérie négocient en Finlande. Les parties s'engagent à publier la liste des détenus."
    promise = one(text, "commitment")
    assert [(p.name, p.implied) for p in promise.actor] == [("Norvend", True), ("Sundérie", True)]


def test_the_sides_of_another_accord_are_not_the_parties() -> None:
    text = (
        "Le Norvend et le Front du Levain négocient. Le texte suit l'accord entre le Norvend et la Sundérie. "
        "Les parties s'engagent à publier la liste des détenus."
    )
    assert [p.name for p in one(text, "commitment").actor if p.implied] == ["Norvend", "Front du Levain"]
