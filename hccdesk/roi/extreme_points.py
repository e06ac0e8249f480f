"""The outermost of many points, and the largest distance between two of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull, QhullError

_FLAT = 1e-12
_ROUNDING = 1e-9
_HANDFUL = 50
"""From here on it pays to leave out the points that cannot be an end."""
_FEW = 500
"""Up to here all distances are computed at once, which is quicker than a hull."""


def hull_vertices(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Those of the points (n, d) that are corners of their convex hull.

    Points in one plane or line have theirs within it; as few points as no hull has are all returned.
    """
    if len(points) <= points.shape[1] + 1:
        return points
    flat = _within_their_plane(points)
    if flat.shape[1] < 2:
        return points[[flat.argmin(), flat.argmax()]] if flat.shape[1] else points[:1]
    try:
        return np.asarray(points[ConvexHull(flat).vertices])
    except QhullError:
        return points


def _within_their_plane(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The points in as many coordinates as they take up: a region drawn on one slice lies in a plane."""
    centred = points - points.mean(axis=0)
    strengths, axes = np.linalg.eigh(centred.T @ centred)
    taken = strengths > _FLAT * max(float(strengths[-1]), np.finfo(float).tiny)
    return centred if taken.all() else np.asarray(centred @ axes[:, taken])


def largest_distance(points: NDArray[np.float64]) -> float:
    """The largest distance between two of the points (n, d); 0.0 for a single one."""
    outermost = _possible_ends(points) if len(points) > _HANDFUL else points
    if len(outermost) > _FEW:
        outermost = hull_vertices(outermost)
    return max(_largest_to(outermost, start) for start in range(0, len(outermost), _FEW))


def _largest_to(points: NDArray[np.float64], start: int) -> float:
    # |a - b|² = |a|² + |b|² - 2ab around the middle, where the subtraction loses least
    centred = points - points.mean(axis=0)
    part = centred[start : start + _FEW]
    squares = (centred**2).sum(axis=1)
    squared = squares[start : start + _FEW, None] + squares[None, :] - 2.0 * part @ centred.T
    return float(np.sqrt(max(squared.max(), 0.0)))


def _possible_ends(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The points without those too near the middle to be an end: none is farther from them than the rest reach."""
    from_middle = points - (points.min(axis=0) + points.max(axis=0)) / 2
    reach = np.linalg.norm(from_middle, axis=1)
    start = points[reach.argmax()]
    for _ in range(2):  # from an outermost point to the farthest, and from there again
        away = np.linalg.norm(points - start, axis=1)
        start = points[away.argmax()]
    return np.asarray(points[reach + reach.max() >= away.max() * (1 - _ROUNDING)])
