"""What is said, by whom: one line a thing said, with the numbers of the sources that carry it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from recoupe.records import Statement
from recoupe.store import Dossier
from recoupe.store.rulings import ruled
from recoupe.text import fold, fold_name, one_line
from recoupe.views.reviews import Review, reviews
from recoupe.views.sources import NumberedSource, sources

_REACH = 90
"""Characters between a cue and what it governs ("a demandé mardi à son ministre de …") that a line still shows."""
_ECHO = 15
"""Characters, folded and without its first small words, from which a content that another one holds is its echo."""
_ASIDES = (
    r"(?:\s(?:pas|plus|jamais|guère|été|aussi|déjà|toutefois|également|lui-même|elle-même|eux-mêmes|tous|\w+ment))*"
)
# the cue of a compound tense is its participle: a line must show "n'a pas exclu", never "exclu"
_AUXILIARY = re.compile(
    r"\b(?:[Ii]l\s(?=(?:n['’])?\w+\s(?:\w+\s)?été\b))?(?:ne\s|n['’])?(?:[lmst]['’]|se\s|(?:lui|leur|les?|la|y|en)\s)*"
    r"(?:ai|a|avons|ont|avait|avaient|aurait|auraient|avoir|ayant|est|sont|était|étaient|serait|seraient)"
    rf"(?:-t-(?:il|elle|on)|-(?:ils?|elles?|on))?{_ASIDES}\s$"
)
# what belongs to a simple tense or an infinitive before its own words: "s'engage", "ne croit", "continue de plaider"
_BEFORE = re.compile(
    r"\b(?:(?:continu|commenc|fin|hésit|persist|tard)\w+\s(?:à|de|par)\s)?"
    r"(?:(?:ne|se|lui|leur|y|en|le|la|les)\s|[nslymt]['’])*$"
)
_BARE = re.compile(r"\w+(?:é|[^a]i|u|mis|ert)$")
"""A cue that no auxiliary stands before may be the second of two participles: "a rejeté le plan et menacé de …"."""
_QUE = re.compile(r"[«“\x22\s]*qu(?:e\s|['’])")
_NOT_FINITE = re.compile(r"\w+(?:ant|er|ir|dire|mettre|re)$")
_MARKS = ' «»“”"\u00a0\u202f'
_NEGATION = re.compile(r"(?:il )?n(?:e |['’])", re.IGNORECASE)
_ARTICLES = {"le", "la", "les", "l"}
_LINKS = re.compile(r"^(?:(?:que?|de|d|du|des|a|au|aux|pour|sur|en|l|la|le|les|un|une) )+")


class Line(msgspec.Struct, frozen=True):
    """One thing said, once, however many sources carry it.

    ``said`` is what to show: the content alone where it stands by itself, else the text's own words from the cue on
    ("a appelé à une trêve"), and then ``told`` is set. ``quoted`` tells words that the text gives between quotation
    marks from its own words. ``negated``: the cue is ("n'a pas exclu"); ``cue`` is set where ``said`` does not show it.
    ``mention`` is set where the speaker is inferred, not identified, or called by another word than its name ("le
    Kremlin"). ``sources`` are numbers of :class:`NumberedSource`; ``ids`` the statements.
    """

    act: str
    mode: str
    content: str
    said: str
    quoted: bool
    told: bool
    negated: bool
    sources: tuple[int, ...]
    ids: tuple[str, ...]
    cue: str | None = None
    mention: str | None = None
    inferred: bool = False
    others: tuple[str, ...] = ()
    inside: str | None = None
    candidates: tuple[str, ...] = ()
    review: Review | None = None
    """What people said of the statement; it is shown as they corrected it."""


class Speaker(msgspec.Struct, frozen=True):
    """A speaker and what they say."""

    name: str
    lines: tuple[Line, ...]
    sources: tuple[int, ...]


class Speakers(msgspec.Struct, frozen=True):
    """What is said, by whom: named speakers by weight, then sources that are not named, then those not identified."""

    documents: int
    statements: int
    speakers: tuple[Speaker, ...]
    unnamed: tuple[Speaker, ...]
    unresolved: tuple[Line, ...]
    sources: tuple[NumberedSource, ...]


def speakers(dossier: Dossier) -> Speakers:
    """Who says what in a dossier."""
    cited = sources(dossier)
    number = {s.document: s.same_text or s.number for s in cited}
    texts = {document_id: d.text for document_id, d in dossier.documents()}
    read = {i: s for i, s in dossier.records(Statement) if s.document in number}
    found, judged = ruled(dossier, read), reviews(dossier, read)
    order = sorted(found, key=lambda i: (number[found[i].document], found[i].content[0].start, i))
    named: dict[str, dict[tuple[str, ...], Line]] = {}
    unnamed: dict[str, dict[tuple[str, ...], Line]] = {}
    unresolved: dict[tuple[str, ...], Line] = {}
    label: dict[str, str] = {}
    bearer = _bearers(found.values())
    folded = _folded(found)
    holding: dict[str, list[str]] = {}
    for inner, holder in folded.items():
        holding.setdefault(holder, []).append(inner)
    for record_id in order:
        s = found[record_id]
        if record_id in folded:
            continue
        outer = found.get(s.outer) if s.outer else None
        line = line_of(record_id, s, texts[s.document], number[s.document], outer)
        own_ids = (record_id, *holding.get(record_id, ()))
        line = msgspec.structs.replace(line, ids=own_ids, review=judged.get(record_id))
        key = (s.act, str(s.negated), line.inside or "", _core(line.content))
        if s.resolution == "unnamed":
            name = "; ".join(s.reference) or (s.speaker.quote if s.speaker else "")
            _merge(unnamed.setdefault(label.setdefault(fold_name(name), name), {}), key, line)
        elif s.reference:
            for name in s.reference:
                others = tuple(other for other in s.reference if other != name)
                own = msgspec.structs.replace(line, others=others)
                if name in bearer:
                    own = msgspec.structs.replace(own, inferred=True, mention=line.mention or name)
                _merge(named.setdefault(bearer.get(name, name), {}), key, own)
        else:
            _merge(unresolved, (fold(line.mention or ""), *key), line)
    return Speakers(
        documents=len(cited),
        statements=len(found),
        speakers=_by_weight(named),
        unnamed=_by_weight(unnamed),
        unresolved=tuple(unresolved.values()),
        sources=cited,
    )


def _folded(found: dict[str, Statement]) -> dict[str, str]:
    """Statements that add nothing to the one they stand in, with its id: the same speaker, and no act of their own."""
    return {
        record_id: s.outer
        for record_id, s in found.items()
        if s.outer in found and s.reference == found[s.outer].reference and s.reference
        and s.act in ("assert", found[s.outer].act)
    }  # fmt: skip


def _bearers(found: Iterable[Statement]) -> dict[str, str]:
    """For each surname that speaks alone in a text, the one speaker of the dossier who bears it: shown as inferred."""
    alone, full = set(), set()
    for s in found:
        for name in s.reference:
            words = name.split()
            if len(words) > 1 and all(w[:1].isupper() for w in words) and s.resolution != "unnamed":
                full.add(name)
            elif len(words) == len(s.reference) == 1 and s.resolution == "name" and not _has_article(s):
                alone.add(name)
    bearers = {name: [whole for whole in full if fold(whole.split()[-1]) == fold(name)] for name in alone}
    return {name: wholes[0] for name, wholes in bearers.items() if len(wholes) == 1}


def _has_article(s: Statement) -> bool:
    """Whether the mention starts with an article, as a state's or a body's does, or there is none."""
    return s.speaker is None or fold(s.speaker.quote).split()[0] in _ARTICLES


def line_of(record_id: str, s: Statement, text: str, source: int, outer: Statement | None) -> Line:
    """A statement as one line: ``text`` is its document's, ``source`` its number, ``outer`` the statement around it."""
    quoted, content = _content(s, text)
    clause = _QUE.match(content) is not None
    told = _from_cue(s, text)
    quoted = quoted and (told is None or (clause and not re.search('[»”"]', told)))
    shown = s.resolution in ("inferred", "unresolved") or _called_otherwise(s)
    return Line(
        act=s.act,
        mode=s.mode,
        content=content,
        said=told or content,
        quoted=quoted,
        told=told is not None,
        negated=s.negated or (told is not None and _NEGATION.match(told) is not None),
        sources=(source,),
        ids=(record_id,),
        cue=one_line(s.cue.quote) if s.negated and s.cue and told is None else None,
        mention=one_line(s.speaker.quote) if shown and s.speaker else None,
        inferred=s.resolution == "inferred",
        inside=_speaker(outer) if outer and outer.reference != s.reference else None,
        candidates=s.candidates if s.resolution == "unresolved" else (),
    )


def _speaker(s: Statement) -> str | None:
    if s.reference:
        return ", ".join(s.reference)
    return one_line(s.speaker.quote) if s.speaker else None


def _called_otherwise(s: Statement) -> bool:
    """Whether a state or a body is called by a word that its name does not hold: "le Kremlin", "Kigali"."""
    if s.speaker is None or s.resolution not in ("alias", "composed") or len(s.reference) != 1:
        return False
    mention, name = set(_core(s.speaker.quote).split()), set(_core(s.reference[0]).split())
    return len(mention - _ARTICLES) == 1 and not mention & name and not _same_start(mention - _ARTICLES, name)


def _same_start(mention: set[str], name: set[str]) -> bool:
    """Whether a word of each begins alike: a spelling ("Zelenskyj") or an abbreviation is no other word."""
    (word,) = mention
    return any(word[:4] == other[:4] for other in name) or word in {"".join(w[0] for w in sorted(name))}


def _content(s: Statement, text: str) -> tuple[bool, str]:
    """Whether the text gives the whole content between quotation marks, and the content on one line."""
    first, last = s.content[0], s.content[-1]
    before = text[max(0, first.start - 2) : first.start].rstrip()[-1:]
    content = one_line(" […] ".join(e.quote for e in s.content))
    starts = content[:1] in tuple('«“"„') or (before != "" and before in '«“"„')
    after = text[last.end : last.end + 2].lstrip()[:1]
    ends = content[-1:] in tuple('»”"') or (after != "" and after in '»”"')
    quoted = s.mode in ("direct", "free_direct") or (starts and ends and not re.search('[«»“”"]', content[1:-1]))
    return quoted, content.strip('«»“”"„ \u00a0\u202f') if quoted else content.rstrip(" ,;:")


def _from_cue(s: Statement, text: str) -> str | None:
    """The text from the cue to the end of a content that the cue governs; None where the content is a clause apart.

    A participle whose auxiliary stands farther off gets it back between square brackets: "[a] menacé de …".
    """
    if s.cue is None or len(s.content) != 1:
        return None
    content = s.content[0]
    if s.mode == "nominal" and 0 < s.cue.start - content.end < _REACH:
        return one_line(text[content.start : s.cue.end])  # "l'attaque a été condamnée"
    if s.cue.end > content.start:
        return None
    between, end = text[s.cue.end : content.start], content.end
    if s.mode in ("direct", "mixed") and between.strip(_MARKS) == "":
        end += len(text[end : end + 2]) - len(text[end : end + 2].lstrip(_MARKS))  # its closing mark
    elif s.mode not in ("indirect", "mixed", "nominal") or re.search(r"[.!?;:\n]\s|[«“]", between):
        return None
    if len(between) > _REACH:
        return None
    start, added = s.cue.start, ""
    word = s.cue.quote.split()[0]
    group = _AUXILIARY.search(text, max(0, start - 60), start)
    before = _BEFORE.search(text, max(0, start - 40), start)
    if group:
        start = group.start()
    elif _NOT_FINITE.fullmatch(word) and _QUE.match(content.quote):
        return None  # "soulignant que", "pour dire que": the clause says it all
    elif s.mode != "nominal" and _QUE.match(content.quote) and _BARE.fullmatch(word):
        return None
    elif _BARE.fullmatch(word):
        added = "[a] "
    elif before:
        start = before.start()
    return added + one_line(text[start:end]).rstrip(" ,;:")


def _core(content: str) -> str:
    return re.sub(r"\W+", " ", fold(content)).strip()


def _merge(lines: dict[tuple[str, ...], Line], key: tuple[str, ...], line: Line) -> None:
    """Add a line, or its source to the line that says the same."""
    same = lines.get(key)
    if same is None:
        lines[key] = line
        return
    certain = same if not same.inferred or line.inferred else line
    lines[key] = _joined(certain, same, line)


def _joined(kept: Line, *both: Line) -> Line:
    numbers = sorted({n for line in both for n in line.sources})
    ids = tuple(i for line in both for i in line.ids)
    review = next((line.review for line in both if line.review is not None), None)
    return msgspec.structs.replace(kept, sources=tuple(numbers), ids=ids, review=review)


def _without_echoes(lines: list[Line]) -> list[Line]:
    """A headline and the sentence that says it in full are one line, where one document holds both.

    Across documents they stay two: the source of the shorter one does not say the longer one.
    """
    cores = [_LINKS.sub("", _core(line.content)) for line in lines]
    kept: dict[int, Line] = dict(enumerate(lines))
    for i, line in enumerate(lines):
        for j, other in enumerate(lines):
            echo = i != j and i in kept and j in kept and len(cores[i]) >= _ECHO and cores[i] in cores[j]
            same = (line.sources, line.act, line.cue, line.others, line.inside) == (
                other.sources, other.act, other.cue, other.others, other.inside,
            )  # fmt: skip
            if echo and same:
                kept[j] = _joined(kept[j], kept[j], kept.pop(i))
    return list(kept.values())


def _by_weight(groups: dict[str, dict[tuple[str, ...], Line]]) -> tuple[Speaker, ...]:
    """Speakers with the most lines first, then the most sources, then by name."""
    made = []
    for name, found in groups.items():
        lines = tuple(_without_echoes(list(found.values())))
        made.append(Speaker(name, lines, tuple(sorted({n for line in lines for n in line.sources}))))
    return tuple(sorted(made, key=lambda s: (-len(s.lines), -len(s.sources), fold(s.name))))
