"""Quotations and who is quoted: a cue before, after or inside; a signature; or the speaker before."""

from __future__ import annotations

import re

from recoupe.lang.attribution import Draft
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.attribution.reading import FrenchPage, Inquit
from recoupe.lang.fr.cues import Cues
from recoupe.lang.fr.grammar import (
    phrase_from,
)
from recoupe.lang.fr.groups import verb_group
from recoupe.lang.quotes import Quotation
from recoupe.records import Mode
from recoupe.text import Span, trim

_BETWEEN = re.compile(r"[\s\u00a0\u202f,;.!?…–—-]*")


_SIGNATURE = re.compile(r"[\s\u00a0\u202f]*[—–-]{1,2}[\s\u00a0\u202f]*(?=[A-ZÀ-Ý])")


def quoted(page: FrenchPage, cues: Cues) -> list[Draft]:
    """One draft for every quotation that says something, in order; scare quotes give none."""
    drafts: list[Draft] = []
    used: dict[int, Draft] = {}
    for n, q in enumerate(page.quotations):
        if n in used:
            continue
        draft = _after(page, q) or _inside(page, q) or _before(page, q, cues) or _signed(page, q) or _any_verb(page, q)
        if draft is None:
            draft = _alone(page, q)
        if draft is None:
            continue
        for later in page.quotations[n + 1 :]:
            if _resumes(page, q, later, draft):
                draft.content.append(later.span)
                used[page.quotations.index(later)] = draft
                q = later
            else:
                break
        drafts.append(draft)
    return drafts


def _span(page: FrenchPage, q: Quotation) -> Span:
    return q.span if q.closed else trim(page.text, q.span)


def _draft(page: FrenchPage, q: Quotation, inquit: Inquit, rule: str) -> Draft:
    return Draft([_span(page, q)], "direct", inquit.cue.act, inquit.span, inquit.speaker, inquit.group.negated, rule, 0)


def _says(page: FrenchPage, q: Quotation) -> bool:
    """Whether a quotation is long enough to say something: four words, or three with a verb."""
    words = re.findall(r"\w+", page.text[q.inner[0] : q.inner[1]])
    if len(words) >= 4:
        return True
    tokens = [t for s in page.sentences_in(q.span) for t in s.tokens if q.start <= t.start < q.end]
    return len(words) >= 2 and any(t.pos in ("VERB", "AUX") for t in tokens)


def _after(page: FrenchPage, q: Quotation) -> Draft | None:
    """« … », a déclaré X."""
    at = _BETWEEN.match(page.text, q.end)
    stop = at.end() if at else q.end
    if "\n\n" in page.text[q.end : stop] or (
        stop >= page.block_of(q.start)[1] and stop >= page.block_of(max(q.start, q.end - 1))[1]
    ):
        return None
    for inquit in page.inquits_in((q.end, stop + 41)):
        first = inquit.sentence.tokens[inquit.group.first]
        if first.start < q.end or first.start > stop + 40:
            continue
        between = page.text[stop : first.start]
        if inquit.inverted and "quote" in inquit.cue.frames and between.strip() in ("", "comme", "comme l'"):
            draft = _draft(page, q, inquit, "quote.after")
            lead = _lead(page, q)
            if lead is not None:
                draft.content, draft.mode, draft.rule = [(lead, draft.content[0][1])], "incise", "incise.quote"
            return draft
        translated = not inquit.inverted and inquit.speaker is not None and inquit.speaker[0] == stop
        if translated and "quote" in inquit.cue.frames and page.text[q.end : stop].strip() == ",":
            return _draft(page, q, inquit, "quote.after")  # « … », X a dit: the order of a translation
    return None


