"""The name of a lesion in the list, written in place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLineEdit

from hccdesk.ui.widgets.pieces import set_property


class LesionName(QLineEdit):
    """A name that is read until it is double-clicked, or F2 is pressed on it.

    Signals: `renamed(str)`, `clicked`.
    """

    renamed = Signal(str)
    clicked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._name = ""
        self.setProperty("kind", "name")
        self._read()
        self.editingFinished.connect(self._on_finished)

    def show_name(self, name: str, editable: bool) -> None:
        """A name; one that is being written is not disturbed."""
        self._name = name
        self.setEnabled(editable)
        if self.isReadOnly():
            self.setText(name)
            self.setCursorPosition(0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click chooses the lesion."""
        if self.isReadOnly():
            self.clicked.emit()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Write."""
        if self.isReadOnly():
            self.write()
        else:
            super().mouseDoubleClickEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 writes, Escape leaves the name as it was; while it is only read, keys belong to the screen."""
        if self.isReadOnly():
            if event.key() == Qt.Key.Key_F2:
                self.write()
            else:
                event.ignore()
        elif event.key() == Qt.Key.Key_Escape:
            self._read()
        else:
            super().keyPressEvent(event)

    def write(self) -> None:
        """Let the name be written."""
        self.setReadOnly(False)
        set_property(self, "written", True)
        self.setFocus()
        self.selectAll()

    def _read(self) -> None:
        self.setReadOnly(True)
        set_property(self, "written", False)
        self.setText(self._name)
        self.deselect()

    def _on_finished(self) -> None:
        if self.isReadOnly():
            return
        written = self.text().strip()
        self._read()
        if written and written != self._name:
            self.renamed.emit(written)
