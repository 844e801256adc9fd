"""The commands that read a dossier and change nothing: brief, speakers, records, statements, search, verify, schema."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from recoupe.cli.options import days_options, dossier_argument, json_option, limit_option, listed_option, values_of
from recoupe.cli.screen import escaped, marked_text, one_line, print_json, style, width, with_id
from recoupe.messages import Messages

if TYPE_CHECKING:
    from recoupe.records import Statement
    from recoupe.store import Dossier
    from recoupe.views.reviews import Review

_BRIEF = 4
"""Items a heading of the brief shows unless more are asked for: two screens."""


def commands(t: Messages) -> list[click.Command]:
    """The commands, with their help in one language."""
    document_option = click.option("--document", help=t("help.document"))

    form_option = click.option(
        "--format", "form", type=click.Choice(["text", "md", "html", "json"]), default="text", help=t("help.format")
    )

    @click.command("brief", help=t("help.brief"))
    @dossier_argument
    @form_option
    @days_options(t)
    @limit_option(t, help_key="help.per_heading")
    def brief(dossier: Path, form: str, since: str | None, until: str | None, limit: int | None) -> None:
        from recoupe import views
        from recoupe.export.brief import rendered
        from recoupe.store import open_dossier

        # a person wants two screens; a program, all of it
        shown = limit or (None if form == "json" else _BRIEF)
        with open_dossier(dossier) as store:
            found = views.brief(store, since=since, until=until, limit=shown)
        text = rendered(found, form, t, name=dossier.stem, limit=shown, width=width(), style=style)
        click.echo(escaped(text) if form == "json" else text, nl=False)

    @click.command("speakers", help=t("help.speakers"))
    @dossier_argument
    @form_option
    @limit_option(t, help_key="help.per_speaker")
    def speakers(dossier: Path, form: str, limit: int | None) -> None:
        from recoupe import views
        from recoupe.export import speakers as forms
        from recoupe.store import open_dossier

        with open_dossier(dossier) as store:
            found = views.speakers(store)
        name = dossier.stem
        match form:
            case "md":
                text = forms.as_markdown(found, t, name=name, limit=limit)
            case "html":
                text = forms.as_html(found, t, name=name, limit=limit)
            case "json":
                text = escaped(forms.as_json(found))
            case _:
                text = forms.as_text(found, t, name=name, width=width(), limit=limit, style=style)
        click.echo(text, nl=False)

    @click.command("statements", help=t("help.statements"))
    @dossier_argument
    @click.option("--speaker", help=t("help.speaker"))
    @click.option("--act", type=click.Choice(values_of("Act")), help=t("help.act"))
    @click.option("--mode", type=click.Choice(values_of("Mode")), help=t("help.mode"))
    @document_option
    @limit_option(t)
    @json_option(t)
    def statements(
        dossier: Path,
        speaker: str | None,
        act: str | None,
        mode: str | None,
        document: str | None,
        limit: int | None,
        *,
        as_json: bool,
    ) -> None:
        from itertools import islice

        from recoupe import views
        from recoupe.store import open_dossier
        from recoupe.views.reviews import reviews

        with open_dossier(dossier) as store:
            found = views.statements(
                store, speaker=speaker, act=act, mode=mode, document=_document_id(store, document, t)
            )
            rows = list(islice(found, limit))
            judged = reviews(store, [i for i, _ in rows])
        for record_id, s in rows:
            if as_json:
                print_json(with_id(record_id, s, judged.get(record_id)))
            else:
                _statement(record_id, s, t)
                _remarked(judged.get(record_id), t)
        if not rows and not as_json:
            click.echo(t("statements.none"), err=True)

    @click.command("records", help=t("help.records"))
    @dossier_argument
    @click.option("--type", "types", callback=listed_option("EventType", t), help=t("help.type"))
    @click.option("--status", "statuses", callback=listed_option("EventStatus", t), help=t("help.status"))
    @click.option("--actor", help=t("help.actor"))
    @click.option("--place", help=t("help.place"))
    @click.option("--attributed-to", help=t("help.attributed_to"))
    @days_options(t)
    @document_option
    @limit_option(t)
    @json_option(t)
    def records(dossier: Path, limit: int | None, document: str | None, *, as_json: bool, **asked: Any) -> None:
        from itertools import islice

        from recoupe import views
        from recoupe.export.events import line
        from recoupe.store import open_dossier
        from recoupe.views.reviews import reviews

        with open_dossier(dossier) as store:
            rows = list(islice(views.events(store, document=_document_id(store, document, t), **asked), limit))
            judged = reviews(store, [i for i, _ in rows])
        for record_id, event in rows:
            if as_json:
                print_json(with_id(record_id, event, judged.get(record_id)))
            else:
                click.echo(f"{style(record_id, 'note')} {one_line(line(event, t))}")
                _remarked(judged.get(record_id), t)
        if not rows and not as_json:
            click.echo(t("records.none"), err=True)

    @click.command("search", help=t("help.search"))
    @dossier_argument
    @click.argument("words", nargs=-1, required=True)
    @document_option
    @limit_option(t, 50)
    @json_option(t)
    def search(dossier: Path, words: tuple[str, ...], document: str | None, limit: int, *, as_json: bool) -> None:
        from recoupe import views
        from recoupe.search import search as find
        from recoupe.store import open_dossier

        # one argument is what was typed; several are words that the shell has parted
        query = " ".join(words)
        with open_dossier(dossier) as store:
            hits = find(store.db, query, document=_document_id(store, document, t), limit=limit + 1)
            more, hits = len(hits) > limit, hits[:limit]
            if as_json:
                for hit in hits:
                    print_json(hit)
                return
            retired = store.retired()
            cited = {s.document: s for s in views.sources(store, retired=True)} if hits else {}
        for hit in hits:
            source = cited[hit.document]
            note = f" ({t('versions.superseded')})" if hit.document in retired else ""
            click.echo(f"{style(hit.document, 'note')} {style(source.title, 'title')}{note}")
            spans = [(s - hit.start, e - hit.start) for s, e in hit.matches]
            click.echo("  " + " ".join(marked_text(hit.text, spans).split("\n")))
        if more:
            click.echo(t("search.more"), err=True)
        if not hits:
            click.echo(t("search.none", words=one_line(views.shorten(query, 200))), err=True)

    @click.command("verify", help=t("help.verify"))
    @dossier_argument
    @json_option(t)
    def verify(dossier: Path, *, as_json: bool) -> int:
        from recoupe.store import open_dossier
        from recoupe.store import verify as check

        broken = 0
        with open_dossier(dossier) as store:
            for breach in check(store):
                broken += 1
                if as_json:
                    print_json(breach)
                else:
                    b = breach
                    row = t("verify.row", record=b.record, document=b.document, number=b.invariant, why=b.explanation)
                    click.echo(one_line(row))
            documents: int = store.db.execute("SELECT count(*) FROM document").fetchone()[0]
        if not as_json:
            click.echo(t("verify.broken", n=broken) if broken else t("verify.sound", n=documents), err=bool(broken))
        return int(broken > 0)

    @click.command("schema", help=t("help.schema"))
    def schema() -> None:
        from recoupe.export.schema import json_schema

        print_json(json_schema())

    return [brief, speakers, records, statements, search, verify, schema]


def _document_id(store: Dossier, prefix: str | None, t: Messages) -> str | None:
    from recoupe.errors import NotFound
    from recoupe.records import Document

    if prefix is None:
        return None
    found, record = store.find(prefix)
    if isinstance(record, Document):
        return found
    own = getattr(record, "document", None)
    if own is None:
        raise NotFound(prefix)
    raise click.ClickException(t("error.not_a_document", value=prefix, document=own))


def _remarked(review: Review | None, t: Messages) -> None:
    """What people said of a record, under its line."""
    from recoupe.export.reviewing import remarks

    for said in remarks(review, t):
        click.echo("  " + style(said, "note"))


def _statement(record_id: str, s: Statement, t: Messages) -> None:
    who = ", ".join(s.reference) or t("show.unresolved")
    mention = f" « {one_line(s.speaker.quote)} »" if s.speaker and s.speaker.quote not in s.reference else ""
    click.echo(
        f"{style(record_id, 'note')} {style(who, 'speaker')}{mention} {style(t(f'act.{s.act}'), 'act')} ({s.mode})"
    )
    click.echo("  " + one_line(" […] ".join(e.quote for e in s.content)))
