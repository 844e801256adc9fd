"""What can be wrong with a dossier file: a code (for translation), what happened, and what to do."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from recoupe.errors import DossierError

PROBLEMS: dict[str, tuple[str, str]] = {
    "missing": ("no such dossier", "check the name, or make it with: recoupe add DOSSIER FILES"),
    "folder": ("is a folder, not a dossier", "name a file, such as talks.db"),
    "nofolder": ("there is no folder {detail}", "make it, or give another name"),
    "foreign": ("is not a Recoupe dossier", "give the name of a dossier, or a new name to make one"),
    "damaged": ("the file is damaged ({detail})", "restore it from a copy, or read the articles into a new dossier"),
    "unreadable": ("cannot be read ({detail})", "check the permissions of the file and of its folder"),
    "unwritable": (
        "cannot be written ({detail})",
        "check the permissions of the folder and the space left on the disk",
    ),
    "full": ("the disk is full", "free some space and run the command again: what was stored stays stored"),
    "busy": ("another program holds the file", "close it, then run the command again"),
}


def problem(path: Path | str, code: str, detail: str = "") -> DossierError:
    """The error for a code of PROBLEMS."""
    what, advice = PROBLEMS[code]
    return DossierError(path, what.format(detail=detail), advice, code=code, detail=detail)


def from_sqlite(path: Path, error: sqlite3.Error) -> DossierError:
    """The error that says in plain words what SQLite met."""
    name = getattr(error, "sqlite_errorname", "") or ""
    if name.startswith("SQLITE_FULL"):
        code = "full"
    elif name.startswith(("SQLITE_READONLY", "SQLITE_PERM", "SQLITE_IOERR")):
        code = "unwritable"
    elif name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        code = "busy"
    elif name.startswith("SQLITE_NOTADB"):
        code = "foreign"
    elif name.startswith("SQLITE_CORRUPT"):
        code = "damaged"
    else:
        code = "unreadable"
    return problem(path, code, str(error))


@contextlib.contextmanager
def guarded(path: Path) -> Iterator[None]:
    """SQLite's errors as errors of the dossier."""
    try:
        yield
    except sqlite3.Error as error:
        raise from_sqlite(path, error) from error
