"""Words across a view: what is wrong with its geometry, what it cannot show, and what was just done."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from hccdesk.ui import theme

GAP_PX = 6
NOTICE_TOP_PX = 64
MOST_LINES = 4
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_MIDDLE = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignCenter


def paint_warning(painter: QPainter, size: QSizeF, text: str) -> float:
    """An amber banner across the top; returns its height, 0 without a text."""
    if not text:
        return 0.0
    font, words = theme.text_font(11, bold=True), f"▲ {text}"
    metrics, wide = QFontMetricsF(font), size.width() - 4 * GAP_PX
    needed = metrics.boundingRect(QRectF(0, 0, wide, 1000), int(_WRAPPED), words).height()
    high = min(needed, MOST_LINES * metrics.lineSpacing())
    dark = theme.Theme(theme.DARK)
    painter.fillRect(QRectF(0, 0, size.width(), high + 2 * GAP_PX), dark["caution"])
    painter.setFont(font)
    painter.setPen(dark["caution_ground"])
    painter.drawText(QRectF(2 * GAP_PX, GAP_PX, wide, high), int(_WRAPPED), words)
    return float(high + 2 * GAP_PX)


def paint_message(painter: QPainter, size: QSizeF, text: str) -> None:
    """Words in the middle of a view that has nothing to show."""
    painter.setFont(theme.text_font(13))
    painter.setPen(theme.Theme(theme.DARK)["muted"])
    place = QRectF(24, 24, max(size.width() - 48, 1), max(size.height() - 48, 1))
    painter.drawText(place, int(_MIDDLE), text)


def paint_notice(painter: QPainter, size: QSizeF, text: str) -> None:
    """A brief word near the top: what was just done, or why nothing was."""
    font = theme.text_font(13)
    metrics = QFontMetricsF(font)
    wide = min(metrics.horizontalAdvance(text) + 32, size.width() - 16)
    high = metrics.boundingRect(QRectF(0, 0, wide - 32, 1000), int(_MIDDLE), text).height() + 16
    place = QRectF((size.width() - wide) / 2, NOTICE_TOP_PX, wide, high)
    dark = theme.Theme(theme.DARK)
    painter.setPen(dark["line"])
    painter.setBrush(dark.faded("raised", 0.94))
    painter.drawRoundedRect(place, 8, 8)
    painter.setFont(font)
    painter.setPen(QColor(dark["text"]))
    painter.drawText(place.adjusted(16, 0, -16, 0), int(_MIDDLE), text)
