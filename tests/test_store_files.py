"""The file of a dossier: what is refused as none, one writer, what a killed writer or a full disk leaves."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from recoupe.errors import DossierError, DossierLocked
from recoupe.store import Dossier, open_dossier, verify
from tests.ledger import SENTENCES, TEXT, dump, fill, reading


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    fill(tmp_path / "d.db")
    document, records, source = reading(outlet="Autre")
    with open_dossier(tmp_path / "d.db") as dossier, pytest.raises(DossierError) as caught:
        dossier.write(document, records, sentences=(), rules="r1", source=source)
    assert caught.value.code == "unwritable"


def test_files_that_are_no_dossier(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Ceci n'est pas une base de données, loin de là.\n" * 50, encoding="utf-8")
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as db:
        db.execute("CREATE TABLE t (x)")
    db.close()
    before = notes.read_bytes(), other.read_bytes()
    for path in (notes, other):
        for write in (False, True):
            with pytest.raises(DossierError) as caught:
                open_dossier(path, write=write)
            assert caught.value.code == "foreign"
            assert str(path) in str(caught.value)
    assert (notes.read_bytes(), other.read_bytes()) == before
    with pytest.raises(DossierError, match="no such dossier"):
        open_dossier(tmp_path / "none.db")
    with pytest.raises(DossierError, match="is a folder"):
        open_dossier(tmp_path)
    with pytest.raises(DossierError, match="no folder"):
        open_dossier(tmp_path / "no" / "d.db", write=True)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["notes.txt", "other.db"]


def test_an_empty_file_becomes_a_dossier(tmp_path: Path) -> None:
    # what a writer killed between making the file and its tables leaves behind
    (tmp_path / "d.db").touch()
    fill(tmp_path / "d.db")


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    fill(path)
    with open_dossier(path, write=True):
        with pytest.raises(DossierLocked) as caught:
            open_dossier(path, write=True)
        assert f"process {os.getpid()}" in caught.value.holder
        with open_dossier(path) as reader:  # readers are never kept out
            assert list(reader.documents())
    assert not path.with_name("d.db.lock").exists()


HOLD = """
import sys, time
from recoupe.store import open_dossier
with open_dossier(sys.argv[1], write=True) as d:
    d.db.execute("BEGIN IMMEDIATE")
    d.db.execute("DELETE FROM statement")
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_killed_writer_frees_the_lock_and_leaves_whole_documents(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    fill(path)
    before = dump(str(path))
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        with pytest.raises(DossierLocked):
            open_dossier(path, write=True)
        child.send_signal(signal.SIGKILL)
    assert path.with_name("d.db.lock").exists()
    with open_dossier(path, write=True) as dossier:
        assert not list(verify(dossier))
    assert dump(str(path)) == before


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    fill(path)
    with open_dossier(path, write=True) as dossier:
        pages = dossier.db.execute("PRAGMA page_count").fetchone()[0]
        dossier.db.execute(f"PRAGMA max_page_count = {pages + 2}")
        document, records, source = reading(TEXT + "\n\nSuite." * 5000)
        with pytest.raises(DossierError) as caught:
            dossier.write(document, records, sentences=SENTENCES, rules="r1", source=source)
        assert caught.value.code == "full"
        assert str(path) in str(caught.value)
    with open_dossier(path) as dossier:
        assert len(list(dossier.documents())) == 1
        assert not list(verify(dossier))


AS_NOBODY = """
import os, sys
from recoupe.errors import DossierError
from recoupe.store import open_dossier
with open_dossier(sys.argv[1]) as d:  # every module is in before the rights go
    list(d.documents())
if os.geteuid() == 0:
    os.setgid(65534), os.setuid(65534)
try:
    open_dossier(sys.argv[1], write=True)
except DossierError as e:
    print(e.code, e.path)
with open_dossier(sys.argv[1]) as d:
    print(len(list(d.documents())))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_read_only_folder_can_be_read_and_says_why_it_cannot_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "ro"
    folder.mkdir()
    path = folder / "d.db"
    fill(path)
    for parent in (tmp_path, *tmp_path.parents[:3]):  # pytest's own folders are closed to others
        parent.chmod(parent.stat().st_mode | 0o055)
    path.chmod(0o444)
    folder.chmod(0o555)
    try:
        done = subprocess.run([sys.executable, "-c", AS_NOBODY, str(path)], capture_output=True, text=True, check=False)
    finally:
        folder.chmod(0o755)
    assert done.stdout.split("\n")[:2] == [f"unwritable {path}", "1"], done.stderr


def test_dossier_is_closed_on_error(tmp_path: Path) -> None:
    def fail() -> None:
        with open_dossier(tmp_path / "d.db", write=True):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with open_dossier(tmp_path / "d.db", write=True) as dossier:
        assert isinstance(dossier, Dossier)
