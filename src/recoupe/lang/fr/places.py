"""The gazetteer: GeoNames places under French names, with French regions, countries and sites over them.

The table is ``data/gazetteer.xz`` (see ``scripts/build_gazetteer.py`` and ``data/ATTRIBUTION.md``); the French
knowledge is ``places.toml``, in the form that a user's own file has too.
"""

from __future__ import annotations

import json
import lzma
import math
import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from recoupe.errors import BadKnowledge
from recoupe.lang.fr.sounds import shared_pairs, skeleton
from recoupe.records import Precision
from recoupe.text import fold_name

_OTHER_NAME_WEIGHT = 0.03
"""An alternate name counts its people this much: "Pokrovsk" is that town before Engels, which once bore the name."""
_CLEAR = 2.0
"""How many times larger than the next candidate a place must be to be meant without any other sign."""
_VILLAGE = 5_000
"""Below this many people size says little about which namesake is in the news: it must be larger by far."""
_THEATRE_BONUS = 20.0
"""A place in the story's countries counts its people this many times."""
_SAME_PLACE_KM = 30.0
_CYRILLIC = "UA RU BY KZ KG TJ RS BG MK BA ME MN MD"
CYRILLIC = frozenset(_CYRILLIC.split())


@lru_cache(maxsize=50_000)
def folded(name: str) -> str:
    """:func:`recoupe.text.fold_name`, remembered: names come again and again."""
    return fold_name(name)


