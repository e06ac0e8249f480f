"""What was measured, beside the views."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QWidget

from hccdesk.ui.widgets.pieces import column, empty, icon_button, label, row, set_property


@dataclass(frozen=True, slots=True)
class MeasurementLine:
    """A measurement as the list shows it: its lengths in mm, and the plane and slice on which it lies."""

    name: str
    lengths: str
    place: str
    selected: bool = False


class MeasurementRow(QFrame):
    """One measurement.

    Signals: `chosen`, `remove_asked`.
    """

    chosen = Signal()
    remove_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lesion")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._name, self._lengths, self._place = label(), label(), label("", "caption")
        self._remove = icon_button("trash-can-outline", "")
        self._remove.clicked.connect(self.remove_asked)
        words, head = column(spacing=0), row(spacing=8)
        head.addWidget(self._name)
        head.addWidget(self._lengths, 1)
        words.addLayout(head)
        words.addWidget(self._place)
        layout = row(self, 4, 4)
        layout.setContentsMargins(8, 4, 4, 4)
        layout.addLayout(words, 1)
        layout.addWidget(self._remove)

    def show_line(self, line: MeasurementLine) -> None:
        """The measurement."""
        self._name.setText(line.name)
        self._lengths.setText(line.lengths)
        self._place.setText(line.place)
        remove = self.tr("Remove {name}").format(name=line.name)
        self._remove.setToolTip(remove)
        self._remove.setAccessibleName(remove)
        self.setToolTip(self.tr("Go to {name}").format(name=line.name))
        self.setAccessibleName(f"{line.name} {line.lengths}")
        set_property(self, "active", "true" if line.selected else "false")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click goes there."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.chosen.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space go there, Delete removes it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_asked.emit()
        else:
            event.ignore()


class MeasurementList(QWidget):
    """The list.

    Signals: `chosen(str)`, `remove_asked(str)`.
    """

    chosen = Signal(str)
    remove_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[MeasurementLine, ...] = ()
        self._rows: list[MeasurementRow] = []
        self._shown, self._nothing = column(spacing=4), label("", "muted", wrap=True)
        layout = column(self, 0, 4)
        layout.addWidget(label(self.tr("Measurements"), "section"))
        layout.addWidget(self._nothing)
        layout.addLayout(self._shown)

    def show_lines(self, lines: tuple[MeasurementLine, ...], why_not: str) -> None:
        """The measurements; `why_not` says why there can be none."""
        self._lines = lines
        if len(lines) != len(self._rows):
            empty(self._shown)
            self._rows = [self._row(number) for number in range(len(lines))]
        for shown, line in zip(self._rows, lines, strict=True):
            shown.show_line(line)
        self._nothing.setVisible(not lines)
        self._nothing.setText(why_not or self.tr("None yet. D measures a distance, Shift+D two diameters."))

    def _row(self, number: int) -> MeasurementRow:
        made = MeasurementRow()
        made.chosen.connect(partial(self._choose, number))
        made.remove_asked.connect(partial(self._ask_to_remove, number))
        self._shown.addWidget(made)
        return made

    def _choose(self, number: int) -> None:
        self.chosen.emit(self._lines[number].name)

    def _ask_to_remove(self, number: int) -> None:
        self.remove_asked.emit(self._lines[number].name)
