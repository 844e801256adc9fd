"""What a first reader of real pages stumbled over: questions, wishes and what is to come taken for stances."""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.check.compare import compare
from recoupe.check.stories import Features, label, spread, terms_of
from recoupe.export.wording import kind_of
from recoupe.messages import messages
from recoupe.text import fold, fold_offsets, plain
from tests.dossiers import findings, links, path, tell
from tests.occurrences import events, one
from tests.test_checks_apart import attack
from tests.test_statements import statements

__all__ = ["path"]  # a fixture


@pytest.mark.parametrize(
    "text",
    [
        "L'ambassadeur du Norvend a demandé comment un si petit pays pourrait attaquer son voisin.",
        "L'ambassadeur du Norvend a demandé : « Pourquoi les observateurs sont-ils partis ? »",
        "« Qui a tiré le premier ? », a demandé la ministre Orlane Vidal.",
        "La ministre Orlane Vidal a demandé si la trêve tiendrait.",
    ],
)
def test_a_question_demands_nothing(text: str) -> None:
    assert [e.type for e in events(text)] == ["statement"]


@pytest.mark.parametrize(
    "text",
    [
        "La ministre Orlane Vidal a demandé que les troupes se retirent.",
        "« Si le Norvend veut la paix, qu'il rende la ville », a demandé la ministre Orlane Vidal.",
        "Le Norvend demanda la paix.",
    ],
)
def test_a_demand_stays_one(text: str) -> None:
    assert one(text, "position").stance == "demands"


@pytest.mark.parametrize(
    "text",
    [
        "Le général Tomas Breuil aurait souhaité que le Norvend appelle à une trêve avant son arrivée.",
        "Le général Tomas Breuil aimerait que le Norvend accepte la trêve.",
        "On s'attend à ce que le Norvend rejette la trêve.",
    ],
)
def test_what_others_wish_of_a_party_is_no_stance_of_it(text: str) -> None:
    assert not [e for e in events(text) if e.stance is not None and [p.name for p in e.actor] == ["Norvend"]]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Le Norvend acceptera la trêve.", "planned"),
        ("Le Norvend va rejeter la trêve.", "planned"),
        ("Il est attendu que les chefs rebelles vont approuver l'accord.", "planned"),
        ("Le Norvend a accepté la trêve.", "happened"),
    ],
)
def test_a_stance_to_come_is_planned(text: str, status: str) -> None:
    assert one(text, "position").status == status


def test_a_hyphen_that_does_not_break_is_a_hyphen() -> None:
    text = "Vingt\u2011deux soldats ont été tués malgré le cessez\u2011le\u2011feu."
    found = one(text, "casualties")
    assert found.quantity is not None
    assert found.quantity.low == 22
    assert plain(text) == text.replace("\u2011", "-")
    assert fold(text) == fold_offsets(text)[0] == fold(text.replace("\u2011", "-"))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Les pourparlers ont eu lieu mardi sous l'égide de la Suisse.", []),
        ("Des pourparlers se sont tenus mardi à Genève sous les auspices du Kenya.", ["Genève"]),
        ("Un obus tiré depuis la Suisse est tombé sur un village.", []),
        ("Le Norvend a tiré deux missiles depuis la Suisse.", ["Suisse"]),
    ],
)
def test_who_brings_them_together_and_where_shots_come_from_are_no_places(text: str, places: list[str]) -> None:
    found = [e for e in events(text) if e.type in ("meeting", "attack")]
    assert [[p.name for p in e.place] for e in found] == [places]


def test_a_letter_not_received_is_no_meeting_denied() -> None:
    text = (
        "Le Norvend n'a jamais reçu de proposition directe et la Sundérie estime que ces mots visent à tromper, "
        "a déclaré Orlane Vidal."
    )
    assert [e.type for e in events(text) if e.type == "meeting"] == []


@pytest.mark.parametrize(
    ("earlier", "later", "verdict"),
    [
        (  # one side struck, then the other
            "Des insurgés ont été agressés mardi à Estra par les militaires de la garnison, selon leur chef.",
            "Des tirs ont visé mardi à Estra des positions militaires, selon un officier.",
            "single_source",
        ),
        (
            "Les insurgés ont visé mardi à Estra des positions militaires, selon leur chef.",
            "Des tirs ont visé mardi à Estra des positions militaires, selon un officier.",
            "corroborated",
        ),
    ],
)
def test_who_strikes_is_not_who_is_struck(path: Path, earlier: str, later: str, verdict: str) -> None:
    tell(path, (7, earlier), (7, later))
    assert {f.verdict for f in findings(path) if f.type == "attack"} == {verdict}


