"""``recoupe extract``: no dossier, JSON lines on standard output."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from recoupe.cli.faults import complain
from recoupe.cli.inputs import items_of
from recoupe.cli.options import columns_option, iso_date
from recoupe.cli.screen import print_line
from recoupe.export.explaining import explain
from recoupe.messages import Messages

if TYPE_CHECKING:
    from recoupe.errors import RecoupeError
    from recoupe.pipeline import Item
    from recoupe.records import Document

KINDS = ("statements", "events", "timex", "quantities", "places", "dating")


def commands(t: Messages) -> list[click.Command]:
    """The command, with its help in one language."""

    @click.command("extract", help=t("help.extract", kinds=", ".join(KINDS)))
    @click.argument("kind", type=click.Choice(KINDS))
    @click.argument("files", nargs=-1, required=True)
    @click.option("--jsonl", is_flag=True, help=t("help.jsonl"))
    @click.option("--with", "config", type=click.Path(), help=t("help.with"))
    @click.option("--date", type=iso_date(t), help=t("help.date"))
    @columns_option(t)
    @click.option("--no-knowledge", is_flag=True, help=t("help.no_knowledge"))
    def extract(
        kind: str,
        files: tuple[str, ...],
        config: str | None,
        date: str | None,
        columns: dict[str, str] | None,
        *,
        jsonl: bool,
        no_knowledge: bool,
    ) -> int:
        import json
        from pathlib import Path

        from recoupe.errors import RecoupeError
        from recoupe.export.lines import rows_of
        from recoupe.extract.resources import Resources
        from recoupe.pipeline import BATCH_DOCUMENTS, attempt
        from recoupe.store.config import read_config

        failed = False
        if config is not None:
            read_config(Path(config))
        own = (Path(config),) if config else ()
        resources = Resources(own, knowledge=not no_knowledge, until=datetime.date.today())

        def flush(batch: list[tuple[str, Document]]) -> None:
            nonlocal failed
            for (name, _), result in zip(batch, attempt([d for _, d in batch], resources, (kind,)), strict=True):
                if isinstance(result, RecoupeError):
                    failed = True
                    complain(f"{name}{t('quote.colon')}{explain(result, t)}", t)
                else:
                    for breach in result.refused:
                        complain(f"{name}{t('quote.colon')}" + t("add.refused", n=1, why=breach.explanation), t)
                    for row in rows_of(kind, name, result.records):
                        print_line(json.dumps(row, ensure_ascii=False))

        batch: list[tuple[str, Document]] = []
        for item in items_of(files):
            for name, found in _rows(item, date, t) if jsonl else _documents(item, date, columns):
                if isinstance(found, RecoupeError):
                    failed = True
                    complain(found, t)
                    continue
                batch.append((name, found))
                if len(batch) >= BATCH_DOCUMENTS:
                    flush(batch)
                    batch = []
        flush(batch)
        return int(failed)

    return [extract]


def _documents(
    item: Item, date: str | None, columns: dict[str, str] | None
) -> Iterator[tuple[str, Document | RecoupeError]]:
    """(id, document) of each text of a file: a file that is one text goes by its stem."""
    from pathlib import Path

    from recoupe.errors import RecoupeError
    from recoupe.pipeline.files import parts

    for name, found in parts(item, date=date, columns=columns):
        if isinstance(found, RecoupeError):
            yield name, found
        else:
            yield Path(name).stem if name == item.name else name, found.document


def _rows(item: Item, date: str | None, t: Messages) -> Iterator[tuple[str, Document | RecoupeError]]:
    """(id, document) of each row of a file that gives its texts their ids."""
    from recoupe.errors import RecoupeError
    from recoupe.pipeline.files import contents

    try:
        data = contents(item)
    except RecoupeError as error:
        yield item.name, error
        return
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.strip():
            try:
                yield _row(line, number, item.name, date, t)
            except RecoupeError as error:
                yield item.name, error


def _row(line: bytes, number: int, name: str, date: str | None, t: Messages) -> tuple[str, Document]:
    import json

    from recoupe.errors import UnreadableFile
    from recoupe.lang.identify import identified
    from recoupe.read.formats.part import bounded
    from recoupe.read.plain import read_text

    def bad(problem: str) -> UnreadableFile:
        return UnreadableFile(name, t("error.bad_row", number=number, problem=problem), t("error.bad_row_advice"))

    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:  # bytes that are not UTF-8, or text that is not JSON
        raise bad(str(error)) from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not isinstance(row.get("id"), str | int):
        raise bad("id, text ?")
    day = row.get("date") or date
    try:
        datetime.date.fromisoformat(day[:10] if day else "2000-01-01")
        document = read_text(row["text"], date=day)
    except (ValueError, TypeError) as error:
        raise bad(t("error.bad_date", value=day)) from error
    except UnreadableFile as error:
        raise bad(error.reason) from error
    return str(row["id"]), identified(bounded(document, f"{name} ({row['id']})"))
