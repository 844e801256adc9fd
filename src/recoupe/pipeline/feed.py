"""Files into a dossier, over worker processes; resumed where it stopped."""

from __future__ import annotations

import itertools
import os
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

import msgspec

from recoupe.errors import BadKnowledge, ExtractionFailed, RecoupeError
from recoupe.extract.resources import Resources
from recoupe.lang.identify import HOME, passages
from recoupe.pipeline.again import stored
from recoupe.pipeline.files import Item, parts
from recoupe.pipeline.process import Result, attempt
from recoupe.pipeline.siblings import date_by_siblings
from recoupe.records import Document, Source
from recoupe.store import Breach, Dossier
from recoupe.store.config import Outlet, outlet_at, outlet_of, outlets
from recoupe.store.runs import Progress, under_way
from recoupe.store.versions import own_address

BATCH_DOCUMENTS = 32
BATCH_CHARACTERS = 300_000
"""The parser is fastest on 32 to 128 articles at once; the characters bound the memory of a batch."""

Status = Literal["added", "changed", "again", "known", "renamed", "failed"]


@dataclass(frozen=True)
class Outcome:
    """What became of one item. ``refused`` are rows that broke an invariant and were not stored: a fault to report."""

    name: str
    status: Status
    document: str = ""
    records: int = 0
    error: RecoupeError | None = None
    language: str = HOME
    """Of the document; nothing is read out of one in another language than this."""
    passages: tuple[str, ...] = ()
    """Languages of passages that are left out for being in another one."""
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
class Waiting:
    """A document to extract, where it came from, and the addresses that published it."""

    name: str
    document: Document
    source: Source | None
    raw: bytes | None = None
    addresses: tuple[str, ...] = ()
    replaces: str | None = None
    """Id of the stored document whose bytes give this one now."""

    def under(self, outlet: str) -> Waiting:
        """The same, published by this outlet: another document."""
        document = msgspec.structs.replace(self.document, outlet=outlet)
        source = msgspec.structs.replace(self.source, document=document.id) if self.source is not None else None
        return replace(self, document=document, source=source)


def run(
    items: Iterable[Item],
    dossier: Dossier,
    *,
    outlet: str | None = None,
    date: str | None = None,
    columns: Mapping[str, str] | None = None,
    total: int | None = None,
    again: bool = False,
    workers: int | None = None,
    knowledge: bool = True,
) -> Iterator[Outcome]:
    """Read items into a dossier, each document in one transaction; an outcome for each text, in an order of its own.

    ``outlet`` and ``date`` (ISO) are what the user says of all of them, ``columns`` which column of a table is what;
    else the dossier's own outlets are asked, then the file.
    ``again`` reads the stored documents once more whose records come from other rules, pages out of the bytes that are
    kept: one that gives another text becomes a new version. ``workers`` defaults to the
    processors at hand; they are started only where there is more than one batch.
    Raises DossierError where the dossier itself fails (full disk): what was stored stays.
    """
    known = outlets(dossier.config)
    with resources_for(dossier.config, knowledge=knowledge, until=datetime.now(UTC).date()) as resources:
        early: deque[Outcome] = deque()
        queued: set[str] = set()
        waiting = _waiting(items, dossier, resources.rules, known, outlet, date, columns, early, queued)
        old = _stored(dossier, resources.rules, queued) if again else iter(())
        more = len(dossier.read_under_other(resources.rules)) if again else 0
        readings = _extracted(_batches(itertools.chain(waiting, old)), resources, workers or _processors())
        with under_way(dossier, (total or 0) + more) as progress:
            for each, result in readings:
                while early:
                    yield _counted(early.popleft(), progress)
                if isinstance(result, RecoupeError):
                    yield _counted(keep(dossier, each, result, resources.rules), progress)
                    continue
                progress.step(each.name)  # before it is written, so that both are written at once
                yield keep(dossier, each, result, resources.rules)
            for outcome in early:
                yield _counted(outcome, progress)
            progress.checking()
            # also where nothing is new: a run that was killed before this is made good by the next one
            finish(dossier, resources)


