"""What a record takes from the words around it: the matter of a stance, the meeting or the promise told before."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from recoupe.lang.fr.checks import Checks
from recoupe.lang.fr.outcomes import SETTLED, outcome_named
from recoupe.records import Event
from recoupe.text import Span, fold, overlaps

LASTING = frozenset(["proposal", "agreement", "commitment", "threat"])
"""Types of what is promised, offered or threatened."""
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_QUOTED = re.compile(r"[«“\"]")
_CLAUSE = re.compile(r"[.,;:»\"\n]")
_NOMINAL = 6
"""Words of a stance that a noun alone tells, at most."""
_BARE = 8
"""Words of a stance that names no matter, at most: "Halde a finalement donné son feu vert"."""
_TAKEN_UP = 500
"""Characters within which a meeting is taken up by its noun alone: a paragraph of news."""
_IN_WORDS = 4
"""Words of its own with which an outcome says what was done; with fewer it takes up the promise before it."""
_STOP = re.compile(r"[.!?](?=\s)")
_LIMIT = re.compile(r"^(?:\W*)(?:le delai|l'echeance|le terme|la date)\b(?! (?:du|de) )")
"""What names the limit of the promise told before, and no day of its own: "le délai est passé"."""
_DEMAND = re.compile(r"\b(?:cette|ces) (?:exigence|demande|revendication|condition)s?\b")
_ULTIMATUM = re.compile(r"\bultimatums?\b")
_ANY = frozenset(["plan", "accord"])
"""Topics that say of no matter which it is."""
Told = tuple[str, Event]
"""A record with its id."""
Before = Mapping[str | tuple[str, str], Told]
"""The last record told of each type, and of each type with its subtype."""


def in_own_words(e: Event) -> tuple[str, ...]:
    """Who takes a stance, where the text tells it with quoted words of theirs: "il maintient son oui et juge « … »"."""
    if e.type != "position" or not _QUOTED.search(e.evidence[0].quote):
        return ()
    return tuple(p.name for p in e.actor if p.kind in ("person", "state", "institution", "metonym", "group"))


def first_stop(text: str, block: Span) -> int:
    """The end of the first sentence of a block."""
    stop = _STOP.search(text, *block)
    return stop.end() if stop else block[1]


def after_noun(text: str, e: Event) -> str:
    """What a noun of stance is followed by: "le rejet par Halde | de la trêve"; empty where a clause says it itself."""
    first = e.evidence[0]
    if len(first.quote.split()) > _NOMINAL:
        return ""
    return _CLAUSE.split(text[first.end : first.end + 60])[0]


def last_told(before: Before, e: Event) -> Told | None:
    """The last record of the type; of the very kind, where the words name who or where; the last threat, for what came
    of an ultimatum."""
    if settles(e) and _ULTIMATUM.search(fold(e.evidence[0].quote)):
        return before.get("threat")
    return before.get((e.type, e.subtype) if e.type == "meeting" and (e.actor or e.target or e.place) else e.type)


def follows(text: str, e: Event, before: Before, events: Sequence[Told], checks: Checks) -> str:
    """Id of the record of this text that one takes up, of those told ``before`` it; empty where it takes up none."""
    return _promise_in(e, events) or _promise_named(text, e, events) or _follows(text, e, last_told(before, e), checks)


def settles(e: Event) -> bool:
    """Whether a record tells what became of a promise."""
    return e.type == "commitment" and e.fulfilment in SETTLED


def _promise_in(e: Event, events: Sequence[Told]) -> str:
    """Id of the promise that the words of an outcome name: "l'ultimatum de dix jours | a expiré sans réponse"."""
    if not settles(e):
        return ""
    promises = ((i, o.evidence[0].span) for i, o in events if o.type in LASTING and not settles(o))
    named = (i for i, span in promises if overlaps(span, e.evidence[0].span))
    return next(named, "")


def _promise_named(text: str, e: Event, events: Sequence[Told]) -> str:
    """Id of the promise of what an outcome names: "a promis de rendre les corps… Les corps n'ont pas été rendus"."""
    if ":outcome.named." not in e.rule:
        return ""
    found = ""
    for i, o in events:
        first = o.evidence[0]
        if o.type in ("commitment", "threat") and not settles(o) and first.end <= e.evidence[0].start:
            stop = _STOP.search(text, first.end)
            if outcome_named(e.evidence[0].quote, text[first.start : stop.start() if stop else len(text)]):
                found = i
    return found


def _follows(text: str, e: Event, last: Told | None, checks: Checks) -> str:
    """Id of the last record told, where this one names that one by its noun alone ("la rencontre", "à l'appel"); of the
    last promise, where this one tells what came of one and not of whose."""
    if last is None:
        return ""
    first, told = e.evidence[0], last[1].evidence[0]
    if ":answer." in e.rule:
        return last[0] if 0 <= first.start - told.start <= _TAKEN_UP else ""
    if settles(e) and (_of_another(e, last[1]) or _tells_another(e, last[1], checks)):
        return ""
    if settles(e) and (not e.actor or {p.name for p in e.actor} & {p.name for p in last[1].actor}):
        return last[0] if last[1].fulfilment == "pending" and 0 <= first.start - told.end <= _TAKEN_UP else ""
    if e.type != "meeting" or ((e.actor or e.target or e.place) and e.subtype != last[1].subtype):
        return ""
    if not 0 <= first.start - told.end <= _TAKEN_UP:
        return ""
    definite = checks.definite.search(fold(text[max(0, e.trigger.start - 12) : e.trigger.start]))
    known = {checks.stem(w) for w in _WORD.findall(fold(told.quote))}
    named = (checks.stem(m.group("noun")) for m in checks.the_noun.finditer(fold(first.quote)))
    return last[0] if definite or any(noun in known for noun in named) else ""


def _of_another(outcome: Event, promise: Event) -> bool:
    """Whether words on an outcome name an ultimatum and what was told before is none, or give it another day."""
    if bool(_ULTIMATUM.search(fold(outcome.evidence[0].quote))) != (promise.type == "threat"):
        return True
    mine, theirs = (e.due.value if e.due and e.due.latest else None for e in (outcome, promise))  # no mere length
    passed = outcome.rule.startswith("events@1:outcome.passed") and not _LIMIT.search(fold(outcome.evidence[0].quote))
    return passed or (mine is not None and theirs is not None and mine != theirs)


def _tells_another(outcome: Event, promise: Event, checks: Checks) -> bool:
    """Whether a promise is told as kept by a deed, in words of which the promise told before it has none: "a remis les
    corps de 212 soldats, conformément à l'engagement" keeps none of a text. How it was missed may need other words."""
    if outcome.fulfilment != "kept":
        return False
    told, meant = (_matter(e.evidence[0].quote, checks) for e in (outcome, promise))
    return len(told) >= _IN_WORDS and not told & meant


