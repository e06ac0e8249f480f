"""The brush: its size is that on the screen, so that it follows the magnification, as in QuPath."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPen

from hccdesk.ui.slide_viewer.sight import Sight
from hccdesk.ui.slide_viewer.slide_hand import (
    DrawnStroke,
    Modifiers,
    SlideHand,
    SlidePlace,
    ink,
    is_subtracting,
    on_screen,
    two_pens,
)

RADIUS_PX, SMALLEST_PX, LARGEST_PX = 24.0, 4.0, 200.0
GROWTH = 1.2
STEP_PX = 2.0


class BrushHand(SlideHand):
    """Paint a region, or with Alt wipe it out."""

    def __init__(self) -> None:
        super().__init__()
        self._radius = RADIUS_PX
        self._way: list[SlidePlace] = []
        self._at: SlidePlace | None = None
        self._subtract = False

    @property
    def radius_px(self) -> float:
        """Its radius, screen pixels."""
        return self._radius

    def press(self, place: SlidePlace, modifiers: Modifiers) -> None:
        """Begin."""
        self._subtract = is_subtracting(modifiers)
        self._way, self._at = [place], place
        self.changed.emit()

    def drag(self, place: SlidePlace, modifiers: Modifiers) -> None:
        """Go on."""
        if self._way and place.far_from(self._way[-1]) >= STEP_PX:
            self._way.append(place)
        self._at = place
        self.changed.emit()

    def release(self, place: SlidePlace, modifiers: Modifiers) -> None:
        """Done."""
        way, self._way = self._way, []
        self.changed.emit()
        if way:
            points = np.array([(p.x_px, p.y_px) for p in way])
            self.drawn.emit(DrawnStroke(points, self._radius * way[0].scale, self._subtract))

    def hover(self, place: SlidePlace | None, modifiers: Modifiers) -> None:
        """Where it would paint."""
        self._at = place
        self._subtract = is_subtracting(modifiers)
        self.changed.emit()

    def resize(self, steps: float) -> bool:
        """Larger or smaller by a fifth a step."""
        self._radius = min(max(self._radius * GROWTH**steps, SMALLEST_PX), LARGEST_PX)
        self.changed.emit()
        return True

    def give_up(self) -> bool:
        """Drop the stroke."""
        begun, self._way = bool(self._way), []
        self.changed.emit()
        return begun

    def paint(self, painter: QPainter, sight: Sight) -> None:
        """The stroke so far, and the brush."""
        if self._way:
            self._paint_way(painter, sight)
        if self._at:
            centre = on_screen([self._at], sight)[0]
            for pen in two_pens(self._subtract):
                painter.setPen(pen)
                painter.drawEllipse(centre, self._radius, self._radius)

    def _paint_way(self, painter: QPainter, sight: Sight) -> None:
        colour = ink(self._subtract)
        colour.setAlphaF(0.4)
        width = 2 * self._radius * self._way[0].scale / sight.scale
        pen = QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        way = on_screen(self._way, sight)
        painter.drawPolyline(way) if len(way) > 1 else painter.drawPoint(way[0])
