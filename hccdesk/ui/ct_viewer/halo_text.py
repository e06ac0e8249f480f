"""Text on a dark plate, readable on any grey; drawn once and kept, for it is painted with every slice."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter

from hccdesk.ui import theme

MOST_KEPT = 256
SMALL_PX = 11
"""Larger text is bold."""
PLATE = QColor(0, 0, 0, 210)
"""On black it is not seen; on bone it leaves enough contrast for the quietest text."""
_BESIDE_PX = 3
_EDGE = ((-1, 0), (1, 0), (0, -1), (0, 1))
_Key = tuple[str, int, int, float, int]
_drawn: OrderedDict[_Key, QImage] = OrderedDict()


def paint_halo_text(
    painter: QPainter, place: QRectF, how: Qt.AlignmentFlag, text: str, colour: QColor, *, pixels: int = SMALL_PX
) -> None:
    """`text` on one line at the top of `place`, aligned left, right or in the middle; too long, it ends with dots."""
    if not text:
        return
    image = _image(text, pixels, colour, painter.device().devicePixelRatio(), place.width())
    width = image.width() / image.devicePixelRatio()
    x = {
        Qt.AlignmentFlag.AlignRight: place.right() - width + _BESIDE_PX,
        Qt.AlignmentFlag.AlignHCenter: place.center().x() - width / 2,
    }.get(how, place.left() - _BESIDE_PX)
    painter.drawImage(QPointF(x, place.top()), image)


def _image(text: str, pixels: int, colour: QColor, ratio: float, most: float) -> QImage:
    key = (text, pixels, colour.rgba(), ratio, int(most))
    if key in _drawn:
        _drawn.move_to_end(key)
        return _drawn[key]
    font = theme.text_font(pixels, bold=pixels > SMALL_PX)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, max(most - 2, 0))
    _drawn[key] = image = _draw(shown, font, colour, ratio)
    if len(_drawn) > MOST_KEPT:
        _drawn.popitem(last=False)
    return image


def _draw(text: str, font: QFont, colour: QColor, ratio: float) -> QImage:
    wide, high = theme.text_width(text, font) + 2 + 2 * _BESIDE_PX, round(font.pixelSize() * 1.5) + 2
    image = QImage(round(wide * ratio), round(high * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(PLATE)
    painter.drawRoundedRect(QRectF(0, 0, wide, high - 2), 2, 2)  # as high as a line: those of a corner do not overlap
    painter.setFont(font)
    box, how = QRectF(1 + _BESIDE_PX, 1, wide, high), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
    painter.setPen(QColor(0, 0, 0, 200))
    for dx, dy in _EDGE:
        painter.drawText(box.translated(dx, dy), how, text)
    painter.setPen(colour)
    painter.drawText(box, how, text)
    painter.end()
    return image
