"""From files to records: :func:`process` is pure; :func:`run` feeds a dossier, over worker processes, and resumes.

A failure of one file never loses the others: each file has its :class:`Outcome`. A document whose text is already
stored under the same rules is not read again.
"""

from recoupe.pipeline.feed import BATCH_DOCUMENTS, Outcome, resources_for, run
from recoupe.pipeline.files import Item, gather, load
from recoupe.pipeline.process import Reading, attempt, process, read_through
from recoupe.pipeline.reviewing import settle

__all__ = [
    "BATCH_DOCUMENTS",
    "Item",
    "Outcome",
    "Reading",
    "attempt",
    "gather",
    "load",
    "process",
    "read_through",
    "resources_for",
    "run",
    "settle",
]
