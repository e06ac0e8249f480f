"""The problem list: what is wrong, where, what to do; a click goes there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QPushButton, QStyle, QWidget

from hccdesk.domain.problem import Severity
from hccdesk.ui import theme
from hccdesk.ui.problem_board import BoardProblem
from hccdesk.ui.widgets.pieces import button, column, empty, label, row, scrolled

MARGIN_PX = 12
GAP_PX = 4
MOST_OF_STACK = 0.5
"""The part of the screen that the list may cover before it scrolls."""
_ICONS = {
    Severity.STOP: ("close-octagon", "problem"),
    Severity.WARNING: ("alert", "caution"),
    Severity.NOTE: ("information-outline", "muted"),
}


class ProblemPanel(QFrame):
    """The list, over the lower part of the screen: nothing else moves when it opens.

    Signals: `go_to(str, str)` with a screen's name and the field in it, which may be empty; `left` by the Escape key.
    """

    go_to = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("problems")
        self._words = {
            Severity.STOP: self.tr("Stop"),
            Severity.WARNING: self.tr("Warning"),
            Severity.NOTE: self.tr("Note"),
        }
        self._shown: tuple[BoardProblem, ...] = ()
        self._under: QWidget | None = None
        self._content = QWidget()
        self._lines = column(self._content, MARGIN_PX, GAP_PX)
        self._lines.setAlignment(Qt.AlignmentFlag.AlignTop)
        column(self).addWidget(scrolled(self._content))

    def lie_over(self, under: QWidget) -> None:
        """Cover the lower part of `under`, a sibling, which keeps its size and place."""
        self._under = under
        self.setParent(under.parentWidget())
        under.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what it lies over."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """In front of what it lies over."""
        super().showEvent(event)
        self._place()

    def show_problems(self, problems: Sequence[BoardProblem]) -> None:
        """These lines, the loudest first."""
        if tuple(problems) == self._shown:
            return  # the line that has the focus keeps it
        self._shown = tuple(problems)
        empty(self._lines)
        for problem in problems:
            self._lines.addWidget(self._line(problem))
        self._place()

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

    def _place(self) -> None:
        """At the lower edge, as high as its entries ask; where they ask too much, as many as are whole."""
        if self._under is None:
            return
        under = self._under.geometry()
        height = _whole_lines(self._heights(under.width() - 2 * MARGIN_PX), int(under.height() * MOST_OF_STACK))
        self.setGeometry(under.left(), under.bottom() + 1 - height, under.width(), height)
        self.raise_()

    def _heights(self, width: int) -> list[int]:
        items = [self._lines.itemAt(place) for place in range(self._lines.count())]
        layouts = [widget.layout() for item in items if item and (widget := item.widget())]
        bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
        return [layout.totalHeightForWidth(width - bar) for layout in layouts if layout]

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


def _whole_lines(heights: Sequence[int], most: int) -> int:
    """The height that shows as many entries as fit into `most` pixels without cutting one, at least the first."""
    shown = 2 * MARGIN_PX
    for number, height in enumerate(heights):
        longer = shown + height + (GAP_PX if number else 0)
        if number and longer > most:
            return shown - MARGIN_PX + GAP_PX // 2  # the entry after it begins below the edge
        shown = longer
    return shown


def _sentence(problem: BoardProblem) -> str:
    where = f"{problem.where}: " if problem.where else ""
    sentences = [_finished(part) for part in (f"{where}{problem.what}", problem.what_to_do) if part]
    return " ".join(sentences)


def _finished(text: str) -> str:
    """With a full stop, as sentences of engines come without; the letters stay, for the first word may be a file's."""
    ending = "" if text.endswith((".", "。", "?", "!")) else ("。" if text[-1] > "\u2e80" else ".")
    return f"{text}{ending}"
