"""Figures against what people judged: the file of ``recoupe review --export``.

Only what overlaps the words that a person judged is scored: elsewhere the file tells neither right nor wrong.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from evaluation import score
from evaluation.checks import records_within
from evaluation.predict import extract
from evaluation.score import Figures, Row
from recoupe.pipeline import Item, run
from recoupe.records import Event, Finding, Source
from recoupe.store import open_dossier


def reviewed(gold: Sequence[Row]) -> dict[str, Figures]:
    """Figures by name: statements, events and pairs of records, those of which the file tells something."""
    config = next((row["dossier"] for row in gold if "dossier" in row), "")
    documents = [row for row in gold if "text" in row]
    pairs = [row for row in gold if "relation" in row]
    found: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory(prefix="recoupe-") as folder:
        file = Path(folder, "dossier.toml")
        file.write_text(config, encoding="utf-8")
        for kind, figures in (("statements", score.statements), ("events", score.events)):
            rows = [row for row in documents if row["judged"][kind]]
            if rows:
                given = [{k: row[k] for k in ("id", "text", "date") if row[k] is not None} for row in rows]
                read = extract(kind, given, *([file] if config else []))
                found[f"judged: {kind}"] = figures(rows, [_near(r, p, kind) for r, p in zip(rows, read, strict=True)])
        if pairs:
            found["judged: pairs"] = _pairs(documents, pairs, config, Path(folder, "d.db"))
    return found


def _near(row: Row, predicted: Row, kind: str) -> Row:
    """The predictions that overlap words that a person judged."""
    spans = row["judged"][kind]

    def judged(p: Row) -> bool:
        own = p["content"] if kind == "statements" else [score.bounds(p)]
        return any(score.touch(span, o) for span in spans for o in own)

    return predicted | {kind: [p for p in predicted[kind] if judged(p)]}


def _pairs(documents: Sequence[Row], pairs: Sequence[Row], config: str, path: Path) -> Figures:
    """The share of pairs of one thing that are in one finding, and how many of two things are."""
    with open_dossier(path, write=True) as dossier:
        dossier.configure(config)
        for row in documents:
            items = [Item(row["id"], data=row["text"].encode())]
            for outcome in run(items, dossier, outlet=row["outlet"], date=row["date"], workers=1):
                if outcome.status != "added":
                    raise ValueError(f"{outcome.name}: {outcome.status} {outcome.error or ''}")
        names = {s.document: s.name for _, s in dossier.records(Source)}
        events = {i: (names[e.document], e) for i, e in dossier.records(Event)}
        finding = {r: i for i, f in dossier.records(Finding) for r in f.records}
    n: Counter[str] = Counter()
    for pair in pairs:
        a, b = ({finding[r] for r in records_within(pair[end], events) if r in finding} for end in ("a", "b"))
        n.update({pair["relation"]: 1, f"{pair['relation']} joined": bool(a & b)})
    return {
        "same thing R": score.share(n["same joined"], n["same"]),
        "distinct merged": float(n["distinct joined"]),
    }
