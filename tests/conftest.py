"""Shared fixtures: the gold data beside the checkout, where it is present; the sample read; a web server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web import Site

pytest_plugins = ["tests.browser"]
ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def shared() -> Path:
    """Folder with the gold data; tests that need it are skipped where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "gold").is_dir():
        pytest.skip("needs the gold data in ../shared, which is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def sample_dossier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample dossier, read and checked; only to be looked at."""
    from recoupe.pipeline.feed import run
    from recoupe.pipeline.files import Item
    from recoupe.store import open_dossier

    path = tmp_path_factory.mktemp("sample") / "sample.db"
    files = sorted((ROOT / "sample" / "articles").rglob("*.txt"))
    with open_dossier(path, write=True) as dossier:
        dossier.configure((ROOT / "sample" / "dossier.toml").read_text(encoding="utf-8"))
        for outcome in run([Item(f.name, f) for f in files], dossier, workers=1):
            assert outcome.error is None, outcome
    return path


@pytest.fixture
def site() -> Iterator[Site]:
    """A web server of its own address."""
    with Site("127.0.0.31") as made:
        yield made
