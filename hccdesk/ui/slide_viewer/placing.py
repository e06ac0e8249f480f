"""Where level-0 rectangles are painted: on whole pixels, so that neighbours meet without a seam."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from hccdesk.ui.slide_viewer.sight import Sight


def turn_painter(painter: QPainter, sight: Sight) -> None:
    """In a turned view the painter itself is turned, and places are in level-0 pixels."""
    if sight.turn_deg:
        painter.setTransform(sight.transform(), combine=True)


def painted_place(x: float, y: float, width: float, height: float, sight: Sight) -> QRectF:
    """A level-0 rectangle for a painter that `turn_painter` has seen."""
    if sight.turn_deg:
        return QRectF(x, y, width, height)
    left, top = sight.to_screen(x, y)
    right, bottom = sight.to_screen(x + width, y + height)
    return QRectF(round(left), round(top), round(right) - round(left), round(bottom) - round(top))
