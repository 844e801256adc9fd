"""The page without a browser: what each view shows, what is not understood, and many readers at once."""

from __future__ import annotations

import itertools
import re
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from recoupe.messages import messages
from recoupe.pipeline import Item, run
from recoupe.records import Finding
from recoupe.store import open_dossier
from recoupe.web import create_app
from recoupe.web.pages import PAGES
from recoupe.web.readers import Readers
from tests.following import saved
from tests.hostile import hostile_dossier
from tests.markup import HERE, parsed


@pytest.fixture(scope="module")
def client(sample_dossier: Path) -> Iterator[TestClient]:
    with TestClient(create_app(sample_dossier), base_url=HERE) as made:
        yield made


def addresses(path: Path) -> list[str]:
    """An address of each page of the table, all documents and findings among them."""
    db = sqlite3.connect(path)
    every = [p.path for p in PAGES if "{" not in p.path and "GET" in p.methods]
    every += [f"/documents/{i}" for (i,) in db.execute("SELECT document FROM shelf")]
    every += [f"/findings/{i}" for (i,) in db.execute("SELECT finding FROM digest LIMIT 30")]
    every += [f"/documents/{d}?record={r}" for r, d in db.execute("SELECT record, document FROM line LIMIT 40")]
    every += [f"/documents/{a}/compare/{b}" for a, b in db.execute("SELECT a, b FROM copy")]
    db.close()
    return every


def test_every_page_is_whole_in_both_languages(client: TestClient, sample_dossier: Path) -> None:
    seen = set()
    for address in addresses(sample_dossier):
        for language in ("fr", "en"):
            answer = client.get(address, headers={"accept-language": language})
            assert answer.status_code == 200, address
            page = parsed(answer.text)
            assert f'<html lang="{language}"' in answer.text
            assert not {a for a in page.attributes if a.startswith("on") or a == "style"}
            assert "style" not in page.tags
            seen |= {link.split("#")[0] for link in page.links}
    assert all(link.startswith("/") for link in seen - {""}), "every address is our own"
    inside = sorted({link for link in seen if re.fullmatch(r"/(documents|findings)/[0-9a-f]{16}", link)})
    assert len(inside) > 40
    assert {client.get(link).status_code for link in inside} == {200}


def test_the_brief_leads_from_a_line_to_its_sentence(client: TestClient) -> None:
    text = client.get("/").text
    assert "Au moins six personnes ont été tuées et 27 blessées à Castrelle" in text
    found = re.search(r'href="(/documents/\w+\?record=\w+)#(e-\d+)"><mark>passé à sept morts', text)
    assert found is not None
    article = client.get(found[1]).text
    words = article[article.index(f'id="{found[2]}"></span>') :]
    assert "".join(re.findall(r"<mark>(.*?)</mark>", words[: words.index("</p>")])) == "passé à sept morts"
    # beside it, what the others say of the same
    panel = article[article.index('<aside class="panel"') :]
    assert "gouverneur de la province de Castrelle" in panel
    assert "Autorités velsaniennes" in panel


def test_a_page_of_the_brief_holds_what_its_dates_say(client: TestClient) -> None:
    assert "Rien entre ces dates." in client.get("/?since=2040-01-01").text
    some = client.get("/?since=2031-03-20&until=2031-03-22").text
    assert '<details class="line"' in some
    lines = re.sub(r"<[^>]*>", "", some)
    assert "échanges" in lines
    assert not [told for told in ("Castrelle", "203 drones", "37 drones") if told in lines]


def test_findings_are_narrowed_by_each_field(client: TestClient) -> None:
    counts = {}
    for query in (
        "",
        "verdict=contested",
        "type=casualties",
        "place=Castrelle",
        "speaker=Irvan+Pelk",
        "heading=denied",
    ):
        text = client.get(f"/findings?{query}").text
        counts[query] = text.count('<details class="line"')
    assert counts[""] == 25  # a page
    assert counts["verdict=contested"] == 1
    assert all(0 < n < 25 for query, n in counts.items() if query)
    both = client.get("/findings?type=casualties&verdict=corroborated").text
    assert both.count('<details class="line"') == 1


