"""The date of a document: given, printed, inferred, contradicted, taken from a sibling; never guessed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from recoupe.errors import BadKnowledge
from recoupe.extract import days
from recoupe.extract.calendar import easter, orthodox_easter
from recoupe.extract.dating import date_document
from recoupe.extract.knowledge import Knowledge, load_knowledge
from recoupe.extract.siblings import date_siblings
from recoupe.lang.fr import timex as french
from recoupe.read.plain import read_text
from recoupe.records import Dating, Document

KNOWLEDGE = Path(french.PATH).with_name("knowledge.toml")
INVENTED = """
[[office]]
person = "Ana Lorn"
role = "présidente de Vaskie"
name = "(?:ana )?lorn"
title = "presidente(?: vaskienne)?"
from = "2021-03-01"
to = "2023-03-01"
source = "constitution de Vaskie, annexe 2"

[[office]]
person = "Ivo Brant"
role = "présidente de Vaskie"
name = "(?:ivo )?brant"
title = "president(?: vaskien)?"
from = "2023-03-01"
source = "constitution de Vaskie, annexe 3"

[[event]]
name = "sommet de Tarn"
date = "2022-05-10"
patterns = ["sommet de tarn"]
source = "communiqué de Tarn"
"""


@pytest.fixture
def invented(tmp_path: Path) -> Knowledge:
    path = tmp_path / "vaskie.toml"
    path.write_text(INVENTED, encoding="utf-8")
    return load_knowledge(path)


READ_ON = date(2026, 11, 1)


def dated(
    text: str, knowledge: Knowledge | None = None, until: date | None = READ_ON, *, given: str | None = None
) -> Dating:
    document = read_text(text, date=given)
    found = date_document(document, [], (), knowledge, until=until)
    for step in found.steps:
        assert text[step.evidence.start : step.evidence.end] == step.evidence.quote
    return found


def test_the_day_of_reading_closes_candidates_and_dates_nothing() -> None:
    text = "Le pont a sauté jeudi 7 novembre. La route était fermée depuis la chute du fort en 2022."
    latest = dated(text).latest
    assert latest is not None
    assert latest < "2025-01-01"
    assert (dated(text, until=None).latest or "9999") > "2040"
    assert dated("Le pont a sauté.").basis == "none"
    recent = dated("Le pont a sauté en 2022.")
    assert recent.latest is None


def test_a_printed_date_beyond_the_calendar_is_no_crash() -> None:
    assert dated("Publié le 4 mars 1912\n\nLe pont a sauté.").earliest is None


def test_given_date_wins() -> None:
    found = dated("Publié le 4 mars 2025.\n", given="2025-03-05T10:00:00")
    assert (found.basis, found.earliest, found.latest, found.steps) == ("given", "2025-03-05", "2025-03-05", ())


@pytest.mark.parametrize(
    "head",
    [
        "Publié le 4 mars 2025 à 10h30\n",
        "4 mars 2025\n",
        "March 4, 2025\n",
        "Titre\n\nOslo, le 4 mars 2025 – Un texte.\n",
        "Titre\n\nMis à jour le 04/03/2025\n",
    ],
)
def test_printed_date(head: str) -> None:
    found = dated(head + "Le pont a sauté le 2 mars 2025.")
    assert (found.basis, found.earliest, found.latest) == ("in the text", "2025-03-04", "2025-03-04")
    assert len(found.steps) == 1


FELL = "Le pont a sauté après la chute du fort, en 2025. "


@pytest.mark.parametrize(
    ("text", "days", "rule"),
    [
        (f"Pont sauté\n\nPublié le mardi 19 mai\n\n{FELL}", ("2026-05-19",), "printed day and month"),
        (f"Pont sauté\n\nSamedi 7 mars - 10h30\n\n{FELL}", ("2026-03-07",), "printed day and month"),
        (f"Pont sauté\n\nLe Phare | Halde, samedi 7 mars\n\n{FELL}", ("2026-03-07",), "printed day and month"),
        (f"Pont sauté\n\nLundi, 18 h 10\n\n{FELL}", None, "printed weekday"),
        (f"Pont sauté\n\nLundi, édition de 13 heures\n\n{FELL}", None, "printed weekday"),
        (f"Pont sauté\n\nLundi\n\n{FELL}", None, ""),
        (f"La semaine\n\nSamedi 7 mars\n\n{FELL}\n\nDimanche 8 mars\n\nLa route est close.", None, ""),
    ],
)
def test_a_day_printed_without_its_year(text: str, days: tuple[str, ...] | None, rule: str) -> None:
    found = dated(text)
    assert [s.rule for s in found.steps if s.rule.startswith("printed")] == ([rule] if rule else [])
    if days:
        assert (found.earliest, found.latest) == (days[0], days[-1])
    elif rule:
        assert {date.fromisoformat(d).isoweekday() for d in found.candidates} == {1}


def test_without_evidence_there_is_no_date(invented: Knowledge) -> None:
    for knowledge in (None, invented):
        found = dated("Le pont a sauté. La ville est déserte, et le maire accuse les rebelles.", knowledge)
        assert (found.basis, found.earliest, found.latest, found.candidates, found.steps) == (
            "none",
            None,
            None,
            (),
            (),
        )


def test_weekday_day_and_month_leave_few_years() -> None:
    found = dated("Le pont a sauté jeudi 7 novembre. La route était fermée depuis la chute du fort en 2022.")
    assert found.earliest == "2024-11-07"
    assert found.latest is not None
    assert "2024-11-07" < found.latest < "2025-01-01"


@pytest.mark.parametrize("plan", ["attendu", "prévu"])
def test_the_weekday_of_what_was_planned_leaves_few_years(plan: str) -> None:
    found = dated(f"Le sommet, {plan} mardi 23 mai à Genève, est repoussé sine die.")
    assert (found.basis, [s.rule for s in found.steps]) == ("in the text", ["weekday, day and month"])
    assert (found.steps[0].kept, found.earliest) == (5 * 212, "1994-11-24")


def test_a_night_leaves_the_days_after_it() -> None:
    found = dated(
        "Le lundi 6 mai 2024, le fort est tombé. Le 20 mai 2024, il ira à Oslo. "
        "Un pont a sauté dans la nuit de mercredi à jeudi."
    )
    assert (found.earliest, found.latest) == ("2024-05-09", "2024-07-04")
    assert {date.fromisoformat(d).isoweekday() for d in found.candidates} == {4, 5, 6}


def test_today_named_by_its_weekday_and_date() -> None:
    found = dated("Le pont a sauté en 2024. Hier, vendredi 3 janvier, la ville est tombée.")
    assert (found.earliest, found.latest) == ("2025-01-04", "2025-01-04")


def test_office_bounds_both_ends_until_a_successor_is_named(invented: Knowledge) -> None:
    alone = dated("La présidente vaskienne, Ana Lorn, a parlé.", invented)
    assert (alone.basis, alone.earliest, alone.latest) == (
        "in the text with dated knowledge",
        "2021-03-01",
        "2023-03-08",
    )
    both = dated("Le président Ivo Brant a blâmé la présidente Lorn.", invented)
    assert (both.earliest, both.latest) == ("2023-03-01", None)
    assert all(step.knowledge and "annexe" in step.knowledge for step in both.steps)


def test_a_former_holder_bounds_nothing(invented: Knowledge) -> None:
    assert dated("L'ancienne présidente Ana Lorn a parlé.", invented).basis == "none"


def test_a_past_event_bounds_the_beginning_and_a_coming_one_does_not(invented: Knowledge) -> None:
    assert dated("Le sommet de Tarn a échoué.", invented).earliest == "2022-05-10"
    assert dated("Le sommet de Tarn aura lieu bientôt.", invented).earliest is None


def test_contradicting_evidence_is_reported_and_not_applied(invented: Knowledge) -> None:
    found = dated("Le fort est tombé le 5 juin 2024. La présidente Ana Lorn a parlé.", invented)
    assert (found.earliest, found.basis) == ("2024-06-05", "in the text")
    assert [s.contradicts for s in found.steps] == [False, True]


def test_siblings_that_tell_the_same_night_and_counts() -> None:
    night = "L'armée a lancé 412 drones et 37 missiles dans la nuit de {} à {}, dit la ville."
    dated_one = Document(text=night.format("lundi", "mardi"), date="2025-06-10")
    undated = Document(text="Selon la ville, " + night.format("lundi", "mardi"))
    other_night = Document(text="Bilan : " + night.format("jeudi", "vendredi"))
    other_counts = Document(text="L'armée a lancé 95 drones et 37 missiles dans la nuit de lundi à mardi.")
    documents = [dated_one, undated, other_night, other_counts]
    datings = [date_document(d, []) for d in documents]
    first, second, third, fourth = date_siblings(documents, datings, [[] for _ in documents])
    assert first == datings[0]
    assert (second.basis, second.earliest, second.latest) == ("from a sibling document", "2025-06-10", "2025-06-12")
    assert third.steps[-1].contradicts
    assert third.basis != "from a sibling document"
    assert fourth == datings[3]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ('[[event]]\nname="x"\npatterns=["y"]\nsource="z"', "no ISO day"),
        ('[[office]]\nperson="x"\nfrom="2020-01-01"', "lacks"),
        ('[[event]]\nname="x"\ndate="2020-01-01"\npatterns=["("]\nsource="z"', "compile"),
        ("[[event", "bad.toml"),
    ],
)
def test_a_bad_row_is_named(tmp_path: Path, row: str, problem: str) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(row, encoding="utf-8")
    with pytest.raises(BadKnowledge, match=problem) as caught:
        load_knowledge(path)
    assert str(path) in str(caught.value)


def test_every_row_of_the_shipped_file_has_a_source_and_a_possible_span() -> None:
    known = load_knowledge(KNOWLEDGE)
    assert len(known.offices) > 30
    assert len(known.events) > 15
    assert all(e.source and e.first <= e.last for e in known.events)
    assert all(o.source and (o.last is None or o.first < o.last) for o in known.offices)


def test_easter_dates_of_the_almanac() -> None:
    assert [easter(y).isoformat() for y in (2016, 2024, 2025, 2026)] == [
        "2016-03-27",
        "2024-03-31",
        "2025-04-20",
        "2026-04-05",
    ]
    assert [orthodox_easter(y).isoformat() for y in (2022, 2024, 2025)] == ["2022-04-24", "2024-05-05", "2025-04-20"]


def test_sets_of_days() -> None:
    assert days.between(days.LAST, days.FIRST) == 0
    assert days.ends(days.EVERY) == (None, None)
    assert all(d.isoweekday() in (1, 4) for d in days.members(days.weekdays(1, 4))[:50])


@pytest.mark.parametrize("with_knowledge", [False, True])
def test_the_true_day_of_the_seeds_lies_inside(shared: Path, with_knowledge: bool) -> None:
    known = load_knowledge(KNOWLEDGE) if with_knowledge else None
    rows = [
        json.loads(x) for x in (shared / "gold" / "seeds" / "dating.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    for row in rows:
        (path,) = (shared / "seeds").glob(f"{row['doc']}_*.txt")
        found = dated(path.read_text(encoding="utf-8"), known)
        first, last = row["range"]
        assert (found.earliest or "") <= first, row["doc"]
        assert last <= (found.latest or "9"), row["doc"]
        assert not found.candidates or row["best"] in found.candidates
        assert not any(s.contradicts for s in found.steps)


def test_two_nights_of_a_week_say_nothing_of_which_is_fresh() -> None:
    text = (
        "En 2024, un pont a sauté dans la nuit de mercredi à jeudi. Un fort a brûlé dans la nuit de samedi à dimanche."
    )
    assert "a night just past" not in {s.rule for s in dated(text).steps}


def test_the_month_of_what_is_aimed_at_is_not_past() -> None:
    assert dated("La somme a été réunie pour un lancement en janvier 2024.").earliest is None
