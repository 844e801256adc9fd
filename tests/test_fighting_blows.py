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