@dataclass(frozen=True, slots=True)
class Site:
    """One thing a name can mean."""

    name: str
    lat: float
    lon: float
    precision: Precision
    country: str
    """ISO 3166 alpha-2 code; empty for seas and straits."""
    region: str = ""
    """GeoNames first-order code, "UA.05"."""
    people: int = 0
    main: bool = True
    """Whether the name that was looked up is its main name."""

    def label(self) -> str:
        """Short form for lists of candidates: "Pokrovsk (UA 48.28 37.18)"."""
        return f"{self.name} ({self.country} {self.lat:.2f} {self.lon:.2f})"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a name was found to mean: ``site`` is None where nothing or nothing certain was found."""

    site: Site | None
    candidates: tuple[str, ...]
    rule: str


class Gazetteer:
    """Names to places. Make one with :func:`load_gazetteer`."""

    def __init__(self, table: bytes, knowledge: Sequence[dict[str, Any]]) -> None:
        head, _, body = lzma.decompress(table).partition(b"\n")
        header = json.loads(head)
        at = 0

        def take(n: int, kind: str) -> np.ndarray[Any, Any]:
            nonlocal at
            size = np.dtype(kind).itemsize
            raw = np.frombuffer(body, np.uint8, n * size, at).reshape(size, n).T
            at += n * size
            return np.ascontiguousarray(raw).view(kind).reshape(n)

        n = header["places"]
        self._lat, self._lon, self._people = take(n, "<i4"), take(n, "<i4"), take(n, "<i4")
        self._country, self._region = take(n, "<u2"), take(n, "<u2")
        self._key_place, self._skeleton_place = take(header["keys"], "<u4"), take(header["skeletons"], "<u4")
        names, keys, skeletons = body[at:].decode().split("\0")
        self._names, self._keys, self._skeletons = names.split("\n"), keys.split("\n"), skeletons.split("\n")
        self._countries: list[str] = header["countries"]
        self._regions: list[tuple[str, float, float]] = [tuple(r) for r in header["regions"]]
        self._centres = {code: (lat, lon) for code, lat, lon in self._regions}
        self._largest = self._chief_towns()
        self.known: dict[str, Site] = {}
        """Folded name to the one thing it means: countries, regions, sites, exonyms, the user's places."""
        self.metonyms: dict[str, str] = {}
        """Folded names of seats of power ("kremlin") with what they stand for."""
        self.common: set[str] = set()
        """Folded names that are also words or people's names: read as places only after a locative word."""
        self.capitals: set[str] = set()
        self.ambiguous: dict[str, list[Site]] = {}
        """Names of two countries ("Congo"): the theatre chooses."""
        self.vast: set[str] = set()
        """Continents and the like: named, never pinned."""
        self.within: dict[str, str] = {}
        """Folded names of districts below the first order, with their country: they tell which namesake is meant."""
        self.demonyms: dict[str, str] = {}
        """Lower-case adjectives of nationality, in all their forms, with their country."""
        for rows in knowledge:
            self._learn(rows)
            self._learn_states(rows.get("country", []))

    def _chief_towns(self) -> dict[str, int]:
        order = np.argsort(self._people, kind="stable")
        largest = np.zeros(len(self._regions), np.int64) - 1
        largest[self._region[order]] = order
        return {self._regions[r][0]: int(p) for r, p in enumerate(largest) if p >= 0}

    def _learn(self, rows: dict[str, Any]) -> None:
        """Adds rows of the form of ``places.toml``; later rows win."""
        points = {}
        for item in re.split(r"[;\n]", rows.get("country_points", {}).get("points", "")):
            if item.strip():
                code, lat, lon = item.split()
                points[code] = (float(lat), float(lon))
        if points:
            own = rows.get("country_names", {})
            for code, name in country_names().items():
                if code in points:
                    site = Site(rows.get("country_display", {}).get(code, name), *points[code], "country", code)
                    self._know([name, *own.get(code, [])], site)
        self._centres |= {code: (lat, lon) for code, (lat, lon) in rows.get("region_points", {}).items()}
        for code, names in rows.get("regions", {}).items():
            lat, lon = self._centres[code]
            self._know(names, Site(names[0], lat, lon, "region", code[:2], code))
        for row in (*rows.get("area", []), *rows.get("site", []), *rows.get("place", [])):
            lat, lon = row["at"]
            self._know(
                row["names"], Site(row["names"][0], lat, lon, row.get("precision", "region"), row.get("country", ""))
            )
        for country, pairs in rows.get("exonyms", {}).items():
            for place, french in pairs.items():
                self._exonym(french, place, country)
        for row in rows.get("metonym", []):
            self.metonyms |= {fold_name(n): row["stands_for"] for n in row["names"]}
        for name, meanings in rows.get("ambiguous", {}).items():
            self.ambiguous[folded(name)] = [self.known[folded(m)] for m in meanings]
        for code, names in rows.get("within", {}).items():
            self.within |= {fold_name(n.replace("_", " ")): code for n in names.split()}
        words = rows.get("words", {})
        self.vast |= {folded(w.replace("_", " ")) for w in words.get("vast", "").split()}
        self.common |= {fold_name(w.replace("_", " ")) for w in words.get("common", "").split()}
        self.capitals |= {fold_name(w.replace("_", " ")) for w in words.get("capitals", "").split()}

    def _learn_states(self, states: Iterable[dict[str, Any]]) -> None:
        """Adds capitals and adjectives of nationality, in the form of ``countries.toml``."""
        for state in states:
            own = [state["capital"]] if "capital" in state else []
            self.capitals |= {fold_name(c) for c in (*state.get("capitals", []), *own)}
            forms = [form for adjective in state.get("adjectives", []) for form in adjective.split("/")]
            for demonym in state.get("demonyms", []) if "code" in state else ():
                self.demonyms.setdefault(demonym.lower(), state["code"])
            for form in forms if "code" in state else ():
                for ending in ("", "s", "e", "es", "ne", "nes"):
                    self.demonyms.setdefault(form + ending, state["code"])

    def _know(self, names: Iterable[str], site: Site) -> None:
        for name in names:
            self.known[fold_name(name)] = site

    def _exonym(self, french: Sequence[str], place: str, country: str) -> None:
        sites = [s for s in self._exact(fold_name(place)) if s.country == country]
        if not sites:
            raise BadKnowledge("places.toml", f"exonyms.{country}", f"the table holds no {place} in {country}")
        best = max(sites, key=lambda s: (s.main, s.people))
        self._know(french, Site(french[0], best.lat, best.lon, "city", country, best.region, best.people))

    def _site(self, index: int, main: bool) -> Site:
        return Site(
            self._names[index],
            float(self._lat[index]) / 1000,
            float(self._lon[index]) / 1000,
            "city",
            self._countries[self._country[index]],
            self._regions[self._region[index]][0],
            int(self._people[index]),
            main,
        )

    def places(self, country: str) -> list[Site]:
        """Every place of the table in a country."""
        wanted = self._countries.index(country) if country in self._countries else -1
        return [self._site(int(i), True) for i in np.flatnonzero(self._country == wanted)]

    def _exact(self, key: str) -> list[Site]:
        """The places of the table that bear a folded name."""
        keys, found = self._keys, []
        at = bisect_left(keys, key)
        while at < len(keys) and keys[at] == key:
            value = int(self._key_place[at])
            index = value & 0x7FFFFFFF
            found.append(self._site(index, bool(value >> 31)))
            at += 1
        return found

    def _sounds(self, key: str) -> list[Site]:
        """The places whose names sound like a folded name."""
        found: dict[int, Site] = {}
        for wanted in (skeleton(key), skeleton(key, open_vowels=True)):
            at = bisect_left(self._skeletons, wanted)
            while at < len(self._skeletons) and self._skeletons[at] == wanted:
                index = int(self._skeleton_place[at])
                found[index] = self._site(index, True)
                at += 1
        return list(found.values())

    def _near(self, key: str, theatre: Sequence[str]) -> list[Site]:
        """Look-alikes of a name that is in no table: to show, never to choose."""
        wanted = skeleton(key)
        if len(wanted) < 4:
            return []
        at = bisect_left(self._skeletons, wanted[:3])
        end = bisect_left(self._skeletons, wanted[:3] + "\uffff")
        scored = []
        for i in range(at, end):
            shared = shared_pairs(wanted, self._skeletons[i])
            index = int(self._skeleton_place[i])
            if shared >= 0.4 and (not theatre or self._countries[self._country[index]] in theatre):
                scored.append((shared, int(self._people[index]), index))
        seen, out = set(), []
        for *_, index in sorted(scored, reverse=True):
            if index not in seen:
                seen.add(index)
                out.append(self._site(index, True))
        return out[:3]

    def holds(self, key: str) -> bool:
        """Whether a folded name is known exactly."""
        if any(key in table for table in (self.known, self.metonyms, self.ambiguous, self.vast, self.within)):
            return True
        at = bisect_left(self._keys, key)
        return at < len(self._keys) and self._keys[at] == key

    def is_area(self, key: str) -> bool:
        """Whether a folded name is a country, a region or a district."""
        known = self.known.get(key)
        return key in self.within or (known is not None and known.precision in ("region", "country"))

    def lookup(self, name: str, *, theatre: Sequence[str] = (), region: str = "", country: str = "") -> Answer:
        """What ``name`` means: one site, or none with the candidates that were considered.

        ``theatre`` holds ISO codes of the countries of the story; ``region`` (a first-order code) and ``country`` what
        the sentence itself says. Without them the larger place must be ``_CLEAR`` times the next.
        """
        key = folded(name)
        if key in self.vast:
            return Answer(None, (), "vast@1")
        if key in self.ambiguous:
            return one_of(self.ambiguous[key], theatre)
        known = self.known.get(key)
        elsewhere = (
            (country and known.country != country) or (region and known.region not in ("", region)) if known else False
        )
        if known is not None and not (elsewhere and known.precision == "city"):
            return Answer(known, (), "known@1")
        exact = self._exact(key)
        if known is not None and not any(s.region == region or s.country == country for s in exact):
            return Answer(known, (), "known@1")
        alike = self._sounds(key) if len(key) >= 4 and not (exact and _any_in(exact, country)) else []
        if exact and not (country and _any_in(alike, country) and not _any_in(exact, country)):
            return choose(exact, theatre, region, country, "exact", key)
        if alike:
            return choose(alike, theatre, region, country, "spelling")
        return Answer(None, tuple(s.label() for s in self._near(key, theatre)), "not held")

    def region_of(self, name: str, *, theatre: Sequence[str] = (), kind: str = "région") -> Answer:
        """The region that "``kind`` de ``name``" means: a known one, else that of which the town is the chief town."""
        for full in (f"{kind} de {name}", f"{kind} d'{name}", name):
            known = self.known.get(folded(full))
            if known is not None and known.precision == "region":
                return Answer(known, (), "region@1")
        town = self.lookup(name, theatre=theatre)
        if town.site is None or not town.site.region or town.site.region not in self._centres:
            return town
        site = town.site
        chief = self._largest.get(site.region)
        far = chief is None or _km(site, self._site(chief, True)) > _SAME_PLACE_KM
        if far:
            return Answer(Site(name, site.lat, site.lon, "region", site.country, site.region), (), "district@1")
        lat, lon = self._centres[site.region]
        return Answer(Site(name, lat, lon, "region", site.country, site.region), (), "region@1")


