"""The sheet of controls."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QHBoxLayout, QWidget

from hccdesk.ui.help.controls import CONTEXT, sections_for
from hccdesk.ui.language import translate
from hccdesk.ui.widgets.pieces import card, column, empty, label, row, scrolled

SIZE_PX = (940, 680)
COLUMNS = 2


class ControlsWindow(QDialog):
    """Mouse and keyboard: those of the screen that is open first, marked; the others below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Mouse and keyboard"))
        self.resize(*SIZE_PX)
        content = QWidget()
        content.setObjectName("screen")
        self._body = column(content, 16, 16)
        self._area = scrolled(content)
        column(self).addWidget(self._area)
        self.show_screen("")

    def show_screen(self, screen: str) -> None:
        """The map of this screen first."""
        own, others = sections_for(screen)
        empty(self._body)
        if own:
            frame, inside = card()
            frame.setProperty("here", True)
            inside.addWidget(label(self.tr("On this screen"), "what_if"))
            inside.addLayout(_columns([_section(*section) for section in own], [len(s[1]) for s in own]))
            self._body.addWidget(frame)
        self._body.addLayout(_columns([_section(*section) for section in others], [len(s[1]) for s in others]))
        self._body.addStretch(1)
        self._area.verticalScrollBar().setValue(0)


def _columns(sections: Sequence[QWidget], lines: Sequence[int]) -> QHBoxLayout:
    """Side by side in columns of much the same height; a single one takes the whole width."""
    count = min(COLUMNS, len(sections))
    made, heights = row(spacing=32), [0] * count
    columns = [column(spacing=16) for _ in range(count)]
    for part in columns:
        made.addLayout(part, 1)
    for section, height in zip(sections, lines, strict=True):
        shortest = heights.index(min(heights))
        columns[shortest].addWidget(section)
        heights[shortest] += height + 3
    for part in columns:
        part.addStretch(1)
    return made


def _section(title: str, controls: tuple[tuple[str, str], ...]) -> QFrame:
    frame = QFrame()
    layout = column(frame, 0, 8)
    layout.addWidget(label(translate(CONTEXT, title), "section"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for number, (keys, act) in enumerate(controls):
        grid.addWidget(label(translate(CONTEXT, keys), "group"), number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(translate(CONTEXT, act), wrap=True), number, 1)
    layout.addLayout(grid)
    return frame
