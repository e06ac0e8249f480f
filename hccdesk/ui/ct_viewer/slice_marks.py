"""What is painted over a slice: outlines, crosshair, letters and corner texts, as PACS viewers have them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

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
    for line in (QRect(0, y, x - GAP_PX, 1), QRect(x + GAP_PX, y, wide - x - GAP_PX, 1)):
        if line.isValid():
            painter.fillRect(line, colour)  # many times faster than a line
    for line in (
        QRect(x, round(top), 1, y - GAP_PX - round(top)),
        QRect(x, y + GAP_PX, 1, high - y - GAP_PX),
    ):
        if line.isValid():
            painter.drawImage(line, _strip(colour.rgba(), line.height()))


@lru_cache(maxsize=32)
def _strip(rgba: int, high: int) -> QImage:
    """A line downwards as a picture: Qt hands a see-through rectangle of many rows to other threads and waits."""
    image = QImage(1, high, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(QColor.fromRgba(rgba))
    return image


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
    """Title, patient and facts at the top left; zoom and window (`sight_words`) and place at the bottom right.

    The voxel is where fewer lines are: a flat view has little room above and below the patient.
    """
    half, high, quiet = size.width() / 2, size.height(), QColor(QUIET)
    paint_halo_text(painter, QRectF(8, top + 8, half - 28, LINE_PX), LEFT, content.title, QColor(LETTERS))
    facts = [text for text in (content.patient, *content.facts) if text] or [content.voxel]
    for number, fact in enumerate(facts, start=1):
        place = QRectF(8, top + 8 + LINE_PX * number, half - 28, LINE_PX)
        paint_halo_text(painter, place, LEFT, fact, quiet)
    sight = " · ".join(word for word in sight_words if word)
    lines = [sight] if content.voxel in facts else [sight, content.voxel]
    for number, line in enumerate(lines, start=2):
        place = QRectF(8, high - 8 - LINE_PX * number, size.width() - 16, LINE_PX)
        paint_halo_text(painter, place, RIGHT, line, quiet)
    paint_halo_text(painter, QRectF(half + 20, high - 24, half - 28, LINE_PX), RIGHT, content.place, QColor(LETTERS))


def paint_under_cursor(painter: QPainter, size: QSizeF, lines: Sequence[str], top: float) -> None:
    """What lies under the cursor, at the top right."""
    half = size.width() / 2
    for number, text in enumerate(lines):
        place = QRectF(half + 20, top + 8 + LINE_PX * number, half - 28, LINE_PX)
        paint_halo_text(painter, place, RIGHT, text, QColor(QUIET if number else LETTERS))
