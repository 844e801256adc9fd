"""Attribution without a verb: "selon X", cue nouns, the journalistic conditional."""

from __future__ import annotations

from collections.abc import Iterable

from recoupe.lang.attribution import TRAILING, Draft
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.actors import POSSESSIVE
from recoupe.lang.fr.attribution.reading import FrenchPage
from recoupe.lang.fr.cues import CuePreposition, Cues
from recoupe.lang.fr.grammar import (
    AVOIR,
    CONDITIONAL_AUX,
    CONTRACTED,
    ETRE,
    RELATIVES,
    TIME_WORDS,
    WORDS,
    Phrase,
    phrase_from,
)
from recoupe.text import Span, trim


def according_to(page: FrenchPage, cues: Cues) -> list[Draft]:
    """ "Selon X, …", "…, selon X", "…, selon X, …"."""
    drafts = []
    by_word = _by_word(cues.prepositions)
    for s in page.sentences:
        i, since = 0, s.start
        while i < len(s.tokens):
            hit = _preposition(s, i, by_word.get(s.tokens[i].form, ()), cues)
            if hit is not None:
                prep, phrase, speaker = hit
                draft = _content(page, s, i, phrase.last, speaker, prep, since)
                if draft is not None:
                    drafts.append(draft)
                    since = phrase.span[1]
                i = phrase.last
            i += 1
    return drafts


def _by_word(prepositions: Iterable[CuePreposition]) -> dict[str, list[CuePreposition]]:
    """The prepositions by the forms that their first word may have, in order."""
    found: dict[str, list[CuePreposition]] = {}
    for prep in prepositions:
        first, *rest = prep.words
        contracted = [form for form, word in CONTRACTED.items() if word == first and word in ("de", "à") and not rest]
        for form in (first, *contracted):
            found.setdefault(form, []).append(prep)
    return found


def _preposition(
    s: Sentence, i: int, prepositions: Iterable[CuePreposition], cues: Cues
) -> tuple[CuePreposition, Phrase, Span] | None:
    tokens = s.tokens
    for prep in prepositions:
        n = len(prep.words)
        forms = [t.form for t in tokens[i : i + n]]
        if (
            len(forms) < n
            or (*forms[:-1], CONTRACTED.get(forms[-1], forms[-1]) if prep.words[-1] in ("de", "à") else forms[-1])
            != prep.words
        ):
            continue
        if prep.only == "never" or i + n >= len(tokens):
            return None
        following = " ".join(t.form for t in tokens[i + n : i + n + 3]).replace("' ", "'")
        if any(following == words or following.startswith(words + " ") for words in cues.not_sources):
            return None
        if prep.initial and not (i == 0 or (i == 1 and tokens[0].form in WORDS["openers"])):
            return None
        if prep.only == "set off" and (i == 0 or tokens[i - 1].form != ","):
            return None  # "la parole de l'État": no source
        at = i + n + (tokens[i + n].form == "à" and n == 1)  # "selon à X", in translations
        if [t.form for t in tokens[at : at + 2]] in (["ce", "que"], ["ce", "qu'"]):
            told = next((t.i for t in tokens[at + 2 : at + 6] if t.pos == "VERB"), None)
            at = at if told is None else told + 1  # "selon ce que rapporte le quotidien"
        phrase = phrase_from(s, at)
        if prep.words[-1] in ("source", "sources"):
            if i > 0 and tokens[i - 1].form not in (",", "(", "et"):
                return None  # "confirmer de source indépendante"
            last = (
                next(
                    (
                        t.i
                        for t in tokens[i + n :]
                        if t.pos not in ("ADJ", "ADP", "NOUN", "PROPN", "ADV", "VERB") or t.form in (",", ".")
                    ),
                    len(tokens),
                )
                - 1
            )
            phrase = Phrase((tokens[i + n - 1].start, tokens[last].end), i + n, last, tokens[i + n - 1])
            return prep, phrase, phrase.span
        if phrase is None or phrase.head.form in cues.words["not_source_nouns"]:
            return None
        if prep.only == "someone" and not _someone(s, phrase, cues):
            return None
        phrase = _given_by(s, phrase, cues) or phrase
        set_off = i == 0 or tokens[i - 1].form in (",", "(")
        own = tokens[phrase.first].form in POSSESSIVE  # ", selon leur gravité"
        known = any(
            t.pos == "PROPN" or cues.someone(t.form) or cues.text(t.form)
            for t in tokens[phrase.first + own : phrase.last + 1]
        )
        if phrase.head.pos == "NOUN" and not known and (own or not set_off):
            return None
        return prep, phrase, phrase.span
    return None


