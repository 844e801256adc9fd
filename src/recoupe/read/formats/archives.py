"""zip and tar: their members, in the order in which they lie. No path inside one ever reaches the file system."""

from __future__ import annotations

import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any

from recoupe.errors import RecoupeError
from recoupe.read.formats import limits
from recoupe.read.formats.part import Part, Reading
from recoupe.read.formats.refusals import (
    BOMB,
    CROWDED,
    CUT,
    DAMAGED,
    EMPTY_ARCHIVE,
    LOCKED,
    METHOD,
    NO_DIRECTORY,
)
from recoupe.read.formats.sniff import companion, hidden, left_out
from recoupe.read.formats.stream import Spent, Stream, size_of

_DIRECTORY = 50_000_000
"""Bytes of the largest list of members that is loaded."""
_PAX = 1_000_000
_LOCAL = struct.Struct("<4sHHHHHLLLHH")


def member_name(archive: str, path: str) -> str:
    """How a member is shown."""
    return f"{archive}!{path.encode('utf-8', 'replace').decode()[:500]}"


class _Chooser:
    """Which members are looked at: as in a folder."""

    def __init__(self) -> None:
        self._pages: set[str] = set()

    def expect(self, paths: list[str]) -> None:
        self._pages.update(p for p in paths if p.lower().endswith((".html", ".htm")))

    def wanted(self, path: str) -> bool:
        self.expect([path])
        pure = PurePosixPath(path)
        if any(hidden(part) for part in pure.parts):
            return False
        return not any(
            any(f"{parent.parent / stem}{end}" in self._pages for end in (".html", ".htm"))
            for parent in pure.parents
            if (stem := companion(parent.name))
        )


def check_directory(file: IO[bytes], name: str) -> None:
    """Raises UnreadableFile for a list of members that is too long to load."""
    if _directory_size(file) > _DIRECTORY:
        raise CROWDED.at(name)


