"""Every record type, declared once: SQL tables, JSON Schema and the docs table are derived from these structs.

A record's id is a hash of its KEY fields, so that reading the same text again, on any machine, gives the same ids.
Everything that a record takes from a text is an :class:`Evidence`: exact characters, checked when written and by
``recoupe verify``. One file, long as it is: a field is read beside those of the records that it refers to.
"""

from __future__ import annotations

import hashlib
from typing import Any, ClassVar, Literal

import msgspec

Mode = Literal["direct", "indirect", "mixed", "selon", "incise", "colon", "free_direct", "nominal", "hedge"]
Act = Literal[
    "assert", "deny", "accuse", "demand", "propose", "accept", "reject", "support", "commit", "threaten", "warn"
]
Resolution = Literal["name", "alias", "composed", "introduced", "inferred", "unnamed", "unresolved"]
MaskKind = Literal[
    "template",
    "repeated_heading",
    "repeated_paragraph",
    "cut_heading",
    "subscription",
    "related",
    "promotion",
    "share",
    "navigation",
    "cookies",
    "credit",
    "language",
]
BlockKind = Literal["title", "heading", "paragraph", "bullet", "dateline", "credit"]
Precision = Literal["point", "city", "region", "country", "none"]
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Modifier = Literal["=", "~", ">", ">=", "<", "<=", "~<", "range", "x"]
DatingBasis = Literal["given", "in the text", "in the text with dated knowledge", "from a sibling document", "none"]


class Evidence(msgspec.Struct, frozen=True, order=True):
    """Exact characters of a document: ``text[start:end] == quote``, in code points, half open."""

    start: int
    end: int
    quote: str

    @classmethod
    def of(cls, text: str, span: tuple[int, int]) -> Evidence:
        """The evidence that stands at ``span`` of ``text``."""
        return cls(span[0], span[1], text[span[0] : span[1]])

    @property
    def span(self) -> tuple[int, int]:
        """(start, end)."""
        return self.start, self.end


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """Base of all that is stored: names its KEY fields and derives its id from them."""

    KEY: ClassVar[tuple[str, ...]] = ()

    @property
    def id(self) -> str:
        """16 hexadecimal digits: the hash of the type's name and of the key fields in canonical JSON."""
        key: list[Any] = [type(self).__name__, *(msgspec.to_builtins(getattr(self, name)) for name in self.KEY)]
        return hashlib.sha256(msgspec.json.encode(key)).hexdigest()[:16]


class Mask(msgspec.Struct, frozen=True, order=True):
    """A range of the text that no record may come from; the text itself is never changed."""

    start: int
    end: int
    kind: MaskKind
    rule: str


class Block(msgspec.Struct, frozen=True, order=True):
    """A line or paragraph of the text, by what it is."""

    start: int
    end: int
    kind: BlockKind


class Document(Record, frozen=True, kw_only=True):
    """One text as it was read. The text never changes; masks and blocks lie over it."""

    KEY: ClassVar[tuple[str, ...]] = ("text", "outlet", "date")

    text: str
    outlet: str | None = None
    """Who published it, as given by the user, by the address of the page or by its markup; None where unknown."""
    date: str | None = None
    """ISO date of publication **given** by the user or by metadata; None where not given."""
    encoding: str = "utf-8"
    language: str = "fr"
    """ISO 639-1 code; no record is read out of a text in a language that has no folder under ``lang``."""
    title: Evidence | None = None
    printed_date: Evidence | None = None
    agencies: tuple[Evidence, ...] = ()
    """Agency credits that the text prints, such as "avec AFP"."""
    blocks: tuple[Block, ...] = ()
    masks: tuple[Mask, ...] = ()
    reader: str = "plain@1"
    """What made the text out of the bytes: reader and version, then the libraries it rests on with theirs."""
    author: str | None = None
    """Who signs it, as the metadata or the byline says."""
    section: str | None = None
    """Section of the outlet, as the metadata says."""
    address: str | None = None
    """Canonical address of the page."""


class Source(Record, frozen=True, kw_only=True):
    """Where a document came from: one document may come from several files."""

    KEY: ClassVar[tuple[str, ...]] = ("document", "name")

    document: str
    name: str
    """File name or address as the user gave it."""
    bytes_hash: str
    """SHA-256 of the bytes that the text was made out of; the table ``raw`` keeps them where the text is not theirs."""
    read_at: str


