"""Whether a noun that names an event is said to have taken place, to be to come, or is only mentioned."""

from __future__ import annotations

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events import Events
from recoupe.lang.fr.events.factuality import Standing, governs, is_participle, of_verb
from recoupe.lang.fr.grammar import TIME_WORDS
from recoupe.lang.fr.groups import verb_group

_NONE = frozenset(["aucun", "aucune", "nul", "nulle"])
_NO = frozenset(
    ["eu", "ni", "aucun", "aucune", "pas", "jamais", "de", "d'", "nul", "nulle", "moindre", "la", "le", "un", "une"]
)
_NOT_YET = frozenset(["serait", "seraient", "sera", "seront"])
_LAUNCHES = frozenset(["lancement", "déclenchement", "début"])
TAKEN = "taken"
"""Kind of the nouns for a capture or a surrender."""
_SUFFERED = frozenset(["casualties", "territory", "attack", "damage", "military_activity", TAKEN])
_TOLD = _SUFFERED | {"sanction", "agreement", "interception"}
"""Types that "a annoncé" tells as done; a meeting or release announced is to come."""

_STAYS = frozenset(["reste", "restent", "restait", "restaient", "demeure", "demeurent", "demeurait", "demeuraient"])


def of_noun(
    s: Sentence, token: Token, events: Events, *, strong: bool, kind: str = ""
) -> tuple[Standing, Token | None]:
    """Standing of a noun, and the verb of which it is subject or object where that verb says that it takes place.

    ``strong`` asks for such a verb. Wishes, fears, plans and generalities are open.
    """
    none = _there_was_none(s, token)
    if none is not None:
        return Standing("happened", negated=True), none
    concerned = _concerned(s, token)
    if concerned is not None and any(c.head == token.i and c.form in events.ordinals for c in s.tokens):
        return concerned, None
    verb = s.tokens[token.head]
    dep = token.dep.split(":")[0]
    if (
        verb.form in events.lists["spans"]
        and verb.dep.startswith("nsubj")
        and dep == "nmod"
        and preposition_is(s, token, "de")
        and verb.i < token.i
    ):
        dep, verb = verb.dep.split(":")[0], s.tokens[verb.head]  # "deux semaines de combats ont éclaté"
    while dep == "conj" and verb.pos == "NOUN" and verb.i < token.i and verb.head != verb.i:
        dep, verb = (
            verb.dep.split(":")[0],
            s.tokens[verb.head],
        )  # "fait part de la prise de X et de la mort de dix hommes"
    if dep == "nmod" and verb.form in _LAUNCHES and preposition_is(s, token, "de") and verb.i < token.i:
        dep, verb = verb.dep.split(":")[0], s.tokens[verb.head]  # "a annoncé le lancement d'une offensive"
    if dep == "obj" and verb.pos == "VERB" and verb.i != token.i and governs(events, "deny", verb, s):
        denied = of_verb(s, verb, verb_group(s, verb.i, participle=is_participle(verb)), events)
        return Standing("open" if denied.negated else "happened", negated=True), verb
    if (
        (kind in _TOLD or (kind == "position" and governs(events, "recall", verb, s)))
        and verb.pos in ("VERB", "ADJ")
        and ((dep == "obj" and verb.i < token.i) or (dep == "nsubj" and is_participle(verb) and _passive(s, verb)))
        and (governs(events, "told", verb, s) or kind == "position")
        and not _to_come(s, token, events)
    ):
        standing = of_verb(s, verb, verb_group(s, verb.i, participle=is_participle(verb)), events)
        if verb.pos == "ADJ":  # a verb that the tagger takes for none, so that no statement was read
            standing = standing._replace(fact="hedged") if standing.fact == "happened" else standing
        return standing if not standing.negated else Standing("open"), verb
    if verb.i != token.i and dep in ("obj", "nsubj") and governs(events, "halt", verb, s):
        halted = of_verb(s, verb, verb_group(s, verb.i, participle=is_participle(verb)), events)
        if dep == "nsubj" and halted.negated and halted.fact == "happened" and governs(events, "ended", verb, s):
            return Standing("happened"), verb  # "les combats n'ont pas cessé"
        return Standing("open"), None
    if dep == "nsubj" and verb.pos in ("VERB", "AUX") and governs(events, "modal", verb, s):
        inner = next((c for c in s.tokens if c.head == verb.i and c.dep == "xcomp" and c.pos == "VERB"), None)
        if inner is not None and (governs(events, "occur", inner, s) or _has_place(s, inner)):
            above = of_verb(s, verb, verb_group(s, verb.i, participle=False), events)
            may = verb.form.startswith(("pou", "peu", "pui"))
            return Standing("conditional" if may else "planned", above.negated), inner
    if (set_for := _still_planned(s, token, events)) is not None:
        return Standing("planned"), set_for
    if _to_come(s, token, events):
        while verb.pos == "NOUN" and verb.head != verb.i:
            verb = s.tokens[verb.head]
        return Standing("planned"), verb if verb.pos == "VERB" and verb.i != token.i else None
    if dep == "obj" and verb.form == "permis" and token.i > verb.i:  # "a permis l'arrestation de…": it was done
        allowed = of_verb(s, verb, verb_group(s, verb.i, participle=True), events)
        return (allowed, verb) if allowed.fact == "happened" and not allowed.negated else (Standing("open"), None)
    if kind in _SUFFERED and opens_alone(s, token, events):
        return Standing("happened"), None
    if blocked(s, token, events):
        return Standing("open"), None
    finite = verb.pos in ("VERB", "AUX") or (
        verb.pos == "ADJ" and any(c.head == verb.i and c.dep.startswith("expl") and c.i < verb.i for c in s.tokens)
    )
    if verb.i != token.i and finite and dep in ("nsubj", "obj", "obl", "dep"):
        subject = dep == "nsubj"
        past = is_participle(verb) or verb.pos == "ADJ"
        group = verb_group(s, verb.i, participle=past) or verb_group(s, verb.i, participle=False)
        passive = group is not None and group.passive
        occurs = governs(events, "done" if (passive or not subject) else "occur", verb, s) or (
            subject and _has_place(s, verb)
        )
        if occurs and (dep != "obl" or _argument(s, token)):
            standing = of_verb(s, verb, group, events)
            object_ = any(c.head == verb.i and c.dep == "obj" and c.form != "lieu" for c in s.tokens)
            if subject and standing.negated and object_ and not passive:
                standing = Standing(standing.fact)  # "la frappe n'a fait aucun mort": it struck all the same
            return standing, verb
        if not strong and subject:
            standing = of_verb(s, verb, group, events)
            if standing.fact == "happened" and not standing.negated and _definite(s, token):
                return standing, None
    if verb.i != token.i and subject_predicate(s, token):
        standing = of_verb(s, verb, verb_group(s, verb.i, participle=False), events)
        cop = next((c for c in s.tokens if c.head == verb.i and c.dep in ("cop", "aux:tense")), None)
        if (
            cop is not None
            and (cop.form in ("était", "étaient", "fut", "furent", "avait", "avaient", "a", "ont"))
            and not strong
        ):
            return Standing("happened"), verb
        return Standing("open"), None
    for c in s.tokens:  # a relative clause: "l'entretien qui s'est tenu", "des frappes ayant causé"
        clause = c.head == token.i and c.dep.startswith("acl") and c.i > token.i and c.pos == "VERB"
        through = any(q.head == c.i and q.form in ("que", "qu'") for q in s.tokens[token.i : c.i])
        if (
            clause
            and not through
            and (governs(events, "occur", c, s) or governs(events, "done", c, s) or _has_place(s, c))
        ):
            group = verb_group(s, c.i, participle=is_participle(c))
            return of_verb(s, c, group, events), c
    if any(c.head == token.i and c.dep == "cop" and c.form in _NOT_YET for c in s.tokens):
        return Standing("open"), None  # "ce serait la première rencontre"
    if kind == "meeting" and _days_of(s, token, events):
        return Standing("happened"), None
    shown = _shown(s, token, events)
    if shown is not None:
        return Standing("happened"), shown
    if strong:
        return Standing("open"), None
    if _anchored(s, token, events):
        return Standing("happened"), None
    return Standing("open"), None


