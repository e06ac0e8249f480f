"""The rectangle tool: from corner to corner of the screen, also where the slide is turned."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from hccdesk.ui.slide_viewer.sight import Sight
from hccdesk.ui.slide_viewer.slide_hand import (
    DrawnRing,
    Modifiers,
    SlideHand,
    SlidePlace,
    is_subtracting,
    two_pens,
)

SMALLEST_PX = 4


class RectangleHand(SlideHand):
    """Drag a rectangle; it is upright on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._first: SlidePlace | None = None
        self._last: SlidePlace | None = None
        self._subtract = False
        self._sight: Sight | None = None

    def press(self, place: SlidePlace, modifiers: Modifiers) -> None:
        """The first corner."""
        self._first = self._last = place
        self._subtract = is_subtracting(modifiers)

    def drag(self, place: SlidePlace, modifiers: Modifiers) -> None:
        """The other corner."""
        self._last = place
        self.changed.emit()

    def release(self, place: SlidePlace, modifiers: Modifiers) -> None:
        """Done, unless it was a slip of the hand."""
        first, self._first = self._first, None
        self.changed.emit()
        if first and self._sight and first.far_from(place) >= SMALLEST_PX:
            box = _box(first, place, self._sight)
            corners = (box.topLeft(), box.topRight(), box.bottomRight(), box.bottomLeft())
            ring = np.array([self._sight.to_slide(c.x(), c.y()) for c in corners])
            self.drawn.emit(DrawnRing(ring, self._subtract))

    def give_up(self) -> bool:
        """Let go of it."""
        begun, self._first = self._first is not None, None
        self.changed.emit()
        return begun

    def paint(self, painter: QPainter, sight: Sight) -> None:
        """The rectangle so far."""
        self._sight = sight
        if self._first and self._last:
            for pen in two_pens(self._subtract):
                painter.setPen(pen)
                painter.drawRect(_box(self._first, self._last, sight))


def _box(first: SlidePlace, last: SlidePlace, sight: Sight) -> QRectF:
    corners = [QPointF(*sight.to_screen(place.x_px, place.y_px)) for place in (first, last)]
    return QRectF(*corners).normalized()
