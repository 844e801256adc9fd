"""Finding copies in 20,000 invented documents, beside datasketch's MinHash LSH on the same texts in the same run.

Run: ``python -m benchmarks.copies [COUNT]``; by default 20,000, and the pairs of 100,000 on this side alone. Three in
eight documents are made from another one: cut, lightly edited, reordered, rewritten (other words and another order,
names and numbers kept), or sharing a third. What makes it hard: one document in eight reports the event of another one
by a different hand (same names, counts and quotation of an official), all draw on the same few sentence patterns, and
two in five end with the footer of one of twelve papers. Each side runs in processes of its own, one processor each,
several times in turn; times are from texts to pairs.
"""

from __future__ import annotations

import json
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.news import FOOTER, Maker, written

KINDS = ("cut", "edited", "reordered", "rewritten", "partial")
REPEATS = 3
Pairs = set[tuple[int, int]]


def documents(count: int, seed: int = 5) -> tuple[list[str], dict[tuple[int, int], str]]:
    """The texts, and each true pair of their numbers with its kind."""
    maker, texts, truth = Maker(seed), list[str](), dict[tuple[int, int], str]()
    chance = maker.chance
    while len(texts) < count:
        turn = (len(texts) // 2) % 8
        facts = maker.event()
        plan = maker.report(facts, chance.randint(16, 32))
        sentences = maker.worded(plan)
        copy: list[list[str]] | None = None
        kind = KINDS[(len(texts) // 16) % 5] if turn < 6 else ""
        if kind == "cut":
            copy = sentences[: max(4, round(len(sentences) * chance.uniform(0.35, 0.7)))]
        elif kind == "edited":
            copy = maker.edited(plan, sentences)
        elif kind == "reordered":
            copy = maker.moved(sentences)
        elif kind == "rewritten":
            copy = maker.reworded(plan, sentences)
        elif kind == "partial":
            other = maker.worded(maker.report(maker.event(), len(sentences)))
            third = round(len(sentences) / 3)
            start = chance.randint(0, len(sentences) - third)
            copy = other[:third] + sentences[start : start + third] + other[third : len(other) - third]
        elif turn == 6:
            copy = maker.worded(maker.report(facts, chance.randint(16, 32)))
        else:
            copy = maker.worded(maker.report(maker.event(), chance.randint(16, 32)))
        if kind:
            truth[len(texts), len(texts) + 1] = kind
        for one in (sentences, copy):
            footer = FOOTER.format(paper=maker.pick(maker.papers)) if chance.random() < 0.4 else ""
            texts.append("\n\n".join(filter(None, (written(one), footer))))
    return texts[:count], {pair: kind for pair, kind in truth.items() if pair[1] < count}


def ours(texts: list[str]) -> Pairs:
    """The pairs that this project finds: what the peer finds too."""
    from recoupe.check.copies import Text, find_pairs

    return {(int(a), int(b)) for a, b in find_pairs(Text(f"{i:09}", text) for i, text in enumerate(texts))}


def with_passages(texts: list[str]) -> Pairs:
    """The same with the kind and the shared passages of every pair."""
    from recoupe.check.copies import Text, find_copies

    return {(int(c.a), int(c.b)) for c in find_copies(Text(f"{i:09}", text) for i, text in enumerate(texts))}


def peer(threshold: float) -> Callable[[list[str]], Pairs]:
    """datasketch's MinHash LSH over the same 4-word shingles, in lower case."""

    def run(texts: list[str]) -> Pairs:
        from datasketch import MinHash, MinHashLSH

        index, pairs = MinHashLSH(threshold=threshold, num_perm=128), set()
        for i, text in enumerate(texts):
            words = re.findall(r"\w+", text.lower())
            sketch = MinHash(num_perm=128)
            sketch.update_batch({" ".join(words[k : k + 4]).encode() for k in range(len(words) - 3)})
            pairs |= {(j, i) for j in index.query(sketch)}
            index.insert(i, sketch, check_duplication=False)
        return pairs

    return run


SIDES: dict[str, Callable[[list[str]], Pairs]] = {
    "datasketch, .5": peer(0.5),
    "datasketch, .2": peer(0.2),
    "recoupe, pairs": ours,
    "recoupe, with passages": with_passages,
}


def measure(side: str, made: Path) -> dict[str, float]:
    """CPU-seconds, seconds, peak memory (MB, the texts included), precision and the recall of each kind of copy."""
    texts, rows = json.loads(made.read_bytes())
    truth = {(a, b): kind for a, b, kind in rows}
    SIDES[side](texts[:50])
    start, clock = time.process_time(), time.perf_counter()
    found = SIDES[side](texts)
    row = {"cpu": time.process_time() - start, "wall": time.perf_counter() - clock}
    row["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row["precision"] = len(found & truth.keys()) / max(1, len(found))
    there = Counter(truth.values())
    return row | {kind: sum(truth[p] == kind for p in found & truth.keys()) / max(1, there[kind]) for kind in KINDS}


def compare(count: int, sides: Sequence[str], repeats: int) -> None:
    """Print a table of these sides on as many documents; ratios are those of medians to the first."""
    runs: dict[str, list[dict[str, float]]] = {side: [] for side in sides}
    with tempfile.TemporaryDirectory(prefix="recoupe-") as place:
        made = Path(place, "documents.json")
        texts, truth = documents(count)
        made.write_text(json.dumps((texts, [(*pair, kind) for pair, kind in truth.items()])), encoding="utf-8")
        del texts, truth
        for _ in range(repeats):
            for side in sides:
                command = [sys.executable, "-m", "benchmarks.copies", "--side", side, str(made)]
                done = subprocess.run(command, capture_output=True, text=True, check=True)
                runs[side].append(json.loads(done.stdout))
    head = f"{count:,} documents"
    print(f"{head:24}   CPU s  ratio  wall s  ratio    MB  precision  " + "  ".join(f"{k:>9}" for k in KINDS))
    cpu, wall = ({s: statistics.median(r[t] for r in rows) for s, rows in runs.items()} for t in ("cpu", "wall"))
    for side, rows in runs.items():
        ratios = (
            f"{cpu[side]:8.1f} {cpu[sides[0]] / cpu[side]:6.2f} {wall[side]:7.1f} {wall[sides[0]] / wall[side]:6.2f}"
        )
        recall = "  ".join(f"{rows[0][k]:9.3f}" for k in KINDS)
        print(f"{side:24}{ratios} {rows[0]['memory']:5.0f} {rows[0]['precision']:10.3f}  {recall}")


def main() -> None:
    """Prints the tables."""
    given = int(sys.argv[1]) if sys.argv[1:] and sys.argv[1].isdigit() else None
    compare(given or 20_000, list(SIDES), REPEATS)
    if given is None:
        compare(100_000, ["recoupe, pairs"], 1)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--side"]:
        print(json.dumps(measure(sys.argv[2], Path(sys.argv[3]))))
    else:
        main()