def read_zip(file: IO[bytes], stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    """The members of a zip file; where its list of members is missing, those that can still be read."""
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile:
        file.seek(0)
        yield from _salvaged(file, stream, name, reading)
        return
    chooser = _Chooser()
    members = [m for m in archive.infolist() if not m.is_dir()]
    chooser.expect([m.filename for m in members])
    if not members:
        raise EMPTY_ARCHIVE.at(name)
    for member in members:
        stream.account.member(name)
        if chooser.wanted(member.filename):
            yield from _zipped(archive, member, stream, member_name(name, _path(member)), reading)


def _path(member: zipfile.ZipInfo) -> str:
    """A member's path: many programs write UTF-8 without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _zipped(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, stream: Stream, name: str, reading: Reading
) -> Iterator[Part]:
    if member.flag_bits & 1:
        yield Part(name, LOCKED.at(name))
        return
    try:
        file = archive.open(member)
    except NotImplementedError as error:
        yield Part(name, METHOD.at(name, str(error)))
        return
    except (zipfile.BadZipFile, EOFError, RuntimeError, OSError) as error:
        yield Part(name, DAMAGED.at(name, str(error)))
        return
    with file:
        unpacked = 0

        def pull(size: int) -> bytes:
            nonlocal unpacked
            try:
                data = file.read(size)
            except (zipfile.BadZipFile, zlib.error, EOFError) as error:
                raise (CUT if isinstance(error, EOFError) else DAMAGED).at(name, str(error)) from error
            unpacked += len(data)
            stream.account.take(len(data), name)
            if unpacked > max(limits.RATIO_FROM, limits.RATIO * member.compress_size):
                raise BOMB.at(name)
            return data

        yield from _member(stream, pull, name, reading)


def _member(stream: Stream, pull: Any, name: str, reading: Reading) -> Iterator[Part]:
    try:
        inner = stream.inner(pull, name)
        if left_out(name, inner.head()):
            return
    except Spent:
        raise
    except RecoupeError as error:
        yield Part(name, error)
        return
    yield from reading.inside(inner, name)


def _directory_size(file: IO[bytes]) -> int:
    """Bytes of the list of members, as the end of the file states them; 0 where it has no end."""
    size = size_of(file)
    file.seek(max(0, size - (1 << 16) - 100))
    tail = file.read()
    at = tail.rfind(b"PK\5\6")
    stated = 0
    if 0 <= at <= len(tail) - 22:
        (stated,) = struct.unpack_from("<L", tail, at + 12)
        big = tail.rfind(b"PK\6\6", 0, at)
        if stated == 0xFFFFFFFF and 0 <= big <= len(tail) - 56:
            (stated,) = struct.unpack_from("<Q", tail, big + 40)
    file.seek(0)
    return int(stated)


def _salvaged(file: IO[bytes], stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    """Members by the headers that stand before each, for a zip whose end is gone."""
    yield Part(name, NO_DIRECTORY.at(name))
    chooser = _Chooser()
    while len(header := file.read(_LOCAL.size)) == _LOCAL.size:
        magic, _, flags, method, _, _, _, packed, _, name_size, extra_size = _LOCAL.unpack(header)
        if magic != b"PK\3\4":
            return
        path = file.read(name_size).decode("utf-8", "replace")
        file.seek(extra_size, 1)
        stream.account.member(name)
        start, shown = file.tell(), member_name(name, path)
        if flags & 1 or method not in (0, 8) or (method == 0 and flags & 8):
            yield Part(shown, (LOCKED if flags & 1 else METHOD).at(shown))
            if flags & 8:
                return  # its size stands behind it
            file.seek(start + packed)
            continue
        body = _Body(file, stream, shown, packed if method == 0 else None)
        if not path.endswith("/") and chooser.wanted(path):
            yield from _member(stream, body.pull, shown, reading)
        try:
            body.finish()
        except RecoupeError:
            return  # the member itself was named
        if method == 8 and flags & 8:
            if file.read(4) == b"PK\7\10":
                file.seek(12, 1)
            else:
                file.seek(8, 1)


class _Body:
    """The bytes of one member, stored or deflated, read from where the file stands."""

    def __init__(self, file: IO[bytes], stream: Stream, name: str, stored: int | None) -> None:
        self._file, self._stream, self._name, self._stored = file, stream, name, stored
        self._zlib = zlib.decompressobj(-15)
        self._packed = self._unpacked = 0

    def pull(self, size: int) -> bytes:
        if self._stored is not None:
            data = self._file.read(min(size, self._stored))
            if self._stored and not data:
                raise CUT.at(self._name)
            self._stored -= len(data)
            return data
        engine = self._zlib
        while not engine.eof:
            more = self._zlib.unconsumed_tail or self._file.read(1 << 14)
            if not more:
                raise CUT.at(self._name)
            if not self._zlib.unconsumed_tail:
                self._packed += len(more)
            try:
                data = self._zlib.decompress(more, size)
            except zlib.error as error:
                raise DAMAGED.at(self._name, str(error)) from error
            if engine.unused_data or not engine.unconsumed_tail:
                self._file.seek(-len(engine.unused_data), 1)
            if data:
                self._unpacked += len(data)
                self._stream.account.take(len(data), self._name)
                if self._unpacked > max(limits.RATIO_FROM, limits.RATIO * self._packed):
                    raise BOMB.at(self._name)
                return data
        return b""

    def finish(self) -> None:
        """Stand behind the member."""
        while self.pull(1 << 16):
            pass


class _TarInfo(tarfile.TarInfo):
    """A member that says where the archive is damaged: tarfile by itself ends there in silence."""

    faults: list[str]

    @classmethod
    def fromtarfile(cls, tar: tarfile.TarFile) -> _TarInfo:
        try:
            return super().fromtarfile(tar)
        except (tarfile.InvalidHeaderError, tarfile.TruncatedHeaderError) as error:  # type: ignore[attr-defined]
            cls.faults.append(str(error))
            raise

    def _proc_member(self, tar: tarfile.TarFile) -> Any:
        if self.type in (b"x", b"g", b"X", b"L", b"K") and self.size > _PAX:
            raise tarfile.InvalidHeaderError("a name that is too long")  # type: ignore[attr-defined]
        return super()._proc_member(tar)  # type: ignore[misc]


def read_tar(stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    """The members of a tar file; a damaged header is named, and reading goes on at the next sound one."""
    faults: list[str] = []
    kind = type("_Member", (_TarInfo,), {"faults": faults})
    chooser = _Chooser()
    seen = 0
    with tarfile.open(fileobj=stream, mode="r|", bufsize=512, tarinfo=kind, ignore_zeros=True) as archive:
        try:
            for member in archive:
                seen += 1
                if faults:
                    yield Part(name, DAMAGED.at(name, faults[0]))
                    faults.clear()
                stream.account.member(name)
                if member.isreg() and chooser.wanted(member.name.removeprefix("./")):
                    shown = member_name(name, member.name.removeprefix("./"))
                    yield from _tarred(archive, member, stream, shown, reading)
        except (tarfile.ReadError, tarfile.StreamError) as error:
            raise (CUT if "unexpected end" in str(error) else DAMAGED).at(name, str(error)) from error
    if faults:
        yield Part(name, DAMAGED.at(name, faults[0]))
    elif not seen:
        raise EMPTY_ARCHIVE.at(name)


def _tarred(
    archive: tarfile.TarFile, member: tarfile.TarInfo, stream: Stream, name: str, reading: Reading
) -> Iterator[Part]:
    file = archive.extractfile(member)
    assert file is not None

    def pull(size: int) -> bytes:
        try:
            return file.read(size)
        except tarfile.ReadError as error:
            raise CUT.at(name) from error

    yield from _member(stream, pull, name, reading)


def is_tar(head: bytes, _name: str) -> bool:
    """Whether the first block is a tar header: by its check sum, as the old forms have no mark."""
    if len(head) < 512 or not head[:1].strip(b"\0"):
        return False
    field = re.fullmatch(rb"[ 0]*([0-7]+)[\0 ]*", head[148:156])
    return field is not None and int(field[1], 8) == sum(head[:148]) + 256 + sum(head[156:512])
