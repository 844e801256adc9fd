"""Whether a trigger is said to have happened, to be planned, or is left open, by tense, mood, negation and governors.

Follows the layers of FactBank (Saurí and Pustejovsky 2009): polarity and modality from the words that govern the event,
without a score: what is neither a fact nor a plan is "open" and gives no record of the event itself.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events import Events
from recoupe.lang.fr.grammar import QUOTE_MARKS, WORDS
from recoupe.lang.fr.groups import Group, verb_group
from recoupe.lang.fr.verbs import analyse

Factuality = Literal["happened", "planned", "conditional", "hedged", "open"]


class Standing(NamedTuple):
    """How a trigger stands in its sentence."""

    fact: Factuality
    negated: bool = False


_SCHEDULED = ("programm", "prévu", "attendu")
_OTHER_KEYS = frozenset(["inf", "gerund", "pp_ms", "pp_fs", "pp_mp", "pp_fp"])
_FINITE_KEY = re.compile(r"(?:pres|imp|ps|fut|cond)[123][sp]")
_WHEN = frozenset(["quand", "lorsque", "lorsqu'", "si", "s'"])
_ONLY = frozenset(["seulement", "uniquement", "que", "qu'"])
_IF = frozenset(["si", "s'"])
_PURPOSE = frozenset(["pour", "afin", "avant", "sans", "faute"])
_AIM = frozenset(["pour", "afin", "sans"])
_CONCEDES = frozenset(["bien", "encore", "malgré", "après", "quoi", "quoique", "fait"])
"""What opens a clause in the subjunctive that came about: "bien que"."""
_FELT_WITHIN = 8
"""Words before "que" among which what is felt about the clause stands."""
_PARTS = frozenset(["qui", "dont", "où", ";", ":", "et", "mais", "ou", *QUOTE_MARKS])
"""What parts a clause from the "que" before it."""
_SEES_TO = frozenset(["garantir", "vérifier", "contrôler", "veiller", "surveiller"])
_CONDITIONAL = ("rait", "raient", "rions", "rais")
_FUTURE = ("ra", "ront", "rons", "rez")


def of_verb(
    s: Sentence,
    token: Token,
    group: Group | None,
    events: Events,
    *,
    keys: frozenset[str] = frozenset(),
    depth: int = 0,
) -> Standing:
    """Standing of a verb: finite, infinitive or participle. ``keys``: of its conjugation, where they are known."""
    if depth > 6:
        return Standing("open")
    finite = group.aux if group is not None and group.aux is not None else token
    negated = group is not None and group.negated
    if finite.form == "être":  # "doit être libéré": a passive infinitive, as open as its governor leaves it
        above = _governor(s, token, events, depth=depth, perfect=False)
        return Standing(above.fact, above.negated or negated)
    if finite.form in ("avoir", "ayant", "étant"):
        above = _governor(s, token, events, depth=depth, perfect=True)
        return Standing(above.fact, negated != above.negated if above.negated else negated)
    if _is_finite(finite, token) or (keys and any(_FINITE_KEY.match(k) for k in keys) and not keys & _OTHER_KEYS):
        passive = group is not None and group.passive
        return _finite(s, token, finite, events, keys, negated=negated, passive=passive)
    if token.form.endswith("ant") or group is None or (group.aux is None and is_participle(token)):
        return _governor(s, token, events, depth=depth, perfect=True)
    above = _governor(s, token, events, depth=depth, perfect=False)
    return Standing(above.fact, above.negated or negated)


def is_participle(t: Token) -> bool:
    return t.morph.get("VerbForm") == "Part"


def _is_finite(finite: Token, token: Token) -> bool:
    if finite is not token:
        return True
    if finite.morph.get("VerbForm") == "Fin":
        return True
    return (
        finite.morph.get("VerbForm") is None
        and finite.pos in ("VERB", "AUX")
        and not finite.form.endswith(("er", "ir", "re", "ant"))
    )


def _finite(
    s: Sentence,
    token: Token,
    finite: Token,
    events: Events,
    keys: frozenset[str],
    *,
    negated: bool,
    passive: bool = False,
) -> Standing:
    if (
        _to_be_seen(s, token, finite)
        or _under_if(s, token, finite)
        or doubted(s, token, finite, events.lists["unsure"])
    ):
        return Standing("open")
    if _hangs_on(s, token, finite, events.lists["scheduled"]):
        return Standing("planned", negated)  # "il était prévu que X et Y se retrouvent"
    form = finite.form
    compound = finite is not token
    mood, tense = finite.morph.get("Mood", ""), finite.morph.get("Tense", "")
    readings = analyse(form) if not mood else ()
    simple = finite is token and bool(keys)
    if simple and all(k.startswith("cond") for k in keys):
        mood = "Cnd"
    if simple and all(k.startswith("fut") for k in keys):
        tense = "Fut"
    if form.endswith(_CONDITIONAL) and (
        mood == "Cnd" or not mood or any(r.mood == "Cnd" for r in readings) or compound
    ):
        if compound and (form in ("aurait", "auraient") or (form in ("serait", "seraient") and not passive)):
            return Standing("hedged", negated)  # "se seraient repliés"
        if _after_past_cue(s, token):
            return Standing("planned", negated)
        return Standing("conditional", negated)
    if tense == "Fut" or (
        form.endswith(_FUTURE) and ((mood == "Ind" and tense == "Fut") or form in ("sera", "seront", "aura", "auront"))
    ):
        return Standing("planned", negated)
    if mood == "Imp" and not compound:
        return Standing("open", negated)
    if _wished(s, token, finite):
        return Standing("open", negated)
    if mood == "Sub" or _bidden(s, token):
        return Standing(_subjunctive(s, token, events), negated)
    return Standing("happened", negated)


def _subjunctive(s: Sentence, token: Token, events: Events) -> Factuality:
    """Standing of a subjunctive: what is conceded or deplored came about, what seems so may have, all else is open; of
    what is denied, what the denial is of."""
    marks = [t for t in s.tokens[: token.i] if t.head == token.i and t.dep in ("mark", "advmod", "case")]
    marks += [t for t in s.tokens[: token.i] if s.tokens[t.head] in marks and t.dep == "fixed"]
    if not any(t.form in ("que", "qu'", "quoique") for t in marks):
        return "happened"  # an indicative by its clause: "X accepte la trêve"
    que = next(t.i for t in marks if t.form in ("que", "qu'", "quoique"))
    before = [t.form for t in s.tokens[max(0, que - _FELT_WITHIN) : que]]
    conceded = any(form in _CONCEDES for form in (*before[-1:], *(t.form for t in marks)))
    felt = any(form.startswith(tuple(events.lists["felt"])) for form in before)
    head = s.tokens[token.head]
    if conceded or felt or governs(events, "presuppose", head, s) or token.dep.startswith(("acl", "conj")):
        return "happened"
    return "hedged" if governs(events, "seems", head, s) else "open"


def _bidden(s: Sentence, token: Token) -> bool:
    """Whether a sentence opens with "que": "Que X libère les otages"."""
    mark = next((t for t in s.tokens[: token.i] if t.head == token.i and t.form in ("que", "qu'")), None)
    return mark is not None and all(t.pos == "PUNCT" for t in s.tokens[: mark.i])


def _after_past_cue(s: Sentence, token: Token) -> bool:
    """ "a annoncé qu'il se rendrait": a conditional that a past verb governs is its future."""
    head = s.tokens[token.head]
    if not token.dep.startswith(("ccomp", "conj")) or head.i == token.i:
        return False
    aux = [t for t in s.tokens if t.head == head.i and t.dep.startswith("aux")]
    return bool(aux) or head.morph.get("Tense") in ("Past", "Imp")


def _to_be_seen(s: Sentence, token: Token, finite: Token) -> bool:
    """Whether a clause is what someone sees to or checks: "afin de s'assurer que les parties respectent la trêve"."""
    mark = _joined(s, token, finite)
    if mark is None or not mark.i:
        return False
    above = s.tokens[mark.i - 1]
    above = s.tokens[mark.i - 3] if above.form == "ce" and mark.i > 2 else above  # "veiller à ce que"
    itself = above.i > 0 and s.tokens[above.i - 1].form in ("s'", "se")
    return above.form in _SEES_TO or (above.form == "assurer" and itself)


def _under_if(s: Sentence, token: Token, finite: Token) -> bool:
    for t in s.tokens:
        if t.form in _WHEN and t.i and s.tokens[t.i - 1].form in _ONLY and t.head in (token.i, finite.i):
            return True  # "seulement quand ils se sont entendus"
        if t.form in _IF and t.head in (token.i, finite.i) and t.dep in ("mark", "advmod") and t.i < token.i:
            return True
        subject = s.tokens[t.head]  # "si la trêve était signée", where the parser hangs "si" on the noun
        if t.form == "si" and t.dep == "case" and subject.head == token.i and subject.dep.startswith("nsubj"):
            return True
    return False


def doubted(s: Sentence, token: Token, finite: Token, words: frozenset[str]) -> bool:
    """Whether a clause is what a negated verb or a word of doubt leaves open: "rien ne prouve que", "un risque que"."""
    if _hangs_on(s, token, finite, words):
        return True
    mark = _joined(s, token, finite)
    clause = s.tokens[token.head] if token.dep == "cop" else token
    if mark is None or not clause.dep.startswith(("ccomp", "csubj", "xcomp", "obj", "nsubj", "advcl", "conj")):
        return False
    for k in range(mark.i - 1, max(-1, mark.i - 5), -1):
        t = s.tokens[k]
        if t.pos in ("VERB", "AUX", "ADJ") and t.form not in ("pas", "été"):
            participle = is_participle(t) or t.pos == "ADJ"
            if k and s.tokens[k - 1].form == "sans":
                return True  # "sans déclarer que la ville était prise"
            group = verb_group(s, k, participle=participle)
            return group is not None and (_negated_above(s, group) or _said_falsely(s, group, words))
        if t.form in (",", ";", ":"):
            return False
    return False


def to_come(s: Sentence, token: Token, finite: Token, words: frozenset[str]) -> bool:
    """Whether a verb tells what is to come: in the future, after "va", or under "il est prévu que" (``words``)."""
    if _hangs_on(s, token, finite, words):
        return True
    if finite.morph.get("VerbForm") == "Inf":
        before = next((t for t in reversed(s.tokens[: finite.i]) if t.pos not in ("ADV", "PRON")), None)
        return before is not None and before.form in ("va", "vont")
    return finite.pos in ("VERB", "AUX") and finite.morph.get("Tense") == "Fut"


def _joined(s: Sentence, token: Token, finite: Token) -> Token | None:
    """The "que" that joins the clause of a verb, or of what is said with "être"."""
    heads = {token.i, finite.i, *([token.head] if token.dep == "cop" else [])}
    found = next((t for t in s.tokens[: token.i] if t.form in ("que", "qu'") and t.head in heads), None)
    if found is not None:
        return found
    # "que, dès demain, X va accepter": of which a parser loses it
    for t in reversed(s.tokens[: min(token.i, finite.i)]):
        if t.form in ("que", "qu'"):
            adjunct = t.i and s.tokens[t.i - 1].form in WORDS["before_que"]  # "tant que les combats durent"
            return t if t.pos == "SCONJ" and not adjunct else None
        if t.form in _PARTS or (t.morph.get("VerbForm") == "Fin" and t.form not in ("va", "vont")):
            return None
    return None


def _hangs_on(s: Sentence, token: Token, finite: Token, words: frozenset[str]) -> bool:
    """Whether "que" joins a clause to one of these words: "sa crainte que X ne parte", "on s'attend à ce que"."""
    mark = _joined(s, token, finite)
    if mark is None or not mark.i:
        return False
    k = mark.i - 1
    while k and s.tokens[k].form in QUOTE_MARKS:
        k -= 1
    if s.tokens[k].form == "ce" and k > 1:
        k -= 2
    return s.tokens[k].form in words


def _negated_above(s: Sentence, group: Group) -> bool:
    """Whether a verb is negated, or an infinitive's governor is: "n'a pas pu vérifier"."""
    if group.negated:
        return True
    before = s.tokens[group.first - 1] if group.first else None
    if before is not None and before.form in ("de", "d'") and before.i:
        before = s.tokens[before.i - 1]  # "rien ne permet de dire que"
    if group.verb.morph.get("VerbForm") != "Inf" or before is None or before.pos not in ("VERB", "AUX"):
        return False
    above = verb_group(s, before.i, participle=is_participle(before))
    return above is not None and above.negated


