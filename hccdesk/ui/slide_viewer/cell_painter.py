"""Paints a colour for each patch: cell by cell where cells are large, as one small picture where they are not."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from hccdesk.ui.slide_viewer.patch_lattice import PatchLattice
from hccdesk.ui.slide_viewer.placing import painted_place, turn_painter
from hccdesk.ui.slide_viewer.sight import Rectangle, Sight

LARGE_PX = 24
"""From this size of a cell on the screen on, each is painted on its own."""


def paint_cells(
    painter: QPainter, sight: Sight, part: Rectangle, lattice: PatchLattice, rgba: NDArray[np.uint8]
) -> None:
    """`rgba` is (row, column, 4), not premultiplied; cells of alpha 0 are left as they are."""
    painter.save()
    turn_painter(painter, sight)
    if lattice.side_px / sight.scale >= LARGE_PX:
        _paint_one_by_one(painter, sight, part, lattice, rgba)
    elif rgba.size:
        rows, columns = rgba.shape[:2]
        solid = np.ascontiguousarray(rgba)
        image = QImage(solid.data, columns, rows, 4 * columns, QImage.Format.Format_RGBA8888)
        across, down = columns * lattice.side_px, rows * lattice.side_px
        painter.drawImage(painted_place(*lattice.origin_px, across, down, sight), image, QRectF(0, 0, columns, rows))
    painter.restore()


def _paint_one_by_one(
    painter: QPainter, sight: Sight, part: Rectangle, lattice: PatchLattice, rgba: NDArray[np.uint8]
) -> None:
    rows, columns = lattice.within(sight.bounds(part))
    for down, across in zip(*np.nonzero(rgba[rows, columns, 3]), strict=True):
        row, column = int(down) + rows.start, int(across) + columns.start
        red, green, blue, alpha = (int(v) for v in rgba[row, column])
        x, y = lattice.corner(row, column)
        place = painted_place(x, y, lattice.side_px, lattice.side_px, sight)
        painter.fillRect(place, QColor(red, green, blue, alpha))
