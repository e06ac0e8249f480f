"""The polygon tool, as in QuPath: click point by point or drag along, double click closes."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QPainter

from hccdesk.ui.slide_viewer.sight import Sight
from hccdesk.ui.slide_viewer.slide_hand import (
    DrawnRing,
    Modifiers,
    SlideHand,
    SlidePlace,
    is_subtracting,
    on_screen,
    two_pens,
)

STEP_PX = 3
CLOSE_PX = 8
DRAGGED_POINTS = 8
FEWEST_POINTS = 3
UNSEEN_PX = 0.25


class PolygonHand(SlideHand):
    """Points by click, or a free line by drag; closes on its first point, with Enter, or on a double click."""

    def __init__(self) -> None:
        super().__init__()
        self._points: list[SlidePlace] = []
        self._at: SlidePlace | None = None
        self._dragged = 0
        self._subtract = False

    def press(self, place: SlidePlace, modifiers: Modifiers) -> None:
        """A point; the first one says whether it adds or takes out."""
        if not self._points:
            self._subtract = is_subtracting(modifiers)
        elif len(self._points) >= FEWEST_POINTS and place.far_from(self._points[0]) <= CLOSE_PX:
            self.finish()
            return
        self._dragged = 0
        self._add(place)

    def drag(self, place: SlidePlace, modifiers: Modifiers) -> None:
        """A free line."""
        if self._points and place.far_from(self._points[-1]) >= STEP_PX:
            self._dragged += 1
            self._add(place)

    def release(self, place: SlidePlace, modifiers: Modifiers) -> None:
        """A free line is done when the button comes up."""
        if self._dragged >= DRAGGED_POINTS:
            self.finish()

    def double_click(self, place: SlidePlace, modifiers: Modifiers) -> None:
        """Close it."""
        self.finish()

    def hover(self, place: SlidePlace | None, modifiers: Modifiers) -> None:
        """The line to the cursor."""
        self._at = place
        if self._points:
            self.changed.emit()

    def give_up(self) -> bool:
        """Drop it."""
        begun, self._points = bool(self._points), []
        self.changed.emit()
        return begun

    def step_back(self) -> bool:
        """Without the last point."""
        begun = bool(self._points)
        self._points = self._points[:-1]
        self.changed.emit()
        return begun

    def finish(self) -> bool:
        """Close it."""
        points, self._points = self._points, []
        self.changed.emit()
        if len(points) >= FEWEST_POINTS:
            ring = np.array([(p.x_px, p.y_px) for p in points])
            self.drawn.emit(DrawnRing(ring, self._subtract, UNSEEN_PX * min(p.scale for p in points)))
        return bool(points)

    def paint(self, painter: QPainter, sight: Sight) -> None:
        """The line so far, its points, and the way to the cursor."""
        if not self._points:
            return
        at = [self._at] if self._at else []
        line, points = on_screen([*self._points, *at], sight), on_screen(self._points[:1], sight)
        for pen in two_pens(self._subtract):
            painter.setPen(pen)
            painter.drawPolyline(line)
        painter.drawEllipse(points[0], CLOSE_PX / 2, CLOSE_PX / 2)

    def _add(self, place: SlidePlace) -> None:
        self._points.append(place)
        self._at = None
        self.changed.emit()
