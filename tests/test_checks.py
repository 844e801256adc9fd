"""Records of several texts against each other: what is one thing, who asserts it, what clashes, what was replaced.

Every test goes from articles on the disk to the rows of a dossier. The states, towns and outlets are invented.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from recoupe.lang.fr.checks import load_checks
from recoupe.store import open_dossier, verify
from recoupe.text import fold
from tests.dossiers import (
    findings,
    links,
    only,
    path,
    tell,
)

__all__ = ["path"]  # a fixture


def test_two_origins_that_agree_corroborate(path: Path) -> None:
    tell(
        path,
        (7, "Douze personnes ont été tuées mardi à Estra, a annoncé le maire d'Estra."),
        (7, "Mardi, 12 personnes ont été tuées à Estra, a indiqué la Croix-Bleue."),
    )
    found = only(path, "casualties")
    assert found.verdict == "corroborated"
    assert len(found.origins) == 2
    assert len(links(path, "corroborates")) == 1
    with open_dossier(path) as dossier:
        assert list(verify(dossier)) == []


def test_outlets_that_relay_one_ministry_are_one_origin(path: Path) -> None:
    tell(
        path,
        (7, "La Sorélie a lancé 64 drones dans la nuit de mardi, selon l'armée norvendienne."),
        (7, "L'armée norvendienne affirme que la Sorélie a lancé 64 drones mardi."),
    )
    found = only(path, "attack")
    assert (found.verdict, found.origins) == ("single_source", ("norvend",))
    assert len(found.records) == 2


def test_two_claimants_who_cannot_both_be_right_are_both_shown(path: Path) -> None:
    tell(
        path,
        (7, "Douze civils ont été tués mardi à Estra, a annoncé le maire d'Estra."),
        (7, "Trente civils ont été tués mardi à Estra, a indiqué la Croix-Bleue."),
    )
    found = only(path, "casualties")
    assert found.verdict == "contested"
    assert {h.low for h in found.held} == {12.0, 30.0}
    assert len(links(path, "contradicts")) == 1


def test_a_figure_that_is_said_again_in_vaguer_words_still_clashes(path: Path) -> None:
    tell(
        path,
        (
            7,
            "Quarante soldats ont été tués mardi à Estra, selon l'armée sorélienne. "
            "Onze soldats ont été tués mardi à Estra, a rétorqué l'armée norvendienne.",
        ),
        (8, "L'armée sorélienne maintient que 40 soldats ont péri dans la bataille d'Estra."),
        (8, "Quarante soldats ont perdu la vie dans la bataille, selon l'armée sorélienne."),
    )
    found = [f for f in findings(path, "casualties") if len(f.records) > 1]
    assert [(f.verdict, set(f.origins)) for f in found] == [("contested", {"sorelie", "norvend"})]


def test_bodies_given_back_are_counted_whoever_they_were(path: Path) -> None:
    tell(
        path,
        (7, "La Sorélie a remis mardi au Norvend les corps de 230 soldats, a annoncé l'armée norvendienne."),
        (7, "La Sorélie a remis mardi 245 corps au Norvend, a affirmé l'armée sorélienne."),
    )
    assert only(path, "prisoners").verdict == "contested"


@pytest.mark.parametrize(
    ("how", "verdict"), [("annoncé séparément", "corroborated"), ("annoncé dans un texte commun", "single_source")]
)
def test_two_who_speak_each_alone_are_two_origins(path: Path, how: str, verdict: str) -> None:
    tell(path, (7, f"Douze civils ont été tués mardi à Estra, ont {how} la Croix-Bleue et le Secours du lac."))
    assert only(path, "casualties").verdict == verdict


def test_what_was_agreed_for_a_day_to_come_is_told_again_before_it(path: Path) -> None:
    tell(
        path,
        (7, "Le Norvend et la Sorélie sont convenus d'une trêve à partir du 29 mai, a annoncé la Croix-Bleue."),
        (14, "La trêve entrera en vigueur le 29 mai, a confirmé le Secours du lac."),
    )
    assert only(path, "agreement").verdict == "corroborated"


def test_a_meeting_of_a_week_is_that_of_a_day_in_it(path: Path) -> None:
    tell(
        path,
        (7, "Le chancelier Aldo Brême a rencontré mardi Ilan Dreuze à Morvac."),
        (14, "Aldo Brême a rencontré Ilan Dreuze la semaine dernière à Morvac."),
        (14, "Aldo Brême a rencontré Ilan Dreuze lundi à Morvac."),
    )
    assert sorted(len(f.records) for f in findings(path, "meeting")) == [1, 2]


def test_a_thing_that_the_newest_text_denies_keeps_the_status_of_who_asserts_it(path: Path) -> None:
    tell(
        path,
        (7, "L'armée sorélienne a affirmé avoir pris mardi la ville d'Estra."),
        (8, "L'armée norvendienne a démenti que la Sorélie ait pris mardi la ville d'Estra."),
    )
    found = only(path, "territory")
    assert (found.verdict, found.status) == ("denied", "claimed")


def test_the_day_of_another_thing_dates_nothing(path: Path) -> None:
    text = "Douze civils ont été tués à Estra. C'est l'attaque la plus meurtrière depuis celle du 14 janvier 2031."
    tell(path, (7, text))
    found = only(path, "casualties")
    assert (found.earliest, found.latest) == (None, "2031-05-07")


def test_a_later_count_of_the_same_source_replaces_the_first(path: Path) -> None:
    tell(
        path,
        (7, "Neuf personnes ont été tuées mardi à Estra, a annoncé le maire d'Estra."),
        (8, "Douze personnes ont été tuées mardi à Estra, a annoncé le maire d'Estra."),
    )
    found = only(path, "casualties")
    assert found.verdict == "single_source"
    assert [(h.low, h.superseded) for h in found.held] == [(9.0, True), (12.0, False)]
    assert len(links(path, "updates")) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # another night, another town, another kind of victim, another weapon
        ("Douze personnes ont été tuées lundi à Estra.", "Douze personnes ont été tuées mardi à Estra."),
        ("Douze personnes ont été tuées mardi à Estra.", "Douze personnes ont été tuées mardi à Morvac."),
        ("Douze personnes ont été tuées mardi à Estra.", "Douze personnes ont été blessées mardi à Estra."),
        ("La Sorélie a lancé 64 drones mardi.", "La Sorélie a lancé 64 missiles mardi."),
        ("La Sorélie a lancé 64 drones mardi.", "L'armée norvendienne a abattu 64 drones mardi."),
        ("Douze civils ont été tués mardi à Estra.", "Quarante soldats ont été tués mardi à Estra."),
    ],
)
def test_another_scope_is_no_contradiction(path: Path, one: str, other: str) -> None:
    tell(path, (7, one), (7, other))
    assert all(len(f.records) == 1 for f in findings(path))
    assert not links(path, "contradicts")


def test_a_round_figure_and_the_exact_one_agree(path: Path) -> None:
    tell(
        path,
        (7, "Plus de 40 civils ont été tués mardi à Estra, a annoncé le maire d'Estra."),
        (7, "46 civils ont été tués mardi à Estra, a indiqué la Croix-Bleue."),
    )
    assert only(path, "casualties").verdict == "corroborated"


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        # who receives and who is received, on one day
        (
            "meeting",
            "Le président sorélien Aldo Brême est attendu mercredi à Estra.",
            "Mercredi, la ministre norvendienne a reçu le président sorélien Aldo Brême à Estra.",
        ),
        # who holds a town holds it for days
        (
            "territory",
            "Les forces soréliennes ont pris Estra dans la nuit de samedi à dimanche.",
            "La ville d'Estra est aux mains des forces soréliennes.",
        ),
        # a noun of stance and what follows it; a stance that takes up what the lead is about
        ("position", "La Sorélie a rejeté la trêve.", "Après le rejet par la Sorélie de la trêve, le Norvend se tait."),
        (
            "position",
            "Le Norvend a accepté la trêve.",
            "La trêve de trente jours est sur la table.\n\nLa Sorélie se tait. « Nous disons oui », a dit le Norvend.",
        ),
    ],
)
def test_one_thing_told_otherwise(path: Path, kind: str, one: str, other: str) -> None:
    tell(path, (7, one), (8, other))
    assert max(len(f.records) for f in findings(path, kind)) == 2


def test_two_meetings_of_one_person_on_one_day_stay_two(path: Path) -> None:
    tell(
        path,
        (7, "Mardi, le président sorélien Aldo Brême a rencontré Mara Delune."),
        (7, "Le président sorélien Aldo Brême a rencontré mardi Tomas Ferrand."),
    )
    assert all(len(f.records) == 1 for f in findings(path, "meeting"))


@pytest.mark.parametrize(
    ("told", "things"),
    [
        ("Le Norvend a eu un appel mardi avec la Sorélie. Mara Delune a participé à l'appel depuis Estra.", 1),
        ("Le Norvend a eu un appel mardi avec la Sorélie. Mara Delune a rencontré ensuite Tomas Ferrand à Estra.", 2),
    ],
)
def test_a_meeting_that_a_text_takes_up_by_its_noun_is_the_same(path: Path, told: str, things: int) -> None:
    tell(path, (7, told))
    assert len(findings(path, "meeting")) == things


def test_nobody_hurt_stands_against_a_toll(path: Path) -> None:
    tell(
        path,
        (7, "Neuf personnes ont été tuées mardi à Estra, a annoncé le maire d'Estra."),
        (7, "Mardi, à Estra, il n'y a eu aucun mort, a affirmé la Croix-Bleue."),
    )
    found = only(path, "casualties")
    assert (found.verdict, {h.low for h in found.held}) == ("contested", {0.0, 9.0})


def test_who_speaks_at_last_has_not_changed_sides(path: Path) -> None:
    tell(path, (7, "La Sorélie ne s'est pas prononcée sur la trêve."), (14, "La Sorélie a rejeté la trêve."))
    assert not links(path, "changes_position")


def test_a_reversal_of_position_is_linked_to_what_it_reverses(path: Path) -> None:
    tell(
        path,
        (7, "La Sorélie a rejeté lundi le cessez-le-feu de 30 jours."),
        (19, "La Sorélie a accepté le cessez-le-feu de 30 jours."),
        (19, "Le Norvend a rejeté l'échange de prisonniers."),
    )
    (found,) = links(path, "changes_position")
    assert "accepté" in found[0]
    assert "rejeté" in found[1]


def test_words_of_one_meaning_share_a_stem() -> None:
    import tomllib
    from importlib.resources import files

    table = tomllib.loads(files("recoupe.lang.fr").joinpath("checks.toml").read_text(encoding="utf-8"))
    checks = load_checks()
    for row in table["test"]:
        one, other = ({checks.stem(w) for w in fold(row[k]).replace("'", " ").split()} for k in ("text", "same_as"))
        assert one & other & checks.topics, row
    assert not set(table["units"]) & checks.stop


def test_a_count_that_is_said_to_be_an_earlier_one_contests_nothing(path: Path) -> None:
    tell(
        path,
        (
            9,
            "Trente gardes ont été blessés à Estra, ont rapporté des médias locaux. "
            "Dans un précédent bilan, la Croix-Bleue avait fait état de 20 gardes blessés à Estra.",
        ),
    )
    assert "contested" not in [f.verdict for f in findings(path, "casualties")]


def test_the_dead_of_two_attacks_that_one_text_tells_apart_do_not_clash(path: Path) -> None:
    tell(
        path,
        (
            9,
            "Deux soldats ont été tués à Estra, a indiqué une source policière. Ils patrouillaient près du marché. "
            + "Le pays avait connu un hiver agité, entre grèves du port, disputes de douane et récoltes perdues. " * 4
            + "\n\nUn soldat est mort la veille dans une embuscade, a rappelé la Croix-Bleue.",
        ),
    )
    assert "contested" not in [f.verdict for f in findings(path, "casualties")]


def test_two_towns_of_one_country_are_two_places(path: Path) -> None:
    tell(
        path,
        (9, "Une bombe a explosé mardi devant le poste de police d'Estra, dans le nord du Norvend."),
        (9, "Une bombe a explosé mardi devant le poste de police de Morvac, dans le sud du Norvend."),
    )
    assert [f.verdict for f in findings(path, "attack")] == ["single_source"] * 2


def test_one_signed_and_the_other_did_not(path: Path) -> None:
    tell(
        path,
        (9, "Le ministre norvendien Oskar Velm a signé mardi l'accord de trêve."),
        (9, "Le ministre sorélien Ivo Tarn n'a pas signé l'accord de trêve mardi, a dit la Croix-Bleue."),
    )
    assert "corroborated" not in [f.verdict for f in findings(path)]
    assert len(findings(path, "agreement")) == 2


def test_what_the_media_relay_is_the_word_of_whoever_said_it(path: Path) -> None:
    tell(
        path,
        (9, "La Croix-Bleue a annoncé que 53 gardes ont été tués mardi à Estra, ont rapporté des médias locaux."),
        (9, "53 gardes ont été tués mardi à Estra, a annoncé la Croix-Bleue."),
    )
    found = only(path, "casualties")
    assert (found.verdict, found.origins) == ("single_source", ("croix bleue",))


def test_the_dead_of_several_attacks_are_not_those_of_one(path: Path) -> None:
    tell(
        path,
        (9, "Trois attentats ont fait des dizaines de blessés mardi à Estra, a dit la Croix-Bleue."),
        (9, "41 personnes ont été blessées mardi à Estra dans l'explosion d'une bombe, a dit le maire d'Estra."),
    )
    assert [f.verdict for f in findings(path, "casualties")] == ["single_source"] * 2


def test_a_count_of_before_the_attack_is_not_that_of_the_attack(path: Path) -> None:
    tell(
        path,
        (9, "L'attaque de mardi à Estra a fait 12 morts, a dit le maire d'Estra."),
        (9, "La Croix-Bleue recensait déjà 340 morts à Estra mardi, avant l'attaque."),
    )
    assert not [f for f in findings(path, "casualties") if f.verdict == "contested"]


@pytest.mark.parametrize(
    ("later", "verdict"),
    [
        (
            "Le bilan monte à onze morts : la Croix-Bleue dit que onze personnes ont été tuées mardi à Estra.",
            "single_source",
        ),
        ("Onze personnes ont été tuées mardi à Estra, a indiqué la Croix-Bleue.", "contested"),
        (
            "Le bilan passe à sept morts : sept personnes ont été tuées mardi à Estra, selon la Croix-Bleue.",
            "contested",
        ),
    ],
)
def test_a_toll_that_is_said_to_have_risen_contests_no_lower_one(path: Path, later: str, verdict: str) -> None:
    tell(path, (7, "Neuf personnes ont été tuées mardi à Estra, a annoncé le maire d'Estra."), (8, later))
    assert only(path, "casualties").verdict == verdict
