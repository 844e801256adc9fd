"""Records made by hand, for the tests of what lies around extraction. The states and people are invented."""

from __future__ import annotations

from pathlib import Path

from recoupe.records import Document, Evidence, Mask, Quantity, Record, Source, Statement
from recoupe.store import open_dossier

TEXT = (
    "Pourparlers de Valdor : la Borélie dit non\n\n"
    "« Nous n’évacuerons pas l'œuvre », a déclaré Mara Oksen, ministre borélienne. "
    "Elle a demandé un cessez-le-feu de 30 jours. Quelque 12 500 réfugiés ont traversé la frontière.\n\n"
    "Abonnez-vous à notre lettre."
)
SENTENCES = ((0, 42), (44, 121), (122, 166), (167, 217))


def at(text: str, quote: str) -> Evidence:
    """The first place where ``quote`` stands."""
    start = text.index(quote)
    return Evidence.of(text, (start, start + len(quote)))


def reading(
    text: str = TEXT, *, outlet: str | None = None, date: str | None = None
) -> tuple[Document, list[Record], Source]:
    """A document, three records and a source."""
    mask = at(text, "Abonnez-vous à notre lettre.")
    document = Document(
        text=text,
        outlet=outlet,
        date=date,
        title=at(text, "Pourparlers de Valdor : la Borélie dit non"),
        masks=(Mask(mask.start, mask.end, "subscription", "test"),),
    )
    own = document.id
    records: list[Record] = [
        Statement(
            document=own,
            content=(at(text, "Nous n’évacuerons pas l'œuvre"),),
            speaker=at(text, "Mara Oksen"),
            cue=at(text, "a déclaré"),
            reference=("Mara Oksen",),
            resolution="introduced",
            act="reject",
            mode="direct",
        ),
        Statement(
            document=own,
            content=(at(text, "un cessez-le-feu de 30 jours"),),
            speaker=at(text, "Elle"),
            cue=at(text, "a demandé"),
            reference=("Mara Oksen",),
            resolution="inferred",
            candidates=("Mara Oksen",),
            act="demand",
        ),
        Quantity(document=own, evidence=at(text, "12 500"), low=12500, high=12500, modifier="~", unit="réfugiés"),
    ]
    return document, records, Source(document=own, name="a.txt", bytes_hash="00", read_at="2030-01-01T00:00:00Z")


def fill(path: Path, **more: str) -> tuple[str, list[Record]]:
    document, records, source = reading(**more)
    with open_dossier(path, write=True) as dossier:
        assert dossier.write(document, records, sentences=SENTENCES, rules="r1", source=source) == "added"
    return document.id, records


def dump(path: str) -> list[str]:
    """Every row of a dossier as text, without the times at which files were read and the runs that did."""
    import sqlite3

    db = sqlite3.connect(path)
    rows = []
    names = [r[0] for r in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    for name in names:
        if name.startswith(("sqlite_", "sentence_text_")) or name == "run":
            continue
        columns = [r[1] for r in db.execute(f"PRAGMA table_info({name})") if r[1] not in ("read_at", "seen_at")]
        query = ", ".join(f'"{c}"' for c in columns)
        rows += sorted(f"{name} {row!r}" for row in db.execute(f"SELECT {query} FROM {name}"))
    db.close()
    return rows
