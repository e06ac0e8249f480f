"""What is painted over a slice: outlines, crosshair, letters and corner texts, as PACS viewers have them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from hccdesk.ui import theme
from hccdesk.ui.ct_viewer.halo_text import paint_halo_text
from hccdesk.ui.ct_viewer.slice_content import SliceContent

LESION_ROLES = ("consensus", "reader_a", "reader_b", "liver")
"""Colours of the lesions in turn; always those of the dark theme, for a CT is always on black."""
LETTERS, QUIET = "#E6EAF0", "#B8C2CC"
GAP_PX = 10
"""The voxel under the crosshair stays free."""
LINE_PX = 16
LEFT, RIGHT, CENTRE = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter


def paint_outlines(painter: QPainter, outlines: Sequence[tuple[int, list[QLineF]]]) -> None:
    """Edges of lesions, (colour, lines), in the painter's pixels."""
    for colour, lines in outlines:
        pen = QPen(theme.Theme(theme.DARK)[LESION_ROLES[colour % len(LESION_ROLES)]], 1.6)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawLines(lines)


def paint_crosshair(painter: QPainter, size: QSizeF, centre: QPointF, top: float) -> None:
    """Lines through the view, from `top` down, that leave the middle free."""
    colour = theme.Theme(theme.DARK).faded("accent", 0.65)
    x, y = round(centre.x()), round(centre.y())
    wide, high = round(size.width()), round(size.height())
    for line in (
        QRect(0, y, x - GAP_PX, 1),
        QRect(x + GAP_PX, y, wide - x - GAP_PX, 1),
        QRect(x, round(top), 1, y - GAP_PX - round(top)),
        QRect(x, y + GAP_PX, 1, high - y - GAP_PX),
    ):
        if line.isValid():
            painter.fillRect(line, colour)  # many times faster than a line


def paint_letters(painter: QPainter, size: QSizeF, letters: tuple[str, str, str, str], top: float) -> None:
    """Orientation letters in the middle of the edges."""
    left, right, above, below = letters
    ink, wide, high = QColor(LETTERS), size.width(), size.height()
    for text, how, place in (
        (left, LEFT, QRectF(8, high / 2 - 9, 40, 18)),
        (right, RIGHT, QRectF(wide - 48, high / 2 - 9, 40, 18)),
        (above, CENTRE, QRectF(wide / 2 - 20, top + 6, 40, 18)),
        (below, CENTRE, QRectF(wide / 2 - 20, high - 24, 40, 18)),
    ):
        paint_halo_text(painter, place, how, text, ink, pixels=13)


def paint_corners(
    painter: QPainter, size: QSizeF, content: SliceContent, sight_words: tuple[str, str], top: float
) -> None:
    """Title and facts at the top left; voxel, zoom and window (`sight_words`) and place at the bottom right."""
    half, high, quiet = size.width() / 2, size.height(), QColor(QUIET)
    paint_halo_text(painter, QRectF(8, top + 8, half - 28, LINE_PX), LEFT, content.title, QColor(LETTERS))
    for number, fact in enumerate(content.facts, start=1):
        place = QRectF(8, top + 8 + LINE_PX * number, half - 28, LINE_PX)
        paint_halo_text(painter, place, LEFT, fact, quiet)
    lines = [line for line in (content.voxel, *sight_words) if line]
    for number, line in enumerate(reversed(lines), start=2):
        place = QRectF(8, high - 8 - LINE_PX * number, size.width() - 16, LINE_PX)
        paint_halo_text(painter, place, RIGHT, line, quiet)
    paint_halo_text(painter, QRectF(half + 20, high - 24, half - 28, LINE_PX), RIGHT, content.place, QColor(LETTERS))


def paint_under_cursor(painter: QPainter, size: QSizeF, lines: Sequence[str], top: float) -> None:
    """What lies under the cursor, at the top right."""
    half = size.width() / 2
    for number, text in enumerate(lines):
        place = QRectF(half + 20, top + 8 + LINE_PX * number, half - 28, LINE_PX)
        paint_halo_text(painter, place, RIGHT, text, QColor(QUIET if number else LETTERS))