def _given_by(s: Sentence, phrase: Phrase, cues: Cues) -> Phrase | None:
    """Who gives the text that is named as the source: "selon un nouveau bilan publié lundi par la mission"."""
    tokens, at = s.tokens, phrase.head.i + 1
    while at <= phrase.last and tokens[at].pos == "ADJ":
        at += 1
    if not cues.text(phrase.head.form) or at >= len(tokens) or tokens[at].morph.get("VerbForm") != "Part":
        return None
    if tokens[at].form.rstrip("es") in WORDS["asked"]:
        return None  # "selon les sources interrogées par l'agence": the sources say it
    for t in tokens[at + 1 : at + 7]:
        if t.form == "par":
            found = phrase_from(s, t.i + 1)
            if found is None:
                return None
            named = any(x.pos == "PROPN" for x in tokens[found.first : found.last + 1])
            return found if named or cues.someone(found.head.form) else None
        if t.form not in TIME_WORDS and t.form not in WORDS["day_parts"] and t.pos not in ("ADV", "DET", "NUM"):
            return None
    return None


def _someone(s: Sentence, phrase: Phrase, cues: Cues) -> bool:
    tokens = s.tokens
    if phrase.last + 1 >= len(tokens) or tokens[phrase.last + 1].form != ",":
        return False
    if phrase.head.pos == "PRON":
        return phrase.head.form in ("lui", "elle", "eux", "elles", "moi", "nous", "beaucoup", "certains")
    if phrase.head.form in cues.words["affected"]:
        return False  # "pour les familles": for them, not by them
    return (phrase.head.pos == "PROPN" and not phrase.head.text.isdigit()) or cues.someone(phrase.head.form)


def _content(
    page: FrenchPage, s: Sentence, i: int, last: int, speaker: Span, prep: CuePreposition, since: int
) -> Draft | None:
    """The draft of a source at token ``i``; ``since`` is where an earlier source of the sentence ends."""
    tokens = s.tokens
    cue = (tokens[i].start, tokens[i + len(prep.words) - 1].end)
    holder = page.quotation_at(cue[0])
    begin, stop = holder.inner if holder else s.span
    begin, stop = max(begin, s.start), min(stop, s.end) if holder else _over_quotation(page, s, tokens[last].end)
    if holder is None:  # a quotation of several sentences that "selon X" closes
        begin = min([begin, *(q.start for q in page.quotations_in(s.span) if q.start < s.start < q.end <= cue[0])])
        stop = next(
            (
                t.start
                for t in tokens[last + 1 :]
                if t.form == ";" and t.start < stop and page.quotation_at(t.start) is None
            ),
            stop,
        )
    before = trim(page.text, (max(begin, since) if since > s.start else begin, cue[0]), TRAILING + "(")
    last = _past_asides(s, last) if not any(t.pos in ("VERB", "AUX") for t in tokens[:i]) else last
    after = trim(page.text, (tokens[last].end, stop), TRAILING + ")")
    head = [t for t in tokens if before[0] <= t.start < before[1] and t.pos != "PUNCT"]
    tail = [t for t in tokens if t.start >= after[0] and t.pos != "PUNCT"] if after[1] > after[0] else []
    joined = i - 1 - (i > 0 and tokens[i - 1].form == ",")
    if joined > 0 and tokens[joined].pos == "CCONJ":  # "A fait ceci et, selon X, fera cela": only the second half
        before, head = (cue[0], cue[0]), []
    within_relative = _own_relative(s, i)
    if within_relative is not None:
        before = (tokens[within_relative].start, before[1])
        head = tokens[within_relative:i]
    relative = _relative_before(s, i)
    if relative is not None:
        before = (tokens[relative].start, trim(page.text, (tokens[relative].start, cue[0]), TRAILING)[1])
        comma = next((t.start for t in tokens[last + 2 :] if t.form == ","), after[1])
        after = trim(page.text, (after[0], min(after[1], comma)), TRAILING)
        return (
            Draft([before, after], "selon", "assert", cue, speaker, False, "selon", 0) if after[1] > after[0] else None
        )
    parts: list[Span] = []
    set_off = last + 1 < len(tokens) and tokens[last + 1].form in (",", ")", ":")
    if len(head) > 2 or any(t.pos in ("VERB", "AUX") for t in head):
        parts.append(_own_clause(page, s, i, before))
    split_verb = bool(head) and head[-1].form in AVOIR | ETRE  # "a, selon X, lancé": auxiliary and participle
    if parts and not set_off and not split_verb and tokens[i - 1].pos == "VERB":
        return None  # "qui vont selon lui trop loin": too deep in its clause to be cut out
    resumes = set_off and any(t.pos in ("VERB", "AUX") for t in tail) and not _new_clause(tail)
    if tail and (not parts or split_verb or resumes):
        parts.append(after)
    parts = [p for p in parts if p[1] - p[0] > 5]
    holds_verb = any(t.pos in ("VERB", "AUX") and any(a <= t.start < b for a, b in parts) for t in tokens)
    if not parts or not (holds_verb or any(page.quotations_in(p) for p in parts)):
        return None
    return Draft(parts, "selon", "assert", cue, speaker, False, "selon", 0)


