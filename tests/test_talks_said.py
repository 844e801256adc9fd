"""What texts on talks do not say: a day, a speaker or a stance that stands beside. All is invented."""

from __future__ import annotations

import pytest

from tests.occurrences import events, kinds


@pytest.mark.parametrize(
    "text",
    [
        "Tomas Breuil se dit prêt à signer la trêve si le Norvend renonce au calendrier.",
        "Tomas Breuil se dit « prêt à signer demain » la trêve, si la délégation norvendaise renonce au calendrier.",
    ],
)
def test_who_fulfils_a_condition_takes_no_stance(text: str) -> None:
    (found,) = events(text)
    assert [p.name for p in found.actor] == ["Tomas Breuil"]
    assert (found.stance, bool(found.condition)) == ("accepts", True)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("L'accord, signé pour douze mois, expire le 3 février prochain.", None),
        ("Les discussions, ouvertes le 28 mai, ont été suspendues.", None),
        ("Les discussions, ouvertes le 28 mai, ont été suspendues lundi.", "lundi"),
        ("Les pourparlers suspendus lundi ont repris.", None),
        ("Les pourparlers suspendus lundi ont repris jeudi.", "jeudi"),
    ],
)
def test_the_day_of_another_deed_dates_none(text: str, day: str | None) -> None:
    (found,) = events(text)
    assert (found.date.mention.quote if found.date else None) == day


def test_a_month_is_that_in_which_the_promise_was_made() -> None:
    text = "La Sundérie s'était engagée le 20 avril 2031 à ouvrir le pont avant la fin du mois."
    (found,) = events(text)
    assert found.due is not None
    assert found.due.latest == "2031-04-30"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("« Nous avons toujours été ouverts au dialogue », a déclaré Orlane Vidal.", [("statement", "assessment")]),
        ("Les autorités n'ont pas dit ce qu'elles feraient passé cette date.", []),
        ("Les négociations sont rompues.", [("meeting", "suspended")]),
        ("Ce que les parties ont promis à Tolvane", []),
        ("Le Norvend a remis sa réponse écrite au plan sundérien.", []),
        ("Le Norvend a remis sa proposition de trêve.", [("proposal", "")]),
        ("Le Norvend accepte désormais des observateurs.", [("position", "accepts")]),
        ("Le Norvend a demandé une semaine supplémentaire ; il ne l'a pas obtenue.", [("position", "demands")]),
        ("Le Norvend a demandé une semaine à l'avance.", []),
        ("Orlane Vidal a assuré que son armée respecterait la trêve.", [("commitment", "promise")]),
        ("Orlane Vidal a assuré que la Sundérie respecterait la trêve.", [("statement", "assessment")]),
        ("Les négociations n'ont pas été suspendues.", []),
        ("Le Front du Levain annonce une trêve unilatérale de 72 heures.", [("agreement", "announced")]),
        ("La Fédération a annoncé une trêve entre le Norvend et la Sundérie.", [("statement", "assessment")]),
        ("Le Norvend est prêt pour les négociations.", [("position", "accepts")]),
        ("Le Norvend répond : « Sans calendrier, pas de signature. »", [("position", "conditions")]),
        ("« Sans eau, pas de vie », a dit Orlane Vidal.", [("statement", "assessment")]),
        ("Le Front du Levain a prévenu qu'il ne se sentirait lié par aucun accord.", [("position", "rejects")]),
        ("Les rebelles tiennent ; le gouverneur leur donne 48 heures.", [("threat", "ultimatum")]),
        ("La médiation sundérienne leur a laissé jusqu'au 12 juin pour signer.", [("threat", "ultimatum")]),
        ("Le Norvend n'a pas transmis ses propositions avant la date convenue du 3 mars.", [("commitment", "outcome")]),
    ],
)
def test_what_is_told_of_talks(text: str, told: list[tuple[str, str]]) -> None:
    assert kinds(text) == told


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("11h20 — Orlane Vidal dément que les pourparlers soient rompus.", "denied"),
        ("8 h 10 : Orlane Vidal dit que les pourparlers sont rompus.", "claimed"),
        ("11h20 à Tolvane. Les pourparlers sont rompus.", "happened"),
    ],
)
def test_the_hour_that_opens_an_entry_is_no_word_of_it(text: str, status: str) -> None:
    (found,) = events(text)
    assert (found.type, found.status) == ("meeting", status)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("La trêve entre le Norvend et la Sundérie, entrée en vigueur le 5 mai, expire dimanche.", "dimanche"),
        ("La trêve de dix jours prendra fin le 20 mai.", "le 20 mai"),
        ("La trêve a pris effet samedi.", None),
    ],
)
def test_the_day_on_which_a_truce_ends_is_its_limit(text: str, due: str | None) -> None:
    (found,) = events(text)
    assert (found.type, found.subtype) == ("agreement", "in_force")
    assert (found.due.mention.quote if found.due else None) == due
    assert (found.date is None) == (due is not None)


def test_they_are_not_those_whom_their_gender_excludes() -> None:
    told = "ont quitté la ville, ont indiqué les autorités du Lorain. Ils menacent de tuer un otage."
    for who, names in (("Les ravisseurs", ["ravisseurs"]), ("Les chimistes", [])):
        found = [e for e in events(f"{who} {told}") if e.type == "threat"]
        assert [p.name for e in found for p in e.actor] == names


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("Le Norvend a promis de rendre les corps le 6 mai. Le 7 mai, les corps n'avaient pas été rendus.", "missed"),
        ("Le Norvend a promis de rendre les corps. Le texte n'a pas été publié.", ""),
        ("Le Norvend a promis de rouvrir le pont. Les corps n'ont pas été rendus.", ""),
        ("Le Norvend s'était engagé à ouvrir avant le 30 mai. Un mois plus tard, pas un camion n'est entré.", "missed"),
        ("Le Norvend s'était engagé à ouvrir avant le 30 mai. Un mois plus tard, aucun général n'est entré.", ""),
    ],
)
def test_a_promise_is_missed_by_what_did_not_come(text: str, outcome: str) -> None:
    assert ("missed" if any(e.fulfilment == "missed" for e in events(text)) else "") == outcome


def test_the_day_of_a_relative_clause_dates_it_alone() -> None:
    text = (
        "Les délégations norvendaise et sundérienne, qui devaient se séparer mercredi soir, poursuivront leurs "
        "discussions jeudi, a annoncé la Fédération."
    )
    (found,) = events(text)
    assert found.date is not None
    assert found.date.mention.quote == "jeudi"


@pytest.mark.parametrize(
    ("before", "named"),
    [
        ("Le Norvend attend.", "Conseil de sécurité de l'ONU"),
        ("Le Conseil de sécurité norvendais siège.", "Conseil de sécurité norvendais"),
    ],
)
def test_a_council_of_no_state_is_given_none(before: str, named: str) -> None:
    (found,) = [e for e in events(f"{before} Le Conseil de sécurité refuse la trêve.") if e.type == "position"]
    assert [p.name for p in found.actor] == [named]


def test_delegations_of_two_states_are_those_two() -> None:
    (found,) = events("Les délégations norvendaise et sundérienne poursuivront leurs discussions jeudi.")
    assert {p.name for p in found.actor} == {"Norvend", "Sundérie"}
