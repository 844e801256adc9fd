"""SVG elements, escaped; and how wide words are, so that they can be laid out without a browser."""

from __future__ import annotations

from typing import NamedTuple

from markupsafe import Markup, escape

from recoupe.text import harmless

Value = str | float | int | None
_WIDTHS = {
    **dict.fromkeys("ijl|'’.,:;!", 0.32),
    **dict.fromkeys("fI()[]-\u2011/ \u00a0\u202ft", 0.39),
    **dict.fromkeys("rJ°", 0.43),
    **dict.fromkeys("mMwW—…%œŒæ", 1.0),
    **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ«»", 0.76),
}
"""Of the widest common sans-serif (DejaVu Sans), in ems; other letters are 0.63, those of East Asia 1."""


class Box(NamedTuple):
    """A rectangle: left, top, right, bottom, in user units."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def inside(self, other: Box) -> bool:
        """Whether no part of it lies outside the other."""
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


def tag(name: str, *children: Markup | str, **attributes: Value) -> Markup:
    """An element: strings are made harmless and escaped, Markup is taken as it is.

    Of the names of attributes, "_" stands for "-" and a last one is dropped (``class_``); None leaves one out.
    """
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(harmless(number(value)))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if not children:
        return Markup(f"<{name}{said}/>")
    inner = "".join(c if isinstance(c, Markup) else escape(harmless(c)) for c in children)
    return Markup(f"<{name}{said}>{inner}</{name}>")


def linked(href: str | None, title: str, *children: Markup, class_: str = "") -> Markup:
    """Shapes that lead somewhere, with a text that says what they are; without an address, shapes with a text."""
    said = tag("title", title)
    if href is None:
        return tag("g", said, *children, class_=class_ or None)
    return tag("a", said, *children, href=href, aria_label=title, class_=class_ or None)


def number(value: str | float | int | None) -> str:
    """A coordinate with one decimal at the most; a string as it is."""
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0").replace("-0", "0", 1) if abs(value) < 0.05 else _short(value)
    return str(value)


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def width(text: str, size: float) -> float:
    """About how wide a text is at most, in user units, at a font size."""
    return size * sum(_WIDTHS.get(c, 1.0 if c > "\u2e7f" else 0.63) for c in text)


def fitted(text: str, room: float, size: float) -> str:
    """The text, cut with an ellipsis where it is wider than ``room``; empty where hardly a letter fits."""
    text = harmless(text)
    if width(text, size) <= room:
        return text
    left = room - width("…", size)
    kept = ""
    for c in text:
        left -= width(c, size)
        if left < 0:
            break
        kept += c
    kept = kept.rstrip(" ,;:«“\u00a0\u202f")
    return f"{kept}…" if len(kept) >= 3 else ""
