"""Findings in words: values with their modifiers, who says so, and the reasons."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from recoupe.check.compare import TO_COME
from recoupe.export.blocks import Item
from recoupe.export.reviewing import remark
from recoupe.export.wording import interval, kind_of, modified, short_date
from recoupe.lang.fr.events import CALLED_OFF
from recoupe.messages import Messages
from recoupe.views import Bond, Checked, Linked, Saying, Told, shorten

QUOTED = 160
"""Characters of a quotation on a line of the brief."""

_ELIDED = re.compile(r"[aeiouyâàéèêëîïôœ]|h(?:ab|om|él|ec|eur)", re.IGNORECASE)
"""Begins a French noun before which "de" loses its vowel."""


def value(saying: Saying, t: Messages) -> str:
    """The value as a range with its modifier and its unit as written: "au moins 6 personnes"; empty without a count."""
    return counted(saying.low, saying.high, saying.modifier, saying.unit, t) if saying.counted else ""


def counted(low: float | None, high: float | None, modifier: str, unit: str | None, t: Messages) -> str:
    """A range with its modifier and its unit as written; an open count in words ("des milliers de morts")."""
    tens = _tens(low, high)
    if tens and modifier == "~":
        said = t(f"finding.tens_{tens}")
        if not unit or t.language != "fr":
            return f"{said} {' '.join(unit.split())}" if unit else said
        return f"{said} {'d’' if _ELIDED.match(unit) else 'de '}{' '.join(unit.split())}"
    vague = {(2.0, 9.0): "some", (2.0, None): "several"}.get((low or 0.0, high)) if modifier == "~" else None
    if vague:  # "quelques", "plusieurs": no text says two
        return f"{t(f'finding.{vague}')} {' '.join(unit.split())}" if unit else t(f"finding.{vague}")
    first, last = (_number(n, t) if n is not None else None for n in (low, high))
    if first is not None and last is not None and first != last:
        said = t("finding.range", low=first, high=last)
    elif first is not None and last is None and modifier in ("=", "range"):
        said = t("finding.open", low=first)
    else:
        said = first or last or ""
    said = modified(said, modifier, t)
    return f"{said} {' '.join(unit.split())}" if unit else said


def _tens(low: float | None, high: float | None) -> int:
    """The power of ten, 1 to 6, of which a text says several ("des milliers": 2,000 to 9,999); else 0."""
    if low is None or high != 5 * low - 1:
        return 0
    return next((k for k in range(1, 7) if low == 2 * 10**k), 0)


def _number(n: float, t: Messages) -> str:
    written = f"{n:,.10g}" if n != int(n) else f"{int(n):,}"
    return written.replace(",", "\u202f").replace(".", ",") if t.language == "fr" else written


def who(told: Told, t: Messages, *, unclear: bool = False) -> str:
    """Names of who says so."""
    return teller(told.by, told.voice, t, unclear=unclear)


def teller(by: Sequence[str], voice: str, t: Messages, *, unclear: bool) -> str:
    """Names of who says a thing; an outlet in its own voice is named as such, an unclear speaker by its own word."""
    if unclear and by:
        return t("finding.unclear", mention=", ".join(by))
    if voice and not by:
        return t("finding.relays" if unclear else "finding.voice", name=voice)
    return ", ".join(by) or t("finding.text")


def title(c: Checked, t: Messages) -> str:
    """The kind of thing, the stance, what stands between the records, and the days."""
    kind = kind_of(c.type, c.stance, t, c.subtype)
    parts = [kind, verdict(c, t)]
    if c.status not in ("happened", "claimed") and c.subtype not in CALLED_OFF:
        parts.append(t(f"status.{c.status}"))
    parts.append(interval(c.earliest, c.latest, t) if c.latest else t("brief.undated"))
    return " · ".join(parts)


def to_come(c: Checked) -> bool:
    """Whether a finding is shown as planned, proposed or conditional: not where its kind says it was called off."""
    return c.status in TO_COME and c.subtype not in CALLED_OFF


def verdict(c: Checked, t: Messages) -> str:
    """The verdict in words, with how many independent origins there are."""
    said = t(f"verdict.{c.verdict}")
    if c.verdict in ("corroborated", "contested"):
        said = f"{said} ({t('finding.origins', n=len(c.origins))})"
    return said + remark(c.review, t)


def saying_lines(s: Saying, t: Messages) -> tuple[str, str]:
    """Who says which value, and how it stands; and the words with their source."""
    head = who(s.told, t, unclear=s.unclear)
    held = value(s, t)
    notes = [t("finding.denies")] if s.denies else []
    notes += [t("finding.superseded")] if s.superseded else []
    head += (t("quote.colon") + held if held else "") + (f" ({' ; '.join(notes)})" if notes else "")
    head += remark(s.told.review, t)
    numbers = f"[{s.told.source}]"
    where = f"{numbers} {s.told.voice + ', ' if s.told.voice else ''}{short_date(s.told.dated, t)}"
    if s.also:
        where += f" ; {t('finding.also', numbers=', '.join(f'[{n}]' for n in s.also))}"
    return head, f"{t('quote.open')}{s.told.quote}{t('quote.close')} {where}"


def bond_lines(bonds: Iterable[Bond], t: Messages) -> list[str]:
    """Why records are taken for one thing, and why values clash; pairs of the same reasons together."""
    found: dict[tuple[str, tuple[str, ...]], dict[str, None]] = {}
    for bond in bonds:
        a, b = sorted(bond.sources)
        pair = f"[{a}]" if a == b else f"[{a}]–[{b}]"
        found.setdefault((bond.relation, bond.reasons), {})[pair] = None
    return [
        f"{t(f'relation.{relation}')} {', '.join(pairs)}{t('quote.colon')}{reasons(why, t)}"
        for (relation, why), pairs in found.items()
    ]


def reasons(names: Iterable[str], t: Messages) -> str:
    """The names of slots in words."""
    return ", ".join(t(f"why.{name}") if t.has(f"why.{name}") else name for name in names)


def finding_item(c: Checked, t: Messages) -> Item:
    """A finding in full: one line an origin and value, its words with their source, then why."""
    lines: list[str] = []
    for s in c.sayings:
        lines += [t("quote.colon").join(saying_lines(s, t))]
    return Item(title(c, t), lines=(*lines, *bond_lines(c.bonds, t)), id=c.id)


def brief_item(c: Checked, t: Messages, *, was: str | None = None) -> Item:
    """A finding in short: the newest words that stand, each value with who gives it, and the numbers of the sources."""
    shown = headline(c)
    kind = kind_of(c.type, c.stance, t, c.subtype)
    notes = [t("finding.was", verdict=t(f"verdict.{was}"))] if was else []
    if to_come(c):
        notes.append(t(f"status.{c.status}"))
    notes.append(says(c.sayings, t))
    quote = f"{t('quote.open')}{shorten(shown.told.quote, QUOTED)}{t('quote.close')}" if shown else ""
    judged = remark(c.review, t) + "".join(dict.fromkeys(remark(s.told.review, t) for s in c.sayings))
    return Item(kind, f"{quote} ({' ; '.join(notes)}){judged}", tuple(numbers(c)))


def clash_item(c: Checked, t: Messages) -> Item:
    """A contested finding: each claimant's standing value and words side by side, none before the other by weight."""
    kind = kind_of(c.type, c.stance, t, c.subtype)
    lines = []
    for s in c.sayings:
        if s.superseded:
            continue
        held = t("finding.denies") if s.denies else value(s, t)
        told = f"{who(s.told, t, unclear=s.unclear)}{t('quote.colon')}{held + t('quote.dash') if held else ''}"
        cited = " ".join(f"[{n}]" for n in sorted({s.told.source, *s.also})) + remark(s.told.review, t)
        lines.append(f"{told}{t('quote.open')}{shorten(s.told.quote, QUOTED)}{t('quote.close')} {cited}")
    clash = next((reasons([r], t) for b in c.bonds if b.relation == "contradicts" for r in b.reasons[-1:]), "")
    return Item(kind + remark(c.review, t), clash, lines=tuple(lines))


