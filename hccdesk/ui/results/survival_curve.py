"""The survival curve: a step function, read off under the cursor, beside a what-if's."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from hccdesk.domain.result import SurvivalFinding
from hccdesk.ui import theme
from hccdesk.ui.results.curve_frame import CurveFrame
from hccdesk.ui.results.survival_band import paint_band, paint_cohort, paint_key
from hccdesk.ui.results.survival_words import endpoint_title

HEIGHT_PX = 240


class SurvivalPlot(QWidget):
    """The patient's curve with its band, horizons and their intervals, before the curve of the training cohort.

    A what-if's curve is dashed, the patient's then a ghost.

    Signals: `read(float)` the months under the cursor; negative where none.
    """

    read = Signal(float)

    def __init__(self, finding: SurvivalFinding) -> None:
        super().__init__()
        self._finding = finding
        self._other: SurvivalFinding | None = None
        self._ghost = False
        self._months: float | None = None
        self.setMinimumHeight(HEIGHT_PX)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Curve: {endpoint}").format(endpoint=endpoint_title(finding.endpoint)))

    def sizeHint(self) -> QSize:
        """As high as it must be; the nomogram beside it decides."""
        return QSize(400, HEIGHT_PX)

    def show_what_if(self, other: SurvivalFinding | None, *, asked: bool = False) -> None:
        """Another curve beside the patient's, or none; `asked` where it is being computed."""
        self._other, self._ghost = other, asked or other is not None
        self.update()

    def place_of(self, months: float) -> QPointF:
        """Where the patient's curve is at that time."""
        return self._frame.point(months, self._finding.curve.at(months) or 0.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint axes, curves, horizons and the read-off line."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.text_font(11))
        self._paint_behind(painter)
        self._paint_curve(painter, self._finding, "disabled" if self._ghost else "accent", Qt.PenStyle.SolidLine)
        if self._other:
            self._paint_curve(painter, self._other, "accent", Qt.PenStyle.DashLine)
        if self._months is not None:
            self._paint_reading(painter, self._months)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read off under the cursor."""
        self._read(self._frame.months_at(event.position().x()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right read off a month before or after."""
        step = {Qt.Key.Key_Left: -1.0, Qt.Key.Key_Right: 1.0}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        at = 0.0 if self._months is None else self._months
        self._read(min(max(round(at) + step, 0.0), self._finding.curve.end_months))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is read off."""
        self._read(-1.0)

    @property
    def _frame(self) -> CurveFrame:
        return CurveFrame(self._finding.curve.end_months, self.width(), self.height(), self._finding.endpoint)

    def _read(self, months: float) -> None:
        known = 0 <= months <= self._finding.curve.end_months
        self._months = months if known else None
        self.read.emit(months if known else -1.0)
        self.update()

    def _paint_behind(self, painter: QPainter) -> None:
        frame, finding = self._frame, self._finding
        paint_band(painter, frame, finding.curve, "muted" if self._ghost else "accent")
        frame.paint(painter)
        paint_cohort(painter, frame, finding.cohort_curve)
        paint_key(painter, frame, band=bool(finding.curve.low), cohort=finding.cohort_curve is not None)

    def _paint_curve(self, painter: QPainter, finding: SurvivalFinding, role: str, line: Qt.PenStyle) -> None:
        colours, frame = theme.current(), self._frame
        painter.setPen(QPen(colours[role], 2, line))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(QPolygonF(frame.steps(finding.curve)))
        hollow = finding is self._other
        for horizon, probability in finding.probability_at_months.items():
            place = frame.point(float(horizon), probability)
            painter.setPen(QPen(colours[role], 2))
            if horizon in finding.interval_at_months and not hollow:
                self._paint_interval(painter, float(horizon), finding.interval_at_months[horizon])
            painter.setBrush(colours["panel" if hollow else role])
            painter.drawEllipse(place, 4, 4)

    def _paint_interval(self, painter: QPainter, months: float, limits: tuple[float, float]) -> None:
        low, high = (self._frame.point(months, limit) for limit in limits)
        painter.drawLine(low, high)
        for end in (low, high):
            painter.drawLine(end - QPointF(4, 0), end + QPointF(4, 0))

    def _paint_reading(self, painter: QPainter, months: float) -> None:
        frame, place = self._frame, self.place_of(months)
        painter.setPen(QPen(theme.current()["text"], 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(place.x(), frame.plot.top()), QPointF(place.x(), frame.plot.bottom()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current()["text"])
        painter.drawEllipse(place, 3, 3)
