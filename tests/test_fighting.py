"""News of fighting: numbers that stand for what was named before, who is told to have said it, and what befell whom."""

from __future__ import annotations

import pytest

from tests.occurrences import events, kinds
from tests.test_statements import statements


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Le FLH a lancé 64 drones sur Estra, dont 51 ont été abattus.", ("interception", "downed", 51, "drones")),
        ("La flotte a détecté 40 missiles, dont 30 ont été interceptés.", ("interception", "downed", 30, "missiles")),
        ("Ils ont tiré 12 roquettes. Neuf ont été abattues.", ("interception", "downed", 9, "roquettes")),
        ("La colonne comptait 15 chars, dont six ont été détruits.", ("damage", "destroyed", 6, "chars")),
        ("Le tir a fait huit victimes. Trois ont été tuées sur le coup.", ("casualties", "killed", 3, None)),
        ("Quarante soldats ont été pris, 12 ont été abattus.", ("casualties", "killed", 12, "soldats")),
    ],
)
def test_a_bare_number_counts_what_was_named_before(text: str, wanted: tuple[str, str, int, str | None]) -> None:
    counts = [(e, e.quantity) for e in events(text) if e.quantity is not None]
    found = [(str(e.type), e.subtype, q.low, q.unit) for e, q in counts if q.low == wanted[2]]
    assert found == [wanted]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Douze pêcheurs dont trois enfants sont morts dans le raid sur Estra.", 12),
        ("Au moins huit civils parmi lesquels deux femmes ont péri.", 8),
        ("Neuf policiers dont leur chef ont été blessés.", 9),
        ("Vingt mineurs, dont deux ingénieurs, ont été tués lundi.", 20),
    ],
)
def test_a_toll_is_of_the_whole_and_not_of_its_part(text: str, count: int) -> None:
    assert [e.quantity.low for e in events(text) if e.type == "casualties" and e.quantity is not None] == [count]


@pytest.mark.parametrize(
    "text",
    [
        "L'armée fait état de 30 soldats tués dans une attaque lundi à Estra.",
        "Le maire parle de douze ouvriers blessés lors d'un raid sur Estra.",
        "Le bilan provisoire fait état de 51 marins tués dans une attaque à Estra.",
    ],
)
def test_those_who_were_killed_in_an_attack_did_not_lead_it(text: str) -> None:
    assert [e.actor for e in events(text) if e.type == "attack" and e.actor] == []
    assert any(e.type == "casualties" for e in events(text))


def test_an_aircraft_destroyed_is_not_shot_down() -> None:
    assert ("damage", "destroyed") in kinds("Quatre avions de transport ont été détruits à Estra.")
    assert ("interception", "downed") in kinds("Quatre avions ont été détruits en vol.")
    assert ("interception", "downed") in kinds("Quatre avions ont été abattus près d'Estra.")
    assert ("interception", "downed") in kinds("Quatre drones ont été détruits près d'Estra.")


