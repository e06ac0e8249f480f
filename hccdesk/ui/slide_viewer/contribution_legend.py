"""What the colours of the contributions mean: a scale with numbers and words, painted into the view."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QImage, QPainter, QPen, QPixmap

from hccdesk.ui import theme
from hccdesk.ui.demonstration import demonstration_word
from hccdesk.ui.language import translate
from hccdesk.ui.slide_viewer.signed_colours import blue_white_orange
from hccdesk.ui.slide_viewer.slide_marks import paint_ground
from hccdesk.ui.widgets.pixels import image_of

WIDTH_PX, INSET_PX, BAR_PX, LINE_PX, MARK_PX = 316, 12, 12, 16, 20


def signed_number(value: float, *, even: bool = False) -> str:
    """A contribution with its sign, e.g. "+0.013"; `even`, for numbers in a row, keeps a last zero: "+0.0020"."""
    return (f"{value:+#.2g}" if even else f"{value:+.2g}").replace("-", "−") if value else "0"


def contribution_legend(strongest: float, method: str, pixel_ratio: float, demonstration: bool = False) -> QPixmap:
    """The legend; `strongest` is the end of the scale, `method` how the values were computed.

    A `demonstration` model is marked in it, so that a picture of the view carries the mark.
    """
    caution = translate("ContributionLegend", "An explanation is not a cause.")
    text = f"{method} {caution}".strip()
    font, wrap = theme.text_font(11), Qt.TextFlag.TextWordWrap
    inner = WIDTH_PX - 2 * INSET_PX
    metrics = QFontMetrics(font)
    tall = metrics.boundingRect(0, 0, inner, 1000, wrap, text).height()
    mark_px = MARK_PX + 8 if demonstration else 0
    height = 2 * INSET_PX + 2 * LINE_PX + BAR_PX + 10 + tall + mark_px
    pixmap = QPixmap(round(WIDTH_PX * pixel_ratio), round(height * pixel_ratio))
    pixmap.setDevicePixelRatio(pixel_ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_ground(painter, QRectF(0, 0, WIDTH_PX, height))
    painter.setFont(font)
    if demonstration:
        _paint_mark(painter)
    painter.translate(0, mark_px)
    _paint_scale(painter, strongest)
    painter.translate(0, -mark_px)
    painter.setPen(theme.current()["muted"])
    place = QRectF(INSET_PX, height - INSET_PX - tall, inner, tall)
    painter.drawText(place, wrap, text)
    painter.end()
    return pixmap


def _paint_mark(painter: QPainter) -> None:
    colours = theme.current()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colours["demonstration"])
    place = QRectF(INSET_PX, INSET_PX, WIDTH_PX - 2 * INSET_PX, MARK_PX)
    painter.drawRoundedRect(place, 4, 4)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(colours["on_demonstration"])
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, demonstration_word())


def _paint_scale(painter: QPainter, strongest: float) -> None:
    top, inner = INSET_PX, WIDTH_PX - 2 * INSET_PX
    words = QRectF(INSET_PX, top, inner, LINE_PX)
    painter.setPen(theme.current()["text"])
    against = translate("ContributionLegend", "◀ speaks for no response")
    favour = translate("ContributionLegend", "speaks for response ▶")
    painter.drawText(words, Qt.AlignmentFlag.AlignLeft, against)
    painter.drawText(words, Qt.AlignmentFlag.AlignRight, favour)
    bar = QRectF(INSET_PX, top + LINE_PX + 2, inner, BAR_PX)
    painter.drawImage(bar, _ramp())
    painter.setPen(QPen(theme.current()["line"], 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(bar)
    numbers = QRectF(INSET_PX, bar.bottom() + 2, inner, LINE_PX)
    painter.setPen(theme.current()["text"])
    painter.drawText(numbers, Qt.AlignmentFlag.AlignLeft, signed_number(-strongest))
    painter.drawText(numbers, Qt.AlignmentFlag.AlignHCenter, "0")
    painter.drawText(numbers, Qt.AlignmentFlag.AlignRight, signed_number(strongest))


def _ramp() -> QImage:
    return image_of(blue_white_orange(np.linspace(-1, 1, 256))[None])
