"""Deeds laid on someone or denied without being told again, titles without a verb, counts inside counts, asides."""

from __future__ import annotations

import pytest

from tests.occurrences import events, kinds, one


def attacks(text: str) -> list[tuple[str, tuple[str, ...], list[str]]]:
    return [(e.status, e.attributed_to, [p.name for p in e.actor]) for e in events(text) if e.type == "attack"]


STRUCK = "Deux obus ont touché l'hôpital de Genève mercredi. "


@pytest.mark.parametrize(
    "blame",
    ["La ministre Orlane Vidal met en cause la Sundérie.", "La ministre Orlane Vidal accuse la Sundérie."],
)
def test_who_is_blamed_for_the_attack_told_before(blame: str) -> None:
    told, laid = attacks(STRUCK + blame)
    assert told == ("happened", (), [])
    assert laid == ("claimed", ("Orlane Vidal",), ["Sundérie"])


@pytest.mark.parametrize(
    "text",
    [
        "La ministre Orlane Vidal accuse la Sundérie de vouloir la guerre.",
        "La ministre Orlane Vidal accuse la Sundérie d'avoir menti.",
        "La ministre Orlane Vidal n'accuse pas la Sundérie.",
        "La Sundérie accuse la Sundérie.",
    ],
)
def test_what_lays_no_attack_on_anyone(text: str) -> None:
    assert len(attacks(STRUCK + text)) == 1


def test_nobody_is_blamed_where_no_attack_was_told() -> None:
    assert attacks("La ministre Orlane Vidal accuse la Sundérie.") == []


@pytest.mark.parametrize("denial", ["La Sundérie nie toute responsabilité.", "La Sundérie a rejeté ces accusations."])
def test_who_denies_the_attack_told_before(denial: str) -> None:
    found = [e for e in events(STRUCK + denial) if e.type == "attack"]
    assert [(e.status, e.attributed_to) for e in found] == [("happened", ()), ("denied", ("Sundérie",))]
    assert [(p.name, p.implied) for p in found[1].actor] == [("Sundérie", True)]


def test_what_another_did_is_not_denied_by_one_who_is_not_accused() -> None:
    text = "L'armée de la Sundérie a bombardé le port de Genève. Le Norvend nie toute responsabilité."
    assert [status for status, _, _ in attacks(text)] == ["happened"]


def test_what_one_claims_and_another_denies_in_a_word() -> None:
    found = [
        e for e in events("L'armée affirme avoir pris la ville de Genève, la Sundérie dément.") if e.type == "territory"
    ]
    assert [e.status for e in found] == ["claimed", "denied"]
    assert found[1].attributed_to == ("Sundérie",)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Nouvelle vague de drones sur la Sundérie, incident au col", "attack"),
        ("Échange de prisonniers entre le Norvend et la Sundérie, 120 de chaque côté", "prisoners"),
        ("Nuit agitée : 61 drones ennemis neutralisés en une nuit", "interception"),
        ("Genève : la trêve paraphée dans la nuit", "agreement"),
        ("Les pourparlers de Genève reportés, le Norvend attend", "meeting"),
    ],
)
def test_a_title_without_a_verb_tells(title: str, kind: str) -> None:
    assert kind in {e.type for e in events(f"{title}\n\nLe pays attend.")}


@pytest.mark.parametrize(
    "title",
    [
        "Frappes sur Genève : comment se protéger ?",
        "Échange de prisonniers : les discussions piétinent",
        "Vers une attaque contre Genève",
        "Risque d'attaque contre Genève",
        "Les pourparlers de Genève",
    ],
)
def test_a_title_that_tells_no_deed(title: str) -> None:
    assert [k for k in kinds(f"{title}\n\nLe pays attend.") if k[0] != "statement"] == []


def counts(text: str) -> list[tuple[str, str, float | None, list[str]]]:
    return [(e.type, e.subtype, e.quantity and e.quantity.low, [p.name for p in e.place]) for e in events(text)]  # type: ignore[misc]


def test_what_was_part_of_a_count_elsewhere_is_a_count_of_its_own() -> None:
    found = counts("L'armée a intercepté 61 drones, dont 18 au-dessus de la seule région de Genève.")
    assert found == [
        ("interception", "downed", 61.0, []),
        ("interception", "downed", 18.0, ["région de Genève"]),
    ]


