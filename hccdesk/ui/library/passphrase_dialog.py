"""Asks for the passphrase of an encrypted library; the window behind shows nothing meanwhile."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from hccdesk.ui import theme
from hccdesk.ui.library.passphrase import typed
from hccdesk.ui.widgets.pieces import button, column, label, row, set_role

WIDTH_PX = 420


class PassphraseDialog(QDialog):
    """One line to type in.

    Signals: `given(str)` the passphrase; `quit_asked`.
    """

    given = Signal(str)
    quit_asked = Signal()

    def __init__(self, folder: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("hccdesk")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._line = QLineEdit()
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.setAccessibleName(self.tr("Passphrase of the library"))
        self._seen = button(self.tr("Show"), "quiet", "eye-outline")
        self._seen.setCheckable(True)
        self._said = label("", "caption", wrap=True)
        self._open = button(self.tr("Open the library"), "primary")
        self._quit = button(self.tr("Quit"))
        self._lay_out(folder)
        self._line.textChanged.connect(self._on_typed)
        self._seen.toggled.connect(self._show_typed)
        self._open.clicked.connect(self._give)
        self._quit.clicked.connect(self.quit_asked)
        self._on_typed()

    def show_fault(self, text: str) -> None:
        """It was not the right one, or something else is wrong; it can be typed again."""
        set_role(self._said, "fault")
        self._said.setText(text)
        self._set_busy(False)
        self._line.selectAll()
        self._line.setFocus()

    def reject(self) -> None:
        """Escape leaves the program: there is nothing to be seen without the library."""
        self.quit_asked.emit()

    def _give(self) -> None:
        if self._open.isEnabled():
            set_role(self._said, "caption")
            self._said.setText(self.tr("Opening the library …"))
            self._set_busy(True)
            self.given.emit(typed(self._line.text()))

    def _set_busy(self, busy: bool) -> None:
        self._line.setEnabled(not busy)
        self._open.setEnabled(not busy and bool(self._line.text()))

    def _on_typed(self) -> None:
        self._open.setEnabled(bool(self._line.text()))

    def _show_typed(self, shown: bool) -> None:
        self._line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def _lay_out(self, folder: str) -> None:
        picture = label()
        picture.setPixmap(theme.current().icon("lock-outline", "accent").pixmap(32, 32))
        text, head, line, acts = column(spacing=8), row(spacing=16), row(spacing=8), row(spacing=8)
        what = self.tr("Its passphrase was chosen when it was encrypted. Without it nobody can read the library.")
        for part in (
            label(self.tr("The library of cases is encrypted"), "section", wrap=True),
            label(what, wrap=True),
            label(folder, "caption", wrap=True),
        ):
            part.setFixedWidth(WIDTH_PX)
            text.addWidget(part)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(text, 1)
        line.addWidget(self._line, 1)
        line.addWidget(self._seen)
        acts.addWidget(self._quit)
        acts.addStretch(1)
        acts.addWidget(self._open)
        self._open.setDefault(True)
        layout = column(self, 20, 16)
        layout.addLayout(head)
        layout.addLayout(line)
        layout.addWidget(self._said)
        layout.addLayout(acts)
        self._line.setFocus()
