"""Opening a dossier, and refusing what is none."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path

from recoupe.errors import DossierLocked, DossierTooNew
from recoupe.store import schema
from recoupe.store.dossier import Dossier
from recoupe.store.lock import WriteLock
from recoupe.store.problems import guarded, problem
from recoupe.store.schema import transaction


def open_dossier(
    path: Path | str, *, write: bool = False, patience: float = 0.0, across_threads: bool = False
) -> Dossier:
    """Open a dossier: read-only, or for writing (made where it does not exist, then locked against other writers).

    ``patience``: seconds to wait for another writer, who may hold it for a short turn (a watch). A read-only one may be
    handed from thread to thread where ``across_threads``; never used by two at once.

    Raises DossierError (missing, not a dossier, not readable, not writable), DossierLocked, DossierTooNew.
    """
    path = Path(path)
    try:
        folder = path.is_dir()
    except OSError as error:  # a name too long, a folder that may not be entered
        raise problem(path, "unreadable", detail=error.strerror or str(error)) from error
    if folder:
        raise problem(path, "folder")
    return _open_writer(path, patience) if write else _open_reader(path, across_threads)


def open_for_review(path: Path | str) -> Dossier:
    """Open a dossier that is there to write judgements, beside whatever else is at work on it.

    No lock is taken: a judgement is one short transaction under SQLite's own lock, waited for up to a minute.
    Raises DossierError, DossierTooNew; DossierLocked only where an older form must first be brought up to date.
    """
    path = Path(path)
    open_dossier(path).close()  # refuses what is no dossier; brings an older form up to date
    if not os.access(path, os.W_OK):
        raise problem(path, "unwritable", detail="permission denied")
    with guarded(path):
        db = sqlite3.connect(path, isolation_level=None, timeout=60)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA foreign_keys = ON")
    return Dossier(path, db, writes=True)


def _open_reader(path: Path, across_threads: bool) -> Dossier:
    if not path.exists():
        raise problem(path, "missing")
    where = path.resolve().as_uri() + "?mode=ro"
    # a reader of a WAL file needs its side files: where they can neither exist nor be made, nobody writes either
    if not os.access(path.parent, os.W_OK) and not path.with_name(path.name + "-wal").exists():
        where += "&immutable=1"
    with guarded(path):
        db = sqlite3.connect(where, uri=True, isolation_level=None, check_same_thread=not across_threads)
    try:
        _check(db, path)
        _, form = _header(db, path)
        if form < schema.FORM:  # an older form: a writer brings it up to date
            db.close()
            _open_writer(path).close()
            return _open_reader(path, across_threads)
    except BaseException:
        db.close()
        raise
    return Dossier(path, db)


def _open_writer(path: Path, patience: float = 0.0) -> Dossier:
    if not path.parent.is_dir():
        raise problem(path, "nofolder", detail=str(path.parent))
    if path.exists() and not os.access(path, os.W_OK):
        raise problem(path, "unwritable", detail="permission denied")
    lock = _lock(path, patience)
    db: sqlite3.Connection | None = None
    try:
        with guarded(path):
            db = sqlite3.connect(path, isolation_level=None, timeout=30)
        if not _is_empty(db, path):
            _check(db, path)
        with guarded(path):
            # killed, a writer in WAL mode loses at most the document under way
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("PRAGMA synchronous = NORMAL")
            db.execute("PRAGMA foreign_keys = ON")
            if _is_empty(db, path):
                with transaction(db):
                    schema.create(db)
            schema.migrate(db, path)
    except BaseException:
        if db is not None:
            db.close()
        lock.release()
        raise
    return Dossier(path, db, lock, writes=True)


def _lock(path: Path, patience: float) -> WriteLock:
    until = time.monotonic() + patience
    while True:
        try:
            return WriteLock(path)
        except DossierLocked:
            if time.monotonic() >= until:
                raise
            time.sleep(0.05)


def _is_empty(db: sqlite3.Connection, path: Path) -> bool:
    with guarded(path):
        tables: int = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    return tables == 0


def _header(db: sqlite3.Connection, path: Path) -> tuple[int, int]:
    with guarded(path):
        application: int = db.execute("PRAGMA application_id").fetchone()[0]
        form: int = db.execute("PRAGMA user_version").fetchone()[0]
    return application, form


def _check(db: sqlite3.Connection, path: Path) -> None:
    """Refuse what is not a dossier, and what a newer program wrote."""
    application, form = _header(db, path)
    if application != schema.APPLICATION_ID:
        raise problem(path, "foreign")
    if form > schema.FORM:
        raise DossierTooNew(path, form, schema.FORM)
