"""Turns of phrase: every row of the table reads its test sentence and not the other."""

from __future__ import annotations

from typing import Any

import pytest

from recoupe.lang.fr.events.turns import turn_rows
from tests.occurrences import events

ROWS = turn_rows()
NAMES = [f"{i}.{row['type']}.{row.get('stance') or row.get('subtype', '')}" for i, row in enumerate(ROWS)]


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_every_turn_reads_its_test_sentence_and_not_the_other(row: dict[str, Any]) -> None:
    wanted = row["type"], row.get("subtype", ""), row.get("stance")
    assert wanted in [(e.type, e.subtype, e.stance) for e in events(row["test"])]
    assert wanted not in [(e.type, e.subtype, e.stance) for e in events(row["not"]) if ":turn." in e.rule]


@pytest.mark.parametrize(
    "text",
    [
        "Le Norvend doit se rallier à la trêve.",
        "Le Norvend pourrait se rallier à la trêve.",
        "Le Norvend se ralliera-t-il à la trêve ?",
        "Si le Norvend se rallie à la trêve, le port rouvrira.",
        "La Sundérie craint que le Norvend ne se retire des pourparlers.",
        "Le Norvend menace de claquer la porte des négociations.",
        "La Sundérie demande que le Norvend se rallie à la trêve.",
        "Le Norvend a suspendu mercredi les négociations avec les rebelles délocalisées à Genève.",
        "Le sélectionneur du Norvend s'est rangé à l'idée d'une rencontre.",
    ],
)
def test_what_is_left_open_is_no_turn(text: str) -> None:
    assert not [e for e in events(text) if ":turn." in e.rule]


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Le Norvend, qui avait signé en février, renie aujourd'hui l'accord.", ["Norvend"]),
        ("Tomas Breuil (FDL) tourne le dos à la trêve.", ["Tomas Breuil"]),
        ("Le Norvend et la Sundérie se sont ralliés à la trêve.", ["Norvend", "Sundérie"]),
    ],
)
def test_who_stands_before_a_turn(text: str, actor: list[str]) -> None:
    found = [e for e in events(text) if e.type == "position"]
    assert [[p.name for p in e.actor] for e in found] == [actor]
