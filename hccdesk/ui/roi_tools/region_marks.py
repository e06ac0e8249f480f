"""What the drawing tools paint over a view: the region as it changes, the brush, the outline under way, the margin."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF, QTransform

from hccdesk.ui import theme
from hccdesk.ui.ct_viewer.outline import dashes, outline_segments
from hccdesk.ui.ct_viewer.pane_hand import PanePlace, pixel_point
from hccdesk.ui.ct_viewer.slice_marks import LESION_ROLES

EDGE_PX, HALO_PX = 1.8, 3.6
FILL_ALPHA = 0.22
HANDLE_PX = 3.0


def lesion_colour(number: int) -> QColor:
    """A lesion's colour over the images, which are dark in both themes."""
    return theme.Theme(theme.DARK)[LESION_ROLES[number % len(LESION_ROLES)]]


def paint_region(painter: QPainter, mask: NDArray[np.bool_], to_widget: QTransform, colour: QColor) -> None:
    """A region under way on this slice, (row, column): its edge, and what it covers seen through."""
    box = _box(mask)
    if box is None:
        return
    top, left, part = box
    painter.save()
    painter.setTransform(to_widget, combine=True)
    painter.drawImage(QPointF(left, top), _fill(part, colour))
    painter.setPen(_pen(colour, EDGE_PX))
    painter.drawLines(_lines(outline_segments(part) + np.array([left, top, left, top])))
    painter.restore()


def paint_ring(painter: QPainter, mask: NDArray[np.bool_], to_widget: QTransform, colour: QColor) -> None:
    """A region with its margin on this slice: dashed, for it is not the tumour."""
    box = _box(mask)
    if box is None:
        return
    top, left, part = box
    painter.save()
    painter.setTransform(to_widget, combine=True)
    painter.setPen(_pen(colour, EDGE_PX))
    painter.drawLines(_lines(dashes(outline_segments(part) + np.array([left, top, left, top]))))
    painter.restore()


def paint_brush(painter: QPainter, place: PanePlace, brush_mm: float, to_widget: QTransform, colour: QColor) -> None:
    """The brush in its true size, with the size beside it."""
    centre, radius = to_widget.map(pixel_point(place)), brush_mm / 2 * place.px_per_mm
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (QPen(QColor(0, 0, 0, 150), HALO_PX), QPen(colour, 1.4)):
        painter.setPen(pen)
        painter.drawEllipse(centre, radius, radius)
    paint_tag(painter, centre + QPointF(radius * 0.71 + 8, radius * 0.71 + 18), f"{brush_mm:g} mm", colour)


def paint_path(
    painter: QPainter, points: Sequence[QPointF], cursor: QPointF | None, to_widget: QTransform, colour: QColor
) -> None:
    """An outline that is being drawn, (column, row): its corners, and the way to the cursor and home."""
    corners = [to_widget.map(point) for point in points]
    if not corners:
        return
    ends = [*corners, to_widget.map(cursor)] if cursor else corners
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    fill = QColor(colour)
    fill.setAlphaF(FILL_ALPHA)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawPolygon(QPolygonF(ends))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, EDGE_PX))
    painter.drawPolyline(QPolygonF(ends))
    painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
    painter.drawLine(QLineF(ends[-1], corners[0]))
    painter.setPen(QPen(QColor(0, 0, 0, 150), 1))
    painter.setBrush(colour)
    for corner in corners if len(corners) <= 60 else corners[:1]:
        painter.drawEllipse(corner, HANDLE_PX, HANDLE_PX)


def paint_tag(painter: QPainter, at: QPointF, text: str, colour: QColor) -> None:
    """A few letters on a dark ground, readable on any grey."""
    font = theme.text_font(11)
    painter.setFont(font)
    box = QRectF(at.x() - 4, at.y() - 12, theme.text_width(text, font) + 8, 16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 170))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(colour)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def _box(mask: NDArray[np.bool_]) -> tuple[int, int, NDArray[np.bool_]] | None:
    """(top, left, part) of what holds anything."""
    rows = np.flatnonzero(mask.any(axis=1))
    if not rows.size:
        return None
    columns = np.flatnonzero(mask[rows[0] : rows[-1] + 1].any(axis=0))
    part = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    return int(rows[0]), int(columns[0]), part


def _fill(part: NDArray[np.bool_], colour: QColor) -> QImage:
    alpha = round(255 * FILL_ALPHA)
    seen = [round(value * FILL_ALPHA) for value in (colour.blue(), colour.green(), colour.red())]
    pixels = np.zeros((*part.shape, 4), np.uint8)
    pixels[part] = (*seen, alpha)
    rows, columns = part.shape
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32_Premultiplied).copy()


def _lines(segments: NDArray[np.float64]) -> list[QLineF]:
    return [QLineF(*segment) for segment in segments.tolist()]


def _pen(colour: QColor, width: float) -> QPen:
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    return pen
