"""``recoupe show``: one record, or one document, with its evidence marked in the text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from recoupe.cli.options import dossier_argument, json_option
from recoupe.cli.screen import echo_blocks, marked_text, one_line, print_json, style, with_id
from recoupe.messages import Messages

if TYPE_CHECKING:
    from recoupe.records import Document, Record
    from recoupe.store import Dossier


def commands(t: Messages) -> list[click.Command]:
    """The command, with its help in one language."""

    @click.command("show", help=t("help.show"))
    @dossier_argument
    @click.argument("id")
    @click.option("--versions", "changes", is_flag=True, help=t("help.versions"))
    @json_option(t)
    def show(dossier: Path, id: str, *, changes: bool, as_json: bool) -> None:
        from recoupe.records import Document, Event, Finding, Link
        from recoupe.store import open_dossier
        from recoupe.views.reviews import reviews

        with open_dossier(dossier) as store:
            record_id, record = store.find(id)
            if changes:
                own = record_id if isinstance(record, Document) else getattr(record, "document", None)
                if own is None:
                    raise click.UsageError(t("versions.none", id=record_id))
                _show_versions(store, own, t, as_json=as_json)
            elif as_json:
                judged = reviews(store, [record_id]).get(record_id)
                print_json(with_id(record_id, record, judged) | _checked_json(store, record_id, record))
            elif isinstance(record, Document):
                _show_document(store, record_id, record, t)
            elif isinstance(record, Finding):
                _show_finding(store, record_id, t)
            elif isinstance(record, Link):
                _show_links(store, [record.a], t, only=record_id)
            else:
                _show_record(store, record_id, record, t)
                _show_judged(store, record_id, t)
                if isinstance(record, Event):
                    _show_checked(store, record_id, t)

    return [show]


def _checked_json(store: Dossier, record_id: str, record: Record) -> dict[str, object]:
    """What checking says of a record: its finding, and its links with the quotes of both ends."""
    import msgspec

    from recoupe import views
    from recoupe.records import Event

    if not isinstance(record, Event):
        return {}
    shelf = views.Shelf(store)
    found = {"finding": views.finding_of(shelf, record_id), "links": views.linked(shelf, record_id)}
    return dict(msgspec.to_builtins(found))


def _show_checked(store: Dossier, record_id: str, t: Messages) -> None:
    """The finding of a record where several tell of the thing, and what else it is linked to."""
    from recoupe import views

    found = views.finding_of(views.Shelf(store), record_id)
    if found is not None and len(found.records) > 1:
        click.echo("\n" + style(t("show.finding"), "title"))
        _show_finding(store, found.id, t)
    _show_links(store, [record_id], t)


def _show_judged(store: Dossier, record_id: str, t: Messages) -> None:
    """Every judgement on a record, those taken back too."""
    from recoupe.export.reviewing import said_item
    from recoupe.views.reviews import history

    told = history(store, record_id)
    if told:
        click.echo("\n" + style(t("show.judged"), "title"))
        echo_blocks([("", [said_item(s, t) for s in told])], t)


def _show_finding(store: Dossier, finding_id: str, t: Messages) -> None:
    from recoupe import views
    from recoupe.export.findings import finding_item

    for found in views.checked(views.Shelf(store), [finding_id]):
        echo_blocks([("", [finding_item(found, t)])], t)


def _show_links(store: Dossier, ids: list[str], t: Messages, *, only: str | None = None) -> None:
    """Links of records to others, each with its reasons and the words of both ends."""
    from recoupe import views
    from recoupe.export.findings import link_item

    shelf = views.Shelf(store)
    links = [k for i in ids for k in views.linked(shelf, i) if only is None or k.id == only]
    if links:
        click.echo("\n" + style(t("show.links"), "title"))
        echo_blocks([("", [link_item(k, t) for k in links])], t)


def _show_document(store: Dossier, document_id: str, document: Document, t: Messages) -> None:
    from recoupe import views
    from recoupe.export import wording
    from recoupe.lang.identify import HOME

    source = next(s for s in views.sources(store, retired=True) if s.document == document_id)
    click.echo(f"{style(source.title, 'title')}\n{style(document_id, 'note')}")
    click.echo(f"{one_line(source.outlet or t('brief.no_outlet'))} — {wording.date_of(source.dated, t)}")
    for label in ("author", "section", "address"):
        if value := getattr(document, label):
            click.echo(f"{t(f'show.{label}')}{t('quote.colon')}{one_line(value)}")
    if document.language != HOME:
        said = f"{wording.language(document.language, t)}{t('quote.dash')}{t('show.unread')}"
        click.echo(f"{t('show.language')}{t('quote.colon')}{said}")
    click.echo(f"{t('show.sources')}{t('quote.colon')}{one_line(', '.join(source.files))}")
    for note in _version_notes(store, document_id, document.reader, t):
        click.echo(style(note, "note"))
    click.echo()
    query = 'SELECT "start", "end" FROM evidence WHERE document = ? AND record <> ? AND field <> ?'
    spans = [(s, e) for s, e in store.db.execute(query, (document_id, document_id, "steps"))]
    click.echo(marked_text(document.text, spans, [(m.start, m.end) for m in document.masks]))


def _show_record(store: Dossier, record_id: str, record: Record, t: Messages) -> None:
    import msgspec

    from recoupe.records import Judgement, Source, Version, evidence_of

    click.echo(style(f"{t(f'record.{type(record).__name__.lower()}')} {record_id}", "title"))
    if (own := getattr(record, "document", "")) in store.retired():
        for note in _version_notes(store, own, "", t):
            click.echo(f"  {style(note, 'note')}")
    for field, value in msgspec.to_builtins(record).items():
        if value in (None, "", [], (), False) or (value == "unresolved" and field != "resolution"):
            continue
        click.echo(f"  {style(_label(field, t), 'note')}{t('quote.colon')}{one_line(_said(field, value, t))}")
    if isinstance(record, Source | Version | Judgement):
        return
    document = store.document(getattr(record, "document", ""))
    spans = [e.span for _, e in evidence_of(record)]
    if spans:
        start, end = _passage(document.text, min(s for s, _ in spans), max(e for _, e in spans))
        shift = [(s - start, e - start) for s, e in spans]
        masks = [(m.start - start, m.end - start) for m in document.masks]
        click.echo("\n" + marked_text(document.text[start:end], shift, masks))


def _version_notes(store: Dossier, document: str, reader: str, t: Messages) -> list[str]:
    """What took the place of a document, what it took the place of, and whether only its summary could be read."""
    from recoupe import views
    from recoupe.export.wording import day
    from recoupe.read.formats.feeds import SUMMARY

    notes = []
    for v in views.versions_of(store, document):
        seen = day(v.seen_at, t)
        if v.replaces == document:
            notes.append(t("versions.replaced", id=v.document, day=seen))
        elif v.document == document:
            notes.append(t("versions.replaces", id=v.replaces, day=seen))
    if reader == SUMMARY:
        notes.append(t("versions.summary"))
    return notes


def _show_versions(store: Dossier, document: str, t: Messages, *, as_json: bool) -> None:
    """Each change of a document, in the order in which it was seen."""
    from recoupe import views
    from recoupe.export.wording import day

    found = views.versions_of(store, document)
    if not found and not as_json:
        click.echo(t("versions.one"), err=True)
    for version in found:
        r = views.revision(store, version)
        if as_json:
            print_json(r)
            continue
        click.echo(style(t("versions.changes", a=r.before, b=r.after, day=day(r.seen_at, t)), "title"))
        for passage in r.passages or ():
            click.echo(f"  {'+' if passage.sign == '+' else '−'} {one_line(passage.text)}")
        if not r.passages:
            click.echo(f"  {t('versions.same')}")
        for heading, ids in (("records_gone", r.gone), ("records_new", r.came)):
            if ids:
                click.echo(style(t(f"versions.{heading}"), "title"))
            for record_id in ids:
                click.echo(f"  {style(record_id, 'note')} {one_line(_in_a_line(store, record_id, t))}")


def _in_a_line(store: Dossier, record_id: str, t: Messages) -> str:
    from recoupe.export.events import line
    from recoupe.records import Event, Statement

    _, record = store.find(record_id)
    if isinstance(record, Event):
        return line(record, t)
    assert isinstance(record, Statement)
    who = ", ".join(record.reference) or t("show.unresolved")
    return f"{who}, {t(f'act.{record.act}')}{t('quote.dash')}{' […] '.join(c.quote for c in record.content)}"


_WORDS = {"type": "event"}
"""Fields whose values are worded under another heading of the messages."""


def _label(field: str, t: Messages) -> str:
    return t(f"show.{field}") if t.has(f"show.{field}") else field


def _said(field: str, value: object, t: Messages) -> str:
    if value is True:
        return t("show.yes")
    words = _WORDS.get(field, field)
    if isinstance(value, str) and t.has(f"{words}.{value}"):
        return t(f"{words}.{value}")
    if isinstance(value, (list, tuple)):
        return " ; ".join(_said("", v, t) for v in value)
    if not isinstance(value, dict):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if "quote" in value:
        return f"« {value['quote']} » [{value['start']}:{value['end']}]"
    if "name" in value:  # a party or a place: an implied one is named in brackets
        return f"[{value['name']}]" if value.get("implied") else str(value["name"])
    held = {k: v for k, v in value.items() if v not in (None, "", (), [], False) and (k, v) != ("modifier", "=")}
    return ", ".join(
        _said(k, v, t) if isinstance(v, dict) else f"{_label(k, t)} {_said(k, v, t)}" for k, v in held.items()
    )


def _passage(text: str, start: int, end: int) -> tuple[int, int]:
    """The lines that hold the span, and no less than some words around it in very long ones."""
    first = max(text.rfind("\n", 0, start) + 1, start - 600)
    last = text.find("\n", end)
    return first, min(len(text) if last < 0 else last, end + 600)