def _days_of(s: Sentence, token: Token, events: Events) -> bool:
    """Whether a noun is told of by its length, as known: "les deux jours de discussions avec X"."""
    before = [t.form for t in s.tokens[max(0, token.i - 4) : token.i]]
    return (
        len(before) == 4
        and before[0] in ("les", "ces", "des")
        and (before[1].isdigit() or before[1] in events.numbers)
        and before[2] in events.lists["spans"]
        and before[3] in ("de", "d'")
    )


def _concerned(s: Sentence, token: Token) -> Standing | None:
    """Standing of the noun of "il s'agit de la troisième attaque", "il s'agirait du premier appel"; else None."""
    verb = s.tokens[token.head]
    if verb.form not in ("agit", "agissait", "agirait") or not preposition_is(s, token, "de"):
        return None
    return Standing("hedged" if verb.form == "agirait" else "happened")


def _there_was_none(s: Sentence, token: Token) -> Token | None:
    """The verb of "il n'y a eu aucune frappe", "il n'y a eu ni frappe ni raid"; None elsewhere."""
    k = token.i - 1
    while k > 0 and (s.tokens[k].form in _NO or s.tokens[k].pos in ("NOUN", "ADJ")):
        k -= 1
    there = [t.form for t in s.tokens[max(0, k - 2) : k]]
    if s.tokens[k].form not in ("a", "avait") or there[-1:] != ["y"] or not {"n'", "ne"} & set(there):
        return None
    if not any(t.form in _NO and t.form not in ("eu", "de", "d'") for t in s.tokens[k + 1 : token.i]):
        return None
    return s.tokens[k + 1] if s.tokens[k + 1].form == "eu" else s.tokens[k]


