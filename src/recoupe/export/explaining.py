"""Errors in the user's language."""

from __future__ import annotations

import re

from recoupe.errors import BadJudgement, BadKnowledge, DossierError, FetchFailed, NotFound, RecoupeError, UnreadableFile
from recoupe.messages import Messages


def explain(error: RecoupeError, t: Messages) -> str:
    """What is wrong and what to do, in the user's language where it is known there."""
    values = dict(vars(error))
    if isinstance(error, DossierError) and t.has(f"dossier.{error.code or '-'}"):
        return f"{error.path}{t('quote.colon')}" + t(f"dossier.{error.code}", detail=error.detail)
    if isinstance(error, FetchFailed) and t.has(f"fetch.{error.code}"):
        return f"{error.address}{t('quote.colon')}" + t(f"fetch.{error.code}", detail=error.detail)
    if isinstance(error, UnreadableFile):
        for field, table in (("reason", "reason"), ("advice", "advice")):
            values[field] = t.table(table).get(str(values[field]), values[field])
        refused = re.fullmatch(r"cannot be read \((.*)\)", error.reason)
        if refused:
            values["reason"] = t("error.unreadable", detail=refused[1])
        if error.limit is not None:
            values["reason"] = t("error.too_large", megabytes=error.limit // 1_000_000)
        if error.detail:
            values["reason"] = f"{values['reason']} ({error.detail})"
    if isinstance(error, NotFound) and error.candidates:
        return t("error.Several", wanted=error.wanted, candidates=", ".join(error.candidates))
    if isinstance(error, BadJudgement):
        from recoupe.export.reviewing import refusal

        return refusal(error, t)
    if isinstance(error, BadKnowledge) and error.where in ("file", "the file"):
        return t("error.unread_file", path=error.path, problem=error.problem)
    key = f"error.{type(error).__name__}"
    return t(key, **values) if t.has(key) else str(error)
