"""The outline of a mask along its pixels' edges: exactly what counts, nothing smoothed. No Qt."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def outline_segments(mask: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Segments (n, 4) as (x0, y0, x1, y1) in pixel edges: pixel (row r, column c) spans x c..c+1, y r..r+1."""
    horizontal = _runs(_steps(mask))
    vertical = _runs(_steps(mask.T))
    across = np.column_stack([horizontal[:, 1], horizontal[:, 0], horizontal[:, 2], horizontal[:, 0]])
    down = np.column_stack([vertical[:, 0], vertical[:, 1], vertical[:, 0], vertical[:, 2]])
    return np.concatenate([across, down]).astype(np.float64)


def dashes(segments: NDArray[np.float64], length_px: float = 4.0) -> NDArray[np.float64]:
    """The same edges with gaps: as seen from their middle, stretches of some `length_px` pixels are left out in turn.

    A dashed pen would begin anew with each segment, and most of them are shorter than a dash.
    """
    if not len(segments):
        return segments
    count = np.rint(np.abs(segments[:, 2:] - segments[:, :2]).sum(axis=1)).astype(np.int64)
    which = np.repeat(np.arange(len(segments)), count)
    step = np.arange(len(which)) - np.repeat(np.cumsum(count) - count, count)
    along = np.sign(segments[:, 2:] - segments[:, :2])[which]
    start = segments[which, :2] + step[:, None] * along
    across, down = (start + along / 2 - start.mean(axis=0)).T
    turns = np.arctan2(down, across) / (2 * np.pi)
    kept = np.floor(turns * 2 * max(4, round(len(start) / (2 * length_px)))) % 2 == 0
    return np.asarray(np.concatenate([start, start + along], axis=1)[kept])


def _steps(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Whether the mask changes between a row and the one before, (row + 1, column)."""
    padded = np.pad(mask, ((1, 1), (0, 0)))
    return np.asarray(padded[1:] != padded[:-1])


def _runs(edges: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Runs of True along each line as (line, start, end), so that a straight edge is one segment."""
    padded = np.pad(edges, ((0, 0), (1, 1))).astype(np.int8)
    change = np.diff(padded, axis=1)
    starts, ends = np.argwhere(change == 1), np.argwhere(change == -1)
    return np.column_stack([starts[:, 0], starts[:, 1], ends[:, 1]])
