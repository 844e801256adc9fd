"""Findings: the list, and one with every claimant, the reasons, and who relays whom."""

from __future__ import annotations

from typing import cast

from starlette.requests import Request
from starlette.responses import Response

from recoupe.check.findings import HEADINGS
from recoupe.errors import NotFound
from recoupe.store import Dossier
from recoupe.views.digest import Order, findings_page
from recoupe.views.findings import Linked, checked, linked
from recoupe.views.lookup import Shelf, Told, names_of
from recoupe.web.asking import chosen, day, text, values
from recoupe.web.pages.shared import around, told_in
from recoupe.web.paging import SIZE, Pages, page_asked
from recoupe.web.render import render, words_for
from recoupe.web.wording import relayed

ORDERS = ("newest", "oldest", "weight")
_LINKED = 12
"""Records of a finding whose links are looked for."""
_LISTED = 25
"""Findings on a page of the list: each shows its sources and their words."""
_NAMED = 8
_APART = ("responds_to", "fulfils", "breaks", "postpones", "changes_position", "part_of", "distinct")


def findings(request: Request, dossier: Dossier) -> Response:
    """The findings that meet every filter of the query."""
    t = words_for(request)
    order = (chosen(request, "order", ORDERS) or ["newest"])[0]
    heading = next(iter(chosen(request, "heading", HEADINGS)), None)
    page = page_asked(request)
    shelf = Shelf(dossier, paged=True)
    found = findings_page(
        shelf,
        heading=heading,
        verdicts=chosen(request, "verdict", values("Verdict")),
        types=chosen(request, "type", values("EventType")),
        statuses=chosen(request, "status", values("EventStatus")),
        party=text(request, "party"),
        place=text(request, "place"),
        speaker=text(request, "speaker"),
        outlet=text(request, "outlet"),
        since=day(request, "since"),
        until=day(request, "until"),
        order=cast(Order, order),
        offset=(page - 1) * _LISTED,
        limit=_LISTED,
    )
    return render(
        request,
        "findings.html",
        title=t("web.nav.findings"),
        findings=found.findings,
        pages=Pages(page, _LISTED, found.total, found.more),
        orders=ORDERS,
        heading=heading,
        verdicts=values("Verdict"),
        types=values("EventType"),
        statuses=values("EventStatus"),
        around=around(dossier, told_in(found.findings)),
    )


def finding(request: Request, dossier: Dossier) -> Response:
    """One finding."""
    t = words_for(request)
    own, page = request.path_params["id"], page_asked(request)
    shelf = Shelf(dossier, paged=True)
    rows = dossier.ask("SELECT json_array_length(held) FROM finding WHERE id = ?", (own,))
    found = next(iter(checked(shelf, [own], part=slice((page - 1) * SIZE, page * SIZE))), None)
    if found is None:
        raise NotFound(own)
    own_records = set(found.records)
    links: dict[tuple[str, str], tuple[Linked, Told]] = {}
    for k in (k for r in found.records[:_LINKED] for k in linked(shelf, r) if k.relation in _APART):
        other = k.b if k.a.record in own_records else k.a
        links.setdefault((k.relation, other.record), (k, other))
    told = [*told_in([found]), *(other for _, other in links.values())]
    names = names_of({*found.parties, *found.places}, told, dossier.config)
    return render(
        request,
        "finding.html",
        title=t(f"event.{found.type}"),
        found=found,
        links=list(links.values()),
        chains=list(dict.fromkeys(c for s in found.sayings if len(c := relayed(s)) > 1)),
        pages=Pages(page, SIZE, rows[0][0]),
        around=around(dossier, told),
        parties=[names[p] for p in found.parties[:_NAMED]],
        places=[names[p] for p in found.places[:_NAMED]],
    )
