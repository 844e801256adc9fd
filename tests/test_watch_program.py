"""``recoupe watch`` and ``recoupe add`` of addresses, run as programs, killed and told to end."""

from __future__ import annotations

import json
import signal
import time
from pathlib import Path

from recoupe.store import open_dossier
from recoupe.store.feeds import FeedTables
from tests.following import BODY, article, documents, follow, run_program, states
from tests.web import Item, Site, feed


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
    assert not (tmp_path / "new.db").exists()
    run = run_program("watch", str(path), "--every", "souvent", "--lang", "en")
    assert "is not a length of time" in run.communicate(timeout=60)[1]


def test_a_feed_is_followed_until_it_is_dropped_and_what_was_read_stays(tmp_path: Path, site: Site) -> None:
    path = tmp_path / "d.db"
    for name in ("f", "g"):
        site.routes[f"/{name}"] = feed([Item(f"Une page {name}", site.url(f"/{name}/a"), name)])
        site.routes[f"/{name}/a"] = article(f"Une page {name}")
    follow(path, site.url("/f"), site.url("/g"))
    unknown = run_program("watch", str(path), "--drop", site.url("/f"), "--drop", site.url("/other"))
    assert f"flux non suivi : {site.url('/other')}" in unknown.communicate(timeout=60)[1]
    assert set(states(path)) == {"Une page f", "Une page g"}, "all or none"
    dropped = run_program("watch", str(path), "--drop", site.url("/f"))
    assert dropped.communicate(timeout=60)[1] == "1 flux n'est plus suivi.\n"
    assert dropped.returncode == 0
    with open_dossier(path) as dossier:
        assert [f.address for f in FeedTables(dossier).feeds()] == [site.url("/g")]
    assert len(documents(path)) == 2
    follow(path, site.url("/f"))
    assert len(documents(path)) == 2, "what was read is known"
