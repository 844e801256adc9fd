"""Casualties that a number and its noun say by themselves: "14 morts", "43 autres blessées"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recoupe.extract.events.counts import count_of
from recoupe.extract.events.parties import parties, speaker_names
from recoupe.extract.events.scene import Scene
from recoupe.extract.events.setting import denies, without_mention
from recoupe.extract.events.tellers import beside, tellers, verb_above
from recoupe.extract.events.whereabouts import owned, place_mentions, when
from recoupe.lang.base import Sentence
from recoupe.lang.fr.events import Events
from recoupe.lang.fr.events.factuality import governs, of_verb
from recoupe.lang.fr.grammar import CONDITIONAL_AUX
from recoupe.lang.fr.groups import verb_group
from recoupe.records import Event, EventStatus, Evidence, Party, PlaceMention, Quantity, Statement, When
from recoupe.text import Span, overlaps, within

_AFTER = re.compile(
    r"(?: (?:autres|personnes|civils|gravement|grièvement|légèrement|portée?s?))*[ ,]+(?P<word>[^\W\d_]+)"
)


_ONLY = re.compile(r" (?:non\b|civile?s?\b|militaires?\b)")
"""What narrows a count of none: "aucune victime civile" leaves the others open."""
_DONE = re.compile(r"(?:,[^,.;\n]{1,60},)? (?:ont|avaient|auraient|a|avait|aurait) été (?P<word>[^\W\d_]+)")


_BILAN = re.compile(r"\bbilan\b[^.;:]{0,90}$", re.IGNORECASE)
_OF_THE_BLOW = re.compile(
    r"\b(?:bilan|décompte|nombre d\w+ \w+)(?: \w+)? (?:de l['’]|de la |du |des |de )"
    r"(?:(?!publi|annonc|établi|communiqu|rendu|dress)[^\W\d_]+ ){1,6}(?:(?:du|de) )?$",
    re.IGNORECASE,
)
"""What stands before the day of what a toll is of; not that on which it was made known."""
_BLOW_THAT = re.compile(
    r"^\W*(?:les? |la |l['’]|cet |cette |ce |ces |une? |des )(?:[\w'’-]+ ){0,2}?"
    r"(?:raid|attaque|frappe|bombardement|tir|attentat|explosion|assaut|embuscade|obus|missile|drone)s?"
    r"(?: [\w'’-]+){0,3} qui (?:a|ont|avait|avaient) [\w'’-]+é?e?s? (?:le )?$",
    re.IGNORECASE,
)
"""The same, where a relative clause of the subject gives it: "le raid qui a frappé le 4 mai la gare a fait…"."""
_STANCES = frozenset(["accept", "reject", "support", "demand", "propose"])
_LOSSES = re.compile(r"\bpertes\b[^.;:]{0,40}: ?(?:au moins |plus de )?$", re.IGNORECASE)
_STOP = re.compile(r"[,.;:()\n]")
_DEATHS = re.compile(
    r"\b(?:mort|tuée?|victime|tuerie|carnage|frappe|bombardement|raid|attaque|attentat|obus|combat|combattant)s?\b",
    re.IGNORECASE,
)
_SHELTERS = frozenset(["camp", "centre", "site", "abri", "tente", "convoi", "colonne", "village", "école", "liste"])
"""What holds those who are named behind it, and is not they."""
_DEATH_OF = re.compile(
    r"\b(?:morts?|décès|perte) (?:à l['’]hôpital )?(?:de |d['’]|des )(?:\w+ (?:des )?)?$", re.IGNORECASE
)
_DIED = re.compile(
    r"(?: \w+)?(?: \w+)?,? (?:est|sont|a|ont|ayant|étant)(?: \w+)? (?:mort|décédé|succombé)\w*", re.IGNORECASE
)
_MIXED = re.compile(
    r"[^.;:]{0,30}\bvictimes?\b[^.;:(]{0,30}(?:, dont|, parmi lesquelles| \(| ?:) ?(?:[\w'’-]+ ){1,4}"
    r"(?:morte?s?|tuée?s?|blessée?s?|décès|décédée?s?)\b",
    re.IGNORECASE,
)
"""Victims of whom the text tells how many died: "35 victimes, dont 11 morts" are not 35 dead."""
_EITHER = re.compile(
    r"[^.;:,]{0,30}\b(?:morte?s?|tuée?s?|victimes?|décès)[\"»” ]{0,3}(?:"
    r" ?(?:et/)?ou (?:de |des )?(?:disparue?|blessée?)s?|[(,:] ?(?:[\w'’-]+ ){0,3}(?:morts|tués) et (?:de )?blessés)",
    re.IGNORECASE,
)
"""A number of several lots at once: "un millier de morts ou disparus", "cent victimes (tués et blessés confondus)"."""
_RANGING = re.compile(
    r"\b(?:allant|vont|vari(?:ant|e|ent|aient)|oscill(?:ant|e|ent|aient)|fluctu(?:ant|e|ent)) (?:de |d['’]|du |entre )"
    r"[^.;:]{0,60}$",
    re.IGNORECASE,
)
"""Before what several tolls lie between, and nobody's word: "des bilans allant de 30 à plus de 200 morts"."""
OF_A_WAR = re.compile(
    r"\b(?:conflit|guerre|insurrection|rébellion)\b[^.;:]{0,30}\b(?:qui|ayant|laquelle|lequel)\b[^.;:]{0,40}$"
    r"|^(?:Le|La|Ce|Cette) (?:conflit|guerre|insurrection|rébellion)\b(?:(?!, (?:et|mais|où)\b)[^.;:]){0,120}"
    r"\b(?:a|avait|aurait)\b[^.,;:]{0,40}$",
    re.IGNORECASE,
)
"""Before the toll of a whole war, which is of neither the place nor the day of what the sentence tells."""
_GONE = re.compile(r" (?:parties|enfuies|chassées|ayant (?:fui|quitté|pris la fuite))\b")
"""What those put at a number have done: "estime à 11 000 les personnes parties de la vallée"."""


