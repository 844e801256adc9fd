"""Whether the roles that make a frame what it is are filled."""

from __future__ import annotations

from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.events import Events, Row
from recoupe.lang.fr.events.complements import Frame
from recoupe.lang.fr.events.phrases import phrase, preposition
from recoupe.lang.fr.events.roles import Knows, party
from recoupe.lang.fr.grammar import TIME_WORDS, WORDS

_PERIODS = frozenset(["mois", "année", "an", "semaine", "jour"])
_MORE = frozenset(["encore", "autre", "autres", "supplémentaire", "supplémentaires", "nouveaux", "nouvelles"])
_OF_TALKS = (
    "vue",
    "point",
    "pourparl",
    "négoc",
    "discuss",
    "dialog",
    "consult",
    "concert",
    "médiat",
    "travail",
    "paix",
)
_OF_FIRE = ("armé", "violent", "meurtri", "nourri", "sanglant")
_ONE = frozenset(["il", "elle", "dernier", "dernière", "celui-ci", "celle-ci"])
_RIVALS = frozenset(["ennemi", "rival", "adversaire"])
_LENGTHS = ("kilomètre", "mètre", "km")


def enough(
    s: Sentence, token: Token, row: Row, roles: dict[str, list[Token]], frame: Frame, events: Events, knows: Knows
) -> bool:
    """Whether the roles that make the frame what it is are filled."""
    there = "there" in row.flags and frame.group is not None and s.tokens[max(0, frame.group.first - 1)].form == "y"
    there = there or ("there" in row.flags and any(c.form == "y" and c.head == token.i for c in s.tokens))
    if row.every and not all(roles.get(role) or (role == "place" and there) for role in row.every):
        return False
    if row.need and not any(roles.get(role) for role in row.need):
        # "ils en ont pris le contrôle": the pronoun stands for the place
        pronoun = (
            row.words
            and "area" in row.need
            and frame.group is not None
            and any(t.form == "en" for t in s.tokens[frame.group.first - 1 : token.i])
        )
        if not pronoun:
            return False
    if "sent" in row.flags and (not frame.passive or roles.get("recipient")):
        return False
    if "doer" in row.flags and (frame.bare or not (roles.get("actor") or roles.get("weapon"))):
        return False
    if row.type == "threat" and any(
        c.head == t.i and c.i > t.i and c.dep == "nmod" and preposition(s, c) == "de"
        for t in roles.get("issue", [])
        for c in s.tokens
    ):
        return False  # "a donné trois mois de solde"
    if row.type == "meeting" and any(
        t.form in events.lists["spans"]
        and not any(c.head == t.i and c.i > t.i and events.of_class(c.form, "talks") for c in s.tokens)
        for t in roles.get("issue", [])
    ):
        return False  # "ils ont dix jours": no day of talks
    if row.type == "meeting" and token.form.startswith("retrouv") and _in_straits(s, token, frame, events):
        return False
    if row.type == "sanction" and any(_stop_of_talks(s, t, events) for t in roles.get("issue", [])):
        return False
    if "captive" in row.flags and not any(
        events.of_class(t.form, "held") or knows.swap() or knows.named(t, ("held",)) is not None
        for t in roles.get("target", [])
    ):
        return False
    if row.subtype == "deployment" and frame.bare and any(prep == "par" for prep, _ in frame.obliques):
        first = [t for t in frame.subjects if any(c.head == t.i and c.form in WORDS["several_own"] for c in s.tokens)]
        if first:
            return False  # "de ses soldats envoyés au camp par les rebelles": they are the other's, and captive
    if row.subtype == "displaced" and any(
        t.form in _ONE or knows.kind((t.start, t.end)) == "person" for t in roles.get("target", [])
    ):
        return False  # "le maréchal a quitté la ville" is on his way
    if "promised" in row.flags and not (frame.subjects and _promised(s, frame.subjects[0], events)):
        return False
    titled = frame.bare and frame.passive and any(knows.headline(t) for t in frame.subjects)
    if "finite" in row.flags and frame.bare and not titled:
        return False
    if "whole" in row.flags and any(t.form in _MORE for t in s.tokens):
        return False
    if "ends" in row.flags and not _ends(s, token):
        return False
    if "located" in row.flags and (
        frame.bare
        or not any(events.of_class(t.form, "settlements") or _town(s, t, token, knows) for t in roles.get("area", []))
    ):
        return False
    if "agentive" in row.flags and not roles.get("actor"):
        return False
    if (
        "no_place" in row.flags
        and any(prep in ("à", "en", "dans", "chez") and t.i > token.i for prep, t in frame.obliques)
        and not roles.get("recipient")
    ):
        return False
    if row.subj and not frame.passive and frame.subjects and not any(roles.get(slot.role) for slot in row.subj):
        return False  # its subject is none that can do this
    if row.obj and frame.objects and not frame.passive:
        filled = [t for slot in row.obj for t in roles.get(slot.role, [])]
        if not any(t in filled for t in frame.objects):
            return False  # its object is none that this is done to: "ont largué des vivres"
    if row.obj and frame.passive and frame.subjects and frame.group is not None and not frame.bare:
        filled = [t for slot in row.obj for t in roles.get(slot.role, [])]
        if not any(t in filled for t in frame.subjects):
            return False  # "un pas a été franchi"
    if row.subtype == "advance" and not row.obj and any(not t.form.startswith(_LENGTHS) for t in frame.objects):
        return False  # "l'armée avance le chiffre de douze morts"
    if row.subtype == "advance" and frame.passive and not roles.get("actor"):
        return False  # "un pas vers la paix a été franchi"
    if row.type == "meeting" and any(of_things(s, t) for t in roles.get("issue", [])):
        return False
    if "object" in row.flags and not _hit(row, roles, frame):
        return False  # "des tirs menant à la mort de…"
    if row.type == "damage" and frame.subjects and not frame.passive and frame.subjects[0].form in events.lists["wars"]:
        return False  # "la guerre qui ravage l'est"
    if row.subj and row.obj and frame.passive:
        agents = [t for prep, t in frame.obliques if prep == "par"]
        if agents and not any(roles.get(slot.role) for slot in row.subj):
            return False
    if "several" in row.flags and not roles.get("target"):
        actors = roles.get("actor", [])
        finite = (frame.group.aux or token) if frame.group is not None else token
        plural = (
            len(actors) > 1
            or finite.form.endswith(("ont", "ent"))
            or any(
                t.morph.get("Number") == "Plur"
                or t.pos == "NUM"
                or t.form in ("ils", "elles", "nous")
                or (t.form.endswith("s") and t.form != "pays")
                for t in actors
            )
        )
        if not plural or not (
            party(actors, knows) or any(events.of_class(t.form, "sidewords", "forces") for t in actors)
        ):
            return False
    if "diplomatic" in row.flags and not (
        party(roles.get("actor", []), knows) or frame.passive or (frame.subjects and frame.subjects[0].pos == "PRON")
    ):
        return False
    if "quantified" in row.flags:
        victims = roles.get(row.counted, [])
        if not any(knows.number(phrase(s, t)) for t in victims):
            return False
    if "physical" in row.flags and row.type == "attack":
        armed = roles.get("weapon") or any(
            events.of_class(t.form, "forces") or knows.kind((t.start, t.end)) in ("group", "unnamed")
            for t in roles.get("actor", [])
        )
        hit = any(
            events.of_class(t.form, "sites", "people", "forces") or knows.place(phrase(s, t))
            for t in roles.get("target", [])
        )
        costs = not roles.get("weapon") and _by_money(s, token, roles, events, knows)
        if costs or not (armed or hit or _state_struck(token, roles, knows)):
            return False
    if (
        "armed" in row.flags
        and not roles.get("place")
        and not any(events.of_class(t.form, "forces") for t in roles.get("actor", []))
    ):
        return False
    if "military" in row.flags and not any(
        events.of_class(t.form, "forces")
        or knows.kind((t.start, t.end)) in ("state", "metonym", "institution", "group")
        for t in roles.get("actor", [])
    ):
        return False
    given = (
        row.subtype == "delivery"
        and frame.passive
        and frame.group is not None
        and any(t.form == "été" for t in s.tokens[frame.group.first : token.i])
    )
    if row.type == "aid" and not given and not any(roles.get(r) for r in ("actor", "target", "place", "carrier")):
        return False
    if frame.bare and frame.passive and frame.group is None and token.dep.split(":")[0] in ("acl", "amod"):
        # "les soldats déployés à la frontière": who they are, not what happens, unless the words count or name a doer
        head = frame.subjects[0] if frame.subjects and frame.subjects[0].dep == "root" else s.tokens[token.head]
        named = any(prep == "par" for prep, _ in frame.obliques) and bool(roles.get("actor"))
        counts = bool(row.counted) and any(knows.number(phrase(s, t)) for t in roles.get(row.counted, []))
        if not (named or counts or titled or head.dep == "root"):
            return False
    if row.subtype == "retreat" and token.form.startswith("quitt") and _someone(roles.get("actor", []), events, knows):
        return False  # "il a quitté la capitale" is a traveller, not an army
    if row.subtype == "retreat" and not roles.get("area") and all(t.pos == "PRON" for t in roles.get("actor", [])):
        return False  # "elle abandonne"
    if row.subtype == "offensive" and any(
        c.head == t.i and c.i > t.i and events.of_class(c.form, "peaceful")
        for t in roles.get("issue", [])
        for c in s.tokens
    ):
        return False  # "une opération de sauvetage"
    if row.of:
        objects = roles.get("issue", [])
        inner = [c for t in objects for c in s.tokens if c.head == t.i and c.i > t.i and c.pos in ("NOUN", "PROPN")]
        if not any(events.of_class(c.form, row.of) for c in inner):
            return False
    return True


