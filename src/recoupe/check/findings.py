"""What a group of records about one thing comes to: who asserts it, who denies it, which values stand, and a verdict.

Corroboration counts independent origins, not texts: copies of one text are one, and so are outlets that relay one
speaker or one agency. A value that its own origin replaced later is superseded and contests nothing.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from recoupe.check.claims import Claim
from recoupe.check.compare import TO_COME, Relation
from recoupe.check.counts import ranges_meet
from recoupe.check.sides import UNKNOWN
from recoupe.check.taken import LASTING
from recoupe.lang.fr.checks import load_checks
from recoupe.lang.fr.events import CALLED_OFF
from recoupe.lang.fr.sounds import sounds_of, spelt_alike
from recoupe.records import Finding, Held, Verdict
from recoupe.text import fold_name

Voice = Callable[[str], str]
"""Document id -> key of the origin in whose voice the document speaks where it names no source."""
_LEFT = "retreat"
_STEM = 6
"""Letters by which "sécuritaire" and "de sécurité" are one."""
_DEEDS = frozenset(["attack", "interception", "territory", "military_activity"])
"""Types of which whoever did it mostly tells."""
Related = Mapping[str, Mapping[str, Relation]]
"""By record, what it is to others."""


def by_record(found: Mapping[tuple[str, str], Relation]) -> Related:
    """The relations of pairs, by either record."""
    related: dict[str, dict[str, Relation]] = {}
    for (a, b), r in found.items():
        related.setdefault(a, {})[b] = related.setdefault(b, {})[a] = r
    return related


def order(c: Claim) -> tuple[str, float, str, int, str]:
    """Order of telling: by the day of the text (unknown ones last), then by its place there. Of one day's tolls, the
    higher is taken for the later: tolls rise."""
    toll = c.low if c.type == "casualties" and c.low is not None else 0.0
    return (c.published.first if c.published else "~", toll, c.document, c.start, c.id)


def origins_of(claim: Claim, voice: Voice) -> tuple[str, ...]:
    """Keys of the origins of one record."""
    return claim.origins or (voice(claim.document),)


def _one_each(told: Sequence[Claim], voice: Voice) -> dict[str, str]:
    """Key of each origin to the key that stands for it: "le ministère" and "le ministère norvend" may be one, and so
    may "une deuxième source médicale" and "une source médicale" of two texts, or a name in two spellings."""
    names: dict[str, set[frozenset[str]]] = {}
    texts: dict[str, set[str]] = {}
    people: dict[str, set[frozenset[str]]] = {}
    for c in told:
        apart = c.each and len(c.by) == len(c.origins)
        for i, key in enumerate(origins_of(c, voice)):
            by = (c.by[i : i + 1] if apart else c.by) if c.origins else ()
            words = [_bare_words(n) for n in by]
            names.setdefault(key, set()).update(words or [frozenset(key.split())])
            texts.setdefault(key, set()).add(c.document)
            people.setdefault(key, set()).update(sounds for n in by if len(sounds := sounds_of(n)) > 1)
    keys = sorted(names, key=lambda k: (k == UNKNOWN, k))
    stands = {k: k for k in keys}
    unnamed = {k for k in keys if load_checks().unnamed.match(k)}
    for key, near in _like_names(keys, names, people):
        for other in near:
            both = texts[key] & texts[other] and {key, other} <= unnamed
            letters = other in _known_by(key) or key in _known_by(other)
            within = any(x <= y or y <= x for x in names[key] for y in names[other])
            if letters or (not both and (within or any(spelt_alike(x, y) for x in people[key] for y in people[other]))):
                stands[key] = stands[other]
                break
    return stands


def _like_names(
    keys: Sequence[str], names: Mapping[str, Iterable[frozenset[str]]], people: Mapping[str, Iterable[frozenset[str]]]
) -> Iterator[tuple[str, Iterable[str]]]:
    """With each key those before it, in order, that may be the same: by their initials, because one of their names
    holds all words of another, and so its rarest, or because all words of two people but one sound the same."""
    common = Counter(word for key in keys for name in names[key] for word in name)
    holding, led, lettered = (defaultdict[str, list[int]](list) for _ in range(3))
    sounding = defaultdict[frozenset[str], list[int]](list)
    for i, key in enumerate(keys):
        rarest = [min(name, key=lambda w: (common[w], w), default="") for name in names[key]]
        words = {"", *(word for name in names[key] for word in name)}  # a name without words is part of every other
        near = {j for word in rarest for j in holding[word]} | {j for word in words for j in led[word]}
        but_one = {name - {word} for name in people[key] for word in name}
        near |= {j for some in but_one for j in sounding[some]}
        yield key, [keys[j] for j in sorted(near.union(*(lettered[k] for k in _known_by(key))))]
        for places, some in ((holding, words), (led, {*rarest}), (lettered, _known_by(key))):
            for word in some:
                places[word].append(i)
        for rest in but_one:
            sounding[rest].append(i)


def _known_by(key: str) -> set[str]:
    """A key, and the letters by which a body of several words is known: "osdh" of "observatoire syrien des droits de
    l'homme"."""
    words = [w for w in key.split() if w not in load_checks().letterless]
    return {key, "".join(w[0] for w in words)} if len(words) > 2 else {key}


