"""What a reader must never be told: doers, numbers, days and facts that the text does not give."""

from __future__ import annotations

import pytest

from tests.occurrences import events, kinds, one


def names(text: str, kind: str) -> list[str]:
    return [p.name for p in one(text, kind).actor]


def test_who_suspects_is_not_who_killed() -> None:
    text = "Le Norvend nomme le groupe armé qu'il soupçonne d'avoir assassiné 26 civils à Sorel."
    assert "Norvend" not in names(text, "casualties")


def test_weapons_fire_nothing_by_themselves() -> None:
    text = "L'armée du Norvend a répondu par des tirs d'artillerie contre des postes de la frontière."
    assert names(text, "attack") == ["Armée norvendaise"]


def test_others_are_not_those_counted_before() -> None:
    text = "Trois soldats ont été tués lundi et plusieurs autres portés disparus."
    missing = [e for e in events(text) if e.subtype == "missing"]
    assert [e.quantity.low for e in missing if e.quantity is not None and e.quantity.mention.quote == "Trois"] == []


def test_the_subject_stands_before_its_apposition() -> None:
    text = "Un général des Gardes du fleuve, la garde personnelle du roi, est tué à Sorel."
    assert "Gardes du fleuve" in one(text, "casualties").target[0].name


def test_a_border_tells_whose_no_army_is() -> None:
    text = (
        "Les forces armées du Tchad ont bombardé Sorel. Deux soldats ont péri près de la frontière avec le Soudan. "
        "L'armée a riposté."
    )
    assert {p.name for e in events(text) if e.type == "attack" for p in e.actor} <= {"Forces armées tchadiennes"}


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("La ministre Orlane Vidal a déclaré lundi que l'armée avait bombardé le port d'Estra.", "attack", None),
        ("L'armée a bombardé lundi le port d'Estra, a déclaré la ministre.", "attack", "lundi"),
        ("Lundi, la ministre a dit, après un entretien avec Tomas Breuil, son inquiétude.", "meeting", "lundi"),
        ("L'armée a pris Goma, dit le général, qui arrive mardi.", "territory", None),
    ],
)
def test_the_day_of_saying_is_not_that_of_what_is_said(text: str, kind: str, day: str | None) -> None:
    date = one(text, kind).date
    assert (date.mention.quote.lower() if date is not None else None) == day


def test_this_attack_keeps_who_claims_it() -> None:
    text = "Le Norvend a tiré un missile, a annoncé l'état-major de la Sundérie. Ce tir intervient après des menaces."
    attacks = [e for e in events(text) if e.type == "attack"]
    assert [e.status for e in attacks] == ["claimed"]
    assert len(attacks[0].evidence) == 2


def test_an_hour_is_no_count_of_talks() -> None:
    text = "La médiatrice tiendra des réunions avec les deux camps à partir de 8 heures, suivies d'une réunion commune."
    assert [e.quantity for e in events(text) if e.type == "meeting" and e.quantity is not None] == []


def test_who_storms_a_base_has_not_taken_it() -> None:
    assert kinds("Les rebelles ont pris d'assaut la base de Sorel lundi.") == [("attack", "assault")]


def test_what_a_source_reports_is_its_claim() -> None:
    found = one("Les autorités du Norvend rapportent un bilan de 40 morts depuis lundi.", "casualties")
    assert found.status == "claimed"
    assert found.attributed_to == ("Autorités norvendaises",)


def test_a_source_inside_a_relative_tells_no_more_than_the_relative() -> None:
    text = "Le Norvend a envoyé des troupes contre les rebelles qui ont tué 300 civils selon des secouristes."
    sent = one(text, "military_activity")
    assert (sent.status, sent.attributed_to) == ("happened", ())
    assert one(text, "casualties").attributed_to == ("secouristes",)


def test_marks_that_hold_only_the_cue_break_nothing() -> None:
    text = 'Nous avons fui le village", a déclaré un habitant de Sorel. "Deux soldats ont été tués", a-t-il dit.'
    assert one(text, "casualties").attributed_to == ("habitant de Sorel",)


@pytest.mark.parametrize(
    ("text", "kind", "places"),
    [
        ("Mardi à Goma, deux soldats ont été tués.", "casualties", ["Goma"]),
        ("Après un sommet à Genève, deux soldats ont été tués.", "casualties", []),
        ("La ministre a déclaré à Genève que deux soldats avaient été tués.", "casualties", []),
        ("Deux soldats ont été tués dans une attaque à Goma.", "casualties", ["Goma"]),
    ],
)
def test_a_place_is_that_of_the_event_or_none(text: str, kind: str, places: list[str]) -> None:
    assert [p.name for e in events(text) if e.type == kind for p in e.place] == places


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "Une frappe a tué cinq civils, a dit mardi à Radio Sorel Libre un responsable du camp.",
            "responsable du camp",
        ),
        ("Une frappe a tué cinq civils, ont dit dans un texte commun les ministères du Norvend.", "ministères"),
    ],
)
def test_a_speaker_stands_behind_what_parts_him_from_his_verb(text: str, source: str) -> None:
    found = one(text, "casualties")
    assert found.status == "claimed"
    assert any(source in name.lower() for name in found.attributed_to)


