"""Who speaks, whose stance it is and how many: what a reader of real texts on wars must not be told wrongly."""

from __future__ import annotations

import pytest

from recoupe.export.findings import counted
from recoupe.messages import messages
from recoupe.records import Event
from tests.occurrences import events
from tests.test_statements import one as statement
from tests.test_statements import statements


def speakers(text: str) -> list[tuple[str, ...]]:
    return [s.reference for s in statements(text)]


def stances(text: str) -> list[tuple[str | None, tuple[str, ...], tuple[str, ...]]]:
    return [(e.stance, tuple(p.name for p in e.actor), e.attributed_to) for e in events(text) if e.type == "position"]


def tolls(text: str) -> list[tuple[str, float | None]]:
    return [(e.subtype, e.quantity.low if e.quantity else None) for e in events(text) if e.type == "casualties"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Le Tchad, le Niger et le Mali ont appelé à une trêve.", ("Tchad", "Niger", "Mali")),
        ("Le Tchad, le Niger, et le Mali ont également appelé à une trêve.", ("Tchad", "Niger", "Mali")),
        ("Tchad, Niger et Mali ont appelé à une trêve.", ("Tchad", "Niger", "Mali")),
        ("La trêve a été saluée par l'ONU, le Niger et l'Union du Nord.", ("ONU", "Niger", "Union du Nord")),
        (
            "Le pont a été repris, selon Bamako, des experts de l'ONU et l'armée nigérienne.",
            ("Mali", "experts de l'ONU", "Armée nigérienne"),
        ),
        (
            "Les gouvernements du Mali et du Niger ont annoncé une trêve.",
            ("Gouvernement malien", "Gouvernement nigérien"),
        ),
        (
            "Le pont a rouvert, ont annoncé le Comité pour les réfugiés et la déléguée valdorienne aux eaux.",
            ("Comité pour les réfugiés", "Déléguée valdorienne aux eaux"),
        ),
    ],
)
def test_every_speaker_of_a_list(text: str, names: tuple[str, ...]) -> None:
    assert speakers(text) == [names]


def test_a_relative_goes_on_with_the_whole_list() -> None:
    text = "L'accord a été salué par l'ONU, le Niger et le Mali, qui ont appelé à son respect."
    assert speakers(text) == [("ONU", "Niger", "Mali")] * 2


def test_whoever_is_named_after_an_office_speaks_before_an_adjunct() -> None:
    text = "« Le pont est intact », a déclaré son porte-parole, le général Ivo Tarn, devant la presse."
    assert speakers(text) == [("Ivo Tarn",)]


def test_a_noun_of_another_gender_is_not_she() -> None:
    text = "L'avocate Nora Belt attend. Le syndicat dit que le pont est coupé. Elle affirme que l'eau manque."
    assert speakers(text) == [("syndicat",), ("Nora Belt",)]


def test_an_apposition_is_no_second_speaker() -> None:
    text = "Orlane Vidal, la ministre, et Tomas Breuil ont appelé à une trêve."
    assert "ministre" not in " ".join(statement(text).reference)


def test_the_subject_of_a_participle_does_not_speak() -> None:
    text = "La plupart des victimes étant des paysans du col, le Niger alerte sur un risque de famine."
    assert statement(text).reference == ("Niger",)


def test_who_relays_relays_the_whole_sentence() -> None:
    text = "« Le pont est à nous », précise une lettre du maire, rendue après dix jours, rapporte la radio du lac."
    relayed = next(s for s in statements(text) if s.cue is not None and s.cue.quote == "rapporte")
    assert relayed.content[0].quote.startswith("« Le pont")
    assert relayed.content[0].quote.endswith("dix jours")


@pytest.mark.parametrize(
    "text",
    [
        "Bamako : le CICR reçoit la liste des prisonniers.",
        "Tensions Mali-Niger : 40 000 personnes évacuées, l'ONU s'inquiète",
        "Selon les narratifs opposés, le pont est miné.",
    ],
)
def test_a_place_or_topic_does_not_speak(text: str) -> None:
    assert statements(text) == []


def test_a_capital_speaks_before_a_quotation() -> None:
    assert speakers("Bamako : « Nous ne céderons pas »") == [("Mali",)]