class Version(Record, frozen=True, kw_only=True):
    """An address gave another text than before: the earlier document is kept, and left out of the checking."""

    KEY: ClassVar[tuple[str, ...]] = ("document", "replaces")

    document: str
    """The later text."""
    replaces: str
    """The earlier one."""
    address: str
    seen_at: str


class Statement(Record, frozen=True, kw_only=True):
    """Who said what: a speaker, the words that attribute, and the content that is attributed."""

    KEY: ClassVar[tuple[str, ...]] = ("document", "content", "cue", "speaker")

    document: str
    content: tuple[Evidence, ...]
    """One or more spans: a quotation cut by "a-t-il dit" is one statement."""
    speaker: Evidence | None = None
    """The mention, as it stands in the text; None for a quotation without a cue of its own."""
    cue: Evidence | None = None
    reference: tuple[str, ...] = ()
    """Canonical names of the actors that the mention resolves to; empty where unresolved."""
    resolution: Resolution = "unresolved"
    resolution_note: str = ""
    """Why: the step that resolved the mention, or the reason that none did."""
    candidates: tuple[str, ...] = ()
    """For an inferred or failed resolution, the actors that were considered, best first."""
    act: Act = "assert"
    mode: Mode = "indirect"
    negated: bool = False
    channel: Evidence | None = None
    addressee: Evidence | None = None
    origin: str | None = None
    """First source that the text names for the content: the agency or other outlet credited, else the speaker."""
    outer: str | None = None
    """Id of the statement that this one is reported inside of."""
    rule: str = ""


class Timex(Record, frozen=True, kw_only=True):
    """A time expression with its ISO value."""

    KEY: ClassVar[tuple[str, ...]] = ("document", "evidence", "type")

    document: str
    evidence: Evidence
    type: TimexType
    value: str | None = None
    """TIMEX3 value ("2025-12-05TNI", "P30D", "PAST_REF"); None where the text alone does not give it."""
    earliest: str | None = None
    """First and last ISO day that the expression can mean; None where unknown."""
    latest: str | None = None
    anchor: Literal["calendar", "document", "expression", "event", "vague", "none"] = "none"
    rule: str = ""


class Deadline(Record, frozen=True, kw_only=True):
    """A time limit: its duration, and its due date only where the start is known."""

    KEY: ClassVar[tuple[str, ...]] = ("document", "evidence")

    document: str
    evidence: Evidence
    duration: str | None = None
    due_earliest: str | None = None
    due_latest: str | None = None
    counted_from: Evidence | None = None
    rule: str = ""


class DatingStep(msgspec.Struct, frozen=True):
    """One step of reasoning about a document's date: what the text says, and what it leaves possible."""

    evidence: Evidence
    rule: str
    kept: int
    """Candidate days left after this step."""
    knowledge: str | None = None
    """Row of the knowledge file that was used, with its source; None for the calendar alone."""
    contradicts: bool = False


class Dating(Record, frozen=True, kw_only=True):
    """When a document was published, as an interval with its basis; never a guess."""

    KEY: ClassVar[tuple[str, ...]] = ("document",)

    document: str
    basis: DatingBasis
    earliest: str | None = None
    latest: str | None = None
    candidates: tuple[str, ...] = ()
    """Possible days, at most 400; empty where they are every day of the interval or none is known."""
    steps: tuple[DatingStep, ...] = ()


class Quantity(Record, frozen=True, kw_only=True):
    """A number with what it counts; vague plurals are open ranges."""

    KEY: ClassVar[tuple[str, ...]] = ("document", "evidence")

    document: str
    evidence: Evidence
    """The number itself, scale included."""
    low: float | None
    high: float | None
    """None where the range is open above."""
    modifier: Modifier = "="
    unit: str | None = None
    """Counted noun as written, or the symbol of a measure or currency."""
    counted: Evidence | None = None
    """The whole counted phrase, such as "drones ukrainiens"."""
    part_of: Evidence | None = None
    """The quantity of which this one is a part ("dont trois enfants", "13 des 23")."""
    rule: str = ""


class Place(Record, frozen=True, kw_only=True):
    """A place name, pinned only where the data holds it."""

    KEY: ClassVar[tuple[str, ...]] = ("document", "evidence")

    document: str
    evidence: Evidence
    name: str
    """Canonical French name where resolved, else as written."""
    lat: float | None = None
    lon: float | None = None
    precision: Precision = "none"
    country: str | None = None
    """ISO 3166 alpha-2 code."""
    metonym: bool = False
    """Stands for a government or an army: never pinned."""
    candidates: tuple[str, ...] = ()
    rule: str = ""


