"""The board, due dates and differences in words: one item an issue, a promise, a change."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from recoupe.export.blocks import Block, Item, listed
from recoupe.export.findings import brief_item, who
from recoupe.export.reviewing import remark
from recoupe.export.wording import country, day, interval, short_date
from recoupe.messages import Messages
from recoupe.views import Cell, Difference, Outlets, Promise, Row, Stance, Voice, shorten

if TYPE_CHECKING:
    from recoupe.views.stories import StoryLine

_QUOTED = 140
"""Characters of a quotation on a line of the board."""


def issue_item(row: Row, t: Messages, *, history: bool = True) -> Item:
    """An issue: who put it forward, then one line a stance: party, day, source and words; the present one first."""
    lines = []
    for name, told in row.proposed:
        said = proposed(name, short_date(told.dated, t), t)
        lines.append(f"{said} [{told.source}]{t('quote.colon')}{_quote(told.quote, t)}{_by(told.by, (name,), t)}")
    for cell in row.cells:
        lines += _cell(cell, t, history=history)
    return Item(shorten(row.issue, 120), lines=tuple(lines))


def proposed(name: str, day: str, t: Messages) -> str:
    """Who put an issue forward, and when; a proposal without a proposer is nobody's."""
    return t("board.proposed", name=name, day=day) if name else t("board.proposed_unnamed", day=day)


def _cell(cell: Cell, t: Messages, *, history: bool) -> list[str]:
    marked = f"{cell.party} ({t('board.moved')})" if cell.moved else cell.party
    lines = [f"{marked}{t('quote.colon')}{_stance(s, cell, t)}" for s in cell.present]
    if history:
        lines += [f"{cell.party}, {t('board.before')}{t('quote.colon')}{_stance(s, cell, t)}" for s in cell.history]
    elif cell.history and cell.moved:
        lines.append(f"{cell.party}, {t('board.before')}{t('quote.colon')}{_stance(cell.history[-1], cell, t)}")
    return lines


def _stance(s: Stance, cell: Cell, t: Messages) -> str:
    status = "" if s.told.event.status in ("happened", "claimed") else f" ({t(f'status.{s.told.event.status}')})"
    condition = f", {t('board.condition', words=s.condition)}" if s.condition else ""
    cited = " ".join(f"[{n}]" for n in sorted({s.told.source, *s.also}))
    said = f"{t(f'stance.{s.stance}')}{status}, {short_date(s.told.dated, t)} {cited}{condition}"
    words = f"{_quote(s.told.quote, t)}{_by(s.told.by, (cell.party,), t) or _voice(s, t)}"
    return f"{said}{t('quote.dash')}{words}{remark(s.told.review, t)}"


def _voice(s: Stance, t: Messages) -> str:
    return "" if s.told.by else f" ({who(s.told, t)})"


def _by(by: tuple[str, ...], known: tuple[str, ...], t: Messages) -> str:
    return f" ({t('event.according', names=', '.join(by))})" if by and by != known else ""


def _quote(words: str, t: Messages) -> str:
    return f"{t('quote.open')}{shorten(words, _QUOTED)}{t('quote.close')}"


def promise_item(p: Promise, t: Messages) -> Item:
    """A promise: when it falls due, how it stands, who made it, and the sentence that settles it."""
    lines = []
    if p.condition:
        lines.append(t("board.condition", words=p.condition))
    if p.settled_by is not None:
        s = p.settled_by
        said = t("deadline.settled", state=t(f"state.{p.state}"), day=short_date(s.dated, t))
        lines.append(f"{said} [{s.source}]{t('quote.colon')}{_quote(s.quote, t)} ({who(s, t)})")
    kind = t(f"deadline.{p.subtype}") if t.has(f"deadline.{p.subtype}") else t(f"event.{p.type}")
    names = ", ".join(p.parties) or "?"
    told = f" ({who(p.told, t)})" if p.told.by != p.parties else ""
    head = f"{due(p, t)}, {t(f'state.{p.state}')}"
    return Item(head, f"{kind}, {names}{t('quote.colon')}{_quote(p.told.quote, t)}{told}", p.sources, tuple(lines))


def due(p: Promise, t: Messages) -> str:
    """The due date in words; in brackets where the text gives a length alone and it is counted from its own day."""
    if p.due_latest is None:
        return t("deadline.undated", words=p.due_words)
    said = interval(p.due_earliest or p.due_latest, p.due_latest, t)
    return f"[{t('deadline.counted', day=said, words=p.due_words)}]" if p.counted else said


