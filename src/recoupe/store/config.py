"""The user's own file of a dossier (TOML): actors, countries, places and outlets of the story.

``[[outlet]]`` rows say who published a text: ``name``, and ``folder`` (the name of any folder above its file),
``files`` (a pattern of its name, such as ``"afp-*.txt"``) or ``domain`` (of its address). Their ``kind`` and
``country`` go before those of the data (:mod:`recoupe.read.outlets`). ``[[actor]]``, ``[[country]]`` and ``[[place]]``
rows are those of the project's own files.
"""

from __future__ import annotations

import tomllib
from fnmatch import fnmatch
from pathlib import Path, PurePath
from typing import Any

import msgspec

from recoupe.errors import BadKnowledge
from recoupe.read.addresses import at_host, host_of
from recoupe.read.outlets import KnownOutlet, outlet_named
from recoupe.text import fold_name

_TABLES = ("dossier", "actor", "country", "people", "metonym", "place", "outlet", "office", "event")


class Outlet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who publishes, and by what their files are known."""

    name: str
    folder: str | None = None
    files: str | None = None
    domain: str | None = None
    kind: str | None = None
    country: str | None = None

    def published(self, path: PurePath) -> bool:
        """Whether the file lies in the outlet's folder and its name has the outlet's pattern (whichever is given)."""
        if self.folder is None and self.files is None:
            return False
        in_folder = self.folder is None or self.folder in path.parts[:-1]
        return in_folder and (self.files is None or fnmatch(path.name, self.files))


def read_config(path: Path) -> str:
    """The text of the user's file, checked; raises BadKnowledge."""
    try:
        toml = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadKnowledge(path, "file", error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise BadKnowledge(path, "TOML", f"not UTF-8 ({error})") from error
    outlets(toml, name=str(path))
    return toml


def outlets(toml: str, *, name: str = "dossier.toml") -> list[Outlet]:
    """The outlets of the user's file; raises BadKnowledge for a form that it must not have."""
    try:
        data = tomllib.loads(toml)
    except tomllib.TOMLDecodeError as error:
        raise BadKnowledge(name, "TOML", str(error)) from error
    for key, rows in data.items():
        if key not in _TABLES:
            raise BadKnowledge(name, f"[[{key}]]", f"unknown table; those known are {', '.join(_TABLES)}")
        if key != "dossier" and not isinstance(rows, list):
            raise BadKnowledge(name, f"[{key}]", f"write each row as [[{key}]]")
    return [_outlet(row, i, name) for i, row in enumerate(data.get("outlet", []), 1)]


def _outlet(row: dict[str, Any], number: int, name: str) -> Outlet:
    try:
        outlet = msgspec.convert(row, Outlet)
    except msgspec.ValidationError as error:
        raise BadKnowledge(name, f"[[outlet]] row {number}", str(error)) from error
    if outlet.folder is None and outlet.files is None and outlet.domain is None:
        raise BadKnowledge(name, f"[[outlet]] {outlet.name}", "give a folder, a files pattern or a domain")
    return outlet


def outlet_of(path: Path, known: list[Outlet]) -> str | None:
    """Name of the first outlet that published the file; None where none says so."""
    full = path.resolve()
    return next((o.name for o in known if o.published(full)), None)


def outlet_at(address: str | None, known: list[Outlet]) -> str | None:
    """Name of the first outlet whose site the address belongs to; None where none says so."""
    host = host_of(address)
    return next((o.name for o in known if o.domain and at_host(host, o.domain.lower())), None)


def standing(name: str | None, known: list[Outlet]) -> KnownOutlet | None:
    """What the user's rows and the data say of an outlet; None where both know nothing of it."""
    row = outlet_named(name)
    own = next((o for o in known if name and fold_name(o.name) == fold_name(name) and (o.kind or o.country)), None)
    if own is None:
        return row
    kind, country = own.kind or (row.kind if row else None), own.country or (row.country if row else None)
    return KnownOutlet(own.name, kind, country)
