"""What the documents say is what the program does."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from recoupe.cli import build, main
from recoupe.export import schema
from recoupe.messages import messages
from recoupe.records import RECORD_TYPES
from recoupe.store.schema import statements, table_of

ROOT = Path(__file__).resolve().parents[1]
TEXTS = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md")])


def test_the_records_page_is_made_from_the_structs() -> None:
    page = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    assert page == schema.markdown(), "run: python -m recoupe.export.schema > docs/records.md"
    for kind in RECORD_TYPES:
        assert f"## {kind.__name__}\n" in page
        assert all(f"| {name} |" in page for name in kind.__struct_fields__)


def test_the_schema_has_every_record_type_and_field() -> None:
    definitions = schema.json_schema()["$defs"]
    for kind in RECORD_TYPES:
        assert set(definitions[kind.__name__]["properties"]) == set(kind.__struct_fields__)


def test_tables_have_a_column_for_every_field() -> None:
    sql = "\n".join(statements())
    for kind in RECORD_TYPES:
        columns = table_of(kind).columns
        assert [c.name for c in columns] == list(kind.__struct_fields__)
        assert f"CREATE TABLE {kind.__name__.lower()} (" in sql


COMMAND = re.compile(r"^\s*(?:\$ )?(?:\.venv/bin/)?recoupe ([a-z]+)(.*)$", re.MULTILINE)


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.name)
def test_every_command_and_option_in_the_documents_exists(path: Path) -> None:
    group = build(messages("en"))
    for name, rest in COMMAND.findall(path.read_text(encoding="utf-8")):
        assert name in group.commands, f"{path.name}: recoupe {name}"
        known = {o for p in group.commands[name].params if isinstance(p, click.Option) for o in p.opts} | {"--help"}
        assert set(re.findall(r"(?<=\s)--[a-z-]+", rest.partition("#")[0])) <= known, (
            f"{path.name}: recoupe {name}{rest}"
        )


LOOKING = "brief findings board deadlines diff sources stories speakers statements search verify"


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.name)
def test_what_the_documents_show_prints_something_on_the_sample(
    path: Path, sample_dossier: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, rest in COMMAND.findall(path.read_text(encoding="utf-8")):
        words = shlex.split(rest, comments=True)
        if name in LOOKING.split() and words[0] == "talks.db":
            with pytest.raises(SystemExit) as stop:
                main([name, str(sample_dossier), *words[1:]])
            assert (stop.value.code or 0, capsys.readouterr().out != "") == (0, True), f"recoupe {name}{rest}"


def test_what_the_page_on_views_names_exists() -> None:
    page = (ROOT / "docs" / "page.md").read_text(encoding="utf-8")
    macros = (ROOT / "src/recoupe/web/templates/macros.html").read_text(encoding="utf-8")
    named = set(re.findall(r"`m\.(\w+)`", page))
    assert len(named) > 3
    assert named <= set(re.findall(r"{% macro (\w+)\(", macros))


def test_layers_import_downward_only() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
