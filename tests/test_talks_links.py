"""How stances, proposals, promises and talks of invented states are joined, and where they stay apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dossiers import findings, links, path, tell

__all__ = ["path"]


@pytest.mark.parametrize(
    ("told", "joined"),
    [
        (
            "Le Norvend réitère son soutien. Halde a redit lundi son soutien à la Sorélie face aux rebelles.",
            1,
        ),
        ("Le Norvend réitère son soutien. La Sorélie a redit lundi son soutien à la Ligue face aux rebelles.", 2),
        ("Le Norvend maintient son refus. Halde a rejeté lundi la trêve de trente jours.", 1),
        ("Le Norvend maintient son refus. Halde a rejeté la trêve. Halde a rejeté l'échange de prisonniers.", 3),
    ],
)
def test_a_stance_without_a_matter_is_that_of_its_party_where_the_text_tells_but_one(
    path: Path, told: str, joined: int
) -> None:
    tell(path, (7, told.replace(". ", ".\n\n")))
    assert len(findings(path, "position")) == joined


@pytest.mark.parametrize(
    ("told", "answered"),
    [
        (
            "Mara Delune a proposé un troisième sommet régional à Estra.",
            "Le troisième sommet régional se tiendra le 20 mai à Estra.",
        ),
        (
            "Mara Delune a proposé une conférence humanitaire à Morvac.",
            "La conférence humanitaire s'est ouverte lundi à Morvac.",
        ),
    ],
)
def test_talks_held_as_proposed_answer_the_proposal(path: Path, told: str, answered: str) -> None:
    tell(path, (7, told), (12, answered))
    assert len(links(path, "responds_to")) == 1


@pytest.mark.parametrize(
    ("told", "other"),
    [
        (
            "Mara Delune a proposé un troisième sommet régional à Estra.",
            "Le deuxième sommet régional s'est tenu le 6 mai à Estra.",
        ),
        ("Mara Delune a proposé une conférence humanitaire à Morvac.", "La rencontre d'Estra se tiendra le 20 mai."),
        (
            "Mara Delune a proposé une conférence humanitaire à Morvac.",
            "La conférence humanitaire de Morvac est annulée.",
        ),
    ],
)
def test_other_talks_answer_no_proposal(path: Path, told: str, other: str) -> None:
    tell(path, (7, told), (12, other))
    assert links(path, "responds_to") == []


def test_a_promise_belongs_to_what_its_party_agreed_to_before_it(path: Path) -> None:
    tell(path, (7, "Le Norvend a accepté la trêve. Le Norvend s'est engagé à respecter la trêve jusqu'au 20 mai."))
    ((promise, stance),) = links(path, "part_of")
    assert "engagé" in promise
    assert "accepté" in stance


def test_a_promise_of_another_party_or_matter_belongs_to_no_stance(path: Path) -> None:
    told = "Le Norvend a accepté la trêve. La Sorélie s'est engagée à respecter la trêve jusqu'au 20 mai."
    more = "Le Norvend a accepté la trêve. Le Norvend s'est engagé à publier un rapport avant le 20 mai."
    tell(path, (7, told), (7, more))
    assert links(path, "part_of") == []


def test_a_force_named_by_common_nouns_is_what_a_stance_is_about(path: Path) -> None:
    told = (
        "Mara Delune a proposé l'envoi d'une mission d'observation du cessez-le-feu. "
        "Le Norvend soutient cette mission d'observation du cessez-le-feu."
    )
    tell(path, (7, told))
    assert len(links(path, "responds_to")) == 1
