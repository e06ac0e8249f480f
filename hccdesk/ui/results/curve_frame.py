"""The axes of a survival curve: where months and probabilities lie, and the time nobody was observed. No widgets."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from hccdesk.domain.cohort import Endpoint
from hccdesk.domain.survival import SurvivalCurve
from hccdesk.ui import theme
from hccdesk.ui.language import translate
from hccdesk.ui.results.survival_words import axis_name

LEFT_PX, RIGHT_PX, TOP_PX, BOTTOM_PX = 40, 8, 24, 54
BEYOND = 1.1
"""How far the time axis goes past the end of observation, to show that there is one."""


@dataclass(frozen=True, slots=True)
class CurveFrame:
    """The plot of a curve that ends at `end_months`, in a widget of that size."""

    end_months: float
    width_px: int
    height_px: int
    endpoint: Endpoint = Endpoint.PFS

    @property
    def plot(self) -> QRectF:
        """The rectangle inside the axes."""
        return QRectF(LEFT_PX, TOP_PX, self.width_px - LEFT_PX - RIGHT_PX, self.height_px - TOP_PX - BOTTOM_PX)

    def point(self, months: float, probability: float) -> QPointF:
        """Where a point of the curve lies."""
        plot = self.plot
        x = plot.left() + months / (self.end_months * BEYOND) * plot.width()
        return QPointF(x, plot.bottom() - probability * plot.height())

    def months_at(self, x: float) -> float:
        """The time there; may lie outside."""
        return (x - self.plot.left()) / self.plot.width() * self.end_months * BEYOND

    def steps(self, curve: SurvivalCurve) -> list[QPointF]:
        """The corners of the step function, from (0, 1) to the last observed time."""
        corners, value = [self.point(0.0, 1.0)], 1.0
        for time, after in zip(curve.months, curve.probability, strict=True):
            corners += [self.point(time, value), self.point(time, after)]
            value = after
        return [*corners, self.point(curve.end_months, value)]

    def paint(self, painter: QPainter) -> None:
        """Grid, axes with their names, and the unobserved time hatched."""
        self._paint_grid(painter)
        self._paint_months(painter)
        self._paint_end(painter)

    def _paint_grid(self, painter: QPainter) -> None:
        colours = theme.current()
        for step in range(6):
            level = self.point(0, step / 5)
            painter.setPen(QPen(colours["line"], 1))
            painter.drawLine(level, QPointF(self.plot.right(), level.y()))
            painter.setPen(colours["muted"])
            place = QRectF(0, level.y() - 8, LEFT_PX - 6, 16)
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{step / 5:g}")
        painter.drawText(QRectF(8, 0, self.width_px - 8, 16), Qt.AlignmentFlag.AlignLeft, axis_name(self.endpoint))

    def _paint_months(self, painter: QPainter) -> None:
        painter.setPen(theme.current()["muted"])
        apart = 6 if self.end_months <= 60 else 12
        for months in range(0, int(self.end_months) + 1, apart):
            foot = self.point(months, 0)
            painter.drawLine(foot, foot + QPointF(0, 4))
            painter.drawText(QRectF(foot.x() - 20, foot.y() + 5, 40, 14), Qt.AlignmentFlag.AlignHCenter, f"{months}")
        place = QRectF(self.plot.left(), self.plot.bottom() + 20, self.plot.width(), 16)
        painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, translate("Results", "months"))

    def _paint_end(self, painter: QPainter) -> None:
        colours, end = theme.current(), self.point(self.end_months, 1.0)
        unseen = QRectF(end, self.plot.bottomRight())
        painter.fillRect(unseen, QBrush(colours.faded("muted", 0.35), Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(colours["muted"], 1, Qt.PenStyle.DashLine))
        painter.drawLine(end, QPointF(end.x(), self.plot.bottom()))
        text = translate("Results", "end of observation, {months} months").format(months=f"{self.end_months:.0f}")
        wide = theme.text_width(text, painter.font()) + 4
        painter.setPen(colours["muted"])
        place = QRectF(end.x() - wide - 4, self.plot.top() + 2, wide, 14)
        painter.fillRect(place, colours["panel"])
        painter.drawText(place, Qt.AlignmentFlag.AlignRight, text)
