"""The nomogram with the patient's marks; one that is dragged shows a what-if, hollow, beside the patient's own."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hccdesk.domain.result import SurvivalFinding
from hccdesk.ui import theme
from hccdesk.ui.results.nomogram_painter import ROW_PX, NomogramPainter, axis_title
from hccdesk.ui.results.nomogram_scale import label_of, next_tick, shown_points, snaps, stepped, value_at
from hccdesk.ui.spoken import words

REACH_PX = 12
"""How near to a mark a press takes it."""
STILL_PX = 4
"""A press that moves less is a click."""


class NomogramView(QWidget):
    """Points, one ruler a predictor, total points, one ruler a horizon. Drag a mark, or: arrows, Shift, Delete.

    Signals: `changed(str, float)` a predictor was given another value; `put_back(str)` it has the patient's again;
    `row_chosen(QPoint)` the keys went to the ruler there.
    """

    changed = Signal(str, float)
    put_back = Signal(str)
    row_chosen = Signal(object)

    def __init__(self, finding: SurvivalFinding) -> None:
        super().__init__()
        self._finding, self._layout = finding, finding.nomogram
        self._answer: SurvivalFinding | None = None
        self._values: dict[str, float] = {}
        self._at, self._held, self._from = 0, False, QPointF()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(ROW_PX * self._rows + 8)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        name, total = self.tr("Nomogram: {total} points in all"), f"{self._layout.total_points:.0f}"
        self.setAccessibleName(name.format(total=total))

    def show_what_if(self, values: Mapping[str, float], answer: SurvivalFinding | None) -> None:
        """Other values than the patient's, and what follows from them as soon as that is known."""
        self._values, self._answer = dict(values), answer if values else None
        self.update()

    def sizeHint(self) -> QSize:
        """Wide enough for its labels."""
        return QSize(560, self.minimumHeight())

    def mark_place(self, variable: str) -> QPointF:
        """Where the mark one can drag lies: the what-if's, or the patient's where there is none."""
        index = next(i for i, axis in enumerate(self._layout.axes) if axis.variable == variable)
        painter = self._painter()
        axis = self._layout.axes[index]
        return QPointF(painter.x_of_points(shown_points(axis, self._value(index))), painter.y(index + 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rulers from top to bottom."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.text_font(11))
        self._painter().paint(painter, self._at if self.hasFocus() else None)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the mark under the cursor."""
        index = self._mark_at(event.position())
        if event.button() is not Qt.MouseButton.LeftButton or index is None:
            event.ignore()
            return
        self._at, self._held, self._from = index, True, event.position()
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the mark that is held."""
        if not self._held:
            over = self._mark_at(event.position()) is not None
            self.setCursor(Qt.CursorShape.OpenHandCursor if over else Qt.CursorShape.ArrowCursor)
        elif (event.position() - self._from).manhattanLength() >= STILL_PX:
            axis = self._layout.axes[self._at]
            self._set(value_at(axis, self._painter().points_at(event.position().x())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go; a click on a no/yes mark turns it over."""
        if not self._held:
            return
        self._held = False
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        axis = self._layout.axes[self._at]
        if (event.position() - self._from).manhattanLength() < STILL_PX and snaps(axis):
            self._set(next_tick(axis, self._value(self._at)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down choose a ruler, left and right move its mark, Delete puts it back."""
        key, coarse = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        rows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if key in rows:
            self._at = min(max(self._at + rows[Qt.Key(key)], 0), len(self._layout.axes) - 1)
            self.row_chosen.emit(self.mark_place(self._layout.axes[self._at].variable).toPoint())
            self.update()
        elif key in steps:
            axis = self._layout.axes[self._at]
            self._set(stepped(axis, self._value(self._at), steps[Qt.Key(key)], coarse))
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.put_back.emit(self._layout.axes[self._at].variable)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show which ruler the keys move."""
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show no ruler any more."""
        self.update()

    def event(self, event: QEvent) -> bool:
        """A tooltip says a ruler in full."""
        if isinstance(event, QHelpEvent):
            index = self._painter().axis_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self._told(index) if index is not None else "", self)
            return True
        return super().event(event)

    @property
    def _rows(self) -> int:
        return len(self._layout.axes) + len(self._layout.survival_axes) + 2

    def _painter(self) -> NomogramPainter:
        row_px = max(float(ROW_PX), (self.height() - 8) / self._rows)
        return NomogramPainter(self._finding, self._values, self._answer, self.width(), row_px)

    def _value(self, index: int) -> float:
        axis = self._layout.axes[index]
        return self._values.get(axis.variable, axis.patient_value)

    def _set(self, value: float) -> None:
        axis = self._layout.axes[self._at]
        if value == self._value(self._at):
            return
        if value == axis.patient_value:
            self.put_back.emit(axis.variable)
        else:
            self.changed.emit(axis.variable, value)

    def _mark_at(self, place: QPointF) -> int | None:
        index = self._painter().axis_at(place)
        if index is None:
            return None
        mark = self.mark_place(self._layout.axes[index].variable)
        near = QRectF(mark.x() - REACH_PX, mark.y() - REACH_PX, 2 * REACH_PX, 2 * REACH_PX)
        return index if near.contains(place) else None

    def _told(self, index: int) -> str:
        axis = self._layout.axes[index]
        text = self.tr(
            "{title}: the patient's value {value}, {points} points. Drag the mark or press ← → for a what-if."
        )
        value = words(label_of(axis, axis.patient_value))
        return text.format(title=axis_title(axis), value=value, points=f"{axis.patient_points:.0f}")
