"""What was read to records, beside the requests and without the dossier's lock."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType

from recoupe.extract.resources import Resources
from recoupe.pipeline.feed import as_published, resources_for
from recoupe.pipeline.process import Result, attempt
from recoupe.store import Dossier, open_dossier
from recoupe.store.config import Outlet, outlet_at, outlets
from recoupe.watch.reading import Read


@dataclass(frozen=True)
class Made:
    """What was read, each with its records; those of a document that is stored already, or of none, are None."""

    resources: Resources
    results: list[tuple[Read, Result | None]]


def _as_published(dossier: Dossier, read: Read, known: list[Outlet]) -> Read:
    """What was read, under the user's name of its outlet, as the document that is there already in the place of one of
    another date: feeds move theirs."""
    waiting = read.waiting
    if waiting is None:
        return read
    if there := outlet_at(waiting.document.address or waiting.name, known):
        waiting = waiting.under(there)
    return replace(read, waiting=as_published(dossier, waiting, redated=False))


class Extractor:
    """Runs the extractors with the names that the user gave the dossier; loads them again where they changed."""

    def __init__(self, path: Path, knowledge: bool) -> None:
        self._path, self._knowledge = path, knowledge
        self._open = contextlib.ExitStack()
        self._loaded: tuple[str, date] | None = None
        self._resources: Resources | None = None

    def __enter__(self) -> Extractor:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, tb: TracebackType | None) -> None:
        self._open.close()

    def run(self, read: Sequence[Read]) -> Made:
        """The records of what was read."""
        with open_dossier(self._path) as dossier:
            resources = self._load(dossier.config)
            known = outlets(dossier.config)
            read = [_as_published(dossier, r, known) for r in read]
            new = {w.document.id: w.document for r in read if (w := r.waiting) is not None}
            new = {i: d for i, d in new.items() if dossier.rules_of(i) != resources.rules}
        found = dict(zip(new, attempt(list(new.values()), resources), strict=True)) if new else {}
        return Made(resources, [(r, found.get(r.waiting.document.id) if r.waiting else None) for r in read])

    def _load(self, config: str) -> Resources:
        today = datetime.now(UTC).date()
        if self._resources is None or self._loaded != (config, today):
            self._open.close()
            made = resources_for(config, knowledge=self._knowledge, until=today)
            self._resources, self._loaded = self._open.enter_context(made), (config, today)
        return self._resources
