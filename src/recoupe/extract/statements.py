"""Who said what: from a parsed document to its statements, with speaker, cue and exact content.

The finders of a language give drafts; here they are reconciled, nested, resolved to actors and recorded.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from recoupe.extract.actors import ActorBook, find_mentions
from recoupe.extract.resolve import Resolved, Resolver
from recoupe.lang.attribution import CONTRADICTED, Draft, Page
from recoupe.lang.base import Sentence
from recoupe.lang.fr.attribution import find_drafts, worth_parsing
from recoupe.lang.quotes import find_quotations
from recoupe.records import Document, Evidence, Mode, Statement
from recoupe.text import Overlapping, Span, overlaps, subtract, within

__all__ = ["find_statements", "worth_parsing"]

RULES = "statements@1"


def find_statements(document: Document, sentences: Sequence[Sentence], book: ActorBook) -> list[Statement]:
    """The statements of a document, in text order, inner ones included.

    ``sentences`` are those of the whole document, parsed where :func:`worth_parsing` says so; none overlaps a mask.
    """
    page = _page(document, sentences, book)
    drafts = _reconcile(find_drafts(page))
    answers = _resolve(
        drafts, Resolver(page.text, sentences, book, title=document.title.span if document.title else None)
    )
    outers = _outers(drafts)
    built: dict[int, Statement] = {}

    def build(i: int) -> Statement:
        if i not in built:
            outer = build(outers[i]).id if i in outers else None
            built[i] = _statement(document, page, drafts[i], answers[i], outer)
        return built[i]

    unique = {s.id: s for s in map(build, range(len(drafts)))}
    return sorted(unique.values(), key=lambda s: (s.content[0].start, s.content[-1].end))


def _page(document: Document, sentences: Sequence[Sentence], book: ActorBook) -> Page:
    text, masks = document.text, [(m.start, m.end) for m in document.masks]
    blocks = [
        part
        for b in document.blocks
        if b.kind not in ("dateline", "credit")
        for part in subtract((b.start, b.end), masks)
    ] or [s.span for s in sentences]
    quotations = [q for q in find_quotations(text, blocks) if not any(overlaps(q.span, m) for m in masks)]
    headings = [(b.start, b.end) for b in document.blocks if b.kind in ("title", "heading")]
    mentions = [(m.span, m.kind) for m in find_mentions(text, [s for s in sentences if s.tokens], book)]
    return Page(text, list(sentences), quotations, blocks, headings, mentions)


def _reconcile(drafts: list[Draft]) -> list[Draft]:
    """One draft for each cue and each content, the better reading of each, in text order."""
    kept: list[Draft] = []
    by_cell: dict[int, list[Draft]] = {}
    contents = _contents(drafts)
    for draft in sorted(drafts, key=lambda d: (d.rank, d.start)):
        if not draft.content or any(end <= start for start, end in draft.content):
            continue
        cells = _cells([*draft.content, *([draft.cue] if draft.cue else [])])
        if any(_same(draft, other) for cell in cells for other in by_cell.get(cell, ())):
            continue
        if draft.continues and any(
            _holds(drafts[j], draft) for j in contents(draft) if drafts[j] is not draft and not drafts[j].continues
        ):
            continue
        kept.append(draft)
        for cell in cells:
            by_cell.setdefault(cell, []).append(draft)
    return sorted(kept, key=lambda d: (d.speaker or d.cue or d.content[0])[0])


def _cells(spans: list[Span]) -> set[int]:
    """Numbers of the stretches of 256 characters that spans touch: only those that share one can overlap."""
    return {cell for start, end in spans for cell in range(start >> 8, (max(start, end - 1) >> 8) + 1)}


def _contents(drafts: list[Draft]) -> Callable[[Draft], list[int]]:
    """For a draft, the indices, in order, of those with a part of their content where its own begins."""
    parts = [(span, j) for j, draft in enumerate(drafts) for span in draft.content]
    index = Overlapping([span for span, _ in parts])

    def around(draft: Draft) -> list[int]:
        at = draft.content[0][0]
        return sorted({parts[k][1] for k in index.of((at, at + 1))})

    return around


def _same(a: Draft, b: Draft) -> bool:
    """Whether two drafts read one cue, or one content, twice."""
    if a.cue is not None and b.cue is not None and overlaps(a.cue, b.cue):
        return True
    if CONTRADICTED in (a.rule, b.rule):
        return False  # "X accuse Y d'avoir tiré, ce que Y dément": the words of both
    shared = sum(max(0, min(e, oe) - max(s, os)) for s, e in a.content for os, oe in b.content)
    return shared > 0.8 * max(_size(a), _size(b))


def _size(draft: Draft) -> int:
    return sum(end - start for start, end in draft.content)


def _holds(outer: Draft, inner: Draft) -> bool:
    return all(any(within(part, span) for span in outer.content) for part in inner.content)


def _outers(drafts: list[Draft]) -> dict[int, int]:
    """For each draft that stands inside another's content, cue included, the index of the smallest such other."""
    found: dict[int, int] = {}
    contents = _contents(drafts)
    sizes = [_size(draft) for draft in drafts]
    for i, draft in enumerate(drafts):
        holders = [
            (sizes[j], j)
            for j in contents(draft)
            if sizes[j] > sizes[i]
            and _holds(drafts[j], draft)
            and (draft.cue is None or any(within(draft.cue, span) for span in drafts[j].content))
        ]
        if holders:
            found[i] = min(holders)[1]
    return found


