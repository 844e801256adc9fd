"""What a URL asks for: days, values of a field that names one of few, switches."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import get_args

from starlette.exceptions import HTTPException
from starlette.requests import Request

from recoupe import records
from recoupe.web.render import words_for


def day(request: Request, name: str) -> str | None:
    """An ISO day; None where the field is empty. Raises HTTPException (400) for anything else."""
    given = request.query_params.get(name, "").strip()
    if not given:
        return None
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError as error:
        raise HTTPException(400, words_for(request)("error.bad_date", value=given)) from error


def chosen(request: Request, name: str, among: Collection[str]) -> list[str]:
    """The values of a field that are among the known ones. Raises HTTPException (400) for another."""
    given = [v for v in request.query_params.getlist(name) if v]
    for value in given:
        if value not in among:
            known = ", ".join(among)
            raise HTTPException(400, words_for(request)("records.unknown", value=value, known=known))
    return given


def text(request: Request, name: str) -> str | None:
    """Words; None where the field is empty."""
    return request.query_params.get(name, "").strip()[:300] or None


def values(name: str) -> Sequence[str]:
    """The values of a field of the records that names one of few ("EventType", "Verdict"…)."""
    return get_args(getattr(records, name))
