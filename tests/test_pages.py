"""Web pages: the article as a person would copy it, what the page says of itself, and nothing that it does not say.

``pages/``: a page in the manner of one publishing system each, and beside it what must be read out of it. The states,
people and outlets are invented.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from recoupe.read.page import is_page, read_page
from recoupe.records import Document
from recoupe.text import subtract

PAGES = Path(__file__).parent / "pages"
SAVED = sorted(p for p in PAGES.iterdir() if p.suffix != ".json")


def read(markup: str, **more: Any) -> Document:
    return read_page(markup.encode(), "essai.html", **more)


def blocks(document: Document) -> list[list[str]]:
    """Kind and text of each block of news, without what is masked."""
    masks = [(m.start, m.end) for m in document.masks]
    return [
        [b.kind, "".join(document.text[slice(*part)] for part in subtract((b.start, b.end), masks)).strip()]
        for b in document.blocks
        if b.kind not in ("dateline", "credit")
    ]


def unmasked(document: Document) -> str:
    """All of the text that no mask covers, without blanks."""
    masks = [(m.start, m.end) for m in document.masks]
    return "".join("".join(document.text[slice(*part)] for part in subtract((0, len(document.text)), masks)).split())


@pytest.mark.parametrize("path", SAVED, ids=lambda p: p.name)
def test_a_page_gives_its_article_and_what_it_says_of_itself(path: Path) -> None:
    wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    data = path.read_bytes()
    assert is_page(data)
    document = read_page(data, path.name)
    assert blocks(document) == wanted.pop("blocks")
    assert {
        "title": document.title.quote if document.title else None,
        "printed_date": document.printed_date.quote if document.printed_date else None,
        "agencies": [a.quote for a in document.agencies],
        **{key: getattr(document, key) for key in ("date", "outlet", "author", "section", "address", "encoding")},
    } == wanted
    named = "".join(document.text[b.start : b.end] for b in document.blocks)
    assert unmasked(document).translate({ord(sign): None for sign in "•—"}) == "".join(named.split()).replace(
        "—", ""
    ), "text in no block"