def _any_in(sites: Sequence[Site], country: str) -> bool:
    """Whether a site lies in a country; any does where the sentence names none."""
    return any(not country or s.country == country for s in sites)


def one_of(sites: list[Site], theatre: Sequence[str]) -> Answer:
    """The only one of the sites that lies in the theatre, or none."""
    inside = [s for s in sites if s.country in theatre]
    labels = tuple(s.label() for s in sites)
    return Answer(inside[0], labels, "theatre@1") if len(inside) == 1 else Answer(None, labels, "namesakes@1")


def choose(sites: list[Site], theatre: Sequence[str], region: str, country: str, rule: str, key: str = "") -> Answer:
    """The one place that is meant among namesakes, or none where two are equally plausible.

    What the sentence says decides; else the larger place, with a bonus for the theatre, which does not make "Paris" a
    town of Texas.
    """

    def weight(site: Site) -> float:
        bonus = _THEATRE_BONUS if site.country in theatre else 1
        return _weight(site, key) * bonus

    labels = tuple(s.label() for s in sorted(sites, key=weight, reverse=True)[:5])
    for inside, why in (
        ([s for s in sites if region and s.region == region], "region in the sentence"),
        ([s for s in sites if country and s.country == country], "country in the sentence"),
    ):
        if inside:
            sites, rule = inside, f"{rule}, {why}"
            break
    else:
        if country:
            return Answer(None, labels, "elsewhere@1")  # the one that the sentence means is in no table
    first, *others = sorted(sites, key=weight, reverse=True)
    if not first.people and not country and first.country not in theatre:
        return Answer(None, labels, f"{rule}: a hamlet@1")  # nothing but the letters says that it is meant
    rival = next((s for s in others if _km(first, s) > _SAME_PLACE_KM), None)
    clear = _CLEAR * (1 if first.people >= _VILLAGE else 5) * (3 if rule.startswith("spelling") else 1)
    if rival is not None and weight(first) < clear * weight(rival):
        return Answer(None, labels, f"{rule}: namesakes@1")
    if rival is not None and _weight(first, key) < _CLEAR * _weight(rival, key):
        rule = f"{rule}, theatre"
    return Answer(first, labels if len(labels) > 1 else (), f"{rule}@1")


