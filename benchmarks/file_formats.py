"""Articles of an invented war, and the bytes that hold them in every format that is read."""

from __future__ import annotations

import gzip
import io
import json
import random
import tarfile
import zipfile
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


def zipped(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return out.getvalue()


def tarred(*members: tuple[str, bytes]) -> bytes:
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
    return zipped(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", body.encode()))


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


def packed(articles: list[Article]) -> bytes:
    return b"".join(map(gzip.compress, warc(articles)))


def members(articles: list[Article]) -> list[tuple[str, bytes]]:
    a, b, c = articles
    return [("a/texte.txt", text_file(a)), ("page.html", page(b)), ("photo.png", b"\x89PNG"), ("lettre.eml", mail(c))]


def json_lines(articles: list[Article]) -> bytes:
    return b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows(articles))
