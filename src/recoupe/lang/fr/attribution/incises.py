"""Inverted cues without quotation marks: "La réunion aura lieu lundi, a indiqué X"."""

from __future__ import annotations

from recoupe.lang.attribution import CONTRADICTED, TRAILING, Draft
from recoupe.lang.fr.attribution.reading import FrenchPage, Inquit
from recoupe.lang.fr.grammar import QUOTE_MARKS, TIME_WORDS, WORDS, left_phrase
from recoupe.text import Span, trim

_CHARGE = 12
"""Characters that a charge takes at least."""
_MATTER = 6
"""The same of what was asked for: "une enquête"."""
_ADJUNCT = 8
"""Tokens of what may stand behind a cue that says nothing more: "dans son adresse du soir"."""


def incise(page: FrenchPage, inquit: Inquit) -> Draft | None:
    """An inverted cue without quotation marks: "La réunion aura lieu lundi, a indiqué X", "…, comme l'a annoncé X"."""
    s = inquit.sentence
    if not inquit.inverted:
        return _behind(page, inquit)
    if not ({"quote", "que"} & inquit.cue.frames):
        return None
    verb = inquit.group.verb
    if verb.pos == "NOUN" and verb.i and s.tokens[verb.i - 1].pos in ("DET", "ADJ", "ADP"):
        return None  # "De la simple menace à la guerre, il n'y a qu'un pas"
    first = inquit.group.first
    while first > 0 and s.tokens[first - 1].form in ("comme", "ainsi"):
        first -= 1
    if first and s.tokens[first - 1].form in ("que", "qu'") and inquit.group.verb.dep.startswith("acl"):
        return _of_relative(page, inquit, first - 1)
    before = trim(page.text, (s.start, s.tokens[first].start), TRAILING)
    if s.tokens[0].form == "comme" or before[1] <= before[0]:
        # "Comme l'a annoncé X, la route est coupée."
        comma = next((t for t in s.tokens[inquit.last + 1 : inquit.last + 3] if t.form == ","), None)
        if s.tokens[0].form != "comme" or comma is None:
            return None
        after = trim(page.text, (comma.end, s.end), TRAILING)
        return Draft([after], "incise", inquit.cue.act, inquit.span, inquit.speaker, inquit.group.negated, "incise", 1)
    denied = [o.last for o in page.inquits_of(s) if o.last < first and not o.inverted and o.cue.act == "deny"]
    if denied and s.tokens[first].form == "comme":  # "X dément que la trêve tienne, comme l'a dit Y": Y denies nothing
        before = trim(page.text, (s.tokens[max(denied) + 1].start, before[1]), TRAILING)
    words = [t for t in s.tokens if before[0] <= t.start < before[1] and t.pos not in ("PUNCT",)]
    rest = _rest(page, inquit)
    verbal = any(t.pos in ("VERB", "AUX") for t in words)
    counted = len(words) == 2 and words[0].pos == "NUM"  # "Douze morts, confirment les secours"
    whole = (len(words) >= 3 or counted) and (verbal or "quote" in inquit.cue.frames)
    if not whole and (rest is None or not words):
        return None
    content = [_from_last_inquit(page, inquit, before)]
    if rest is not None:
        content.append(rest)
    return Draft(content, "incise", inquit.cue.act, inquit.span, inquit.speaker, inquit.group.negated, "incise", 1)


def _of_relative(page: FrenchPage, inquit: Inquit, que: int) -> Draft | None:
    """What a relative with its subject behind is about: "l'idée d'une trêve, que réclame X"; no more."""
    s = inquit.sentence
    head = s.tokens[inquit.group.verb.head]
    if head.i >= que or head.pos not in ("NOUN", "PROPN") or "np" not in inquit.cue.frames:
        return None
    first = left_phrase(s, head.i).first
    span = trim(page.text, (s.tokens[first].start, s.tokens[que - 1].end), TRAILING)
    return Draft([span], "nominal", inquit.cue.act, inquit.span, inquit.speaker, inquit.group.negated, "relative", 4)


def contradicted(page: FrenchPage, inquit: Inquit) -> Draft | None:
    """What another denies, refuses or accepts in the same sentence: "X accuse Y d'avoir tiré, ce que Y dément"; of what
    X asks for, the matter alone ("X demande une enquête, ce que Y refuse")."""
    s, group = inquit.sentence, inquit.group
    que = contradiction(inquit)
    if que is None or group.negated or page.quotation_at(s.tokens[group.verb.i].start) is not None:
        return None
    earlier = [o.last for o in page.inquits_of(s) if o.last < que and not o.inverted and _told(o, inquit)]
    start = s.tokens[max(earlier) + 1].start if earlier else s.start
    span = trim(page.text, (start, s.tokens[que - 2].start), TRAILING)
    if span[1] - span[0] < (_CHARGE if inquit.cue.act == "deny" else _MATTER):
        return None
    return Draft([span], "indirect", inquit.cue.act, inquit.span, inquit.speaker, False, CONTRADICTED, 2)


