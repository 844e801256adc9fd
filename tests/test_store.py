"""The dossier: what is written comes back, once, and nothing that breaks an invariant gets in."""

from __future__ import annotations

import hashlib
import sqlite3
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recoupe.errors import BadEvidence, DossierTooNew, NotFound
from recoupe.pipeline import Item, run
from recoupe.records import Dating, DatingStep, Document, Event, Evidence, Place, Quantity, Statement
from recoupe.store import open_dossier, schema, verify
from recoupe.store.rows import evidence_rows, from_row, to_row
from tests.ledger import SENTENCES, TEXT, at, dump, fill, reading


def test_what_is_written_comes_back(tmp_path: Path) -> None:
    document_id, records = fill(tmp_path / "d.db", outlet="Gazette", date="2030-01-02")
    with open_dossier(tmp_path / "d.db") as dossier:
        assert [d for _, d in dossier.documents()] == [reading(outlet="Gazette", date="2030-01-02")[0]]
        stored = dict(dossier.records(Statement)) | dict(dossier.records(Quantity))
        assert stored == {r.id: r for r in records}
        assert list(dossier.records(Statement, document=document_id))
        assert not list(dossier.records(Statement, document="0" * 16))
        assert not list(verify(dossier))


def test_the_same_document_twice_adds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    fill(path)
    before = dump(str(path))
    document, records, source = reading()
    with open_dossier(path, write=True) as dossier:
        assert dossier.write(document, records, sentences=SENTENCES, rules="r1", source=source) == "known"
        assert dump(str(path)) == before
        other = msgspec.structs.replace(source, name="b.txt")
        assert dossier.write(document, records, sentences=SENTENCES, rules="r1", source=other) == "renamed"


def test_other_rules_replace_the_records_and_keep_the_sources(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    document_id, _ = fill(path)
    document, records, _ = reading()
    with open_dossier(path, write=True) as dossier:
        assert dossier.read_under_other("r2") == [document_id]
        assert dossier.write(document, records[:1], sentences=SENTENCES[:1], rules="r2") == "again"
        assert [r for _, r in dossier.records(Statement)] == records[:1]
        assert not list(dossier.records(Quantity))
        assert not list(verify(dossier))
        assert dossier.read_under_other("r2") == []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"content": (Evidence(44, 50, "ailleu"),)}, "does not hold its quote"),
        ({"content": (Evidence(44, 44, ""),)}, "is not a range"),
        ({"content": ()}, "has no content"),
        ({"cue": at(TEXT, "Abonnez-vous")}, "masked"),
        ({"document": "0" * 16}, "another document"),
    ],
)
def test_a_record_that_breaks_an_invariant_is_refused_with_its_document(
    tmp_path: Path, change: dict[str, object], problem: str
) -> None:
    document, records, source = reading()
    bad = msgspec.structs.replace(records[0], **change)
    with open_dossier(tmp_path / "d.db", write=True) as dossier:
        with pytest.raises(BadEvidence, match=problem):
            dossier.write(document, [records[1], bad], sentences=SENTENCES, rules="r1", source=source)
        assert not list(dossier.documents())
        assert not list(dossier.records(Statement))


@pytest.mark.parametrize(
    ("quote", "low", "high", "sound"),
    [
        ("12 500", 12500, 12500, True),
        ("30", 30, None, True),
        ("30", 40, 40, False),
        ("12 500", 1300, 1300, False),
        ("Quelque", 20, 99, True),  # spelled: left to the extractor
    ],
)
def test_the_number_stands_in_its_evidence(quote: str, low: float, high: float | None, sound: bool) -> None:
    from recoupe.store import breaches_of

    document, _, _ = reading()
    row = Quantity(document=document.id, evidence=at(TEXT, quote), low=low, high=high)
    assert (not list(breaches_of(row, document, document.id))) is sound