def _counted(outcome: Outcome, progress: Progress) -> Outcome:
    progress.step(outcome.name, failed=outcome.error is not None)
    return outcome


def as_published(dossier: Dossier, each: Waiting, *, redated: bool = True) -> Waiting:
    """The same, or the document that its address gave before, where that has the same text and as much is known of it.

    ``redated``: another date makes it another document.
    """
    new = each.document
    for address in each.addresses:
        old = dossier.published(address)
        if old is None or old.text != new.text or old == new:
            continue
        same_day = new.date in (None, old.date) or (old.date is not None and not redated)
        if new.outlet in (None, old.outlet) and same_day:
            source = msgspec.structs.replace(each.source, document=old.id) if each.source is not None else None
            return replace(each, document=old, source=source)
    return each


def keep(dossier: Dossier, each: Waiting, result: Result | None, rules: str) -> Outcome:
    """Store what was read out of a document by these rules; None for one that is stored already, to be named again."""
    if isinstance(result, RecoupeError):
        return Outcome(each.name, "failed", error=result)
    own = each.document.id
    status = dossier.write(
        each.document,
        result.records if result is not None else (),
        sentences=result.sentences if result is not None else (),
        rules=rules if result is not None else dossier.rules_of(own) or rules,
        source=each.source,
        raw=each.raw,
        addresses=each.addresses,
        replaces=each.replaces,
    )
    if result is None:
        return Outcome(each.name, status, own)
    return Outcome(
        each.name,
        status,
        own,
        len(result.records),
        language=each.document.language,
        passages=passages(each.document),
        refused=result.refused,
    )


def finish(dossier: Dossier, resources: Resources) -> None:
    """Date and check what was stored against the rest of the dossier."""
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
    columns: Mapping[str, str] | None,
    early: deque[Outcome],
    queued: set[str],
) -> Iterator[Waiting]:
    """Items that must be extracted; the outcome of the others goes to ``early``."""
    for item in items:
        by = outlet or (outlet_of(item.path, known) if item.path else None)
        for name, found in parts(item, outlet=by, date=date, columns=columns):
            if isinstance(found, RecoupeError):
                early.append(Outcome(name, "failed", error=found))
                continue
            document = found.document
            if by is None and (there := outlet_at(document.address, known)):
                document = msgspec.structs.replace(document, outlet=there)
            source = Source(document=document.id, name=name, bytes_hash=found.bytes_hash, read_at=now())
            # a page is told by its address; what else bears one (a row, a letter) may share it with others
            fetched = item.address if name == item.name else None
            own = own_address(document.address, fetched) if fetched or document.reader.startswith("page@") else None
            each = as_published(dossier, Waiting(name, document, source, found.kept, (own,) if own else ()))
            if dossier.rules_of(each.document.id) == rules:
                early.append(keep(dossier, each, None, rules))
            else:
                queued.add(each.document.id)
                yield each


def _stored(dossier: Dossier, rules: str, queued: set[str]) -> Iterator[Waiting]:
    """Stored documents to read again, but for those that this run reads from their files."""
    for document, source, replaces in stored(dossier, rules, queued):
        name = document.title.quote if document.title else document.id
        yield Waiting(name, document, source, replaces=replaces)


def now() -> str:
    """The time of reading, UTC, ISO."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _processors() -> int:
    return min(8, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)


def _batches(waiting: Iterable[Waiting]) -> Iterator[list[Waiting]]:
    batch: list[Waiting] = []
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
    batches: Iterator[list[Waiting]], resources: Resources, workers: int
) -> Iterator[tuple[Waiting, Result]]:
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
        under_way: deque[tuple[list[Waiting], Future[list[Result]]]] = deque()
        for batch in itertools.chain(first, batches):
            under_way.append((batch, pool.submit(_work, [w.document for w in batch])))
            if len(under_way) > workers:
                yield from _results(*under_way.popleft())
        while under_way:
            yield from _results(*under_way.popleft())
    finally:
        pool.shutdown(cancel_futures=True)


def _results(batch: list[Waiting], future: Future[list[Result]]) -> Iterator[tuple[Waiting, Result]]:
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
