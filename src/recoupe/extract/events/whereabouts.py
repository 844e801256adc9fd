"""Where and when a record's event was: what its own words give, else what hangs on its clause and on no other."""

from __future__ import annotations

import re

from recoupe.extract.events.asides import above, aside, of_a_participle, of_a_plan, of_who_is_due
from recoupe.extract.events.scene import Scene
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.deadlines import ENDS_ON
from recoupe.lang.fr.events import load_events
from recoupe.lang.fr.events.factuality import governs
from recoupe.lang.fr.grammar import OTHER_TIME, RELATIVES, TIME_WORDS, WORDS
from recoupe.records import Evidence, Party, Place, PlaceMention, Timex, When
from recoupe.text import Span, overlaps, plain, within

_AFTER = re.compile(r"\b(?:après|avant|depuis|dès) (?:le |la |l['’])?$", re.IGNORECASE)
_LATER = re.compile(
    r"\b(?:ans?|années?|mois|semaines?|jours?|heures?) (?:après|avant) (?:le |la |l['’])?$", re.IGNORECASE
)
"""Before the day of what was so long before or after: "deux ans après le début de la guerre"."""
_ANSWERED = re.compile(
    rf"\ben (?:{'|'.join(sorted(WORDS['answers']))}) (?:à|aux?|de|des|du|d['’]|contre|après)"
    r"[^.;:,]*$",
    re.IGNORECASE,
)
_FIRED = re.compile(
    r"\b(?:bombardements|frappes|tirs|raids|attaques|opérations?|représailles|ripostes?|offensives?|drones|missiles)"
    r"(?: (?:d['’])?[^\W\d_]+){0,2} (?:du |de la |de l['’]|d['’])$",
    re.IGNORECASE,
)
"""Before a state whose deed it is: "les bombardements d'artillerie du Tchad"."""
_CUMULATED = re.compile(r"\bbilan cumul\w*[^.;:]{0,60}$", re.IGNORECASE)
"""Before a count over several attacks, each of its own day."""
_SINCE = re.compile(r"\bdepuis (?:la |le |l['’]|les |une? )[^\W\d][^.;:]*?,? $", re.IGNORECASE)
"""Between a deed and the day of another one: "le pire raid depuis la trêve, le 6 mai"."""
_STARTED = re.compile(
    r"\bdepuis (?:(?:le |la |l['’])?|(?:la |le |l['’]|les |une? )[^\W\d][^.;:,]*, (?:le |la )?)$", re.IGNORECASE
)
"""Before the day from which a toll is counted: "depuis le 6 mai", "depuis le début de la guerre, le 6 mai"."""
RAISES = "port|relev|revoi|revu|révis|actualis|ramen"
"""Stems of the verbs by which someone gives a toll another number."""
_MADE_KNOWN = re.compile(
    rf"\bbilan\b[^.;:]*\b(?:{RAISES}|mont|pass|alourdi|élev|grimp|atteint|établi)\w*(?: à la hausse)? (?:le )?$|"
    rf"\b(?:{RAISES})\w* (?:à la hausse )?(?:le )?$",
    re.IGNORECASE,
)
_GIVEN_OUT = re.compile(
    r"\b(?:bilan|décompte|comptage|chiffres?)\b[^.;:,]*"
    r"\b(?:(?:communiqu|publi|diffus)(?:é|ée|és|ées|e|ait)|(?:transmis|fourni)e?s?|rendue?s? publi\w+) (?:ce |le )?$",
    re.IGNORECASE,
)
"""Before the day on which a count was given out: "selon un décompte publié mardi"."""
_BURIED = re.compile(r"\b(?:inhum|enterr|obsèques|funérailles)[^\W\d_]*", re.IGNORECASE)
_CLAUSE = re.compile(r"[,;:.]")
_A_TOLL = re.compile(r" (?:(?:le|ce|son|leur) bilan\b|(?:à|de) [^.;:,]*\d)", re.IGNORECASE)
"""Around the day on which a toll was made known: "le bilan a été porté vendredi à 23 morts"."""
_LENGTHS = frozenset(["heures", "jours", "semaines", "mois", "ans", "heure", "jour", "semaine", "an"])
_PART = re.compile(r"(?:l['’]|la |le |en |au )?(?:après-midi|matinée|soirée|matin|soir|nuit|aube)", re.IGNORECASE)
_BESIDE = 24
"""Characters between a day and the part of it that is meant."""
_HOUR = re.compile(r"T\d")
_FROM = re.compile(r"(?=\b(?:lendemain|veille)\b)")
_FROM_IT = re.compile(r"(?:lendemain|veille) (?:du |de |des |d['’])[^,;:.]*$")
_BY = re.compile(r"(?:,? ?\(?(?:heures? (?:locale|de [^\W\d_]+)s?|GMT|du matin|du soir)\)?)?,? ?(?:et )?")
"""What may stand between an hour and its day."""
_REGION = re.compile(
    r"(?:région|province|oblast|district|gouvernorat|État|Etat|département|territoire|raïon|comté)s? (?:\w+ )?"
    r"(?:de la |de l['’]|du |de |des |d['’])$"
)
_PLACED = frozenset(["attack", "casualties", "damage", "interception", "military_activity", "prisoners"])
"""Types of what takes place somewhere, whatever the noun that says so."""
_DONE = frozenset(["position", "attack", "casualties", "damage", "interception"])
"""Types of what no one sets a day for beforehand."""
_OTHER_TIME = frozenset(["pour", "afin", "après", "avant"])
_OTHER_DEED = _OTHER_TIME | {"depuis"}
_DUE = frozenset(["devait", "devaient", "doit", "doivent", "devra", "devront"])
_TO = re.compile(r"\b(?:à|au|jusqu['’](?:à|au|en)|pour)(?: le| la| l['’])? ?$")
_TO_IT = re.compile(r"(?:à|au|en|jusqu['’](?:à|au|en)) ?")
"""Before, or at the head of, the day to which something is put off."""
_AT = frozenset(["à", "au", "aux", "en", "dans", "sur"])
_CENTURY = re.compile(r"\d\d")
"""Value of a century, which dates no event."""
_SENT_FROM = re.compile(
    r"(?<!\ba )(?<!\bont )(?<!\bavait )(?<!\bété )\b(?:tiré|lancé|envoyé|parti)e?s? "
    r"(?:depuis |de |du |d['’])(?:la |le |l['’]|les )?$"
)
"""Before where something came from that struck elsewhere: "un obus tiré depuis la Sundérie est tombé à Hallebrun"."""


