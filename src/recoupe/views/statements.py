"""Statements one by one, filtered."""

from __future__ import annotations

from collections.abc import Iterator

from recoupe.records import Statement
from recoupe.store import Dossier
from recoupe.text import fold_name


def statements(
    dossier: Dossier,
    *,
    speaker: str | None = None,
    act: str | None = None,
    mode: str | None = None,
    document: str | None = None,
) -> Iterator[tuple[str, Statement]]:
    """Statements with their ids, by document, then by place in the text; of a retired document only where it is named.

    ``speaker`` meets every statement whose canonical speaker or mention holds all of its words, folded; where none
    does, other transliterations of them count ("Zelenskyy" for "Zelensky").
    """
    found = sorted(
        dossier.records(Statement, document=document), key=lambda pair: (pair[1].document, pair[1].content[0].start)
    )
    who = _said_by(speaker, found) if speaker is not None else None
    retired = dossier.retired() if document is None else set()
    for record_id, s in found:
        if s.document in retired:
            continue
        if act is not None and s.act != act:
            continue
        if mode is not None and s.mode != mode:
            continue
        if who is not None and record_id not in who:
            continue
        yield record_id, s


def _said_by(speaker: str, found: list[tuple[str, Statement]]) -> set[str]:
    """Ids of the statements whose speaker's names hold all the words that were asked for."""
    from recoupe.lang.fr.actors import name_key

    def same(word: str) -> str:
        return word

    for key in (same, name_key):
        wanted = {key(w) for w in fold_name(speaker).split()}
        ids = {
            record_id
            for record_id, s in found
            for name in (*s.reference, s.speaker.quote if s.speaker else "")
            if wanted and wanted <= {key(w) for w in fold_name(name).split()}
        }
        if ids:
            return ids
    return set()
