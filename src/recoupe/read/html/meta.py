"""What a page says of itself, in JSON-LD, in meta elements, and by its headline. Nothing is guessed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from recoupe.read.addresses import absolute, path_of
from recoupe.read.html.headline import BAR, LONGEST_NAME, clean, dates_by, headline_of, signed_by, site_of, unsigned

_ARTICLE = re.compile(r"\w*(?:Article|Posting)\Z")
_AUTHOR = ("author", "article:author", "parsely-author", "dc.creator", "dcterms.creator", "byl", "sailthru.author")
_PAGE_TYPES = ("WebPage", "ItemPage", "VideoObject")
_CONTROL = re.compile(r"[\x00-\x1f]+")
_COMMA = re.compile(r",\s*([}\]])")
_DATES = (
    "article:published_time", "article:published", "og:published_time", "og:article:published_time", "datepublished",
    "publication_date", "publish-date", "publish_date", "publishdate", "pubdate", "parsely-pub-date", "sailthru.date",
    "cxenseparse:recs:publishtime", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created", "dc.date",
    "dcterms.date", "citation_publication_date", "date",
)  # fmt: skip
"""Names of meta elements that say when a page was published, the surest first; none says when it was changed."""
_URL_DATE = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])/(0[1-9]|[12]\d|3[01])(?:/|\Z)")


@dataclass(frozen=True)
class Meta:
    """What a page says of itself; ``dates``: what it says of its publication, as written, the surest first."""

    title: str | None
    headline: HtmlElement | None
    """The element of the page that holds the title."""
    author: str | None
    section: str | None
    outlet: str | None
    address: str | None
    dates: tuple[str, ...]
    bodies: tuple[str, ...]
    """Text of the article, or of the entries of a live blog, where the metadata holds it."""


def meta(root: HtmlElement, base: str | None = None) -> Meta:
    """The metadata of a page; ``base`` is the address that it was read from, where that is known."""
    tags = _tags(root)
    nodes = list(_nodes(root))
    main = _main(nodes, tags.get("og:title"))
    titles = (*_texts(main.get("headline")), tags.get("og:title"), tags.get("twitter:title"), root.findtext(".//title"))
    named = [title for title in map(clean, titles) if title]
    headline = headline_of(root, named)
    dates = (*_texts(main.get("datePublished")), *(tags[d] for d in _DATES if d in tags), *dates_by(root, headline))
    address = _address(root, tags, main, base)
    outlets = (tags.get("og:site_name"), *_names(main.get("publisher")), _site(nodes), tags.get("application-name"))
    outlet = clean(_first((*outlets, site_of(root, headline))))
    sections = (*_texts(main.get("articleSection")), tags.get("article:section"), tags.get("section"))
    return Meta(
        title=re.sub(rf"{BAR}{re.escape(outlet)}\Z", "", named[0]) if named and outlet else _first(named),
        headline=headline,
        author=_author(main, tags, nodes) or signed_by(root, headline),
        section=clean(_first(sections)),
        outlet=outlet,
        address=address,
        dates=tuple(d for d in (*dates, _date_in(address)) if d),
        bodies=tuple(_bodies(main)),
    )


def _date_in(address: str | None) -> str | None:
    """The ISO day in an address such as /2031/03/12/…, which publishing systems make at publication."""
    found = _URL_DATE.search(path_of(address))
    return "-".join(found.groups()) if found else None


def _tags(root: HtmlElement) -> dict[str, str]:
    """Contents of the meta elements by lower-case name or property, the first of each."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or ""
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _nodes(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """Every node of the page's JSON-LD, graphs and lists laid open; a block that is no JSON says nothing."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        stack: list[Any] = [_parsed(script.text or "")]
        while stack:
            node = stack.pop()
            if isinstance(node, list):
                stack += reversed(node)
            elif isinstance(node, dict):
                yield node
                stack += [node.get(key) for key in ("mainEntity", "mainEntityOfPage", "@graph")]


def _parsed(text: str) -> Any:
    text = text.strip().removeprefix("<!--").removesuffix("-->").strip()
    text = re.sub(r"\A(?://)?\s*<!\[CDATA\[|(?://)?\s*\]\]>\Z", "", text).strip().rstrip(";")
    for form in (text, _COMMA.sub(r"\1", _CONTROL.sub(" ", text))):
        try:
            return json.loads(form, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _types(node: dict[str, Any]) -> list[str]:
    return [str(t).rpartition("/")[2] for t in _listed(node.get("@type"))]


def _main(nodes: list[dict[str, Any]], title: str | None) -> dict[str, Any]:
    """The node that is about the page's own article: not one of a list of other articles."""
    articles = [n for n in nodes if any(_ARTICLE.match(t) for t in _types(n))]
    named = [n for n in articles if title and title in _texts(n.get("headline")) + _texts(n.get("name"))]
    pages = [n for n in nodes if any(t in _PAGE_TYPES for t in _types(n))]
    if not named and len({tuple(_texts(n.get("headline"))) for n in articles}) > 1:
        articles = [n for n in articles if n.get("mainEntityOfPage") or n.get("articleBody")][:1]
    return next(iter((*named, *articles, *pages)), {})


def _site(nodes: list[dict[str, Any]]) -> str | None:
    known = ("NewsMediaOrganization", "WebSite")
    return next((name for kind in known for n in nodes if kind in _types(n) for name in _texts(n.get("name"))), None)


def _author(main: dict[str, Any], tags: dict[str, str], nodes: list[dict[str, Any]]) -> str | None:
    """The authors whom the metadata names; an address is no name."""
    by_id = {n["@id"]: n for n in nodes if isinstance(n.get("@id"), str) and "name" in n}
    stated = [by_id.get(a.get("@id", ""), a) if isinstance(a, dict) else a for a in _listed(main.get("author"))]
    for given in ([name for a in stated for name in _names(a)], [tags[name] for name in _AUTHOR if name in tags][:1]):
        names = (unsigned(name) for name in given if len(name) < LONGEST_NAME and "://" not in name)
        if found := ", ".join(dict.fromkeys(filter(None, names))):
            return found
    return None


def _address(root: HtmlElement, tags: dict[str, str], main: dict[str, Any], base: str | None) -> str | None:
    links = (e for e in root.iter("link") if "canonical" in (e.get("rel") or "").lower().split())
    base = next((absolute(base, e.get("href")) for e in root.iter("base") if e.get("href")), base)
    page = main.get("mainEntityOfPage")
    stated = [page.get("@id") if isinstance(page, dict) else page, main.get("url")]
    given = (*(e.get("href") for e in links), tags.get("og:url"), *stated, base)
    return _first(absolute(base, one) for one in given if isinstance(one, str) and one.strip())


def _bodies(main: dict[str, Any]) -> Iterator[str]:
    yield from _texts(main.get("articleBody"))
    for update in _listed(main.get("liveBlogUpdate")):
        if isinstance(update, dict):
            yield from _texts(update.get("headline"))
            yield from _texts(update.get("articleBody"))


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _texts(value: Any) -> list[str]:
    return [v for v in _listed(value) if isinstance(v, str) and v.strip()]


def _names(value: Any) -> list[str]:
    """Names of people or organisations: a string, or nodes with a name."""
    found = []
    for v in _listed(value):
        found += _texts(v.get("name")) if isinstance(v, dict) else _texts(v)
    return found


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)
