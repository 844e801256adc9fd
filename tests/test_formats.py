"""Each format, out of files that other programs wrote (tests/formats/README.md), and of forms that standards give."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from recoupe.errors import UnreadableFile
from recoupe.messages import messages
from recoupe.read.formats import limits
from recoupe.read.formats.part import Part
from recoupe.read.formats.refusals import ALL
from recoupe.read.formats.table import FORMATS, format_of, read_file
from recoupe.records import Document

FILES = Path(__file__).parent / "formats"
TREVE = "La trêve tient à Castelvane, malgré deux incidents"
PONT = "Le pont de Sarvigny rouvert aux convois humanitaires"
SAID = "« Nous respecterons notre parole tant que l'autre camp respectera la sienne »"
OUTLET = "La Gazette de Lanmeur"


def read(data: bytes | Path, name: str = "x", **given: object) -> list[Part]:
    if isinstance(data, Path):
        with data.open("rb") as file:
            return list(read_file(file, data.name, **given))  # type: ignore[arg-type]
    return list(read_file(io.BytesIO(data), name, **given))  # type: ignore[arg-type]


def documents(parts: list[Part]) -> dict[str, Document]:
    assert all(isinstance(p.found, Document) for p in parts), [str(p.found) for p in parts]
    return {p.name: p.found for p in parts if isinstance(p.found, Document)}


def reasons(parts: list[Part]) -> list[tuple[str, str]]:
    return [(p.name, p.found.reason) for p in parts if isinstance(p.found, UnreadableFile)]


def titles(found: dict[str, Document]) -> list[str]:
    return [d.title.quote if d.title else "" for d in found.values()]


@pytest.mark.parametrize("name", ["chromium.html", "chromium.mhtml"])
def test_pages_that_a_browser_saved(name: str) -> None:
    [(_, page)] = documents(read(FILES / name)).items()
    assert (page.outlet, page.date, page.author) == (OUTLET, "2021-03-12", "Maud Keller")
    assert page.text.startswith(TREVE)
    assert page.text.endswith("la question des prisonniers.")
    assert "Mentions légales" not in page.text


@pytest.mark.parametrize("name", ["warcio.warc", "warcio.warc.gz", "wget.warc.gz"])
def test_crawls(name: str) -> None:
    found = documents(read(FILES / name))
    pages = [d for d in found.values() if d.reader.startswith("page@")]
    assert [(d.outlet, d.date) for d in pages] == [(OUTLET, "2021-03-12"), (OUTLET, "2021-03-14")]
    assert all(key.startswith(f"{name}#") for key in found)
    if name.startswith("warcio"):  # its crawl asked for a plain text too, and for a page that is not there
        [plain] = [d for d in found.values() if d not in pages]
        assert str(plain.address).endswith("/pont.txt")


@pytest.mark.parametrize("name", ["feedgen.rss", "feedgen.atom"])
def test_feeds(name: str) -> None:
    found = documents(read(FILES / name))
    assert titles(found) == [TREVE, PONT]
    whole, summary = found.values()
    assert SAID in whole.text
    assert whole.date == "2021-03-12", "the day where it was written, not that of Greenwich"
    assert (whole.outlet, whole.author) == (OUTLET, "Maud Keller")
    assert whole.address == "https://gazette-lanmeur.example/treve"
    assert [whole.reader, summary.reader] == ["feed@1", "feed.summary@1"]


@pytest.mark.parametrize(
    "name", ["newsmlg2-xhtml.xml", "newsmlg2-plain.xml", "superdesk-treve.json", "superdesk-pont.json"]
)
def test_items_of_an_agency(name: str) -> None:
    [found] = documents(read(FILES / name)).values()
    treve = "treve" in name or "xhtml" in name
    assert found.title is not None
    assert (found.title.quote, found.date) == ((TREVE, "2021-03-12") if treve else (PONT, "2021-03-14"))
    assert (found.outlet, found.author) == (OUTLET, "Maud Keller" if treve else "Jonas Brel")
    assert str(found.address).startswith("urn:newsml:")
    paragraphs = found.text.split("\n\n")
    assert len(paragraphs) == 5
    assert paragraphs[2].startswith("« Nous respecterons" if treve else "« C'est un premier pas")
    assert "<p>" not in found.text


def test_mail() -> None:
    found = documents(read(FILES / "mutt.mbox"))
    assert list(found) == [
        "mutt.mbox#1",
        "mutt.mbox#2",
        "mutt.mbox#3",
        "mutt.mbox#3!libreoffice-page.pdf",
    ]
    text, html, cover, attached = found.values()
    assert {d.outlet for d in (text, html, cover)} == {OUTLET}
    assert text.text.startswith(f"La lettre : {TREVE}\n\n")
    assert "From the archives, une ligne" in text.text
    assert html.text.count(PONT) == 2, "the subject, and the heading of the letter"
    assert "<p>" not in html.text
    assert SAID in attached.text


@pytest.mark.parametrize(
    "name", ["duckdb.csv", "duckdb.tsv", "duckdb.json", "duckdb.jsonl", "duckdb.parquet", "pyarrow.parquet"]
)
def test_tables(name: str) -> None:
    found = documents(read(FILES / name))
    assert titles(found) == [TREVE, PONT]
    assert [d.date for d in found.values()] == ["2021-03-12", "2021-03-14"]
    assert {d.outlet for d in found.values()} == {OUTLET}
    assert [d.author for d in found.values()] == ["Maud Keller", "Jonas Brel"]
    first = 2 if name.endswith(("csv", "tsv")) else 1  # as a spreadsheet numbers its rows
    assert list(found) == [f"{name}#{first}", f"{name}#{first + 1}"]


def test_office_texts_are_those_of_one_another() -> None:
    texts = {}
    for name in ("docx", "odt", "pdf"):
        [(_, document)] = documents(read(FILES / f"libreoffice-page.{name}")).items()
        texts[name] = document.text
    assert texts["docx"] == texts["odt"] == texts["pdf"]
    paragraphs = texts["docx"].split("\n\n")
    assert paragraphs[0] == TREVE
    assert len(paragraphs) == 11


def test_pdf_in_columns_is_read_column_by_column() -> None:
    """Two columns on two pages, with a running head and a number on each, and hyphens at the ends of lines."""
    [(_, columns)] = documents(read(FILES / "libreoffice-columns.pdf")).items()
    [(_, page)] = documents(read(FILES / "libreoffice-page.pdf")).items()
    assert columns.text == page.text
    assert "états-majors" in columns.text
    assert "ministre de la Défense" in columns.text
    [(_, printed)] = documents(read(FILES / "chromium.pdf")).items()
    assert f"\n\n{TREVE}\n\n" in printed.text


@pytest.mark.parametrize(
    "name",
    ["gnu.tar", "gnu.tar.gz", "gnu.tar.bz2", "gnu.tar.xz", "gnu.tar.zst", "infozip.zip", "7z.zip"],
)
def test_archives(name: str) -> None:
    found = documents(read(FILES / name))
    assert sorted(found) == [
        f"{name}!dépêches/trêve.html",
        f"{name}!fil.rss#1",
        f"{name}!fil.rss#2",
        f"{name}!pont.txt",
    ]
    assert found[f"{name}!dépêches/trêve.html"].date == "2021-03-12"


def test_what_is_given_goes_before_what_a_file_says() -> None:
    for name in ("chromium.html", "feedgen.rss", "duckdb.csv", "mutt.mbox", "gnu.tar.gz"):
        found = documents(read(FILES / name, outlet="Moi", date="2020-01-02"))
        assert {(d.outlet, d.date) for d in found.values()} == {("Moi", "2020-01-02")}


def test_content_decides_not_the_name() -> None:
    for file in sorted(FILES.glob("*.*")):
        if file.suffix in (".md", ".7z"):
            continue
        kind = format_of(file.read_bytes()[:65536], file.name)
        assert kind is not None
        if kind.name != "text":
            misnamed = format_of(file.read_bytes()[:65536], "x.txt")
            assert misnamed is kind, file
    assert {f.name for f in FORMATS} >= {"text", "html", "feed", "warc", "zip"}


# -- what standards give (no program at hand writes them)

NINJS_1 = {
    "uri": "urn:newsml:atp.example:20310312:1",
    "type": "text",
    "versioncreated": "2021-03-12T16:02:28+01:00",
    "pubstatus": "usable",
    "copyrightholder": "Agence télégraphique",
    "byline": "Maud Keller",
    "headline_main": TREVE,
    "body_main": "Les deux armées s'accusent. La commission se réunit vendredi.",
    "body_richtext": "<p>Les deux armées s'accusent.</p><p>La commission se réunit vendredi.</p>",
    "associations": {
        "photo": {"uri": "x", "type": "picture", "description_text": "Le pont", "versioncreated": "2021-03-12"},
        "encadré": {"uri": "y", "type": "text", "headline": "Le point", "body_text": "Onze semaines de trêve.",
                    "versioncreated": "2021-03-12"},
    },
}  # fmt: skip
NINJS_2 = {
    "standard": {"name": "ninjs", "version": "2.1"},
    "uri": "urn:newsml:atp.example:20310312:2",
    "versioncreated": "2021-03-12T16:02:28+01:00",
    "infosources": [{"name": "Agence télégraphique", "role": "provider"}],
    "headlines": [{"role": "main", "value": TREVE}],
    "by": "Maud Keller",
    "bodies": [{"role": "html", "contenttype": "text/html",
                "value": "<div><p>Les deux armées s'accusent.</p><p>La commission se réunit vendredi.</p></div>"}],
}  # fmt: skip
NINJS_3 = {{"versioncreated": "versionCreated", "infosources": "infoSources"}.get(k, k): v for k, v in NINJS_2.items()}


@pytest.mark.parametrize("item", [NINJS_1, NINJS_2, NINJS_3], ids=["1.x", "2.x", "3.x"])
def test_ninjs(item: dict[str, object]) -> None:
    found = list(documents(read(json.dumps(item).encode(), "item.json")).values())
    assert found[0].text == f"{TREVE}\n\nLes deux armées s'accusent.\n\nLa commission se réunit vendredi."
    assert (found[0].outlet, found[0].date, found[0].author) == ("Agence télégraphique", "2021-03-12", "Maud Keller")
    assert [d.text for d in found[1:]] == (["Le point\n\nOnze semaines de trêve."] if item is NINJS_1 else [])


def test_a_cancelled_item_and_one_that_is_only_described() -> None:
    lines = [json.dumps(NINJS_2 | {"pubstatus": "canceled"}), json.dumps(
        {"uri": "z", "pubstatus": "usable", "headlines": [{"value": "Le pont"}],
         "descriptions": [{"value": "Le pont rouvre jeudi."}]}
    )]  # fmt: skip
    parts = read("\n".join(lines).encode(), "wire.jsonl")
    assert reasons(parts) == [("wire.jsonl#1", "cancelled or withheld by its publisher")]
    [summary] = [p.found for p in parts if isinstance(p.found, Document)]
    assert (summary.text, summary.reader) == ("Le pont\n\nLe pont rouvre jeudi.", "ninjs.summary@1")


def item_g2(kind: str, content: str, status: str = "stat:usable") -> str:
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:{kind}" standard="NewsML-G2">
    <itemMeta><itemClass qcode="ninat:{kind}"/><provider qcode="nprov:atp"><name>Agence télégraphique</name></provider>
    <versionCreated>2021-03-12T16:02:28+01:00</versionCreated><pubStatus qcode="{status}"/></itemMeta>
    <contentMeta><by>Maud Keller</by><headline>{TREVE}</headline></contentMeta>
    <contentSet>{content}</contentSet></newsItem>"""


