"""From degrees to user units: meridians and parallels as straight lines, lengths true in the middle of the window."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from recoupe.web.draw.shapes import Ring

KM = 111.2
"""Kilometres in a degree of latitude."""
Line = list[tuple[float, float]]
Bounds = tuple[float, float, float, float]
"""West, south, east, north, in degrees."""
_CLOSEST = 0.25
"""Degrees of latitude that a window holds at least."""


class Projection(NamedTuple):
    """A window of the world in a frame of ``width`` by ``height``; ``unit`` is user units in a degree of latitude."""

    west: float
    north: float
    unit: float
    squeeze: float
    width: float
    height: float

    @classmethod
    def of(cls, bounds: Bounds, width: float, height: float) -> Projection:
        """The window that holds these bounds, in the middle."""
        west, south, east, north = bounds
        middle = (south + north) / 2
        squeeze = max(math.cos(math.radians(middle)), 0.2)
        tall, wide = max(north - south, _CLOSEST), max(east - west, _CLOSEST)
        unit = min(height / tall, width / (wide * squeeze))
        return cls(
            (west + east) / 2 - width / unit / squeeze / 2, middle + height / unit / 2, unit, squeeze, width, height
        )

    @property
    def bounds(self) -> Bounds:
        """What the whole frame shows."""
        return (
            self.west,
            self.north - self.height / self.unit,
            self.west + self.width / self.unit / self.squeeze,
            self.north,
        )

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        """Where a point is."""
        return (lon - self.west) * self.unit * self.squeeze, (self.north - lat) * self.unit

    def rings(self, rings: Iterable[Ring]) -> list[Line]:
        """Rings in user units, cut to the frame and thinned to what can be seen; those outside are left out."""
        found = []
        for ring in rings:
            points = np.empty((len(ring), 2))
            points[:, 0] = (ring[:, 0] - self.west) * self.unit * self.squeeze
            points[:, 1] = (self.north - ring[:, 1]) * self.unit
            low, high = points.min(axis=0), points.max(axis=0)
            if high[0] < 0 or high[1] < 0 or low[0] > self.width or low[1] > self.height:
                continue
            if (high - low).max() < 1:
                continue
            cut = clipped(thinned(points), (-4.0, -4.0, self.width + 4, self.height + 4))
            if len(cut) >= 3:
                found.append(cut)
        return found


def path(rings: Iterable[Line]) -> str:
    """The ``d`` of a path of rings."""
    return "".join(_drawn(r) for r in rings)


def middle(rings: Sequence[Line]) -> tuple[float, float, float] | None:
    """A point inside the largest of the rings, where it is wide, and how wide it is there."""
    best: tuple[float, float, float] | None = None
    for ring in sorted(rings, key=_extent, reverse=True)[:2]:
        top, bottom = min(y for _, y in ring), max(y for _, y in ring)
        for share in (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74):
            y = top + (bottom - top) * share
            across = sorted(
                a[0] + (y - a[1]) * (b[0] - a[0]) / (b[1] - a[1])
                for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)
                if (a[1] > y) != (b[1] > y)
            )
            for left, right in zip(across[::2], across[1::2], strict=False):
                # a little less wide and more in the middle is better
                if best is None or (right - left) > 1.25 * best[2]:
                    best = ((left + right) / 2, y, right - left)
    return best


def _extent(ring: Line) -> float:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return (max(xs) - min(xs)) * (max(ys) - min(ys))


def thinned(points: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Line:
    """The points that lie at least a unit from the one kept before."""
    kept: list[tuple[float, float]] = []
    x0 = y0 = math.inf
    for x, y in points.tolist():
        if abs(x - x0) >= 0.9 or abs(y - y0) >= 0.9:
            kept.append((x, y))
            x0, y0 = x, y
    return kept


def clipped(points: Sequence[tuple[float, float]], frame: tuple[float, float, float, float]) -> Line:
    """A ring cut to a rectangle, edge by edge (Sutherland and Hodgman)."""
    ring = list(points)
    for axis, limit, sign in ((0, frame[0], 1), (0, frame[2], -1), (1, frame[1], 1), (1, frame[3], -1)):
        if not ring:
            break
        made: list[tuple[float, float]] = []
        before = ring[-1]
        was = sign * (before[axis] - limit) >= 0
        for point in ring:
            inside = sign * (point[axis] - limit) >= 0
            if inside != was:
                share = (limit - before[axis]) / (point[axis] - before[axis])
                made.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
            if inside:
                made.append(point)
            before, was = point, inside
        ring = made
    return ring


def _drawn(ring: Sequence[tuple[float, float]]) -> str:
    at = [(round(x * 2) / 2, round(y * 2) / 2) for x, y in ring]
    steps = [f"{b[0] - a[0]:g} {b[1] - a[1]:g}" for a, b in pairwise(at) if a != b]
    return f"M{at[0][0]:g} {at[0][1]:g}l{' '.join(steps)}z" if steps else ""


def round_length(most: float) -> float:
    """The greatest of 1, 2, 5, 10, … that is at most so much."""
    magnitude = 10.0 ** math.floor(math.log10(most)) if most > 0 else 1.0
    return next(m * magnitude for m in (5, 2, 1) if m * magnitude <= most)