def place_mentions(scene: Scene, span: Span) -> tuple[PlaceMention, ...]:
    """The places of a stretch, "région de" included in the name."""
    found: dict[str, PlaceMention] = {}
    for place in scene.places_in(span):
        start = place.evidence.start
        if _SENT_FROM.search(scene.text, max(span[0], start - 40), start):
            continue
        lead = _REGION.search(scene.text[max(0, start - 40) : start])
        if lead:
            start -= len(lead.group())
            mention = Evidence.of(scene.text, (start, place.evidence.end))
            found.setdefault(mention.quote, PlaceMention(mention.quote, mention))
            continue
        found.setdefault(place.name, PlaceMention(place.name, place.evidence))
    return tuple(found.values())


def when(scene: Scene, s: Sentence, span: Span, trigger: int, *, kind: str = "", put_off: bool = False) -> When | None:
    """The time expression nearest to a trigger in its stretch, else the only one of its sentence; of what is put off
    or called off, that for which it was planned. ``kind``: the type of what is dated; a toll is of no day from which it
    is counted, nor of that on which it was made known."""
    if _CUMULATED.search(scene.text, s.start, trigger):
        return None
    every = [t for t in scene.timexes if t.type in ("DATE", "TIME") and within(t.evidence.span, s.span)]
    every = [t for t in every if not _CENTURY.fullmatch(t.value or "")]
    every = [t for t in every if not (put_off and _put_off_to(scene, t, trigger))]
    own = [t for t in every if t.evidence.start != trigger and not aside(s, t.evidence.start, trigger)]
    if put_off and not own:
        own = [t for t in every if of_a_plan(s, t.evidence.start)]
    # "au lendemain de la suspension" dates what came after it, "après une frappe mardi" the strike
    own = [t for t in own if not t.evidence.start < trigger < t.evidence.end]
    own = [t for t in own if not _counted_from(scene.text, t.evidence, trigger)]
    own = [t for t in own if not _of_before(s, t.evidence.span, trigger, _OTHER_DEED)]
    own = [t for t in own if not _LATER.search(scene.text, s.start, t.evidence.start)]
    own = [t for t in own if not _SINCE.search(scene.text, trigger, max(trigger, t.evidence.start))]
    if kind in _DONE:
        own = [t for t in own if not of_who_is_due(s, t.evidence.start, trigger)]
    own = [t for t in own if put_off or not _of_a_halt(s, t.evidence.start, trigger)]
    own = [t for t in own if not _of_the_end(scene.text, s, t.evidence.start, trigger)]
    own = [t for t in own if not (t.value or "").endswith("_REF")] or own  # "vendredi, à X, ville récemment reprise"
    if kind == "casualties":
        own = [t for t in own if not _of_the_count(scene.text, s, t.evidence)]
    answered = answered_at(scene.text[s.start : trigger])
    if answered is not None:  # "mardi, X a tiré en représailles d'un attentat": the day of the shots
        own = [t for t in own if t.evidence.start > s.start + answered]
    start = max(span[0], _own_time(s, trigger))
    near = [
        t
        for t in own
        if overlaps(t.evidence.span, (start, span[1]))
        and not _of_a_relative(s, t.evidence.start, trigger, put_off=put_off)
    ]
    chosen: Timex | None = None
    if near:
        chosen = min(near, key=lambda t: abs(t.evidence.start - trigger))
    elif behind := [t for t in own if t.evidence.start - span[1] == 1 and scene.text[span[1]] == " "]:
        chosen = behind[0]  # "Les pourparlers reprendront le 20 mai et X attend jusqu'en juin"
    elif (
        len(own) == 1
        and not _AFTER.search(scene.text[max(0, own[0].evidence.start - 12) : own[0].evidence.start])
        and _of_the_clause(scene, s, own[0].evidence.start, trigger)
    ):
        chosen = own[0]
    if chosen is not None and _PART.fullmatch(chosen.evidence.quote):
        days = [t for t in own if t is not chosen and 0 <= chosen.evidence.start - t.evidence.end <= _BESIDE]
        chosen = days[-1] if days else chosen  # "hier (lundi) dans l'après-midi"
    if chosen is not None and _HOUR.match(chosen.value or ""):
        chosen = _day_of(scene, own, chosen)
    if chosen is None:
        return None
    return When(chosen.evidence, chosen.value, chosen.earliest, chosen.latest)