XHTML = """<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title>
</head><body><p>Les deux armées <b>s'accusent</b>.</p><p>La commission se réunit vendredi.</p></body></html>
</inlineXML>"""
NITF = """<inlineXML><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head><hedline><hl1>t</hl1></hedline>
</body.head><body.content><p>Les deux armées s'accusent.</p><p>La commission se réunit vendredi.</p></body.content>
</body></nitf></inlineXML>"""
DATA = """<inlineData contenttype="text/plain">Les deux armées s'accusent.

La commission se réunit vendredi.</inlineData>"""


@pytest.mark.parametrize("content", [XHTML, NITF, DATA], ids=["xhtml", "nitf", "text"])
def test_newsml_g2(content: str) -> None:
    message = f"""<?xml version="1.0" encoding="UTF-8"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
    <packageItem guid="p"><groupSet><group><itemRef residref="urn:x:text"/></group></groupSet></packageItem>
    {item_g2("text", content)}{item_g2("picture", "<remoteContent href='x.jpg'/>")}
    {item_g2("text", content, "stat:canceled")}</itemSet></newsMessage>"""
    parts = read(message.encode(), "m.xml")
    assert reasons(parts) == [("m.xml#3", "cancelled or withheld by its publisher")]
    [found] = [p.found for p in parts if isinstance(p.found, Document)]
    assert found.text == f"{TREVE}\n\nLes deux armées s'accusent.\n\nLa commission se réunit vendredi."
    assert (found.outlet, found.date, found.author) == ("Agence télégraphique", "2021-03-12", "Maud Keller")


