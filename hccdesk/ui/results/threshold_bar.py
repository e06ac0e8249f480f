"""0 to 1 with the threshold, the value, its interval, the grey zone, and the spread of its parts."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from hccdesk.ui import theme
from hccdesk.ui.results.cards import CardContent, direction_word, interval_line, threshold_line

BAR_HEIGHT_PX = 44
EDGE_PX = 7


class ThresholdBar(QWidget):
    """The side that favours response in its colour, the other in its own; both grey outside the model's regimen."""

    def __init__(self, content: CardContent, value: float) -> None:
        super().__init__()
        self._content, self._value = content, value
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip("\n".join(self._legend()))
        said = (f"{value:.2f}", interval_line(content), direction_word(content), threshold_line(content))
        self.setAccessibleName(f"{content.title}: {', '.join(said)}")

    def sizeHint(self) -> QSize:
        """As wide as the card."""
        return QSize(200, BAR_HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_sides(painter)
        self._paint_grey_zone(painter)
        self._paint_spread(painter)
        self._paint_interval(painter)
        cut = self._x(self._content.threshold)
        painter.setPen(QPen(theme.current()["text"], 2))
        painter.drawLine(QPointF(cut, 11), QPointF(cut, 27))
        self._paint_mark(painter)
        self._paint_ends(painter)
        painter.end()

    def _paint_sides(self, painter: QPainter) -> None:
        cut = self._x(self._content.threshold)
        low, high = ("favours_no_response", "favours_response")
        if not self._content.response_above:
            low, high = high, low
        painter.setPen(Qt.PenStyle.NoPen)
        for left, right, role in ((self._x(0), cut, low), (cut, self._x(1), high)):
            grey = self._content.outside
            painter.setBrush(theme.current().faded("indeterminate" if grey else role, 0.3 if grey else 0.45))
            painter.drawRect(QRectF(left, 14, right - left, 10))

    def _paint_grey_zone(self, painter: QPainter) -> None:
        if self._content.grey_zone:
            left, right = (self._x(value) for value in self._content.grey_zone)
            painter.setBrush(theme.current()["panel"])
            painter.drawRect(QRectF(left, 14, right - left, 10))
            painter.setBrush(theme.current().faded("indeterminate", 0.55))
            painter.drawRect(QRectF(left, 14, right - left, 10))

    def _paint_spread(self, painter: QPainter) -> None:
        if self._content.spread:
            left, right = (self._x(value) for value in self._content.spread)
            painter.setBrush(theme.current().faded("text", 0.45))
            painter.drawRect(QRectF(left, 25, max(2.0, right - left), 2))

    def _paint_interval(self, painter: QPainter) -> None:
        if not self._content.interval:
            return
        left, right = (self._x(value) for value in self._content.interval)
        painter.setPen(QPen(theme.current()["muted" if self._content.outside else "text"], 1.5))
        painter.drawLine(QPointF(left, 19), QPointF(right, 19))
        for end in (left, right):
            painter.drawLine(QPointF(end, 15), QPointF(end, 23))
        painter.setPen(Qt.PenStyle.NoPen)

    def _legend(self) -> list[str]:
        """What the strokes mean."""
        said = [self.tr("Between the end strokes: the 95 % interval")] if self._content.interval else []
        if self._content.grey_zone:
            said.append(self.tr("Grey: the interval holds the threshold, so it speaks for nothing"))
        if self._content.spread:
            said.append(
                self.tr("Thin line below: from the lowest to the highest slice, which is no confidence interval")
            )
        return said

    def _paint_mark(self, painter: QPainter) -> None:
        x = self._x(self._value)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current()["muted" if self._content.outside else "text"])
        painter.drawPolygon(QPolygonF([QPointF(x - 6, 2), QPointF(x + 6, 2), QPointF(x, 13)]))

    def _paint_ends(self, painter: QPainter) -> None:
        painter.setPen(theme.current()["muted"])
        painter.setFont(theme.text_font(11))
        for value, how in ((0.0, Qt.AlignmentFlag.AlignLeft), (1.0, Qt.AlignmentFlag.AlignRight)):
            place = QRectF(self._x(0), 28, self._x(1) - self._x(0), 16)
            painter.drawText(place, how, f"{value:g}")
        place = QRectF(self._x(self._content.threshold) - 40, 28, 80, 16)
        if 0.1 < self._content.threshold < 0.9:
            painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, f"{self._content.threshold:.3g}")

    def _x(self, value: float) -> float:
        return EDGE_PX + min(max(value, 0.0), 1.0) * (self.width() - 2 * EDGE_PX)
