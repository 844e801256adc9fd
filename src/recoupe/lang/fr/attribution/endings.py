"""Where a content ends: with its sentence, its quotation, or before what goes on outside it."""

from __future__ import annotations

from recoupe.lang.base import Sentence
from recoupe.lang.fr.attribution.incises import contradiction
from recoupe.lang.fr.attribution.reading import FrenchPage, Inquit
from recoupe.lang.fr.cues import Cues
from recoupe.lang.fr.grammar import (
    CLITICS,
    QUOTE_MARKS,
    RELATIVES,
    WORDS,
    phrase_from,
    relative_que,
)
from recoupe.lang.fr.groups import finite_tense, tense_of


def clause_end(page: FrenchPage, s: Sentence, start: int, inquit: Inquit, cues: Cues) -> int:
    """Offset where the content that starts at token ``start`` ends.

    The clause runs to the end of its sentence, or of a quotation that opens inside it, unless another cue of the same
    speaker, an inverted incise or a strong stop comes first; inside a quotation it ends with the quotation.
    """
    tokens = s.tokens
    begin = tokens[start].start
    holder = page.quotation_at(tokens[inquit.group.verb.i].start)
    limit = holder.inner[1] if holder is not None else s.end
    if holder is None:
        over = (q.end for q in page.quotations_in(s.span) if begin <= q.start < s.end and q.end > s.end and q.closed)
        limit = max([limit, *over])
    end = min(s.end, limit) if limit < s.end else limit
    for other in page.inquits_of(s):
        if other.group.verb.i <= start or (other.cue is inquit.cue and other.group.verb.i == inquit.group.verb.i):
            continue
        first = other.group.first
        if other.inverted and tokens[first].start > begin and page.quotation_at(tokens[first].start) is holder:
            end = min(end, tokens[first].start)
        elif other.shared_with is inquit or (other.group.verb.i > start and _coordinated(s, inquit, other, start)):
            end = min(end, tokens[_joint(s, first)].start)
        elif (joint := _new_speaker(s, inquit, other, start)) is not None:
            end = min(end, tokens[joint].start)
        if (que := contradiction(other)) is not None and tokens[que - 2].start > begin:
            end = min(end, tokens[que - 2].start)  # "…, ce que Y dément"
    end = _main_clause_after(s, inquit, start, end)
    infinitive = tokens[start].form not in ("que", "qu'", "ce", "le")
    if infinitive:
        end = min(end, _after_relative(s, inquit, start, end))
    commas = 0
    for t in tokens[start + 1 :]:
        if t.start >= end:
            break
        commas += t.form == ","
        following = tokens[t.i + 1] if t.i + 1 < len(tokens) else t
        while following.form in CLITICS and following.i + 1 < len(tokens):  # "X, qui menaçait de partir, l'a annoncé"
            following = tokens[following.i + 1]
        if (
            t.form == ","
            and commas == 1
            and following.pos in ("VERB", "AUX")
            and following.morph.get("VerbForm") == "Fin"
            and (infinitive or any(x.morph.get("VerbForm") == "Fin" for x in tokens[start + 1 : t.i]))
        ):
            end = t.start  # the verb of the clause around: "X, dont Y dit que Z, a fui"
        if (
            infinitive
            and t.pos == "CCONJ"
            and page.quotation_at(t.start) is holder
            and not _in_relative(s, start, t.i)
            and (_finite_without_subject(s, t.i + 1) or _opens_clause(s, t.i))
        ) or (infinitive and t.form == "," and page.quotation_at(t.start) is holder and _own_comment(s, t.i + 1, cues)):
            end = t.start
        if (
            (t.form == ";" and page.quotation_at(t.start) is holder)
            or (
                t.form == ":"
                and t.i + 1 < len(tokens)
                and tokens[t.i + 1].form in QUOTE_MARKS
                and page.quotation_at(t.start) is holder
            )
            or (t.form == "," and _gerund_cue(s, t.i + 1, cues))
            or (t.form in ("en", "tout") and t.i > start and _gerund_cue(s, t.i, cues))
        ):
            end = t.start
    return end


def _new_speaker(s: Sentence, inquit: Inquit, other: Inquit, start: int) -> int | None:
    """Index of the "et" after which another speaks in the tense of the cue: "X a dit que A tenait et Y a dit que…"; of
    the comma behind an infinitive, which holds no clause of its own: "X dit avoir pris A, Y le nie"."""
    if other.speaker is None or other.inverted or inquit.inverted:
        return None
    speaker = next((t.i for t in s.tokens if t.start >= other.speaker[0]), 0)
    infinitive = s.tokens[start].form not in ("que", "qu'", "ce", "le")
    if infinitive and speaker > start + 2 and s.tokens[speaker - 1].form == ",":
        return speaker - 1
    if speaker <= start + 2 or s.tokens[speaker - 1].form not in ("et", "mais", "tandis que"):
        return None
    said = next((t for t in s.tokens[start:speaker] if t.morph.get("VerbForm") == "Fin"), None)
    if said is None or tense_of(other.group) != tense_of(inquit.group) or finite_tense(said) == tense_of(inquit.group):
        return None
    return speaker - 1


def _main_clause_after(s: Sentence, inquit: Inquit, start: int, end: int) -> int:
    """Where the main clause begins that a cue in an opening subordinate leaves room for; ``end`` if none."""
    first = s.tokens[0].form
    opened = first in WORDS["opening_subordinators"] and inquit.group.first > 0 and not inquit.inverted
    if not opened or any(t.morph.get("VerbForm") == "Fin" for t in s.tokens[: inquit.group.first]):
        return end
    for t in s.tokens[start + 1 :]:
        if t.form != "," or t.i + 1 >= len(s.tokens):
            continue
        subject = phrase_from(s, t.i + 1, apposition=False)
        after = s.tokens[subject.last + 1] if subject is not None and subject.last + 1 < len(s.tokens) else None
        if after is not None and after.pos in ("VERB", "AUX") and after.morph.get("VerbForm") == "Fin":
            return min(end, t.start)
    return end


