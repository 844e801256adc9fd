"""Negations: a stance that is denied or negated is none, and what is only supposed came about nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.records import Verdict
from tests.dossiers import only, path, tell
from tests.occurrences import events

__all__ = ["path"]  # a fixture


def stances(text: str) -> list[tuple[str | None, str]]:
    return [(e.stance, e.status) for e in events(text) if e.type == "position"]


@pytest.mark.parametrize(
    "text",
    [
        "Orlane Vidal a assuré que le Norvend n'avait jamais donné son accord au plan.",
        "Orlane Vidal a déclaré ne pas être d'accord avec ce texte.",
        "« Personne n'est prêt à capituler », a dit Orlane Vidal.",
        "« Rien n'est inacceptable dans ce plan », a dit Orlane Vidal.",
        "« Il n'est pas question de refuser la trêve », a dit Orlane Vidal.",
        "« Il est hors de question d'exclure la trêve », a dit Orlane Vidal.",
        "Le Norvend n'a pas encore accepté le plan, a dit Orlane Vidal.",
    ],
)
def test_a_negated_stance_is_not_that_stance(text: str) -> None:
    assert stances(text) == []


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("« Pas question de céder », a dit Orlane Vidal.", "rejects"),
        ("« Nous ne craignons pas la guerre mais la paix est inacceptable », a dit Orlane Vidal.", "rejects"),
        ("Le Norvend n'est pas prêt à négocier, a dit Orlane Vidal.", "rejects"),
    ],
)
def test_a_negation_of_something_else_leaves_the_stance(text: str, stance: str) -> None:
    assert stances(text) == [(stance, "happened")]


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Le Norvend dément avoir accepté le plan.", "accepts"),
        ("Le Norvend n'a pas accepté le plan, a indiqué Orlane Vidal.", "accepts"),
        ("Orlane Vidal a démenti que la Sundérie ait accepté le plan.", "accepts"),
        ("Orlane Vidal a démenti avoir refusé le plan.", "rejects"),
    ],
)
def test_a_stance_that_someone_denies(text: str, stance: str) -> None:
    assert stances(text) == [(stance, "denied")]


@pytest.mark.parametrize(
    ("later", "verdict"),
    [
        ("Le Norvend dément avoir accepté la trêve de dix jours.", "denied"),
        ("Le Norvend n'a pas accepté la trêve de dix jours, a dit Aldo Brême.", "denied"),
        ("Le Norvend n'a pas encore accepté la trêve de dix jours, a dit Aldo Brême.", "single_source"),
    ],
)
def test_what_one_tells_of_a_party_and_the_party_denies(path: Path, later: str, verdict: Verdict) -> None:
    tell(path, (6, "Le Norvend a accepté la trêve de dix jours, selon la Sorélie."), (7, later))
    assert only(path, "position").verdict == verdict


@pytest.mark.parametrize(
    "text",
    [
        "Les rebelles libéreraient 60 soldats si la trêve était signée, rapportent des médias locaux.",
        "Le Norvend céderait si la ville de Genève était prise, assurent des témoins.",
        "Supposons que la Sundérie prenne la ville de Genève.",
        "À supposer que la Sundérie prenne la ville de Genève, la route serait coupée.",
        "Le pont a sauté avant que la Sundérie ne prenne la ville de Genève.",
        "Il est possible que la Sundérie ait pris la ville de Genève.",
        "Que la Sundérie prenne la ville de Genève, et nous parlerons.",
    ],
)
def test_what_is_supposed_came_about_nowhere(text: str) -> None:
    assert [e.type for e in events(text) if e.type in ("agreement", "territory")] == []


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Bien que la Sundérie ait pris la ville de Genève, la route reste ouverte.", "happened"),
        ("La route est coupée après que la Sundérie ait pris la ville de Genève.", "happened"),
        ("Orlane Vidal regrette que la Sundérie ait pris la ville de Genève.", "claimed"),
        ("Il semble que la Sundérie ait pris la ville de Genève.", "claimed"),
        ("Orlane Vidal dément que la Sundérie ait pris la ville de Genève.", "denied"),
    ],
)
def test_what_is_conceded_deplored_or_denied_in_the_subjunctive(text: str, status: str) -> None:
    assert [e.status for e in events(text) if e.type == "territory"] == [status]
