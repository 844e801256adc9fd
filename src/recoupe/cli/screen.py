"""What goes to the screen, with colours where it is one; and to programs, as JSON lines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, TypeVar

import click

from recoupe.text import UNPRINTED, harmless

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from recoupe.export.blocks import Block, Item
    from recoupe.messages import Messages
    from recoupe.records import Record
    from recoupe.views.reviews import Review

T = TypeVar("T")
_COLOURS: dict[str, dict[str, Any]] = {
    "title": {"bold": True},
    "speaker": {"bold": True, "fg": "cyan"},
    "act": {"italic": True},
    "note": {"dim": True},
    "number": {"fg": "yellow"},
    "evidence": {"bold": True, "fg": "green"},
    "mask": {"dim": True, "strikethrough": True},
}


def style(text: str, part: str) -> str:
    """Harmless text in terminal colours; click takes them away where the output is no terminal."""
    return click.style(one_line(text), **_COLOURS[part])


def one_line(text: str) -> str:
    """Text of an article, or the name of a file, on one line of the screen."""
    return harmless(" ".join(text.replace("\r\n", "\n").split("\n")))


def width() -> int:
    import shutil

    return max(40, min(110, shutil.get_terminal_size((100, 24)).columns))


def print_json(value: object) -> None:
    import msgspec

    print_line(msgspec.json.encode(value).decode())


def print_line(encoded: str) -> None:
    """One line of JSON."""
    click.echo(escaped(encoded))


def escaped(encoded: str) -> str:
    """JSON with what a terminal obeys, or a reader of lines takes for a line end, escaped."""
    return UNPRINTED.sub(lambda m: f"\\u{ord(m[0]):04x}", encoded)


def with_id(record_id: str, record: Record, review: Review | None = None) -> dict[str, Any]:
    """A record as it was read, with its id; what people said of it stands beside under ``review``."""
    import msgspec

    judged = {"review": msgspec.to_builtins(review)} if review is not None else {}
    return {"id": record_id, "type": type(record).__name__.lower(), **msgspec.to_builtins(record), **judged}


def echo_blocks(blocks: Iterable[Block | tuple[str, Sequence[Item]]], t: Messages) -> None:
    """Items under their headings; a pair is a heading, empty for none, and its items."""
    from recoupe.export.blocks import Block, Page, as_text

    made = tuple(b if isinstance(b, Block) else Block(b[0], tuple(b[1])) for b in blocks)
    click.echo(as_text(Page("", "", made), t, width=width(), style=style), nl=False)


def echo_items(rows: Iterable[T], item: Callable[[T, Messages], Item], t: Messages, *, as_json: bool) -> None:
    """Each row as an item under no heading; for a program, as a line of JSON."""
    for row in rows:
        if as_json:
            print_json(row)
        else:
            echo_blocks([("", [item(row, t)])], t)


def marked_text(text: str, evidence: list[tuple[int, int]], masks: list[tuple[int, int]] | None = None) -> str:
    from recoupe.export.passages import bracketed, marked

    return marked(text, (0, len(text)), evidence, masks or (), style=style if sys.stdout.isatty() else bracketed)