@pytest.mark.parametrize(
    "text",
    [
        "Au moins 70 soldats sont morts en deux jours, confirmant le regain des violences.",
        "Deux policiers ont été blessés à Estra, soulignant la fragilité de la trêve.",
        "Deux gendarmes ont été tués et accusés de trahison.",
    ],
)
def test_what_befalls_people_is_no_word_of_theirs(text: str) -> None:
    assert [s.speaker.quote for s in statements(text) if s.speaker is not None] == []


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("La maire a indiqué que 37 écoles avaient été détruites et appelé les parties à cesser le feu.", "La maire"),
        ("Le préfet a affirmé que trois ponts avaient été touchés et promis de les réparer.", "Le préfet"),
        ("La police a dit que deux bus avaient brûlé et exhorté les élus à rester chez eux.", "La police"),
    ],
)
def test_a_joined_participle_goes_on_with_who_spoke(text: str, speaker: str) -> None:
    assert [s.speaker.quote for s in statements(text) if s.speaker is not None] == [speaker, speaker]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Contrairement à ses promesses, l'armée du Norvend a bombardé Estra.", ("broken", ["Armée norvendaise"])),
        ("Contrairement à son engagement, le Norvend n'a pas rendu les otages.", ("missed", ["Norvend"])),
        (
            "Contrairement à ses engagements, le Norvend n'a pas rendu les otages, a dit la Croix d'Estra, qui devait "
            "les accueillir vendredi.",
            ("missed", ["Norvend"]),
        ),
    ],
)
def test_contrary_to_a_promise(text: str, wanted: tuple[str, list[str]]) -> None:
    found = [(e.fulfilment, [p.name for p in e.actor]) for e in events(text) if e.subtype == "outcome"]
    assert found == [wanted]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("L'ONG Médecins Sans Rivage dit avoir soigné 44 blessés.", "Médecins Sans Rivage"),
        ("L'ONG Maçons sans frontières affirme que douze camions sont bloqués.", "Maçons sans frontières"),
        ("Le dernier bilan de l'état-major fait état de 51 soldats tués.", "état-major"),
        ("Le ministère norvendais de la Défense a menti. Selon ses chiffres, 38 rebelles ont fui.", "norvendais"),
    ],
)
def test_whose_word_it_is(text: str, name: str) -> None:
    assert name in " ".join(statements(text)[-1].reference)
    assert not any("bilan" in r or "chiffres" in r for r in statements(text)[-1].reference)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Depuis le début de l'offensive, le 24 février, la guerre a fait 4.200 morts.", None),
        ("Quelque 900 civils ont été tués depuis le début du siège, le 24 février.", None),
        ("Le bilan de la frappe, jeudi, a été porté vendredi à 23 morts par les secours.", "jeudi"),
        ("Les autorités ont relevé vendredi le bilan à 19 morts.", None),
        ("Le bilan est monté vendredi à 23 morts.", None),
        ("Vendredi, 23 pêcheurs ont été tués à Estra.", "Vendredi"),
        ("Le raid de vendredi a tué 23 pêcheurs.", "vendredi"),
    ],
)
def test_a_toll_is_of_the_day_of_the_blow(text: str, day: str | None) -> None:
    tolls = [e for e in events(text) if e.type == "casualties"]
    assert [e.date.mention.quote if e.date else None for e in tolls] == [day]


@pytest.mark.parametrize(
    "text",
    [
        "Le bilan a été porté à 23 morts par la protection civile.",
        "La préfecture a relevé samedi le bilan à 23 morts.",
    ],
)
def test_who_raises_a_toll_tells_it(text: str) -> None:
    (toll,) = [e for e in events(text) if e.type == "casualties"]
    assert toll.status == "claimed"
    assert len(toll.attributed_to) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Les trois quarts de ces décès sont dus à des frappes aériennes.",
        "Le bilan reste lourd après la mort de deux blessés à l'hôpital.",
        "Trois des blessés ont succombé.",
    ],
)
def test_a_share_and_the_wounded_who_died_are_no_new_toll(text: str) -> None:
    assert [e.subtype for e in events(text) if e.type == "casualties" and e.quantity is not None] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("64 drones envoyés par le Norvend ont visé Estra.", ("attack", "launched")),
        ("La base a vu passer les douze missiles envoyés par les rebelles.", ("attack", "launched")),
        ("Les douze drones envoyés par le Norvend à la Sundérie ont été bénis.", None),
        ("Le Norvend a envoyé 200 soldats à Estra.", ("military_activity", "deployment")),
    ],
)
def test_drones_that_are_sent_are_launched_and_soldiers_deployed(text: str, wanted: tuple[str, str] | None) -> None:
    found = [k for k in kinds(text) if k in (("attack", "launched"), ("military_activity", "deployment"))]
    assert found == ([wanted] if wanted else [])