def _shown(s: Sentence, token: Token, events: Events) -> Token | None:
    """The verb of "c'est la troisième attaque en un mois", which tells that it took place; None elsewhere."""
    own = [c for c in s.tokens if c.head == token.i and c.i < token.i]
    if not any(c.form in ("c'", "ce") and c.dep.startswith("nsubj") for c in own):
        return None
    if not any(c.form in events.ordinals for c in own) or any(c.form in ("ne", "n'") for c in own):
        return None
    return next((c for c in own if c.dep == "cop" and c.form in ("est", "était", "fut")), None)


def _passive(s: Sentence, participle: Token) -> bool:
    group = verb_group(s, participle.i, participle=True)
    return group is not None and group.passive


def opens_alone(s: Sentence, token: Token, events: Events) -> bool:
    """Whether a noun without article opens a sentence, or what follows its colon, that has no verb of its own and tells
    a day, a number or a harm: "Raid meurtrier sur X", "Reddition de 31 soldats, annonce Y"."""
    before = s.tokens[token.i - 1] if token.i else None
    if before is not None and before.form != ":" and not (before.pos == "ADJ" and before.i == 0):
        return False
    told = False
    for t in s.tokens[token.i + 1 :]:
        if t.form in (":", ";") or (t.form == "," and told):
            break
        if t.form == ",":
            after = s.tokens[t.i + 1] if t.i + 1 < len(s.tokens) else None
            if after is not None and after.pos == "VERB" and after.morph.get("VerbForm") == "Fin":
                break  # ", annonce le commandant"
        if t.pos in ("VERB", "AUX") and t.morph.get("VerbForm") == "Fin":
            return False
        told = told or t.form in events.nominal["dated"] or t.pos == "NUM" or t.text[:1].isdigit()
    return told and not _any_open(s, token, events)


def _any_open(s: Sentence, token: Token, events: Events) -> bool:
    """Whether any word of a sentence without a verb leaves open what its noun names."""
    words = {t.form for t in s.tokens if t is not token}
    return bool(words & (events.nominal["unsure"] | events.nominal["coming"])) or s.tokens[-1].form in (
        "?",
        "!",
        "…",
        "...",
    )