def test_a_meeting_to_follow_is_not_the_one_of_the_day(path: Path) -> None:
    tell(
        path,
        (7, "Le président norvendien et le ministre sorélien se sont réunis à Estra."),
        (7, "Une réunion suivra à Estra entre le président norvendien et le ministre sorélien."),
    )
    assert [(f.type, f.verdict) for f in findings(path) if f.type == "meeting"] == [("meeting", "single_source")] * 2


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        (
            "À l'issue de la réunion du Conseil de sécurité vendredi après-midi (26 décembre), le Premier ministre et "
            "ministre de l'Intérieur, Ilan Dreuze, a indiqué que la trêve tenait.",
            ["Ilan Dreuze"],
        ),
        (
            "Ilan Dreuze a répondu en demandant comment un petit pays pouvait attaquer un pays plus grand, en "
            'soulignant : "Nous ne faisons pas cela".',
            ["Ilan Dreuze", "Ilan Dreuze"],
        ),
        ("De la simple menace à l'exécution du plan, il n'y avait qu'un pas.", []),
        (
            "L'ambassadeur du Cambodge à l'ONU a parlé. Le Conseil de sécurité a appelé les parties à la retenue.",
            ["Conseil de sécurité de l'ONU"],
        ),
    ],
)
def test_no_day_no_pronoun_and_no_small_country_speaks(text: str, speakers: list[str]) -> None:
    assert [name for s in statements(text) for name in s.reference] == speakers


def test_killed_in_whose_course_are_not_those_who_are_freed() -> None:
    text = "Les dix otages enlevés lors du raid, au cours duquel trois gardes ont été tués, ont été libérés."
    told = {(e.subtype, e.target[0].name) for e in events(text)}
    assert told == {("capture", "otages"), ("release", "otages"), ("killed", "gardes")}


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Les tirs ont fait au moins 35 victimes civiles, dont 11 morts.", [("killed", 11)]),
        ("L'attaque a fait 40 victimes (12 tués et 28 blessés).", [("killed", 12), ("wounded", 28)]),
        ("L'attaque a fait 40 victimes, dont trois enfants.", [("killed", 40)]),
    ],
)
def test_victims_of_whom_some_died_are_not_all_dead(text: str, counts: list[tuple[str, float]]) -> None:
    tolls = [e for e in events(text) if e.type == "casualties"]
    assert [(e.subtype, e.quantity and e.quantity.low) for e in tolls] == counts


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Le Norvend a accepté de respecter les termes de la trêve conclue en juillet.", None),
        ("Le Norvend s'est dit inquiet des dégâts au temple de Genève du XIe siècle.", None),
        ("Le Norvend accepte en juillet la trêve.", "en juillet"),
    ],
)
def test_the_day_of_a_text_or_of_a_building_is_not_that_of_a_stance(text: str, day: str | None) -> None:
    (told,) = events(text)
    assert (told.date.mention.quote if told.date else None) == day


def test_the_meeting_at_which_something_was_asked_is_told_by_the_text() -> None:
    text = "Le Norvend a demandé la paix lors d'une réunion des ministres à Genève."
    assert one(text, "meeting").attributed_to == ()


@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("La Sorélie a accepté l'ouverture d'un couloir.", "La Sorélie n'a pas commenté l'ouverture d'un couloir."),
        (
            "La Sorélie subordonne les négociations à un retrait.",
            "La Sorélie a rejeté la proposition de reprendre les pourparlers depuis les lignes de mars.",
        ),
        (
            "Les autorités d'Arn Vimeux n'ont pas commenté l'explosion d'une mine à Estra.",
            "Les autorités d'Arn Vimeux ont accepté de rétablir le courant.",
        ),
    ],
)
def test_no_word_and_another_matter_are_no_change_of_position(path: Path, earlier: str, later: str) -> None:
    tell(path, (6, earlier), (9, later))
    assert links(path, "changes_position") == []


def test_a_change_of_position_stays_one(path: Path) -> None:
    tell(
        path,
        (6, "La Sorélie a accepté l'ouverture d'un couloir."),
        (9, "La Sorélie a rejeté l'ouverture d'un couloir."),
    )
    assert len(links(path, "changes_position")) == 1


def test_what_is_agreed_for_a_day_to_come_is_agreed(path: Path) -> None:
    tell(
        path,
        (6, "Le Norvend et la Sorélie ont conclu mardi à Estra un accord de cessez-le-feu."),
        (6, "Le cessez-le-feu conclu entre le Norvend et la Sorélie entrera en vigueur mardi à minuit."),
    )
    assert {f.status for f in findings(path, "agreement")} <= {"happened", "claimed"}


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Les vivres arrivent, avait ajouté M.Breuil. M.Breuil a dit que la paix tenait.", ["Breuil", "Breuil"]),
        (
            "Les collaborateurs ont parlé avec M. Breuil et d'autres cadres du parti, et les deux parties ont convenu "
            "de reprendre les discussions.",
            ["deux parties"],
        ),
        (
            "Le président, Ilan Dreuze, a décidé une trêve. Le précédent président avait dit vouloir négocier.",
            ["Précédent président"],
        ),
    ],
)
def test_who_speaks_where_titles_lists_and_predecessors_mislead(text: str, speakers: list[str]) -> None:
    assert [name for s in statements(text) for name in s.reference] == speakers


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("La ministre Orlane Vidal a précisé que son gouvernement ne négocierait pas avec le Front.", "rejects"),
        ("Orlane Vidal dément avoir négocié avec le Front du Levain.", None),
    ],
)
def test_who_will_not_negotiate_refuses_and_denies_no_meeting(text: str, told: str | None) -> None:
    assert [(e.type, e.stance) for e in events(text)] == [("position" if told else "meeting", told)]


