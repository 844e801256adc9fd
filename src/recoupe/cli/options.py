"""Options and arguments that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from recoupe.messages import Messages

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "j": 86_400}


dossier_argument = click.argument("dossier", type=click.Path(path_type=Path))


def json_option(t: Messages) -> Callable[[click.decorators.FC], click.decorators.FC]:
    """``--json``: for a program."""
    return click.option("--json", "as_json", is_flag=True, help=t("help.json"))


def limit_option(
    t: Messages, default: int | None = None, *, help_key: str = "help.limit"
) -> Callable[[click.decorators.FC], click.decorators.FC]:
    """``--limit``: how much is shown at the most."""
    kind = click.IntRange(min=1)
    shown = default is not None
    return click.option("--limit", type=kind, default=default, callback=_storable, show_default=shown, help=t(help_key))


def days_options(t: Messages) -> Callable[[click.decorators.FC], click.decorators.FC]:
    """``--since`` and ``--until``: ISO days."""

    def ordered(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
        """The day; refused by whichever of the two is read second where they are turned around."""
        days = {**context.params, parameter.name or "": value}
        since, until = days.get("since"), days.get("until")
        if since and until and since > until:
            raise click.UsageError(t("error.days_turned", since=since, until=until), context)
        return value

    def add(command: click.decorators.FC) -> click.decorators.FC:
        command = click.option("--until", type=iso_date(t), callback=ordered, help=t("help.until"))(command)
        return click.option("--since", type=iso_date(t), callback=ordered, help=t("help.since"))(command)

    return add


def iso_date(t: Messages) -> click.ParamType[str]:
    """A day of the form YYYY-MM-DD."""

    class Day(click.ParamType[str]):
        name = "date"

        def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
            from datetime import date

            try:
                return date.fromisoformat(value).isoformat()
            except ValueError:
                self.fail(t("error.bad_date", value=value), param, ctx)

    return Day()


def duration(t: Messages) -> click.ParamType[float]:
    """A length of time: 90s, 15m, 2h, 1d."""

    class Duration(click.ParamType[float]):
        name = "duration"

        def convert(self, value: str | float, param: click.Parameter | None, ctx: click.Context | None) -> float:
            found = re.fullmatch(r"(\d+(?:[.,]\d+)?)\s*([smhdj])", str(value).strip().lower())
            if isinstance(value, float):
                return value
            if found is None:
                self.fail(t("error.bad_duration", value=value), param, ctx)
            return float(found[1].replace(",", ".")) * _UNITS[found[2]]

    return Duration()


def columns_option(t: Messages) -> Callable[[click.decorators.FC], click.decorators.FC]:
    """``--columns text=body,date=day``: which column of a table is what."""

    class Columns(click.ParamType[dict[str, str]]):
        name = "columns"

        def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, str]:
            from recoupe.read.formats.columns import ROLES, columns_given

            try:
                return columns_given(value)
            except ValueError as error:
                self.fail(t("error.bad_columns", piece=error, roles=", ".join(ROLES)), param, ctx)

    return click.option("--columns", type=Columns(), help=t("help.columns"))


def network_options(t: Messages) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Options of the commands that use the network."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        command = click.option("--allow-private", is_flag=True, help=t("help.allow_private"))(command)
        command = click.option("--agent", help=t("help.agent"))(command)
        return click.option("--pace", type=duration(t), default="2s", show_default=True, help=t("help.pace"))(command)

    return add


def listed_option(name: str, t: Messages) -> Callable[[click.Context, click.Parameter, str | None], tuple[str, ...]]:
    """Reads values parted by commas, each one of a field's."""

    def read(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
        asked = tuple(v.strip() for v in (value or "").split(",") if v.strip())
        known = values_of(name)
        for one in asked:
            if one not in known:
                raise click.BadParameter(t("records.unknown", value=one, known=", ".join(known)))
        return asked

    return read


def _storable(_context: click.Context, _parameter: click.Parameter, limit: int | None) -> int | None:
    """A limit that SQLite and ``islice`` can count to."""
    return None if limit is None else min(limit, 1_000_000_000)


def values_of(name: str) -> list[str]:
    """The values of a field that names one of few."""
    from typing import get_args

    from recoupe import records

    return list(get_args(getattr(records, name)))
