"""Feeds as they come: what is refused, what is read of it all the same, and which entry is one that was seen."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest

from recoupe.errors import FetchFailed, UnreadableFile
from recoupe.fetch import Client
from recoupe.read.formats.feeds import Entry
from recoupe.store.feeds import Feed, Seen
from recoupe.watch.entries import keyed
from recoupe.watch.parsing import Item as Parsed
from recoupe.watch.parsing import addresses_in, is_feed, parse_feed
from recoupe.watch.polling import ask
from tests.web import Item, Site, answer, feed, page, rss

NOW = datetime(2031, 3, 20, 12, tzinfo=UTC)


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