def difference_blocks(d: Difference, t: Messages, *, limit: int | None = None) -> list[Block]:
    """What is new, one block a kind; a finding that is new and contested stands under the graver one."""
    blocks = []
    turned = tuple(
        Item(
            ", ".join(x.after.by) or x.after.voice or t("finding.text"),
            f"{_quote(x.after.quote, t)}, {short_date(x.after.dated, t)}",
            (x.after.source,),
            (f"{t('board.before')}{t('quote.colon')}{_quote(x.before.quote, t)} [{x.before.source}]",),
        )
        for x in d.turned
    )
    settled = tuple(promise_item(p, t) for p in d.settled)
    for kind in ("contested", "denied", "changed", "settled", "corroborated", "superseded", "new"):
        told = {"changed": turned, "settled": settled}
        items = told.get(kind) or tuple(brief_item(m.after, t, was=m.was) for m in d.moved if _kind(m.kinds) == kind)
        if items:
            shown, more = listed(items, t, limit=limit)
            blocks.append(Block(f"{t(f'diff.{kind}')} ({len(items)})", shown, more=more))
    return blocks


def _kind(kinds: Iterable[str]) -> str:
    found = set(kinds)
    return next(k for k in ("contested", "denied", "corroborated", "superseded", "new") if k in found)


def outlet_blocks(found: Outlets, t: Messages) -> list[Block]:
    """Outlets, then documents."""
    titles = {s.number: s for s in found.sources}
    outlets = tuple(Item(v.name, _known(v, t) + _counts(v, t), v.documents, _lines(v, t, found)) for v in found.outlets)
    documents = tuple(
        Item(
            f"[{s.number}] {s.title}",
            f"{s.outlet or t('brief.no_outlet')}, {short_date(s.dated, t)} ; {_counts(v, t)}"
            + (f" ; {t('brief.same_text', n=s.same_text)}" if s.same_text else ""),
        )
        for v in found.documents
        for s in [titles[v.documents[0]]]
    )
    copies = tuple(
        Item(
            f"[{c.a}] – [{c.b}]",
            t(f"copy.{c.kind}", a=_percent(c.a_in_b, t), b=_percent(c.b_in_a, t), one=c.a, other=c.b),
            lines=(t("quote.open") + shorten(c.passage) + t("quote.close"),) if c.passage else (),
        )
        for c in found.copies
    )
    blocks = [Block(t("sources.outlets"), outlets, t("sources.why")), Block(t("sources.documents"), documents)]
    return [*blocks, *([Block(t("sources.copies"), copies, t("sources.copying"))] if copies else [])]


def _known(v: Voice, t: Messages) -> str:
    """What is known of an outlet: its kind and its country."""
    kind = t(f"outlet.{v.kind}") if v.kind and t.has(f"outlet.{v.kind}") else v.kind
    said = ", ".join(filter(None, (kind, country(v.country, t) if v.country else "")))
    return f"{said} ; " if said else ""


def _percent(part: float, t: Messages) -> str:
    return f"{part * 100:.0f}" + ("\u202f%" if t.language == "fr" else "%")


def _counts(v: Voice, t: Messages) -> str:
    parts = [t("sources.records", n=v.records)]
    parts += [t(f"sources.{name}", n=n) for name, n in (("own", v.own), ("first", v.first), ("alone", v.alone)) if n]
    return ", ".join(parts)


def _lines(v: Voice, t: Messages, found: Outlets) -> tuple[str, ...]:
    lines = []
    if v.relays:
        lines.append(t("sources.relays", names=", ".join(f"{name} ({n})" for name, n in v.relays[:8])))
    if v.after and len(found.outlets) > 1:
        lines.append(t("sources.after", names=", ".join(f"{name} ({n})" for name, n in v.after[:8])))
    return tuple(lines)


def story_item(story: StoryLine, t: Messages) -> Item:
    """A story: its label, how many documents and days, and their numbers."""
    count = t("stories.documents", n=len(story.documents))
    if story.earliest and story.latest:
        key = "stories.day" if story.earliest == story.latest else "stories.days"
        days = t(key, documents=count, first=day(story.earliest, t), last=day(story.latest, t))
    else:
        days = t("stories.undated", documents=count)
    return Item(story.label or t("stories.unnamed"), days, story.documents)
