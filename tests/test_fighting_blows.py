"""News of fighting, checked: which blow a bare toll is of, and which blows are two."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dossiers import findings, path, tell

__all__ = ["path"]  # a fixture

BLOW = "Une frappe a tué neuf personnes mardi à Estra."
OTHER = (8, "Vingt personnes ont été tuées mardi à Estra, selon la Croix-Bleue.")


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("Le maire parle de douze morts.", 12),
        ("Les secours font état de douze morts et quarante blessés.", 12),
        ("La préfecture avance un bilan de douze morts.", 12),
    ],
)
def test_a_bare_toll_is_of_the_blow_told_before(path: Path, words: str, count: int) -> None:
    tell(path, (7, f"{BLOW} {words}"), OTHER)
    (found,) = (f for f in findings(path, "casualties") if f.subtype == "killed")
    assert found.verdict == "contested"
    assert {h.low for h in found.held} == {9, count, 20}


@pytest.mark.parametrize(
    "words",
    [
        "Une autre attaque a fait trois morts dans la soirée.",
        "Un obus a tué deux personnes mercredi à Morvac. Le gouvernement parle de trois morts.",
        "Depuis janvier, la guerre a fait 60 morts, selon le maire.",
        "Le gouverneur fait état de trois morts dans toute la province.",
        "Dans le village de Brul, le maire parle de trois morts.",
        "Trois personnes sont mortes de froid dans un camp, selon le maire.",
    ],
)
def test_a_toll_of_something_else_is_not(path: Path, words: str) -> None:
    tell(path, (7, f"{BLOW} {words}"), OTHER)
    (found,) = (f for f in findings(path, "casualties") if 9 in {h.low for h in f.held})
    assert {h.low for h in found.held} == {9, 20}


def test_what_the_next_sentence_counts_is_another_scope(path: Path) -> None:
    tell(path, (7, f"{BLOW} Depuis janvier, la guerre a fait 60 morts, selon le maire."), OTHER)
    toll = next(f for f in findings(path, "casualties") if 9 in {h.low for h in f.held})
    assert {h.low for h in toll.held} == {9, 20}


def test_the_day_before_is_of_what_it_is_said_of(path: Path) -> None:
    tell(path, (7, "Le maire accuse la Sorélie d'avoir bombardé un pont. La veille, un raid avait visé une école."))
    days = {f.latest for f in findings(path, "attack") if "sorelie" in f.parties}
    assert days == {"2031-05-07"}


def test_the_losses_of_both_sides_are_no_later_count_of_one(path: Path) -> None:
    tell(
        path,
        (7, "L'armée a perdu douze soldats mardi près d'Estra, dit l'état-major."),
        (8, "Au moins trente soldats des deux camps ont péri mardi près d'Estra, selon la Croix-Bleue."),
    )
    assert [len(f.held) for f in findings(path, "casualties")] == [1, 1]


@pytest.mark.parametrize(("name", "origins"), [("OSDC", 1), ("OSDL", 2)])
def test_the_letters_of_a_body_are_its_name(path: Path, name: str, origins: int) -> None:
    body = "l'Observatoire sorélien des droits civils"
    tell(
        path,
        (7, f"Douze personnes ont été tuées mardi à Estra, selon {body}."),
        (8, f"Douze personnes ont été tuées mardi à Estra, selon l'{name}."),
    )
    (toll,) = findings(path, "casualties")
    assert len(toll.origins) == origins
