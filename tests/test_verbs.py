"""French conjugation: the models of verbs.toml, the regular spellings, and the verb forms of the UD treebanks."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from pathlib import Path

import pytest

from recoupe.lang.fr.verbs import analyse, conjugate, forms

ROWS = tomllib.loads((files("recoupe.lang.fr") / "verbs.toml").read_text(encoding="utf-8"))["model"]


@pytest.mark.parametrize("row", ROWS, ids=[row["test"][2] + ":" + row["test"][1] for row in ROWS])
def test_every_model_has_its_sentence(row: dict[str, list[str]]) -> None:
    sentence, form, infinitive, key = row["test"]
    assert form in sentence
    assert form in conjugate(infinitive)[key]
    assert (infinitive, key) in [(a.infinitive, a.key) for a in analyse(form)]


@pytest.mark.parametrize(
    ("infinitive", "key", "expected"),
    [
        ("annoncer", "imp3s", ("annonçait",)),
        ("annoncer", "ps3p", ("annoncèrent",)),
        ("exiger", "ps3s", ("exigea",)),
        ("exiger", "pres1p", ("exigeons",)),
        ("appuyer", "fut3s", ("appuiera",)),
        ("payer", "pres3s", ("paie", "paye")),
        ("appeler", "pres3p", ("appellent",)),
        ("harceler", "pres3s", ("harcèle",)),
        ("renouveler", "fut3p", ("renouvelleront", "renouvèleront")),
        ("espérer", "pres3s", ("espère",)),
        ("espérer", "cond3p", ("espéreraient", "espèreraient")),
        ("célébrer", "pres3p", ("célèbrent",)),
        ("alléguer", "pres3s", ("allègue",)),
        ("créer", "pp_fs", ("créée",)),
        ("achever", "subj3s", ("achève",)),
        ("réunir", "pres3p", ("réunissent",)),
        ("réunir", "gerund", ("réunissant",)),
        ("être", "subj3s", ("soit",)),
        ("être", "subjimp3s", ("fût",)),
        ("vouloir", "impv2p", ("veuillez", "voulez")),
        ("aller", "impv2s", ("va",)),
        ("nier", "imp1p", ("niions",)),
        ("devoir", "pp_mp", ("dus",)),
        ("repeindre", "pres3s", ("repeint",)),
        ("connaitre", "pres3p", ("connaissent",)),
        ("se souvenir", "ps3s", ("souvint",)),
        ("s'enfuir", "pres3p", ("enfuient",)),
    ],
)
def test_spelling(infinitive: str, key: str, expected: tuple[str, ...]) -> None:
    assert conjugate(infinitive)[key] == expected


def test_conditional_future_and_imperfect_are_told_apart() -> None:
    assert [(a.mood, a.tense) for a in analyse("déclarerait", "déclarer")] == [("Cnd", "Pres")]
    assert [(a.mood, a.tense, a.number) for a in analyse("déclareront", "déclarer")] == [("Ind", "Fut", "Plur")]
    assert [(a.mood, a.tense) for a in analyse("déclarait", "déclarer")] == [("Ind", "Imp")]


def test_every_reading_of_a_form_is_given() -> None:
    assert {a.key for a in analyse("dit", "dire")} == {"pres3s", "ps3s", "pp_ms"}
    assert analyse("pourparlers") == ()


def test_defective_and_invariable_verbs_have_no_invented_form() -> None:
    assert "pres1s" not in conjugate("falloir")
    assert "gerund" not in conjugate("falloir")
    assert "étée" not in forms("être")


@pytest.mark.parametrize("word", ["guerre", "", "se "])
def test_a_word_that_is_no_infinitive_is_refused(word: str) -> None:
    with pytest.raises(ValueError, match="not a French infinitive"):
        conjugate(word)


@pytest.mark.shared
def test_verb_forms_of_the_treebanks(shared: Path) -> None:
    """Lemma and form of every verb of the treebanks; what is left are typing errors of the texts."""
    seen = right = 0
    for path in sorted((shared / "data" / "treebanks").glob("*.conllu")):
        for line in path.read_text(encoding="utf-8").splitlines():
            columns = line.split("\t")
            if len(columns) < 6 or columns[3] not in ("VERB", "AUX") or columns[5] == "_":
                continue
            form, lemma = columns[1].lower().replace("’", "'"), columns[2].lower()
            if not lemma.endswith(("er", "ir", "ïr", "re")):
                continue
            seen += 1
            right += form in forms(lemma)
    assert seen > 10_000
    assert right / seen > 0.997
