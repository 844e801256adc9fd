"""Every format that is read: one row each, tried in order by the first bytes of a stream; content decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import IO, cast

from recoupe.errors import RecoupeError
from recoupe.read.formats import sniff
from recoupe.read.formats.archives import is_tar
from recoupe.read.formats.compressed import is_compressed
from recoupe.read.formats.part import Part, Reading
from recoupe.read.formats.refusals import DAMAGED, OPML, OTHER_XML
from recoupe.read.formats.stream import Spent, Stream, opened

Reader = Callable[[Stream, str, Reading], Iterator[Part]]


@dataclass(frozen=True)
class Format:
    """A format: whether first bytes (and, if they leave it open, a name) are of it, and the function that reads it.

    ``reader`` is "module:function" of this package, imported when the first such file comes. ``gives`` is for the docs.
    """

    name: str
    what: str
    gives: str
    known: Callable[[bytes, str], bool]
    reader: str

    def read(self, stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
        """The texts of a stream of this format, lazily; raises RecoupeError."""
        module, _, function = self.reader.partition(":")
        return cast(Reader, getattr(import_module(f"recoupe.read.formats.{module}"), function))(stream, name, reading)


def _root(*names: str) -> Callable[[bytes, str], bool]:
    return lambda head, _name: sniff.xml_root(head) in names


FORMATS: tuple[Format, ...] = (
    Format("compressed", "gzip, bzip2, xz, zstd", "what is inside", is_compressed, "compressed:read_compressed"),
    Format("zip", "zip, DOCX, ODT", "each member; the text of an office file", sniff.is_zip, "office:read_zipped"),
    Format("pdf", "PDF", "its text, lines joined to paragraphs", sniff.is_pdf, "pdf:read_pdf"),
    Format("parquet", "Parquet (extra `parquet`)", "a text a row", sniff.is_parquet, "parquet:read_parquet"),
    Format("warc", "WARC", "the page or text of each response", sniff.is_warc, "warc:read_warc"),
    Format("tar", "tar", "each member", is_tar, "archives:read_tar"),
    Format("mbox", "mbox", "each message", sniff.is_mailbox, "mail:read_mailbox"),
    Format("mhtml", "MHTML", "the page", sniff.is_web_archive, "pages:read_saved"),
    Format("eml", "EML", "the message, then its attachments", sniff.is_mail, "mail:read_mail"),
    Format("feed", "RSS, Atom", "each entry", _root("rss", "feed", "rdf"), "feeds:read_feed"),
    Format(
        "newsml",
        "NewsML-G2, NITF",
        "each news item",
        _root("newsmessage", "newsitem", "packageitem", "itemset", "nitf"),
        "newsml:read_newsml",
    ),
    Format("opml", "OPML", "nothing: a list of feeds for `recoupe watch`", _root("opml"), "table:_opml"),
    Format("html", "HTML", "the article of the page", lambda head, _: sniff.is_page_head(head), "pages:read_saved"),
    Format("xml", "other XML", "nothing", lambda head, _: _is_xml(head), "table:_other_xml"),
    Format("json", "JSON lines, JSON, IPTC ninjs", "a text a row or item", sniff.is_json, "jsons:read_json"),
    Format("csv", "CSV, TSV", "a text a row", sniff.is_table, "table_rows:read_rows"),
    Format("text", "plain text", "the text", lambda _head, _name: True, "pages:read_plain"),
)


def _is_xml(head: bytes) -> bool:
    text = sniff.plainly(head).strip()
    return sniff.xml_root(head) is not None and (text.startswith(b"<?xml") or text.endswith(b">"))


def _opml(_stream: Stream, name: str, _reading: Reading) -> Iterator[Part]:
    raise OPML.at(name)


def _other_xml(stream: Stream, name: str, _reading: Reading) -> Iterator[Part]:
    raise OTHER_XML.at(name, sniff.xml_root(stream.head()) or "")


def format_of(head: bytes, name: str) -> Format | None:
    """The format of a stream by its first bytes; None where they are those of something else that is no text."""
    if sniff.other(head) is not None:
        return None
    return next(row for row in FORMATS if row.known(head, name))


def parts(stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    """The texts of a stream, lazily; every piece that gives none is named with its reason. Raises Spent alone."""
    try:
        head = stream.head()
        kind = format_of(head, name)
        if kind is None:
            why = sniff.other(head)
            assert why is not None
            raise why.at(name)
        yield from kind.read(stream, name, reading)
    except Spent:
        raise
    except RecoupeError as error:
        yield Part(getattr(error, "path", name), error)
    except Exception as error:  # noqa: BLE001 - whatever broken bytes do to a library, this part is named
        yield Part(name, DAMAGED.at(name, f"{type(error).__name__}: {error}"[:300]))


def read_file(
    file: IO[bytes],
    name: str,
    *,
    outlet: str | None = None,
    date: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Iterator[Part]:
    """The texts of a file of any known format, lazily and in constant memory.

    ``outlet`` and ``date`` (ISO) are what the user says of all of them, ``columns`` which column is what. What passes a
    limit of :mod:`recoupe.read.formats.limits` ends with an error that names it, after what was read before.
    """
    try:
        yield from parts(opened(file), name, Reading(outlet, date, columns or {}))
    except Spent as error:
        yield Part(error.path, error)
