"""What the other layers know of a document, looked up by offset while its events are read."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from recoupe.extract.actors import ActorBook, Mention, find_mentions, scan_text
from recoupe.extract.resolve import Resolver
from recoupe.lang.attribution import CONTRADICTED
from recoupe.lang.base import Sentence, Token
from recoupe.lang.fr.cues import load_cues
from recoupe.lang.fr.events import load_events, singulars
from recoupe.lang.fr.events.roles import GENDERS
from recoupe.lang.fr.grammar import OBJECT_CLITICS
from recoupe.records import Document, Place, Quantity, Statement, Timex
from recoupe.text import Span, overlaps, plain, within

ACTING = frozenset(["person", "state", "metonym", "institution", "group"])
"""Kinds of mention that act by themselves."""
SWAP = re.compile(r"\béchanges? (?:\w+ )?(?:de|des) (?:\d+ )?(?:prisonniers|captifs|détenus|otages|corps|dépouilles)\b")
_HELD = re.compile(r"\b(?:prisonni|captif|otage|détenu)\w*")
_OFTEN = 1
"""Times that a text names those held, beyond which its soldiers who come home are they."""
_MET = re.compile(
    r"\b(?:lors|à l'issue|à l'occasion|en marge|au terme|à l'ouverture|au cours) (?:de |d'|du |des )[^,;.:]*$"
)
"""Before the meeting at which something was asked for: "demande une trêve lors d'une réunion"."""
_OWNED = re.compile(
    r"(?:d['’])?(?:être )?(?:responsables? d|les? auteurs? d|à l['’]origine d|la (?:responsabilité|paternité) d)"
)
_RELATIVE = re.compile(r"\b(?:qui|ayant|dont|lequel|laquelle|lesquels|lesquelles)\b")
_UNMANNED = re.compile(r" (?:aériens? )?(?:sans pilotes?|téléguidés?|inhabités?)\b")
_OF_THEM = 60
"""Characters behind a count within which a number tells some of it."""
_OF_THOSE_SENT = re.compile(
    r"[^.;:\n]{0,40}? sur (?:les |un total de )?\d+ (?:lancés|tirés|envoyés|signalés|détectés|recensés)\b"
)
"""Behind machines that were shot down: "51 appareils | détruits sur les 64 signalés"."""
_POINTS_BACK = frozenset(["ce", "cet", "ces"])


class Scene:
    """A document with its sentences, statements, values and actors."""

    def __init__(
        self,
        document: Document,
        sentences: Sequence[Sentence],
        statements: Sequence[Statement],
        timexes: Sequence[Timex],
        quantities: Sequence[Quantity],
        places: Sequence[Place],
        book: ActorBook,
        *,
        published: str = "",
    ) -> None:
        self.published = published
        self.document, self.text, self.book = document, document.text, book
        self.document_id = document.id
        self.sentences = list(sentences)
        self.statements = sorted(statements, key=lambda s: s.content[0].start)
        self.timexes = sorted(timexes, key=lambda t: t.evidence.start)
        self.quantities = sorted(quantities, key=lambda q: q.evidence.start)
        self.places = sorted(places, key=lambda p: p.evidence.start)
        self.scan = scan_text(self.text, sentences, book)
        self.mentions = find_mentions(self.text, sentences, book)
        self._mention_starts = [m.span[0] for m in self.mentions]
        self.resolver = Resolver(self.text, sentences, book, title=document.title.span if document.title else None)
        self.previous = [
            ((s.speaker or s.content[0]).span, s.reference)
            for s in self.statements
            if s.reference and s.mode != "hedge" and s.outer is None
        ]
        words = self.scan.words
        told = Counter(lands[0].name for _, lands in self.scan.lands if len(lands) == 1)
        told.update(name for m in self.mentions if m.kind in ("state", "metonym") for name in m.names)
        told.update(book.lands[p.country].name for p in self.places if p.country in book.lands)
        self._lands = sorted(
            (words.starts[k], words.ends[k], land)
            for k, lands in self.scan.lands
            if (land := _meant([x.name for x in lands], told))
        )
        self._land_starts = [start for start, _, _ in self._lands]
        self._ids = {id(s): s.id for s in self.statements}
        self.by_id = {self._ids[id(s)]: s for s in self.statements}

    def id_of(self, statement: Statement) -> str:
        """The id of one of the scene's statements, hashed once."""
        return self._ids[id(statement)]

    def mention(self, span: Span) -> Mention | None:
        """The longest mention that holds a word and starts with it or shortly before, None where none does."""
        at = bisect_left(self._mention_starts, span[1])
        holding = [m for m in self.mentions[max(0, at - 12) : at] if overlaps(m.span, span)]
        return max(holding, key=lambda m: m.span[1] - m.span[0], default=None)

    def kind(self, span: Span) -> str | None:
        """Kind of the mention whose head stands at ``span``: a name inside a longer mention is not its head."""
        mention = self.mention(span)
        if mention is None:
            return None
        exact = [m for m in self.mentions if m.span[0] == span[0]]
        return (exact[0] if exact else mention).kind

    def sides(self, span: Span) -> list[str]:
        """States that a phrase names, by name, capital or adjective, in order."""
        at = bisect_left(self._land_starts, span[0])
        found = []
        for start, end, name in self._lands[at:]:
            if start >= span[1]:
                break
            if end <= span[1]:
                found.append(name)
        return list(dict.fromkeys(found))

    def place_in(self, span: Span) -> bool:
        """Whether a phrase holds a place name that does not stand for a government."""
        return any(within(p.evidence.span, span) and not p.metonym for p in self._places_near(span))

    def _places_near(self, span: Span) -> list[Place]:
        return [p for p in self.places if overlaps(p.evidence.span, span)]

    def places_in(self, span: Span) -> list[Place]:
        """The places of a stretch that do not stand for a government."""
        return [p for p in self._places_near(span) if not p.metonym and within(p.evidence.span, span)]

    def quantities_in(self, span: Span) -> list[Quantity]:
        """The quantities whose number stands in ``span``, in order."""
        return [q for q in self.quantities if within(q.evidence.span, span)]

    def of_clock(self, quantity: Quantity) -> bool:
        """Whether a number is that of an hour of the day."""
        return any(t.type == "TIME" and overlaps(t.evidence.span, quantity.evidence.span) for t in self.timexes)

    def holders(self, offset: int) -> list[Statement]:
        """The statements whose content holds an offset, outermost first."""
        holding = [
            s
            for s in self.statements
            if any(e.start <= offset < e.end for e in s.content)
            and not _at(s.cue, offset)
            and not _beside(s, offset)
            and not s.rule.endswith(CONTRADICTED)  # who denies what another tells is not who tells it
        ]
        return sorted(holding, key=lambda s: -sum(e.end - e.start for e in s.content))

    def above(self, s: Sentence, token: Token) -> list[Statement]:
        """The statements that hold the clause on which a participle hangs, where none holds the participle itself.

        "X a dénoncé des tirs, ayant visé un camp": one that hangs on the cue goes on with what is said.
        """
        seen: set[int] = set()
        while token.i not in seen and token.head != token.i:
            seen.add(token.i)
            token = s.tokens[token.head]
            if held := self.holders(token.start):
                return held
            cued = self.cued((token.start, token.end))
            if cued is not None and cued.act in ("assert", "accuse", "warn"):
                return [cued]
        return []

    def reported(self, s: Sentence, token: Token) -> Token | None:
        """The verb of saying that governs a clause and of which no statement was read: a claim still."""
        seen: set[int] = set()
        while token.i not in seen and token.head != token.i:
            seen.add(token.i)
            upper = s.tokens[token.head]
            marks = [t.form for t in s.tokens if t.head == token.i and t.dep == "mark" and t.i < token.i]
            governs = token.dep.split(":")[0] in ("ccomp", "xcomp", "parataxis") or (
                token.dep.startswith("advcl")
                and token.i > upper.i
                and (not marks or marks == ["que"])
                and (_finite(s, token) or load_cues().accuses(upper.form))
            )
            if governs and load_cues().reports(upper.form) and self.cued((upper.start, upper.end)) is None:
                return upper
            token = upper
        return None

    def told(self, s: Sentence, token: Token) -> list[Statement]:
        """The statement whose cue governs a noun that its content leaves out: "fait état de…, et de 47 blessés"."""
        at = token.start
        for _ in range(4):
            if token.head == token.i:
                break
            token = s.tokens[token.head]
            cued = self.cued((token.start, token.end))
            if cued is not None:
                return [] if any(e.start <= at < e.end for e in cued.content) and _beside(cued, at) else [cued]
        return []

    def cued(self, span: Span) -> Statement | None:
        """The statement whose cue overlaps ``span``."""
        return next((s for s in self.statements if s.cue is not None and overlaps(s.cue.span, span)), None)

    def named(self, token: Token, classes: tuple[str, ...]) -> Span | None:
        """The nearest noun of one of the classes in the two sentences before and in this one, agreeing in number and
        gender where a clitic shows them. "Après l'avoir rejetée, X accepte la trêve": the noun comes behind."""
        events = load_events()
        names = [c for c in classes if c in events.classes]
        at = next((k for k, s in enumerate(self.sentences) if s.start <= token.start < s.end), None)
        if at is None or not names:
            return None
        near = [t for s in self.sentences[max(0, at - 2) : at + 1] for t in s.tokens if t.start < token.start][::-1]
        here = self.sentences[at].tokens
        ahead = [t for t in here if t.start > token.end] if _looks_ahead(here, token) else []
        other: Span | None = None
        for t in (*ahead, *near):
            same = t.dep == "obj" and "offers" in names and (here[0].start <= t.start or self._put(t))
            if t.pos not in ("NOUN", "PROPN") or not events.of_class(t.form, *names, *(["matters"] if same else [])):
                continue  # "X, qui refusait la présence d'observateurs, ne l'exclut plus"
            if self._cannot_be(t, token):
                other = other or (t.start, t.end)
                continue
            plural = t.morph.get("Number") == "Plur"
            if token.form in ("le", "la", "l'", "les") and plural != (token.form == "les"):
                continue
            gender = GENDERS.get(token.form)
            if gender is not None and (plural or t.morph.get("Gender", gender) != gender):
                continue
            return t.start, t.end
        return other

    def _cannot_be(self, noun: Token, number: Token) -> bool:
        """Whether a number cannot count what a noun counts: a part of others ("cinq civils, dont trois policiers, et en
        blessant 22"), or fewer ("112 drones et quatre missiles … en avoir abattu 97")."""
        digits = re.sub(r"\s", "", number.text)
        if not digits.isdigit():
            return False
        own = next(
            (q for q in self.quantities if q.counted is not None and overlaps(q.counted.span, (noun.start, noun.end))),
            None,
        )
        if own is None or number.start <= own.evidence.start:
            return False
        sent = load_events().of_class(noun.form, "airborne") and own.modifier == "=" and own.high is not None
        return own.part_of is not None or (sent and (own.high or 0) < int(digits))

    def _put(self, noun: Token) -> bool:
        """Whether a noun is what someone proposes or demands."""
        s = self.sentence_at(noun.start)
        verb = s.tokens[noun.head] if s is not None else noun
        cued = self.cued((verb.start, verb.end))
        return cued is not None and cued.act in ("demand", "propose")

    def counts(self, token: Token) -> str:
        """The noun of the machines that a number without one counts: of its whole ("64 drones, dont 51 ont été
        abattus"), else of the nearest number before it in its block ("12 roquettes. Neuf ont été abattues")."""
        own = self.quantities_in((token.start, token.end))
        if not own or token.pos == "NOUN" or (own[0].counted is not None and own[0].counted.start > token.start):
            return ""  # "douze de ces engins": the noun stands behind
        block = next((b.start for b in self.document.blocks if b.start <= token.start < b.end), 0)
        before = [q for q in self.quantities_in((block, token.start)) if q.unit is not None]
        unit = own[0].unit or (before[-1].unit if before else None) or ""
        return unit.lower() if load_events().of_class(unit.lower(), "airborne", "rolling") else ""

    def of_several(self, token: Token) -> bool:
        """Whether a number without a noun is more than the nearest before it: "112 drones et six missiles, dont 98
        abattus" are some of both."""
        own = self.quantities_in((token.start, token.end))
        before = [q for q in self.quantities_in((max(0, token.start - _OF_THEM), token.start)) if q.unit is not None]
        if not own or own[0].unit is not None or not before or before[-1].high is None:
            return False
        return (own[0].low or 0) > before[-1].high

    def meant(self, token: Token) -> str:
        """The form of a noun; of one that points back to a machine ("ces engins"), the form of what it points to; of
        what flies without a pilot, or was shot down of those sent, "drones"."""
        events = load_events()
        if _UNMANNED.match(self.text, token.end) or (
            token.form.startswith(("appareil", "engin")) and _OF_THOSE_SENT.match(self.text, token.end)
        ):
            return "drones"
        if not any(form in events.lists["machines"] for form in singulars(token.form)):
            return token.form
        s = self.sentence_at(token.start)
        if s is None or not any(t.head == token.i and t.form in _POINTS_BACK for t in s.tokens):
            return token.form
        span = self.named(token, ("rolling",)) if self.named(token, ("airborne",)) is None else None
        return self.text[slice(*span)].lower() if span is not None else token.form

    def swaps(self) -> bool:
        """Whether the text tells of an exchange of prisoners, or names prisoners again and again."""
        low = plain(self.text).lower()
        return SWAP.search(low) is not None or len(_HELD.findall(low)) > _OFTEN

    def opens_title(self, token: Token) -> bool:
        """Whether a noun opens the title, or a part of it behind a colon, before any verb: "Raid sur Sorel"."""
        s = self.sentence_at(token.start)
        if s is None or not any(b.kind == "title" and b.start <= token.start < b.end for b in self.document.blocks):
            return False
        before = s.tokens[: token.i]
        colon = max((t.i for t in before if t.form == ":"), default=-1)
        if any(t.pos not in ("DET", "ADJ", "NUM") for t in before[colon + 1 :]):
            return False
        part = s.tokens[token.i :]
        end = next((t.i for t in part if t.form in (",", ":", ";", ".")), s.tokens[-1].i + 1)
        return not any(t.morph.get("VerbForm") == "Fin" for t in s.tokens[token.i : end])

    def sentence_at(self, offset: int) -> Sentence | None:
        """The sentence that holds an offset."""
        return next((s for s in self.sentences if s.start <= offset < s.end), None)


