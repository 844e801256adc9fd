"""Time expressions and dating: documents of 3.5 kB per CPU-second, beside dateparser on the same text in one run."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable

from recoupe.extract.dating import date_document
from recoupe.extract.timex import find_timex
from recoupe.records import Document

_PARAGRAPH = (
    "Le ministre a indiqué mercredi que deux ponts avaient sauté dans la nuit de lundi à mardi, trois jours après la "
    "chute du fort. Une rencontre est prévue jeudi à Oslo, et l'accord de 30 jours signé le 12 août 2025 expire fin "
    "septembre. « Nous avons perdu beaucoup d'hommes », a reconnu le général, qui n'exclut pas de se retirer de la "
    "vallée si les renforts n'arrivent pas. La ville, où vivaient douze mille personnes, est déserte ; les écoles et "
    "l'hôpital ont été évacués. Le gouvernement accuse les rebelles d'avoir visé la centrale, ce qu'ils démentent.\n"
)
TEXT = (_PARAGRAPH * 8)[:3500]
SECONDS = 2.0


def documents_per_second(work: Callable[[str], object], seconds: float = SECONDS) -> float:
    """How often ``work`` reads the text in a CPU-second, after one reading that compiles what it needs.

    Each reading begins with a number of its own, so that nothing kept from the one before answers for it.
    """
    work(TEXT)
    count, start = 0, time.process_time()
    while time.process_time() - start < seconds:
        work(f"{count} {TEXT}"[:3500])
        count += 1
    return count / (time.process_time() - start)


def _dateparser(text: str) -> object:
    from dateparser.search import search_dates

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return search_dates(text, languages=["fr"])


def main() -> None:
    """Print one line a system."""
    day = ("2025-12-06", "2025-12-06")
    rows: list[tuple[str, Callable[[str], object]]] = [
        ("recoupe timex", lambda text: find_timex(text, [], date=day)),
        ("recoupe dating", lambda text: date_document(Document(text=text), [])),
        ("dateparser.search", _dateparser),
    ]
    for name, work in rows:
        print(f"{name:20} {documents_per_second(work):8.1f} documents of {len(TEXT) / 1000:.1f} kB per CPU-second")


if __name__ == "__main__":
    main()
