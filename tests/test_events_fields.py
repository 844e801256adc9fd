"""Who did it, to whom, with what, by when: the fields of events, construction by construction."""

from __future__ import annotations

import pytest

from recoupe.extract.events import as_row
from tests.occurrences import events, kinds, one


def test_who_tells_of_a_death_or_hears_a_shot_did_neither() -> None:
    assert one("Le général a annoncé la mort de 12 soldats.", "casualties").actor == ()
    assert one("La police a entendu une forte explosion à Estra.", "attack").actor == ()
    assert one("Une frappe au Norvend a détruit trois ponts.", "attack").actor == ()
    assert [p.name for p in one("Les rebelles ont annoncé leur retrait de la ville d'Estra.", "territory").actor] == [
        "rebelles"
    ]


def test_bodies_are_given_back_to_a_state() -> None:
    found = one("Le Norvend a remis à la Sundérie les corps de 12 soldats.", "prisoners")
    assert [p.side for p in found.target if p.side] == ["Sundérie"]


def test_a_name_that_the_tagger_does_not_know_is_an_object() -> None:
    found = one("Aldo Brême a rencontré Ilan Dreuze lundi à Genève.", "meeting")
    assert [p.name for p in found.target] == ["Ilan Dreuze"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Les présidents Orlane Vidal et Tomas Breuil se rencontreront lundi à Genève.",
            ["Orlane Vidal", "Tomas Breuil"],
        ),
        ("Les émissaires norvendais Ivo Tarn et Ana Sorel ont été reçus lundi à Genève.", ["Ivo Tarn", "Ana Sorel"]),
        ("Le sommet Vidal-Breuil s'est ouvert lundi à Genève.", ["Orlane Vidal", "Tomas Breuil"]),
        ("La rencontre Tarn–Sorel est annulée. Ivo Tarn et Ana Sorel sont rentrés.", ["Ivo Tarn", "Ana Sorel"]),
        ("La rencontre Tarn-Sorel est annulée.", []),
    ],
)
def test_each_of_those_who_meet_is_named(text: str, names: list[str]) -> None:
    found = one(text, "meeting")
    assert [p.name for p in (*found.actor, *found.target)] == names


def test_whose_soldiers_they_are_did_not_come_themselves() -> None:
    found = one("Les soldats de Tomas Breuil et de ses alliés ont pris Goma lundi.", "territory")
    assert "Tomas Breuil" not in [p.name for p in found.actor]


@pytest.mark.parametrize(
    "text",
    [
        "L'ultimatum de dix jours de Tomas Breuil a expiré lundi.",
        "L'ultimatum de dix jours lancé par Tomas Breuil a expiré lundi.",
        "L'ultimatum de Tomas Breuil a expiré lundi.",
    ],
)
def test_an_ultimatum_is_the_word_of_who_sets_it(text: str) -> None:
    found = one(text, "threat")
    assert ([p.name for p in found.actor], found.attributed_to) == (["Tomas Breuil"], ("Tomas Breuil",))


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("Le bourg compte 4.000 habitants. Plus de 900 d'entre eux ont quitté la ville lundi.", 900),
        (
            "L'ONU estime à 4.000 le nombre de déplacés venus d'Estra. Environ 900 d'entre eux ont trouvé refuge ici.",
            900,
        ),
        ("La ville est encerclée. Quelque 700 habitants l'ont fuie lundi.", 700),
        ("Le parti est divisé. Quelque 700 habitants l'ont quitté lundi.", None),
    ],
)
def test_those_who_flee_are_counted_by_what_was_named_before(text: str, low: float | None) -> None:
    found = [e.quantity.low for e in events(text) if e.type == "casualties" and e.quantity]
    assert found[-1:] == ([low] if low else [])


def test_the_day_of_a_participle_between_commas_is_another_ones() -> None:
    found = one("Trois soldats, capturés en mars à Goma, ont été tués.", "casualties")
    assert (found.date, found.place) == (None, ())


@pytest.mark.parametrize(
    "text",
    [
        "Un échange de prisonniers reste prévu lundi à Genève.",
        "Le sommet demeure programmé pour mardi à Genève.",
        "La session était due à commencer mardi.",
    ],
)
def test_what_stays_planned_has_not_happened(text: str) -> None:
    assert [e.status for e in events(text)] == ["planned"]


def test_an_object_stands_behind_a_date_or_a_place() -> None:
    found = one("Le médiateur a rencontré lundi 3 mars à Genève la ministre Orlane Vidal.", "meeting")
    assert [p.name for p in found.target] == ["Orlane Vidal"]
    assert one("L'armée a repris ce samedi Goma, capitale de la province.", "territory").place[0].name == "Goma"


def test_machines_that_the_text_points_back_to_are_what_it_named() -> None:
    trucks = "Une file de camions traversait la plaine. Douze de ces engins ont été détruits lundi."
    assert [k[0] for k in kinds(trucks)] == ["damage"]
    drones = "Une file de drones traversait la plaine. Douze de ces engins ont été détruits lundi."
    assert [k[0] for k in kinds(drones)] == ["interception"]
    assert kinds("Une file de camions passait. Douze de ces engins ont été interceptés lundi.") == []


def test_the_same_source_is_the_source_before() -> None:
    text = "Trois soldats ont été tués, selon une source militaire. Selon la même source, un drone a bombardé le port."
    assert one(text, "attack").attributed_to == ("source militaire",)


def test_who_holds_a_town_is_never_implied() -> None:
    text = (
        "Le Tchad a bombardé des villages du Soudan. Le Tchad a lancé 40 drones contre le Soudan. "
        "« Khartoum reste sous notre contrôle », a dit le général soudanais Osman Diri."
    )
    held = [e for e in events(text) if e.type == "territory"]
    assert [p.name for e in held for p in e.actor if p.implied] == []


