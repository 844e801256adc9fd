"""A brief for the terminal, as Markdown, as one HTML file, or as JSON."""

from __future__ import annotations

import re

import msgspec

from recoupe.export import wording
from recoupe.export.blocks import Block, Item, Page, Style, as_html, as_markdown, as_text, listed, plain
from recoupe.export.board import issue_item, promise_item
from recoupe.export.findings import brief_item, clash_item
from recoupe.messages import Messages
from recoupe.views import Brief
from recoupe.views.deadlines import OVERDUE_FIRST

_ORDER = ("corroborated", "contested", "single", "positions", "proposed", "planned", "promises", "denied")
_FEW = 50
"""Sources that a brief lists though nothing cites them: those of a dossier in which nothing is reported."""


def as_page(brief: Brief, t: Messages, *, name: str, limit: int | None = None) -> Page:
    """The brief under its headings, at most ``limit`` items each, and the sources that are cited."""
    found = {s.heading: _findings(s.heading, brief, t, limit) for s in brief.sections}
    found |= {"positions": _positions(brief, t, limit), "promises": _promises(brief, t, limit)}
    blocks = [found[h] for h in _ORDER if h in found and found[h].items]
    blocks += [b for b in (_unresolved(brief, t), _speakers(brief, t, limit)) if b.items]
    if not brief.findings:
        blocks.insert(0, Block(t("brief.empty")))
    cited = _cited(blocks) if brief.findings else {s.number for s in brief.sources[:_FEW]}
    sources = tuple((s.number, wording.source(s, t), s.document) for s in brief.sources if s.number in cited)
    counts = t(
        "brief.counts",
        documents=t("brief.documents", n=brief.documents),
        findings=t("brief.findings", n=brief.findings),
        statements=t("brief.statements", n=brief.statements),
    )
    return Page(f"{t('brief.title')} · {name}", counts, tuple(blocks), sources)


def as_json(brief: Brief) -> str:
    """The brief as it is, one JSON object."""
    return msgspec.json.format(msgspec.json.encode(brief), indent=1).decode() + "\n"


def rendered(
    brief: Brief,
    form: str,
    t: Messages,
    *,
    name: str,
    limit: int | None = None,
    width: int = 100,
    style: Style = plain,
) -> str:
    """The brief in one of the forms "text", "md", "html", "json"."""
    if form == "json":
        return as_json(brief)
    page = as_page(brief, t, name=name, limit=limit)
    if form == "md":
        return as_markdown(page, t)
    return as_html(page, t) if form == "html" else as_text(page, t, width=width, style=style)


def _findings(heading: str, brief: Brief, t: Messages, limit: int | None) -> Block:
    section = next(s for s in brief.sections if s.heading == heading)
    made = clash_item if heading == "contested" else brief_item
    items, more = listed([made(c, t) for c in section.findings], t, limit=limit, total=section.total)
    if heading == "corroborated":
        # how many origins agree is what this heading is about
        heads = [
            f"{i.head} ({t('finding.origins', n=len(c.origins))})"
            for i, c in zip(items, section.findings, strict=False)
        ]
        items = tuple(msgspec.structs.replace(i, head=head) for i, head in zip(items, heads, strict=True))
    return Block(f"{t(f'brief.{heading}')} ({section.total})", items, more=more)


def _positions(brief: Brief, t: Messages, limit: int | None) -> Block:
    shown = [row for row in brief.issues if row.proposed or len(row.cells) > 1 or any(c.moved for c in row.cells)]
    items, more = listed(
        [issue_item(row, t, history=False) for row in shown or brief.issues], t, limit=limit, total=len(brief.issues)
    )
    return Block(f"{t('brief.positions')} ({len(brief.issues)})", items, more=more)


def _promises(brief: Brief, t: Messages, limit: int | None) -> Block:
    rows = sorted(brief.promises, key=lambda p: OVERDUE_FIRST.index(p.state))
    items, more = listed([promise_item(p, t) for p in rows], t, limit=limit)
    judged = t("deadline.as_of", day=wording.day(brief.as_of, t)) if brief.as_of else ""
    return Block(f"{t('brief.promises')} ({len(rows)})", items, judged, more)


def _unresolved(brief: Brief, t: Messages) -> Block:
    left = brief.unresolved
    items = [
        Item("", t(f"brief.{name}", n=n))
        for name, n in (
            ("unidentified", left.unidentified),
            ("undated_documents", left.undated),
            ("overdue", sum(p.state == "unknown" for p in brief.promises)),
            ("unchecked", left.unchecked),
        )
        if n
    ]
    return Block(t("brief.open"), tuple(items))


def _speakers(brief: Brief, t: Messages, limit: int | None) -> Block:
    items = []
    for s in brief.speakers[:limit]:
        name = f"{s.name} ({s.statements})"
        if s.line is None:
            items.append(Item(name))
            continue
        told = wording.remarks(s.line, t)
        said = f"{wording.label(s.line, t)}{wording.content(s.line, t)}" + (f" ({told})" if told else "")
        items.append(Item(name, said, s.line.sources))
    return Block(t("brief.speaking"), tuple(items), more=t("brief.speaking_more"))


def _cited(blocks: list[Block]) -> set[int]:
    """Numbers of the sources that the items and their lines cite."""
    items = [i for b in blocks for i in b.items]
    lines = [line for i in items for line in i.lines]
    return {n for i in items for n in i.numbers} | {int(n) for line in lines for n in re.findall(r"\[(\d+)\]", line)}