def test_a_blast_that_agrees_with_the_strike_names_its_doer() -> None:
    found = one("Une frappe sur un camp attribuée à l'armée du Norvend a tué six civils.", "attack")
    assert ([p.name for p in found.actor], found.status) == (["Armée norvendaise"], "claimed")


def test_an_important_number_is_not_one() -> None:
    found = one("Un nombre important de soldats ont été tués à Goma.", "casualties")
    assert found.quantity is None


def test_a_place_of_before_or_a_doer_is_no_place() -> None:
    text = "Le Norvend a lancé une offensive contre les rebelles après des explosions à Goma."
    assert [p.name for e in events(text) if e.type == "military_activity" for p in e.place] == []


def test_these_fights_are_those_told_before() -> None:
    text = "Des affrontements ont éclaté lundi à Goma. Ces affrontements ont fait dix morts."
    assert len([e for e in events(text) if e.type == "military_activity"]) == 1


def test_a_day_inside_the_attack_is_that_of_its_dead() -> None:
    date = one("Dix civils ont été tués lors de raids menés mardi par l'armée.", "casualties").date
    assert date is not None
    assert date.mention.quote == "mardi"


@pytest.mark.parametrize(
    "text",
    [
        "La ministre a suspendu lundi les pourparlers pour protester contre des tirs qui ont tué trois civils.",
        "L'armée s'est repliée lundi après avoir perdu trois soldats.",
    ],
)
def test_a_clause_with_a_time_of_its_own_takes_no_day_of_the_main_one(text: str) -> None:
    assert [e.date for e in events(text) if e.type == "casualties" and e.date is not None] == []


def test_two_participles_have_each_their_victims() -> None:
    found = events("Une bombe a explosé, tuant cinq gardes et blessant au moins 41 personnes.")
    tolls = {e.subtype: e.quantity.low for e in found if e.type == "casualties" and e.quantity is not None}
    assert tolls == {"killed": 5.0, "wounded": 41.0}


@pytest.mark.parametrize(
    "text",
    [
        "Deux gardes ont été tués jeudi au lendemain de la suspension par le président Oskar Velm des pourparlers.",
        "Deux gardes ont été tués à Sorel, selon le bilan publié jeudi par le ministère de la Santé.",
    ],
)
def test_who_decides_or_counts_is_not_who_killed(text: str) -> None:
    assert names(text, "casualties") == []


def test_a_clause_of_its_own_is_not_negated_by_the_one_before() -> None:
    text = "Le président n'a pas compris ce geste et sa réponse a été de mener des attaques contre nous, dit Ivo Tarn."
    assert "denied" not in [e.status for e in events(text)]


def test_a_strike_that_hurt_no_one_is_not_denied() -> None:
    text = "Le mouvement dit que la frappe n'a fait aucune victime civile."
    assert [(e.type, e.status) for e in events(text)] == [("attack", "claimed")]


def test_a_time_zone_is_no_place() -> None:
    found = one("Six gardes ont été blessés dimanche vers 4h00 (10h00 heure de Paris) à Goma.", "casualties")
    assert [p.name for p in found.place] == ["Goma"]


def test_a_neighbour_at_the_border_is_no_party() -> None:
    text = (
        "Le président du Niger a suspendu les pourparlers. Un poste a brûlé à la frontière du Tchad. "
        "Les deux parties avaient entamé des pourparlers lundi."
    )
    assert all("Tchad" not in [p.name for p in e.actor] for e in events(text))


def test_a_traveller_is_no_army_in_retreat() -> None:
    text = "Oskar Velm a parlé. Dans un premier temps il a dit oui, puis il a quitté Moscou."
    assert "territory" not in dict(kinds(text))


def test_who_owns_up_to_a_deed_does_not_count_its_dead() -> None:
    text = "Le Front du lac a reconnu être responsable de l'attentat de Goma, qui a fait 20 morts."
    assert one(text, "casualties").attributed_to == ()


def test_a_day_after_a_deed_is_not_that_of_the_deed_it_comes_after() -> None:
    text = "La seconde attaque de Goma a eu lieu après une explosion dans la nuit de samedi à dimanche."
    second = next(e for e in events(text) if e.trigger.quote == "attaque")
    assert second.date is None


def test_some_of_those_counted_are_no_count_of_their_own() -> None:
    text = "L'ONU évoque 13 500 personnes déplacées par les combats, parmi lesquelles 900 ont été logées."
    assert [e.quantity.low for e in events(text) if e.type == "casualties" and e.quantity] == [13500.0]


def test_a_demand_is_no_release() -> None:
    text = "Le président Oskar Velm a réitéré son exigence que le Front du lac libère la totalité de ses otages."
    assert "prisoners" not in dict(kinds(text))


def test_an_aside_between_dashes_parts_no_subject_from_its_verb() -> None:
    text = "Si Oskar Velm - le chef du gouvernement - a signé la trêve, son ennemi - le colonel Tarn - a quitté Goma."
    assert [(e.type, [p.name for p in e.actor]) for e in events(text)] == [("agreement", ["Oskar Velm"])]


def test_a_charge_names_no_doer_of_what_the_text_tells_itself() -> None:
    text = (
        "Le Mali accuse l'aviation algérienne d'avoir bombardé le marché de Bamako. "
        "Dans la matinée, des bombes sont tombées sur le marché de Bamako."
    )
    told = [e for e in events(text) if e.type == "attack" and e.status == "happened"]
    assert told
    assert all(e.actor == () for e in told)