def _told(inquit: Inquit, answer: Inquit) -> bool:
    """Whether a cue tells what may be denied, or puts forward what may be refused, and stands in no clause about
    someone: "le groupe qu'elle soupçonne"."""
    asked = answer.cue.act != "deny" and inquit.cue.act in ("demand", "propose")
    told = asked or inquit.cue.act in ("assert", "accuse", "warn")
    return told and not inquit.group.verb.dep.startswith("acl:relcl")


def contradiction(inquit: Inquit) -> int | None:
    """Index of the "que" of ", ce que Y dément", where the inquit is that verb; None where it is not."""
    s, speaker = inquit.sentence, inquit.speaker
    if inquit.cue.act not in ("deny", "reject", "accept") or speaker is None:
        return None
    first = inquit.group.first
    if not inquit.inverted:
        first = next((t.i for t in s.tokens if t.start >= speaker[0]), first)
        first -= first > 0 and s.tokens[first - 1].pos == "DET"
    before = [t.form for t in s.tokens[max(0, first - 3) : first]]
    return first - 1 if before[:2] == [",", "ce"] and before[2:] in (["que"], ["qu'"]) else None


def _behind(page: FrenchPage, inquit: Inquit) -> Draft | None:
    """A clause with who says it behind, in the order of a translation: "La route est coupée, un officier a dit"."""
    s, group, speaker = inquit.sentence, inquit.group, inquit.speaker
    if speaker is None or inquit.cue.act != "assert" or not {"quote", "que"} <= inquit.cue.frames or group.negated:
        return None
    first = next((t for t in s.tokens if t.start >= speaker[0]), None)
    after = [t for t in s.tokens[inquit.last + 1 :] if t.pos != "PUNCT" or t.form in (":", *QUOTE_MARKS)]
    if first is None or first.i < 3 or s.tokens[first.i - 1].form != ",":
        return None
    adjunct = not after or after[0].pos in ("ADP", "ADV") or after[0].form in TIME_WORDS
    if not adjunct or len(after) > _ADJUNCT or any(t.pos in ("VERB", "AUX", "SCONJ", "PUNCT") for t in after):
        return None
    before = s.tokens[: first.i - 1]
    if before[0].pos in ("ADP", "SCONJ", "ADV", "CCONJ") or before[0].form in (*WORDS["relatives"], *QUOTE_MARKS):
        return None
    if not any(t.morph.get("VerbForm") == "Fin" and not t.form.endswith("rait") for t in before):
        return None
    span = trim(page.text, (before[0].start, before[-1].end), TRAILING)
    return Draft([span], "incise", inquit.cue.act, inquit.span, speaker, False, "incise.behind", 1)


def _from_last_inquit(page: FrenchPage, inquit: Inquit, before: Span) -> Span:
    """Without what an earlier inverted cue of the same sentence already takes; whole where no clause is left.

    "« A », précise la lettre, rendue hier, rapporte X": X reports all of it.
    """
    start = before[0]
    for other in page.inquits_of(inquit.sentence):
        if other.inverted and other.last < inquit.group.first and other.group.verb.i != inquit.group.verb.i:
            start = max(start, other.sentence.tokens[other.last].end)
    left = trim(page.text, (start, before[1]), TRAILING + ",")
    tokens = [t for t in inquit.sentence.tokens if left[0] <= t.start < left[1]]
    return left if any(t.morph.get("VerbForm") in ("Fin", "Inf") for t in tokens) else before


def _rest(page: FrenchPage, inquit: Inquit) -> Span | None:
    """What goes on after an incise set off by commas: the second part of the same content."""
    s = inquit.sentence
    after = inquit.last + 1
    if after >= len(s.tokens) or s.tokens[after].form != ",":
        return None
    following = s.tokens[after + 1 :]
    if len(following) < 2 or following[0].form in WORDS["not_resumed"]:
        return None
    lists = following[0].form == "dont"  # "…, affirme l'armée, dont des armes et un camion": what is said goes on
    if following[0].morph.get("VerbForm") == "Part" or following[0].form.endswith("ant"):
        return None
    if not lists and not any(t.pos in ("VERB", "AUX") for t in following):
        return None
    span = trim(page.text, (s.tokens[after].end, s.end), TRAILING)
    before = page.text[: s.tokens[inquit.group.first].start].rstrip(" ,\u00a0\u202f")
    if before[-1:] in QUOTE_MARKS and page.quotations_in(span):
        return None  # "« A », a dit X, « B »": one quotation cut in two
    return span
