"""Deadlines: how long, and until when only where the start is said."""

from __future__ import annotations

import pytest

from recoupe.extract.deadlines import find_deadlines
from recoupe.extract.timex import find_timex
from recoupe.records import Deadline


def deadlines(text: str, day: str | None = "2025-07-21") -> list[Deadline]:
    timexes = find_timex(text, [], date=(day, day) if day else None)
    found = find_deadlines(text, [], timexes)
    assert all(text[d.evidence.start : d.evidence.end] == d.evidence.quote for d in found)
    return found


@pytest.mark.parametrize(
    ("text", "duration", "first", "last"),
    [
        ("Il exige un accord dans les 40 jours.", "P40D", None, None),
        ("Il exige une réponse sous 72 heures.", "PT72H", None, None),
        ("Ils ont accepté un cessez-le-feu de 20 jours.", "P20D", None, None),
        ("Ils ont accepté une trêve humanitaire de trois semaines.", "P3W", None, None),
        ("Il a lancé un ultimatum de dix jours.", "P10D", None, None),
        ("Le fort devra être rendu d'ici au 18 août.", None, "2025-08-18", "2025-08-18"),
        ("Il doit répondre au plus tard le 29 juillet.", None, "2025-07-29", "2025-07-29"),
        ("L'ultimatum expirant lundi, la ville se vide.", None, "2025-07-21", "2025-07-21"),
        ("L'ultimatum expire vendredi.", None, "2025-07-25", "2025-07-25"),
        ("Un accord sera signé d'ici la fin du mois.", None, "2025-07-31", "2025-07-31"),
        ("La trêve de 30 jours à partir du 1er août sera surveillée.", "P30D", "2025-08-31", "2025-08-31"),
        ("L'ultimatum expire dans huit jours.", "P8D", "2025-07-29", "2025-07-29"),
        ("Il leur laisse dix jours pour se rendre.", "P10D", None, None),
        ("Il laisse dix jours aux deux camps pour se rendre.", "P10D", None, None),
    ],
)
def test_deadline(text: str, duration: str | None, first: str | None, last: str | None) -> None:
    (found,) = deadlines(text)
    assert (found.duration, found.due_earliest, found.due_latest) == (duration, first, last)


def test_without_the_document_date_a_due_day_stays_open() -> None:
    (found,) = deadlines("L'ultimatum expire vendredi.", None)
    assert (found.due_earliest, found.due_latest) == (None, None)


def test_what_it_is_counted_from_is_quoted() -> None:
    (found,) = deadlines("La trêve de 30 jours à partir du 1er août sera surveillée.")
    assert found.counted_from is not None
    assert found.counted_from.quote == "1er août"


@pytest.mark.parametrize(
    "text",
    [
        "Le siège a duré 40 jours.",
        "Le pont a sauté trois jours après le raid.",
        "Ils se sont vus lundi.",
        "Il résiste depuis deux ans.",
        "Trois obus sont tombés ces 48 dernières heures.",
    ],
)
def test_a_mere_duration_is_no_deadline(text: str) -> None:
    assert deadlines(text) == []
