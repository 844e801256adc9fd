"""Contents that a verb governs: que-clauses, infinitives, questions, noun phrases, subjects of passives."""

from __future__ import annotations

from recoupe.lang.attribution import TRAILING, Draft
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.attribution.adjuncts import adverbial, past_addressees, past_object, skip_adjuncts
from recoupe.lang.fr.attribution.endings import clause_end, nominal_end
from recoupe.lang.fr.attribution.que import find_que
from recoupe.lang.fr.attribution.reading import FrenchPage, Inquit
from recoupe.lang.fr.cues import Cues
from recoupe.lang.fr.grammar import (
    CONTRACTED,
    QUOTE_MARKS,
    RELATIVES,
    TIME_WORDS,
    WORDS,
    phrase_from,
)
from recoupe.lang.fr.negation import NO_ONE
from recoupe.records import Mode
from recoupe.text import trim


def governed(page: FrenchPage, inquit: Inquit, cues: Cues) -> Draft | None:
    """The content that follows a cue verb in its own sentence, or None."""
    s, cue = inquit.sentence, inquit.cue
    if inquit.group.negated and inquit.speaker is not None:
        first = next((t for t in s.tokens if t.end > inquit.speaker[0]), None)
        if first is not None and (first.form in NO_ONE or (first.i and s.tokens[first.i - 1].form == "ni")):
            return None  # "aucun responsable n'a dit que": nobody says it
    if inquit.inverted and inquit.group.first > 0 and s.tokens[inquit.group.first - 1].form == "comme":
        return None  # "comme l'a proposé le mouvement que…": the clause around it is what is said
    last = max(inquit.last, inquit.group.last, _last_word(inquit))
    mode: Mode = "indirect"
    rank = 0
    start = find_que(s, last, inverted=inquit.inverted and inquit.group.clitic is None) if "que" in cue.frames else None
    if start is not None and inquit.group.negated and "ce" in (s.tokens[start - 1].form, s.tokens[start].form):
        return None  # "n'a pas dit ce qu'elle ferait": nothing is told
    if start is not None and cue.act in _OF_A_THING and "np" in cue.frames and _object(s, last, start):
        start = None  # "accepte le plan qu'il avait refusé": a relative
    infinitive, frame = _infinitive(s, last, inquit) if {"inf", "de", "à"} & cue.frames else (None, "")
    if infinitive is not None and (start is None or infinitive < start):
        start = infinitive
        mode = "nominal" if frame == cue.nominal else "indirect"
        rank = 1
    if start is None and "si" in cue.frames and not inquit.group.negated:
        start = _question(s, last)
        rank = 2
    if start is None and inquit.inverted:
        return None
    if start is None and "attr" in cue.frames:
        start = _attribute(s, last)
        rank = 3
    if start is None and inquit.group.passive and not inquit.impersonal:
        return None  # "rejeté par X, le plan avance": its matter is the subject, and what follows is told
    if start is None:
        start = _noun_phrase(s, last, inquit)
        if start is not None and _said_by_text(inquit, cues) and not (cue.act == "assert" and _counts(s, start)):
            start = None
        mode, rank = "nominal", 4
    if start is None:
        return None
    end = clause_end(page, s, start, inquit, cues)
    if mode == "nominal":
        if inquit.group.negated and cue.act not in ("deny", "reject", "accept", "support"):
            return None  # "n'a pas évoqué cette visite" says nothing
        end = min(end, nominal_end(page, s, start))
    span = trim(page.text, (s.tokens[start].start, end), TRAILING)
    if span[1] - span[0] < 3:
        return None
    return Draft([span], mode, cue.act, inquit.span, inquit.speaker, inquit.group.negated, f"verb.{mode}", rank)


_OF_A_THING = frozenset(["accept", "reject", "support", "propose"])
"""Acts whose object is the matter, and no addressee."""


def _object(s: Sentence, last: int, que: int) -> bool:
    """Whether a noun phrase that is no date stands right behind the verb and runs up to "que"."""
    between = s.tokens[last + 1 : que]
    phrase = phrase_from(s, last + 1) if between and between[0].pos == "DET" else None
    return phrase is not None and phrase.head.i < que and phrase.head.form not in TIME_WORDS


