"""Findings made anew after judgements, beside a run that may hold the dossier.

Whoever judges writes first and then tries for the lock; whoever holds it looks again once it is free. So no judgement
waits for a run that will not see it, in whatever order the two fall.
"""

from __future__ import annotations

from pathlib import Path

from recoupe.errors import DossierLocked
from recoupe.extract.resources import Resources
from recoupe.pipeline.feed import resources_for
from recoupe.store import open_dossier
from recoupe.store.rulings import unsettled


def settle(path: Path | str, resources: Resources | None = None) -> bool:
    """Make anew what the judgements given so far touch; False where a run holds the dossier: it will do so at its end.

    ``resources``: those of the dossier, where the caller keeps them loaded.
    """
    while True:
        with open_dossier(path) as dossier:
            if not unsettled(dossier, 1):
                return True
            config = dossier.config
        try:
            writer = open_dossier(path, write=True)
        except DossierLocked:
            return False
        with writer:
            from recoupe.pipeline.checking import settle_judged  # numpy: only where there is something to do

            if resources is not None:
                settle_judged(writer, resources)
            else:
                with resources_for(config) as own:
                    settle_judged(writer, own)
