"""Talks told in the words of the press: who takes part, what is only wanted, what is no stance. All is invented."""

from __future__ import annotations

import pytest

from recoupe.extract.actors import load_book
from recoupe.extract.statements import find_statements
from recoupe.lang.fr.parser import parse
from recoupe.lang.fr.sentences import split
from recoupe.read.plain import read_text
from recoupe.records import Statement
from tests.occurrences import STATES, events, kinds


def _sides(text: str, kind: str) -> set[str]:
    return {p.name for e in events(text) if e.type == kind for p in e.actor}


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        (
            "Les médiateurs de la Sundérie, du Brésil et de la Suisse ont vu le gouvernement norvendais et le Front "
            "du Levain. La médiation de la Croix bleue, du Brésil et de la Suisse se tait. Le 7 mai, les deux "
            "parties étaient parvenues à un accord de trêve.",
            {"Norvend", "Front du Levain"},
        ),
        (
            "Le gouvernement norvendais et le Front de salut du Levain ont discuté sous les auspices de la Sundérie. "
            "La Sundérie a salué leur courage. Les deux parties sont convenues d'une trêve.",
            {"Norvend", "Front de salut du Levain"},
        ),
        (
            "Le gouvernement norvendais, reconnu par la communauté internationale, et le Front du Levain se parlent. "
            "Les deux parties sont convenues d'une trêve.",
            {"Norvend", "Front du Levain"},
        ),
        (
            "Le Norvend et le MPLB se font la guerre. La Sundérie, qui accueille les discussions, se félicite. Les "
            "deux camps sont convenus d'une trêve.",
            {"Norvend", "MPLB"},
        ),
    ],
)
def test_who_mediates_or_hosts_is_none_of_the_parties(text: str, sides: set[str]) -> None:
    assert _sides(text, "agreement") == sides


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Le Norvend et la Sundérie se parlent. Les délégations se retrouveront le 20 mai.", {"Norvend", "Sundérie"}),
        ("Il pleut. Les délégations se retrouveront le 20 mai.", {"délégations"}),
        ("Les délégations norvendaises se retrouveront le 20 mai.", {"Délégations norvendaises"}),
    ],
)
def test_delegations_are_those_of_both_sides(text: str, sides: set[str]) -> None:
    assert {p.name for e in events(text) if e.status == "planned" for p in e.actor} == sides


def test_what_someone_will_do_is_planned_in_the_first_person() -> None:
    (found,) = events("« Nous allons engager des discussions avec la Sundérie », a dit Orlane Vidal.")
    assert found.status == "planned"


def test_a_truce_of_old_between_others_is_of_no_two_states_by_chance() -> None:
    text = "L'armée norvendaise reste. La Sundérie prie. Le MPLB refuse. En 2029, une trêve avait été conclue à Genève."
    assert not _sides(text, "agreement")


