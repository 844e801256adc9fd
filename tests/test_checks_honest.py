"""What cross-checking must not do: give a day that no text gives, or a state to whom speaks for none."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from recoupe.check.board import issues
from recoupe.check.claims import Claim
from recoupe.check.links import fulfilment
from recoupe.check.promises import settled
from recoupe.check.sides import Here, Sides
from recoupe.check.times import Days
from recoupe.extract.actors import load_book
from recoupe.store import open_dossier
from recoupe.views.board import board
from tests.dossiers import findings, only, path, tell

__all__ = ["path"]  # a fixture

CLAIM = Claim("a", "1", "agreement", "", "", "happened", 0, None, Days("2031-05-02", "2031-05-02"), words=("treve",))


def made(**changes: object) -> Claim:
    return msgspec.structs.replace(CLAIM, **changes)


def test_a_thing_whose_day_no_words_give_came_before_its_text(path: Path) -> None:
    tell(path, (7, "Douze civils ont été tués à Estra, a annoncé le maire d'Estra."))
    found = only(path, "casualties")
    assert (found.earliest, found.latest) == (None, "2031-05-07")


def test_what_is_to_come_has_no_day_but_its_own(path: Path) -> None:
    tell(path, (7, "Les ministres de la Sorélie et du Norvend se rencontreront prochainement à Estra."))
    found = only(path, "meeting")
    assert found.status == "planned"
    assert (found.earliest, found.latest) == (None, None)


def test_who_speaks_for_an_organisation_speaks_for_no_state(path: Path) -> None:
    tell(
        path,
        (7, "Selon Stéphane Dujarric, porte-parole de l'ONU, 214 civils ont été tués mardi à Estra."),
        (7, "L'armée du Norvend recule. Mardi, 214 civils ont été tués à Estra, a annoncé l'ONU."),
    )
    found = only(path, "casualties")
    assert found.origins == ("onu",)
    assert found.verdict == "single_source"


@pytest.mark.parametrize(
    ("text", "name", "origin"),
    [
        ("L'armée norvendienne et l'ONU se taisent.", "ONU", "onu"),
        ("Le directeur de la Croix-Rouge, Aldo Brême, se tait.", "Aldo Brême", "croix rouge"),
    ],
)
def test_the_origin_of_an_organisation_is_itself(text: str, name: str, origin: str) -> None:
    sides = Sides(load_book())
    assert Here(sides, text, [name, "armée norvendienne"]).origin(name).endswith(origin)


def test_what_is_done_after_its_day_is_no_kept_promise() -> None:
    due = Days("2031-05-10", "2031-05-10")
    deed = made(id="b", document="2", days=Days("2031-05-14", "2031-05-14"), published=Days("2031-05-15", "2031-05-15"))
    state = settled([made(type="commitment", due=due)], {"b": "fulfils"}, {"b": deed}, due, "2031-06-01")
    assert (state.state, state.record) == ("missed", "b")


@pytest.mark.parametrize(("words", "joined"), [(("paix", "accord"), False), (("pourpa", "halde"), True)])
def test_talks_keep_the_promise_of_talks_alone(words: tuple[str, ...], joined: bool) -> None:
    promise = made(words=words, actors=("norvend",))
    later = Days("2031-05-05", "2031-05-05")
    deed = made(id="b", document="2", type="meeting", words=words, actors=("norvend",), days=later, published=later)
    assert bool(fulfilment(deed, promise)) == joined


def test_a_plan_told_after_the_deed_is_of_another_one(path: Path) -> None:
    tell(
        path,
        (7, "Le Norvend et la Sorélie ont signé mardi à Estra un accord de paix."),
        (20, "Le Norvend et la Sorélie signeront à Estra un accord de paix qui complète celui du 6 mai."),
    )
    assert {(f.status, f.verdict) for f in findings(path, "agreement")} == {
        ("happened", "single_source"),
        ("planned", "single_source"),
    }


def test_an_army_that_left_a_town_and_one_that_holds_it_clash(path: Path) -> None:
    tell(
        path,
        (7, "Mardi, l'armée norvendienne a abandonné la ville d'Estra, selon le maire d'Estra."),
        (7, "Le Norvend assure que l'armée norvendienne contrôlait mardi la ville d'Estra."),
    )
    assert only(path, "territory").verdict == "contested"


def test_who_leaves_a_region_but_for_some_points_is_no_clash(path: Path) -> None:
    tell(
        path,
        (7, "Mardi, l'armée norvendienne s'est retirée des villages. Mardi, elle contrôlait encore cinq positions."),
    )
    assert {f.verdict for f in findings(path, "territory")} == {"single_source"}


def test_an_agreement_and_its_suspension_are_two_things(path: Path) -> None:
    tell(
        path,
        (7, "Le Norvend et la Sorélie ont signé mardi à Estra un cessez-le-feu."),
        (8, "La Sorélie a annoncé mardi la suspension du cessez-le-feu signé à Estra avec le Norvend."),
    )
    assert all(f.verdict == "single_source" for f in findings(path, "agreement"))


@pytest.mark.parametrize(
    ("kind", "count", "kept"), [("prisoners", 48, True), ("prisoners", 20, False), ("attack", 48, False)]
)
def test_what_keeps_a_promise_is_of_its_kind_and_number(kind: str, count: int, kept: bool) -> None:
    words, later = ("otage", "libere"), Days("2031-05-05", "2031-05-05")
    promise = made(type="commitment", words=words, actors=("norvend",), counted=True, low=48, high=48, unit="people")
    deed = msgspec.structs.replace(promise, id="b", document="2", type=kind, low=count, high=count)
    deed = msgspec.structs.replace(deed, days=later, published=later)
    assert bool(fulfilment(deed, promise)) == kept


def test_two_wars_have_a_truce_each() -> None:
    ours, theirs = ("sorelie", "onu"), ("drasmor", "opdm")
    one = made(type="position", stance="accepts", actors=("norvend",), around=ours, words=("treve", "accord"))
    other = msgspec.structs.replace(one, id="b", document="2", actors=("mirenie",), around=theirs)
    assert len(issues([one, other])) == 2
    assert len(issues([one, msgspec.structs.replace(other, around=(*theirs, "norvend"))])) == 1
    assert len(issues([one, msgspec.structs.replace(other, around=())])) == 1, "a short text names few"


def test_what_is_told_beside_a_matter_makes_no_issue(path: Path) -> None:
    tell(
        path,
        (7, "Le Norvend a proposé une pause dans ses frappes, une semaine après avoir rejeté le plan de la Sorélie."),
        (8, "La Sorélie a accepté la pause dans les frappes."),
        (8, "Le Norvend a rejeté le plan de la Sorélie."),
    )
    with open_dossier(path) as dossier:
        stances = [{x.stance for cell in row.cells for x in cell.present} for row in board(dossier)]
    assert sorted(stances, key=str) == [{"accepts"}, {"rejects"}]


def test_a_leader_and_his_state_take_one_stance(path: Path) -> None:
    tell(
        path,
        (7, "Le président norvendien, Aldo Brême, a accepté la trêve. Le Norvend et la Sorélie ont rejeté le plan."),
    )
    with open_dossier(path) as dossier:
        rows = {row.issue: {cell.party for cell in row.cells} for row in board(dossier)}
    assert sorted(map(sorted, rows.values())) == [["Norvend"], ["Norvend", "Sorélie"]]


def test_an_issue_is_named_by_a_noun_and_silence_stands_last(path: Path) -> None:
    tell(
        path,
        (6, "La ministre sorélienne, Nadia Orvel, a refusé de se prononcer."),
        (7, "« Nous disons oui à la trêve », a déclaré le président norvendien, Aldo Brême."),
        (8, "La Sorélie a rejeté la trêve de dix jours."),
    )
    with open_dossier(path) as dossier:
        assert [row.issue for row in board(dossier)] == ["la trêve de dix jours", "se prononcer"]


def test_the_dead_of_a_war_contest_none_of_a_day(path: Path) -> None:
    told = "Seize personnes ont été tuées mardi à Morvac, selon l'armée norvendienne."
    tell(path, (7, told), (7, "La guerre a fait environ 2.300 morts à Morvac, selon la Ligue des secours."))
    assert {f.verdict for f in findings(path, "casualties")} == {"single_source"}


def test_two_weapons_of_one_text_strike_twice(path: Path) -> None:
    told = (
        "Une roquette est tombée mardi sur le port de Morvac, selon l'armée. La Sorélie nie les tirs d'obus sur Morvac."
    )
    tell(path, (7, told))
    assert {f.verdict for f in findings(path, "attack")} == {"single_source", "denied"}
    assert all(len(f.records) == 1 for f in findings(path, "attack"))


def test_a_toll_grows_from_the_night_of_the_blow_to_the_bilan_that_names_its_day(path: Path) -> None:
    tell(
        path,
        (6, "Seize personnes ont été tuées dans la nuit de lundi à mardi à Morvac, a annoncé la police."),
        (8, "À Morvac, le bilan de la frappe du 6 mai s'alourdit à 21 morts, selon la police."),
    )
    found = only(path, "casualties")
    assert found.verdict == "single_source"
    assert [(held.low, held.superseded) for held in found.held] == [(16.0, True), (21.0, False)]


def test_the_next_night_is_another_one(path: Path) -> None:
    tell(
        path,
        (6, "Seize civils ont été tués dans la nuit de lundi à mardi à Morvac, a annoncé la police."),
        (7, "Neuf civils ont été tués dans la nuit de mardi à mercredi à Morvac, a annoncé la police."),
    )
    assert [f.verdict for f in findings(path, "casualties")] == ["single_source", "single_source"]


@pytest.mark.parametrize(
    ("teller", "verdict"),
    [("la police", "single_source"), ("des responsables norvendiens", "single_source"), ("le CICR", "corroborated")],
)
def test_an_organ_that_may_be_of_a_state_is_no_origin_beside_it(path: Path, teller: str, verdict: str) -> None:
    tell(
        path,
        (6, "Seize civils ont été tués lundi à Morvac, selon les autorités norvendiennes."),
        (7, f"Seize civils ont été tués lundi à Morvac, selon {teller}."),
    )
    assert only(path, "casualties").verdict == verdict


def test_what_a_text_tells_as_past_is_history_beside_what_it_tells_now(path: Path) -> None:
    told = "Aldo Brême, qui avait rejeté la trêve de dix jours, s'y est finalement rallié mardi."
    tell(path, (6, "Le président norvendien, Aldo Brême, a rejeté la trêve de dix jours."), (7, told))
    with open_dossier(path) as dossier:
        cells = {c.party: c for row in board(dossier) if "trêve" in row.issue for c in row.cells}
    own = cells["Aldo Brême"]
    assert ([s.stance for s in own.present], [s.stance for s in own.history]) == (["accepts"], ["rejects"])


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        ("une deuxième source sécuritaire", "une seconde source de sécurité", 1),
        ("une source médicale", "des sources médicales", 1),
        ("une source médicale", "une source militaire", 2),
        ("une source médicale", "le maire d'Estra", 2),
        ("Mohamed Karim Daglen", "Mohammed Karime Dagalen", 1),
        ("Agathe Ruvel", "Agathe Ruvell", 1),
        ("Agathe Ruvel", "Agathe Dorvane", 2),
        ("Agathe Ruvel", "Nadia Ruvel", 2),
    ],
)
def test_sources_unnamed_or_spelt_otherwise_may_be_one(path: Path, first: str, second: str, count: int) -> None:
    told = "214 mineurs ont été tués mardi à Estra, a indiqué"
    tell(path, (7, f"{told} {first}."), (8, f"Mardi, {told.replace(' mardi', '')} {second}."))
    assert len(only(path, "casualties").origins) == count


@pytest.mark.parametrize(
    "since", ["Depuis sept ans, les violences ont fait 9.400 morts", "En trois mois, le siège a fait 9.400 morts"]
)
def test_a_toll_of_years_takes_no_day_of_others(path: Path, since: str) -> None:
    tell(path, (7, f"L'attaque de mardi a visé un pont d'Estra. {since}, selon l'ONG Maçons sans frontières."))
    found = only(path, "casualties")
    assert (found.earliest, found.latest) == (None, "2031-05-07")


def test_two_tolls_of_one_strike_in_a_town_of_no_table_are_one(path: Path) -> None:
    tell(
        path,
        (7, "Au moins 17 personnes ont été tuées mardi par une frappe sur le marché de Sorvane, selon les secours."),
        (8, "Vingt-neuf personnes ont été tuées mardi par une frappe sur le marché de Sorvane, selon les rebelles."),
    )
    assert len(only(path, "casualties").records) == 2


def test_what_is_held_here_and_there_is_not_contested(path: Path) -> None:
    tell(
        path,
        (
            7,
            "L'armée a visé une zone contrôlée par un groupe armé, selon une ONG. Trois mineurs sont morts dans un "
            "village contrôlé par le Norvend, selon des témoins.",
        ),
    )
    assert [f.verdict for f in findings(path) if f.type == "territory" and f.verdict == "contested"] == []


APART = ["denied", "single_source"]


@pytest.mark.parametrize(
    ("told", "verdicts"),
    [
        ("Selon une source diplomatique, le Norvend a rencontré la Sorélie à Estra le 12 avril.", ["denied"]),
        ("Le Norvend a rencontré la Sorélie à Estra le 12 avril.", APART),
        ("Selon une source diplomatique, le Norvend a rencontré la Sorélie à Estra le 12 janvier.", APART),
        ("Selon une source diplomatique, le Norvend a rencontré la Sorélie à Morvac le 12 avril.", APART),
    ],
)
def test_a_denial_without_a_day_answers_who_tells_of_the_meeting(path: Path, told: str, verdicts: list[str]) -> None:
    tell(path, (7, told), (9, "« Il n'y a pas eu de rencontre avec la Sorélie à Estra », a dit le Norvend."))
    assert sorted(f.verdict for f in findings(path, "meeting")) == verdicts


@pytest.mark.parametrize(
    ("first", "second", "count"),
    [
        (
            "La ministre norvendienne des Affaires étrangères, Nadia Orvel, a rejeté la version de la police.",
            "La Sorélie se dit prête à ouvrir le col, a dit son ministre des Affaires étrangères, Ilan Dreuze.",
            2,
        ),
        ("Le Norvend exige un retrait de la vallée.", "La Ligue demande l'évacuation des civils de la vallée.", 2),
        ("Le Norvend exige un retrait de la vallée.", "La Sorélie refuse l'évacuation de la vallée.", 1),
    ],
)
def test_an_office_is_no_issue_and_whom_one_saves_no_withdrawal(
    path: Path, first: str, second: str, count: int
) -> None:
    tell(path, (7, first), (8, second))
    with open_dossier(path) as dossier:
        assert len(board(dossier)) == count


def test_what_would_make_an_offer_stand_is_not_its_matter(path: Path) -> None:
    offer = "La Sorélie a proposé une force de paix en cas de trêve."
    tell(path, (7, offer), (8, "Le Norvend a rejeté la trêve de dix jours."))
    with open_dossier(path) as dossier:
        assert [(row.issue, row.proposed) for row in board(dossier)] == [("la trêve de dix jours", ())]


def test_copies_of_one_stance_stand_once_on_the_board(path: Path) -> None:
    told = "La Sorélie a appelé les belligérants à la retenue, a-t-elle écrit mardi dans un communiqué sur la guerre."
    tell(path, (7, told), (7, f"{told} Rien n'a filtré depuis."))
    with open_dossier(path) as dossier:
        (row,) = board(dossier)
    assert [(s.stance, s.told.source, s.also) for c in row.cells for s in c.present] == [("demands", 1, (2,))]