def test_lists_of_feeds_and_packages_say_what_to_do() -> None:
    opml = b'<?xml version="1.0"?><opml version="2.0"><body><outline xmlUrl="http://x.example/rss"/></body></opml>'
    [part] = read(opml)
    assert "recoupe watch" in str(part.found)
    package = b'<packageItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="p"><groupSet/></packageItem>'
    assert reasons(read(package)) == [("x", "names other items without holding them")]


# -- rows


def test_columns_that_the_user_names() -> None:
    table = (
        "jour;corps du texte;resume;qui\n25/03/2021;Le col tient.;court;La Vigie\n04/03/2021;Le pont rouvre.;court;\n"
    )
    given = {"text": "corps du texte", "date": "jour:%d/%m/%Y", "outlet": "qui"}
    found = documents(read(table.encode("cp1252"), "t.csv", columns=given))
    assert [(d.text, d.date, d.outlet) for d in found.values()] == [
        ("Le col tient.", "2021-03-25", "La Vigie"),
        ("Le pont rouvre.", "2021-03-04", None),
    ]


@pytest.mark.parametrize(
    ("table", "reason", "detail"),
    [
        ("text,body,date\na,b,2021-01-01\n", "several columns could be the same thing", "text, body"),
        ("nom,âge\na,3\n", "no column that is surely the text", "nom, âge"),
        ("text,published,date_published\na,2021-01-01,2021-01-02\n", "several columns could be the same thing", "date"),
    ],
)
def test_unclear_columns_name_what_was_found(table: str, reason: str, detail: str) -> None:
    [part] = read(table.encode(), "t.csv")
    assert isinstance(part.found, UnreadableFile)
    assert part.found.reason == reason
    assert detail in part.found.detail
    assert "--columns" in part.found.advice


