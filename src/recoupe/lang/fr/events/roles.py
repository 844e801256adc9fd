"""Who or what can fill a role: classes of nouns, kinds of actor mention, place names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events import Events, Slot
from recoupe.lang.fr.events.phrases import phrase, preposition
from recoupe.lang.fr.grammar import AVOIR, ETRE, LAST, OBJECT_CLITICS
from recoupe.text import Span

_PERSONAL = frozenset(
    [
        "il",
        "elle",
        "ils",
        "elles",
        "on",
        "nous",
        "je",
        "j'",
        "qui",
        "celui-ci",
        "celle-ci",
        "ceux-ci",
        "celles-ci",
        "l'un",
    ]
)
GENDERS = {"il": "Masc", "celui-ci": "Masc", "elle": "Fem", "celle-ci": "Fem"}
PRONOUNS = OBJECT_CLITICS | frozenset(["y", *GENDERS])
_NONE = frozenset(["aucun", "aucune", "nul", "nulle", "chacun", "chacune", "seul", "seule"])
_SOMEONE_CLASSES = frozenset(["people", "forces", "civilians", "captives", "living", "soldiery", "sidewords"])
_WHERE = frozenset(["target", "area", "place"])
_SOMEONE = frozenset(
    ["celui", "celle", "ceux", "celles", "certains", "certaines", "plusieurs", "beaucoup", "autres", "autre"]
)


@dataclass(frozen=True)
class Knows:
    """What the matcher asks about a stretch of text."""

    kind: Callable[[Span], str | None]
    """Kind of the actor mention that holds the head of a phrase (given the span of that head)."""
    place: Callable[[Span], bool]
    """Whether a phrase holds a place name that is no metonym."""
    side: Callable[[Span], bool]
    """Whether a phrase names a state or a nationality."""
    number: Callable[[Span], bool]
    """Whether a phrase holds a quantity."""
    counts: Callable[[Token], str] = lambda _: ""
    """The noun of what a number without one counts, lower case; empty where the text before gives none."""
    named: Callable[[Token, tuple[str, ...]], Span | None] = lambda _, __: None
    """The noun of one of the classes that a pronoun, or a number without its noun, takes up from the text before."""
    meant: Callable[[Token], str] = lambda t: t.form
    """A noun's form; for one that only points back ("ces engins"), the form of the noun that it points to."""
    swap: Callable[[], bool] = lambda: False
    """Whether the text tells of an exchange of prisoners."""
    headline: Callable[[Token], bool] = lambda _: False
    """Whether a noun opens a title, or a part of one, that has no verb: what it names is told."""


def fill(
    s: Sentence, head: Token, slots: tuple[Slot, ...], roles: dict[str, list[Token]], events: Events, knows: Knows
) -> None:
    for slot in slots:
        if fits(s, head, slot, events, knows):
            found = roles.setdefault(slot.role, [])
            if head not in found:
                found.append(head)
            return


def fits(s: Sentence, head: Token, slot: Slot, events: Events, knows: Knows) -> bool:
    """Whether a noun phrase can fill a role."""
    if head.form in ("que", "qu'", "y", "en", "se", "s'", "ce", "cela", "ça", "ceci", "rien"):
        return False
    if slot.role == "actor" and there_is(s, head):
        return False
    if head.form in LAST:
        if slot.role == "target" and slot.classes:  # "ce dernier" is someone: never a thing, nor the dead
            return any(c in events.kinds or c in _SOMEONE_CLASSES for c in slot.classes)
        return slot.role in ("actor", "target", "recipient") or any(c in events.kinds for c in slot.classes)
    span = (head.start, head.end)
    kind = knows.kind(span)
    if head.form in OBJECT_CLITICS and head.pos == "PRON":
        if slot.role == "place" and "settlements" in slot.classes:  # "1.200 habitants l'ont quittée"
            return knows.named(head, ("settlements",)) is not None
        return slot.role == "issue" and "stances" in slot.classes and knows.named(head, ("offers",)) is not None
    if taken_up(s, head):
        return bool(slot.classes) and knows.named(head, slot.classes) is not None
    if slot.classes and (noun := knows.counts(head)):  # "64 drones, dont 51 ont été abattus"
        return events.of_class(noun, *(c for c in slot.classes if c in events.classes))
    if slot.classes:
        kinds = frozenset(chain.from_iterable(events.kinds.get(c, ()) for c in slot.classes))
        if kind is not None and kind in kinds:
            return True
        if kinds and head.pos == "PRON" and head.form in _PERSONAL | {"celui", "celle"}:
            return True
        word = head.pos == "NUM" or (head.pos == "PRON" and knows.number(span))
        if kinds and word and not head.text[:1].isdigit():
            return True  # "cinq ont été blessés"
        following_ = [t.form for t in s.tokens[head.i + 1 : head.i + 3]]
        if head.text[:1].isdigit() and following_[:1] and following_[0] in AVOIR | ETRE:
            return "people" in slot.classes  # "et 30 ont été blessés"
        if head.pos == "NUM" and following_[:1] == ["autres"]:
            return "people" in slot.classes  # "40 autres"
        if "place" in slot.classes and slot.role in _WHERE and kind is None and _unknown_name(s, head):
            return True  # "ont bombardé Sorel": a place that no gazetteer knows
        if "people" in slot.classes and kind in ("state", None) and _nationals(s, head) and knows.side(span):
            return True
        if "party" in slot.classes and kind is None and _lettered(s, head):
            return True  # "le MPL a reçu le médiateur"
        armed = head.text[:1].isupper() and head.form in events.lists["armed_bodies"]
        if armed and kind in (None, "unknown", "institution") and {"party", "forces"} & {*slot.classes}:
            return True  # "le Front du Sud a pris la ville"
        names = [c for c in slot.classes if c in events.classes]
        if "forces" in names and kind in (None, "institution") and _acronym(head):
            return True  # "le MPL a pris la ville": a body that no list knows
        if "place" in slot.classes and (
            knows.place(phrase(s, head)) or (kind in ("state", "metonym") and slot.role != "weapon")
        ):
            return True
        return any(events.of_class(knows.meant(t), *names) for t in _core(s, head, events)) if names else False
    if slot.role == "actor":
        return someone(head, kind, events) or (kind is None and (_body(s, head) or _lettered(s, head)))
    if slot.role in ("cause", "issue", "place", "weapon"):
        return head.pos in ("NOUN", "PROPN", "PRON", "NUM")
    return not events.of_class(head.form, "abstract")


