"""What becomes of promises, agreements, plans and threats as of a day: states, lengths, limits, outcomes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest

from recoupe.check.claims import Claim
from recoupe.check.links import fulfilment
from recoupe.check.promises import days_in, due_of, settled
from recoupe.check.times import Days
from recoupe.lang.fr.outcomes import load_outcomes, outcome_of
from recoupe.records import Event
from recoupe.store import open_dossier, verify
from recoupe.views import deadlines
from tests.dossiers import article, build
from tests.test_findings import look, made, rows

__all__ = ["made"]  # a fixture


def promise(published: int, due: Days | None = None, **more: object) -> Claim:
    days = Days(f"2031-05-{published:02}", f"2031-05-{published:02}")
    return Claim(
        id=f"p{published}", document=f"d{published}", type="commitment", subtype="promise", stance="",
        status="happened", start=0, days=days, published=days, due=due, **more,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.mark.parametrize(("text", "outcome"), load_outcomes().tests)
def test_outcomes_of_promises(text: str, outcome: str) -> None:
    found = outcome_of(text)
    assert (found.settles if found else "") == outcome


def test_a_promise_is_pending_then_unknown_then_missed_by_the_sentence_that_says_so(
    made: Callable[[str], Path],
) -> None:
    path = made("promise")

    def states(day: str) -> list[object]:
        return [r["state"] for r in rows(look(path, "deadlines", "--as-of", day, "--json"))]

    assert states("2031-05-06") == []  # not yet promised
    assert states("2031-05-10") == ["pending"]
    assert states("2031-05-21") == ["unknown"]
    assert states("2031-05-22") == ["missed"]

    def settled(since: str, until: str) -> list[str]:
        found: Any = rows(look(path, "diff", since, until, "--json"))[0]["settled"]
        return [p["state"] for p in found]

    assert settled("2031-05-10", "2031-05-22") == ["missed"]
    assert settled("2031-05-10", "2031-05-21") == ["unknown"]
    assert settled("2031-05-06", "2031-05-10") == []
    assert "Promesse tenue, rompue ou échue (1)" in look(path, "diff", "2031-05-21", "2031-05-22").stdout
    shown = " ".join(look(path, "deadlines").stdout.split())
    assert "État au 22 mai 2031" in shown
    assert "20 mai 2031, non tenu — promesse, Gouvernement norvendien" in shown
    assert "« Le pont de Morvac restait fermé" in shown
    assert "missed" in look(path, "deadlines", language="en").stdout
    with open_dossier(path) as dossier:
        assert list(verify(dossier)) == []


def test_a_length_is_counted_from_the_day_of_the_text_in_brackets(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    build(path, {"La Vigie": article(7, "Le gouvernement norvendien a promis de rouvrir le pont sous dix jours.")})
    (found,) = rows(look(path, "deadlines", "--json"))
    assert (found["due_latest"], found["counted"], found["state"]) == ("2031-05-17", True, "pending")
    assert "« sous dix jours » compté du jour du texte]" in " ".join(look(path, "deadlines").stdout.split())


def test_states_rest_on_what_was_told_by_the_day() -> None:
    due = Days("2031-05-10", "2031-05-10")
    made, deed = promise(1, due), promise(9)
    answers, claims = {"p9": "fulfils"}, {"p9": deed}
    assert settled([made], answers, claims, due, "2031-05-08").state == "pending"
    assert settled([made], answers, claims, due, "2031-05-09") == settled([made], answers, claims, due, "2031-06-01")
    assert settled([made], {}, {}, due, "2031-05-10").state == "pending"
    assert settled([made], {}, {}, due, "2031-05-11").state == "unknown"
    assert settled([made], {}, {}, None, "2031-05-11").state == "unknown"
    kept = promise(12, fulfilment="kept")
    assert settled([made, kept], {}, {}, due, "2031-05-11").state == "unknown"
    assert settled([made, kept], {}, {}, due, "2031-05-12").record == "p12"


def test_what_is_told_long_after_no_longer_tells_of_the_promise() -> None:
    due = Days("2031-05-10", "2031-05-10")
    made = promise(1, due, actors=("norvend",), words=("pont", "rouvrir"))
    told = promise(12, fulfilment="broken", actors=("norvend",), words=("pont", "rouvrir"))
    assert (link := fulfilment(told, made)) is not None
    assert link.relation == "breaks"
    later = Days("2031-08-01", "2031-08-01")
    assert fulfilment(msgspec.structs.replace(told, published=later), made) is None
    assert fulfilment(promise(12, fulfilment="broken", words=("pont", "rouvrir"), due=later), made) is None


def test_due_dates_and_lengths() -> None:
    assert [days_in(x) for x in ("P10D", "P2W", "PT48H", "PT1H", "P1M", "P1Y", "2031", None, "")] == [
        *(10, 14, 2, 1),
        *(None, None, None, None, None),
    ]
    assert due_of(promise(7), "P10D") == Days("2031-05-16", "2031-05-17", own=False)
    assert due_of(promise(7), None) is None
    assert due_of(promise(7, past=True), "P10D") is None
    assert due_of(promise(7, quote="a promis de rouvrir le pont dans les dix jours"), "P10D") is not None


@pytest.mark.parametrize(
    ("texts", "day", "states"),
    [
        # a promise for a day, without "avant"; what is agreed; what is planned by a day
        ((article(7, "« Nous ouvrirons un couloir le vendredi 16 mai », a promis Mara Delune."),), 10, ["pending"]),
        (
            (article(7, "La Sorélie et le Norvend sont convenus de faire débuter la trêve le 22 mai."),),
            10,
            ["pending"],
        ),
        (
            ("Nouvelles\n\nPublié le 7 mai 2031\n\nMara Delune, qui entre en fonctions le 20 mai, promet la paix.",),
            10,
            [],
        ),
        # an exchange between the promise of one and its day; one before it was promised is another
        (
            (
                article(7, "« Un nouvel échange de prisonniers aura lieu avant la fin du mois », a promis le Norvend."),
                article(20, "Quatre-vingts prisonniers soréliens ont été libérés lundi 19 mai par le Norvend."),
            ),
            21,
            ["kept"],
        ),
        (
            (
                article(7, "« Un nouvel échange de prisonniers aura lieu avant la fin du mois », a promis le Norvend."),
                article(8, "Quatre-vingts prisonniers soréliens ont été libérés lundi 5 mai par le Norvend."),
            ),
            21,
            ["pending"],
        ),
        # the outcome right after the promise that it is of
        (
            (
                article(7, "Le maire d'Estra s'est engagé à reloger les familles avant le 15 mai."),
                article(
                    17,
                    "Le maire d'Estra s'était engagé à reloger les familles avant le 15 mai. Le délai a expiré sans "
                    "que personne ait quitté le gymnase.",
                ),
            ),
            18,
            ["missed"],
        ),
        # an earlier promise that was missed, told beside the new one; one that is said to be kept on its very day
        (
            (
                article(
                    7,
                    "Le Norvend s'est engagé à rouvrir d'ici au 16 mai la route d'Estra. Un premier engagement en ce "
                    "sens, pris en mars, n'avait pas été tenu.",
                ),
            ),
            20,
            ["unknown"],
        ),
        (
            (
                article(7, "Le Norvend s'est engagé à rouvrir d'ici au 16 mai la route d'Estra."),
                article(16, "Le gouvernement norvendien tient donc parole, à quelques heures de l'échéance."),
            ),
            20,
            ["kept"],
        ),
    ],
)
def test_time_limits_of_promises_agreements_and_plans(
    tmp_path: Path, texts: tuple[str, ...], day: int, states: list[str]
) -> None:
    path = tmp_path / "d.db"
    build(path, dict(zip(("La Vigie", "Le Phare"), texts, strict=False)))
    assert [r["state"] for r in rows(look(path, "deadlines", "--as-of", f"2031-05-{day:02}", "--json"))] == states


@pytest.mark.parametrize(
    ("told", "due"),
    [
        ("Le Norvend avait promis de libérer les captifs avant dimanche et n'a pas tenu parole.", {"2031-05-04"}),
        ("La promesse du Norvend de libérer les captifs avant samedi n'a pas été tenue.", {"2031-05-03"}),
        # a day of the month that lies ahead is of a year that no text tells
        ("L'engagement de partir avant le 20 mai n'a pas été tenu.", {None}),
        # the new promise told beside keeps its own limit
        (
            "Le Norvend, qui n'a pas tenu sa promesse de mars, s'est engagé à libérer les captifs avant samedi.",
            {"2031-05-10", ""},
        ),
    ],
)
def test_a_limit_that_was_let_pass_lies_before_the_text(tmp_path: Path, told: str, due: set[str | None]) -> None:
    build(tmp_path / "d.db", {"La Vigie": article(7, told)})
    with open_dossier(tmp_path / "d.db") as dossier:
        found = [e for _, e in dossier.records(Event) if e.type == "commitment"]
    assert {e.due.latest if e.due else "" for e in found} == due


def test_a_deed_keeps_no_promise_of_another_thing(tmp_path: Path) -> None:
    told = (
        "Le Norvend s'est engagé à remettre un texte écrit avant dimanche soir. "
        "Le Norvend a aussi remis à la Sorélie les corps de 212 soldats, conformément à l'engagement pris le 3 mai."
    )
    build(tmp_path / "d.db", {"La Vigie": article(7, told)})
    with open_dossier(tmp_path / "d.db") as dossier:
        _, found = deadlines(dossier, as_of="2031-05-20")
    assert [p.state for p in found if "texte écrit" in p.told.quote] == ["unknown"]
