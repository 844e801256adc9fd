"""Stances, talks and promises as records: constructions one by one, and what is none of them."""

from __future__ import annotations

import pytest

from tests.occurrences import events, one


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "Le Norvend accepte la trêve, a déclaré la chancelière Orlane Vidal, un mois après l'avoir exclue.",
            [("position", "accepts", "happened")],
        ),
        ("Le général a déclaré qu'il n'accepterait jamais le retrait.", [("position", "rejects", "happened")]),
        ("Le Norvend n'a pas encore accepté la trêve.", []),
        ("Le Norvend ne dit pas non à la trêve.", []),
        ("Le Norvend dit non seulement son accord, mais sa joie.", []),
        ("Le Norvend pourrait adhérer à la trêve.", []),
        ("La Sundérie propose une trêve. Le Norvend l'a rejetée.", [("position", "rejects", "happened")]),
        ("La Sundérie nourrit une mouette. Le Norvend l'a rejetée.", []),
        ("La Sundérie propose une trêve. Le Norvend ne l'a pas rejetée.", []),
        (
            "La Sundérie a invité le Norvend, qui refuse de négocier, a déclaré la chancelière Orlane Vidal.",
            [("position", "rejects", "happened")],
        ),
    ],
)
def test_stances_of_today_and_no_others(text: str, wanted: list[tuple[str, str, str]]) -> None:
    assert [(e.type, e.stance, e.status) for e in events(text) if e.type == "position"] == wanted


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("Le Norvend refuse la trêve de trente jours imaginée par la Sundérie.", "Sundérie"),
        ("Le Norvend refuse le cessez-le-feu de trente jours imaginé par Hallebrun.", "Sundérie"),
        ("Le Norvend étudie la trêve que la Sundérie a proposée lundi.", "Sundérie"),
        ("Le plan de paix présenté lundi par la Sundérie prévoit un retrait.", "Sundérie"),
        ("La Sundérie a esquissé un projet d'accord en dix points.", "Sundérie"),
    ],
)
def test_a_proposal_that_is_named_beside_something_else(text: str, who: str) -> None:
    assert [p.name for p in one(text, "proposal").actor] == [who]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("La prochaine session est prévue le 18 mai à Genève.", [("talks", "planned", ["Genève"])]),
        ("La séance du 3 mai a bien eu lieu.", [("talks", "happened", [])]),
        ("Une session de pourparlers s'est ouverte lundi à Genève.", [("round", "happened", ["Genève"])]),
        ("Une séance d'entraînement a eu lieu lundi à Genève.", []),
        ("La session du parlement s'est ouverte lundi à Genève.", []),
    ],
)
def test_sessions_of_talks_and_of_other_things(text: str, wanted: list[tuple[str, str, list[str]]]) -> None:
    found = [(e.subtype, e.status, [p.name for p in e.place]) for e in events(text) if e.type == "meeting"]
    assert found == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Douze civils ont été tués lundi 8 mai à Goma.",
        "Le sommet de la paix aura lieu le 24 mai à Goma.",
        "Les deux délégations doivent se rencontrer le 24 mai à Goma.",
    ],
)
def test_a_place_behind_a_date_is_the_deeds(text: str) -> None:
    found = [e for e in events(text) if e.type in ("meeting", "casualties")]
    assert [[p.name for p in e.place] for e in found] == [["Goma"]]


def test_on_the_other_hand_parts_no_verb() -> None:
    found = one("Le Norvend s'est par contre dit favorable à une trêve, pourvu que la Sundérie se retire.", "position")
    assert (found.stance, [p.name for p in found.actor]) == ("accepts", ["Norvend"])
    assert found.condition is not None
    assert one("Le Norvend a par contre rejeté la trêve.", "position").stance == "rejects"


def test_what_a_relative_clause_parts_from_its_verb_is_the_matter() -> None:
    found = one("Le couloir que le Norvend demande d'ouvrir mène à Estra.", "position")
    assert (found.stance, found.issue) == ("demands", "Le couloir que le Norvend demande d'ouvrir")


