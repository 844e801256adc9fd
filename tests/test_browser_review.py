"""The page in a real browser: from a finding to its sentence, judged with the keyboard alone, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from recoupe.records import Judgement
from recoupe.store import judge, open_dossier, open_for_review
from tests.browser import faults, served
from tests.dossiers import article, build
from tests.test_judgements import CLASH


@pytest.fixture
def path(tmp_path: Path) -> Path:
    more = {"Le Cap": article(9, "Trois cents soldats ont été tués jeudi à Morvac, selon l'armée norvendienne.")}
    build(tmp_path / "d.db", CLASH | more)
    return tmp_path / "d.db"


@pytest.fixture
def address(path: Path) -> Iterator[str]:
    with served(path, "--lang", "fr") as found:
        yield found


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page that fails its test where a script breaks or anything leaves the machine."""
    context = browser.new_context(base_url=address)
    context.set_default_timeout(20_000)
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda m: broken.append(m.text) if m.type == "error" and "409" not in m.text else None)
    page.on("request", lambda r: None if r.url.startswith((address, "data:")) else broken.append(r.url))
    yield page
    context.close()
    assert broken == []


def decisions(path: Path) -> list[tuple[str, str, str]]:
    with open_dossier(path) as dossier:
        found = sorted((j for _, j in dossier.records(Judgement)), key=lambda j: j.at)
    return [(j.decision, j.field, j.by) for j in found]


def test_from_the_brief_to_the_sentence_to_a_judgement_and_back(page: Page, path: Path) -> None:
    page.goto("/")
    page.locator("details.line summary", has_text="victimes").first.click()
    page.locator("details[open] a.ev").first.click()
    page.wait_for_url("**/documents/**record=**")
    page.locator(f"article #{page.url.partition('#')[2]} ~ *").first.wait_for()
    panel = page.locator("#judge")
    panel.wait_for()
    # the name is asked once
    page.locator("body").press("a")
    assert page.evaluate("document.activeElement.name") == "by"
    page.keyboard.type("Ada")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    panel.locator(".said-list li", has_text="rejeté").wait_for()
    assert decisions(path) == [("reject", "", "Ada")]
    page.keyboard.press("u")
    panel.locator(".said-list li", has_text="annulé").wait_for()
    page.keyboard.press("c")
    assert page.evaluate("document.activeElement.name").startswith("f-")
    field = panel.locator('[name="f-quantity"]')
    field.fill("14 civils")
    page.keyboard.press("Enter")
    panel.locator(".said-list li", has_text="→ 14 civils").wait_for()
    assert decisions(path) == [("reject", "", "Ada"), ("undo", "", "Ada"), ("correct", "quantity", "Ada")]
    assert panel.locator("dd b", has_text="14 civils").is_visible()


def test_the_queue_with_the_keyboard_alone(page: Page, path: Path) -> None:
    page.goto("/review")
    items = page.locator("[data-item]")
    assert items.count() >= 2
    first = page.locator("[data-item][aria-current]").inner_text()
    page.keyboard.press("j")
    page.wait_for_url("**record=**")
    second = page.locator("[data-item][aria-current]").inner_text()
    assert second != first
    page.keyboard.press("k")
    page.wait_for_function("w => document.querySelector('[data-item][aria-current]').innerText === w", arg=first)
    page.locator('.who input[name="by"]').fill("Ben")
    page.keyboard.press("a")  # typed in the field: no judgement
    assert decisions(path) == []
    page.keyboard.press("Backspace")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.locator(".done").wait_for()
    assert decisions(path) == [("accept", "", "Ben")]
    assert page.locator("[data-item][aria-current]").inner_text() != first
    page.keyboard.press("u")
    page.locator(".done", has_text="annulé").wait_for()
    assert [d[0] for d in decisions(path)] == ["accept", "undo"]
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("r")  # the help is open: no judgement
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()
    assert len(decisions(path)) == 2
    page.keyboard.press("o")
    page.wait_for_url("**/documents/**")


def test_what_changed_meanwhile_is_said_where_the_form_stood(page: Page, path: Path) -> None:
    with open_dossier(path) as dossier:
        finding = dossier.ask("SELECT id FROM finding WHERE verdict = 'contested'")[0][0]
    page.goto(f"/findings/{finding}")
    page.locator("#judge").wait_for()
    with open_for_review(path) as dossier:
        judge(dossier, finding, "accept", by="Ben")
    page.locator('.who input[name="by"]').fill("Ada")
    page.keyboard.press("Escape")
    page.keyboard.press("r")
    page.locator("#judge [role=alert]", has_text="ont changé depuis").wait_for()
    assert decisions(path) == [("accept", "", "Ben")]


def test_without_javascript_a_form_judges(browser: Browser, address: str, path: Path) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/review")
    page.locator('.who input[name="by"]').fill("Cléo d'Arc")
    page.locator('button[value="reject"]').click()
    page.wait_for_url("**done=**")
    assert decisions(path) == [("reject", "", "Cléo d'Arc")]
    page.locator('.done button[value="undo"]').click()
    assert [d[0] for d in decisions(path)] == ["reject", "undo"]
    context.close()


def test_the_strip_tells_what_arrives_while_the_page_stands(page: Page, path: Path) -> None:
    page.clock.install()  # it asks every 30 seconds
    page.goto("/")
    assert not page.locator("#strip p").count()
    build(path, {"L'Écho": article(10, "Une maison a été détruite vendredi à Morvac, selon les pompiers.")})
    told = page.locator("#strip p", has_text="1 texte arrivé")
    page.clock.fast_forward(31_000)
    told.wait_for()
    told.locator("a").click()
    page.wait_for_function("!document.querySelector('#strip p')")


def test_judging_has_no_serious_fault_for_a_screen_reader(page: Page) -> None:
    for where in ("/review", "/findings"):
        page.goto(where)
        assert faults(page) == [], where
