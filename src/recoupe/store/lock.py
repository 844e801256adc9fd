"""One writer at a time: a lock file beside the dossier, held by the kernel, so that a killed process frees it."""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from pathlib import Path

from recoupe.errors import DossierLocked
from recoupe.store.problems import problem


class WriteLock:
    """Lock ``<dossier>.lock``; raises DossierLocked while another process holds it."""

    def __init__(self, dossier: Path) -> None:
        self.path = dossier.with_name(dossier.name + ".lock")
        self._dossier = dossier
        self._fd: int | None = None
        while self._fd is None:
            self._fd = self._take()

    def _take(self) -> int | None:
        try:
            fd = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise problem(self._dossier, "unwritable", detail=error.strerror or str(error)) from error
        try:
            if not _hold(fd):
                raise DossierLocked(
                    self._dossier, os.read(fd, 200).decode("utf-8", "replace").strip() or "another process"
                )
            # the holder before us removes the file as it leaves: what we locked must still be what the path names
            if not _same_file(fd, self.path):
                os.close(fd)
                return None
            os.ftruncate(fd, 0)
            with contextlib.suppress(OSError):  # a full disk must not hide behind the courtesy of a name
                os.write(fd, f"process {os.getpid()} on {socket.gethostname()}\n".encode())
        except BaseException:
            with contextlib.suppress(OSError):
                os.close(fd)
            raise
        return fd

    def release(self) -> None:
        """Free the lock and remove its file."""
        if self._fd is None:
            return
        self.path.unlink(missing_ok=True)
        os.close(self._fd)
        self._fd = None


def _same_file(fd: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(fd), path.stat())
    except FileNotFoundError:
        return False


def _hold(fd: int) -> bool:
    if sys.platform == "win32":  # SQLite's own lock remains
        return True
    import fcntl

    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
