"""What pages on wars never read before got wrong: whose word a thing is, what is no toll, who an office belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dossiers import findings, path, tell
from tests.occurrences import events, one
from tests.test_speakers import speakers, stances, tolls

__all__ = ["path"]  # a fixture


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Trois obus sont tombés sur le marché, selon le préfet, tuant deux enfants.", ("préfet",)),
        ("Des obus ont touché Estra, selon l'ONU, faisant entre 25 et 30 civils tués.", ("ONU",)),
        ("Mais pour la ministre Orlane Vidal, les soldats ont tué deux enfants.", ("Orlane Vidal",)),
        ("Mais pour le marché, les soldats ont tué deux enfants.", ()),
        ("Les soldats, venus pour la ministre, ont tué deux enfants.", ()),
    ],
)
def test_whose_word_a_toll_is(text: str, by: tuple[str, ...]) -> None:
    assert {e.attributed_to for e in events(text) if e.type == "casualties"} == {by}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("« Non », a déclaré le porte-parole du gouvernement Brême, Tomas Breuil.", ("Tomas Breuil",)),
        ("« Non », a déclaré le porte-parole du camp Aldane, Tomas Breuil.", ("Tomas Breuil",)),
        ("« Non », a déclaré le ministre Brême.", ("Brême",)),
        (
            "Dans une lettre au chef de l'ONU, Aldo Brême, le président de la Ligue du Sorel (LS) et secrétaire "
            "général du Front, Tomas Breuil, a demandé une trêve.",
            ("Président de la ligue du Sorel",),
        ),
        ("Aldo Brême, le président de la Ligue, a demandé une trêve.", ("Aldo Brême",)),
    ],
)
def test_an_office_is_of_the_name_behind_it(text: str, names: tuple[str, ...]) -> None:
    assert speakers(text) == [names]


@pytest.mark.parametrize(
    "text",
    [
        "« J'espère que le Norvend va accepter la trêve », a dit Tomas Breuil.",
        "« J'espère que, le plus vite possible, le Norvend va accepter la trêve », a dit Tomas Breuil.",
        "« Nous espérons que, dès demain, le Norvend acceptera la trêve », a dit Tomas Breuil.",
    ],
)
def test_what_is_hoped_of_a_party_is_no_stance(text: str) -> None:
    assert stances(text) == []


def test_what_is_announced_of_a_party_stays_one() -> None:
    text = "« J'annonce que, dès demain, le Norvend va accepter la trêve », a dit Tomas Breuil."
    assert stances(text) == [("accepts", ("Norvend",), ("Tomas Breuil",))]


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("Le principal groupe d'opposition norvendaise a boycotté les pourparlers.", None),
        ("La coalition d'opposants norvendaise a boycotté les pourparlers.", None),
        ("La coalition norvendaise a boycotté les pourparlers.", "Norvend"),
    ],
)
def test_an_opposition_is_not_of_the_state_that_it_opposes(text: str, side: str | None) -> None:
    assert [p.side for p in one(text, "position").actor] == [side]


@pytest.mark.parametrize(
    "text",
    [
        "On ne sait rien des échanges armés qui ont éclaté entre le Norvend et la Sundérie.",
        "De violents échanges ont éclaté entre le Norvend et la Sundérie.",
        "Les troupes norvendaises se retrouvent en situation de légitime défense.",
        "Les ministres norvendais se retrouvent face à un mur.",
    ],
)
def test_fire_and_plights_are_no_meetings(text: str) -> None:
    assert not any(e.type == "meeting" for e in events(text))


@pytest.mark.parametrize(
    "text",
    [
        "Les échanges entre le Norvend et la Sundérie ont repris à Genève.",
        "Les deux délégations se sont retrouvées à Genève.",
    ],
)
def test_meetings_stay_meetings(text: str) -> None:
    assert any(e.type == "meeting" for e in events(text))


@pytest.mark.parametrize(("of", "any_sanction"), [("des pourparlers", False), ("des avoirs de trois généraux", True)])
def test_only_what_one_owns_is_frozen_as_a_sanction(of: str, any_sanction: bool) -> None:
    found = events(f"La Fédération a annoncé le gel {of}.")
    assert any(e.type == "sanction" for e in found) is any_sanction


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Les bilans sont disparates, allant d'une centaine de morts à plus d'un millier.", []),
        ("Les bilans varient de 330 tués à 900 morts.", []),
        ("Le bilan va de 25 à 30 morts.", [("killed", 25)]),
        ("La Ligue fait état d'« un millier de morts ou disparus ».", []),
        ("L'attaque a fait cent victimes (tués et blessés confondus).", []),
        ("L'attaque a fait cent morts et vingt blessés.", [("killed", 100), ("wounded", 20)]),
    ],
)
def test_what_is_no_toll_of_its_own(text: str, counts: list[tuple[str, float]]) -> None:
    assert tolls(text) == counts


@pytest.mark.parametrize(
    ("blow", "day"),
    [
        ("Le raid aérien qui a frappé le 4 avril 2031 la ville d'Estra, tenue par des rebelles,", "2031-04-04"),
        ("L'attaque qui avait visé le 4 avril 2031 la gare d'Estra, tenue par des rebelles,", "2031-04-04"),
        ("La trêve qui a débuté le 4 avril 2031, malgré le calme,", None),
    ],
)
def test_the_day_of_a_toll_is_that_of_its_blow(blow: str, day: str | None) -> None:
    dates = [e.date and e.date.value for e in events(f"{blow} a fait au moins 86 morts.") if e.type == "casualties"]
    assert dates == [day]


@pytest.mark.parametrize(("which", "dated"), [("Cette attaque", False), ("L'attaque d'Estra", True)])
def test_what_was_told_before_is_not_of_the_day_of_the_text(which: str, dated: bool) -> None:
    text = (
        f"Publié le 7 mai 2031\n\nLes mutins se taisent. {which} survient au lendemain de la libération de leur chef."
    )
    assert [e.date is not None for e in events(text) if e.type == "attack"] == [dated]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("Nous apprenons que les soldats ont tiré sur la foule", False),
        ("On nous dit que les soldats ont tiré sur la foule", False),
        ("Nous avons appris que les soldats ont tiré sur la foule", True),
        ("Nous savons que les soldats ont tiré sur la foule", True),
    ],
)
def test_what_a_speaker_is_only_told_is_not_their_word(said: str, told: bool) -> None:
    assert any(e.type == "attack" for e in events(f"« {said} », a déclaré Orlane Vidal.")) is told


def test_what_was_denied_since_is_not_denied_by_who_told_it() -> None:
    told = "L'armée norvendaise a annoncé la mort de trois soldats dans un bombardement"
    assert [e.status for e in events(f"{told} aussitôt démenti.") if e.type == "casualties"] == ["claimed"]
    assert [e.status for e in events(f"{told}.") if e.type == "casualties"] == ["claimed"]


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ("Pour rappel, neuf personnes ont été tuées mardi à Estra.", "single_source"),
        ("On se souvient que neuf personnes ont été tuées mardi à Estra.", "single_source"),
        ("Neuf personnes ont été tuées mardi à Estra.", "corroborated"),
        ("Neuf personnes ont été tuées mardi à Estra. Le préfet a rappelé les faits.", "corroborated"),
    ],
)
def test_a_reminder_bears_out_nothing(path: Path, told: str, verdict: str) -> None:
    tell(path, (7, "Neuf personnes ont été tuées mardi à Estra."), (9, told))
    assert {f.verdict for f in findings(path, "casualties")} == {verdict}


@pytest.mark.parametrize(
    ("one_name", "other", "verdict"),
    [
        ("la Finul", "la mission de l'ONU", "single_source"),
        ("les Nations unies", "le HCR", "single_source"),
        ("l'ONU", "Aldo Brême, porte-parole du Haut-Commissariat", "single_source"),
        ("l'ONU", "Aldo Brême, porte-parole du Haut-Commissariat au plan", "corroborated"),
        ("la Finul", "la Croix-Bleue", "corroborated"),
        ("l'Union des puisatiers et sourciers (UPSO)", "l'UPSO", "corroborated"),
        ("l'Union des puisatiers et sourciers (UPS)", "l'UPS", "single_source"),
    ],
)
def test_one_body_by_two_names_is_one_origin(path: Path, one_name: str, other: str, verdict: str) -> None:
    tell(
        path,
        (7, f"Vingt-trois personnes ont été tuées mardi à Estra, a annoncé {one_name}."),
        (8, f"Vingt-trois personnes ont été tuées mardi à Estra, a indiqué {other}."),
    )
    assert {f.verdict for f in findings(path, "casualties")} == {verdict}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("La trêve tient, selon le cabinet de la ministre Orlane Vidal.", ("Cabinet d'Orlane Vidal",)),
        ("La trêve tient, selon le gouvernement du président Tomas Breuil.", ("Gouvernement de Tomas Breuil",)),
        ("La trêve tient, selon un court communiqué de la Croix-Rouge.", ("Croix-Rouge",)),
    ],
)
def test_a_body_is_named_after_who_holds_it(text: str, names: tuple[str, ...]) -> None:
    assert speakers(text) == [names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("La Minurso a écrit au Tchad. La Mission a exhorté les parties à la retenue.", [("Minurso",)]),
        ("Le Tchad a écrit. La mission a exhorté les parties à la retenue.", [()]),
        ("Le Tchad a écrit. La mission tchadienne a exhorté les parties à la retenue.", [("Mission tchadienne",)]),
        ("Le Tchad et la Libye sont venus. Ils affirment que la trêve tient.", [("Tchad", "Libye")]),
        ("La Russie et la Libye sont venues. Ils affirment que la trêve tient.", [()]),
        ("La Russie et la Libye sont venues. Elles affirment que la trêve tient.", [("Russie", "Libye")]),
        (
            "« Non », a précisé un porte-parole de l'ONU au cours d'un point de presse. « Jamais », a-t-il ajouté.",
            [("ONU",), ("Porte-parole de l'ONU",)],
        ),
        ("La trêve tient, a déclaré un de ses membres.", [("un de ses membres",)]),
        ("La trêve tient, a déclaré un de ses porte-parole, Aldo Brême.", [("Aldo Brême",)]),
        ("« Non », a dit une source à l'état-major au cours d'un point de presse.", [("source à l'état-major",)]),
    ],
)
def test_who_is_meant_and_who_is_left_open(text: str, names: list[tuple[str, ...]]) -> None:
    assert speakers(text) == names


@pytest.mark.parametrize(
    ("how", "due"), [("une pause quotidienne", None), ("une pause avant le 3 mai 2031", "2031-05-03")]
)
def test_how_often_is_no_time_limit(how: str, due: str | None) -> None:
    found = one(f"La ministre Orlane Vidal a ordonné {how}.", "commitment")
    assert (found.due.value if found.due else None) == due


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("« Le Front du Levain n'est ni de près ni de loin mêlé à cette tuerie », a dit Tomas Breuil.", "Tomas Breuil"),
        ("Selon Tomas Breuil, le Front du Levain n'a rien à voir avec ce drame.", "Tomas Breuil"),
        ("Le Norvend rejette toute responsabilité dans le bombardement du marché.", "Norvend"),
        ("Le Norvend n'a rien à voir avec cette attaque.", None),
        ("« Le Norvend est mêlé à cette attaque », a dit Tomas Breuil.", None),
    ],
)
def test_who_says_that_a_deed_is_not_theirs(text: str, by: str | None) -> None:
    denied = [e.attributed_to for e in events(text) if e.type == "attack" and e.status == "denied"]
    assert denied == ([(by,)] if by else [])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Contestant les lois du président, Tomas Breuil, les mutins ont demandé une trêve.", [("mutins",)]),
        ("Contestant les lois, Tomas Breuil a demandé une trêve.", [("Tomas Breuil",)]),
    ],
)
def test_several_stand_before_a_plural_verb(text: str, names: list[tuple[str, ...]]) -> None:
    assert speakers(text) == names


@pytest.mark.parametrize(
    ("text", "any_promise"),
    [
        ("La feuille de route prévoit le retrait d'ici au 1er mai 2031.", True),
        ("Le plan ne fixe aucun retrait d'ici au 1er mai 2031.", False),
        ("Le plan n'impose aucun retrait avant la fin de l'année.", False),
    ],
)
def test_what_a_plan_does_not_fix_is_no_promise(text: str, any_promise: bool) -> None:
    assert any(e.type == "commitment" for e in events(text)) is any_promise


@pytest.mark.parametrize(
    ("earlier", "later", "verdict"),
    [
        ("Des avions ont bombardé un convoi de 31 camions", "Un convoi de camions a été bombardé", "corroborated"),
        ("L'armée norvendienne a lancé 31 drones", "L'armée norvendienne a lancé des drones", "single_source"),
    ],
)
def test_the_count_of_what_was_hit_makes_no_other_attack(path: Path, earlier: str, later: str, verdict: str) -> None:
    tell(
        path,
        (7, f"{earlier} mardi à Estra, a annoncé la Croix-Bleue."),
        (7, f"{later} mardi à Estra, a déclaré le préfet d'Estra."),
    )
    assert {f.verdict for f in findings(path, "attack")} == {verdict}