def test_what_is_open_to_discussion_is_no_meeting() -> None:
    text = "La durée de la trêve est un sujet à discussion entre Orlane Vidal et Tomas Breuil."
    assert not [e for e in events(text) if e.type == "meeting"]


@pytest.mark.parametrize(
    ("text", "place", "day"),
    [
        ("Le Norvend a signé lundi à Genève la fin d'un conflit qui a tué 9 000 personnes.", [], None),
        ("Le Norvend a signé lundi à Genève la fin d'un conflit qui a fait 9 000 morts.", [], None),
        ("La guerre entre eux, qui a éclaté lundi à Genève, a coûté la vie à 9 000 personnes.", [], None),
        ("Neuf personnes ont été tuées lundi à Genève par une frappe.", ["Genève"], "lundi"),
    ],
)
def test_the_dead_of_a_whole_war_are_of_no_day_or_town(text: str, place: list[str], day: str | None) -> None:
    toll = one(text, "casualties")
    assert ([p.name for p in toll.place], toll.date and toll.date.mention.quote) == (place, day)


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        (
            "Le gouvernement norvendais et la guérilla rouge ont signé vendredi à Genève un accord de cessez-le-feu "
            "illimité dans le cadre du processus.",
            2,
        ),
        (
            "Le ministre norvendais de la Défense, le général Ilan Dreuze, et le vice-Premier ministre sundérien, le "
            "général Tomas Breuil, ont signé lundi un accord de cessez-le-feu.",
            2,
        ),
        ("La veille, vingt kilomètres plus au sud, le Norvend avait signé une trêve.", 1),
    ],
)
def test_each_of_those_who_sign_does(text: str, parties: int) -> None:
    assert len(one(text, "agreement").actor) == parties


@pytest.mark.parametrize(
    ("kind", "subtype", "shown"),
    [
        ("agreement", "broken", "accord violé"),
        ("agreement", "signed", "accord"),
        ("casualties", "displaced", "déplacés"),
        ("prisoners", "release", "libération"),
    ],
)
def test_a_label_does_not_mislead(kind: str, subtype: str, shown: str) -> None:
    assert kind_of(kind, None, messages("fr"), subtype) == shown


@pytest.mark.parametrize(
    "text",
    [
        "Le Norvend et la Sundérie s'engagent à respecter la trêve, malmenée depuis un an, selon Orlane Vidal.",
        "Orlane Vidal a ordonné à l'armée de se retirer afin de respecter le Nouvel An norvendais.",
    ],
)
def test_what_lasts_or_is_kept_is_no_time_limit(text: str) -> None:
    assert [(e.due, e.date) for e in events(text) if e.type == "commitment"] == [(None, None)]


def test_a_town_taken_lately_leaves_the_attack_its_day() -> None:
    text = (
        "Vendredi, sept soldats ont été tués dans une attaque contre un camp militaire à Genève, ville du centre "
        "récemment reprise par les forces du Norvend."
    )
    days = {e.type: e.date and e.date.mention.quote for e in events(text)}
    assert (days["casualties"], days["attack"]) == ("Vendredi", "Vendredi")


def test_what_someone_goes_on_doing_bears_out_no_one_deed() -> None:
    deed, habit = attack("ont attaqué le dépôt"), attack("continuent de mener des attentats", id="b", document="2")
    again = attack("ont continué à lancer des attaques", id="c", document="3")
    assert compare(deed, habit).kind == "unrelated"
    assert compare(habit, again).kind == "same"


def test_some_information_is_no_source(path: Path) -> None:
    tell(
        path,
        (7, "Neuf personnes ont été tuées mardi à Estra, a annoncé la Croix-Bleue."),
        (7, "Plusieurs personnes ont été tuées mardi à Estra, selon les informations."),
    )
    assert {f.verdict for f in findings(path, "casualties")} == {"single_source"}


def test_a_story_is_not_named_by_what_hangs_on_another_word() -> None:
    title = "Treize Soréliens tués à la frontière, dont cinq soldats"
    members = [Features(str(k), terms=terms_of(title), title=title) for k in range(2)]
    one = Features("x", terms=terms_of("Treize Soréliens tués à la frontière"))
    theatre = spread([one, *(Features(str(k)) for k in range(19))], members)
    assert not label(members, theatre).startswith("dont")
