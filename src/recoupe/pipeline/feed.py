"""Files into a dossier, over worker processes; resumed where it stopped."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from recoupe.errors import BadKnowledge, ExtractionFailed, RecoupeError
from recoupe.extract.resources import Resources
from recoupe.pipeline.files import Item, load
from recoupe.pipeline.process import Result, attempt
from recoupe.pipeline.siblings import date_by_siblings
from recoupe.records import Document, Source
from recoupe.store import Breach, Dossier
from recoupe.store.config import Outlet, outlet_of, outlets

BATCH_DOCUMENTS = 32
BATCH_CHARACTERS = 300_000
"""The parser is fastest on 32 to 128 articles at once; the characters bound the memory of a batch."""

Status = Literal["added", "again", "known", "renamed", "failed"]


@dataclass(frozen=True)
class Outcome:
    """What became of one item. ``refused`` are rows that broke an invariant and were not stored: a fault to report."""

    name: str
    status: Status
    document: str = ""
    records: int = 0
    error: RecoupeError | None = None
    refused: tuple[Breach, ...] = ()


@contextmanager
def resources_for(config: str, *, knowledge: bool = True, until: date | None = None) -> Iterator[Resources]:
    """Resources with the user's rows of a dossier, which the loaders read from a file."""
    if not config:
        yield Resources(knowledge=knowledge, until=until)
        return
    with tempfile.TemporaryDirectory(prefix="recoupe-") as folder:
        path = Path(folder, "dossier.toml")
        path.write_text(config, encoding="utf-8")
        try:
            yield Resources((path,), knowledge=knowledge, until=until)
        except BadKnowledge as error:
            # the user knows it as the file that was given with --with, not as our copy of it
            raise BadKnowledge("dossier.toml", error.where, error.problem) from error


@dataclass
class _Waiting:
    """A document to extract, and where it came from."""

    name: str
    document: Document
    source: Source | None


def run(
    items: Sequence[Item],
    dossier: Dossier,
    *,
    outlet: str | None = None,
    date: str | None = None,
    again: bool = False,
    workers: int | None = None,
    knowledge: bool = True,
) -> Iterator[Outcome]:
    """Read items into a dossier, each document in one transaction; one outcome for each item, in an order of its own.

    ``outlet`` and ``date`` (ISO) are what the user says of all of them; else the dossier's own outlets are asked.
    ``again`` reads the stored documents once more whose records come from other rules. ``workers`` defaults to the
    processors at hand; they are started only where there is more than one batch.
    Raises DossierError where the dossier itself fails (full disk): what was stored stays.
    """
    known = outlets(dossier.config)
    with resources_for(dossier.config, knowledge=knowledge, until=datetime.now(UTC).date()) as resources:
        early: deque[Outcome] = deque()
        queued: set[str] = set()
        waiting = _waiting(items, dossier, resources.rules, known, outlet, date, early, queued)
        stored = _stored(dossier, resources.rules, queued) if again else iter(())
        readings = _extracted(_batches(itertools.chain(waiting, stored)), resources, workers or _processors())
        for each, result in readings:
            while early:
                yield early.popleft()
            if isinstance(result, RecoupeError):
                yield Outcome(each.name, "failed", error=result)
                continue
            status = dossier.write(
                result.document, result.records, sentences=result.sentences, rules=resources.rules, source=each.source
            )
            yield Outcome(each.name, status, result.document_id, len(result.records), refused=result.refused)
        yield from early
        # also where nothing is new: a run that was killed before this is made good by the next one
        date_by_siblings(dossier, resources)
        from recoupe.pipeline.checking import cross_check  # numpy: only a run that writes needs it
        from recoupe.pipeline.stories import keep_stories

        cross_check(dossier, resources)
        keep_stories(dossier)


def _waiting(
    items: Iterable[Item],
    dossier: Dossier,
    rules: str,
    known: list[Outlet],
    outlet: str | None,
    date: str | None,
    early: deque[Outcome],
    queued: set[str],
) -> Iterator[_Waiting]:
    """Items that must be extracted; the outcome of the others goes to ``early``."""
    for item in items:
        try:
            by = outlet or (outlet_of(item.path, known) if item.path else None)
            document, bytes_hash = load(item, outlet=by, date=date)
        except RecoupeError as error:
            early.append(Outcome(item.name, "failed", error=error))
            continue
        own = document.id
        source = Source(document=own, name=item.name, bytes_hash=bytes_hash, read_at=_now())
        if dossier.rules_of(own) == rules:
            status = dossier.write(document, (), sentences=(), rules=rules, source=source)
            early.append(Outcome(item.name, status, own))
        else:
            queued.add(own)
            yield _Waiting(item.name, document, source)


def _stored(dossier: Dossier, rules: str, queued: set[str]) -> Iterator[_Waiting]:
    """Stored documents to read again, but for those that this run reads from their files."""
    for document_id in dossier.read_under_other(rules):
        if document_id in queued:
            continue
        document = dossier.document(document_id)
        yield _Waiting(document.title.quote if document.title else document_id, document, None)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _processors() -> int:
    return min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def _batches(waiting: Iterable[_Waiting]) -> Iterator[list[_Waiting]]:
    batch: list[_Waiting] = []
    size = 0
    for each in waiting:
        batch.append(each)
        size += len(each.document.text)
        if len(batch) >= BATCH_DOCUMENTS or size >= BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _extracted(
    batches: Iterator[list[_Waiting]], resources: Resources, workers: int
) -> Iterator[tuple[_Waiting, Result]]:
    """Each batch's results, in order. One batch stays in this process: a worker loads the model again."""
    first = list(itertools.islice(batches, 2))
    if len(first) < 2 or workers < 2:
        for batch in itertools.chain(first, batches):
            yield from zip(batch, attempt([w.document for w in batch], resources), strict=True)
        return
    import multiprocessing

    known = (resources.user_files, resources.with_knowledge, resources.until)
    pool = ProcessPoolExecutor(workers, multiprocessing.get_context("spawn"), _start_worker, known)
    try:
        under_way: deque[tuple[list[_Waiting], Future[list[Result]]]] = deque()
        for batch in itertools.chain(first, batches):
            under_way.append((batch, pool.submit(_work, [w.document for w in batch])))
            if len(under_way) > workers:
                yield from _results(*under_way.popleft())
        while under_way:
            yield from _results(*under_way.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _results(batch: list[_Waiting], future: Future[list[Result]]) -> Iterator[tuple[_Waiting, Result]]:
    try:
        results = future.result()
    except BrokenProcessPool as error:
        results = [ExtractionFailed(f"a worker process ended: {error}")] * len(batch)
    yield from zip(batch, results, strict=True)


_resources: Resources | None = None


def _start_worker(user_files: tuple[Path, ...], knowledge: bool, until: date | None) -> None:
    global _resources
    _resources = Resources(user_files, knowledge=knowledge, until=until)


def _work(documents: list[Document]) -> list[Result]:
    assert _resources is not None
    return attempt(documents, _resources)