def _meant(names: Sequence[str], told: Counter[str]) -> str:
    """Of the states that an adjective can mean, the one that the text names otherwise; empty where it names no one."""
    if len(names) < 2:
        return names[0] if names else ""
    known = [n for n in names if told[n]]
    return known[0] if len(known) == 1 else ""


def _finite(s: Sentence, verb: Token) -> bool:
    return any(
        t.morph.get("VerbForm") == "Fin"
        for t in s.tokens
        if t is verb or (t.head == verb.i and t.dep.startswith("aux"))
    )


def _looks_ahead(tokens: Sequence[Token], clitic: Token) -> bool:
    """Whether a clitic stands in an infinitive clause that opens its sentence: "Après l'avoir rejetée, X accepte …"."""
    before = [t for t in tokens if t.start < clitic.start]
    opens = any(t.form in ("après", "avant", "sans", "pour") for t in before)
    return (
        opens and clitic.form in OBJECT_CLITICS and not any(t.pos in ("VERB", "AUX") or t.form == "," for t in before)
    )


def _beside(s: Statement, offset: int) -> bool:
    """Whether an offset stands beside what is said: in a relative clause about the deed that someone owns up to ("a
    reconnu être responsable de l'attentat, qui a fait douze morts"), or in what tells at which meeting it was said."""
    if s.mode == "direct" or s.cue is None:
        return False
    said = next(e for e in s.content if e.start <= offset < e.end)
    before = said.quote[: offset - said.start]
    if (
        s.mode == "nominal"
        and s.act not in ("assert", "deny", "accuse", "warn", "commit")
        and _MET.search(plain(before).lower())
    ):
        return True
    owns = s.cue.quote.lower().startswith("revendiqu") or _OWNED.match(said.quote.lower())
    return bool(owns) and _RELATIVE.search(before) is not None


def _at(evidence: object, offset: int) -> bool:
    return evidence is not None and evidence.start <= offset < evidence.end  # type: ignore[attr-defined]