def test_verify_names_every_row_that_was_tampered_with(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    document_id, records = fill(path)
    db = sqlite3.connect(path)
    with pytest.raises(sqlite3.IntegrityError, match="never edited"):
        db.execute("UPDATE statement SET act = 'accept'")
    for table in ("statement", "document", "evidence", "quantity"):
        db.execute(f"DROP TRIGGER {table}_never_edited")
    quantity = next(r for r in records if isinstance(r, Quantity))
    first, second = (r for r in records if isinstance(r, Statement))
    db.execute("UPDATE statement SET act = 'sings' WHERE id = ?", (first.id,))
    db.execute("UPDATE statement SET \"outer\" = 'ffff' WHERE id = ?", (second.id,))
    db.execute("UPDATE quantity SET low = 99, high = 99")
    db.execute("UPDATE evidence SET quote = 'Lui' WHERE record = ? AND field = 'speaker'", (second.id,))
    db.execute("INSERT INTO evidence VALUES ('eeee', 'x', 0, ?, 0, 1, 'P')", (document_id,))
    db.execute("DELETE FROM source")
    db.execute("UPDATE sentence_text SET folded = 'autre' WHERE rowid = 1")
    db.commit()
    db.close()
    with open_dossier(path) as dossier:
        found = {(b.record, b.invariant) for b in verify(dossier)}
    assert {
        (first.id, 0),
        (second.id, 0),
        (quantity.id, 2),
        (second.id, 1),
        ("eeee", 0),
        (document_id, 0),
        ("1", 1),
    } <= found
    assert (second.id, 5) in found  # the speaker is a key field


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 30)), max_size=4))
def test_nested_evidence_survives_a_round_trip(spans: list[tuple[int, int]]) -> None:
    steps = tuple(DatingStep(evidence=Evidence.of(TEXT, (s, s + n)), rule="r", kept=n) for s, n in spans)
    record = Dating(document="d", basis="none", candidates=("2030-01-01",), steps=steps)
    assert from_row(Dating, to_row(record)[1:], evidence_rows(record)) == record
    place = Place(document="d", evidence=at(TEXT, "Valdor"), name="Valdor", lat=1.5, lon=None, metonym=True)
    assert from_row(Place, to_row(place)[1:], evidence_rows(place)) == place


def test_ids_are_found_by_their_beginning(tmp_path: Path) -> None:
    document_id, records = fill(tmp_path / "d.db")
    with open_dossier(tmp_path / "d.db") as dossier:
        assert dossier.find(records[0].id[:12]) == (records[0].id, records[0])
        found_id, document = dossier.find(document_id.upper())
        assert found_id == document_id
        assert isinstance(document, Document)
        for wanted in ("", "zz", "0" * 16, "' OR 1=1"):
            with pytest.raises(NotFound):
                dossier.find(wanted)


def test_a_newer_dossier_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    fill(path)
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA user_version = {schema.FORM + 1}")
    db.close()
    before = path.read_bytes()
    for write in (False, True):
        with pytest.raises(DossierTooNew) as caught:
            open_dossier(path, write=write)
        assert (caught.value.found, caught.value.known) == (schema.FORM + 1, schema.FORM)
    assert path.read_bytes() == before


