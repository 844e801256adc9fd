"""NewsML-G2 (news items, alone or in a message) and NITF, as agencies send them (https://iptc.org/standards/)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from recoupe.errors import RecoupeError
from recoupe.read.formats.dates import day_or_none
from recoupe.read.formats.pages import text_of_markup
from recoupe.read.formats.part import Part, Reading, short
from recoupe.read.formats.refusals import CANCELLED, DAMAGED, ENTITIES, NO_ITEM, NO_TEXT
from recoupe.read.formats.sniff import plainly
from recoupe.read.formats.stream import Stream
from recoupe.records import Document

_USABLE = ("stat:usable", "usable", "")
_NOT_TEXT = ("picture", "audio", "video", "graphic", "animation")
_NAMES = "p hl1 hl2 h1 h2 h3 h4 h5 h6 li lede dd dt td th blockquote pre caption"
_BLOCKS = frozenset(_NAMES.split())


def read_newsml(stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    """The text of each news item, one held at a time; pictures are left out, entities refused, nothing fetched."""
    from lxml import etree

    head = plainly(stream.head())
    if b"<!ENTITY" in head:
        raise ENTITIES.at(name)
    number = 0
    walk = etree.iterparse(
        stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    depth = 0
    try:
        for event, element in walk:
            tag = _tag(element)
            if tag not in ("newsitem", "nitf"):
                continue
            depth += 1 if event == "start" else -1
            if event == "start" or depth:
                continue
            number += 1
            shown = f"{name}#{number}"
            try:
                document = _item(element, shown, reading)
                if document is not None:
                    yield Part(shown, document, etree.tostring(element, with_tail=False))
            except RecoupeError as error:
                yield Part(shown, error)
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        raise DAMAGED.at(name, str(error)[:200]) from error
    if not number:
        raise NO_ITEM.at(name)


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _find(element: Any, *path: str) -> Any:
    """The first element down a path of local names; None where there is none."""
    for wanted in path:
        element = next((e for e in element.iter() if _tag(e) == wanted), None)
        if element is None:
            return None
    return element


def _said(element: Any, *path: str) -> str:
    found = _find(element, *path)
    return " ".join("".join(found.itertext()).split()) if found is not None else ""


def _item(element: Any, name: str, reading: Reading) -> Document | None:
    """The document of an item; None for one of another kind than text. Raises UnreadableFile."""
    if _tag(element) == "nitf":
        return _document(element, name, reading, body=_body_text(_find(element, "body.content")))
    kind = _find(element, "itemclass")
    if kind is not None and any(word in kind.get("qcode", "").lower() for word in _NOT_TEXT):
        return None
    status = _find(element, "pubstatus")
    if status is not None and status.get("qcode", "").lower() not in _USABLE:
        raise CANCELLED.at(name, status.get("qcode", ""))
    content = _find(element, "contentset")
    if content is None:
        raise NO_TEXT.at(name)
    return _document(element, name, reading, body=_inline(content))


def _inline(content: Any) -> str:
    data = _find(content, "inlinedata")
    xml = _find(content, "inlinexml")
    if xml is not None:
        body = _find(xml, "body.content")
        if body is None:
            body = _find(xml, "body")
        return _body_text(body if body is not None else xml)
    if data is None:
        return ""
    text = "".join(data.itertext())
    return text_of_markup(text) if "html" in (data.get("contenttype") or "") or "</p>" in text else text


def _body_text(body: Any) -> str:
    """The paragraphs of a body of XHTML or NITF."""
    if body is None:
        return ""
    blocks = [e for e in body.iter() if _tag(e) in _BLOCKS and not any(_tag(c) in _BLOCKS for c in e.iterdescendants())]
    texts = (" ".join("".join(block.itertext()).split()) for block in blocks)
    return "\n\n".join(filter(None, texts)) or " ".join("".join(body.itertext()).split())


def _document(element: Any, name: str, reading: Reading, *, body: str) -> Document:
    if not body.strip():
        raise NO_TEXT.at(name)
    dates = (_said(element, "versioncreated"), _said(element, "contentcreated"), _said(element, "firstcreated"))
    issued = _find(element, "date.issue")
    days = [*dates, issued.get("norm", "") if issued is not None else ""]
    provider = _find(element, "provider")
    outlet = _said(element, "provider", "name") or _said(element, "provider") or _said(element, "copyrightholder")
    if not outlet and provider is not None:
        outlet = (provider.get("literal") or provider.get("qcode") or "").rpartition(":")[2]
    by = _said(element, "contentmeta", "by") or _said(element, "byline")
    creator = _said(element, "contentmeta", "creator", "name")
    return reading.article(
        body,
        name=name,
        title=_said(element, "headline") or _said(element, "hl1"),
        outlet=short(outlet),
        date=next(filter(None, map(day_or_none, days)), None),
        author=short(by or (creator if creator != outlet else "")),
        address=short(element.get("guid")),
        reader="newsml@1",
    )