EventType = Literal[
    "statement",
    "position",
    "proposal",
    "meeting",
    "agreement",
    "commitment",
    "attack",
    "interception",
    "casualties",
    "damage",
    "territory",
    "military_activity",
    "prisoners",
    "threat",
    "sanction",
    "aid",
    "office",
]
EventStatus = Literal["happened", "claimed", "planned", "proposed", "denied", "conditional"]
Stance = Literal["accepts", "rejects", "demands", "conditions", "supports", "criticizes", "disagrees", "silent"]
Fulfilment = Literal["pending", "in_progress", "kept", "broken", "missed", "unknown"]


class Party(msgspec.Struct, frozen=True):
    """Someone who does a thing, or to whom it is done."""

    name: str
    """Canonical name where resolved, else as written."""
    mention: Evidence | None = None
    kind: str = ""
    """Kind of actor mention: person, state, institution, metonym, group, role; empty for things and unnamed people."""
    side: str | None = None
    """State that the words themselves give it ("soldats soudanais"), or that its row in the data gives it."""
    implied: bool = False
    """Not named in the text of the record, but by the sentences around it."""


class PlaceMention(msgspec.Struct, frozen=True):
    """Where a thing is said to have happened."""

    name: str
    mention: Evidence


class When(msgspec.Struct, frozen=True):
    """When a thing is said to have happened: the words, and what :class:`Timex` makes of them."""

    mention: Evidence
    value: str | None = None
    earliest: str | None = None
    latest: str | None = None


class Count(msgspec.Struct, frozen=True):
    """How many: :class:`Quantity`, bound to one record."""

    mention: Evidence
    low: float | None
    high: float | None
    modifier: Modifier = "="
    unit: str | None = None
    counted: Evidence | None = None


class Event(Record, frozen=True, kw_only=True):
    """What a text says about the world: one thing done, planned, claimed, denied or wanted, and who says so."""

    KEY: ClassVar[tuple[str, ...]] = ("document", "type", "subtype", "stance", "evidence", "quantity")

    document: str
    type: EventType
    subtype: str = ""
    evidence: tuple[Evidence, ...]
    """Where it is said, best span first; the other spans say the same again."""
    trigger: Evidence
    """The word that says what happened; for what comes of a statement, its cue or its content."""
    actor: tuple[Party, ...] = ()
    target: tuple[Party, ...] = ()
    place: tuple[PlaceMention, ...] = ()
    date: When | None = None
    quantity: Count | None = None
    ordinal: Count | None = None
    """Which round or meeting of a series it is."""
    status: EventStatus = "happened"
    attributed_to: tuple[str, ...] = ()
    """Canonical names of who says so; empty where the text says it in its own voice."""
    source: Evidence | None = None
    """The mention of whoever says so."""
    statements: tuple[str, ...] = ()
    """Ids of the statements that it stands in, outermost first."""
    chain: tuple[str, ...] = ()
    """Who reports whom, outermost first, where one statement stands inside another."""
    stance: Stance | None = None
    issue: str | None = None
    """What a position, proposal, agreement or commitment is about, as written."""
    condition: Evidence | None = None
    fulfilment: Fulfilment | None = None
    due: When | None = None
    weapon: Evidence | None = None
    plover: str = ""
    acled: str = ""
    rule: str = ""


LinkKind = Literal[
    "same",
    "corroborates",
    "contradicts",
    "updates",
    "responds_to",
    "fulfils",
    "breaks",
    "postpones",
    "changes_position",
    "part_of",
    "distinct",
]
CopyKind = Literal["identical", "cut", "edited", "reordered", "rewritten", "partial"]
Verdict = Literal["corroborated", "single_source", "contested", "denied"]


class Link(Record, frozen=True, kw_only=True):
    """What one record is to another: ``a`` is the later one, or the one that answers, keeps or belongs to ``b``."""

    KEY: ClassVar[tuple[str, ...]] = ("a", "b", "relation")

    a: str
    b: str
    relation: LinkKind
    reasons: tuple[str, ...] = ()
    """Names of the slots that say so, in the order in which they were looked at; put into words by the messages."""


class Passage(msgspec.Struct, frozen=True, order=True):
    """The same words in two texts: half open spans in code points."""

    a: tuple[int, int]
    b: tuple[int, int]


