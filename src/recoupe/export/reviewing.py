"""Judgements and the queue in words."""

from __future__ import annotations

from recoupe.check.written import CHOICES, NONE
from recoupe.errors import BadJudgement
from recoupe.export.blocks import Item
from recoupe.export.wording import day
from recoupe.messages import Messages
from recoupe.views.queue import Asked
from recoupe.views.reviews import Review, Said


def value(field: str, written: str, t: Messages) -> str:
    """A value as a reader says it: the words of a status or a verdict, a place without its coordinates."""
    if written == NONE:
        return t("review.none")
    if field == "relation":
        kept = written.removeprefix("no ")
        said = t(f"review.pair.{kept}") if kept in CHOICES["relation"] else t(f"relation.{kept}")
        return t("review.not", value=said) if kept != written else said
    if field in CHOICES:
        return t(f"{field}.{written}")
    return written.split(" @ ")[0] if field == "place" else written


def said(s: Said, t: Messages) -> str:
    """What a judgement says: "rejeté", "date : 5 mars → 6 mars"."""
    if s.kind == "link":
        return value("relation", s.value, t)
    if s.decision != "correct":
        return t(f"review.{s.decision}ed")
    return f"{t(f'review.field.{s.field}')}{t('quote.colon')}{value(s.field, s.was, t)} → {value(s.field, s.value, t)}"


def who(s: Said, t: Messages) -> str:
    """Who judged, and when."""
    return t("review.by", name=s.by, day=day(s.at, t), time=s.at[11:16])


def remarks(review: Review | None, t: Messages) -> list[str]:
    """What people say of a record, for a line that shows it: never in silence."""
    if review is None:
        return []
    told = [f"{said(s, t)}, {who(s, t)}" for s in review.standing]
    return told + ([t("review.again")] if review.stale else [])


def remark(review: Review | None, t: Messages) -> str:
    """The same between brackets behind a line; empty where nobody judged the record."""
    told = remarks(review, t)
    return f" [{' ; '.join(told)}]" if told else ""


def refusal(error: BadJudgement, t: Messages) -> str:
    """Why a judgement was not taken."""
    hint = f"judge.hint.{error.field}"
    known = ", ".join(error.allowed) or (t(hint) if error.code == "value" and t.has(hint) else "")
    known = f"({known})" if known else ""
    said = t(f"error.BadJudgement.{error.code}", value=error.value, field=error.field, allowed=known)
    return " ".join(said.split())


def said_item(s: Said, t: Messages) -> Item:
    """A judgement of the list: what, who and when, on which words, and how it stands."""
    note = f"{t('quote.dash')}{s.note}" if s.note else ""
    words = f"{t('quote.open')}{s.quote}{t('quote.close')} {s.record}" if s.quote else s.record
    return Item(
        said(s, t), f"{who(s, t)}{t('quote.dash')}{t(f'review.state.{s.state}')}{note}", lines=(words,), id=s.id
    )


def asked_item(a: Asked, t: Messages) -> Item:
    """A thing of the queue: why it is asked, its words, and for what is asked again what was said."""
    figure = f" ({a.low:g})" if a.low is not None and a.why == "figure" else ""
    again = f"{t('quote.dash')}{said(a.said, t)}, {who(a.said, t)}" if a.said else ""
    head = f"{t(f'review.why.{a.why}')}{figure}"
    kind = t(f"event.{a.type}") if t.has(f"event.{a.type}") else t(f"review.kind.{a.type}")
    return Item(head, f"{kind}{t('quote.dash')}{t('quote.open')}{a.quote}{t('quote.close')}{again}", id=a.record)
