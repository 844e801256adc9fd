"""The rows that the drawn views read: what findings, statements and places say, whatever happens to them."""

from __future__ import annotations

import shutil
import sqlite3
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from recoupe.records import Finding
from recoupe.store import open_dossier, schema
from recoupe.views.facets import Filters, party_keys, place_keys
from recoupe.views.figures import figures
from recoupe.views.places import places
from recoupe.views.timeline import FEW, things, timeline
from tests.conftest import ROOT


def sums(path: Path) -> tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]:
    """The sums that are kept, and those counted anew from the rows."""
    db = sqlite3.connect(path)
    kept: Counter[tuple[str, ...]] = Counter()
    for *key, n in db.execute('SELECT facet, name, kind, "first", "last", n FROM tally'):
        kept["tally", *key] += n
    for *key, n in db.execute("SELECT facet, name, kind, n FROM total"):
        kept["total", *key] += n
    made: Counter[tuple[str, ...]] = Counter()
    for facet, name, kind, first, last, n in db.execute('SELECT facet, name, kind, "first", "last", n FROM timed'):
        made["tally", facet, name, kind, first, last] += n
        made["total", facet, name, kind] += n
    db.close()
    return kept, made


def drawn_rows(path: Path) -> list[tuple[object, ...]]:
    """All rows but those of speakers, whose states an older dossier does not know."""
    db = sqlite3.connect(path)
    query = "SELECT * FROM timed WHERE NOT (facet = 'party' AND kind = 'statement') ORDER BY 1, 2, 3, 4"
    rows = [*db.execute(query), *db.execute("SELECT * FROM figure ORDER BY 1")]
    db.close()
    return rows


def test_every_finding_stands_once_with_its_days_and_sums_are_exact(sample_dossier: Path) -> None:
    with open_dossier(sample_dossier) as dossier:
        found = dict(dossier.records(Finding))
        rows = {
            thing: (kind, first, last, own)
            for kind, thing, first, last, own in dossier.ask(
                """SELECT kind, thing, "first", "last", own FROM timed
                WHERE facet = '' AND kind NOT IN ('due', 'statement')"""
            )
        }
        quoted = dossier.ask("SELECT sum(n) FROM timed WHERE facet = '' AND kind = 'statement'")[0][0]
        assert quoted == dossier.ask("SELECT count(*) FROM statement")[0][0]
    assert rows.keys() == found.keys()
    for finding_id, f in found.items():
        kind, first, last, own = rows[finding_id]
        assert kind == f.type
        if f.earliest:
            assert (first, last) == (f.earliest, f.latest)
        else:  # nothing tells its day: it stands where it was told, and is drawn so
            assert not own
            assert f.latest in (None, last)
    kept, made = sums(sample_dossier)
    assert kept == made


def test_what_is_read_again_or_forgotten_leaves_no_row(sample_dossier: Path, tmp_path: Path) -> None:
    from recoupe.extract.resources import Resources
    from recoupe.pipeline.checking import cross_check

    path = tmp_path / "d.db"
    shutil.copy(sample_dossier, path)
    before = drawn_rows(path)
    with open_dossier(path, write=True) as dossier:
        gone = dossier.ask("SELECT id FROM document ORDER BY id LIMIT 3")
        dossier.db.execute("UPDATE checked SET mark = ''")
        cross_check(dossier, Resources((ROOT / "sample" / "dossier.toml",)))
    assert drawn_rows(path) == before
    with open_dossier(path, write=True) as dossier:
        for (document,) in gone:
            with schema.transaction(dossier.db):
                dossier.db.execute("DELETE FROM source WHERE document = ?", (document,))
                dossier._forget(document)
        cross_check(dossier, Resources((ROOT / "sample" / "dossier.toml",)))
        left = {d for (d,) in dossier.ask("SELECT thing FROM timed WHERE kind = 'statement'")}
        assert not left & {d for (d,) in gone}
        kept = {i for (i,) in dossier.ask("SELECT id FROM finding")}
        assert {i for (i,) in dossier.ask("SELECT thing FROM timed WHERE kind <> 'statement'")} == kept
        assert {i for (i,) in dossier.ask("SELECT finding FROM figure")} <= kept
    now, made = sums(path)
    assert now == made