@pytest.mark.parametrize(
    "text",
    [
        "Le gouvernement norvendais réclame que les otages soient libérés.",
        "Le Norvend réclame en outre que les otages soient libérés.",
        "Le Norvend exige de plus que les 340 détenus soient libérés en une seule fois.",
        "Les rebelles réclament, de leur côté, que 30 otages soient relâchés.",
        "Le Norvend demande par ailleurs que les prisonniers soient échangés.",
    ],
)
def test_who_wants_prisoners_freed_frees_none(text: str) -> None:
    assert kinds(text) == [("position", "demands")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Les pourparlers entre le Norvend et la Sundérie se sont ouverts à Genève.", [("meeting", "talks")]),
        ("Les négociations entre Tolvane et le Front du Levain se sont ouvertes lundi.", [("meeting", "talks")]),
        ("Le Norvend a échangé une liste de captifs avec la Sundérie.", []),
        ("Orlane Vidal a échangé avec Tomas Breuil.", [("meeting", "talks")]),
        ("Le Front du Levain ne reconnaîtra aucun accord signé à Genève.", [("position", "rejects")]),
        ("Orlane Vidal a dit que son pays n'acceptera aucune trêve.", [("position", "rejects")]),
        ("Le MPLB n'a pas encore réagi.", [("position", "silent")]),
        ("Le médiateur a reçu le MPLB.", [("meeting", "talks")]),
        ("Le maréchal Tomas Breuil a quitté Genève mardi.", []),
        ("La ministre ne pose qu'une condition : que les corps soient rendus.", [("position", "demands")]),
        ("Bien que dix otages aient été libérés, il pleut.", [("prisoners", "release")]),
        ("La Sundérie regrette que dix otages aient été libérés.", [("prisoners", "release")]),
        ("La trêve tient.", [("agreement", "in_force")]),
    ],
)
def test_what_opens_or_is_handed_over_is_no_stance_and_no_meeting(text: str, told: list[tuple[str, str]]) -> None:
    assert kinds(text) == told


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        (
            "« Nous acceptons dix jours de trêve. Nous n'acceptons pas que des étrangers patrouillent », a dit Orlane "
            "Vidal.",
            ["accepts", "rejects"],
        ),
        ("« Nous rejetons ce calendrier », a déclaré Tomas Breuil.", ["rejects"]),
        ("« J'accepte le principe d'une rencontre », a répondu Orlane Vidal.", ["accepts"]),
        ("« Nous n'acceptons aucun tracé », a lancé Orlane Vidal.", ["rejects"]),
        ("Tomas Breuil a redit qu'un retrait n'était « pas à l'ordre du jour ».", ["rejects"]),
        ("« Si le plan change, nous acceptons la trêve », a dit Orlane Vidal.", []),
        ("« Nous acceptons vos vœux », a dit Orlane Vidal.", []),
        ("La Fédération propose une trêve. Le Norvend ne l'exclut plus.", ["accepts"]),
        ("Un chef rebelle a refusé d'être nommé.", []),
        ("Chaque camp rejette sur l'autre la responsabilité de l'échec.", []),
        ("Le Front du Levain a refusé de commenter l'offre.", ["silent"]),
    ],
)
def test_a_stance_told_in_the_first_person(text: str, stances: list[str]) -> None:
    assert [e.stance for e in events(text) if e.type == "position"] == stances


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("Le Norvend juge le plan « acceptable dans ses grandes lignes ».", ["accepts"]),
        ("Le Norvend juge le texte peu acceptable.", []),
        ("La Sundérie invite les deux camps à une rencontre. Le Norvend a accepté.", ["accepts"]),
        ("La Sundérie propose une trêve. Le Norvend accepte, mais le Front du Levain refuse.", ["accepts", "rejects"]),
        ("La Sundérie propose une trêve. Le Norvend a dit oui, le Front du Levain non.", ["accepts", "rejects"]),
        ("La Sundérie propose une trêve. Le Norvend a dit non, le Front du Levain oui.", ["rejects", "accepts"]),
        ("Le médiateur a obtenu l'accord des deux parties pour une trêve.", []),
        ("La Fédération propose une trêve. Orlane Vidal souhaite que le Norvend accepte.", ["demands"]),
    ],
)
def test_an_answer_in_a_word(text: str, stances: list[str]) -> None:
    assert [e.stance for e in events(text) if e.type == "position"] == stances


@pytest.mark.parametrize(
    "text",
    [
        "La Sundérie invite les deux camps à une rencontre le 12 juin.",
        "La Fédération a convié les belligérants à des pourparlers.",
    ],
)
def test_an_invitation_to_talks_is_a_proposal(text: str) -> None:
    assert kinds(text) == [("proposal", "")]


def test_talks_suspended_for_a_time_were_not_held() -> None:
    text = "Les médiateurs ont suspendu pour une durée indéterminée les pourparlers entre le Norvend et la Sundérie."
    assert kinds(text) == [("meeting", "suspended")]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Le Front du Levain a accusé le Norvend de ne pas avoir retiré ses canons dans le délai prévu.", ["missed"]),
        ("La Sundérie reproche aux rebelles de n'avoir rien rendu.", []),
        ("La Sundérie a appelé les parties à retirer leurs troupes dans les délais.", []),
        ("Orlane Vidal est arrivée à Genève pour obtenir un retrait dans le délai convenu.", []),
        ("Le Norvend est parvenu à rouvrir la route dans les délais.", ["kept"]),
        ("Contrairement à ses promesses, le Norvend a bombardé lundi le port.", ["broken"]),
        ("L'échéance du 10 mai a été repoussée au 20.", []),
        ("L'échéance a été repoussée au 20 mai.", ["pending"]),
        ("Le Norvend n'a libéré que douze des vingt détenus promis avant le 15 mai.", ["missed"]),
        ("Le président tient ses promesses.", []),
        ("Le Norvend avait promis de payer lundi. Pas un seul salaire n'a été versé.", ["pending"]),
        ("Le Norvend avait promis de payer lundi. Pas un seul n'a été payé.", ["pending", "missed"]),
        ("Le Norvend avait promis de rouvrir la route avant lundi. Elle reste fermée.", ["pending", "missed"]),
        ("Le Norvend avait promis de rouvrir la route avant lundi. Aucun n'a été surpris.", ["pending"]),
        ("Le Norvend tient parole.", ["kept"]),
        ("« Nous répondrons vendredi », a dit Orlane Vidal.", ["pending"]),
    ],
)
def test_what_became_of_a_promise(text: str, outcome: list[str]) -> None:
    assert [e.fulfilment for e in events(text) if e.type == "commitment"] == outcome


