"""The slice slider: where we are, and on which slices each lesion lies."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from hccdesk.ui import theme
from hccdesk.ui.ct_viewer.slice_marks import LESION_ROLES

HEIGHT_PX = 24
EDGE_PX = 8


class SliceBar(QWidget):
    """A strip from the first slice to the last.

    Signals: `moved(int)` to another slice.
    """

    moved = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT_PX)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self._count, self._at = 0, 0
        self._lesions: Sequence[tuple[int, tuple[int, ...]]] = ()
        self._marks: list[tuple[int, list[tuple[int, int]]]] = []

    def show_slices(self, count: int, at: int, lesions: Sequence[tuple[int, tuple[int, ...]]]) -> None:
        """How many slices, which one is shown, and for each lesion its colour and its slices."""
        if lesions != self._lesions:
            self._lesions, self._marks = lesions, [(colour, _runs(slices)) for colour, slices in lesions]
        self._count, self._at = count, at
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint track, lesions and handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colours = theme.current()
        painter.setBrush(colours["line"])
        painter.drawRoundedRect(QRectF(EDGE_PX, 10, self.width() - 2 * EDGE_PX, 4), 2, 2)
        if self._count:
            width = max(2.0, (self.width() - 2 * EDGE_PX) / self._count)
            for colour, runs in self._marks:
                painter.setBrush(colours[LESION_ROLES[colour % len(LESION_ROLES)]])
                for first, last in runs:
                    left = self._x(first) - width / 2
                    painter.drawRect(QRectF(left, 9, self._x(last) + width / 2 - left, 6))
            painter.setBrush(colours["accent"])
            painter.drawRoundedRect(QRectF(self._x(self._at) - 4, 3, 8, 18), 4, 4)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        self._go(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go along."""
        self._go(event.position().x())

    def _x(self, number: int) -> float:
        return EDGE_PX + (number + 0.5) / self._count * (self.width() - 2 * EDGE_PX)

    def _go(self, x: float) -> None:
        if self._count:
            share = (x - EDGE_PX) / max(1, self.width() - 2 * EDGE_PX)
            self.moved.emit(min(max(int(share * self._count), 0), self._count - 1))


def _runs(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring numbers as (first, last)."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs
