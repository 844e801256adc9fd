"""The command line on every format: folders, containers, standard input, columns; read again, nothing is added."""

from __future__ import annotations

import gzip
import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from recoupe.pipeline import gather, load, run
from recoupe.records import Source
from recoupe.store import open_dossier, verify
from tests.test_formats import FILES
from tests.test_robustness import PROGRAM, program


def test_a_folder_is_searched_for_every_format(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "page_files").mkdir(parents=True)
    (folder / ".git").mkdir()
    for name in ("chromium.html", "feedgen.rss", "duckdb.parquet", "gnu.tar.gz", "libreoffice-page.docx", "7z.7z"):
        shutil.copy(FILES / name, folder / name)
    shutil.copy(FILES / "chromium.html", folder / "page.html")
    shutil.copy(FILES / "chromium.html", folder / "page_files" / "saved_resource.html")
    shutil.copy(FILES / "chromium.html", folder / "page.png")  # a page, whatever its name says
    (folder / ".git" / "config").write_text("x")
    (folder / "photo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "style.css").write_text("body {}")
    (folder / "tool.bin").write_bytes(b"\x7fELF\2\1\1" + bytes(50))
    names = [Path(item.name).name for item in gather([folder])]
    assert "photo.png" not in names
    assert names == sorted(
        ["7z.7z", "chromium.html", "duckdb.parquet", "feedgen.rss", "gnu.tar.gz", "libreoffice-page.docx",
         "page.html", "page.png", "tool.bin"]
    )  # fmt: skip
    with open_dossier(tmp_path / "d.db", write=True) as dossier:
        outcomes = list(run(gather([folder]), dossier, workers=1))
        assert {Path(o.name).name for o in outcomes if o.status == "failed"} == {"7z.7z", "tool.bin"}
        # the page, its copies, the entry and the row of the same article are one document
        assert Counter(o.status for o in outcomes)["added"] == 5
        sources = {s.name.removeprefix(f"{folder}/"): s for _, s in dossier.records(Source)}
        assert {"gnu.tar.gz!dépêches/trêve.html", "gnu.tar.gz!fil.rss#1", "duckdb.parquet#2"} <= set(sources)
        page = sources["chromium.html"]
        assert dossier.raw(page.bytes_hash) == (FILES / "chromium.html").read_bytes()
        assert not list(verify(dossier))
        again = list(run(gather([folder]), dossier, workers=1))
        assert {o.status for o in again} == {"known", "failed"}


def test_standard_input_holds_any_format(tmp_path: Path) -> None:
    for file, texts in (("gnu.tar.zst", 4), ("7z.zip", 4), ("warcio.warc.gz", 3), ("libreoffice-page.pdf", 1)):
        with (FILES / file).open("rb") as data:
            done = program("extract", "dating", "-", stdin=data)
        assert done.returncode == 0, done.stderr
        assert len(done.stdout.splitlines()) == texts
    piped = subprocess.run(
        [*PROGRAM, "add", tmp_path / "d.db", "-"],
        input=gzip.compress(b"Le col tient.\n"),
        capture_output=True,
        check=True,
    )
    assert b"1 document added" in piped.stderr


def test_columns_on_the_command_line(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("quoi,quand\nLe col tient.,04/05/2021\n", encoding="utf-8")
    refused = program("add", tmp_path / "d.db", table)
    assert refused.returncode == 1
    assert b"no column that is surely the text (quoi, quand)" in refused.stderr
    given = program("add", tmp_path / "d.db", table, "--columns", "text=quoi,date=quand:%d/%m/%Y", "--json")
    [row] = map(json.loads, given.stdout.splitlines())
    assert row["name"].endswith("t.csv#2")
    with open_dossier(tmp_path / "d.db") as dossier:
        assert [d.date for _, d in dossier.documents()] == ["2021-05-04"]
    assert program("add", tmp_path / "d.db", table, "--columns", "texte").returncode == 2
    french = subprocess.run([*PROGRAM[:-1], "fr", "add", tmp_path / "d.db", table], capture_output=True, check=False)
    assert "aucune colonne n'est à coup sûr celle du texte" in french.stderr.decode()


def test_one_text_of_an_item_is_loaded_by_itself() -> None:
    [item] = gather([FILES / "chromium.html"])
    assert load(item).document.date == "2021-03-12"


def test_looking_at_names_loads_no_reader() -> None:
    heavy = "lxml trafilatura feedparser fastwarc pyarrow"
    code = f"import sys, recoupe.pipeline.files; print(sum(m in sys.modules for m in '{heavy}'.split()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"
