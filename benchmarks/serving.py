"""The page on a large dossier: time of each view and memory of the server, with several readers at once.

    python -m benchmarks.serving make build/large.db --documents 100000
    python -m benchmarks.serving measure build/large.db

The dossier is made without the parser: the sample is read once, then its rows are repeated with other names of people
and places (of the same length, so that every span still stands), other days and other ids, findings, links and copies
included. Its ids are no hashes and its texts resemble each other: it serves to measure reading, nothing else.
"""

from __future__ import annotations

import argparse
import http.client
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

from recoupe.pipeline.feed import run
from recoupe.pipeline.files import Item
from recoupe.store import index, open_dossier
from recoupe.text import fold

SAMPLE = Path(__file__).resolve().parents[1] / "sample"
VARIANTS = 300
DAYS = 1500
READERS = 8
_SYLLABLES = [
    "ba",
    "ce",
    "di",
    "fo",
    "gu",
    "ha",
    "jo",
    "ka",
    "li",
    "mo",
    "nu",
    "pe",
    "ra",
    "si",
    "to",
    "vu",
    "za",
    "bre",
    "cla",
    "dri",
    "flo",
    "gra",
    "kro",
    "pli",
    "sta",
    "tre",
]
_SKIPPED = ("meta", "term", "facet", "relay", "claim_key", "edge", "signature", "shingle", "sentence_text")
_DAY = r"20\d\d-\d\d-\d\d"


def made_from_sample(path: Path) -> None:
    """The sample dossier, read by the program itself."""
    files = sorted((SAMPLE / "articles").rglob("*.txt"))
    with open_dossier(path, write=True) as dossier:
        dossier.configure((SAMPLE / "dossier.toml").read_text(encoding="utf-8"))
        for outcome in run([Item(str(f), f) for f in files], dossier, workers=1):
            assert outcome.error is None, outcome


def names_in(db: sqlite3.Connection) -> list[str]:
    """Words of the names of people, parties and places, those that a variant changes."""
    rows = db.execute("SELECT value FROM term WHERE name IN ('speaker', 'party', 'place', 'outlet')").fetchall()
    return sorted({w for (value,) in rows for w in re.findall(r"\b[A-ZÉ][a-zéèêëîïôûç]{3,}\b", value)})


def other_names(names: list[str], seed: int) -> dict[str, str]:
    """Another word of the same length for each, the same for the same seed; seed 0 changes nothing."""
    if not seed:
        return {n: n for n in names}
    draw = random.Random(seed)
    return {n: "".join(draw.choice(_SYLLABLES) for _ in range(len(n)))[: len(n)].capitalize() for n in names}


class Rows:
    """The rows of one table of the sample, to be repeated."""

    def __init__(self, db: sqlite3.Connection, table: str, changing: re.Pattern[str]) -> None:
        cursor = db.execute(f"SELECT * FROM {table}")
        columns = [c[0] for c in cursor.description]
        self.rows: list[list[Any]] = [list(r) for r in cursor]
        self.insert = f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(columns))})"
        self._text = [[i for i, c in enumerate(r) if isinstance(c, str) and changing.search(c)] for r in self.rows]
        numbered = {"sentence": ("id",), "line": ("id", "sentence")}.get(table, ())
        self._steps = [columns.index(c) for c in numbered]

    def varied(self, change: Callable[[str], str], step: int) -> Iterator[list[Any]]:
        """The rows with their texts changed and their numbers moved on."""
        for row, cells in zip(self.rows, self._text, strict=True):
            new = row.copy()
            for i in cells:
                new[i] = change(row[i])
            for i in self._steps:
                new[i] = row[i] + step if row[i] is not None else None
            yield new


