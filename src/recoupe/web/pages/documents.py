"""Documents: the list, an article with all that was read out of it, and two of them side by side."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from recoupe.check.written import FIELDS
from recoupe.errors import NotFound
from recoupe.export.events import facts
from recoupe.records import Event, Record
from recoupe.store import Dossier
from recoupe.views.documents import KINDS, article, copy_between, documents_page, outlets_of, record_of, spans_of
from recoupe.views.findings import finding_of
from recoupe.views.lookup import Shelf
from recoupe.views.passages import sentence_at
from recoupe.views.stories import stories_of
from recoupe.web.asking import chosen, day, text
from recoupe.web.pages.shared import around, told_in
from recoupe.web.paging import SIZE, Pages, page_asked
from recoupe.web.render import kept, render, words_for
from recoupe.web.weaving import compared, woven


def documents(request: Request, dossier: Dossier) -> Response:
    """The documents that meet every filter of the query, the newest first."""
    t = words_for(request)
    page = page_asked(request)
    rows, total, more = documents_page(
        dossier,
        story=text(request, "story"),
        words=text(request, "title"),
        outlet=text(request, "outlet"),
        since=day(request, "since"),
        until=day(request, "until"),
        undated=request.query_params.get("undated") == "1",
        lead=text(request, "copies"),
        offset=(page - 1) * SIZE,
        limit=SIZE,
    )
    return render(
        request,
        "documents.html",
        title=t("web.nav.documents"),
        documents=rows,
        pages=Pages(page, SIZE, total, more),
        outlets=kept(request, "outlets", lambda: outlets_of(dossier)),
        story_of=stories_of(dossier, [d.source.document for d in rows]),
    )


def document(request: Request, dossier: Dossier) -> Response:
    """An article, its records underlined by kind; the record of the query marked, with what other texts say of it."""
    own, wanted = request.path_params["id"], text(request, "record")
    shelf = Shelf(dossier, paged=True)
    record = record_of(dossier, own, wanted) if wanted else None
    marked = sorted(e.span for e in spans_of(record)) if record is not None else []
    at = request.query_params.get("at", "")
    place = marked[0][0] if marked else int(at) if at.isdecimal() and len(at) < 8 else None
    found = article(shelf, own, part=page_asked(request), at=place)
    if record is None and place is not None:
        marked = sentence_at(dossier, own, place)
    kinds = chosen(request, "kinds", (*KINDS, "none")) or list(KINDS)
    newest = slice(-SIZE, None)
    thing = finding_of(shelf, wanted, part=newest) if wanted and isinstance(record, Event) else None
    return render(
        request,
        "document.html",
        title=found.source.title,
        found=found,
        blocks=woven(found, set(kinds), marked),
        kinds=kinds,
        every=KINDS,
        record=record,
        record_id=wanted,
        thing=thing,
        facts=_facts(record),
        judgeable=record is not None and type(record).__name__.lower() in FIELDS,
        told=facts(record, words_for(request)) if isinstance(record, Event) else "",
        around=around(dossier, told_in([thing])) if thing else {},
    )


_SAID = (
    *("act", "mode", "negated", "resolution", "reference", "candidates", "origin", "status", "stance", "issue"),
    *("attributed_to", "chain", "fulfilment", "value", "earliest", "latest", "duration", "due_earliest", "due_latest"),
    *("low", "high", "modifier", "unit", "name", "precision", "country", "rule"),
)


def _facts(record: Record | None) -> list[tuple[str, object]]:
    """The plain fields of a record that say something, with their names."""
    values = ((name, getattr(record, name, None)) for name in _SAID)
    return [(name, v) for name, v in values if v not in (None, "", (), False)]


def compare(request: Request, dossier: Dossier) -> Response:
    """Two documents that copy each other, side by side, with what they share marked."""
    t = words_for(request)
    a, b = request.path_params["id"], request.path_params["other"]
    shelf = Shelf(dossier, paged=True)
    shared = copy_between(dossier, a, b)
    if shared is None:
        raise NotFound(b)
    sources = shelf.of([a, b])
    turned = shared.a != a
    spans = [(p.b, p.a) if turned else (p.a, p.b) for p in shared.passages]
    sides = [
        (sources[own], compared(dossier.document(own), [pair[i] for pair in spans])) for i, own in enumerate((a, b))
    ]
    parts = (shared.b_in_a, shared.a_in_b) if turned else (shared.a_in_b, shared.b_in_a)
    return render(request, "compare.html", title=t("web.compare"), kind=shared.kind, sides=sides, parts=parts)
