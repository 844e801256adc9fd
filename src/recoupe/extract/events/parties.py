"""From the head of a noun phrase to who or what it is: canonical names, sides, places, dates and counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from recoupe.extract.events.scene import ACTING, Scene
from recoupe.extract.events.sides import two_sides
from recoupe.extract.resolved import Resolved
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.actors import FORMER, folded_words
from recoupe.lang.fr.cues import load_cues
from recoupe.lang.fr.events import load_events, singulars
from recoupe.lang.fr.events.phrases import phrase
from recoupe.lang.fr.grammar import LAST
from recoupe.records import Evidence, Party, Statement
from recoupe.text import Span, within

NO_ONE = frozenset(["aucun", "aucune", "nul", "nulle", "personne"])
_BOTH = re.compile(r"\b(?:délégations|gouvernements|armées|chancelleries|équipes|capitales|forces|autorités)\b.* et ")
"""One of each of two states."""
_PAIRED = re.compile(
    r"\b(?:sommet|rencontre|entretien|réunion|tête-à-tête|face-à-face|appel|échange|pourparlers|discussions|négociations"
    r"|entrevue|accord)s? (?P<one>[A-ZÀ-Þ][^\W\d_]+)\s?[-–—/]\s?(?P<other>[A-ZÀ-Þ][^\W\d_]+)(?![-–—/\w])"
)
"""Talks named after the two who hold them."""
_SENT = frozenset(["délégations", "négociateurs", "belligérants", "parties", "camps"])
"""Those whom both sides send, where no more is said of them: "les délégations se retrouveront"."""
_OF = frozenset(["de", "d'", "du", "des"])
_BESIDE = 14
"""Characters before a title within which "ancien" stands."""
_THIRD = frozenset(["il", "elle", "ils", "elles"])
_FIRST = frozenset(["nous", "je", "j'", "notre", "nos", "mon", "ma", "mes", "nôtres"])
_OURS = re.compile(r"\b(?:nos|notre|mes|mon|ma)\b", re.IGNORECASE)
_NEAR = 500
"""Characters within which a text still speaks of the same two people."""
_AND = re.compile(r",? (?:et|avec) (?:l[ea] |l['’])?(?:[^\W\d_]+ ){0,5}")
_WORDS = re.compile(r"\w+")
_LEAD = re.compile(
    r"^(?:(?:le|la|les|un|une|des|de|du|ses|son|sa|leurs?|ces?|cette|cet|quelques|plusieurs|nos|notre|tous|toutes|autres?)\s+|l['’]|d['’])+",
    re.IGNORECASE,
)


def parties(scene: Scene, s: Sentence, heads: Sequence[Token], speaker: tuple[str, ...]) -> tuple[Party, ...]:
    """Who the phrases with these heads are, without repetition. ``speaker``: whoever says "nous" here."""
    found: dict[str, Party] = {}
    for head in heads:
        if head.form in NO_ONE or _apposed(scene, s, head, heads):
            continue
        own = (head.start, head.end)
        if any(p.kind == "state" and p.mention is not None and within(own, p.mention.span) for p in found.values()):
            continue  # "les délégations de X et de Y" are X and Y
        for party in party_of(scene, s, head, speaker):
            found.setdefault(party.name, party)
    return tuple(found.values())


def _apposed(scene: Scene, s: Sentence, head: Token, heads: Sequence[Token]) -> bool:
    """Whether a common noun only says who the person named after its comma is: "L'homme fort, le maréchal X"."""
    if scene.kind((head.start, head.end)) not in (None, "unnamed", "role"):
        return False
    end = phrase(s, head)[1]
    comma = next((t for t in s.tokens if t.start >= end), None)
    if comma is None or comma.form != ",":
        return False
    named = (m for m in scene.mentions if m.kind == "person" and comma.end < m.span[1] <= comma.end + 60)
    after = next(named, None)
    others = (t for t in heads if t is not head)
    return after is not None and any(comma.end <= t.start < after.span[1] for t in others)


def party_of(scene: Scene, s: Sentence, head: Token, speaker: tuple[str, ...]) -> list[Party]:
    """The party or parties of one phrase; several where it names several ("les deux" resolved to two states)."""
    span = phrase(s, head)
    said = scene.text[span[0] : span[1]]
    pair = _several(scene, s, head, span)
    if pair:
        return pair
    mention = Evidence.of(scene.text, span)
    if head.form in LAST:
        last = scene.resolver.resolve(span, previous=before(scene, head.start))
        return [Party(name, mention, kind_of(scene, name), side_of(scene, name)) for name in last.reference]
    if head.pos == "PRON" or head.form in _FIRST:
        if head.form in _FIRST:
            return [
                Party(name, Evidence.of(scene.text, (head.start, head.end)), "", side_of(scene, name))
                for name in speaker
            ]
        answer = scene.resolver.resolve((head.start, head.end), previous=before(scene, head.start))
        own = Evidence.of(scene.text, (head.start, head.end))
        names = _not_themselves(scene, head, answer)
        return [Party(name, own, kind_of(scene, name), side_of(scene, name)) for name in names]
    if (first := _first_named(scene, s, head)) is not None:
        return [first]
    known = scene.mention((head.start, head.end))
    each = scene.sides(known.span if known is not None else span)
    if not each and head.form in _SENT and _LEAD.sub("", said).strip() in _SENT:
        both = two_sides(scene, head.start)
        if both is None:
            return [Party(head.form, mention, "", None)]
        return [Party(n, mention, kind_of(scene, n), side_of(scene, n), implied=True) for n in both]
    if len(each) == 2 and head.form.endswith("s") and _BOTH.search(scene.text, *(known.span if known else span)):
        whole = Evidence.of(scene.text, known.span if known is not None else span)
        return [Party(side, whole, "state", side) for side in each]  # "les délégations de X et de Y"
    if known is not None and known.kind not in ("unnamed", "document"):
        bare = known.kind == "institution" and not known.names and within(known.span, span)
        wide = known.span if within((head.start, head.end), known.span) and not bare else span
        answer = scene.resolver.resolve(wide, previous=before(scene, head.start))
        names = answer.reference or known.names
        told = folded_words(scene.text[max(0, wide[0] - _BESIDE) : wide[0]])
        former = bool(told) and told[-1] in FORMER
        if former and known.kind == "role":  # "un ancien ministre": of no side, whoever holds the office now
            return [Party(_LEAD.sub("", said), mention, "", None)]
        if names:
            opposed = load_events().lists["against"] & {*_WORDS.findall(scene.text[slice(*wide)].lower())}
            sides = () if opposed or (former and known.kind == "person") else scene.sides(wide)
            return [
                Party(
                    n,
                    Evidence.of(scene.text, wide),
                    known.kind,
                    side_of(scene, n) or (sides[0] if len(sides) == 1 and known.kind != "group" else None),
                )
                for n in names
            ]
    name = bare_name(scene, head, span)
    sides = scene.sides(span)
    apart = _of_two_nations(head, name, sides)
    if apart:
        return [Party(n, mention, "", side) for n, side in zip(apart, sides, strict=True)]
    if _OURS.search(said) and speaker and not sides:
        sides = [side for side in (side_of(scene, n) for n in speaker) if side]
    against = any(form in load_events().lists["nonstate"] for form in singulars(head.form))
    return [Party(name, mention, "", sides[0] if sides and not against else None)]


def _first_named(scene: Scene, s: Sentence, head: Token) -> Party | None:
    """The first of several people behind the office that they share: "les présidents X et Y"; the others stand by
    themselves."""
    if head.pos != "NOUN" or not head.form.endswith("s") or not load_cues().someone(head.form):
        return None
    after = next((m for m in scene.mentions if m.span[0] >= head.end), None)
    if after is None or after.kind != "person" or len(after.names) != 1 or after.span[1] > s.end:
        return None
    between = [t for t in s.tokens if head.end <= t.start < after.span[0]]
    joined = scene.text[after.span[1] : after.span[1] + 4].startswith((" et ", ", "))
    if not joined or not all(t.pos in ("NOUN", "ADJ", "DET") or t.form in _OF for t in between):
        return None
    if between and (between[-1].form in _OF or between[-1].pos == "DET"):
        return None  # "les soldats de X et Y"
    mention = Evidence.of(scene.text, (head.start, after.span[1]))
    return Party(after.names[0], mention, "person", side_of(scene, after.names[0]))


def _not_themselves(scene: Scene, head: Token, answer: Resolved) -> tuple[str, ...]:
    """Who a pronoun is: in quotation marks "il" and "elle" are never whoever is quoted."""
    quoting = {n for h in scene.holders(head.start) if h.mode == "direct" for n in h.reference}
    if head.form not in _THIRD or not quoting & set(answer.reference):
        return answer.reference
    return tuple(n for n in answer.candidates if n not in quoting)[:1]


def _several(scene: Scene, s: Sentence, head: Token, span: Span) -> list[Party]:
    """ "les deux pays", "les quatre dirigeants": as many as were named last; empty where fewer were."""
    how_many, lists = load_events().numbers, load_events().lists
    noun = head.form.removesuffix("s") if head.form != "pays" else head.form
    number = next((t for t in s.tokens if t.head == head.i and t.form in how_many and t.i < head.i), None)
    if head.form in how_many and head.pos == "NUM":
        number, noun = head, head.form
    many = (
        how_many[number.form]
        if number is not None
        else (2 if noun in ("partie", "belligérant") and head.form.endswith("s") else 0)
    )
    definite = head.form in how_many or any(
        t.head == head.i and t.form in ("les", "ces", "leurs", "aux", "des") and t.i < head.i and t.form != "des"
        for t in s.tokens
    )
    if not many or not definite or scene.sides(span) or noun not in lists["plural_states"] | lists["plural_persons"]:
        return []
    people = noun in lists["plural_persons"]
    if not people and many == 2:
        pair = two_sides(scene, head.start)
        return [
            Party(n, Evidence.of(scene.text, span), kind_of(scene, n), side_of(scene, n), implied=True)
            for n in pair or ()
        ]
    found = dict.fromkeys(_two_joined(scene, head.start)) if people and many == 2 else {}
    for m in reversed([m for m in scene.mentions if m.span[1] <= head.start]):
        if len(found) == many:
            break
        if people and m.kind == "person" and m.names:
            found[m.names[0]] = None
        elif not people and m.kind in ACTING and m.names:
            side = side_of(scene, m.names[0])
            if side:
                found[side] = None
        if len(found) == many:
            break
    if len(found) < many:
        return []
    own = Evidence.of(scene.text, span)
    return [Party(n, own, "person" if people else "state", side_of(scene, n), implied=True) for n in reversed(found)]


def _two_joined(scene: Scene, offset: int) -> tuple[str, ...]:
    """The two people whom the text joins last before an offset ("le roi X et le général Y"), the later one first; empty
    where it joins none nearby."""
    people = [m for m in scene.mentions if m.kind == "person" and m.names and offset - _NEAR < m.span[1] <= offset]
    pairs = [
        (other.names[0], one.names[0])
        for one, other in pairwise(people)
        if one.names[0] != other.names[0] and _AND.fullmatch(scene.text, one.span[1], other.span[0])
    ]
    return pairs[-1] if pairs else ()


def _of_two_nations(head: Token, name: str, sides: list[str]) -> tuple[str, ...]:
    """ "négociateurs américains et ukrainiens" as two parties; empty for anything else."""
    words = name.split()
    if len(sides) != 2 or len(words) != 4 or words[2] != "et" or not head.form.endswith("s"):
        return ()
    return f"{words[0]} {words[1]}", f"{words[0]} {words[3]}"


def paired(scene: Scene, span: Span) -> tuple[Party, ...]:
    """Who meets, where a hyphen joins the surnames of two: "le sommet Vidal-Breuil"; empty unless both are known."""
    for m in _PAIRED.finditer(scene.text, *span):
        names = [_bearer(scene, surname) for surname in m.group("one", "other")]
        if all(names) and names[0] != names[1]:
            spans = [m.span("one"), m.span("other")]
            return tuple(
                Party(n, Evidence.of(scene.text, at), "person", side_of(scene, n))
                for n, at in zip(names, spans, strict=True)
            )
    return ()


def _bearer(scene: Scene, surname: str) -> str:
    """The one person of the text or of the data whom the press calls so; empty where there is none, or several."""
    told = {n for m in scene.mentions if m.kind == "person" for n in m.names if n.split()[1:][-1:] == [surname]}
    known = {a.name for a in scene.book.actors.values() if a.kind == "person" and surname in (a.surname, *a.aliases)}
    found = told or known
    return next(iter(found)) if len(found) == 1 else ""


def kind_of(scene: Scene, name: str) -> str:
    """Kind of the actor with this canonical name, where the text or the data tells."""
    actor = scene.book.actors.get(name)
    if actor is not None:
        return actor.kind
    if name in scene.book.lands:
        return "state"
    return next((m.kind for m in scene.mentions if name in m.names), "")


def bare_name(scene: Scene, head: Token, span: Span) -> str:
    """A phrase as a name: from its head on, without determiner or number."""
    numbers = [
        q.evidence.end for q in scene.quantities if within(q.evidence.span, span) and q.evidence.end <= head.start
    ]
    start = max([span[0], *numbers])
    words = re.sub(r"\s+", " ", scene.text[start : span[1]]).split("(")[0].strip(" «»\"'“”,;’")
    return _LEAD.sub("", words).replace("’", "'") or scene.text[head.start : head.end]


def before(scene: Scene, offset: int) -> list[tuple[Span, tuple[str, ...]]]:
    """Speakers of the statements that start before an offset, for the resolver."""
    return [p for p in scene.previous if p[0][0] < offset]


def side_of(scene: Scene, name: str) -> str | None:
    """State to which the data gives a name; the state itself for a state."""
    if name in scene.book.lands:
        return scene.book.lands[name].name
    actor = scene.book.actors.get(name)
    if scene.book.body_of(name):
        return None  # who leads a rebellion, or speaks for the UN, is of a country and does not act for it
    if actor is not None and actor.kind in ("person", "institution") and actor.country in scene.book.lands:
        return scene.book.lands[actor.country].name
    return None


def side_parties(scene: Scene, span: Span) -> tuple[Party, ...]:
    """States that a weapon or an act is said to be of: "frappes israéliennes", "drones ukrainiens"."""
    found = []
    for name in scene.sides(span)[:1]:
        found.append(Party(name, Evidence.of(scene.text, span), "state", name))
    return tuple(found)


def speaker_names(statement: Statement) -> tuple[str, ...]:
    """Who says it: canonical names, else the mention as written."""
    if statement.reference:
        return statement.reference
    if statement.speaker is not None:
        if statement.speaker.quote.lower() in load_events().lists["pronouns"]:
            return ()  # someone, whom the text does not let us name
        return (_LEAD.sub("", statement.speaker.quote),)
    return ()
