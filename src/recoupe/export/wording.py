"""Days, sources and statements in words, shared by every form of a page."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from urllib.parse import urlsplit

from recoupe.messages import Messages
from recoupe.views import Dated, Line, NumberedSource, Speakers, shorten

MONTH = 31
"""Days from which an interval is shown as an uncertain date."""
_MODIFIERS = {">": "over", ">=": "least", "<": "under", "<=": "most", "~": "about", "~<": "nearly"}
YEARS = 3 * 365
"""Days from which the beginning of an interval tells a reader nothing."""


def day(iso: str, t: Messages) -> str:
    """An ISO day in words: "1er mars 2031"."""
    year, month, number = iso[:10].split("-")
    names = t("date.months").split()
    first = t("date.first")
    return t("date.form", day=first if number == "01" else str(int(number)), month=names[int(month) - 1], year=year)


def interval(first: str | None, last: str, t: Messages) -> str:
    """A day or an interval in words; of one of years only its end, which alone tells a reader something."""
    if first == last:
        return day(last, t)
    if first and _days(first, last) < YEARS:
        return t("brief.between", first=day(first, t), last=day(last, t))
    return t("brief.until", last=day(last, t))


def date_of(when: Dated, t: Messages) -> str:
    """The date of a document, with what it rests on unless it was given."""
    first, last = when.earliest, when.latest
    if when.basis == "none" or not (first or last):
        return t("brief.undated")
    said = interval(first, last, t) if last else t("brief.from", first=day(first or "", t))
    basis = {
        "in the text": "brief.by_text",
        "in the text with dated knowledge": "brief.by_knowledge",
        "from a sibling document": "brief.by_sibling",
    }.get(when.basis)
    if basis and _vague(first, last):
        return t("brief.vague", interval=said, basis=t(basis))
    return f"{said} ({t(basis)})" if basis else said


def short_date(when: Dated, t: Messages) -> str:
    """The day of a document without what it rests on, which the list of sources tells; intervals stay intervals."""
    if when.earliest and when.earliest == when.latest:
        return day(when.earliest, t)
    return date_of(when, t)


def _vague(first: str | None, last: str | None) -> bool:
    """Whether an interval says little: open, or longer than a month."""
    return not first or not last or _days(first, last) > MONTH


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days


def kind_of(type_: str, stance: str | None, t: Messages, subtype: str = "") -> str:
    """A type of record in words, with the stance of a position; "accord violé" where the type alone would mislead."""
    key = f"kind.{type_}_{subtype}"
    return t(key if t.has(key) else f"event.{type_}") + (f" ({t(f'stance.{stance}')})" if stance else "")


def modified(number: str, modifier: str, t: Messages) -> str:
    """A number with its modifier in words: "au moins 6"."""
    return f"{t(f'modifier.{_MODIFIERS[modifier]}')} {number}" if modifier in _MODIFIERS else number


def counts(found: Speakers, t: Messages) -> str:
    """How much there is of it."""
    return t(
        "speakers.counts",
        documents=t("brief.documents", n=found.documents),
        statements=t("brief.statements", n=found.statements),
        speakers=t("brief.speakers", n=len(found.speakers) + len(found.unnamed)),
    )


def verb(line: Line, t: Messages) -> str:
    """What the speaker does: the act's verb, or the text's own words where the verb would mislead.

    Empty where the line has the text's own verb already and the act adds nothing to it, or would belie its negation.
    """
    if line.cue:
        return f"« {line.cue} »"
    if line.told and (line.act == "assert" or line.negated):
        return ""
    return t("brief.hedge") if line.mode == "hedge" and not line.mention else t(f"act.{line.act}")


def label(line: Line, t: Messages) -> str:
    """:func:`verb` and what joins it to the content: a dash, nothing before "que"; empty where there is no verb."""
    said = verb(line, t)
    joined = " " if t.language == "fr" and line.said[:3] in ("que", "qu'", "qu’") else t("quote.dash")
    return said + joined if said else ""


def content(line: Line, t: Messages) -> str:
    """What is said, cut to a line's length; between quotation marks where it was."""
    text = shorten(line.said)
    return f"{t('quote.open')}{text}{t('quote.close')}" if line.quoted else text


def remarks(line: Line, t: Messages, *, named: bool = True) -> str:
    """What a reader must know of how the line was read; empty for most lines."""
    said = []
    if line.others:
        said.append(t("brief.with", names=", ".join(line.others)))
    if line.inside:
        said.append(t("brief.inside", name=line.inside))
    bare = line.mode == "hedge" and not line.mention  # its verb tells already
    if line.mode == "hedge" and not bare:
        said.append(t("brief.hedge"))
    if line.inferred and line.mention:
        said.append(t("brief.inferred", mention=shorten(line.mention, 60)))
    elif line.mention:
        said.append(t("brief.mention", mention=shorten(line.mention, 80)))
    elif not named and not bare:
        said.append(t("brief.no_speaker"))
    if line.candidates:
        said.append(t("brief.maybe", names=", ".join(line.candidates[:3])))
    return t("brief.join").join([*said, *remarks_of(line, t)])


def remarks_of(line: Line, t: Messages) -> list[str]:
    """What people said of a statement."""
    from recoupe.export.reviewing import remarks as judged

    return judged(line.review, t)


def cited(line: Line) -> str:
    """The numbers of the line's sources: "[1, 3]"."""
    return f"[{', '.join(map(str, line.sources))}]"


def _file(name: str) -> str:
    """A file without its folders, or the host of an address."""
    return urlsplit(name).netloc if name.startswith(("http://", "https://")) else PurePath(name).name


def source(row: NumberedSource, t: Messages) -> str:
    """A source on one line, without its number."""
    parts = [
        row.title,
        row.outlet or ", ".join(map(_file, row.files)) or t("brief.no_outlet"),
        date_of(row.dated, t),
    ]
    if row.same_text is not None:
        parts.append(t("brief.same_text", n=row.same_text))
    return " — ".join(parts)


def sections(found: Speakers, t: Messages) -> list[tuple[str, str, list[tuple[str, tuple[Line, ...]]]]]:
    """Its parts: heading (empty for the first), why, and speakers with their lines (no name in the last)."""
    made = [("", "", [(s.name, s.lines) for s in found.speakers])]
    if found.unnamed:
        made.append((t("brief.unnamed"), "", [(s.name, s.lines) for s in found.unnamed]))
    if found.unresolved:
        made.append((t("brief.unresolved"), t("brief.unresolved_why"), [("", found.unresolved)]))
    return made


def country(code: str, t: Messages) -> str:
    """The name of a country by its ISO 3166 alpha-2 code; anything else as it is."""
    from babel import Locale

    return str(Locale(t.language).territories.get(code, code))


def language(code: str, t: Messages) -> str:
    """The name of a language by its ISO 639 code; the code where it has none."""
    from babel import Locale

    return str(Locale(t.language).languages.get(code, code))
