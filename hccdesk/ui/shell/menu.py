"""The menu behind the banner's button; its shortcuts work in the whole window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from hccdesk.ui.case_model import CaseModel

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

    def undo_and_redo(self, model: CaseModel, undo: str, redo: str) -> None:
        """Both, with the name of what they undo; what is being drawn is taken back before any finished step."""
        steps = UndoActs(model, (undo, redo), self.menu)
        self.add(steps.back)
        self.add(steps.again)

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


class UndoActs(QObject):
    """Undo and redo as lines of a menu."""

    def __init__(self, model: CaseModel, words: tuple[str, str], parent: QObject) -> None:
        super().__init__(parent)
        self._model, self._words = model, words
        self.back, self.again = QAction(self), QAction(self)
        self.back.setShortcut(QKeySequence.StandardKey.Undo)
        self.again.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        self.back.triggered.connect(model.undo)
        self.again.triggered.connect(model.redo)
        stack = model.undo_stack
        for changed in (stack.indexChanged, stack.undoTextChanged, stack.redoTextChanged, model.unfinished_changed):
            changed.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        stack, drawing = self._model.undo_stack, self._model.is_unfinished
        if not isValid(stack):  # the case goes away with the session, and tells so
            return
        undo, redo = self._words
        self.back.setText(undo if drawing else f"{undo} {stack.undoText()}".strip())
        self.back.setEnabled(drawing or stack.canUndo())
        self.again.setText(f"{redo} {stack.redoText()}".strip())
        self.again.setEnabled(stack.canRedo() and not drawing)


def fill_recent(menu: QMenu, cases: tuple[tuple[str, str], ...], open_case: Callable[[str], None]) -> None:
    """The last cases as lines of the submenu; each is its id and what the line says."""
    menu.clear()
    for case_id, text in cases[:MOST_RECENT]:
        line = menu.addAction(text.replace("&", "&&"))
        line.triggered.connect(lambda _=False, wanted=case_id: open_case(wanted))
    menu.setEnabled(bool(cases))
