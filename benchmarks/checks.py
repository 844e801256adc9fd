"""Cross-checking at scale: a dossier of 10,000 documents, then one more document, as often as there are texts.

Run: ``python -m benchmarks.checks [DOCUMENTS [WARS]]``. The texts of the multi-source set are read once; each copy gets
an outlet, days and an end of its own, so that its records meet others as those of a long war do; none is parsed again.
In one war each text stands about 200 times two days apart, which no news does: groups of a thousand records come of it.
In 21 wars, which names of people and places tell apart, each thing is told by the few texts of the set that tell it.
"""

from __future__ import annotations

import itertools
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import msgspec

from recoupe.extract.resources import Resources
from recoupe.pipeline import Reading, gather, load, read_through
from recoupe.pipeline.checking import cross_check
from recoupe.pipeline.stories import keep_stories
from recoupe.records import Dating, Deadline, Document, Event, Place, Record, Source, Timex, When
from recoupe.store import Dossier, open_dossier

SET = Path(__file__).parents[1] / "evaluation" / "gold" / "multi"
WORDS = 500
"""Words of its own that each copy ends with, so that it is no copy of the others."""
DAYS = 400
"""Days over which the dossier's documents are spread."""


class Took(NamedTuple):
    """Seconds."""

    cpu: float
    clock: float

    def __str__(self) -> str:
        return f"{self.clock:.2f} s ({self.cpu:.2f} CPU-s)"


def readings() -> list[Reading]:
    """Every text of the set, read with its theatre's dossier file."""
    found: list[Reading] = []
    for theatre in sorted(p for p in SET.iterdir() if p.is_dir()):
        known = Resources((theatre / "dossier.toml",))
        documents = [load(item, outlet=None, date=None)[0] for item in gather([str(theatre / "articles")])]
        found += read_through(documents, known)
    return found


def copies(read: list[Reading], count: int, wars: int = 1) -> Iterator[tuple[Document, list[Record], Reading]]:
    """``count`` documents: each text again and again, moved by some days and from war to war, with its records."""
    for i in range(count):
        one = read[i % len(read)]
        again, war = divmod(i // len(read), wars)
        shift = timedelta(days=again * 7 * wars % DAYS)
        chance = random.Random(i)
        padding = " ".join("".join(chance.choices("aeioulmnrst", k=7)) for _ in range(WORDS))
        document = msgspec.structs.replace(one.document, text=f"{one.document.text}\n\n{padding}", outlet=f"Titre {i}")
        own = document.id
        records = (moved(r, own, shift) for r in one.records if not isinstance(r, Deadline))
        yield document, [elsewhere(r, war) if war else r for r in records], one


def elsewhere(record: Record, war: int) -> Record:
    """A record of another war: its people and places have other names, and lie elsewhere."""
    if isinstance(record, Place):
        lon = None if record.lon is None else (record.lon + 180 + 5 * war) % 360 - 180
        return msgspec.structs.replace(record, name=f"{record.name} {war}", lon=lon)
    if not isinstance(record, Event):
        return record
    actor, target = (
        tuple(msgspec.structs.replace(p, name=f"{p.name} {war}") for p in some)
        for some in (record.actor, record.target)
    )
    place = tuple(msgspec.structs.replace(p, name=f"{p.name} {war}") for p in record.place)
    by = tuple(f"{name} {war}" for name in record.attributed_to)
    return msgspec.structs.replace(record, actor=actor, target=target, place=place, attributed_to=by)


def moved(record: Record, document: str, by: timedelta) -> Record:
    """A record of another document, its days moved."""
    if not hasattr(record, "document"):
        return record
    record = msgspec.structs.replace(record, document=document)
    if isinstance(record, Event):
        return msgspec.structs.replace(record, date=later(record.date, by), due=later(record.due, by))
    if isinstance(record, Timex | Dating):
        return msgspec.structs.replace(record, earliest=day(record.earliest, by), latest=day(record.latest, by))
    return record


def later(when: When | None, by: timedelta) -> When | None:
    """A time moved."""
    if when is None:
        return None
    return msgspec.structs.replace(when, earliest=day(when.earliest, by), latest=day(when.latest, by))


def day(iso: str | None, by: timedelta) -> str | None:
    """A day moved; what is no day stays."""
    return None if iso is None else (date.fromisoformat(iso) + by).isoformat()


def timed(dossier: Dossier, known: Resources) -> Took:
    """Cross-check and bring the stories up to date; how long it took."""
    clock, cpu = time.perf_counter(), time.process_time()
    cross_check(dossier, known)
    keep_stories(dossier)
    return Took(time.process_time() - cpu, time.perf_counter() - clock)


def main(count: int = 10_000, wars: int = 1) -> None:
    """Print the figures."""
    read = readings()
    known = Resources(tuple(sorted(SET.glob("*/dossier.toml"))))
    with (
        tempfile.TemporaryDirectory(prefix="recoupe-") as place,
        open_dossier(Path(place, "d.db"), write=True) as dossier,
    ):

        def write(made: tuple[Document, list[Record], Reading]) -> None:
            document, records, one = made
            source = Source(document=document.id, name=document.outlet or "", bytes_hash="", read_at="")
            dossier.write(document, records, sentences=one.sentences, rules="bench", source=source)

        made = copies(read, count + len(read), wars)
        for one in itertools.islice(made, count):
            write(one)
        whole = timed(dossier, known)
        findings = dossier.ask("SELECT count(*) FROM finding")[0][0]
        more: list[Took] = []
        for one in made:
            write(one)
            more.append(timed(dossier, known))
        links = dict(dossier.ask("SELECT relation, count(*) FROM link GROUP BY relation ORDER BY relation"))
    more.sort()
    print(
        f"checks: {count} documents of {wars} wars in {whole}; one more, {len(more)} times: "
        f"median {more[len(more) // 2]}, slowest {more[-1]}; {findings} findings, links {links}"
    )


if __name__ == "__main__":
    main(*(int(a) for a in sys.argv[1:3]))
