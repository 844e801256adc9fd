"""A few French constructions read off a parsed sentence, where the parser is too often wrong to be followed alone."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from typing import NamedTuple

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.actors import links, nationality
from recoupe.text import HYPHENS, Span

WORDS: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in tomllib.loads((files("recoupe.lang.fr") / "grammar.toml").read_text(encoding="utf-8")).items()
}
"""Closed word classes of French, from ``grammar.toml``."""
CONTRACTED = {"d'": "de", "du": "de", "des": "de", "au": "à", "aux": "à"}
AVOIR = WORDS["avoir"]
ETRE = WORDS["etre"]
CONDITIONAL_AUX = frozenset(["aurait", "auraient", "serait", "seraient"])
CLITICS = WORDS["clitics"]
SUBJECT_CLITICS = WORDS["subject_clitics"]
OBJECT_CLITICS = WORDS["object_clitics"]
NEGATIONS = WORDS["negations"]
RELATIVES = WORDS["relatives"]
_PHRASE_POS = frozenset(["DET", "NOUN", "PROPN", "ADJ", "NUM", "X", "SYM"])
# Prepositions that go on inside a speaker's noun phrase ("chef de mission pour le Nord", "au palais").
_INNER_PREPS = WORDS["inner_prepositions"]
TIME_WORDS = WORDS["time"]
OTHER_TIME = WORDS["of_another_time"]
LAST = WORDS["last"]
QUOTE_MARKS = frozenset('«»“”"„‹›')
STOPS = frozenset([".", ";", ":", "!", "?", "…", "(", ")", "[", "]", "—", "–"]) | QUOTE_MARKS


# Participles that say how a source was found or a text made: no part of its name.
_JOINED_BY = ("contacté", "joint", "interrogé", "cité", "consulté", "rencontré", "interviewé", "recueilli", "relayé")
_MADE = (*_JOINED_BY, "établi", "publié", "diffusé", "présent", "obtenu", "paru", "dressé", "communiqué", "rendu")


class Phrase(NamedTuple):
    """A noun phrase: its span in the document, its first and last token, and its head noun."""

    span: Span
    first: int
    last: int
    head: Token


def phrase_from(s: Sentence, first: int, *, apposition: bool = True) -> Phrase | None:
    """The noun phrase that starts at token ``first``, read from left to right, with a name or title set off by commas.

    None where no noun stands there. Stops at verbs, relatives, time words and strong punctuation.
    """
    tokens, last, i = s.tokens, -1, first
    head: Token | None = None
    while i < len(tokens):
        t = tokens[i]
        if (t.form in STOPS and t.form != "(") or t.form in RELATIVES or (t.form in TIME_WORDS and t.pos != "PROPN"):
            break
        if t.form == ",":
            end = _apposition(s, i) if apposition and head is not None else None
            if end is None:
                break
            last = end
            i = end + 1
            break
        if head is not None and _with_agent(s, i, last):
            agent = phrase_from(s, i + 2, apposition=False)
            if t.form.startswith(_JOINED_BY) or agent is None:
                break  # "des sources contactées par notre rédaction"
            last = agent.last
            i = last + 1
            continue
        if head is not None and _participle(s, i, last) and t.form.startswith(_MADE):
            break
        if t.form == "(" and apposition and head is not None:
            past = next((k + 1 for k in range(i + 1, min(i + 5, len(tokens))) if tokens[k].form == ")"), None)
            end = _apposition(s, past) if past and past < len(tokens) and tokens[past].form == "," else None
            if end is not None and any(x.pos == "PROPN" for x in tokens[past or 0 : end + 1]):
                last = end  # "le porte-parole de la force (FN), X"
            break
        if t.pos == "DET" and head is not None and tokens[i - 1].pos in ("NOUN", "PROPN", "ADJ"):
            break  # another phrase begins
        if t.pos == "PRON" and head is None:
            return Phrase((t.start, t.end), i, i, t)
        if t.pos == "CCONJ" or t.form in ("et", "ou"):
            if head is None or i + 1 >= len(tokens) or not (_joins(s, i) or _again(s, first, i)):
                break
        elif (t.pos == "ADP" or t.form in _INNER_PREPS) and not (head is None and (t.pos == "DET" or t.form == "des")):
            inner = t.form in _INNER_PREPS and _goes_on(s, i)
            if head is None or not (inner or _in_name(s, i)):
                break
            if not inner:
                last = i + 1
                i += 1
        elif (
            t.pos in _PHRASE_POS
            or (t.form == "des" and head is None)
            or (t.pos == "VERB" and _noun_after_all(s, i, first))
            or (t.pos in ("VERB", "ADV") and head is not None and _participle(s, i, last))
            or t.text[:1].isupper()
        ):
            counted = head is not None and head.form in WORDS["quantifiers"] and t.i == head.i + 2
            if (
                (t.pos in ("NOUN", "PROPN", "X") and (head is None or counted))
                or (head is None and t.pos in ("VERB", "ADJ") and _noun_after_all(s, i, first))
                or (head is None and t.text[:1].isupper() and t.pos not in ("DET", "NUM", "ADP"))
            ):
                head = t
            last = i
        else:
            break
        if head is not None and _named_after_day(s, i):
            last = i = i + 2
        i += 1
    if head is None:
        last_adj = (
            next((t for t in reversed(tokens[first : last + 1]) if t.pos == "ADJ"), None) if last >= first else None
        )
        if last_adj is None:
            return None
        head = last_adj
    return Phrase((tokens[first].start, tokens[last].end), first, last, head)


def _noun_after_all(s: Sentence, i: int, first: int) -> bool:
    """A word the parser calls a verb right after a determiner, with no noun behind it: "l'opposant"."""
    before = i - 1
    while (
        before > first
        and s.tokens[before].pos == "ADJ"
        and s.tokens[before].head == i
        and s.tokens[i].morph.get("VerbForm") == "Part"
    ):
        before -= 1  # "le dernier relevé"
    if i == first or s.tokens[before].pos != "DET":
        return False
    return i + 1 >= len(s.tokens) or s.tokens[i + 1].pos not in ("NOUN", "PROPN", "ADJ")


def _participle(s: Sentence, i: int, last: int) -> bool:
    """A word the parser calls a verb that is an adjective after a noun: "Nations unies", "des forces armées"."""
    t = s.tokens[i]
    if i == last + 1 and t.dep.startswith(("acl", "amod")) and nationality(t.form) and t.text[:1].islower():
        return True  # "la ministre velsanienne": a nationality that the parser does not know
    return (
        t.morph.get("VerbForm") == "Part"
        and t.morph.get("Tense") == "Past"
        and i == last + 1
        and t.dep.startswith(("acl", "amod", "flat"))
    )


def _with_agent(s: Sentence, i: int, last: int) -> bool:
    """A participle with its agent: "les médias contrôlés par le mouvement"."""
    t = s.tokens[i]
    return (
        i == last + 1
        and i + 2 < len(s.tokens)
        and s.tokens[i + 1].form == "par"
        and (t.morph.get("VerbForm") == "Part" or t.pos == "ADJ")
        and t.dep.startswith(("acl", "amod"))
    )


def _joins(s: Sentence, i: int) -> bool:
    """Whether "et" at ``i`` joins two noun phrases rather than two clauses."""
    for t in s.tokens[i + 1 : i + 9]:
        if t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") != "Part":
            between = [x for x in s.tokens[i + 1 : t.i] if x.form not in CLITICS]
            adjectives = bool(between) and all(x.pos == "ADJ" for x in between)  # "russes et turcs ont …"
            return (adjectives or any(x.pos in ("NOUN", "PROPN") for x in between)) and plural(t)
        if t.form in STOPS or t.form == ",":
            break
    return s.tokens[i + 1].pos in ("DET", "NOUN", "PROPN", "ADJ")


def _again(s: Sentence, first: int, i: int) -> bool:
    """Whether "et" at ``i`` goes on with the preposition of a complement: "soutien à l'islam et aux musulmans"."""
    to = ("à", "au", "aux")
    return s.tokens[i + 1].form in to and any(t.form in to for t in s.tokens[first:i])


def plural(t: Token) -> bool:
    """Whether a finite verb is in the plural, by its ending where the parser does not say."""
    return (
        t.morph.get("Number") == "Plur"
        or t.form in ("ont", "sont", "avaient", "étaient", "auraient")
        or t.form.endswith("ent")
    )


def _in_name(s: Sentence, i: int) -> bool:
    """Whether the preposition at ``i`` stands inside a name: "Médecins Sans Délai", "Secours sans frontières"."""
    if i + 1 >= len(s.tokens) or not s.tokens[i - 1].text[:1].isupper():
        return False
    return links(s.tokens[i].text, s.tokens[i + 1].text)


def _goes_on(s: Sentence, i: int) -> bool:
    """Whether the preposition at ``i`` is inside the phrase: something nominal follows, and no time or infinitive."""
    if _named_after_day(s, i) or _DAY.match(s.tokens[min(i + 1, len(s.tokens) - 1)].text):
        return True
    for t in s.tokens[i + 1 : i + 4]:
        if t.form in TIME_WORDS or (s.tokens[i].form in ("à", "au", "aux") and t.form in WORDS["addressees"]):
            return False
        if t.form in WORDS["circumstances"] and s.tokens[i].form in ("à", "au"):
            return False  # "une source au sujet de l'attaque"
        if t.pos in ("NOUN", "PROPN", "X") or t.text[:1].isupper():
            return True
        if t.pos == "VERB":
            return False
    return False


_DAY = re.compile(rf"\d{{1,2}}(?:er)?[{HYPHENS}][^\W\d_]{{3,}}$")
"""A day as a name has it: "12-Mars"."""


def _named_after_day(s: Sentence, i: int) -> bool:
    """Whether "du" at ``i`` goes on in the name of a body: "le Mouvement du 12 mars"."""
    if s.tokens[i].form != "du" or i + 2 >= len(s.tokens) or i == 0:
        return False
    body, month = s.tokens[i - 1], s.tokens[i + 2]
    named = body.text[:1].isupper() and (body.form in WORDS["named_after_days"] or month.text[:1].isupper())
    return named and s.tokens[i + 1].text[:1].isdigit() and month.form in TIME_WORDS


def _apposition(s: Sentence, comma: int) -> int | None:
    """Last token of a name or title set off by commas after the phrase, or None: ", secrétaire du conseil,"."""
    after = phrase_from(s, comma + 1, apposition=False) if comma + 1 < len(s.tokens) else None
    if after is None or after.last - comma > 22:
        return None
    closing = s.tokens[after.last + 1] if after.last + 1 < len(s.tokens) else None
    opens = s.tokens[comma + 1]
    ends = closing is None or closing.form in (",", ".", ";", "»", ")", "(", ":")
    if not ends and (closing is None or closing.pos not in ("AUX", "VERB") or opens.pos == "DET"):
        return None
    if opens.pos == "DET" and closing is not None and closing.form == "," and _subject_of_more(s, after.last + 2):
        return None
    if opens.pos == "DET" and closing is not None and closing.form == "," and _some(s, comma):
        following = s.tokens[after.last + 2] if after.last + 2 < len(s.tokens) else None
        if following is not None and following.text[:1].isupper() and following.pos != "DET":
            return None  # "selon un diplomate, la ministre de la Culture, X, a renoncé": the subject of more
    name = opens.pos == "PROPN" or (opens.text[:1].isupper() and opens.pos != "DET")
    title = opens.pos == "NOUN" or (opens.pos == "DET" and after.head.pos == "NOUN")
    if not (name or title) or opens.form in TIME_WORDS:
        return None
    if any(t.form in ("un", "une") and t.dep == "det" for t in s.tokens[comma + 2 : comma + 3]):
        return None  # "les insurgés, l'un des deux camps,": it names nobody
    if opens.form in ("les", "des") and _one(s, comma):
        return None  # "selon la défense, les régions de X sont …": no apposition of many to one
    return after.last


def _some(s: Sentence, comma: int) -> bool:
    """Whether the noun phrase that ends before ``comma`` is someone without a name: "un diplomate"."""
    for t in reversed(s.tokens[:comma]):
        if t.pos in ("VERB", "AUX", "PROPN") or t.form == ",":
            return False
        if t.form in ("un", "une"):
            return True
    return False


def _one(s: Sentence, comma: int) -> bool:
    """Whether the noun phrase that ends before ``comma`` is a single person or thing, by its determiner."""
    for t in reversed(s.tokens[:comma]):
        if t.form in ("et", ",") or t.pos in ("VERB", "AUX"):
            return False
        if t.pos == "DET" and (t.i == 0 or s.tokens[t.i - 1].form not in ("de", "d'", "à")):
            return t.form in ("le", "la", "l'", "un", "une", "ce", "cet", "cette", "son", "sa")
    return False


def _subject_of_more(s: Sentence, i: int) -> bool:
    """Whether what follows a comma goes on about the phrase before it, a subject then ("la France, membre de…"): of a
    verb that is still to come."""
    while i < len(s.tokens) and s.tokens[i].pos == "ADV":  # ", pourtant annoncée à neuf,"
        i += 1
    if i >= len(s.tokens) or not any(t.morph.get("VerbForm") == "Fin" for t in s.tokens[i:]):
        return False
    t = s.tokens[i]
    return t.pos in ("NOUN", "ADJ", "ADP") or t.form in RELATIVES or t.morph.get("VerbForm") == "Part"


def left_phrase(s: Sentence, head: int) -> Phrase:
    """The noun phrase of a subject whose head is token ``head``, standing before its verb."""
    tokens = s.tokens
    first = head
    while first > 0:
        t = tokens[first - 1]
        if (
            t.pos in ("DET", "NUM")
            or (t.pos in ("ADJ", "PROPN", "NOUN") and (t.head == head or _title(t) or t.dep.startswith("flat")))
            or (t.pos == "ADV" and t.dep == "advmod" and t.head == head and t.form in ("quelque", "environ", "presque"))
        ):
            first -= 1
        else:
            break
    found = phrase_from(s, first)
    return found or Phrase((tokens[head].start, tokens[head].end), head, head, tokens[head])


def _title(t: Token) -> bool:
    return t.form in (
        "m.",
        "mme",
        "mm.",
        "mlle",
        "dr",
        "sir",
        "lord",
        "me",
        "pr",
        "mgr",
        "général",
        "colonel",
        "président",
        "ministre",
        "premier",
    )


def relative_que(s: Sentence, first: int) -> int | None:
    """Index of the "que" right before the subject at token ``first`` that takes up the noun before it: "les experts que
    X propose d'envoyer"; None where there is none."""
    que = s.tokens[first - 1] if first > 1 else None
    if que is None or que.form not in ("que", "qu'") or s.tokens[que.i - 1].pos not in ("NOUN", "PROPN", "ADJ"):
        return None
    relative = que.pos == "PRON" or s.tokens[que.head].dep == "acl:relcl"
    return que.i if relative else None