def _bare_words(name: str) -> frozenset[str]:
    """The words of a name; of a source that no text names, the stems of what it is: "deuxième source sécuritaire"."""
    folded = fold_name(name)
    lead = load_checks().unnamed.match(folded)
    if lead is None:
        return frozenset(folded.split())
    kinds = [w[:_STEM] for w in folded[lead.end() :].split() if w not in load_checks().small]
    return frozenset(["source", *kinds])


def _status(told: Sequence[Claim]) -> str:
    """Status of what several tell: that of the newest, but a plan where others tell the deed is the deed."""
    done = [c.status for c in told if c.status not in TO_COME]
    return done[-1] if done and told[-1].type in ("agreement", "meeting") else told[-1].status


def _subtype(told: Sequence[Claim]) -> str:
    """Subtype of the newest; of what its text says was called off, that."""
    newest = told[-1]
    off = (c for c in told if c.document == newest.document and c.subtype in CALLED_OFF and c.type == "meeting")
    found = next(off, newest) if newest.status in TO_COME else newest
    return found.subtype


def finding(
    group: Sequence[Claim], related: Related, voice: Voice, relays: Callable[[Claim, Claim], bool] | None = None
) -> Finding:
    """The finding of records about one thing; ``relays``: whether two stand in a part that both texts share, where any
    two may."""
    told = sorted(group, key=order)
    # what became of a promise is no second origin of the promise
    own = [c for c in told if c.subtype != "outcome" and c.fulfilment not in ("missed", "broken")] or told
    newest = own[-1]
    asserted = [c for c in own if c.status != "denied"] or own
    stands = _one_each(own, voice)
    if newest.type == "commitment":  # whoever relays it, a promise is the word of the party that makes it
        parties = sorted({a for c in own for a in c.actors} & stands.keys())
        for party in parties:
            stands |= {o: stands[parties[0]] for c in own if party in c.actors for o in (party, *origins_of(c, voice))}
    sourced = {c.document: c for c in own if c.origins and (c.by or c.origins != (UNKNOWN,))}
    for c in own:  # what a text says by itself and by a source is one origin's
        if not c.origins and c.document in sourced and voice(c.document) in stands.keys() - {UNKNOWN}:
            stands[voice(c.document)] = stands[sourced[c.document].origins[0]]
    # two reports of one's own deed: the minister's in one text, that of his state in the other
    doers = {o for c in own if not c.official for o in c.origins if o in c.actors or not c.actors}
    if newest.type in _DEEDS and len(doers) == 1:
        stands |= {o: stands[d] for d in doers for c in own if c.official and {*c.actors} <= doers for o in c.origins}
    for later, earlier in _relayed(own, relays) if relays is not None else ():
        if voice(later) in stands and voice(earlier) in stands:
            stands[voice(later)] = stands[voice(earlier)]
    for later, earlier in _copied(own, related):
        stands[later] = stands[earlier]
    held = _held(own, related, voice, stands)
    current = [h for h in held if not h.superseded]
    figures = newest.type not in LASTING and not _of_things_hit(own)
    bare, states = ({stands[o] for c in own if c.office == how for o in c.origins} for how in ("bare", "state"))
    asserting = _but_bare(asserting_origins(current, figures=figures), bare, states)
    verdict = _verdict(_standing(told, current, voice, stands), current, related, voice, several=len(asserting) > 1)
    if verdict == "contested":
        asserting = asserting_origins(current, contested=True, figures=figures)
    earliest, latest = _when(told)
    return Finding(
        anchor=told[0].id,
        type=newest.type,  # type: ignore[arg-type]
        subtype=_subtype(own),
        stance=newest.stance or None,  # type: ignore[arg-type]
        status=_status(asserted),  # type: ignore[arg-type]
        verdict=verdict,
        origins=tuple(asserting),
        held=held,
        records=tuple(c.id for c in told),
        earliest=earliest,
        latest=latest,
        parties=tuple(dict.fromkeys(n for c in told for n in (*c.actors, *c.targets))),
        places=tuple(dict.fromkeys(s.name for c in told if c.placed for s in c.spots)),
    )


