"""What is no record, and whose a figure, a time or a denial is."""

from __future__ import annotations

import pytest

from tests.occurrences import events


@pytest.mark.parametrize(
    "text",
    [
        "Le ministère n'a pas confirmé que douze soldats avaient été tués.",
        "Aucune source n'a pu confirmer que quarante soldats avaient été tués.",
        "Aucun responsable n'a déclaré que l'armée avait quitté la ville.",
        "Rien ne prouve que l'armée a bombardé l'hôpital, selon Orlane Vidal.",
        "Il n'est pas établi que l'armée a bombardé l'hôpital.",
        "Personne ne croit que le Norvend a accepté la trêve.",
        "Aucune des deux parties n'a formellement accepté la trêve.",
        "Ni le Norvend ni la Sundérie n'ont accepté la trêve.",
        "Le Norvend n'a jamais promis de retirer ses troupes.",
    ],
)
def test_what_nobody_says_is_no_record(text: str) -> None:
    assert [e for e in events(text) if e.type != "statement"] == []


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Un rapport de la Fédération fait état de 12 morts.", "Fédération"),
        ("Le bilan officiel fait état de 1 300 tués.", "bilan officiel"),
        ("Un précédent bilan de l'armée du Norvend évoquait neuf morts.", "Armée norvendaise"),
        ("Un premier bilan de la Fédération faisait état d'un « bilan provisoire de 5 morts ».", "Fédération"),
    ],
)
def test_a_figure_that_a_report_gives_is_claimed(text: str, by: str) -> None:
    (toll,) = events(text)
    assert (toll.type, toll.status, toll.attributed_to) == ("casualties", "claimed", (by,))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Orlane Vidal exige que les troupes quittent le port de Borva, occupé depuis novembre.", None),
        ("Le pont, fermé depuis mardi, a été bombardé par l'armée.", None),
        ("Le Norvend impose un blocus dans la région de Borva depuis le 3 septembre.", "le 3 septembre"),
        ("La ville a été reprise depuis mardi par les rebelles.", "mardi"),
    ],
)
def test_the_time_of_a_participle_is_not_that_of_what_holds_it(text: str, day: str | None) -> None:
    (event,) = events(text)
    assert (event.date.mention.quote if event.date else None) == day


def test_who_calls_a_thing_false_denies_it() -> None:
    (attack,) = events("Il est faux que l'armée ait bombardé l'hôpital, a assuré Orlane Vidal.")
    assert (attack.type, attack.status, attack.attributed_to) == ("attack", "denied", ("Orlane Vidal",))


def test_neither_of_two_takes_the_stance() -> None:
    (stance,) = events("Ni Orlane Vidal ni Tomas Breuil n'acceptent le cessez-le-feu.")
    assert ([p.name for p in stance.actor], stance.stance) == (["Orlane Vidal", "Tomas Breuil"], "rejects")
