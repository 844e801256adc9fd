"""Where and to whom a thing was said: channel ("sur Telegram") and addressee ("aux journalistes")."""

from __future__ import annotations

from recoupe.lang.attribution import Draft
from recoupe.lang.fr.attribution.reading import FrenchPage
from recoupe.lang.fr.cues import Cues
from recoupe.lang.fr.grammar import (
    phrase_from,
)
from recoupe.text import Span, overlaps

_TO = frozenset(["à", "au", "aux", "devant", "auprès"])


_ON = frozenset(["sur", "dans", "à", "au", "lors", "via", "par", "en"])


def addressee_and_channel(page: FrenchPage, draft: Draft, cues: Cues) -> tuple[Span | None, Span | None]:
    """(addressee, channel) spans in the cue's sentence, outside content and speaker; None where not said."""
    if draft.cue is None:
        return None, None
    addressee: Span | None = None
    channel: Span | None = None
    taken = [*draft.content, *([draft.speaker] if draft.speaker else [])]
    for s in page.sentences_in((draft.cue[0], draft.cue[0] + 1)):
        for t in s.tokens:
            if t.form not in _TO | _ON or t.i + 1 >= len(s.tokens):
                continue
            first = t.i + 1
            if s.tokens[first].form in ("de", "d'") and first + 1 < len(s.tokens):
                first += 1
            phrase = phrase_from(s, first, apposition=False)
            if phrase is None or any(overlaps(phrase.span, span) for span in taken):
                continue
            words = [x.form for x in s.tokens[phrase.first : phrase.last + 1]]
            joined = " ".join(words)
            named = any(c in words or (" " in c and c in joined) for c in cues.words["channels"])
            if (
                t.form in _ON
                and channel is None
                and named
                and not (words == ["x"] and s.tokens[phrase.first].text != "X")
            ):
                channel = phrase.span
            elif (
                t.form in _TO
                and addressee is None
                and _someone(phrase.head.pos, phrase.head.form, cues)
                and t.start > draft.cue[1]
            ):
                addressee = phrase.span
    return addressee, channel


def _someone(pos: str, form: str, cues: Cues) -> bool:
    return (
        (form not in ("presse",) and cues.someone(form))
        or form in ("presse", "journalistes", "afp", "reuters")
        or (pos == "PROPN" and form in ("afp", "reuters", "ap", "bbc", "cnn"))
    )