def test_a_text_is_not_its_topic() -> None:
    text = "« La trêve tiendra », précise une déclaration de principe signée à Bamako."
    assert statement(text).resolution == "unnamed"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Le Mali a suspendu l'accord avec le Niger. Le royaume accuse le Niger d'avoir posé des mines.",
            ("Mali",),
        ),
        (
            "Le ministre Tomas Breuil est à Tolvane. Le pont tient, selon un communiqué de son bureau.",
            ("Tomas Breuil",),
        ),
        ("L'armée appliquera la résolution 12. Cette dernière, adoptée en 2031, appelle à une trêve.", ()),
    ],
)
def test_words_for_whom_the_text_named_before(text: str, names: tuple[str, ...]) -> None:
    assert statements(text)[-1].reference == names


def test_a_kingdom_of_two_is_neither() -> None:
    text = "Le Mali et le Niger négocient. Le royaume annonce que le pont est miné."
    assert statements(text)[-1].reference == ()


def test_reversed_marks_hold_every_sentence() -> None:
    text = "»Le pont est à nous », a déclaré Orlane Vidal, »Nous craignons un siège. La route est coupée ». Il pleut."
    (found,) = statements(text)
    assert found.content[-1].quote.endswith("La route est coupée »")
    assert found.reference == ("Orlane Vidal",)


@pytest.mark.parametrize(
    "said",
    [
        "Les combattants du M23",
        "La rébellion du M23",
        "Les terroristes du M23",
        "Les délégués de l'AFC/M23",
        "Les rebelles de l'AFC-M23",
    ],
)
def test_a_group_by_its_fighters(said: str) -> None:
    assert speakers(f"{said} ont appelé à une trêve.") == [("M23",)]


def test_a_forecast_or_a_mark_of_honour_demands_nothing() -> None:
    assert stances("La ministre Orlane Vidal a déclaré que ces chiffres devraient augmenter.") == []
    assert stances("Orlane Vidal a souligné l'importance accordée au retour de l'État.") == []
    asked = stances("La ministre Orlane Vidal a déclaré que les deux camps devraient retirer leurs troupes.")
    assert [stance for stance, _, _ in asked] == ["demands"]


def test_what_is_announced_of_others_is_the_announcers() -> None:
    text = "Malgré l'annonce d'Orlane Vidal selon laquelle Tolvane et Hallebrun avaient accepté une trêve, on tire."
    assert stances(text) == [("accepts", ("Norvend", "Sundérie"), ("Orlane Vidal",))]


def test_a_length_said_in_passing_is_no_amount_of_a_stance() -> None:
    def amount(text: str) -> list[str]:
        return [e.quantity.mention.quote for e in events(text) if e.type == "position" and e.quantity]

    assert amount("La ministre Orlane Vidal a salué un accord après trente ans de guerre.") == []
    assert amount("La ministre Orlane Vidal a accepté une trêve de trente jours.") == ["trente"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Les combats ont déplacé 130,000 personnes.", [("displaced", 130_000)]),
        ("Les combats ont déplacé 2,450 personnes.", [("displaced", 2450)]),
        ("Le bilan est passé de 12 à 17 morts à Sorel.", [("killed", 12), ("killed", 17)]),
        ("Le nombre des morts a presque doublé, passant de 230 à plus de 400.", [("killed", 230), ("killed", 400)]),
        ("L'armée dit que 14 civils étaient morts et 12 grièvement blessés.", [("killed", 14), ("wounded", 12)]),
        ("Dix des 28 otages décédés avaient déjà été restitués au Norvend.", []),
    ],
)
def test_numbers_of_people(text: str, wanted: list[tuple[str, float]]) -> None:
    assert tolls(text) == wanted


def test_parts_of_what_is_measured_stay_parts() -> None:
    found: list[Event] = list(events("Le navire a livré 3,250 tonnes de blé au Norvend."))
    assert [e.quantity.low for e in found if e.quantity] in ([], [3.25])


