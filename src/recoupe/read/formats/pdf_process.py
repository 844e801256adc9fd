"""The process that reads one PDF: bytes on standard input, text on standard output. Started by ``pdf.read_pdf``."""

from __future__ import annotations

import contextlib
import ctypes
import math
import sys
from collections.abc import Iterator
from typing import Any

from recoupe.read.formats import limits
from recoupe.read.formats.pdf_layout import Sign, text_of

PASSWORD = 4
_PAGES = 2000
_SIGNS = 100_000


def main() -> int:
    """Exit status 0 read, 1 damaged, 4 locked."""
    with contextlib.suppress(ImportError):  # none on Windows: there the time alone is bounded
        import resource

        resource.setrlimit(resource.RLIMIT_CPU, (limits.PDF_SECONDS, limits.PDF_SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (limits.PDF_MEMORY, limits.PDF_MEMORY))
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
            return PASSWORD
        print(error, file=sys.stderr)  # noqa: T201 - its own process
        return 1
    pages: list[list[Sign]] = []
    for number in range(min(len(document), _PAGES)):
        page = document[number]
        text = page.get_textpage()
        pages.append(list(_signs(text.raw, raw)))
        text.close()
        page.close()
    sys.stdout.buffer.write(text_of(pages).encode("utf-8", "replace"))
    sys.stdout.flush()
    return 0


def _signs(text: Any, raw: Any) -> Iterator[Sign]:
    """The characters of a page in the order of its content, with their places; spaces that pdfium adds included."""
    matrix = raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    left, right, low, high = ctypes.c_double(), ctypes.c_double(), ctypes.c_double(), ctypes.c_double()
    for i in range(min(raw.FPDFText_CountChars(text), _SIGNS)):
        code = raw.FPDFText_GetUnicode(text, i)
        if code in (0, 10, 13):
            continue
        raw.FPDFText_GetCharOrigin(text, i, x, y)
        raw.FPDFText_GetCharBox(text, i, left, right, low, high)
        # the size of the font is that before it is scaled
        scale = math.hypot(matrix.c, matrix.d) if raw.FPDFText_GetMatrix(text, i, matrix) else 1.0
        size = raw.FPDFText_GetFontSize(text, i) * scale
        yield Sign(chr(code), x.value, max(right.value, x.value), y.value, size)


if __name__ == "__main__":
    sys.exit(main())
