"""The speaker behind a verb that closes a quotation or an incise."""

from __future__ import annotations

from recoupe.lang.base import Sentence
from recoupe.lang.fr.attribution.adjuncts import skip_adjuncts
from recoupe.lang.fr.attribution.clauses import closes_clause
from recoupe.lang.fr.cues import Cues, CueVerb
from recoupe.lang.fr.grammar import (
    QUOTE_MARKS,
    TIME_WORDS,
    WORDS,
    Phrase,
    phrase_from,
)
from recoupe.lang.fr.groups import Group

_DAYS = frozenset(["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "hier"])
_OPENS_ADJUNCT = _DAYS | {"à", "au", "dans", "sur", "en", "lors", "devant", "ce", "cette", "aux", "par"}


def inverted_subject(s: Sentence, group: Group, cue: CueVerb, cues: Cues) -> Phrase | None:
    """The noun phrase right after a cue that closes a quotation or an incise: "…, a déclaré X"."""
    if "quote" not in cue.frames and "que" not in cue.frames:
        return None
    before = s.tokens[group.first - 1] if group.first else None
    if before is not None and before.form not in (",", "–", "—", "-", "comme", ")", "!", "?", "…", "...", *QUOTE_MARKS):
        return None
    i = max(group.last, group.verb.i) + 1
    if cue.words:
        i = next((t.i + 1 for t in s.tokens[i:] if t.form == cue.words[-1]), i)
    skipped = 0
    while i < len(s.tokens) and skipped < 14:
        t = s.tokens[i]
        if t.pos == "ADV" or (t.form == "," and i > group.last + 1):
            i += 1
        elif t.form in ("le", "ce") and skip_adjuncts(s, i, i + 2) > i:
            i = _past_date(s, i)  # "ont annoncé le 26 mars les secours"
        elif t.form in _OPENS_ADJUNCT and t.pos != "PRON":
            step = _skip_adjunct(s, i)
            if step is None:
                return None
            i = step
        else:
            break
        skipped += 1
    if i >= len(s.tokens):
        return None
    phrase = phrase_from(s, i)
    if phrase is not None and i == max(group.last, group.verb.i) + 1 + len(cue.words) and closes_clause(s, group, cue):
        ending = s.tokens[phrase.last + 1] if phrase.last + 1 < len(s.tokens) else None
        named = phrase.head.pos == "PROPN" or cues.someone(phrase.head.form) or cues.text(phrase.head.form)
        if (ending is None or ending.pos in ("PUNCT", "ADP")) and (named or "np" not in cue.frames):
            return phrase  # nothing but a speaker can stand there
    if phrase is None or not (
        phrase.head.pos == "PROPN"
        or phrase.head.text[:1].isupper()
        or cues.someone(phrase.head.form)
        or cues.text(phrase.head.form)
        or phrase.head.form in ("celui-ci", "celle-ci", "dernier", "on")
    ):
        return None
    if before is None and group.aux is None:
        return None
    return phrase


def _past_date(s: Sentence, i: int) -> int:
    """Index after the date that the article ``i`` opens."""
    k = i + 1
    while k < len(s.tokens) and (
        s.tokens[k].form in TIME_WORDS or s.tokens[k].form == "1er" or s.tokens[k].text.isdigit()
    ):
        k += 1
    return k


def _skip_adjunct(s: Sentence, i: int) -> int | None:
    """Index after a short adjunct (", a déclaré mardi à la presse le ministre"), or None where it does not end."""
    t = s.tokens[i]
    if t.form in _DAYS:
        k = i + 1
        while k < len(s.tokens) and s.tokens[k].form in WORDS["day_parts"]:
            k += 1
        return k
    for k in range(i + 1, min(len(s.tokens), i + 9)):
        x = s.tokens[k]
        if x.form == ",":
            return k
        if x.pos in ("NOUN", "PROPN"):
            after = k + 1
            while after < len(s.tokens) and (
                s.tokens[after].pos == "ADJ" or s.tokens[after].morph.get("VerbForm") == "Part"
            ):
                after += 1  # "dans un communiqué conjoint les ministères"
            begins = s.tokens[after] if after < len(s.tokens) else None
            if begins is not None and begins.pos == "NUM" and after == k + 1:
                return after  # "ont indiqué à l'AFP deux sources"
            if begins is not None and begins.form == "des" and x.text.isupper():
                return after  # "à l'AFP des sources": no name takes "des"
            if begins is not None and begins.pos in ("DET", "PROPN", "NOUN", "X") and not begins.dep.startswith("flat"):
                return _past_name(s, k) if after == k + 1 else after
        if x.pos in ("VERB", "AUX") or x.form in (".", ";"):
            return None
    return None


def _past_name(s: Sentence, k: int) -> int:
    """Index after the name that token ``k`` is in, where a determiner begins the subject: "à Radio Sorel Libre un"."""
    end = k + 1
    while end < len(s.tokens) and s.tokens[end].text[:1].isupper():
        end += 1
    return end if end < len(s.tokens) and s.tokens[end].pos == "DET" else k + 1
