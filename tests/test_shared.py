"""A text of unknown day, dated by what it tells with dated ones. The states, towns and outlets are invented."""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterable
from pathlib import Path

import pytest

from recoupe.check.claims import Claim, at_other_times, claims_of
from recoupe.check.sides import Sides
from recoupe.errors import DossierError
from recoupe.extract.table import Page, timed_anew
from recoupe.lang.fr.sentences import split
from recoupe.pipeline import Item, run, shared
from recoupe.pipeline.feed import resources_for
from recoupe.records import Dating, Deadline, Document, Event, Place, Timex
from recoupe.store import open_dossier, verify
from recoupe.store.undated import TO_DO
from tests.dossiers import CONFIG, article
from tests.ledger import dump

KNOWN = f"[dossier]\nuntil = 2031-12-31\n{CONFIG}"
TALKS = article(6, "Les délégations de Norvend et de Sorélie se retrouveront le mardi 13 mai 2031 à Estra.")
RELEASE = article(7, "Mardi 6 mai, 118 prisonniers norvendiens ont été libérés par la Sorélie.")
MEETING = "Rendez-vous à Estra\n\nMercredi, 7h00\n\nLes deux délégations ont rendez-vous à Estra mardi prochain.\n"
PROMISE = "Le Norvend s'est engagé à rouvrir le pont de Morvac d'ici à la fin du mois.\n"
KEPT = "\nLe Norvend n'a pas tenu sa promesse de rouvrir le pont mardi.\n"
EVE = "Des familles réunies\n\nMercredi, 18:20\n\nMardi soir, 118 prisonniers norvendiens ont été libérés.\n"


def tell(path: Path, texts: Iterable[str]) -> None:
    """A dossier of these texts, each added by a run of its own under an outlet of its own."""
    with open_dossier(path, write=True) as dossier:
        dossier.configure(KNOWN)
    for text in texts:
        with open_dossier(path, write=True) as dossier:
            name = f"Titre {hash_of(text)}"
            list(run([Item(f"{name}.txt", data=text.encode())], dossier, outlet=name, workers=1))


def hash_of(text: str) -> int:
    return sum(text.encode())


def datings(path: Path) -> dict[str, Dating]:
    with open_dossier(path) as dossier:
        assert not list(verify(dossier))
        return {dossier.document(d.document).text: d for _, d in dossier.records(Dating)}


@pytest.mark.parametrize("text", [EVE, MEETING, EVE + PROMISE, EVE + PROMISE + KEPT])
def test_on_another_day_a_text_tells_what_it_would_tell_if_it_were_of_that_day(tmp_path: Path, text: str) -> None:
    tell(tmp_path / "d.db", [text])
    with open_dossier(tmp_path / "d.db") as dossier, resources_for(dossier.config) as known:
        ((own, document),) = dossier.records(Document)
        page = Page(document, own, split(document.text, document.blocks, document.masks))
        stored = dict(dossier.records(Event))
        places = [p for _, p in dossier.records(Place)]
        sides = Sides(known.book)
        first: list[Claim] = []
        for day in ("2031-05-07", "2031-05-08", "2031-05-13", "2031-06-06"):
            dating = Dating(document=own, basis="none", earliest=day, latest=day)
            timed = timed_anew(page, dating, known, stored.values())
            events = list((stored | {r.id: r for r in timed if isinstance(r, Event)}).items())
            timexes = [r for r in timed if isinstance(r, Timex)]
            limits = [r for r in timed if isinstance(r, Deadline)]
            claims = claims_of(document, own, dating, events, places, timexes, sides, limits)
            first = first or claims
            assert at_other_times(first, document, dating, events, timexes, limits) == claims
            assert at_other_times(first[1:], document, dating, events, timexes, limits) == claims[1:]
            assert day == "2031-05-07" or first != claims


@pytest.mark.parametrize(
    ("texts", "open_", "days"),
    [
        ((RELEASE, EVE), EVE, ("2031-05-07", "2031-05-07")),
        ((TALKS, MEETING), MEETING, ("2031-05-07", "2031-05-07")),
        ((RELEASE, EVE.replace("118", "100")), EVE.replace("118", "100"), (None, None)),  # a round number
        ((RELEASE, EVE.replace("Mardi", "Dimanche")), EVE.replace("Mardi", "Dimanche"), (None, None)),
        # two dated texts that tell of 118 on two days a week apart
        ((RELEASE, RELEASE.replace("6 mai", "13 mai").replace("7 mai", "14 mai"), EVE), EVE, (None, None)),
    ],
)
def test_a_text_is_of_the_day_on_which_what_it_tells_meets_others(
    tmp_path: Path, texts: tuple[str, ...], open_: str, days: tuple[str | None, str | None]
) -> None:
    path = tmp_path / "d.db"
    tell(path, texts)
    found = datings(path)[open_]
    assert (found.earliest, found.latest) == days
    assert (found.basis == "from a sibling document") == (days[0] is not None)
    if days[0]:
        assert found.steps[-1].rule.startswith("the same day as in document ")


