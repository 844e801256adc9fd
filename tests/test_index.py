"""The index that lists read: kept with the records, the same when it is made anew, and right after every change."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import get_args

import pytest

from recoupe.check.board import ON_BOARD
from recoupe.check.findings import first_teller
from recoupe.records import Document, EventType, Finding, Statement
from recoupe.store import open_dossier, schema
from recoupe.store.index import forget, groups_of
from recoupe.views.board import board
from recoupe.views.digest import findings_page, headings
from recoupe.views.documents import LONG, article, documents_page
from recoupe.views.findings import checked, findings
from recoupe.views.lookup import Shelf
from recoupe.views.outlets import outlets
from recoupe.views.searching import find
from recoupe.views.sources import sources
from recoupe.views.tellers import tellers_page
from recoupe.views.terms import MOST, lines_of, newest_of, terms
from tests.dossiers import without_later_forms
from tests.hostile import hostile_dossier
from tests.ledger import SENTENCES, reading

INDEX = {
    "shelf": "SELECT * FROM shelf ORDER BY document",
    "line": "SELECT record, kind, document, sentence, day FROM line ORDER BY record",
    "term": "SELECT name, value, folded, n FROM term ORDER BY name, value",
    "facet": "SELECT t.name, t.value, f.day, l.record FROM facet f JOIN term t ON t.id = f.term "
    "JOIN line l ON l.id = f.line ORDER BY t.name, t.value, l.record",
    "digest": "SELECT * FROM digest ORDER BY finding",
    "relay": "SELECT * FROM relay ORDER BY outlet, name",
    "repeat": "SELECT * FROM repeat ORDER BY later, earlier, finding",
}


def index_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    db = sqlite3.connect(path)
    found = {name: db.execute(query).fetchall() for name, query in INDEX.items()}
    db.close()
    return found


def test_a_dossier_of_the_second_form_is_given_its_index(sample_dossier: Path, tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    path.write_bytes(sample_dossier.read_bytes())
    before = index_of(path)
    db = sqlite3.connect(path)
    without_later_forms(db)
    db.execute("PRAGMA user_version = 2")
    db.commit()
    db.close()
    with open_dossier(path) as dossier:  # a reader brings it up to date
        assert dossier.ask("PRAGMA user_version") == [(schema.FORM,)]
    assert index_of(path) == before


def test_numbers_are_those_of_the_list_of_sources(sample_dossier: Path) -> None:
    with open_dossier(sample_dossier) as dossier:
        whole = Shelf(dossier)
        some = Shelf(dossier, paged=True).of(s.document for s in whole.sources)
        for s in sources(dossier):
            one = some[s.document]
            assert (one.number, one.title, one.outlet, one.dated, one.same_text) == (
                *(s.number, s.title, s.outlet, s.dated, s.same_text),
            )


def test_pages_of_findings_hold_what_the_whole_list_does(sample_dossier: Path) -> None:
    with open_dossier(sample_dossier) as dossier:
        shelf = Shelf(dossier, paged=True)
        every = {c.id: c for c in findings(dossier)}
        paged = [c.id for at in range(0, 140, 20) for c in findings_page(shelf, offset=at, limit=20).findings]
        assert sorted(paged) == sorted(every)
        assert findings_page(shelf, limit=1).total == len(every)
        for kind in get_args(EventType):
            found = findings_page(shelf, types=[kind], order="weight", limit=MOST)
            rows = found.findings
            assert found.total == len(rows) == sum(c.type == kind for c in every.values())
            assert [-len(c.origins) for c in rows] == sorted(-len(c.origins) for c in rows)
        assert {c.id for c in checked(shelf, list(every))} == every.keys()
        assert {c.id: c.sayings for c in checked(shelf, list(every))} == {i: c.sayings for i, c in every.items()}
        assert sum(h.total for h in headings(shelf)) == len(every) - sum(
            c.type in ("position", "commitment", "threat") for c in every.values()
        )


def test_lines_by_terms_are_those_of_the_records(sample_dossier: Path) -> None:
    with open_dossier(sample_dossier) as dossier:
        shelf = Shelf(dossier, paged=True)
        demanding = {i for i, s in dossier.records(Statement) if s.act == "demand"}
        found = find(shelf, "", {"act": ["demand"]}, limit=1000)
        assert {i for f in found.found for i, r in f.records if isinstance(r, Statement)} == demanding
        both = find(shelf, "", {"act": ["demand"], "speaker": ["OPDM"]}, limit=1000)
        assert both.total > 0
        for f in both.found:
            assert all("OPDM" in getattr(r, "reference", getattr(r, "attributed_to", ())) for _, r in f.records)
        assert set(newest_of(dossier, ON_BOARD, 1000)) == {
            r[0] for r in dossier.ask("SELECT id FROM event WHERE type IN ('position', 'proposal')")
        }
        assert board(dossier, newest=1000) == board(dossier)
        for term in terms(dossier, "place", limit=50):
            ids = [dossier.ask("SELECT id FROM term WHERE name = 'place' AND value = ?", (term.value,))[0][0]]
            rows = lines_of(dossier, [ids], limit=1000)
            assert len(rows) == term.n
            assert [row[0] for row in rows] == sorted((row[0] for row in rows), reverse=True)


def test_a_search_starts_where_it_is_shortest(sample_dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import recoupe.views.terms as module

    answers = []
    for few, many in ((3000, 300_000), (0, 300_000), (0, 0)):
        monkeypatch.setattr(module, "_FEW", few)
        monkeypatch.setattr(module, "_MANY", many)
        with open_dossier(sample_dossier) as dossier:
            found = find(Shelf(dossier, paged=True), "trêve", {"act": ["propose", "reject"]}, since="2031-03-05")
        answers.append({(f.source.document, f.start) for f in found.found})
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]


def test_outlets_are_those_that_reading_everything_gives(sample_dossier: Path) -> None:
    with open_dossier(sample_dossier) as dossier:
        whole = {v.name: v for v in outlets(dossier).outlets}
        rows, total = tellers_page(dossier)
    assert total == len(rows) == len(whole)
    for o in rows:
        v = whole[o.name]
        assert (o.documents, o.records, o.own, o.first, o.alone) == (
            len(v.documents),
            v.records,
            v.own,
            v.first,
            v.alone,
        )
        assert o.relays == v.relays[:8]
        assert o.after == v.after[:8]


def test_what_is_read_again_or_removed_leaves_nothing_behind(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    document, records, source = reading(outlet="Gazette", date="2030-01-02")
    with open_dossier(path, write=True) as dossier:
        dossier.write(document, records, sentences=SENTENCES, rules="r1", source=source)
        first = index_of(path)
        assert [row[2] for row in first["shelf"]] == [document.title.quote if document.title else ""]
        assert ("speaker", "Mara Oksen", "mara oksen", 2) in first["term"]
        dossier.write(document, records, sentences=SENTENCES, rules="r2", source=source)
        assert {k: v for k, v in index_of(path).items() if k != "line"} == {
            k: v for k, v in first.items() if k != "line"
        }
        forget(dossier.db, document.id)
    assert {name: rows for name, rows in index_of(path).items() if rows} == {
        "term": [("total", "statement", "statement", 0)]
    }


def test_a_long_article_is_shown_in_parts(tmp_path: Path) -> None:
    text = "\n\n".join(f"Paragraphe {n}. " + "Le texte continue. " * 60 for n in range(60))
    document = Document(text=text)
    with open_dossier(tmp_path / "d.db", write=True) as dossier:
        dossier.write(document, (), sentences=(), rules="r")
        shelf = Shelf(dossier, paged=True)
        found = article(shelf, document.id)
        assert len(found.parts) > 2
        assert "".join(text[a:b] for a, b in found.parts) == text
        assert all(b - a <= LONG for a, b in found.parts)
        assert article(shelf, document.id, at=len(text) - 1).part == len(found.parts)


def test_documents_with_one_text_are_cited_by_one_number(tmp_path: Path) -> None:
    hostile_dossier(tmp_path / "d.db")
    with open_dossier(tmp_path / "d.db", write=True) as dossier:
        schema_before = dossier.ask("SELECT number FROM shelf")
        assert schema_before == [(None,), (None,)]  # nothing has checked them yet
        rows, total, more = documents_page(dossier)
        assert (total, more) == (2, False)
        assert {r.source.number for r in rows} == {0}


def test_who_was_first_is_told_only_where_the_days_do() -> None:
    assert first_teller([("a", "2031-01-01", "2031-01-01"), ("b", "2031-01-02", "2031-01-02")]) == "a"
    assert first_teller([("a", "2031-01-01", "2031-01-03"), ("b", "2031-01-02", "2031-01-02")]) is None
    assert first_teller([("a", None, None), ("b", "2031-01-02", "2031-01-02")]) is None
    assert first_teller([("a", "2031-01-01", "2031-01-01")]) is None
    assert first_teller([]) is None


def test_pairs_make_groups() -> None:
    assert groups_of([("a", "b"), ("c", "b"), ("x", "y")]) == [["a", "b", "c"], ["x", "y"]]
    assert groups_of([]) == []


def test_every_finding_is_digested(sample_dossier: Path) -> None:
    with open_dossier(sample_dossier) as dossier:
        for finding_id, f in dossier.records(Finding):
            row = dossier.ask(
                "SELECT type, verdict, status, origins, records FROM digest WHERE finding = ?", (finding_id,)
            )
            assert row == [(f.type, f.verdict, f.status, len(f.origins), len(f.records))]
