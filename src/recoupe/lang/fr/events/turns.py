"""Turns of phrase: an event told by words in a row, whatever a parser makes of them ("n'en veut pas", "parole de").

A row of ``turns.toml`` is a pattern over lower-case text with plain apostrophes. In braces stand the finite forms of
verbs, compound and modal ones too, never those of hearsay, wish or the pluperfect: ``{souscrire|adhérer}``,
``{se rallier}``; ``{done tenir}`` leaves out what is to come; ``{ne vouloir}`` is the same verb negated, ``{plus
s'opposer}`` with "plus" alone. In angle brackets stand nouns: ``<offer>`` a phrase that ends on a noun of a class of
``politics.toml``, ``<who>`` someone, where the sentence names whoever does it behind the words.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events import Events, Row, load_events, make_row
from recoupe.lang.fr.events.draft import Draft
from recoupe.lang.fr.events.factuality import Standing
from recoupe.lang.fr.events.phrases import coordinated, phrase
from recoupe.lang.fr.events.roles import Knows, fits
from recoupe.lang.fr.grammar import TIME_WORDS, phrase_from
from recoupe.lang.fr.verbs import conjugate
from recoupe.text import Span, plain

_DAYS = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|hier|avant-hier|aujourd'hui|demain"
_ADVERBS = (
    rf"(?:,? (?:[a-zà-ÿ]+ment|{_DAYS}|ce (?:{_DAYS})|bien|aussi|enfin|déjà|encore|désormais|toutefois|pourtant|ainsi|donc|"
    r"cependant|net|certes|à son tour|à leur tour|lui aussi|elle aussi|eux aussi|de nouveau|à nouveau|une nouvelle fois|"
    r"une fois de plus|toujours|tout de même|quand même|à présent|dans la (?:soirée|journée|nuit|matinée)|au soir|soir|"
    r"matin|après-midi|à l'aube|le \d+(?:er)? [a-zû]+|sans réserve|du bout des lèvres|tout de go|en bloc)\b,?){0,3}"
)
_MODAL = (
    "va|vont|viennent de|vient de|(?:a|ont) (?:finalement )?(?:fini par|décidé de|choisi de|accepté de)|finit par|finira par|"
    "finissent par|continue(?:nt)? (?:de|à)|persiste(?:nt)? à|compte(?:nt)?|s'apprête(?:nt)? à|entend(?:ent)?|"
    "(?:s'est|se sont) (?:dite?s?|déclarée?s?) prête?s? à|(?:est|sont) prête?s? à|(?:s'est|se sont) résolue?s? à|"
    "doi(?:t|vent)|devr(?:a|ont)|(?:est|sont) (?:censée?s?|appelée?s?) (?:à )?"
)
_CAME = frozenset("venir revenir parvenir arriver partir entrer rentrer tomber rester retourner passer".split())
_NO = "pas|plus|jamais|guère|toujours pas|pas encore|nullement|aucunement"
_TO_COME = re.compile(
    rf"\b(?:va|vont|compte(?:nt)?|s'apprête(?:nt)?|entend(?:ent)?|doi(?:t|vent)|devr(?:a|ont)|prête?s?|censée?s?|appelée?s?)\b"
    rf"|\w(?:ra|ront|rons)\b"
)
_OPEN = re.compile(
    r"\b(?:si|s'ils?|s'elles?|au cas où|quand|lorsqu'|lorsque|tant que|(?:pour|afin|avant|sans|à moins|à condition|pourvu|"
    r"jusqu'à ce|rien ne (?:dit|prouve|indique)|(?:esp[eé]r|crai|redout|souhait|veu|voul|doute|ignor|demand|exig|nie|"
    r"dément|menac|assur(?:e|ent) pas)[a-zé]*)(?: [\w'-]+){0,3}? qu(?:e\b|'))(?!.*[;:»])[^;:»]*$"
)
"""What leaves open the clause that it opens: a condition, a fear, a wish, a doubt."""
_MACRO = re.compile(r"\{([a-zà-ÿ][^}]*)\}|(?<!\?P)<(\w+)>|~")
_OF = r"(?:de la |de l'|des |du |de |d')"


@dataclass(frozen=True)
class Turn:
    """One row: its frame, its pattern, and the class that whoever does it must be of."""

    row: Row
    pattern: re.Pattern[str]
    unless: re.Pattern[str] | None
    subject: str
    """Where whoever does it stands: "before", "group" (``<who>``) or "none"."""


@cache
def turns() -> dict[str, tuple[Turn, ...]]:
    """The rows by the words of which a sentence must hold one."""
    by_word: dict[str, list[Turn]] = {}
    for entry in turn_rows():
        forms: set[str] = set()
        turn = Turn(
            make_row(-1, "verb", entry),
            re.compile(_expanded(entry["say"], forms)),
            re.compile(entry["unless"]) if "unless" in entry else None,
            entry.get("who", "group" if "<who>" in entry["say"] else "before"),
        )
        for word in entry["key"].split() if "key" in entry else forms:
            by_word.setdefault(word, []).append(turn)
    return {word: tuple(found) for word, found in by_word.items()}


@cache
def turn_rows() -> list[dict[str, Any]]:
    """The rows of the file as they stand, tests included."""
    rows = tomllib.loads(files("recoupe.lang.fr.events").joinpath("turns.toml").read_text(encoding="utf-8"))
    return list(rows["turn"])


def _expanded(say: str, forms: set[str]) -> str:
    def one(m: re.Match[str]) -> str:
        if m[0] == "~":
            return _ADVERBS
        if m[2] == "who":
            return r"(?P<who>[\w«\"].*)"
        if m[2] == "of":
            return _OF
        if m[2]:
            return _nouns(m[2])
        return _verbs(m[1], forms)

    return (r"(?<![\w-])" if say[0] != "," else "") + f"(?:{_MACRO.sub(one, say)})"


@cache
def _nouns(name: str) -> str:
    words = sorted(load_events().classes[name], key=len, reverse=True)
    listed = "|".join(re.escape(w) + ("" if w.endswith(("s", "x")) else "s?x?") for w in words)
    return rf"(?:[\w-]+(?:'| )){{0,7}}?(?P<issue_{name}>(?:{listed}))(?![\w-])"


def _verbs(listed: str, forms: set[str]) -> str:
    """The pattern of the finite forms of verbs; the forms themselves are added to ``forms``."""
    how, _, rest = listed.partition(" ")
    if how not in ("ne", "plus", "done"):
        how, rest = "", listed
    found = []
    for verb in rest.split("|"):
        reflexive = re.match(r"se |s'", verb)
        bare = verb[reflexive.end() :] if reflexive else verb
        keys = conjugate(bare)
        by = {k: [f for key, v in keys.items() if key.startswith(k) for f in v] for k in ("pp_", "inf")}
        simple = [f for key, v in keys.items() if key in _tenses(how) for f in v]
        forms.update(simple, by["pp_"], by["inf"])
        found.append(_one_verb(how, bare, bool(reflexive), simple, by["pp_"], by["inf"]))
    return f"(?:{'|'.join(found)})"


def _tenses(how: str) -> frozenset[str]:
    names = ("pres", "ps") if how == "done" else ("pres", "ps", "fut")
    return frozenset(f"{name}{person}" for name in names for person in ("3s", "3p"))


def _one_verb(how: str, bare: str, reflexive: bool, simple: list[str], pp: list[str], inf: list[str]) -> str:
    one, two, three = ("|".join(map(re.escape, sorted(set(words)))) for words in (simple, pp, inf))
    no = "plus" if how == "plus" else _NO
    came = bare in _CAME
    if how in ("ne", "plus"):
        clitic = "(?:se |s')?" if reflexive else "(?:l'|le |la |les |lui |leur |y |en )?"
        aux = "(?:est|sont)" if reflexive or came else "(?:a|ont|avait|avaient)"
        return (
            rf"(?:n'|ne ){clitic}(?:{one})~? (?:{no})|(?:n'|ne ){clitic}{aux} (?:{no})~? (?:{two})"
            rf"|(?:n'|ne )(?:va|vont|veut|veulent|compte|comptent|entend|entendent) (?:{no}) {clitic}(?:{three})"
        ).replace("~?", _ADVERBS)
    if reflexive:
        modal = "" if how == "done" else rf"|(?:{_MODAL}) (?:s'|se )(?:{three})"
        return rf"(?:s'|se )(?:{one})|(?:s'est|se sont)~ (?:{two}){modal}".replace("~", _ADVERBS)
    aux = "(?:est|sont)" if came else ("(?:a|ont)" if how == "done" else "(?:a|ont|aura|auront)")
    modal = "" if how == "done" else rf"|(?:{_MODAL}) (?:{three})"
    return rf"(?:{one})|{aux}~ (?:{two}){modal}".replace("~", _ADVERBS)


_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def spots_turn(low: str) -> bool:
    """Whether plain lower-case text holds a word of any row."""
    index = turns()
    return any(word in index for word in _WORD.findall(low))


def told_in_turns(text: str, s: Sentence, events: Events, knows: Knows) -> list[Draft]:
    """The drafts of a sentence that turns of phrase make, longest first where two overlap."""
    low = plain(text[s.start : s.end]).lower()
    words = dict.fromkeys(_WORD.findall(low))
    index = turns()
    rows = dict.fromkeys(t for word in words if word in index for t in index[word])
    found = [(m, t) for t in rows for m in t.pattern.finditer(low) if not _left_open(low, m, t)]
    drafts: list[Draft] = []
    taken: list[Span] = []
    for m, turn in sorted(found, key=lambda row: (row[0].start() - row[0].end(), row[0].start())):
        if any(m.start() < end and start < m.end() for start, end in taken):
            continue
        draft = _draft(s, m, turn, events, knows)
        if draft is not None:
            drafts.append(draft)
            taken.append(m.span())
    return drafts


def _left_open(low: str, m: re.Match[str], turn: Turn) -> bool:
    if turn.unless is not None and turn.unless.search(low):
        return True
    return _OPEN.search(low[: m.start()]) is not None


def _draft(s: Sentence, m: re.Match[str], turn: Turn, events: Events, knows: Knows) -> Draft | None:
    named = "who" in m.re.groupindex and m.group("who") is not None
    end = m.start("who") if named else m.end()
    inside = [t for t in s.tokens if m.start() <= t.start - s.start < end and t.pos != "PUNCT"]
    trigger = next((t for t in inside if t.pos == "VERB"), None) or next((t for t in inside if t.pos == "NOUN"), None)
    trigger = trigger or next(iter(inside), None)
    if trigger is None:
        return None
    heads: list[Token] = []
    if turn.subject == "group":
        at = next((t for t in s.tokens if t.start - s.start >= m.start("who")), None)
        behind = phrase_from(s, at.i, apposition=False) if at is not None else None
        heads = coordinated(s, behind.head) if behind is not None else []
        end = phrase(s, behind.head)[1] - s.start if behind is not None else end
        end = max(end, m.end() if m.end() > m.end("who") else 0)
    elif turn.subject == "before":
        heads = subjects_before(s, inside[0].i)
    roles: dict[str, list[Token]] = {}
    for head in heads:
        named_side = turn.subject == "group" and knows.side((head.start, head.end))
        if named_side or any(fits(s, head, slot, events, knows) for slot in turn.row.subj):
            roles.setdefault("actor", []).append(head)
    if turn.subject != "none" and not roles:
        return None
    for name, value in m.groupdict().items():
        if name.startswith("issue") and value:
            noun = next((t for t in s.tokens if t.start - s.start >= m.start(name)), None)
            if noun is not None:
                roles["issue"] = [noun]
                end = max(end, phrase(s, noun, full=turn.row.type != "meeting")[1] - s.start)
    if not named:
        end = max(end, _past_adjuncts(s, s.start + end) - s.start)
    start = min([s.start + m.start(), *(phrase(s, t)[0] for t in roles.get("actor", ()) if t.i < trigger.i)])
    to_come = _TO_COME.search(m.group()) if turn.row.type in ("meeting", "agreement") else None
    standing = Standing("planned" if to_come or turn.row.status == "planned" else "happened")
    return Draft(turn.row, s, trigger, (start, s.start + end), standing, roles, turned=(s.start + m.start(), s.start + end))


def _past_adjuncts(s: Sentence, end: int) -> int:
    """Where the days, places and other complements behind an offset end, inside their clause."""
    for t in s.tokens:
        if t.start < end:
            continue
        clause = t.form in ("et", "mais", "ou", "car") or t.dep == "mark" or t.form in ("qui", "que", "qu'", "dont", "où")
        if t.pos in ("PUNCT", "VERB", "AUX", "SCONJ") or clause:
            break
        end = t.end
    return end


_SKIPPED = frozenset(["qui", "y", "n'", "ne", "se", "s'", "l'", "le", "la", "les", "en", "lui", "leur", "aussi", "eux"])
_STOPS = frozenset([";", ":", "»", "«", '"', ".", "!", "?", "…"])


def subjects_before(s: Sentence, i: int) -> list[Token]:
    """Heads of the noun phrase, or the pronoun, that ends before token ``i``, adverbs, dates and asides passed over."""
    k = _past_asides(s, i - 1)
    if k < 0:
        return []
    if s.tokens[k].form in ("et", "mais", "puis", "ou") or (s.tokens[k].form == "," and k):
        return _shared(s, k)
    if s.tokens[k].pos == "PRON":
        return [s.tokens[k]]
    last = k
    while k >= 0 and _of_phrase(s, k):
        k -= 1
    inside = s.tokens[k + 1 : last + 1]
    if not inside or (inside[0].pos == "ADP" and inside[0].form not in ("de", "des", "d'")):
        inside = _past_scene(inside)
    head = next((t for t in inside if t.pos in ("NOUN", "PROPN")), None)
    if head is None:
        return []
    joined = [
        s.tokens[t.i + 1 + (s.tokens[t.i + 1].pos == "DET")]
        for t in inside
        if t.form == "et" and t.i + 2 <= last and s.tokens[t.i + 1].pos in ("DET", "PROPN")
    ]
    return [head, *joined]


def _past_scene(inside: list[Token]) -> list[Token]:
    """What follows a place or day that opens a clause without a comma: nothing is sure of it."""
    return []


def _of_phrase(s: Sentence, k: int) -> bool:
    t = s.tokens[k]
    if t.pos == "PUNCT" or t.form in _STOPS or t.form in ("que", "qu'", "qui", "dont", "où", "mais", "car", "alors"):
        return False
    if t.pos in ("VERB", "AUX") and t.dep != "flat:name":
        return t.morph.get("VerbForm") == "Part" and s.tokens[k - 1].pos in ("NOUN", "PROPN")
    return t.pos in ("NOUN", "PROPN", "ADJ", "DET", "NUM", "ADP", "CCONJ", "X", "VERB")


def _past_asides(s: Sentence, k: int) -> int:
    """Index of the last word of the phrase before ``k``: clitics, adverbs, days, brackets and asides are passed over."""
    while k >= 0:
        t = s.tokens[k]
        if t.form == ")":
            while k >= 0 and s.tokens[k].form != "(":
                k -= 1
            k -= 1
        elif t.form == ",":
            opened = next((x.i for x in reversed(s.tokens[:k]) if x.form in ("," , *_STOPS)), -1)
            aside = s.tokens[opened + 1 : k]
            if opened < 0 or s.tokens[opened].form != "," or not aside or not _is_aside(s, aside):
                return k
            k = opened - 1
        elif t.form == "qui":
            k -= 1
            if k >= 0 and s.tokens[k].form == ",":
                k -= 1
            return k
        elif t.pos == "ADV" or t.form in TIME_WORDS or (t.form in _SKIPPED and t.pos in ("PRON", "ADV", "PART", "DET")):
            k -= 1
        else:
            return k
    return k


def _is_aside(s: Sentence, aside: list[Token]) -> bool:
    """Whether what stands between two commas is told of the noun before: an apposition, a relative, a date."""
    if aside[0].form in ("qui", "dont", "où", "que", "qu'", "à", "en", "dans", "pour", "de", "après", "avant", "lors", "selon"):
        return True
    return not any(t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") == "Fin" for t in aside)


def _shared(s: Sentence, k: int) -> list[Token]:
    """The subject of the verb before a conjunction: "le président souscrit à X mais écarte Y"."""
    for t in reversed(s.tokens[:k]):
        if t.form in _STOPS:
            return []
        if t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") in ("Fin", "Part"):
            own = [x for x in s.tokens if x.head == t.i and x.dep.startswith("nsubj") and x.i < t.i]
            if own:
                return coordinated(s, own[0])
            before = subjects_before(s, t.i)
            if before:
                return before
    return []