def make(path: Path, documents: int) -> None:
    """Write a dossier of about so many documents."""
    path.unlink(missing_ok=True)
    made_from_sample(path)
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = OFF")
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -400000")
    names = names_in(db)
    changing = re.compile(rf"\b(?:{'|'.join(names)})\b|\b[0-9a-f]{{16}}\b|{_DAY}")
    every = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT NULL")]
    kept = [t for t in every if t not in _SKIPPED and not t.startswith(("sqlite_", "sentence_text"))]
    tables = {t: Rows(db, t, changing) for t in kept}
    folded = db.execute(
        'SELECT s.id, substr(d.text, s."start" + 1, s."end" - s."start") '
        "FROM sentence s JOIN document d ON d.id = s.document"
    ).fetchall()
    old_terms = db.execute("SELECT id, name, value FROM term").fetchall()
    facets = db.execute("SELECT term, day, line FROM facet").fetchall()
    relays = db.execute("SELECT outlet, name, n FROM relay").fetchall()
    step = max(
        db.execute("SELECT max(id) FROM sentence").fetchone()[0], db.execute("SELECT max(id) FROM line").fetchone()[0]
    )
    term_of: dict[tuple[str, str], int] = {(name, value): i for i, name, value in old_terms}
    more_terms: dict[int, int] = {}
    more_relays: dict[tuple[str, str], int] = {}
    base = db.execute("SELECT count(*) FROM document").fetchone()[0]
    days: dict[tuple[str, int], str] = {}
    began = time.monotonic()
    for k in range(1, -(-documents // base)):
        if k % 50 == 1:
            db.execute("BEGIN")
        words, moved = other_names(names, k % VARIANTS), (k * 7) % DAYS - DAYS // 2

        def change(text: str, words: dict[str, str] = words, moved: int = moved, k: int = k) -> str:
            def one(m: re.Match[str]) -> str:
                found = m[0]
                if found in words:
                    return words[found]
                if len(found) == 16:
                    return f"{k:05x}{found[5:]}"
                if (found, moved) not in days:
                    days[found, moved] = (date.fromisoformat(found) + timedelta(moved)).isoformat()
                return days[found, moved]

            return changing.sub(one, text)

        for table, rows in tables.items():
            made = list(rows.varied(change, k * step))
            if table == "shelf":
                for row in made:
                    row[9] = f"{row[0]}".encode()
            db.executemany(rows.insert, made)
        db.executemany(
            "INSERT INTO sentence_text (rowid, folded) VALUES (?, ?)",
            [(i + k * step, fold(change(t))) for i, t in folded],
        )
        new: dict[int, int] = {}
        for i, name, value in old_terms:
            new[i] = term_of.setdefault((name, change(value)), len(term_of) + 1)
        db.executemany(
            "INSERT OR IGNORE INTO facet VALUES (?, ?, ?)", [(new[t], change(d), i + k * step) for t, d, i in facets]
        )
        for t, _, _ in facets:
            more_terms[new[t]] = more_terms.get(new[t], 0) + 1
        for outlet, name, n in relays:
            key = (change(outlet), change(name))
            more_relays[key] = more_relays.get(key, 0) + n
        if k % 50 == 0:
            db.execute("COMMIT")
            if k % 500 == 0:
                print(f"{k * base} documents, {time.monotonic() - began:.0f} s", flush=True)
    if db.in_transaction:
        db.execute("COMMIT")
    db.execute("BEGIN")
    known = {row[0] for row in db.execute("SELECT id FROM term")}
    rows_of = [(i, name, value, fold(value), more_terms.get(i, 0)) for (name, value), i in term_of.items()]
    db.executemany("INSERT INTO term VALUES (?, ?, ?, ?, ?)", [r for r in rows_of if r[0] not in known])
    db.executemany("UPDATE term SET n = n + ? WHERE id = ?", [(r[4], r[0]) for r in rows_of if r[0] in known])
    db.executemany(
        "INSERT INTO relay VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n",
        [(*key, n) for key, n in more_relays.items()],
    )
    index.renumber(db)
    db.execute("COMMIT")
    db.execute("INSERT INTO sentence_text (sentence_text) VALUES ('optimize')")
    db.execute("ANALYZE")
    db.close()


def views_of(path: Path) -> dict[str, list[str]]:
    """Addresses to ask for, by view."""
    db = sqlite3.connect(path)
    documents = [r[0] for r in db.execute("SELECT document FROM shelf ORDER BY document LIMIT 400")]
    findings = [r[0] for r in db.execute("SELECT finding FROM digest ORDER BY finding LIMIT 400")]
    speakers = [r[0] for r in db.execute("SELECT value FROM term WHERE name = 'speaker' ORDER BY n DESC LIMIT 100")]
    days = [r[0] for r in db.execute("SELECT DISTINCT latest FROM shelf WHERE latest NOT NULL LIMIT 400")]
    db.close()
    words = [
        "cessez-le-feu",
        "trêve",
        "président",
        "frappes",
        "civils tués",
        "négoci*",
        '"trêve générale"',
        "drones abattus",
        "paix",
        "le",
    ]
    return {
        "brief": ["/", *(f"/?since={d}" for d in days[:20])],
        "findings": ["/findings", "/findings?verdict=contested", "/findings?type=casualties&order=weight"]
        + [f"/findings?speaker={quote(s)}" for s in speakers[:20]],
        "finding": [f"/findings/{i}" for i in findings],
        "board": ["/board", *(f"/board?issue={quote(w)}" for w in ("trêve", "prisonniers"))],
        "timeline": ["/timeline", "/timeline?lanes=party", "/timeline?type=casualties"]
        + [f"/timeline?from={d[:8]}01&to={d[:8]}28" for d in days[:20]],
        "figures": ["/figures", "/figures?page=3", "/figures?once=1", "/figures?type=casualties"],
        "map": ["/map", "/map?type=attack", "/map?bbox=-170,30,-140,55"],
        "queue": ["/review", "/review?page=2"],
        "sources": ["/sources", "/sources?page=2"],
        "documents": ["/documents", "/documents?page=9", *(f"/documents?since={d}" for d in days[:20])],
        "document": [f"/documents/{i}" for i in documents],
        "search": [f"/search?q={quote(w)}" for w in words],
        "facets": [f"/search?speaker={quote(s)}&act=demand" for s in speakers[:30]]
        + [f"/search?q={quote(w)}&type=casualties" for w in words[:6]],
    }


def measure(path: Path, *, readers: int = READERS, rounds: int = 40) -> None:
    """Print the median and the 95th percentile of each view, all readers asking at once, and the server's memory."""
    command = [sys.executable, "-m", "recoupe.cli", "serve", str(path), "--port", "0", "--lang", "fr"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", server.stdout.readline())
        assert found is not None
        port = int(found[1])
        try:
            _ask(port, "/static/recoupe.css")
            for view, addresses in views_of(path).items():
                times = _timed(port, addresses, readers, rounds)
                p95 = statistics.quantiles(times, n=20)[-1]
                middle = statistics.median(times)
                print(f"{view:10} median {middle:5.0f} ms   p95 {p95:5.0f} ms   max {max(times):5.0f} ms", flush=True)
            status = Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8")
            print({k: f"{int(v) // 1024} MB" for k, v in re.findall(r"(VmRSS|VmHWM):\s+(\d+)", status)})
        finally:
            server.terminate()


def _timed(port: int, addresses: list[str], readers: int, rounds: int) -> list[float]:
    times: list[float] = []
    _ask(port, addresses[0])

    def read(own: int) -> None:
        draw = random.Random(own)
        for _ in range(rounds):
            times.append(_ask(port, draw.choice(addresses)))

    threads = [threading.Thread(target=read, args=(i,)) for i in range(readers)]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    return times


def _ask(port: int, address: str) -> float:
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", address)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    assert answer.status == 200, (address, answer.status)
    return 1000 * (time.perf_counter() - began)


def main() -> None:
    """Make a dossier, or measure the page on one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["make", "measure"])
    parser.add_argument("path", type=Path)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--readers", type=int, default=READERS)
    asked = parser.parse_args()
    if asked.what == "make":
        make(asked.path, asked.documents)
    else:
        measure(asked.path, readers=asked.readers)


if __name__ == "__main__":
    main()
