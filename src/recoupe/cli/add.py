"""``recoupe add``: articles into a dossier."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from recoupe.cli.faults import complain
from recoupe.cli.inputs import client_of, fetched, items_of
from recoupe.cli.options import columns_option, dossier_argument, iso_date, json_option, network_options
from recoupe.cli.screen import print_line
from recoupe.messages import Messages

if TYPE_CHECKING:
    from recoupe.fetch import Client
    from recoupe.pipeline import Outcome


_PATIENCE = 5.0
"""Seconds for which a writer of short turns, such as ``recoupe watch``, is waited for."""


def commands(t: Messages) -> list[click.Command]:
    """The command, with its help in one language."""

    @click.command("add", help=t("help.add"))
    @dossier_argument
    @click.argument("files", nargs=-1)
    @click.option("--with", "config", type=click.Path(path_type=Path), help=t("help.with"))
    @click.option("--outlet", help=t("help.outlet"))
    @click.option("--date", type=iso_date(t), help=t("help.date"))
    @columns_option(t)
    @click.option("--again", is_flag=True, help=t("help.again"))
    @click.option("--workers", type=click.IntRange(min=1), help=t("help.workers"))
    @click.option("--no-knowledge", is_flag=True, help=t("help.no_knowledge"))
    @network_options(t)
    @click.option("--quiet", "-q", is_flag=True, help=t("help.quiet"))
    @json_option(t)
    def add(
        dossier: Path,
        files: tuple[str, ...],
        config: Path | None,
        outlet: str | None,
        date: str | None,
        columns: dict[str, str] | None,
        *,
        again: bool,
        workers: int | None,
        agent: str | None,
        pace: float,
        allow_private: bool,
        no_knowledge: bool,
        quiet: bool,
        as_json: bool,
    ) -> int:
        from recoupe.extract.resources import Resources
        from recoupe.fetch.address import means_address
        from recoupe.pipeline import run, settle
        from recoupe.pipeline.files import shown
        from recoupe.store import open_dossier
        from recoupe.store.config import read_config

        if not files and not again and config is None:
            raise click.UsageError(t("add.no_file"))
        if not files and config is None:  # nothing is made of a name alone
            open_dossier(dossier).close()
        if outlet is not None:
            outlet = shown(outlet)
        toml = None
        if config is not None:
            toml = read_config(config)
            Resources((config,)).check()
        addresses = [f for f in files if means_address(f)]
        items = items_of(tuple(f for f in files if f not in addresses))
        feeds: list[str] = []
        if addresses:
            client = client_of(agent, pace, allow_private)
            pages, feeds = fetched(addresses, client)
            items += pages
        with open_dossier(dossier, write=True, patience=_PATIENCE) as store:
            # names that change what is read change it for the whole dossier
            again = (store.configure(toml) if toml is not None else False) or again
            try:
                with _progress(t, len(items), quiet=quiet or as_json) as step:
                    outcomes = run(
                        (item for item in items if step() is None),
                        store,
                        outlet=outlet,
                        date=date,
                        columns=columns,
                        total=len(items),
                        again=again,
                        workers=workers,
                        knowledge=not no_knowledge,
                    )
                    counts = _follow(outcomes, t, as_json=as_json)
            except BrokenPipeError as gone:
                raise click.Abort from gone
        settle(dossier)  # what was judged while the run held the dossier, after its own last look
        if feeds:
            counts += _from_feeds(dossier, feeds, client, t, knowledge=not no_knowledge, as_json=as_json)
        if not as_json and not quiet:
            click.echo(_summary(counts, t), err=True)
            for line in _languages(counts, t):
                click.echo(line, err=True)
            if counts["added"] or counts["changed"] or counts["again"]:
                click.echo(t("add.next", path=dossier), err=True)
        return int(counts["failed"] > 0)

    return [add]


def _follow(outcomes: Iterator[Outcome], t: Messages, *, as_json: bool) -> Counter[str]:
    """Show what becomes of each text as it comes; count the outcomes by status, and the records."""
    counts: Counter[str] = Counter()
    for outcome in outcomes:
        counts[outcome.status] += 1
        if outcome.status in ("added", "changed", "again"):
            counts[f"language {outcome.language}"] += 1
            counts.update(f"passage {code}" for code in outcome.passages)
        counts["records"] += outcome.records
        if as_json:
            print_line(_as_json(outcome, t))
        _report(outcome, t)
    return counts


@contextmanager
def _progress(t: Messages, total: int, *, quiet: bool) -> Iterator[Callable[[], None]]:
    """A bar of the files that were opened, each of which may hold one text or thousands."""
    # for a person who waits: none for a pipe, a file, or a handful of texts already read
    if quiet or not sys.stderr.isatty() or total < 2:
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(t("add.reading"), total=total)
        yield lambda: progress.advance(task)


def _from_feeds(
    dossier: Path, feeds: list[str], client: Client, t: Messages, *, knowledge: bool, as_json: bool
) -> Counter[str]:
    """Read the entries of feeds once, as ``recoupe watch`` does; count the outcomes by status, and the records."""
    from recoupe.watch.follow import Follower, Round, Settings

    counts: Counter[str] = Counter()

    def tell(outcome: Outcome) -> None:
        counts[outcome.status] += 1
        counts["records"] += outcome.records
        if as_json:
            print_line(_as_json(outcome, t))
        report_refused(outcome, t)

    def report(done: Round) -> None:
        for _, error in done.failed:
            counts["failed"] += 1
            complain(error, t)

    settings = Settings(every=0.0, knowledge=knowledge)
    Follower(dossier, feeds, client, settings, report=report, tell=tell).run(once=True)
    return counts


def _report(outcome: Outcome, t: Messages) -> None:
    if outcome.error is not None:
        text = complaint(outcome, t)
        complain(text, t)
    report_refused(outcome, t)


def report_refused(outcome: Outcome, t: Messages) -> None:
    """Say which rows of a document were not stored: a fault to report."""
    if outcome.refused:
        why = outcome.refused[0].explanation
        complain(f"{outcome.name} : " + t("add.refused", n=len(outcome.refused), why=why), t)


def complaint(outcome: Outcome, t: Messages) -> str:
    """The error of an item, always with its name."""
    from recoupe.export.explaining import explain

    assert outcome.error is not None
    text = explain(outcome.error, t)
    return text if outcome.name in text else f"{outcome.name}{t('quote.colon')}{text}"


def _as_json(outcome: Outcome, t: Messages) -> str:
    import json

    row: dict[str, object] = {
        "name": outcome.name,
        "status": outcome.status,
        "document": outcome.document,
        "records": outcome.records,
    }
    if outcome.language != "fr":
        row["language"] = outcome.language
    if outcome.passages:
        row["passages"] = outcome.passages
    if outcome.error is not None:
        row["error"] = complaint(outcome, t)
    if outcome.refused:
        row["refused"] = [b.explanation for b in outcome.refused]
    return json.dumps(row, ensure_ascii=False)


def _summary(counts: Counter[str], t: Messages) -> str:
    if not any(counts[key] for key in ("added", "changed", "again", "failed")):
        return t("add.nothing_new")
    known = counts["known"] + counts["renamed"]
    parts = (
        [t("add.added", n=counts["added"]) + f" ({t('add.records', n=counts['records'])})"] if counts["added"] else []
    )
    for key, n in (
        ("changed", counts["changed"]),
        ("again", counts["again"]),
        ("known", known),
        ("failed", counts["failed"]),
    ):
        if n:
            parts.append(t(f"add.{key}", n=n))
    return ", ".join(parts) + "."


def _languages(counts: Counter[str], t: Messages) -> list[str]:
    """What is kept and not read, for being in another language: whole documents, and passages."""
    from recoupe.export.wording import language

    lines = []
    for what in ("language", "passage"):
        found = Counter({key.split()[1]: n for key, n in counts.items() if key.startswith(f"{what} ")})
        found.pop("fr", None)
        if found:
            names = ", ".join(f"{language(code, t)} {n}" for code, n in found.most_common())
            lines.append(t(f"add.{what}", n=found.total(), names=names))
    return lines