def _of_things_hit(told: Sequence[Claim]) -> bool:
    """Whether the figures of an attack count only what it hit: "un convoi de 31 camions"."""
    counts = [c.unit for c in told if c.low is not None]
    return (
        told[-1].type == "attack"
        and bool(counts)
        and not _LAUNCHED & {w for u in counts for w in (u, u.removesuffix("s"))}
    )


def _when(told: Sequence[Claim]) -> tuple[str | None, str | None]:
    """Days of a thing: by the words of its records, else by those around them. Where only texts of known days tell it,
    it came to pass before they appeared; what is still to come has no day then."""
    known = [c.days for c in told if c.days is not None and not c.days.supposed]
    days = [d for d in known if d.own] or known
    if days:
        return min(d.first for d in days), max(d.last for d in days)
    if any(c.status in TO_COME or c.published is None for c in told):
        return None, None
    return None, max(c.published.last for c in told if c.published is not None)


def asserting_origins(current: Iterable[Held], *, contested: bool = False, figures: bool = True) -> dict[str, None]:
    """Origins that assert; of a contested thing, each with its own value.

    One that the text leaves unclear counts only where there is no other.

    A figure in an outlet's own voice beside the same figure with a source is relayed, not counted anew; and who gives
    no figure bears out none. The length of a truce that is offered is no such figure (``figures``).
    """
    rows = [h for h in current if not h.denies]
    if figures:
        rows = [h for h in rows if h.low is not None] or rows
    if rows and rows[-1].low is not None and not contested:  # the newest value, and what bears it out
        rows = [h for h in rows if ranges_meet(h, rows[-1])]
    sourced = {(h.low, h.high) for h in rows if h.by and h.low is not None and figures}
    keys = dict.fromkeys(h.origin for h in rows if h.by or h.low is None or (h.low, h.high) not in sourced)
    known = {k: None for k in keys if k != UNKNOWN}
    return known or keys


def _but_bare(asserting: dict[str, None], bare: set[str], states: set[str]) -> dict[str, None]:
    """The origins without organs that no text gives a state ("la police"), beside a state: they may be its own."""
    return {k: None for k in asserting if k not in bare - states} if states & asserting.keys() else asserting


def _relayed(told: Sequence[Claim], relays: Callable[[Claim, Claim], bool]) -> Iterator[tuple[str, str]]:
    """Documents all of whose records in the outlet's own voice stand in parts that an earlier one has too, with it."""
    by = {d: [c for c in claims if not c.origins] for d, claims in by_document(told).items()}
    documents = [d for d in dict.fromkeys(c.document for c in told) if by[d]]
    for i, later in enumerate(documents):
        for earlier in documents[:i]:
            if all(any(relays(c, o) for o in by[earlier]) for c in by[later]):
                yield later, earlier
                break


def _copied(told: Sequence[Claim], related: Related) -> Iterator[tuple[str, str]]:
    """Keys of two speakers to whom two copies lay one passage, each by another name: the later and the earlier."""
    known = {c.id: c for c in told if _as_named(c)}
    for i, later in known.items():
        for k, relation in related.get(i, {}).items():
            earlier = known.get(k)
            if earlier is not None and "copy" in relation.reasons and order(earlier) < order(later):
                yield later.origins[0], earlier.origins[0]


def _as_named(c: Claim) -> bool:
    """Whether one speaker stands for itself alone, for no state and no movement."""
    return len(c.origins) == len(c.by) == 1 and c.origins[0] == fold_name(c.by[0])


_LAUNCHED = frozenset(["drones", "missiles", "bombs", "tir", "frappe", "raid", "attaque", "salve", "bombardement"])
"""Classes and nouns, without the s of their plural, of what an attack is made of."""
_Value = tuple[float | None, float | None, str, str]


