"""Feeds followed into a dossier: every entry once, whatever servers and feeds do."""

from __future__ import annotations

import math
import threading
import time
from pathlib import Path
from typing import Any

from recoupe.errors import FetchFailed
from recoupe.read.formats.feeds import SUMMARY
from recoupe.store import open_dossier
from recoupe.store.feeds import FeedTables
from tests.following import BODY, article, documents, follow, states
from tests.web import Item, Site, answer, feed, page, redirect, rss


def test_entries_are_read_from_their_pages_and_fall_back_to_what_the_feed_says(tmp_path: Path, site: Site) -> None:
    path = tmp_path / "d.db"
    long = "<p>" + "</p><p>".join([BODY[0], BODY[1]] * 6) + "</p>"
    items = [
        Item("Une page", site.url("/une"), "1", "Douze soldats.", day="Tue, 18 Mar 2025 23:30:00 -0400"),
        Item("Tout le texte", site.url("/tout"), "2", "Bref.", long),
        Item("Page absente", site.url("/absente"), "3", "La Velsanie <b>rejette</b> l'offre &amp; s'en va."),
        Item("Interdite", site.url("/prive/4"), "4", "La Borélie accepte."),
        Item("Sans lien", "", "5", "Les deux camps se taisent."),
        Item("Titre seul"),
    ]
    site.routes |= {
        "/f": lambda _: feed(items),
        "/une": article("Une page"),
        "/robots.txt": answer("User-agent: *\nDisallow: /prive"),
    }
    rounds, outcomes = follow(path, site.url("/f"))
    assert states(path) == {
        "Une page": "page",
        "Tout le texte": "feed",
        "Page absente": "summary",
        "Interdite": "summary",
        "Sans lien": "summary",
        "Titre seul": "summary",
    }
    assert [o.status for o in outcomes] == ["added"] * 6
    found = {d.text.split("\n")[0]: d for d in documents(path).values()}
    assert found["Une page"].date == "2025-03-18"
    assert found["Une page"].reader.startswith("page@")
    assert "rejette l'offre & s'en va." in found["Page absente"].text
    assert found["Page absente"].reader == SUMMARY
    assert {d.outlet for d in found.values()} == {"Le Fil de Pelvenza"}
    assert {a.rpartition("/")[2]: e.code for r in rounds for a, e in r.failed if isinstance(e, FetchFailed)} == {
        "absente": "status",
        "4": "robots",
    }
    assert "/tout" not in site.paths()
    assert "/prive/4" not in site.paths()
    # nothing is new: a conditional request would do, and no page is asked again
    before = len(site.asked)
    assert not follow(path, every=0.0)[1]
    assert site.paths()[before - 1 :] == ["/f"]


def test_a_feed_that_did_not_change_is_not_sent_again(tmp_path: Path, site: Site) -> None:
    def reply(request: Any) -> bytes:
        if request.headers.get("if-none-match") == '"v1"' and request.headers.get("if-modified-since"):
            return answer(status="304 Not Modified")
        return feed([Item("Une page", site.url("/une"))], etag='"v1"', last_modified="Tue, 18 Mar 2031 10:00:00 GMT")

    site.routes |= {"/f": reply, "/une": article("Une page")}
    follow(tmp_path / "d.db", site.url("/f"), every=0.0)
    rounds, outcomes = follow(tmp_path / "d.db", every=0.0)
    assert not outcomes
    assert [(r.asked, r.unchanged) for r in rounds] == [(1, 1)]
    assert site.paths() == ["/f", "/une", "/f"]


def test_a_feed_that_broke_off_is_asked_for_whole_again(tmp_path: Path, site: Site) -> None:
    whole = rss([Item("Une", site.url("/a"), "1"), Item("Deux", site.url("/b"), "2")])
    site.routes |= {"/a": article("Une"), "/b": article("Deux", 3), "/f": answer(whole[:-80], etag='"v1"')}
    follow(tmp_path / "d.db", site.url("/f"), every=0.0)
    assert states(tmp_path / "d.db") == {"Une": "page"}
    site.routes["/f"] = lambda r: answer(whole, etag='"v1"') if "if-none-match" not in r.headers else b""
    follow(tmp_path / "d.db", every=0.0)
    assert states(tmp_path / "d.db") == {"Une": "page", "Deux": "page"}


def test_an_entry_that_is_said_to_change_and_does_not_is_asked_ever_less(tmp_path: Path, site: Site) -> None:
    path, count = tmp_path / "d.db", iter(range(1000))
    site.routes |= {
        "/f": lambda _: feed([Item("Une page", site.url("/a"), "1", f"version {next(count)}")]),
        "/a": article("Une page"),
    }
    follow(path, site.url("/f"), every=0.1, seconds=4)
    assert len(documents(path)) == 1
    asked = site.paths()
    assert asked.count("/a") <= 2 + math.log2(asked.count("/f"))  # after one round, two, four, eight…