def test_a_clitic_takes_up_the_proposal_named_before() -> None:
    found = [e for e in events("La Sundérie propose une trêve de dix jours. Le Norvend l'a rejetée.") if e.stance]
    assert [(e.stance, e.issue) for e in found] == [("rejects", "une trêve de dix jours")]


@pytest.mark.parametrize(
    ("text", "subtype", "status"),
    [
        ("Les pourparlers des chanceliers sont reportés.", "postponed", "planned"),
        ("Le sommet des chanceliers est repoussé à la mi-juin.", "postponed", "planned"),
        ("La rencontre entre les deux chanceliers n'aura pas lieu.", "cancelled", "planned"),
        ("Le sommet des chanceliers, reporté une première fois, s'est ouvert lundi à Genève.", "talks", "happened"),
    ],
)
def test_talks_put_off_have_not_happened(text: str, subtype: str, status: str) -> None:
    e = one(text, "meeting")
    assert (e.subtype, e.status) == (subtype, status)


@pytest.mark.parametrize(
    ("text", "fulfilment", "promiser"),
    [
        ("La liste que le Norvend devait fournir n'est jamais arrivée.", "missed", ["Norvend"]),
        ("Le couloir promis par le Norvend a ouvert à l'aube.", "kept", ["Norvend"]),
        ("L'engagement de la chancelière Orlane Vidal n'a pas été tenu.", "missed", ["Orlane Vidal"]),
    ],
)
def test_a_promise_kept_or_missed(text: str, fulfilment: str, promiser: list[str]) -> None:
    e = one(text, "commitment")
    assert (e.fulfilment, [p.name for p in e.actor]) == (fulfilment, promiser)


@pytest.mark.parametrize(
    "text",
    [
        "Le couloir promis par le Norvend ouvrira lundi.",
        "Si le couloir promis par le Norvend n'a pas ouvert, les civils resteront.",
        "Le maire ignore si la promesse a été tenue.",
    ],
)
def test_no_promise_is_kept_before_its_time(text: str) -> None:
    assert not [e for e in events(text) if e.fulfilment in ("kept", "missed")]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ils ont dix jours pour se mettre d'accord, a dit le général.", []),
        ("Les deux camps ont eu une troisième journée de discussions.", [("contacts", "happened")]),
        ("L'émissaire Tomas Breuil y est attendu mercredi.", [("visit", "planned")]),
        ("L'émissaire Tomas Breuil est attendu mercredi.", []),
    ],
)
def test_talks_and_visits_and_what_is_neither(text: str, wanted: list[tuple[str, str]]) -> None:
    assert [(e.subtype, e.status) for e in events(text) if e.type == "meeting"] == wanted


def test_the_subject_of_a_headline_stands_behind_its_colon() -> None:
    e = one("Guerre au Norvend : la Sundérie propose une trêve de dix jours", "proposal")
    assert [p.name for p in e.actor] == ["Sundérie"]


def test_who_accepts_that_another_acts_is_who_accepts() -> None:
    e = one("Le Norvend accepte que la Sundérie organise les pourparlers.", "position")
    assert [p.name for p in e.actor] == ["Norvend"]


@pytest.mark.parametrize(
    ("text", "fulfilment", "due"),
    [
        ("Le premier avion s'est posé le 24 mars 2031 à Genève, la veille de l'échéance.", "kept", "2031-03-25"),
        ("Le rapport que le ministre devait publier le 10 mars 2031 ne l'a pas été.", "missed", "2031-03-10"),
        ("Les canons des rebelles ? Le délai est passé et pas une pièce n'a quitté la ville.", "missed", None),
        ("Promesse non tenue : le pont reste fermé.", "missed", None),
    ],
)
def test_what_became_of_a_promise_and_when_it_was_due(text: str, fulfilment: str, due: str | None) -> None:
    found = [e for e in events(text) if e.fulfilment in ("kept", "missed", "broken")]
    assert [(e.fulfilment, e.due.latest if e.due else None) for e in found] == [(fulfilment, due)]