def test_who_digs_out_the_dead_did_not_kill_them() -> None:
    (toll,) = [e for e in events("Les secouristes ont retiré onze corps des décombres.") if e.type == "casualties"]
    assert toll.actor == ()


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("Un drone a pris pour cible un temple alors que des déplacés s'y étaient rassemblés.", ["temple"]),
        ("La milice a lancé une attaque contre Estra, après un appel sur les ondes de son chef.", ["Estra"]),
    ],
)
def test_what_was_hit_ends_with_its_clause(text: str, targets: list[str]) -> None:
    assert [p.name for e in events(text) if e.type == "attack" for p in e.target] == targets


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("L'armée du Norvend a perdu douze hommes et quatre chars.", [("casualties", 12), ("damage", 4)]),
        ("L'ennemi a perdu jusqu'à 320 miliciens, selon la radio.", [("casualties", 320)]),
        ("La Sundérie a perdu 12 avions en deux jours.", [("damage", 12)]),
        ("Le club a perdu trois joueurs.", []),
    ],
)
def test_who_lost_men_or_arms_did_not_destroy_them(text: str, wanted: list[tuple[str, int]]) -> None:
    found = events(text)
    assert [(str(e.type), e.quantity.low) for e in found if e.quantity is not None] == wanted
    assert [e.actor for e in found if e.actor] == []


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Hier il a été rapporté que le FLH avait exécuté cinq otages.", "FLH"),
        ("Le MPL a tiré 12 roquettes sur Estra.", "MPL"),
        ("Douze soldats ont été capturés par le FARD.", "FARD"),
    ],
)
def test_letters_that_no_list_knows_name_who_did_it(text: str, actor: str) -> None:
    assert [[p.name for p in e.actor] for e in events(text)] == [[actor]]
    assert [e.actor for e in events("Le VIH a tué 3 000 mineurs.")] == [()]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Le marché de Sorvane a brûlé. Douze mineurs ont été tués à Sorvane.", ["Sorvane"]),
        ("Un obus est tombé au nord de Brenn. Douze mineurs ont été tués à Brenn.", ["Brenn"]),
        ("Douze mineurs ont été tués à Brenn, a dit le maire de Brenn.", ["Brenn"]),
        ("Douze mineurs ont été tués, a répondu le préfet à Stancu.", []),
    ],
)
def test_a_town_of_no_table_is_a_place_where_the_text_says_so(text: str, places: list[str]) -> None:
    (toll,) = [e for e in events(text) if e.type == "casualties"]
    assert [p.name for p in toll.place] == places


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Au moins 16 mineurs, dont cinq apprentis, sont morts à Estra dans un raid.", 16),
        ("Neuf civils ont péri lundi et le pont est coupé.", 9),
        ("Plus de 40 pêcheurs sont morts lundi à Estra.", 40),
    ],
)
def test_those_counted_first_are_the_dead(text: str, count: int) -> None:
    assert [e.quantity.low for e in events(text) if e.subtype == "killed" and e.quantity is not None] == [count]


def test_who_is_quoted_did_not_do_what_is_quoted() -> None:
    text = "Ilan Dreuze, 58 ans, chauffeur du bus d'Estra, raconte : « Il y a eu une explosion devant le pont. »"
    assert [e.actor for e in events(text) if e.type == "attack"] == [()]


@pytest.mark.parametrize(
    "text",
    [
        "« Nous regrettons qu'il n'y ait pas d'offensive contre ces rebelles », a dit le maire.",
        "Onze corps ont pu être récupérés dans la vallée.",
        "Les rebelles ont pris plusieurs positions près du village d'Estra.",
    ],
)
def test_neither_denied_nor_given_back_nor_deployed(text: str) -> None:
    assert [e.status for e in events(text) if e.status == "denied"] == []
    assert [k for k in kinds(text) if k in (("prisoners", "remains"), ("military_activity", "deployment"))] == []


def test_an_hour_says_nothing() -> None:
    said = statements("21:07 La Ligue dément la chute de la citadelle")
    assert [s.speaker.quote for s in said if s.speaker is not None and s.speaker.quote[0].isdigit()] == []


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Les rebelles accusent le Norvend d'avoir bombardé Estra et tué 27 mineurs.", "Norvend"),
        ("La ministre soupçonne la Sundérie d'avoir enlevé deux médecins et tué leur chauffeur.", "Sundérie"),
        ("L'armée du Norvend dit avoir bombardé un pont et tué 27 miliciens.", "Armée norvendaise"),
    ],
)
def test_who_did_the_first_deed_of_a_charge_did_the_second(text: str, actor: str) -> None:
    assert [[p.name for p in e.actor] for e in events(text) if e.type == "casualties"] == [[actor]]


def test_a_name_in_short_is_of_the_body_that_bears_it() -> None:
    text = (
        "Korza est le fief de l'Alliance des vallées. Le Réseau des mineurs a recensé 19 morts. "
        "L'Alliance a reconnu la perte d'une crête."
    )
    assert statements(text)[-1].reference == ("Alliance des vallées",)


def test_a_camp_of_displaced_people_is_no_count_of_them() -> None:
    text = "Cinq zones ont été frappées, parmi lesquelles un camp de déplacés."
    assert [e for e in events(text) if e.subtype == "displaced"] == []
