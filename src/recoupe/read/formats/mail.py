"""EML and mbox: the text of a message, then its attachments."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr

from recoupe.errors import RecoupeError
from recoupe.read.formats import limits
from recoupe.read.formats.dates import day_or_none
from recoupe.read.formats.lines import decoded
from recoupe.read.formats.pages import text_of_markup
from recoupe.read.formats.part import Part, Reading, short
from recoupe.read.formats.refusals import DAMAGED, LARGE, LONG, NO_TEXT
from recoupe.read.formats.sniff import beside_news, fields
from recoupe.read.formats.stream import Stream, of_bytes
from recoupe.records import Document

_QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_LINE = 1 << 20
_ENOUGH = 0.6
"""Part of the HTML text's length from which the plain text is taken for the same: below it is a mere notice."""


def read_mail(stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    """One message."""
    yield from _message(stream.whole(name, limits.UNIT), stream, name, reading)


def read_mailbox(stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    """The messages of an mbox file, by number; one at a time is held."""
    for number, data in enumerate(_messages(stream), 1):
        shown = f"{name}#{number}"
        try:
            if data is None:
                raise LARGE.at(shown)
            yield from _message(data, stream, shown, reading)
        except RecoupeError as error:
            yield Part(shown, error)


def _messages(stream: Stream) -> Iterator[bytes | None]:
    """The bytes of each message, with its "From " lines as they were sent; None for one that is too large."""
    lines: list[bytes] = []
    size, blank, begun = 0, True, False
    line = stream.readline(_LINE)
    while line:
        after = stream.readline(_LINE)
        # a line of a text may begin so: only where header fields follow does it begin a message
        if blank and line.startswith(b"From ") and fields(after):
            if begun:
                yield _joined(lines, size)
            lines, size, begun = [], 0, True
        else:
            size += len(line)
            lines.append(line)
            if size > limits.UNIT:
                lines.clear()
        blank = not line.strip(b"\r\n")
        line = after
    if begun:
        yield _joined(lines, size)


def _joined(lines: list[bytes], size: int) -> bytes | None:
    return _QUOTED.sub(rb"\1", b"".join(lines)) if size <= limits.UNIT else None


def _message(data: bytes, stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    try:
        message = message_from_bytes(data, policy=policy.default)
    except RecursionError as error:
        raise DAMAGED.at(name, "too deep") from error
    assert isinstance(message, EmailMessage)
    attached = 0
    try:
        yield Part(name, _document(message, name, reading), data)
    except RecoupeError as error:
        # a message may be no more than a cover for what is attached to it
        if not any(True for _ in _attachments(message)) or error.args[0] != NO_TEXT.at(name).args[0]:
            yield Part(name, error)
    for part in _attachments(message):
        attached += 1
        file = _header(part.get_filename) or f"{attached}"
        shown = f"{name}!{file[:200]}"
        stream.account.member(name)
        content = _bytes(part)
        if beside_news(file) or part.get_content_maintype() in ("image", "audio", "video", "font"):
            continue
        try:
            inner = of_bytes(content, stream, shown)
        except RecoupeError as error:
            yield Part(shown, error)
            continue
        yield from reading.inside(inner, shown)


def _header(get: Callable[[], object]) -> str:
    """A header's value; empty where there is none or it cannot be taken apart."""
    try:
        value = get()
    except (ValueError, IndexError, AttributeError, KeyError, TypeError):  # what broken headers do to email's parser
        return ""
    return str(value) if value is not None else ""


def _attachments(message: EmailMessage) -> Iterator[EmailMessage]:
    """Parts that are files of their own, forwarded messages included; not the pictures and forms of the text."""
    if message.get_content_type() == "message/rfc822":
        return
    for part in _parts(message):
        kind = part.get_content_type()
        if kind == "message/rfc822" or (not part.is_multipart() and _is_file(part)):
            yield part


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    """All parts below, not those of a forwarded message."""
    payload = message.get_payload()
    if message.is_multipart() and isinstance(payload, list):
        for part in payload:
            assert isinstance(part, EmailMessage)
            yield part
            if part.get_content_type() != "message/rfc822":
                yield from _parts(part)


def _is_file(part: EmailMessage) -> bool:
    if _header(part.get_content_disposition) == "attachment":
        return True
    return part.get_content_maintype() != "text" and part["Content-ID"] is None


def _bytes(part: EmailMessage) -> bytes:
    payload = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(payload, list) and payload:
        return payload[0].as_bytes(policy=policy.compat32) if hasattr(payload[0], "as_bytes") else b""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _document(message: EmailMessage, name: str, reading: Reading) -> Document:
    plain, marked = _texts(message, name)
    formed = text_of_markup(marked) if marked else ""
    body = plain if len(plain.strip()) >= _ENOUGH * len(formed.strip()) else formed
    if not body.strip():
        raise NO_TEXT.at(name)
    shown, address = parseaddr(_header(lambda: message["From"]))
    return reading.article(
        body,
        name=name,
        title=_header(lambda: message["Subject"]),
        outlet=short(shown) or short(address.rpartition("@")[2]),
        date=day_or_none(_header(lambda: message["Date"])),
        reader="mail@1",
    )


def _texts(message: EmailMessage, name: str) -> tuple[str, str]:
    """The plain text and the markup of a message, without its attachments."""
    plain: list[str] = []
    marked: list[str] = []
    for part in [message, *_parts(message)]:
        kind = part.get_content_type()
        if part.is_multipart() or _is_file(part) or kind not in ("text/plain", "text/html"):
            continue
        content = _bytes(part)
        if len(content) > limits.DOCUMENT:
            raise LONG.at(name)
        text = _decoded(content, part.get_content_charset())
        (marked if kind == "text/html" else plain).append(text)
    return "\n\n".join(plain), "\n".join(marked)


def _decoded(content: bytes, charset: str | None) -> str:
    try:
        text = content.decode(charset or "utf-8")
    except (LookupError, UnicodeDecodeError):
        text = decoded(content)
    return text.replace("\r\n", "\n")
