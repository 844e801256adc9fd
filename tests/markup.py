"""The pages as markup: what is never closed, event handlers, and addresses."""

from __future__ import annotations

from html.parser import HTMLParser

HERE = "http://127.0.0.1:8031"
VOID = {"meta", "link", "input", "br", "img", "hr"}


class Markup(HTMLParser):
    """Elements that are never closed, event handlers, and addresses of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag


def parsed(text: str) -> Markup:
    found = Markup()
    found.feed(text)
    assert found.open == []
    assert len(found.ids) == len(set(found.ids)), "an id stands twice"
    return found
