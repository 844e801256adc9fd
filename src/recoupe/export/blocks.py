"""Headings, items and lines: what every view comes to, for the terminal, as Markdown and as one HTML file."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable, Sequence
from typing import TypeVar

import msgspec

from recoupe.messages import Messages
from recoupe.text import harmless

S = TypeVar("S", bound=msgspec.Struct)
Style = Callable[[str, str], str]
"""(text, part) -> styled text; parts: title, speaker, act, note, number."""


class Item(msgspec.Struct, frozen=True):
    """One thing: what it is, what is said of it, the numbers of its sources, and lines under it (who says what)."""

    head: str
    text: str = ""
    numbers: tuple[int, ...] = ()
    lines: tuple[str, ...] = ()
    id: str = ""


class Block(msgspec.Struct, frozen=True):
    """A heading with its items; ``why`` stands under the heading, ``more`` under the items."""

    heading: str
    items: tuple[Item, ...] = ()
    why: str = ""
    more: str = ""


class Page(msgspec.Struct, frozen=True):
    """A title, how much there is, the blocks, and the numbered sources that they cite: (number, words, document id)."""

    title: str
    counts: str
    blocks: tuple[Block, ...]
    sources: tuple[tuple[int, str, str], ...] = ()


def plain(text: str, _part: str) -> str:
    """No style at all."""
    return text


def clean(page: S) -> S:
    """The same with every text as :func:`recoupe.text.harmless` gives it, on one line."""

    def walk(value: object) -> object:
        if isinstance(value, str):
            return harmless(" ".join(value.splitlines()))
        if isinstance(value, dict):
            return {key: walk(inner) for key, inner in value.items()}
        return [walk(inner) for inner in value] if isinstance(value, list | tuple) else value

    return msgspec.convert(walk(msgspec.to_builtins(page)), type(page))


def as_text(page: Page, t: Messages, *, width: int = 100, style: Style = plain) -> str:
    """For a terminal of ``width`` columns."""
    page = clean(page)
    out = [style(page.title, "title"), style(page.counts, "note")] if page.title else []
    for block in page.blocks:
        if block.heading:
            out += ["", style(block.heading, "title")]
        if block.why:
            out += [style(row, "note") for row in textwrap.wrap(block.why, width)]
        for item in block.items:
            out += item_text(item, t, width=width, style=style)
        if block.more:
            out.append(style("  " + block.more, "note"))
    if page.sources:
        out += ["", style(t("brief.sources"), "title")]
    for number, words, _ in page.sources:
        label = f"[{number}]"
        rows = _wrap(f"{label} {words}", width, "", " " * (len(label) + 1))
        out += [rows[0].replace(label, style(label, "number"), 1), *rows[1:]]
    return "\n".join(out) + "\n"


def item_text(item: Item, t: Messages, *, width: int, style: Style) -> list[str]:
    """The lines of an item on the screen; its id, where it has one, comes first."""
    numbers = f"[{', '.join(map(str, item.numbers))}]" if item.numbers else ""
    # the numbers must not be parted from each other, nor begin a line
    tail = "\u00a0" + numbers.replace(" ", "\u00a0") if numbers else ""
    label = item.head + (t("quote.dash") if item.head and item.text else "")
    whole = f"{item.id}{' ' if item.id else ''}{label}{item.text}{tail}"
    rows = _wrap(whole, width, "" if item.id else "  ", "    ")
    rows[0] = rows[0].replace(item.id, style(item.id, "note"), 1) if item.id else rows[0]
    rows[0] = rows[0].replace(item.head, style(item.head, "act"), 1) if item.head else rows[0]
    for line in item.lines:
        rows += _wrap(line, width, "    ", "      ")
    return rows


def _wrap(text: str, width: int, first: str, rest: str) -> list[str]:
    rows = textwrap.wrap(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    return rows or [first]


def as_markdown(page: Page, t: Messages) -> str:
    """Markdown, its own signs in the texts escaped."""
    page = clean(page)
    out = [f"# {escaped_md(page.title)}", "", page.counts]
    for block in page.blocks:
        out += ["", f"## {escaped_md(block.heading)}", ""]
        if block.why:
            out += [escaped_md(block.why), ""]
        for item in block.items:
            numbers = ", ".join(f"[{n}](#source-{n})" for n in item.numbers)
            head = f"**{escaped_md(item.head)}**{t('quote.dash') if item.text else ''}" if item.head else ""
            out.append(f"- {head}{escaped_md(item.text)}" + (f" [{numbers}]" if numbers else ""))
            out += [f"  - {_cited_md(line)}" for line in item.lines]
        if block.more:
            out.append(f"- {escaped_md(block.more)}")
    if page.sources:
        out += ["", f"## {t('brief.sources')}", ""]
    out += [f'{number}. <a id="source-{number}"></a>{escaped_md(words)} `{i}`' for number, words, i in page.sources]
    return "\n".join(out) + "\n"


def escaped_md(text: str) -> str:
    """The text with Markdown's own signs escaped."""
    return re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", text)