@pytest.mark.parametrize(
    "text",
    [
        "Un premier engagement de la Sundérie, pris en mars, n'avait pas été tenu.",
        "La promesse de la Sundérie, faite en mars 2031, n'a pas été tenue.",
    ],
)
def test_the_day_on_which_a_promise_was_made_is_not_when_it_is_due(text: str) -> None:
    assert [(e.fulfilment, e.due) for e in events(text) if e.type == "commitment"] == [("missed", None)]


@pytest.mark.parametrize(
    "text",
    [
        "La Sundérie, qui accueille les discussions, espère un accord d'ici au 15 mai.",
        "La Sundérie, qui a reçu les deux délégations, attend une réponse le 15 mai.",
        "Le Front du Levain, qui a rejeté la trêve, tiendra son congrès le 15 mai.",
    ],
)
def test_a_relative_clause_does_not_take_the_day_of_the_main_one(text: str) -> None:
    found = [e for e in events(text) if e.type in ("meeting", "position") and "qui" in e.evidence[0].quote]
    assert found
    assert all(e.date is None and e.status == "happened" for e in found)


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Norvend-Sorélie: les pourparlers s'ouvrent sur un désaccord\n\nIl pleut.", []),
        ("Sorélie-Velsanie : la trêve tient bon\n\nIl pleut.", []),
        ("Orlane Vidal : « La trêve tient »\n\nIl pleut.", ["Orlane Vidal"]),
    ],
)
def test_two_names_joined_before_a_colon_are_the_topic(text: str, speakers: list[str]) -> None:
    assert [s.speaker.quote for s in _said(text) if s.speaker is not None] == speakers


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("La mouvance du général Ostrev a dit qu'elle ne signera pas.", "mouvance du général Ostrev"),
        ("La faction du colonel Belisk affirme que la trêve tiendra.", "faction du colonel Belisk"),
        ("L'écrivaine Ortana Belisk affirme que la trêve tiendra.", "Ortana Belisk"),
        ("Le chef de la délégation rebelle, le général Aldo Brême, part. Il exclut tout retrait.", "Aldo Brême"),
        ("Le chef de la délégation, le vice-ministre Aldo Brême, part. Il exclut tout retrait.", "Aldo Brême"),
    ],
)
def test_who_leads_a_faction_is_not_the_faction_and_who_holds_an_office_is_named(text: str, speaker: str) -> None:
    assert _said(text)[-1].reference == (speaker,)


def _said(text: str) -> list[Statement]:
    document = read_text(text)
    sentences = split(document.text, document.blocks, document.masks)
    parse(document.text, sentences)
    return find_statements(document, sentences, load_book(STATES))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Le Norvend estime que la Sundérie a menti, et demande que la trêve soit prolongée.",
            [("Norvend", "assert"), ("Norvend", "demand")],
        ),
        (
            "Le Norvend a affirmé que la Sundérie mentait et a demandé une enquête.",
            [("Norvend", "assert"), ("Norvend", "demand")],
        ),
        (
            "Le Norvend affirme que la Sundérie a accepté la trêve et a promis de libérer les otages.",
            [("Norvend", "assert"), ("Sundérie", "accept"), ("Sundérie", "commit")],
        ),
        (
            "Orlane Vidal dit que le Norvend accepte la trêve mais refuse le retrait.",
            [("Orlane Vidal", "assert"), ("Norvend", "accept"), ("Norvend", "reject")],
        ),
        (
            "Un émissaire a démenti que des contacts aient eu lieu, comme l'a affirmé Orlane Vidal.",
            [("émissaire", "deny")],
        ),
        ("Ni la Sundérie ni Tolvane n'ont confirmé avoir reçu cette offre.", []),
        (
            "« À l'appel du président Tomas Breuil et conformément aux accords, la trêve commence », dit Orlane Vidal.",
            [("Orlane Vidal", "assert")],
        ),
    ],
)
def test_whose_words_they_are_where_clauses_are_joined(text: str, told: list[tuple[str, str]]) -> None:
    assert [("; ".join(s.reference), s.act) for s in _said(text)] == told


@pytest.mark.parametrize(
    "text",
    [
        "La trêve sera surveillée afin de s'assurer que les deux parties respectent la trêve.",
        "Les observateurs doivent veiller à ce que le Norvend respecte la trêve.",
        "Les discussions sont longues, mais elles n'ont pas encore permis d'aplanir les divergences.",
    ],
)
def test_what_is_seen_to_or_not_yet_allowed_is_neither_done_nor_refused(text: str) -> None:
    assert not [e for e in events(text) if e.type in ("agreement", "position")]


def test_what_is_demanded_ends_where_the_main_verb_stands() -> None:
    (said,) = _said("Douze des vingt détenus dont le Front du Levain exigeait la libération ont été relâchés jeudi.")
    assert [c.quote for c in said.content] == ["la libération"]
