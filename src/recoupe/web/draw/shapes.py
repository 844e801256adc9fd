"""Outlines for the map: read from TopoJSON or GeoJSON, ours or the user's, cut to a window when drawn."""

from __future__ import annotations

import json
import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import numpy as np

from recoupe.errors import BadKnowledge

Kind = Literal["country", "disputed", "region"]
Ring = np.ndarray[Any, np.dtype[np.float32]]
"""Points of an outline: longitude, latitude, in degrees."""
_LAYERS: dict[str, Kind] = {"countries": "country", "disputed": "disputed", "regions": "region"}
_MOST = 64_000_000
"""Bytes of a file of outlines."""


@dataclass(frozen=True, eq=False, slots=True)
class Area:
    """An area: ISO 3166 alpha-2 code of its country (empty where it has none), its closed rings, and their bounds
    (west, south, east, north)."""

    kind: Kind
    id: str
    name: str
    rings: tuple[Ring, ...]
    bounds: tuple[float, float, float, float]

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies in it."""
        west, south, east, north = self.bounds
        if not (west <= lon <= east and south <= lat <= north):
            return False
        return sum(_crossings(ring, lon, lat) for ring in self.rings) % 2 == 1


@dataclass(frozen=True, eq=False)
class Shapes:
    """All areas. ``own`` tells that they are the user's: the editorial note is then not ours to make."""

    areas: tuple[Area, ...]
    own: bool = False

    def within(self, bounds: Sequence[float], *kinds: Kind) -> Iterator[Area]:
        """The areas of some kinds that may reach into bounds (west, south, east, north)."""
        west, south, east, north = bounds
        for area in self.areas:
            w, s, e, n = area.bounds
            if area.kind in kinds and w < east and e > west and s < north and n > south:
                yield area

    def of_country(self, code: str) -> Area | None:
        """The country of this code."""
        return next((a for a in self.areas if a.kind == "country" and a.id == code), None) if code else None

    def region_at(self, lon: float, lat: float, country: str) -> Area | None:
        """The first-order division that a point of a country lies in."""
        return next((a for a in self.areas if a.kind == "region" and a.id in (country, "") and a.holds(lon, lat)), None)


def _crossings(ring: Ring, lon: float, lat: float) -> int:
    """How many edges a line from the point eastwards crosses."""
    above = ring[:, 1] > lat
    i = np.flatnonzero(above[1:] != above[:-1])
    (x, y), (x2, y2) = ring[i].T, ring[i + 1].T
    return int(np.count_nonzero(x + (lat - y) * (x2 - x) / (y2 - y) > lon))


def load_shapes(path: Path | None = None) -> Shapes:
    """The outlines of a file (TopoJSON or GeoJSON in degrees of WGS 84); without one, those that come with the program.

    Of TopoJSON, the objects "countries", "disputed" and "regions" are read, any other as countries; of GeoJSON, the
    property "kind" ("country", "disputed", "region") tells. Codes are read from "id", "ISO_A2" or "iso_a2", names from
    "name" or "NAME". Raises BadKnowledge where the file is not of that form.
    """
    if path is None:
        packed = (resources.files("recoupe.data") / "shapes.xz").read_bytes()
        return Shapes(tuple(_topojson(json.loads(lzma.decompress(packed)))))
    try:
        if path.stat().st_size > _MOST:
            raise BadKnowledge(path, "file", f"larger than {_MOST // 1_000_000} MB")
        data = json.loads(path.read_bytes())
    except OSError as error:
        raise BadKnowledge(path, "file", error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise BadKnowledge(path, "JSON", str(error)) from error
    kind = data.get("type") if isinstance(data, dict) else None
    try:
        if kind == "Topology":
            areas = tuple(_topojson(data))
        elif kind in ("FeatureCollection", "Feature"):
            areas = tuple(_geojson(data))
        else:
            raise BadKnowledge(path, "type", f"{kind!r} is neither a TopoJSON Topology nor a GeoJSON FeatureCollection")
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise BadKnowledge(path, "geometry", f"not of the form of TopoJSON or GeoJSON ({error!r})") from error
    if not areas:
        raise BadKnowledge(path, "geometry", "no Polygon or MultiPolygon in it")
    for area in areas:
        west, south, east, north = area.bounds
        if west < -360 or east > 360 or south < -90.001 or north > 90.001:
            raise BadKnowledge(path, area.name or area.id or "geometry", "coordinates are not degrees of WGS 84")
    return Shapes(areas, own=True)


def _topojson(data: dict[str, Any]) -> Iterator[Area]:
    transform = data.get("transform")
    arcs = []
    for arc in data["arcs"]:
        points = np.array([p[:2] for p in arc], np.float64)
        if transform is not None:
            points = np.cumsum(points, axis=0) * transform["scale"] + transform["translate"]
        arcs.append(points)

    def ring(numbers: Sequence[int]) -> Ring:
        parts = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in numbers]
        return np.concatenate([parts[0], *(p[1:] for p in parts[1:])]).astype(np.float32)

    for name, layer in data["objects"].items():
        for g in layer["geometries"] if layer["type"] == "GeometryCollection" else [layer]:
            polygons = _polygons(g, "arcs")
            rings = [ring(r) for polygon in polygons for r in polygon]
            yield from _area(_LAYERS.get(name, "country"), g, rings)


def _geojson(data: dict[str, Any]) -> Iterator[Area]:
    for feature in data["features"] if data["type"] == "FeatureCollection" else [data]:
        g = feature["geometry"] or {}
        polygons = _polygons(g, "coordinates")
        rings = [np.array([p[:2] for p in r], np.float32) for polygon in polygons for r in polygon]
        kind = (feature.get("properties") or {}).get("kind", "country")
        yield from _area(kind if kind in _LAYERS.values() else "country", feature, rings)


def _polygons(geometry: dict[str, Any], field: str) -> list[Any]:
    """The polygons of a geometry, each a list of rings; none for points and lines."""
    match geometry.get("type"):
        case "Polygon":
            return [geometry[field]]
        case "MultiPolygon":
            return list(geometry[field])
    return []


def _area(kind: Kind, feature: dict[str, Any], rings: list[Ring]) -> Iterator[Area]:
    rings = [r for r in rings if r.ndim == 2 and len(r) >= 3 and bool(np.isfinite(r).all())]
    kept = tuple(r if (r[0] == r[-1]).all() else np.concatenate([r, r[:1]]) for r in rings)
    if not kept:
        return
    p = {str(k): v for k, v in (feature.get("properties") or {}).items()}
    code = next((str(p[k]) for k in ("id", "ISO_A2", "iso_a2") if p.get(k)), str(feature.get("id") or ""))
    name = next((str(p[k]) for k in ("name", "NAME") if p.get(k)), "")
    every = np.concatenate(kept)
    west, south = every.min(axis=0)
    east, north = every.max(axis=0)
    yield Area(kind, code if len(code) == 2 else "", name, kept, (float(west), float(south), float(east), float(north)))
