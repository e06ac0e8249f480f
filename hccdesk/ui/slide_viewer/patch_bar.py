"""The patches as one stacked bar, kept and dropped by reason, with a row for each; a click filters the grid."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QToolTip, QWidget

from hccdesk.ui import theme
from hccdesk.ui.slide_viewer.patch_looks import FATES, fate_word, paint_swatch, swatch
from hccdesk.ui.widgets.pieces import button, column, label, row

HEIGHT_PX = 24
THINNEST_PX = 3.0


class StackedBar(QWidget):
    """The bar alone.

    Signals: `chosen(str)` a fate that was clicked.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._counts: dict[str, int] = {}
        self._only = ""

    def show_counts(self, counts: dict[str, int], only: str) -> None:
        """How many patches have which fate, and which is shown alone."""
        self._counts, self._only = counts, only
        self.update()

    def places(self) -> dict[str, QRectF]:
        """Where each fate lies; one that has few patches is still wide enough to be seen."""
        there = [fate for fate in FATES if self._counts.get(fate)]
        total = sum(self._counts[fate] for fate in there)
        raw = {fate: max(self._counts[fate] / total * self.width(), THINNEST_PX) for fate in there}
        shrink, left, places = self.width() / sum(raw.values()) if raw else 1.0, 0.0, {}
        for fate, width in raw.items():
            places[fate] = QRectF(left, 0, width * shrink, self.height())
            left += width * shrink
        return places

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(200, HEIGHT_PX)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what lies there."""
        fate = self._at(event.position())
        if fate:
            self.chosen.emit(fate)

    def event(self, event: QEvent) -> bool:
        """The tooltip says what lies there."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            fate = self._at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), f"{fate_word(fate)}: {self._counts[fate]}" if fate else "", self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it; what is filtered away is faint."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rounded = QPainterPath()
        rounded.addRoundedRect(QRectF(self.rect()), 6, 6)
        painter.setClipPath(rounded)
        painter.fillRect(self.rect(), theme.current()["raised"])
        for fate, place in self.places().items():
            painter.setOpacity(1.0 if self._only in ("", fate) else 0.25)
            paint_swatch(painter, place, fate)
            painter.setPen(QPen(theme.current()["panel"], 1))
            painter.drawLine(place.topRight(), place.bottomRight())
        painter.end()

    def _at(self, point: QPointF) -> str:
        return next((fate for fate, place in self.places().items() if place.contains(point)), "")


class PatchBar(QWidget):
    """The bar, and a row for each fate that a patch may have.

    Signals: `chosen(str)` a fate that was clicked, in the bar or in a row.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._bar, self._total = StackedBar(), label("", "caption", wrap=True)
        self._rows = {fate: button("", "quiet") for fate in FATES}
        self._numbers = {fate: label("", "muted") for fate in FATES}
        self._bar.chosen.connect(self.chosen)
        layout = column(self, 0, 0)
        layout.addWidget(self._bar)
        layout.addSpacing(4)
        for fate, choose in self._rows.items():
            choose.setCheckable(True)
            choose.setProperty("fate", fate)
            choose.setStyleSheet("text-align: left;")
            choose.clicked.connect(self._on_row)
            line = row(choose, 0, 8)
            line.setContentsMargins(8, 0, 8, 0)
            line.addStretch(1)
            line.addWidget(self._numbers[fate])
            layout.addWidget(choose)
        layout.addSpacing(4)
        layout.addWidget(self._total)

    def show_counts(self, counts: dict[str, int], only: str) -> None:
        """How many patches have which fate, and which is shown alone in the grid."""
        self._bar.show_counts(counts, only)
        total = sum(counts.values())
        for fate, choose in self._rows.items():
            count = counts.get(fate, 0)
            choose.setVisible(bool(count))
            choose.setText(fate_word(fate).replace("&", "&&"))
            choose.setIcon(swatch(fate))
            choose.setChecked(fate == only)
            share = f"{100 * count / total:.0f} %" if total else ""
            self._numbers[fate].setText(f"{count} · {share}")
        hint = (
            self.tr("{n} patches. Click a row to show it alone.")
            if not only
            else self.tr("{n} patches. Click the row again to show all.")
        )
        self._total.setText(hint.format(n=total))

    def _on_row(self) -> None:
        self.chosen.emit(str(self.sender().property("fate")))
