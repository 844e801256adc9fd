"""Turns of phrase: an event told by words in a row, whatever a parser makes of them ("n'en veut pas", "parole de").

A row of ``turns.toml`` is a pattern over lower-case text with plain apostrophes. In braces stand the finite forms of
verbs, compound and modal ones too, never those of hearsay, wish or the pluperfect: ``{souscrire|adhérer}``,
``{se rallier}``. A word before them changes that: ``{done tenir}`` leaves out what is to come, ``{due réunir}`` takes
what must be, ``{will livrer}`` only what is to be done; ``{ne vouloir}`` is negated, ``{plus s'opposer}`` with "plus"
alone, ``{never signer}`` in the future.
In angle brackets stand nouns: ``<matters>`` a phrase that ends on a noun of that class of ``politics.toml``,
``<who>`` whoever does it, where that stands behind, ``<of>`` "de" with its article. A group "who" at the start is who
opens the clause in front, a group "issue_it" a pronoun for what the text told right before.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from typing import Any

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events import Events, Row, load_events, make_row, with_pieces
from recoupe.lang.fr.events.draft import Draft
from recoupe.lang.fr.events.factuality import Standing
from recoupe.lang.fr.events.phrases import coordinated, phrase
from recoupe.lang.fr.events.roles import Knows, fits
from recoupe.lang.fr.events.surface import subjects_before
from recoupe.lang.fr.grammar import phrase_from
from recoupe.lang.fr.verbs import conjugate
from recoupe.text import Span, plain

_MACRO = re.compile(r"\{([a-zà-ÿ][^}]*)\}|(?<!\?P)<(\w+)>|~")
OFFERED = ("offers", "compacts")
TAKEN_UP = {"meeting": ("parleys",)}
"""Classes of the nouns that a pronoun stands for, by the type of its record; for other types, what is offered."""
_OF = r"(?:de la |de l'|des |du |de |d')"


@dataclass(frozen=True)
class Turn:
    """One row: its frame, its pattern, and the class that whoever does it must be of."""

    row: Row
    expanded: str
    unless: re.Pattern[str] | None
    subject: str
    """Where whoever does it stands: "before", "group" (``<who>``) or "none"."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Compiled when a text first holds a word of it: all of them take half a second."""
        return re.compile(self.expanded)


@cache
def turns() -> dict[str, tuple[Turn, ...]]:
    """The rows by the words of which a sentence must hold one."""
    by_word: dict[str, list[Turn]] = {}
    for entry in turn_rows():
        forms: set[str] = set()
        turn = Turn(
            make_row(-1, "verb", entry),
            _expanded(entry["say"], forms),
            re.compile(entry["unless"]) if "unless" in entry else None,
            entry.get("who", "group" if "<who>" in entry["say"] else "before"),
        )
        for word in entry["key"].split() if "key" in entry else forms:
            by_word.setdefault(word, []).append(turn)
    return {word: tuple(found) for word, found in by_word.items()}


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("recoupe.lang.fr.events").joinpath("turns.toml").read_text(encoding="utf-8"))


def turn_rows() -> list[dict[str, Any]]:
    """The rows of the file as they stand, tests included."""
    return list(_table()["turn"])


@cache
def _words(name: str) -> str:
    words = _table()["words"]
    return with_pieces(words[name], words)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(_words(name))


@cache
def _adverbs() -> str:
    return rf"(?:,? (?:{_words('adverbs')})\b,?){{0,3}}"


def _expanded(say: str, forms: set[str]) -> str:
    def one(m: re.Match[str]) -> str:
        if m[0] == "~":
            return _adverbs()
        if m[2] == "who":
            return r"(?P<who>[\w«\"].*)"
        if m[2] == "of":
            return _OF
        if m[2]:
            return _nouns(m[2])
        return _verbs(m[1], forms)

    say = with_pieces(_MACRO.sub(one, say), load_events().speech["pieces"])
    return (r"(?<![\w-])" if say[0] != "," else "") + f"(?:{say})"


