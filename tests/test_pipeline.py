"""From files to a dossier: resumed, isolated from one another's faults, the same however often it is run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from recoupe.errors import BadKnowledge, UnreadableFile
from recoupe.extract.resources import Resources
from recoupe.extract.table import EXTRACTORS, needed
from recoupe.pipeline import Item, attempt, gather, load, process, read_through, run
from recoupe.read.plain import read_text
from recoupe.records import Event, Quantity, Source, Statement
from recoupe.store import open_dossier, verify
from recoupe.store.config import outlet_of, outlets, read_config
from tests.ledger import dump

ARTICLE = """Frontière : la trêve tient au jour {n}

Quelque 12 500 réfugiés ont traversé le col de Marzan, a annoncé le gouverneur Ilan Dorvec.

« Nous tiendrons {n} jours », a-t-il déclaré. L'armée a compté {n} blessés et 51 missiles.
"""


def articles(folder: Path, count: int) -> Path:
    folder.mkdir()
    for n in range(2, count + 2):
        (folder / f"a{n:03}.txt").write_text(ARTICLE.format(n=n), encoding="utf-8")
    return folder


def add(path: Path, *sources: Path, workers: int | None = None) -> list[tuple[str, str]]:
    with open_dossier(path, write=True) as dossier:
        return [(Path(o.name).name, o.status) for o in run(gather(sources), dossier, workers=workers)]


def test_process_is_pure_and_reads_many_as_it_reads_one(tmp_path: Path) -> None:
    documents = [load(item)[0] for item in gather([articles(tmp_path / "in", 3)])]
    resources = Resources()
    one_by_one = [process(d, resources) for d in documents]
    assert one_by_one == [process(d, resources) for d in documents]
    assert one_by_one == [list(r.records) for r in read_through(documents, resources)]
    quantities = [r for r in one_by_one[0] if isinstance(r, Quantity)]
    assert 12500 in {q.low for q in quantities}
    assert not {q.id for q in process(documents[0], resources, ("statements",)) if isinstance(q, Quantity)}


def test_statements_come_with_their_speaker(tmp_path: Path) -> None:
    document = load(gather([articles(tmp_path / "in", 1)])[0])[0]
    said = [r for r in process(document, Resources(), ("statements",)) if isinstance(r, Statement)]
    assert ("Ilan Dorvec",) in {s.reference for s in said}
    assert any("tiendrons" in e.quote for s in said for e in s.content)


@pytest.mark.parametrize(
    ("printed", "status"), [("Publié le 3 mars 2031", "planned"), ("Publié le 7 mars 2031", "happened")]
)
def test_a_journey_after_the_printed_day_is_yet_to_come(printed: str, status: str) -> None:
    document = read_text(f"Le départ\n\n{printed}\n\nLa ministre Orlane Vidal s'envole le 6 mars 2031 pour Genève.")
    found = [r for r in process(document, Resources(), ("events",)) if isinstance(r, Event)]
    assert [(e.type, e.status) for e in found] == [("meeting", status)]


def test_an_extractor_comes_with_those_it_needs() -> None:
    for row in EXTRACTORS:
        kinds = [r.kind for r in needed((row.kind,))]
        assert kinds.index(row.kind) == len(kinds) - 1 or row.kind in kinds
        assert set(row.after) <= set(kinds)
        assert all(kinds.index(a) < kinds.index(row.kind) for a in row.after)


def test_files_folders_and_what_is_missing(tmp_path: Path) -> None:
    folder = articles(tmp_path / "in", 2)
    (folder / "deep").mkdir()
    (folder / "deep" / "note.MD").write_text("Texte.", encoding="utf-8")
    (folder / "image.png").write_bytes(b"\x89PNG")
    (tmp_path / "bare").mkdir()
    items = gather([folder, folder / "a002.txt", tmp_path / "no.txt", tmp_path / "bare"])
    assert [Path(i.name).name for i in items] == ["a002.txt", "a003.txt", "note.MD", "no.txt", "bare"]
    assert [type(i.error) for i in items[3:]] == [UnreadableFile, UnreadableFile]


def test_the_same_files_twice_add_nothing(tmp_path: Path) -> None:
    folder = articles(tmp_path / "in", 3)
    assert [s for _, s in add(tmp_path / "d.db", folder)] == ["added"] * 3
    before = dump(str(tmp_path / "d.db"))
    assert [s for _, s in add(tmp_path / "d.db", folder)] == ["known"] * 3
    assert dump(str(tmp_path / "d.db")) == before
    copy = tmp_path / "copy.txt"
    copy.write_bytes((folder / "a002.txt").read_bytes())
    assert add(tmp_path / "d.db", copy) == [("copy.txt", "renamed")]
    with open_dossier(tmp_path / "d.db") as dossier:
        assert len(list(dossier.documents())) == 3
        assert len(list(dossier.records(Source))) == 4


def test_one_bad_file_never_loses_the_others(tmp_path: Path) -> None:
    folder = articles(tmp_path / "in", 2)
    (folder / "a000.txt").write_bytes(b"")
    (folder / "a002b.txt").write_bytes(os.urandom(4000))
    found = dict(add(tmp_path / "d.db", folder, tmp_path / "nowhere.txt"))
    assert found == {
        "a000.txt": "failed", "a002b.txt": "failed", "nowhere.txt": "failed", "a002.txt": "added", "a003.txt": "added",
    }  # fmt: skip


def test_a_document_that_breaks_a_rule_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    good, other = (load(item)[0] for item in gather([articles(tmp_path / "in", 2)]))
    # a block outside the text: no reader gives one, and no extractor can stand it
    bad = msgspec.structs.replace(good, masks=("not a mask",))
    results = attempt([good, bad, other], Resources())
    assert [type(r).__name__ for r in results] == ["Reading", "ExtractionFailed", "Reading"]


def test_workers_give_the_same_rows_as_one_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("recoupe.pipeline.feed.BATCH_DOCUMENTS", 2)
    folder = articles(tmp_path / "in", 6)
    (folder / "a004b.txt").write_bytes(b"")
    assert sorted(add(tmp_path / "1.db", folder, workers=1)) == sorted(add(tmp_path / "2.db", folder, workers=2))
    assert dump(str(tmp_path / "1.db")) == dump(str(tmp_path / "2.db"))


CLEAN = [sys.executable, "-m", "recoupe.cli", "--lang", "en", "add", "--workers", "1"]


def test_killed_in_the_middle_and_run_again_gives_the_rows_of_one_clean_run(tmp_path: Path) -> None:
    folder = articles(tmp_path / "in", 120)
    clean, killed = tmp_path / "clean.db", tmp_path / "killed.db"
    subprocess.run([*CLEAN, str(clean), str(folder)], check=True, capture_output=True)
    rounds = 0
    for wanted in (1, 33, 65):  # batches are of 32: the kill falls into the writing of the next one
        with subprocess.Popen(
            [*CLEAN, "--json", str(killed), str(folder)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as child:
            assert child.stdout is not None
            for _ in range(wanted):
                child.stdout.readline()
            child.send_signal(signal.SIGKILL)
        rounds += child.returncode == -signal.SIGKILL
    assert rounds
    done = subprocess.run([*CLEAN, str(killed), str(folder)], check=True, capture_output=True, text=True)
    assert "added" in done.stderr
    assert "already there" in done.stderr
    assert dump(str(killed)) == dump(str(clean))
    with open_dossier(killed) as dossier:
        assert not list(verify(dossier))


def test_outlets_of_the_user_name_the_files(tmp_path: Path) -> None:
    toml = tmp_path / "dossier.toml"
    toml.write_text(
        '[[outlet]]\nname = "La Vigie"\nfolder = "vigie"\n[[outlet]]\nname = "Fil"\nfiles = "fil-*.txt"\n',
        encoding="utf-8",
    )
    known = outlets(read_config(toml))
    assert outlet_of(tmp_path / "vigie" / "x" / "a.txt", known) == "La Vigie"
    assert outlet_of(tmp_path / "fil-3.txt", known) == "Fil"
    assert outlet_of(tmp_path / "vigie.txt", known) is None
    folder = articles(tmp_path / "vigie", 1)
    with open_dossier(tmp_path / "d.db", write=True) as dossier:
        dossier.configure(read_config(toml))
        list(run(gather([folder]), dossier))
        list(run([Item("-", data=b"Il y a 30 morts.")], dossier, outlet="Moi", date="2030-05-06"))
        found = {(d.outlet, d.date) for _, d in dossier.documents()}
    assert found == {("La Vigie", None), ("Moi", "2030-05-06")}


@pytest.mark.parametrize(
    ("toml", "where"),
    [
        ("[[outlet]\n", "TOML"),
        ('[[newspaper]]\nname = "x"\n', r"\[\[newspaper\]\]"),
        ('[[outlet]]\nfolder = "x"\n', "row 1"),
        ('[[outlet]]\nname = "x"\n', "x"),
        ('[outlet]\nname = "x"\n', r"\[outlet\]"),
    ],
)
def test_a_bad_configuration_says_where(tmp_path: Path, toml: str, where: str) -> None:
    path = tmp_path / "dossier.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(BadKnowledge, match=where) as caught:
        read_config(path)
    assert str(path) in str(caught.value)


def test_other_rules_read_the_stored_documents_again(tmp_path: Path) -> None:
    folder = articles(tmp_path / "in", 2)
    add(tmp_path / "d.db", folder)
    before = dump(str(tmp_path / "d.db"))
    with open_dossier(tmp_path / "d.db", write=True) as dossier:
        assert dossier.configure('[[outlet]]\nname = "La Vigie"\nfolder = "vigie"\n')
        assert [o.status for o in run([], dossier, again=True)] == ["again", "again"]
        assert [o.status for o in run([], dossier, again=True)] == []
    changed = [row for row in dump(str(tmp_path / "d.db")) if row not in before]
    kinds = {"meta", "extraction", "sentence", "line", "facet", "checked", "story_member"}
    assert {row.split()[0] for row in changed} <= kinds


def test_rules_change_with_what_the_user_gives(tmp_path: Path) -> None:
    path = tmp_path / "dossier.toml"
    path.write_text("", encoding="utf-8")
    versions = [Resources().rules, Resources((path,)).rules, Resources(knowledge=False).rules]
    path.write_text('[[outlet]]\nname = "x"\nfolder = "y"\n', encoding="utf-8")
    versions.append(Resources((path,)).rules)
    assert versions[0] == versions[1] == Resources().rules
    assert len(set(versions)) == 3
