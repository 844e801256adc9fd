"""Everything at once: a folder of 10,000 mixed files, one in twenty of them broken, read as `recoupe add` reads it.

Run: ``python -m benchmarks.mixed [FILES]``. The files are made by a script from an invented war; each says how many
texts it holds, and whether a reason must be named. It fails where a text is lost, a fault is not named, or memory goes
over 1 GB. A smaller number is then read into a dossier, extraction included.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.mixed_files import BROKEN, GOOD, Made

FILES = 10_000
BROKEN_SHARE = 0.05
EXTRACTED = 300
"""Files of the run with extraction."""
MEMORY = 1_000_000_000


def made(folder: Path, count: int) -> dict[str, Made]:
    """Files of all kinds in a folder and in folders inside it; what each must give, by its path."""
    chance = random.Random(7)
    makers = [*GOOD]
    broken = [*BROKEN]
    expected: dict[str, Made] = {}
    for number in range(count):
        faulty = number % round(1 / BROKEN_SHARE) == 0
        # every kind in turn
        table = broken if faulty else makers
        maker = table[(number // 20 if faulty else number) % len(table)]
        one = maker(chance, number)
        place = folder / f"{number // 1000:02}" / f"{number:05}-{one.name}"
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(one.data)
        expected[str(place)] = one
    return expected


def read(folder: str) -> None:
    """Reads a folder; prints a JSON line a part, then the figures. Run in a process of its own, for its memory."""
    from recoupe.errors import RecoupeError
    from recoupe.pipeline.files import gather, parts

    longest = 0.0
    for item in gather([folder]):
        start = time.monotonic()
        for name, found in parts(item):
            error = str(found) if isinstance(found, RecoupeError) else None
            print(json.dumps({"item": item.name, "name": name, "error": error}))
        longest = max(longest, time.monotonic() - start)
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    cpu = sum(each.ru_utime + each.ru_stime for each in (own, children))
    memory = {"own": own.ru_maxrss * 1024, "children": children.ru_maxrss * 1024}
    print(json.dumps(memory | {"longest": longest, "cpu": cpu}))


def main(count: int = FILES) -> None:
    """Make, read, compare; prints the figures. Exits with a message where the check fails."""
    with tempfile.TemporaryDirectory(prefix="recoupe-mixed-") as place:
        folder = Path(place, "in")
        folder.mkdir()
        expected = made(folder, count)
        start = time.monotonic()
        command = [sys.executable, "-m", "benchmarks.mixed", "read", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds = time.monotonic() - start
        *rows, figures = map(json.loads, done.stdout.splitlines())
        texts: Counter[str] = Counter(row["item"] for row in rows if row["error"] is None)
        faults: Counter[str] = Counter(row["item"] for row in rows if row["error"] is not None)
        misses = [
            f"{Path(path).name}: {texts[path]} texts for {one.texts}, {faults[path]} faults named"
            for path, one in expected.items()
            if texts[path] != one.texts or (faults[path] > 0) != one.faulty
        ]
        size = sum(len(one.data) for one in expected.values())
        broken = sum(one.faulty for one in expected.values())
        print(f"\nMixed files: {len(expected):,} files, {size / 1e6:,.0f} MB, {broken} of them broken")
        print(f"  {sum(texts.values()):,} texts, {sum(faults.values())} faults named, {len(misses)} misses")
        print(f"  {seconds:.0f} s ({figures['cpu']:.0f} of CPU), the slowest file {figures['longest']:.1f} s")
        print(
            f"  memory: {figures['own'] / 1e6:.0f} MB, {figures['children'] / 1e6:.0f} MB for the process of PDF files"
        )
        for miss in misses[:20]:
            print("  " + miss)
        if misses or figures["own"] + figures["children"] > MEMORY:
            sys.exit("mixed files: the check failed")
        _extract(Path(place), folder)


def _extract(place: Path, folder: Path) -> None:
    """The same, into a dossier, on part of the files."""
    some = sorted(p for p in folder.rglob("*") if p.is_file())[:: max(1, len(list(folder.rglob("*"))) // EXTRACTED)]
    start = time.monotonic()
    command = [sys.executable, "-m", "recoupe.cli", "--lang", "en", "add", "--json", str(place / "d.db")]
    done = subprocess.run([*command, *map(str, some)], capture_output=True, text=True, check=False)
    status = Counter(json.loads(line)["status"] for line in done.stdout.splitlines())
    seconds = time.monotonic() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(
        f"  with extraction: {len(some)} files, {dict(status)} in {seconds:.0f} s; at most {peak:.0f} MB in one process"
    )
    if not status["added"]:
        sys.exit(done.stderr[-2000:])


if __name__ == "__main__":
    if sys.argv[1:2] == ["read"]:
        read(sys.argv[2])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else FILES)
