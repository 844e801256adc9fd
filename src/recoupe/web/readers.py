"""Read-only connections to a dossier, one a request, kept open between requests; and what is dear to count, kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any, TypeVar

from recoupe.store import Dossier, open_dossier

T = TypeVar("T")
CONNECTIONS = 4
"""Requests that read at once; the next one waits: more threads of one interpreter only interrupt each other (measured
by benchmarks/serving.py with 8 readers: the list of findings takes 220 ms at the 95th percentile, with 8
connections 415 ms). Each connection holds at most 2 MB of pages."""
_KEPT = 96
"""Results and pages that are kept, of at most some megabytes each, of a page some hundred kilobytes."""


class Readers:
    """Read-only connections to one dossier for many threads. Each request sees one state of the file."""

    def __init__(self, path: Path | str, *, connections: int = CONNECTIONS) -> None:
        self.path = Path(path)
        self._pulse = open_dossier(path, across_threads=True)
        self._lock = threading.Lock()
        self._idle: LifoQueue[Dossier] = LifoQueue()
        self._free = threading.BoundedSemaphore(connections)
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._making: dict[Hashable, threading.Lock] = {}

    @contextmanager
    def reading(self) -> Iterator[Dossier]:
        """A dossier to read from in this thread, in one transaction."""
        with self._free:
            try:
                dossier = self._idle.get_nowait()
            except Empty:
                dossier = open_dossier(self.path, across_threads=True)
            try:
                dossier.db.execute("BEGIN")
                try:
                    yield dossier
                finally:
                    dossier.db.execute("ROLLBACK")
            finally:
                self._idle.put(dossier)

    def stamp(self) -> int:
        """A number that changes whenever another process or connection has written to the dossier."""
        with self._lock:
            return int(self._pulse.db.execute("PRAGMA data_version").fetchone()[0])

    def kept(self, stamp: int, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, kept until the dossier changes: for small results that are dear to count.

        ``stamp`` is that of before the reading began: what is kept is never older than it says.
        """
        whole = (stamp, key)
        with self._lock:
            making = self._making.setdefault(whole, threading.Lock())
        with making:  # many readers ask for one thing at once: it is made once
            with self._lock:
                if whole in self._kept:
                    self._kept.move_to_end(whole)
                    found: T = self._kept[whole]
                    return found
            try:
                made = make()
                with self._lock:
                    self._kept[whole] = made
                    while len(self._kept) > _KEPT:
                        self._kept.popitem(last=False)
            finally:
                with self._lock:
                    self._making.pop(whole, None)
        return made

    def close(self) -> None:
        """Close every connection; none may be in use."""
        self._pulse.close()
        while not self._idle.empty():
            self._idle.get_nowait().close()
