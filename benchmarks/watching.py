"""``recoupe watch`` over 200 feeds of 100 hosts on loopback addresses, with faults injected and a kill in the middle.

Run: ``python -m benchmarks.watching [--minutes 10] [--feeds 200]``. Entries appear over the first part of the time, a
sixth of them changes later; servers fail, stall, lie, loop and ask to be left alone until near the end. Counted at the
end: entries lost, entries there twice, changes not seen, and the shortest time between two requests to one host.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import itertools
import multiprocessing
import os
import random
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from multiprocessing.connection import Connection
from pathlib import Path

from benchmarks.news import Maker, written
from recoupe.store import open_dossier, verify
from recoupe.store.feeds import FeedTables
from tests.web import Item, answer, page, redirect, rss

PACE, EVERY, PORT = 0.5, 20.0, 8790
HOSTS, ENTRIES = 100, 5
MARK = re.compile(r"[Dd]épêche (\d{3}-\d{2})")


@dataclass(frozen=True)
class Story:
    """An entry of a feed: when it appears and changes, in seconds from the start; ``changes`` 0 for never."""

    feed: int
    number: int
    appears: float
    changes: float

    @property
    def mark(self) -> str:
        return f"{self.feed:03}-{self.number:02}"

    def version(self, at: float) -> int:
        return 2 if self.changes and at >= self.changes else 1

    def title(self, at: float) -> str:
        return f"{self._words[0]}" + (" (mis à jour)" if self.version(at) == 2 else "")

    def body(self, at: float) -> list[str]:
        """Paragraphs of its own, and one that tells entry and version."""
        told = self._words[1:] if self.version(at) == 2 else self._words[1:-1]
        return [*told, f"Dépêche {self.mark}, version {self.version(at)}."]

    @cached_property
    def _words(self) -> list[str]:
        maker = Maker(self.feed * 100 + self.number)
        return written(maker.worded(maker.report(maker.event(), 8))).split("\n\n")


def stories(feeds: int, seconds: float) -> list[list[Story]]:
    """What each feed tells: entries over the first 70 % of the time, changed before 80 % of it."""
    rng = random.Random(7)
    made = []
    for f in range(feeds):
        times = sorted(rng.uniform(0, 0.7 * seconds) for _ in range(ENTRIES))
        made.append(
            [
                Story(f, n, t, rng.uniform(t, 0.8 * seconds) if rng.random() < 1 / 6 else 0.0)
                for n, t in enumerate(times)
            ]
        )
    return made


def host(feed: int) -> str:
    return f"127.0.7.{feed % HOSTS + 1}"


class Servers:
    """All hosts in one process. ``log``: (host, seconds since the start, path)."""

    def __init__(self, feeds: int, seconds: float) -> None:
        self.told = stories(feeds, seconds)
        self.seconds = seconds
        self.start = time.monotonic()
        self.log: list[tuple[str, float, str]] = []
        self.faults: Counter[str] = Counter()
        self.rng = random.Random(11)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 30)
            at = time.monotonic() - self.start
            line, _, rest = head.decode("latin-1").partition("\r\n")
            own = writer.get_extra_info("sockname")[0]
            path = line.split(" ")[1]
            self.log.append((own, at, path))
            marks = dict(h.lower().split(": ", 1) for h in rest.split("\r\n") if ": " in h)
            await self.answer(path, own, at, marks, writer)
        except (OSError, asyncio.IncompleteReadError, TimeoutError, asyncio.LimitOverrunError):
            pass  # the reader went away: that is its right
        finally:
            writer.close()

    async def answer(self, path: str, own: str, at: float, marks: dict[str, str], writer: asyncio.StreamWriter) -> None:
        if path == "/robots.txt":
            made = answer("User-agent: *\nDisallow: /prive\n", kind="text/plain")
        elif path.startswith("/feed/"):
            made = self.feed(int(path[6:]), own, at, marks)
        elif found := re.fullmatch(r"/a/(\d{3})-(\d{2})", path):
            story = self.told[int(found[1])][int(found[2])]
            made = (
                answer(page(story.title(at), *story.body(at))) if at >= story.appears else answer("", "404 Not Found")
            )
        else:
            made = answer("", "404 Not Found")
        fault = "" if at > 0.85 * self.seconds or self.rng.random() > 0.15 else self.rng.choice(FAULTS)
        if path == "/robots.txt" and fault in ("loop", "bomb"):
            fault = ""
        if at < 0.5 * self.seconds and int(own.rpartition(".")[2]) % 25 == 0 and at > 0.35 * self.seconds:
            fault = "down"  # whole hosts are away for a while
        self.faults[fault or "none"] += 1
        await self.send(made, fault, path, writer)

    async def send(self, made: bytes, fault: str, path: str, writer: asyncio.StreamWriter) -> None:
        match fault:
            case "500" | "404":
                made = answer("", f"{fault} Oops")
            case "503" | "429":
                made = answer("", f"{fault} Busy", retry_after=str(self.rng.randint(2, 8)))
            case "loop":
                made = redirect(path)
            case "cut":
                made = made[: -len(made) // 3]
            case "gzip cut":
                made = answer(gzip.compress(made)[:-9], content_encoding="gzip")
            case "bomb":
                made = answer(gzip.compress(b"\0" * 40_000_000), content_encoding="gzip")
            case "garbage":
                made = answer(self.rng.randbytes(5000), kind="application/octet-stream")
            case "down":
                return
            case "drip":
                writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
                for _ in range(200):
                    writer.write(b"<")
                    await writer.drain()
                    await asyncio.sleep(0.4)
                return
            case "late":
                await asyncio.sleep(3)
        writer.write(made)
        await writer.drain()

    def feed(self, number: int, own: str, at: float, marks: dict[str, str]) -> bytes:
        """A feed, by the manner of its number: ids that are all the same, places or missing; no links; whole texts."""
        shown = [s for s in self.told[number] if s.appears <= at][::-1]
        etag = f'"{len(shown)}-{sum(s.version(at) for s in shown)}"'
        if marks.get("if-none-match") == etag:
            return answer(status="304 Not Modified")
        manner = number % 8
        items = []
        for i, s in enumerate(shown):
            guid = {0: "tous", 1: "", 2: str(i)}.get(manner, s.mark)
            link = "" if manner == 3 else f"http://{own}:{PORT}/a/{s.mark}"
            text = "".join(f"<p>{p}</p>" for p in s.body(at))
            whole = text + "<p>" + "Le reste tient en ces mots. " * 40 + "</p>" if manner in (3, 4) else ""
            items.append(Item(s.title(at), link, guid, f"En bref : dépêche {s.mark}, version {s.version(at)}.", whole))
        body = rss(items, f"Fil {number}")
        if manner == 5:  # one encoding in the XML, another in the header
            body = body.decode().replace('encoding="utf-8"', 'encoding="iso-8859-1"').encode("latin-1")
            return answer(body, kind="application/xml", etag=etag)
        if manner == 6:
            return answer(gzip.compress(body), kind="text/html", etag=etag, content_encoding="gzip")
        return answer(body, kind="application/rss+xml", etag=etag)


FAULTS = ("500", "404", "503", "429", "loop", "cut", "gzip cut", "bomb", "garbage", "drip", "late", "down")


def run_servers(feeds: int, seconds: float, pipe: Connection) -> None:
    """The process of the servers: tells when it is ready, and its log when it is asked."""

    async def main() -> None:
        servers = Servers(feeds, seconds)
        hosts = sorted({host(f) for f in range(feeds)})
        server = await asyncio.start_server(servers.serve, hosts, PORT)
        pipe.send("ready")
        async with server:
            while not pipe.poll():
                await asyncio.sleep(0.2)
        pipe.send((servers.log, dict(servers.faults)))

    asyncio.run(main())


def watch(dossier: Path, opml: Path, seconds: float, *, kill: bool = False) -> None:
    """The program itself, for a time; killed at the end of it, or ended by its own option."""
    lasting = seconds + 60 if kill else seconds
    code = "from recoupe.cli import main; main()"
    options = ["--every", f"{EVERY}s", "--pace", f"{PACE}s", "--allow-private", "--for", f"{lasting:.0f}s"]
    run = subprocess.Popen(
        [sys.executable, "-c", code, "watch", str(dossier), str(opml), *options, "--lang", "en"],
        stderr=subprocess.PIPE,
        text=True,
    )
    if kill:
        time.sleep(seconds)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        return
    _, err = run.communicate()
    if run.returncode:
        sys.exit(err)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--feeds", type=int, default=200)
    asked = parser.parse_args(arguments)
    seconds = asked.minutes * 60
    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    servers = context.Process(target=run_servers, args=(asked.feeds, seconds, theirs), daemon=True)
    servers.start()
    ours.recv()
    with tempfile.TemporaryDirectory() as folder:
        dossier, opml = Path(folder, "d.db"), Path(folder, "feeds.opml")
        rows = "".join(f'<outline xmlUrl="http://{host(f)}:{PORT}/feed/{f}"/>' for f in range(asked.feeds))
        opml.write_text(f'<opml version="2.0"><body>{rows}</body></opml>', encoding="utf-8")
        start = os.times()
        watch(dossier, opml, seconds * 0.4, kill=True)
        watch(dossier, opml, seconds * 0.6)
        print("after", f"{asked.minutes:g} minutes, killed once:")
        figures(dossier, asked.feeds, seconds)
        if (left := resting(dossier)) is not None:
            watch(dossier, opml, left)
            print(f"after {left:.0f} s more, for feeds and pages whose turn had not come again:")
            figures(dossier, asked.feeds, seconds)
        ours.send("end")
        log, faults = ours.recv()
        told(log, faults, os.times().children_user - start.children_user, Path(dossier).stat().st_size)
    servers.join()


def resting(dossier: Path) -> float | None:
    """Seconds until the last feed that failed, or page that waits, is asked again; None where none is."""
    with open_dossier(dossier) as store:
        tables = FeedTables(store)
        later = [f.next_at for f in tables.feeds() if f.failures] + [s.next_at for s in tables.waiting()]
    return max(5.0, max(later) - time.time()) + 30 if later else None


def figures(dossier: Path, feeds: int, seconds: float) -> None:
    """What is in the dossier, against what was told."""
    truth = {s.mark: s for told in stories(feeds, seconds) for s in told}
    with open_dossier(dossier) as store:
        broken = list(verify(store))
        retired = store.retired()
        standing: Counter[str] = Counter()
        old = 0
        for document_id, document in store.documents():
            mark = MARK.search(document.text)
            if mark is None or document_id in retired:
                continue
            standing[mark[1]] += 1
            said = re.search(r"version (\d)", document.text)
            old += said is not None and int(said[1]) < truth[mark[1]].version(seconds)
        waiting = len(FeedTables(store).waiting())
        states = Counter(row[0] for row in store.ask("SELECT state FROM entry"))
    changed = sum(s.changes > 0 for s in truth.values())
    unknown = len(standing.keys() - truth.keys())
    print(f"  entries told {len(truth)}, there {len(standing)}, lost {len(truth) - len(standing)}, waiting {waiting}")
    print(f"  there twice {sum(n > 1 for n in standing.values())}, of unknown entries {unknown}")
    print(f"  changed {changed}, the earlier text still stands {old}, versions kept {len(retired)}")
    print(f"  read from {dict(states)}; rows that break an invariant: {len(broken)}")


def told(log: list[tuple[str, float, str]], faults: dict[str, int], cpu: float, size: int) -> None:
    gaps = [
        b - a for own in {h for h, _, _ in log} for a, b in itertools.pairwise(sorted(t for h, t, _ in log if h == own))
    ]
    print(f"  requests {len(log)}; shortest time between two to one host {min(gaps):.3f} s (pace {PACE} s)")
    print(f"  faults injected: {', '.join(f'{k} {n}' for k, n in sorted(faults.items()) if k != 'none')}")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  CPU {cpu:.0f} s; peak memory {peak:.0f} MB; dossier {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