@cache
def _nouns(name: str) -> str:
    words = sorted(load_events().classes[name], key=len, reverse=True)
    listed = "|".join(re.escape(w) + ("" if w.endswith(("s", "x")) else "s?x?") for w in words)
    return rf"(?:[\w-]+(?:'| )){{0,7}}?(?P<issue_{name}>(?:{listed}))(?![\w-])"


def _verbs(listed: str, forms: set[str]) -> str:
    """The pattern of the finite forms of verbs; the forms themselves are added to ``forms``."""
    how, _, rest = listed.partition(" ")
    if how not in ("ne", "plus", "done", "never", "due", "will"):
        how, rest = "", listed
    alike: dict[tuple[bool, bool], tuple[list[str], list[str], list[str]]] = {}
    for verb in rest.split("|"):
        reflexive = re.match(r"se |s'", verb)
        bare = verb[reflexive.end() :] if reflexive else verb
        simple, participles, infinitives = alike.setdefault(
            (bool(reflexive), bare in _words("came").split()), ([], [], [])
        )
        for key, found in conjugate(bare).items():
            kind = simple if key in _tenses(how) else participles if key.startswith("pp_") else infinitives
            if kind is not infinitives or key == "inf":
                kind += found
                forms.update(found)
    return f"(?:{'|'.join(_alike(how, *be, *words) for be, words in alike.items())})"


def _tenses(how: str) -> frozenset[str]:
    names = {"done": ("pres", "ps"), "never": ("fut",), "will": ("fut",)}.get(how, ("pres", "ps", "fut"))
    return frozenset(f"{name}{person}" for name in names for person in ("3s", "3p"))


def _alike(how: str, reflexive: bool, came: bool, simple: list[str], pp: list[str], inf: list[str]) -> str:
    """The pattern of verbs that take the same auxiliary."""
    one, two, three = ("|".join(map(re.escape, sorted(set(words)))) for words in (simple, pp, inf))
    no = "plus" if how == "plus" else _words("no")
    if how in ("ne", "plus", "never"):
        clitic = "(?:se |s')?" if reflexive else "(?:l'|le |la |les |lui |leur |y |en )?"
        aux = "(?:est|sont)" if reflexive or came else "(?:a|ont|avait|avaient)"
        done = "" if how == "never" else rf"|(?:n'|ne ){clitic}{aux} (?:{no})~? (?:{two})"
        return (
            rf"(?:n'|ne ){clitic}(?:{one})~? (?:{no}){done}"
            rf"|(?:n'|ne )(?:va|vont|veut|veulent|compte|comptent|entend|entendent) (?:{no}) {clitic}(?:{three})"
        ).replace("~?", _adverbs())
    if how == "will":
        clitic = "(?:se |s')" if reflexive else "(?:l'|le |la |les |lui |leur |y |en )?"
        aux = "être" if reflexive or came else "avoir"
        return rf"(?<!ne )(?<!n'){clitic}(?:{one})|(?:{_words('due')}) {clitic}(?:{three}|{aux} (?:{two}))"
    before = _words("modal") + ("|" + _words("due") if how == "due" else "")
    if reflexive:
        modal = "" if how == "done" else rf"|(?:{before}) (?:s'|se )(?:{three})"
        return rf"(?:s'|se )(?:{one})|(?:s'est|se sont)~ (?:{two}){modal}".replace("~", _adverbs())
    aux = "(?:est|sont)" if came else ("(?:a|ont)" if how == "done" else "(?:a|ont|aura|auront)")
    modal = "" if how == "done" else rf"|(?:{before}) (?:{three})"
    return rf"(?:{one})|{aux}~ (?:{two}){modal}".replace("~", _adverbs())


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
            start, end = draft.turned or draft.span
            taken.append((start - s.start, end - s.start if turn.subject == "group" else m.end()))
    return drafts


