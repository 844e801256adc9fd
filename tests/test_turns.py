"""Turns of phrase: every row of the table reads its test sentence and not the other."""

from __future__ import annotations

from typing import Any

import pytest

from recoupe.lang.fr.events.turns import turn_rows
from tests.occurrences import events

ROWS = [(f"{i}.{row['type']}.{row.get('stance') or row.get('subtype', '')}", row) for i, row in enumerate(turn_rows())]


@pytest.mark.parametrize(("name", "row"), ROWS, ids=[name for name, _ in ROWS])
def test_every_turn_reads_its_test_sentence_and_not_the_other(name: str, row: dict[str, Any]) -> None:
    def made(text: str) -> list[str]:
        wanted = row["type"], row.get("subtype", ""), row.get("stance")
        return [e.rule for e in events(text) if (e.type, e.subtype, e.stance) == wanted and "turn." in e.rule]

    assert made(row["test"]), [(e.type, e.subtype, e.stance, e.rule) for e in events(row["test"])]
    assert not made(row["not"])