def _of_a_halt(s: Sentence, at: int, trigger: int) -> bool:
    """Whether a time hangs on a participle that says what was halted: "les pourparlers suspendus lundi ont repris"."""
    time = next((t for t in s.tokens if t.end > at and t.pos not in ("ADP", "DET", "PUNCT")), None)
    head = s.tokens[time.head] if time is not None else None
    if head is None or head.start == trigger or not head.dep.startswith(("acl", "amod")):
        return False
    return head.pos in ("VERB", "ADJ") and governs(load_events(), "halt", head, s)


def _of_the_end(text: str, s: Sentence, at: int, trigger: int) -> bool:
    """Whether a time is that on which what was agreed ends: "l'accord, signé pour un an, expire le 3 mai"."""
    start = max(s.start, at - 40)
    found = ENDS_ON.search(plain(text[start:at]).lower())
    return found is not None and not found.start() <= trigger - start < found.end()


def _counted_from(text: str, day: Evidence, trigger: int) -> bool:
    """Whether a day is counted from a deed: "au lendemain d'une embuscade qui a tué douze soldats"."""
    start = day.start + len(_FROM.split(day.quote)[0])
    return day.start < trigger and _FROM_IT.match(text, start, trigger) is not None


def new_day(scene: Scene, span: Span, trigger: int) -> When | None:
    """The day to which what a trigger puts off is put off: "est repoussé à la mi-juin"."""
    later = (t for t in scene.timexes if within(t.evidence.span, span) and _put_off_to(scene, t, trigger))
    t = next(later, None)
    return When(t.evidence, t.value, t.earliest, t.latest) if t is not None else None


def _put_off_to(scene: Scene, t: Timex, trigger: int) -> bool:
    before = scene.text[max(trigger, t.evidence.start - 12) : t.evidence.start]
    return t.evidence.start > trigger and (_TO.search(before) or _TO_IT.match(t.evidence.quote)) is not None