def _has_place(s: Sentence, verb: Token) -> bool:
    """ "avoir lieu": the verb with its word."""
    return any(c.head == verb.i and c.form == "lieu" and c.i > verb.i for c in s.tokens)


def _to_come(s: Sentence, token: Token, events: Events) -> bool:
    """Whether a noun is said to be prepared, dated or next: "la date d'une rencontre", "préparer le sommet"."""
    head = s.tokens[token.head]
    if head.i != token.i and head.form in ("date", "calendrier", "lieu") and preposition_is(s, token, "de"):
        return True
    if any(c.head == token.i and (c.form in events.nominal["coming"]) for c in s.tokens) or to_do(s, token):
        return True
    if _item_with_limit(s, token):
        return True
    if head.form in events.lists["openings"] and token.i > head.i and preposition_is(s, token, "de"):
        return _to_come(s, head, events)  # "prévoit l'ouverture de pourparlers"
    verb_object = token.dep in ("obj", "nsubj:pass") and head.pos == "VERB" and head.i != token.i
    if token.dep == "obl:mod" and token.i < head.i and not any(c.head == token.i and c.dep == "case" for c in s.tokens):
        group = verb_group(s, head.i, participle=is_participle(head))
        verb_object = group is not None and group.passive  # "une réunion, qui…, est programmée": the parser loses it
    prepared = verb_object and head.form in events.governors["prepare"] and head.morph.get("VerbForm") != "Inf"
    return prepared and not any(c.head == head.i and c.form in ("pas", "jamais", "plus") for c in s.tokens)


def _still_planned(s: Sentence, token: Token, events: Events) -> Token | None:
    """The participle by which a noun is still to come: "l'échange demeure programmé pour mardi"; None where none is."""
    stays = next((t for t in s.tokens[token.i + 1 : token.i + 12] if t.form in _STAYS or t.form == ","), None)
    after = (t for t in s.tokens[stays.i + 1 :] if t.pos != "ADV") if stays is not None and stays.form != "," else None
    planned = next(after, None) if after is not None else None
    return planned if planned is not None and planned.form in events.governors["prepare"] else None


def _item_with_limit(s: Sentence, token: Token) -> bool:
    """Whether a noun stands in a sentence without a verb that gives a day by which: "La signature d'un accord avant le
    3 mai", an item of a list of what is agreed."""
    if any(t.morph.get("VerbForm") == "Fin" for t in s.tokens):
        return False
    after = [t.form for t in s.tokens[token.i + 1 :]]
    day = any(
        form in TIME_WORDS or form.isdigit() for k, form in enumerate(after) if "avant" in after[max(0, k - 3) : k]
    )
    return day or "ici" in after or ("plus" in after and "tard" in after)


def to_do(s: Sentence, token: Token) -> bool:
    """Whether an infinitive says that a noun is still to be done: "un accord à conclure avant mai"."""
    return any(
        c.head == token.i and c.dep.startswith("acl") and c.morph.get("VerbForm") == "Inf" and _to(s, c)
        for c in s.tokens[token.i + 1 :]
    )


def _to(s: Sentence, infinitive: Token) -> bool:
    before = s.tokens[infinitive.i - 1]
    return before.form == "à" or (before.form == "être" and s.tokens[before.i - 1].form == "à")


def _elsewhere(s: Sentence, verb: Token) -> bool:
    """Whether a verb names a place: what is not held there may be held elsewhere."""
    heads = {verb.i, *(t.i for t in s.tokens if t.head == verb.i and t.form == "lieu")}
    return any(
        t.head in heads and t.i > verb.i and t.pos == "PROPN" and preposition_is(s, t, form)
        for t in s.tokens
        for form in ("à", "en", "dans")
    )


def not_held(s: Sentence, token: Token, events: Events) -> bool:
    """Whether a noun's verb says that it does not take place: "la rencontre n'aura pas lieu", not "pas encore"."""
    verb = s.tokens[token.head]
    if not token.dep.startswith("nsubj") or verb.pos not in ("VERB", "AUX"):
        return False
    inner = next((c for c in s.tokens if c.head == verb.i and c.dep == "xcomp" and c.pos == "VERB"), verb)
    group = verb_group(s, verb.i, participle=is_participle(verb))
    held = _has_place(s, inner) or inner.form in events.lists["held"]
    if group is None or not group.negated or not held or _elsewhere(s, inner):
        return False
    return not any(t.form in ("encore", "toujours") for t in s.tokens[group.first : inner.i + 3])


