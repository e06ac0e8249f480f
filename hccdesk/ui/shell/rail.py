"""The rail of steps; each says its state by a shape, never by colour alone."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeySequence, QPainter, QPen, QPixmap, QPolygonF, QShortcut
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton

from hccdesk.ui import theme
from hccdesk.ui.shell.step_state import StepState
from hccdesk.ui.widgets.pieces import button, column, line

WIDTH_PX = 104
SHAPE_PX = 14


class Rail(QFrame):
    """The list of cases, and the steps from case to report; Ctrl+1 … Ctrl+7 go there.

    Signals: `chosen(str)` with the screen's name.
    """

    chosen = Signal(str)

    def __init__(self, cases: str, steps: dict[str, str]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH_PX)
        self._words = {
            StepState.EMPTY: self.tr("empty"),
            StepState.WORKING: self.tr("in work"),
            StepState.DONE: self.tr("done"),
            StepState.PROBLEM: self.tr("problem"),
        }
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        layout = column(self, 0, 0)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.addWidget(self._step(1, "cases", cases))
        self._buttons["cases"].setIcon(theme.current().icon("folder-account-outline", "muted"))
        self._buttons["cases"].setIconSize(QSize(SHAPE_PX + 2, SHAPE_PX + 2))
        self._buttons["cases"].setToolTip(self._tip(1))
        layout.addSpacing(4)
        layout.addWidget(line())
        layout.addSpacing(4)
        for number, (name, title) in enumerate(steps.items(), start=2):
            layout.addWidget(self._step(number, name, title))
            self.show_state(name, StepState.EMPTY)
        layout.addStretch(1)

    def show_screen(self, name: str) -> None:
        """Mark the screen that is open."""
        self._buttons[name].setChecked(True)

    def take_focus(self, name: str) -> None:
        """The keyboard is on a step."""
        self._buttons[name].setFocus(Qt.FocusReason.OtherFocusReason)

    def show_state(self, name: str, state: StepState) -> None:
        """A step's state, as shape and word."""
        step = self._buttons[name]
        step.setIcon(QIcon(_shape(state, self.devicePixelRatioF())))
        step.setToolTip(f"{self._words[state]} · {self._tip(list(self._buttons).index(name) + 1)}")
        step.setAccessibleDescription(self._words[state])

    def _step(self, number: int, name: str, title: str) -> QPushButton:
        step = button(title, "step")
        step.setCheckable(True)
        step.setIconSize(QSize(SHAPE_PX, SHAPE_PX))
        step.setCursor(Qt.CursorShape.PointingHandCursor)
        step.clicked.connect(lambda: self.chosen.emit(name))
        QShortcut(QKeySequence(f"Ctrl+{number}"), self, lambda: self.chosen.emit(name))
        self._group.addButton(step)
        self._buttons[name] = step
        return step

    @staticmethod
    def _tip(number: int) -> str:
        return QKeySequence(f"Ctrl+{number}").toString(QKeySequence.SequenceFormat.NativeText)


def _shape(state: StepState, ratio: float) -> QPixmap:
    pixmap = QPixmap(round(SHAPE_PX * ratio), round(SHAPE_PX * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = theme.current()[_ROLES[state]]
    circle = QRectF(2, 2, SHAPE_PX - 4, SHAPE_PX - 4)
    painter.setPen(QPen(colour, 1.6))
    if state is StepState.PROBLEM:
        painter.setBrush(colour)
        painter.drawPolygon(QPolygonF([QPointF(7, 2), QPointF(12, 12), QPointF(2, 12)]))
    else:
        painter.setBrush(colour if state is StepState.DONE else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(circle)
    if state is StepState.WORKING:
        painter.setBrush(colour)
        painter.drawChord(circle, 90 * 16, 180 * 16)
    painter.end()
    return pixmap


_ROLES = {
    StepState.EMPTY: "disabled",
    StepState.WORKING: "accent",
    StepState.DONE: "text",
    StepState.PROBLEM: "problem",
}
