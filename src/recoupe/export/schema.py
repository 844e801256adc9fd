"""JSON Schema and a documentation table, both derived from the record structs."""

from __future__ import annotations

import ast
import inspect
import itertools
from typing import Any

import msgspec

from recoupe.records import RECORD_TYPES, Block, DatingStep, Evidence, Mask

_PARTS: tuple[type, ...] = (Evidence, Mask, Block, DatingStep)


def json_schema() -> dict[str, Any]:
    """JSON Schema (2020-12) with one definition for each record type and each part of one."""
    _, definitions = msgspec.json.schema_components((*RECORD_TYPES, *_PARTS), ref_template="#/$defs/{name}")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": definitions}


def markdown() -> str:
    """One section a record type: what it is, its key, its fields with their types and what they mean."""
    out = [
        "# Records",
        "",
        "Made from `src/recoupe/records.py` by `python -m recoupe.export.schema > docs/records.md`;",
        "a test compares the two.",
        "`recoupe schema` prints the same as JSON Schema. Every record also has an `id`, the hash of its key fields.",
    ]
    kinds: tuple[type, ...] = (*RECORD_TYPES, *_PARTS)
    for kind in kinds:
        out += ["", f"## {kind.__name__}", "", inspect.cleandoc(kind.__doc__ or "").replace("\n", " "), ""]
        key = getattr(kind, "KEY", ())
        if key:
            out += [f"Key: {', '.join(f'`{k}`' for k in key)}.", ""]
        out += ["| field | type | meaning |", "|---|---|---|"]
        said = _field_docs(kind)
        for name, annotation in _annotations(kind).items():
            out.append(f"| {name} | {_cell(annotation)} | {said.get(name, '')} |")
    return "\n".join(out) + "\n"


def _cell(annotation: str) -> str:
    return f"`{annotation}`".replace("|", "\\|")


def _annotations(kind: type) -> dict[str, str]:
    """Annotations of the class's own fields, as written in the source."""
    body = _body(kind)
    return {
        n.target.id: ast.unparse(n.annotation)
        for n in body
        if isinstance(n, ast.AnnAssign)
        and isinstance(n.target, ast.Name)
        and "ClassVar" not in ast.unparse(n.annotation)
    }


def _field_docs(kind: type) -> dict[str, str]:
    """The string that stands under a field says what it means."""
    said: dict[str, str] = {}
    for pair in itertools.pairwise(_body(kind)):
        match pair:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str() as text)):
                said[name] = inspect.cleandoc(text).replace("\n", " ").replace("|", "\\|")
    return said


def _body(kind: type) -> list[ast.stmt]:
    tree = ast.parse(inspect.getsource(kind)).body[0]
    assert isinstance(tree, ast.ClassDef)
    return tree.body


if __name__ == "__main__":
    import sys

    sys.stdout.write(markdown())