def _any_verb(page: FrenchPage, q: Quotation) -> Draft | None:
    """« … », raille X, « … », rectifie-t-on: right after a quotation any verb with its subject behind it attributes."""
    words = [t for s in page.sentences_in(q.span) for t in s.tokens if q.start <= t.start < q.end]
    if not q.closed or not any(t.pos in ("VERB", "AUX") for t in words):
        return None
    sentence = page.sentence_at(q.end - 1)
    if sentence is None:
        return None
    following = [t for t in sentence.tokens if t.start >= q.end]
    if len(following) < 3 or following[0].form != ",":
        return None
    first = following[1]
    verb = next(
        (
            t
            for t in following[1:6]
            if t.pos == "VERB" or (t.morph.get("VerbForm") == "Fin" and t.pos == "AUX" and t is not first)
        ),
        None,
    )
    if verb is None or any(t.pos not in ("AUX", "PRON", "ADV", "VERB") for t in following[1 : verb.i - first.i + 1]):
        return None
    participle = verb.morph.get("VerbForm") == "Part" and verb.morph.get("Tense") != "Pres"
    group = verb_group(sentence, verb.i, participle=participle)
    if group is None or group.passive or group.first != first.i or verb.form.endswith("ant"):
        return None
    if group.clitic is not None:
        clitic = group.clitic
        speaker: Span | None = (clitic.end - len(clitic.text.split("-")[-1]), clitic.end)
    else:
        at = group.last + 1
        while at < len(sentence.tokens) and sentence.tokens[at].pos == "ADV":
            at += 1
        phrase = phrase_from(sentence, at) if at < len(sentence.tokens) else None
        ending = sentence.tokens[phrase.last + 1] if phrase and phrase.last + 1 < len(sentence.tokens) else None
        speaker = phrase.span if phrase and (ending is None or ending.pos in ("PUNCT", "ADP")) else None
    if speaker is None:
        return None
    return Draft(
        [_span(page, q)], "direct", "assert", (verb.start, verb.end), speaker, group.negated, "quote.any_verb", 0
    )


def _lead(page: FrenchPage, q: Quotation) -> int | None:
    """Where the sentence of a quotation starts, when words of its own stand before the mark: X a "dit oui", dit Y."""
    sentence = page.sentence_at(q.start)
    if sentence is None or sentence.start == q.start:
        return None
    start = sentence.start
    for other in page.inquits_of(sentence):
        if other.inverted and sentence.tokens[other.last].end <= q.start:
            start = max(start, sentence.tokens[other.last].end)
    start, stop = trim(page.text, (start, q.start), " \u00a0\u202f,.;")
    words = re.findall(r"\w+", page.text[start:stop])
    if len(words) < 2 or page.text[start:stop].endswith(":"):
        return None
    return start


def _before(page: FrenchPage, q: Quotation, cues: Cues) -> Draft | None:
    """X a déclaré : « … », X : « … », X estime « … »."""
    sentence = page.sentence_at(q.start)
    block = page.block_of(q.start)
    lead = page.text[block[0] : q.start].rstrip()
    colon = lead.endswith(":")
    if colon and (sentence is None or sentence.start >= q.start):
        ending = block[0] + len(lead)
        sentence = next((s for s in page.sentences if s.start < ending <= s.end + 1), sentence)
    if not lead:  # the colon may end the paragraph before
        previous = next((b for b in reversed(page.blocks) if b[1] <= q.start), None)
        if previous and page.text[slice(*previous)].rstrip().endswith(":"):
            sentence = next((s for s in reversed(page.sentences) if s.end <= q.start), None)
            colon = True
    if sentence is None:
        return None
    candidates = [
        i for i in page.inquits_of(sentence) if i.sentence.tokens[i.group.verb.i].end <= q.start and not i.inverted
    ]
    if colon:
        if not _says(page, q) and not candidates:
            return None
        for inquit in reversed(candidates):
            if inquit.cue.frames & {"quote", "que"}:
                return _draft(page, q, inquit, "quote.colon")
        return _colon_speaker(page, q, sentence, cues)
    for inquit in reversed(candidates):
        last = max(inquit.last, inquit.group.verb.i)
        between = [t for t in sentence.tokens[last + 1 :] if t.end <= q.start]
        after = next((t for t in sentence.tokens if t.start >= q.end), None)
        if after is not None and after.pos in ("DET", "NOUN", "PRON"):
            continue  # "condamne « avec force » l'attaque": only a manner
        if inquit.cue.frames & {"quote", "inf"} and all(t.pos in ("ADV", "PUNCT") for t in between):
            mode: Mode = "direct" if _says(page, q) else "mixed"
            draft = _draft(page, q, inquit, "quote.object")
            draft.mode = mode
            return draft if _says(page, q) else None
    return None


def _believed(sentence: Sentence, people: list[Token], cues: Cues) -> list[Token]:
    """Whose word the sentence is from its first words on: "Pour le négociateur X, Y a trahi : « … »"."""
    first = sentence.tokens[0].form
    comma = next((t for t in sentence.tokens if t.form == ","), None)
    if comma is None or first not in ("selon", "pour", "d'après", "d'"):
        return []
    lead = [t for t in people if t.i < comma.i]
    named = any(t.pos == "NOUN" and cues.someone(t.form) for t in lead)
    return lead[:1] if named or first == "selon" else []