def _resolve(drafts: list[Draft], resolver: Resolver) -> list[Resolved]:
    """Who speaks in each draft, in text order: each answer helps the next."""
    outers = _outers(drafts)
    previous: list[tuple[Span, tuple[str, ...]]] = []
    answers = []
    furthest = -1
    for i, draft in enumerate(drafts):
        at = draft.speaker or draft.content[0]
        before = previous if furthest < at[0] else [said for said in previous if said[0][0] < at[0]]
        if draft.speaker is not None:
            answer = resolver.resolve(draft.speaker, previous=before, content=draft.content)
        elif draft.continues:
            answer = resolver.continued(draft.start, previous=before)
        else:
            answer = Resolved((), "unresolved", "no speaker is named", ())
        answers.append(answer)
        if answer.reference and i not in outers:
            previous.append((at, answer.reference))
            furthest = max(furthest, at[0])
    return answers


def _statement(document: Document, page: Page, draft: Draft, answer: Resolved, outer: str | None) -> Statement:
    def evidence(span: Span | None) -> Evidence | None:
        return Evidence.of(document.text, span) if span is not None else None

    return Statement(
        document=document.id,
        content=tuple(Evidence.of(document.text, span) for span in sorted(draft.content)),
        speaker=evidence(draft.speaker),
        cue=evidence(draft.cue),
        reference=answer.reference,
        resolution=answer.resolution,
        resolution_note=answer.note,
        candidates=answer.candidates,
        act=draft.act,
        mode=_mode(page, draft),
        negated=draft.negated,
        channel=evidence(draft.channel),
        addressee=evidence(draft.addressee),
        origin=_origin(document, draft, answer),
        outer=outer,
        rule=f"{RULES}:{draft.rule}",
    )


def _mode(page: Page, draft: Draft) -> Mode:
    """Indirect speech that holds a quoted fragment is mixed; all quoted is direct."""
    if draft.mode not in ("indirect", "incise"):
        return draft.mode
    hull = (min(s for s, _ in draft.content), max(e for _, e in draft.content))
    inside = [q for q in page.quotations_in(hull) if draft.covers(q.span)]
    quoted = sum(min(e, q.end) - max(s, q.start) for q in inside for s, e in draft.content if overlaps((s, e), q.span))
    if not inside:
        return draft.mode
    return "direct" if quoted >= 0.97 * _size(draft) else "mixed"


def _origin(document: Document, draft: Draft, answer: Resolved) -> str | None:
    """The first source that the text names for the content: its speaker, else the one agency that is credited."""
    if answer.reference:
        return "; ".join(answer.reference)
    if draft.speaker is not None:
        return document.text[draft.speaker[0] : draft.speaker[1]]
    names = {a.quote for a in document.agencies}
    return names.pop() if len(names) == 1 else None
