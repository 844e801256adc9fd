"""A brief for the terminal, as Markdown, as one HTML file, or as JSON."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable
from typing import Any

import msgspec

from recoupe.export import events as reports_of
from recoupe.export import wording
from recoupe.messages import Messages
from recoupe.text import harmless
from recoupe.views import Brief, Line, Report

Style = Callable[[str, str], str]
"""(text, part) -> styled text; parts: title, speaker, act, note, number."""


def _harmless(brief: Brief) -> Brief:
    """The brief with every text as :func:`recoupe.text.harmless` gives it, on one line."""

    def clean(value: Any) -> Any:
        if isinstance(value, str):
            return harmless(" ".join(value.splitlines()))
        if isinstance(value, dict):
            return {key: clean(inner) for key, inner in value.items()}
        return [clean(inner) for inner in value] if isinstance(value, list | tuple) else value

    return msgspec.convert(clean(msgspec.to_builtins(brief)), Brief)


def plain(text: str, _part: str) -> str:
    """No style at all."""
    return text


def as_text(
    brief: Brief, t: Messages, *, name: str, width: int = 100, limit: int | None = None, style: Style = plain
) -> str:
    """For a terminal of ``width`` columns; at most ``limit`` lines a speaker."""
    brief, name = _harmless(brief), harmless(name)
    out = [style(f"{t('brief.title')} · {name}", "title"), style(wording.counts(brief, t), "note")]
    if not brief.statements:
        out += ["", t("brief.empty")]
    for heading, reports in reports_of.by_heading(brief.reported, t):
        out += ["", style(heading, "title")]
        for report in reports[:limit]:
            out += _wrapped_report(report, t, width, style)
        if limit is not None and len(reports) > limit:
            out.append(style("  " + t("brief.more", n=len(reports) - limit), "note"))
    for heading, why, speakers in wording.sections(brief, t):
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
    if brief.sources:
        out += ["", style(t("brief.sources"), "title")]
    for row in brief.sources:
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


def _wrapped_report(report: Report, t: Messages, width: int, style: Style) -> list[str]:
    event, tail = report.event, "\u00a0" + _numbers(report)
    label, told = reports_of.label(event, t), reports_of.note(event, t)
    whole = f"{label}{t('quote.dash')}{reports_of.words(event, t)}" + (f" ({told})" if told else "") + tail
    wrapped = textwrap.wrap(whole, width, initial_indent="  ", subsequent_indent="    ", break_on_hyphens=False)
    wrapped[0] = wrapped[0].replace(label, style(label, "act"), 1)
    return wrapped


def _numbers(report: Report) -> str:
    return "[" + ",\u00a0".join(map(str, report.sources)) + "]"


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


def as_markdown(brief: Brief, t: Messages, *, name: str, limit: int | None = None) -> str:
    """Markdown, its own signs in the texts escaped."""
    brief, name = _harmless(brief), harmless(name)
    out = [f"# {t('brief.title')} · {_md(name)}", "", wording.counts(brief, t)]
    if not brief.statements:
        out += ["", t("brief.empty")]
    for heading, reports in reports_of.by_heading(brief.reported, t):
        out += ["", f"## {heading}", ""]
        for report in reports[:limit]:
            told = reports_of.note(report.event, t)
            note = f" *({_md(told)})*" if told else ""
            numbers = ", ".join(f"[{n}](#source-{n})" for n in report.sources)
            label = f"**{reports_of.label(report.event, t)}**{t('quote.dash')}"
            out.append(f"- {label}{_md(reports_of.words(report.event, t))}{note} [{numbers}]")
        if limit is not None and len(reports) > limit:
            out.append(f"- {t('brief.more', n=len(reports) - limit)}")
    for heading, why, speakers in wording.sections(brief, t):
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
    for row in brief.sources:
        out.append(f'{row.number}. <a id="source-{row.number}"></a>{_md(wording.source(row, t))} `{row.document}`')
    return "\n".join(out) + "\n"


def _md(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|~&])", r"\\\1", text)


_CSS = """
:root{color-scheme:light dark;--ink:#1c1c1a;--soft:#63635e;--paper:#fcfcfa;--line:#dededa;--act:#7a2e12}
@media(prefers-color-scheme:dark){:root{--ink:#e8e8e3;--soft:#a3a39c;--paper:#181817;--line:#383835;--act:#e59a77}}
body{margin:2rem auto;padding:0 1rem;max-width:46rem;background:var(--paper);color:var(--ink);
font:1rem/1.55 Georgia,'Times New Roman',serif;overflow-wrap:anywhere}
h1,h2,h3{line-height:1.25}h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem;border-top:1px solid var(--line);
padding-top:1rem}h3{font-size:1.05rem}ul{padding-left:1.1rem}li{margin:.45rem 0}.act{color:var(--act);font-style:italic}
.note,.id{color:var(--soft);font-size:.9em}.id{font-family:ui-monospace,monospace}a{color:inherit}
"""


def as_html(brief: Brief, t: Messages, *, name: str, limit: int | None = None) -> str:
    """One HTML file that needs no other; every text escaped."""
    brief, name, e = _harmless(brief), harmless(name), html.escape
    title = e(f"{t('brief.title')} · {name}")
    out = [
        f'<!doctype html>\n<html lang="{t.language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{title}</title><style>{_CSS}</style></head><body>",
        f'<h1>{title}</h1><p class="note">{e(wording.counts(brief, t))}</p>',
    ]
    if not brief.statements:
        out.append(f"<p>{e(t('brief.empty'))}</p>")
    for heading, reports in reports_of.by_heading(brief.reported, t):
        out.append(f"<h2>{e(heading)}</h2><ul>")
        out += [f"<li>{_html_report(report, t)}</li>" for report in reports[:limit]]
        if limit is not None and len(reports) > limit:
            out.append(f'<li class="note">{e(t("brief.more", n=len(reports) - limit))}</li>')
        out.append("</ul>")
    for heading, why, speakers in wording.sections(brief, t):
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
    for row in brief.sources:
        out.append(
            f'<li id="source-{row.number}" value="{row.number}">{e(wording.source(row, t))} '
            f'<span class="id">{row.document}</span></li>'
        )
    out.append("</ol></body></html>")
    return "\n".join(out) + "\n"


def _html_report(report: Report, t: Messages) -> str:
    e, told = html.escape, reports_of.note(report.event, t)
    note = f' <span class="note">({e(told)})</span>' if told else ""
    numbers = ", ".join(f'<a href="#source-{n}">{n}</a>' for n in report.sources)
    label = f'<span class="act">{e(reports_of.label(report.event, t))}</span>{e(t("quote.dash"))}'
    return f"{label}{e(reports_of.words(report.event, t))}{note} [{numbers}]"


def _html_line(line: Line, t: Messages, *, named: bool) -> str:
    e = html.escape
    remarks = wording.remarks(line, t, named=named)
    note = f' <span class="note">({e(remarks)})</span>' if remarks else ""
    numbers = ", ".join(f'<a href="#source-{n}">{n}</a>' for n in line.sources)
    act = wording.verb(line, t)
    verb = e(wording.label(line, t)).replace(e(act), f'<span class="act">{e(act)}</span>', 1) if act else ""
    return f"{verb}{e(wording.content(line, t))}{note} [{numbers}]"


def as_json(brief: Brief) -> str:
    """The brief as it is, one JSON object."""
    return msgspec.json.format(msgspec.json.encode(brief), indent=1).decode() + "\n"