def _by_money(s: Sentence, token: Token, roles: dict[str, list[Token]], events: Events, knows: Knows) -> bool:
    """Whether what befalls a state or a body costs it money: "X a frappé Y d'un douzième paquet de sanctions"."""
    struck = roles.get("target", [])
    if not any(knows.kind((t.start, t.end)) in ("state", "metonym", "institution", "organisation") for t in struck):
        return False
    end = next((t.i for t in s.tokens[token.i :] if t.pos == "PUNCT"), len(s.tokens))
    own = {t.i for t in struck if t.text.islower()}  # "le ministère de l'Économie"
    return any(
        events.of_class(t.form, "sanctions") or (t.form in events.lists["economic"] and not {t.i, t.head} & own)
        for t in s.tokens[token.i : end]
    )


def _state_struck(token: Token, roles: dict[str, list[Token]], knows: Knows) -> bool:
    """Whether one party strikes a state, or its capital: "X frappe Y"."""
    states = any(knows.kind((t.start, t.end)) in ("state", "metonym") for t in roles.get("target", []))
    return token.form.startswith("frapp") and states and party(roles.get("actor", []), knows)


def _town(s: Sentence, t: Token, verb: Token, knows: Knows) -> bool:
    """Whether a name is that of a town that fell, not of a state that "est tombé d'accord"."""
    named = t.text[:1].isupper() and (knows.place((t.start, t.end)) or knows.kind((t.start, t.end)) == "metonym")
    after = s.tokens[verb.i + 1].form if verb.i + 1 < len(s.tokens) else ""
    return named and after not in ("d'", "dans", "sur", "sous")


