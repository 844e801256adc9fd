"""Noun phrases of a parsed sentence: preposition, span, what is joined to them, which ones follow a token."""

from __future__ import annotations

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.grammar import TIME_WORDS, phrase_from
from recoupe.text import Span

NOMINAL = frozenset(["NOUN", "PROPN", "PRON", "NUM", "X", "ADJ", "SYM"])
CONTRACTED = {"d'": "de", "du": "de", "des": "de", "au": "à", "aux": "à", "jusqu'": "jusque"}
_INSIDE = ("det", "amod", "nummod", "flat", "fixed", "compound", "case", "advmod", "appos")
_DE = frozenset(["de", "à", "en"])


def preposition(s: Sentence, t: Token) -> str:
    """The preposition before a noun phrase, in its plain form; empty where there is none."""
    case = next((c for c in s.tokens if c.head == t.i and c.dep == "case" and c.i < t.i), None)
    if case is None:
        mark = next((c for c in s.tokens if c.head == t.i and c.dep == "mark" and c.i < t.i and c.pos == "ADP"), None)
        if mark is None:
            return ""
        case = mark
    if case.form == "d'" and case.i + 1 < len(s.tokens) and s.tokens[case.i + 1].form == "après":
        return "d'après"
    return CONTRACTED.get(case.form, case.form)


def coordinated(s: Sentence, head: Token) -> list[Token]:
    """The head with those joined to it by "et", "ou" or commas, in order."""
    found, queue = [head], [head]
    while queue:
        t = queue.pop(0)
        for c in s.tokens:
            if c.head == t.i and c.dep in ("appos", "flat:name") and c.pos == "PROPN" and c not in queue:
                queue.append(c)  # "le président X et son homologue": the parser joins the second to the name
            if c.head == t.i and c.dep == "conj" and c.i > t.i and c.pos in NOMINAL and c not in found:
                if c.pos == "ADJ" and t.pos in ("NOUN", "PROPN"):
                    continue
                if any(m.head == c.i and m.dep == "mark" for m in s.tokens[t.i : c.i]):
                    continue  # "un temple alors que des déplacés …": a clause of its own
                found.append(c)
                queue.append(c)
    return found


def phrase(s: Sentence, head: Token, *, full: bool = False) -> Span:
    """Span of the noun phrase of a head: determiner, adjectives, names, "de" complements; all with ``full``."""
    first, last = head.i, head.i
    queue = [head]
    seen = {head.i}
    while queue:
        t = queue.pop()
        for c in s.tokens:
            if c.head != t.i or c.i in seen or c.dep == "root" or (c.pos == "VERB" and c.dep == "nmod" and not full):
                continue
            dep = c.dep.split(":")[0]
            keep = full or dep in _INSIDE or (dep == "nmod" and c.i > t.i and preposition(s, c) in (*_DE, "pour"))
            if dep in ("case", "mark") and t is head:
                keep = False
            if dep == "advmod" and c.i > t.i and not full:
                keep = False
            if dep == "appos" and t is head and c.i > head.i and not full:
                keep = c.pos == "PROPN" or any(x.head == c.i and x.pos == "PROPN" for x in s.tokens)
            if dep == "conj" and t is head and not full:
                keep = c.pos == "ADJ"
            if dep == "cc":
                keep = keep or any(x.head == t.i and x.dep == "conj" and x.pos == "ADJ" for x in s.tokens)
            if dep == "acl" and not full:
                keep = False
            if keep and abs(c.i - head.i) < 25:
                seen.add(c.i)
                queue.append(c)
    inside = sorted(seen)
    first = last = head.i
    for i in reversed([i for i in inside if i < head.i]):
        if i < first - 2:
            break
        first = i
    for i in [i for i in inside if i > head.i]:
        if i > last + 2:
            break
        last = i
    while first < head.i and s.tokens[first].pos in ("PUNCT", "CCONJ"):
        first += 1
    return s.tokens[first].start, s.tokens[last].end


def _past_time(s: Sentence, i: int) -> int:
    """Index past a date that stands at ``i``: "ce lundi 8 décembre", "ces dernières semaines"."""
    tokens = s.tokens
    at = i
    while at < len(tokens) and (
        tokens[at].form in TIME_WORDS
        or tokens[at].form
        in ("ce", "cette", "ces", "dernières", "derniers", "semaines", "jours", "mois", "heures", "semaine")
        or (tokens[at].text.isdigit() and at + 1 < len(tokens) and tokens[at + 1].form in TIME_WORDS)
    ):
        at += 1
    # "ce village" is no date
    return at if at > i and (at - i > 1 or tokens[i].form in TIME_WORDS) else i


def following(s: Sentence, i: int) -> list[Token]:
    """Heads of the noun phrases right after token ``i``, adverbs and days aside: for objects that the parser lost."""
    tokens, heads = s.tokens, list[Token]()
    i = _past_time(s, i + 1)
    if i + 2 < len(tokens) and tokens[i].form == "sans" and tokens[i + 1].pos == "NOUN" and tokens[i + 2].pos == "DET":
        i += 2  # "appuie sans réserve le plan"
    while i < len(tokens) and (
        tokens[i].pos == "ADV"
        or tokens[i].form == "fois"
        or (i + 1 < len(tokens) and tokens[i + 1].form == "fois")
        or tokens[i].form in TIME_WORDS
        or tokens[i].form in ("plus", "moins", "environ", "près")
    ):
        i += 1
        if i < len(tokens) and tokens[i].form in ("de", "d'") and tokens[i - 1].form in ("plus", "moins", "près"):
            i += 1
    while i < len(tokens) and (tokens[i].pos in ("DET", "NUM", "PROPN") or tokens[i].form in ("des", "de", "du", "d'")):
        first = i + 1 if tokens[i].pos == "ADP" and tokens[i].form != "de" else i
        found = phrase_from(s, first, apposition=False)
        if found is None:
            break
        heads.append(found.head)
        i = found.last + 1
        rest = [t for t in tokens[first : found.last + 1] if t.pos == "NUM" and t.i > found.head.i]
        for number in rest:  # "1 250 km et 92 villes" read as one phrase
            noun = next((t for t in tokens[number.i + 1 : found.last + 1] if t.pos == "NOUN"), None)
            if noun is not None:
                heads.append(noun)
        if i < len(tokens) and tokens[i].form in ("et", ","):
            i += 1
        else:
            break
    return heads
