"""What a user names, to documents."""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from recoupe.errors import RecoupeError, UnreadableFile
from recoupe.read.formats.part import bounded
from recoupe.read.formats.sniff import beside_news, companion, hidden, left_out
from recoupe.read.formats.stream import HEAD
from recoupe.records import Document

__all__ = ["Item", "Loaded", "bounded", "contents", "gather", "load", "parts", "shown"]

_SPLIT = "split it into single articles"
LARGEST = 200_000_000
"""Bytes of the largest file that is held whole; the formats have their own limits."""


@dataclass(frozen=True)
class Item:
    """A text to read: a file, or bytes that have a name (standard input, what an address gave).

    ``address`` is where the bytes were fetched, ``encoding`` what the server said of them, ``read_on`` the ISO day.
    """

    name: str
    path: Path | None = None
    data: bytes | None = None
    file: IO[bytes] | None = None
    """Read once, in order; closed at its end."""
    address: str | None = None
    encoding: str | None = None
    read_on: str | None = None
    error: RecoupeError | None = None


def shown(path: Path | str) -> str:
    """A path, or a word of the command line, as text to store and to print: bytes that are no UTF-8 become "\ufffd"."""
    return os.fsencode(path).decode("utf-8", "replace")


def gather(paths: Iterable[Path | str]) -> list[Item]:
    """Files as they are, folders walked in the order of the names in them, each file once.

    What does not exist, and a folder without any file to read, become items that carry their error.
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
    """The files of a folder and of those in it, links to folders not followed; and what could not be looked at.

    Hidden ones are left out, and what lies beside articles: pictures, styles, the folder saved with a page.
    """
    found: list[Item] = []

    def closed(error: OSError) -> None:
        found.append(_refused(Path(error.filename), f"cannot be read ({error.strerror})", "check its permissions"))

    for place, folders, names in os.walk(folder, onerror=closed):
        folders[:] = [f for f in folders if not hidden(f) and not _saved_with(f, names)]
        for path in (Path(place, name) for name in names if not hidden(name)):
            try:
                if path.is_file() and not (beside_news(path.name) and left_out(path.name, _head(path))):
                    found.append(Item(shown(path), path))
            except OSError as error:
                closed(error)
    if not found:
        return [_refused(folder, "no file to read in this folder", "check the name")]
    return sorted(found, key=lambda item: item.path or Path(item.name))


def _saved_with(folder: str, names: list[str]) -> bool:
    """Whether a browser saved the folder beside a page that lies there."""
    page = companion(folder)
    return page is not None and (f"{page}.html" in names or f"{page}.htm" in names)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD)


def _refused(path: Path, reason: str, advice: str, name: str = "") -> Item:
    name = name or shown(path)
    return Item(name, error=UnreadableFile(name, reason, advice))


def contents(item: Item) -> bytes:
    """The bytes of an item; raises RecoupeError."""
    if item.error is not None:
        raise item.error
    try:
        with _opened(item) as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableFile(item.name, f"cannot be read ({error.strerror})", "check its permissions") from error
    if len(data) > LARGEST:
        raise UnreadableFile(item.name, "too large for one text", _SPLIT, LARGEST)
    return data


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
        plain = self.document.reader.startswith("plain@") and "+" not in self.document.encoding
        return None if plain else self.data


def parts(
    item: Item, *, outlet: str | None = None, date: str | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[tuple[str, Loaded | RecoupeError]]:
    """(name, text) for each text of an item, lazily: of a file of any format, in constant memory.

    The error stands in the place of what cannot be read. ``columns`` says which column of a table is what.
    """
    from recoupe.lang.identify import identified
    from recoupe.read.formats.table import read_file
    from recoupe.read.html.source import is_page

    if item.error is not None:
        yield item.name, item.error
        return
    if item.address is not None and item.data is not None and is_page(item.data):
        yield item.name, _fetched(item, item.data, outlet, date)
        return
    try:
        file = _opened(item)
    except OSError as error:
        yield item.name, UnreadableFile(item.name, f"cannot be read ({error.strerror})", "check its permissions")
        return
    with file:
        for part in read_file(file, item.name, outlet=outlet, date=date, columns=columns):
            found = part.found if isinstance(part.found, RecoupeError) else Loaded(identified(part.found), part.raw)
            yield part.name, found


def _fetched(item: Item, data: bytes, outlet: str | None, date: str | None) -> Loaded | RecoupeError:
    """A page of the web, with what its server said of it."""
    from recoupe.lang.identify import identified
    from recoupe.read.page import read_page

    own, said, day = item.address, item.encoding, item.read_on
    try:
        document = read_page(data, item.name, outlet=outlet, date=date, address=own, encoding=said, latest=day)
        return Loaded(identified(bounded(document, item.name)), data)
    except RecoupeError as error:
        return error


def _opened(item: Item) -> IO[bytes]:
    if item.file is not None:
        return item.file
    if item.data is not None:
        return io.BytesIO(item.data)
    assert item.path is not None
    return item.path.open("rb")


def load(item: Item, *, outlet: str | None = None, date: str | None = None) -> Loaded:
    """The document of an item that is one text; raises RecoupeError."""
    found = next((found for _, found in parts(item, outlet=outlet, date=date)), None)
    if isinstance(found, Loaded):
        return found
    raise found or UnreadableFile(item.name, "nothing in it to read", "check the file")