def passive(page: FrenchPage, inquit: Inquit) -> Draft | None:
    """The subject of a passive with its agent: "l'attaque a été condamnée par X" (nominal)."""
    s = inquit.sentence
    heads = [
        t
        for t in s.tokens
        if t.dep.startswith("nsubj") and t.head in (inquit.group.verb.i, inquit.group.aux.i if inquit.group.aux else -1)
    ]
    if not heads or heads[-1].pos == "PRON" or inquit.impersonal:
        return None
    inside = [t for t in s.subtree(heads[-1].i) if t.i < inquit.group.first]
    if not inside:
        return None
    span = trim(page.text, (inside[0].start, inside[-1].end), TRAILING)
    return Draft(
        [span], "nominal", inquit.cue.act, inquit.span, inquit.speaker, inquit.group.negated, "verb.passive", 4
    )


def _said_by_text(inquit: Inquit, cues: Cues) -> bool:
    """Whether the speaker is a text: it takes no stance of its own ("le discours appelant à un monde…")."""
    if inquit.speaker is None:
        return False
    token = next((t for t in inquit.sentence.tokens if t.start >= inquit.speaker[0] and t.pos == "NOUN"), None)
    return (
        token is not None and token.start < inquit.speaker[1] and cues.text(token.form) and not cues.someone(token.form)
    )


def _counts(s: Sentence, start: int) -> bool:
    """Whether a noun phrase gives a figure: "un bilan provisoire de 5 morts" is what a report says, not its topic."""
    return any(t.pos == "NUM" or t.form[:1].isdigit() for t in s.tokens[start : start + _FIGURE])


def _last_word(inquit: Inquit) -> int:
    if not inquit.cue.words:
        return inquit.group.verb.i
    tokens = inquit.sentence.tokens
    return next((t.i for t in tokens[inquit.group.verb.i + 1 :] if t.form == inquit.cue.words[-1]), inquit.group.verb.i)


_FIGURE = 8
"""Tokens within which a figure stands in what a text is said to tell."""


def _infinitive(s: Sentence, last: int, inquit: Inquit) -> tuple[int | None, str]:
    """Index of the first token of an infinitive content, its object and preposition included, and its frame."""
    tokens, cue = s.tokens, inquit.cue
    for i in range(last + 1, min(len(tokens), last + 34)):
        t = tokens[i]
        if t.form in (".", ";", ":", "!", "?") or (t.form in RELATIVES and not cue.obj) or t.form in ("que", "qu'"):
            return None, ""
        if _is_infinitive(t):
            frame, start = _before_infinitive(s, i, last)
            if frame not in cue.frames:
                return None, ""
            obj = _object_start(s, last, start)
            if obj is not None:
                if not cue.obj:  # an addressee may stand there: "a déclaré à l'agence avoir vu"
                    return (start, frame) if tokens[obj].form in ("à", "au", "aux", "devant") else (None, "")
                start = obj
            return start, frame
        if t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") == "Fin" and not cue.obj:
            return None, ""
        if t.form in QUOTE_MARKS and not any(_is_infinitive(x) for x in tokens[i + 1 : i + 6]):
            return None, ""
    return None, ""


def _is_infinitive(t: Token) -> bool:
    if t.morph.get("VerbForm") == "Inf" or t.form in ("avoir", "être"):
        return True
    verbal = t.pos in ("VERB", "AUX") or t.dep == "xcomp"
    return verbal and t.form.endswith(("er", "ir", "oir", "re")) and t.morph.get("VerbForm") != "Fin"


def _before_infinitive(s: Sentence, i: int, last: int) -> tuple[str, int]:
    """The frame of the infinitive at ``i`` ("inf", "de", "à") and the index where it starts with its small words."""
    k = i
    while k - 1 > last and (
        s.tokens[k - 1].form in WORDS["before_infinitive"]
        or s.tokens[k - 1].pos == "ADV"
        or s.tokens[k - 1].form in QUOTE_MARKS
    ):
        if k - 2 > last and adverbial(s, k - 2):
            break
        k -= 1
    if k - 2 > last and adverbial(s, k - 2):
        return "inf", k
    before = s.tokens[k - 1] if k - 1 > last else None
    if before is None:
        return "inf", k
    if before.form in ("de", "d'"):
        return "de", k - 1
    if before.form in ("à",):
        return "à", k - 1
    if before.form in ("pour", "afin", "sans", "par", "après", "avant"):
        return "", k
    return "inf", k


