"""What stands around a verb of saying: whether a clause, a quotation or the sentence ends there."""

from __future__ import annotations

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.cues import CueVerb
from recoupe.lang.fr.grammar import (
    QUOTE_MARKS,
    RELATIVES,
    Phrase,
    phrase_from,
)
from recoupe.lang.fr.groups import Group


def between_commas(s: Sentence, after: Phrase, group: Group, cue: CueVerb) -> bool:
    """Whether nothing but a verb that takes no object and its speaker stand between two commas: ", dit le maire,"."""
    if "np" in cue.frames or after.first != max(group.last, group.verb.i) + 1 or after.last + 1 >= len(s.tokens):
        return False
    return s.tokens[group.first - 1].form == "," == s.tokens[after.last + 1].form


def said_behind(s: Sentence, after: Phrase, group: Group) -> bool:
    """Whether a whole clause stands before the cue, and nothing behind its speaker: "X rendra la ville, a promis Y"."""
    opening = phrase_from(s, 0)
    ending = s.tokens[after.last + 1] if after.last + 1 < len(s.tokens) else None
    if (
        opening is None
        or s.tokens[group.first - 1].form != ","
        or (ending is not None and ending.form not in (".", ";"))
    ):
        return False
    between = s.tokens[opening.last + 1 : group.first]
    return any(t.morph.get("VerbForm") == "Fin" and not subordinate(s, t) for t in between)


def closes_clause(s: Sentence, group: Group, cue: CueVerb) -> bool:
    """Whether a main clause (or a quotation) ends right before the group: then the noun phrase after it speaks.

    A verb that takes an object and an infinitive ("a accusé le président de…") is left to the parser.
    """
    before = s.tokens[group.first - 1] if group.first else None
    if before is None or before.form not in (",", "–", "—", *QUOTE_MARKS):
        return False
    if after_quotation(s, group):
        return True
    if cue.obj or "quote" not in cue.frames:
        return False
    return clause_before(s, group)


def clause_before(s: Sentence, group: Group) -> bool:
    return any(
        t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") == "Fin" and not subordinate(s, t)
        for t in s.tokens[: group.first]
    )


def tells_who(s: Sentence, group: Group, after: Phrase) -> bool:
    """Whether a verb behind a main clause and a comma, and before a name that ends the sentence, says who told the
    clause: "le pont rouvrira lundi, a promis X"."""
    if not group.first or s.tokens[group.first - 1].form != "," or group.first == group.verb.i:
        return False
    behind = s.tokens[after.last + 1 : after.last + 2]
    return (not behind or behind[0].form in (".", ",", "…")) and clause_before(s, group)


def subordinate(s: Sentence, verb: Token) -> bool:
    """Whether a finite verb stands in a relative or another subordinate clause, by what opens its stretch of words."""
    for t in reversed(s.tokens[: verb.i]):
        if t.form == ",":
            return False
        if t.form in RELATIVES or t.pos == "SCONJ":
            return True
    return False


def as_said(s: Sentence, group: Group) -> bool:
    """ "comme l'a proposé X": whoever stands behind speaks, not the subject of the clause before."""
    return group.first > 0 and s.tokens[group.first - 1].form == "comme"


def split_off(s: Sentence, subject: Token, group: Group) -> bool:
    """One comma between a would-be subject and its verb: no subject ("Deux démarches distinctes, précise X")."""
    between = s.tokens[subject.i + 1 : group.first]
    commas = [t for t in between if t.form == ","]
    verbs = any(t.pos in ("VERB", "AUX") for t in s.tokens[: group.first])
    return len(commas) == 1 and between[-1].form == "," and not verbs


def after_quotation(s: Sentence, group: Group) -> bool:
    return any(t.form in QUOTE_MARKS for t in s.tokens[max(0, group.first - 2) : group.first])


def ends_clause(s: Sentence, speaker: Phrase, group: Group, cue: CueVerb) -> bool:
    """Whether verb and noun phrase alone end a clause, the verb being one that takes no object: "…, évalue la
    branche": nothing but a speaker can stand there, whatever the noun."""
    ending = s.tokens[speaker.last + 1] if speaker.last + 1 < len(s.tokens) else None
    definite = s.tokens[speaker.first].form in ("le", "la", "les", "l'")
    alone = speaker.first == max(group.last, group.verb.i) + 1 and (ending is None or ending.form in (".", ",", ";"))
    return definite and alone and "np" not in cue.frames and closes_clause(s, group, cue)
