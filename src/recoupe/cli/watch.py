"""``recoupe watch``: feeds followed into a dossier; and what ``add`` shares with it, addresses to items."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from recoupe.cli.screen import one_line, print_json
from recoupe.messages import Messages

if TYPE_CHECKING:
    from recoupe.fetch import Client
    from recoupe.pipeline import Item, Outcome
    from recoupe.watch.follow import Round

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400, "j": 86_400}


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


def network_options(t: Messages) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Options of the commands that use the network."""

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        command = click.option("--allow-private", is_flag=True, help=t("help.allow_private"))(command)
        command = click.option("--agent", help=t("help.agent"))(command)
        return click.option("--pace", type=duration(t), default="2s", show_default=True, help=t("help.pace"))(command)

    return add


def client_of(agent: str | None, pace: float, private: bool) -> Client:
    """The reader of addresses that the options describe."""
    from recoupe.fetch import AGENT, Client

    return Client(agent=agent or AGENT, pace=pace, private=private)


def fetched(addresses: list[str], client: Client) -> tuple[list[Item], list[str]]:
    """The pages of addresses as items, failures included, and the addresses that are feeds."""
    from recoupe.errors import FetchFailed
    from recoupe.pipeline import Item
    from recoupe.watch.parsing import is_feed
    from recoupe.watch.reading import item_of

    items, feeds = [], []
    for address in addresses:
        try:
            reply = client.get(address)
            if is_feed(reply.body):
                feeds.append(address)
            else:
                items.append(item_of(reply, address))
        except FetchFailed as error:
            items.append(Item(address, error=error))
    return items, feeds


def commands(t: Messages) -> list[click.Command]:
    """The command, with its help in one language."""

    @click.command("watch", help=t("help.watch"))
    @click.argument("dossier", type=click.Path(path_type=Path))
    @click.argument("feeds", nargs=-1)
    @click.option("--once", is_flag=True, help=t("help.once"))
    @click.option("--every", type=duration(t), help=t("help.every"))
    @click.option("--for", "lasting", type=duration(t), help=t("help.lasting"))
    @click.option("--pages", type=click.Choice(["auto", "always", "never"]), default="auto", help=t("help.pages"))
    @network_options(t)
    @click.option("--no-knowledge", is_flag=True, help=t("help.no_knowledge"))
    @click.option("--quiet", "-q", is_flag=True, help=t("help.quiet"))
    @click.option("--json", "as_json", is_flag=True, help=t("help.json"))
    def watch(
        dossier: Path,
        feeds: tuple[str, ...],
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
    ) -> None:
        from datetime import datetime

        from recoupe.watch.follow import Follower, Settings

        told = 0

        def report(done: Round) -> None:
            nonlocal told
            told += 1
            if as_json:
                print_json(_row(done, t))
            elif not quiet:
                _tell(done, t)

        if every is None:
            every = 0.0 if once else Settings.every  # asked for once, a feed rests only where it says so itself
        settings = Settings(every, pages, not no_knowledge)
        follower = Follower(
            dossier, _addresses(feeds), client_of(agent, pace, allow_private), settings, report=report, tell=_teller(t)
        )
        if not follower.feeds:
            raise click.UsageError(t("watch.no_feed"))
        if not once and not quiet:
            click.echo(t("watch.start", n=follower.feeds), err=True)
        with _ended_by_signal(follower.stop):
            follower.run(once=once, seconds=lasting)
        if once and not told and not as_json and not quiet:
            click.echo(t("watch.resting", when=f"{datetime.fromtimestamp(follower.next_at):%d/%m %H:%M}"), err=True)

    return [watch]


def _addresses(named: tuple[str, ...]) -> list[str]:
    """The feeds that the user names: addresses, and files that list them."""
    from recoupe.cli.add import items_of
    from recoupe.fetch.address import is_address
    from recoupe.pipeline.files import contents
    from recoupe.watch.parsing import addresses_in

    found: list[str] = []
    for name in named:
        if is_address(name):
            found.append(name)
        else:
            found += [a for item in items_of((name,)) for a in addresses_in(contents(item), item.name)]
    return list(dict.fromkeys(found))


def _teller(t: Messages) -> Callable[[Outcome], None]:
    """Says on standard error which rows of a document were refused."""
    from recoupe.cli.add import report_refused

    return lambda outcome: report_refused(outcome, t)


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

    from recoupe.cli.faults import complain, explain

    counts = {"asked": done.asked, "new": done.new, "changed": done.changed, "summaries": done.summaries}
    counts |= {"waiting": done.waiting, "failed": len(done.failed)}
    told = [t(f"watch.{k}", n=n) for k, n in counts.items() if n or k == "new"]
    click.echo(f"{datetime.now():%H:%M} {', '.join(told)}", err=True)
    for address, error in done.failed:
        text = explain(error, t)
        complain(text if address in text else f"{address}{t('quote.colon')}{one_line(text)}", t)


def _row(done: Round, t: Messages) -> dict[str, object]:
    from recoupe.cli.faults import explain

    failed = [{"address": a, "error": explain(e, t)} for a, e in done.failed]
    names = ("asked", "unchanged", "new", "changed", "summaries", "waiting")
    return {name: getattr(done, name) for name in names} | {"failed": failed}
