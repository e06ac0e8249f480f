"""Save, print, open: the buttons below the options, and what became of the last one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from hccdesk.ui.widgets.pieces import button, column, label


class ActsPanel(QWidget):
    """The buttons.

    Signals: `save_asked`, `print_asked`, `open_asked`, `save_all_asked`, `chart_asked` into the patient's chart.
    """

    save_asked = Signal()
    print_asked = Signal()
    open_asked = Signal()
    save_all_asked = Signal()
    chart_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._save = button(self.tr("Save PDF …"), "primary", "content-save-outline")
        self._print = button(self.tr("Print …"), "", "printer-outline")
        self._open = button(self.tr("Open PDF"), "", "open-in-new")
        self._save_all = button(self.tr("Save everything …"), "", "folder-zip-outline")
        self._chart = button(self.tr("Into the chart …"), "", "folder-account-outline")
        self._message = label("", "caption", wrap=True)
        self._print.setShortcut(QKeySequence("Ctrl+P"))
        self._lay_out()
        self._save.clicked.connect(self.save_asked)
        self._print.clicked.connect(self.print_asked)
        self._open.clicked.connect(self.open_asked)
        self._save_all.clicked.connect(self.save_all_asked)
        self._chart.clicked.connect(self.chart_asked)

    def show_state(self, blocked_by: str, saved: bool, message: str) -> None:
        """`blocked_by` says why nothing can be written or printed now; empty: it can."""
        tips = (
            (self._save, self.tr("The pages as they are shown, as a file")),
            (self._print, self.tr("The pages as they are shown, on a printer (Ctrl+P)")),
            (self._save_all, self.tr("The report, result.json and the figures, into a folder")),
            (self._chart, self.tr("Report, regions and measurements as DICOM and FHIR: to a folder or a PACS")),
        )
        for each, tip in tips:
            each.setEnabled(not blocked_by)
            each.setToolTip(blocked_by or tip)
        self._open.setEnabled(saved)
        self._open.setToolTip(
            self.tr("The file saved last, in the system's own viewer") if saved else self.tr("Save the PDF first.")
        )
        self._message.setText(message)
        self._message.setToolTip(message)
        self._message.setVisible(bool(message))

    def _lay_out(self) -> None:
        layout = column(self, 16, 8)
        layout.addWidget(self._save)
        grid = QGridLayout()
        grid.setSpacing(8)
        grid.addWidget(self._print, 0, 0)
        grid.addWidget(self._open, 0, 1)
        grid.addWidget(self._save_all, 1, 0, 1, 2)
        grid.addWidget(self._chart, 2, 0, 1, 2)
        layout.addLayout(grid)
        layout.addWidget(self._message)
        self._message.hide()
