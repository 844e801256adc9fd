"""Dossiers of invented articles, added as a user adds them, and what their rows say."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Mapping
from pathlib import Path

import pytest

from recoupe.pipeline import Item, run
from recoupe.records import Event, Finding, Link
from recoupe.store import open_dossier

CONFIG = """
[[country]]
name = "Norvend"
demonyms = ["norvendien", "norvendienne", "norvendiens", "norvendiennes"]
capital = "Halde"
aliases = []
code = "XN"

[[country]]
name = "Sorélie"
demonyms = ["sorélien", "sorélienne", "soréliens", "soréliennes"]
capital = "Vimeux"
aliases = []
code = "XO"

[[place]]
name = "Estra"
lat = 41.0
lon = -150.0
precision = "city"
country = "XN"

[[place]]
name = "Morvac"
lat = 44.0
lon = -150.0
precision = "city"
country = "XN"
"""


def build(path: Path, texts: Mapping[str, str], order: list[str] | None = None, *, more: str = "") -> None:
    """A dossier of these texts, added one run each, in this order; the name is the outlet's.

    ``more``: configuration beside :data:`CONFIG`."""
    with open_dossier(path, write=True) as dossier:
        dossier.configure(CONFIG + more)
        for name in order or list(texts):
            outcomes = list(run([Item(f"{name}.txt", data=texts[name].encode())], dossier, outlet=name, workers=1))
            assert outcomes[0].status == "added", outcomes


OUTLETS = ("La Vigie", "Le Phare", "L'Écho", "Le Cap")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a test keeps its dossier."""
    return tmp_path / "d.db"


def tell(path: Path, *told: tuple[int, str]) -> None:
    """A dossier of one article an outlet: its day in May 2031, and its words."""
    build(path, {outlet: article(day, words) for outlet, (day, words) in zip(OUTLETS, told, strict=False)})


def findings(path: Path, kind: str | None = None) -> list[Finding]:
    with open_dossier(path) as dossier:
        return [f for _, f in dossier.records(Finding) if kind in (None, f.type)]


def links(path: Path, relation: str) -> list[tuple[str, str]]:
    """Quotes of the two ends of every link of this kind."""
    with open_dossier(path) as dossier:
        quote = {i: e.evidence[0].quote for i, e in dossier.records(Event)}
        return [(quote[k.a], quote[k.b]) for _, k in dossier.records(Link) if k.relation == relation]


def only(path: Path, kind: str) -> Finding:
    found = findings(path, kind)
    assert len(found) == 1, found
    return found[0]


def article(day: int, words: str) -> str:
    return f"Nouvelles du front\n\nPublié le {day} mai 2031\n\n{words}\n"


TEXTS = {
    "La Vigie": article(7, "Neuf personnes ont été tuées mardi à Estra, a annoncé le maire d'Estra."),
    "Le Phare": article(8, "Douze personnes ont été tuées mardi à Estra, a annoncé le maire d'Estra."),
    "L'Écho": article(8, "Vingt personnes ont été tuées mardi à Estra, a indiqué la Croix-Bleue."),
    "Le Cap": article(8, "La Sorélie a rejeté lundi le cessez-le-feu de 30 jours."),
}


def rows(path: Path) -> list[object]:
    db = sqlite3.connect(path)
    found = [
        db.execute(f"SELECT * FROM {t} ORDER BY 1, 2").fetchall() for t in ("finding", "link", "found", "edge", "copy")
    ]
    db.close()
    return list(itertools.chain.from_iterable(found))


def without_later_forms(db: sqlite3.Connection) -> None:
    """Take away what came after the tables of form 2, which stand in form2.sql."""
    second = sqlite3.connect(":memory:")
    second.executescript((Path(__file__).parent / "form2.sql").read_text(encoding="utf-8"))
    # triggers, views and indexes go before the columns that they name
    order = "type = 'table', type <> 'trigger', type DESC"
    listed = f"SELECT name, type, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY {order}"
    kept = {name: sql for name, _, sql in second.execute(listed).fetchall()}
    for name, kind, _ in db.execute(listed).fetchall():
        if name.startswith("sentence_text"):
            continue
        if name not in kept:
            db.execute(f"DROP {kind} IF EXISTS {name}")
        elif name in ("signature", "shingle"):  # made anew by the form after
            db.execute(f"DROP {kind} {name}")
            db.execute(kept[name])
        elif kind == "table":
            known = {row[1] for row in second.execute(f"PRAGMA table_info({name})")}
            for row in db.execute(f"PRAGMA table_info({name})").fetchall():
                if row[1] not in known:
                    db.execute(f'ALTER TABLE {name} DROP COLUMN "{row[1]}"')
    second.close()
