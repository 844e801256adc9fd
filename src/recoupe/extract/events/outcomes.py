"""What a text says became of a promise, as a record of its own: a commitment that is kept or missed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from recoupe.extract.events.parties import kind_of, side_of, speaker_names
from recoupe.extract.events.scene import ACTING, Scene
from recoupe.lang.base import Sentence
from recoupe.lang.fr.events import Events
from recoupe.lang.fr.outcomes import SETTLED, Outcome, forswears, outcome_after, outcome_named, outcome_of
from recoupe.records import Event, Evidence, Party, Timex, When
from recoupe.text import overlaps, plain, trim, within

_WILLED = frozenset(["demand", "propose", "commit", "threaten", "warn"])
_OF = re.compile(r"^[ ,]*(?:de la|de l['’]|de|du|des|d['’]|par la|par le|par l['’]|par les|par)\s*$")
_EVE = {"la veille": 1, "l'avant-veille": 2, "un jour": 1, "deux jours": 2, "trois jours": 3}
"""Days from what is told to the day on which it was due."""
LIMIT = re.compile(r"(?:avant|pour|d['’]ici(?: à| au)?|au plus tard|sous|depuis)(?: le| la| l['’])?\s*$", re.IGNORECASE)
_SET = re.compile(
    r"(?:avant|pour|d['’]ici(?: à| au)?|au plus tard|sous|expir\w+|échue?s?|date \w+ du"
    r"|(?:fix|arrêt|prév)\w+ (?:au|à|pour))"
    r"(?: le| la| l['’])?\s*$",
    re.IGNORECASE,
)
"""Before a day in words on an outcome: what was set as the limit, or ran out."""
_ASIDE = re.compile(r"^,? ?(?:qui|dont|que|qu')\b[^,]*,")
"""A clause about the name right before it: "X, qui avait annoncé une reprise, a reconnu…"."""
_REACH = 60
_QUESTION = 60
"""Characters of a question that only names a thing."""
_BELIED = re.compile(r"\b(?:contrairement à|malgré|en dépit de|au mépris de|en violation de)\b")
_BEFORE = 300
"""Characters before a promise within which what breaks it was told."""
_DEEDS = frozenset(["attack", "military_activity", "casualties", "territory"])
_HAD = re.compile(r"\b(?:avai(?:t|ent)|s'étai(?:t|ent))\b")
"""In a promise that was made before what the text tells."""
_YEAR = re.compile(r"\b\d{4}\b")
_NAMED_WITHIN = 600
"""Characters between a promise and words that name what was promised."""
_GIVEN = re.compile(r"^ ?(?:que |qu')s'étai(?:t|ent) (?:\w+ )?(?:donn|fix|impart)\w+ $")


def outcomes(scene: Scene, s: Sentence, events: Events, told: Sequence[Event]) -> list[Event]:
    """The record of one sentence that names a promise and tells what became of it; none for what is only wanted, or
    where a record of ``told`` says it already."""
    found = outcome_of(scene.text[s.start : s.end])
    if found is None and _promised_before(scene, s, told):
        found = outcome_after(scene.text[s.start : s.end])
    found = found or _named(scene, s, told)
    if forsworn := _forsworn(scene, s, told):
        found = forsworn
    if found is None or (
        found.form == "duty" and any(e.type == "meeting" and overlaps(e.evidence[0].span, s.span) for e in told)
    ):
        return []  # talks that were to be held are told as such
    if found.settles == "missed" and _belied(scene, s, found, told):
        found = found._replace(settles="broken")
    if any(_settled(e) and overlaps(e.evidence[0].span, s.span) for e in told):
        return []
    at = s.start + found.cue[0]
    said = [h for h in scene.holders(at) if h.mode != "hedge"]
    if any(h.act in _WILLED for h in said):
        return []
    codes = events.codes.get("commitment") or {"plover": "", "acled": ""}
    span = trim(scene.text, s.span, ' \t\n\u00a0\u202f,;:.«»"“”')
    chain = tuple(dict.fromkeys("; ".join(speaker_names(h)) for h in said if speaker_names(h)))
    return [
        Event(
            document=scene.document_id,
            type="commitment",
            subtype="outcome",
            evidence=(Evidence.of(scene.text, span),),
            trigger=Evidence.of(scene.text, (s.start + found.promise[0], s.start + found.promise[1])),
            actor=_promiser(scene, s, found),
            status="claimed" if said else "happened",
            attributed_to=speaker_names(said[0]) if said else (),
            source=said[0].speaker if said else None,
            statements=tuple(scene.id_of(h) for h in said),
            chain=chain if len(chain) > 1 else (),
            fulfilment=found.settles,
            issue=_asked(scene, s),
            due=_due(scene, s, found) if found.form not in ("after", "named") else None,
            plover=codes["plover"],
            acled=codes["acled"],
            rule=f"events@1:outcome.{found.form}.{found.settles}",
        )
    ]


def _named(scene: Scene, s: Sentence, told: Sequence[Event]) -> Outcome | None:
    """What the sentence says became of a promise or an ultimatum that the text told a few sentences before."""
    made = [e.evidence[0].start for e in told if e.type in ("commitment", "threat") and not _settled(e)]
    made += [t.cue.start for t in scene.statements if t.act in ("commit", "threaten") and t.cue and not t.negated]
    for at in sorted(made, reverse=True):
        before = scene.sentence_at(at)
        if before is None or not 0 <= s.start - before.end <= _NAMED_WITHIN:
            continue
        if found := outcome_named(scene.text[s.start : s.end], scene.text[before.start : before.end]):
            return found
    return None


def _settled(e: Event) -> bool:
    return e.fulfilment in SETTLED


def _promised_before(scene: Scene, s: Sentence, told: Sequence[Event]) -> bool:
    """Whether the sentence right before, of the same paragraph, makes a promise."""
    before = next((t for t in reversed(scene.sentences) if t.end <= s.start), None)
    if before is None or "\n" in scene.text[before.end : s.start]:
        return False
    if any(e.fulfilment == "pending" and overlaps(e.evidence[0].span, before.span) for e in told):
        return True
    return any(
        t.act == "commit" and not t.negated and t.cue is not None and within(t.cue.span, before.span)
        for t in scene.statements
    )


def _asked(scene: Scene, s: Sentence) -> str | None:
    """What a short question right before asks after: "Les canons ? Le 15 est passé et…"."""
    before = next((t for t in reversed(scene.sentences) if t.end <= s.start), None)
    if before is None or before.end - before.start > _QUESTION or "\n" in scene.text[before.end : s.start]:
        return None
    asked = scene.text[before.start : before.end].strip()
    return asked.rstrip(" \u00a0\u202f?") if asked.endswith("?") else None


def _forsworn(scene: Scene, s: Sentence, told: Sequence[Event]) -> Outcome | None:
    """A promise not to do what the same words, or those right before, tell as done by whoever made it."""
    m = forswears(scene.text[s.start : s.end])
    if m is None:
        return None
    who = {p.name for p in _promiser(scene, s, Outcome("missed", m, m, "pluperfect"))}
    near = [
        e
        for e in told
        if e.type in _DEEDS and e.status in ("happened", "claimed") and e.evidence[0].start - s.start >= -_BEFORE
    ]
    done = any({p.name for p in e.actor} & who or (not e.actor and within(e.evidence[0].span, s.span)) for e in near)
    return Outcome("broken", m, m, "pluperfect") if who and done else None


def _belied(scene: Scene, s: Sentence, found: Outcome, told: Sequence[Event]) -> bool:
    """Whether a sentence tells the attack that belies a promise: "malgré ses promesses, X a bombardé le port"."""
    if not _BELIED.search(plain(scene.text[s.start : s.end]).lower()):
        return False
    who = {p.name for p in _promiser(scene, s, found)}
    attacks = [e for e in told if e.type == "attack" and overlaps(e.evidence[0].span, s.span)]
    return any(not who or {p.name for p in e.actor} & who for e in attacks)


def _promiser(scene: Scene, s: Sentence, found: Outcome) -> tuple[Party, ...]:
    """Who promised: the name before the verb, or the one that "de" or "par" puts behind the noun; none where unsure."""
    start, end = s.start + found.promise[0], s.start + found.promise[1]
    named = [m for m in scene.mentions if m.kind in ACTING | {"role"} and m.names and within(m.span, s.span)]
    if found.form in ("pluperfect", "duty", "failed", "renounced", "as_said", "proverb", "within", "contrary"):
        apart = found.form in ("as_said", "proverb", "within", "contrary")
        near = [m for m in named if not apart and m.span[1] <= start and _reaches(scene.text[m.span[1] : start])]
        behind = [m for m in named if m.span[0] >= end and _right_behind(scene.text[end : m.span[0]], found.form)]
        best = max(near, key=lambda m: m.span[1], default=None) or next(iter(behind), None)
    else:
        # the participle's own "par" is the last word of its match
        tail = max(scene.text.rfind(" ", start, end), start) if found.form == "participle" else end
        near = [m for m in named if m.span[0] >= end and _OF.match(scene.text[tail : m.span[0]])]
        best = min(near, key=lambda m: m.span[0], default=None)
    if best is None:
        return ()
    mention = Evidence.of(scene.text, best.span)
    return tuple(Party(n, mention, kind_of(scene, n), side_of(scene, n)) for n in best.names)


def _reaches(between: str) -> bool:
    """Whether a name still is the subject of words behind it, clauses about it aside."""
    return len(_ASIDE.sub("", plain(between))) <= _REACH


def _right_behind(between: str, form: str) -> bool:
    """Whether nothing else stands between the words of a promise and a name: "comme l'avait promis | X"."""
    low = plain(between).lower()
    if form == "within":
        return _GIVEN.match(re.sub(r"(?:la |le |les |l')$", "", low)) is not None
    if form == "contrary":
        return re.fullmatch(r", (?:la |le |les |l')?", low) is not None
    if form == "proverb":
        return re.fullmatch(r" ?[:,] (?:la |le |les |l')?", low) is not None
    return not re.sub(r"(?:la |le |les |l')$", "", low.lstrip()).strip()


def _due(scene: Scene, s: Sentence, found: Outcome) -> When | None:
    """The day that the sentence gives as the limit, where it gives one."""
    start, end = s.start + found.promise[0], s.start + found.promise[1]
    inside = [t for t in scene.timexes if within(t.evidence.span, s.span) and t.type in ("DATE", "TIME")]
    own = [t for t in inside if overlaps(t.evidence.span, (start, end))]
    if found.form in ("passed", "duty") and len(own) == 1:
        return _when(own[0])
    days = [t for t in inside if t.latest and t.earliest]
    if found.form == "eve" and len(days) == 1:
        words = " ".join(plain(scene.text[start:end]).lower().split()[:2])
        after = next((n for name, n in _EVE.items() if words.startswith(name)), None)
        if after is not None:
            first, last = (_later(day, after) for day in (days[0].earliest or "", days[0].latest or ""))
            return When(Evidence.of(scene.text, (start, end)), None, first, last)
    limits = [t for t in inside if _SET.search(scene.text[max(s.start, t.evidence.start - 20) : t.evidence.start])]
    return _when(limits[0]) if len(limits) == 1 else None


def _when(t: Timex) -> When:
    """The words of a day, though no day can be told of them yet: another text may date this one."""
    return When(t.evidence, t.value, t.earliest, t.latest)


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days)).isoformat()


def let_pass(scene: Scene, found: Sequence[Event]) -> list[Event]:
    """The records, with the limits of promises that were not kept before the day of the text: "avait promis de partir
    avant dimanche et n'a pas tenu parole" is of the Sunday before; a day of the month ahead has no year then. The limit
    of a new promise told beside ("qui n'a pas tenu parole, s'est engagé à partir avant dimanche") is that one's."""
    missed = [e for e in found if e.type == "commitment" and e.fulfilment == "missed"]
    given = [e for e in found if e.type == "commitment" and e.fulfilment == "pending"]
    new = [e.due.mention for e in given if e.due and not _HAD.search(plain(e.evidence[0].quote))]
    kept = []
    for e in found:
        beside = e in missed or (e in given and any(overlaps(e.evidence[0].span, m.evidence[0].span) for m in missed))
        if not beside or e.due is None:
            kept.append(e)
        elif e.due.mention not in new:
            kept.append(msgspec.structs.replace(e, date=_passed(scene, e.date), due=_passed(scene, e.due)))
        else:
            kept.append(msgspec.structs.replace(e, due=None) if e in missed else e)
    return kept


def _passed(scene: Scene, day: When | None) -> When | None:
    if day is None or not day.earliest or not scene.published or day.earliest <= scene.published:
        return day
    if _YEAR.search(day.mention.quote):
        return day
    if day.earliest != day.latest or any(c.isdigit() for c in day.mention.quote):
        return When(day.mention, None, None, None)
    before = _later(day.earliest, -7)
    return When(day.mention, before, before, before)