def test_an_older_dossier_is_given_the_same_rows(sample_dossier: Path, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    shutil.copy(sample_dossier, path)
    db = sqlite3.connect(path)
    for table in ("timed", "tally", "total", "figure"):
        db.execute(f"DROP TABLE {table}")
    db.execute("DROP INDEX place_spot")
    from recoupe.store import drawn

    drawn.add_tables(db)
    db.commit()
    db.close()
    assert drawn_rows(path) == drawn_rows(sample_dossier)


def test_the_timeline_counts_each_thing_and_pins_no_undated_one(sample_dossier: Path) -> None:
    with open_dossier(sample_dossier) as dossier:
        found = timeline(dossier)
        every = dossier.ask("SELECT sum(n) FROM total WHERE facet = ''")[0][0]
        assert sum(x.total for x in found.lanes) + found.before + found.after + found.undated == every
        for lane in found.lanes:
            assert len(lane.marks) <= FEW
            assert all((m.first, m.last) != ("", "~") for m in lane.marks)
            if lane.marks:
                assert sum(m.count for m in lane.marks) == lane.total - lane.anywhere
        assert all((m.first, m.last) == ("", "~") for m in found.apart)
        rows, listed = things(dossier, None, filters=Filters(), limit=500)
        assert rows == len(listed)
        assert sum(m.count for m in listed) == found.undated


@pytest.mark.parametrize("first", ["2031-03-02", "2031-03-08", "2031-03-12", "2031-03-21"])
@pytest.mark.parametrize("length", [1, 4])
def test_a_window_lists_what_meets_it_and_no_wide_interval_around_it(
    sample_dossier: Path, first: str, length: int
) -> None:
    last = (date.fromisoformat(first) + timedelta(length - 1)).isoformat()
    with open_dossier(sample_dossier) as dossier:
        rows = dossier.ask("""SELECT kind, thing, "first", "last", wide FROM timed WHERE facet = ''""")
        expected = {
            (k, t) for k, t, a, b, wide in rows if a <= last and b >= first and (not wide or a >= first or b <= last)
        }
        count, listed = things(dossier, (first, last), filters=Filters(), limit=500)
        assert {(m.kind, m.thing) for m in listed} == expected
        assert count == len(expected) == len(listed) > 0


def test_a_mark_leads_to_the_words_that_stand_in_its_document(sample_dossier: Path) -> None:
    with open_dossier(sample_dossier) as dossier:
        _, listed = things(dossier, filters=Filters(types=("attack", "casualties")), limit=500)
        assert listed
        for m in listed:
            text = " ".join(dossier.document(m.document).text[m.start : m.start + 400].split())
            assert text.startswith(" ".join(m.words.rstrip("…").split()))


def test_filters_narrow_all_three_views(sample_dossier: Path) -> None:
    with open_dossier(sample_dossier) as dossier:
        assert party_keys(dossier, "drasmor") == ["drasmor"]
        assert [k.partition("@")[0] for k in place_keys(dossier, "Ourmagne")] == ["ourmagne"]
        whole = sum(x.total for x in timeline(dossier).lanes)
        for filters in (Filters(party="Drasmor"), Filters(place="Castrelle"), Filters(types=("meeting",))):
            lanes = timeline(dossier, filters=filters).lanes
            assert 0 < sum(x.total for x in lanes) < whole
        both = timeline(dossier, filters=Filters(party="Drasmor", place="Ourmagne"))
        assert 0 < sum(x.total for x in both.lanes) <= len(things(dossier, filters=Filters(place="Ourmagne"))[1])
        assert not timeline(dossier, filters=Filters(party="Personne")).lanes
        one = figures(dossier, filters=Filters(place="Castrelle"), several=True).figures
        assert {p for f in one for p in f.places} == {"castrelle"}
        here = places(dossier, filters=Filters(place="Castrelle"))
        assert [p.name for p in here.pins] == ["Castrelle"]
        later = places(dossier, filters=Filters(since="2031-03-20"))
        assert sum(p.count for p in later.pins) < sum(p.count for p in places(dossier, filters=Filters()).pins)


def test_only_resolved_places_are_pinned_and_the_others_say_why(sample_dossier: Path) -> None:
    with open_dossier(sample_dossier) as dossier:
        found = places(dossier, filters=Filters())
        resolved = set(dossier.ask("SELECT lat, lon FROM place WHERE lat IS NOT NULL AND NOT metonym"))
        assert found.pins
        assert {(p.lat, p.lon) for p in found.pins} <= resolved
        none = dossier.ask("SELECT count(*) FROM timed WHERE facet = 'place' AND name = '@'")[0][0]
        assert found.nowhere == none > 0
        assert all(u.reason for u in found.unresolved)


def test_figures_put_contested_ones_and_those_of_many_values_first(sample_dossier: Path) -> None:
    with open_dossier(sample_dossier) as dossier:
        several = figures(dossier, filters=Filters(), several=True)
        once = figures(dossier, filters=Filters(), several=False, limit=500)
        assert several.rows + several.others == dossier.ask("SELECT count(*) FROM figure")[0][0]
        assert once.rows == several.others == len(once.figures)
        order = [
            (f.verdict != "contested", -len({(v.origin, v.low, v.high) for v in f.values})) for f in several.figures
        ]
        assert order == sorted(order)
        for f in several.figures:
            for v in f.values:
                assert v.low is not None or v.high is not None
