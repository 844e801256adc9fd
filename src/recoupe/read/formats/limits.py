"""Where reading ends, whatever a file claims. ``docs/formats.md`` states them; the errors name them."""

from __future__ import annotations

TOTAL = 64_000_000_000
"""Bytes unpacked out of one file, all layers together: a crawl of 5 GB in two layers stays far below."""
RATIO = 200
"""Bytes unpacked for each byte read. Text packs 3 to 30 times; a bomb of one layer, 1,000 times."""
RATIO_FROM = 32_000_000
"""Bytes unpacked in one layer before the ratio counts; eight times as many for a file as a whole."""
DEPTH = 5
"""Containers inside one another; a ``.tar.gz`` is two."""
MEMBERS = 100_000
"""Members of zip and tar files and attachments, in one file. Rows, records and messages have no limit of number."""
DOCUMENT = 20_000_000
"""Bytes of one text: a page, a row, a message's text, the XML of one item."""
UNIT = 100_000_000
"""Bytes of what must be held in memory whole: a PDF, an office file, a message with its attachments."""
PLACED = 2_000_000_000
"""Bytes of a zip or Parquet file that does not lie on the disk by itself (inside another, standard input)."""
COLUMN_BYTES = 1_000_000
"""Characters of one cell of CSV."""
PDF_SECONDS = 30
PDF_MEMORY = 768_000_000
"""Bytes of address space for the process that reads a PDF."""
