"""A scale bar of a round length, painted the same on CT and slide."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hccdesk.ui import theme

LONGEST_PX = 140
_STEPS = (1.0, 2.0, 5.0)


def round_length(longest: float) -> float:
    """The greatest of 1, 2, 5 times a power of ten that is no longer than `longest`."""
    power = 10.0 ** math.floor(math.log10(longest))
    return max(step * power for step in _STEPS if step * power <= longest * (1 + 1e-9))


def paint_scale_bar(
    painter: QPainter, corner: QPointF, unit_per_px: float, word: dict[float, str], colour: QColor, *, edge: bool = True
) -> None:
    """Paint it with its lower left corner there; `word` maps a unit's size to its name: {1.0: "mm", 10.0: "cm"}."""
    left, bottom = corner.x(), corner.y()
    length = round_length(LONGEST_PX * unit_per_px)
    pixels = length / unit_per_px
    size = max(size for size in word if length >= size * 0.999 or size == min(word))
    text = f"{length / size:.4g} {word[size]}"
    for pen in (QPen(QColor(0, 0, 0, 160), 4), QPen(colour, 2))[0 if edge else 1 :]:
        painter.setPen(pen)
        painter.drawLine(QPointF(left, bottom - 4), QPointF(left + pixels, bottom - 4))
        for x in (left, left + pixels):
            painter.drawLine(QPointF(x, bottom - 8), QPointF(x, bottom))
    painter.setFont(theme.text_font(11))
    place = QRectF(left, bottom - 26, 200, 16)
    if edge:
        paint_text(painter, place, Qt.AlignmentFlag.AlignLeft, text, colour)
    else:
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, text)


def paint_text(painter: QPainter, place: QRectF, how: Qt.AlignmentFlag, text: str, colour: QColor) -> None:
    """Text with a dark edge, readable on any grey."""
    painter.setPen(QColor(0, 0, 0, 200))
    for dx, dy in ((-1, 0), (1, 0), (0, -1), (0, 1)):
        painter.drawText(place.translated(dx, dy), how | Qt.AlignmentFlag.AlignTop, text)
    painter.setPen(colour)
    painter.drawText(place, how | Qt.AlignmentFlag.AlignTop, text)
