"""Tiles side by side, as many in a row as have room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

GAP_PX = 8


class Flow(QWidget):
    """Widgets of one size in rows; its height follows its width."""

    def __init__(self, tiles: Sequence[QWidget], tile: QSize) -> None:
        super().__init__()
        self._tiles, self._tile = tuple(tiles), tile
        for shown in self._tiles:
            shown.setParent(self)
            shown.setFixedSize(tile)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        """Fewer in a row need more rows."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all rows."""
        in_a_row = self._in_a_row(width)
        rows = -(-len(self._tiles) // in_a_row) if self._tiles else 0
        return max(rows * (self._tile.height() + GAP_PX) - GAP_PX, 0)

    def sizeHint(self) -> QSize:
        """One row."""
        return QSize(self._tile.width(), self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        """One tile wide."""
        return QSize(self._tile.width(), self.heightForWidth(max(self.width(), 1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the tiles where they have room."""
        in_a_row = self._in_a_row(self.width())
        for number, shown in enumerate(self._tiles):
            line, place = divmod(number, in_a_row)
            shown.move(place * (self._tile.width() + GAP_PX), line * (self._tile.height() + GAP_PX))
        self.updateGeometry()

    def _in_a_row(self, width: int) -> int:
        return max(1, (width + GAP_PX) // (self._tile.width() + GAP_PX))
