"""Records to rows and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import msgspec

from recoupe.records import Record, evidence_of
from recoupe.store.schema import Column, table_of

R = TypeVar("R", bound=Record)

EvidenceRow = tuple[str, int, int, int, str]
"""(field, ord, start, end, quote)."""


def to_row(record: Record) -> tuple[Any, ...]:
    """Values of the record's own table: the id, then the stored columns in order."""
    return (record.id, *(_encode(c, getattr(record, c.name)) for c in table_of(type(record)).stored))


def _encode(column: Column, value: Any) -> Any:
    if value is None or column.kind != "json":
        return value
    return msgspec.json.encode(value).decode()


def evidence_rows(record: Record) -> list[EvidenceRow]:
    """Rows of the evidence table for one record, numbered within each field."""
    counts: dict[str, int] = {}
    rows = []
    for field, evidence in evidence_of(record):
        order = counts.get(field, 0)
        counts[field] = order + 1
        rows.append((field, order, evidence.start, evidence.end, evidence.quote))
    return rows


def from_row(kind: type[R], row: Sequence[Any], evidence: Iterable[EvidenceRow]) -> R:
    """The record that ``row`` (stored columns, without the id) and its evidence rows hold.

    Raises msgspec.ValidationError where the row does not have the form that the struct declares.
    """
    table = table_of(kind)
    values: dict[str, Any] = {}
    for column, value in zip(table.stored, row, strict=True):
        if value is None:
            continue
        if column.kind == "json":
            value = msgspec.json.decode(value)
        elif column.kind == "bool":
            value = bool(value)
        values[column.name] = value
    spans: dict[str, list[dict[str, Any]]] = {}
    for field, _, start, end, quote in sorted(evidence):
        spans.setdefault(field, []).append({"start": start, "end": end, "quote": quote})
    for column in table.columns:
        if column.kind == "evidence" and column.name in spans:
            values[column.name] = spans[column.name] if column.many else spans[column.name][0]
    # a nullable field without a default is absent from `values` where it is NULL
    for column in table.columns:
        if not column.required:
            values.setdefault(column.name, None)
    return msgspec.convert(values, kind)
