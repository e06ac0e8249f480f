"""Paints a nomogram: the patient's marks filled, a what-if's hollow with the patient's left as ghosts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from hccdesk.domain.printed_probability import printed_probability
from hccdesk.domain.result import SurvivalFinding
from hccdesk.domain.survival import NomogramAxis, NomogramLayout, SurvivalAxis
from hccdesk.ui import theme
from hccdesk.ui.language import translate
from hccdesk.ui.results.nomogram_scale import label_of, points_of, shown_points
from hccdesk.ui.results.ruler import paint_mark, paint_ruler, paint_title
from hccdesk.ui.results.survival_words import horizon_name
from hccdesk.ui.spoken import words

ROW_PX = 38
TITLE_PX = 132
VALUE_PX, POINTS_PX = 52, 48
EDGE_PX = 16
"""Room for half a label at either end of a ruler."""


@dataclass(frozen=True, slots=True)
class NomogramPainter:
    """One painting: the patient's finding, other `values` by variable, their `answer`, and the room there is."""

    finding: SurvivalFinding
    values: Mapping[str, float]
    answer: SurvivalFinding | None
    width_px: int
    row_px: float

    def paint(self, painter: QPainter, focused: int | None) -> None:
        """Everything; `focused` is the ruler that the keys move."""
        if focused is not None:
            self._paint_focus(painter, focused)
        highest = int(self._highest)
        labels = [(f"{points}", self.x_of_points(points)) for points in range(0, highest + 1, 10)]
        self._paint_row(painter, 0, translate("Results", "Points"), labels)
        self._paint_column(painter, 0, VALUE_PX + POINTS_PX, translate("Results", "value"), "muted")
        self._paint_column(painter, 0, POINTS_PX, translate("Results", "points"), "muted")
        for index, axis in enumerate(self.layout.axes):
            self._paint_axis(painter, index + 1, axis)
        self._paint_totals(painter, len(self.layout.axes) + 1)

    @property
    def layout(self) -> NomogramLayout:
        """The patient's."""
        return self.finding.nomogram

    def x_of_points(self, points: float) -> float:
        """Where points lie on the rulers of the predictors."""
        return self._x(points, 0, self._highest)

    def points_at(self, x: float) -> float:
        """The points there."""
        left, right = self._x(0, 0, 1), self._x(1, 0, 1)
        return (x - left) / (right - left) * self._highest

    def y(self, row: int) -> float:
        """The height of a ruler."""
        return row * self.row_px + 20

    def axis_at(self, place: QPointF) -> int | None:
        """The predictor whose row is there, counted from 0."""
        row = round((place.y() - 20) / self.row_px)
        return row - 1 if 1 <= row <= len(self.layout.axes) else None

    @property
    def _unanswered(self) -> bool:
        """Values are tried and nothing is known to follow: the patient's totals do not belong to what is drawn."""
        return bool(self.values) and self.answer is None

    @property
    def _highest(self) -> float:
        return max(100.0, *(tick.points for axis in self.layout.axes for tick in axis.ticks))

    def _paint_focus(self, painter: QPainter, index: int) -> None:
        painter.setPen(QPen(theme.current()["accent"], 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(0.5, self.y(index + 1) - 18, self.width_px - 1, 38), 4, 4)

    def _paint_row(self, painter: QPainter, row: int, title: str, labels: list[tuple[str, float]]) -> None:
        paint_title(painter, self.y(row), TITLE_PX - 8, title)
        paint_ruler(painter, self.y(row), labels)

    def _paint_axis(self, painter: QPainter, row: int, axis: NomogramAxis) -> None:
        labels = [(words(tick.label), self.x_of_points(tick.points)) for tick in axis.ticks]
        self._paint_row(painter, row, axis_title(axis), labels)
        other = self.values.get(axis.variable)
        x = self.x_of_points(shown_points(axis, axis.patient_value))
        self._mark(painter, x, row, ghost=other is not None)
        value, points, role = axis.patient_value, axis.patient_points, "text"
        if other is not None:
            value, points, role = other, points_of(axis, other), "accent"
            self._mark(painter, self.x_of_points(points), row, hollow=True)
        said = f"{points:.0f}" + ("*" if axis.clamped and other is None else "")
        self._paint_column(painter, row, VALUE_PX + POINTS_PX, words(label_of(axis, value)), role)
        self._paint_column(painter, row, POINTS_PX, said, role)

    def _paint_totals(self, painter: QPainter, row: int) -> None:
        bottom = self.y(row + len(self.layout.survival_axes))
        for x, role in self._total_marks():
            painter.setPen(QPen(theme.current()[role], 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, self.y(row)), QPointF(x, bottom))
        totals = [(f"{points:g}", self._total_x(points)) for points in self.layout.total_points_axis]
        self._paint_row(painter, row, translate("Results", "Total points"), totals)
        self._paint_total_marks(painter, row)
        total = (self.answer or self.finding).nomogram.total_points
        said = "–" if self._unanswered else f"{total:.0f}"
        self._paint_column(painter, row, POINTS_PX, said, "accent" if self.values else "text")
        if self.values:  # the words above the rulers may be scrolled away
            self._paint_column(painter, row, VALUE_PX + POINTS_PX, translate("HorizonTable", "what-if"), "accent")
        for number, axis in enumerate(self.layout.survival_axes, start=1):
            self._paint_survival(painter, row + number, axis)

    def _paint_survival(self, painter: QPainter, row: int, axis: SurvivalAxis) -> None:
        labels = [(f"{probability:g}", self._total_x(points)) for probability, points in axis.ticks]
        title = horizon_name(self.finding.endpoint).format(months=f"{axis.months:g}")
        self._paint_row(painter, row, title, labels)
        self._paint_total_marks(painter, row)
        known = (self.answer or self.finding).probability_at_months
        probability = next((p for months, p in known.items() if float(months) == axis.months), None)
        if probability is not None:
            said, role = (
                "–" if self._unanswered else printed_probability(probability),
                "accent" if self.values else "text",
            )
            self._paint_column(painter, row, VALUE_PX + POINTS_PX, said, role)

    def _total_marks(self) -> list[tuple[float, str]]:
        """Where the totals lie and their colours: the patient's first, then a what-if's."""
        patient = self._total_x(self.layout.total_points)
        if self.answer is None:
            return [(patient, "disabled" if self._unanswered else "accent")]
        return [(patient, "disabled"), (self._total_x(self.answer.nomogram.total_points), "accent")]

    def _paint_total_marks(self, painter: QPainter, row: int) -> None:
        for number, (x, _) in enumerate(self._total_marks()):
            self._mark(painter, x, row, hollow=number == 1, ghost=number == 0 and bool(self.values))

    def _mark(self, painter: QPainter, x: float, row: int, *, hollow: bool = False, ghost: bool = False) -> None:
        colours = theme.current()
        paint_mark(painter, x, self.y(row), colours["disabled" if ghost else "accent"], hollow=hollow)

    def _paint_column(self, painter: QPainter, row: int, from_right_px: int, text: str, role: str) -> None:
        painter.setPen(theme.current()[role])
        place = QRectF(self.width_px - from_right_px, self.y(row) - 8, POINTS_PX - 4, 16)
        how = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(place, how, f"−{text[1:]}" if text.startswith("-") else text)

    def _total_x(self, points: float) -> float:
        low, high = min(self.layout.total_points_axis), max(self.layout.total_points_axis)
        return self._x(min(max(points, low), high), low, high)

    def _x(self, value: float, low: float, high: float) -> float:
        left, right = TITLE_PX + EDGE_PX, self.width_px - VALUE_PX - POINTS_PX - EDGE_PX
        return left + (value - low) / (high - low) * (right - left)


def axis_title(axis: NomogramAxis) -> str:
    """A predictor as its ruler is called."""
    return f"{words(axis.title)} ({axis.unit})" if axis.unit else words(axis.title)
