"""What a clumsy user types: the answer names what is wrong and what to do, in both languages, and nothing is lost."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.ledger import dump
from tests.test_cli import recoupe

__all__ = ["recoupe"]


@pytest.fixture
def place(sample_dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a dossier ``d.db`` and what may be taken for one; the commands are run in it."""
    shutil.copy(sample_dossier, tmp_path / "d.db")
    (tmp_path / "cut.db").write_bytes(sample_dossier.read_bytes()[:200_000])
    (tmp_path / "empty.db").touch()
    (tmp_path / "notes.txt").write_text("Rien de spécial.\n" * 400, encoding="utf-8")
    (tmp_path / "list.opml").write_text("<opml><body>", encoding="utf-8")
    (tmp_path / "dir").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ids(path: Path) -> dict[str, str]:
    db = sqlite3.connect(path)
    found = {t: db.execute(f"SELECT min(id) FROM {t}").fetchone()[0] for t in ("finding", "event", "document")}
    db.close()
    return found


def kept(place: Path) -> dict[str, object]:
    """What every file holds; of the dossier its rows, for a writer that changes none may still stamp the file."""
    return {p.name: dump(str(p)) if p.name == "d.db" else p.read_bytes() for p in place.iterdir() if p.is_file()}


LOOKING = ("brief", "speakers", "statements", "records", "findings", "board", "deadlines", "sources", "stories")


@pytest.mark.parametrize("command", [*LOOKING, "verify", "review"])
def test_what_is_no_dossier_is_named_with_what_to_do(recoupe: Any, place: Path, command: str) -> None:
    before = kept(place)
    for name, words in (
        ("nowhere.db", "n'existe pas"),
        ("dir", "est un répertoire"),
        ("notes.txt", "n'est pas un dossier Recoupe"),
        ("empty.db", "n'est pas un dossier Recoupe"),
        ("cut.db", "est abîmé"),
    ):
        status, out, err = recoupe(command, name)
        assert (status, out) == (1, ""), name
        assert f"Erreur : {name} : " in err
        assert words in err
    assert kept(place) == before


CASES = (
    ("findings d.db --since 2031-04-01 --until 2031-03-01", 2, "vient après 2031-03-01", "comes after 2031-03-01"),
    ("records d.db --until 2031-03-01 --since 2031-04-01", 2, "vient après 2031-03-01", "comes after 2031-03-01"),
    ("brief d.db --since 15/03/2031", 2, "« 15/03/2031 » n'est pas une date", "“15/03/2031” is not a date"),
    ("diff d.db 2031-03-10 demain", 2, "« demain » n'est pas une date", "“demain” is not a date"),
    ("statements d.db --document {event}", 1, "n'est pas un document ; le sien est", "is no document; its own is"),
    (
        "statements d.db --document {finding}",
        1,
        "aucun enregistrement ni document",
        "no record or document has this id",
    ),
    ("show d.db {finding} --versions", 2, "n'est dans aucun document", "is in no document"),
    ("show d.db zz", 1, "zz : aucun enregistrement", "zz: no record or document"),
    ("review d.db {event} correct status", 2, "CHAMP=VALEUR", "FIELD=VALUE"),
    (
        "review d.db {event} correct nope=1",
        1,
        "nope : pas un champ de cet enregistrement (",
        "not a field",
    ),
    ("review d.db {event} correct quantity=beaucoup", 1, "(12, >=12, ~200, 10-20", "(12, >=12, ~200, 10-20"),
    ("review d.db {event} accept --by=", 1, "qui juge ?", "who judges?"),
    ("review d.db --export no/such/gold.jsonl", 1, "no/such/gold.jsonl ne peut pas être écrit", "cannot be written"),
    ("review d.db --export d.db", 1, "d.db est un fichier d'autre sorte", "d.db is a file of another kind"),
    ("review d.db --export notes.txt", 1, "notes.txt est un fichier d'autre sorte", "is a file of another kind"),
    ("add new.db", 2, "rien à ajouter", "nothing to add"),
    ("add new.db --again", 1, "new.db : ce dossier n'existe pas", "new.db: no such dossier"),
    ("add no/such/d.db notes.txt", 1, "le répertoire no/such n'existe pas", "there is no folder no/such"),
    ("add new.db notes.txt --with none.toml", 1, "none.toml : ne peut pas être lu", "none.toml cannot be read"),
    ("watch new.db", 2, "aucun flux", "no feed"),
    ("watch d.db list.opml", 1, "list.opml : fichier OPML mal formé", "list.opml: broken OPML"),
    ("watch d.db ftp://vigie.example/f", 1, "seules les adresses http et https", "only http and https"),
    ("watch d.db http://vigie.example:22/f", 1, "le port 22", "port 22"),
    ("serve d.db --port 0 --shapes none.json", 1, "none.json : ne peut pas être lu", "none.json cannot be read"),
)


@pytest.mark.parametrize(("typed", "status", "french", "english"), CASES, ids=[c[0] for c in CASES])
def test_what_is_wrong_is_said_and_nothing_is_lost(
    recoupe: Any, place: Path, typed: str, status: int, french: str, english: str
) -> None:
    before = kept(place)
    words = typed.format(**ids(place / "d.db")).split()
    for language, said in (("fr", french), ("en", english)):
        code, out, err = recoupe(*words, "--lang", language)
        assert (code, out) == (status, ""), err
        assert said in err
    assert kept(place) == before


def test_an_address_that_is_none_of_the_web_is_no_file(recoupe: Any, place: Path) -> None:
    status, _, err = recoupe("add", place / "d.db", "ftp://vigie.example/a")
    assert status == 1
    assert "ftp://vigie.example/a : seules les adresses http et https" in err


def test_an_export_replaces_an_earlier_one(recoupe: Any, place: Path) -> None:
    for _ in range(2):
        assert recoupe("review", "d.db", "--export", "gold.jsonl")[0] == 0
        assert (place / "gold.jsonl").read_bytes().startswith(b'{"dossier"')
    assert not (place / "gold.jsonl.part").exists()
