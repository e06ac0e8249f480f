"""What the program says when it failed itself: calmly, once, and that the work is kept."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from hccdesk import __version__
from hccdesk.ui import theme
from hccdesk.ui.fault_log import Fault
from hccdesk.ui.widgets.pieces import button, column, label, row

WIDTH_PX = 460


class FaultDialog(QDialog):
    """One fault; it does not stop the work behind it."""

    def __init__(self, fault: Fault, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("hccdesk")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._details = _details(fault)
        title = label(self.tr("Something went wrong in hccdesk"), "section", wrap=True)
        kept = label(
            self.tr("The step you just took may not have had its effect. Everything else is kept; you can go on."),
            wrap=True,
        )
        log = str(fault.log) if fault.log else self.tr("no log could be written")
        where = label(self.tr("Log, without anything of the patient: {place}").format(place=log), "caption", wrap=True)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy = button(self.tr("Copy details"))
        close = button(self.tr("Close"), "primary")
        self.copy.clicked.connect(self._copy)
        close.clicked.connect(self.close)
        close.setDefault(True)
        close.setFocus()
        picture = label()
        picture.setPixmap(theme.current().icon("alert-circle-outline", "caution").pixmap(32, 32))
        text, acts, head = column(spacing=8), row(spacing=8), row(spacing=16)
        for part in (title, kept, where):
            part.setFixedWidth(WIDTH_PX)
            text.addWidget(part)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(text, 1)
        acts.addStretch(1)
        acts.addWidget(self.copy)
        acts.addWidget(close)
        layout = column(self, 20, 16)
        layout.addLayout(head)
        layout.addLayout(acts)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._details)
        self.copy.setText(self.tr("Copied"))


def _details(fault: Fault) -> str:
    """Version, kind and place of the fault, and the stack where it was logged; nothing of the patient."""
    try:
        stack = fault.log.read_text(encoding="utf-8") if fault.log else ""
    except OSError:
        stack = ""
    return f"hccdesk {__version__}\n{fault.place}\n{stack}"
