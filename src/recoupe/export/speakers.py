"""Who says what, for the terminal, as Markdown, as one HTML file, or as JSON."""

from __future__ import annotations

import html
import textwrap

import msgspec

from recoupe.export import wording
from recoupe.export.blocks import CSS, Style, clean, plain
from recoupe.export.blocks import escaped_md as _md
from recoupe.messages import Messages
from recoupe.text import harmless
from recoupe.views import Line, Speakers


def as_text(
    found: Speakers, t: Messages, *, name: str, width: int = 100, limit: int | None = None, style: Style = plain
) -> str:
    """For a terminal of ``width`` columns; at most ``limit`` lines a speaker."""
    found, name = clean(found), harmless(name)
    out = [style(f"{t('speakers.title')} · {name}", "title"), style(wording.counts(found, t), "note")]
    if not found.statements:
        out += ["", t("speakers.empty")]
    for heading, why, speakers in wording.sections(found, t):
        if heading:
            out += ["", style(heading, "title")]
        if why:
            out += textwrap.wrap(why, width)
        for speaker, lines in speakers:
            if speaker:
                out += ["", f"{style(speaker, 'speaker')} {style(f'({len(lines)})', 'note')}"]
            for line in lines[:limit]:
                out += _wrapped(line, t, width, style, named=bool(speaker))
            if limit is not None and len(lines) > limit:
                out.append(style("  " + t("brief.more", n=len(lines) - limit), "note"))
    if found.sources:
        out += ["", style(t("brief.sources"), "title")]
    for row in found.sources:
        number = f"[{row.number}]"
        wrapped = textwrap.wrap(
            f"{number} {wording.source(row, t)}",
            width,
            subsequent_indent=" " * (len(number) + 1),
            break_on_hyphens=False,
        )
        out += [wrapped[0].replace(number, style(number, "number"), 1), *wrapped[1:]]
        out.append(style(" " * (len(number) + 1) + row.document, "note"))
    return "\n".join(out) + "\n"


def _wrapped(line: Line, t: Messages, width: int, style: Style, *, named: bool) -> list[str]:
    act, cited = wording.verb(line, t), wording.cited(line)
    remarks = wording.remarks(line, t, named=named)
    whole = f"{wording.label(line, t)}{wording.content(line, t)}" + (f" ({remarks})" if remarks else "")
    # the numbers must not be parted from each other, nor begin a line
    tail = cited.replace(" ", "\u00a0")
    wrapped = textwrap.wrap(
        f"{whole}\u00a0{tail}", width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False
    )
    if act:
        wrapped[0] = wrapped[0].replace(act, style(act, "act"), 1)
    last = wrapped[-1]
    at = last.rfind(tail)
    if at >= 0:
        wrapped[-1] = last[:at] + style(cited, "number") + last[at + len(tail) :]
    return wrapped


def as_markdown(found: Speakers, t: Messages, *, name: str, limit: int | None = None) -> str:
    """Markdown, its own signs in the texts escaped."""
    found, name = clean(found), harmless(name)
    out = [f"# {t('speakers.title')} · {_md(name)}", "", wording.counts(found, t)]
    if not found.statements:
        out += ["", t("speakers.empty")]
    for heading, why, speakers in wording.sections(found, t):
        if heading:
            out += ["", f"## {heading}"]
        if why:
            out += ["", why]
        for speaker, lines in speakers:
            out += ["", f"{'###' if heading else '##'} {_md(speaker)}", ""] if speaker else [""]
            for line in lines[:limit]:
                remarks = wording.remarks(line, t, named=bool(speaker))
                note = f" *({_md(remarks)})*" if remarks else ""
                numbers = ", ".join(f"[{n}](#source-{n})" for n in line.sources)
                act = wording.verb(line, t)
                label = wording.label(line, t).replace(act, f"**{_md(act)}**", 1) if act else ""
                out.append(f"- {label}{_md(wording.content(line, t))}{note} [{numbers}]")
            if limit is not None and len(lines) > limit:
                out.append(f"- {t('brief.more', n=len(lines) - limit)}")
    out += ["", f"## {t('brief.sources')}", ""]
    for row in found.sources:
        out.append(f'{row.number}. <a id="source-{row.number}"></a>{_md(wording.source(row, t))} `{row.document}`')
    return "\n".join(out) + "\n"


def as_html(found: Speakers, t: Messages, *, name: str, limit: int | None = None) -> str:
    """One HTML file that needs no other; every text escaped."""
    found, name, e = clean(found), harmless(name), html.escape
    title = e(f"{t('speakers.title')} · {name}")
    out = [
        f'<!doctype html>\n<html lang="{t.language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title><style>{CSS}</style></head><body>",
        f'<h1>{title}</h1><p class="note">{e(wording.counts(found, t))}</p>',
    ]
    if not found.statements:
        out.append(f"<p>{e(t('speakers.empty'))}</p>")
    for heading, why, speakers in wording.sections(found, t):
        if heading:
            out.append(f"<h2>{e(heading)}</h2>")
        if why:
            out.append(f'<p class="note">{e(why)}</p>')
        for speaker, lines in speakers:
            if speaker:
                level = "h3" if heading else "h2"
                out.append(f"<{level}>{e(speaker)}</{level}>")
            out.append("<ul>")
            out += [f"<li>{_html_line(line, t, named=bool(speaker))}</li>" for line in lines[:limit]]
            if limit is not None and len(lines) > limit:
                out.append(f'<li class="note">{e(t("brief.more", n=len(lines) - limit))}</li>')
            out.append("</ul>")
    out.append(f"<h2>{e(t('brief.sources'))}</h2><ol>")
    for row in found.sources:
        out.append(
            f'<li id="source-{row.number}" value="{row.number}">{e(wording.source(row, t))} '
            f'<span class="id">{row.document}</span></li>'
        )
    out.append("</ol></body></html>")
    return "\n".join(out) + "\n"


def _html_line(line: Line, t: Messages, *, named: bool) -> str:
    e = html.escape
    remarks = wording.remarks(line, t, named=named)
    note = f' <span class="note">({e(remarks)})</span>' if remarks else ""
    numbers = ", ".join(f'<a href="#source-{n}">{n}</a>' for n in line.sources)
    act = wording.verb(line, t)
    verb = e(wording.label(line, t)).replace(e(act), f'<span class="act">{e(act)}</span>', 1) if act else ""
    return f"{verb}{e(wording.content(line, t))}{note} [{numbers}]"


def as_json(found: Speakers) -> str:
    """All of it as it is, one JSON object."""
    return msgspec.json.format(msgspec.json.encode(found), indent=1).decode() + "\n"
