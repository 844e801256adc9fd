"""Judging in the page, without a browser: what a form may do, what is refused and why, what the strip tells."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from recoupe.records import Judgement
from recoupe.store import judge, open_dossier, open_for_review
from recoupe.store.rulings import standing
from recoupe.web import create_app
from tests.dossiers import build, only
from tests.test_judgements import CLASH, toll

HOST = "http://127.0.0.1:8031"
SAME = {"sec-fetch-site": "same-origin", "origin": HOST}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    build(tmp_path / "d.db", CLASH)
    return tmp_path / "d.db"


@pytest.fixture
def client(path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(path), base_url=HOST) as client:
        yield client


def form(client: TestClient, address: str) -> dict[str, str]:
    """The hidden fields of the first form of a page that judges."""
    text = client.get(address).text
    inner = re.search(r'<form class="decide".*?</form>', text, re.S)
    assert inner, text
    fields = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', inner[0])
    return {name: value.replace("&gt;", ">").replace("&amp;", "&") for name, value in fields}


def given(path: Path) -> list[Judgement]:
    with open_dossier(path) as dossier:
        return sorted((j for _, j in dossier.records(Judgement)), key=lambda j: j.at)


def test_a_record_is_judged_corrected_and_taken_back(client: TestClient, path: Path) -> None:
    record = toll(path, 30)
    fields = form(client, f"/review/{record}") | {"by": "Ada", "note": "autre ville", "decision": "reject"}
    answer = client.post(f"/review/{record}", data=fields, headers=SAME, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/review/{record}")
    assert only(path, "casualties").verdict == "single_source"
    page = client.get(f"/review/{record}").text
    for words in ("rejeté", "Ada", "autre ville", "vaut"):
        assert words in page
    # the name is kept; only what was changed is corrected
    fields = form(client, f"/review/{record}")
    assert fields["was-quantity"] == "30 civils"
    fields |= {"decision": "correct", "f-quantity": ">=12", "f-status": fields["was-status"]}
    assert client.post(f"/review/{record}", data=fields, headers=SAME).status_code == 200
    assert [(j.decision, j.field, j.by) for j in given(path)] == [("reject", "", "Ada"), ("correct", "quantity", "Ada")]
    assert "&gt;=12" in client.get(f"/review/{record}").text
    for _ in range(2):
        fields = form(client, f"/review/{record}") | {"decision": "undo"}
        assert client.post(f"/review/{record}", data=fields, headers=SAME).status_code == 200
    assert only(path, "casualties").verdict == "contested"
    with open_dossier(path) as dossier:
        assert {s.state for s in standing(dossier, [j.id for j in given(path)]).values()} == {"undone"}


def test_the_queue_goes_on_to_the_next_and_takes_the_last_back(client: TestClient, path: Path) -> None:
    page = client.get("/review").text
    assert "contesté" in page
    fields = form(client, "/review") | {"by": "Ada", "decision": "accept"}
    finding = only(path, "casualties").id
    answer = client.post(f"/review/{finding}", data=fields, headers=SAME, follow_redirects=False)
    own = given(path)[0].id
    assert answer.headers["location"] == f"/review?done={own}"
    page = client.get(answer.headers["location"]).text
    assert finding not in page.split('class="done"')[1].split("</form>")[1]
    back = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', page.split('class="done"')[1].split("</form>")[0]))
    assert back["judgement"] == own
    client.post(f"/review/{finding}", data=back, headers=SAME)
    with open_dossier(path) as dossier:
        assert standing(dossier, [own])[own].state == "undone"
    assert finding in client.get("/review").text
    assert client.get("/review?why=stale").status_code == 200


@pytest.mark.parametrize(
    ("headers", "change"),
    [
        ({"origin": "http://127.0.0.1:9999"}, {}),  # another port of this machine
        ({"origin": "https://exemple.invalid"}, {}),
        ({"origin": "null"}, {}),
        ({"sec-fetch-site": "cross-site"}, {}),
        ({"sec-fetch-site": "same-site"}, {}),
        ({}, {"token": ""}),
        ({}, {"token": "0" * 64}),
        ({}, {"token": "é"}),
    ],
)
def test_a_forged_form_changes_nothing(
    client: TestClient, path: Path, headers: dict[str, str], change: dict[str, str]
) -> None:
    record = toll(path, 30)
    fields = form(client, f"/review/{record}") | {"by": "Ada", "decision": "reject"} | change
    answer = client.post(f"/review/{record}", data=fields, headers=headers)
    assert answer.status_code == 403
    assert "ne vient pas de cette page" in answer.text
    assert given(path) == []


def test_a_token_is_worth_nothing_with_another_cookie_or_in_another_server(client: TestClient, path: Path) -> None:
    record = toll(path, 30)
    fields = form(client, f"/review/{record}") | {"by": "Ada", "decision": "reject"}
    with TestClient(create_app(path), base_url=HOST) as other:
        assert other.post(f"/review/{record}", data=fields, headers=SAME).status_code == 403
        other.cookies.set("recoupe-form-8031", client.cookies["recoupe-form-8031"])
        assert other.post(f"/review/{record}", data=fields, headers=SAME).status_code == 403
    client.cookies.clear()
    planted = SAME | {"cookie": "recoupe-form-8031=planted"}
    assert client.post(f"/review/{record}", data=fields, headers=planted).status_code == 403
    assert given(path) == []


def test_the_cookies_are_for_this_site_and_no_script(client: TestClient, path: Path) -> None:
    record = toll(path, 30)
    answer = client.get(f"/review/{record}")
    fields = form(client, f"/review/{record}") | {"by": "Ada", "decision": "accept"}
    judged = client.post(f"/review/{record}", data=fields, headers=SAME, follow_redirects=False)
    for cookie in (answer.headers["set-cookie"], judged.headers["set-cookie"]):
        assert "HttpOnly" in cookie
        assert "samesite=strict" in cookie.lower()
    assert client.get(f"/review/{record}", headers={"accept-language": "en"}).text.count("Ada") >= 2


def test_what_changed_meanwhile_is_refused_with_a_reason(client: TestClient, path: Path) -> None:
    record = toll(path, 30)
    fields = form(client, f"/review/{record}") | {"by": "Ada", "decision": "accept"}
    with open_for_review(path) as dossier:
        judge(dossier, record, "reject", by="Ben")
    answer = client.post(f"/review/{record}", data=fields, headers=SAME)
    assert answer.status_code == 409
    assert "ont changé depuis" in answer.text
    assert [j.by for j in given(path)] == ["Ben"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"by": ""}, "qui juge"),
        ({"decision": "correct", "f-quantity": "beaucoup"}, "pas une valeur possible"),
        ({"decision": "correct"}, "rien n&#39;a été changé"),
        ({"decision": "undo"}, "aucun jugement"),
        ({"decision": "delete"}, "décision inconnue"),
        ({"decision": "undo", "judgement": "ffff"}, "ffff"),
    ],
)
def test_what_is_not_understood_is_said(client: TestClient, path: Path, change: dict[str, str], said: str) -> None:
    record = toll(path, 30)
    fields = form(client, f"/review/{record}") | {"by": "Ada", "decision": "accept"} | change
    answer = client.post(f"/review/{record}", data=fields, headers=SAME)
    assert answer.status_code in (404, 409)
    assert said in answer.text
    assert given(path) == []


def test_a_form_goes_back_within_the_site_alone(client: TestClient, path: Path) -> None:
    record = toll(path, 30)
    own = f"/review/{record}"
    kept = ("/findings?verdict=contested",) * 2
    for after, to in (kept, ("//exemple.invalid", own), ("https://exemple.invalid", own), ("/\\exemple", own)):
        fields = form(client, f"/review/{record}") | {"by": "Ada", "decision": "accept", "after": after}
        answer = client.post(f"/review/{record}", data=fields, headers=SAME, follow_redirects=False)
        assert answer.headers["location"] == to


def test_what_is_judged_says_so_everywhere(client: TestClient, path: Path) -> None:
    record, finding = toll(path, 30), only(path, "casualties").id
    fields = form(client, f"/review/{record}") | {"by": "<b>Ada</b>", "decision": "correct", "f-quantity": "31"}
    assert client.post(f"/review/{record}", data=fields, headers=SAME).status_code == 200
    for address in (f"/findings/{finding}", "/", f"/review/{record}"):
        text = client.get(address).text
        assert "30 civils → 31" in text, address
        assert "<b>Ada" not in text
        assert "&lt;b&gt;Ada&lt;/b&gt;" in text, address
    with open_dossier(path) as dossier:
        document = dossier.ask("SELECT document FROM event WHERE id = ?", (record,))[0][0]
    assert f"/review/{record}" in client.get(f"/documents/{document}?record={record}").text


def test_the_strip_tells_of_a_run_and_of_what_it_brought(client: TestClient, path: Path) -> None:
    page = client.get("/").text
    since = re.search(r'hx-get="/live\?since=([\d.]+)" hx-trigger="every 30s"', page)
    assert since, page[:2000]
    part = {"hx-request": "true"}
    assert client.get(f"/live?since={since[1]}", headers=part).status_code == 204
    db = sqlite3.connect(path)
    import os

    from recoupe.store.runs import _here

    row = (os.getpid(), _here())
    db.execute("INSERT INTO run VALUES (99, '', ?, ?, 500, 120, 1, 'a.txt', 'reading', '', NULL)", row)
    db.commit()
    told = client.get(f"/live?since={since[1]}", headers=part).text
    assert "Lecture : 120 / 500" in told
    assert "1 échec" in told
    assert 'hx-trigger="every 2s"' in told
    assert "<html" not in told
    build(path, {"Le Cap": "Nouvelles\n\nPublié le 8 mai 2031\n\nUne maison a été détruite mardi à Morvac."})
    told = client.get(f"/live?since={since[1]}", headers=part).text
    assert "1 texte arrivé" in told
    assert "actualiser" in told
    db.execute("INSERT INTO run VALUES (199, '', 999999999, ?, 500, 120, 0, '', 'reading', '', NULL)", row[1:])
    db.commit()
    db.close()
    told = client.get("/live?since=abc", headers=part).text
    assert "s&#39;est interrompue à 120 / 500" in told
    assert 'hx-trigger="every 30s"' in told


def test_search_divides_what_is_judged_from_what_is_not(client: TestClient, path: Path) -> None:
    record = toll(path, 30)
    with open_for_review(path) as dossier:
        judge(dossier, record, "accept", by="Ada")

    def found(query: str) -> list[str]:
        return re.findall(r'class="chip" href="/documents/\w+\?record=(\w+)', client.get(f"/search?{query}").text)

    assert found("reviewed=yes") == [record]
    assert record not in found("reviewed=no")
    assert found("reviewed=no")
    assert found("q=civils&reviewed=yes&type=casualties") == [record]


def test_a_link_is_judged_and_taken_back_though_another_stands_in_its_place(client: TestClient, path: Path) -> None:
    with open_dossier(path) as dossier:
        (link,) = dossier.ask("SELECT id FROM link WHERE relation = 'contradicts'")[0]
    fields = form(client, f"/review/{link}") | {"by": "Ada", "decision": "reject"}
    assert client.post(f"/review/{link}", data=fields, headers=SAME).status_code == 200
    with open_dossier(path) as dossier:
        assert dossier.ask("SELECT relation FROM link WHERE relation IN ('contradicts', 'distinct')") == [("distinct",)]
    assert "deux choses" in client.get(f"/review/{link}").text
    fields = form(client, f"/review/{link}") | {"decision": "undo"}
    assert client.post(f"/review/{link}", data=fields, headers=SAME).status_code == 200
    assert only(path, "casualties").verdict == "contested"