class Copy(Record, frozen=True, kw_only=True):
    """Two documents of which one copies the other, or both a third; ``a`` is the smaller id, not the origin."""

    KEY: ClassVar[tuple[str, ...]] = ("a", "b")

    a: str
    b: str
    kind: CopyKind
    a_in_b: float
    """Part of the words of ``a`` that stand in passages shared with ``b``, 0 to 1."""
    b_in_a: float
    strong: bool
    """Whether the two texts alone make it certain; else it rests on what they share being rare in the dossier."""
    passages: tuple[Passage, ...] = ()
    """In the order of ``a``."""


class Held(msgspec.Struct, frozen=True):
    """What one origin says of a finding, in the newest of its records."""

    origin: str
    """Key of the origin: a folded name, or the agency or document in whose own voice it stands."""
    by: tuple[str, ...]
    """Names of who says so; empty for the text's own voice."""
    record: str
    documents: tuple[str, ...]
    low: float | None = None
    high: float | None = None
    modifier: Modifier = "="
    unit: str | None = None
    superseded: bool = False
    """Replaced by a later value of the same origin."""
    denies: bool = False


class Finding(Record, frozen=True, kw_only=True):
    """Records about one thing, with what checking them against each other says. Never who is right."""

    KEY: ClassVar[tuple[str, ...]] = ("anchor",)

    anchor: str
    """The earliest of its records, by date and then by id."""
    type: EventType
    subtype: str = ""
    stance: Stance | None = None
    status: EventStatus = "happened"
    """Of the newest record that does not deny it, else denied: that it is denied is the verdict's to say."""
    verdict: Verdict
    origins: tuple[str, ...]
    """Keys of the independent origins that assert it."""
    held: tuple[Held, ...]
    records: tuple[str, ...]
    earliest: str | None = None
    latest: str | None = None
    parties: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


JudgedKind = Literal["statement", "event", "place", "dating", "link", "finding"]
Decision = Literal["accept", "reject", "correct", "undo"]
JudgedField = Literal["", "speaker", "act", "status", "quantity", "date", "place", "relation", "verdict"]


class Anchor(msgspec.Struct, frozen=True):
    """Where a record stood when it was judged: enough to find it again where other rules read the text otherwise."""

    record: str
    document: str
    kind: str
    """Type of the record; for an event, its own type and subtype: "event casualties killed"."""
    start: int
    end: int
    quote: str
    value: str = ""
    """Its count, where one sentence gives several."""


class Judgement(Record, frozen=True, kw_only=True):
    """What a person says of a record. It lies beside it; a later one takes its place, and an "undo" takes it back."""

    KEY: ClassVar[tuple[str, ...]] = ("record", "decision", "field", "value", "by", "at")

    record: str
    """Id of what was judged, as it was then. For an undo, the id of the judgement that is taken back."""
    kind: JudgedKind
    decision: Decision
    field: JudgedField = ""
    """What is corrected; empty where the record is accepted or rejected as a whole."""
    value: str = ""
    """The corrected value in its canonical writing."""
    was: str = ""
    """What the rules had read there."""
    by: str
    at: str
    """ISO time in UTC, to the microsecond: never that of an earlier judgement of the dossier."""
    note: str = ""
    anchors: tuple[Anchor, ...] = ()
    """One for a record of a text, two for a link, one for each record of a finding."""
    fingerprint: str = ""
    """Hash of what was seen: the sentence and the judged field, all that is judgeable where it is judged as a whole."""


RECORD_TYPES: tuple[type[Record], ...] = (
    Document,
    Source,
    Version,
    Statement,
    Timex,
    Deadline,
    Dating,
    Quantity,
    Place,
    Event,
    Link,
    Finding,
    Copy,
    Judgement,
)


def evidence_of(record: Record) -> list[tuple[str, Evidence]]:
    """Every evidence of a record with the name of its field, in declaration order, nested ones included."""
    found: list[tuple[str, Evidence]] = []

    def walk(name: str, value: object) -> None:
        if isinstance(value, Evidence):
            found.append((name, value))
        elif isinstance(value, tuple):
            for item in value:
                walk(name, item)
        elif isinstance(value, msgspec.Struct):
            for inner in value.__struct_fields__:
                walk(name, getattr(value, inner))

    for field in record.__struct_fields__:
        walk(field, getattr(record, field))
    return found