def _colon_speaker(page: FrenchPage, q: Quotation, sentence: Sentence, cues: Cues) -> Draft | None:
    """The someone that the words before a colon name last, preferring the subject."""
    colon = next((t for t in reversed(sentence.tokens) if t.form == ":" and t.start < q.start), None)
    if colon is None:
        ending = trim(page.text, sentence.span)[1]
        if ending == sentence.start or page.text[ending - 1] != ":":
            return None
        cue: Span = (ending - 1, ending)
    else:
        cue = (colon.start, colon.end)
    if not page.text[q.inner[0]].isupper():
        return None  # a fragment, not a sentence that someone says
    people = []
    for t in sentence.tokens:
        if t.end > cue[0]:
            break
        if (t.pos == "PROPN" and not t.dep.startswith("flat")) or (t.pos == "NOUN" and cues.someone(t.form)):
            people.append(t)
    subjects = _believed(sentence, people, cues) or [t for t in people if t.dep.startswith("nsubj")]
    chosen = (subjects or [t for t in people if t.pos == "NOUN"] or people)[-1:]
    if not chosen:
        return Draft([_span(page, q)], "colon", "assert", cue, None, False, "quote.colon", 0, continues=True)
    first = chosen[0].i
    while (
        first > 0
        and sentence.tokens[first - 1].pos in ("DET", "ADJ")
        and sentence.tokens[first - 1].form not in ("du", "des", "au", "aux")
    ):
        first -= 1
    phrase = phrase_from(sentence, first)
    span = phrase.span if phrase else (chosen[0].start, chosen[0].end)
    return Draft([_span(page, q)], "colon", "assert", cue, span, False, "quote.colon", 0)


def _inside(page: FrenchPage, q: Quotation) -> Draft | None:
    """« …, a-t-il dit, … »: the cue stands inside the marks."""
    for inquit in page.inquits_in(q.span):
        tokens = inquit.sentence.tokens
        first, last = tokens[inquit.group.first], tokens[inquit.last]
        if not (q.start < first.start and last.end < q.end) or not inquit.inverted or "quote" not in inquit.cue.frames:
            continue
        if page.text[q.start : first.start].rstrip()[-1:] != ",":
            continue
        draft = _draft(page, q, inquit, "quote.inside")
        head = trim(page.text, (q.start, first.start), " \u00a0,")
        resumes = last.end
        if inquit.group.clitic is None:  # "…, a déclaré jeudi X depuis son palais. …"
            resumes = next((t.end for t in tokens[inquit.last + 1 :] if t.form in (",", ".", ";")), inquit.sentence.end)
        tail = trim(page.text, (resumes, q.end), " \u00a0,.")
        if not tail[1] < q.end and q.closed:
            tail = (tail[0], q.end)
        draft.content = [span for span in (head, tail) if any(c.isalnum() for c in page.text[span[0] : span[1]])]
        return draft if draft.content else None  # marks that hold nothing but the cue are another quotation's
    return None


def _signed(page: FrenchPage, q: Quotation) -> Draft | None:
    """« … » — Name, title."""
    if not _says(page, q):
        return None
    match = _SIGNATURE.match(page.text, q.end)
    if match is None:
        return None
    sentence = page.sentence_at(match.end())
    if sentence is None:
        return None
    token = sentence.token_at(match.end())
    phrase = phrase_from(sentence, token.i) if token is not None else None
    if phrase is None or page.text[phrase.span[1] : sentence.end].strip(" .\u00a0\n"):
        return None
    dash = trim(page.text, match.span())
    return Draft([q.span], "direct", "assert", dash, phrase.span, False, "quote.signature", 0)


def _alone(page: FrenchPage, q: Quotation) -> Draft | None:
    """A quotation that fills its sentences and has no cue: the speaker before goes on."""
    covered = page.sentences_in(q.span)
    if not covered or not _says(page, q):
        return None
    start, end = covered[0].start, covered[-1].end
    outside = page.text[start : q.start] + page.text[q.end : end]
    if sum(c.isalnum() for c in outside) > 0.12 * (q.end - q.start):
        return None
    if not any(t.pos in ("VERB", "AUX") for s in covered for t in s.tokens) or any(
        h[0] <= q.start < h[1] for h in page.headings
    ):
        return None
    return Draft([_span(page, q)], "free_direct", "assert", None, None, False, "quote.continued", 0, continues=True)


def _resumes(page: FrenchPage, q: Quotation, later: Quotation, draft: Draft) -> bool:
    """« A », a-t-il dit, « B »: one statement where a comma, not a full stop, comes before the second part."""
    if draft.cue is None or not (q.end <= draft.cue[0] < later.start) or draft.mode != "direct":
        return False
    if page.block_of(q.start) != page.block_of(later.start):
        return False
    between = page.text[draft.cue[1] : later.start].rstrip()
    return (
        between.endswith(",")
        and not re.search(r"[.!?:;]\s", between)
        and len(between) < 160
        and page.text[q.inner[1] - 1] not in ".!?…"
    )
