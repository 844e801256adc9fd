"""What a first reader of real pages stumbled over: questions, wishes and what is to come taken for stances."""

from __future__ import annotations

import pytest

from recoupe.text import fold, fold_offsets, plain
from tests.occurrences import events, one


@pytest.mark.parametrize(
    "text",
    [
        "L'ambassadeur du Norvend a demandé comment un si petit pays pourrait attaquer son voisin.",
        "L'ambassadeur du Norvend a demandé : « Pourquoi les observateurs sont-ils partis ? »",
        "« Qui a tiré le premier ? », a demandé la ministre Orlane Vidal.",
        "La ministre Orlane Vidal a demandé si la trêve tiendrait.",
    ],
)
def test_a_question_demands_nothing(text: str) -> None:
    assert [e.type for e in events(text)] == ["statement"]


@pytest.mark.parametrize(
    "text",
    [
        "La ministre Orlane Vidal a demandé que les troupes se retirent.",
        "« Si le Norvend veut la paix, qu'il rende la ville », a demandé la ministre Orlane Vidal.",
        "Le Norvend demanda la paix.",
    ],
)
def test_a_demand_stays_one(text: str) -> None:
    assert one(text, "position").stance == "demands"


@pytest.mark.parametrize(
    "text",
    [
        "Le général Tomas Breuil aurait souhaité que le Norvend appelle à une trêve avant son arrivée.",
        "Le général Tomas Breuil aimerait que le Norvend accepte la trêve.",
        "On s'attend à ce que le Norvend rejette la trêve.",
    ],
)
def test_what_others_wish_of_a_party_is_no_stance_of_it(text: str) -> None:
    assert not [e for e in events(text) if e.stance is not None and [p.name for p in e.actor] == ["Norvend"]]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Le Norvend acceptera la trêve.", "planned"),
        ("Le Norvend va rejeter la trêve.", "planned"),
        ("Il est attendu que les chefs rebelles vont approuver l'accord.", "planned"),
        ("Le Norvend a accepté la trêve.", "happened"),
    ],
)
def test_a_stance_to_come_is_planned(text: str, status: str) -> None:
    assert one(text, "position").status == status


def test_a_hyphen_that_does_not_break_is_a_hyphen() -> None:
    text = "Vingt\u2011deux soldats ont été tués malgré le cessez\u2011le\u2011feu."
    found = one(text, "casualties")
    assert found.quantity is not None
    assert found.quantity.low == 22
    assert plain(text) == text.replace("\u2011", "-")
    assert fold(text) == fold_offsets(text)[0] == fold(text.replace("\u2011", "-"))
