"""The nomogram with the patient's marks, painted from a layout whose positions were computed once for all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from hccdesk.domain.survival import NomogramAxis, NomogramLayout
from hccdesk.ui import theme
from hccdesk.ui.language import translate
from hccdesk.ui.spoken import words

ROW_PX = 38
TITLE_PX = 150
POINTS_PX = 52
EDGE_PX = 16
"""Room for half a label at either end of a ruler."""
LABEL_GAP_PX = 6
BELOW_PX, ABOVE_PX = 5.0, -19.0


class NomogramView(QWidget):
    """Points, one ruler a predictor, total points, one ruler a horizon."""

    def __init__(self, layout: NomogramLayout) -> None:
        super().__init__()
        self._layout = layout
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(ROW_PX * (len(layout.axes) + len(layout.survival_axes) + 2) + 8)
        self.setAccessibleName(self.tr("Nomogram: {total} points in all").format(total=f"{layout.total_points:.0f}"))

    def sizeHint(self) -> QSize:
        """Wide enough for its labels."""
        return QSize(560, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rulers from top to bottom."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.text_font(11))
        layout, row = self._layout, 0
        highest = max(100.0, *(tick.points for axis in layout.axes for tick in axis.ticks))
        ruler = [(f"{points:g}", self._x(points, 0, highest)) for points in range(0, int(highest) + 1, 10)]
        self._paint_ruler(painter, row, translate("Results", "Points"), ruler)
        for axis in layout.axes:
            row += 1
            self._paint_axis(painter, row, axis, highest)
        row += 1
        self._paint_totals(painter, row)
        painter.end()

    def _paint_axis(self, painter: QPainter, row: int, axis: NomogramAxis, highest: float) -> None:
        ticks = [(words(tick.label), self._x(tick.points, 0, highest)) for tick in axis.ticks]
        title = f"{words(axis.title)} ({axis.unit})" if axis.unit else words(axis.title)
        self._paint_ruler(painter, row, title, ticks)
        shown = min(max(axis.patient_points, min(t.points for t in axis.ticks)), max(t.points for t in axis.ticks))
        self._paint_patient(painter, row, self._x(shown if axis.clamped else axis.patient_points, 0, highest))
        points = f"{axis.patient_points:.0f}" + ("*" if axis.clamped else "")
        self._paint_points(painter, row, points)

    def _paint_totals(self, painter: QPainter, row: int) -> None:
        layout = self._layout
        low, high = min(layout.total_points_axis), max(layout.total_points_axis)
        patient = self._x(min(max(layout.total_points, low), high), low, high)
        painter.setPen(QPen(theme.current()["accent"], 1, Qt.PenStyle.DashLine))
        bottom = self._y(row + len(layout.survival_axes))
        painter.drawLine(QPointF(patient, self._y(row)), QPointF(patient, bottom))
        totals = [(f"{points:g}", self._x(points, low, high)) for points in layout.total_points_axis]
        self._paint_ruler(painter, row, translate("Results", "Total points"), totals)
        self._paint_points(painter, row, f"{layout.total_points:.0f}")
        for number, axis in enumerate(layout.survival_axes, start=1):
            ticks = [(f"{probability:g}", self._x(points, low, high)) for probability, points in axis.ticks]
            title = translate("Results", "{months}-month PFS").format(months=f"{axis.months:g}")
            self._paint_ruler(painter, row + number, title, ticks)
        self._paint_patient(painter, row, patient)

    def _paint_ruler(self, painter: QPainter, row: int, title: str, ticks: Sequence[tuple[str, float]]) -> None:
        colours, y = theme.current(), self._y(row)
        painter.setPen(colours["muted"])
        place = QRectF(0, y - 8, TITLE_PX - 8, 16)
        elided = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, int(place.width()))
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, elided)
        if not ticks:
            return
        places = [x for _, x in ticks]
        painter.setPen(QPen(colours["muted"], 1))
        painter.drawLine(QPointF(min(places), y), QPointF(max(places), y))
        for x in places:
            painter.drawLine(QPointF(x, y), QPointF(x, y + 4))
        painter.setPen(colours["text"])
        self._paint_labels(painter, y, ticks)

    def _paint_labels(self, painter: QPainter, y: float, ticks: Sequence[tuple[str, float]]) -> None:
        """Labels below the ruler, the ends first; the second end goes above where both would touch."""
        taken: dict[float, list[tuple[float, float]]] = {BELOW_PX: [], ABOVE_PX: []}
        for rank, (text, x) in enumerate(_by_importance(sorted(ticks, key=lambda tick: tick[1]))):
            shown = text.replace("-", "−")
            half = theme.text_width(shown, painter.font()) / 2 + LABEL_GAP_PX / 2
            sides = (BELOW_PX, ABOVE_PX) if rank < 2 else (BELOW_PX,)
            side = next((s for s in sides if all(x + half <= a or b <= x - half for a, b in taken[s])), None)
            if side is not None:
                painter.drawText(QRectF(x - 60, y + side, 120, 14), Qt.AlignmentFlag.AlignHCenter, shown)
                taken[side].append((x - half, x + half))

    def _paint_patient(self, painter: QPainter, row: int, x: float) -> None:
        y = self._y(row)
        painter.setPen(QPen(theme.current()["panel"], 1))
        painter.setBrush(theme.current()["accent"])
        painter.drawPolygon(QPolygonF([QPointF(x, y - 6), QPointF(x + 6, y), QPointF(x, y + 6), QPointF(x - 6, y)]))

    def _paint_points(self, painter: QPainter, row: int, text: str) -> None:
        painter.setPen(theme.current()["accent"])
        place = QRectF(self.width() - POINTS_PX, self._y(row) - 8, POINTS_PX - 4, 16)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)

    def _x(self, value: float, low: float, high: float) -> float:
        left, right = TITLE_PX + EDGE_PX, self.width() - POINTS_PX - EDGE_PX
        return left + (value - low) / (high - low) * (right - left)

    def _y(self, row: int) -> float:
        return row * ROW_PX + 20


def _by_importance(ticks: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
    """Both ends, then the middle, then the middles of the halves, so that what is left out is left out evenly."""
    if len(ticks) <= 2:
        return list(ticks)
    spans, ordered = [(0, len(ticks) - 1)], [ticks[0], ticks[-1]]
    while spans:
        first, last = spans.pop(0)
        if last - first > 1:
            middle = (first + last) // 2
            ordered.append(ticks[middle])
            spans += [(first, middle), (middle, last)]
    return ordered
