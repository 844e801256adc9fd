"""The sets of ``make eval``: where their gold lies, what the program is given of it, and how it is scored."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation import score
from evaluation.checks import seed_links, theatres
from evaluation.predict import extract
from evaluation.score import Figures, Row

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "evaluation" / "gold"
SHARED = ROOT.parent / "shared" / "gold"
DOSSIER = ROOT / "sample" / "dossier.toml"


@dataclass(frozen=True)
class Evaluated:
    """One set: its name in the table, the kind of record, its gold file, and from gold rows to figures."""

    name: str
    kind: str
    path: Path
    figures: Callable[[list[Row]], Figures]
    own: bool
    """Part of the repository, hence of the corpus whose hash is pinned."""


def load(path: Path) -> list[Row]:
    """Rows of a JSON lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def given(rows: Sequence[Row], *keys: str) -> list[Row]:
    """What the program may see of gold rows: id, text and the named keys."""
    return [{key: row[key] for key in ("id", "text", *keys) if row.get(key) is not None} for row in rows]


def blanked(row: Row) -> Row:
    """An article whose printed date is overwritten with spaces: every other offset stays."""
    start, end = row["printed"] or (0, 0)
    return row | {"text": row["text"][:start] + " " * (end - start) + row["text"][end:]}


def statements(gold: list[Row]) -> Figures:
    """Statements, with what the program knows by itself."""
    return score.statements(gold, extract("statements", given(gold)))


def statements_with_dossier(gold: list[Row]) -> Figures:
    """Statements of the sample, with its own actors file."""
    return score.statements(gold, extract("statements", given(gold), DOSSIER))


def timex(gold: list[Row]) -> Figures:
    """Time expressions, the document's date being known."""
    gold = [row | {"id": str(row.get("id", row.get("doc")))} for row in gold]
    return score.timex(gold, extract("timex", given(gold, "date")))


def timex_traps(gold: list[Row]) -> Figures:
    """Sentences without any time expression."""
    return score.traps(gold, extract("timex", given(gold, "date")), "timex")


def quantities(gold: list[Row]) -> Figures:
    """Counts."""
    gold = [row | {"id": str(row["id"])} for row in gold]
    return score.quantities(gold, extract("quantities", given(gold)))


def mentions(gold: list[Row]) -> Figures:
    """Places of the sample, with its own places file."""
    return score.place_mentions(gold, extract("places", given(gold), DOSSIER))


def named(gold: list[Row]) -> list[Row]:
    """The place found for each bare name, read as a text of its own."""
    rows = [{"id": str(i), "text": g["name"]} for i, g in enumerate(gold)]
    return [
        place | {"name": g["name"]}
        for g, answer in zip(gold, extract("places", rows), strict=True)
        for place in answer["places"][:1]
    ]


def toponyms(gold: list[Row]) -> Figures:
    """Bare names with their coordinates."""
    return score.place_names(gold, named(gold))


def unknown_places(gold: list[Row]) -> Figures:
    """Names that no gazetteer holds: each must be left unresolved."""
    return {"wrong": float(sum(p["lat"] is not None for p in named(gold)))}


def events(gold: list[Row]) -> Figures:
    """Typed records of the sample, read with its own actors and places."""
    rows = [row | {"events": row["events"]} for row in gold]
    return score.events(rows, extract("events", given(rows, "date"), DOSSIER))


def seed_events(gold: list[Row]) -> Figures:
    """Typed records of the shared seeds, whose texts lie in the set of statements."""
    rows = [row | {"events": [g for g in gold if g["doc"].startswith(row["id"])]} for row in _seeds()]
    return score.events(rows, extract("events", given(rows)))


def negatives(gold: list[Row]) -> Figures:
    """Passages of the seeds that must give no record: comments, headings, adverts, debris."""
    rows = _seeds()
    found = {row["id"]: row["events"] for row in extract("events", given(rows))}
    hit = 0
    for g in gold:
        row = next(row for row in rows if g["doc"].startswith(row["id"]))
        start = row["text"].index(g["text"])
        span = (start, start + len(g["text"]))
        hit += any(p["start"] >= span[0] and p["end"] <= span[1] for p in found[row["id"]])
    return {"traps hit": float(hit)}


def _seeds() -> list[Row]:
    return load(SHARED / "seeds" / "statements.jsonl")


def homonyms(gold: list[Row]) -> Figures:
    """Names whose sentence says which of several places is meant."""
    rows = [{"id": g["id"], "text": g["text"], "places": [g | {"role": "place", "precision": g["kind"]}]} for g in gold]
    figures = score.place_mentions(rows, extract("places", given(rows)))
    return {metric: figures[metric] for metric in ("right", "wrong")}


