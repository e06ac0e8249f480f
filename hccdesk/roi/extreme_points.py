"""The outermost of many points, and the largest distance between two of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import ConvexHull, QhullError

_FEW = 500
"""Up to here all distances are computed at once, which is quicker than a hull."""


def hull_vertices(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Those of the points (n, d) that are corners of their convex hull; all of them where there is none.

    A hull needs more than d points that do not lie in one line or plane.
    """
    if len(points) <= points.shape[1] + 1:
        return points
    try:
        return np.asarray(points[ConvexHull(points).vertices])
    except QhullError:
        return points


def largest_distance(points: NDArray[np.float64]) -> float:
    """The largest distance between two of the points (n, d); 0.0 for a single one."""
    outermost = points if len(points) <= _FEW else hull_vertices(points)
    return max(_largest_to(outermost, start) for start in range(0, len(outermost), _FEW))


def _largest_to(points: NDArray[np.float64], start: int) -> float:
    # |a - b|² = |a|² + |b|² - 2ab around the middle, where the subtraction loses least
    centred = points - points.mean(axis=0)
    part = centred[start : start + _FEW]
    squares = (centred**2).sum(axis=1)
    squared = squares[start : start + _FEW, None] + squares[None, :] - 2.0 * part @ centred.T
    return float(np.sqrt(max(squared.max(), 0.0)))
