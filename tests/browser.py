"""A real browser, a real server: fixtures for the tests of the page; skipped with the reason where there is none."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
QUIET = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium; installed where it is missing and we may."""
    with (Path(tempfile.gettempdir()) / "recoupe-tests-chromium.lock").open("w") as one:
        fcntl.flock(one, fcntl.LOCK_EX)  # tests run in several processes, and apt-get in one
        _install()
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield found
        found.close()


def _install() -> None:
    if Path(CHROMIUM).exists():
        return
    if os.geteuid() or shutil.which("apt-get") is None:
        pytest.skip(f"needs {CHROMIUM} (apt-get install chromium)")
    subprocess.run(["apt-get", "update", "-qq"], check=False)
    done = subprocess.run(["apt-get", "install", "-y", "-qq", "chromium"], check=False, capture_output=True)
    if not Path(CHROMIUM).exists():
        pytest.skip(f"chromium could not be installed: {done.stderr.decode()[-200:]}")


@contextmanager
def served(path: Path, *more: str) -> Iterator[str]:
    """The address at which ``recoupe serve`` shows a dossier."""
    command = [sys.executable, "-m", "recoupe.cli", "serve", str(path), "--port", "0", *more]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        found = re.search(r"http://127\.0\.0\.1:\d+", server.stdout.readline())
        assert found is not None
        try:
            yield found[0]
        finally:
            server.terminate()


@contextmanager
def window(
    browser: Browser, *, width: int = 1440, theme: str = "light", scripts: bool = True
) -> Iterator[BrowserContext]:
    """A window in which no request may leave the machine and nothing may be refused by the content policy."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if theme == "dark" else "light",
        locale="fr-FR",
        java_script_enabled=scripts,
    )
    context.set_default_timeout(30_000)
    asked: list[str] = []
    said: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    context.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    try:
        yield context
        assert all(re.match(r"http://127\.0\.0\.1:\d+/|data:", url) for url in asked), asked
        assert said == []
    finally:
        context.close()


def wide(page: Page) -> list[str]:
    """What reaches beyond the window."""
    found: list[str] = page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
        .map(e => e.tagName + '.' + e.className)"""
    )
    return found[:5] or (["?"] if page.evaluate("document.documentElement.scrollWidth > innerWidth") else [])


def faults(page: Page) -> list[str]:
    """What axe finds serious or critical, with the first element of each."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:150]}" for v in found if v["impact"] in ("serious", "critical")]
