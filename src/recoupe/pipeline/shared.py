"""After the check of a run: a text of unknown day is dated by the records that it shares with dated ones.

For each day that its own words leave open, the text's times are read as if it had appeared on that day. The days on
which the most of what it tells falls where other texts tell the same are its days. Only texts whose own words date them
count, and of these only what they tell of the same place or count: what comes out depends on the set of documents
alone, and a new document makes few datings anew.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from recoupe.check.claims import Claim, at_other_times, claims_of
from recoupe.check.sides import Sides, sides_of
from recoupe.check.things import keys_of, place_keys, tie_keys
from recoupe.check.tries import Keyed, Met, Try, meet, outcome
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
from recoupe.store.undated import UndatedTables

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
_SURE = "d.basis IN ('given', 'in the text', 'in the text with dated knowledge') AND d.earliest = d.latest"


class _Reader:
    """Reads one text as if it had appeared on a day."""

    def __init__(
        self, dossier: Dossier, document_id: str, known: Resources, sides: Sides, left: tuple[Dating, int] | None
    ) -> None:
        """``left``: what its own words say, and the days that they leave open as a set of recoupe.extract.days, where
        that is known."""
        self.page = _page(dossier, document_id)
        self.events = dict(dossier.records(Event, document=document_id))
        self.known, self._sides = known, sides
        self._claims: list[Claim] | None = None
        self._on: dict[date, list[Claim]] = {}
        self._places = [p for _, p in dossier.records(Place, document=document_id)]
        self.own, self.days = left or date_with_days(
            self.page.document, self.page.sentences, knowledge=known.knowledge, until=known.until
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


def date_by_records(
    dossier: Dossier, resources: Resources, documents: Collection[str], new: Collection[str], *, anew: bool = False
) -> list[str]:
    """Date those of these documents whose day is unknown; the documents whose dating changed.

    They are those of :func:`open_near` of all that is ``new``, changed or gone, before it was checked and after;
    ``anew``: nothing that is kept of earlier tries holds.
    """
    undated = UndatedTables(dossier.db)
    checked = CheckTables(dossier).marks(documents).keys()
    if anew:
        with transaction(dossier.db):
            undated.try_anew(undated.tried(checked))
        return date_each(dossier, resources, checked)
    met = _meet_new(dossier, undated, new)
    idle = undated.tried(checked) - met - {*new}  # nothing new is told of the days of these
    return date_each(dossier, resources, checked - idle)


def date_each(dossier: Dossier, resources: Resources, documents: Iterable[str]) -> list[str]:
    """Date those of these documents whose day is unknown by what is checked; the documents whose dating changed. Those
    that are still to be checked are then checked once."""
    tables, undated = CheckTables(dossier), UndatedTables(dossier.db)
    still_open = list(open_among(dossier, documents))
    left = undated.left_open(document_id for document_id, _ in still_open)
    tried = undated.tried(d for d, (own, _) in left.items() if of_few_years(own))
    changed = []
    for document_id, stored in still_open:
        if document_id in tried:
            own, part = left[document_id][0], False
            tries = {date.fromisoformat(day): outcome(met) for day, met in undated.tries(document_id).items()}
        else:
            sides = sides_of(resources.book)
            claims = tables.claims(tables.claims_of([document_id])) or _untimed(dossier, document_id, sides)
            tied = _tied(dossier, tables, claims)
            if not tied and not is_shared(stored) and not of_few_years(stored):
                continue
            reader = _Reader(dossier, document_id, resources, sides, left.get(document_id))
            own, few = reader.own, of_few_years(reader.own)
            if few or document_id not in left:
                with transaction(dossier.db):
                    undated.leave_open(own, reader.days)
            if few:
                tries, part = _try_years(dossier, tables, undated, reader), False
            else:  # what ties nothing is not read anew on each day
                reader.events = {c.id: reader.events[c.id] for c in claims if tie_keys(c) and c.id in reader.events}
                days, part = _days_near(reader.days, tied)
                tries = {day: _try(reader, day, tied) for day in days}
        found = _dated(dossier, own, tries, part=part)
        if found is None and is_shared(stored):
            found = own
        if found is not None and found != stored:
            redate(dossier, _page(dossier, document_id), found, resources)
            changed.append(document_id)
    return changed


def _meet_new(dossier: Dossier, undated: UndatedTables, new: Collection[str]) -> set[str]:
    """Try what is new on those of the few days that texts leave open on which it may tell the same; the texts of whose
    days this changes anything."""
    with transaction(dossier.db):
        changed = undated.forget_met(new)
        for some in batches(new, _AT_ONCE):
            tables = CheckTables(dossier)
            by_key: dict[str, dict[str, Keyed]] = {}
            for row in _keyed(_sure(dossier, tables.claims(tables.claims_of(some)))):
                for key in keys_of(row[0]) if row[1] else ():
                    by_key.setdefault(key, {})[row[0].id] = row
            for day, claims in undated.claims_on(undated.may_meet(by_key)):
                met: dict[str, Met] = {}
                for mine in claims:
                    others = {i: row for key in keys_of(mine) for i, row in by_key.get(key, {}).items()}
                    meet(met, mine, place_keys(mine), (others[i] for i in sorted(others)))
                if met:
                    undated.meet(day, met)
                    changed.add(day.split()[0])
    return changed


def _try_years(dossier: Dossier, tables: CheckTables, undated: UndatedTables, reader: _Reader) -> dict[date, Try]:
    """What each of the few days that a text leaves open gives against the claims of that time and of the same place or
    count; it is kept for what comes later."""
    own = reader.page.document_id
    tries = {}
    for day in sets.members(reader.days):
        met: dict[str, Met] = {}
        keys = set[str]()
        for mine in reader.on(day):
            keys.update(key for key in keys_of(mine) if own not in key)
            meet(met, mine, place_keys(mine), _keyed(_sure(dossier, tables.shelf(keys_of(mine)))))
        with transaction(dossier.db):
            undated.try_on(own, day.isoformat(), reader.on(day), keys, met)
        tries[day] = outcome(met)
    return tries


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
    near, undated = set[str](), UndatedTables(dossier.db)
    for some in batches(documents, _AT_ONCE):
        tables = CheckTables(dossier)
        claims = tables.claims(tables.claims_of(some))
        near.update(some)
        tied = tables.on_shelf(f"open {key}" for key in _rare(dossier, claims))
        told = [c for c in claims if c.published is not None and c.published.length == 1]
        told = _sure(dossier, told) if checked else told
        placed = tables.on_shelf({f"open {key}" for c in told for key in place_keys(c)})
        met = {day.split()[0] for day in undated.may_meet({key for c in told for key in keys_of(c)})} & placed
        for document_id, own in _left(dossier, undated, (tied | met) - near).items():
            if document_id in (met if of_few_years(own) else tied):
                near.add(document_id)
    return near


def _rare(dossier: Dossier, claims: Iterable[Claim]) -> list[str]:
    """Those keys of claims that tie, with or without these claims."""
    own = Counter(key for c in claims for key in tie_keys(c))
    rows = on_each(dossier.db, "SELECT key, count(*) FROM claim_key WHERE key IN ({}) GROUP BY key", own)
    return [key for key, n in rows if n - own[key] <= _COMMON]


def _left(dossier: Dossier, undated: UndatedTables, documents: Collection[str]) -> dict[str, Dating]:
    """What the own words of these texts say of their day: as it is kept, else by their dating."""
    found = {document_id: own for document_id, (own, _) in undated.left_open(documents).items()}
    for document_id in set(documents) - found.keys():
        found.update((dating.document, dating) for _, dating in dossier.records(Dating, document=document_id))
    return found


def open_among(dossier: Dossier, documents: Iterable[str]) -> Iterator[tuple[str, Dating]]:
    """Those of these documents whose day is unknown, or that others date; with their datings."""
    for document_id in sorted(documents):
        for dating_id, stored in dossier.records(Dating, document=document_id):
            if rulings(dossier, [dating_id]):
                continue  # a person said when it was
            exact = stored.earliest is not None and stored.earliest == stored.latest
            if is_shared(stored) or (stored.basis not in ("given", BY_SIBLING) and not exact):
                yield document_id, stored


def _untimed(dossier: Dossier, document_id: str, sides: Sides) -> list[Claim]:
    """The claims of a document that is not checked, without their times."""
    events = list(dossier.records(Event, document=document_id))
    places = [p for _, p in dossier.records(Place, document=document_id)]
    return claims_of(dossier.document(document_id), document_id, None, events, places, (), sides)


def _tied(dossier: Dossier, tables: CheckTables, claims: Sequence[Claim]) -> list[Claim]:
    """The claims of surely dated texts that tell of the same rare counts, or of meetings at the same place."""
    keys = {key for c in claims for key in tie_keys(c)}
    rows = on_each(dossier.db, "SELECT key, count(*) FROM claim_key WHERE key IN ({}) GROUP BY key", keys)
    return _sure(dossier, tables.shelf(key for key, n in rows if n <= _COMMON))


def _days_near(left: int, tied: Sequence[Claim]) -> tuple[list[date], bool]:
    """Those of the days left on which a text is tried: all, or those about what these claims tell; whether they are but
    a part."""
    part = left.bit_count() > _MOST
    if part:
        left &= _around(tied)
    return sets.members(left) if left.bit_count() <= _MOST else [], part


def _dated(dossier: Dossier, own: Dating, tries: Mapping[date, Try], *, part: bool) -> Dating | None:
    """The dating where shared records give so much on these days; None where they give none, or too many days.

    ``part``: days farther off are left too.
    """
    gain = {day: t.about if of_few_years(own) else t.own for day, t in sorted(tries.items())}
    most = max(gain.values(), default=0)
    best = [day for day in gain if gain[day] == most]
    if not most or (best[-1] - best[0]).days > _ABOUT:
        return None
    if part and {min(tries), max(tries)} & {*best}:
        return None  # days farther off may do as well
    if not frozenset.intersection(*(tries[day].told for day in best)):
        return None  # the texts disagree on when that was
    by = tries[best[0]].by
    assert by is not None
    other, span = by
    step = DatingStep(Evidence.of(dossier.document(own.document).text, span), f"{RULE} {other}", len(best))
    return narrowed(own, sum(sets.between(day, day) for day in best), step)


def _around(tied: Sequence[Claim]) -> int:
    """The days about what these claims tell."""
    found = 0
    for other in tied:
        when = other.days if other.days is not None and other.days.own else other.published
        if when is not None:
            first, last = date.fromisoformat(when.first), date.fromisoformat(when.last)
            found |= sets.between(first - _REACH * DAY, last + _REACH * DAY)
    return found


def _try(reader: _Reader, day: date, tied: Sequence[Claim]) -> Try:
    """What a day gives against these claims."""
    met: dict[str, Met] = {}
    near = _keyed(tied)
    for mine in reader.on(day):
        meet(met, mine, tie_keys(mine), near)
    return outcome(met)


def _page(dossier: Dossier, document_id: str) -> Page:
    document = dossier.document(document_id)
    return Page(document, document_id, split(document.text, document.blocks, document.masks))


def _keyed(claims: Iterable[Claim]) -> list[Keyed]:
    return [(c, place_keys(c)) for c in claims]


def _sure(dossier: Dossier, claims: Sequence[Claim]) -> list[Claim]:
    """The claims of texts that their own words, or the user, date to the day; in order of id."""
    query = f"SELECT d.document FROM dating d WHERE {_SURE} AND d.document IN ({{}})"
    sure = {r[0] for r in on_each(dossier.db, query, {c.document for c in claims})}
    return sorted((c for c in claims if c.document in sure), key=lambda c: c.id)
