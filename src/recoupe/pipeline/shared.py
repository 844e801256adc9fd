"""After the check of a run: a text of unknown day is dated by the records that it shares with dated ones.

For each day that its own words leave open, the text's times are read as if it had appeared on that day. The days on
which the most of what it tells falls where other texts tell the same are its days. Only texts whose own words date them
count, and of these only what they tell of the same place or count: what comes out depends on the set of documents
alone, and a new document makes few datings anew.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from recoupe.check.claims import Claim, at_other_times, claims_of
from recoupe.check.compare import compare
from recoupe.check.sides import Sides
from recoupe.check.things import keys_of, place_keys, tie_keys
from recoupe.extract import days as sets
from recoupe.extract.calendar import DAY
from recoupe.extract.dating import BY_SIBLING, date_with_days, narrowed
from recoupe.extract.resources import Resources
from recoupe.extract.table import Page, timed_anew
from recoupe.lang.fr.sentences import split
from recoupe.records import Dating, DatingStep, Deadline, Event, Evidence, Place, Timex
from recoupe.store import Dossier, transaction
from recoupe.store.batches import batches, on_each
from recoupe.store.checks import CheckTables
from recoupe.store.rulings import rulings

RULE = "the same day as in document"
_REACH = 15
"""Days around what another text tells on which a text that tells the same is looked for."""
_COMMON = 64
"""A count or a meeting place that more claims than these have in common says nothing of time."""
_AT_ONCE = 200
"""Documents whose claims are held at once: bounds the memory."""
_MOST = 60
"""Days that are tried for one text."""
_YEARS = 300
"""Days between any two that a text leaves open, from which it is the year alone that is looked for."""
_ABOUT = 31
"""Days within which texts then tell of one time."""
_NUMBER = re.compile(r"\d{2,}")
_SURE = "d.basis IN ('given', 'in the text', 'in the text with dated knowledge') AND d.earliest = d.latest"


class _Try(NamedTuple):
    """What one day gives: how many claims fall on the own day of another text's, how many are told of about that time,
    and one such pair."""

    own: int
    about: int
    told: frozenset[str]
    """The documents that tell so."""
    pair: tuple[Claim, Claim] | None


class _Reader:
    """Reads one text as if it had appeared on a day."""

    def __init__(
        self, dossier: Dossier, document_id: str, known: Resources, sides: Sides, left: tuple[Dating, int] | None
    ) -> None:
        """``left``: what its own words say, and the days that they leave open as a set of recoupe.extract.days, where
        that is known."""
        document = dossier.document(document_id)
        self.page = Page(document, document_id, split(document.text, document.blocks, document.masks))
        self.events = dict(dossier.records(Event, document=document_id))
        self.known, self._sides = known, sides
        self._claims: list[Claim] | None = None
        self._on: dict[date, list[Claim]] = {}
        self._places = [p for _, p in dossier.records(Place, document=document_id)]
        self.own, self.days = left or date_with_days(
            document, self.page.sentences, knowledge=known.knowledge, until=known.until
        )

    def on(self, day: date) -> list[Claim]:
        """Its claims that have a place or a count, on that day."""
        if day not in self._on:
            self._on[day] = self._read_on(day)
        return self._on[day]

    def _read_on(self, day: date) -> list[Claim]:
        iso = day.isoformat()
        dating = Dating(document=self.page.document_id, basis="none", earliest=iso, latest=iso)
        timed = timed_anew(self.page, dating, self.known, self.events.values())
        events = list((self.events | {r.id: r for r in timed if isinstance(r, Event)}).items())
        timexes = [r for r in timed if isinstance(r, Timex)]
        document, own = self.page.document, self.page.document_id
        if self._claims is None:
            claims = claims_of(document, own, dating, events, self._places, timexes, self._sides)
            self._claims = [c for c in claims if place_keys(c)]  # which says nothing of time
            return self._claims
        return at_other_times(self._claims, document, dating, events, timexes)


def date_by_records(dossier: Dossier, resources: Resources, documents: Iterable[str]) -> list[str]:
    """Date those of these documents whose day is unknown; the documents whose dating changed.

    They are those of :func:`open_near` of all that is new, changed or gone, before it was checked and after.
    """
    tables = CheckTables(dossier)
    sides: Sides | None = None
    changed = []
    still_open = list(_open(dossier, documents))
    left = tables.left_open(document_id for document_id, _ in still_open)
    for document_id, stored in still_open:
        own = tables.claims(tables.claims_of([document_id]))
        tied = _tied(dossier, tables, own)
        if not tied and not is_shared(stored) and not of_few_years(stored):
            continue
        sides = sides or Sides(resources.book)
        reader = _Reader(dossier, document_id, resources, sides, left.get(document_id))
        few = of_few_years(reader.own)
        if document_id not in left or (few and not tables.is_tried(document_id)):
            days = sets.members(reader.days) if few else []
            keys = {key for day in days for c in reader.on(day) for key in keys_of(c) if document_id not in key}
            with transaction(dossier.db):
                tables.leave_open(reader.own, reader.days, keys)
        if not few:  # what ties nothing is not read anew on each day
            reader.events = {c.id: reader.events[c.id] for c in own if tie_keys(c) and c.id in reader.events}
        found = _dated(dossier, tables, reader, tied)
        if found is None and is_shared(stored):
            found = reader.own
        if found is not None and found != stored:
            redate(dossier, reader.page, found, resources)
            changed.append(document_id)
    return changed


def of_few_years(dating: Dating) -> bool:
    """Whether a text leaves but a few days, each in another year."""
    days = [date.fromisoformat(d) for d in dating.candidates]
    return len(days) > 1 and all((b - a).days >= _YEARS for a, b in itertools.pairwise(days))


def is_shared(dating: Dating) -> bool:
    """Whether a dating comes of shared records."""
    return any(s.rule.startswith(RULE) for s in dating.steps)


def redate(dossier: Dossier, page: Page, dating: Dating, known: Resources) -> None:
    """Store another dating of a document, and its times as they are by it."""
    stored = {i: r for kind in (Timex, Deadline, Event) for i, r in dossier.records(kind, document=page.document_id)}
    timed = timed_anew(page, dating, known, [r for r in stored.values() if isinstance(r, Event)])
    dossier.replace([dating, *(r for r in timed if r.id in stored and stored[r.id] != r)])


def open_near(dossier: Dossier, documents: Iterable[str], *, checked: bool = False) -> set[str]:
    """These documents, and those of unknown day that one of them, as it is checked now, may help to date: they share a
    count or a meeting place that few have; or, where but a few days are left, a place and the time of one of them.

    ``checked``: their datings are those that they were checked by, so that those which date no other are left out.
    """
    near = set[str]()
    for some in batches(documents, _AT_ONCE):
        tables = CheckTables(dossier)
        claims = tables.claims(tables.claims_of(some))
        near.update(some)
        tied = {c.document for c in tables.shelf(f"open {key}" for key in _rare(dossier, claims))}
        told = [c for c in claims if c.published is not None and c.published.length == 1]
        told = _sure(dossier, told) if checked else told
        placed = {c.document for c in tables.shelf(f"open {key}" for c in told for key in place_keys(c))}
        met = tables.may_meet(key for c in told for key in keys_of(c)) & placed
        for document_id, own in _left(dossier, tables, (tied | met) - near).items():
            if document_id in (met if of_few_years(own) else tied):
                near.add(document_id)
    return near


def _rare(dossier: Dossier, claims: Iterable[Claim]) -> list[str]:
    """Those keys of claims that tie, with or without these claims."""
    own = Counter(key for c in claims for key in tie_keys(c))
    rows = on_each(dossier.db, "SELECT key, count(*) FROM claim_key WHERE key IN ({}) GROUP BY key", own)
    return [key for key, n in rows if n - own[key] <= _COMMON]


def _left(dossier: Dossier, tables: CheckTables, documents: Collection[str]) -> dict[str, Dating]:
    """What the own words of these texts say of their day: as it is kept, else by their dating."""
    found = {document_id: own for document_id, (own, _) in tables.left_open(documents).items()}
    for document_id in set(documents) - found.keys():
        found.update((dating.document, dating) for _, dating in dossier.records(Dating, document=document_id))
    return found


def _open(dossier: Dossier, documents: Iterable[str]) -> Iterator[tuple[str, Dating]]:
    """Those of unknown day, or dated by others, that are checked."""
    for document_id in sorted(CheckTables(dossier).marks(documents)):
        for dating_id, stored in dossier.records(Dating, document=document_id):
            if rulings(dossier, [dating_id]):
                continue  # a person said when it was
            exact = stored.earliest is not None and stored.earliest == stored.latest
            if is_shared(stored) or (stored.basis not in ("given", BY_SIBLING) and not exact):
                yield document_id, stored


def _tied(dossier: Dossier, tables: CheckTables, claims: Sequence[Claim]) -> list[Claim]:
    """The claims of surely dated texts that tell of the same rare counts, or of meetings at the same place."""
    keys = {key for c in claims for key in tie_keys(c)}
    rows = on_each(dossier.db, "SELECT key, count(*) FROM claim_key WHERE key IN ({}) GROUP BY key", keys)
    return _sure(dossier, tables.shelf(key for key, n in rows if n <= _COMMON))


def _dated(dossier: Dossier, tables: CheckTables, reader: _Reader, tied: Sequence[Claim]) -> Dating | None:
    """The dating that shared records give; None where they give none, or too many days."""
    left, years = reader.days, of_few_years(reader.own)
    near = left.bit_count() > _MOST
    if near:
        left &= _around(tied)
    days = sets.members(left) if left.bit_count() <= _MOST else []
    tried = {day: _try(dossier, tables, reader, day, None if years else tied) for day in days}
    gain = {day: t.about if years else t.own for day, t in tried.items()}
    best = [day for day in days if gain[day] == max(gain.values())]
    if not best or not gain[best[0]] or (best[-1] - best[0]).days > _ABOUT:
        return None
    if near and {days[0], days[-1]} & {*best}:
        return None  # days farther off may do as well
    if not frozenset.intersection(*(tried[day].told for day in best)):
        return None  # the texts disagree on when that was
    pair = tried[best[0]].pair
    assert pair is not None
    mine, other = pair
    evidence = Evidence.of(reader.page.document.text, (mine.start, mine.end))
    step = DatingStep(evidence, f"{RULE} {other.document}", len(best))
    return narrowed(reader.own, sum(sets.between(day, day) for day in best), step)


def _around(tied: Sequence[Claim]) -> int:
    """The days about what these claims tell."""
    found = 0
    for other in tied:
        when = other.days if other.days is not None and other.days.own else other.published
        if when is not None:
            first, last = date.fromisoformat(when.first), date.fromisoformat(when.last)
            found |= sets.between(first - _REACH * DAY, last + _REACH * DAY)
    return found


def _try(dossier: Dossier, tables: CheckTables, reader: _Reader, day: date, tied: Sequence[Claim] | None) -> _Try:
    """What a day gives against the claims ``tied``; None: against those of that time and of the same place or count."""
    own, about, clash = set[tuple[str, str]](), set[tuple[str, str]](), set[str]()
    pair: dict[str, tuple[Claim, Claim]] = {}
    near = _keyed(tied or ())
    for mine in reader.on(day):
        keys = set(place_keys(mine) if tied is None else tie_keys(mine))
        if keys and tied is None:
            near = _keyed(_sure(dossier, tables.shelf(keys_of(mine))))
        for other, others_keys in near if keys else ():
            if other.document == mine.document or keys.isdisjoint(others_keys):
                continue
            relation = compare(mine, other)
            rises = relation.kind == "updates" and mine.type == "casualties"
            if (relation.kind in ("contradicts", "updates") and not rises) or _other_numbers(mine, other):
                clash.add(other.document)
            if relation.kind == "same" or rises:
                about.add((mine.id, other.document))
                if "day" in relation.reasons:
                    own.add((mine.id, other.document))
                pair.setdefault(other.document, (mine, other))
    # a text that tells otherwise what it tells too is of another time
    sure = {row for row in own if row[1] not in clash}
    told = frozenset(d for _, d in sure or about)
    return _Try(len({i for i, _ in sure}), len({i for i, _ in about}), told, pair.get(min(told, default="")))


def _keyed(claims: Iterable[Claim]) -> list[tuple[Claim, tuple[str, ...]]]:
    return [(c, place_keys(c)) for c in claims]


def _other_numbers(a: Claim, b: Claim) -> bool:
    """Whether the words of each hold a number that the other's do not: "95 drones et 36 missiles", "95 … et 37"."""
    mine, theirs = _numbers(a.quote), _numbers(b.quote)
    return bool(mine - theirs and theirs - mine)


@lru_cache(maxsize=1024)
def _numbers(quote: str) -> frozenset[str]:
    return frozenset(_NUMBER.findall(quote))


def _sure(dossier: Dossier, claims: Sequence[Claim]) -> list[Claim]:
    """The claims of texts that their own words, or the user, date to the day; in order of id."""
    query = f"SELECT d.document FROM dating d WHERE {_SURE} AND d.document IN ({{}})"
    sure = {r[0] for r in on_each(dossier.db, query, {c.document for c in claims})}
    return sorted((c for c in claims if c.document in sure), key=lambda c: c.id)
