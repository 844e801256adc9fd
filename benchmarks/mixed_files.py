"""Files of every format, good and broken in every way that came to mind, from an invented war."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
import random
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.file_formats import (
    Article,
    article,
    csv_file,
    docx,
    json_lines,
    mail,
    mbox,
    members,
    mhtml,
    newsml,
    ninjs,
    packed,
    page,
    parquet,
    pdf,
    rows,
    rss,
    tarred,
    text_file,
    warc,
    zipped,
)


@dataclass(frozen=True)
class Made:
    """A file: its name, its bytes, the number of texts in it, and whether something in it must be named as faulty."""

    name: str
    data: bytes
    texts: int = 1
    faulty: bool = False


Maker = Callable[[random.Random, int], Made]


def _one(name: str, make: Callable[[Article], bytes], texts: int = 1, *, faulty: bool = False) -> Maker:
    return lambda chance, n: Made(name, make(article(chance, n)), texts, faulty)


def _three(name: str, make: Callable[[list[Article]], bytes], texts: int = 3, *, faulty: bool = False) -> Maker:
    return lambda chance, n: Made(name, make([article(chance, n) for _ in range(3)]), texts, faulty)


GOOD: tuple[Maker, ...] = (
    _one("a.txt", text_file),
    _one("latin.txt", lambda a: text_file(a).decode().encode("cp1252", "replace")),
    _one("large.text", lambda a: text_file(a).decode().encode("utf-16")),
    _one("sans-nom", text_file),
    _one("page.html", page),
    _one("page.txt", page),
    _one("page.mhtml", mhtml),
    _one("lettre.eml", mail),
    _one("jointe.eml", lambda a: mail(a, ("note.docx", docx(a))), 2),
    _three("boite.mbox", lambda some: mbox([mail(a) for a in some])),
    _three("fil.xml", rss),
    _three("crawl.warc", lambda some: b"".join(warc(some))),
    _three("crawl.warc.gz", lambda some: packed(some)),
    _three("t.csv", csv_file),
    _three("t.tsv", lambda some: csv_file(some, "\t")),
    _three("excel.csv", lambda some: csv_file(some, ";")),
    _three("t.jsonl", json_lines),
    _three("t.json", lambda some: json.dumps(rows(some), indent=1).encode()),
    _three("t.parquet", parquet),
    _one("item.json", ninjs),
    _three("agence.xml", newsml),
    _one("note.docx", docx),
    _one("note.pdf", pdf),
    _three("a.zip", lambda some: zipped(*members(some))),
    _three("a.tar", lambda some: tarred(*members(some))),
    _three("a.tar.gz", lambda some: gzip.compress(tarred(*members(some)))),
    _three("a.tar.xz", lambda some: lzma.compress(tarred(*members(some)))),
    _one("a.txt.bz2", lambda a: bz2.compress(text_file(a))),
    _three("deux.zip", lambda some: zipped(("dedans.zip", zipped(*members(some))))),
)


def _noise(n: int, seed: int = 1) -> bytes:
    return random.Random(seed).randbytes(n)


def _fault(name: str, data: bytes) -> Maker:
    return lambda _chance, _n: Made(name, data, 0, True)


def _cut(data: bytes, part: float) -> bytes:
    return data[: int(len(data) * part)]


def _changed(data: bytes, at: int, by: int = 0xFF) -> bytes:
    out = bytearray(data)
    out[at] ^= by
    return bytes(out)


def _tar_header(data: bytes) -> bytes:
    return _changed(data, data.find(b"page.html") + 150)


def _nested(data: bytes, times: int) -> bytes:
    for _ in range(times):
        data = gzip.compress(data)
    return data


def _locked(some: list[Article]) -> bytes:
    data = bytearray(zipped(*members(some)[:1]))
    data[data.find(b"PK\1\2") + 8] |= 1
    return bytes(data)


def _laughs() -> bytes:
    entities = "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 20}">' for i in range(8))
    return (
        f'<?xml version="1.0"?><!DOCTYPE n [<!ENTITY a "ha">{entities}]><newsItem><contentSet><inlineXML><p>&i;</p>'
        f"</inlineXML></contentSet></newsItem>"
    ).encode()


_HUGE_CELL = b'x,"' + b"mot " * 400_000 + b'",2031-01-01,y\r\n'
_BLANK = b"From: a@b.example\nTo: c@d.example\nSubject: x\n\n \n"
_LOOP = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R]/Count 9>>endobj "
    b"trailer<</Root 1 0 R>>"
)
_ZEROS = zlib.compress(b"BT (a) Tj ET " * 4_000_000, 9)
_PAINTED = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj "
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R>>endobj "
    + (b"4 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s" % (len(_ZEROS), _ZEROS))
    + b"\nendstream endobj trailer<</Root 1 0 R>>"
)
_EMPTY_PDF = pdf(Article("", (), "")).replace(b"() Tj", b"")

BROKEN: tuple[Maker, ...] = (
    _fault("vide.txt", b""),
    _fault("blancs.txt", b" \n\t\n" * 9),
    _fault("bruit.txt", _noise(5000)),
    _fault("image.txt", b"\x89PNG\r\n\x1a\n" + _noise(900)),
    _fault("film.bin", b"\0\0\0\x18ftypmp42" + _noise(900)),
    _fault("programme", b"\x7fELF\2\1\1" + _noise(900)),
    _fault("base.sqlite", b"SQLite format 3\0" + _noise(900)),
    _fault("vieux.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + _noise(900)),
    _fault("note.rtf", b"{\\rtf1 Le col tient.}"),
    _fault("a.7z", b"7z\xbc\xaf\x27\x1c" + _noise(900)),
    _fault("utf16.txt", b"\xff\xfe\x00\xd8\x00"),
    _fault("livre.txt", b"Le col tient bon. \n" * 40_000),
    _fault("enorme.txt", b"Le col tient bon. \n" * 1_100_000),
    _fault("ligne.txt", b"mot " * 60_000),
    _fault("classeur.xlsx", zipped(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>"))),
    _fault("exposé.pptx", zipped(("[Content_Types].xml", b"<Types/>"), ("ppt/presentation.xml", b"<p/>"))),
    _fault("menu.html", b"<html><body><nav><a href='/'>Accueil</a></nav></body></html>"),
    _fault("flux.opml", b'<opml version="2.0"><body><outline xmlUrl="http://x.example"/></body></opml>'),
    _fault("carte.kml", b'<?xml version="1.0"?><kml><Document/></kml>'),
    _fault("rires.xml", _laughs()),
    _fault("paquet.xml", b'<packageItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="p"/>'),
    _three("retenu.xml", lambda some: newsml(some, "stat:withheld"), 0, faulty=True),
    _three("coupe.xml", lambda some: _cut(newsml(some), 0.5), 1, faulty=True),
    _three("fil-coupe.rss", lambda some: rss(some)[:-60], 3, faulty=True),
    _one("annule.json", lambda a: ninjs(a, pubstatus="canceled"), 0, faulty=True),
    _one("coupe.json", lambda a: _cut(ninjs(a), 0.8), 0, faulty=True),
    _three("lignes.jsonl", lambda some: json_lines(some[:2]) + b'{"texte": \n' + json_lines(some[2:]), 3, faulty=True),
    _three("tableau.json", lambda some: _cut(json.dumps(rows(some)).encode(), 0.8), 2, faulty=True),
    _fault("profond.json", b'{"a":' * 100_000),
    _fault("profond2.json", b"[" * 100_000),
    _fault("sans-texte.csv", b"nom,age\r\nPavel,40\r\n"),
    _fault("deux-textes.csv", b"text,body,date\r\na,b,2031-01-01\r\n"),
    _three("guillemet.csv", lambda some: csv_file(some) + b'x,"jamais ferme,2031-01-01,y\r\n', 3, faulty=True),
    _three("cellule.csv", lambda some: csv_file(some) + _HUGE_CELL, 3, faulty=True),
    _three("ligne-vide.csv", lambda some: csv_file(some) + b"x,,2031-01-01,y\r\n", 3, faulty=True),
    _three("trop.csv", lambda some: csv_file(some) + b"x,un, deux,2031-01-01,y\r\n", 3, faulty=True),
    _three("coupe.parquet", lambda some: _cut(parquet(some), 0.7), 0, faulty=True),
    _three("longueur.warc", lambda some: b"".join(warc(some)).replace(b"-Length: ", b"-Length: 9", 1), 2, faulty=True),
    _three("entete.warc", lambda some: b"".join(warc(some)).replace(b"WARC-Type", b"WXRC-Type", 1), 2, faulty=True),
    _three("coupe.warc", lambda some: b"".join(warc(some))[:-300], 2, faulty=True),
    _three("abime.warc.gz", lambda some: _changed(packed(some), 200), 2, faulty=True),
    _three("coupe.warc.gz", lambda some: packed(some)[:-99], 2, faulty=True),
    _three("boite.mbox", lambda some: mbox([mail(a) for a in some] + [_BLANK]), 3, faulty=True),
    _fault("vide.eml", _BLANK),
    _three("cle.zip", _locked, 0, faulty=True),
    _three("coupe.zip", lambda some: _cut(zipped(*members(some)), 0.97), 3, faulty=True),
    _three("coupe.docx", lambda some: _cut(docx(some[0]), 0.5), 0, faulty=True),
    _fault("zeros.docx", zipped(("[Content_Types].xml", b""), ("word/document.xml", bytes(60_000_000)))),
    _fault("bombe.zip", zipped(("a.tar", tarred(("a.txt", bytes(60_000_000)))))),
    _fault("bombe.jsonl.gz", gzip.compress((b" " * 999 + b"\n") * 60_000)),
    _fault("poupees.gz", _nested(b"Le col tient.", 9)),
    _fault("faux.gz", b"\x1f\x8b\x08\0" + _noise(900)),
    _three("coupe.tar.gz", lambda some: _cut(gzip.compress(tarred(*members(some))), 0.9), 2, faulty=True),
    _three("entete.tar", lambda some: _tar_header(tarred(*members(some))), 2, faulty=True),
    _one("coupe.xz", lambda a: _cut(lzma.compress(text_file(a)), 0.8), 0, faulty=True),
    _one("abime.bz2", lambda a: _changed(bz2.compress(text_file(a)), 90), 0, faulty=True),
    _fault("bruit.pdf", b"%PDF-1.7\n" + _noise(5000)),
    _fault("scan.pdf", _EMPTY_PDF),
    _fault("boucle.pdf", _LOOP),
    _fault("bombe.pdf", _PAINTED),
)  # fmt: skip
