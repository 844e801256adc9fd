"""Stances that a text tells as history: read, shown before what holds now, and no change of position to them."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.store import open_dossier
from recoupe.views.board import board
from tests.dossiers import links, path, tell
from tests.occurrences import events

__all__ = ["path"]  # a fixture
HISTORY = [
    "Le Norvend, qui avait rejeté la trêve de dix jours en avril, l'a signée lundi.",
    "Après avoir rejeté la trêve de dix jours, le Norvend tient ses lignes.",
    "Le Norvend a longtemps refusé la trêve de dix jours.",
    "Le Norvend refusait encore hier la trêve de dix jours.",
]


def stances(path: Path, party: str) -> tuple[list[str | None], list[str | None]]:
    """What a party holds now, and held before, on the truce."""
    with open_dossier(path) as dossier:
        cells = [c for row in board(dossier) if "trêve" in row.issue for c in row.cells if c.party == party]
    assert len(cells) == 1, cells
    return [s.stance for s in cells[0].present], [s.stance for s in cells[0].history]


@pytest.mark.parametrize("later", HISTORY)
def test_a_later_text_that_recalls_a_refusal_reverses_nothing(path: Path, later: str) -> None:
    tell(path, (6, "Le Norvend accepte la trêve de dix jours."), (8, later))
    present, history = stances(path, "Norvend")
    assert (set(present), history) == ({"accepts"}, ["rejects"])
    assert links(path, "changes_position") == []


@pytest.mark.parametrize("first", HISTORY)
def test_a_refusal_that_is_told_as_history_alone_is_what_is_known(path: Path, first: str) -> None:
    tell(path, (6, first))
    with open_dossier(path) as dossier:
        told = [s.stance for row in board(dossier) for c in row.cells for s in (*c.present, *c.history)]
    assert "rejects" in told


def test_a_refusal_of_a_day_after_the_other_texts_holds(path: Path) -> None:
    told = "Le Norvend, qui avait rejeté mercredi 7 mai 2031 la trêve de dix jours, masse des troupes."
    tell(path, (5, "Le Norvend accepte la trêve de dix jours."), (9, told))
    assert "rejects" in stances(path, "Norvend")[0]


@pytest.mark.parametrize(
    "before",
    [
        "Dix jours après l'avoir repoussée, la Ligue pour le Haut-Morvac",
        "Après l'avoir longtemps rejetée, le Front du Levain",
        "Six jours après un refus cinglant, le Norvend",
        "Malgré un premier refus, la Sundérie",
        "Revenant sur son refus, Orlane Vidal",
        "Après des semaines de refus, le Front du Levain",
    ],
)
def test_what_opens_a_sentence_tells_the_stance_that_was_left(before: str) -> None:
    found = [e for e in events(f"{before} adhère à la trêve de 60 jours.") if e.type == "position"]
    assert [e.stance for e in found] == ["rejects", "accepts"]
    assert {p.name for p in found[0].actor} == {p.name for p in found[1].actor} != set()
    assert found[0].date is None


@pytest.mark.parametrize(
    ("text", "refuses"),
    [
        ("Malgré un premier refus sundérien, le Norvend accepte la trêve.", ["Sundérie"]),
        ("Après le refus de la Sundérie, le Norvend accepte la trêve.", ["Sundérie"]),
        ("Après un long voyage, le Norvend accepte la trêve.", []),
        ("Sans attendre, le Norvend accepte la trêve.", []),
        ("Après un premier accord, le Norvend accepte la trêve.", []),
        ("Après un long silence, le Norvend accepte la trêve.", []),
    ],
)
def test_no_one_is_given_the_refusal_of_another(text: str, refuses: list[str]) -> None:
    found = [e for e in events(text) if e.type == "position" and e.stance == "rejects"]
    assert [p.name for e in found for p in e.actor] == refuses


@pytest.mark.parametrize(
    "before", ["Après un accord commercial", "Après son accord avec la Sundérie", "Malgré leur feu vert"]
)
def test_an_agreement_with_others_is_no_yes_to_the_truce(before: str) -> None:
    found = [e for e in events(f"{before}, le Norvend rejette la trêve.") if e.type == "position"]
    assert [e.stance for e in found] == ["rejects"]