def _relative_before(s: Sentence, i: int) -> int | None:
    """Index of the relative that "selon X" follows at once: "…, qui, selon la police, a réuni…"."""
    k = i - 1
    while k >= 0 and s.tokens[k].form == ",":
        k -= 1
    return k if k > 0 and s.tokens[k].form in RELATIVES and s.tokens[k].pos == "PRON" else None


def _own_relative(s: Sentence, i: int) -> int | None:
    """Index of the relative whose one verb "selon X" follows without a comma: "… des rebelles, qui ont tué dix civils
    selon X"; what stands before the relative is told without that source."""
    for t in reversed(s.tokens[:i]):
        if t.form == ",":
            return None
        if t.form in RELATIVES and t.pos == "PRON":
            finite = [x for x in s.tokens[t.i : i] if x.morph.get("VerbForm") == "Fin"]
            told = any(x.morph.get("VerbForm") == "Fin" for x in s.tokens[: t.i])
            return t.i if len(finite) == 1 and told else None
    return None


def _past_asides(s: Sentence, last: int) -> int:
    """Past what still belongs to the source of an initial "selon X": ", qui a suivi les débats,", "du 3 mai,"."""
    tokens = s.tokens
    aside = last + 1 < len(tokens) and tokens[last + 1].form != ","
    if aside and tokens[last + 1].form in RELATIVES:  # "selon les bilans qui se succèdent, …"
        comma = next((t.i for t in tokens[last + 2 : last + 14] if t.form == ","), None)
        return last if comma is None else comma - 1
    relative = (
        last + 2 < len(tokens)
        and tokens[last + 1].form == ","
        and (tokens[last + 2].form in RELATIVES or tokens[last + 2].morph.get("VerbForm") == "Part")
    )
    if not aside and not relative:
        return last
    for t in tokens[last + (1 if aside else 2) : last + 26]:
        if t.form == ",":
            return t.i - 1
        if aside and t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") == "Fin" and t.form not in ("a", "est"):
            return last
    return last


def _over_quotation(page: FrenchPage, s: Sentence, after: int) -> int:
    """End of the sentence, or of a quotation that it opens and that runs over its end."""
    return max([s.end, *(q.end for q in page.quotations_in(s.span) if after <= q.start < s.end < q.end and q.closed)])


def _new_clause(tail: list[Token]) -> bool:
    """After "…, selon X," a participle or relative goes on about X, not with the content, unless it tells a result."""
    first = tail[0]
    if first.form in WORDS["results"]:
        return False
    return (
        (len(tail) > 1 and first.pos == "ADP" and tail[1].form in RELATIVES)
        or first.form in ("qui", "dont", "où", "cité", "citée", "cités", "citant", "alors", "tandis")
        or first.morph.get("VerbForm") == "Part"
    )


def _own_clause(page: FrenchPage, s: Sentence, i: int, before: Span) -> Span:
    """The last of coordinated clauses, where "selon X" closes the sentence without a comma: the others are asserted."""
    tokens = s.tokens
    if i > 0 and tokens[i - 1].form == ",":
        return before
    if not any(t.form in CONDITIONAL_AUX or t.form == "serait" for t in tokens[:i]):
        return before
    for t in reversed(tokens[:i]):
        if t.form in ("et", "mais") and t.pos == "CCONJ":
            clause, earlier = tokens[t.i + 1 : i], tokens[: t.i]
            finite = [x for x in clause if x.pos in ("VERB", "AUX") and x.morph.get("VerbForm") == "Fin"]
            if (
                finite
                and any(x.pos in ("VERB", "AUX") for x in earlier)
                and any(x.dep.startswith("nsubj") for x in clause)
            ):
                if any(
                    x.morph.get("Mood") == "Cnd" or x.form.endswith(("rait", "raient"))
                    for x in earlier
                    if x.pos in ("AUX", "VERB")
                ):
                    return before
                return trim(page.text, (tokens[t.i + 1].start, before[1]), TRAILING)
    return before


