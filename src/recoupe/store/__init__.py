"""The dossier: one SQLite file, tables derived from the record structs, one writer, read-only readers."""

from recoupe.store.dossier import Added, Dossier
from recoupe.store.invariants import Breach, breaches_of
from recoupe.store.judgements import correct, judge, undo
from recoupe.store.opening import open_dossier, open_for_review
from recoupe.store.problems import guarded
from recoupe.store.schema import transaction
from recoupe.store.verify import verify

__all__ = [
    "Added",
    "Breach",
    "Dossier",
    "breaches_of",
    "correct",
    "guarded",
    "judge",
    "open_dossier",
    "open_for_review",
    "transaction",
    "undo",
    "verify",
]
