"""Feeds followed into a dossier: every entry once, changes as versions, whatever servers and feeds do."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from recoupe.errors import FetchFailed, UnreadableFile
from recoupe.fetch import Client, Limits
from recoupe.pipeline.feed import Outcome
from recoupe.read.formats.feeds import SUMMARY, Entry
from recoupe.records import Document
from recoupe.store import open_dossier, verify
from recoupe.store.feeds import Feed, FeedTables, Seen
from recoupe.store.versions import key_of, own_address
from recoupe.watch.entries import keyed
from recoupe.watch.follow import Follower, Round, Settings
from recoupe.watch.parsing import Item as Parsed
from recoupe.watch.parsing import addresses_in, is_feed, parse_feed
from recoupe.watch.polling import ask
from tests.web import Item, Site, answer, feed, page, redirect, rss

NOW = datetime(2031, 3, 20, 12, tzinfo=UTC)
BODY = (
    "Le ministère de la Défense de la Borélie a annoncé la mort de 12 soldats près de Valdor.",
    "« Nous ne céderons pas », a déclaré Mara Oksen, ministre borélienne de la Défense, devant la presse.",
    "Les pourparlers doivent reprendre lundi dans la capitale, selon le porte-parole du gouvernement.",
)


def article(title: str, deaths: int = 12) -> bytes:
    return answer(page(title, BODY[0].replace("12", str(deaths)), *BODY[1:]))


@pytest.fixture
def site() -> Iterator[Site]:
    with Site("127.0.0.31") as made:
        yield made


def follow(path: Path, *addresses: str, every: float = 0.2, **how: Any) -> tuple[list[Round], list[Outcome]]:
    """One run over feeds: ``once`` unless a number of seconds is given."""
    rounds: list[Round] = []
    outcomes: list[Outcome] = []
    limits = Limits(connect=1, read=1, total=2)
    client = Client(pace=how.pop("pace", 0.0), private=True, limits=limits)
    settings = Settings(every=every, pages=how.pop("pages", "auto"))
    follower = Follower(path, addresses, client, settings, report=rounds.append, tell=outcomes.append)
    seconds = how.pop("seconds", None)
    follower.run(once=seconds is None, seconds=seconds)
    if seconds is None:  # what is followed next finds the feeds due
        time.sleep(min(every, max(0.0, follower.next_at - time.time())))
    return rounds, outcomes


def documents(path: Path) -> dict[str, Document]:
    with open_dossier(path) as dossier:
        assert not list(verify(dossier))
        retired = dossier.retired()
        return {i: d for i, d in dossier.documents() if i not in retired}


def states(path: Path) -> dict[str, str]:
    with open_dossier(path) as dossier:
        return {s.title: s.state for f in FeedTables(dossier).feeds() for s in FeedTables(dossier).entries(f.address)}


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


def test_a_change_is_a_new_version_and_the_earlier_one_leaves_the_checking(tmp_path: Path, site: Site) -> None:
    from recoupe import views

    path = tmp_path / "d.db"
    items = [Item("Douze morts", site.url("/a"), "1", "a")]
    site.routes |= {"/f": lambda _: feed(items), "/a": article("Douze morts")}
    follow(path, site.url("/f"), every=0.0)
    (first,) = documents(path)
    items[0] = Item("Quinze morts", site.url("/a"), "1", "b")
    site.routes["/a"] = article("Quinze morts", 15)
    rounds, _ = follow(path, every=0.0)
    assert sum(r.changed for r in rounds) == 1
    (second,) = documents(path)
    with open_dossier(path) as dossier:
        assert dossier.retired() == {first}
        assert [s.document for s in views.sources(dossier)] == [second]
        assert {t.document for c in views.findings(dossier) for t in (s.told for s in c.sayings)} == {second}
        assert {e.document for _, e in views.events(dossier)} == {second}
        assert {e.document for _, e in views.events(dossier, document=first)} == {first}
        (version,) = views.versions_of(dossier, first)
        assert (version.document, version.replaces, version.address) == (second, first, site.url("/a"))
        r = views.revision(dossier, version)
        assert [(p.sign, p.text) for p in r.passages][:2] == [("-", "Douze morts"), ("-", BODY[0])]
        assert any(p.sign == "+" and "15 soldats" in p.text for p in r.passages)
        gone = {getattr(dossier.find(i)[1], "type", "") for i in r.gone}
        assert "casualties" in gone
        assert len(r.gone) == len(r.came)
    # the text goes back to what it was: the first version stands again
    site.routes["/a"] = article("Douze morts")
    items[0] = Item("Douze morts", site.url("/a"), "1", "c")
    follow(path, every=0.0)
    assert set(documents(path)) == {first}
    with open_dossier(path) as dossier:
        assert dossier.retired() == {second}
        assert {t.document for c in views.findings(dossier) for t in (s.told for s in c.sayings)} == {first}


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


@pytest.mark.parametrize(
    ("made", "wanted"),
    [
        (b"<html><body>bonjour</body></html>", "feed"),
        (b"", "feed"),
        (
            b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "' + b"a" * 1000 + b'"><!ENTITY b "&a;&a;">]><rss>&b;</rss>',
            "feed",
        ),
        ('<?xml version="1.0" encoding="utf-16"?><!DOCTYPE r [<!ENTITY a "b">]><rss/>'.encode("utf-16"), "feed"),
        (b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>', "feed"),
        (b"\x00\x01\x02" * 1000, "feed"),
        (b"<rss>" * 50_000, "feed"),
    ],
)
def test_what_is_no_feed_is_refused(made: bytes, wanted: str) -> None:
    with pytest.raises(FetchFailed) as caught:
        parse_feed(made, {}, "https://pelvenza.example/f", NOW)
    assert caught.value.code == wanted


def test_feeds_that_are_badly_made_are_read_as_far_as_can_be() -> None:
    latin = rss([Item("Trêve à Valdor", "/a", "1")]).decode().replace("utf-8", "iso-8859-1").encode("latin-1")
    wrong = rss([Item("Trêve à Valdor", "/a", "1")])  # the server says Latin-1 of UTF-8
    cut = rss([Item("Un", "https://pelvenza.example/1", "1"), Item("Deux", "https://pelvenza.example/2", "2")])[:-60]
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><id>urn:1</id>'
        b'<title type="html">A &amp;amp; B</title><link href="/a?x=1&amp;y=2"/>'
        b"<published>2031-03-18T23:30:00-04:00</published>"
        b'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Un.</p><p>Deux.</p></div></content>'
        b"</entry></feed>"
    )
    address = "https://pelvenza.example/f"
    assert parse_feed(latin, {}, address, NOW).items[0].entry.title == "Trêve à Valdor"
    said = {"content-type": "application/rss+xml; charset=iso-8859-1"}
    assert parse_feed(wrong, said, address, NOW).items[0].entry.link == "https://pelvenza.example/a"
    assert parse_feed(cut, {}, address, NOW).items[0].entry.title == "Un"
    links = ("http://[", "javascript:alert(1)", "mailto:a@b", "//vigie.example/x", "?p=" + "9" * 500)
    read = parse_feed(rss(Item(f"E{i}", link) for i, link in enumerate(links)), {}, address, NOW).items
    wanted = [None, None, None, "https://vigie.example/x", "https://pelvenza.example/f?p=" + "9" * 500]
    assert [i.entry.link for i in read] == wanted
    e = parse_feed(atom, {}, address, NOW).items[0].entry
    assert (e.id, e.title, e.link) == ("urn:1", "A & B", "https://pelvenza.example/a?x=1&y=2")
    assert (e.date, e.body.split()) == ("2031-03-18", ["Un.", "Deux."])


def test_what_a_feed_asks_of_its_readers_is_kept_to(site: Site) -> None:
    hours = "".join(f"<hour>{h}</hour>" for h in range(24) if h != (datetime.now(UTC).hour + 3) % 24)
    site.routes |= {
        "/ttl": answer(rss([], extra="<ttl>60</ttl>")),
        "/frais": feed([], cache_control="public, max-age=1800"),
        "/heures": answer(rss([], extra=f"<skipHours>{hours}</skipHours>")),
        "/panne": answer("", "500 Oops"),
        "/attendre": answer("", "503 Busy", retry_after="7200"),
        "/simple": feed([]),
    }
    client = Client(pace=0.0, private=True)
    names = ("ttl", "frais", "heures", "panne", "simple", "attendre")
    rest = {n: ask(client, Feed(site.url(f"/{n}")), every=900).feed.next_at - time.time() for n in names}
    assert (rest["simple"], rest["ttl"], rest["frais"]) == pytest.approx((900, 3600, 1800), abs=10)
    assert 1.9 * 3600 < rest["heures"] < 3.1 * 3600
    assert rest["panne"] == pytest.approx(1800, abs=10)
    assert rest["attendre"] == pytest.approx(7200, abs=10)
    failed = Feed(site.url("/panne"), failures=30)
    assert ask(client, failed, every=900).feed.next_at - time.time() == pytest.approx(86_400, abs=10)


def test_days_that_cannot_be_are_not_believed() -> None:
    said = (
        "Wed, 19 Mar 2031 23:30:00 -0500",
        "2031-03-21T00:00:00+12:00",
        "2031-03-25T00:00:00Z",
        "hier",
        "2099-01-01",
    )
    found = parse_feed(rss(Item(f"E{i}", day=d) for i, d in enumerate(said)), {}, "https://pelvenza.example/f", NOW)
    assert [i.entry.date for i in found.items] == ["2031-03-19", "2031-03-21", None, None, None]


def entry(guid: str, link: str, title: str, body: str = "") -> Parsed:
    made = Entry(1, guid, title, body, False, link or None, None, None, None, None, b"")
    return Parsed(made, "new")


def seen(key: str, title: str, link: str = "", guid: str = "") -> Seen:
    return Seen("f", key, guid, link, title, "old")


@pytest.mark.parametrize(
    ("entries", "known", "same"),
    [
        # by its id, whatever else changed
        ([entry("1", "l2", "Trêve à Valdor rompue")], [seen("k", "Trêve à Valdor", "l1", "1")], ["k"]),
        ([entry("1", "l1", "Tout autre titre")], [seen("k", "Trêve à Valdor", "l1", "1")], ["k"]),
        # by its link, where its id is new
        ([entry("1#v2", "l1", "Trêve à Valdor")], [seen("k", "Trêve à Valdor", "l1", "1#v1")], ["k"]),
        ([entry("", "l1", "Autre titre")], [seen("k", "Trêve à Valdor", "l1")], ["k"]),
        # an id used again for another article
        ([entry("1", "l9", "Grève des pêcheurs")], [seen("k", "Trêve à Valdor", "l1", "1")], [None]),
        # ids that are places in the list
        (
            [entry("1", "l2", "Grève"), entry("2", "l1", "Trêve")],
            [seen("k", "Trêve", "l1", "1"), seen("m", "Pluie", "l0", "2")],
            [None, "k"],
        ),
        # one id, or one link, for all
        ([entry("x", "l1", "Un"), entry("x", "l2", "Deux")], [seen("k", "Deux", "l2", "x")], [None, "k"]),
        ([entry("", "home", "Un"), entry("", "home", "Deux")], [], [None, None]),
        # by its words alone
        ([entry("", "", "Un", "a"), entry("", "", "Un", "b")], [], [None, None]),
    ],
)
def test_which_entry_is_one_that_was_seen(entries: list[Parsed], known: list[Seen], same: list[str | None]) -> None:
    found = keyed(entries, known)
    assert list(found.values()) == entries
    keys = {row.key for row in known}
    assert [k if k in keys else None for k in found] == same


def test_the_same_entry_twice_in_a_feed_is_one() -> None:
    assert len(keyed([entry("1", "l", "Un")] * 2, [])) == 1
    again = keyed([entry("", "", "Un", "a")], [])
    (key,) = again
    assert list(keyed([entry("", "", "Un", "a")], [seen(key, "Un")])) == [key]


def test_a_list_of_feeds() -> None:
    opml = (
        b'<?xml version="1.0"?><opml version="2.0"><body><outline text="x"><outline xmlUrl="https://a.example/f"/>'
        b'<outline type="rss" xmlUrl="https://b.example/f"/></outline><outline xmlUrl="https://a.example/f"/></body></opml>'
    )
    assert addresses_in(opml, "f.opml") == ["https://a.example/f", "https://b.example/f"]
    assert addresses_in(b"# mes flux\nhttps://a.example/f\n\nhttps://b.example/f\n", "f.txt") == [
        "https://a.example/f",
        "https://b.example/f",
    ]
    for bad in (b"<opml><body>", b"rien", b'<!DOCTYPE o [<!ENTITY a "b">]><opml>&a;</opml>'):
        with pytest.raises(UnreadableFile, match=r"f\.opml"):
            addresses_in(bad, "f.opml")
    assert is_feed(rss([]))
    assert not is_feed(page("x").encode())


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


def run_program(*arguments: str, network: bool = True) -> subprocess.Popen[str]:
    code = "from recoupe.cli import main; main()"
    options = ("--allow-private", "--pace", "0.05s") if network else ()
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"LC_ALL": "fr_FR.UTF-8"},
    )


def test_killed_at_any_instant_no_entry_is_lost_and_none_is_there_twice(tmp_path: Path, site: Site) -> None:
    path = tmp_path / "d.db"
    count = 40
    site.routes |= {"/f": feed([Item(f"Page {i}", site.url(f"/{i}"), str(i)) for i in range(count)])}
    site.routes |= {f"/{i}": article(f"Page {i}", i + 2) for i in range(count)}
    for wait in (1.5, 3.0, 4.0, 2.5):
        run = run_program("watch", str(path), site.url("/f"), "--every", "1s")
        time.sleep(wait)
        run.send_signal(signal.SIGKILL)
        run.communicate()
    run = run_program("watch", str(path), site.url("/f"), "--once", "--every", "1s")
    _, err = run.communicate(timeout=120)
    assert run.returncode == 0, err
    found = documents(path)
    assert sorted(d.text.split("\n")[0] for d in found.values()) == sorted(f"Page {i}" for i in range(count))
    assert set(states(path).values()) == {"page"}


def test_a_signal_ends_the_run_and_keeps_what_was_read(tmp_path: Path, site: Site) -> None:
    path = tmp_path / "d.db"
    site.routes |= {"/f": feed([Item("Une page", site.url("/a"), "1")]), "/a": article("Une page")}
    run = run_program("watch", str(path), site.url("/f"), "--json")
    try:
        assert run.stdout is not None
        line = run.stdout.readline()
        assert json.loads(line)["new"] == 1
        run.send_signal(signal.SIGTERM)
        _, err = run.communicate(timeout=20)
    finally:
        run.kill()
    assert (run.returncode, err.strip()) == (0, "1 flux suivi ; Ctrl-C arrête.")
    assert len(documents(path)) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == ["d.db"]


def test_add_reads_a_page_and_a_feed_by_address(tmp_path: Path, site: Site) -> None:
    path = tmp_path / "d.db"
    site.routes |= {"/f": feed([Item("Une page", site.url("/a"), "1"), Item("Autre", site.url("/b"))])}
    site.routes |= {"/a": article("Une page"), "/b": article("Autre", 3)}
    private = run_program("add", str(path), site.url("/a"), network=False)
    assert "--allow-private" in private.communicate(timeout=60)[1]
    assert private.returncode == 1
    for named, status in ((site.url("/a"), "added"), (site.url("/a"), "known"), (site.url("/f"), "added")):
        run = run_program("add", str(path), named, "--json")
        out, err = run.communicate(timeout=60)
        assert (run.returncode, err) == (0, "")
        assert [json.loads(line)["status"] for line in out.splitlines()][-1:] == [status]
    site.routes["/a"] = article("Une page", 13)
    run = run_program("add", str(path), site.url("/a"))
    assert "1 nouvelle version" in run.communicate(timeout=60)[1]
    assert len(documents(path)) == 2
    with open_dossier(path) as dossier:
        # the page that was added alone, of no known outlet, and the text that the feed named the outlet of
        assert len(dossier.retired()) == 2


def test_which_address_a_page_may_claim() -> None:
    one, other = "https://pelvenza.example/a", "https://vigie.example/a"
    assert own_address(one, None) == own_address(None, one) == own_address(one, one + "?utm_source=x") == one
    assert own_address("https://www.pelvenza.example/b", one) == "https://www.pelvenza.example/b"
    assert own_address(other, one) == one  # another site's page is not for this one to replace
    assert own_address("https://pelvenza.example/", one) == one  # a theme that calls every page the front page
    assert own_address("https://pelvenza.example/", None) is None
    assert key_of("http://www.pelvenza.example:80/a/?utm_source=x&id=3#haut") == key_of(
        "https://pelvenza.example/a?id=3"
    )
    assert key_of("https://pelvenza.example/a?id=3") != key_of("https://pelvenza.example/a?id=4")


def saved(text: str, day: str = "") -> bytes:
    head = '<link rel="canonical" href="https://pelvenza.example/treve">'
    head += f'<meta property="article:published_time" content="{day}">' if day else ""
    return page("La trêve de Valdor", text, *BODY, head=head).encode()


def test_saved_pages_of_one_address_are_versions_and_the_later_day_stands(tmp_path: Path) -> None:
    from recoupe.pipeline import Item as File
    from recoupe.pipeline import run

    path = tmp_path / "d.db"
    texts = [("La trêve tient.", "2025-03-02"), ("La trêve est rompue.", "2025-03-03"), ("On négocie.", "2025-03-01")]
    for i, (text, day) in enumerate(texts):
        with open_dossier(path, write=True) as dossier:
            (outcome,) = run([File(f"{i}.html", data=saved(text, day))], dossier)
        assert outcome.status == ("added" if i == 0 else "changed")
    (standing,) = documents(path).values()
    assert "rompue" in standing.text
    with open_dossier(path) as dossier:
        assert len(dossier.retired()) == 2


def test_a_text_that_another_address_still_gives_is_not_replaced(tmp_path: Path, site: Site) -> None:
    path = tmp_path / "d.db"
    items = [Item("Une page", site.url("/a"), "1"), Item("La même", site.url("/b"), "2")]
    site.routes |= {"/f": lambda _: feed(items), "/a": article("Une page"), "/b": article("Une page")}
    follow(path, site.url("/f"), every=0.0)
    assert len(documents(path)) == 1
    site.routes["/a"] = article("Une page", 13)
    items[0] = Item("Une page", site.url("/a"), "1", "changé")
    follow(path, every=0.0)
    assert len(documents(path)) == 2


def test_the_program_tells_what_changed_and_when_there_is_nothing_to_ask(tmp_path: Path, site: Site) -> None:
    path = tmp_path / "d.db"
    site.routes |= {"/f": lambda _: feed([Item("Une page", site.url("/a"), "1")], cache_control="max-age=600")}
    site.routes["/a"] = article("Une page")
    follow(path, site.url("/f"), every=0.0)
    (first,) = documents(path)
    site.routes["/a"] = article("Une page", 13)
    run_program("add", str(path), site.url("/a")).communicate(timeout=60)
    told = {}
    for lang in ("fr", "en"):
        run = run_program("show", str(path), first, "--versions", "--lang", lang, network=False)
        told[lang] = run.communicate(timeout=60)[0]
        run = run_program("show", str(path), first, "--lang", lang, network=False)
        told[lang] += run.communicate(timeout=60)[0]
    assert f"− {BODY[0]}" in told["fr"]
    assert f"+ {BODY[0].replace('12', '13')}" in told["fr"]
    assert "Enregistrements partis" in told["fr"]
    assert "remplacé par" in told["fr"]
    assert "Records that came" in told["en"]
    assert "replaced by" in told["en"]
    run = run_program("watch", str(path), "--once")
    assert run.communicate(timeout=60)[1].startswith("Aucun flux à interroger avant le ")
    run = run_program("watch", str(tmp_path / "new.db"), "--lang", "en")
    assert "no feed: give an OPML file" in run.communicate(timeout=60)[1]
    run = run_program("watch", str(path), "--every", "souvent", "--lang", "en")
    assert "is not a length of time" in run.communicate(timeout=60)[1]
