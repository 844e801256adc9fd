"""Judging: the queue, one record with its forms, what a form does, and what a run under way has brought."""

from __future__ import annotations

from typing import Any

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from recoupe.errors import BadJudgement
from recoupe.export.reviewing import refusal
from recoupe.store import Dossier, correct, judge, open_for_review, undo
from recoupe.views.queue import REASONS, queue, waiting
from recoupe.views.reviews import judged_as
from recoupe.views.subject import subject
from recoupe.web.judging import LONGEST, form_token, keep, keep_name, name_of
from recoupe.web.live import strip
from recoupe.web.paging import page_asked
from recoupe.web.render import kept, link, render, words_for

SIZE = 25


def review_page(request: Request, dossier: Dossier) -> Response:
    """The queue, with the first thing, or the one that is asked for, ready to be judged."""
    t = words_for(request)
    why = [v for v in request.query_params.getlist("why") if v in REASONS]
    page = page_asked(request)
    asked = queue(dossier, why=why, limit=SIZE + 1, offset=(page - 1) * SIZE)
    after = link(request, record=None, done=None, page=page if page > 1 else None)
    shown = request.query_params.get("record") or (asked[0].record if asked else None)
    done = request.query_params.get("done", "")
    at = next((i for i, a in enumerate(asked[:SIZE]) if a.record == shown), None)
    answer = render(
        request,
        "review.html",
        title=t("web.nav.review"),
        asked=asked[:SIZE],
        at=at,
        more=len(asked) > SIZE,
        page=page,
        why=why,
        counts=kept(request, "waiting", lambda: waiting(dossier)),
        done=next(iter(judged_as(dossier, [done])), None) if done else None,
        **_judging(request, dossier, shown, after=after),
    )
    return keep(request, answer)


def judge_page(request: Request, dossier: Dossier) -> Response:
    """One record with its forms: a page of its own, or a part that htmx puts into another."""
    t = words_for(request)
    after = _inside(request.query_params.get("after", ""))
    told = _judging(request, dossier, request.path_params["id"], after=after)
    answer = render(request, "judge.html", title=t("web.nav.review"), **told)
    return keep(request, answer)


def _judging(request: Request, dossier: Dossier, record: str | None, *, after: str) -> dict[str, Any]:
    """What the forms of a record need."""
    try:
        s = subject(dossier, record) if record else None
    except BadJudgement as error:
        raise HTTPException(400, refusal(error, words_for(request))) from error
    return {"s": s, "after": after, "token": form_token(request), "me": name_of(request)}


def judged_page(request: Request) -> Response:
    """Write what a form says, and go back to where it was sent from."""
    t = words_for(request)
    form: dict[str, str] = request.state.form
    record = request.path_params["id"]
    by = " ".join(form.get("by", "").split())[:LONGEST] or name_of(request)
    try:
        with open_for_review(request.app.state.readers.path) as store:
            done = _written(store, record, form, by)
    except BadJudgement as error:
        raise HTTPException(409, refusal(error, t)) from error
    after = _inside(form.get("after", ""))
    if request.headers.get("hx-request") == "true" and not form.get("queue"):
        to = link(request, f"/review/{record}", after=after)
    else:
        to = after or f"/review/{record}"
        if form.get("queue") and done:
            to += ("&" if "?" in to else "?") + f"done={done[-1]}"
    answer = RedirectResponse(to, 303, background=BackgroundTask(request.app.state.settle))
    if by != name_of(request):
        keep_name(answer, by)
    return answer


def _written(store: Dossier, record: str, form: dict[str, str], by: str) -> list[str]:
    """The judgements that a form comes to; for a correction, one for each field that it changes."""
    decision, note = form.get("decision", ""), form.get("note", "")
    if decision == "undo":
        return [undo(store, form.get("judgement") or record, by=by, note=note)[1].record]
    seen = form.get("seen", "")
    if decision != "correct":
        return [judge(store, record, decision, by=by, note=note, seen=seen)[0]]  # type: ignore[arg-type]
    fixes = [
        (name.removeprefix("f-"), value)
        for name, value in form.items()
        if name.startswith("f-") and value.strip() and value != form.get(f"was-{name.removeprefix('f-')}")
    ]
    if not fixes:
        raise BadJudgement("unchanged", record)
    return [own for own, _ in correct(store, record, fixes, by=by, note=note, seen=seen)]


def _inside(path: str) -> str:
    """A path of this site to go back to; empty where it is none."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() else ""


def live(request: Request, dossier: Dossier) -> Response:
    """How far a run is, and what it brought since a page was made: a strip that is put in the place of itself."""
    if request.headers.get("hx-request") != "true":  # a part of every page, and no page of its own
        return RedirectResponse("/", 303)
    shown = strip(dossier, request.query_params.get("since", ""))
    if not shown.tells:
        return Response(status_code=204)
    return render(request, "strip.html", live=shown)
