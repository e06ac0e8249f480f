"""Where a round brush that was drawn along a straight way cuts the lines of a raster.

What it sweeps is convex, so each line has one stretch of it: two numbers a line instead of a distance a voxel.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ends = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Where the stretch on each line begins and ends, in mm from the start; no stretch: it begins after its end."""

_PARALLEL = 1e-12


def capsule_lines(across: Sequence[NDArray[np.float64]], step_mm: NDArray[np.float64], radius_mm: float) -> Ends:
    """All within `radius_mm` of the way from the origin to `step_mm` (d,), on the lines along the last axis.

    `across` are the places of the lines on the other d - 1 axes, each in mm from the start.
    """
    grids = np.meshgrid(*across, indexing="ij", sparse=True)
    ends = _ball(grids, 0.0, radius_mm)
    length_mm = float(np.sqrt(step_mm @ step_mm))
    if length_mm == 0:
        return ends
    moved = [grid - step for grid, step in zip(grids, step_mm, strict=False)]
    ends = _both(ends, _ball(moved, float(step_mm[-1]), radius_mm))
    return _both(ends, _tube(grids, step_mm / length_mm, length_mm, radius_mm))


def _ball(grids: Sequence[NDArray[np.float64]], middle_mm: float, radius_mm: float) -> Ends:
    rest = radius_mm**2 - sum((grid**2 for grid in grids), np.zeros(()))
    half = np.sqrt(np.maximum(rest, 0.0))
    return np.where(rest >= 0, middle_mm - half, np.inf), np.where(rest >= 0, middle_mm + half, -np.inf)


def _tube(grids: Sequence[NDArray[np.float64]], along: NDArray[np.float64], length_mm: float, radius_mm: float) -> Ends:
    """The straight part between the two balls: a quadratic in the place on the line, between two planes."""
    forward = sum((grid * part for grid, part in zip(grids, along, strict=False)), np.zeros(()))
    beside = sum((grid**2 for grid in grids), np.zeros(())) - forward**2 - radius_mm**2
    slope, steep = float(along[-1]), 1.0 - float(along[-1]) ** 2
    if steep < _PARALLEL:
        low, high = np.where(beside <= 0, -np.inf, np.inf), np.where(beside <= 0, np.inf, -np.inf)
    else:
        rest = (forward * slope) ** 2 - steep * beside
        half = np.sqrt(np.maximum(rest, 0.0))
        low = np.where(rest >= 0, (forward * slope - half) / steep, np.inf)
        high = np.where(rest >= 0, (forward * slope + half) / steep, -np.inf)
    return _between(low, high, forward, slope, length_mm)


def _between(
    low: NDArray[np.float64], high: NDArray[np.float64], forward: NDArray[np.float64], slope: float, length_mm: float
) -> Ends:
    if abs(slope) < _PARALLEL:
        inside = (forward >= 0) & (forward <= length_mm)
        return np.where(inside, low, np.inf), np.where(inside, high, -np.inf)
    planes = np.stack([-forward / slope, (length_mm - forward) / slope])
    low, high = np.maximum(low, planes.min(axis=0)), np.minimum(high, planes.max(axis=0))
    return np.where(low <= high, low, np.inf), np.where(low <= high, high, -np.inf)


def _both(one: Ends, other: Ends) -> Ends:
    return np.minimum(one[0], other[0]), np.maximum(one[1], other[1])
