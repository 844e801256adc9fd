"""What a user names, to documents."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from recoupe.errors import RecoupeError, UnreadableFile
from recoupe.records import Document

TEXT_NAMES = (".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".mhtml", ".mht")
"""Endings of the files that are read from a folder; a file named by itself may have any."""
LONGEST_TEXT, LONGEST_LINE = 500_000, 200_000
"""Characters of the longest text, and of the longest line, that can be an article: a whole book is shorter."""
_SPLIT = "split it into single articles"
LARGEST = 200_000_000
"""Bytes of the largest file that is opened at all; the readers have their own, lower limit."""


@dataclass(frozen=True)
class Item:
    """A text to read: a file, or bytes that have a name (standard input)."""

    name: str
    path: Path | None = None
    data: bytes | None = None
    error: RecoupeError | None = None


def shown(path: Path | str) -> str:
    """A path, or a word of the command line, as text to store and to print: bytes that are no UTF-8 become "\ufffd"."""
    return os.fsencode(path).decode("utf-8", "replace")


def gather(paths: Iterable[Path | str]) -> list[Item]:
    """Files as they are, folders walked for text files in the order of their names, each file once.

    What does not exist, and a folder without any text file, become items that carry their error.
    """
    items: dict[str, Item] = {}
    for named in paths:
        for item in _named(Path(named)) if str(named) else [_refused(Path(), "no such file", "check the name", "''")]:
            items.setdefault(item.name, item)
    return list(items.values())


def _named(path: Path) -> list[Item]:
    """The items of one name that the user gave."""
    try:
        if path.is_dir():
            return _inside(path)
        if path.is_file():
            return [Item(shown(path), path)]
        return [_refused(path, "not a file" if path.exists() else "no such file", "check the name")]
    except OSError as error:  # a name too long, a folder that may not be entered
        return [_refused(path, f"cannot be read ({error.strerror})", "check its permissions")]


def _inside(folder: Path) -> list[Item]:
    """The text files of a folder and of those in it, links to folders not followed; and what could not be looked at."""
    found: list[Item] = []

    def closed(error: OSError) -> None:
        found.append(_refused(Path(error.filename), f"cannot be read ({error.strerror})", "check its permissions"))

    for place, _, names in os.walk(folder, onerror=closed):
        for path in (Path(place, name) for name in names if Path(name).suffix.lower() in TEXT_NAMES):
            try:
                if path.is_file():
                    found.append(Item(shown(path), path))
            except OSError as error:
                closed(error)
    if not found:
        advice = f"a folder is searched for {', '.join(TEXT_NAMES)}; name other files one by one"
        return [_refused(folder, "no text file in this folder", advice)]
    return sorted(found, key=lambda item: item.path or Path(item.name))


def _refused(path: Path, reason: str, advice: str, name: str = "") -> Item:
    name = name or shown(path)
    return Item(name, error=UnreadableFile(name, reason, advice))


def contents(item: Item) -> bytes:
    """The bytes of an item; raises RecoupeError."""
    if item.error is not None:
        raise item.error
    if item.data is not None:
        return item.data
    assert item.path is not None
    try:
        size = item.path.stat().st_size
        if size > LARGEST:
            raise UnreadableFile(item.name, f"{size / 1e6:.0f} MB, too large for one text", _SPLIT, LARGEST)
        return item.path.read_bytes()
    except OSError as error:
        raise UnreadableFile(item.name, f"cannot be read ({error.strerror})", "check its permissions") from error


def bounded(document: Document, name: str) -> Document:
    """The document, unless it is longer than an article can be; raises UnreadableFile."""
    if len(document.text) > LONGEST_TEXT:
        raise UnreadableFile(name, "more than 500,000 characters in one text", _SPLIT)
    if max(map(len, document.text.splitlines()), default=0) > LONGEST_LINE:
        raise UnreadableFile(name, "a line of more than 200,000 characters", _SPLIT)
    return document


class Loaded(NamedTuple):
    """A document, and the bytes that its text was made out of."""

    document: Document
    data: bytes

    @property
    def bytes_hash(self) -> str:
        """SHA-256 of the bytes."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def kept(self) -> bytes | None:
        """The bytes, where the text does not give them back."""
        return None if self.document.reader.startswith("plain@") else self.data


def load(item: Item, *, outlet: str | None = None, date: str | None = None) -> Loaded:
    """The document of an item, a page or plain text by what its bytes are; raises RecoupeError."""
    from recoupe.read.html.source import is_page

    data = contents(item)
    if is_page(data):
        from recoupe.read.page import read_page as read
    else:
        from recoupe.read.plain import read_bytes as read  # type: ignore[assignment]
    document = bounded(read(data, item.name, outlet=outlet, date=date), item.name)
    return Loaded(document, data)