def cue_nouns(page: FrenchPage, cues: Cues) -> list[Draft]:
    """ "l'appel de X à …": the noun attributes, its complement is the content (nominal)."""
    drafts = []
    for s in page.sentences:
        for t in s.tokens:
            noun = cues.nouns.get(t.form) or cues.nouns.get(t.form.removesuffix("s"))
            if noun is None or t.pos != "NOUN" or t.i + 2 >= len(s.tokens):
                continue
            link = s.tokens[t.i + 1]
            if link.form not in ("de", "d'", "du", "des"):
                continue
            who = _until_prep(s, t.i + 2, noun.preps)
            if who is None:
                continue
            speaker_last, start = who
            speaker = (s.tokens[t.i + 2].start, s.tokens[speaker_last].end)
            head = next((x for x in s.tokens[t.i + 2 : speaker_last + 1] if x.pos in ("NOUN", "PROPN")), None)
            if head is None or not (head.pos == "PROPN" or cues.someone(head.form)):
                continue
            clause = s.tokens[start - 1].form in _WHICH
            end = _clause_end(s, start) if clause else _phrase_end(s, start)
            drafts.append(
                Draft(
                    [trim(page.text, (s.tokens[start].start, end), TRAILING)],
                    "indirect" if clause else "nominal",
                    noun.act,
                    (t.start, t.end),
                    speaker,
                    False,
                    "noun",
                    5,
                )
            )
    return drafts


def _until_prep(s: Sentence, first: int, preps: tuple[str, ...]) -> tuple[int, int] | None:
    """Last token of the speaker and first of the content, where one of ``preps`` separates them."""
    for i in range(first + 1, min(len(s.tokens), first + 14)):
        t = s.tokens[i]
        if (t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") != "Part") or t.form in (".", ";", ":", "!"):
            return None
        if t.form in ("et", ",") and i + 1 < len(s.tokens) and s.tokens[i + 1].pos == "ADV":
            return None  # "à l'appel de X et conformément aux accords"
        for prep in preps:
            words = prep.split()
            forms = [x.form for x in s.tokens[i : i + len(words)]]
            if forms and (*forms[:-1], CONTRACTED.get(forms[-1], forms[-1])) == tuple(words):
                follows = s.tokens[i + len(words)] if i + len(words) < len(s.tokens) else None
                infinitive = follows is not None and (
                    follows.morph.get("VerbForm") == "Inf" or follows.form in ("ne", "se", "s'")
                )
                if (
                    prep in ("de", "à")
                    and not infinitive
                    and not (prep == "à" and follows is not None and follows.pos in ("DET", "NOUN"))
                ):
                    continue
                return i - 1, i + (len(words) if words[-1] in _WHICH else 0)
    return None


_WHICH = frozenset(["laquelle", "lesquelles", "lequel", "lesquels"])


def _clause_end(s: Sentence, start: int) -> int:
    """End of the clause at token ``start``: at a comma, or before a second finite verb that nothing subordinates."""
    verbs = 0
    for t in s.tokens[start:]:
        if t.form in (",", ";", ":", "."):
            return t.start
        if t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") == "Fin":
            verbs += not any(x.pos == "SCONJ" or x.form in RELATIVES or x.form == "et" for x in s.tokens[start : t.i])
            if verbs > 1:
                return t.start
    return s.end


def _phrase_end(s: Sentence, start: int) -> int:
    """End of a complement inside its clause: before the main verb that follows it, or the sentence's end."""
    for t in s.tokens[start + 2 :]:
        if t.form in (";", ":", ".") or (t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") == "Fin"):
            k = t.i
            while k > start and s.tokens[k - 1].form in ("ne", "n'", "se", "s'", ",", "y", "en", "l'", "et"):
                k -= 1
            return s.tokens[k].start if t.pos != "PUNCT" else t.start
    return s.end


def conditionals(page: FrenchPage, taken: list[Draft]) -> list[Draft]:
    """The journalistic conditional in the outlet's own voice: "Ce test aurait échoué" (hedge, no speaker)."""
    drafts = []
    for s in page.sentences:
        if any(t.form in ("si", "s'") for t in s.tokens):
            continue
        for t in s.tokens:
            if t.form not in CONDITIONAL_AUX or page.quotation_at(t.start) is not None:
                continue
            verb = s.tokens[t.head]
            perfect = verb.morph.get("VerbForm") == "Part" or any(
                x.morph.get("VerbForm") == "Part" for x in s.tokens[t.i + 1 : t.i + 4]
            )
            if perfect:
                span = trim(page.text, s.span, TRAILING)
                if any(d.covers((t.start, t.end)) or (d.cue and s.start <= d.cue[0] < s.end) for d in taken):
                    continue
                drafts.append(Draft([span], "hedge", "assert", (t.start, t.end), None, False, "hedge", 6))
                break
    return drafts
