"""The command line. Commands import what they need when they run: ``--help`` loads nothing of it."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import click

from recoupe.messages import Messages, language_of, messages


class _InOrder(click.Group):
    """Lists its commands in the order in which a person meets them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        order = (
            *("add", "watch", "brief", "findings", "board", "deadlines", "diff", "sources", "stories", "review"),
            *("serve", "records", "speakers", "statements", "search", "show", "verify", "extract", "schema"),
        )
        return sorted(self.commands, key=order.index)


_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 110}


def build(t: Messages) -> click.Group:
    """The program with its help in one language."""
    from recoupe.cli import add, check, extract, look, review, serve, show, watch

    _speak(t)
    group = _InOrder("recoupe", help=t("help.main"), context_settings=_SETTINGS)
    group.params.append(
        click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version, help=t("help.version")
        )
    )
    for module in (add, watch, look, check, review, serve, show, extract):
        for command in module.commands(t):
            group.add_command(command)
    language = click.Option(
        ["--lang"], type=click.Choice(["fr", "en"]), expose_value=False, callback=_chosen, help=t("help.lang")
    )
    group.subcommand_metavar = t("metavar.command")
    for each in (group, *group.commands.values()):
        each.params.append(language)
        for parameter in each.params:
            parameter.metavar = parameter.metavar or t.table("metavar").get(parameter.name or "")
    return group


def _speak(t: Messages) -> None:
    """Give click's own words in the user's language; they stay in English where there is no phrase for them.

    click asks gettext, which reads compiled catalogues only: its modules are given a table of messages in that place.
    """
    own = t.table("click")

    def one(text: str) -> str:
        return own.get(text, text)

    def many(singular: str, plural: str, n: int) -> str:
        return one(singular if n == 1 else plural)

    for module in ("core", "decorators", "exceptions", "formatting", "parser", "types"):
        for name, function in (("_", one), ("ngettext", many)):
            setattr(sys.modules[f"click.{module}"], name, function)


def _chosen(context: click.Context, _parameter: click.Parameter, language: str | None) -> None:
    """Note the language that was asked for in so many words: a command may treat the locale otherwise."""
    if language is not None:
        context.meta["recoupe.lang"] = language


def _version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked:
        from recoupe import __version__

        click.echo(f"recoupe {__version__}")
        context.exit()


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program; exit status 0 done, 1 something failed, 2 not understood."""
    args = list(sys.argv[1:] if arguments is None else arguments)
    t = messages(language_of(args, os.environ))
    from recoupe.cli.faults import guard

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # files and pipes are UTF-8 in every locale; a screen that lacks a sign shows "?" in its place
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")
    sys.exit(guard(lambda: build(t).main(args, prog_name="recoupe", standalone_mode=False), t))