@pytest.mark.parametrize(
    ("low", "unit", "words"),
    [
        (2000, "morts", "des milliers de morts"),
        (200_000, "habitants", "des centaines de milliers d’habitants"),
        (20, None, "des dizaines"),
    ],
)
def test_an_open_count_is_shown_in_words(low: float, unit: str | None, words: str) -> None:
    assert counted(low, 5 * low - 1, "~", unit, messages("fr")) == words
    assert counted(2000, 3000, "~", "morts", messages("fr")).startswith("environ 2")


def test_what_no_text_counts_is_shown_by_no_figure() -> None:
    assert counted(2, None, "~", "villages", messages("fr")) == "plusieurs villages"
    assert counted(2, 9, "~", "morts", messages("fr")) == "quelques morts"
    assert counted(2, None, ">=", "morts", messages("fr")) == "au moins 2 morts"


def test_who_is_quoted_goes_on_speaking() -> None:
    text = "Selon Orlane Vidal, « Le mouvement n'a pas de calendrier », rappelant que la trêve est une condition."
    assert speakers(text) == [("Orlane Vidal",)] * 2


def test_the_side_of_a_clause_tells_whose_government() -> None:
    text = (
        "La trêve tient entre le Mali et le Niger. Le Niger se tait. Côté malien, le gouvernement a annoncé un retrait."
    )
    assert speakers(text)[-1] == ("Gouvernement malien",)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("La Ligue du Sud, dont les combattants tiennent le barrage, a annoncé qu'elle se retirait.", "Ligue du Sud"),
        ("Le parti de Lanor, que l'armée accuse de complicité, dément toute participation.", "Parti de Lanor"),
        ("Le Conseil du Sud (CDS), dont une mission sillonne le pays, a réclamé un couloir.", "Conseil du Sud"),
        ("Le maire, dont la maison a brûlé, affirme que le pont a sauté.", "maire"),
        ("Les habitants, que la faim pousse dehors, dit le maire, quittent la ville.", "maire"),
    ],
)
def test_whoever_stands_before_a_relative_clause_speaks(text: str, names: str) -> None:
    assert (names,) in speakers(text)


def test_a_relative_with_an_apposition_keeps_its_verb() -> None:
    text = "Les rebelles, dont le chef, Ivan Torm, a été tué, se sont retirés du port."
    killed = [e for e in events(text) if e.type == "casualties"]
    assert [p.name for e in killed for p in e.target] == ["Ivan Torm"]


def test_these_sources_are_not_the_one_of_before() -> None:
    text = "Le pont est pris, dit une source policière. « Il tient », ont déclaré ces sources."
    assert speakers(text)[-1] != ("source policière",)


def test_a_heading_of_the_dead_does_not_speak() -> None:
    text = (
        "Migrants tués à Sorel : l'émissaire Ivo Tarn dénonce un crime\n\nIvo Tarn a condamné un « crime » selon lui."
    )
    assert {name for names in speakers(text) for name in names} == {"Ivo Tarn"}


def test_who_is_quoted_is_not_the_he_of_the_quotation() -> None:
    text = "Ivo Tarn a reçu Oskar Velm. « Velm a reculé. Il a dit oui puis il a bombardé le port », a lancé Ivo Tarn."
    assert all(p.name != "Ivo Tarn" for e in events(text) if e.type in ("attack", "position") for p in e.actor)


def test_what_others_favour_is_no_stance_of_who_tells_it() -> None:
    assert stances("Orlane Vidal a déclaré que tous les participants étaient favorables à une trêve.") == []


def test_this_organisation_is_the_one_named_last() -> None:
    text = (
        "Une réunion du groupe de contact du lac est prévue. L'ONU enverra des camions. "
        "Les combats ont tué 310 civils, d'après cette organisation."
    )
    assert speakers(text) == [("ONU",)]


def test_what_is_announced_does_not_announce_itself() -> None:
    assert speakers("Fin mars, après l'attaque, Orvel, annonçait la suspension des travaux du site.") == []


@pytest.mark.parametrize(
    "text",
    [
        "L'armée de l'air a annoncé que 71 drones avaient été lancés par le Mali.",
        "L'armée de l'air compte 71 drones lancés depuis le Mali.",
        "Le ministère de la Défense dit que le Mali a tiré 71 drones.",
    ],
)
def test_an_army_is_not_that_of_the_state_that_it_tells_of(text: str) -> None:
    assert speakers(text) == [()]