def _after_relative(s: Sentence, inquit: Inquit, start: int, end: int) -> int:
    """Where the main verb stands behind an infinitive in a relative clause: "l'accord que X refuse de signer |
    prévoit"; ``end`` where none does."""
    first = next((t.i for t in s.tokens if inquit.speaker and t.start >= inquit.speaker[0]), 0)
    if not first or first >= start or (relative_que(s, first) is None and s.tokens[first - 1].form != "dont"):
        return end
    for t in s.tokens[start + 1 :]:
        if t.form in (",", "que", "qu'", "si", "s'") or t.form in RELATIVES:
            break
        if t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") == "Fin":
            before = s.tokens[t.i - 1]
            return before.start if before.form in CLITICS else t.start
    return end


def nominal_end(page: FrenchPage, s: Sentence, start: int) -> int:
    """Where a noun-phrase content ends: at the first comma or gerund that no quotation holds."""
    for t in s.tokens[start + 1 :]:
        if page.quotation_at(t.start) is not None or _in_relative(s, start, t.i):
            continue
        following = s.tokens[t.i + 1] if t.i + 1 < len(s.tokens) else None
        if (
            t.form == ","
            or _opens_clause(s, t.i)
            or (t.form == "en" and following is not None and following.form.endswith("ant") and following.pos == "VERB")
        ):
            return t.start
    return s.end


def _in_relative(s: Sentence, start: int, i: int) -> bool:
    """Whether a "ce que" that opens before ``i`` still waits for its verb: "ce que X et Y tiennent pour…"."""
    que = next((t.i for t in reversed(s.tokens[start:i]) if t.form in ("que", "qu'")), None)
    if que is None or s.tokens[que - 1].form != "ce":
        return False
    return not any(t.morph.get("VerbForm") == "Fin" for t in s.tokens[que:i])


def _gerund_cue(s: Sentence, i: int, cues: Cues) -> bool:
    """Whether a cue in the gerund ("soulignant que", "tout en affirmant") starts at token ``i``."""
    while i < len(s.tokens) and (s.tokens[i].form in ("tout", "en", "et", "se", "s'") or s.tokens[i].pos == "ADV"):
        i += 1
    if i >= len(s.tokens):
        return False
    return any(kind == "gerund" and {"que", "inf"} & cue.frames for cue, kind in cues.by_form.get(s.tokens[i].form, ()))


def _joint(s: Sentence, first: int) -> int:
    """Index of the conjunction or comma before the group at ``first``."""
    k = first
    while k > 0 and (
        s.tokens[k - 1].pos in ("CCONJ", "ADV")
        or s.tokens[k - 1].form in (",", "et", "mais", "puis", "avant", "de", "d'", "après", "pour")
    ):
        k -= 1
    return k


def _coordinated(s: Sentence, inquit: Inquit, other: Inquit, start: int) -> bool:
    """Whether a later cue goes on with the same subject ("…, et a ajouté que"), outside the content before it."""
    tokens = s.tokens
    first = other.group.first
    k = _joint(s, first)
    if k == first or k <= start:
        return False
    joined = any(t.form in ("et", "mais", "puis", "avant") for t in tokens[k:first])
    if not joined:
        return False
    own = [t for t in tokens if t.dep.startswith("nsubj") and t.head == other.group.verb.i and k <= t.i]
    if own or other.speaker != inquit.speaker:
        return bool(own) is False and other.group.verb.dep == "conj" and other.group.verb.head == inquit.group.verb.i
    return True


def _own_comment(s: Sentence, i: int, cues: Cues) -> bool:
    """What the outlet adds after an infinitive: ", un record depuis…", ", alors que…", ", sans préciser…"."""
    words = [t.form for t in s.tokens[i : i + 3]]
    if len(words) < 3:
        return False
    if words[0] in ("un", "une") and (words[1] in cues.words["comments"] or words[2] in cues.words["comments"]):
        return True
    if (words[0] == "sans" and any(kind == "infinitive" for _, kind in cues.by_form.get(words[1], ()))) or words[
        :2
    ] == ["sans", "donner"]:
        return True
    return words[0] == "mais" or (words[0] in ("parce", "alors", "tandis") and words[1] in ("que", "qu'"))


def _opens_clause(s: Sentence, i: int) -> bool:
    """Whether "et" or "mais" at ``i`` opens a clause with a subject and a finite verb of its own."""
    if s.tokens[i].form not in ("et", "mais"):
        return False
    nominal = False
    for t in s.tokens[i + 1 : i + 12]:
        if t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") == "Fin":
            return nominal
        if t.form in (",", ";", ":", "que", "qu'") or t.form in RELATIVES or t.pos in ("VERB", "AUX"):
            return False
        nominal = nominal or t.pos in ("NOUN", "PROPN", "PRON")
    return False


def _finite_without_subject(s: Sentence, i: int) -> bool:
    """Whether a finite verb follows with clitics alone: it goes on with the main clause, not with an infinitive."""
    while i < len(s.tokens) and (s.tokens[i].form in CLITICS or s.tokens[i].pos == "ADV") and s.tokens[i].pos != "DET":
        i += 1
    return i < len(s.tokens) and s.tokens[i].pos in ("VERB", "AUX") and s.tokens[i].morph.get("VerbForm") == "Fin"
