"""From arrays to pictures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


def image_of(rgb: NDArray[np.uint8]) -> QImage:
    """Pixels (row, column, 3) as an image of its own."""
    rows, columns, _ = rgb.shape
    solid = np.ascontiguousarray(rgb)
    # A QImage made on somebody's memory does not keep it alive.
    return QImage(solid.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888).copy()
