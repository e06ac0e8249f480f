"""Which points of a lattice lie inside polygons."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.roi import Polygon, Ring

_Positions = NDArray[np.floating]


def inside(polygons: tuple[Polygon, ...], xs: _Positions, ys: _Positions) -> NDArray[np.bool_]:
    """Whether each lattice point (ys[row], xs[column]) is inside any polygon and not in its holes, (row, column).

    `xs` ascends. A point on an edge belongs to the area on its right (left edges in, right edges out).
    """
    covered = np.zeros((len(ys), len(xs)), bool)
    for polygon in polygons:
        own = _inside_ring(polygon.outline, xs, ys)
        for hole in polygon.holes:
            own &= ~_inside_ring(hole, xs, ys)
        covered |= own
    return covered


def _inside_ring(ring: Ring, xs: _Positions, ys: _Positions) -> NDArray[np.bool_]:
    """By the non-zero winding rule, so that a loop in the outline does not become a hole.

    Row by row over the edges: a million vertices on a hundred rows take seconds, not a point-by-edge product.
    """
    covered = np.zeros((len(ys), len(xs)), bool)
    start, end = ring, np.roll(ring, -1, axis=0)
    for row in np.flatnonzero((ys >= ring[:, 1].min()) & (ys <= ring[:, 1].max())):
        y = ys[row]
        upward = (start[:, 1] <= y) & (end[:, 1] > y)
        downward = (start[:, 1] > y) & (end[:, 1] <= y)
        crossing = upward | downward
        a, b = start[crossing], end[crossing]
        at = a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1])
        order = np.argsort(at, kind="stable")
        winding = np.concatenate([[0], np.cumsum(np.where(upward[crossing], 1, -1)[order])])
        covered[row] = winding[np.searchsorted(at[order], xs, side="right")] != 0
    return covered