def dating(*, hidden: bool = False) -> Callable[[list[Row]], Figures]:
    """Publication dates, none being given; with ``hidden`` the one that the article prints is taken away too."""

    def figures(gold: list[Row]) -> Figures:
        rows = [blanked(row) for row in gold] if hidden else gold
        return score.dating(rows, extract("dating", given(rows)))

    return figures


def dating_seeds(*, knowledge: bool = True) -> Callable[[list[Row]], Figures]:
    """Publication ranges of the shared seeds, whose texts lie in the set of time expressions."""

    def figures(gold: list[Row]) -> Figures:
        texts = {row["doc"]: row["text"] for row in load(SHARED / "seeds" / "timex.jsonl")}
        rows = [row | {"id": row["doc"], "text": texts[row["doc"]]} for row in gold]
        return score.dating(rows, extract("dating", given(rows), knowledge=knowledge))

    return figures


SAMPLE = GOLD / "sample.jsonl"
SETS = (
    Evaluated("sample: statements", "statements", SAMPLE, statements_with_dossier, own=True),
    Evaluated("sample: statements, no actors file", "statements", SAMPLE, statements, own=True),
    Evaluated("sample: events", "events", SAMPLE, events, own=True),
    Evaluated("sample: timex", "timex", SAMPLE, timex, own=True),
    Evaluated("sample: quantities", "quantities", SAMPLE, quantities, own=True),
    Evaluated("sample: places", "places", SAMPLE, mentions, own=True),
    Evaluated("sample: dating, none given", "dating", SAMPLE, dating(), own=True),
    Evaluated("sample: dating, printed date hidden", "dating", SAMPLE, dating(hidden=True), own=True),
    Evaluated("values: timex", "timex", GOLD / "values_timex.jsonl", timex, own=True),
    Evaluated("values: timex traps", "timex", GOLD / "values_timex_traps.jsonl", timex_traps, own=True),
    Evaluated("values: quantities", "quantities", GOLD / "values_quantities.jsonl", quantities, own=True),
    Evaluated("values: places", "places", GOLD / "values_places.jsonl", toponyms, own=True),
    Evaluated("values: places, homonyms", "places", GOLD / "values_places_context.jsonl", homonyms, own=True),
    Evaluated("values: places, unknown", "places", GOLD / "values_places_unresolved.jsonl", unknown_places, own=True),
    Evaluated("multi-source: checks", "checks", GOLD / "multi.jsonl", theatres, own=True),
    Evaluated("multi-source 2: checks", "checks", GOLD / "multi2.jsonl", theatres, own=True),
    Evaluated("seeds: links", "checks", SHARED / "seeds" / "links.jsonl", seed_links, own=False),
    Evaluated("seeds: statements", "statements", SHARED / "seeds" / "statements.jsonl", statements, own=False),
    Evaluated("seeds: events", "events", SHARED / "seeds" / "events.jsonl", seed_events, own=False),
    Evaluated("seeds: events, negatives", "events", SHARED / "seeds" / "negatives.jsonl", negatives, own=False),
    Evaluated("wikinews_dev", "statements", SHARED / "statements" / "wikinews_dev.jsonl", statements, own=False),
    Evaluated("er_dev", "statements", SHARED / "statements" / "er_dev.jsonl", statements, own=False),
    Evaluated("probes_dev", "statements", SHARED / "statements" / "probes_dev.jsonl", statements, own=False),
    Evaluated("seeds: timex", "timex", SHARED / "seeds" / "timex.jsonl", timex, own=False),
    Evaluated("timex_suite_dev", "timex", SHARED / "values" / "timex_suite_dev.jsonl", timex, own=False),
    Evaluated("timex_traps_dev", "timex", SHARED / "values" / "timex_traps_dev.jsonl", timex_traps, own=False),
    Evaluated("quantities_dev", "quantities", SHARED / "values" / "quantities_dev.jsonl", quantities, own=False),
    Evaluated("toponyms_dev", "places", SHARED / "values" / "toponyms_dev.jsonl", toponyms, own=False),
    Evaluated("seeds: dating", "dating", SHARED / "seeds" / "dating.jsonl", dating_seeds(), own=False),
    Evaluated(
        "seeds: dating, no knowledge",
        "dating",
        SHARED / "seeds" / "dating.jsonl",
        dating_seeds(knowledge=False),
        own=False,
    ),
)
