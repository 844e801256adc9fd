"""What happens on the ground: constructions of the French press beyond single words."""

from __future__ import annotations

import pytest

from tests.occurrences import events, one


@pytest.mark.parametrize(
    ("text", "kind", "subtype", "number", "status"),
    [
        ("Dix-huit drones abattus au-dessus du Norvend.", "interception", "downed", 18, "happened"),
        ("Deux cents soldats ont été envoyés en renfort à Sorel.", "military_activity", "deployment", 200, "happened"),
        ("Le conflit a emporté 1.980 vies.", "casualties", "killed", 1980, "happened"),
        (
            "Neuf cents familles ont été contraintes de quitter leur village.",
            "casualties",
            "displaced",
            900,
            "happened",
        ),
        ("Deux fillettes ont dû être amputées après l'explosion.", "casualties", "wounded", 2, "happened"),
        ("Un policier a été mortellement blessé lundi.", "casualties", "killed", 1, "happened"),
        ("Un coup de filet a permis l'arrestation de soixante suspects.", "casualties", "detained", 60, "happened"),
        ("L'assaut s'est soldé par la mort de quinze policiers.", "casualties", "killed", 15, "happened"),
        ("Nos pertes du jour : neuf combattants.", "casualties", "killed", 9, "happened"),
        ("Le nombre de morts s'élève désormais à 41.", "casualties", "killed", 41, "happened"),
        ("La mairie de Sorel parle d'au moins cinquante victimes.", "casualties", "killed", 50, "claimed"),
        ("Bilan provisoire : douze tués, selon la préfecture de Sorel.", "casualties", "killed", 12, "claimed"),
        ("À en croire le maire, un tir a tué trois ouvriers.", "casualties", "killed", 3, "claimed"),
        ("Le maire fait état de 26 000 doses de vaccin livrées à Sorel.", "aid", "delivery", 26000, "claimed"),
        ("Le Norvend a remis samedi 90 prisonniers à la Sundérie.", "prisoners", "release", 90, "happened"),
        ("Libérés mardi, les deux journalistes ont regagné le Norvend.", "prisoners", "release", 2, "happened"),
    ],
)
def test_numbers_of_the_ground(text: str, kind: str, subtype: str, number: float, status: str) -> None:
    found = [e for e in events(text) if e.type == kind and e.quantity is not None and e.quantity.low == number]
    assert [(e.subtype, e.status) for e in found] == [(subtype, status)]


@pytest.mark.parametrize(
    ("text", "kind", "status", "source", "actor"),
    [
        ("Le maire a imputé le raid aux rebelles.", "attack", "claimed", "maire", "rebelles"),
        ("Le maire n'a pas imputé le raid aux rebelles.", "attack", None, "", ""),
        ("Le Norvend décline toute responsabilité dans le raid.", "attack", "denied", "Norvend", "Norvend"),
        ("L'armée tient Sorel et dément toute frappe sur des civils.", "attack", "denied", "armée", "armée"),
    ],
)
def test_words_that_are_someones_word(text: str, kind: str, status: str | None, source: str, actor: str) -> None:
    found = [e for e in events(text) if e.type == kind]
    assert [e.status for e in found] == ([status] if status else [])
    for e in found:
        assert e.attributed_to == (source,)
        assert [p.name for p in e.actor] in ([actor], [])


@pytest.mark.parametrize(
    ("text", "kind", "subtype"),
    [
        ("La ville de Sorel aux mains des rebelles", "territory", "control"),
        ("Conséquence : la capitale sans courant", "damage", "power_outage"),
        ("Reddition de 31 militaires à Sorel", "prisoners", "surrender"),
        ("Raid meurtrier sur le port de Sorel", "attack", "strike"),
        ("La Fédération sanctionne trois généraux du Norvend", "sanction", "imposed"),
    ],
)
def test_a_sentence_without_a_verb_tells(text: str, kind: str, subtype: str) -> None:
    assert [e.subtype for e in events(f"Le port de Sorel.\n\n{text}.") if e.type == kind] == [subtype]


@pytest.mark.parametrize(
    "text",
    [
        "Raid sur le port de Sorel : ce que dit le droit.",
        "Risque de raid meurtrier sur le port de Sorel.",
        "Procès d'un raid meurtrier : les juges.",
        "Une reddition de 31 militaires serait une surprise.",
    ],
)
def test_a_noun_that_tells_of_no_deed(text: str) -> None:
    assert not [e for e in events(f"Le port de Sorel.\n\n{text}") if e.type in ("attack", "prisoners")]


