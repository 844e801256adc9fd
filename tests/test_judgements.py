"""What people say of records: its effect on findings, its undoing, and what is left of it after another reading.

The states, towns and outlets are invented.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recoupe.check.judged import anchor_of, matching
from recoupe.pipeline import Item, run, settle
from recoupe.records import Dating, Event, Evidence, Judgement, Link, Record, Statement
from recoupe.store import Dossier, judge, open_dossier, open_for_review, undo, verify
from recoupe.store.rulings import standing
from tests.dossiers import CONFIG, TEXTS, article, build, findings, only, rows

AGREED = {
    "La Vigie": article(7, "Douze personnes ont été tuées mardi à Estra, a annoncé le maire d'Estra."),
    "Le Phare": article(7, "Mardi, 12 personnes ont été tuées à Estra, a indiqué la Croix-Bleue."),
}


CLASH = {
    "La Vigie": article(7, "Douze civils ont été tués mardi à Estra, a annoncé le maire d'Estra."),
    "Le Phare": article(7, "Trente civils ont été tués mardi à Estra, a indiqué la Croix-Bleue."),
}


def events(path: Path, test: Callable[[Event], bool]) -> list[str]:
    with open_dossier(path) as dossier:
        return [i for i, e in dossier.records(Event) if test(e)]


def said(path: Path, record: str, decision: str, field: str = "", value: str = "", **more: str) -> str:
    """A judgement by Ada, and what it changes; its id."""
    with open_for_review(path) as dossier:
        own, _ = judge(dossier, record, decision, by="Ada", field=field, value=value, **more)  # type: ignore[arg-type]
    assert settle(path)
    return own


def back(path: Path, wanted: str) -> None:
    with open_for_review(path) as dossier:
        undo(dossier, wanted, by="Ada")
    assert settle(path)


def sound(path: Path) -> None:
    with open_dossier(path) as dossier:
        assert list(verify(dossier)) == []


def state(path: Path, judgement: str) -> str:
    with open_dossier(path) as dossier:
        return standing(dossier, [judgement])[judgement].state


def toll(path: Path, low: float) -> str:
    (found,) = events(path, lambda e: e.type == "casualties" and e.quantity is not None and e.quantity.low == low)
    return found


def test_a_rejected_record_makes_no_claim_and_an_undo_brings_it_back(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    build(path, CLASH)
    before = rows(path)
    assert only(path, "casualties").verdict == "contested"
    own = said(path, toll(path, 30), "reject", note="autre ville")
    found = only(path, "casualties")
    assert (found.verdict, [h.low for h in found.held]) == ("single_source", [12.0])
    sound(path)
    back(path, own)
    assert rows(path) == before
    assert state(path, own) == "undone"
    sound(path)


def test_a_corrected_count_is_what_is_compared(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    build(path, CLASH)
    said(path, toll(path, 30), "correct", "quantity", "12")
    found = only(path, "casualties")
    assert (found.verdict, len(found.origins)) == ("corroborated", 2)
    with open_dossier(path) as dossier:
        (j,) = [j for _, j in dossier.records(Judgement)]
        assert (j.was, j.value, j.by) == ("30 civils", "12", "Ada")
        assert {e.quantity.low for _, e in dossier.records(Event) if e.quantity} == {12.0, 30.0}  # never edited
    sound(path)


@pytest.mark.parametrize(
    ("field", "value", "verdicts"),
    [
        ("status", "denied", {"denied"}),
        ("date", "2031-05-01", {"single_source"}),
        ("place", "Morvac @ 44,-150 city XN", {"single_source"}),
        ("speaker", "maire d'Estra", {"single_source"}),
    ],
)
def test_a_corrected_field_is_what_is_compared(tmp_path: Path, field: str, value: str, verdicts: set[str]) -> None:
    path = tmp_path / "d.db"
    build(path, AGREED)
    before = rows(path)
    assert only(path, "casualties").verdict == "corroborated"
    (other,) = events(path, lambda e: e.attributed_to == ("Croix-Bleue",))
    said(path, other, "correct", field, value)
    assert {f.verdict for f in findings(path, "casualties")} == verdicts
    sound(path)
    back(path, other)
    assert rows(path) == before


def test_who_says_the_statement_says_what_is_said_in_it(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    build(path, AGREED)
    with open_dossier(path) as dossier:
        (spoken,) = [i for i, s in dossier.records(Statement) if s.reference == ("Croix-Bleue",)]
    said(path, spoken, "correct", "speaker", "maire d'Estra")
    assert only(path, "casualties").verdict == "single_source"


def test_a_date_given_to_a_document_dates_what_it_tells(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    one = "Une maison a été détruite à Estra, selon les pompiers."
    build(path, {"La Vigie": f"Nouvelles du front\n\n{one}\n"})
    assert only(path, "damage").latest is None
    with open_dossier(path) as dossier:
        ((dated, _),) = list(dossier.records(Dating))
    said(path, dated, "correct", "date", "2031-05-07")
    assert only(path, "damage").latest == "2031-05-07"
    back(path, dated)
    assert only(path, "damage").latest is None


def test_two_records_are_held_apart_or_together(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    build(path, AGREED)
    before = rows(path)
    with open_dossier(path) as dossier:
        ((link, _),) = [(i, k) for i, k in dossier.records(Link) if k.relation == "corroborates"]
    said(path, link, "reject")
    assert [f.verdict for f in findings(path, "casualties")] == ["single_source"] * 2
    with open_dossier(path) as dossier:
        assert ("distinct", ("judged",)) in [(k.relation, k.reasons) for _, k in dossier.records(Link)]
    sound(path)
    back(path, link)
    assert rows(path) == before

    apart = tmp_path / "e.db"
    build(apart, {
        "La Vigie": article(7, "Douze personnes ont été tuées lundi à Estra."),
        "Le Phare": article(7, "Douze personnes ont été tuées mardi à Estra."),
    })  # fmt: skip
    one, other = events(apart, lambda e: e.type == "casualties")
    assert len(findings(apart, "casualties")) == 2
    own = said(apart, one, "correct", "same", other)
    assert len(findings(apart, "casualties")) == 1
    # a new text moves nothing of it
    build(apart, {"L'Écho": article(8, "Trois maisons ont été détruites samedi à Morvac, selon les pompiers.")})
    assert len(findings(apart, "casualties")) == 1
    back(apart, own)
    assert len(findings(apart, "casualties")) == 2


def test_a_verdict_is_overruled_beside_the_finding_and_asked_again_where_a_new_value_comes(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    build(path, CLASH)
    found = only(path, "casualties")
    own = said(path, found.id, "correct", "verdict", "corroborated")
    assert only(path, "casualties").verdict == "contested"  # of the machine, as before
    assert state(path, own) == "stands"
    build(path, {"L'Écho": article(8, "Trois maisons ont été détruites samedi à Morvac, selon les pompiers.")})
    assert state(path, own) == "stands"
    build(path, {"Le Cap": article(7, "Mardi, 45 civils ont été tués à Estra, selon le gouverneur d'Estra.")})
    assert state(path, own) == "stale"
    sound(path)


# -- another reading


def again(path: Path, rules: str, change: Callable[[Record], Record | None]) -> None:
    """Every document as other rules read it: each record changed, or left out where nothing comes of it."""
    with open_dossier(path, write=True) as dossier:
        for document_id, document in list(dossier.documents()):
            spans = dossier.ask('SELECT "start", "end" FROM sentence WHERE document = ?', (document_id,))
            read: list[Record] = []
            for kind in (Event, Statement, Dating):
                read += [c for _, r in dossier.records(kind, document=document_id) if (c := change(r)) is not None]
            assert dossier.write(document, read, sentences=spans, rules=rules) == "again"
        list(run([], dossier))


def shorter(record: Record) -> Record | None:
    """The same record on evidence that ends a letter earlier: another id."""
    if not isinstance(record, Event):
        return record
    first = record.evidence[0]
    return msgspec.structs.replace(record, evidence=(Evidence(first.start, first.end - 1, first.quote[:-1]),))


def test_a_judgement_survives_another_reading_of_the_same_words(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    build(path, CLASH)
    wrong, right = toll(path, 30), toll(path, 12)
    one = said(path, wrong, "reject")
    other = said(path, right, "correct", "speaker", "gouverneur d'Estra")
    verdict = said(path, only(path, "casualties").id, "accept")
    again(path, "r2", shorter)
    assert wrong not in events(path, lambda _: True)
    assert [state(path, j) for j in (one, other, verdict)] == ["stands"] * 3
    found = only(path, "casualties")
    assert ([h.low for h in found.held], [h.by for h in found.held]) == ([12.0], [("gouverneur d'Estra",)])
    sound(path)
    back(path, one)
    assert only(path, "casualties").verdict == "contested"


def test_a_judgement_is_asked_again_where_the_record_changed(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    build(path, CLASH)
    whole = said(path, toll(path, 30), "reject")
    part = said(path, toll(path, 12), "correct", "quantity", "14")
    place = said(path, toll(path, 12), "correct", "place", "Morvac")

    def other_count(record: Record) -> Record | None:
        if not isinstance(record, Event) or record.quantity is None:
            return record
        more = msgspec.structs.replace(record.quantity, low=31.0, high=31.0)
        return msgspec.structs.replace(record, quantity=more)

    again(path, "r2", other_count)
    assert [state(path, j) for j in (whole, part, place)] == ["stale", "stale", "stands"]
    assert {h.low for f in findings(path, "casualties") for h in f.held} == {31.0}  # neither has any effect
    sound(path)
    again(path, "r3", lambda r: None if isinstance(r, Event) and r.type == "casualties" else r)
    assert [state(path, j) for j in (whole, part, place)] == ["gone"] * 3
    sound(path)
    with open_dossier(path, write=True) as dossier:  # the rules of the package read the toll as at first
        assert {o.status for o in run([], dossier, again=True)} == {"again"}
    assert [state(path, j) for j in (whole, part, place)] == ["stands"] * 3
    sound(path)


def page(*sentences: str) -> bytes:
    words = "".join(f"<p>{s}</p>" for s in sentences)
    return (
        '<html lang="fr"><head><title>Nuit de tirs sur Estra</title>'
        '<meta property="article:published_time" content="2031-05-07T08:00:00Z"></head>'
        f"<body><article><h1>Nuit de tirs sur Estra</h1>{words}</article></body></html>"
    ).encode()


TOLD = "Douze civils ont été tués mardi à Estra, a annoncé le maire d'Estra, qui appelle la population au calme."
MORE = "Les écoles de la ville resteront closes jusqu'à nouvel ordre, et les trains ne s'y arrêtent plus depuis hier."


def test_a_judgement_follows_a_text_to_its_new_version(tmp_path: Path) -> None:
    path, address = tmp_path / "d.db", "https://vigie.example/nuit"

    def publish(*sentences: str) -> set[str]:
        with open_dossier(path, write=True) as dossier:
            dossier.configure(CONFIG)
            item = Item(address, data=page(*sentences), address=address)
            return {o.status for o in run([item], dossier, outlet="La Vigie", workers=1)}

    assert publish(TOLD, MORE) == {"added"}
    old = toll(path, 12)
    own = said(path, old, "correct", "quantity", "14")
    spoken = said(path, old, "correct", "speaker", "gouverneur d'Estra")
    assert publish("Les secours sont à l'œuvre sous une pluie battante.", TOLD, MORE) == {"changed"}
    found = only(path, "casualties")
    assert (found.records != (old,), [(h.low, h.by) for h in found.held]) == (True, [(14.0, ("gouverneur d'Estra",))])
    assert [state(path, j) for j in (own, spoken)] == ["stands"] * 2
    sound(path)
    back(path, own)  # on the first version, and of the second
    assert [h.low for h in only(path, "casualties").held] == [12.0]
    assert publish(TOLD.replace("Douze", "Treize"), MORE) == {"changed"}
    assert state(path, spoken) == "stale"  # the sentence is another one: asked again, of the new record
    with open_dossier(path) as dossier:
        assert standing(dossier, [spoken])[spoken].record == toll(path, 13)
    assert publish(MORE, MORE.replace("écoles", "usines")) == {"changed"}
    assert not findings(path, "casualties")
    assert publish(TOLD, MORE) == {"changed"}  # the first text again
    assert (state(path, spoken), only(path, "casualties").records) == ("stands", (old,))
    sound(path)


def test_rules_that_now_read_what_a_person_wrote_leave_the_judgement(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    build(path, CLASH)
    own = said(path, toll(path, 30), "correct", "status", "planned")

    def learned(record: Record) -> Record | None:
        return msgspec.structs.replace(record, status="planned") if isinstance(record, Event) else record

    again(path, "r2", learned)
    assert state(path, own) == "stands"


def test_matching_keeps_to_the_type_and_prefers_the_count() -> None:
    one = Event(document="d", type="casualties", subtype="killed", evidence=(Evidence(10, 30, "x" * 20),),
                trigger=Evidence(10, 12, "xx"))  # fmt: skip
    anchor = anchor_of(one, "0")
    dead, hurt, strike = (
        anchor_of(msgspec.structs.replace(one, type=kind, subtype=sub), sub)
        for kind, sub in (("casualties", "killed"), ("casualties", "wounded"), ("attack", "strike"))
    )
    assert matching(anchor, [hurt, dead, strike]) == "killed"
    assert matching(anchor, [hurt, strike]) == "wounded"
    assert matching(anchor, [strike]) is None
    assert matching(anchor, [msgspec.structs.replace(dead, start=28, end=60)]) is None
    assert matching(anchor, [msgspec.structs.replace(dead, document="e")]) is None


# -- properties

MOVES = st.lists(
    st.tuples(
        st.integers(0, 20),
        st.sampled_from(
            [
                *(("accept", "", ""), ("reject", "", ""), ("undo", "", "")),
                *(("correct", "quantity", "20"), ("correct", "status", "denied"), ("correct", "date", "2031-05-06")),
                *(("correct", "speaker", "Croix-Bleue"), ("correct", "distinct", "?"), ("correct", "same", "?")),
            ]
        ),
    ),
    max_size=8,
)


def play(dossier: Dossier, moves: list[tuple[int, tuple[str, str, str]]]) -> None:
    ids = sorted(i for i, e in dossier.records(Event) if e.type in ("casualties", "position"))
    for n, (decision, field, value) in moves:
        record = ids[n % len(ids)]
        if decision == "undo":
            if dossier.ask("SELECT 1 FROM judged WHERE record = ? AND kind <> 'link' AND state = 'stands'", (record,)):
                undo(dossier, record, by="Ben")
        else:
            other = ids[(n + 1) % len(ids)] if value == "?" else value
            judge(dossier, record, decision, by="Ben", field=field, value=other)  # type: ignore[arg-type]


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=MOVES, seed=st.integers(0, 99))
def test_what_comes_of_judgements_depends_on_texts_and_judgements_alone(
    tmp_path_factory: pytest.TempPathFactory, moves: list[tuple[int, tuple[str, str, str]]], seed: int
) -> None:
    """Judged one by one, or between arrivals; and all of checking made anew: the same rows; undone: those before."""
    folder = tmp_path_factory.mktemp("judged")
    path = folder / "d.db"
    build(path, TEXTS)
    plain = rows(path)
    with open_for_review(path) as dossier:
        play(dossier, moves[: seed % (len(moves) + 1)])
    assert settle(path)
    with open_for_review(path) as dossier:
        play(dossier, moves[seed % (len(moves) + 1) :])
    build(path, {"Le Cap Sud": article(8, "Trois maisons ont été détruites samedi à Morvac, selon les pompiers.")})
    found = rows(path)
    sound(path)
    db = sqlite3.connect(path)
    made = ("checked", "claim", "claim_key", "edge", "found", "link", "finding", "copy", "digest", "repeat")
    for table in (*made, "timed", "figure"):
        db.execute(f"DELETE FROM {table}")
    db.commit()
    db.close()
    with open_dossier(path, write=True) as writer:
        list(run([], writer))
    assert rows(path) == found
    with open_for_review(path) as dossier:
        ids = [r[0] for r in dossier.ask("SELECT judgement FROM judged WHERE state <> 'undone'")]
        random.Random(seed).shuffle(ids)
        for i in ids:
            undo(dossier, i, by="Ada")
    assert settle(path)
    assert [r for r in plain if r not in rows(path)] == []
    sound(path)