def _of_the_count(text: str, s: Sentence, day: Evidence) -> bool:
    """Whether a day is that from which a toll is counted, on which it was made known, or the dead were buried."""
    if _STARTED.search(text, s.start, day.start) or (
        day.quote.startswith("le début") and _AFTER.search(text, s.start, day.start)
    ):
        return True
    if _GIVEN_OUT.search(text, s.start, day.start):
        return True
    before, after = text[s.start : day.start], text[day.end : s.end].lstrip(", ")
    if _BURIED.search(f"{_CLAUSE.split(before)[-1]}|{_CLAUSE.split(after)[0]}"):
        return True
    return _MADE_KNOWN.search(text, s.start, day.start) is not None and _A_TOLL.match(text, day.end, s.end) is not None


def answered_at(before: str) -> int | None:
    """Where the words begin that make what follows them an earlier deed: "en représailles à", "en réponse à"."""
    found = _ANSWERED.search(before)
    return found.start() if found is not None else None


def _day_of(scene: Scene, own: list[Timex], hour: Timex) -> Timex:
    """The date that an hour is of: "à minuit, heure locale, le 3 mars"; the hour itself where none stands by it."""
    at = hour.evidence
    days = [
        t
        for t in own
        if t.type == "DATE"
        and not _HOUR.match(t.value or "")
        and _BY.fullmatch(scene.text, min(t.evidence.end, at.end), max(t.evidence.start, at.start))
    ]
    return min(days, key=lambda t: abs(t.evidence.start - at.start), default=hour)


def _of_the_clause(scene: Scene, s: Sentence, at: int, trigger: int) -> bool:
    """Whether a time at ``at`` hangs on the trigger or on a verb above it that is no verb of saying: "a dit lundi que X
    était tombée" does not tell when it fell, nor does "X est tombée, dit Y, qui arrive lundi"."""
    time = next((t for t in s.tokens if t.end > at and t.pos not in ("ADP", "DET", "PUNCT")), None)
    event = next((t for t in s.tokens if t.start == trigger), None)
    verb = next((t for t in above(s, time) if t.pos in ("VERB", "AUX")), None) if time is not None else None
    if verb is None or event is None or verb is event:
        return True
    chain = [event, *above(s, event)]
    if verb not in chain:
        # "tués lors d'attaques menées mardi": when the attack was
        nouns = (s.tokens[verb.head], s.tokens[max(0, verb.i - 1)])
        struck = any(load_events().of_class(t.form, "hits") for t in nouns if t.pos == "NOUN")
        return struck and verb.morph.get("VerbForm") == "Part" and event in above(s, verb)
    if any(_of_another_time(s, t) or t.dep == "acl:relcl" for t in chain[: chain.index(verb)]):
        return False  # "X, qui accueille les discussions, espère un accord d'ici dimanche"
    if time is not None and event not in above(s, time) and event.pos == "NOUN" and _told_after(s, event):
        return False  # "jeudi, six jours après la signature, X a ordonné…": the day of the order
    if scene.cued((verb.start, verb.end)) is None:
        return True
    below = chain[chain.index(verb) - 1]  # "a dit lundi à l'issue d'un entretien": the day of both
    return below.pos in ("NOUN", "PROPN") and below.dep.startswith("obl")


def _of_another_time(s: Sentence, token: Token) -> bool:
    """Whether a verb begins a clause with a time of its own: an aim, what was before or after."""
    if token.pos not in ("VERB", "AUX"):
        return False
    marks = {t.form for t in s.tokens if t.head == token.i and t.dep in ("mark", "case") and t.i < token.i}
    return bool(marks & _OTHER_TIME)


def _told_after(s: Sentence, noun: Token) -> bool:
    """Whether a noun names what was so long before something else: "six jours après la signature"."""
    after = next((t.i for t in s.tokens[: noun.i] if t.head == noun.i and t.form in ("après", "avant")), 0)
    return after > 1 and s.tokens[after - 1].form in _LENGTHS


def _own_time(s: Sentence, trigger: int) -> int:
    """Where the clause of a trigger begins that has a time of its own ("après avoir perdu…"), else the sentence."""
    event = next((t for t in s.tokens if t.start == trigger), None)
    if event is None or event.pos != "VERB":
        return s.start
    return next((t.start for t in s.tokens[: event.i] if t.head == event.i and t.form in _OTHER_TIME), s.start)


