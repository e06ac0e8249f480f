"""Paints the grid of patches: kept ones outlined, dropped ones tinted and hatched by reason."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from hccdesk.domain.slide import PatchSelection
from hccdesk.ui.slide_viewer.cell_painter import LARGE_PX, paint_cells
from hccdesk.ui.slide_viewer.patch_lattice import PatchLattice
from hccdesk.ui.slide_viewer.patch_looks import FATES, KEPT, LOOKS, fates_of
from hccdesk.ui.slide_viewer.placing import painted_place, turn_painter
from hccdesk.ui.slide_viewer.sight import Rectangle, Sight
from hccdesk.ui.slide_viewer.signed_colours import rgb_of

DROPPED_ALPHA, KEPT_ALPHA = 110, 60


class GridLayer:
    """The grid of one selection; `only` is the fate that alone is shown, empty for all.

    `tinted` is off while contributions are shown: a tint would change their colours, and so what they say.
    """

    def __init__(self) -> None:
        self._lattice: PatchLattice | None = None
        self._fates = np.zeros(0, np.int8)
        self._tint = np.zeros((0, 0, 4), np.uint8)
        self._far_tint = self._tint
        self._only = ""
        self.shown, self.tinted = False, True

    def show_selection(self, selection: PatchSelection | None, only: str = "") -> None:
        """Another selection, or another filter."""
        self._only = only
        self._lattice = PatchLattice(selection.grid) if selection and len(selection.grid.top_left_px) else None
        if selection is None or self._lattice is None:
            return
        self._fates = fates_of(selection)
        self._tint = self._tinted(self._lattice, kept_alpha=0)
        self._far_tint = self._tinted(self._lattice, kept_alpha=KEPT_ALPHA)

    def paint(self, painter: QPainter, sight: Sight, part: Rectangle) -> None:
        """Paint what a part of the view shows."""
        if not self.shown or self._lattice is None:
            return
        is_far = self._lattice.side_px / sight.scale < LARGE_PX
        if self.tinted:
            paint_cells(painter, sight, part, self._lattice, self._far_tint if is_far else self._tint)
        if is_far:
            return
        painter.save()
        painter.setBrushOrigin(*(round(v) for v in sight.to_screen(0, 0)))
        turn_painter(painter, sight)
        for fate, places in self._places(self._lattice, sight, part).items():
            _paint_fate(painter, fate, places)
        painter.restore()

    def _places(self, lattice: PatchLattice, sight: Sight, part: Rectangle) -> dict[str, list[QRectF]]:
        rows, columns = lattice.within(sight.bounds(part))
        places: dict[str, list[QRectF]] = {}
        for row, column in zip(*np.nonzero(lattice.index[rows, columns] >= 0), strict=True):
            cell = int(row) + rows.start, int(column) + columns.start
            fate = FATES[self._fates[lattice.index[cell]]]
            if self._only in ("", fate):
                box = (*lattice.corner(*cell), lattice.side_px, lattice.side_px)
                places.setdefault(fate, []).append(painted_place(*box, sight))
        return places

    def _tinted(self, lattice: PatchLattice, kept_alpha: int) -> NDArray[np.uint8]:
        colours = np.zeros((len(FATES), 4), np.uint8)
        for place, fate in enumerate(FATES):
            if self._only in ("", fate):
                alpha = kept_alpha if fate == KEPT else DROPPED_ALPHA
                colours[place] = (*rgb_of(LOOKS[fate].colour), alpha)
        return np.asarray(lattice.spread(colours[self._fates]), np.uint8)


def _paint_fate(painter: QPainter, fate: str, places: list[QRectF]) -> None:
    look = LOOKS[fate]
    line, faint = QColor(look.colour), QColor(look.colour)
    faint.setAlpha(200)
    pen = QPen(line, 1.5 if fate == KEPT else 1)
    pen.setCosmetic(True)
    painter.setPen(pen)
    painter.setBrush(QBrush(faint, look.pattern))
    painter.drawRects(places)
