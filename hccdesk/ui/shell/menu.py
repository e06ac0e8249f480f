"""The menu behind the banner's button; its shortcuts work in the whole window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence, QUndoStack
from PySide6.QtWidgets import QMenu, QWidget

MOST_RECENT = 8
Act = Callable[[], object]


class WindowMenu:
    """A menu whose acts belong to the window, so that their keys work while it is closed."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self.menu = QMenu(window)
        self.menu.setToolTipsVisible(True)
        self._actions: list[QAction] = []

    def act(self, text: str, key: str, act: Act) -> QAction:
        """One line; `key` may be empty."""
        action = QAction(text, self.menu)
        if key:
            action.setShortcut(QKeySequence(key))
        action.triggered.connect(act)
        return self.add(action)

    def add(self, action: QAction) -> QAction:
        """A line made elsewhere."""
        self.menu.addAction(action)
        self._window.addAction(action)
        self._actions.append(action)
        return action

    def undo_and_redo(self, stack: QUndoStack, undo: str, redo: str) -> None:
        """Both, with the name of what they undo."""
        back, again = stack.createUndoAction(self.menu, undo), stack.createRedoAction(self.menu, redo)
        back.setShortcut(QKeySequence.StandardKey.Undo)
        again.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        self.add(back)
        self.add(again)

    def separate(self) -> None:
        """A line between groups."""
        self.menu.addSeparator()

    def recent(self, title: str) -> QMenu:
        """The submenu of the last cases."""
        return self.menu.addMenu(title)

    def remove(self) -> None:
        """Take everything from the window again."""
        for action in self._actions:
            self._window.removeAction(action)
        self.menu.deleteLater()


def fill_recent(menu: QMenu, cases: tuple[tuple[str, str], ...], open_case: Callable[[str], None]) -> None:
    """The last cases as lines of the submenu; each is its id and what the line says."""
    menu.clear()
    for case_id, text in cases[:MOST_RECENT]:
        line = menu.addAction(text.replace("&", "&&"))
        line.triggered.connect(lambda _=False, wanted=case_id: open_case(wanted))
    menu.setEnabled(bool(cases))