def test_a_deed_breaks_the_promise_not_to_do_it() -> None:
    text = "Le Front du Levain, qui avait juré de ne pas tirer avant la fin du mois, a attaqué le port de Genève."
    assert [(e.fulfilment, [p.name for p in e.actor]) for e in events(text) if e.subtype == "outcome"] == [
        ("broken", ["Front du Levain"])
    ]


def test_a_question_right_before_names_what_became_of_it() -> None:
    e = next(
        e
        for e in events("Les canons des rebelles ? Le délai est passé et pas une pièce n'est arrivée.")
        if e.fulfilment
    )
    assert e.issue == "Les canons des rebelles"


@pytest.mark.parametrize(
    "text",
    [
        "Le match promet d'être serré.",
        "Le Norvend a exclu un joueur de la rencontre.",
        "La rencontre entre les équipes de football du Norvend et de la Sundérie a eu lieu lundi.",
    ],
)
def test_what_is_told_of_a_sport_is_no_politics(text: str) -> None:
    assert not [e for e in events(text) if e.type in ("meeting", "position", "commitment")]


def test_a_meeting_called_off_was_but_planned_whoever_says_so() -> None:
    found = one("La session prévue lundi a été annulée, a annoncé la ministre Orlane Vidal.", "meeting")
    assert (found.subtype, found.status) == ("cancelled", "planned")


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Les Norvendais veulent un retrait avant la trêve.", {"Norvend"}),
        ("Les Norvendais exigent un retrait avant la trêve.", {"Norvend"}),
        ("Les Norvendais interrogés veulent un retrait avant la trêve.", set()),
        ("Les Norvendais réfugiés ici exigent un retrait avant la trêve.", set()),
        ("Des Norvendais exigent un retrait avant la trêve.", {"Norvendais"}),
    ],
)
def test_a_people_stands_for_its_state_unless_it_is_some_of_them(text: str, actor: set[str]) -> None:
    assert {p.name for e in events(text) if e.type == "position" for p in e.actor} == actor


@pytest.mark.parametrize(
    ("text", "issue", "target"),
    [
        ("Orlane Vidal a appelé les parties à respecter la trêve.", "respecter la trêve", ["Norvend", "Sundérie"]),
        ("Orlane Vidal a appelé les belligérants à la retenue.", "la retenue", ["Norvend", "Sundérie"]),
        (
            "Orlane Vidal demande aux deux parties de « s'abstenir de tout raid ».",
            "s'abstenir de tout raid",
            ["Norvend", "Sundérie"],
        ),
        ("Orlane Vidal a exhorté ses alliés à livrer des armes.", "livrer des armes", []),
        ("Orlane Vidal a exigé de la Sundérie qu'elle cesse ses raids.", "qu'elle cesse ses raids", ["Sundérie"]),
        ("Orlane Vidal a demandé au Norvend de ne pas quitter la table.", "ne pas quitter la table", ["Norvend"]),
    ],
)
def test_what_is_asked_stands_apart_from_whom_it_is_asked_of(text: str, issue: str, target: list[str]) -> None:
    found = one(f"Le Norvend et la Sundérie se font la guerre. {text}", "position")
    assert found.issue == issue
    assert [p.name for p in found.target] == target


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("La Sundérie a dit non, le Norvend oui.", [("Sundérie", "rejects"), ("Norvend", "accepts")]),
        ("La Sundérie dit oui à la trêve, le Norvend non.", [("Sundérie", "accepts")]),
        (
            "Orlane Vidal a proposé d'envoyer des vivres; la Sundérie a dit non, le Norvend oui.",
            [("Sundérie", "rejects"), ("Norvend", "accepts")],
        ),
    ],
)
def test_the_answer_of_one_is_not_that_of_the_other(text: str, stances: list[tuple[str, str]]) -> None:
    assert [(p.name, e.stance) for e in events(text) if e.type == "position" for p in e.actor] == stances


def test_what_a_source_foretells_is_no_promise_of_its_own() -> None:
    told = "Il a été convenu que les prisonniers seraient échangés avant le 20 mai, selon un diplomate occidental."
    assert [e for e in events(told) if e.type == "commitment"] == []
