"""The problem list: what is wrong, where, what to do; a click goes there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from hccdesk.domain.problem import Severity
from hccdesk.ui import theme
from hccdesk.ui.problem_board import BoardProblem
from hccdesk.ui.widgets.pieces import button, column, empty, label, row, scrolled

LINE_PX = 24
MOST_LINES = 6
_ICONS = {
    Severity.STOP: ("close-octagon", "problem"),
    Severity.WARNING: ("alert", "caution"),
    Severity.NOTE: ("information-outline", "muted"),
}


class ProblemPanel(QFrame):
    """The list, above the job strip.

    Signals: `go_to(str, str)` with a screen's name and the field in it, which may be empty; `left` by the Escape key.
    """

    go_to = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self._words = {
            Severity.STOP: self.tr("Stop"),
            Severity.WARNING: self.tr("Warning"),
            Severity.NOTE: self.tr("Note"),
        }
        self._shown: tuple[BoardProblem, ...] = ()
        content = QWidget()
        self._lines = column(content, 12, 4)
        self._lines.setAlignment(Qt.AlignmentFlag.AlignTop)
        column(self).addWidget(scrolled(content))

    def show_problems(self, problems: Sequence[BoardProblem]) -> None:
        """These lines, the loudest first."""
        if tuple(problems) == self._shown:
            return  # the line that has the focus keeps it
        self._shown = tuple(problems)
        empty(self._lines)
        for problem in problems:
            self._lines.addWidget(self._line(problem))
        self.setFixedHeight(LINE_PX * min(max(len(problems), 1), MOST_LINES) + 24)

    def take_focus(self) -> None:
        """The first line is ready to be pressed."""
        item = self._lines.itemAt(0)
        line = item.widget() if item else None
        go = line.findChild(QPushButton) if line else None
        if go:
            go.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _line(self, problem: BoardProblem) -> QWidget:
        line = QWidget()
        layout = row(line, 0, 8)
        icon, role = _ICONS[problem.severity]
        picture = label()
        picture.setPixmap(theme.current().icon(icon, role).pixmap(16, 16))
        word = label(self._words[problem.severity], "group")
        word.setFixedWidth(64)
        what = label(_sentence(problem), wrap=True)
        what.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        go = button(self.tr("Go there"), "link")
        go.setAccessibleName(f"{self._words[problem.severity]}: {_sentence(problem)}")
        go.clicked.connect(lambda: self.go_to.emit(problem.screen, problem.field))
        for widget in (picture, word):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(what, 1)
        layout.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        return line


def _sentence(problem: BoardProblem) -> str:
    where = f"{problem.where}: " if problem.where else ""
    sentences = [_finished(part) for part in (f"{where}{problem.what}", problem.what_to_do) if part]
    return " ".join(sentences)


def _finished(text: str) -> str:
    """With a capital and a full stop, as sentences of engines come without."""
    ending = "" if text.endswith((".", "。", "?", "!")) else ("。" if text[-1] > "\u2e80" else ".")
    return f"{text[0].upper()}{text[1:]}{ending}"
