"""Bytes of a page to its markup: which bytes are a page, in which encoding, and what whatever saved it noted."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime

from recoupe.errors import UnreadableFile
from recoupe.read.encodings import BOMS, lenient

_PAGE = re.compile(
    rb"(?>(?:\s+|<!--.*?-->|<\?xml[^>]*>)*)<(?:!doctype\s+html|html|head|body|article|main|meta|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_ARCHIVE = re.compile(
    rb"(?:[\w-]+:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*){0,30}?content-type:\s*multipart/related", re.IGNORECASE
)
_DECLARED = re.compile(
    rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,30})|<\?xml[^>]{0,200}encoding=[\"']([\w.:-]{2,30})",
    re.IGNORECASE,
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)\s*-->")
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(\S+)\s+saved date:\s*\w{3} (\w{3}) (\d{1,2}) (\d{4})"
)
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WHOLE = re.compile(r"<(?:!doctype|html|head|body)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_LATIN, _CYRILLIC = re.compile("[A-Za-zÀ-ÿ]"), re.compile("[\u0400-\u04ff]")
LIMIT = 50_000_000
"""Largest page, in bytes: those that hold their pictures reach some megabytes."""
_PICTURE = re.compile(r"data:[\w/+.;=-]{1,100};base64,[A-Za-z0-9+/=]*")
_HEAD = 4096
"""Bytes of the beginning in which an encoding is declared; the standard says 1024, few keep to it."""


@dataclass(frozen=True)
class Markup:
    """A page as text, the encoding it was in, and what its saver noted: its address, and the day it was saved (ISO)."""

    text: str
    encoding: str
    address: str | None = None
    saved: str | None = None

    @property
    def fragment(self) -> bool:
        """Whether it is a piece of a page, as feeds give them."""
        return _WHOLE.search(self.text) is None


def is_page(data: bytes) -> bool:
    """Whether the bytes are a web page or a web archive (MHTML), by how they begin."""
    start = data[:8192]
    for mark, encoding in BOMS:
        if start.startswith(mark):
            start = start.decode(encoding, "ignore").lstrip("\ufeff").encode()
            break
    else:
        if start[:2] in (b"<\0", b"\0<"):
            start = start.replace(b"\0", b"")
    return _PAGE.match(start) is not None or _ARCHIVE.match(start) is not None


def markup(data: bytes, name: str, encoding: str | None = None) -> Markup:
    """The markup of a page or of the first page in a web archive.

    ``encoding`` is what the server said. A byte order mark decides before it; then the page's own declaration; UTF-8
    before a declaration that it contradicts. Raises UnreadableFile for more than LIMIT bytes, and for an archive
    without a page.
    """
    if len(data) > LIMIT:
        size = f"{len(data) / 1e6:.0f} MB, more than the limit of {LIMIT // 1_000_000} MB for one page"
        raise UnreadableFile(name, size, "save the page without its pictures", LIMIT)
    if not _PAGE.match(data[:8192]) and _ARCHIVE.match(data[:8192]):
        return _archived(data, name)
    text, found = _decoded(data, encoding)
    text = _PICTURE.sub("data:,", text)
    head = text[:20_000]
    if single := _SINGLE_FILE.search(head):
        address, month, day, year = single.groups()
        saved = f"{year}-{_MONTHS.index(month) + 1:02}-{int(day):02}" if month in _MONTHS else None
        return Markup(text, found, address, saved)
    saved_from = _SAVED_FROM.search(head)
    return Markup(text, found, saved_from[1] if saved_from else None)


def _archived(data: bytes, name: str) -> Markup:
    try:
        message = message_from_bytes(data, policy=policy.default)
        parts = list(message.walk())
    except RecursionError as error:
        raise UnreadableFile(name, "a web archive of too many layers", "save the page as HTML") from error
    for part in parts:
        content = part.get_payload(decode=True)
        if part.get_content_type() in ("text/html", "application/xhtml+xml") and isinstance(content, bytes):
            text, found = _decoded(content, part.get_content_charset())
            address = part["Content-Location"] or message["Snapshot-Content-Location"]
            return Markup(text, found, str(address) if address else None, _day(message["Date"]))
    raise UnreadableFile(name, "a web archive that holds no page", "save the page as HTML")


def _day(header: object) -> str | None:
    try:
        return parsedate_to_datetime(str(header)).date().isoformat()
    except ValueError:
        return None


def _decoded(data: bytes, said: str | None) -> tuple[str, str]:
    """The text and the encoding that gave it."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace").lstrip("\ufeff"), encoding
    if data[:2] in (b"<\0", b"\0<"):
        encoding = "utf-16-le" if data[:1] == b"<" else "utf-16-be"
        return data.decode(encoding, "replace"), encoding
    declared = _DECLARED.search(data[:_HEAD])
    names = [said, *(g.decode("ascii") for g in (declared.groups() if declared else ()) if g)]
    known = [codec for codec in map(_codec, names) if codec]
    text, guess = lenient(data)
    if guess.startswith("utf-8") or not known or known[0] == "utf-8":
        return text, guess
    for codec in known:
        if codec == "utf-8":
            continue
        told = data.decode(codec, "replace")
        return (text, guess) if _mistaken(told) else (told, codec)
    return text, guess


def _codec(name: str | None) -> str | None:
    """Python's name of an encoding; what is called Latin-1 or ASCII on the web is Windows-1252 (WHATWG Encoding)."""
    try:
        codec = codecs.lookup((name or "").strip()).name
    except LookupError:
        return None
    if codec.startswith(("utf-16", "utf-32")):
        return "utf-8"  # a declaration in ASCII letters cannot be in these
    return "cp1252" if codec in ("iso8859-1", "ascii") else codec


def _mistaken(text: str) -> bool:
    """Whether Cyrillic letters stand inside Latin words: a Western page that is declared Cyrillic."""
    mixed = whole = 0
    for word in _WORD.findall(re.sub(r"<[^>]*>", " ", text)):
        if _CYRILLIC.search(word):
            if _LATIN.search(word):
                mixed += 1
            else:
                whole += 1
    return mixed > whole and mixed > 1
