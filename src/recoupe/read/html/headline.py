"""What stands by the headline of a page: the title itself, who signs, when it appeared, and whose site it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import chain, islice
from typing import Any

from lxml.html import HtmlElement

from recoupe.read.addresses import path_of
from recoupe.read.html.names import named

BAR = r"\s+[|–—:·-]\s+"
"""What stands between a title and the name of the outlet."""
LONGEST_NAME = 200
"""Longer names, in characters, of authors and outlets are no names."""
_SPACE = re.compile(r"\s+")
_BY = re.compile(r"\A(?:par|by|de|texte\s*:|auteur\s*:)(?:\s+|\Z)", re.IGNORECASE)
_SIGNED = ".//*[@rel='author' or @itemprop='author' or contains(concat(' ', @class, ' '), ' fn ')][not(self::meta)]"
_AFTER_NAME = re.compile(r"\s*(?:[|•·–—/(]|\d|\b(?:publi|mis |modifi|le \d|posté))", re.IGNORECASE)
_PUBLISHED = ("schema:datePublished", "schema:dateCreated", "dc:date", "dc:created", "datePublished")
"""Properties of RDFa that say when an item appeared."""
_CHANGE = re.compile(r"modif|updat|mise? à jour|maj\b|actualis", re.IGNORECASE)
_NEAR = 5_000
"""Elements of a page among which its headline and date are looked for."""
_PARAGRAPH, _OPENING = 12, 2
"""Words of a paragraph, and paragraphs below the headline among which its date may stand."""


def clean(value: str | None) -> str | None:
    """A value on one line without entities; None where nothing is left, or far more than a title."""
    text = _SPACE.sub(" ", unescape(value or "")).strip()
    return text if text and len(text) < 10 * LONGEST_NAME else None


def headline_of(root: HtmlElement, titles: Iterable[str]) -> HtmlElement | None:
    """The heading that says what the metadata says is the title, alone or beside the outlet's name; else the first."""
    headings = [(h, clean(h.text_content()) or "\0") for h in root.iter("h1", "h2", "h3")]
    for title in titles:
        parts = sorted(re.split(BAR, title), key=len, reverse=True)
        for said in (title, *parts[:1]):
            for heading, text in headings:
                if said == text:
                    return heading
        for heading, text in headings:
            if title.startswith(text) and re.match(BAR, title[len(text) :]):
                return heading
    return next(root.iter("h1"), None)


def site_of(root: HtmlElement, headline: HtmlElement | None) -> str | None:
    """The name behind the headline in the title of the window, where the page calls its own front page the same."""
    window = clean(root.findtext(".//title"))
    if headline is None or window is None:
        return None
    behind = re.match(rf"{re.escape(clean(headline.text_content()) or '')}{BAR}(.+)\Z", window)
    links = ((a, a.get("href") or "#") for a in root.iter("a"))
    fronts = (a for a, href in links if path_of(href) in ("", "/") and "#" not in href)
    names = (clean(a.text_content()) or clean(a.get("title")) for a in fronts)
    return behind[1] if behind and behind[1] in names else None


def signed_by(root: HtmlElement, headline: HtmlElement | None) -> str | None:
    """The author that the markup names, or the byline by the headline."""
    marked = (e for e in root.xpath(_SIGNED) if not any(_elsewhere(a, headline) for a in e.iterancestors()))
    by_name = (e for e in _near(root, headline) if named(e, "byline", "words"))
    for e in chain(marked, by_name):
        words = " ".join(e.get("content") or " ".join(e.itertext()).split())
        name = unsigned(_AFTER_NAME.split(words, maxsplit=1)[0])
        if name and len(name) < LONGEST_NAME:
            return name
    return None


def unsigned(name: str) -> str | None:
    """The name in a byline."""
    return _BY.sub("", clean(name) or "").strip(" ,;-") or None


def _near(root: HtmlElement, headline: HtmlElement | None) -> Iterator[HtmlElement]:
    """Elements in the parts that open with the headline, and below it down to the second paragraph."""
    if headline is None:
        return
    opening = [parent for parent in headline.iterancestors() if parent.tag != "body"][:2]
    after = paragraphs = 0
    for e in islice(root.iter(), _NEAR):
        after += e is headline
        paragraphs += bool(after) and e.tag == "p" and len(e.text_content().split()) >= _PARAGRAPH
        if paragraphs > _OPENING:
            return
        above = list(e.iterancestors()) if isinstance(e.tag, str) else []
        if (after or any(a in opening for a in above)) and not any(_elsewhere(a, headline) for a in above):
            yield e


def _elsewhere(part: HtmlElement, headline: HtmlElement | None) -> bool:
    """Whether a part of the page is about other pages, or about the site."""
    if headline is not None and part in headline.iterancestors():
        return False
    if part.tag == "footer":  # that of an article may hold its date
        return not any(a.tag in ("article", "main") for a in part.iterancestors())
    return part.tag in ("aside", "nav") or named(part, "zones", "other")


def dates_by(root: HtmlElement, headline: HtmlElement | None) -> Iterator[str]:
    """What the markup by the headline says of the publication: microdata of the same item, RDFa, and times near it."""
    if headline is None:
        return
    scope = next((e for e in headline.iterancestors() if e.get("itemscope") is not None), None)
    if scope is not None:
        yield from items(scope, "datePublished")
    yield from filter(None, map(_dated, _near(root, headline)))


def _dated(e: HtmlElement) -> Any:
    """The date that an element says is one of publication."""
    if e.get("property") in _PUBLISHED:
        return e.get("content") or e.get("datetime")
    if e.tag == "abbr" and "published" in (e.get("class") or "").split():
        return e.get("title")
    if e.tag != "time":
        return None
    shown = e.text_content() or "\n"
    words = f"{e.getparent().text_content().partition(shown)[0][-30:]} {e.get('itemprop') or ''} {e.get('class') or ''}"
    return None if _CHANGE.search(words) else e.get("datetime") or shown


def items(scope: HtmlElement, prop: str) -> list[str]:
    """Values of a property of an item in microdata, not of the items inside it."""
    found = []
    for e in scope.xpath(".//*[@itemprop=$prop]", prop=prop):
        owner = next((a for a in e.iterancestors() if a.get("itemscope") is not None), None)
        if owner is scope:
            found.append(e.get("content") or e.get("datetime") or "")
    return [value for value in found if value]