def _of_a_relative(s: Sentence, at: int, trigger: int, *, put_off: bool = False) -> bool:
    """Whether a time stands in a relative clause that the trigger does not: "la ville que X dit avoir prise mardi"."""
    time = next((t for t in s.tokens if t.end > at and t.pos not in ("ADP", "DET", "PUNCT")), None)
    event = next((t for t in s.tokens if t.start == trigger), None)
    if time is None or event is None:
        return False
    relative = next((t for t in above(s, time) if t.dep == "acl:relcl"), None)
    if relative is None or relative is event or relative in above(s, event):
        return False
    inside = [t for t in s.tokens if relative in (t, *above(s, t))]
    if not any(t.form in RELATIVES and t.pos == "PRON" for t in inside):
        return False
    # "les pourparlers qui devaient s'ouvrir mardi sont reportés": the day of what is put off
    return not (put_off and s.tokens[relative.head].head == event.i and any(t.form in _DUE for t in inside))


def apart(
    scene: Scene,
    s: Sentence,
    spots: tuple[PlaceMention, ...],
    trigger: int,
    actors: tuple[Party, ...],
    *,
    put_off: bool = False,
) -> tuple[PlaceMention, ...]:
    """The places but those that are who acts or whose weapons they are ("les tirs de l'Iran"), and those of what was
    before: "une offensive après des tirs à X". What is put off keeps that for which it was planned."""
    own = [p.mention.span for p in actors if p.mention is not None]
    return tuple(
        p
        for p in spots
        if not any(within(p.mention.span, span) for span in own)
        and not _of_before(s, p.mention.span, trigger)
        and (not of_a_participle(s, p.mention.start, trigger) or (put_off and of_a_plan(s, p.mention.start)))
        and not owned(scene, s, p)
    )


def owned(scene: Scene, s: Sentence, place: PlaceMention) -> bool:
    """Whether a state is named as the one whose weapons they are: "les tirs de l'Iran"."""
    return place.name in scene.book.lands and _FIRED.search(scene.text, s.start, place.mention.start) is not None


def _of_before(s: Sentence, span: Span, trigger: int, earlier: frozenset[str] = OTHER_TIME) -> bool:
    """Whether a place or a day hangs on a noun that tells of an earlier time: "après des tirs à Sorel"."""
    token = next((t for t in s.tokens if t.end >= span[1]), None)
    for upper in above(s, token) if token is not None else []:
        if upper.pos in ("VERB", "AUX") or upper.start == trigger:
            return False
        if within((upper.start, upper.end), span):
            continue
        if any(t.head == upper.i and t.form in earlier and t.dep == "case" for t in s.tokens):
            return True
    return False


def place_of_clause(scene: Scene, s: Sentence, trigger: int, kind: str) -> tuple[PlaceMention, ...]:
    """The one place that hangs on the trigger, or on a verb above it that is no verb of saying: "Mardi à Sorel, deux
    soldats ont été tués". A place of another event ("après un sommet à Sorel") is none."""
    event = next((t for t in s.tokens if t.start == trigger), None)
    if kind not in _PLACED or event is None:
        return ()
    held = [c.span for h in scene.holders(trigger)[-1:] for c in h.content if c.start <= trigger < c.end]
    reach = held[0] if held else s.span
    around = [p for p in scene.places_in(reach) if within(p.evidence.span, s.span)]
    if not held:
        around = [p for p in around if not scene.holders(p.evidence.start)]
    if len({p.name for p in around}) != 1 or not _locates(scene, s, around[0], event):
        return ()
    return place_mentions(scene, around[0].evidence.span)


def _locates(scene: Scene, s: Sentence, place: Place, event: Token) -> bool:
    """Whether a place hangs on an event, through nouns of place or of attack alone."""
    events = load_events()
    token = next((t for t in s.tokens if t.end > place.evidence.start), None)
    if token is None:
        return False
    chain = [event, *above(s, event)]
    seen = [token]
    for upper in above(s, token):
        if upper.pos in ("VERB", "AUX"):
            cases = {t.form for x in seen for t in s.tokens if t.head == x.i and t.dep == "case"}
            return upper in chain and bool(cases & _AT) and scene.cued((upper.start, upper.end)) is None
        if upper is event:
            return True
        if upper.form not in TIME_WORDS and not events.of_class(upper.form, "settlements", "hits"):
            return False
        seen.append(upper)
    return False
