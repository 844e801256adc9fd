"""What a hostile user, article or machine does: nothing is lost, and the message says what to do."""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recoupe.cli import main
from recoupe.errors import BadQuery, NotFound
from recoupe.extract.resources import Resources
from recoupe.lang.fr.parser import PARSES
from recoupe.messages import messages
from recoupe.pipeline import Item, gather, process, run
from recoupe.read.plain import read_text
from recoupe.records import Dating
from recoupe.search import search
from recoupe.store import open_dossier, verify
from recoupe.text import Overlapping, harmless, overlaps
from tests.ledger import dump

PROGRAM = [sys.executable, "-m", "recoupe.cli", "--lang", "en"]
ARTICLE = "Le col tient\n\n« Nous tiendrons bon », a déclaré la gouverneure Mara Oksen.\n"
EVIL = (
    "Col du Nord : la trêve tient\n\n« Nous \x1b[31mtiendrons\x1b[0m \u202enob\u202c & bon \x9b2J très longtemps », "
    "a déclaré la gouverneure Mara Oksen.\n\n« Nous <b onload=x "
    + "x"
    * 3000
    + " tenons bon », a-t-elle dit\u2028hier.\n\n"
    "« Le pont <script>alert(1)</script> tient », a-t-elle dit.\n"
)
COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def program(*arguments: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
    command = [*PROGRAM, *(a if isinstance(a, bytes) else str(a) for a in arguments)]
    done = subprocess.run(command, capture_output=True, check=False, **options)
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evil")
    path = folder / "d.db"
    with open_dossier(path, write=True) as dossier:
        items = [Item("a\x1b[2J\nb.txt", data=EVIL.encode()), Item("b.txt", data=ARTICLE.encode())]
        assert [o.status for o in run(items, dossier, outlet="La \x1b[1mVigie")] == ["added", "added"]
    return path


def screen(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as stop:
        main(["--lang", "en", *map(str, arguments)])
    said = capsys.readouterr()
    return int(stop.value.code or 0), said.out, said.err


def test_nothing_in_an_article_commands_a_screen_or_a_page(capsys: pytest.CaptureFixture[str], evil: Path) -> None:
    rows = [json.loads(line) for line in screen(capsys, "statements", evil, "--json")[1].split("\n") if line]
    assert any("\x1b[31m" in e["quote"] for r in rows for e in r["content"])
    ids = [rows[0]["id"], *{r["document"] for r in rows}]
    forms = ("text", "md", "html", "json")
    looks: list[tuple[object, ...]] = [(name, evil, "--format", f) for name in ("brief", "speakers") for f in forms]
    looks += [("statements", evil), ("search", evil, "longtemps"), *(("show", evil, i) for i in ids)]
    looks += [("search", evil, "longtemps", "--json"), ("show", evil, ids[0], "--json")]
    for look in looks:
        status, out, _ = screen(capsys, *look)
        assert status == 0
        assert "longtemps" in out or "tiendrons" in out, look
        assert not COMMANDS.search(out.replace("\n", "")), look
    for form, sign in (("html", "&lt;b onload"), ("md", r"\<b onload")):
        assert sign in screen(capsys, "speakers", evil, "--format", form)[1]
        for name in ("brief", "speakers"):
            page = screen(capsys, name, evil, "--format", form)[1]
            assert "<script" not in page
            assert not re.search(r"(?<!\\)<b onload", page)
    status, _, err = screen(capsys, "add", evil, "no\x1b[2J\nfile.txt")
    assert status == 1
    assert not COMMANDS.search(err.replace("\n", ""))
    assert "no␛[2J file.txt" in err


@given(st.text())
def test_harmless_text_keeps_every_offset(text: str) -> None:
    shown = harmless(text)
    assert len(shown) == len(text)
    assert not COMMANDS.search(shown)
    assert all(a == b or COMMANDS.match(a) for a, b in zip(text, shown, strict=True))


ODD: tuple[str, ...] = (
    '"',
    '""',
    "'",
    "NEAR(a b)",
    "*",
    "^a",
    "folded:a",
    "((a",
    ")",
    "",
    " ",
    "--",
    "OR",
    "a OR",
    "AND NOT",
    "a -b",
)
ODD += ("'; DROP TABLE statement;--", "a\x00b", "\udce9", "12 500", "col " * 3000, "c* " * 5000, "停火", "{a b}")


def test_no_query_reaches_the_index_as_it_is(evil: Path) -> None:
    with open_dossier(evil) as dossier:
        start = time.process_time()
        for query in ODD:
            with contextlib.suppress(BadQuery):
                search(dossier.db, query)
        assert time.process_time() - start < 3
        with pytest.raises(BadQuery) as caught:
            search(dossier.db, "- " * 10_000)
        assert len(str(caught.value)) < 300

        @settings(max_examples=300, deadline=None)
        @given(st.text("ab\"*^:()-+{}[]~'\\,.;NEARORNT \n\t\x00é«»|", max_size=30))
        def anything(query: str) -> None:
            with contextlib.suppress(BadQuery):
                assert len(search(dossier.db, query)) <= 50

        anything()
        for wanted in ("", " ", "%", "g", "٠", "0" * 40, "a' OR 1=1"):
            with pytest.raises(NotFound):
                dossier.find(wanted)


def test_limits_beyond_every_number(capsys: pytest.CaptureFixture[str], evil: Path) -> None:
    for look in (
        ("statements", evil),
        ("search", evil, "col"),
        ("brief", evil),
        ("speakers", evil),
        ("findings", evil),
    ):
        assert screen(capsys, *look, "--limit", "9" * 30)[0] == 0
        assert screen(capsys, *look, "--limit", "0")[0] == 2


def test_names_that_no_file_can_have_are_refused_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "up").symlink_to("..")
    (tmp_path / "in" / "b.txt").write_text(ARTICLE + "Il fait froid.\n", encoding="utf-8")
    names = ["", "x" * 400 + ".txt", str(tmp_path / "loop"), str(tmp_path / "in"), str(tmp_path / "a.txt")]
    items = gather([*names, str(tmp_path / "a.txt")])
    assert [i.error is None for i in items] == [False, False, False, True, True]
    done = program("add", tmp_path / "d.db", *names)
    assert done.returncode == 1
    assert b"2 documents added" in done.stderr
    assert b"3 failed" in done.stderr
    french = subprocess.run(
        [*PROGRAM[:-1], "fr", "add", tmp_path / "d.db", *names[1:2]], capture_output=True, check=False
    )
    assert "ne peut pas être lu (" in french.stderr.decode()
    for arguments in (
        ("add", tmp_path / ("y" * 300), names[-1]),
        ("brief", tmp_path / ("y" * 300)),
        ("add", "", names[-1]),
    ):
        assert program(*arguments).returncode == 1


AS_NOBODY = """
import os, sys
from recoupe.pipeline import gather
if os.geteuid() == 0:
    os.setgid(65534), os.setuid(65534)
for item in gather(sys.argv[1:]):
    print(type(item.error).__name__, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_folders_that_may_not_be_read_do_not_stop_the_others(tmp_path: Path) -> None:
    for parent in (tmp_path, *tmp_path.parents[:3]):  # pytest's own folders are closed to others
        parent.chmod(parent.stat().st_mode | 0o055)
    for name, mode in (("closed", 0o000), ("listed", 0o444), ("open", 0o755)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(ARTICLE, encoding="utf-8")
        (tmp_path / name).chmod(mode)
    try:
        folders = [str(tmp_path / n) for n in ("closed", "listed", "open")]
        done = subprocess.run([sys.executable, "-c", AS_NOBODY, *folders], capture_output=True, text=True, check=True)
    finally:
        for name in ("closed", "listed"):
            (tmp_path / name).chmod(0o755)
    assert done.stdout.split() == ["UnreadableFile", "UnreadableFile", "NoneType"]


def test_words_of_the_command_line_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    assert program("add", tmp_path / "d.db", "--outlet", b"\xe9", tmp_path / "a.txt").returncode == 0
    assert program("statements", tmp_path / "d.db", "--speaker", b"\xe9").returncode == 0
    for look in ("search", "show"):
        assert program(look, tmp_path / "d.db", b"\xe9").returncode == 1


def test_rows_that_are_no_documents_are_named(tmp_path: Path) -> None:
    rows = [
        '{"id": 1, "text": "\\ud800"}',
        '{"id": null, "text": "a"}',
        '{"id": 2, "text": "a", "date": "hier"}',
        "[" * 90_000,
        '{"id": 3, "text": "a", "date": 5}',
        '{"id": 4, "text": "Le col tient.", "date": "2031-02-03"}',
    ]
    (tmp_path / "rows.jsonl").write_text("\n".join(rows), encoding="utf-8")
    done = program("extract", "dating", "--jsonl", tmp_path / "rows.jsonl", tmp_path)
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["4"]
    assert sorted(int(n) for n in re.findall(rb"row (\d+)", done.stderr)) == [1, 2, 3, 4, 5]


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX pipes")
def test_a_reader_that_goes_away_and_streams_that_are_closed(tmp_path: Path, evil: Path) -> None:
    def shell(line: str) -> subprocess.CompletedProcess[str]:
        shown = " ".join(f"'{word}'" for word in PROGRAM)
        script = line.replace("recoupe", shown)
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
        assert "Traceback" not in done.stderr, done.stderr
        assert "Exception ignored" not in done.stderr, done.stderr
        return done

    for look in (f"brief '{evil}'", f"statements '{evil}' --json", "schema", "--help", f"verify '{evil}'"):
        assert shell(f"recoupe {look} | head -c 1; exit ${{PIPESTATUS[0]}}").returncode == 0, look
        assert shell(f"recoupe {look} >&-").returncode == 0, look
    (tmp_path / "in").mkdir()
    for n in range(40):
        (tmp_path / "in" / f"{n:02}.txt").write_text(ARTICLE + f"Il y a {n + 2} blessés.\n", encoding="utf-8")
    add = f"recoupe add '{tmp_path}/d.db' '{tmp_path}/in' --workers 1 --json"
    cut = shell(f"{add} | head -n 1; exit ${{PIPESTATUS[0]}}")
    assert cut.returncode in (0, 1)  # all may have been written before the reader went
    assert (cut.returncode == 1) == ("run the same command again" in cut.stderr)
    assert shell(f"{add} | cat").returncode == 0
    with open_dossier(tmp_path / "d.db") as dossier:
        assert len(list(dossier.documents())) == 40
        assert not list(verify(dossier))
    assert shell(f"recoupe add '{tmp_path}/e.db' - <&-").returncode == 1


def test_a_reader_sees_whole_documents_while_a_writer_writes(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    with open_dossier(path, write=True):
        pass
    seen = []
    with open_dossier(path, write=True) as writer:
        items = [Item(f"{n}", data=(ARTICLE + f"Il y a {n} blessés.\n").encode()) for n in range(20, 30)]
        for _ in run(items, writer, workers=1):
            with open_dossier(path) as reader:
                seen.append(len(list(reader.documents())))
                assert not list(verify(reader))
    assert seen == list(range(1, 11))


def test_both_languages_speak_for_click(capsys: pytest.CaptureFixture[str]) -> None:
    def said(*arguments: str) -> str:
        with pytest.raises(SystemExit):
            main(list(arguments))
        captured = capsys.readouterr()
        return captured.out + captured.err

    words = "Usage:|Options:|Commands:|Show this|Try |Error|Missing|No such|Invalid|Did you|requires|unexpected|FILES"
    english = re.compile(words)
    wrong: list[tuple[str, ...]] = [("--help",), ("add", "--help"), ("search", "--help"), ("add",), ("brif",), ()]
    wrong += [("brief", *rest) for rest in (("--bla",), ("a", "b"), ("a", "--limit"), ("a", "--limit", "z"))]
    wrong += [("extract", "x", "y"), ("statements", "a", "--limit", "0")]
    for arguments in wrong:
        assert not english.search(said("--lang", "fr", *arguments)), arguments
        assert english.search(said("--lang", "en", *arguments)), arguments
    for own in messages("fr").table("click").items():
        places = [set(re.findall(r"{(\w+)", text)) for text in own]
        assert places[0] >= places[1], own


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12))), st.integers(0, 45), st.integers(0, 12))
def test_overlapping_spans_are_those_that_a_reading_of_all_finds(
    pairs: list[tuple[int, int]], start: int, length: int
) -> None:
    spans = [(s, s + n) for s, n in pairs]
    asked = (start, start + length)
    assert Overlapping(spans).of(asked) == [i for i, span in enumerate(spans) if overlaps(span, asked)]


def test_statements_of_a_long_text_take_time_in_proportion(monkeypatch: pytest.MonkeyPatch) -> None:
    said = (
        "« Nous tiendrons {n} jours », a déclaré la gouverneure Mara Oksen. Selon le maire Ilan Dorvec, {n} maisons "
        "ont brûlé. Il a ajouté que le pont {n} avait cédé, et son adjoint a refusé d'évacuer la ville {n}.\n\n"
    )

    def seconds(count: int) -> float:
        document = read_text("".join(said.format(n=n) for n in range(2, count + 2)))
        start = time.process_time()
        assert len(process(document, resources, ("statements",))) > count
        return time.process_time() - start

    resources = Resources()
    monkeypatch.setattr(PARSES, "kept", 0)  # a sentence that was met before costs next to nothing
    seconds(5)
    short = seconds(60)
    assert seconds(480) < 16 * short  # eight times the text; in the square of its length it would take 64 times


NIGHT = "L'armée a lancé 95 drones et 36 missiles dans la nuit de {a} à {b}, selon le gouverneur.\n"
TOLD = {
    "dated": "Le port de Valdor frappé\n\nLe 10 juin 2025\n\n" + NIGHT.format(a="lundi", b="mardi"),
    "sibling": "Nuit de frappes sur le port\n\n" + NIGHT.format(a="lundi", b="mardi"),
    "other night": "Une autre nuit\n\n" + NIGHT.format(a="jeudi", b="vendredi"),
    "other counts": "Encore une nuit\n\n" + NIGHT.format(a="lundi", b="mardi").replace("36", "37"),
}


def feed(path: Path, names: Iterable[str], *, at_once: bool) -> None:
    items = [Item(name, data=TOLD[name].encode()) for name in names]
    for batch in [items] if at_once else [[item] for item in items]:
        with open_dossier(path, write=True) as dossier:
            list(run(batch, dossier, workers=1))


def test_a_dated_document_dates_its_siblings_whatever_the_order(tmp_path: Path) -> None:
    rows = set()
    for number, order in enumerate(itertools.permutations(TOLD)):
        if number % 3:
            continue
        path = tmp_path / f"{number}.db"
        feed(path, order, at_once=bool(number % 2))
        rows.add("\n".join(sorted(row for row in dump(str(path)) if row.startswith(("dating", "evidence")))))
        with open_dossier(path) as dossier:
            assert not list(verify(dossier))
    assert len(rows) == 1
    with open_dossier(path) as dossier:
        found = {
            d.title.quote: g for i, d in dossier.documents() if d.title for _, g in dossier.records(Dating, document=i)
        }
    sibling = found["Nuit de frappes sur le port"]
    assert (sibling.basis, sibling.earliest, sibling.latest) == ("from a sibling document", "2025-06-10", "2025-06-12")
    assert "95 drones et 36 missiles" in sibling.steps[-1].evidence.quote
    assert [found[t].basis == "from a sibling document" for t in ("Une autre nuit", "Encore une nuit")] == [
        False,
        False,
    ]
    before = dump(str(path))
    feed(path, TOLD, at_once=True)
    assert dump(str(path)) == before


def test_siblings_that_disagree_date_nothing(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    other = TOLD["dated"].replace("10 juin", "17 juin")
    with open_dossier(path, write=True) as dossier:
        list(run([Item("c", data=other.encode())], dossier))
    feed(path, ("dated", "sibling"), at_once=True)
    with open_dossier(path) as dossier:
        assert "from a sibling document" not in {g.basis for _, g in dossier.records(Dating)}


def test_two_signals_end_in_a_word_not_a_trace(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for n in range(400):
        (tmp_path / "in" / f"{n:04}.txt").write_text(ARTICLE + f"Il y a {n + 2} blessés.\n", encoding="utf-8")
    command = [*PROGRAM, "add", str(tmp_path / "d.db"), str(tmp_path / "in"), "--workers", "1", "--json"]
    heeded = functools.partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a run in the background ignores it
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ, preexec_fn=heeded
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        child.send_signal(2)
        _, err = child.communicate(timeout=60)
    assert child.returncode == 1
    assert "Traceback" not in err
    assert "run the same command again" in err
    with open_dossier(tmp_path / "d.db", write=True) as dossier:
        assert not list(verify(dossier))
