"""``recoupe watch``: feeds followed into a dossier."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from recoupe.cli.add import report_refused
from recoupe.cli.inputs import client_of, feeds_of
from recoupe.cli.options import dossier_argument, duration, json_option, network_options
from recoupe.cli.screen import one_line, print_json
from recoupe.messages import Messages

if TYPE_CHECKING:
    from recoupe.watch.follow import Round


def commands(t: Messages) -> list[click.Command]:
    """The command, with its help in one language."""

    @click.command("watch", help=t("help.watch"))
    @dossier_argument
    @click.argument("feeds", nargs=-1)
    @click.option("--drop", "dropped", multiple=True, metavar=t("metavar.feed"), help=t("help.drop"))
    @click.option("--once", is_flag=True, help=t("help.once"))
    @click.option("--every", type=duration(t), help=t("help.every"))
    @click.option("--for", "lasting", type=duration(t), help=t("help.lasting"))
    @click.option("--pages", type=click.Choice(["auto", "always", "never"]), default="auto", help=t("help.pages"))
    @network_options(t)
    @click.option("--no-knowledge", is_flag=True, help=t("help.no_knowledge"))
    @click.option("--quiet", "-q", is_flag=True, help=t("help.quiet"))
    @json_option(t)
    def watch(
        dossier: Path,
        feeds: tuple[str, ...],
        dropped: tuple[str, ...],
        every: float | None,
        lasting: float | None,
        pages: Literal["auto", "always", "never"],
        agent: str | None,
        pace: float,
        *,
        once: bool,
        allow_private: bool,
        no_knowledge: bool,
        quiet: bool,
        as_json: bool,
    ) -> int:
        from datetime import datetime

        from recoupe.watch.follow import Follower, Settings

        told = failed = 0

        def report(done: Round) -> None:
            nonlocal told, failed
            told += 1
            failed += len(done.failed)
            if as_json:
                print_json(_row(done, t))
            elif not quiet:
                _tell(done, t)

        if dropped:
            _drop(dossier, feeds_of(dropped), t)
            if not feeds:
                return 0
        if every is None:
            every = 0.0 if once else Settings.every  # asked for once, a feed rests only where it says so itself
        named = feeds_of(feeds)
        if not named and not os.path.exists(dossier):  # noqa: PTH110 - a name too long is told of below
            raise click.UsageError(t("watch.no_feed"))
        settings = Settings(every, pages, not no_knowledge)
        follower = Follower(
            dossier,
            named,
            client_of(agent, pace, allow_private),
            settings,
            report=report,
            tell=lambda outcome: report_refused(outcome, t),
        )
        if not follower.feeds:
            raise click.UsageError(t("watch.no_feed"))
        if not once and not quiet:
            click.echo(t("watch.start", n=follower.feeds), err=True)
        with _ended_by_signal(follower.stop):
            follower.run(once=once, seconds=lasting)
        if once and not told and not as_json and not quiet:
            click.echo(t("watch.resting", when=f"{datetime.fromtimestamp(follower.next_at):%d/%m %H:%M}"), err=True)
        return int(once and failed > 0)

    return [watch]


def _drop(path: Path, addresses: list[str], t: Messages) -> None:
    """Follow these feeds no longer."""
    from recoupe.store import open_dossier
    from recoupe.store.feeds import FeedTables
    from recoupe.store.schema import transaction

    if not os.path.exists(path):  # noqa: PTH110 - a name too long is told of by opening it
        raise click.UsageError(t("watch.no_feed"))
    with open_dossier(path, write=True) as store, transaction(store.db):
        gone = FeedTables(store).drop(addresses)
        unknown = [a for a in addresses if a not in gone]
        if unknown:  # none is dropped then
            raise click.UsageError(t("watch.not_followed", feeds=", ".join(map(one_line, unknown))))
    click.echo(t("watch.dropped", n=len(gone)), err=True)


@contextmanager
def _ended_by_signal(stop: Callable[[], None]) -> Iterator[None]:
    """SIGINT and SIGTERM end the run cleanly; a second one ends it at once."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {s: signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)}

    def end(*_: object) -> None:
        for each, handler in before.items():
            signal.signal(each, handler)
        stop()

    for each in before:
        signal.signal(each, end)
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _tell(done: Round, t: Messages) -> None:
    """One line a round, then one a failure."""
    from datetime import datetime

    from recoupe.cli.faults import complain
    from recoupe.export.explaining import explain

    counts = {"asked": done.asked, "new": done.new, "changed": done.changed, "summaries": done.summaries}
    counts |= {"waiting": done.waiting, "failed": len(done.failed)}
    told = [t(f"watch.{k}", n=n) for k, n in counts.items() if n or k == "new"]
    click.echo(f"{datetime.now():%H:%M} {', '.join(told)}", err=True)
    for address, error in done.failed:
        text = explain(error, t)
        complain(text if address in text else f"{address}{t('quote.colon')}{one_line(text)}", t)


def _row(done: Round, t: Messages) -> dict[str, object]:
    from recoupe.export.explaining import explain

    failed = [{"address": a, "error": explain(e, t)} for a, e in done.failed]
    names = ("asked", "unchanged", "new", "changed", "summaries", "waiting")
    return {name: getattr(done, name) for name in names} | {"failed": failed}
