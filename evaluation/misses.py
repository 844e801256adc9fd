"""What a set of statements misses, adds, or gives to the wrong speaker: for reading, not for the floors.

.venv/bin/python -m evaluation.misses [GOLD.jsonl] [--dossier]
"""

from __future__ import annotations

import sys
from pathlib import Path

from evaluation.predict import extract
from evaluation.score import letters, pair_off, references, share, touch
from evaluation.sets import DOSSIER, SAMPLE, given, load


def main(argv: list[str]) -> None:
    """Print one line for each fault."""
    paths = [Path(a) for a in argv if not a.startswith("-")] or [SAMPLE]
    gold = load(paths[0])
    known = (DOSSIER,) if "--dossier" in argv else ()
    for row, answer in zip(gold, extract("statements", given(gold), *known), strict=True):
        text, wanted, found = row["text"], row["statements"], answer["statements"]

        def said(spans: list[list[int]], text: str = text) -> str:
            return " ## ".join(text[a:b] for a, b in spans).replace("\n", " ")[:110]

        want = [letters(text, g["content"]) for g in wanted]
        have = [letters(text, p["content"]) for p in found]
        ious = [(share(len(a & b), len(a | b)), i, j) for i, a in enumerate(want) for j, b in enumerate(have)]
        pairs = pair_off((iou + 0.001 * wanted[i].get("core", 1), i, j) for iou, i, j in ious if iou >= 0.5)
        for i, g in enumerate(wanted):
            if g.get("core", 1) and i not in pairs:
                print(f"missed   {row['id'][:18]} {g['type']} {g['reference']} | {said(g['content'])}")
        for i, j in pairs.items():
            g, p = wanted[i], found[j]
            right = touch(g["speaker"], p["speaker"]) or references(g) & references(p)
            if g.get("core", 1) and not right and (g["speaker"] or g["reference"]):
                print(
                    f"speaker  {row['id'][:18]} want {g['reference']!r} got {p['reference']!r} | {said(p['content'])}"
                )
            elif g.get("core", 1) and not references(g) & references(p):
                print(
                    f"resolved {row['id'][:18]} want {g['reference']!r} got {p['reference']!r} | {said(p['content'])}"
                )
        for j in sorted(set(range(len(found))) - set(pairs.values())):
            inside = any(
                not g.get("core", 1) and len(want[i] & have[j]) >= 0.5 * max(1, min(len(want[i]), len(have[j])))
                for i, g in enumerate(wanted)
            )
            if not inside:
                print(f"spurious {row['id'][:18]} {found[j]['reference']} | {said(found[j]['content'])}")


if __name__ == "__main__":
    main(sys.argv[1:])
