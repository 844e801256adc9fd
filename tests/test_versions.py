"""A text that changes at its address: the earlier one stays and leaves the checking."""

from __future__ import annotations

from pathlib import Path

from recoupe.store import open_dossier
from recoupe.store.versions import key_of, own_address
from tests.following import BODY, article, documents, follow, saved
from tests.web import Item, Site, feed


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
