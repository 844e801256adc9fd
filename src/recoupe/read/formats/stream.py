"""Bytes that are read once, in order, with a look ahead and an account of how much was unpacked."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from recoupe.errors import UnreadableFile
from recoupe.read.formats import limits
from recoupe.read.formats.refusals import BOMB, BULKY, CROWDED, DEEP, LARGE, LONG, SPENT, Refusal

HEAD = 1 << 16
"""Bytes that are looked at to tell what a stream is."""
_CHUNK = 1 << 16


class Spent(UnreadableFile):
    """A limit of the whole file was passed: nothing more is read out of it."""


@dataclass
class Account:
    """What one file of the user's has cost, over all its layers."""

    read: int = 0
    unpacked: int = 0
    members: int = 0

    def take(self, size: int, name: str) -> None:
        """Count bytes that were unpacked; raises Spent."""
        self.unpacked += size
        if self.unpacked > limits.TOTAL:
            raise _spent(SPENT, name)
        if self.unpacked > max(8 * limits.RATIO_FROM, limits.RATIO * self.read):
            raise _spent(BOMB, name)

    def member(self, name: str) -> None:
        """Count a member of an archive; raises Spent."""
        self.members += 1
        if self.members > limits.MEMBERS:
            raise _spent(CROWDED, name)


def _spent(why: Refusal, name: str) -> Spent:
    return Spent(name, why.reason, why.advice)


class _Raw(io.RawIOBase):
    """Fills what it is asked to fill, unless the source ends."""

    def __init__(self, pull: Callable[[int], bytes]) -> None:
        self._pull = pull
        self._left = b""
        self._late: UnreadableFile | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._late is not None:
            raise self._late
        done, ended = 0, False
        while done < len(buffer):
            try:
                data = self._left or self._pull(len(buffer) - done)
            except UnreadableFile as error:
                if not done:
                    raise
                self._late = error  # what was read before it comes first
                break
            if not data:
                if done or ended:
                    break
                ended = True  # a fault may stand behind an end: it shows when one reads on
                continue
            some, self._left = data[: len(buffer) - done], data[len(buffer) - done :]
            buffer[done : done + len(some)] = some
            done += len(some)
        return done


class Stream(io.BufferedReader):
    """A stream of one layer; ``depth`` is how many containers it lies in."""

    def __init__(self, pull: Callable[[int], bytes], account: Account, depth: int = 0, file: IO[bytes] | None = None):
        super().__init__(_Raw(pull), HEAD)
        self.account, self.depth, self._file = account, depth, file
        self.gaps: list[UnreadableFile] | None = None
        """A reader that finds its feet again after a gap sets an empty list: a damaged member of a compressed file is
        then named here and jumped, and the stream ends there until the list is emptied."""

    def inner(self, pull: Callable[[int], bytes], name: str) -> Stream:
        """A stream that lies in this one; raises UnreadableFile where that is too deep."""
        if self.depth >= limits.DEPTH:
            raise DEEP.at(name)
        return Stream(pull, self.account, self.depth + 1)

    def head(self) -> bytes:
        """The first bytes, which stay to be read."""
        return self.peek(HEAD)[:HEAD]

    def whole(self, name: str, limit: int | None = None) -> bytes:
        """All that is left; raises UnreadableFile for more than ``limit`` bytes (by default, those of one text)."""
        most = limits.DOCUMENT if limit is None else limit
        data = self.read(most + 1)
        if len(data) > most:
            raise (LONG if limit is None else LARGE).at(name)
        return data

    def placed(self, name: str) -> IO[bytes]:
        """The same as a file that can be read in any order: its own, else a nameless temporary one."""
        if self._file is not None:
            self.account.read = max(self.account.read, size_of(self._file))
            return self._file
        copy = tempfile.TemporaryFile(prefix="recoupe-")  # noqa: SIM115 - closed by its last user
        size = 0
        while data := self.read(_CHUNK):
            size += len(data)
            if size > limits.PLACED:
                raise BULKY.at(name)
            copy.write(data)
        copy.seek(0)
        return copy


def opened(file: IO[bytes]) -> Stream:
    """The stream of a file of the user's, or of standard input."""
    account = Account()

    def pull(size: int) -> bytes:
        data = file.read(size)
        account.read += len(data)
        return data

    return Stream(pull, account, file=file if file.seekable() else None)


def of_bytes(data: bytes, outer: Stream, name: str) -> Stream:
    """The stream of a member that is held whole."""
    return outer.inner(io.BytesIO(data).read, name)


def size_of(file: IO[bytes]) -> int:
    """Bytes of a file that can be read in any order."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    return size
