"""The commands on what checking texts against each other gives: findings, board, deadlines, diff, sources, stories."""

from __future__ import annotations

from pathlib import Path

import click

from recoupe.cli.options import days_options, dossier_argument, iso_date, json_option, limit_option, listed_option
from recoupe.cli.screen import echo_blocks, echo_items, print_json, style
from recoupe.messages import Messages

_SHOWN = 50


def commands(t: Messages) -> list[click.Command]:
    """The commands, with their help in one language."""
    party_option = click.option("--party", help=t("help.party"))

    @click.command("findings", help=t("help.findings"))
    @dossier_argument
    @click.option("--verdict", "verdicts", callback=listed_option("Verdict", t), help=t("help.verdict"))
    @click.option("--type", "types", callback=listed_option("EventType", t), help=t("help.type"))
    @click.option("--actor", help=t("help.actor"))
    @click.option("--place", help=t("help.place"))
    @days_options(t)
    @limit_option(t, _SHOWN)
    @json_option(t)
    def findings(dossier: Path, limit: int, *, as_json: bool, **asked: str | tuple[str, ...] | None) -> None:
        from recoupe import views
        from recoupe.export.findings import finding_item
        from recoupe.store import open_dossier

        with open_dossier(dossier) as store:
            rows = list(views.findings(store, limit=limit + 1, **asked))  # type: ignore[arg-type]
        echo_items(rows[:limit], finding_item, t, as_json=as_json)
        _tail(len(rows), limit, t, as_json=as_json)

    @click.command("board", help=t("help.board"))
    @dossier_argument
    @party_option
    @click.option("--issue", help=t("help.issue"))
    @limit_option(t, _SHOWN)
    @json_option(t)
    def board(dossier: Path, party: str | None, issue: str | None, limit: int, *, as_json: bool) -> None:
        from recoupe import views
        from recoupe.export.board import issue_item
        from recoupe.store import open_dossier

        with open_dossier(dossier) as store:
            rows = views.board(store, party=party, issue=issue)
        echo_items(rows[:limit], issue_item, t, as_json=as_json)
        _tail(len(rows), limit, t, as_json=as_json)

    @click.command("deadlines", help=t("help.deadlines"))
    @dossier_argument
    @click.option("--as-of", type=iso_date(t), help=t("help.as_of"))
    @party_option
    @limit_option(t, _SHOWN)
    @json_option(t)
    def deadlines(dossier: Path, as_of: str | None, party: str | None, limit: int, *, as_json: bool) -> None:
        from recoupe import views
        from recoupe.export.board import promise_item
        from recoupe.export.wording import day
        from recoupe.store import open_dossier

        with open_dossier(dossier) as store:
            judged, rows = views.deadlines(store, as_of=as_of, party=party)
        if judged and rows and not as_json:
            click.echo(style(t("deadline.as_of", day=day(judged, t)), "note"))
        for row in rows[:limit]:
            if as_json:
                print_json({"as_of": judged, **_plain(row)})
            else:
                echo_blocks([("", [promise_item(row, t)])], t)
        _tail(len(rows), limit, t, as_json=as_json)

    @click.command("diff", help=t("help.diff"))
    @dossier_argument
    @click.argument("since", type=iso_date(t))
    @click.argument("until", type=iso_date(t))
    @limit_option(t, _SHOWN)
    @json_option(t)
    def diff(dossier: Path, since: str, until: str, limit: int, *, as_json: bool) -> None:
        from recoupe import views
        from recoupe.export.board import difference_blocks
        from recoupe.export.wording import day
        from recoupe.store import open_dossier

        with open_dossier(dossier) as store:
            found = views.diff(store, since, until)
        if as_json:
            print_json(found)
            return
        click.echo(style(t("diff.title", since=day(found.since, t), until=day(found.until, t)), "title"))
        click.echo(style(t("diff.documents", n=found.documents), "note"))
        if found.undated:
            click.echo(style(t("diff.undated", n=found.undated), "note"))
        echo_blocks(difference_blocks(found, t, limit=limit), t)

    @click.command("sources", help=t("help.sources"))
    @dossier_argument
    @json_option(t)
    def sources(dossier: Path, *, as_json: bool) -> None:
        from recoupe import views
        from recoupe.export.board import outlet_blocks
        from recoupe.store import open_dossier

        with open_dossier(dossier) as store:
            found = views.outlets(store)
        if as_json:
            print_json(found)
        else:
            echo_blocks(outlet_blocks(found, t), t)

    @click.command("stories", help=t("help.stories"))
    @dossier_argument
    @limit_option(t, _SHOWN)
    @json_option(t)
    def stories(dossier: Path, limit: int, *, as_json: bool) -> None:
        from recoupe.export.board import story_item
        from recoupe.store import open_dossier
        from recoupe.views.stories import stories as found_in

        with open_dossier(dossier) as store:
            rows = found_in(store)
        echo_items(rows[:limit], story_item, t, as_json=as_json)
        _tail(len(rows), limit, t, as_json=as_json)

    return [findings, board, deadlines, diff, sources, stories]


def _plain(row: object) -> dict[str, object]:
    import msgspec

    return dict(msgspec.to_builtins(row))


def _tail(found: int, limit: int, t: Messages, *, as_json: bool) -> None:
    """Tell on standard error that there is nothing, or more."""
    if not found and not as_json:
        click.echo(t("records.none"), err=True)
    elif found > limit:
        click.echo(t("search.more"), err=True)
