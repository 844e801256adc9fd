"""Triggers of a parsed sentence with their roles filled: one draft a trigger."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events import Events, Row, Trigger
from recoupe.lang.fr.events.complements import Frame
from recoupe.lang.fr.events.conditions import enough
from recoupe.lang.fr.events.draft import Draft, words_after
from recoupe.lang.fr.events.factuality import Standing, of_verb
from recoupe.lang.fr.events.frames import verb_frame
from recoupe.lang.fr.events.nominal import by_adjective, by_noun
from recoupe.lang.fr.events.phrases import CONTRACTED, NOMINAL, coordinated, following, phrase, preposition
from recoupe.lang.fr.events.roles import Knows, fill
from recoupe.lang.fr.grammar import QUOTE_MARKS, phrase_from
from recoupe.lang.fr.groups import verb_group
from recoupe.text import Span

_BY_ITSELF = frozenset(["meeting", "attack"])
"""Types of which a participle of "être" tells alone: "X, arrivé lundi à Genève", "les obus tombés sur le port"."""
_BEHIND = frozenset(CONTRACTED) | {"de", "à", "sur", "dans", "contre", "vers", "avec", "par", "près", "devant"}


def drafts_of(s: Sentence, events: Events, knows: Knows) -> Iterator[Draft]:
    """Every draft of a sentence, in the order of its triggers."""
    forms = {t.form for t in s.tokens}
    for token in s.tokens:
        for trigger in events.by_form.get(token.form, ()):
            row = trigger.row
            if row.words and row.firsts.isdisjoint(forms):
                continue
            if row.kind == "verb":
                draft = by_verb(s, token, trigger, events, knows)
            elif row.kind == "noun":
                draft = by_noun(s, token, trigger, events, knows)
            else:
                draft = by_adjective(s, token, trigger, events, knows)
            if draft is not None:
                yield draft
    if not any(t.morph.get("VerbForm") == "Fin" for t in s.tokens):
        yield from _without_verb(s, events, knows)


def _without_verb(s: Sentence, events: Events, knows: Knows) -> Iterator[Draft]:
    """What a sentence without a verb says of the noun that opens it: "Sorel aux mains des rebelles"."""
    for token in s.tokens[1:]:
        for row, words in events.predicates.get(token.form, ()):
            if tuple(t.form for t in s.tokens[token.i : token.i + len(words)]) != words:
                continue
            subject = _opening_noun(s, token.i)
            if subject is None or subject.i >= token.i:
                continue  # "Soixante prisonniers": nothing is said of them
            frame = Frame(subjects=[subject])
            tail = token.i + len(words) - 1
            behind = _behind(s, tail)
            frame.obliques = behind
            roles = _fill_verb(s, frame, row, events, knows)
            if enough(s, token, row, roles, frame, events, knows):
                ends = [s.tokens[tail].end, *(phrase(s, t)[1] for _, t in behind)]
                span = phrase(s, subject)[0], max(ends)
                yield Draft(row, s, token, span, Standing("happened"), roles)
                return


def _opening_noun(s: Sentence, end: int) -> Token | None:
    """The head of the noun phrase that runs from the opening of a sentence, or from a colon, to ``end``."""
    start = next((t.i + 1 for t in reversed(s.tokens[:end]) if t.form == ":"), 0)
    found = phrase_from(s, start, apposition=False)
    if found is None:
        return None
    return found.head if found.last == end - 1 or phrase(s, found.head)[1] >= s.tokens[end - 1].end else None


def _behind(s: Sentence, tail: int) -> list[tuple[str, Token]]:
    """The noun phrase with its preposition right behind a word, whatever the parser hangs it on."""
    if tail + 1 >= len(s.tokens) or s.tokens[tail + 1].form not in _BEHIND:
        return []
    found = phrase_from(s, tail + 2, apposition=False)
    form = s.tokens[tail + 1].form
    return [(CONTRACTED.get(form, form), c) for c in coordinated(s, found.head)] if found is not None else []


def by_verb(s: Sentence, token: Token, trigger: Trigger, events: Events, knows: Knows) -> Draft | None:
    row, keys = trigger.row, trigger.keys
    if not row.words and token.dep.startswith(("aux", "cop")):
        return None
    tail = words_after(s, token, row)
    if tail is None:
        return None
    if row.subtype == "wounded" and token.i and s.tokens[token.i - 1].form == "mortellement":
        row = replace(row, subtype="killed")
    participle = any(k.startswith("pp_") for k in keys)
    group = verb_group(s, token.i, participle=True) if participle else None
    if participle and group is None:
        finite = (
            any(not k.startswith("pp_") for k in keys) and token.pos == "VERB" and token.morph.get("VerbForm") == "Fin"
        )
        participle = not finite
    verbal = token.pos in ("VERB", "AUX") or (participle and (group is not None or token.pos == "ADJ"))
    if not verbal and (participle or not _verb_after_all(s, token, keys)):
        return None
    gerund = "gerund" in keys and not participle
    if not participle and not gerund and token.morph.get("VerbForm") == "Part" and token.morph.get("Tense") == "Past":
        return None
    frame = verb_frame(s, token, participle=participle, gerund=gerund)
    if frame is None:
        return None
    if (
        frame.passive
        and token.form in events.governors["be"]
        and (
            (row.type in _BY_ITSELF or "ends" in row.flags)
            if frame.group is None
            else not any(t.form == "été" for t in s.tokens[frame.group.first : token.i])
        )
    ):
        frame.passive = False
    if gerund and _generic(s, token):
        return None
    reflexive = frame.group is not None and frame.group.reflexive
    if reflexive != trigger.reflexive:
        return None
    if "no_infinitive" in row.flags and any(
        c.head == token.i and c.dep in ("xcomp", "ccomp") and c.pos == "VERB" for c in s.tokens
    ):
        return None
    if row.words and token.dep == "cop" and not frame.subjects:
        own = [t for t in s.tokens[: token.i] if t.head == token.head and t.dep.startswith("nsubj")]
        frame.subjects = coordinated(s, own[-1]) if own else []
    if row.words and tail != token.i:
        frame.obliques = [(prep, c) for prep, c in frame.obliques if not token.i < c.i <= tail]
        spoken = {form for words in row.words for form in words}
        frame.objects = [c for c in frame.objects if not token.i < c.i <= tail or c.form not in spoken]
        frame.obliques += [
            (preposition(s, c), c)
            for c in s.tokens
            if c.head == tail and c.i > tail and c.dep.startswith(("nmod", "obl"))
        ]
        frame.obliques += [(p, c) for p, c in _behind(s, tail) if not any(c is x for _, x in frame.obliques)]
    if (
        row.slots("de") and reflexive
    ):  # "se sont emparés de vastes zones": the parser takes the preposition for an article
        frame.obliques += [
            ("de", t)
            for t in frame.objects
            if any(c.head == t.i and c.dep == "det" and c.form in ("de", "d'", "du", "des") for c in s.tokens)
        ]
    if row.slots("de"):
        frame.obliques += [
            ("de", c)
            for t in (frame.subjects if frame.passive and _whose(row) else frame.objects)
            for c in s.tokens
            if c.head == t.i and c.i > t.i and c.dep == "nmod" and preposition(s, c) == "de"
        ]
    if row.obj and not frame.passive and not any(t.i > token.i for t in frame.objects):
        frame.objects += [
            t
            for t in following(s, max(tail, frame.group.last if frame.group else token.i))
            if t not in frame.objects and t not in frame.subjects
        ]
    standing = of_verb(s, token, frame.group, events, keys=keys)
    if frame.bare and participle:
        standing = Standing("happened") if standing.fact == "open" else standing
        if token.i and s.tokens[token.i - 1].form == "non":  # "promesse non tenue"
            standing = Standing(standing.fact, not standing.negated)
    if row.status == "planned" and standing.fact == "happened":
        standing = Standing("planned", standing.negated)
    if "conditional" in row.flags:
        if standing.fact != "conditional" or standing.negated or not frame.passive:
            return None
        standing = Standing("happened")  # it is put forward
    if "affirmed" in row.flags and standing.fact not in ("happened", "hedged"):
        return None
    if row.fulfilment and standing.fact in ("planned", "conditional"):
        return None  # "a promis de tenir parole"
    present = token.morph.get("Tense") == "Pres" and frame.group is not None and frame.group.aux is None
    if row.fulfilment == "kept" and present and any(t.form.endswith("s") for t in frame.objects):
        return None  # "le président tient ses promesses": he says so of all
    if (
        standing.negated != ("negated" in row.flags)
        and row.flags & {"negated", "affirmed"}
        and "shadows" not in row.flags
    ):
        return None
    roles = _fill_verb(s, frame, row, events, knows)
    if not enough(s, token, row, roles, frame, events, knows):
        return None
    if "clause" in row.flags and not any(
        c.head == token.i
        and c.dep in ("xcomp", "ccomp", "advcl", "obl:arg", "acl", "advcl")
        and (row.type != "commitment" or not c.dep.startswith("obl") or preposition(s, c) not in ("sur", "dans", "en"))
        for c in s.tokens
        if c.i > token.i
    ):
        return None  # "s'est engagé sur une mauvaise pente"
    return Draft(row, s, token, _clause(s, token, frame, tail), standing, roles)


def _whose(row: Row) -> bool:
    """Whether "de" behind the object tells whose it is, not where: "les comptes de X ont été gelés"."""
    return all(slot.role == "target" for slot in row.slots("de")) and any(slot.role == "issue" for slot in row.obj)


def _generic(s: Sentence, participle: Token) -> bool:
    """Whether a participle is said of each and any: "chaque tir visant un soldat"."""
    k = participle.i - 1
    while k >= 0 and (s.tokens[k].form in QUOTE_MARKS or s.tokens[k].pos in ("ADJ", "PUNCT")):
        k -= 1
    return k > 0 and s.tokens[k].pos == "NOUN" and s.tokens[k - 1].form in ("chaque", "tout", "toute")


def _verb_after_all(s: Sentence, token: Token, keys: frozenset[str]) -> bool:
    """A finite form that the tagger takes for a noun or adjective: after a plural noun or a clitic, "contrôlent"."""
    if token.pos not in ("ADJ", "NOUN", "ADV", "PROPN") or not token.i:
        return False
    before = s.tokens[token.i - 1]
    if before.form in ("se", "s'", "n'", "ne") or (before.form == "en" and "gerund" in keys):
        return True
    if before.form in ("que", "qu'", "qui") and token.form.endswith("ent"):
        return any(k.endswith("3p") for k in keys)  # "la ville que contrôlent X"
    third = any(k.endswith("3p") for k in keys) and token.form.endswith("ent") and len(token.form) > 5
    return third and before.pos in ("NOUN", "PROPN", "ADJ", "PRON") and before.form.endswith(("s", "x"))


def _fill_verb(s: Sentence, frame: Frame, row: Row, events: Events, knows: Knows) -> dict[str, list[Token]]:
    roles: dict[str, list[Token]] = {}
    subjects, objects = frame.subjects, frame.objects
    trigger = frame.group.verb.i if frame.group is not None else -1
    # what stands before the verb after "à", "en" or "dans" sets the scene: it is no complement
    obliques = [
        (p, t)
        for p, t in frame.obliques
        if t.i > trigger or p in ("par", "avec", "contre", "entre") or (p == "de" and s.tokens[t.head] in subjects)
    ]
    if frame.passive and row.obj:
        objects, subjects = frame.subjects, []
        agents = [t for prep, t in obliques if prep == "par"]
        subjects, obliques = agents, [(p, t) for p, t in obliques if p != "par"]
    elif frame.passive:
        return roles
    for heads, slots in ((subjects, row.subj), (objects, row.obj)):
        for head in heads:
            fill(s, head, slots, roles, events, knows)
    for prep, head in obliques:
        slots = row.slots(prep)
        if slots:
            fill(s, head, slots, roles, events, knows)
    return roles


def _clause(s: Sentence, token: Token, frame: Frame, tail: int) -> Span:
    """The evidence: from the subject (where it stands before the verb) to the last complement."""
    spans = [(token.start, s.tokens[tail].end)]
    if frame.group is not None and not frame.bare:
        spans.append((s.tokens[frame.group.first].start, s.tokens[frame.group.last].end))
    above = s.tokens[token.head]
    own = (above, s.tokens[above.head]) if above.dep == "nmod" else (above,)
    near = [t for t in frame.subjects if t.i < token.i and (not frame.bare or t in own)]
    if near and near[0].pos != "PRON":
        spans += [phrase(s, t) for t in near if token.i - t.i < 40]
    elif near:
        spans.append((near[0].start, near[0].end))
    spans += [phrase(s, t) for t in frame.subjects if token.i < t.i < token.i + 12 and t.pos in NOMINAL]
    after = [t for t in frame.objects if t.i > token.i]
    spans += [phrase(s, t) for t in after or frame.objects[:1] if token.i - t.i < 12 and t.pos in NOMINAL]
    for _, t in frame.obliques:
        if t.i > token.i:
            spans.append(phrase(s, t))
    for c in s.tokens:
        if c.head == token.i and c.i > token.i and c.dep in ("xcomp", "obl:mod", "obl:arg", "advmod", "obl:agent"):
            spans.append(phrase(s, c, full=c.dep == "xcomp"))
    return min(a for a, _ in spans), max(b for _, b in spans)
