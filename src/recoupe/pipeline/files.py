"""What a user names, to documents."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from recoupe.errors import RecoupeError, UnreadableFile
from recoupe.records import Document

TEXT_NAMES = (".txt", ".text", ".md")
"""Endings of the files that are read from a folder; a file named by itself may have any."""
LONGEST_TEXT, LONGEST_LINE = 2_000_000, 200_000
"""Characters of the longest text, and of the longest line, that can be an article: a whole book is shorter."""
LARGEST = 200_000_000
"""Bytes of the largest file that is opened at all; the readers have their own, lower limit."""


@dataclass(frozen=True)
class Item:
    """A text to read: a file, or bytes that have a name (standard input)."""

    name: str
    path: Path | None = None
    data: bytes | None = None
    error: RecoupeError | None = None


def shown(path: Path) -> str:
    """The path as text that can be stored and printed: bytes of its name that are no UTF-8 become "\ufffd"."""
    return os.fsencode(path).decode("utf-8", "replace")


def gather(paths: Iterable[Path | str]) -> list[Item]:
    """Files as they are, folders walked for text files in the order of their names, each file once.

    What does not exist, and a folder without any text file, become items that carry their error.
    """
    items: dict[str, Item] = {}
    for path in map(Path, paths):
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in TEXT_NAMES and p.is_file())
            found = [Item(shown(p), p) for p in inside]
            if not found:
                advice = f"a folder is searched for {', '.join(TEXT_NAMES)}; name other files one by one"
                found = [Item(shown(path), error=UnreadableFile(shown(path), "no text file in this folder", advice))]
        elif path.is_file():
            found = [Item(shown(path), path)]
        else:
            what = "not a file" if path.exists() else "no such file"
            found = [Item(shown(path), error=UnreadableFile(shown(path), what, "check the name"))]
        for item in found:
            items.setdefault(item.name, item)
    return list(items.values())


def load(item: Item, *, outlet: str | None = None, date: str | None = None) -> tuple[Document, str]:
    """The document of an item, and the hash of its bytes; raises RecoupeError."""
    from recoupe.read.plain import read_bytes

    if item.error is not None:
        raise item.error
    data = item.data
    if data is None:
        assert item.path is not None
        try:
            size = item.path.stat().st_size
            if size > LARGEST:
                raise UnreadableFile(
                    item.name, f"{size / 1e6:.0f} MB, too large for one text", "split it into single articles"
                )
            data = item.path.read_bytes()
        except OSError as error:
            raise UnreadableFile(item.name, f"cannot be read ({error.strerror})", "check its permissions") from error
    document = read_bytes(data, item.name, outlet=outlet, date=date)
    advice = "split it into single articles"
    if len(document.text) > LONGEST_TEXT:
        raise UnreadableFile(item.name, "more than 2,000,000 characters in one text", advice)
    if max(map(len, document.text.splitlines()), default=0) > LONGEST_LINE:
        raise UnreadableFile(item.name, "a line of more than 200,000 characters", advice)
    return document, hashlib.sha256(data).hexdigest()
