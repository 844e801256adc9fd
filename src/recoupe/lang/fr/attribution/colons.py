"""Headlines that give a speaker before a colon."""

from __future__ import annotations

from recoupe.lang.attribution import TRAILING, Draft
from recoupe.lang.base import Sentence
from recoupe.lang.fr.attribution.reading import FrenchPage
from recoupe.lang.fr.cues import Cues
from recoupe.lang.fr.grammar import QUOTE_MARKS, phrase_from
from recoupe.text import trim, within

_SHORT = 4
"""Letters of the longest part by which a hyphen joins a given name or a particle: "Jean-", "Ben-", "Anne-"."""


def colon_lines(page: FrenchPage, cues: Cues) -> list[Draft]:
    """ "X : …" where X, at the start of a line, is someone who can speak and what follows is a clause.

    A country before a colon is the topic of a headline, and a capital the place where another acts ("X : la Croix-Rouge
    reçoit…"); a person, an institution or a capital that stands for its government speaks.
    """
    drafts = []
    for block in page.blocks:
        covered = page.sentences_in(block)
        if not covered:
            continue
        s = covered[0]
        colon = next((t for t in s.tokens[1:14] if t.form == ":"), None)
        if colon is None:
            continue
        lead = s.tokens[: colon.i]
        if (
            lead[0].form in cues.words["topics"]
            or lead[0].form in cues.words["never_speaks"]
            or any(t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") == "Fin" for t in lead)
            or any(t.form in QUOTE_MARKS for t in lead)
            or any(t.morph.get("VerbForm") == "Part" and t.dep == "acl" and t.i == 1 for t in lead)  # "Civils tués à X"
        ):
            continue
        phrase = phrase_from(s, 0)
        if phrase is None or phrase.last < colon.i - 1:
            continue
        head = phrase.head
        kind = next(
            (
                kind
                for span, kind in page.mentions_in((s.start, s.start + 13))
                if span[0] <= s.start + 12 and span[0] <= head.start < span[1] <= colon.start and span[0] >= s.start
            ),
            "",
        )
        if kind in ("state", "") and not (kind == "" and phrase.head.pos == "NOUN" and cues.someone(phrase.head.form)):
            continue
        if _of_two(head.text) and not page.quotations_in((colon.end, colon.end + 4)):
            continue  # "Norvend-Sorélie : les pourparlers reprennent": what it is about
        quotation = next((q for q in page.quotations_in((colon.end, colon.end + 4)) if q.start >= colon.end), None)
        tail = s.tokens[colon.i + 1 :]
        narrated = tail[:1] and tail[0].form == "on"  # "Halde : on se sépare sans accord"
        if kind == "metonym" and quotation is None and (narrated or _of_another(page, s, colon.i + 1)):
            continue
        finite = [t for t in tail if t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") in ("Fin", "Inf")]
        if quotation is None and not finite:
            continue
        span = (
            quotation.span
            if quotation
            else trim(
                page.text,
                (colon.end, covered[-1].end if s.end < block[1] and len(covered) == 1 else s.end),
                TRAILING.replace("!", "").replace("?", ""),
            )
        )
        drafts.append(Draft([span], "colon", "assert", (colon.start, colon.end), phrase.span, False, "colon.line", 0))
    return drafts


def _of_two(name: str) -> bool:
    """Whether a hyphen joins two names of which none is short, as in no given name: "Norvend-Sorélie"."""
    parts = name.replace("–", "-").split("-")
    return len(parts) == 2 and all(p[:1].isupper() and len(p) > _SHORT for p in parts)


def _of_another(page: FrenchPage, s: Sentence, first: int) -> bool:
    """Whether the clause at token ``first`` opens with an actor, who does what it tells."""
    opening = phrase_from(s, first)
    return opening is not None and any(
        within(span, opening.span) and kind in ("person", "role", "institution", "group", "state", "media")
        for span, kind in page.mentions_in(opening.span)
    )
