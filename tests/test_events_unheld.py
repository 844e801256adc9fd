"""What is planned, called off, generic or a figure of speech; truces suspended, posts kept, limits and days."""

from __future__ import annotations

import pytest

from tests.occurrences import events, kinds, one


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Il était prévu que les deux chanceliers se retrouvent à Genève lundi.", "meeting", "planned"),
        ("Le texte promet un accord de paix à conclure au plus tard le 3 mai.", "agreement", "planned"),
        ("Le texte prévoit l'ouverture de pourparlers à Genève au plus tard le 3 mai.", "meeting", "planned"),
        ("Le texte prévoit :\n- La signature d'un accord de paix avant le 3 mai.", "agreement", "planned"),
    ],
)
def test_what_is_to_be_done_is_planned(text: str, kind: str, status: str) -> None:
    assert one(text, kind).status == status


@pytest.mark.parametrize(
    "text",
    [
        "L'armée du Norvend a maintenu quatre positions dans la vallée.",
        "L'armée du Norvend restera dans quatre postes de la vallée.",
        "L'armée du Norvend se maintient dans quatre points de la vallée.",
        "L'armée du Norvend a quitté Sorel, tout en maintenant quatre positions dans la vallée.",
    ],
)
def test_posts_kept_are_held_ground(text: str) -> None:
    found = [e for e in events(text) if e.subtype == "control"]
    assert [([p.name for p in e.actor], e.quantity and e.quantity.low) for e in found] == [(["Armée norvendaise"], 4.0)]


def test_a_limit_is_no_day_of_the_event() -> None:
    found = one("Les otages doivent être libérés au plus tard le 3 mai 2031.", "prisoners")
    assert found.date is None
    assert found.due is not None
    assert found.due.value == "2031-05-03"


@pytest.mark.parametrize(
    "text",
    [
        "Le médiateur agit seulement quand les parties se sont mises d'accord sur une liste.",
        "Le général promet de répondre à « chaque tir » visant les soldats du Norvend.",
        "Un pas vers la paix a été franchi au Norvend.",
        "Des cris ont retenti, menant à la panique.",
        "Ce conflit, qui ravage l'est de la Sundérie, dure.",
        "Les deux camps vont faire un échange de listes.",
    ],
)
def test_conditions_idioms_and_the_generic_are_no_events(text: str) -> None:
    assert [k for k in kinds(text) if k[0] not in ("statement", "position", "commitment", "threat")] == []


@pytest.mark.parametrize(
    "text",
    [
        "La rencontre prévue mardi n'aura pas lieu.",
        "Le sommet entre le Norvend et la Sundérie n'a pas eu lieu.",
        "Les pourparlers entre le Norvend et la Sundérie ne se tiendront pas.",
    ],
)
def test_a_meeting_that_is_not_held_is_cancelled(text: str) -> None:
    found = one(text, "meeting")
    assert (found.subtype, found.status) == ("cancelled", "planned")


@pytest.mark.parametrize(
    "text", ["La rencontre n'a pas encore eu lieu.", "La rencontre des chanceliers n'aura pas lieu à Genève."]
)
def test_what_is_late_or_held_elsewhere_is_not_cancelled(text: str) -> None:
    assert ("meeting", "cancelled") not in kinds(text)


def test_who_called_off_talks_are_between() -> None:
    text = "La rencontre prévue mardi à Genève entre les délégations norvendaise et sundérienne n'aura pas lieu."
    assert [p.name for p in one(text, "meeting").actor] == ["Norvend", "Sundérie"]


@pytest.mark.parametrize(
    ("text", "doers", "status"),
    [
        ("Le Norvend a suspendu l'accord de trêve avec la Sundérie.", ["Norvend"], "happened"),
        ("Le Norvend a annoncé lundi suspendre la trêve avec la Sundérie.", ["Norvend"], "claimed"),
        ("Le Norvend et la Sundérie se taisent. Après la suspension de la trêve, la rue est vide.", [], "happened"),
    ],
)
def test_a_truce_is_suspended_by_whom_the_text_names(text: str, doers: list[str], status: str) -> None:
    found = one(text, "agreement")
    assert (found.subtype, [p.name for p in found.actor], found.status) == ("suspended", doers, status)


@pytest.mark.parametrize(
    "text",
    [
        "Le Norvend et la Sundérie ont avancé en signant, ce vendredi 27 juin 2031, un accord de paix.",
        "Le Norvend et la Sundérie ont signé le vendredi 27 juin 2031, un accord de paix.",
        "Le Norvend et la Sundérie ont signé, le vendredi 27 juin 2031, un accord de paix.",
    ],
)
def test_an_accord_is_signed_behind_a_date(text: str) -> None:
    found = one(text, "agreement")
    assert ([p.name for p in found.actor], found.date and found.date.value) == (["Norvend", "Sundérie"], "2031-06-27")


def test_the_day_is_told_before_the_hour() -> None:
    found = one("La trêve est entrée en vigueur à minuit, heure locale, le 28 juillet 2031.", "agreement")
    assert found.date is not None
    assert found.date.value == "2031-07-28"


def test_what_drives_people_out_visits_nothing() -> None:
    text = "Les combats ont fait 4 morts et provoqué le déplacement d'environ 400 habitants."
    assert {s for k, s in kinds(text) if k == "casualties"} == {"killed", "displaced"}
    assert "meeting" not in {k for k, _ in kinds(text)}


def test_unnamed_signatories_commit_themselves_by_a_limit() -> None:
    found = one("Les signataires s'engagent à publier sous trois jours la liste des détenus.", "commitment")
    assert found.due is not None
    assert [e.type for e in events("Les signataires s'engagent à bien faire.")] == ["commitment"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("« C'est la trêve que l'on voulait nous imposer », a dit le ministre norvendais.", []),
        ("« On nous a proposé un plan que l'on ne peut accepter », a dit le ministre norvendais.", []),
        ("« On nous avait promis un couloir », a dit le ministre norvendais.", []),
        ("« On veut une trêve », a dit le ministre norvendais.", ["position"]),
        ("« On a accepté la trêve qui nous est proposée », a dit le ministre norvendais.", ["position"]),
        ("« On propose un échange », a dit le ministre norvendais.", ["proposal"]),
        ("Quiconque refuse la trêve sera sanctionné, a prévenu le médiateur.", []),
    ],
)
def test_who_does_it_to_us_is_not_whoever_says_so(text: str, kept: list[str]) -> None:
    assert [e.type for e in events(text) if e.type in ("position", "proposal", "commitment")] == kept
