"""Who a verb group makes speak: its subject before, inverted behind, or the agent of a passive."""

from __future__ import annotations

import re

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.attribution.clauses import (
    after_quotation,
    as_said,
    between_commas,
    closes_clause,
    said_behind,
    split_off,
    tells_who,
)
from recoupe.lang.fr.attribution.inverted import inverted_subject
from recoupe.lang.fr.attribution.lists import list_from, listed
from recoupe.lang.fr.cues import Cues, CueVerb, FormKind
from recoupe.lang.fr.grammar import (
    CONTRACTED,
    LAST,
    QUOTE_MARKS,
    STOPS,
    SUBJECT_CLITICS,
    WORDS,
    Phrase,
    left_phrase,
    phrase_from,
    plural,
)
from recoupe.lang.fr.groups import Group, gerund_subject, subject_of

_CLOCK = re.compile(r"\d{1,2}(?: ?[:h] ?\d{0,2})?")
_OPENS_ASIDE = frozenset(
    ["après", "avant", "pour", "sans", "en", "lors", "malgré", "depuis", "pendant", "avec", "dans"]
)


def speaker_of(s: Sentence, group: Group, cue: CueVerb, kind: FormKind, cues: Cues) -> tuple[Phrase | None, bool, int]:
    """The speaker's phrase, whether it is inverted, and the last token of group and subject."""
    tokens = s.tokens
    if group.clitic is not None:
        c = group.clitic
        start = c.start + (len(c.text) - len(c.text.split("-")[-1]))
        return Phrase((start, c.end), c.i, c.i, c), True, group.last
    before = [t.form for t in s.tokens[max(0, group.first - 3) : group.first]]
    if before[:2] == [",", "ce"] and before[2:] in (["que"], ["qu'"]):  # "…, ce qu'a démenti X"
        behind = phrase_from(s, group.last + 1)
        return behind, True, behind.last if behind is not None else group.last
    subject = gerund_subject(s, group, says=True) if kind == "gerund" else subject_of(s, group)
    said = phrase_from(s, group.last + 1) if as_said(s, group) else None
    if said is not None:
        return said, True, said.last
    after = inverted_subject(s, group, cue, cues) if kind in ("finite", "participle") else None
    if after is not None and cue.obj and said_behind(s, after, group):
        return after, True, after.last
    if (
        cue.obj
        and (after is not None or (subject is not None and subject.i > group.verb.i))
        and not after_quotation(s, group)
        and not (after is not None and tells_who(s, group, after))
    ):
        # "X, en visite, a appelé les parties à…": what follows is whom X calls
        opening = phrase_from(s, 0)
        if opening is not None and opening.last < group.first:
            return opening, False, group.last
    if after is not None and (
        subject is None
        or subject.i > group.verb.i
        or closes_clause(s, group, cue)
        or split_off(s, subject, group)
        or between_commas(s, after, group, cue)
        or tells_who(s, group, after)
    ):
        return after, True, after.last
    if subject is None:
        return _past_opening(s, group), False, group.last
    if subject.i > group.verb.i:
        inverted = phrase_from(s, _phrase_start(s, subject))
        return (inverted, True, inverted.last) if inverted else (None, False, group.last)
    if subject.pos == "PRON" or (subject.form in SUBJECT_CLITICS and subject.pos != "NOUN"):
        first = subject.i
        if subject.text.startswith("-"):
            start = subject.end - len(subject.text.split("-")[-1])
            return Phrase((start, subject.end), first, first, subject), False, group.last
        if subject.form == "dernier" and first > 0:
            first -= 1
        return Phrase((tokens[first].start, subject.end), first, subject.i, subject), False, group.last
    beyond = _beyond_aside(s, subject, group) or _beyond_absolute(s, subject, group)
    if beyond is not None:
        return beyond, False, group.last
    opened = _behind_opening(s, subject, group)
    if opened is not None:
        return opened, False, group.last
    found = _before(s, left_phrase(s, subject.i), group)
    return (
        (listed(s, found, _list_end(s, group), cues) if plural(group.aux or group.verb) else found),
        False,
        group.last,
    )


def _past_opening(s: Sentence, group: Group) -> Phrase | None:
    """Who stands between an opening aside and the verb: "Lors du sommet, la reine X, invitée d'honneur, a dit"."""
    comma = next((t.i for t in s.tokens[: group.first] if t.form == ","), 0)
    if s.tokens[0].form not in _OPENS_ASIDE or not comma or s.tokens[group.first - 1].form != ",":
        return None
    found = phrase_from(s, comma + 1)
    return found if found is not None and found.last == group.first - 2 else None


