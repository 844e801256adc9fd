"""When a record is: the days that its words give it, those around it, and the day that it is due."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

import msgspec

from recoupe.check.taken import LASTING
from recoupe.extract.events.whereabouts import answered_at
from recoupe.lang.fr.checks import load_checks
from recoupe.lang.fr.events import CALLED_OFF
from recoupe.records import Dating, Deadline, Document, Event, Timex
from recoupe.text import Span, fold, overlaps, within

_BACK = timedelta(days=2)
"""News tells of the day it appears and the two before, where it names no other."""
_BACKWARDS = 150
"""Characters before a deed within which it is said what came of it."""
_MONTH = 31
"""Days from which an interval is no due date."""
_PLANS = frozenset(["aid", "meeting", "prisoners"])
"""Types of what is planned that are due where a limit is named with them ("d'ici au 30 avril")."""
_ASIDE = re.compile(r"\b(?:qui|dont|où)\b[^,;]*$", re.IGNORECASE)
"""What opens a clause about someone: "Aldo Brême, qui prendra ses fonctions le 20 janvier, promet…"."""


class Days(msgspec.Struct, frozen=True, omit_defaults=True):
    """ISO days, both included; ``own``: the record's own words say so, else those around it or the date of the text.

    ``supposed``: nothing but the day of the text tells it. That serves to compare, and is never shown as a day.
    """

    first: str
    last: str
    own: bool = True
    supposed: bool = False
    night: bool = False
    """Whether it is the night that begins on the one day: it ends on the next."""

    @property
    def length(self) -> int:
        """Days from first to last, both counted."""
        return (date.fromisoformat(self.last) - date.fromisoformat(self.first)).days + 1


class Times:
    """The times of the records of one document."""

    def __init__(
        self, document: Document, dating: Dating | None, timexes: Iterable[Timex], limits: Iterable[Deadline]
    ) -> None:
        elsewhen = load_checks().elsewhen
        self.published = _published(document, dating)
        self._text = document.text
        self._named = [t for t in timexes if t.type in ("DATE", "TIME") and _short(t)]
        others = (t for t in self._named if elsewhen.search(_before(document.text, t)) or _beside(t.evidence.quote))
        self._others = {t.evidence.start for t in others}
        self._limits = [d for d in limits if d.due_latest]

    def days(self, e: Event, block: Span, *, period: bool = False) -> Days | None:
        """The record's own day; else the only day that its paragraph names, and unless it is that of something else;
        else the days before the text appeared. A toll of a ``period`` ("en sept ans") takes no day of others."""
        if e.date is not None and e.date.earliest and e.date.latest:
            night = e.date.earliest == e.date.latest and (e.date.value or "").endswith("NI")
            return Days(e.date.earliest, e.date.latest, night=night)
        if answered_at(self._text[max(block[0], e.trigger.start - _BACKWARDS) : e.trigger.start]) is not None:
            return None  # "X a frappé mardi en représailles d'un attentat": on no day that is told
        published = self.published
        counted = _SO_LONG_FROM.search(self._text, block[0], max(block[0], e.trigger.start))
        later = e.due.mention.span if e.due is not None and e.subtype in CALLED_OFF else (0, 0)  # "reportés au 19 mai"
        inside = (
            []
            if counted
            else [t for t in self._named if within(t.evidence.span, block) and not overlaps(t.evidence.span, later)]
        )
        around = {(t.earliest, t.latest) for t in inside}
        if published is not None and e.status in ("happened", "claimed", "denied"):
            around = {
                (a, b) for a, b in around if (a or "") <= published.last
            }  # no day to come is that of what was done
        elif published is not None and e.status == "planned":
            around = {(a, b) for a, b in around if (b or "") >= published.first}
        of_others = period and e.type == "casualties"
        if (
            len(around) == 1
            and e.date is None
            and not of_others
            and any(t.evidence.start not in self._others for t in inside)
        ):
            first, last = around.pop()
            return Days(first or "", last or "", own=False)
        if published is None:
            return None
        first_day = date.fromisoformat(published.first) - _BACK
        return Days(first_day.isoformat(), published.last, own=False, supposed=True)

    def due(self, e: Event) -> Days | None:
        """The limit that a promise gives; else the day to come for which something is promised, agreed or planned."""
        due = None
        if e.due is not None and e.due.latest:
            due = Days(e.due.earliest or e.due.latest, e.due.latest)
            limit = next((d for d in self._limits if overlaps(d.evidence.span, e.due.mention.span)), None)
            if limit is not None and (limit.due_latest or "") < due.first:  # "avant mai"
                due = Days(limit.due_earliest or limit.due_latest or "", limit.due_latest or "")
        elif e.due is None and e.date and e.date.earliest and e.date.latest and e.fulfilment in (None, "pending"):
            day = Days(e.date.earliest, e.date.latest)
            first = e.evidence[0]
            aside = _ASIDE.search(first.quote[: max(0, e.date.mention.start - first.start)])
            to_come = self.published is not None and self.published.last < day.last and not aside
            limited = any(overlaps(d.evidence.span, e.date.mention.span) for d in self._limits)
            plan = e.type in _PLANS or e.subtype == "retreat"
            if to_come and (limited if plan else e.type in LASTING and day.length <= 2):
                due = day
        return due if due is not None and due.length <= _MONTH else None


_SO_LONG_FROM = re.compile(
    r"\b(?:heures?|jours?|semaines?|mois|ans?|années?) (?:après|avant) (?:[\w'’]+[ '’]){0,3}$", re.IGNORECASE
)
"""Before a deed from which another is counted: "une semaine après la | visite"."""
_BESIDE_IT = re.compile(r"\b(?:veille|(?:sur)?lendemain)\b|\bplus t(?:ôt|ard)\b|\bauparavant\b", re.IGNORECASE)


def _beside(words: str) -> bool:
    """Whether a day is told by its distance from that of something else: "la veille", "deux jours plus tôt"."""
    return _BESIDE_IT.search(words) is not None


def _published(document: Document, dating: Dating | None) -> Days | None:
    if document.date:
        return Days(document.date, document.date)
    if dating is not None and dating.earliest and dating.latest:
        return Days(dating.earliest, dating.latest)
    return None


def _before(text: str, t: Timex) -> str:
    """The line before a time expression, folded."""
    return fold(text[max(0, t.evidence.start - 80) : t.evidence.start].rpartition("\n")[2])


def _short(t: Timex) -> bool:
    return bool(t.earliest and t.latest) and Days(t.earliest or "", t.latest or "").length <= 2
