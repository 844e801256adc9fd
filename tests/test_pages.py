"""Web pages: the article as a person would copy it, what the page says of itself, and nothing that it does not say.

``pages/``: a page in the manner of one publishing system each, and beside it what must be read out of it. The states,
people and outlets are invented.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec
import pytest
from lxml.html import fragment_fromstring

from recoupe.errors import UnreadableFile
from recoupe.export.explaining import explain
from recoupe.messages import messages
from recoupe.pipeline import Item, gather, load, run
from recoupe.read.html.names import listed, named
from recoupe.read.page import is_page, read_page
from recoupe.records import Document, Source, Version
from recoupe.store import open_dossier, verify
from recoupe.text import subtract

PAGES = Path(__file__).parent / "pages"
SAVED = sorted(p for p in PAGES.iterdir() if p.suffix != ".json")


def read(markup: str, **more: Any) -> Document:
    return read_page(markup.encode(), "essai.html", **more)


def blocks(document: Document) -> list[list[str]]:
    """Kind and text of each block of news, without what is masked."""
    masks = [(m.start, m.end) for m in document.masks]
    return [
        [b.kind, "".join(document.text[slice(*part)] for part in subtract((b.start, b.end), masks)).strip()]
        for b in document.blocks
        if b.kind not in ("dateline", "credit")
    ]


def unmasked(document: Document) -> str:
    """All of the text that no mask covers, without blanks."""
    masks = [(m.start, m.end) for m in document.masks]
    return "".join("".join(document.text[slice(*part)] for part in subtract((0, len(document.text)), masks)).split())


@pytest.mark.parametrize("path", SAVED, ids=lambda p: p.name)
def test_a_page_gives_its_article_and_what_it_says_of_itself(path: Path) -> None:
    wanted = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    data = path.read_bytes()
    assert is_page(data)
    document = read_page(data, path.name)
    assert blocks(document) == wanted.pop("blocks")
    assert {
        "title": document.title.quote if document.title else None,
        "printed_date": document.printed_date.quote if document.printed_date else None,
        "agencies": [a.quote for a in document.agencies],
        **{key: getattr(document, key) for key in ("date", "outlet", "author", "section", "address", "encoding")},
    } == wanted
    named = "".join(document.text[b.start : b.end] for b in document.blocks)
    assert unmasked(document).translate({ord(sign): None for sign in "•—"}) == "".join(named.split()).replace(
        "—", ""
    ), "text in no block"


NEWS = (
    "<p>Le pont de Brennes a rouvert lundi aux ambulances, a annoncé le gouverneur de la province.</p>"
    "<p>« Nous rouvrirons aux camions avant dimanche », a promis son adjoint, Corin Abelard, devant la presse.</p>"
)


def page(head: str = "", before: str = "", body: str = NEWS, after: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head><body>{before}<article><h1>Le pont rouvre</h1>"
        f"{body}</article>{after}</body></html>"
    )


def ld(json: str) -> str:
    return f'<script type="application/ld+json">{json}</script>'


@pytest.mark.parametrize(
    ("markup", "date"),
    [
        (page('<meta property="article:published_time" content="2031-03-12T23:59:59.000-05:00">'), "2031-03-12"),
        (page('<meta name="dc.date" content="12/03/2031">'), "2031-03-12"),
        (page('<meta name="date" content="1er mars 2031">'), "2031-03-01"),
        (page(ld('[{"@type":"NewsArticle","datePublished":"20310312"},]')), "2031-03-12"),
        (page(body='<p>Publié le <time datetime="2031-03-12">12 mars</time></p>' + NEWS), "2031-03-12"),
        (page('<link rel="canonical" href="https://vigie.example/2031/03/12/pont.html">'), "2031-03-12"),
        # what says no day of publication
        (page('<meta property="article:modified_time" content="2031-03-12T10:00:00Z">'), None),
        (page('<meta property="article:published_time" content="2031-03">'), None),
        (page('<meta name="date" content="hier">'), None),
        (page('<link rel="canonical" href="https://vigie.example/2031/03/pont.html">'), None),
        (page(body='<p>Mis à jour le <time datetime="2031-03-12">12 mars</time></p>' + NEWS), None),
        (page(after='<footer>© 2031 La Vigie, <time datetime="2031-03-12">12 mars 2031</time></footer>'), None),
        (page(after='<aside>Les plus lus : <time datetime="2031-03-12">12 mars</time></aside>'), None),
        (page(after='<div class="related-posts"><time datetime="2031-03-12">12 mars</time></div>'), None),
        (
            page(ld('[{"@type":"Article","headline":"A","datePublished":"2031-03-12"},{"@type":"Article"}]')),
            None,
        ),
    ],
)
def test_a_date_is_one_that_the_page_says_is_of_publication(markup: str, date: str | None) -> None:
    assert read(markup).date == date


def test_the_user_goes_before_the_page_and_no_date_lies_after_the_day_of_reading() -> None:
    markup = page('<meta property="og:site_name" content="La Vigie"><meta name="date" content="2031-03-12">')
    document = read(markup, outlet="Le Phare", date="2031-03-11")
    assert (document.outlet, document.date) == ("Le Phare", "2031-03-11")
    assert (read(markup).outlet, read(markup, latest="2031-03-12").date) == ("La Vigie", "2031-03-12")
    assert read(markup, latest="2031-03-11").date is None
    saved = (
        "<!--\n Page saved with SingleFile \n url: https://v.example/a \n saved date: Tue Mar 11 2031 08:00:00 GMT -->"
    )
    assert (read(saved + markup).date, read(saved + markup).address) == (None, "https://v.example/a")


@pytest.mark.parametrize(
    ("more", "outlet"),
    [
        ({"address": "https://www.rfi.fr/fr/monde/1"}, "RFI"),
        ({"address": "https://rfi.fr.example/"}, "Libération"),  # a site that only begins like one that is known
        ({}, "Libération"),
    ],
)
def test_the_outlet_is_the_one_of_the_address_else_the_one_that_the_page_names(
    more: dict[str, str], outlet: str
) -> None:
    assert read(page('<meta property="og:site_name" content="Libé">'), **more).outlet == outlet


@pytest.mark.parametrize(
    ("declared", "written", "server", "said"),
    [
        ("utf-8", "utf-8", None, "utf-8"),
        ("utf-8", "cp1252", None, "cp1252"),
        ("iso-8859-1", "cp1252", None, "cp1252"),
        ("windows-1251", "utf-8", None, "utf-8"),
        ("windows-1251", "cp1252", None, "cp1252"),
        ("macintosh", "mac_roman", None, "mac-roman"),
        ("", "iso8859-15", "ISO-8859-15", "iso8859-15"),
        ("x-unknown", "utf-16", None, "utf-16"),
    ],
)
def test_the_encoding_is_what_the_bytes_bear_out(declared: str, written: str, server: str | None, said: str) -> None:
    meta = f'<meta charset="{declared}">' if declared else ""
    text = "« L’été à Brennes, œuvre de paix », a déclaré la préfète, Élise Noël, dès l’aube, à la presse étonnée."
    if written == "iso8859-15":
        text = text.replace("’", "'")
    markup = f"<html><head>{meta}<title>Été</title></head><body><h1>Été</h1><p>{text}</p></body></html>"
    data = markup.encode(written)
    assert is_page(data)
    document = read_page(data, "essai.html", encoding=server)
    assert text in document.text
    assert document.encoding == said


def test_cyrillic_pages_stay_cyrillic() -> None:
    text = "Министр обороны заявил в воскресенье, что переговоры продолжатся, пока этого хотят обе стороны."
    for name in ("windows-1251", "koi8-r"):
        markup = f'<html><head><meta charset="{name}"></head><body><h1>Мир</h1><p>{text}</p></body></html>'
        assert text in read_page(markup.encode(name), "essai.html").text


def test_what_the_makers_of_a_page_call_a_part_does_not_lose_the_article() -> None:
    for frame in ('<div class="paywall">', '<form class="aspnet">', '<div class="sidebar-layout" aria-hidden="true">',
                  '<div class="post has-comments tag-share">', '<div style="display: none">'):  # fmt: skip
        document = read(page(body=f"{frame}{NEWS}</div></form>"))
        assert [kind for kind, _ in blocks(document)] == ["title", "paragraph", "paragraph"], frame


def test_marks_of_the_markup_become_signs_and_struck_words_go() -> None:
    body = (
        "<p>Le g&shy;énéral a dit<br>lundi : <q>Nous tiendrons</q>. Le bilan est de <del>12</del> <ins>14</ins> morts"
        " le 1<sup>er</sup> mars, selon les secours de la ville basse.</p>"
    )
    assert read(page(body=body + NEWS)).text.split("\n\n")[1] == (
        "Le général a dit\nlundi : « Nous tiendrons ». Le bilan est de 14 morts le 1er mars, selon les secours de la"
        " ville basse."
    )


@pytest.mark.parametrize("name", ["x.html", "x.mhtml"])
@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"<html></html>", "no article"),
        (b"<!DOCTYPE html><html><body><nav><a href=a>Accueil</a></nav></body></html>", "no article"),
        (b"<html>" + b"<div>" * 50_000 + b"<p>Loin</p>", "no article"),
        (b"<html>" + bytes(range(256)) * 50, "no article"),
        (b"Content-Type: multipart/related; boundary=x\n\n--x\nContent-Type: image/png\n\nx\n--x--", "no page"),
        (b"<html>" + b" " * 50_000_000, "limit"),
    ],
    ids=["empty", "bare", "menu", "deep", "bytes", "archive", "large"],
)
def test_what_holds_no_article_is_refused_with_its_reason(data: bytes, reason: str, name: str) -> None:
    with pytest.raises(UnreadableFile, match=reason) as caught:
        read_page(data, name)
    assert caught.value.path == name
    told = explain(caught.value, messages("fr"))
    assert caught.value.advice not in told
    assert caught.value.reason not in told, "said in English"


@pytest.mark.parametrize(
    "markup",
    [
        page('<base href="http://[x"><link rel="canonical" href="http://[::">', body='<a href="//[">x</a>' + NEWS),
        page(body=f"<p>a\0b\x1f&#1;&#x1F;&#0;</p><nav>x</nav>\x0b{NEWS}"),
        page(body=f'<time datetime="2031-03-12"></time>{NEWS}'),
        page(ld('{"@type":["Article",3],"author":[[{}],null,5],"headline":{},"@graph":[[[]]],"mainEntityOfPage":7}')),
        page(ld("[" * 5_000)),
        page(body="<table>" * 60 + NEWS),
        page(body="<template shadowrootmode=open>" * 50 + NEWS),
        page(body="<q>" * 100 + NEWS),
        page(after="<h2>a</h2>" * 8_000),
        page(body="<time>x</time>" * 8_000 + NEWS),
        "<!-- x -->" * 700 + page(),
    ],
    ids=[
        "addresses",
        "control",
        "time",
        "json",
        "brackets",
        "tables",
        "shadows",
        "quotes",
        "headings",
        "times",
        "comments",
    ],
)
def test_odd_markup_is_read_all_the_same(markup: str) -> None:
    before = time.process_time()
    assert [text for _, text in blocks(read(markup))][-1].startswith("« Nous rouvrirons aux camions")
    assert time.process_time() - before < 10


def test_an_archive_of_many_layers_is_refused() -> None:
    data = b"".join(b'Content-Type: multipart/related; boundary="%d"\n\n--%d\n' % (i, i) for i in range(3_000))
    with pytest.raises(UnreadableFile, match=r"layers|no page"):
        read_page(data, "x.mhtml")


def test_pieces_of_pages_are_read_however_short() -> None:
    assert blocks(read("<h1>Brennes</h1><p>Le pont <b>rouvre</b>.</p>")) == [
        ["title", "Brennes"],
        ["paragraph", "Le pont rouvre."],
    ]


@pytest.mark.parametrize("key", ["other", "around"])
def test_the_names_of_parts_that_are_no_article(key: str) -> None:
    for markup in listed("zones", f"{key}_test"):
        assert named(fragment_fromstring(markup), "zones", key), markup
    for markup in listed("zones", f"{key}_not"):
        assert not named(fragment_fromstring(markup), "zones", key), markup


def test_plain_text_is_no_page() -> None:
    for data in (b"", b"Le pont rouvre.", b"<p>Le pont</p> rouvre.", b"From: a@b\nSubject: html\n\n<html>", b"{}"):
        assert not is_page(data)


ELSEWHERE = """
import socket, sys
def closed(*_): raise AssertionError("the network was asked")
socket.socket.connect = socket.getaddrinfo = closed
from hashlib import sha256
from pathlib import Path
import msgspec
from recoupe.read.html.names import listed, named
from recoupe.read.page import read_page
for path in sorted(p for p in Path(sys.argv[1]).iterdir() if p.suffix != ".json"):
    print(msgspec.json.encode(read_page(path.read_bytes(), path.name)).decode())