def _list_end(s: Sentence, group: Group) -> int:
    """Index of the token that ends a list of subjects: the verb's, or the relative's before it with its comma."""
    end = group.first
    if end and s.tokens[end - 1].form == "qui":
        end -= 1
    return end - (end > 0 and s.tokens[end - 1].form == ",")


def _beyond_absolute(s: Sentence, subject: Token, group: Group) -> Phrase | None:
    """Whoever stands before the verb, where the parser's subject is that of a participle: "les routes étant coupées, X
    alerte"."""
    comma = group.first - 1
    while comma > subject.i and s.tokens[comma].form != ",":
        comma -= 1
    inside = s.tokens[subject.i + 1 : comma]
    absolute = next((t for t in inside if t.form in ("étant", "ayant") or t.form == ","), None)
    if absolute is None or absolute.form == ",":
        return None
    found = phrase_from(s, comma + 1)
    return found if found is not None and found.last == group.first - 1 else None


def _behind_opening(s: Sentence, subject: Token, group: Group) -> Phrase | None:
    """The several who stand right before a plural verb, where the parser's subject is one person of the participle
    that opens the sentence: "Contestant la loi du président, X, les mutins ont demandé…"."""
    opening = s.tokens[0].form.endswith("ant") or s.tokens[0].morph.get("VerbForm") == "Part"
    if not opening or not plural(group.aux or group.verb) or subject.form.endswith(("s", "x")):
        return None
    comma = next((t.i for t in reversed(s.tokens[: group.first]) if t.form == ","), 0)
    found = phrase_from(s, comma + 1) if comma > subject.i else None
    several = found is not None and s.tokens[comma + 1].form in ("les", "des", "ces", "plusieurs", "deux", "certains")
    return found if several and found is not None and found.last == group.first - 1 else None


def _beyond_aside(s: Sentence, subject: Token, group: Group) -> Phrase | None:
    """The phrase before an aside in which the parser sees the subject: "X, après avoir mené seize raids, a annoncé"."""
    tokens, close = s.tokens, group.first - 1
    if close < 1 or tokens[close].form != ",":
        return None
    opened = next((k for k in range(close - 1, 0, -1) if tokens[k].form == ","), 0)
    if not opened < subject.i < close or tokens[opened + 1].form not in _OPENS_ASIDE:
        return None
    for first in range(max(0, opened - 12), opened):
        if first and tokens[first - 1].form not in STOPS and tokens[first].pos != "DET":
            continue
        found = phrase_from(s, first)
        if found is not None and found.last == opened - 1:
            return found
    return None


def _before(s: Sentence, phrase: Phrase, group: Group) -> Phrase:
    """The phrase, ended before a verb that the parser takes for one of its nouns."""
    if not phrase.first < group.first <= phrase.last:
        return phrase
    return phrase._replace(span=(phrase.span[0], s.tokens[group.first - 1].end), last=group.first - 1)


def _phrase_start(s: Sentence, head: Token) -> int:
    first = head.i
    while first > 0 and s.tokens[first - 1].pos in ("DET", "NUM", "ADJ") and s.tokens[first - 1].form not in (",",):
        first -= 1
    return first


def can_speak(s: Sentence, speaker: Phrase, cue: CueVerb, cues: Cues) -> bool:
    """Things do not speak; only someone thinks, wants, accuses."""
    head = speaker.head
    if _CLOCK.fullmatch(head.form):
        return False  # "21:07 La Ligue dément…"
    if head.form in LAST and speaker.last == speaker.first + 1:
        return True  # "ce dernier"
    words = tuple(t.form for t in s.tokens[speaker.first : speaker.last + 1])
    if head.form in cues.words["never_speaks"] or " ".join(words) in cues.words["never_speaks"]:
        return False
    if head.form == "on" or head.form == "-on":
        return not cue.mental
    if head.pos in ("PRON", "PROPN") or head.text[:1].isupper():
        return True
    if cues.someone(head.form):
        return True
    if cues.text(head.form):
        return not cue.mental
    return cue.verb in cues.words["strong"]