def test_broken_rows_are_named_and_the_others_read() -> None:
    table = (
        'title,text,date\nA,"Le col tient, dit-on.",2021-03-01\nB,,2021-03-01\nC,"jamais fermé,2021-03-01\n'
        "D,Le pont rouvre.,2021-03-02\nE,Un, deux, trois.,2021-03-02\nF,Le quai ferme.,04/05/2021\nG,La gare tient.,\n"
    )
    parts = read(table.encode(), "t.csv")
    assert [p.name for p in parts if isinstance(p.found, Document)] == ["t.csv#2", "t.csv#5", "t.csv#8"]
    assert dict(reasons(parts)) == {
        "t.csv#3": "a row without text",
        "t.csv#4": "damaged",
        "t.csv#6": "a row of more cells than there are columns",
        "t.csv#7": "a date that is not understood",
    }
    lines = '{"text": "Le col tient."}\n{"text": \n{"text": "", "date": "2021-01-01"}\n{"text": "Le pont rouvre."}\n7\n'
    parts = read(lines.encode(), "t.jsonl")
    assert [p.name for p in parts if isinstance(p.found, Document)] == ["t.jsonl#1", "t.jsonl#4"]
    assert dict(reasons(parts)) == {
        "t.jsonl#2": "not JSON",
        "t.jsonl#3": "a row without text",
        "t.jsonl#5": "not JSON",
    }
    array = read(b'[{"text": "Le col tient."}, {"text": "Le pont rouvre."}, {"text": ', "t.json")
    assert len([p for p in array if isinstance(p.found, Document)]) == 2
    assert reasons(array) == [("t.json#3", "not JSON")]


def test_parquet_without_pyarrow_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    [part] = read(FILES / "pyarrow.parquet")
    assert "recoupe[parquet]" in str(part.found)


# -- what is no text


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "an image, not a text"),
        (b"\0\0\0\x18ftypmp42" + bytes(50), "sound or video, not a text"),
        (b"\x7fELF\2\1\1" + bytes(50), "a program, not a text"),
        (b"MZ\x90\0\3\0" + bytes(50), "a program, not a text"),
        (b"SQLite format 3\0" + bytes(50), "a SQLite file, not a text"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><path/></svg>", "an image, not a text"),
        (b"<?xml version='1.0'?><kml/>", "XML of a kind that is not read here"),
        (bytes(range(256)) * 8, "binary, not text"),
        (b"", "empty"),
    ],
)
def test_what_is_no_text_is_named_with_its_reason(head: bytes, reason: str) -> None:
    assert reasons(read(head)) == [("x", reason)]


def test_every_refusal_is_put_into_words() -> None:
    french = messages("fr")
    for refusal in ALL:
        assert refusal.reason in french.table("reason"), refusal.reason
        assert refusal.advice in french.table("advice"), refusal.advice


def test_every_format_and_limit_is_in_the_guide() -> None:
    guide = (FILES.parents[1] / "docs" / "formats.md").read_text(encoding="utf-8")
    for row in FORMATS:
        assert f"| {row.what} |" in guide, row.name
    for value in (limits.TOTAL, limits.PLACED):
        assert f"{value // 1_000_000_000} GB" in guide
    for value in (limits.DOCUMENT, limits.UNIT):
        assert f"{value // 1_000_000} MB" in guide
    for number in (limits.RATIO, limits.DEPTH, f"{limits.MEMBERS:,}", f"{limits.COLUMN_BYTES:,}", limits.PDF_SECONDS):
        assert f" {number} " in guide, number