def _object_start(s: Sentence, last: int, start: int) -> int | None:
    """Index where the object between the verb and its infinitive starts, adverbs and dates skipped; None if none."""
    i = skip_adjuncts(s, last + 1, start)
    if i < start and any(t.pos in ("NOUN", "PROPN", "PRON", "ADJ") for t in s.tokens[i:start]):
        return i
    return None


def _question(s: Sentence, last: int) -> int | None:
    i = last + 1
    if i < len(s.tokens) and s.tokens[i].form in WORDS["questions"]:
        return i
    return None


def _attribute(s: Sentence, last: int) -> int | None:
    for t in s.tokens[last + 1 : last + 4]:
        if t.pos in ("ADJ", "VERB") or t.form in QUOTE_MARKS or t.form in ("en", "favorable"):
            return t.i
        if t.pos != "ADV":
            return None
    return None


_INDEFINITE = frozenset(["un", "une", "des", "le", "la", "les", "l'"])


def _noun_phrase(s: Sentence, last: int, inquit: Inquit) -> int | None:
    """Index where a noun-phrase content starts, its preposition included ("pour un cessez-le-feu")."""
    tokens, cue = s.tokens, inquit.cue
    if any(t.form in ("l'", "le", "la", "les", "en") for t in tokens[inquit.group.first : inquit.group.verb.i]):
        return None  # "comme il l'avait promis": its object stands before it
    i = last + 1
    if i < len(tokens) and tokens[i].form not in [p.split()[0] for p in cue.preps]:
        i = skip_adjuncts(s, i, len(tokens))
    if cue.act == "propose":
        i = past_addressees(s, i)
    if i >= len(tokens):
        return None
    if cue.quoted and not any(t.form in QUOTE_MARKS for t in tokens[i : i + 4]):
        return None
    if (
        i + 1 < len(tokens)
        and tokens[i].form in QUOTE_MARKS
        and cue.preps
        and tokens[i + 1].form
        in {p.split()[0] for p in cue.preps} | {c for c, p in CONTRACTED.items() if p in cue.preps}
    ):
        return i
    called = past_object(s, i) if cue.obj else None
    if called is not None:
        return called
    for prep in cue.preps:
        words = prep.split()
        forms = [t.form for t in tokens[i : i + len(words)]]
        forms[-1:] = [CONTRACTED.get(forms[-1], forms[-1])] if forms else []
        if forms == words:
            behind = phrase_from(s, i + len(words)) if cue.objects else None
            if cue.objects and not (
                behind and any(o.form in cue.objects for o in tokens[behind.first : behind.last + 1])
            ):
                return None
            return i if phrase_from(s, i + len(words)) or tokens[i + len(words) : i + len(words) + 1] else None
    if "np" not in cue.frames:
        return None
    t = tokens[i]
    if t.form == "de" and i + 1 < len(tokens) and tokens[i + 1].form in QUOTE_MARKS:
        return i  # "dénonce de « nouvelles violations »"
    if t.form in QUOTE_MARKS and i + 1 < len(tokens) and tokens[i + 1].form in _INDEFINITE:
        return i  # "a salué « un pas courageux »"
    if (
        t.form in QUOTE_MARKS
        or (t.pos not in ("DET", "NOUN", "PROPN", "NUM", "ADJ") and t.form != "des" and not t.text[:1].isdigit())
        or (t.form in ("ce", "tout") and i + 1 < len(tokens) and tokens[i + 1].form in ("que", "qui"))
    ):
        return None
    if t.pos == "DET" and i + 1 < len(tokens) and tokens[i + 1].form in QUOTE_MARKS:
        return i
    phrase = phrase_from(s, i)
    if phrase is None:
        return None
    if phrase.head.form in ("matin", "soir", "nuit", "jour", "semaine", "mois", "année"):
        more = [o.form for o in tokens[phrase.head.i + 1 : phrase.head.i + 3]]
        return i if more[:1] == ["supplémentaire"] or more == ["de", "plus"] else None  # "demande un mois de plus"
    # "compte 40 drones abattus", "compte 40 drones sur ses bases": with the word right behind
    if cue.objects and not any(o.form in cue.objects for o in tokens[phrase.first : phrase.last + 2]):
        return None
    return i