def preposition_is(s: Sentence, token: Token, form: str) -> bool:
    """Whether the noun stands after this preposition, contracted or not."""
    forms = {"de": ("de", "d'", "du", "des"), "à": ("à", "au", "aux")}.get(form, (form,))
    return any(c.head == token.i and c.dep == "case" and c.form in forms for c in s.tokens)


def subject_predicate(s: Sentence, token: Token) -> bool:
    """Whether a noun is the subject of "être" with a noun or adjective: "le sommet a été un succès"."""
    head = s.tokens[token.head]
    return token.dep.startswith("nsubj") and any(c.head == head.i and c.dep == "cop" for c in s.tokens)


def governed(s: Sentence, token: Token, events: Events) -> Standing:
    """Standing that a noun takes from the verb above it, where nothing else tells."""
    verb = s.tokens[token.head]
    while verb.pos not in ("VERB", "AUX") and verb.head != verb.i:
        verb = s.tokens[verb.head]
    if verb.pos not in ("VERB", "AUX") or governs(events, "open", verb, s):
        return Standing("open")
    group = verb_group(s, verb.i, participle=is_participle(verb)) or verb_group(s, verb.i, participle=False)
    above = of_verb(s, verb, group, events)
    return above if above.fact == "happened" and not above.negated else Standing("open")


def _argument(s: Sentence, token: Token) -> bool:
    case = next((c.form for c in s.tokens if c.head == token.i and c.dep == "case"), "")
    if case == "par":
        return s.tokens[token.head].form.startswith("sold")  # "s'est soldée par la mort de…"
    return case in ("à", "au", "aux", "de", "du", "des", "d'", "", "dans")


def _definite(s: Sentence, token: Token) -> bool:
    det = next((c for c in s.tokens if c.head == token.i and c.dep == "det"), None)
    return det is None or det.form not in ("tout", "toute", "aucun", "aucune", "chaque")


def blocked(s: Sentence, token: Token, events: Events) -> bool:
    """Whether a word that governs or qualifies the noun leaves it open."""
    blocked = events.nominal["blocked"]
    if any(c.head == token.i and c.form in blocked and c.dep in ("amod", "det", "case", "advmod") for c in s.tokens):
        return True
    head = s.tokens[token.head]
    if _of_none(s, token):
        return True
    if (
        head.i != token.i
        and head.pos in ("NOUN", "VERB", "ADJ", "ADV", "PRON")
        and head.i < token.i
        and head.form in blocked
    ):
        return True
    if head.i != token.i and head.pos == "VERB" and head.i < token.i and governs(events, "open", head, s):
        return True
    before = [t.form for t in s.tokens[max(0, token.i - 4) : token.i]]
    return any(f in blocked for f in before[-3:])


def _of_none(s: Sentence, token: Token) -> bool:
    """Whether a noun hangs on one that is denied: "n'a aucune connaissance d'incidents ou de combats"."""
    first = s.tokens[token.head] if token.dep == "conj" else token
    if preposition_is(s, first, "de"):
        before = next((t for t in reversed(s.tokens[: first.i]) if t.pos in ("NOUN", "VERB", "AUX")), None)
        return before is not None and any(t.head == before.i and t.form in _NONE for t in s.tokens[: before.i])
    return False


def _anchored(s: Sentence, token: Token, events: Events) -> bool:
    anchors = events.nominal["anchors"]
    if any(c.head == token.i and c.form in anchors for c in s.tokens):
        return True
    head = s.tokens[token.head]
    if head.i != token.i and head.form in anchors:
        return True
    return any(
        t.form in anchors for t in s.tokens[max(0, token.i - 4) : token.i] if t.pos in ("ADP", "NOUN", "ADV", "ADJ")
    )