def test_one_page_in_two_feeds_is_read_once_and_pages_with_trackers_are_one(tmp_path: Path, site: Site) -> None:
    path = tmp_path / "d.db"
    site.routes |= {
        "/f": feed([Item("Une page", site.url("/a"), "1")]),
        "/g": feed([Item("Une page", site.url("/a?utm_source=rss"), "9"), Item("Une page", site.url("/a"), "8")]),
        "/a": article("Une page"),
    }
    follow(path, site.url("/f"))
    follow(path, site.url("/g"))
    assert len(documents(path)) == 1
    assert site.paths() == ["/f", "/a", "/g", "/a?utm_source=rss"]


def test_withdrawn_articles_do_not_become_the_front_page(tmp_path: Path, site: Site) -> None:
    site.routes |= {
        "/f": feed([Item("Retiré", site.url("/a"), "1", "Ce que disait le flux.")]),
        "/a": redirect("/"),
        "/": article("La une"),
    }
    follow(tmp_path / "d.db", site.url("/f"))
    assert [d.text for d in documents(tmp_path / "d.db").values()] == ["Retiré\n\nCe que disait le flux."]


def test_a_page_cannot_speak_for_another_site(tmp_path: Path, site: Site) -> None:
    with Site("127.0.0.32", {"/vrai": article("Le vrai")}) as other:
        false = page("Le faux", *BODY, head=f'<link rel="canonical" href="{other.url("/vrai")}">')
        site.routes |= {
            "/faux": answer(false),
            "/f": feed([Item("V", other.url("/vrai")), Item("F", site.url("/faux"))]),
        }
        follow(tmp_path / "d.db", site.url("/f"))
    assert len(documents(tmp_path / "d.db")) == 2


def test_pages_that_fail_for_now_are_asked_again_then_the_feed_stands_for_them(tmp_path: Path, site: Site) -> None:
    path, tries = tmp_path / "d.db", {"/lent": 0, "/jamais": 0}

    def later(_: Any) -> bytes:
        tries["/lent"] += 1
        return article("Enfin là") if tries["/lent"] > 1 else answer("", "502 Bad Gateway")

    site.routes |= {
        "/f": feed(
            [Item("Enfin", site.url("/lent"), "1", "x"), Item("Jamais", site.url("/jamais"), "2", "Un résumé.")]
        ),
        "/lent": later,
        "/jamais": lambda _: answer("", "500 Oops"),
    }
    rounds, _ = follow(path, site.url("/f"), every=0.3, seconds=4)
    assert states(path) == {"Enfin": "page", "Jamais": "summary"}
    assert site.paths().count("/jamais") == 3
    assert len(documents(path)) == 2
    assert rounds[-1].waiting == 0


def test_one_bad_feed_does_not_keep_the_others(tmp_path: Path, site: Site) -> None:
    path = tmp_path / "d.db"
    site.routes |= {"/f": feed([Item("Une page", site.url("/a"), "1")]), "/a": article("Une page"), "/x": answer("non")}
    addresses = ("http://127.0.0.33:50998/f", site.url("/x"), site.url("/404"), "http://nulle-part.invalid/f")
    rounds, _ = follow(path, *addresses, site.url("/f"))
    assert sum(r.new for r in rounds) == 1
    codes = {a: e.code for r in rounds for a, e in r.failed if isinstance(e, FetchFailed)}
    assert codes == dict(zip(addresses, ("refused", "feed", "status", "unknown"), strict=True))
    with open_dossier(path) as dossier:
        assert {f.failures for f in FeedTables(dossier).feeds() if f.address in addresses} == {1}


def test_another_writer_can_write_between_rounds(tmp_path: Path, site: Site) -> None:
    path = tmp_path / "d.db"
    site.routes |= {"/f": feed([Item(f"Page {i}", site.url(f"/{i}"), str(i)) for i in range(6)])}
    site.routes |= {f"/{i}": article(f"Page {i}", i + 2) for i in range(6)}
    got: list[bool] = []

    def write_now_and_then() -> None:
        for _ in range(30):
            try:
                with open_dossier(path, write=True) as dossier:
                    dossier.configure(f"[dossier]\n# {time.time()}\n")
                    time.sleep(0.02)
                got.append(True)
            except Exception:  # noqa: BLE001 - locked, this time
                got.append(False)
            time.sleep(0.1)

    thread = threading.Thread(target=write_now_and_then)
    thread.start()
    follow(path, site.url("/f"), seconds=5, every=0.5)
    thread.join()
    assert sum(got) > 10
    assert len(documents(path)) == 6