def test_a_name_holds_no_verb() -> None:
    found = one("Les forces tchadiennes contrôlent plus de 250 kilomètres carrés.", "territory")
    assert [p.name for p in found.actor] == ["forces tchadiennes"]
    assert found.quantity is not None
    assert found.quantity.modifier == ">"


def test_what_was_hit_is_not_who_destroyed() -> None:
    assert one("Une frappe a touché un centre ferroviaire, détruisant le bâtiment.", "damage").actor == ()


def test_who_did_it_is_not_who_says_so() -> None:
    found = one("La chancelière Orlane Vidal accuse le Norvend d'avoir bombardé le port d'Estra.", "attack")
    assert [p.name for p in found.actor] == ["Norvend"]
    assert found.attributed_to == ("Orlane Vidal",)


def test_an_ultimatum_has_its_time_limit() -> None:
    found = one("Le Norvend a menacé de fermer le port si la trêve n'était pas signée dans les 50 jours.", "threat")
    assert found.status == "conditional"
    assert found.due is not None
    assert "50 jours" in found.due.mention.quote
    assert found.condition is not None


def test_an_attack_with_no_doer_names_none() -> None:
    found = one("Une frappe a touché une gare dans la nuit.", "attack")
    assert found.actor == ()
    assert [p.name for p in found.target] == ["gare"]


def test_silence_is_a_position_and_no_attack() -> None:
    text = "Les tirs qui ont visé le port d'Estra n'ont pas été revendiqués."
    assert [k for k in kinds(text) if k[0] in ("attack", "position")] == [("position", "silent")]


def test_a_relayed_statement_keeps_the_chain() -> None:
    text = "« Le chancelier Tomas Breuil a dit que le pays ne négocierait pas », a déclaré la ministre Orlane Vidal."
    found = events(text)
    assert found
    assert found[0].attributed_to == ("Orlane Vidal",)
    assert found[0].chain == ("Orlane Vidal", "Tomas Breuil")
    assert [p.name for p in found[0].actor] == ["Tomas Breuil"]


def test_what_is_said_twice_is_one_record_with_two_spans() -> None:
    text = (
        "Raid sur Sorel : le tir a détruit deux entrepôts\n\nDans la nuit, le tir a détruit deux entrepôts à Sorel.\n"
    )
    found = [e for e in events(text) if e.type == "damage"]
    assert len(found) == 1
    assert len(found[0].evidence) == 2


def test_an_implied_doer_is_marked() -> None:
    shot = "L'armée soudanaise a abattu 12 drones tchadiens lundi. Cette attaque s'est produite dans la nuit."
    attack = [e for e in events(shot) if e.type == "attack"]
    assert [(p.name, p.implied, p.mention) for p in attack[0].actor] == [("Tchad", True, None)]
    assert as_row(attack[0], "a.txt")["actor_implied"] == ["Tchad"]


def test_a_row_names_the_state_of_a_force_beside_it() -> None:
    found = one("Des soldats soudanais se sont emparés de deux villages.", "territory")
    row = as_row(found, "a.txt")
    assert row["type"] == "TERRITORY"
    assert row["actor"] == ["soldats soudanais", "Soudan"]
    assert row["quantity"]["value"] == 2.0
    assert row["evidence"] == "Des soldats soudanais se sont emparés de deux villages"


def test_a_toll_has_the_day_of_the_blow_that_it_is_of_and_not_that_of_its_telling() -> None:
    told = (
        "Le bilan de l'assaut du 4 mars 2031, lui, s'alourdit à 21 morts, d'après un décompte publié lundi par l'ONU."
    )
    found = one(told, "casualties")
    assert found.date is not None
    assert found.date.value == "2031-03-04"
    assert found.attributed_to == ("ONU",)
    assert one("Le nombre de victimes de l'explosion du 4 mars 2031 s'élève désormais à 25.", "casualties").date
    assert one("Le bilan publié le 4 mars 2031 fait état de 25 morts.", "casualties").date is None


def test_who_tells_behind_a_clause_takes_none_of_its_places() -> None:
    told = "Seize personnes ont été tuées dans la nuit de lundi à mardi à Goma, a annoncé la police."
    assert [p.name for p in one(told, "casualties").place] == ["Goma"]


def test_who_takes_the_wounded_in_did_not_wound_them() -> None:
    for told in ("MSF a soigné 30 blessés à Goma.", "La Croix-Rouge dit avoir reçu 41 blessés dans son hôpital."):
        assert one(told, "casualties").actor == ()


def test_a_matter_ends_before_what_another_makes_of_it() -> None:
    [found] = [
        e for e in events("Le Norvend exige toujours le retrait de la milice, que la Sundérie exclut.") if e.issue
    ]
    assert found.issue == "le retrait de la milice"


def test_an_organ_denies_what_is_laid_on_another_of_its_state() -> None:
    charge = "La Sundérie accuse l'armée du Norvend d'avoir visé des civils."
    found = events(f"{charge} L'état-major du Norvend nie toute responsabilité.")
    assert [e.status for e in found if e.type == "attack"] == ["claimed", "denied"]


@pytest.mark.parametrize(
    "text",
    [
        "L'armée norvendaise a abattu 12 drones sundériens.",
        "Dans la nuit de lundi à mardi, 12 drones sundériens ont été abattus par l'armée norvendaise.",
    ],
)
def test_whose_machines_were_shot_down_is_told_by_their_adjective(text: str) -> None:
    (found,) = (e for e in events(text) if e.type == "interception")
    assert [p.name for p in found.target] == ["Sundérie"]
