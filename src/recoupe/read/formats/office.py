"""What is built as a zip: DOCX and ODT give their text, other office files a reason, the rest its members."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import IO, Any

from recoupe.read.formats import limits
from recoupe.read.formats.archives import check_directory, read_zip
from recoupe.read.formats.part import Part, Reading, short
from recoupe.read.formats.refusals import BOMB, CUT, DAMAGED, ENTITIES, LARGE, LOCKED, NO_TEXT, SHEET, SLIDES, Refusal
from recoupe.read.formats.stream import Stream, size_of
from recoupe.records import Document

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
_OTHERS: tuple[tuple[str, Refusal], ...] = (
    ("xl/workbook.xml", SHEET),
    ("xl/workbook.bin", SHEET),
    ("ppt/presentation.xml", SLIDES),
    ("META-INF/container.xml", SLIDES),
)


def read_zipped(stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    """The text of an office file, or the members of an archive."""
    file = stream.placed(name)
    check_directory(file, name)
    try:
        archive = zipfile.ZipFile(file)
    except zipfile.BadZipFile as error:
        file.seek(30)
        if file.read(20).startswith((b"[Content_Types].xml", b"mimetype", b"_rels/", b"word/")):
            raise CUT.at(name) from error
        archive = None
    names = set(archive.namelist()) if archive else set()
    if archive and "word/document.xml" in names and "[Content_Types].xml" in names:
        yield _office(archive, "word/document.xml", "docProps/core.xml", _docx, file, stream, name, reading)
    elif archive and "content.xml" in names and "mimetype" in names:
        if b"opendocument.text" not in archive.read("mimetype")[:100]:
            raise SHEET.at(name)
        yield _office(archive, "content.xml", "meta.xml", _odt, file, stream, name, reading)
    else:
        for member, why in _OTHERS:
            if member in names:
                raise why.at(name)
        file.seek(0)
        yield from read_zip(file, stream, name, reading)


def _office(
    archive: zipfile.ZipFile,
    member: str,
    properties: str,
    take: Any,
    file: IO[bytes],
    stream: Stream,
    name: str,
    reading: Reading,
) -> Part:
    if size_of(file) > limits.UNIT:
        raise LARGE.at(name)
    tree = _xml(archive, member, stream, name)
    body = "\n\n".join(filter(None, (p.strip() for p in take(tree))))
    if not body.strip():
        raise NO_TEXT.at(name)
    author = None
    if properties in archive.namelist():
        author = _xml(archive, properties, stream, name).findtext(f".//{_CREATOR}")
    document: Document = reading.article(body, name=name, author=short(author), reader="office@1")
    file.seek(0)
    return Part(name, document, file.read())


def _xml(archive: zipfile.ZipFile, member: str, stream: Stream, name: str) -> Any:
    """The XML of a member; raises UnreadableFile for entities, damage, a password, a bomb."""
    from lxml import etree

    info = archive.getinfo(member)
    if info.flag_bits & 1:
        raise LOCKED.at(name)
    with archive.open(info) as opened:
        data = opened.read(limits.DOCUMENT + 1)
    stream.account.take(len(data), name)
    if len(data) > limits.DOCUMENT:
        raise BOMB.at(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise DAMAGED.at(name, str(error)[:200]) from error
    if tree.getroottree().docinfo.internalDTD is not None:
        raise ENTITIES.at(name)
    return tree


def _docx(tree: Any) -> Iterator[str]:
    """Paragraphs as they stand with all changes made; field codes and the doubles of text boxes left."""
    skipped = {f"{_W}del", f"{_W}moveFrom", "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
    for paragraph in tree.iter(f"{_W}p"):
        if any(parent.tag in skipped for parent in paragraph.iterancestors()):
            continue
        signs = []
        for element in paragraph.iter():
            near = next((a for a in element.iterancestors(f"{_W}p")), None)
            if near is not paragraph or any(a.tag in skipped for a in element.iterancestors()):
                continue
            if element.tag == f"{_W}t":
                signs.append(element.text or "")
            elif element.tag == f"{_W}tab":
                signs.append(" " if element.getparent().tag == f"{_W}r" else "")
            elif element.tag in (f"{_W}br", f"{_W}cr"):
                signs.append("\n")
            elif element.tag == f"{_W}noBreakHyphen":
                signs.append("\u2011")
        yield "".join(signs)


def _odt(tree: Any) -> Iterator[str]:
    """Paragraphs and headings of the body; notes, comments and what was struck out left."""
    body = tree.find(f".//{_OFFICE}text")
    if body is None:
        return
    skipped = {f"{_TEXT}tracked-changes", f"{_TEXT}note", f"{_OFFICE}annotation"}
    for paragraph in body.iter(f"{_TEXT}p", f"{_TEXT}h"):
        if any(parent.tag in skipped for parent in paragraph.iterancestors()):
            continue
        yield "".join(_odt_signs(paragraph, skipped))


def _odt_signs(element: Any, skipped: set[str]) -> Iterator[str]:
    if element.tag == f"{_TEXT}s":
        yield " " * min(int(element.get(f"{_TEXT}c", "1")), 100)
    elif element.tag == f"{_TEXT}line-break":
        yield "\n"
    elif element.tag == f"{_TEXT}tab":
        yield " "
    yield element.text or ""
    for child in element:
        if child.tag not in skipped and isinstance(child.tag, str):
            yield from _odt_signs(child, skipped)
        yield child.tail or ""