def _ends(s: Sentence, token: Token) -> bool:
    """Whether nothing but a day follows a word in its clause: "cinq soldats tombés samedi", not "tombés malades"."""
    after = s.tokens[token.i + 1] if token.i + 1 < len(s.tokens) else None
    return (
        after is None or after.pos in ("PUNCT", "CCONJ") or after.form in TIME_WORDS or after.form in ("depuis", "ce")
    )


def _someone(actors: list[Token], events: Events, knows: Knows) -> bool:
    """Whether only single people act: none of them is a force, a movement or a state."""
    one = (
        t.form in ("il", "elle")
        if t.pos == "PRON"
        else not t.form.endswith("s")
        and (t.form in _RIVALS or not events.of_class(t.form, "forces"))
        and knows.kind((t.start, t.end)) in (None, "unnamed", "person", "role")
        for t in actors
    )
    return bool(actors) and all(one)


def of_things(s: Sentence, noun: Token) -> bool:
    """Whether an exchange or a session is one of things ("un échange de listes", not "de vues"), or of fire."""
    if any(c.head == noun.i and c.pos == "ADJ" and c.form.startswith(_OF_FIRE) for c in s.tokens):
        return noun.form.startswith("échange")
    return noun.form.startswith(("échange", "séance", "session")) and any(
        c.head == noun.i and c.i > noun.i and preposition(s, c) == "de" and not c.form.startswith(_OF_TALKS)
        for c in s.tokens
        if c.pos == "NOUN" and c.form not in _PERIODS | TIME_WORDS
    )


def _in_straits(s: Sentence, verb: Token, frame: Frame, events: Events) -> bool:
    """Whether those who "se retrouvent" are in a plight, and meet nobody: "se retrouvent en situation de faiblesse"."""
    after = s.tokens[verb.i + 1 : verb.i + 5]
    faced = [t for t in after if t.form == "face" and "face" not in [x.form for x in s.tokens[t.i + 1 : t.i + 3]]]
    near = [t for t in after if t.form in events.lists["straits"]]
    plight = any(t.form.endswith("s") or s.tokens[t.i - 1].form in ("en", "dans") for t in near)
    return bool(faced or plight) and not any(prep == "avec" for prep, _ in frame.obliques)


def _stop_of_talks(s: Sentence, noun: Token, events: Events) -> bool:
    """Whether a freeze is of no one's means: "le gel des discussions", not "des avoirs"."""
    of = [c for c in s.tokens if c.head == noun.i and c.i > noun.i and preposition(s, c) == "de" and c.pos == "NOUN"]
    return noun.form == "gel" and bool(of) and not any(events.of_class(c.form, "assets") for c in of)


def _hit(row: Row, roles: dict[str, list[Token]], frame: Frame) -> bool:
    """Whether a verb has an object that its frame knows."""
    filled = [t for slot in row.obj for t in roles.get(slot.role, [])]
    return any(t in filled for t in (frame.subjects if frame.passive else frame.objects))


def _promised(s: Sentence, head: Token, events: Events) -> bool:
    """Whether a noun is what someone promised: "le passage promis par X", "la liste que X devait fournir"."""
    start, end = phrase(s, head, full=True)
    inside = [t for t in s.tokens if head.i < t.i and start <= t.start < end]
    for t in inside:
        if not t.dep.startswith("acl") or t.head != head.i:
            continue
        if t.form in events.lists["pledged"]:
            return True
        chain = [t, *(x for x in inside if x.head == t.i)]
        if any(x.form in events.lists["pledging"] for x in chain) and any(
            x.form in ("que", "qu'", "dont") for x in inside
        ):
            return True
    return False
