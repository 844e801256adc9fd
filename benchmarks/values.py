"""Speed of the value layer: quantities and places in documents per CPU-second, beside text2num on the same texts.

Run: ``python benchmarks/values.py``. Texts of about 3.5 kB are made here from a few frames, so that it runs anywhere.
"""

from __future__ import annotations

import random
import re
import resource
import time
from collections.abc import Callable

from text_to_num import alpha2digit

from recoupe.extract.places import find_places, load_gazetteer
from recoupe.extract.quantities import find_quantities
from recoupe.lang.base import Sentence

FRAMES = (
    "Le ministère a fait état de {n} drones abattus dans la nuit au-dessus de la région de {p}.",
    "Selon les autorités locales, {n} personnes ont été tuées et une vingtaine de blessés ont été évacués vers {p}.",
    "Les pourparlers ont repris à {p}, où les deux délégations doivent discuter d'un cessez-le-feu de {n} jours.",
    "Le porte-parole a refusé de commenter ces informations, que rien ne permettait de vérifier sur place.",
    "Plusieurs milliers de déplacés ont quitté {p} depuis le début de l'offensive, d'après les secours.",
    "La production a reculé de {n} % en un an, pour une perte de près de {n} millions d'euros.",
)
PLACES = ("Goma", "Koursk", "Kharkiv", "Khan Younès", "El-Fasher", "Bamako", "Erbil", "Stepanakert", "Genève", "Bunia")


def texts(count: int, size: int = 3500) -> list[str]:
    """``count`` texts of about ``size`` characters, the same on every run."""
    chance = random.Random(3)
    made = []
    for _ in range(count):
        lines: list[str] = []
        while sum(map(len, lines)) < size:
            lines.append(chance.choice(FRAMES).format(n=chance.randint(2, 900), p=chance.choice(PLACES)))
        made.append("\n".join(lines))
    return made


def per_second(function: Callable[[str], object], documents: list[str]) -> float:
    """Documents per CPU-second."""
    start = time.process_time()
    for text in documents:
        function(text)
    return len(documents) / (time.process_time() - start)


def _megabytes() -> float:
    """The most memory that this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Prints the figures."""
    before, start = _megabytes(), time.perf_counter()
    gazetteer = load_gazetteer()
    print(f"gazetteer load {time.perf_counter() - start:.3f} s, {_megabytes() - before:.0f} MB")
    documents = texts(200)
    sentences = {t: [Sentence(*m.span()) for m in re.finditer(r"[^\n]+", t)] for t in documents}
    find_quantities(documents[0], sentences[documents[0]])
    quantities = per_second(lambda t: find_quantities(t, sentences[t]), documents)
    places = per_second(lambda t: find_places(t, sentences[t], gazetteer), documents)
    peer = per_second(lambda t: alpha2digit(t, "fr"), documents)
    print(f"quantities {quantities:,.0f} documents per CPU-second (text2num, spelled cardinals alone: {peer:,.0f})")
    print(f"places {places:,.0f} documents per CPU-second")
    print(f"both {1 / (1 / quantities + 1 / places):,.0f} documents per CPU-second")


if __name__ == "__main__":
    main()
