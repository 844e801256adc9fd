"""The body of an answer, unpacked as it comes, within a limit on the wire and one after unpacking."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from recoupe.fetch.problems import problem

ACCEPTED = "gzip, deflate"
_PIECE = 1_000_000
"""Bytes unpacked at a time."""
_SWELLS = 200
"""How many times its size a body may swell beyond the first piece: markup packs to a fiftieth at the best."""


def unpacked(chunks: Iterable[bytes], encoding: str, address: str, *, wire: int, body: int) -> bytes:
    """The bytes of a body; raises FetchFailed (large, compression).

    ``wire`` and ``body`` are the most bytes that may be received, and that may come out of them; a small answer that
    swells to gigabytes ends long before.
    """
    packed = _unpacker(encoding, address)
    found = bytearray()
    received = 0
    for chunk in chunks:
        received += len(chunk)
        if received > wire:
            raise problem(address, "large", wire // 1_000_000)
        try:
            for piece in packed.take(chunk):
                found += piece
                if len(found) > body or (len(found) > _PIECE and len(found) > _SWELLS * received):
                    raise problem(address, "large", body // 1_000_000)
        except zlib.error as error:
            raise problem(address, "compression", error) from error
    if received and not packed.whole:
        raise problem(address, "broken", "cut short")
    return bytes(found)


class _Plain:
    whole = True

    def take(self, chunk: bytes) -> Iterator[bytes]:
        yield chunk


class _Packed:
    """gzip, zlib, or what some servers send as "deflate": a stream without a header."""

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self._stream = zlib.decompressobj(zlib.MAX_WBITS | (32 if kind == "gzip" else 0))
        self._started = False

    @property
    def whole(self) -> bool:
        return self._stream.eof

    def take(self, chunk: bytes) -> Iterator[bytes]:
        while chunk:
            try:
                yield self._stream.decompress(chunk, _PIECE)
            except zlib.error:
                if self._started or self._kind != "deflate":
                    raise
                self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
                yield self._stream.decompress(chunk, _PIECE)
            self._started = True
            chunk = self._stream.unconsumed_tail
            if self._stream.eof:
                chunk = self._stream.unused_data
                if not chunk.startswith(b"\x1f\x8b"):  # what follows the last member is padding
                    break
                self._stream = zlib.decompressobj(zlib.MAX_WBITS | 32)


def _unpacker(encoding: str, address: str) -> _Plain | _Packed:
    match encoding.strip().lower():
        case "" | "identity":
            return _Plain()
        case "gzip" | "x-gzip":
            return _Packed("gzip")
        case "deflate":
            return _Packed("deflate")
        case other:
            raise problem(address, "compression", other)