def tolls(scene: Scene, s: Sentence, events: Events, found: Sequence[Event]) -> list[Event]:
    """The casualties of one sentence that no verb has given yet."""
    taken = [e.quantity.mention.span for e in found if e.quantity is not None and e.type == "casualties"]
    records = []
    for q in scene.quantities:
        if not within(q.evidence.span, s.span) or q.evidence.span in taken or _part(scene, q):
            continue
        if q.unit == "ratio":
            continue  # "les trois quarts de ces décès": no toll of its own
        subtype, end = _subtype(scene, q, events)
        if subtype == "wounded" and _died(scene, s, q):
            continue
        if no_toll(scene, s, q, subtype):
            continue
        subtype, end = (subtype, end) if subtype else _befell(q, found)
        if subtype is None:
            continue
        record = _record(scene, s, q, subtype, end, events)
        if record is not None:
            records.append(record)
    return records


def no_toll(scene: Scene, s: Sentence, q: Quantity, subtype: str | None) -> bool:
    """Whether a number is no toll by itself: of several lots at once, or one end of what tolls lie between."""
    mixed = any(p.match(scene.text, q.evidence.start, s.end) for p in (_MIXED, _EITHER))
    if subtype == "killed" and mixed:
        return True
    return q.low == q.high and _RANGING.search(scene.text, s.start, q.evidence.start) is not None


def _died(scene: Scene, s: Sentence, q: Quantity) -> bool:
    """Whether the wounded are named as those who died since: "la mort de deux blessés", "un blessé a succombé"."""
    end = max(q.evidence.end, q.counted.end if q.counted is not None else 0)
    return bool(_DEATH_OF.search(scene.text, s.start, q.evidence.start) or _DIED.match(scene.text, end, s.end))


def _part(scene: Scene, q: Quantity) -> bool:
    """Whether a number is of some of those counted before it, and of no class of its own: "9 000 déplacés, dont 600
    logés" tells of 9,000 displaced, and "12 morts, dont trois enfants" of three children too."""
    if q.part_of is None:
        return False
    whole = next((o for o in scene.quantities if overlaps(o.evidence.span, q.part_of.span)), None)
    return whole is not None and q.unit == whole.unit


