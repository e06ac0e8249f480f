"""What is painted over a slide: its outline, the overview with the view's frame, scale and magnification."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from hccdesk.domain.roi import Ring, SlideRoi
from hccdesk.ui import theme
from hccdesk.ui.language import translate
from hccdesk.ui.slide_viewer.tiles import Sight
from hccdesk.ui.widgets.scale_bar import paint_scale_bar

UM_PER_PX_OF_40X = 10.0
"""Magnification is 10 divided by µm/px, as QuPath counts: 0.25 µm/px is 40×."""


def paint_outline(painter: QPainter, outline: QPainterPath, sight: Sight) -> None:
    """The outlined tissue, blue with a light edge so that it shows on H&E and on glass."""
    painter.save()
    left, top = sight.to_screen(0, 0)
    painter.setTransform(QTransform(1 / sight.scale, 0, 0, 1 / sight.scale, left, top))
    for colour, width in ((QColor(255, 255, 255, 180), 4.0), (theme.Theme(theme.LIGHT)["accent"], 2.0)):
        pen = QPen(colour, width)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawPath(outline)
    painter.restore()


def paint_map(painter: QPainter, area: QRectF, overview: QImage, sight: Sight, size_px: tuple[int, int]) -> None:
    """The whole slide small, and where the view is on it."""
    painter.drawImage(area, overview)
    painter.setPen(QPen(theme.current()["line"], 1))
    painter.drawRect(area)
    left, top = sight.to_slide(0, 0)
    right, bottom = sight.to_slide(sight.width, sight.height)
    scale = area.width() / size_px[0]
    frame = QRectF(QPointF(left * scale, top * scale), QPointF(right * scale, bottom * scale))
    painter.setPen(QPen(theme.Theme(theme.LIGHT)["accent"], 2))
    painter.drawRect(frame.translated(area.topLeft()).intersected(area))


def paint_scale(painter: QPainter, sight: Sight, um_per_px: float | None) -> None:
    """Scale bar on the left, magnification on the right; without a resolution only that it is unknown."""
    ink = theme.current()["text"]
    painter.setFont(theme.text_font(11))
    text = translate("SlideCanvas", "µm/px unknown")
    if um_per_px:
        shown = um_per_px * sight.scale
        text = f"{_magnification(UM_PER_PX_OF_40X / shown)} · {shown:.3g} µm/px"
        _paint_ground(painter, QRectF(8, sight.height - 42, 160, 36))
        corner = QPointF(14, sight.height - 12)
        paint_scale_bar(painter, corner, shown, {1.0: "µm", 1000.0: "mm"}, ink, edge=False)
    _paint_ground(painter, QRectF(sight.width - 158, sight.height - 30, 152, 24))
    painter.setPen(ink)
    place = QRectF(sight.width - 262, sight.height - 26, 248, 16)
    painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, text)


def _paint_ground(painter: QPainter, place: QRectF) -> None:
    """A quiet ground, so that texts can be read on tissue, glass and beside the slide."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.current().faded("panel", 0.85))
    painter.drawRoundedRect(place, 6, 6)


def path_of(roi: SlideRoi | None) -> QPainterPath:
    """The outlines with their holes, level-0 pixels."""
    path = QPainterPath()
    for polygon in roi.polygons if roi else ():
        for ring in (polygon.outline, *polygon.holes):
            _add_ring(path, ring)
    return path


def _add_ring(path: QPainterPath, ring: Ring) -> None:
    points = [QPointF(float(x), float(y)) for x, y in ring]
    path.moveTo(points[0])
    for point in points[1:]:
        path.lineTo(point)
    path.closeSubpath()


def _magnification(value: float) -> str:
    return f"{value:.0f}×" if value >= 10 else f"{value:.2g}×"
