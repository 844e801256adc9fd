"""What a hostile or broken file does: it ends at a stated limit, with its reason, and costs nothing else."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import random
import resource
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.file_formats import tarred, zipped
from recoupe.errors import RecoupeError
from recoupe.read.formats import limits
from recoupe.read.formats.table import read_file
from recoupe.records import Document
from tests.test_formats import FILES, documents, read, reasons

TEXT = "Le col tient, a annoncé le gouverneur Ilan Dorvec.\n"
ROW = json.dumps({"text": TEXT}).encode() + b"\n"


def texts(data: bytes, name: str = "x") -> list[str]:
    return [p.name for p in read(data, name) if isinstance(p.found, Document)]


# -- bombs


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_compressed_bomb_ends_and_what_stood_before_is_kept(pack: object) -> None:
    rows = ROW * 2 + (b" " * 999 + b"\n") * 60_000 + ROW
    parts = read(pack(rows), "x.jsonl.gz")  # type: ignore[operator]
    assert [p.name for p in parts if isinstance(p.found, Document)] == ["x.jsonl.gz#1", "x.jsonl.gz#2"]
    assert [reason for _, reason in reasons(parts)] == ["unpacks to more than 200 times its size"]


def test_a_bomb_in_a_zip_costs_only_itself() -> None:
    bomb = tarred(("big.txt", bytes(80_000_000)))
    packed = zipped(("a.txt", TEXT.encode()), ("bomb.tar", bomb), ("c.txt", TEXT.encode() * 2))
    parts = read(packed, "x.zip")
    assert [p.name for p in parts if isinstance(p.found, Document)] == ["x.zip!a.txt", "x.zip!c.txt"]
    assert [name for name, _ in reasons(parts)][-1].startswith("x.zip!bomb.tar")


def test_many_layers_and_many_members_end_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    data = TEXT.encode()
    for _ in range(limits.DEPTH):
        data = gzip.compress(data)
    assert texts(data) == ["x"]
    assert reasons(read(gzip.compress(data)))[0][1].startswith(f"more than {limits.DEPTH} archives")
    monkeypatch.setattr(limits, "MEMBERS", 3)
    for pack in (zipped, tarred):
        parts = read(pack(*((f"{i}.txt", f"{TEXT} {i}".encode()) for i in range(9))))
        assert len(texts(pack(*((f"{i}.txt", f"{TEXT} {i}".encode()) for i in range(9))))) == 3
        assert [reason for _, reason in reasons(parts)] == ["more than 100,000 members"]


def test_all_that_one_file_unpacks_to_is_counted_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TOTAL", 1_000_000)
    noise = [(f"{i}.txt", bytes(random.Random(i).choices(b"abcdefghij \n", k=200_000))) for i in range(9)]
    parts = read(zipped(*noise))
    assert reasons(parts)[-1][1] == "unpacks to more than 64 GB"
    assert len(parts) < 7


class Endless(io.RawIOBase):
    """A pipe that never ends."""

    def __init__(self, begin: bytes, again: bytes) -> None:
        self._data, self._again = begin, again

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while len(self._data) < size:
            self._data += self._again * (1 + size // len(self._again))
        data, self._data = self._data[:size], self._data[size:]
        return data


def endless_gzip() -> Endless:
    engine = zlib.compressobj(9, wbits=31)
    begin = engine.compress(ROW * 3) + engine.flush(zlib.Z_FULL_FLUSH)
    again = engine.compress(b" " * 100_000 + b"\n") + engine.flush(zlib.Z_FULL_FLUSH)
    return Endless(begin, again)


@pytest.mark.parametrize(
    "stream",
    [
        endless_gzip(),
        Endless(TEXT.encode(), TEXT.encode()),
        Endless(b"{", b'"a":{'),
        Endless(b"[", b"["),
        Endless(b"%PDF-1.7\n", b"1 0 obj\n"),
        Endless(b"<html><body>", b"<p>le col tient</p>"),
        Endless(b"<rss><channel>", b"<item><title>t</title></item>"),
        Endless(b"From: a@b.example\nDate: x\n\n", b"abc\n"),
        Endless(b"text,date\n", b'"abc,'),
    ],
    ids=["gzip", "text", "object", "array", "pdf", "html", "rss", "mail", "csv"],
)
def test_an_endless_stream_ends(stream: Endless) -> None:
    start = time.process_time()
    if stream._data.startswith(b"text,date"):  # rows have no limit of number: the first faults show
        named = []
        for part in read_file(stream, "-"):  # type: ignore[arg-type]
            named.append(part)
            if len(named) == 3:
                break
        assert all(isinstance(p.found, RecoupeError) for p in named)
        return
    assert isinstance(list(read_file(stream, "-"))[-1].found, RecoupeError)  # type: ignore[arg-type]
    assert time.process_time() - start < 60


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 50}">' for i in range(8))
    + "]>"
)
SECRET = '<!DOCTYPE x [<!ENTITY i SYSTEM "file://{path}">]>'


def with_entity(dtd: str, name: str) -> dict[str, bytes]:
    ref = f"&{name};"
    word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"[1:-1]
    head = f"<?xml version='1.0'?>{dtd}"
    docx = zipped(
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml",
         f'<?xml version="1.0"?>{dtd}<w:document xmlns:w="{word}"><w:body><w:p><w:r><w:t>{TEXT}{ref}</w:t></w:r></w:p>'
         f"</w:body></w:document>".encode()),
    )  # fmt: skip
    item = (
        f"<headline>{ref}</headline></contentMeta><contentSet><inlineXML><html><body><p>{TEXT}{ref}</p></body></html>"
    )
    return {
        "rss": f'<?xml version="1.0"?>{dtd}<rss version="2.0"><channel><title>V</title><item><title>{TEXT}</title>'
        f"<description>{ref}{TEXT}</description></item></channel></rss>".encode(),
        "newsml": f"{head}<newsItem><contentMeta>{item}</inlineXML></contentSet></newsItem>".encode(),
        "docx": docx,
        "html": f"{dtd}<html><body><article><h1>{TEXT}</h1><p>{TEXT * 4}{ref}</p></article></body></html>".encode(),
    }  # fmt: skip


def test_no_entity_is_ever_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("mot de passe", encoding="utf-8")
    start = time.process_time()
    for name, dtd in (("i", LAUGHS), ("i", SECRET.format(path=secret))):
        for data in with_entity(dtd, name).values():
            for part in read(data):
                if isinstance(part.found, Document):
                    assert "mot de passe" not in part.found.text
                    assert len(part.found.text) < 2_000
    assert time.process_time() - start < 20


def test_deep_and_wide_values() -> None:
    deep = '{"text": "a", "b": ' + "[" * 100_000 + "]" * 100_000 + "}"
    lines = f'{{"text": "{TEXT.strip()}"}}\n{deep}\n{{"text": "Le pont rouvre."}}\n'
    parts = read(lines.encode(), "x.jsonl")
    assert [p.name for p in parts if isinstance(p.found, Document)] == ["x.jsonl#1", "x.jsonl#3"]
    assert reasons(parts) == [("x.jsonl#2", "not JSON")]
    wide = (
        "text,date\n" + TEXT.strip().replace(",", "") + ',2021-01-01\n"' + "mot " * 300_000 + '",2021-01-01\nLa gare,\n'
    )
    parts = read(wide.encode(), "x.csv")
    assert [p.name for p in parts if isinstance(p.found, Document)][:1] == ["x.csv#2"]
    assert any(r.startswith("a cell of more than") for _, r in reasons(parts))


def test_hostile_pdf_files() -> None:
    def pdf(*objects: str) -> bytes:
        body = b"%PDF-1.7\n" + b"".join(f"{i} 0 obj {o} endobj\n".encode() for i, o in enumerate(objects, 1))
        return body + b"trailer <</Root 1 0 R /Size 9>>\n%%EOF"

    loop = pdf("<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [2 0 R 2 0 R] /Count 99999999>>")
    form = pdf(
        "<</Type /Catalog /Pages 2 0 R>>",
        "<</Type /Pages /Kids [3 0 R] /Count 1>>",
        "<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R /Resources <</XObject <</A 4 0 R>>>>>>",
        "<</Type /XObject /Subtype /Form /BBox [0 0 9 9] /Length 12 /Resources <</XObject <</A 4 0 R>>>>>>\nstream\n"
        "/A Do /A Do \nendstream",
    )
    zeros = zlib.compress(b"BT (a) Tj ET " * 20_000_000, 9)
    bomb = (
        pdf(
            "<</Type /Catalog /Pages 2 0 R>>",
            "<</Type /Pages /Kids [3 0 R] /Count 1>>",
            "<</Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R>>",
        )
        + b"4 0 obj <</Filter /FlateDecode /Length %d>>\nstream\n" % len(zeros)
        + zeros
        + b"\nendstream endobj\n"
    )
    start = time.monotonic()
    for data in (loop, form, bomb, b"%PDF-1.7 " + os.urandom(5000), b"%PDF-1.7"):
        [part] = read(data)
        assert isinstance(part.found, RecoupeError)
    assert time.monotonic() - start < 4 * limits.PDF_SECONDS


def test_no_path_in_an_archive_reaches_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ("../out.txt", "/tmp/../abs.txt", "a/../../b.txt", "C:\\x.txt", "nul\x01.txt")
    for pack in (zipped, tarred):
        assert len(texts(pack(*((n, f"{TEXT} {n!r}".encode()) for n in names)))) == len(names)
    assert list(tmp_path.iterdir()) == []


# -- broken pieces


def test_a_zip_without_its_list_of_members_gives_those_that_are_whole() -> None:
    members = [(f"{i}.txt", f"{TEXT}{i} ".encode() * 40) for i in range(6)]
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        whole = zipped(*members, method=method)
        parts = read(whole[: int(len(whole) * 0.6)], "x.zip")
        assert [p.name for p in parts if isinstance(p.found, Document)][:2] == ["x.zip!0.txt", "x.zip!1.txt"]
        assert reasons(parts)[0][1].startswith("the list of its members is missing")
    streamed = (FILES / "infozip.zip").read_bytes()
    assert texts(streamed[:-400], "x.zip")


def test_a_zip_with_locked_damaged_and_strangely_packed_members() -> None:
    whole = bytearray(zipped(("a.txt", TEXT.encode()), ("b.txt", TEXT.encode() * 3), ("c.txt", TEXT.encode() * 9)))
    central = [i for i in range(len(whole)) if whole[i : i + 4] == b"PK\1\2"]
    whole[central[0] + 8] |= 1  # locked
    whole[central[1] + 10] = 97  # a method that nobody knows
    whole[central[2] + 16] ^= 0xFF  # another check sum
    assert [reason for _, reason in reasons(read(bytes(whole)))] == [
        "locked with a password",
        "packed in a way that is not known here",
        "damaged",
    ]


def test_a_crawl_goes_on_behind_damaged_records() -> None:
    plain, packed = (bytearray((FILES / name).read_bytes()) for name in ("warcio.warc", "warcio.warc.gz"))
    assert texts(bytes(plain), "c") == ["c#1", "c#5", "c#9"]
    wrong = bytes(plain).replace(b"Content-Length: ", b"Content-Length: 9", 1)
    assert texts(wrong, "c")[-2:] == ["c#5", "c#9"]
    assert reasons(read(wrong, "c"))
    packed[400] ^= 0xFF
    parts = read(bytes(packed), "c.gz")
    assert len([p for p in parts if isinstance(p.found, Document)]) == 2
    assert reasons(parts) == [("c.gz", "damaged")]
    cut = read(bytes(plain[:-300]), "c")
    assert reasons(cut)[-1][1] == "cut short: its end is missing"


def test_a_tar_goes_on_behind_a_damaged_header() -> None:
    whole = bytearray(tarred(*((f"{i}.txt", f"{TEXT}{i}".encode()) for i in range(4))))
    whole[1024 + 150] ^= 0xFF
    parts = read(bytes(whole), "x.tar")
    assert [p.name for p in parts if isinstance(p.found, Document)] == ["x.tar!0.txt", "x.tar!2.txt", "x.tar!3.txt"]
    assert reasons(parts) == [("x.tar", "damaged")]
    parts = read(tarred(("a.txt", TEXT.encode()), ("b.txt", TEXT.encode() * 99))[:3000], "x.tar")
    assert reasons(parts)[-1][1] == "cut short: its end is missing"


def _broken(data: bytes, seed: int) -> Iterator[bytes]:
    chance = random.Random(seed)
    for _ in range(6):
        yield data[: chance.randrange(len(data))]
    for _ in range(12):
        changed = bytearray(data)
        for _ in range(chance.choice((1, 1, 5, 60))):
            changed[chance.randrange(len(changed))] = chance.randrange(256)
        yield bytes(changed)


@pytest.mark.parametrize("file", sorted(f.name for f in FILES.iterdir() if f.suffix not in (".md", ".pdf")))
def test_whatever_is_broken_every_part_is_a_text_or_a_reason(file: str) -> None:
    data = (FILES / file).read_bytes()
    for broken in _broken(data, len(data)):
        for part in read(broken, file):
            assert isinstance(part.found, Document | RecoupeError)
            assert part.name.startswith(file)


# -- memory

STREAMED = """
import io, resource, sys
from recoupe.read.formats.table import read_file
kind, count = sys.argv[1], int(sys.argv[2])
big = b"QUJD" * 18 + b"\\n"
def pieces():
    for i in range(count):
        if kind == "warc":
            block = b"HTTP/1.1 200 OK\\r\\nContent-Type: image/png\\r\\n\\r\\n" + big * 5000
            yield b"WARC/1.0\\r\\nWARC-Type: response\\r\\nWARC-Target-URI: http://x.example/\\r\\n"
            yield b"Content-Type: application/http\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(block)
            yield block + b"\\r\\n\\r\\n"
        elif kind == "mbox":
            yield b"From a@b.example Mon Mar  1 10:00:00 2021\\nFrom: a@b.example\\nSubject: s%d\\n" % i
            yield b"Content-Type: multipart/mixed; boundary=xyz\\n\\n--xyz\\n\\nLe col tient.\\n\\n--xyz\\n"
            yield b"Content-Type: image/png\\nContent-Transfer-Encoding: base64\\n\\n" + big * 5000
            yield b"\\n--xyz--\\n\\n"
        else:
            yield b'{"text": "Le col tient %d", "rest": "' % i + b"abc " * 90000 + b'"}\\n'
class Pipe(io.RawIOBase):
    def __init__(self): self.it, self.left = pieces(), b""
    def readable(self): return True
    def read(self, n=-1):
        while len(self.left) < n:
            more = next(self.it, b"")
            if not more: break
            self.left += more
        data, self.left = self.left[:n], self.left[n:]
        return data
n = sum(1 for _ in read_file(Pipe(), "-"))
print(n, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.parametrize("kind", ["warc", "mbox", "jsonl"])
def test_large_files_are_streamed(kind: str) -> None:
    """Four times as much in takes no more memory (MB)."""
    peaks = []
    for count in (50, 400):
        done = subprocess.run(
            [sys.executable, "-c", STREAMED, kind, str(count)], capture_output=True, text=True, check=True
        )
        found, peak = map(int, done.stdout.split())
        assert found == (0 if kind == "warc" else count)
        peaks.append(peak)
    assert peaks[1] < peaks[0] + 25, peaks


def test_the_limits_of_the_tests_are_those_of_the_process() -> None:
    assert resource.getrlimit(resource.RLIMIT_AS)[0] in (resource.RLIM_INFINITY, -1), (
        "a PDF limits its own process only"
    )
    assert documents(read(FILES / "chromium.pdf"))
