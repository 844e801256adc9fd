"""What extraction looks things up in, loaded once a process and only when first needed."""

from __future__ import annotations

import datetime
import functools
import hashlib
import tomllib
from collections.abc import Sequence
from importlib import resources as files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recoupe import __version__
from recoupe.errors import BadKnowledge

if TYPE_CHECKING:
    from recoupe.extract.actors import ActorBook
    from recoupe.extract.knowledge import Knowledge
    from recoupe.extract.places import Gazetteer

_RULES = (".py", ".toml", ".xz", ".bin", ".json", ".txt")
_FOLDERS = ("data", "extract", "lang", "read")


class Resources:
    """Actors, places and dated knowledge: the project's own, and the user's rows in ``user_files`` (TOML).

    ``knowledge=False`` switches dated knowledge off (offices, events): documents are then dated by the calendar alone.
    ``until``: no undated document is later than this day (the day it is read); the user's ``[dossier] until`` wins.
    """

    def __init__(
        self, user_files: Sequence[Path] = (), *, knowledge: bool = True, until: datetime.date | None = None
    ) -> None:
        self.user_files = tuple(user_files)
        self.with_knowledge = knowledge
        self._until = until

    def check(self) -> None:
        """Load what the user's files are for, so that a fault in them shows before any work. Raises BadKnowledge."""
        _ = self.book, self.gazetteer, self.knowledge, self.until

    @functools.cached_property
    def book(self) -> ActorBook:
        """Actors, with the names and roles that they go by."""
        from recoupe.extract.actors import load_book

        return load_book(*self._holding("actor", "country", "people", "metonym"))

    @functools.cached_property
    def gazetteer(self) -> Gazetteer:
        """Places, with coordinates."""
        from recoupe.extract.places import load_gazetteer

        return load_gazetteer(*self._holding("place", "country"))

    @functools.cached_property
    def knowledge(self) -> Knowledge | None:
        """Dated offices and events: the project's file, then the user's; None where switched off."""
        from recoupe.extract.knowledge import load_knowledge

        if not self.with_knowledge:
            return None
        own = Path(str(files.files("recoupe.lang.fr"))) / "knowledge.toml"
        return load_knowledge(own, *self._holding("office", "event"))

    @functools.cached_property
    def until(self) -> datetime.date | None:
        """The last day that an undated document can be of; None where nothing says so. Raises BadKnowledge."""
        for path in self.user_files:
            day = _toml(path).get("dossier", {}).get("until")
            if isinstance(day, datetime.date):
                return day
            if day is not None:
                raise BadKnowledge(path, "[dossier] until", f"{day!r} is not a date (write until = 2031-04-30)")
        return self._until

    @functools.cached_property
    def theatre(self) -> tuple[str, ...]:
        """ISO codes of the countries that the user's files name: they decide between places of one name."""
        rows = [row for path in self.user_files for row in _toml(path).get("country", [])]
        return tuple(str(row["code"]) for row in rows if row.get("code"))

    def _holding(self, *tables: str) -> list[Path]:
        """The user's files that hold any of these tables: one file may be for one loader alone."""
        return [p for p in self.user_files if any(t in _toml(p) for t in tables)]

    @functools.cached_property
    def rules(self) -> str:
        """Version of everything that decides what is extracted: package, rules, data and the user's rows.

        Equal versions give equal records for a document; 16 hexadecimal digits.
        """
        digest = hashlib.sha256(f"{__version__} {self.with_knowledge}".encode())
        for path in self.user_files:
            digest.update(path.read_bytes())
        digest.update(_package_hash().encode())
        return digest.hexdigest()[:16]


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadKnowledge(path, "TOML", str(error)) from error


@functools.cache
def _package_hash() -> str:
    digest = hashlib.sha256()

    def walk(folder: Traversable, name: str) -> None:
        for entry in sorted(folder.iterdir(), key=lambda e: e.name):
            if entry.is_dir():
                if entry.name != "__pycache__":
                    walk(entry, f"{name}/{entry.name}")
            elif entry.name.endswith(_RULES):
                digest.update(f"{name}/{entry.name}\0".encode())
                digest.update(entry.read_bytes())

    root = files.files("recoupe")
    for name in _FOLDERS:
        if (root / name).is_dir():
            walk(root / name, name)
    return digest.hexdigest()