def _said_falsely(s: Sentence, group: Group, words: frozenset[str]) -> bool:
    """ "il est faux de dire que"."""
    before = [t.form for t in s.tokens[max(0, group.first - 2) : group.first]]
    return len(before) > 1 and before[1] in ("de", "d'") and before[0] in words


def _wished(s: Sentence, token: Token, finite: Token) -> bool:
    """ "pour qu'ils partent": what is wanted, not what is so."""
    return any(
        t.form in ("que", "qu'") and t.i > 0 and t.head in (token.i, finite.i) and s.tokens[t.i - 1].form in _AIM
        for t in s.tokens[: token.i]
    )


def governs(events: Events, name: str, t: Token, s: Sentence) -> bool:
    reflexive_only = events.governors[name].get(t.form)
    if reflexive_only is None:
        return False
    if not reflexive_only:
        return True
    return any(c.head == t.i and c.form in ("se", "s'") for c in s.tokens)


def _governor(s: Sentence, token: Token, events: Events, *, depth: int, perfect: bool) -> Standing:
    """Standing that an infinitive or participle takes from what governs it."""
    head = s.tokens[token.head]
    if head.i == token.i:
        return Standing("happened" if not token.form.endswith(("er", "ir", "re", "oir")) else "open")
    compound = any(t.head == token.i and t.form in ("avoir", "être") and t.dep.startswith("aux") for t in s.tokens)
    infinitive = compound or token.morph.get("VerbForm") == "Inf" or (not perfect and not is_participle(token))
    mark = next((t for t in s.tokens if t.head == token.i and t.dep in ("mark", "case") and t.i < token.i), None)
    before = s.tokens[token.i - 1] if token.i else None
    if infinitive and not perfect:
        for m in (mark, before):
            if m is not None and m.form == "pour" and is_participle(head) and head.form.startswith(_SCHEDULED):
                return Standing("planned")  # "sont programmées pour se rencontrer"
            if m is not None and m.form in _PURPOSE:
                return Standing("open", m.form == "sans")
    dep = token.dep.split(":")[0]
    if dep == "conj":
        if any(t.head == token.i and t.dep.startswith("nsubj") for t in s.tokens[head.i : token.i]):
            return Standing("happened" if perfect else "open")  # a clause of its own: "et sa réponse a été de…"
        group = verb_group(s, head.i, participle=is_participle(head)) if head.pos in ("VERB", "AUX") else None
        if head.pos in ("VERB", "AUX", "ADJ"):
            return of_verb(s, head, group, events, depth=depth + 1)
        return Standing("happened" if perfect else "open")
    if head.pos in ("NOUN", "PROPN", "PRON"):
        if not infinitive or perfect:
            return _noun_standing(s, head, events, depth)
        if governs(events, "planned", head, s):
            return Standing("planned")
        return Standing("open")
    group = verb_group(s, head.i, participle=is_participle(head)) if head.pos in ("VERB", "AUX", "ADJ") else None
    if infinitive and perfect and is_participle(head) and governs(events, "blame", head, s):
        return Standing("hedged")  # "les miliciens, accusés d'avoir tiré": by whoever accuses them
    if not infinitive or perfect:  # "détruisant", "ayant tué", "avoir abattu"
        above = of_verb(s, head, group, events, depth=depth + 1)
        if perfect and infinitive and head.form in ("devra", "devront", "devrait", "devraient"):
            return Standing("planned", above.negated)  # "devra avoir retiré ses troupes"
        if perfect and infinitive:
            return Standing("happened", above.negated)
        return Standing(above.fact if above.fact in ("planned", "conditional", "hedged") else "happened")
    if head.form in ("pu", "dû") and group is not None and group.aux is not None and not group.conditional:
        return of_verb(s, head, group, events, depth=depth + 1)  # "ont pu livrer", "ont dû fuir": they did
    if governs(events, "open", head, s) or head.form.startswith("refus"):
        own = verb_group(s, head.i, participle=is_participle(head)) or group
        no = head.form.startswith("refus") or (own is not None and own.negated)
        if head.form.startswith("pourr") and depth == 0:
            return Standing("conditional", no)
        if not governs(events, "factual", head, s):
            return Standing("open", no)
    if governs(events, "compel", head, s) and head.morph.get("Tense") == "Pres" and not is_participle(head):
        return Standing("open")  # "l'accord oblige X à partir"; "a forcé X à partir" is done
    if governs(events, "factual", head, s):
        above = of_verb(s, head, group, events, depth=depth + 1)
        if head.form in ("va", "vont", "vais", "allons", "allait", "allaient"):
            return Standing("planned", above.negated)
        return above
    if governs(events, "planned", head, s):
        above = of_verb(s, head, group, events, depth=depth + 1)
        return Standing("planned" if above.fact != "open" else "open", above.negated)
    return Standing("open")


def _noun_standing(s: Sentence, head: Token, events: Events, depth: int) -> Standing:
    verb = s.tokens[head.head]
    if head.dep.startswith(("nsubj", "obj")) and verb.pos == "VERB" and verb.i != head.i and depth < 3:
        group = verb_group(s, verb.i, participle=is_participle(verb))
        above = of_verb(s, verb, group, events, depth=depth + 1)
        if above.fact in ("planned", "conditional", "open"):
            return Standing("happened" if above.fact != "open" else "open")
    return Standing("happened")