def _subtype(scene: Scene, q: Quantity, events: Events) -> tuple[str | None, int]:
    """What the counted words say of those counted, and where they end."""
    if q.high == 0 and _ONLY.search(scene.text, q.evidence.end, (q.counted.end if q.counted else q.evidence.end) + 10):
        return None, 0
    if q.counted is not None:
        words = re.findall(r"[^\W\d_]+", q.counted.quote.lower())
        if words and words[0].rstrip("s") in _SHELTERS:
            return None, 0  # "un camp de déplacés"
        for word in words[:3]:
            if word.startswith("décédé") and words[0].startswith("otage"):
                return None, 0  # "dix otages décédés ont été rendus": which ones, and no new toll
            if word in events.tolls:
                return events.tolls[word], max(q.counted.end, q.evidence.end)
    if q.unit is not None and q.unit.lower() in events.tolls:
        return events.tolls[q.unit.lower()], q.evidence.end
    before = scene.text[max(0, q.evidence.start - 120) : q.evidence.start]
    if q.unit is None and _BILAN.search(before) and _DEATHS.search(scene.text):
        return "killed", q.evidence.end
    if q.unit is not None and _LOSSES.search(before) and events.of_class(q.unit.lower(), "soldiery", "forces"):
        return "killed", max(q.evidence.end, q.counted.end if q.counted else 0)
    gone = _GONE.match(scene.text, q.counted.end) if q.counted is not None else None
    if gone is not None and q.counted is not None and q.counted.start > q.evidence.end:
        return "displaced", gone.end()
    end = max(
        q.evidence.end, q.counted.end if q.counted is not None and q.counted.start >= q.evidence.end else q.evidence.end
    )
    after = _AFTER.match(scene.text, end)
    done = _DONE.match(scene.text, end)
    people = (q.unit or "").lower().rstrip("s") in events.lists["counted_people"]
    if done is not None and people and done["word"].lower() in events.tolls:
        return events.tolls[done["word"].lower()], done.end()
    if done is not None and people and done["word"].lower().startswith("hospitalisé") and _harmed(scene, q):
        return "wounded", done.end()
    if after is None or "," in after.group() or "\n" in after.group():
        return None, 0
    word = after["word"].lower()
    if word in events.tolls and word.rstrip("s")[-1] in "éetu":
        return events.tolls[word], after.end()
    return None, 0


def _harmed(scene: Scene, q: Quantity) -> bool:
    """Whether the sentence of a number tells of deaths or of violence: "5 sont morts et 22 ont été hospitalisés"."""
    s = scene.sentence_at(q.evidence.start)
    return s is not None and _DEATHS.search(scene.text, s.start, s.end) is not None


def _befell(q: Quantity, found: Sequence[Event]) -> tuple[str | None, int]:
    """What befell those who are a part of others, by the noun of these: "2 000 vies, dont 470 dans la province"."""
    if q.part_of is None or q.counted is None or q.counted.start > q.evidence.start:
        return None, 0
    owner = next((e for e in found if e.quantity is not None and e.quantity.mention.span == q.part_of.span), None)
    if owner is None or owner.type != "casualties" or owner.status == "denied":
        return None, 0
    return owner.subtype, q.evidence.end


