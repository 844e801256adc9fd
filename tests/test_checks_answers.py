"""Deeds that a text takes up, joint calls, what is held, what is such: how they are linked and joined."""

from __future__ import annotations

from pathlib import Path

from tests.dossiers import findings, links, only, path, tell

__all__ = ["path"]  # a fixture


def test_a_denial_that_names_no_deed_is_of_the_deed_told_before(path: Path) -> None:
    tell(
        path, (7, "Deux obus ont touché l'hôpital d'Estra mardi, selon le maire. La Sorélie nie toute responsabilité.")
    )
    assert only(path, "attack").verdict == "denied"


def test_a_joint_call_belongs_to_the_talks_before_it(path: Path) -> None:
    tell(
        path,
        (
            7,
            "Le ministre Aldo Brême a rencontré mardi la ministre Inès Corvo à Estra. "
            "Aldo Brême et Inès Corvo ont réclamé un retrait des troupes.",
        ),
    )
    assert [a for a, _ in links(path, "part_of") if "retrait" in a]


def test_how_much_is_held_belongs_to_what_was_taken(path: Path) -> None:
    tell(
        path,
        (
            7,
            "L'armée du Norvend a pris plusieurs zones frontalières. "
            "Les forces du Norvend contrôlent plus de 400 kilomètres carrés.",
        ),
    )
    assert [("400" in a, "zones" in b) for a, b in links(path, "part_of")] == [(True, True)]


def test_who_offers_a_truce_and_who_tells_of_it_are_two_origins(path: Path) -> None:
    tell(
        path,
        (7, "Le Norvend a proposé mardi à la Sorélie une trêve de trente jours."),
        (8, "La Sorélie a rejeté mercredi la trêve de trente jours proposée par le Norvend."),
    )
    assert {f.verdict for f in findings(path, "proposal")} == {"corroborated"}


def test_two_refusals_told_on_one_day_are_both_changed(path: Path) -> None:
    tell(
        path,
        (7, "Le Norvend a rejeté la trêve de trente jours."),
        (7, "Le Norvend refuse une trêve qui livrerait Morvac."),
        (12, "Le Norvend accepte désormais la trêve de trente jours."),
    )
    assert len(links(path, "changes_position")) == 2
