"""Every error the library raises on purpose: one root, values as attributes, the message built from them."""

from __future__ import annotations

from pathlib import Path


class RecoupeError(Exception):
    """Root of the family; ``str(error)`` names what is wrong and what to do."""

    def __reduce__(self) -> tuple[object, ...]:
        """Errors travel from worker processes, whatever their constructor takes."""
        return _rebuilt, (type(self), str(self), self.__dict__)


class UnreadableFile(RecoupeError):
    """A source file gives no text. ``reason`` says why in few words, ``advice`` what the user can do.

    ``limit`` is the number of bytes that was passed, where the file is too large; else None. ``detail`` is what is no
    phrase to be translated: a name, a number, what a library said.
    """

    def __init__(self, path: Path | str, reason: str, advice: str, limit: int | None = None, detail: str = "") -> None:
        self.path, self.reason, self.advice, self.limit, self.detail = str(path), reason, advice, limit, detail
        super().__init__(f"{path}: {reason}{f' ({detail})' if detail else ''}; {advice}")


class BadKnowledge(RecoupeError):
    """A knowledge file (actors, places, cues) does not have the form it must have."""

    def __init__(self, path: Path | str, where: str, problem: str) -> None:
        self.path, self.where, self.problem = str(path), where, problem
        super().__init__(f"{path}, {where}: {problem}; mend the file and run the command again")


class BadEvidence(RecoupeError):
    """A record's evidence does not stand in its document: an internal fault, never stored."""

    def __init__(self, record: str, field: str, start: int, end: int, problem: str) -> None:
        self.record, self.field, self.start, self.end, self.problem = record, field, start, end, problem
        super().__init__(f"record {record}, field {field} [{start}:{end}]: {problem}; please report the document")


class DossierError(RecoupeError):
    """The dossier file cannot be used as asked. ``code`` is a short machine word, ``detail`` what the system said."""

    def __init__(self, path: Path | str, problem: str, advice: str, *, code: str = "", detail: str = "") -> None:
        self.path, self.problem, self.advice, self.code, self.detail = str(path), problem, advice, code, detail
        super().__init__(f"{path}: {problem}; {advice}")


class DossierLocked(DossierError):
    """Another process writes to the dossier."""

    def __init__(self, path: Path | str, holder: str) -> None:
        self.holder = holder
        super().__init__(path, f"being written by {holder}", "wait for it to end, then run the command again")


class DossierTooNew(DossierError):
    """The dossier was written by a newer version of the program."""

    def __init__(self, path: Path | str, found: int, known: int) -> None:
        self.found, self.known = found, known
        super().__init__(
            path, f"written by a newer version (form {found}, this program knows {known})", "upgrade Recoupe"
        )


class FetchFailed(RecoupeError):
    """An address gives nothing to read. ``code`` is a short machine word, ``detail`` what the server or system said.

    ``retry_after``: seconds that the server asks to be left alone; None where it asked nothing.
    """

    def __init__(
        self,
        address: str,
        problem: str,
        advice: str,
        *,
        code: str = "",
        detail: str = "",
        retry_after: float | None = None,
    ) -> None:
        self.address, self.problem, self.advice = address, problem, advice
        self.code, self.detail, self.retry_after = code, detail, retry_after
        super().__init__(f"{address}: {problem}; {advice}")


class NotFound(RecoupeError):
    """No record or document has this id, or several do."""

    def __init__(self, wanted: str, candidates: tuple[str, ...] = ()) -> None:
        self.wanted, self.candidates = wanted, candidates
        hint = f"it could be {', '.join(candidates)}" if candidates else "list the ids with --json"
        super().__init__(f"{wanted}: no single record or document has this id; {hint}")


class BadQuery(RecoupeError):
    """A search that names nothing to look for."""

    def __init__(self, query: str) -> None:
        self.query = query
        super().__init__(f"{query!r}: no word to look for; give at least one word without a minus sign")


class BadJudgement(RecoupeError):
    """A judgement that cannot be taken. ``code``: kind, field, value, name, decision, unchanged, changed (the record is
    no longer what was seen), gone (nothing to judge or to take back); ``allowed`` are the values that can be."""

    def __init__(self, code: str, value: str, *, field: str = "", allowed: tuple[str, ...] = ()) -> None:
        self.code, self.value, self.field, self.allowed = code, value, field, allowed
        known = f"; one of {', '.join(allowed)}" if allowed else ""
        super().__init__(f"{field or code}: {value!r} cannot be judged ({code}){known}")


class ExtractionFailed(RecoupeError):
    """A rule broke on a document: an internal fault, reported with the file while the others are read."""

    def __init__(self, fault: str) -> None:
        self.fault = fault
        super().__init__(f"the rules broke on this text ({fault}); please report the document")


def _rebuilt(kind: type[RecoupeError], message: str, values: dict[str, object]) -> RecoupeError:
    error = kind.__new__(kind, message)
    error.args = (message,)
    error.__dict__.update(values)
    return error
