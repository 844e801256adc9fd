"""IPTC ninjs, 1.x to 3.x: news items in JSON (https://iptc.org/standards/ninjs/)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from recoupe.errors import RecoupeError
from recoupe.read.formats.dates import day_or_none
from recoupe.read.formats.pages import has_markup, text_of_markup
from recoupe.read.formats.part import Part, Reading, short
from recoupe.read.formats.refusals import CANCELLED, NO_TEXT

_VOID = ("canceled", "cancelled", "withheld")
_DEEP = 3


def is_ninjs(value: object) -> bool:
    """Whether a JSON value is an item: an address and the fields that the standard alone has.

    Superdesk, which writes most of them, calls the address "guid".
    """
    if not isinstance(value, Mapping):
        return False
    if "ninjs" in str(value.get("standard") or value.get("$standard") or ""):
        return True
    keys = {str(key).lower() for key in value}
    own = ("versioncreated", "pubstatus", "headlines", "bodies", "associations", "headline")
    return (
        ("uri" in keys or {"guid", "versioncreated"} <= keys)
        and any(k in keys for k in own)
        and any(k.startswith(("body_", "bodies", "headline_")) or k in own[:2] for k in keys)
    )


def items(item: Mapping[str, Any], name: str, raw: bytes, reading: Reading, depth: int = 0) -> Iterator[Part]:
    """The text of an item, then of the items it holds; pictures, sound and films among these are left out."""
    low = {str(key).lower(): value for key, value in item.items()}
    kind = str(low.get("type") or "text")
    held = list(_associated(low.get("associations"))) if depth < _DEEP else []
    try:
        if str(low.get("pubstatus")) in _VOID:
            raise CANCELLED.at(name)
        if kind in ("text", "composite") and (_body(low) or (depth == 0 and not held)):
            yield _item(low, name, raw, reading)
    except RecoupeError as error:
        yield Part(name, error)
    for key, value in held:
        yield from items(value, f"{name}!{key}", raw, reading, depth + 1)


def _item(low: Mapping[str, Any], name: str, raw: bytes, reading: Reading) -> Part:
    body = _body(low)
    whole = bool(body.strip())
    body = body if whole else _body(low, "description", "descriptions")
    if not body.strip():
        raise NO_TEXT.at(name)
    source = _named(low.get("infosources")) or _named(low.get("rightsinfo"))
    source = source or low.get("copyrightholder") or low.get("source")
    address = low.get("uri") or low.get("guid")
    days = (low.get(key) for key in ("versioncreated", "contentcreated", "firstcreated"))
    document = reading.article(
        body,
        name=name,
        title=_headline(low),
        outlet=short(str(source)) if source else None,
        date=next(filter(None, map(day_or_none, days)), None),
        author=short(str(low.get("byline") or low.get("by") or "")),
        address=short(str(address)) if address else None,
        section=_named(low.get("subject") or low.get("subjects")),
        reader="ninjs@1" if whole else "ninjs.summary@1",
    )
    return Part(name, document, raw)


def _body(low: Mapping[str, Any], key: str = "body", rows: str = "bodies") -> str:
    """The text: that of the markup, which tells paragraphs, unless a plain one holds more."""
    texts = [v for k, v in low.items() if k.startswith(f"{key}_") and isinstance(v, str)]
    texts += [str(row["value"]) for row in low.get(rows) or () if isinstance(row, Mapping) and row.get("value")]
    read = [text_of_markup(text) if has_markup(text) else text for text in texts]
    return max(read, key=lambda text: len(text.split()) + text.count("\n\n"), default="")


def _headline(low: Mapping[str, Any]) -> str:
    for headline in low.get("headlines") or ():
        if isinstance(headline, Mapping) and headline.get("value"):
            return str(headline["value"])
    own = (low[key] for key in sorted(low) if key == "headline" or key.startswith("headline_"))
    return next((text for text in own if isinstance(text, str)), str(low.get("title") or ""))


def _named(value: object) -> str | None:
    rows = value if isinstance(value, list) else [value]
    return next((short(str(row["name"])) for row in rows if isinstance(row, Mapping) and row.get("name")), None)


def _associated(value: object) -> Iterator[tuple[str, Mapping[str, Any]]]:
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value, 1) if isinstance(value, list) else ()
    for key, item in pairs:
        if isinstance(item, Mapping):
            yield str(key)[:80], item
