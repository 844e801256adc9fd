"""Files of every format, good and broken in every way that came to mind, from an invented war."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from html import escape

TOWNS = ("Castelvane", "Sarvigny", "Port-Lanmeur", "Ourvalle", "Trémadec", "Brisancourt", "Valdorme", "Quessigny")
PEOPLE = ("Ilse Vardane", "Pavel Orsk", "Antonin Velle", "Maud Keller", "Jonas Brel", "Sira Dommel")
SAYINGS = (
    "« Nous tiendrons parole », a déclaré {who}, {n} jours après la signature.",
    "Selon {who}, {n} drones ont été abattus au-dessus de {town} dans la nuit.",
    "{who} a annoncé que {n} prisonniers seraient échangés à {town} vendredi.",
    "Le pont de {town} reste fermé aux convois, a indiqué {who} devant le Sénat.",
    "D'après la mairie de {town}, {n} habitants attendent encore d'être évacués.",
    "{who} a démenti que ses unités se soient retirées de {town} avant l'aube.",
)


@dataclass(frozen=True)
class Made:
    """A file: its name, its bytes, the number of texts in it, and whether something in it must be named as faulty."""

    name: str
    data: bytes
    texts: int = 1
    faulty: bool = False


@dataclass(frozen=True)
class Article:
    """What every format holds."""

    title: str
    paragraphs: tuple[str, ...]
    date: str

    @property
    def body(self) -> str:
        """The paragraphs."""
        return "\n\n".join(self.paragraphs)


def article(chance: random.Random, number: int) -> Article:
    """An article like no other: it says its number."""
    said = [
        s.format(who=chance.choice(PEOPLE), town=chance.choice(TOWNS), n=chance.randrange(3, 900))
        for s in chance.choices(SAYINGS, k=chance.randrange(4, 9))
    ]
    title = f"{chance.choice(TOWNS)} : la trêve tient au jour {number}.{chance.randrange(10**6)}"
    return Article(
        title, tuple(f"{a} {b}" for a, b in zip(said, said[::-1], strict=True)), f"2031-0{number % 9 + 1}-1{number % 9}"
    )


def text_file(a: Article) -> bytes:
    return f"{a.title}\n\n{a.body}\n".encode()


def page(a: Article) -> bytes:
    text = "".join(f"<p>{escape(p)}</p>" for p in a.paragraphs)
    return (
        f'<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>{a.title}</title>'
        f'<meta property="article:published_time" content="{a.date}"></head><body><nav><a href="/">Accueil</a></nav>'
        f"<main><article><h1>{a.title}</h1>{text}</article></main><footer>Mentions légales</footer></body></html>"
    ).encode()


def mail(a: Article, attachment: tuple[str, bytes] | None = None) -> bytes:
    message = EmailMessage()
    message["From"] = "La Vigie <lettre@vigie.example>"
    message["To"] = "abonne@lecteur.example"
    message["Subject"] = a.title
    message["Date"] = "Wed, 12 Mar 2031 08:00:00 +0100"
    message.set_content(a.body)
    message.add_alternative(page(a).decode(), subtype="html")
    if attachment:
        message.add_attachment(attachment[1], maintype="application", subtype="octet-stream", filename=attachment[0])
    return message.as_bytes()


def mbox(messages: list[bytes]) -> bytes:
    return b"".join(
        b"From lettre@vigie.example Wed Mar 12 08:00:00 2031\n" + m.replace(b"\nFrom ", b"\n>From ") + b"\n"
        for m in messages
    )


def mhtml(a: Article) -> bytes:
    return (
        b"From: <Saved by a browser>\r\nSnapshot-Content-Location: https://vigie.example/a\r\nSubject: x\r\n"
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/html; charset=utf-8\r\nContent-Location: https://vigie.example/a\r\n\r\n"
        + page(a)
        + b"\r\n--b--\r\n"
    )


def rss(articles: list[Article]) -> bytes:
    items = "".join(
        f"<item><title>{escape(a.title)}</title><link>https://vigie.example/{i}</link>"
        f"<pubDate>Wed, 12 Mar 2031 08:00:00 +0100</pubDate><description>{escape(text_file(a).decode())}</description>"
        "</item>"
        for i, a in enumerate(articles)
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>La Vigie</title>{items}</channel></rss>'.encode()


def warc(articles: list[Article]) -> list[bytes]:
    found = []
    for i, a in enumerate(articles):
        block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page(a)
        found.append(
            b"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-%012d>\r\n"
            b"WARC-Date: 2032-01-01T00:00:00Z\r\nWARC-Target-URI: https://vigie.example/%d\r\n"
            b"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n"
            % (i, i, len(block))
            + block
            + b"\r\n\r\n"
        )
    return found


def rows(articles: list[Article]) -> list[dict[str, str]]:
    return [{"titre": a.title, "texte": a.body, "date": a.date, "média": "La Vigie"} for a in articles]


def csv_file(articles: list[Article], delimiter: str = ",") -> bytes:
    def cell(text: str) -> str:
        return '"' + text.replace('"', '""') + '"'

    lines = ["titre texte date média".replace(" ", delimiter)]
    lines += [delimiter.join(map(cell, row.values())) for row in rows(articles)]
    return "\r\n".join(lines).encode() + b"\r\n"


def parquet(articles: list[Article]) -> bytes:
    import pyarrow
    from pyarrow.parquet import write_table

    out = io.BytesIO()
    write_table(pyarrow.Table.from_pylist(rows(articles)), out)
    return out.getvalue()


def ninjs(a: Article, **other: str) -> bytes:
    item = {
        "uri": "urn:x",
        "version": "1",
        "versioncreated": f"{a.date}T08:00:00Z",
        "pubstatus": "usable",
        "type": "text",
    }
    return json.dumps(item | {"headline": a.title, "body_text": a.body, "copyrightholder": "La Vigie"} | other).encode()


def newsml(articles: list[Article], status: str = "stat:usable") -> bytes:
    items = "".join(
        f'<newsItem guid="urn:x"><itemMeta><itemClass qcode="ninat:text"/><provider literal="La Vigie"/>'
        f'<versionCreated>{a.date}</versionCreated><pubStatus qcode="{status}"/></itemMeta>'
        f"<contentMeta><headline>{escape(a.title)}</headline></contentMeta><contentSet><inlineXML><html><body>"
        f"{''.join(f'<p>{escape(p)}</p>' for p in a.paragraphs)}</body></html></inlineXML></contentSet></newsItem>"
        for a in articles
    )
    return f'<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>{items}</itemSet></newsMessage>'.encode()


def zipped(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def docx(a: Article) -> bytes:
    lines = "".join(f"<w:p><w:r><w:t>{escape(p)}</w:t></w:r></w:p>" for p in (a.title, *a.paragraphs))
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<?xml version="1.0"?><w:document xmlns:w="{word}"><w:body>{lines}</w:body></w:document>'
    return zipped([("[Content_Types].xml", b"<Types/>"), ("word/document.xml", body.encode())])


def pdf(a: Article) -> bytes:
    """A page of lines of 80 characters."""
    lines, line = [], ""
    for word in f"{a.title} {a.body}".split():
        if len(line) + len(word) > 80:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    shown = b" ".join(
        b"(" + s.replace("\\", "").replace("(", "").replace(")", "").encode("cp1252", "replace") + b") Tj 0 -14 Td"
        for s in (*lines, line)
    )
    content = b"BT /F 11 Tf 60 780 Td " + shown + b" ET"
    objects = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources <</Font <</F 5 0 R>>>>>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for i, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (i, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<</Root 1 0 R /Size 6>>\nstartxref\n%d\n%%%%EOF" % (
        table,
        len(out),
    )


def _packed(articles: list[Article]) -> bytes:
    return b"".join(map(gzip.compress, warc(articles)))


Maker = Callable[[random.Random, int], Made]


def _one(name: str, make: Callable[[Article], bytes], texts: int = 1, *, faulty: bool = False) -> Maker:
    return lambda chance, n: Made(name, make(article(chance, n)), texts, faulty)


def _three(name: str, make: Callable[[list[Article]], bytes], texts: int = 3, *, faulty: bool = False) -> Maker:
    return lambda chance, n: Made(name, make([article(chance, n) for _ in range(3)]), texts, faulty)


def _members(articles: list[Article]) -> list[tuple[str, bytes]]:
    a, b, c = articles
    return [("a/texte.txt", text_file(a)), ("page.html", page(b)), ("photo.png", b"\x89PNG"), ("lettre.eml", mail(c))]


def _lines(articles: list[Article]) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows(articles))


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
    _three("crawl.warc.gz", lambda some: _packed(some)),
    _three("t.csv", csv_file),
    _three("t.tsv", lambda some: csv_file(some, "\t")),
    _three("excel.csv", lambda some: csv_file(some, ";")),
    _three("t.jsonl", _lines),
    _three("t.json", lambda some: json.dumps(rows(some), indent=1).encode()),
    _three("t.parquet", parquet),
    _one("item.json", ninjs),
    _three("agence.xml", newsml),
    _one("note.docx", docx),
    _one("note.pdf", pdf),
    _three("a.zip", lambda some: zipped(_members(some))),
    _three("a.tar", lambda some: tarred(_members(some))),
    _three("a.tar.gz", lambda some: gzip.compress(tarred(_members(some)))),
    _three("a.tar.xz", lambda some: lzma.compress(tarred(_members(some)))),
    _one("a.txt.bz2", lambda a: bz2.compress(text_file(a))),
    _three("deux.zip", lambda some: zipped([("dedans.zip", zipped(_members(some)))])),
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
    data = bytearray(zipped(_members(some)[:1]))
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
    _fault("classeur.xlsx", zipped([("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<workbook/>")])),
    _fault("exposé.pptx", zipped([("[Content_Types].xml", b"<Types/>"), ("ppt/presentation.xml", b"<p/>")])),
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
    _three("lignes.jsonl", lambda some: _lines(some[:2]) + b'{"texte": \n' + _lines(some[2:]), 3, faulty=True),
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
    _three("abime.warc.gz", lambda some: _changed(_packed(some), 200), 2, faulty=True),
    _three("coupe.warc.gz", lambda some: _packed(some)[:-99], 2, faulty=True),
    _three("boite.mbox", lambda some: mbox([mail(a) for a in some] + [_BLANK]), 3, faulty=True),
    _fault("vide.eml", _BLANK),
    _three("cle.zip", _locked, 0, faulty=True),
    _three("coupe.zip", lambda some: _cut(zipped(_members(some)), 0.97), 3, faulty=True),
    _three("coupe.docx", lambda some: _cut(docx(some[0]), 0.5), 0, faulty=True),
    _fault("zeros.docx", zipped([("[Content_Types].xml", b""), ("word/document.xml", bytes(60_000_000))])),
    _fault("bombe.zip", zipped([("a.tar", tarred([("a.txt", bytes(60_000_000))]))])),
    _fault("bombe.jsonl.gz", gzip.compress((b" " * 999 + b"\n") * 60_000)),
    _fault("poupees.gz", _nested(b"Le col tient.", 9)),
    _fault("faux.gz", b"\x1f\x8b\x08\0" + _noise(900)),
    _three("coupe.tar.gz", lambda some: _cut(gzip.compress(tarred(_members(some))), 0.9), 2, faulty=True),
    _three("entete.tar", lambda some: _tar_header(tarred(_members(some))), 2, faulty=True),
    _one("coupe.xz", lambda a: _cut(lzma.compress(text_file(a)), 0.8), 0, faulty=True),
    _one("abime.bz2", lambda a: _changed(bz2.compress(text_file(a)), 90), 0, faulty=True),
    _fault("bruit.pdf", b"%PDF-1.7\n" + _noise(5000)),
    _fault("scan.pdf", _EMPTY_PDF),
    _fault("boucle.pdf", _LOOP),
    _fault("bombe.pdf", _PAINTED),
)  # fmt: skip
