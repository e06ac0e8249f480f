"""What is painted over a slide at fixed places: scale bar, magnification, what lies under the cursor."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from hccdesk.ui import theme
from hccdesk.ui.language import translate
from hccdesk.ui.slide_viewer.sight import Sight
from hccdesk.ui.widgets.scale_bar import paint_scale_bar

UM_PER_PX_OF_40X = 10.0
"""Magnification is 10 divided by µm/px, as QuPath counts: 0.25 µm/px is 40×."""
_HEIGHT_PX, _INSET_PX = 24, 8


def magnification(sight: Sight, um_per_px: float | None) -> str:
    """How strongly the slide is magnified, e.g. "12.4×"; empty where its resolution is unknown."""
    if not um_per_px:
        return ""
    value = UM_PER_PX_OF_40X / (um_per_px * sight.scale)
    return f"{value:.0f}×" if value >= 100 else f"{value:.3g}×"


def resolution_line(sight: Sight, um_per_px: float | None) -> str:
    """Magnification and µm/px as shown; without a resolution the slide's own pixels, and that it is unknown."""
    if um_per_px:
        return f"{magnification(sight, um_per_px)} · {um_per_px * sight.scale:.3g} µm/px"
    unknown = translate("SlideCanvas", "µm/px unknown")
    return f"1:{sight.scale:.3g} · {unknown}"


def paint_scale(painter: QPainter, sight: Sight, um_per_px: float | None) -> None:
    """Scale bar on the left, magnification on the right; without a resolution the bar counts pixels."""
    ink = theme.current()["text"]
    painter.setFont(theme.text_font(11))
    shown = sight.scale * (um_per_px or 1.0)
    words = {1.0: "µm", 1000.0: "mm"} if um_per_px else {1.0: "px"}
    paint_ground(painter, QRectF(_INSET_PX, sight.height - 44, 164, 36))
    paint_scale_bar(painter, QPointF(_INSET_PX + 8, sight.height - 14), shown, words, ink, edge=False)
    text = resolution_line(sight, um_per_px)
    width = theme.text_width(text, theme.text_font(11)) + 20
    place = QRectF(sight.width - width - _INSET_PX, sight.height - _HEIGHT_PX - _INSET_PX, width, _HEIGHT_PX)
    _paint_chip(painter, place, text)


def paint_note(painter: QPainter, sight: Sight, text: str) -> None:
    """A line in the middle below: what lies under the cursor."""
    width = theme.text_width(text, theme.text_font(11)) + 20
    place = QRectF((sight.width - width) / 2, sight.height - _HEIGHT_PX - _INSET_PX, width, _HEIGHT_PX)
    painter.setFont(theme.text_font(11))
    _paint_chip(painter, place, text)


def _paint_chip(painter: QPainter, place: QRectF, text: str) -> None:
    paint_ground(painter, place)
    painter.setPen(theme.current()["text"])
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def paint_ground(painter: QPainter, place: QRectF) -> None:
    """A quiet ground, so that texts can be read on tissue, glass and beside the slide."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.current().faded("panel", 0.9))
    painter.drawRoundedRect(place, 6, 6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
