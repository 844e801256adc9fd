"""Judging while a run writes: nothing is lost on either side, whoever is killed. Real processes on one file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from recoupe.pipeline import settle
from recoupe.records import Document, Event, Judgement
from recoupe.store import judge, open_dossier, open_for_review, verify
from recoupe.store.rulings import standing, unsettled
from recoupe.store.runs import last_run
from tests.dossiers import article, build, only, rows
from tests.test_judgements import CLASH, toll

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals")
PLACES = ("Estra", "Morvac")


def texts(folder: Path, count: int) -> Path:
    """Articles to read, each another day's and town's count."""
    folder.mkdir()
    for n in range(count):
        day, town = n % 28 + 1, PLACES[n % 2]
        words = f"{n + 3} maisons ont été détruites le {day} avril 2031 à {town}, selon les pompiers. Édition {n}."
        (folder / f"{n:03}.txt").write_text(article(day, words), encoding="utf-8")
    return folder


@contextmanager
def adding(path: Path, folder: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    """``recoupe add`` in a process of its own."""
    command = [
        sys.executable,
        "-c",
        "from recoupe.cli import main; main()",
        "add",
        str(path),
        str(folder),
        "--workers",
        "1",
        "-q",
        *more,
    ]
    with subprocess.Popen(command, text=True, stderr=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        try:
            yield child
        finally:
            if child.poll() is None:
                child.kill()


def held(path: Path, documents: int, *, seconds: float = 60) -> None:
    """Wait until the run has written so many documents."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with open_dossier(path) as dossier:
            run = last_run(dossier)
            if run is not None and run.ended is None and run.done >= documents:
                return
        time.sleep(0.02)
    raise AssertionError("the run came to nothing")


def test_judgements_given_while_a_run_writes_are_kept_and_checked_by_it(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    build(path, CLASH)
    folder = texts(tmp_path / "articles", 60)
    record, other = toll(path, 30), toll(path, 12)
    given = []
    with adding(path, folder) as child:
        held(path, 1)
        for n in range(15):
            started = time.monotonic()
            with open_for_review(path) as dossier:
                given.append(judge(dossier, record, "reject" if n % 2 == 0 else "accept", by=f"Ada {n}")[0])
            assert time.monotonic() - started < 20
            settle(path)
            time.sleep(0.05)
        _, err = child.communicate(timeout=240)
        assert child.returncode == 0, err
    with open_dossier(path) as dossier:
        assert {i for i, _ in dossier.records(Judgement)} == set(given)
        assert [s.state for s in standing(dossier, given).values()].count("stands") == 1
        assert len(list(dossier.records(Document))) == 62
        assert unsettled(dossier) == []
        assert list(verify(dossier)) == []
        run = last_run(dossier)
    assert run is not None
    assert (run.done, run.total, run.failed, run.alive) == (60, 60, 0, False)
    assert run.ended is not None
    assert {h.record for h in only(path, "casualties").held} == {other}
    # the same as a dossier in which nobody hurried
    calm = tmp_path / "calm.db"
    build(calm, CLASH)
    with adding(calm, folder) as child:
        child.communicate(timeout=240)
    with open_for_review(calm) as dossier:
        judge(dossier, record, "reject", by="Ada")
    assert settle(calm)
    assert rows(calm) == rows(path)


JUDGE = """
import sys
from recoupe.store import judge, open_for_review
for n in range(10_000):
    with open_for_review(sys.argv[1]) as dossier:
        print(judge(dossier, sys.argv[2], "accept", by=f"Ben {n}")[0], flush=True)
"""


def test_whoever_is_killed_what_was_said_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    build(path, CLASH)
    record = toll(path, 30)
    with adding(path, texts(tmp_path / "articles", 240)) as child:
        held(path, 2)
        with open_for_review(path) as dossier:
            own, _ = judge(dossier, record, "reject", by="Ada")
        command = [sys.executable, "-c", JUDGE, str(path), toll(path, 12)]
        with subprocess.Popen(command, text=True, stdout=subprocess.PIPE) as judging:
            assert judging.stdout is not None
            told = [judging.stdout.readline().strip() for _ in range(5)]
            os.kill(judging.pid, signal.SIGKILL)
            told += [line.strip() for line in judging.stdout if line.endswith("\n")]
        assert not settle(path)  # the run holds the dossier, and will do it
        os.kill(child.pid, signal.SIGKILL)
    with open_dossier(path) as dossier:
        known = {i for i, _ in dossier.records(Judgement)}
        assert {own, *told} <= known
        assert len(known) <= len(told) + 2  # the last one may be written and not told
        assert unsettled(dossier) != []
        run = last_run(dossier)
        assert run is not None
        assert (run.ended, run.alive) == (None, False)
        assert list(verify(dossier)) == []
        half = len(list(dossier.records(Document)))
    assert 2 < half < 242
    assert settle(path)
    assert only(path, "casualties").verdict == "single_source"
    with open_dossier(path) as dossier:
        assert list(verify(dossier)) == []
    with adding(path, tmp_path / "articles") as child:
        child.communicate(timeout=240)
    with open_dossier(path) as dossier:
        assert len(list(dossier.records(Document))) == 242
        assert len(list(dossier.records(Judgement))) == len(known)
        assert list(verify(dossier)) == []
        assert {e.type for _, e in dossier.records(Event)} >= {"casualties", "damage"}


def test_a_run_that_is_broken_off_says_that_it_ended(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    build(path, CLASH)
    with adding(path, texts(tmp_path / "articles", 60)) as child:
        held(path, 1)
        with open_dossier(path) as dossier:
            run = last_run(dossier)
            assert run is not None
            assert run.alive
            assert run.last.endswith(".txt")
        child.send_signal(signal.SIGINT)
        child.communicate(timeout=60)
    with open_dossier(path) as dossier:
        run = last_run(dossier)
        assert run is not None
        assert not run.alive
        assert run.ended is not None
