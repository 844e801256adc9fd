"""Parquet: a text a row, some rows at a time. Needs pyarrow (the extra ``parquet``)."""

from __future__ import annotations

from collections.abc import Iterator

from recoupe.errors import RecoupeError
from recoupe.read.formats import limits
from recoupe.read.formats.columns import document_of, roles_of
from recoupe.read.formats.part import Part, Reading
from recoupe.read.formats.refusals import BOMB, NO_PARQUET
from recoupe.read.formats.stream import Stream, size_of

_ROWS = 64
_COLUMN = 1_000_000_000
"""Bytes of one column of one group of rows, unpacked: a hostile one may be a single page, held whole."""


def read_parquet(stream: Stream, name: str, reading: Reading) -> Iterator[Part]:
    """The text of each row; raises UnreadableFile for unclear columns, or where pyarrow is not installed."""
    try:
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise NO_PARQUET.at(name) from error
    file = stream.placed(name)
    size = size_of(file)
    table = ParquetFile(file)
    roles = roles_of(table.schema_arrow.names, reading.columns, name)
    wanted = sorted(set(roles.values()))
    for group in range(table.metadata.num_row_groups):
        columns = [table.metadata.row_group(group).column(i) for i in range(table.metadata.num_columns)]
        largest = max(
            (c.total_uncompressed_size for c in columns if c.path_in_schema.split(".")[0] in wanted), default=0
        )
        if largest > max(limits.RATIO_FROM, min(_COLUMN, limits.RATIO * size)):
            raise BOMB.at(name)
    number = 0
    for batch in table.iter_batches(batch_size=_ROWS, columns=wanted):
        stream.account.take(batch.nbytes, name)
        for row in batch.to_pylist():
            number += 1
            shown = f"{name}#{number}"
            try:
                raw = str(row.get(roles["text"]) or "").encode("utf-8", "replace")
                yield document_of(row, roles, shown, raw, reading)
            except RecoupeError as error:
                yield Part(shown, error)
