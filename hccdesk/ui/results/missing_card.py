"""What is missing: every finding not given, its reason, and a way to where it can be mended, where it can."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton

from hccdesk.ui.results.missing import Missing, lack_word
from hccdesk.ui.widgets.pieces import button, column, empty, label


class MissingCard(QFrame):
    """The list; hidden where nothing is missing.

    Signals: `mend_asked(str, str)` a screen and the field of its form, or ""; `run_asked(ModelChoice)` a part that
    was not asked for.
    """

    mend_asked = Signal(str, str)
    run_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        outer = column(self, 16, 8)
        outer.addWidget(label(self.tr("Missing, or to be checked"), "section"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        outer.addLayout(self._grid)
        self._places = {
            "case": self.tr("To the Case screen"),
            "ct": self.tr("To the CT screen"),
            "slide": self.tr("To the Slide screen"),
        }
        self.hide()

    def show_missing(self, missing: tuple[Missing, ...]) -> None:
        """These."""
        empty(self._grid)
        self.setVisible(bool(missing))
        for row, found in enumerate(missing):
            name = label(found.name, "group", wrap=True)
            name.setMinimumWidth(160)
            top = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(name, row, 0, top)
            self._grid.addWidget(label(found.reason, "muted", wrap=True), row, 1, top)
            self._grid.addWidget(label(lack_word(found.lack), "muted"), row, 2, top)
            if found.run or found.screen:
                self._grid.addWidget(self._way(found), row, 3, top | Qt.AlignmentFlag.AlignRight)

    def _way(self, found: Missing) -> QPushButton:
        way = button(self.tr("Analyse it now") if found.run else self._places[found.screen], "link")
        mend = partial(self.mend_asked.emit, found.screen, found.field)
        way.clicked.connect(partial(self.run_asked.emit, found.run) if found.run else mend)
        return way
