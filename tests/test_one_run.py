"""One run of events as several outlets tell it: whose word it is, whose day, and what became of what was promised."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.store import open_dossier
from recoupe.views.board import board
from recoupe.views.deadlines import deadlines
from tests.dossiers import findings, links, path, tell
from tests.occurrences import events, one
from tests.test_statements import statements

__all__ = ["path"]  # a fixture


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "L'ONG a demandé une enquête, ce que le gouvernement norvendais a refusé.",
            [("L'ONG", "demand", "une enquête"), ("le gouvernement norvendais", "reject", "une enquête")],
        ),
        (
            "L'ONU a proposé une trêve de dix jours, ce que le Norvend a accepté.",
            [("L'ONU", "propose", "une trêve de dix jours"), ("le Norvend", "accept", "une trêve de dix jours")],
        ),
        (
            "Le Norvend affirme avoir pris Estra, ce que l'armée sundérienne dément.",
            [("Le Norvend", "assert", "avoir pris Estra"), ("l'armée sundérienne", "deny", "avoir pris Estra")],
        ),
        ("Le ministre n'a pas dit ce que le Norvend accepterait.", []),
    ],
)
def test_what_another_answers_is_not_what_was_said(text: str, told: list[tuple[str, str, str]]) -> None:
    found = [(s.speaker.quote if s.speaker else "", s.act, s.content[0].quote) for s in statements(text)]
    assert sorted(found) == sorted(told)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Pour le négociateur Ilan Dreuze, Halde n'a pas tenu parole : « Ils ont menti. »", "négociateur Ilan Dreuze"),
        ("Selon Ilan Dreuze, la Sorélie n'a pas tenu parole : « Ils ont menti. »", "Ilan Dreuze"),
        ("Pour sa part, le ministre Ilan Dreuze n'a pas caché sa colère : « Ils ont menti. »", "ministre Ilan Dreuze"),
        ("Pour la Sorélie, le ministre Ilan Dreuze a été clair : « Nous tiendrons. »", "ministre Ilan Dreuze"),
    ],
)
def test_a_quotation_is_of_whose_word_the_sentence_is(text: str, speaker: str) -> None:
    found = [s for s in statements(text) if s.mode == "colon"]
    assert [s.speaker.quote.removeprefix("le ") for s in found if s.speaker is not None] == [speaker]


@pytest.mark.parametrize(
    "text",
    [
        "Le porte-parole de la diplomatie kastravienne, Ilan Dreuze, a dénoncé un vol.",
        "Le directeur de la banque centrale kastravienne, Ilan Dreuze, a prévenu que la dette augmenterait.",
        "La porte-parole de l'armée kastravienne, Irma Sole, a dénoncé un vol.",
    ],
)
def test_an_adjective_is_no_speaker(text: str) -> None:
    assert [s.speaker.quote for s in statements(text) if s.speaker is not None] == [text.split(", a ")[0]]


def test_a_party_named_behind_a_speaker_is_the_subject() -> None:
    text = "Selon Ilan Dreuze, la délégation sundérienne, pourtant annoncée à neuf membres, n'en comptait que six."
    found = statements(text)
    assert [s.speaker.quote for s in found if s.speaker is not None] == ["Ilan Dreuze"]
    assert found[0].content[0].quote.startswith("la délégation sundérienne")


def test_a_headline_that_narrates_is_nobodys_word() -> None:
    assert statements("Genève : on se sépare sans accord\n\nLes pourparlers ont pris fin mardi à Genève.") == []


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Le Norvend a lancé 112 drones et six missiles, dont 98 ont été abattus.", None),
        ("Le Norvend a lancé 112 drones et six missiles, dont 98 ont été interceptés.", None),
        ("Le Norvend a lancé 112 drones, dont 98 ont été abattus.", "drones"),
    ],
)
def test_a_part_is_of_no_smaller_whole(text: str, unit: str | None) -> None:
    found = one(text, "interception").quantity
    assert found is not None
    assert (found.low, found.unit) == (98, unit)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Le Front du Levain a lancé lundi un ultimatum à l'armée norvendaise.", None),
        ("L'armée a donné lundi au Front du Levain jusqu'au 3 mai pour quitter la ville.", "le 3 mai"),
    ],
)
def test_the_day_of_an_ultimatum_is_not_its_limit(text: str, due: str | None) -> None:
    found = one(text, "threat").due
    assert (found is None) == (due is None)
    assert found is None or found.mention.quote.endswith("3 mai")


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("Accusation rejetée par la ministre Orlane Vidal, attendue le 3 mai à Genève.", False),
        ("Accusation rejetée le 3 mai par la ministre Orlane Vidal, attendue à Genève.", True),
    ],
)
def test_the_day_of_who_is_due_is_not_that_of_the_stance(text: str, dated: bool) -> None:
    assert [e.date is not None for e in events(text) if e.stance == "rejects"] == [dated]


@pytest.mark.parametrize(
    ("words", "verdicts"),
    [
        (  # a night that had not come when the first text appeared
            "Dans la nuit de mardi à mercredi, une frappe a fait cinq blessés à Estra, selon la mairie.",
            ["single_source", "single_source"],
        ),
        ("Une frappe a fait cinq blessés mardi matin à Estra, selon la mairie.", ["contested"]),
    ],
)
def test_a_night_to_come_is_not_the_day_before_it(path: Path, words: str, verdicts: list[str]) -> None:
    first = "Une frappe a fait 43 blessés mardi à Estra, a annoncé l'ONG Secours du Levain."
    tell(path, (6, first), (7, words))
    assert [f.verdict for f in findings(path, "casualties")] == verdicts


def test_the_day_on_which_a_count_was_given_out_is_not_that_of_the_dead(path: Path) -> None:
    tell(path, (8, "Selon un décompte publié mercredi par la mairie, 19 personnes ont péri à Estra."))
    assert [(f.earliest, f.latest) for f in findings(path, "casualties")] == [(None, "2031-05-08")]


def test_the_day_of_what_came_after_a_visit_is_not_its_own(path: Path) -> None:
    words = "La Sorélie a retiré mercredi ses troupes d'Orm, une semaine après la visite de sa ministre à Genève."
    tell(path, (8, words))
    assert [f.earliest for f in findings(path, "meeting")] == [None]


def test_sanctions_of_two_years_are_two(path: Path) -> None:
    tell(
        path,
        (
            7,
            "La Sorélie a imposé mardi des sanctions à 40 responsables norvendiens. "
            "La Sorélie avait déjà sanctionné 12 entreprises norvendiennes en novembre.",
        ),
    )
    assert len(findings(path, "sanction")) == 2


def states(path: Path, day: str) -> list[str]:
    with open_dossier(path) as dossier:
        return [p.state for p in deadlines(dossier, as_of=day)[1]]


WITHDRAWS = "La Sorélie s'est engagée à retirer ses troupes du plateau d'Orm avant le 20 mai."


@pytest.mark.parametrize(
    ("deed", "state"),
    [
        ("La Sorélie a retiré lundi ses troupes du plateau d'Orm.", "kept"),
        ("La Sorélie a retiré lundi une partie de ses troupes du plateau d'Orm.", "pending"),
        ("La Sorélie a commencé lundi à retirer ses troupes du plateau d'Orm.", "pending"),
        ("Le Norvend a retiré lundi ses troupes du plateau d'Orm.", "pending"),
    ],
)
def test_the_whole_deed_keeps_a_promise(path: Path, deed: str, state: str) -> None:
    tell(path, (7, WITHDRAWS), (13, deed))
    assert states(path, "2031-05-13") == [state]


@pytest.mark.parametrize(
    ("deed", "state"),
    [
        ("Les délégations du Norvend et de la Sorélie se sont retrouvées lundi matin à Estra.", "kept"),
        ("Le président norvendien, en guerre avec la Sorélie, a reçu lundi l'ambassadeur Lars Obel.", "unknown"),
        ("Les pourparlers entre le Norvend et la Sorélie n'ont pas eu lieu lundi.", "unknown"),
    ],
)
def test_talks_on_the_new_day_keep_the_plan(path: Path, deed: str, state: str) -> None:
    plan = "Les pourparlers entre le Norvend et la Sorélie qui devaient s'ouvrir mercredi sont reportés au 12 mai."
    tell(path, (6, plan), (13, deed))
    assert set(states(path, "2031-05-13")) == {state}


def test_who_tells_of_a_disagreement_or_of_a_plan_is_no_party_to_it(path: Path) -> None:
    tell(path, (7, "Selon un responsable sorélien, un désaccord sur la liste des blessés a retardé la libération."))
    with open_dossier(path) as dossier:
        assert [c.party for row in board(dossier) for c in row.cells] == []


def test_only_who_stood_elsewhere_has_changed_position(path: Path) -> None:
    tell(
        path,
        (6, "Le Norvend a rejeté lundi la trêve de dix jours."),
        (9, "Le Norvend et la Sorélie ont accepté jeudi la trêve de dix jours."),
    )
    assert links(path, "changes_position")
    with open_dossier(path) as dossier:
        moved = {c.party: c.moved for row in board(dossier) for c in row.cells}
    assert moved == {"Norvend": True, "Sorélie": False}


RELEASE = "L'accord prévoit la libération par les rebelles de 60 soldats avant le 20 mai."
BOTH = "L'accord prévoit la libération par les rebelles de 60 soldats et par l'armée de 90 soldats avant le 20 mai."


@pytest.mark.parametrize(
    ("promise", "deed", "state"),
    [
        (RELEASE, "Les rebelles ont libéré lundi 35 soldats.", "pending"),
        (RELEASE, "Les rebelles ont libéré lundi 60 soldats.", "kept"),
        (BOTH, "Les rebelles ont libéré lundi 60 soldats.", "pending"),
        (BOTH, "Les rebelles ont libéré lundi 35 soldats et l'armée 40 soldats.", "pending"),
    ],
)
def test_fewer_than_were_promised_keep_nothing(path: Path, promise: str, deed: str, state: str) -> None:
    tell(path, (7, promise), (13, deed))
    assert states(path, "2031-05-13") == [state]


@pytest.mark.parametrize(
    ("limit", "due"),
    [
        ("avant juillet", "2031-06-30"),
        ("avant l'hiver", "2031-12-20"),
        ("avant 2032", "2031-12-31"),
        ("avant la fin du mois", "2031-05-31"),
        ("avant fin juin", "2031-06-30"),
        ("avant le 3 juin", "2031-06-03"),
    ],
)
def test_what_is_due_before_a_period_is_due_before_it_begins(path: Path, limit: str, due: str) -> None:
    tell(path, (7, f"Le Norvend a promis de retirer ses troupes d'Orm {limit}."))
    with open_dossier(path) as dossier:
        assert [p.due_latest for p in deadlines(dossier, as_of="2031-05-07")[1]] == [due]


def test_a_trip_called_off_is_not_planned(path: Path) -> None:
    tell(path, (7, "La ministre Karin Holm, qui devait se rendre à Genève lundi, a annulé son voyage."))
    assert [f.subtype for f in findings(path, "meeting")] == ["cancelled"]


def test_one_met_as_well_is_another_meeting(path: Path) -> None:
    tell(
        path,
        (
            7,
            "Le président Moss Tadel s'est entretenu mardi avec Pavel Retz, ministre sorélien. "
            "Pavel Retz a également rencontré le Premier ministre Jean Okar.",
        ),
    )
    assert len(findings(path, "meeting")) == 2


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Le ministère norvendais de la Santé a estimé mardi à 300 le nombre de personnes déplacées par les tirs.",
            "Ministère norvendais de la Santé",
        ),
        ("Le bilan a été porté à 23 morts par la Croix-Rouge.", "Croix-Rouge"),
    ],
)
def test_who_puts_the_number_of_those_whom_something_drove_out(text: str, who: str) -> None:
    assert one(text, "casualties").attributed_to == (who,)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("L'ONU est inquiète. L'ONG Secours d'Orm a perdu cinq camions. « C'est grave », a dit l'organisation.", "Orm"),
        ("L'ONU est inquiète. « C'est grave », a dit l'organisation.", "ONU"),
    ],
)
def test_the_organisation_is_the_one_named_last(text: str, who: str) -> None:
    found = [s for s in statements(text) if s.mode == "direct"]
    assert [s.reference[0].split()[-1].removeprefix("d'") for s in found] == [who]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "Selon un diplomate, la ministre sundérienne de la Culture, Karin Holm, qui devait partir, a renoncé.",
            "un diplomate",
        ),
        ("Selon un témoin, un ancien soldat, la ville est calme.", "un témoin, un ancien soldat"),
    ],
)
def test_a_named_minister_is_no_apposition_of_someone_unnamed(text: str, speaker: str) -> None:
    assert [s.speaker.quote for s in statements(text) if s.speaker is not None] == [speaker]


def test_the_clause_around_a_threat_is_no_part_of_it() -> None:
    found = statements("Le parti, qui menaçait de boycotter le vote, l'a annoncé mardi à ses élus.")
    assert [s.content[0].quote for s in found if s.act == "threaten"] == ["de boycotter le vote"]


def test_no_government_is_that_of_the_inspectors() -> None:
    text = (
        "Le Front du Levain accepte la fouille, pourvu qu'elle soit confiée à des inspecteurs sundériens.\n\n"
        "Le gouvernement n'a pas encore répondu à cette proposition."
    )
    assert [p.name for e in events(text) if e.stance == "silent" for p in e.actor] == ["gouvernement"]


def test_the_day_to_which_talks_are_put_off_is_not_the_one_they_lost(path: Path) -> None:
    tell(path, (7, "Les pourparlers de Genève sont reportés au 19 mai à la demande de la Sorélie."))
    assert [(f.subtype, f.earliest) for f in findings(path, "meeting")] == [("postponed", None)]
    assert states(path, "2031-05-08") == ["pending"]