def test_lists_go_on_page_by_page(client: TestClient, sample_dossier: Path) -> None:
    with open_dossier(sample_dossier) as dossier:
        known = {i for i, _ in dossier.records(Finding)}
    ids: list[str] = []
    pages = -(-len(known) // 25)
    for page in range(1, pages + 1):
        text = client.get(f"/findings?page={page}").text
        ids += re.findall(r'<p class="more"><a href="/findings/(\w+)"', text)
        assert ('rel="next"' in text) == (page < pages)
    assert len(ids) == len(known)
    assert set(ids) == known


def test_a_finding_gives_each_claimant_and_the_reasons(client: TestClient, sample_dossier: Path) -> None:
    db = sqlite3.connect(sample_dossier)
    own = db.execute("SELECT finding FROM digest WHERE verdict = 'contested'").fetchone()[0]
    text = client.get(f"/findings/{own}").text
    db.close()
    assert "Ministère drasmorien de la Défense" in text
    assert "Tomel Varsade" in text
    assert "auteurs différents" in text
    assert "Agence télégraphique de Pelvenza (ATP)</bdi><span" in text  # who relays whom


def test_the_board_is_a_matrix(client: TestClient) -> None:
    text = client.get("/board").text
    assert re.search(r"<th scope=\"col\"><bdi>Velsanie</bdi></th>", text)
    assert 'class="chip stance rejects"' in text
    assert "échu, suite inconnue" in text
    narrowed = client.get("/board?issue=observateurs").text
    assert "que des observateurs soient déployés" in narrowed
    assert "un siège à la table" not in narrowed
    early = client.get("/board?as_of=2031-03-05").text
    assert early.count("échu, suite inconnue") < text.count("échu, suite inconnue")


def test_sources_tell_who_repeats_whom(client: TestClient) -> None:
    text = client.get("/sources").text
    assert "texte coupé" in text
    assert "Le Fil des Deux-Mers" in text
    assert "Hedvan Orlusk" in text


def test_copies_are_folded_and_compared(client: TestClient) -> None:
    listed = client.get("/documents").text
    assert listed.count("<tr>") == 1 + 18  # the heading, and 19 documents of which one is a copy
    assert "1 copie" in listed
    lead = re.search(r"/documents\?copies=(\w+)", listed)
    assert lead is not None
    assert client.get(lead[0]).text.count("<tr>") == 2
    pair = re.search(r'"(/documents/\w+/compare/\w+)"', client.get("/sources").text)
    assert pair is not None
    assert "<mark>Onze personnes ont été tuées" in client.get(pair[1]).text.replace("\n", " ")


def test_searching_folds_accents_and_narrows(client: TestClient) -> None:
    text = client.get("/search", params={"q": "TREVE"}).text
    assert "<mark>trêve</mark>" in text
    assert text.count('class="hit"') == 12
    assert client.get("/search", params={"q": "trêve", "act": "reject"}).text.count('class="hit"') == 2
    assert client.get("/search", params={"verdict": "contested"}).text.count('class="hit"') >= 2
    assert "aucun mot à chercher" in client.get("/search", params={"q": "-"}).text
    assert client.get("/search", params={"q": '"; DROP TABLE line --'}).status_code == 200


def test_documents_are_listed_by_story(client: TestClient) -> None:
    found = re.findall(r"/documents\?story=(\w+)", client.get("/documents").text)
    assert found
    some = client.get(f"/documents?story={found[0]}").text
    assert some.count("<tr>") == 1 + found.count(found[0])
    assert client.get("/documents?story=none").text.count("<tr>") == 0


def test_kinds_are_shown_as_asked(client: TestClient, sample_dossier: Path) -> None:
    db = sqlite3.connect(sample_dossier)
    own = db.execute("SELECT document FROM shelf ORDER BY records DESC").fetchone()[0]
    db.close()
    shown = client.get(f"/documents/{own}").text
    assert 'class="k k-event' in shown
    some = client.get(f"/documents/{own}?kinds=place").text
    article = some[some.index("<article") : some.index("</article>")]
    assert "k-place" in article
    assert "k-event" not in article
    none = client.get(f"/documents/{own}?kinds=none").text
    assert 'class="k ' not in none[none.index("<article") : none.index("</article>")]


def test_what_is_not_understood_is_said(client: TestClient) -> None:
    for address in ("/?since=hier", "/findings?verdict=true", "/documents/x?kinds=all"):
        answer = client.get(address)
        assert answer.status_code in (400, 404), address
        parsed(answer.text)
    assert client.get("/documents/0000000000000000").status_code == 404
    assert client.get("/nothing").status_code == 404


def test_language_and_theme_are_kept(sample_dossier: Path) -> None:
    with TestClient(create_app(sample_dossier), base_url=HERE) as client:
        assert 'lang="en"' in client.get("/?lang=en").text
        assert 'lang="en"' in client.get("/findings", headers={"accept-language": "fr"}).text
        assert 'data-theme="dark"' in client.get("/board?theme=dark").text
        assert 'data-theme="dark"' in client.get("/").text
        assert "data-theme" not in client.get("/?theme=auto").text
    with TestClient(create_app(sample_dossier, language="en"), base_url=HERE) as client:
        assert 'lang="en"' in client.get("/", headers={"accept-language": "fr"}).text


def test_a_reader_sees_what_another_process_writes(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    hostile_dossier(path)
    readers = Readers(path)
    before = readers.stamp()
    made = itertools.count(1)
    assert readers.kept(before, "n", lambda: next(made)) == 1
    assert readers.kept(before, "n", lambda: next(made)) == 1
    db = sqlite3.connect(path)
    db.execute("INSERT OR REPLACE INTO meta VALUES ('config', '# x')")
    db.commit()
    db.close()
    assert readers.stamp() != before
    assert readers.kept(readers.stamp(), "n", lambda: next(made)) == 2
    with readers.reading() as dossier:
        assert dossier.config == "# x"
    readers.close()


def test_a_damaged_dossier_is_said(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    hostile_dossier(path)
    with TestClient(create_app(path), base_url=HERE) as client:
        assert client.get("/documents").status_code == 200
        db = sqlite3.connect(path)
        db.execute("DROP TABLE shelf")
        db.commit()
        db.close()
        answer = client.get("/documents")
        assert answer.status_code == 503
        parsed(answer.text)
        assert "d.db : ne peut pas être lu" in answer.text


def test_many_readers_at_once(client: TestClient) -> None:
    seen: list[int] = []

    def read() -> None:
        seen.extend(client.get(a).status_code for a in ("/", "/search?q=trêve", "/board", "/documents"))

    threads = [threading.Thread(target=read) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [200] * 48


def test_words_of_the_page_stand_in_both_languages() -> None:
    both = [{k for k in messages(x).every_key() if k.startswith(("web.", "mask.", "serve."))} for x in ("fr", "en")]
    assert both[0] == both[1]


def test_a_text_that_was_replaced_is_told_of_by_its_own_address_alone(tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    for i, (text, day) in enumerate((("La trêve tient à Estra.", "2031-03-02"), ("Tout brûle à Estra.", "2031-03-03"))):
        with open_dossier(path, write=True) as dossier:
            list(run([Item(f"{i}.html", data=saved(text, day))], dossier))
    with open_dossier(path) as dossier:
        (old,) = dossier.retired()
        (new,) = (i for i, _ in dossier.documents() if i != old)
    with TestClient(create_app(path), base_url=HERE) as client:
        assert f"/documents/{old}" not in client.get("/documents").text
        assert f"/documents/{new}" in client.get("/documents").text
        assert client.get("/search", params={"q": "tient"}).text.count('class="hit"') == 0
        assert f'href="/documents/{new}"' in client.get(f"/documents/{old}").text
        assert f'href="/documents/{old}"' in client.get(f"/documents/{new}").text


def test_a_page_is_kept_for_readers_of_one_look_until_the_dossier_changes(sample_dossier: Path, tmp_path: Path) -> None:
    path = tmp_path / "d.db"
    path.write_bytes(sample_dossier.read_bytes())
    with TestClient(create_app(path), base_url=HERE) as client:
        looks = [{"accept-language": "fr"}, {"accept-language": "en"}, {"accept-language": "fr", "hx-request": "true"}]
        looks.append({"accept-language": "fr", "cookie": "theme=dark"})
        before = [client.get("/", headers=look).text for look in looks]
        assert len(set(before)) == len(looks)
        assert [client.get("/", headers=look).text for look in looks] == before
        assert "set-cookie" in client.get("/?theme=dark").headers
        assert "set-cookie" not in client.get("/", headers={"cookie": "theme=dark"}).headers
        with open_dossier(path, write=True) as dossier:
            list(run([Item("x.txt", data=b"La Velsanie accepte la trave.\n")], dossier, workers=1))
        after = [client.get("/", headers=look).text for look in looks]
        assert all(a != b for a, b in zip(before, after, strict=True))