@pytest.mark.parametrize(
    ("text", "launched"),
    [
        ("L'armée a abattu 51 drones sur les 64 lancés.", 64.0),
        ("L'armée dit avoir abattu 51 des 64 drones lancés par la Sundérie.", 64.0),
    ],
)
def test_the_whole_of_which_so_many_were_shot_down_was_launched(text: str, launched: float) -> None:
    found = {(kind, subtype): n for kind, subtype, n, _ in counts(text)}
    assert found == {("interception", "downed"): 51.0, ("attack", "launched"): launched}


def test_each_of_two_counts_that_a_participle_is_told_of() -> None:
    found = counts("L'armée a recensé 142 drones et 11 missiles tirés par la Sundérie.")
    assert [n for _, _, n, _ in found] == [142.0, 11.0]


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("La trêve de 10 jours, entrée en vigueur samedi, était respectée dimanche.", "agreement", "happened"),
        ("La ministre Orlane Vidal, revenue lundi à Genève, s'est tue.", "meeting", "happened"),
        ("« Il n'y a eu ni frappe ni raid sur Genève », a dit la ministre Orlane Vidal.", "attack", "denied"),
        ("« Nous n'avons jamais enlevé ni détenu de civils », a dit la ministre Orlane Vidal.", "prisoners", "denied"),
        ("Les deux camps ont signé un accord à Genève, un adjoint du médiateur a dit lundi.", "agreement", "claimed"),
        ("La ville de Genève, que contrôlent les rebelles, est calme.", "territory", "happened"),
        ("Les obus tombés sur la maternité venaient de la colline.", "attack", "happened"),
    ],
)
def test_constructions(text: str, kind: str, status: str) -> None:
    assert one(text, kind).status == status


def test_a_bare_exchange_is_that_of_the_prisoners_told_of_before() -> None:
    text = (
        "Un échange de prisonniers a eu lieu lundi. Un second échange se tiendra d'ici au 30 avril. "
        "C'est le troisième échange du mois."
    )
    assert [(e.type, e.status) for e in events(text)] == [
        ("prisoners", "happened"),
        ("prisoners", "planned"),
        ("prisoners", "happened"),
    ]
    assert kinds("Un échange a eu lieu entre les deux présidents.") == [("meeting", "talks")]


def test_what_may_be_the_first_meeting_is_none() -> None:
    assert kinds("Ce serait la première rencontre entre les deux présidents.") == []


def test_a_proposal_that_a_refusal_names_has_its_own_proposer_and_no_day_of_the_refusal() -> None:
    text = "Le président Tomas Breuil a rejeté samedi la trêve de trente jours proposée par la Sundérie."
    found = one(text, "proposal")
    assert [p.name for p in found.actor] == ["Sundérie"]
    assert (found.date, found.quantity and found.quantity.low) == (None, 30.0)


def test_a_firm_refusal_stands_beside_the_deed_in_its_words() -> None:
    text = "« Nous ne retirerons pas un soldat d'une ville que nous tenons », a dit la ministre Orlane Vidal."
    assert {e.stance for e in events(text) if e.type == "position"} == {"rejects"}


def test_a_promise_keeps_the_limit_that_its_words_give() -> None:
    found = one(
        "Les deux ministres se sont promis un échange de prisonniers avant la fin du mois de juin.", "commitment"
    )
    assert found.date is None
    assert found.due is not None
    assert found.fulfilment == "pending"


def test_a_deed_in_the_words_of_a_silence_is_told() -> None:
    text = (
        "L'état-major n'a pas souhaité commenter le sort de Halde, un village que le ministère sundérien de la Défense "
        "dit avoir capturé mardi."
    )
    found = one(text, "territory")
    assert (found.status, found.attributed_to) == ("claimed", ("Ministère sundérien de la Défense",))


@pytest.mark.parametrize(
    ("text", "kinds_told"),
    [
        ("Le bilan ne bouge plus : quatorze morts, confirment les secours.", [("casualties", "killed")]),
        ("Genève n'est pas tombée, assure l'état-major.", [("territory", "capture")]),
        ("Genève est tombée d'accord avec Halde.", [("agreement", "announced")]),
    ],
)
def test_tolls_behind_a_colon_and_towns_that_fall(text: str, kinds_told: list[tuple[str, str]]) -> None:
    assert kinds(text) == kinds_told
