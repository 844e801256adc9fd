"""What users see of cross-checking: findings, board, due dates, differences, outlets. Articles in, screens out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from recoupe import views
from recoupe.check.board import issues, standings
from recoupe.check.claims import Claim
from recoupe.check.compare import POINTS, compare
from recoupe.check.links import thing_links
from recoupe.check.times import Days
from recoupe.cli import build as program
from recoupe.export.findings import value
from recoupe.messages import messages
from recoupe.records import Event
from recoupe.store import open_dossier
from tests.dossiers import article, build

FR, EN = messages("fr"), messages("en")

TOLL = {
    "La Vigie": article(7, "Neuf personnes ont été tuées mardi à Estra, a annoncé le maire d'Estra."),
    "Le Phare": article(8, "Douze personnes ont été tuées mardi à Estra, a annoncé le maire d'Estra."),
    "Le Cap": article(8, "Une trentaine de personnes ont été tuées mardi à Estra, selon la Croix-Bleue."),
}
TALKS = {
    "La Vigie": article(7, "La Sorélie a rejeté mardi le cessez-le-feu de 30 jours proposé par le Norvend."),
    "Le Phare": article(14, "La Sorélie a accepté mardi le cessez-le-feu de 30 jours."),
    "Le Cap": article(8, "Le Norvend soutient la trêve de trente jours. Le Norvend réclame des sanctions."),
}
PROMISE = {
    "La Vigie": article(7, "Le gouvernement norvendien s'est engagé à rouvrir le pont de Morvac avant le 20 mai."),
    "Le Phare": article(22, "Le pont de Morvac restait fermé, alors que Halde s'était engagée à le rouvrir."),
}


def look(path: Path, *arguments: str, language: str = "fr") -> Result:
    command, *rest = arguments
    done = CliRunner().invoke(program(messages(language)), [command, str(path), *rest])
    assert done.exit_code == 0, done.output
    return done


def rows(result: Result) -> list[dict[str, object]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    known: dict[str, Path] = {}
    texts: dict[str, Mapping[str, str]] = {"toll": TOLL, "talks": TALKS, "promise": PROMISE}

    def make(name: str) -> Path:
        if name not in known:
            known[name] = tmp_path_factory.mktemp(name) / "d.db"
            build(known[name], texts[name])
        return known[name]

    return make


def test_a_finding_shows_each_value_with_its_claimant_source_and_day(made: Callable[[str], Path]) -> None:
    path = made("toll")
    shown = " ".join(look(path, "findings", "--type", "casualties").stdout.split())
    assert "contesté" in shown
    assert "Maire d'Estra : 9 personnes (remplacé depuis)" in shown
    assert "Maire d'Estra : 12 personnes : « Douze personnes" in shown
    assert "Croix-Bleue : environ 30 personnes" in shown
    assert "Le Phare, 8 mai 2031" in shown
    assert "s'opposent" in shown
    assert "nombres inconciliables" in shown
    english = " ".join(look(path, "findings", "--type", "casualties", language="en").stdout.split())
    assert "clash" in english
    assert "counts that cannot both hold" in english
    assert "since replaced" in english


def test_findings_are_filtered_and_limited(made: Callable[[str], Path]) -> None:
    path = made("toll")
    every = rows(look(path, "findings", "--json"))
    assert every
    assert {r["verdict"] for r in rows(look(path, "findings", "--verdict", "contested", "--json"))} == {"contested"}
    assert rows(look(path, "findings", "--place", "Estra", "--json"))
    assert not look(path, "findings", "--place", "Morvac", "--json").stdout
    assert not look(path, "findings", "--actor", "estrange", "--json").stdout
    assert not look(path, "findings", "--until", "2031-05-01", "--json").stdout
    assert rows(look(path, "findings", "--since", "2031-05-06", "--until", "2031-05-06", "--json"))
    assert len(rows(look(path, "findings", "--limit", "1", "--json"))) == 1
    refused = CliRunner().invoke(program(FR), ["findings", str(path), "--verdict", "vrai"])
    assert refused.exit_code == 2


@pytest.mark.parametrize(
    ("saying", "words"),
    [
        ({"low": 6.0, "high": 6.0, "modifier": ">=", "unit": "morts"}, "au moins 6 morts"),
        ({"low": 30.0, "high": 30.0, "modifier": "~", "unit": "blessés"}, "environ 30 blessés"),
        ({"low": 40.0, "high": 50.0, "modifier": "range", "unit": "drones"}, "40 à 50 drones"),
        ({"low": 20.0, "high": None, "modifier": "=", "unit": None}, "20 ou plus"),
        ({"low": 18000.0, "high": 18000.0, "modifier": "=", "unit": "foyers"}, "18\u202f000 foyers"),
        ({"low": 2.5, "high": 2.5, "modifier": "<", "unit": "km"}, "moins de 2,5 km"),
    ],
)
def test_a_value_keeps_its_range_modifier_and_unit(
    made: Callable[[str], Path], saying: dict[str, object], words: str
) -> None:
    with open_dossier(made("toll")) as dossier:
        told = next(iter(views.findings(dossier))).sayings[0].told
    assert value(views.Saying(origin="x", told=told, counted=True, **saying), FR) == words  # type: ignore[arg-type]


def test_a_record_shows_its_finding_and_links(made: Callable[[str], Path]) -> None:
    path = made("toll")
    with open_dossier(path) as dossier:
        record = next(i for i, e in dossier.records(Event) if e.quantity and e.quantity.low == 9)
    shown = " ".join(look(path, "show", record).stdout.split())
    assert "La chose, d'après tous les textes" in shown
    assert "le plus récent remplace" in shown
    assert "« Neuf personnes ont été tuées" in shown
    assert "« Douze personnes ont été tuées" in shown
    (found,) = rows(look(path, "show", record, "--json"))
    assert found["finding"]
    assert found["links"]
    (finding,) = {r["id"] for r in rows(look(path, "findings", "--verdict", "contested", "--json"))}
    assert "contesté" in look(path, "show", str(finding)).stdout


def test_the_board_shows_who_moved_and_from_where(made: Callable[[str], Path]) -> None:
    path = made("talks")
    shown = " ".join(look(path, "board").stdout.split())
    assert "Sorélie (a changé) : accepte, 14 mai 2031" in shown
    assert "Sorélie, avant : refuse, 7 mai 2031" in shown
    assert "Norvend : soutient, 8 mai 2031" in shown
    found = rows(look(path, "board", "--issue", "cessez-le-feu", "--json"))
    assert len(found) == 1
    assert {c["party"] for c in found[0]["cells"]} == {"Sorélie", "Norvend"}  # type: ignore[attr-defined]
    only = rows(look(path, "board", "--party", "norvend", "--json"))
    assert {c["party"] for r in only for c in r["cells"]} == {"Norvend"}  # type: ignore[attr-defined]


def stance(party: str, words: str, day: int | None, side: str = "accepts", name: str = "") -> Claim:
    days = Days(f"2031-05-{day:02}", f"2031-05-{day:02}") if day else None
    key = name or f"{party}{words}{day}{side}"
    return Claim(
        id=key, document=key, type="position", subtype="", stance=side, status="happened", start=0, days=days,
        published=days, actors=(party,), words=tuple(words.split()),
    )  # fmt: skip


def test_issues_do_not_chain_and_do_not_join_by_the_names_of_parties() -> None:
    truce, plan = stance("a", "cessez pont", 1), stance("b", "pont route", 2)
    both = stance("c", "cessez pont route", 3)
    assert [len(g) for g in issues([truce, plan])] == [1, 1]
    assert [len(g) for g in issues([both, plan, truce])] == [2, 1]
    named = [stance("union rives", "union rives reunio", 1), stance("union rives", "union rives soutie", 2)]
    assert [len(g) for g in issues(named)] == [1, 1]


def test_an_undated_stance_is_never_the_one_before_nor_alone_the_present() -> None:
    early, late = stance("a", "cessez", 1, "rejects"), stance("a", "cessez", 9)
    undated = stance("a", "cessez", None, "silent")
    (found,) = standings([early, late, undated])
    assert found.history == (early,)
    assert set(found.present) == {late, undated}


def test_another_strike_is_told_apart_only_from_one_like_it() -> None:
    strike = Claim(
        id="a", document="d1", type="attack", subtype="", stance="", status="happened", start=0,
        days=Days("2031-05-06", "2031-05-06", own=True), published=None, words=("pont", "estra"),
    )  # fmt: skip
    other = msgspec.structs.replace(strike, id="b", start=90, document="d1", marked="other")
    assert [r.relation for r in thing_links([], {("a", "b"): compare(strike, other)}, str)] == ["distinct"]
    bare = msgspec.structs.replace(other, words=(), days=None)
    relation = compare(strike, bare)
    assert relation.kind == "distinct"  # never joined, not even by a third
    assert thing_links([], {("a", "b"): relation}, str) == []


def test_a_difference_uses_only_what_was_told_by_each_day(made: Callable[[str], Path]) -> None:
    path = made("toll")
    (found,) = rows(look(path, "diff", "2031-05-07", "2031-05-08", "--json"))
    (moved,) = [m for m in found["moved"] if m["after"]["type"] == "casualties"]  # type: ignore[attr-defined]
    assert moved["was"] == "single_source"
    assert moved["kinds"] == ["contested", "superseded"]
    (first,) = rows(look(path, "diff", "2031-05-01", "2031-05-07", "--json"))
    (new,) = [m for m in first["moved"] if m["after"]["type"] == "casualties"]  # type: ignore[attr-defined]
    assert (new["kinds"], new["was"], new["after"]["verdict"]) == (["new"], None, "single_source")
    assert len(new["after"]["sayings"]) == 1
    assert "Nouvellement contesté" in look(path, "diff", "2031-05-07", "2031-05-08").stdout
    assert rows(look(path, "diff", "2031-05-08", "2031-06-08", "--json"))[0]["moved"] == []
    turned = look(made("talks"), "diff", "2031-05-08", "2031-05-14").stdout
    assert "Position changée" in turned
    assert "avant : «" in turned.replace("\u00a0", " ")


def test_sources_show_who_relays_whom_and_who_was_first(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    words = "Neuf personnes ont été tuées mardi à Estra, a annoncé le maire d'Estra."
    build(path, {"La Vigie": article(7, words), "Le Phare": article(8, words + " Le Norvend rejette le plan.")})
    (found,) = rows(look(path, "sources", "--json"))
    outlets = {v["name"]: v for v in found["outlets"]}  # type: ignore[attr-defined]
    assert outlets["La Vigie"]["first"] == 1
    assert outlets["Le Phare"]["first"] == 0
    assert outlets["Le Phare"]["alone"] == 1
    assert outlets["Le Phare"]["after"] == [["La Vigie", 1]]
    shown = look(path, "sources").stdout
    assert "relaie : Maire d'Estra (1)" in shown
    assert "ne prouve pas une copie" in shown


def test_the_brief_stands_on_findings(made: Callable[[str], Path]) -> None:
    path = made("toll")
    shown = " ".join(look(path, "brief").stdout.split())
    contested = shown.split("Contesté (1)")[1].split("Sans réponse")[0]
    assert "Maire d'Estra : 12 personnes — « Douze personnes ont été tuées" in contested
    assert "Croix-Bleue : environ 30 personnes" in contested
    talks = " ".join(look(made("talks"), "brief").stdout.split())
    assert "Positions, et ce qui a bougé" in talks
    assert "Sorélie (a changé) : accepte" in talks
    promised = " ".join(look(made("promise"), "brief", "--until", "2031-05-21").stdout.split())
    assert "20 mai 2031, échu, suite inconnue" in promised
    assert "1 échéance passée sans suite connue" in promised
    for form in ("md", "html"):
        page = look(path, "brief", "--format", form).stdout
        assert "Douze personnes" in page
        assert "source-2" in page
    found = json.loads(look(path, "brief", "--format", "json").stdout)
    assert [s["heading"] for s in found["sections"]] == ["contested"]
    none = look(path, "brief", "--since", "2040-01-01").stdout
    assert "Douze personnes" not in none


def test_sources_show_which_text_copies_which(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    opening = (
        "Une maison de retraite a été détruite mardi à Estra par un tir venu de l'est, au moment où les pensionnaires "
        "prenaient leur repas dans la grande salle du rez-de-chaussée."
    )
    rest = "Les secours ont travaillé toute la soirée à la lumière des phares, et la route du port est restée coupée."
    build(path, {"La Vigie": article(7, f"{opening}\n\n{rest}"), "Le Phare": article(8, opening)})
    with open_dossier(path) as dossier:
        (copy,) = views.outlets(dossier).copies
    assert copy.kind == "cut"
    assert "les pensionnaires prenaient leur repas" in copy.passage
    assert "texte coupé" in look(path, "sources").stdout
    assert "cut:" in look(path, "sources", language="en").stdout


def test_every_document_is_in_one_story(made: Callable[[str], Path]) -> None:
    path = made("talks")
    found = rows(look(path, "stories", "--json"))
    assert sorted(n for s in found for n in s["documents"]) == [1, 2, 3]  # type: ignore[attr-defined]
    assert "document" in look(path, "stories").stdout
    assert "document" in look(path, "stories", language="en").stdout


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_reason_has_words(language: str) -> None:
    t = messages(language)
    others = {
        "count_later",
        "count_differs",
        "actor_differs",
        "unit",
        "scope",
        "period",
        "another",
        "left_held",
        "passage",
        "outcome",
    }
    for reason in (set(POINTS) - {"blame"}) | others:
        assert t.has(f"why.{reason}"), reason


def test_a_meeting_called_off_is_not_shown_as_planned(tmp_path: Path) -> None:
    build(tmp_path / "d.db", {"La Vigie": article(7, "La rencontre prévue mardi à Halde n'aura pas lieu.")})
    shown = look(tmp_path / "d.db", "findings").stdout
    assert "rencontre annulée" in shown
    assert "prévu ·" not in shown
    assert "(prévu" not in look(tmp_path / "d.db", "brief").stdout
