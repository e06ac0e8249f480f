"""What is painted over a slice: outlines, crosshair, letters and corner texts, as PACS viewers have them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hccdesk.ui import theme
from hccdesk.ui.ct_viewer.slice_content import SliceContent
from hccdesk.ui.widgets.scale_bar import paint_text

LESION_ROLES = ("consensus", "reader_a", "reader_b", "liver")
"""Colours of the lesions in turn; always those of the dark theme, for a CT is always on black."""
LETTERS, QUIET = "#E6EAF0", "#B8C2CC"
GAP_PX = 10
"""The voxel under the crosshair stays free."""


def paint_outlines(painter: QPainter, outlines: Sequence[tuple[int, list[QLineF]]]) -> None:
    """Edges of lesions, (colour, lines), in the painter's pixels."""
    for colour, lines in outlines:
        pen = QPen(theme.Theme(theme.DARK)[LESION_ROLES[colour % len(LESION_ROLES)]], 1.6)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawLines(lines)


def paint_crosshair(painter: QPainter, size: QSize, centre: QPointF) -> None:
    """Lines through the view that leave the middle free."""
    painter.setPen(QPen(theme.Theme(theme.DARK).faded("accent", 0.65), 1))
    painter.drawLine(QLineF(0, centre.y(), centre.x() - GAP_PX, centre.y()))
    painter.drawLine(QLineF(centre.x() + GAP_PX, centre.y(), size.width(), centre.y()))
    painter.drawLine(QLineF(centre.x(), 0, centre.x(), centre.y() - GAP_PX))
    painter.drawLine(QLineF(centre.x(), centre.y() + GAP_PX, centre.x(), size.height()))


def paint_texts(painter: QPainter, size: QSize, content: SliceContent, hu: str, window: str) -> None:
    """Orientation letters in the middle of the edges; title, value, window and place in the corners."""
    wide, high = size.width(), size.height()
    at_left, at_right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    _paint_letters(painter, wide, high, content.letters)
    painter.setFont(theme.text_font(11))
    ink, half = QColor(LETTERS), wide / 2
    paint_text(painter, QRectF(8, 8, half - 32, 16), at_left, content.title, ink)
    paint_text(painter, QRectF(half + 24, 8, half - 32, 16), at_right, hu, ink)
    paint_text(painter, QRectF(half + 16, high - 24, half - 24, 16), at_right, content.place, ink)
    paint_text(painter, QRectF(half + 16, high - 40, half - 24, 16), at_right, window, QColor(QUIET))


def _paint_letters(painter: QPainter, wide: int, high: int, letters: tuple[str, str, str, str]) -> None:
    left, right, top, bottom = letters
    ink, centre = QColor(LETTERS), Qt.AlignmentFlag.AlignHCenter
    painter.setFont(theme.text_font(13, bold=True))
    paint_text(painter, QRectF(8, high / 2 - 9, 40, 18), Qt.AlignmentFlag.AlignLeft, left, ink)
    paint_text(painter, QRectF(wide - 48, high / 2 - 9, 40, 18), Qt.AlignmentFlag.AlignRight, right, ink)
    paint_text(painter, QRectF(wide / 2 - 20, 6, 40, 18), centre, top, ink)
    paint_text(painter, QRectF(wide / 2 - 20, high - 24, 40, 18), centre, bottom, ink)