def headline(c: Checked) -> Saying | None:
    """The saying that stands for a finding: the newest that stands, is clear and does not deny."""
    standing = [s for s in c.sayings if not s.superseded] or list(c.sayings)
    clear = (s for s in reversed(standing) if not s.unclear and not s.denies)
    return next(clear, standing[-1] if standing else None)


def numbers(c: Checked) -> list[int]:
    """The numbers of the sources of the sayings of a finding."""
    return sorted({n for s in c.sayings for n in (s.told.source, *s.also)})


def says(sayings: Iterable[Saying], t: Messages) -> str:
    """Who says so; with the value of each where there are several, and which were replaced or denied."""
    rows = list(sayings)
    several = len({value(s, t) for s in rows}) > 1
    found: dict[str, list[str]] = {}
    for s in rows:
        held = value(s, t) if several else ""
        held = t("finding.denies") if s.denies else held
        if s.superseded and held:
            held = t("finding.replaced", value=held)
        found.setdefault(who(s.told, t, unclear=s.unclear), []).append(held)
    told = (
        name + (t("quote.colon") + ", ".join(v for v in values if v) if any(values) else "")
        for name, values in found.items()
    )
    return " ; ".join(told)


def why(k: Linked, t: Messages) -> str:
    """The reasons of a link in words."""
    table = "why_apart" if k.relation == "distinct" else "why"
    return ", ".join(t(f"{table}.{r}") if t.has(f"{table}.{r}") else reasons([r], t) for r in k.reasons)


def link_item(k: Linked, t: Messages) -> Item:
    """A link: what it says, why, and the words of both ends."""
    lines = tuple(
        f"[{x.source}] {short_date(x.dated, t)}, {who(x, t)}{t('quote.colon')}"
        f"{t('quote.open')}{shorten(x.quote, QUOTED)}{t('quote.close')} {x.record}"
        for x in (k.a, k.b)
    )
    return Item(t(f"relation.{k.relation}"), why(k, t), lines=lines)
