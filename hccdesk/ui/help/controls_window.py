"""The sheet of controls."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QWidget

from hccdesk.ui.help.controls import CONTEXT, SECTIONS, Control
from hccdesk.ui.language import translate
from hccdesk.ui.widgets.pieces import column, label, row, scrolled

SIZE_PX = (900, 660)
COLUMNS = ((0, 2, 3), (1,))
"""Which sections stand in which column, so that both end at much the same height."""


class ControlsWindow(QDialog):
    """Mouse and keyboard of every screen on one sheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Mouse and keyboard"))
        self.resize(*SIZE_PX)
        content = QWidget()
        content.setObjectName("screen")
        columns = row(content, 16, 32)
        for numbers in COLUMNS:
            part = column(spacing=16)
            for number in numbers:
                part.addWidget(_section(*SECTIONS[number]))
            part.addStretch(1)
            columns.addLayout(part, 1)
        column(self).addWidget(scrolled(content))


def _section(title: str, controls: tuple[Control, ...]) -> QWidget:
    widget = QWidget()
    layout = column(widget, 0, 8)
    layout.addWidget(label(translate(CONTEXT, title), "section"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for number, (keys, act) in enumerate(controls):
        grid.addWidget(label(translate(CONTEXT, keys), "group"), number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(translate(CONTEXT, act), wrap=True), number, 1)
    layout.addLayout(grid)
    return widget
