"""Stances that hold on without being told again, and bodies named after a day. All is invented."""

from __future__ import annotations

import pytest

from recoupe.extract.actors import load_book
from recoupe.extract.events.kept import may_hold
from recoupe.extract.statements import find_statements
from recoupe.lang.fr.events.kept import load_kept
from recoupe.lang.fr.parser import parse
from recoupe.lang.fr.sentences import split
from recoupe.read.plain import read_text
from tests.occurrences import STATES, events


@pytest.mark.parametrize(("held", "other"), load_kept().tests)
def test_words_by_which_a_stance_holds_on(held: str, other: str) -> None:
    assert may_hold(held.lower())
    assert not may_hold(other.lower())


@pytest.mark.parametrize(
    ("text", "stances"),
    [
        ("Le Norvend avait rejeté la trêve en mars. Tolvane n'a pas changé de position.", ["rejects", "rejects"]),
        ("Le Norvend a rejeté le retrait mardi. Il campe sur ses positions.", ["rejects", "rejects"]),
        ("Orlane Vidal exige la libération des otages. Elle n'en démord pas.", ["demands", "demands"]),
        ("Le Norvend refuse tout retrait du port. Il reste inflexible sur le retrait.", ["rejects", "rejects"]),
        ("Le Norvend campe sur ses positions.", []),
        ("Le Norvend refuse tout retrait du port. Il reste inflexible sur les otages.", ["rejects"]),
        ("Le Norvend a accepté la trêve. Il reste ferme.", ["accepts"]),
        ("Le Norvend rejette la trêve. La Sundérie ne bouge pas.", ["rejects"]),
        ("Le Norvend rejette la trêve et exige un retrait. Il campe sur ses positions.", ["rejects", "demands"]),
        ("Le Norvend rejette la trêve. Le Norvend accepte la trêve. Il ne cède pas.", ["rejects", "accepts"]),
        ("Le Norvend rejette la trêve. Tolvane campe sur ses positions au nord d'Estra.", ["rejects"]),
        ("La Sundérie propose une trêve au Norvend et aux rebelles. L'un a dit non, l'autre oui.", []),
    ],
)  # fmt: skip
def test_a_stance_is_kept_only_where_the_text_has_told_which(text: str, stances: list[str]) -> None:
    assert [e.stance for e in events(text) if e.type == "position"] == stances


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Le Mouvement du 12-Mars refuse la trêve.", "Le Mouvement du 12-Mars"),
        ("Selon le Mouvement du 12 mars, la trêve tient.", "le Mouvement du 12 mars"),
        ("Le Front du 4 Août a dit que la trêve tient.", "Le Front du 4 Août"),
        ("Le Collectif du 1er-Novembre appelle à la grève.", "Le Collectif du 1er-Novembre"),
        ("Le Front du Levain a dit le 12 mars que la trêve tient.", "Le Front du Levain"),
        ("Le Conseil du 12 mars a rejeté l'offre.", "Le Conseil"),
    ],
)
def test_a_body_named_after_a_day_keeps_its_name(text: str, speaker: str) -> None:
    document = read_text(text)
    sentences = split(document.text, document.blocks, document.masks)
    parse(document.text, sentences)
    (said,) = find_statements(document, sentences, load_book(STATES))
    assert said.speaker is not None
    assert said.speaker.quote == speaker


@pytest.mark.parametrize(
    "text",
    [
        "Le Norvend et le Mouvement du 12 mars ont signé une trêve.",
        "Le Norvend et le Mouvement du 12-Mars ont signé une trêve.",
    ],
)
def test_a_body_named_after_a_day_is_a_party_and_the_day_is_none(text: str) -> None:
    (found,) = [e for e in events(text) if e.type == "agreement"]
    assert len(found.actor) == 2
    assert "12" in found.actor[1].name
    assert found.date is None
