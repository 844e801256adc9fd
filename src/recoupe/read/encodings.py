"""Bytes to text: which encoding a file is in, and which files hold no text."""

from __future__ import annotations

import codecs
import re

from recoupe.errors import UnreadableFile
from recoupe.read.boundaries import BLANKS

LIMIT = 20_000_000
"""Largest file, in bytes: no article comes near it, and a file that does is a dump of many."""

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FORMATS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP or office file"),
    (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a compressed file"),
    (b"SQLite format 3", "a SQLite file"),
)
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)\b", re.IGNORECASE)
_CONTROL = re.compile("[\x01-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]")
# Well-formed UTF-8, as in table 3-7 of the Unicode standard
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    rb"|\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_VALID = re.compile(rb"(?:[\x00-\x7f]+|" + _MULTIBYTE.pattern + rb")+")
SAVE_AS_TEXT = "save it as plain text (UTF-8), then add it again"


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file's bytes, and the encoding that gave it.

    A byte order mark decides; else UTF-8, else UTF-8 with its invalid bytes read as Windows-1252 ("utf-8+cp1252"; where
    valid multibyte characters are more than those bytes), else Windows-1252, else Latin-1. Line ends stay as they are.
    Raises UnreadableFile for an empty or blank file, a binary one, a known other format, or more than LIMIT bytes.
    """
    if len(data) > LIMIT:
        size = f"{len(data) / 1e6:.0f} MB, more than the limit of {LIMIT // 1_000_000} MB for one text"
        raise UnreadableFile(name, size, "split it into single articles", LIMIT)
    for magic, what in _FORMATS:
        if data.startswith(magic):
            raise UnreadableFile(name, f"{what}, not plain text", SAVE_AS_TEXT)
    if _PAGE.match(data):
        raise UnreadableFile(name, "the source of a web page, not plain text", SAVE_AS_TEXT)
    text, encoding = _decode(data, name)
    if not text.strip(BLANKS):
        raise UnreadableFile(name, "empty" if not data else "nothing but blanks", "check the file")
    sample = text[:100_000]
    if "\0" in text or len(_CONTROL.findall(sample)) > 0.02 * len(sample):
        raise UnreadableFile(name, "binary, not text", SAVE_AS_TEXT)
    return text, encoding


def _decode(data: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _strict(data, encoding, name)
    return lenient(data)


def lenient(data: bytes) -> tuple[str, str]:
    """The text of bytes without a byte order mark, and its encoding, as :func:`decode` finds it; refuses nothing."""
    text = _try(data, "utf-8")
    if text is not None:
        return text, "utf-8"
    parts, stray = _stray(data)
    if len(_MULTIBYTE.findall(data)) > stray:
        return parts, "utf-8+cp1252"
    text = _try(data, "cp1252")
    return (text, "cp1252") if text is not None else (data.decode("latin-1"), "latin-1")


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _strict(data: bytes, encoding: str, name: str) -> tuple[str, str]:
    text = _try(data, encoding)
    if text is None:
        if encoding == "utf-8-sig":
            return _stray(data[3:])[0], "utf-8+cp1252"
        raise UnreadableFile(name, f"broken {encoding}", SAVE_AS_TEXT)
    return text, encoding


def _stray(data: bytes) -> tuple[str, int]:
    """UTF-8 with its invalid bytes read as Windows-1252, and how many they are."""
    parts: list[str] = []
    at = stray = 0
    for valid in _VALID.finditer(data):
        parts += (data[at : valid.start()].decode("cp1252", "replace"), valid.group().decode("utf-8"))
        stray += valid.start() - at
        at = valid.end()
    parts.append(data[at:].decode("cp1252", "replace"))
    return "".join(parts), stray + len(data) - at
