"""PDF: its text, read by pdfium in a process of its own, with limits on its time and memory.

pdfium is C++: what a hostile file does to it ends that process alone.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

from recoupe.read.formats import limits
from recoupe.read.formats.part import Part, Reading
from recoupe.read.formats.refusals import CRASHED, DAMAGED, LOCKED, PICTURES, TIMED_OUT
from recoupe.read.formats.stream import Stream

_PASSWORD = 4
"""FPDF_ERR_PASSWORD of pdfium."""


def read_pdf(stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    """The text of a PDF file; raises UnreadableFile."""
    data = stream.whole(name, limits.UNIT)
    command = [sys.executable, "-P", "-m", "recoupe.read.formats.pdf_process"]
    try:
        done = subprocess.run(command, input=data, capture_output=True, check=False, timeout=limits.PDF_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise TIMED_OUT.at(name) from error
    if done.returncode == _PASSWORD:
        raise LOCKED.at(name)
    if done.returncode == 1:
        raise DAMAGED.at(name, done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:200])
    if done.returncode:
        raise CRASHED.at(name)
    text = done.stdout.decode("utf-8", "replace")
    if not text.strip():
        raise PICTURES.at(name)
    yield Part(name, reading.article(text, name=name, reader=_reader()), data)


def _reader() -> str:
    from importlib.metadata import version

    return f"pdf@1 pypdfium2 {version('pypdfium2')}"
