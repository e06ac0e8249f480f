"""Measurements painted over the views, on the slices they lie on."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTransform

from hccdesk.domain.measurement import Position
from hccdesk.ui import theme
from hccdesk.ui.ct_viewer.halo_text import paint_halo_text
from hccdesk.ui.ct_viewer.patient_grid import Plane
from hccdesk.ui.measure_tools.measure_editor import MeasureEditor
from hccdesk.ui.measure_tools.measure_words import lengths_text
from hccdesk.ui.measure_tools.patient_places import seen_on_slice

HANDLE_PX, POINTED_PX, TEXT_PX, GAP_PX = 3.5, 6.0, 13, 8
LINE_PX, HALO_PX = 1.6, 3.6


class MeasureLayer:
    """A `PaneLayer`: every measurement whose ends all lie within half a slice of what a view shows."""

    def __init__(self, editor: MeasureEditor, slice_at: Callable[[Plane], int]) -> None:
        self._editor, self._slice_at = editor, slice_at

    def paint(self, plane: Plane, painter: QPainter, pixel_to_widget: QTransform) -> None:
        """Lines, ends and lengths, in widget pixels."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for measurement in self._editor.measurements:
            ends = self._points(plane, measurement.ends_mm, pixel_to_widget)
            if ends:
                chosen = measurement.name == self._editor.series.selected
                text = f"{measurement.name}  {lengths_text(measurement.lengths_mm)}"
                pointed = self._editor.pointed
                end = pointed[1] if pointed and pointed[0] == measurement.name else None
                _paint(painter, ends, text, _colour(chosen), end)
        sketch = self._editor.sketch
        ends = self._points(plane, sketch.ends_mm, pixel_to_widget) if sketch and sketch.plane is plane else None
        if sketch and ends:
            _paint(painter, ends, lengths_text(sketch.lengths_mm), _colour(chosen=True), None)

    def _points(self, plane: Plane, ends_mm: tuple[Position, ...], to_widget: QTransform) -> list[QPointF] | None:
        grid = self._editor.series.grid
        seen = seen_on_slice(grid, plane, self._slice_at(plane), ends_mm) if grid else None
        return [to_widget.map(QPointF(column, row)) for row, column in seen] if seen else None


def _colour(chosen: bool) -> QColor:
    """A CT is dark in both themes; no lesion has these colours."""
    return theme.Theme(theme.DARK)["accent" if chosen else "text"]


def _paint(painter: QPainter, ends: list[QPointF], text: str, colour: QColor, pointed: int | None) -> None:
    lines = [QLineF(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True)]
    for pen in (QPen(QColor(0, 0, 0, 170), HALO_PX), QPen(colour, LINE_PX)):
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLines(lines)
    painter.setPen(QPen(QColor(0, 0, 0, 170), 1))
    painter.setBrush(colour)
    for number, end in enumerate(ends):
        radius = POINTED_PX if number == pointed else HANDLE_PX
        painter.drawEllipse(end, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    place = _text_place(painter, ends, text)
    paint_halo_text(painter, place, Qt.AlignmentFlag.AlignLeft, text, colour, pixels=TEXT_PX)


def _text_place(painter: QPainter, ends: list[QPointF], text: str) -> QRectF:
    """Beside the rightmost end, or left of the leftmost where there is no room; the plate included."""
    window, font = painter.window(), theme.text_font(TEXT_PX, bold=True)
    wide, high = theme.text_width(text, font) + 8.0, TEXT_PX * 1.5 + 2
    right = max(ends, key=lambda end: end.x())
    left = min(ends, key=lambda end: end.x())
    x, beside = right.x() + GAP_PX, right
    if x + wide > window.right():
        x, beside = left.x() - GAP_PX - wide, left
    x = min(max(x, 4.0), max(window.right() - wide - 4.0, 4.0))
    y = min(max(beside.y() - high / 2, 4.0), max(window.bottom() - high - 4.0, 4.0))
    return QRectF(x, y, wide, high)
