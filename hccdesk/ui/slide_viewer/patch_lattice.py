"""Where the patches of a grid lie: which is under a place, which are in view. No Qt."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from hccdesk.domain.slide import PatchGrid
from hccdesk.ui.slide_viewer.sight import Rectangle


class PatchLattice:
    """A grid's patches by column and row; `index` is (row, column) of places in the grid, -1 where there is none."""

    def __init__(self, grid: PatchGrid) -> None:
        self.side_px = grid.size_px
        corners = grid.top_left_px
        self.origin_px = (int(corners[:, 0].min()), int(corners[:, 1].min())) if len(corners) else (0, 0)
        cells = (corners - np.array(self.origin_px)) // self.side_px
        columns, rows = (int(n) + 1 for n in cells.max(axis=0)) if len(cells) else (0, 0)
        self.index = np.full((rows, columns), -1, np.int64)
        self.index[cells[:, 1], cells[:, 0]] = np.arange(len(corners))

    def at(self, x_px: float, y_px: float) -> int | None:
        """The patch under a level-0 place."""
        column = math.floor((x_px - self.origin_px[0]) / self.side_px)
        row = math.floor((y_px - self.origin_px[1]) / self.side_px)
        rows, columns = self.index.shape
        if not (0 <= row < rows and 0 <= column < columns) or self.index[row, column] < 0:
            return None
        return int(self.index[row, column])

    def box(self, index: int) -> tuple[int, int, int, int]:
        """The level-0 rectangle (x, y, width, height) of a patch."""
        row, column = (int(found[0]) for found in np.nonzero(self.index == index))
        return (*self.corner(row, column), self.side_px, self.side_px)

    def corner(self, row: int, column: int) -> tuple[int, int]:
        """The level-0 corner (x, y) of a cell."""
        return self.origin_px[0] + column * self.side_px, self.origin_px[1] + row * self.side_px

    def within(self, box: Rectangle) -> tuple[slice, slice]:
        """The (rows, columns) that touch an upright level-0 rectangle."""
        left, top, right, bottom = box
        rows, columns = self.index.shape
        return (
            _span(top - self.origin_px[1], bottom - self.origin_px[1], self.side_px, rows),
            _span(left - self.origin_px[0], right - self.origin_px[0], self.side_px, columns),
        )

    def spread(self, values: NDArray[np.generic], nothing: int | float = 0) -> NDArray[np.generic]:
        """Values of every patch (patch, …) as a picture (row, column, …), `nothing` where there is no patch."""
        picture = np.full((*self.index.shape, *values.shape[1:]), nothing, values.dtype)
        there = self.index >= 0
        picture[there] = values[self.index[there]]
        return picture


def _span(first: float, last: float, side: int, count: int) -> slice:
    start = min(max(math.floor(first / side), 0), count)
    return slice(start, min(max(math.floor(last / side) + 1, start), count))
