"""The pieces of a ring that a rectangle holds: a stroke costs what is seen of it, not what there is. No widgets."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.roi import Polygon, Ring
from hccdesk.ui.slide_viewer.sight import Rectangle

MANY_VERTICES = 400
Points = NDArray[np.float64]


def thinned(ring: Ring, step_px: float) -> Ring:
    """A ring of few vertices as it is; of many, those that lie a step further along the line."""
    if len(ring) <= MANY_VERTICES or step_px <= 0:
        return ring
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(ring, axis=0).T))])
    steps = np.floor(along / step_px)
    return np.asarray(ring[np.concatenate([[True], np.diff(steps) > 0])], np.float64)


def pieces_within(ring: Ring, box: Rectangle) -> list[Points]:
    """Lines (point, 2) along the closed ring, cut at the edges of `box`; those that go on make one line."""
    starts, ends = ring, np.roll(ring, -1, axis=0)
    enter, leave = _shares(starts, ends - starts, box)
    seen = np.flatnonzero(enter < leave)
    if not len(seen):
        return []
    way = ends - starts
    first = starts[seen] + enter[seen, None] * way[seen]
    last = starts[seen] + leave[seen, None] * way[seen]
    goes_on = (np.diff(seen) == 1) & (leave[seen[:-1]] == 1.0) & (enter[seen[1:]] == 0.0)
    cuts = np.flatnonzero(~goes_on) + 1
    pieces = zip(np.split(first, cuts), np.split(last, cuts), strict=True)
    return [np.concatenate([begin, finish[-1:]]) for begin, finish in pieces]


def holds(polygon: Polygon, x_px: float, y_px: float) -> bool:
    """Whether a place lies within a polygon and in none of its holes."""
    crossed = sum(_crossed(ring, x_px, y_px) for ring in (polygon.outline, *polygon.holes))
    return crossed % 2 == 1


def _crossed(ring: Ring, x_px: float, y_px: float) -> int:
    """How many edges lie to the right of a place."""
    starts, ends = ring, np.roll(ring, -1, axis=0)
    spans = (starts[:, 1] > y_px) != (ends[:, 1] > y_px)
    (x0, y0), (x1, y1) = starts[spans].T, ends[spans].T
    return int(np.count_nonzero(x_px < x0 + (y_px - y0) / (y1 - y0) * (x1 - x0)))


def _shares(start: Points, way: Points, box: Rectangle) -> tuple[Points, Points]:
    """Where each segment enters and leaves the box, as shares of its length (Liang and Barsky, 1984)."""
    low, high = np.array(box[:2]), np.array(box[2:])
    with np.errstate(divide="ignore", invalid="ignore"):
        at_low, at_high = (low - start) / way, (high - start) / way
    still = way == 0
    inside = (start >= low) & (start <= high)
    first = np.where(still, np.where(inside, -np.inf, np.inf), np.minimum(at_low, at_high))
    last = np.where(still, np.where(inside, np.inf, -np.inf), np.maximum(at_low, at_high))
    return np.clip(first.max(axis=1), 0, 1), np.clip(last.min(axis=1), 0, 1)
