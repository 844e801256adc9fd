"""The proper name that goes with a noun phrase: "le ministre turc X", "le porte-parole du palais, X"."""

from __future__ import annotations

from recoupe.extract.book import Head
from recoupe.extract.names import BLANKS, Named, NameReader
from recoupe.extract.noun_phrase import Phrase
from recoupe.lang.fr import actors as fr

_OF = frozenset(("de", "d", "du", "des"))


def take_own_name(reader: NameReader, phrase: Phrase, hi: int, depth: int) -> None:
    """The proper name that the phrase goes with: "le ministre turc X", "le porte-parole du palais, X"."""
    words, j, head = reader.words, phrase.b, phrase.head
    if head is None or j >= hi or head.kind in ("group", "document", "office", "camp"):
        return
    gap = words.gaps[j].strip(BLANKS)
    if gap == "" and words.gaps[j] != "" and not phrase.loose:
        named = reader.name_at(j, hi)
        if (
            named is None
            and words.gaps[j] == " "
            and j + 1 < hi
            and words.low[j] == "de"
            and head.kind == "organisation"
        ):
            return
        if named is not None and _fits(head, named):
            if head.kind == "organisation" and named.known is None:
                named = _longer(reader, named, hi)
            phrase.name, phrase.b = named, named.b
            return
    if (
        gap == ","
        and head.number == "sing"
        and head.kind in ("role", "kin")
        and (depth == 0)
        and words.low[j] not in fr.DETERMINERS
    ):
        named = reader.name_at(j, hi)
        if named is not None and _personal(named):
            phrase.name, phrase.b = named, named.b


def _longer(reader: NameReader, named: Named, hi: int) -> Named:
    """An organisation's name with its complement: "Mains du Nord"."""
    words, b = reader.words, named.b
    if b + 1 < hi and words.low[b] in _OF and reader.space(b) and reader.space(b + 1) and words.raw[b + 1][0].isupper():
        return named._replace(b=b + 2)
    return named


def _fits(head: Head, named: Named) -> bool:
    known = named.known
    if head.kind in ("role", "kin", "staff"):
        return head.number == "sing" and (known is None or known.kind == "person")
    if head.kind == "institution":
        # "le gouvernement Assad": a person's name, not a place's
        return (
            known is not None
            and known.kind == "person"
            and head.lemma in ("gouvernement", "régime", "administration", "cabinet")
        )
    return known is None or known.kind in ("organisation", "media", "group", "institution")


def _personal(named: Named) -> bool:
    return named.known is None or named.known.kind == "person"