def _held(told: Sequence[Claim], related: Related, voice: Voice, stands: Mapping[str, str]) -> tuple[Held, ...]:
    """One row for each origin and each of its values, in the order of telling."""
    rows: dict[tuple[str, bool, _Value | None], list[Claim]] = {}
    for c in told:
        for origin in dict.fromkeys(stands[o] for o in origins_of(c, voice)):
            value = (c.low, c.high, c.modifier, c.unit) if c.counted else None
            rows.setdefault((origin, c.status == "denied", value), []).append(c)
    newest: dict[tuple[str, bool], Claim] = {}
    for (origin, denies, value), claims in rows.items():
        last = newest.get((origin, denies))
        if value is not None and (last is None or order(claims[-1]) > order(last)):
            newest[origin, denies] = claims[-1]
    held = []
    known = {c.id: c for c in told}
    for (origin, denies, value), claims in rows.items():
        last, c = newest.get((origin, denies)), claims[-1]
        replaced = value is not None and last is not None and last not in claims and not ranges_meet(c, last)
        updates = (known[i] for i, r in related.get(c.id, {}).items() if r.kind == "updates" and i in known)
        replaced = replaced or any(order(o) > order(c) for o in updates)
        documents = tuple(dict.fromkeys(x.document for x in claims))
        held.append(
            Held(origin, c.by, c.id, documents, c.low, c.high, c.modifier, c.unit or None, replaced, denies)  # type: ignore[arg-type]
        )
    return tuple(held)


def _standing(
    told: Sequence[Claim], current: Sequence[Held], voice: Voice, stands: Mapping[str, str]
) -> dict[str, Claim]:
    """The records whose word still stands: the newest of each row, and every one that gives a figure which stands; the
    last to repeat it need not be the one that can be compared; by id."""
    newest = {h.record for h in current}
    figures = {(h.origin, h.denies, h.low, h.high, h.modifier, h.unit) for h in current if h.low is not None}

    def repeats(c: Claim) -> bool:
        value = (c.status == "denied", c.low, c.high, c.modifier, c.unit or None)
        return c.counted and any((stands.get(o, o), *value) in figures for o in origins_of(c, voice))

    return {c.id: c for c in told if c.id in newest or repeats(c)}


def _verdict(
    stands: Mapping[str, Claim], current: Sequence[Held], related: Related, voice: Voice, *, several: bool
) -> Verdict:
    if any(_apart(a, b, voice) for a, b in _clashes(stands, related)):
        return "contested"
    if any(h.denies for h in current):
        return "denied"
    return "corroborated" if several else "single_source"


def _clashes(stands: Mapping[str, Claim], related: Related) -> Iterator[tuple[Claim, Claim]]:
    """Pairs of standing records that cannot both hold."""
    for a in stands.values():
        others = related.get(a.id, {})
        yield from ((a, stands[i]) for i, r in others.items() if r.kind == "contradicts" and i in stands)
    holders = [c for c in stands.values() if c.subtype != _LEFT and c.actors]
    for i, a in enumerate(holders):
        if a.type == "territory":  # one place, by what joined them: two parties that each say that they hold it
            alone = (b for b in holders[i + 1 :] if b.id not in related.get(a.id, {}))
            yield from ((a, b) for b in alone if not set(a.actors) & set(b.actors))


def _apart(a: Claim, b: Claim, voice: Voice) -> bool:
    """Whether two records are of different origins, and neither denies the thing."""
    return not set(origins_of(a, voice)) & set(origins_of(b, voice)) and "denied" not in (a.status, b.status)


HEADINGS = ("corroborated", "single", "contested", "proposed", "planned", "denied")
"""Of findings, in the order of a brief. Positions stand on the board, promises and threats under their due dates."""


def heading_of(found: Finding) -> str:
    """The one of HEADINGS that a finding stands under; empty for what has a place of its own."""
    if found.type in ("position", "commitment", "threat"):
        return ""
    if found.verdict == "contested":
        return "contested"
    if "denied" in (found.verdict, found.status):
        return "denied"
    if found.type == "proposal" or found.status == "proposed":
        return "proposed"
    if found.status in ("planned", "conditional"):
        return "planned"
    return "corroborated" if found.verdict == "corroborated" else "single"


def first_teller(told: Iterable[tuple[str, str | None, str | None]]) -> str | None:
    """The name whose text is surely older than any other's, of (name, earliest, latest) a text; None where the days
    do not tell, or there is no other."""
    texts = list(told)
    days: dict[str, tuple[str, str]] = {}
    for name, earliest, latest in texts:
        if not earliest or not latest:
            return None
        days[name] = min(days.get(name, ("~", "~")), (latest, earliest))
    first = min(days, key=lambda n: (days[n], n), default=None)
    others = [earliest or "" for name, earliest, _ in texts if name != first]
    return first if first is not None and others and days[first][0] < min(others) else None


def by_document(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    """Claims of each document, in text order."""
    found: dict[str, list[Claim]] = {}
    for c in sorted(claims, key=lambda c: (c.document, c.start, c.id)):
        found.setdefault(c.document, []).append(c)
    return found