def restated(e: Event, events: Sequence[Told], doers: Mapping[str, Collection[str]], checks: Checks) -> str:
    """Id of the one stance of this text, of the same kind and party, that says what a bare one is about: "réitère son
    soutien" stands for the support that the text tells of; empty where there is none, or several.

    ``doers``: the parties of each record.
    """
    if not _is_bare(e, checks):
        return ""
    own = next(i for i, o in events if o is e)
    full = [
        i
        for i, o in events
        if o.type == "position" and o.stance == e.stance and set(doers[i]) & set(doers[own]) and not _is_bare(o, checks)
    ]
    return full[0] if len(full) == 1 else ""


def _is_bare(e: Event, checks: Checks) -> bool:
    return e.type == "position" and checks.bare.fullmatch(fold(e.issue or "")) is not None


def _matter(quote: str, checks: Checks) -> set[str]:
    """Stems of the words of a record that tell what it is about: no names."""
    common = " ".join(w for w in _WORD.findall(quote) if not w[0].isupper())
    words = _WORD.findall(checks.as_words(fold(common)))
    return {checks.stem(w) for w in words if len(w) > 3 and w not in checks.stop and w not in checks.idle}


def names_demand(e: Event) -> bool:
    """Whether a stance is on what someone else demanded: "cette exigence", "ces conditions"."""
    return _DEMAND.search(fold(e.evidence[0].quote)) is not None


def with_topic(
    e: Event, words: tuple[str, ...], after: str, last: Collection[str], around: Sequence[str], checks: Checks
) -> tuple[str, ...]:
    """The words of a record; those of a stance that names no topic, with the topics of what follows its noun; of one
    that takes up a matter, with those among the words of the ``last`` stance told, or the one of a text ``around``."""
    topics = checks.topics - _ANY
    if e.type != "position" or topics & set(words):
        return words
    if found := topics & {checks.stem(w) for w in _WORD.findall(fold(after))}:
        return (*words, *sorted(found))
    quote = e.evidence[0].quote
    bare = e.issue is None and len(quote.split()) <= _BARE  # "Halde a opposé son veto"
    if not bare and not any(checks.taken_up.search(fold(words)) for words in (e.issue or "", quote)):
        return words
    if found := topics & set(last):
        return (*words, *sorted(found))
    if names_demand(e):
        return words
    for text in around:
        if found := topics & {checks.stem(w) for w in _WORD.findall(checks.as_words(fold(text)))}:
            return (*words, *found) if len(found) == 1 else words
    return words