def _record(scene: Scene, s: Sentence, q: Quantity, subtype: str, end: int, events: Events) -> Event | None:
    span: Span = (min(q.evidence.start, q.counted.start if q.counted else q.evidence.start), max(end, q.evidence.end))
    if q.counted is not None and q.counted.end <= q.evidence.start and subtype and end == q.evidence.end:
        span = q.evidence.start, end + len(_STOP.split(scene.text[end : s.end])[0].rstrip())
    token = next(
        (
            t
            for t in s.tokens
            if t.start >= q.evidence.end and t.end <= span[1] and t.pos in ("NOUN", "ADJ", "VERB", "PROPN")
        ),
        None,
    )
    holders = scene.holders(q.evidence.start)
    hedged = any(h.mode == "hedge" for h in holders)
    said = without_mention([h for h in holders if h.mode != "hedge"])
    if said and said[0].act in _STANCES and _of_the_outlet(s, q, said[0]):
        said = []
    status: EventStatus = "claimed" if said or hedged else "happened"
    verb = verb_above(s, token)
    if not holders and verb is not None:
        above = scene.above(s, verb) if verb.form.endswith("ant") else scene.told(s, token or verb)
        said = [h for h in above if h.mode != "hedge"]
        status = "claimed" if said else status
    if any(h.act in ("demand", "propose", "commit", "threaten") for h in said):
        return None
    if verb is not None:
        if governs(events, "fear", verb, s):
            return None
        standing = of_verb(s, verb, verb_group(s, verb.i, participle=verb.morph.get("VerbForm") == "Part"), events)
        hearsay = standing.fact == "conditional" and verb.form in CONDITIONAL_AUX  # "il y aurait 30 blessés"
        none = q.high == 0  # "aucun mort n'est à déplorer": the count itself says no
        if (standing.fact in ("open", "conditional", "planned") and not hearsay) or (standing.negated and not none):
            return None
        if hearsay and status == "happened":
            status = "claimed"
        if standing.fact == "hedged" or (status == "happened" and governs(events, "rumour", verb, s)):
            status = "claimed"
        if abs(verb.i - (token.i if token else verb.i)) < 14 and verb.start < span[0]:
            between = scene.text[verb.start : span[0]]
            if "," not in between and not any(
                overlaps(x.evidence.span, (verb.start, span[0])) for x in scene.quantities
            ):
                span = (verb.start, span[1])
    if any(map(denies, said)):
        status = "denied"
    who: tuple[str, ...] = speaker_names(said[0]) if said else ()
    own = tuple(p.name for p in parties(scene, s, beside(s, q.evidence.span), ())) if status != "denied" else ()
    if own and own != who:
        said, status, who = [], "claimed", own
    elif status == "happened":
        heads = tellers(scene, s, verb, events)
        status = "claimed" if heads else status
        who = tuple(p.name for p in parties(scene, s, heads, ()))
    codes = events.codes.get(f"casualties {subtype}", events.codes["casualties"])
    war = OF_A_WAR.search(scene.text[s.start : q.evidence.start]) is not None
    counted = q.counted or q.evidence
    return Event(
        document=scene.document_id,
        type="casualties",
        subtype=subtype,
        evidence=(Evidence.of(scene.text, span),),
        trigger=counted,
        target=(Party(q.unit or counted.quote, counted),),
        place=() if war else _only_place(scene, s, said),
        date=None if war else when(scene, s, span, q.evidence.start, kind="casualties") or _of_the_blow(scene, s, q),
        quantity=count_of(q),
        status=status,
        attributed_to=who,
        statements=tuple(scene.id_of(h) for h in said),
        plover=codes["plover"],
        acled=codes["acled"],
        rule=f"events@1:toll.{subtype}",
    )


def _of_the_outlet(s: Sentence, q: Quantity, stance: Statement) -> bool:
    """Whether a number stands in a relative clause with a finite verb, inside what someone wants or refuses: "refuse de
    négocier la fin d'un conflit qui a fait douze morts"."""
    for t in s.tokens:
        if t.form == "qui" and stance.content[0].start < t.start < q.evidence.start:
            return any(x.morph.get("VerbForm") == "Fin" for x in s.tokens[t.i + 1 : t.i + 3])
    return False


def _only_place(scene: Scene, s: Sentence, said: Sequence[Statement]) -> tuple[PlaceMention, ...]:
    """The one place of a sentence, where it is not that of the weapons ("les tirs de l'Iran ont fait douze morts") nor
    of who tells it, beside another: "selon le maire d'Estra"."""
    tellers = [h.speaker.span for h in said if h.speaker is not None]
    around = scene.places_in(s.span)
    told = [p for p in around if not any(within(p.evidence.span, t) for t in tellers)] or around
    spots = place_mentions(scene, told[0].evidence.span)[:1] if len({p.name for p in told}) == 1 else ()
    return tuple(p for p in spots if not owned(scene, s, p))


def _of_the_blow(scene: Scene, s: Sentence, q: Quantity) -> When | None:
    """The day of what a toll is of, told before its number: "le bilan de l'assaut du 4 mars, lui, s'alourdit à 21"."""
    before = (t for t in scene.timexes if t.type == "DATE" and s.start < t.evidence.start < q.evidence.start)
    told = (_OF_THE_BLOW, _BLOW_THAT)
    t = next((t for t in before if any(p.search(scene.text[s.start : t.evidence.start]) for p in told)), None)
    return When(t.evidence, t.value, t.earliest, t.latest) if t is not None else None
