"""What a page tells of a run that reads texts into the dossier while it is looked at."""

from __future__ import annotations

from typing import NamedTuple

from recoupe.store import Dossier
from recoupe.store.runs import Run, last_run


class Strip(NamedTuple):
    """The last run where it is alive or broke off, and what arrived since the page was made (``since``)."""

    run: Run | None
    since: str
    texts: int
    things: int

    @property
    def tells(self) -> bool:
        """Whether there is anything to tell."""
        return self.texts > 0 or self.things > 0 or (self.run is not None and (self.run.alive or self.broken))

    @property
    def broken(self) -> bool:
        """Whether the last run was killed before its end."""
        return self.run is not None and self.run.ended is None and not self.run.alive


def strip(dossier: Dossier, since: str = "") -> Strip:
    """The strip of a page made at ``since`` (as an earlier strip gives it); of one made now where it is empty."""
    last = [row[0] or 0 for q in ("document", "event") for row in dossier.ask(f"SELECT max(rowid) FROM {q}")]
    parts = since.split(".")
    before = [int(p) for p in parts] if len(parts) == 2 and all(p.isdecimal() and len(p) < 16 for p in parts) else last
    texts, things = (
        dossier.ask(f"SELECT count(*) FROM {table} WHERE rowid > ?", (row,))[0][0]
        for table, row in zip(("document", "event"), before, strict=False)
    )
    return Strip(last_run(dossier), ".".join(map(str, before)), texts, things)
