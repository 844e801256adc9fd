"""gzip, bzip2, xz and zstd: the stream inside, member by member, within the limits."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from recoupe.errors import UnreadableFile
from recoupe.read.formats import limits
from recoupe.read.formats.part import Part, Reading
from recoupe.read.formats.refusals import BOMB, CUT, DAMAGED
from recoupe.read.formats.stream import Stream

_CHUNK = 1 << 16
_XZ_MEMORY = 128 << 20
_ZSTD_WINDOW = 27
"""Powers of two of the largest window, as the ``zstd`` program has it without ``--long``."""


class _Engine(Protocol):
    """What bz2, lzma and zstd give by themselves."""

    def decompress(self, data: bytes, max_length: int) -> bytes: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...


class _Gunzip:
    """zlib in the manner of the others."""

    def __init__(self) -> None:
        self._zlib = zlib.decompressobj(wbits=31)

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._zlib.decompress(self._zlib.unconsumed_tail + data, max_length)

    @property
    def needs_input(self) -> bool:
        return not self._zlib.unconsumed_tail

    @property
    def eof(self) -> bool:
        return self._zlib.eof

    @property
    def unused_data(self) -> bytes:
        return self._zlib.unused_data


class _Kind(NamedTuple):
    magic: bytes
    engine: Callable[[], _Engine]
    fault: type[Exception]


def _bzip2() -> _Kind:
    import bz2

    return _Kind(b"BZh", bz2.BZ2Decompressor, OSError)


def _xz() -> _Kind:
    import lzma

    return _Kind(b"\xfd7zXZ\0", lambda: lzma.LZMADecompressor(memlimit=_XZ_MEMORY), lzma.LZMAError)


def _zstd() -> _Kind:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd

    options: dict[int, int] = {zstd.DecompressionParameter.window_log_max: _ZSTD_WINDOW}
    return _Kind(b"\x28\xb5\x2f\xfd", lambda: zstd.ZstdDecompressor(options=options), zstd.ZstdError)


_KINDS: tuple[tuple[bytes, Callable[[], _Kind]], ...] = (
    (b"\x1f\x8b\x08", lambda: _Kind(b"\x1f\x8b\x08", _Gunzip, zlib.error)),
    (b"BZh", _bzip2),
    (b"\xfd7zXZ\0", _xz),
    (b"\x28\xb5\x2f\xfd", _zstd),
)


def is_compressed(head: bytes, _name: str) -> bool:
    """Whether a stream of these first bytes is gzip, bzip2, xz or zstd."""
    return head.startswith(tuple(magic for magic, _ in _KINDS)) and (
        not head.startswith(b"BZh") or head[4:10] == b"1AY&SY"
    )


def read_compressed(stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    """What the stream inside gives; it has no name of its own."""
    head = stream.head()
    kind = next(kind for magic, kind in _KINDS if head.startswith(magic))()
    member = _Members(stream, name, kind)
    inside = stream.inner(member.pull, name)
    member.inside = inside
    yield from reading.inside(inside, name)


class _Members:
    """The members of a compressed stream, one after the other."""

    inside: Stream

    def __init__(self, stream: Stream, name: str, kind: _Kind) -> None:
        self._stream, self._name, self._kind = stream, name, kind
        self._engine: _Engine | None = None
        self._pending = b""
        self._packed = self._unpacked = 0
        self._fed, self._feeds = b"", 0
        self._fault: UnreadableFile | None = None
        self._skipped: UnreadableFile | None = None
        self._told = False

    def pull(self, size: int) -> bytes:
        """Up to ``size`` bytes, none at the end; raises UnreadableFile."""
        if self._fault is not None and not self._mended():
            return b""
        while self._engine is not None or self._begin():
            assert self._engine is not None
            try:
                data = self._engine.decompress(self._feed(), size)
            except self._kind.fault as error:
                self._fault = DAMAGED.at(self._name, str(error))
            except UnreadableFile as error:
                self._fault = error
            if self._fault is not None:
                if self._unpacked or self._skipped is not None:
                    return b""  # what was given before is read first
                # damaged from its first byte on: what it is, the next member tells
                self._skipped, self._fault = self._fault, None
                self._jump()
                if not self._pending:
                    raise self._skipped
                continue
            if self._engine.eof:
                self._pending, self._engine = self._engine.unused_data, None
            if data:
                self._count(len(data))
                return data
        if self._skipped is not None:
            self._fault, self._skipped = self._skipped, None
        return b""

    def _mended(self) -> bool:
        """Whether to go on behind a fault: told to a reader that can, which has emptied the list; raises the fault."""
        assert self._fault is not None
        gaps = self.inside.gaps
        if gaps is None:
            raise self._fault
        if not self._told:
            gaps.append(self._fault)
            self._told = True
        if gaps:
            return False
        self._fault, self._told = None, False
        self._jump()
        return True

    def _more(self) -> bytes:
        data = self._stream.read(_CHUNK)
        self._packed += len(data)
        return data

    def _begin(self) -> bool:
        """Whether another member begins; what follows the last one is padding or a signature, and is left."""
        first = self._packed == 0
        data = self._pending
        while len(data) < len(self._kind.magic) and (more := self._more()):
            data = (data + more).lstrip(b"\0")
        self._pending = data
        if not data or not (first or data.startswith(self._kind.magic)):
            return False
        self._engine, self._feeds = self._kind.engine(), 0
        return True

    def _feed(self) -> bytes:
        assert self._engine is not None
        if not self._engine.needs_input:
            return b""
        data, self._pending = self._pending or self._more(), b""
        if not data:
            raise CUT.at(self._name)
        self._fed = data
        self._feeds += 1
        return data

    def _jump(self) -> None:
        """To the next member behind the damaged one."""
        self._engine = None
        data, at = self._fed, int(self._feeds == 1)  # not at its own beginning again
        while (found := data.find(self._kind.magic, at)) < 0:
            kept = data[-len(self._kind.magic) + 1 :]
            more = self._more()
            if not more:
                self._pending = b""
                return
            data, at = kept + more, 0
        self._pending = data[found:]

    def _count(self, size: int) -> None:
        self._unpacked += size
        self._stream.account.take(size, self._name)
        if self._unpacked > max(limits.RATIO_FROM, limits.RATIO * self._packed):
            raise BOMB.at(self._name)