def there_is(s: Sentence, head: Token) -> bool:
    """Whether "il" is that of "il y a eu une explosion", which is nobody's doing."""
    return head.form == "il" and "y" in [t.form for t in s.tokens[head.i + 1 : head.i + 3]]


def _nationals(s: Sentence, head: Token) -> bool:
    """Whether a nationality counts its people: "six Tchadiens"."""
    counted = head.i > 0 and (s.tokens[head.i - 1].pos == "NUM" or s.tokens[head.i - 1].text.isdigit())
    return counted and head.text[:1].isupper() and head.form.endswith(("s", "x"))


def _unknown_name(s: Sentence, head: Token) -> bool:
    """Whether a phrase is a bare proper name: no article, no title, no acronym."""
    bare = not any(t.head == head.i and t.dep == "det" and t.form not in ("de", "d'") for t in s.tokens)
    return head.pos == "PROPN" and head.text[:1].isupper() and not head.text.isupper() and bare


def _body(s: Sentence, head: Token) -> bool:
    """Whether a phrase is an article and a name that no list knows: "la Croix blanche"."""
    named = head.i > 0 and head.pos in ("NOUN", "PROPN") and head.text[:1].isupper() and not head.text.isupper()
    return named and any(t.head == head.i and t.dep == "det" and t.form in ("la", "le", "l'") for t in s.tokens)


def _lettered(s: Sentence, head: Token) -> bool:
    """Whether a phrase is an article and the letters of a body that no list knows: "le FLH"."""
    known = _acronym(head) and head.text not in _NO_BODY
    return known and any(t.head == head.i and t.dep == "det" and t.form in ("la", "le", "l'") for t in s.tokens)


_NO_BODY = frozenset(["VIH", "SIDA", "COVID", "PIB", "TVA", "GPS", "GMT", "UTC", "ADN", "GNL", "TNT"])
"""Letters that stand for no one."""


def _acronym(head: Token) -> bool:
    return head.pos in ("PROPN", "NOUN") and len(head.text) > 1 and head.text.isupper() and head.text.isalpha()


def taken_up(s: Sentence, head: Token) -> bool:
    """Whether a number counts what was named before: "121 d'entre eux", "dit en avoir arrêté 22"."""
    after = [t.form for t in s.tokens[head.i + 1 : head.i + 4]]
    counts = head.pos == "NUM" or head.text[:1].isdigit()
    if not counts and not (head.pos == "PRON" and after[:2] == ["d'", "entre"] and "-" in head.text):
        return False
    if after[:2] == ["d'", "entre"]:
        return True
    alone = not after or after[0] in (",", ".", ";", ":", "»", "et", "dont")
    verb = s.tokens[head.head]
    return alone and verb.i < head.i and any(t.form == "en" for t in s.tokens[max(0, verb.i - 3) : verb.i])


def _core(s: Sentence, head: Token, events: Events) -> list[Token]:
    """The head, and what it is a number or part of: "des dizaines de drones", "trois des navires"."""
    found = [head]
    for t in found:
        if t.pos == "NUM" or t.form in _NONE or events.of_class(t.form, "amounts"):
            found += [
                c
                for c in s.tokens
                if c.head == t.i
                and c.dep in ("nmod", "obl:arg", "obl:mod")
                and c.i > t.i
                and preposition(s, c) == "de"
                and c not in found
            ]
    return found


def someone(head: Token, kind: str | None, events: Events) -> bool:
    if head.pos == "PRON":
        return head.form in _PERSONAL | _SOMEONE
    if events.of_class(head.form, "sidewords"):
        return True
    if kind is not None and kind not in ("document", "media"):
        return not (
            kind == "unnamed"
            and events.of_class(head.form, "sites", "weapons", "strikes")
            and not events.of_class(head.form, "forces")
        )
    if events.of_class(head.form, "forces", "people", "offices"):
        return not events.of_class(head.form, "weapons") or events.of_class(head.form, "forces")
    return head.pos == "NUM" and head.form.isalpha()


def party(heads: list[Token], knows: Knows) -> bool:
    return any(knows.kind((t.start, t.end)) not in (None, "unnamed", "document", "media") for t in heads) or any(
        t.pos in ("PRON", "NUM") for t in heads
    )
