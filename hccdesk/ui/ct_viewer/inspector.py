"""Beside the views: the series and what it is good for, the lesions with their size."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from hccdesk.ui.ct_viewer.series_list import CtSeriesList
from hccdesk.ui.widgets.pieces import column, empty, label, line, row, scrolled

WIDTH_PX = 300


class CtInspector(QFrame):
    """The inspector; the list of lesions is put into `lesions`, a column of its own."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("inspector")
        self.setFixedWidth(WIDTH_PX)
        content = QWidget()
        body = column(content, 16, 12)
        self._facts, self.lesions = column(spacing=4), column(spacing=4)
        self.series = CtSeriesList()
        body.addWidget(label(self.tr("Series"), "section"))
        body.addWidget(self.series)
        body.addLayout(self._facts)
        body.addWidget(line())
        body.addLayout(self.lesions)
        body.addWidget(line())
        body.addWidget(label(self.tr("Keys"), "section"))
        body.addWidget(self._keys())
        body.addStretch(1)
        column(self).addWidget(scrolled(content))

    def show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        """What the series is, as (title, value)."""
        empty(self._facts)
        for title, value in facts:
            pair = row(spacing=8)
            name = label(title, "muted")
            name.setFixedWidth(96)
            pair.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
            pair.addWidget(label(value, wrap=True), 1)
            self._facts.addLayout(pair)

    def _keys(self) -> QLabel:
        text = self.tr(
            "wheel or ↑ ↓: slice · drag: window · Space: pan\n"
            "B brush · E eraser · D distance · R reset\n"
            "Ctrl+F1: all controls"
        )
        return label(text, "caption", wrap=True)