def _left_open(low: str, m: re.Match[str], turn: Turn) -> bool:
    if turn.unless is not None and turn.unless.search(low):
        return True
    return _pattern("open").search(low[: m.start()]) is not None


def _draft(s: Sentence, m: re.Match[str], turn: Turn, events: Events, knows: Knows) -> Draft | None:
    named = "who" in m.re.groupindex and m.group("who") is not None
    leads = named and m.start("who") == m.start()
    begin, end = m.end("who") if leads else m.start(), m.start("who") if named and not leads else m.end()
    inside = [t for t in s.tokens if begin <= t.start - s.start < end and t.pos != "PUNCT"]
    trigger = next((t for t in inside if t.pos == "VERB"), None) or next((t for t in inside if t.pos == "NOUN"), None)
    trigger = trigger or next(iter(inside), None)
    if trigger is None:
        return None
    heads: list[Token] = []
    if turn.subject == "group":
        at = next((t for t in s.tokens if t.start - s.start >= m.start("who")), None)
        behind = phrase_from(s, at.i, apposition=False) if at is not None else None
        heads = coordinated(s, behind.head) if behind is not None else []
        end = max((phrase(s, head)[1] for head in heads), default=s.start + end) - s.start
        end = max(end, m.end() if m.end() > m.end("who") else 0)
    elif turn.subject == "before":
        heads = subjects_before(s, inside[0].i - m.group().startswith(",")) or _opening_name(s, inside[0].i)
    roles: dict[str, list[Token]] = {}
    for head in heads:
        named_side = turn.subject == "group" and knows.side((head.start, head.end))
        if named_side or _is_body(head) or any(fits(s, head, slot, events, knows) for slot in turn.row.subj):
            roles.setdefault("actor", []).append(head)
    if turn.subject != "none" and not roles:
        return None
    for name, value in m.groupdict().items():
        if name.startswith("issue") and value:
            noun = next((t for t in s.tokens if t.start - s.start >= m.start(name)), None)
            if name == "issue_it":  # "la refuse", "elle se tiendra": only of what the text told right before
                if noun is None or knows.named(noun, TAKEN_UP.get(turn.row.type, OFFERED)) is None:
                    return None
                roles["issue"] = [noun]
            elif noun is not None:
                roles["issue"] = [noun]
                end = max(end, phrase(s, noun, full=turn.row.type != "meeting")[1] - s.start)
    if not named:
        end = max(end, _past_adjuncts(s, s.start + end) - s.start)
    start = min([s.start + m.start(), *(phrase(s, t)[0] for t in roles.get("actor", ()) if t.i < trigger.i)])
    to_come = (
        _pattern("ahead").search(m.group()[: m.start("who") - m.start()] if named else m.group())
        if turn.row.type in ("meeting", "agreement")
        else None
    )
    standing = Standing("planned" if to_come or turn.row.status == "planned" else "happened")
    return Draft(
        turn.row, s, trigger, (start, s.start + end), standing, roles, turned=(s.start + m.start(), s.start + end)
    )


def _opening_name(s: Sentence, i: int) -> list[Token]:
    """The one word before a turn that opens a sentence, whatever a parser makes of it: "Hallebrun le rejette"."""
    return s.tokens[:1] if i == 1 and s.tokens[0].text[:1].isupper() and s.tokens[0].pos not in ("PRON", "ADP") else []


def _is_body(head: Token) -> bool:
    """Whether a name is that of a body that no list knows, by its first word: "l'Union des provinces"."""
    return head.text[:1].isupper() and head.form in load_events().lists["bodies"]


def _past_adjuncts(s: Sentence, end: int) -> int:
    """Where the days, places and other complements behind an offset end, inside their clause."""
    for t in s.tokens:
        if t.start < end:
            continue
        clause = (
            t.form in ("et", "mais", "ou", "car") or t.dep == "mark" or t.form in ("qui", "que", "qu'", "dont", "où")
        )
        if t.pos in ("PUNCT", "VERB", "AUX", "SCONJ") or clause:
            break
        end = t.end
    return end