def gerund_speaker(s: Sentence, speaker: Phrase, group: Group, cues: Cues) -> Phrase:
    """Who says what a participle says: the nearest subject before it that is someone, where the parser's is a thing.

    "Le gouverneur est sorti de sa réserve, promettant de…", "alors que X intensifie ses raids, affirmant que…".
    """

    def someone(head: Token) -> bool:
        upper = head.pos == "PROPN" or head.text[:1].isupper()
        return head.pos == "PRON" or upper or cues.someone(head.form) or cues.text(head.form)

    quoted = _beside_quotation(s, speaker, group) or _after_source(s, group)
    if quoted is not None:
        return quoted
    if someone(speaker.head) or group.verb.i == 0 or s.tokens[group.first - 1].pos == "PRON":
        return speaker
    for t in reversed(s.tokens[: group.first]):
        if t.dep.startswith("nsubj") and t.pos != "PRON" and someone(t):
            return left_phrase(s, t.i)
    return speaker


def befallen(s: Sentence, speaker: Phrase, group: Group, cues: Cues) -> bool:
    """Whether what befell those who were counted says what a participle says, and not they: "70 soldats sont morts,
    confirmant le regain des violences"."""
    verb = s.tokens[speaker.head.head]
    if verb.i >= group.first or verb.form in cues.by_form or verb is speaker.head:
        return False
    been = any(t.head == verb.i and t.form == "été" for t in s.tokens)
    counted = any(t.head == speaker.head.i and t.dep == "nummod" for t in s.tokens)
    return speaker.head.pos == "NOUN" and speaker.head.dep.startswith("nsubj") and (counted or been)


def _beside_quotation(s: Sentence, speaker: Phrase, group: Group) -> Phrase | None:
    """Who is quoted before a participle, where the parser's subject stands in the quotation: "Selon X, « A », rappelant
    que…"; None where it does not."""
    marks = [t for t in s.tokens[: group.first] if t.form in QUOTE_MARKS]
    opened = [t for t in marks if t.i < speaker.first]
    if s.tokens[0].form != "selon" or len(marks) != 2 or len(opened) != 1:
        return None
    found = phrase_from(s, 1)
    return found if found is not None and found.last < opened[0].i else None


def _after_source(s: Sentence, group: Group) -> Phrase | None:
    """The source right before a participle: "« A », selon la mission (MSN), évoquant aussi des pillages"."""
    comma = group.first - 1
    for t in s.tokens[max(0, comma - 16) : max(0, comma)]:
        if t.form != "selon":
            continue
        found = phrase_from(s, t.i + 1)
        rest = s.tokens[found.last + 1 : comma] if found is not None else []
        acronym = len(rest) == 3 and rest[0].form == "(" and rest[-1].form == ")"
        if found is not None and s.tokens[comma].form == "," and (found.last == comma - 1 or acronym):
            return found
    return None


def source_of(s: Sentence, cue: CueVerb, last: int, cues: Cues) -> Phrase | None:
    """Who told the subject of a verb of learning: "a-t-on appris mardi auprès de sources policières"."""
    if not cue.sources:
        return None
    for t in s.tokens[last + 1 : last + 10]:
        if t.form in (",", ";", ":", ".", "que", "qu'") or (t.pos in ("VERB", "AUX") and t.i > last):
            return None
        for words in cue.sources:
            forms = [x.form for x in s.tokens[t.i : t.i + len(words)]]
            if (*forms[:-1], CONTRACTED.get(forms[-1], forms[-1])) != words:
                continue
            phrase = phrase_from(s, t.i + len(words))
            if phrase is not None and (
                phrase.head.pos == "PROPN" or cues.someone(phrase.head.form) or cues.text(phrase.head.form)
            ):
                return phrase
    return None


def agent_of(s: Sentence, verb: int, cues: Cues) -> Phrase | None:
    """The noun phrase after "par" in the reach of a participle."""
    for t in s.tokens[verb + 1 : verb + 8]:
        if t.form == "par" and t.i + 1 < len(s.tokens):
            agent = phrase_from(s, t.i + 1)
            if agent is None or agent.head.form in WORDS["no_agents"]:
                return None
            return list_from(s, t.i + 1, cues) or agent
        if t.form in (",", ".", ";", ":", "que", "qu'") or t.pos in ("VERB", "AUX"):
            return None
    return None


def is_joined(s: Sentence, group: Group) -> bool:
    return group.first > 0 and s.tokens[group.first - 1].form in ("et", "mais", "puis", "avant")