def test_a_part_of_a_toll_is_a_toll_of_its_own() -> None:
    found = [e for e in events("Le conflit a emporté 1.980 vies, dont 470 à Sorel.") if e.type == "casualties"]
    assert [(e.quantity.low, e.subtype) for e in found if e.quantity is not None] == [(1980, "killed"), (470, "killed")]


def test_what_is_said_of_one_clause_takes_no_day_of_another() -> None:
    assert one("L'armée s'est repliée lundi après avoir perdu trois soldats.", "casualties").date is None


@pytest.mark.parametrize(
    ("text", "kind", "subtype", "low"),
    [
        ("Cinq occupants sont morts et 22 ont été hospitalisés.", "casualties", "wounded", 22),
        (
            "Le ministère a fait part de la mort de dix soldats et de la chute de la ville de Sorel.",
            "territory",
            "capture",
            None,
        ),
        ("Les troupes ont procédé à la libération du village de Sorel.", "territory", "capture", None),
    ],
)
def test_what_is_told_beside_another_thing(text: str, kind: str, subtype: str, low: float | None) -> None:
    found = [e for e in events(text) if (e.type, e.subtype) == (kind, subtype)]
    assert [e.quantity.low if e.quantity else None for e in found] == [low]


def test_a_count_by_someone_is_claimed() -> None:
    (found,) = [e for e in events("L'armée de l'air compte 71 drones lancés depuis la côte.") if e.type == "attack"]
    assert (found.status, found.attributed_to) == ("claimed", ("armée de l'air",))


def test_who_stands_behind_a_relative_acts_in_it() -> None:
    text = "L'échange fut convenu à Sorel, où Ivo Tarn et son homologue, Orlane Vidal, se sont entretenus six heures."
    met = [e for e in events(text) if e.type == "meeting"]
    assert [[p.name for p in e.actor] for e in met] == [["Ivo Tarn", "Orlane Vidal"]]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("L'armée contrôle Goma.", ("territory", "control")),
        ("Selon l'ONU, le M23 contrôle désormais Goma et Bukavu.", ("territory", "control")),
        ("Les rebelles contrôlent désormais Goma.", ("territory", "control")),
        ("L'armée pilonne Goma.", ("attack", "strike")),
        ("Soudan : l'armée bombarde Goma.", ("attack", "strike")),
        ("La milice encercle Goma.", ("territory", "encirclement")),
        ("Le Front de salut du Sud a pris Goma.", ("territory", "capture")),
    ],
)
def test_a_verb_right_before_a_name_is_read(text: str, kind: tuple[str, str]) -> None:
    (found,) = (e for e in events(text) if (e.type, e.subtype) == kind)
    assert found.actor
    assert "Goma" in {*(p.name for p in found.place), *(p.name for p in found.target)}


@pytest.mark.parametrize(
    "text", ["Le juge Dupont enquête.", "La frappe Iskander inquiète.", "Le contrôle Schengen est rétabli."]
)
def test_a_noun_before_a_name_is_no_verb(text: str) -> None:
    assert not any(":verb." in e.rule for e in events(text))


@pytest.mark.parametrize(
    ("text", "struck"),
    [
        ("Le Norvend frappe Hallebrun.", ["Sundérie"]),
        ("Le Norvend frappe la Sundérie.", ["Sundérie"]),
        ("Le Norvend a frappé la Sundérie dans la nuit.", ["Sundérie"]),
        ("Le Norvend frappe la Sundérie de nouvelles sanctions.", []),
        ("Le Norvend a frappé la Sundérie d'un douzième paquet de sanctions.", []),
        ("Le Norvend frappe la Sundérie au portefeuille.", []),
        ("Le Norvend a frappé la Sundérie de droits de douane.", []),
        ("La crise frappe la Sundérie.", []),
        ("L'armée du Norvend a frappé un poste de douane à Goma.", ["poste de douane à Goma"]),
        (
            "L'armée du Norvend a frappé un convoi près du poste de douane de Goma.",
            ["convoi près du poste de douane de Goma"],
        ),
    ],
)
def test_a_state_struck_is_one_shot_at_and_not_one_that_pays(text: str, struck: list[str]) -> None:
    assert [p.name for e in events(text) if e.type == "attack" for p in e.target] == struck
