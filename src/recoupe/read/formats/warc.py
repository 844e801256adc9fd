"""WARC (ISO 28500): the page or text of each response, in the order of the crawl.

Records are cut here, so that a damaged one is named and the next one found; fastwarc reads what is inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from recoupe.errors import RecoupeError
from recoupe.read.formats import limits
from recoupe.read.formats.part import Part, Reading, bounded
from recoupe.read.formats.refusals import BOMB, CUT, DAMAGED, LONG
from recoupe.read.formats.stream import Stream

_BEGIN = re.compile(rb"WARC/\d\.\d+\r?\n")
_NEXT = re.compile(rb"(?<=\n)WARC/\d\.\d+\r?\n")
_HEADER = 1 << 16
_WANTED = ("text/html", "application/xhtml+xml", "text/plain")
_CHUNK = 1 << 20


class _Window:
    """A stream of which bytes can be put back."""

    def __init__(self, stream: Stream) -> None:
        self._stream, self._back = stream, b""

    def take(self, size: int) -> bytes:
        """Up to ``size`` bytes; fewer only at an end."""
        if len(self._back) >= size:
            data, self._back = self._back[:size], self._back[size:]
            return data
        data, self._back = self._back, b""
        return data + self._stream.read(size - len(data))

    def put_back(self, data: bytes) -> None:
        self._back = data + self._back

    def to_next(self) -> bool:
        """Stand before the next record, which may be where one stands; whether there is one."""
        kept = b"\n"
        while data := self.take(_CHUNK):
            both = kept + data
            if found := _NEXT.search(both):
                self.put_back(both[found.start() :])
                return True
            kept = both[-32:]
        return False


def read_warc(stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    """Responses that hold a page or a text, by number of record; the address is what was asked for."""
    stream.gaps = []
    window, number = _Window(stream), 0
    while True:
        while window.to_next():
            number += 1
            shown = f"{name}#{number}"
            try:
                record = _record(window, shown)
                if record is not None and (part := _response(record, shown, reading)) is not None:
                    yield part
            except RecoupeError as error:
                # the record that a gap cuts short is named with the gap
                if not (stream.gaps and getattr(error, "reason", "") == CUT.reason):
                    yield Part(shown, error)
        if not stream.gaps:
            return
        yield from (Part(name, gap) for gap in stream.gaps)
        stream.gaps.clear()
        window = _Window(stream)


def _record(window: _Window, name: str) -> bytes | None:
    """The bytes of a record that may hold a response; None for one of another kind. Raises UnreadableFile."""
    start = window.take(_HEADER)
    end = re.search(rb"\r?\n\r?\n", start)
    if end is None:
        window.put_back(start[8:])
        raise (DAMAGED if len(start) == _HEADER else CUT).at(name, "WARC header")
    header = start[: end.end()]
    window.put_back(start[end.end() :])
    length = re.search(rb"\nContent-Length:[ \t]*(\d{1,18})[ \t]*\r?\n", header, re.IGNORECASE)
    kind = re.search(rb"\nWARC-Type:[ \t]*(\w+)", header, re.IGNORECASE)
    if length is None or kind is None:
        raise DAMAGED.at(name, "WARC header")
    size = int(length[1])
    wanted = kind[1].lower() in (b"response", b"resource")
    if size > limits.DOCUMENT:
        _skip(window, size, name)
        if wanted and re.search(rb"\nContent-Type:[ \t]*(?:application/http|text/)", header, re.IGNORECASE):
            raise LONG.at(name)
        return None
    block = window.take(size)
    after = window.take(32)
    window.put_back(after)
    if len(block) < size or not (_BEGIN.match(after.lstrip(b"\r\n")) or not after.strip()):
        begun = _NEXT.search(block)
        if len(block) < size and begun is None:
            raise CUT.at(name)
        window.put_back(block[begun.start() :] if begun else b"")
        raise DAMAGED.at(name, "Content-Length")
    return header + block + b"\r\n\r\n" if wanted else None


def _skip(window: _Window, size: int, name: str) -> None:
    """Over a record that is too large to hold, or to the record that begins inside it: its length is wrong then."""
    kept = b""
    while size > 0:
        data = window.take(min(size, _CHUNK))
        if not data:
            raise CUT.at(name)
        size -= len(data)
        both = kept + data
        if found := re.search(rb"\r\n\r\nWARC/\d\.\d+\r\n", both):
            window.put_back(both[found.start() + 4 :])
            raise DAMAGED.at(name, "Content-Length")
        kept = both[-32:]


def _response(data: bytes, name: str, reading: Reading) -> Part | None:
    """The text of a response; None where it is no page or text, or an answer other than 200."""
    from fastwarc.warc import WarcRecord

    from recoupe.read.page import read_page
    from recoupe.read.plain import read_bytes

    try:
        record = WarcRecord.from_bytes(data)
        if record.headers.get("WARC-Truncated"):
            raise CUT.at(name)
        address = (record.headers.get("WARC-Target-URI") or "").strip("<> ")
        if not address.startswith(("http:", "https:", "ftp:", "file:")):
            return None  # notes of the crawler
        record.parse_http(auto_decode="all")
        kind = (record.http_content_type or record.headers.get("Content-Type") or "").partition(";")[0].strip().lower()
        if kind not in _WANTED or (record.http_headers is not None and record.http_headers.status_code != 200):
            return None
        page = record.reader.read(limits.DOCUMENT + 1)
    except (OSError, ValueError) as error:
        raise DAMAGED.at(name, str(error)) from error
    if len(page) > limits.DOCUMENT:
        raise LONG.at(name)
    if len(page) > max(limits.RATIO_FROM, limits.RATIO * len(data)):
        raise BOMB.at(name)
    if not page.strip():
        return None
    if kind == "text/plain":
        document = read_bytes(page, name, outlet=reading.outlet, date=reading.date)
        document = msgspec.structs.replace(document, address=address)
    else:
        document = read_page(
            page,
            name,
            outlet=reading.outlet,
            date=reading.date,
            address=address,
            encoding=record.http_charset,
            latest=record.record_date.date().isoformat() if record.record_date else None,
        )
    return Part(name, bounded(document, name), page)