def _cited_md(line: str) -> str:
    return re.sub(r"\\\[(\d+)\\\]", r"[[\1](#source-\1)]", escaped_md(line))


CSS = """
:root{color-scheme:light dark;--ink:#1c1c1a;--soft:#63635e;--paper:#fcfcfa;--line:#dededa;--act:#7a2e12}
@media(prefers-color-scheme:dark){:root{--ink:#e8e8e3;--soft:#a3a39c;--paper:#181817;--line:#383835;--act:#e59a77}}
body{margin:2rem auto;padding:0 1rem;max-width:46rem;background:var(--paper);color:var(--ink);
font:1rem/1.55 Georgia,'Times New Roman',serif;overflow-wrap:anywhere}
h1,h2,h3{line-height:1.25}h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem;border-top:1px solid var(--line);
padding-top:1rem}h3{font-size:1.05rem}ul{padding-left:1.1rem}li{margin:.45rem 0}.act{color:var(--act);font-style:italic}
.note,.id{color:var(--soft);font-size:.9em}.id{font-family:ui-monospace,monospace}a{color:inherit}
"""


def as_html(page: Page, t: Messages) -> str:
    """One HTML file that needs no other; every text escaped."""
    page, e = clean(page), html.escape
    out = [
        f'<!doctype html>\n<html lang="{t.language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{e(page.title)}</title><style>{CSS}</style></head><body>",
        f'<h1>{e(page.title)}</h1><p class="note">{e(page.counts)}</p>',
    ]
    for block in page.blocks:
        out.append(
            f"<h2>{e(block.heading)}</h2>" + (f'<p class="note">{e(block.why)}</p>' if block.why else "") + "<ul>"
        )
        out += [f"<li>{_html_item(item, t)}</li>" for item in block.items]
        out.append((f'<li class="note">{e(block.more)}</li>' if block.more else "") + "</ul>")
    if page.sources:
        out.append(f"<h2>{e(t('brief.sources'))}</h2><ol>")
        out += [
            f'<li id="source-{n}" value="{n}">{e(words)} <span class="id">{i}</span></li>'
            for n, words, i in page.sources
        ]
        out.append("</ol>")
    return "\n".join([*out, "</body></html>"]) + "\n"


def _html_item(item: Item, t: Messages) -> str:
    e = html.escape
    head = f'<span class="act">{e(item.head)}</span>{e(t("quote.dash")) if item.text else ""}' if item.head else ""
    numbers = ", ".join(f'<a href="#source-{n}">{n}</a>' for n in item.numbers)
    lines = "".join(f"<li>{_cited_html(line)}</li>" for line in item.lines)
    return f"{head}{e(item.text)}" + (f" [{numbers}]" if numbers else "") + (f"<ul>{lines}</ul>" if lines else "")


def _cited_html(line: str) -> str:
    return re.sub(r"\[(\d+)\]", r'[<a href="#source-\1">\1</a>]', html.escape(line))


def listed(
    items: Sequence[Item], t: Messages, *, limit: int | None, total: int | None = None
) -> tuple[tuple[Item, ...], str]:
    """At most ``limit`` items, and how many more there are in words."""
    shown = tuple(items[:limit])
    left = (len(items) if total is None else total) - len(shown)
    return shown, t("brief.more", n=left) if left > 0 else ""