"""


def test_the_same_text_on_every_machine() -> None:
    def read_in(**environment: str) -> str:
        names = ("PATH", "PYTHONPATH")
        known = {name: os.environ[name] for name in names if name in os.environ} | environment
        done = subprocess.run(
            [sys.executable, "-c", ELSEWHERE, PAGES], env=known, capture_output=True, check=True, text=True
        )
        return done.stdout

    here = read_in(LANG="C", TZ="UTC", PYTHONHASHSEED="1", PYTHONUTF8="1")
    assert here.count("\n") == len(SAVED)
    assert here == read_in(LC_ALL="fr_FR.UTF-8", TZ="Pacific/Kiritimati", PYTHONHASHSEED="2", PYTHONUTF8="1")


def test_saved_pages_go_into_a_dossier_with_their_bytes(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in ("arc.html", "archive.mhtml", "amp.html"):
        shutil.copy(PAGES / name, tmp_path / "in" / name)
    (tmp_path / "in" / "arc_files").mkdir()
    (tmp_path / "in" / "arc_files" / "frame.html").write_text(page(), encoding="utf-8")
    items = gather([tmp_path / "in"])
    assert [i.path.name for i in items if i.path] == ["amp.html", "arc.html", "archive.mhtml"]
    with open_dossier(tmp_path / "d.db", write=True) as dossier:
        dossier.configure(
            '[[outlet]]\nname = "Le Courrier"\ndomain = "courrier-detroit.example"\nkind = "aggregator"\n'
        )
        done = list(run(items, dossier))
        assert {o.status for o in done} == {"added"}
        assert all(o.records for o in done)
        assert not list(verify(dossier))
        stored = {document.address: (i, document) for i, document in dossier.documents()}
        found, document = stored["https://courrier-detroit.example/international/2031/03/13/mirenie-deuxieme-tour/"]
        assert document.outlet == "Le Courrier"
        (source,) = (s for _, s in dossier.records(Source, document=found))
        assert dossier.raw(source.bytes_hash) == (PAGES / "arc.html").read_bytes()
        assert document.reader.startswith("page@1 trafilatura 2.")
        assert next(iter(run(items, dossier))).status == "known"
        assert dossier.ask("SELECT count(*) FROM raw") == [(3,)]


@pytest.mark.parametrize("address", [None, "https://courrier-detroit.example/international/2031/03/13/mirenie/"])
def test_a_page_is_read_again_out_of_its_bytes(tmp_path: Path, address: str | None) -> None:
    path, data = tmp_path / "d.db", (PAGES / "arc.html").read_bytes()
    name = address or "arc.html"
    now = load(Item(name, data=data, address=address)).document
    old = msgspec.structs.replace(now, text=f"Menu\n\n{now.text}", title=None, blocks=(), masks=(), printed_date=None)
    old = msgspec.structs.replace(old, reader="page@1", agencies=())  # what an earlier reader made of it
    source = Source(document=old.id, name=name, bytes_hash=sha256(data).hexdigest(), read_at="2031-04-01T08:00:00Z")
    given = (address,) if address else ()
    with open_dossier(path, write=True) as dossier:
        dossier.write(old, [], sentences=[], rules="earlier", source=source, raw=data, addresses=given)
        assert [o.status for o in run([], dossier, again=True)] == ["changed"]
        assert dossier.retired() == {old.id}
        assert [v.replaces for _, v in dossier.records(Version, document=now.id)] == [old.id]
        assert dossier.rules_of(now.id)
        assert next(iter(run([Item(name, data=data, address=address)], dossier))).status == "known"
        assert {o.status for o in run([], dossier, again=True)} == {"again"}  # the first text, once: it stays
        assert not list(run([], dossier, again=True))
        assert not list(verify(dossier))
