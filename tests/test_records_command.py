"""The records of a dossier: filters, one line each, and their headings in the brief."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from recoupe.cli import build
from recoupe.export.events import facts
from recoupe.messages import messages
from recoupe.store import open_dossier, verify
from tests.occurrences import one

TEXT = """Nuit de frappes sur Valdor

Selon l'armée soudanaise, les rebelles ont lancé 40 drones et au moins 3 missiles dans la nuit du 4 au 5 mars 2025. \
Douze personnes ont été tuées à Khartoum mercredi 5 mars 2025.

Le gouvernement soudanais a promis de rouvrir la route avant le 20 mars. Les deux ministres \
doivent se rencontrer lundi à Genève.

Les rebelles ont démenti avoir bombardé le marché.
"""


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("records")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    path = folder / "d.db"
    done = CliRunner().invoke(build(messages("fr")), ["add", str(path), str(folder / "a.txt"), "--date", "2025-03-06"])
    assert done.exit_code == 0, done.output
    return path


@pytest.fixture(scope="module")
def run(dossier: Path) -> Callable[..., Result]:
    def run(command: str, *options: str) -> Result:
        return CliRunner().invoke(build(messages("fr")), [command, str(dossier), *options])

    return run


def rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_the_dossier_holds_what_it_says(dossier: Path) -> None:
    with open_dossier(dossier) as store:
        assert list(verify(store)) == []


def test_types_and_statuses_filter(run: Callable[..., Result]) -> None:
    everything = rows(run("records", "--json"))
    attacks = rows(run("records", "--type", "attack", "--json"))
    assert 0 < len(attacks) < len(everything)
    assert {row["type"] for row in attacks} == {"attack"}
    two = rows(run("records", "--type", "attack,casualties", "--json"))
    assert {row["type"] for row in two} == {"attack", "casualties"}
    claimed = rows(run("records", "--status", "claimed", "--json"))
    assert claimed
    assert {row["status"] for row in claimed} == {"claimed"}


def test_a_claim_keeps_who_makes_it_and_a_count_its_modifier(run: Callable[..., Result]) -> None:
    shown = run("records", "--type", "attack", "--attributed-to", "armée").stdout
    assert "affirmé par Armée soudanaise" in shown
    assert "au moins 3 missiles" in shown


def test_places_and_days_filter(run: Callable[..., Result]) -> None:
    assert {row["type"] for row in rows(run("records", "--place", "khartoum", "--json"))} >= {"casualties"}
    assert rows(run("records", "--since", "2025-03-05", "--until", "2025-03-05", "--json"))
    assert rows(run("records", "--since", "2026-01-01", "--json")) == []


def test_an_unknown_type_is_said(run: Callable[..., Result]) -> None:
    refused = run("records", "--type", "attaque")
    assert refused.exit_code == 2
    assert "casualties" in refused.output


def test_the_brief_gives_headings(run: Callable[..., Result]) -> None:
    brief = run("brief").stdout
    for heading in ("Dit par une seule origine", "Promis, dû, en retard", "Prévu ou envisagé", "Démenti"):
        assert heading in brief
    for form in ("md", "html"):
        assert "Dit par une seule origine" in run("brief", "--format", form).stdout
    assert json.loads(run("brief", "--format", "json").stdout)["sections"]


def test_the_brief_turns_no_claim_plan_or_denial_into_a_fact(run: Callable[..., Result]) -> None:
    brief = " ".join(run("brief").stdout.split())
    claimed, rest = brief.split("Prévu ou envisagé", 1)
    assert "40 drones" in claimed
    assert "(Armée soudanaise" in claimed  # who says so stands beside it
    assert "le texte lui-même" in claimed  # what the text says by itself is the text's
    assert "bombardé le marché" in rest.split("Démenti", 1)[1]
    assert "bombardé le marché" not in claimed
    assert "Genève" in rest.split("Promis, dû, en retard", 1)[0]
    assert "Genève" not in claimed


def test_a_number_keeps_the_word_that_joins_it_to_its_noun() -> None:
    found = one("Des dizaines de civils ont été tués mardi à Goma.", "casualties")
    assert "Des dizaines de civils" in facts(found, messages("fr"))
