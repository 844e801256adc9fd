"""What a stream is, by its first bytes; a name only settles what they leave open."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from recoupe.read.formats.refusals import (
    DATABASE,
    FONT,
    IMAGE,
    MEDIA,
    OLD_OFFICE,
    OTHER_ARCHIVE,
    PROGRAM,
    RTF,
    Refusal,
)

_ENDINGS = (
    ".avif .bmp .gif .heic .ico .jfif .jpeg .jpg .png .svg .tif .tiff .webp "
    ".aac .avi .flac .m4a .mkv .mov .mp3 .mp4 .mpeg .mpg .oga .ogg .ogv .opus .wav .webm .wma "
    ".eot .otf .ttf .woff .woff2 .css .js .mjs .map .ts .vtt .srt .ds_store .lnk .url .lock"
)
NO_NEWS = frozenset(_ENDINGS.split())
"""Endings of what lies beside articles: left out of a folder or an archive, unless it is a text of some format."""
COMPANIONS = ("_files", "_fichiers")
"""Endings of the folder that a browser saves beside a page."""

_OTHERS: tuple[tuple[bytes, Refusal], ...] = (
    (b"\x89PNG", IMAGE),
    (b"\xff\xd8\xff", IMAGE),
    (b"GIF8", IMAGE),
    (b"BM", IMAGE),
    (b"II*\0", IMAGE),
    (b"MM\0*", IMAGE),
    (b"\0\0\1\0", IMAGE),
    (b"ID3", MEDIA),
    (b"OggS", MEDIA),
    (b"fLaC", MEDIA),
    (b"\x1aE\xdf\xa3", MEDIA),
    (b"\0\0\1\xba", MEDIA),
    (b"\0\0\1\xb3", MEDIA),
    (b"wOFF", FONT),
    (b"wOF2", FONT),
    (b"OTTO", FONT),
    (b"\0\1\0\0\0", FONT),
    (b"\x7fELF", PROGRAM),
    (b"MZ", PROGRAM),
    (b"\xcf\xfa\xed\xfe", PROGRAM),
    (b"\xca\xfe\xba\xbe", PROGRAM),
    (b"\0asm", PROGRAM),
    (b"SQLite format 3", DATABASE),
    (b"\xd0\xcf\x11\xe0", OLD_OFFICE),
    (b"{\\rtf", RTF),
    (b"7z\xbc\xaf\x27\x1c", OTHER_ARCHIVE),
    (b"Rar!\x1a\x07", OTHER_ARCHIVE),
    (b"!<arch>", OTHER_ARCHIVE),
    (b"MSCF", OTHER_ARCHIVE),
    (b"\x1f\x9d", OTHER_ARCHIVE),
    (b"\x04\x22\x4d\x18", OTHER_ARCHIVE),
)
_SHORT_MAGIC = (b"BM", b"MZ")
_FTYP = (b"heic", b"heix", b"mif1", b"avif")
_FIELD = re.compile(rb"[!-9;-~]{1,76}:[ \t]?[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n")
_NAMES = b"from to subject date message-id mime-version received return-path delivered-to reply-to sender content-type"
_MAIL_FIELDS = frozenset(_NAMES.split())
_SENT = frozenset((b"message-id", b"received", b"return-path", b"delivered-to", b"to"))
_ROOT = re.compile(rb"<(?![?!])(?:([\w.-]+):)?([\w.-]+)")
_PROLOGUE = re.compile(
    rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>\s*)*", re.DOTALL | re.IGNORECASE
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def plainly(head: bytes) -> bytes:
    """The first bytes without their byte order mark, UTF-16 made UTF-8."""
    for mark, encoding in _BOMS:
        if head.startswith(mark):
            rest = head[len(mark) :]
            return rest if encoding == "utf-8" else rest.decode(encoding, "ignore").encode()
    return head


def other(head: bytes) -> Refusal | None:
    """Why a stream is no text of any format, where its first bytes say so."""
    for magic, why in _OTHERS:
        if head.startswith(magic) and (magic not in _SHORT_MAGIC or b"\0" in head[:64]):
            return why
    if head[4:8] == b"ftyp":
        return IMAGE if head[8:12] in _FTYP else MEDIA
    if head[:4] == b"RIFF":
        return IMAGE if head[8:12] == b"WEBP" else MEDIA
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2 and head[:2] not in (b"\xff\xfe", b"\xff\xff"):
        return MEDIA  # an MPEG audio frame
    if xml_root(head) == "svg":
        return IMAGE
    return None


def hidden(name: str) -> bool:
    """Whether a file or folder of this name is left out wherever it lies."""
    return (name.startswith(".") and name not in (".", "..")) or name in ("__MACOSX", "Thumbs.db", "desktop.ini")


def companion(folder: str) -> str | None:
    """The name of the page that a folder of this name belongs to, without its ending; None for any other folder."""
    return next((folder.removesuffix(end) for end in COMPANIONS if folder.endswith(end)), None)


def beside_news(name: str) -> bool:
    """Whether the ending is that of something that lies beside articles."""
    return PurePosixPath(name).suffix.lower() in NO_NEWS


def left_out(name: str, head: bytes) -> bool:
    """Whether a member of a folder or archive is passed over: by its ending, unless it is a text of some format."""
    from recoupe.read.formats.table import format_of

    if not beside_news(name):
        return False
    kind = format_of(head, "")
    return kind is None or kind.name == "text"


def fields(head: bytes) -> frozenset[bytes]:
    """Names of the header fields with which a message begins, in small letters; empty where it is none."""
    found = set()
    at = 0
    for _ in range(200):
        field = _FIELD.match(head, at)
        if field is None:
            break
        found.add(field.group().partition(b":")[0].lower())
        at = field.end()
    return frozenset(found)


def is_mail(head: bytes, _name: str) -> bool:
    """A message: two of the usual fields at least, and not a saved page."""
    found = fields(head)
    if len(found & _MAIL_FIELDS) < 2 or b"snapshot-content-location" in found:
        return False
    return not is_web_archive(head, _name)


def is_web_archive(head: bytes, _name: str) -> bool:
    """A page saved as MHTML: built as a message, but sent to nobody."""
    found = fields(head)
    if b"content-type" not in found:
        return False
    return b"snapshot-content-location" in found or (b"multipart/related" in head[:4096].lower() and not found & _SENT)


def is_mailbox(head: bytes, _name: str) -> bool:
    """mbox: a line "From " and a message."""
    if not head.startswith(b"From "):
        return False
    return bool(fields(head[head.find(b"\n") + 1 :]) & _MAIL_FIELDS)


def is_warc(head: bytes, _name: str) -> bool:
    """A web archive of crawled pages."""
    return re.match(rb"\s*WARC/\d", head[:64]) is not None


def is_pdf(head: bytes, _name: str) -> bool:
    """PDF, whose mark may stand behind some rubbish."""
    return b"%PDF-" in head[:1024] and not is_page_head(head)


def is_zip(head: bytes, _name: str) -> bool:
    """zip, and what is built as one."""
    return head.startswith((b"PK\3\4", b"PK\5\6"))


def is_parquet(head: bytes, _name: str) -> bool:
    """Parquet."""
    return head.startswith(b"PAR1")


def is_page_head(head: bytes) -> bool:
    """A web page."""
    from recoupe.read.html.source import is_page

    return is_page(head)


def xml_root(head: bytes) -> str | None:
    """Local name of the root element, in small letters; None for what is no XML."""
    text = plainly(head)
    start = _PROLOGUE.match(text)
    assert start is not None
    root = _ROOT.match(text, start.end())
    if root is None or not (start.group().strip() or _rooted(text)):
        return None
    return root[2].decode("ascii", "replace").lower()


def _rooted(text: bytes) -> bool:
    return text.lstrip()[:1] == b"<"


def is_json(head: bytes, name: str) -> bool:
    """JSON: one value, or lines of objects."""
    text = plainly(head).lstrip()
    if re.match(rb'\{\s*["}]|\[\s*[\[{]', text):
        return True
    return name.lower().endswith((".json", ".jsonl", ".ndjson")) and (text[:1] in b"[{" or b'\n{"' in text)


def is_table(head: bytes, name: str) -> bool:
    """Rows with a line of column names, of which one is known to be the text."""
    from recoupe.read.formats.table_rows import looks_like_rows

    return looks_like_rows(head, name)
