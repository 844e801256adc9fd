"""``recoupe review``: what to judge first, judgements and their undoing, and gold for the evaluation."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click
from click.core import ParameterSource

from recoupe.cli.options import dossier_argument, json_option, limit_option
from recoupe.cli.screen import echo_items, print_line, style
from recoupe.messages import Messages

_SHOWN = 25


def commands(t: Messages) -> list[click.Command]:
    """The command, with its help in one language."""

    @click.command("review", help=t("help.review"))
    @dossier_argument
    @click.argument("id", required=False)
    @click.argument("decision", type=click.Choice(["accept", "reject", "correct"]), required=False)
    @click.argument("values", nargs=-1)
    @click.option("--by", envvar="RECOUPE_NAME", help=t("help.by"))
    @click.option("--note", default="", help=t("help.note"))
    @click.option("--undo", help=t("help.undo"))
    @click.option("--why", help=t("help.why"), callback=_words)
    @click.option("--state", "states", help=t("help.state"), callback=_words)
    @click.option("--export", "target", type=click.Path(path_type=Path, allow_dash=True), help=t("help.gold"))
    @limit_option(t, _SHOWN)
    @json_option(t)
    def review(
        dossier: Path,
        id: str | None,
        decision: str | None,
        values: tuple[str, ...],
        by: str | None,
        note: str,
        undo: str | None,
        why: tuple[str, ...],
        states: tuple[str, ...],
        target: Path | None,
        limit: int,
        *,
        as_json: bool,
    ) -> None:
        if target is not None:
            _export(dossier, target, t)
        elif undo is not None:
            _judge(dossier, undo, "undo", (), _name(by), note, t, as_json=as_json)
        elif id is not None and decision is not None:
            if (decision == "correct") != bool(values) or not all("=" in v for v in values):
                raise click.UsageError(t("review.usage"))
            _judge(dossier, id, decision, values, _name(by), note, t, as_json=as_json)
        elif id is not None:
            _history(dossier, id, t, as_json=as_json)
        else:
            given = click.get_current_context().get_parameter_source("by") is ParameterSource.COMMANDLINE
            _list(dossier, why, states, by if given else None, limit, t, as_json=as_json)

    return [review]


def _words(context: click.Context, parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Words after commas, each one of those that the option knows."""
    from recoupe.store.rulings import STATES
    from recoupe.views.queue import REASONS

    known = REASONS if parameter.name == "why" else (*STATES, "all")
    found = tuple(w.strip() for w in (value or "").split(",") if w.strip())
    for word in found:
        if word not in known:
            raise click.BadParameter(f"{word!r}: {', '.join(known)}", context, parameter)
    return found


def _name(by: str | None) -> str:
    """Who judges: as given, else as the system calls them; empty, which is refused, where it has no name for them."""
    import getpass

    try:
        return by if by is not None else getpass.getuser()
    except (KeyError, OSError):
        return ""


def _judge(
    dossier: Path, record: str, decision: str, values: tuple[str, ...], by: str, note: str, t: Messages, *,
    as_json: bool,
) -> None:  # fmt: skip
    from recoupe.export.reviewing import said_item
    from recoupe.pipeline import settle
    from recoupe.store import correct, judge, open_for_review
    from recoupe.store import undo as take_back
    from recoupe.views.reviews import judged_as

    made = []
    with open_for_review(dossier) as store:
        if decision == "undo":
            _, taken = take_back(store, record, by=by, note=note)
            made.append(taken.record)
        elif decision == "correct":
            fixes = [(field, value) for field, _, value in (v.partition("=") for v in values)]
            made += [own for own, _ in correct(store, record, fixes, by=by, note=note)]
        else:
            made.append(judge(store, record, decision, by=by, note=note)[0])  # type: ignore[arg-type]
        shown = judged_as(store, made)
    echo_items(shown, said_item, t, as_json=as_json)
    if not settle(dossier):
        click.echo(t("review.later"), err=True)


def _history(dossier: Path, wanted: str, t: Messages, *, as_json: bool) -> None:
    from recoupe.export.reviewing import said_item
    from recoupe.records import Link
    from recoupe.store import open_dossier
    from recoupe.views.reviews import history

    with open_dossier(dossier) as store:
        record_id, record = store.find(wanted)
        pair = sorted((record.a, record.b)) if isinstance(record, Link) else [record_id, ""]
        rows = history(store, *pair)
    echo_items(rows, said_item, t, as_json=as_json)
    if not rows and not as_json:
        click.echo(t("review.nobody"), err=True)


def _list(
    dossier: Path, why: tuple[str, ...], states: tuple[str, ...], by: str | None, limit: int, t: Messages, *,
    as_json: bool,
) -> None:  # fmt: skip
    """The queue; with ``--state`` or ``--by`` the judgements."""
    from recoupe.export.reviewing import asked_item, said_item
    from recoupe.store import open_dossier
    from recoupe.store.rulings import unsettled
    from recoupe.views.queue import queue, waiting
    from recoupe.views.reviews import judgements

    with open_dossier(dossier) as store:
        pending = unsettled(store)
        if states or by is not None:
            said = judgements(store, states=() if "all" in states else states, by=by, limit=limit + 1)
            found = len(said)
            echo_items(said[:limit], said_item, t, as_json=as_json)
        else:
            asked = queue(store, why=why, limit=limit + 1)
            found = len(asked)
            if not as_json:
                counts = [f"{t(f'review.why.{r}')} {n}" for r, n in waiting(store).items() if n]
                click.echo(style(" · ".join(counts) or t("review.empty"), "note"))
            echo_items(asked[:limit], asked_item, t, as_json=as_json)
    if found > limit:
        click.echo(t("search.more"), err=True)
    if not found and not as_json and (states or by is not None):
        click.echo(t("review.no_judgement"), err=True)
    if pending:
        click.echo(t("review.pending", n=len(pending)), err=True)


def _export(dossier: Path, target: Path, t: Messages) -> None:
    from recoupe.export.gold import gold_lines
    from recoupe.store import open_dossier

    with open_dossier(dossier) as store:
        lines = list(gold_lines(store))
    if str(target) == "-":
        for line in lines:
            print_line(line)
    else:
        _replace(target, "".join(line + "\n" for line in lines), t)
        click.echo(t("review.exported", n=len(lines), path=target), err=True)


def _replace(target: Path, text: str, t: Messages) -> None:
    """Write an export whole or not at all; only an earlier one is replaced."""
    beside = target.with_name(f"{target.name}.part")
    try:
        if target.exists() and not target.is_file():  # a pipe, a device
            target.write_text(text, encoding="utf-8")
            return
        if target.exists():
            with target.open("rb") as there:
                if there.read(1) not in (b"", b"{"):
                    raise click.ClickException(t("review.no_export", path=target))
        beside.write_text(text, encoding="utf-8")
        beside.replace(target)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise click.ClickException(t("error.not_written", path=target, detail=error.strerror or str(error))) from error