def test_migrations_run_in_order_and_all_or_none(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    fill(path)

    def second(db: sqlite3.Connection) -> None:
        db.execute("CREATE TABLE note (x)")

    def third(db: sqlite3.Connection) -> None:
        db.execute("ALTER TABLE note ADD COLUMN y")

    def broken(db: sqlite3.Connection) -> None:
        db.execute("SELECT * FROM nowhere")

    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA user_version = 1")
    with pytest.raises(sqlite3.OperationalError):
        schema.migrate(db, path, (second, broken))
    assert db.execute("PRAGMA user_version").fetchone()[0] == 1
    assert not list(db.execute("SELECT * FROM sqlite_master WHERE name = 'note'"))
    assert schema.migrate(db, path, (second, third)) == 1
    assert db.execute("PRAGMA user_version").fetchone()[0] == 3
    assert [r[1] for r in db.execute("PRAGMA table_info(note)")] == ["x", "y"]
    assert schema.migrate(db, path, (second, third)) == 3
    db.close()


def test_every_form_has_its_migration() -> None:
    assert len(schema.MIGRATIONS) + 1 == schema.FORM


def test_a_dossier_of_form_2_keeps_its_rows_and_learns_of_pages(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    fill(tmp_path / "new.db", outlet="Gazette")
    old = sqlite3.connect(path)
    old.executescript((Path(__file__).parent / "form2.sql").read_text(encoding="utf-8"))
    old.execute("ATTACH ? AS new", (str(tmp_path / "new.db"),))
    shared = [
        r[0]
        for r in old.execute(
            "SELECT name FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE '%!_%' ESCAPE '!'"
        )
    ]
    for table in (*shared, "sentence_text"):
        names = ", ".join(f'"{r[1]}"' for r in old.execute(f"PRAGMA main.table_info({table})"))
        old.execute(f"INSERT INTO main.{table} ({names}) SELECT {names} FROM new.{table}")
    old.commit()
    old.close()
    document, _, source = reading(outlet="Gazette")
    with open_dossier(path) as dossier:  # a reader has it brought up to date
        assert [d for _, d in dossier.documents()] == [document]
        assert (document.author, document.section, document.address) == (None, None, None)
        assert dossier.raw(source.bytes_hash) is None
        assert not list(verify(dossier))
        assert tables_of(path) == tables_of(tmp_path / "new.db")
    lists = ("shelf ", "line ", "term ", "facet ")  # numbered in the order of arrival, or by a check
    old_rows, new_rows = ([r for r in dump(str(p)) if not r.startswith(lists)] for p in (path, tmp_path / "new.db"))
    assert old_rows == new_rows


def tables_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """The columns of every table, and the names of triggers and indexes."""
    db = sqlite3.connect(path)
    rows = db.execute("SELECT name, type FROM sqlite_master ORDER BY name").fetchall()
    found = {name: db.execute(f"PRAGMA table_info({name})").fetchall() for name, kind in rows if kind == "table"}
    found["others"] = [row for row in rows if row[1] != "table"]
    db.close()
    return found


def test_the_bytes_of_a_page_are_kept_once_by_their_hash(tmp_path: Path) -> None:
    page = b"<html><body><p>Pourparlers de Valdor</p></body></html>"
    document, records, source = reading()
    source = msgspec.structs.replace(source, bytes_hash=hashlib.sha256(page).hexdigest())
    same = msgspec.structs.replace(source, name="b.html")
    changed = msgspec.structs.replace(source, bytes_hash=hashlib.sha256(page + b" ").hexdigest())
    with open_dossier(tmp_path / "d.db", write=True) as dossier:
        for each, data in ((source, page), (same, page), (changed, page + b" ")):
            dossier.write(document, records, sentences=SENTENCES, rules="r1", source=each, raw=data)
        assert dossier.raw(source.bytes_hash) == page
        assert dossier.ask("SELECT count(*) FROM raw") == [(1,)]
        assert not list(verify(dossier))
        dossier.db.execute("UPDATE raw SET data = x'00'")
        dossier.db.execute("INSERT INTO raw VALUES ('feed', x'00')")
        assert {(b.record, b.invariant) for b in verify(dossier)} == {(source.bytes_hash, 1), ("feed", 0), ("feed", 1)}


def test_the_configuration_is_kept(tmp_path: Path) -> None:
    with open_dossier(tmp_path / "d.db", write=True) as dossier:
        assert dossier.config == ""
        assert dossier.configure("[[actor]]\n")
        assert not dossier.configure("[[actor]]\n")
    with open_dossier(tmp_path / "d.db") as dossier:
        assert dossier.config == "[[actor]]\n"


def test_the_tables_change_only_with_their_form() -> None:
    # where this fails: raise FORM, add the step to MIGRATIONS that older dossiers need, then put the new figure here
    made = hashlib.sha256("\n".join(schema.statements()).encode()).hexdigest()[:12]
    assert (schema.FORM, made) == (6, "ecfdbc30773a")


def test_a_record_and_its_evidence_are_of_one_moment(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    texts = [f"Le maire d'Estra a annoncé mardi la mort de {n} civils.\n".encode() for n in (12, 30)]
    with open_dossier(path, write=True) as dossier:
        list(run([Item("a.txt", data=texts[0])], dossier, workers=1))
    asked: list[str] = []
    with open_dossier(path) as dossier:

        def meanwhile(statement: str) -> None:
            asked.append(statement)
            if len(asked) == 2:
                with open_dossier(path, write=True) as other:
                    list(run([Item("b.txt", data=texts[1])], other, workers=1))

        dossier.db.set_trace_callback(meanwhile)
        found = dict(dossier.records(Event))
    assert found
    assert all(e.evidence for e in found.values())
