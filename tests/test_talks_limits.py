"""Time limits that are extended or put off: the day that holds, and no day that nobody tells. All is invented."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.store import open_dossier
from recoupe.views import board, deadlines
from tests.dossiers import path, tell
from tests.occurrences import events

__all__ = ["path"]


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("L'ultimatum, qui devait expirer jeudi, a été prolongé d'une semaine.", "jeudi", "une semaine"),
        ("La date limite a été repoussée au 20 mai.", None, "20 mai"),
        ("Le Norvend a obtenu un délai jusqu'au 20 mai.", None, "20 mai"),
        ("La Fédération a accordé dix jours de plus aux rebelles.", None, "dix jours"),
        ("La Fédération a annoncé le report au 30 mai de la date limite.", None, "30 mai"),
        ("L'échéance, initialement fixée au 1er mai, est reportée au 20 mai.", "1er mai", "20 mai"),
        ("L'ultimatum fixé par le Norvend au 10 mai a été reporté au 20 mai.", "10 mai", "20 mai"),
        ("L'ultimatum a été prolongé de dix jours, jusqu'au 22 mai.", None, "22 mai"),
        ("Le délai qui expirait jeudi a été prolongé lundi de dix jours.", "jeudi", "dix jours"),
        ("Le Norvend a annoncé lundi qu'il prolongeait de dix jours son ultimatum.", None, "dix jours"),
    ],
)
def test_a_limit_that_is_moved_keeps_the_day_that_it_had_apart(text: str, old: str | None, new: str) -> None:
    (found,) = [e for e in events(text) if e.subtype == "extended"]
    assert (found.date.mention.quote if found.date else None, found.due.mention.quote if found.due else None) == (
        old,
        new,
    )
    assert found.due is not None
    assert found.due.latest is None  # the text has no date


@pytest.mark.parametrize(
    "text",
    [
        "L'ultimatum, fixé au 12 mai, n'a pas été prolongé de dix jours.",
        "Le Norvend refuse de prolonger l'ultimatum jusqu'au 20 mai.",
        "Orlane Vidal demande que l'ultimatum soit prolongé jusqu'au 20 mai.",
        "L'ultimatum pourrait être prolongé jusqu'au 20 mai.",
        "La Sundérie a demandé un délai jusqu'au 20 mai.",
        "Le délai de livraison du colis a été prolongé de deux jours.",
        "L'échéance a été repoussée.",
    ],
)
def test_what_is_not_moved_or_only_wanted_moves_no_limit(text: str) -> None:
    assert not [e for e in events(text) if e.subtype == "extended" or e.fulfilment in ("missed", "kept")]


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (
            [
                (12, "Le Norvend a donné aux rebelles jusqu'au jeudi 15 mai pour quitter Estra."),
                (14, "L'ultimatum, qui devait expirer jeudi, a été prolongé d'une semaine."),
            ],
            [("2031-05-22", "pending")],
        ),
        (
            [
                (7, "Mara Delune a promis de libérer trente otages avant le 15 mai."),
                (12, "La date limite fixée au 15 mai pour libérer les otages a été repoussée au 25 mai."),
                (13, "Le pont sera rouvert d'ici au 15 mai, a promis le Norvend."),
            ],
            [("2031-05-15", "unknown"), ("2031-05-25", "pending")],
        ),
        (
            [
                (7, "La Sorélie a lancé un ultimatum de dix jours aux rebelles."),
                (14, "La Sorélie a prolongé jusqu'au 25 mai son ultimatum aux rebelles."),
            ],
            [("2031-05-25", "pending")],
        ),
        (
            [
                (7, "Le Norvend s'est engagé à rouvrir le pont d'Estra avant le 15 mai."),
                (14, "Le Norvend a obtenu un délai supplémentaire de dix jours pour rouvrir le pont d'Estra."),
            ],
            [(None, "unknown")],
        ),
        (
            [
                (7, "Le Norvend s'est engagé à rouvrir le pont d'Estra avant le 15 mai."),
                (14, "La Sorélie a prolongé jusqu'au 25 mai son ultimatum aux rebelles."),
            ],
            [("2031-05-15", "unknown"), ("2031-05-25", "pending")],
        ),
        (
            [
                (7, "Le Norvend a donné aux rebelles jusqu'au 10 mai pour quitter Estra."),
                (9, "L'ultimatum, qui devait expirer le 10 mai, a été prolongé jusqu'au 14 mai."),
                (13, "L'ultimatum, qui devait expirer le 14 mai, a été prolongé jusqu'au 24 mai."),
            ],
            [("2031-05-24", "pending")],
        ),
    ],
)
def test_a_promise_is_shown_with_the_limit_that_it_was_given_last(
    path: Path, texts: list[tuple[int, str]], shown: list[tuple[str | None, str]]
) -> None:
    tell(path, *texts)
    with open_dossier(path) as dossier:
        _, found = deadlines(dossier, as_of="2031-05-18")
        assert [(p.due_latest, p.state) for p in found] == shown
        _, before = deadlines(dossier, as_of="2031-05-12")
        assert (before[0].due_latest or "") <= "2031-05-25"


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (
            "Les rebelles ont promis de rendre les corps le 6 mai. La Sorélie a promis de rouvrir le pont avant "
            "le 20 mai. Mercredi, les corps n'avaient pas été rendus.",
            [("2031-05-06", "missed"), ("2031-05-20", "pending")],
        ),
        (
            "En avril, la Sorélie avait donné quinze jours au Norvend pour publier la liste. La liste n'a pas été "
            "publiée.",
            [(None, "missed")],
        ),
        ("La Sorélie avait donné quinze jours au Norvend pour publier la liste.", [(None, "unknown")]),
    ],
)
def test_what_was_promised_before_is_counted_from_no_text_and_missed_by_its_own_words(
    path: Path, told: str, shown: list[tuple[str | None, str]]
) -> None:
    tell(path, (8, told))
    with open_dossier(path) as dossier:
        _, found = deadlines(dossier, as_of="2031-05-18")
        assert [(p.due_latest, p.state) for p in found] == shown


def test_who_answers_a_demand_answers_no_other_words(path: Path) -> None:
    told = "Mara Delune a exigé son départ. « Je ne négocierai plus avec elle », a-t-elle dit."
    tell(path, (8, f"{told} Halde a jugé cette exigence absurde et l'a écartée."))
    with open_dossier(path) as dossier:
        rows = [" ".join(s.told.event.evidence[0].quote for c in r.cells for s in c.present) for r in board(dossier)]
    assert any("écartée" in quotes for quotes in rows)
    assert not any("négocier" in quotes and "écartée" in quotes for quotes in rows)
