"""A slice in grey as Qt paints it fastest, always in the same memory: a new megabyte for every slice costs more."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

_NONE = np.zeros((0, 0), np.int16)


class GreyImage:
    """Makes it; what it gave before shows the newest slice too."""

    def __init__(self, table: NDArray[np.uint8]) -> None:
        self._of: NDArray[np.int16] = _NONE
        self._pixels, self._places = np.zeros((0, 0), np.uint32), np.zeros((0, 0), np.intp)
        self._image = QImage()
        self.use(table)

    def use(self, table: NDArray[np.uint8]) -> None:
        """Another grey table, 65536 values indexed by the bits of an int16."""
        self._table = table.astype(np.uint32) * 0x010101 | 0xFF000000
        self._of = _NONE

    def forget(self) -> None:
        """Keep nothing of the last slice: a slice is a view of its whole volume."""
        self._of = _NONE

    def of(self, hu: NDArray[np.int16]) -> QImage:
        """The slice (row, column) in grey."""
        if hu is not self._of:
            if hu.shape != self._pixels.shape:
                self._pixels, self._places = np.empty(hu.shape, np.uint32), np.empty(hu.shape, np.intp)
                rows, columns = hu.shape
                self._image = QImage(self._pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32)
            np.copyto(self._places, np.ascontiguousarray(hu).view(np.uint16))
            np.take(self._table, self._places, out=self._pixels, mode="clip")  # checked by its type, not once more
            self._of = hu
        return self._image
