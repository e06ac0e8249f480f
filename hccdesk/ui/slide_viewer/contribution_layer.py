"""Paints what each kept patch did to the score: blue speaks for response, orange against it, white for neither."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainter

from hccdesk.domain.signed_scale import opacity as covers
from hccdesk.domain.signed_scale import scale_end, strength
from hccdesk.domain.slide import PatchSelection, SlideExplanation
from hccdesk.ui.slide_viewer.cell_painter import paint_cells
from hccdesk.ui.slide_viewer.patch_lattice import PatchLattice
from hccdesk.ui.slide_viewer.sight import Rectangle, Sight
from hccdesk.ui.slide_viewer.signed_colours import blue_white_orange

TINT_OF_OPACITY = 1.5
"""At the usual opacity, a half, tissue is faded by a half and the strongest tint covers three quarters: as on paper."""


class ContributionLayer:
    """The contributions of one explanation."""

    def __init__(self) -> None:
        self._lattice: PatchLattice | None = None
        self._values = np.zeros(0, np.float32)
        self._colours = np.zeros((0, 0, 4), np.uint8)
        self.strongest = 1.0

    def show_explanation(
        self, selection: PatchSelection | None, explanation: SlideExplanation | None, opacity: float
    ) -> None:
        """Another explanation; None shows none."""
        self._lattice = None
        if selection is None or explanation is None or not len(selection.kept):
            return
        self._lattice = PatchLattice(selection.grid)
        self._values = np.full(len(selection.grid.top_left_px), np.nan, np.float32)
        self._values[selection.kept] = explanation.contribution
        self.strongest = scale_end(explanation.contribution)
        self._colours = self._coloured(self._lattice, opacity)

    def value(self, index: int) -> float | None:
        """What a patch of the grid did to the score; None for one that was not kept."""
        if self._lattice is None or not 0 <= index < len(self._values) or np.isnan(self._values[index]):
            return None
        return float(self._values[index])

    def at(self, x_px: float, y_px: float) -> int | None:
        """The patch at a place of the slide."""
        return self._lattice.at(x_px, y_px) if self._lattice else None

    def paint(self, painter: QPainter, sight: Sight, part: Rectangle) -> None:
        """Paint what a part of the view shows."""
        if self._lattice is not None:
            paint_cells(painter, sight, part, self._lattice, self._colours)

    def _coloured(self, lattice: PatchLattice, opacity: float) -> NDArray[np.uint8]:
        known = ~np.isnan(self._values)
        rgba = np.zeros((len(self._values), 4), np.uint8)
        share = strength(self._values[known], self.strongest)
        tint = np.minimum(TINT_OF_OPACITY * opacity, 1.0) * covers(share)
        # On the stain's own pink and violet, orange and blue would not be told apart: tissue is faded, as on paper.
        whole = 1 - (1 - opacity) * (1 - tint)
        mixed = tint[:, None] * blue_white_orange(share) + 255 * ((1 - tint) * opacity)[:, None]
        rgba[known, :3] = np.round(mixed / np.maximum(whole, 1e-9)[:, None]).clip(0, 255)
        rgba[known, 3] = np.round(255 * whole)
        return np.asarray(lattice.spread(rgba), np.uint8)
