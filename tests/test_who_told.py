"""Who says and who does, where names of channels, hospitals, agencies and warring sides stand close by."""

from __future__ import annotations

import pytest

from tests.occurrences import events, one
from tests.test_speakers import speakers
from tests.test_statements import statements


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            '"Les assaillants ont subi des pertes", a ajouté Aldo Brême, en se disant "prêt à défendre le pays".',
            ["Aldo Brême", "Aldo Brême"],
        ),
        (
            "« Les convois passeront », a promis Orlane Vidal, tout en assurant que les routes restent minées.",
            ["Orlane Vidal", "Orlane Vidal"],
        ),
        (
            "Selon les sources médicales interrogées mardi par l'AFP, la frappe a tué 59 personnes.",
            ["sources médicales"],
        ),
        ("Selon les documents consultés par l'AFP, l'armée a tiré la première.", ["documents"]),
        ("Selon des témoins joints par l'AFP, l'armée a tiré la première.", ["témoins"]),
        ("« La ville tient », a affirmé ce 27 février sur Twitter le général Aldo Brême.", ["Aldo Brême"]),
        ("« La ville tient », a affirmé ce mardi 4 mai sur Telegram Aldo Brême, leur porte-parole.", ["Aldo Brême"]),
        (
            "Selon un responsable de l'hôpital Mirdane, douze personnes ont été tuées.",
            ["responsable de l'hôpital Mirdane"],
        ),
    ],
)
def test_who_says_it(text: str, names: list[str]) -> None:
    assert [n for found in speakers(text) for n in found] == names


@pytest.mark.parametrize(
    "text",
    [
        "Vendredi a débuté la guerre entre le gouvernement du Tchad et les autorités rebelles du Morvac qui a ravagé "
        "le nord du Tchad.",
        "Le conflit entre l'armée du Tchad et les milices du fleuve, qui a tué douze soldats, s'étend.",
        "Le mouvement salue une série d'attaques dans plusieurs zones du nord du Tchad, qui ont tué douze soldats.",
    ],
)
def test_no_side_does_what_a_relative_tells_of_the_war(text: str) -> None:
    assert not any(e.actor for e in events(text) if e.type in ("damage", "casualties"))


@pytest.mark.parametrize("place", ["la ville", "plusieurs villages"])
def test_who_reports_shelling_did_not_shell(place: str) -> None:
    text = (
        "« Un drone a tiré », a dit Aldo Brême, un porte-parole des rebelles, faisant état de « bombardements "
        f"d'artillerie sur {place} ayant tué des civils »."
    )
    assert [e.actor for e in events(text) if "bombardements" in e.evidence[0].quote] == [()]


@pytest.mark.parametrize(
    ("text", "who", "what"),
    [
        (
            "Le Tchad accuse le Soudan d'abriter des rebelles, ce que Khartoum dément.",
            "Soudan",
            "le Soudan d'abriter des rebelles",
        ),
        (
            "Le Tchad a accusé le Soudan d'abriter des rebelles, ce qu'a démenti l'armée soudanaise.",
            "Armée soudanaise",
            "le Soudan d'abriter des rebelles",
        ),
        (
            "Le Tchad affirme que le Soudan arme des rebelles menaçant le port, ce que Khartoum conteste.",
            "Soudan",
            "que le Soudan arme des rebelles menaçant le port",
        ),
        (
            "Le Tchad accuse le Soudan d'aider le groupe qu'il soupçonne d'avoir tué dix civils, ce que Khartoum nie.",
            "Soudan",
            "le Soudan d'aider le groupe qu'il soupçonne d'avoir tué dix civils",
        ),
    ],
)
def test_who_denies_in_the_same_sentence(text: str, who: str, what: str) -> None:
    told = {s.act: s for s in statements(text) if s.content[0].quote == what}
    assert set(told) == ({"assert", "deny"} if what.startswith("que ") else {"accuse", "deny"})
    assert told["deny"].reference == (who,)
    assert not any(e.status == "denied" for e in events(text) if e.type == "casualties")


@pytest.mark.parametrize("verb", ["conteste", "dément", "a nié"])
def test_the_denied_deed_is_told_by_the_other(verb: str) -> None:
    text = f"L'armée du Tchad accuse le Soudan d'avoir tiré sur des civils, ce que Khartoum {verb}."
    assert [(e.status, e.attributed_to) for e in events(text) if e.type == "attack"] == [
        ("claimed", ("Armée tchadienne",)),
        ("denied", ("Soudan",)),
    ]


def test_a_capital_behind_a_comma_is_a_name() -> None:
    assert speakers("Ce sont Naik Varek (36 ans), Lance Tolo Varek (35 ans) et Sep Varek (25 ans).") == []


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Le gouvernement et les rebelles du Soudan ont signé une trêve à Addis Abeba.", "Gouvernement soudanais"),
        (
            "Addis Abeba — Le gouvernement et les groupes rebelles au Soudan ont signé une trêve.",
            "Gouvernement soudanais",
        ),
    ],
)
def test_a_government_is_that_of_the_rebels_beside_it(text: str, actor: str) -> None:
    assert [e.actor[0].name for e in events(text) if e.type == "agreement"] == [actor]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Le commissaire confirme quant à lui la mort de quatre soldats.", 4),
        ("L'armée a tué six Tchadiens samedi.", 6),
        ("Une vingtaine de personnes dont un civil ont perdu la vie, selon six témoins.", 20),
        ("L'armée a annoncé que 26 civils dont deux fillettes et un garçon, avaient été tués.", 26),
    ],
)
def test_the_dead_and_who_counts_them(text: str, count: int) -> None:
    found = [e for e in events(text) if e.type == "casualties" and e.quantity and e.quantity.low == count]
    assert len(found) == 1
    assert found[0].status == ("happened" if text.startswith("L'armée a tué") else "claimed")


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("La frappe s'est déroulée hier (lundi) dans l'après-midi et a tué 17 personnes.", "casualties", "lundi"),
        ("Une frappe du Tchad a visé Sorel, la première depuis la guerre de 1971.", "attack", None),
        ("Les négociations reprendront le 20 mai et le médiateur attend jusqu'en juin.", "meeting", "le 20 mai"),
        ("La première attaque depuis la prise du port par les rebelles a visé Sorel.", "attack", None),
    ],
)
def test_the_day_and_the_doer_of_what_is_told(text: str, kind: str, day: str | None) -> None:
    found = [e for e in events(text) if e.type == kind]
    assert {e.date.mention.quote if e.date else None for e in found} == {day}
    assert not any(p.name == "rebelles" for e in found for p in e.actor)


