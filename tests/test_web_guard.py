"""What guards the page: hosts, the token, headers, paths, and that no text of an article becomes markup."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from recoupe.web import create_app
from recoupe.web.app import STATIC
from recoupe.web.pages import PAGES
from tests.hostile import NAME, OUTLET, SCRIPT, hostile_dossier
from tests.markup import HERE, parsed


@pytest.fixture(scope="module")
def client(sample_dossier: Path) -> Iterator[TestClient]:
    with TestClient(create_app(sample_dossier), base_url=HERE) as made:
        yield made


def test_headers_forbid_what_a_page_does_not_need(client: TestClient) -> None:
    for address in ("/", "/static/recoupe.css", "/nothing"):
        headers = client.get(address).headers
        policy = headers["content-security-policy"]
        assert policy.startswith("default-src 'none'")
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8031", "127.0.0.1:9", "127.0.0.1", "", "[::2]:8031"])
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8031", "127.0.0.1:8031", "[::1]:8031", "LOCALHOST:8031"])
def test_our_own_names_are_known(client: TestClient, host: str) -> None:
    assert client.get("/search", headers={"host": host}).status_code == 200


def test_addresses_are_known_where_we_listen_on_all(sample_dossier: Path) -> None:
    with TestClient(create_app(sample_dossier, addresses=True, token="t"), base_url=HERE) as client:
        assert client.get("/", headers={"host": "192.0.2.7:8031"}).status_code == 403
        assert client.get("/", headers={"host": "evil.example:8031"}).status_code == 421


def test_a_token_is_asked_for_once(sample_dossier: Path) -> None:
    app = create_app(sample_dossier, token="secret-token")
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        assert client.get("/").status_code == 403
        assert client.get("/static/recoupe.css").status_code == 403
        assert client.get("/?token=wrong").status_code == 403
        answer = client.get("/findings?token=secret-token&type=attack")
        assert (answer.status_code, answer.headers["location"]) == (303, "/findings?type=attack")
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert client.get("/findings").status_code == 200
    with TestClient(app, base_url=HERE, follow_redirects=False) as client:
        answer = client.get(f"{HERE}//evil.example?token=secret-token")
        assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_no_path_reaches_the_file_system(client: TestClient) -> None:
    for name in ("../app.py", "..%2fapp.py", "%2e%2e/app.py", "/etc/passwd", "htmx.LICENSE.txt", "."):
        assert client.get(f"/static/{name}").status_code == 404, name
    assert {client.get(f"/static/{name}").status_code for name in STATIC} == {200}


def test_a_hostile_article_stays_text(tmp_path: Path) -> None:
    own = hostile_dossier(tmp_path / "d.db")
    with TestClient(create_app(tmp_path / "d.db"), base_url=HERE) as client:
        for address in (*(p.path for p in PAGES if "{" not in p.path), f"/documents/{own}", "/search?q=trêve"):
            answer = client.get(address, params={"x": SCRIPT, "q": SCRIPT} if address == "/search" else None)
            page = parsed(answer.text)
            drawn = {"svg"} if address in ("/timeline", "/figures", "/map") else set()
            assert page.tags.isdisjoint({"img", "svg", "base"} - drawn), address
            assert SCRIPT not in answer.text
            assert not any(a.startswith("on") for a in page.attributes)
            assert all(link.startswith(("/", "#")) for link in page.links)
            assert not set("\x00\u202e\u202c\u2028") & set(answer.text)
        article = client.get(f"/documents/{own}").text
        for shown in ("&lt;script&gt;", "␀", "{{ 7 * 7 }}", "\ufffd", NAME.replace("'", "&#39;")):
            assert shown in article, shown
        assert OUTLET not in article


def test_serving_tells_what_it_does_and_what_it_cannot(sample_dossier: Path) -> None:
    command = [sys.executable, "-m", "recoupe.cli", "serve", str(sample_dossier), "--lang", "fr"]
    with subprocess.Popen([*command, "--port", "0", "--host", "0.0.0.0"], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        found = re.search(r"http://\S+?:(\d+)/\?token=(\S+)", server.stdout.readline())
        assert found is not None
        assert len(found[2]) >= 32
        taken = subprocess.run([*command, "--port", found[1], "--host", "0.0.0.0"], capture_output=True, text=True)
        server.terminate()
    assert taken.returncode == 1
    assert f"le port {found[1]} est déjà pris" in taken.stderr
    missing = subprocess.run([*command[:4], "nowhere.db", "--port", "0"], capture_output=True, text=True)
    assert missing.returncode == 1
    assert "nowhere.db" in missing.stderr