def test_its_times_are_read_from_that_day(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    tell(path, [EVE + PROMISE])
    with open_dossier(path) as dossier:
        assert {e.due.latest for _, e in dossier.records(Event) if e.due} == {None}
    tell(path, [RELEASE])
    with open_dossier(path) as dossier:
        assert {e.due.latest for _, e in dossier.records(Event) if e.due} == {"2031-05-31"}
    # another text with the same count on another day: nothing tells which it is
    tell(path, [RELEASE.replace("6 mai", "13 mai").replace("7 mai", "14 mai")])
    with open_dossier(path) as dossier:
        assert {e.due.latest for _, e in dossier.records(Event) if e.due} == {None}


def test_a_count_that_many_have_in_common_dates_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared, "_COMMON", 2)
    others = [RELEASE, RELEASE.replace("Mardi", "Ce mardi")]
    for number, (texts, day) in enumerate([((RELEASE, EVE), "2031-05-07"), ((*others, EVE), None)]):
        for order in itertools.permutations(texts):
            path = tmp_path / f"{number} {texts.index(order[0])} {texts.index(order[1])}.db"
            tell(path, order)
            assert datings(path)[EVE].earliest == day


def test_a_day_without_its_year_is_of_the_year_of_what_was_told_there_then(tmp_path: Path) -> None:
    dated = article(7, "Une frappe a touché mardi la gare d'Estra.")
    elsewhere = article(6, "Une frappe a touché Morvac.")
    yearless = "Estra frappée\n\nMercredi 7 mai\n\nUne frappe a touché mardi la ville d'Estra, disent des habitants.\n"
    for number, order in enumerate(itertools.permutations([dated, yearless, elsewhere])):
        path = tmp_path / f"{number}.db"
        tell(path, order)
        assert (datings(path)[yearless].earliest, datings(path)[yearless].latest) == ("2031-05-07", "2031-05-07")


def test_a_new_text_is_tried_alone_on_the_days_that_others_leave_open(tmp_path: Path) -> None:
    """What is kept of earlier tries is what trying all of them anew gives, in any order of arrival."""
    yearless = "Estra frappée\n\nMercredi 7 mai\n\nUne frappe a tué mardi 31 civils à Estra, disent des habitants.\n"
    texts = [
        yearless,
        article(7, "Une frappe a tué mardi 31 civils à Estra."),
        article(8, "À Estra, une frappe a tué mardi 31 civils, selon la mairie."),
        article(7, "Une frappe a tué mardi 47 civils à Estra."),
    ]
    kept = []
    for number, order in enumerate(itertools.permutations(texts)):
        if number % 5:
            continue
        path = tmp_path / f"{number}.db"
        tell(path, order)
        rows = [r for r in dump(str(path)) if r.split()[0] in ("try_day", "try_met", "dating", "finding")]
        assert sum(r.startswith("try_met") for r in rows) == 3
        with open_dossier(path, write=True) as dossier:
            dossier.db.execute("INSERT INTO meta VALUES (?, '')", (TO_DO,))  # as a killed run leaves it
            list(run([], dossier))
        assert rows == [r for r in dump(str(path)) if r.split()[0] in ("try_day", "try_met", "dating", "finding")]
        kept.append(rows)
    assert all(rows == kept[0] for rows in kept)


def test_what_a_killed_run_left_undated_is_dated_by_the_next(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    tell(path, [RELEASE])
    with open_dossier(path, write=True) as dossier:
        dossier.db.set_authorizer(  # what was checked is kept, what is dated by it is not
            lambda action, table, *_: (
                sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_INSERT and table == "left_open" else sqlite3.SQLITE_OK
            )
        )
        with pytest.raises(DossierError, match="not authorized"):
            list(run([Item("soir.txt", data=EVE.encode())], dossier, outlet="Le Soir", workers=1))
    assert datings(path)[EVE].earliest is None
    tell(path, [TALKS])
    assert datings(path)[EVE].earliest == "2031-05-07"


def test_the_order_of_arrival_dates_nothing_otherwise(tmp_path: Path) -> None:
    kept = []
    for number, order in enumerate(itertools.permutations([TALKS, RELEASE, MEETING, EVE + PROMISE])):
        if number % 7:
            continue
        path = tmp_path / f"{number}.db"
        tell(path, order)
        tables = ("dating", "event", "timex", "deadline", "finding", "link", "found", "edge")
        kept.append([row for row in dump(str(path)) if row.split()[0] in tables])
    assert all(rows == kept[0] for rows in kept)


def test_reading_again_leaves_it_dated(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    tell(path, [RELEASE, EVE])
    before = dump(str(path))
    with open_dossier(path, write=True) as dossier:
        dossier.configure(KNOWN + '\n[[outlet]]\nname = "Autre"\nfolder = "autre"\n')
        assert {o.status for o in run([], dossier, again=True)} == {"again"}
    assert datings(path)[EVE].earliest == "2031-05-07"
    assert [r for r in dump(str(path)) if r.startswith(("finding", "link"))] == [
        r for r in before if r.startswith(("finding", "link"))
    ]