def test_a_place_is_no_party_of_what_is_said() -> None:
    text = "Le porte-parole a ajouté que la rencontre de paix prévue à Khartoum aurait lieu lundi."
    assert not any(e.target for e in events(text) if e.type == "statement")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            'À Sorel, "douze civils ont été tués" selon la Mission des lacs (Milac), évoquant également "un pillage".',
            ["Mission des lacs", "Mission des lacs"],
        ),
        ("Le bilan est lourd selon Orlane Vidal, soulignant que les routes restent minées.", ["Orlane Vidal"] * 2),
        ("Le gouvernement taliban afghan a accusé le Pakistan de fuir.", ["Gouvernement taliban afghan"]),
        (
            "M. Brême a rejeté les propos d'Odon Vire, selon lesquels Halde aurait fui, affirmant que le pays tenait.",
            ["Brême", "Brême"],
        ),
        ("COVID-19 : un nouveau variant détecté et qui échappe aux tests.", []),
    ],
)
def test_the_source_goes_on_speaking(text: str, names: list[str]) -> None:
    assert [n for found in speakers(text) for n in found] == names


@pytest.mark.parametrize(
    "text",
    [
        "Un accord a été obtenu à Khartoum, indique le gouvernement.",
        "Khartoum — Le gouvernement a accepté une trêve.",
        "Khartoum (Agence) — Le gouvernement a accepté une trêve.",
    ],
)
def test_where_talks_are_is_not_whose_government_speaks(text: str) -> None:
    assert not any("soudanais" in n for found in speakers(text) for n in found)


def test_what_one_does_not_do_is_no_denial() -> None:
    text = "« On ne signe pas un accord pour le détruire au premier dérapage », a dit Aldo Brême."
    assert [e.status for e in events(text) if e.type == "agreement"] == []


@pytest.mark.parametrize(
    ("text", "kind", "day"),
    [
        ("C'est le massacre le plus lourd commis depuis la signature, le 6 mai, d'une trêve.", "attack", None),
        ("Le chef a ordonné, six jours après la signature de la trêve, un cantonnement, lundi.", "agreement", None),
        ("Le massacre a été commis le 6 mai, depuis la colline.", "attack", "le 6 mai"),
    ],
)
def test_the_day_of_another_deed(text: str, kind: str, day: str | None) -> None:
    assert {e.date.mention.quote if e.date else None for e in events(text) if e.type == kind} == {day}


def test_the_two_are_those_that_the_text_joins() -> None:
    text = (
        "L'Union n'a pas convaincu le ministre Aldo Brême et le général Odon Vire de signer, a annoncé Tomas Breuil. "
        "Les deux dirigeants ont eu des discussions avec des responsables du Tchad."
    )
    assert [p.name for p in one(text, "meeting").actor] == ["Aldo Brême", "Odon Vire"]


@pytest.mark.parametrize(
    ("text", "by"),
    [
        ("Le ministère du Tchad a parlé. Le conflit a fait 3.500 morts, selon les mêmes sources.", ("mêmes sources",)),
        ("Aldo Brême refuse de négocier la fin d'une guerre qui a fait plus de 10.000 morts.", ()),
        ("Aldo Brême refuse de dire que la guerre a fait plus de 10.000 morts.", ("Aldo Brême",)),
    ],
)
def test_whose_toll_it_is(text: str, by: tuple[str, ...]) -> None:
    assert {e.attributed_to for e in events(text) if e.type == "casualties"} <= {by}


def test_a_sum_over_several_attacks_has_no_day_of_one() -> None:
    text = "Le 12 mai, une attaque a visé Sorel, selon le ministère qui parle d'un bilan cumulé de quinze soldats tués."
    assert [e.date for e in events(text) if e.type == "casualties"] == [None]


def test_where_an_incident_was_did_not_kill() -> None:
    text = (
        "L'Union a réagi à l'incident survenu dans le Nord du Tchad-Méridional, qui a tué un policier et trois soldats."
    )
    assert not any(e.actor for e in events(text) if e.type == "casualties")


def test_whose_own_head_or_lawyer_tells_it_is_a_source_and_what_they_have_is_none() -> None:
    for who in ("leur commandant", "leur employeur", "leur rédaction", "son avocat"):
        (found,) = events(f"Six ouvriers ont été enlevés, selon {who}.")
        assert (found.status, found.attributed_to) == ("claimed", (who.partition(" ")[2],))
    (found,) = events("Six ouvriers ont été enlevés, selon leur nationalité.")
    assert (found.status, found.attributed_to) == ("happened", ())