def _weight(site: Site, key: str = "") -> float:
    # "Bara" for Bārah is no other name of the town but a spelling of its own
    own = site.main or (key and skeleton(folded(site.name)) == skeleton(key))
    return (site.people + 100) * (1.0 if own else _OTHER_NAME_WEIGHT)


def _km(a: Site, b: Site) -> float:
    """Great-circle distance (haversine)."""
    p, q, r, t = map(math.radians, (a.lat, a.lon, b.lat, b.lon))
    return 12742 * math.asin(
        math.sqrt(math.sin((r - p) / 2) ** 2 + math.cos(p) * math.cos(r) * math.sin((t - q) / 2) ** 2)
    )


@cache
def country_names() -> dict[str, str]:
    """ISO 3166 code to French name, from Babel (CLDR)."""
    from babel import Locale

    return {code: name for code, name in Locale("fr").territories.items() if len(code) == 2 and code.isalpha()}


@cache
def rows() -> dict[str, Any]:
    """The tables of ``places.toml`` as they are written."""
    return tomllib.loads(files("recoupe.lang.fr").joinpath("places.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=8)
def load_gazetteer(*user_files: Path) -> Gazetteer:
    """The built-in gazetteer with the user's places over it; kept for the next call with the same files.

    Raises BadKnowledge where a user's file is not TOML of the form ``[[place]] names, at, country, precision``.
    """
    states = tomllib.loads(files("recoupe.lang.fr").joinpath("countries.toml").read_text(encoding="utf-8"))
    knowledge = [rows(), {"country": states["country"]}]
    for path in user_files:
        try:
            own = tomllib.loads(path.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise BadKnowledge(path, "file", str(error)) from error
        for i, row in enumerate(own.get("place", [])):
            if "name" in row and "lat" in row and "lon" in row:  # the form that [[actor]] rows have too
                row["names"], row["at"] = [row["name"], *row.get("aliases", [])], [row["lat"], row["lon"]]
            at = row.get("at")
            if not row.get("names") or not isinstance(at, list) or len(at) != 2:
                raise BadKnowledge(
                    path, f"place {i + 1}", "needs name, lat and lon (or names = [..] and at = [lat, lon])"
                )
        knowledge.append(own)
    return Gazetteer(files("recoupe.data").joinpath("gazetteer.xz").read_bytes(), knowledge)
