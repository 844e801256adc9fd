"""Timeline, figures and map in a browser: letters that keep clear of each other, keyboard, phone, no JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import faults, served, wide, window
from tests.hostile import hostile_dossier

VIEWS = (
    "/timeline",
    "/timeline?lanes=party",
    "/timeline?from=2031-03-08&to=2031-03-16",
    "/timeline?from=2020-01-01&to=2031-12-31",
    "/figures",
    "/figures?once=1",
    "/map",
    "/map?place=castrelle",
    "/map?bbox=22,44,41,53",
)
CLASHES = """() => {
  const clear = [];
  for (const svg of document.querySelectorAll('svg.draw:not(.sample)')) {
    const frame = svg.getBoundingClientRect();
    if (!frame.width) continue;
    const boxes = [...svg.querySelectorAll('text')].map(e => [e.textContent, e.getBoundingClientRect()]);
    boxes.forEach(([words, a], i) => {
      if (a.right > frame.right + 1 || a.left < frame.left - 1) clear.push(words + ' leaves the picture');
      for (const [other, b] of boxes.slice(0, i))
        if (Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5 &&
            Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 4) clear.push(words + ' over ' + other);
    });
  }
  return clear.slice(0, 8);
}"""


@pytest.fixture(scope="module")
def site(sample_dossier: Path) -> Iterator[str]:
    with served(sample_dossier) as address:
        yield address


@pytest.mark.parametrize(("width", "theme"), [(1440, "dark"), (820, "light"), (360, "light")])
def test_pictures_fit_and_their_words_keep_clear_of_each_other(
    browser: Browser, site: str, width: int, theme: str
) -> None:
    found = {}
    with window(browser, width=width, theme=theme) as context:
        page = context.new_page()
        for view in VIEWS:
            page.goto(site + view)
            found[view] = [*page.evaluate(CLASHES), *wide(page)]
            if width != 820:
                found[view] += faults(page)
    assert {v: f for v, f in found.items() if f} == {}


def test_a_mark_is_reached_by_keyboard_and_opens_on_its_sentence(browser: Browser, site: str) -> None:
    with window(browser) as context:
        page = context.new_page()
        page.goto(f"{site}/timeline?from=2031-03-01&to=2031-04-01&type=attack")
        mark = page.locator("svg.wide a.m").first
        mark.focus()
        assert page.evaluate("document.activeElement.getAttribute('aria-label')") == mark.get_attribute("aria-label")
        stroke = mark.locator(".reach").evaluate("e => getComputedStyle(e).stroke")
        assert stroke not in ("none", "rgba(0, 0, 0, 0)")
        page.keyboard.press("Enter")
        expect(page.locator(".text mark").first).to_be_in_viewport()


def test_a_month_on_the_axis_narrows_the_window_and_back_reproduces_it(browser: Browser, site: str) -> None:
    with window(browser, scripts=False) as context:
        page = context.new_page()
        page.goto(f"{site}/timeline?from=2030-01-01&to=2032-12-31")
        page.locator("svg.wide .axis a text", has_text=re.compile("^2031$")).click()
        expect(page).to_have_url(re.compile("from=2031"))
        asked = parse_qs(urlsplit(page.url).query)
        assert (asked["from"], asked["to"]) == (["2031-01-01"], ["2031-12-31"])
        before = page.locator("svg.wide").inner_html()
        page.goto(page.url)
        assert page.locator("svg.wide").inner_html() == before


def test_a_town_on_the_map_lists_what_is_told_of_it(browser: Browser, site: str) -> None:
    with window(browser, scripts=False) as context:
        page = context.new_page()
        page.goto(f"{site}/map")
        town = page.locator("svg.wide a.pin").first
        name = (town.get_attribute("aria-label") or "").partition(" (")[0]
        town.click()
        expect(page.locator("#here h2")).to_contain_text(name.lower())
        page.locator("#here a.ev").first.press("Enter")
        expect(page).to_have_url(re.compile("/documents/"))


def test_each_width_has_a_picture_of_its_own(browser: Browser, site: str) -> None:
    for width, expected in ((1440, "wide"), (768, "middle"), (360, "narrow")):
        with window(browser, width=width) as context:
            page = context.new_page()
            for view in ("/timeline", "/map"):
                page.goto(site + view)
                assert page.locator("svg.draw:visible").evaluate_all("all => all.map(e => e.classList[2])") == [
                    expected
                ]
                small = page.locator("svg.draw text:visible").first.evaluate("e => e.getBoundingClientRect().height")
                assert small >= 9


def test_printed_pages_keep_their_pictures(browser: Browser, site: str) -> None:
    with window(browser) as context:
        page = context.new_page()
        page.emulate_media(media="print")
        for view in ("/timeline", "/figures", "/map"):
            page.goto(site + view)
            expect(page.locator("svg.draw:not(.narrow)").first).to_be_visible()
            expect(page.locator(".filters")).to_be_hidden()


def test_hostile_words_run_nothing(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "h.db"
    hostile_dossier(path)
    with served(path) as address, window(browser) as context:
        page = context.new_page()
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        for view in VIEWS:
            page.goto(address + view)
            expect(page.locator("h1")).to_have_count(1)
