"""The page in a browser: each view, its links, the keyboard, the phone, without JavaScript, and a hostile article."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from recoupe.web.pages import PAGES
from tests.browser import faults, served, wide, window
from tests.hostile import hostile_dossier


@pytest.fixture(scope="module")
def site(sample_dossier: Path) -> Iterator[str]:
    with served(sample_dossier) as address:
        yield address


@pytest.fixture(scope="module")
def views(sample_dossier: Path) -> list[str]:
    """An address of each view."""
    db = sqlite3.connect(sample_dossier)
    finding = db.execute("SELECT finding FROM digest ORDER BY origins DESC, records DESC").fetchone()[0]
    record, document = db.execute(
        "SELECT l.record, l.document FROM found f JOIN line l ON l.record = f.record WHERE f.finding = ?", (finding,)
    ).fetchone()
    pair = db.execute("SELECT a, b FROM copy").fetchone()
    db.close()
    fixed = [p.path for p in PAGES if "{" not in p.path and "GET" in p.methods]
    return [
        *fixed,
        "/search?q=trêve&act=reject",
        f"/findings/{finding}",
        f"/documents/{document}?record={record}",
        f"/documents/{pair[0]}/compare/{pair[1]}",
    ]


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (820, "dark"), (360, "light")])
def test_every_view_fits_and_is_accessible(
    browser: Browser, site: str, views: list[str], width: int, theme: str
) -> None:
    found = {}
    with window(browser, width=width, theme=theme) as context:
        page = context.new_page()
        for view in views:
            page.goto(site + view)
            found[view] = [*wide(page), *(faults(page) if width > 360 else [])]
            assert page.locator("h1").count() == 1, view
    assert {v: f for v, f in found.items() if f} == {}


def test_from_the_brief_to_the_sentence(browser: Browser, site: str) -> None:
    with window(browser) as context:
        page = context.new_page()
        page.goto(site)
        line = page.locator("details.line", has_text="passé à sept morts").first
        expect(line.locator(".sayings")).to_be_hidden()
        line.locator("summary").click()
        line.locator("mark", has_text="passé à sept morts").click()
        expect(page.locator(".text mark").first).to_be_in_viewport()
        assert "".join(page.locator(".text mark").all_inner_texts()) == "passé à sept morts"
        expect(page.locator("aside")).to_contain_text("gouverneur de la province de Castrelle")
        page.locator("aside h3 a").first.click()
        expect(page.locator("h1")).to_contain_text("victimes")


def test_searching_with_accents(browser: Browser, site: str) -> None:
    with window(browser) as context:
        page = context.new_page()
        page.goto(site)
        page.locator("header input[type=search]").fill("trêve générale")
        page.keyboard.press("Enter")
        expect(page.locator(".hit mark").first).to_be_visible()
        assert set(page.locator(".hit mark").all_inner_texts()) == {"trêve", "générale"}
        with_accents = page.locator(".hit").count()
        page.goto(site + "/search?q=TREVE+GENERALE")
        assert page.locator(".hit").count() == with_accents > 0
        page.locator(".hit a.ev").first.click()
        expect(page.locator(".text mark").first).to_be_in_viewport()


def test_a_link_reproduces_its_view(browser: Browser, site: str) -> None:
    with window(browser) as context:
        page = context.new_page()
        page.goto(site + "/findings")
        page.select_option("select[name=type]", "casualties")  # answers at once
        page.wait_for_url("**type=casualties*")
        page.locator("input[name=place]").fill("castrelle")
        page.keyboard.press("Enter")
        page.wait_for_url("**place=castrelle*")
        shown, address = page.locator("main").inner_text(), page.url
    assert "passé à sept morts" in shown
    with window(browser) as context:
        page = context.new_page()
        page.goto(address)
        assert page.locator("main").inner_text() == shown


def test_all_of_it_works_without_scripts(browser: Browser, site: str) -> None:
    with window(browser, scripts=False) as context:
        page = context.new_page()
        page.goto(site)
        line = page.locator("details.line").first
        line.locator("summary").click()
        expect(line.locator(".saying").first).to_be_visible()
        line.locator("a.ev").first.click()
        assert "#e-" in page.url
        expect(page.locator(".text mark").first).to_be_in_viewport()
        page.locator(".legend a", has_text="lieux").click()
        assert "kinds=" in page.url
        assert page.locator(".text .k-place").count() == 0
        page.goto(site + "/findings")
        page.select_option("select[name=verdict]", "contested")
        page.locator("form.filters button").click()
        expect(page.locator("details.line")).to_have_count(1)
        page.locator("footer a", has_text="English").click()
        expect(page.locator("h1")).to_contain_text("Findings")
        page.locator("footer a", has_text="dark").click()
        assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_keyboard_reaches_the_content(browser: Browser, site: str) -> None:
    with window(browser) as context:
        page = context.new_page()
        page.goto(site)
        page.keyboard.press("Tab")
        expect(page.locator("a.skip")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.locator("details.line summary").first.focus()
        page.keyboard.press("Enter")
        expect(page.locator("details.line .saying").first).to_be_visible()


def test_a_page_can_be_printed(browser: Browser, site: str, views: list[str]) -> None:
    with window(browser) as context:
        page = context.new_page()
        page.goto(site + views[-2])
        page.emulate_media(media="print")
        expect(page.locator("nav.menu")).to_be_hidden()
        expect(page.locator(".text")).to_be_visible()
        assert len(page.pdf()) > 10_000


def test_a_hostile_article_runs_nothing(browser: Browser, tmp_path: Path) -> None:
    own = hostile_dossier(tmp_path / "d.db")
    with served(tmp_path / "d.db") as site, window(browser) as context:
        page = context.new_page()
        said: list[str] = []
        page.on("dialog", lambda dialog: said.append(dialog.message))
        for path in (*(p.path for p in PAGES if "{" not in p.path), f"/documents/{own}", "/search?q=trêve"):
            page.goto(site + path)
            assert "run" not in page.title().split("·")[0].split(), path
            assert page.locator("main script, main img, main svg[onload], base").count() == 0
            for link in page.locator("a").all():
                assert urlsplit(link.evaluate("a => a.href")).scheme == "http"
            assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", page.content())
        assert said == []
