"""Events: every row of the trigger tables, constructions one by one, and numbers that stand in their evidence."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recoupe.extract.events import as_row
from recoupe.lang.fr.events import FILES, load_events, table
from recoupe.messages import LANGUAGES, messages
from recoupe.records import evidence_of
from tests.occurrences import events, kinds, one

ROWS = [
    (f"{kind}.{row.get('type', 'casualties')}.{row.get('stance') or row.get('subtype', '')}.{i}", row)
    for name in FILES
    for kind in ("verb", "noun", "adj", "toll")
    for i, row in enumerate(table(name).get(kind, ()))
]


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[name for name, _ in ROWS])
def test_every_row_reads_its_test_sentence_and_not_the_other(name: str, row: dict[str, Any]) -> None:
    wanted = row.get("type", "casualties"), row.get("stance") or row.get("subtype", "")
    assert wanted in kinds(row["test"]), (name, kinds(row["test"]))
    assert wanted not in kinds(row["not"]), (name, row["not"])


FORMS = table("speech.toml")["form"]


@pytest.mark.parametrize("form", FORMS, ids=[f"{i}.{f['type']}" for i, f in enumerate(FORMS)])
def test_every_form_of_what_is_said(form: dict[str, Any]) -> None:
    wanted = form["type"], form.get("stance") or form.get("subtype", "")
    assert wanted in kinds(form["test"]), kinds(form["test"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_subtype_has_words_of_the_reader(language: str) -> None:
    said = {row.get("subtype", "") for _, row in ROWS} | {form.get("subtype", "") for form in FORMS}
    assert {name for name in said if name and not messages(language).has(f"subtype.{name}")} == set()


@pytest.mark.parametrize(
    ("text", "kind", "status", "source"),
    [
        ("L'armée du Norvend a bombardé le port d'Estra.", "attack", "happened", ()),
        ("Le maire a déclaré que l'armée avait bombardé le port d'Estra.", "attack", "claimed", ("maire",)),
        ("Le Norvend a démenti avoir bombardé le port d'Estra.", "attack", "denied", ("Norvend",)),
        ("L'armée aurait bombardé le port d'Estra.", "attack", "claimed", ()),
        ("Les deux chanceliers doivent se rencontrer à Genève lundi.", "meeting", "planned", ()),
        ("Les deux chanceliers se rencontreront à Genève lundi.", "meeting", "planned", ()),
        ("Les deux chanceliers pourraient se rencontrer à Genève lundi.", "meeting", "conditional", ()),
        ("Les otages doivent être libérés lundi.", "prisoners", "planned", ()),
        ("Les otages pourraient être libérés lundi.", "prisoners", "conditional", ()),
        ("Les otages viennent d'être libérés.", "prisoners", "happened", ()),
        ("L'armée encercle la ville d'Estra.", "territory", "happened", ()),
        ("L'armée contrôle la ville d'Estra.", "territory", "happened", ()),
        ("L'armée affirme d'ailleurs avoir bombardé le port d'Estra.", "attack", "claimed", ("armée",)),
        ("L'armée affirme en outre ne pas avoir bombardé le port d'Estra.", "attack", "denied", ("armée",)),
        ("Les miliciens, accusés d'avoir bombardé le port d'Estra, ont fui.", "attack", "claimed", ()),
        ("Le maire a déclaré l'armée a bombardé le port d'Estra.", "attack", "claimed", ("maire",)),
        ("Le maire dénonce des tirs, ayant visé le port d'Estra.", "attack", "claimed", ("maire",)),
        ("Les rebelles se seraient repliés de la ville d'Estra.", "territory", "claimed", ()),
        ("Selon un communiqué de la 3e brigade, un drone a bombardé le port.", "attack", "claimed", ("3e brigade",)),
        (
            "Selon le bulletin publié par l'office de Sorel, un drone a bombardé le port.",
            "attack",
            "claimed",
            ("office de Sorel",),
        ),
        (
            "Selon des témoins joints par la rédaction, un drone a bombardé le port.",
            "attack",
            "claimed",
            ("témoins",),
        ),
        (
            "« Un drone a bombardé le port », a dit le porte-parole de la Force du Nord (FDN), Tomas Breuil.",
            "attack",
            "claimed",
            ("Tomas Breuil",),
        ),
        (
            "Un drone a bombardé le port d'Estra, a-t-on appris mardi auprès d'un colonel.",
            "attack",
            "claimed",
            ("colonel",),
        ),
        (
            "Un drone a bombardé le port d'Estra, a appris l'agence auprès de secouristes.",
            "attack",
            "claimed",
            ("secouristes",),
        ),
    ],
)
def test_status_and_attribution(text: str, kind: str, status: str, source: tuple[str, ...]) -> None:
    found = one(text, kind)
    assert found.status == status
    assert tuple(name.lower() for name in found.attributed_to) == tuple(name.lower() for name in source)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("L'armée n'a pas bombardé le port d'Estra.", "attack"),
        ("L'armée pourrait bombarder le port d'Estra.", "attack"),
        ("Si l'armée bombarde le port d'Estra, la trêve tombera.", "attack"),
        ("Le Norvend veut bombarder le port d'Estra.", "attack"),
        ("La chancelière exhorte l'armée à libérer les otages.", "prisoners"),
        ("Le pays s'est préparé pour éviter des frappes sur le port d'Estra.", "attack"),
        ("Des missiles lancés par sous-marin restent rares.", "attack"),
        ("Le port d'Estra risque d'être bombardé.", "attack"),
        ("Des affiches appellent les habitants pour qu'ils évacuent la ville d'Estra.", "territory"),
        ("Trois avions ont largué des vivres sur la ville d'Estra.", "attack"),
        ("Le maire de Sorel est tombé.", "territory"),
        ("L'armée aurait pu aussi bombarder le port d'Estra.", "attack"),
        ("Le Norvend prépare des sanctions visant neuf généraux.", "sanction"),
        ("Cette percée intervient cinq jours après la signature d'un accord.", "military_activity"),
        ("L'accord oblige le Norvend à retirer ses soldats de la ville d'Estra.", "territory"),
        ("Le Norvend subordonne sa venue à un dialogue entre l'armée et les rebelles.", "meeting"),
        ("La Croix-Rouge a mené une opération de sauvetage.", "military_activity"),
        ("Le maire a salué les secours, sans affirmer que l'armée avait repris la ville d'Estra.", "territory"),
    ],
)
def test_what_has_not_happened_gives_no_record_of_it(text: str, kind: str) -> None:
    assert kind not in [e.type for e in events(text)]


@pytest.mark.parametrize(
    "text",
    [
        "La situation reste tendue dans la région.",
        "Les guerres durent toujours trop longtemps.",
        "Abonnez-vous pour lire la suite.",
        "Vers un nouvel équilibre des forces",
    ],
)
def test_commentary_gives_nothing(text: str) -> None:
    assert kinds(text) == []


def counts(text: str) -> list[tuple[str, str, float | None]]:
    return [(e.type, e.subtype, e.quantity.low if e.quantity else None) for e in events(text)]


def test_each_number_is_bound_to_what_it_counts() -> None:
    assert counts("Le Norvend a lancé 40 drones et 12 missiles contre la capitale.") == [
        ("attack", "launched", 40.0),
        ("attack", "launched", 12.0),
    ]
    assert counts("La défense a abattu 13 des 23 drones.") == [("interception", "downed", 13.0)]
    found = counts("L'explosion a fait trois morts et une vingtaine de blessés.")
    assert ("casualties", "killed", 3.0) in found
    assert ("casualties", "wounded", 20.0) in found
    assert counts("Douze personnes ont été tuées et 40 autres ont été blessées.") == [
        ("casualties", "killed", 12.0),
        ("casualties", "wounded", 40.0),
    ]
    found = counts("L'explosion a tué douze soldats et blessé 30 autres.")
    assert found[1:] == [("casualties", "killed", 12.0), ("casualties", "wounded", 30.0)]

    assert counts("Douze personnes sont mortes et 40 ont été blessées.") == [
        ("casualties", "killed", 12.0),
        ("casualties", "wounded", 40.0),
    ]
    found = counts("Le drone a frappé la base, tuant 15 civils et blessant 27 autres.")
    assert found[1:] == [("casualties", "killed", 15.0), ("casualties", "wounded", 27.0)]
    assert counts("Trente otages détenus à Estra ont été libérés.") == [("prisoners", "release", 30.0)]


WORDS = [
    "le",
    "la",
    "les",
    "un",
    "une",
    "des",
    "deux",
    "12",
    "40",
    "soldats",
    "drones",
    "missiles",
    "rebelles",
    "Norvend",
    "armée",
    "a",
    "ont",
    "été",
    "tué",
    "tués",
    "blessés",
    "bombardé",
    "lancé",
    "pris",
    "village",
    "port",
    "selon",
    "que",
    "déclaré",
    "n'",
    "pas",
    "si",
    ",",
    ".",
    "«",
    "»",
    "et",
    "de",
    "dont",
    "à",
    "contre",
    "lundi",
    "morts",
    "abattu",
    "ministre",
    "accord",
    "signé",
]


def test_evidence_does_not_end_between_a_number_and_its_noun_nor_inside_a_date() -> None:
    text = "Orlane Vidal a soutenu une proposition du Norvend pour instaurer un cessez-le-feu provisoire de 30 jours."
    (proposal,) = (e for e in events(text) if e.type == "proposal")
    assert proposal.evidence[0].quote.endswith("de 30 jours")
    (blockade,) = events("Le Norvend impose un blocus dans la région de Borva depuis le 3 septembre.")
    assert blockade.evidence[0].quote.endswith("depuis le 3 septembre")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=30))
def test_evidence_and_numbers_stand_in_the_text(words: list[str]) -> None:
    text = " ".join(words)
    for e in events(text):
        for _, evidence in evidence_of(e):
            assert text[evidence.start : evidence.end] == evidence.quote
        assert e.evidence
        if e.quantity is not None:
            number = e.quantity.mention
            assert any(s.start <= number.start and number.end <= s.end for s in e.evidence)


def test_every_type_has_codes() -> None:
    codes = load_events().codes
    assert {row.type for row in load_events().rows} <= set(codes) | {"position"}


def _shared_rows(shared: Path) -> list[dict[str, Any]]:
    rows = []
    for path in sorted((shared / "seeds").glob("*.txt")):
        text = path.read_bytes().decode("utf-8")
        rows += [(path.name, text, e) for e in events(text)]
    return [as_row(e, name) | {"text": text} for name, text, e in rows]


@pytest.mark.shared
def test_the_negatives_give_no_record(shared: Path) -> None:
    found = _shared_rows(shared)
    for line in (shared / "gold" / "seeds" / "negatives.jsonl").read_text(encoding="utf-8").splitlines():
        negative = json.loads(line)
        for row in found:
            if row["doc"] == negative["doc"]:
                at = row["text"].find(negative["text"])
                inside = min(row["end"], at + len(negative["text"])) - max(row["start"], at)
                assert inside <= 0, (negative["text"], row["evidence"])


@pytest.mark.shared
def test_every_number_of_the_seeds_stands_in_its_evidence(shared: Path) -> None:
    for path in sorted((shared / "seeds").glob("*.txt")):
        for e in events(path.read_bytes().decode("utf-8")):
            if e.quantity is not None:
                number = e.quantity.mention
                assert any(s.start <= number.start and number.end <= s.end for s in e.evidence), e


def test_a_number_counts_what_was_named_before() -> None:
    e = one("L'armée de l'air a signalé 140 drones. 121 d'entre eux ont été abattus.", "interception")
    assert (e.quantity is not None, e.target[0].name) == (True, "drones")
    assert "casualties" not in [k for k, _ in kinds("L'armée a signalé 140 drones. 121 d'entre eux ont été abattus.")]


def test_a_bare_number_after_en_counts_what_was_named_before() -> None:
    text = "L'armée de l'air a signalé 140 drones. La défense dit en avoir abattu 22."
    e = one(text, "interception")
    assert e.quantity is not None
    assert (e.quantity.low, e.quantity.unit, e.quantity.mention.quote) == (22, "drones", "22")
    assert e.evidence[0].quote == "en avoir abattu 22"


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("Aucun soldat n'a bombardé la ville de Sorel.", []),
        ("Pas un char n'est entré dans la ville de Sorel.", []),
        ("L'état-major persiste à nier toute incursion.", []),
        ("« Aucune arme norvendaise n'a été employée contre cette gare », a dit le général.", ["denied"]),
        ("Le Norvend n'a pas démenti la frappe sur la gare d'Estra.", []),
        ("« Aucun de nos soldats n'a passé la frontière », a répliqué l'état-major.", ["denied"]),
        ("Aucun des deux camps ne contrôle la totalité de la ville, juge l'observatoire.", ["denied"]),
    ],
)
def test_a_subject_that_is_no_one_denies(text: str, statuses: list[str]) -> None:
    found = [e for e in events(text) if e.type in ("attack", "territory", "military_activity")]
    assert [e.status for e in found] == statuses
    assert not any(p.name.lower() == "aucun" for e in found for p in e.actor)


def test_what_stands_for_a_count_or_a_name_that_the_parser_parts() -> None:
    exchange = one(
        "Le Norvend et la Sundérie ont procédé à un échange de prisonniers, 1 200 de chaque côté.", "prisoners"
    )
    assert exchange.quantity is not None
    assert (exchange.quantity.low, exchange.quantity.mention.quote) == (1200, "1 200")
    bare = one("Le Norvend a procédé à un échange de prisonniers sur un pont de 300 mètres.", "prisoners")
    assert bare.quantity is None
    both = one("Kiev et Moscou ont échangé 120 prisonniers de guerre.", "prisoners")
    assert [p.name for p in both.actor] == ["Ukraine", "Russie"]
    downed = one("Le Norvend revendique la destruction de 27 missiles sundériens.", "interception")
    assert [p.name for p in downed.actor] == []


def test_a_toll_without_a_verb_is_claimed_by_who_confirms_it() -> None:
    e = one("Douze morts, confirment les secours.", "casualties")
    assert (e.status, e.attributed_to) == ("claimed", ("secours",))


def test_what_is_put_off_keeps_the_day_that_it_was_due() -> None:
    (meeting,) = events("Les pourparlers qui devaient s'ouvrir mardi à Borva sont reportés.")
    assert (meeting.subtype, meeting.date.mention.quote if meeting.date else None) == ("postponed", "mardi")
