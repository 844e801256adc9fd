"""``make eval``: every set scored, one table, and exit status 1 when a figure falls below its floor.

    .venv/bin/python -m evaluation.run [--only WORD] [--write-floors] [--gold FILE]

Floors lie in ``floors.toml``, beside a hash of the project's own gold: a change that lowers a figure, or alters the
corpus, fails until ``--write-floors`` moves the floors on purpose. Sets beside the checkout are skipped where absent.
``--gold`` scores the program against a file of ``recoupe review --export`` instead, without floors.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import sys
import tomllib
from pathlib import Path

from rich.console import Console
from rich.table import Table

from evaluation.predict import known
from evaluation.reviewed import reviewed
from evaluation.score import Figures
from evaluation.sets import GOLD, SETS, Evaluated, load

FLOORS = Path(__file__).with_name("floors.toml")
COUNTS = {"turned into fact", "wrong", "false alarms", "traps hit", "metonyms pinned", "quotes unfound"}
COUNTS |= {"distinct merged", "reversals invented", "copies invented"}
"""Figures that count faults: their floor is a ceiling."""
UNPINNED = {"mentions read", "same thing P", "same thing R", "narrow", "content P", "content R", "act"}
"""Shown only: precision is traded against recall, and annotators agree on three acts in four."""
MARGIN = 0.005
"""How far below the measured figure a floor is written: a parser's arithmetic differs a little between machines."""
Floors = dict[str, dict[str, float]]


def corpus_hash() -> str:
    """sha256 over the names and bytes of the project's own gold files."""
    digest = hashlib.sha256()
    for path in sorted([*GOLD.glob("*.jsonl"), *(p for p in GOLD.glob("multi*/**/*") if p.is_file())]):
        digest.update(path.relative_to(GOLD).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def verdict(metric: str, figure: float, floor: float | None) -> str:
    """ok, BELOW, or why it is not judged."""
    if metric in UNPINNED:
        return "shown"
    if floor is None:
        return "NOT PINNED"
    kept = figure <= floor if metric in COUNTS else round(figure, 3) >= floor
    return "ok" if kept else "BELOW"


def judge(measured: dict[str, Figures], floors: Floors) -> list[tuple[str, str, str, str, str]]:
    """Rows of the table: set, metric, figure, floor, verdict."""
    rows = []
    for name, figures in measured.items():
        for metric, figure in figures.items():
            floor = floors.get(name, {}).get(metric)
            form = "{:.0f}" if metric in COUNTS else "{:.3f}"
            shown = "" if floor is None else form.format(floor)
            rows.append((name, metric, form.format(figure), shown, verdict(metric, figure, floor)))
    return rows


def floors_text(measured: dict[str, Figures], floors: Floors, corpus: str) -> str:
    """The floors file: what was measured less the margin; sets that were not run keep their floors."""
    lines = ["# Written by `make floors`; a lower floor is a decision, so say why in the commit.", ""]
    lines += [f'corpus = "{corpus}"']
    for name in [s.name for s in SETS if s.name in measured or s.name in floors]:
        lines += ["", f'[floors."{name}"]']
        for metric, figure in (measured.get(name) or floors[name]).items():
            if metric not in UNPINNED:
                if name in measured and metric not in COUNTS:
                    figure = max(0.0, math.floor(round((figure - MARGIN) * 1000, 6)) / 1000)
                value = f"{figure:.0f}" if metric in COUNTS else f"{figure:.3f}"
                lines.append(f'"{metric}" = {value}')
    return "\n".join(lines) + "\n"


def measure(chosen: list[Evaluated]) -> tuple[dict[str, Figures], dict[str, str], dict[str, str]]:
    """Figures of every set that can be run, why others cannot, and on what error the rest broke."""
    measured: dict[str, Figures] = {}
    skipped: dict[str, str] = {}
    broken: dict[str, str] = {}
    for each in chosen:
        if not each.path.is_file():
            skipped[each.name] = "its gold is not here"
        elif not known(each.kind):
            skipped[each.name] = f"the program does not extract {each.kind}"
        else:
            try:
                measured[each.name] = each.figures(load(each.path))
            except Exception as error:  # noqa: BLE001 - the other sets are shown, and the run fails
                broken[each.name] = f"{type(error).__name__}: {error}"
    return measured, skipped, broken


def shown(measured: dict[str, Figures]) -> int:
    """Print figures that have no floors."""
    table = Table("set", "metric", "figure")
    for name, figures in measured.items():
        for metric, figure in figures.items():
            table.add_row(name, metric, ("{:.0f}" if metric in COUNTS else "{:.3f}").format(figure))
    Console(width=110).print(table)
    return 0


def main(argv: list[str] | None = None) -> int:
    """Score, print the table, and give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", default="", metavar="WORD", help="only the sets whose name holds this")
    parser.add_argument("--write-floors", action="store_true", help="pin every figure measured, higher or lower")
    parser.add_argument("--gold", type=Path, metavar="FILE", help="judgements written by recoupe review --export")
    options = parser.parse_args(argv)
    if options.gold is not None:
        return shown(reviewed(load(options.gold)))
    pinned = tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}
    floors: Floors = pinned.get("floors", {})
    measured, skipped, broken = measure([s for s in SETS if options.only in s.name])
    if options.write_floors:
        # Some sets alone never pin an altered corpus: the floors of the others were measured on the old one.
        corpus = pinned.get("corpus", corpus_hash()) if options.only else corpus_hash()
        FLOORS.write_text(floors_text(measured, floors, corpus), encoding="utf-8")
        pinned = tomllib.loads(FLOORS.read_text(encoding="utf-8"))
        floors = pinned["floors"]
    rows = judge(measured, floors)
    table = Table("set", "metric", "figure", "floor", "verdict")
    for row, following in zip(rows, [*rows[1:], None][: len(rows)], strict=True):
        table.add_row(*row, end_section=following is None or following[0] != row[0])
    console = Console(width=110)
    console.print(table)
    for name, reason in skipped.items():
        console.print(f"skipped: {name}: {reason}")
    for name, error in broken.items():
        console.print(f"BROKEN: {name}: {error}")
    failures = [row for row in rows if row[4] in ("BELOW", "NOT PINNED")]
    for name, metric, figure, floor, word in failures:
        console.print(f"{word}: {name}, {metric}: {figure}" + (f" under {floor}" if floor else ""))
    lost = [s.name for s in SETS if s.own and s.name in floors and s.name in skipped]
    for name in lost:
        console.print(f"LOST: {name} has floors and could not be run")
    altered = pinned.get("corpus") != corpus_hash()
    if altered:
        console.print("the project's gold is not the one the floors were pinned on: run `make floors` on purpose")
    return int(bool(failures or lost or broken) or altered)


if __name__ == "__main__":
    sys.exit(main())
