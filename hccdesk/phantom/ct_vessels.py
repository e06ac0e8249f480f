"""Vessels as tapering tubes in three dimensions, painted slice by slice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hccdesk.phantom.ct_canvas import Canvas, Plane

Point = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Tube:
    """A straight piece of vessel from `start` to `end`, radii in mm, density in HU."""

    start: Point
    end: Point
    radii: tuple[float, float]
    hu: float


def chain(points: tuple[Point, ...], radii: tuple[float, float], hu: float) -> tuple[Tube, ...]:
    """Tubes through the points, tapering evenly from the first radius to the last."""
    steps = np.linspace(radii[0], radii[1], len(points))
    pairs = zip(points[:-1], points[1:], steps[:-1], steps[1:], strict=True)
    return tuple(Tube(a, b, (float(r), float(s)), hu) for a, b, r, s in pairs)


def twigs(rng: np.random.Generator, parents: tuple[Tube, ...], per_parent: int, hu: float) -> tuple[Tube, ...]:
    """Thin side branches of the parents in random directions, each forking once."""
    made: list[Tube] = []
    for parent in parents:
        for _ in range(per_parent):
            at = rng.uniform(0.2, 1.0)
            start = np.asarray(parent.start) + at * (np.asarray(parent.end) - np.asarray(parent.start))
            middle = start + rng.normal(0, 1, 3) * (16, 16, 11)
            radius = min(parent.radii) * 0.55
            made.append(Tube(_point(start), _point(middle), (radius, radius * 0.75), hu))
            for _ in range(2):
                end = middle + (middle - start) * 0.6 + rng.normal(0, 1, 3) * (11, 11, 8)
                made.append(Tube(_point(middle), _point(end), (radius * 0.7, 0.7), hu))
    return tuple(made)


def paint_tubes(canvas: Canvas, tubes: tuple[Tube, ...], inside: Plane | None = None, edge_mm: float = 1.6) -> None:
    """Paint every tube that meets this slice, only where `inside` (a depth, mm) is positive if given."""
    for tube in tubes:
        widest = max(tube.radii) + edge_mm
        low, high = sorted((tube.start[2], tube.end[2]))
        if low - widest < canvas.z_mm < high + widest:
            _paint(canvas, tube, widest, inside, edge_mm)


def _paint(canvas: Canvas, tube: Tube, widest: float, inside: Plane | None, edge_mm: float) -> None:
    start, end = np.asarray(tube.start), np.asarray(tube.end)
    centre = (start + end) / 2
    window = canvas.window((centre[0], centre[1]), float(np.abs(end - start)[:2].max()) / 2 + widest)
    x, y = canvas.grid(window)
    if not (x.size and y.size):
        return
    d = end - start
    u, v, w = x - start[0], y - start[1], canvas.z_mm - start[2]
    along = np.clip((u * d[0] + v * d[1] + w * d[2]) / max(float(d @ d), 1e-6), 0, 1)
    away = np.sqrt((u - along * d[0]) ** 2 + (v - along * d[1]) ** 2 + (w - along * d[2]) ** 2)
    depth = tube.radii[0] + along * (tube.radii[1] - tube.radii[0]) - away
    if inside is not None:
        depth = np.minimum(depth, inside[window])
    canvas.paint(tube.hu, depth, window, edge_mm)


def _point(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Point:
    return float(values[0]), float(values[1]), float(values[2])
