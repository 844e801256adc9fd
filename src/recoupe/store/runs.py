"""The progress of runs that read texts into a dossier, written with the documents for whoever looks on."""

from __future__ import annotations

import contextlib
import os
import socket
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec

from recoupe.errors import RecoupeError
from recoupe.store.dossier import Dossier
from recoupe.store.problems import guarded

Phase = Literal["reading", "checking"]
_KEPT = 20
"""Runs that are remembered."""
_SILENT = 120.0
"""Seconds without a sign of life after which a run on another machine is taken for dead."""


class Run(msgspec.Struct, frozen=True):
    """A run: how far it is, and whether it is alive. Times are ISO in UTC; ``last`` is the name of the last item."""

    id: int
    started: str
    total: int
    done: int
    failed: int
    last: str
    phase: Phase
    ended: str | None
    alive: bool


class Progress:
    """The row of a run under way. Counts are kept here and written with the next document."""

    def __init__(self, dossier: Dossier, total: int) -> None:
        self._dossier = dossier
        self._done = self._failed = 0
        self._last = ""
        now = _now()
        with guarded(dossier.path):
            made = dossier.db.execute(
                "INSERT INTO run (started, pid, host, total, done, failed, last, phase, beat) "
                "VALUES (?, ?, ?, ?, 0, 0, '', 'reading', ?)",
                (now, os.getpid(), _here(), total, now),
            )
            self._id = made.lastrowid
            dossier.db.execute("DELETE FROM run WHERE id <= ?", ((self._id or 0) - _KEPT,))
        dossier.beat = self._beat

    def step(self, name: str, *, failed: bool = False) -> None:
        """Count an item; it is written with the next document."""
        self._done += 1
        self._failed += failed
        self._last = name

    def checking(self) -> None:
        """Write that every item is read, and that what is new is being checked."""
        with guarded(self._dossier.path):
            self._beat(self._dossier.db)
            self._dossier.db.execute("UPDATE run SET phase = 'checking', total = done WHERE id = ?", (self._id,))

    def end(self) -> None:
        """Write that the run has ended, well or not."""
        self._dossier.beat = _silent
        with guarded(self._dossier.path):
            self._beat(self._dossier.db)
            self._dossier.db.execute("UPDATE run SET ended = ? WHERE id = ?", (_now(), self._id))

    def _beat(self, db: sqlite3.Connection) -> None:
        db.execute(
            "UPDATE run SET done = ?, failed = ?, last = ?, beat = ? WHERE id = ?",
            (self._done, self._failed, self._last, _now(), self._id),
        )


@contextlib.contextmanager
def under_way(dossier: Dossier, total: int) -> Iterator[Progress]:
    """The progress of a run, whose end is written however it ends; one that was killed is known by its process."""
    progress = Progress(dossier, total)
    try:
        yield progress
    except BaseException:
        with contextlib.suppress(RecoupeError):  # what broke it off may be the dossier itself
            progress.end()
        raise
    progress.end()


def _silent(_db: sqlite3.Connection) -> None:
    pass


def last_run(dossier: Dossier) -> Run | None:
    """The newest run; None where there never was one. A run that was killed is not alive, and has no end."""
    rows = dossier.ask(
        "SELECT id, started, total, done, failed, last, phase, ended, pid, host, beat FROM run ORDER BY id DESC LIMIT 1"
    )
    if not rows:
        return None
    own, started, total, done, failed, last, phase, ended, pid, host, beat = rows[0]
    return Run(own, started, total, done, failed, last, phase, ended, ended is None and _alive(pid, host, beat))


def _alive(pid: int, host: str, beat: str) -> bool:
    if host == _here():
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return not _zombie(pid)
    return (datetime.now(UTC) - datetime.fromisoformat(beat)).total_seconds() < _SILENT


def _zombie(pid: int) -> bool:
    """Whether a process has ended and waits for its parent to take note; where /proc tells nothing, no."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[:1] == ["Z"]


def _here() -> str:
    """This machine, since it was started: a process number of before a restart tells nothing."""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        boot = ""
    return f"{socket.gethostname()} {boot}".strip()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
