"""Lines of text out of a stream, decoded one by one."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator

from recoupe.read.formats.stream import Stream


def text_lines(stream: Stream, longest: int) -> Iterator[str]:
    """The lines, ends included; UTF-8, a line that is not is read as Windows-1252; UTF-16 and UTF-32 by their mark.

    A line longer than ``longest`` bytes comes in pieces of that length.
    """
    head = stream.head()[:4]
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        yield from _wide(stream, "utf-32", longest)
    elif head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield from _wide(stream, "utf-16", longest)
    else:
        if head.startswith(codecs.BOM_UTF8):
            stream.read(3)
        while line := stream.readline(longest):
            yield decoded(line)


def decoded(line: bytes) -> str:
    """A line of UTF-8, else of Windows-1252."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _wide(stream: Stream, encoding: str, longest: int) -> Iterator[str]:
    text = io.TextIOWrapper(stream, encoding, "replace", newline="")
    try:
        while line := text.readline(longest):
            yield line
    finally:
        text.detach()
