"""A response card: the one number that matters, its direction in words, and where it lies to the threshold."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QLayout, QSizePolicy, QWidget

from hccdesk.ui import theme
from hccdesk.ui.results.cards import CardContent, direction_word, threshold_line
from hccdesk.ui.widgets.pieces import column, empty, label, row

BAR_HEIGHT_PX = 44


class ResponseCard(QFrame):
    """The card."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._body = column(self, 16, 8)

    def show_content(self, content: CardContent) -> None:
        """Another finding."""
        empty(self._body)
        self._body.addLayout(self._head(content))
        if content.value is None:
            self._body.addWidget(label(direction_word(content), "section"))
        else:
            self._body.addLayout(self._number(content, content.value))
            self._body.addWidget(ThresholdBar(content, content.value))
            self._body.addWidget(label(threshold_line(content), "caption", wrap=True))
        for note in content.notes:
            self._body.addWidget(label(note, "muted" if content.value is None else "caption", wrap=True))
        for warning in content.warnings:
            self._body.addWidget(label(f"▲ {warning}", "warning", wrap=True))
        self._body.addStretch(1)

    def _head(self, content: CardContent) -> QLayout:
        head = row(spacing=8)
        head.addWidget(label(content.title, "section"))
        head.addStretch(1)
        if content.demonstration:
            head.addWidget(label(self.tr("⚠ DEMONSTRATION"), "mark"))
        return head

    def _number(self, content: CardContent, value: float) -> QLayout:
        line = row(spacing=12)
        line.addWidget(label(f"{value:.2f}", "number"), 0, Qt.AlignmentFlag.AlignVCenter)
        words = column(spacing=0)
        favour = "favours_response" if content.favours_response else "favours_no_response"
        arrow = "▲" if content.favours_response else "▼"
        words.addWidget(label(f"{arrow} {direction_word(content)}", favour))
        words.addWidget(label(content.measure, "caption", wrap=True))
        line.addLayout(words, 1)
        return line


class ThresholdBar(QWidget):
    """0 to 1, the side that favours response in its colour, the threshold as a line, the value as a mark."""

    def __init__(self, content: CardContent, value: float) -> None:
        super().__init__()
        self._content, self._value = content, value
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{content.title}: {value:.2f}, {direction_word(content)}, {threshold_line(content)}")

    def sizeHint(self) -> QSize:
        """As wide as the card."""
        return QSize(200, BAR_HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours, cut = theme.current(), self._x(self._content.threshold)
        low, high = ("favours_no_response", "favours_response")
        if not self._content.response_above:
            low, high = high, low
        painter.setPen(Qt.PenStyle.NoPen)
        for left, right, role in ((self._x(0), cut, low), (cut, self._x(1), high)):
            painter.setBrush(colours.faded(role, 0.45))
            painter.drawRect(QRectF(left, 14, right - left, 10))
        if self._content.spread:
            painter.setBrush(colours.faded("text", 0.35))
            left, right = (self._x(value) for value in self._content.spread)
            painter.drawRect(QRectF(left, 17, max(2.0, right - left), 4))
        painter.setPen(QPen(colours["text"], 2))
        painter.drawLine(QPointF(cut, 11), QPointF(cut, 27))
        self._paint_mark(painter)
        self._paint_ends(painter)
        painter.end()

    def _paint_mark(self, painter: QPainter) -> None:
        x = self._x(self._value)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current()["text"])
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
        return 7 + min(max(value, 0.0), 1.0) * (self.width() - 14)
