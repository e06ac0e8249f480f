"""A reader at the window: finds what is on the screen by its words, presses, types, drags and drops."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QPushButton, QWidget

from hccdesk.ui import language, theme
from hccdesk.ui.main_window import MainWindow
from hccdesk.ui.session import Session
from hccdesk.ui.settings import Settings
from hccdesk.ui.verbs import WorkflowVerbs
from hccdesk.workflow.case_library import case_library

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


class Reader:
    """Who sits in front of the window. Nothing here knows how the window is built inside."""

    def __init__(self, qtbot: Any, window: MainWindow, session: Session) -> None:
        self.qtbot, self.window, self.session = qtbot, window, session
        self._left = False

    def seen(self, kind: type[QWidget]) -> Iterator[Any]:
        """Everything of a kind that is on the screen, or could be scrolled to."""
        for widget in self.window.findChildren(kind):
            if widget.isVisible():
                yield widget

    def button(self, words: str) -> QAbstractButton:
        """The button with this text, accessible name or tooltip; a tooltip may say more after it."""
        found = [one for one in self.seen(QAbstractButton) if words in _names(one)]
        found = found or [one for one in self.seen(QAbstractButton) if any(n.startswith(words) for n in _names(one))]
        assert found, f"no button says {words!r}: {sorted({n for b in self.seen(QAbstractButton) for n in _names(b)})}"
        return found[0]

    def press(self, words: str) -> None:
        """Click a button that can be clicked."""
        button = self.button(words)
        assert button.isEnabled(), f"{words}: {button.toolTip()}"
        self.qtbot.mouseClick(button, LEFT)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """A key, to whatever has the keyboard."""
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifiers)
        QCoreApplication.processEvents()

    def view(self, name: str) -> QWidget:
        """A view by its accessible name."""
        found = [w for w in self.seen(QWidget) if w.accessibleName().lower() == name.lower()]
        assert found, f"no view {name!r}: {sorted({w.accessibleName() for w in self.seen(QWidget)})}"
        return found[0]

    def drag(self, view: QWidget, *places: tuple[float, float]) -> None:
        """The left button down at the first place, along the others, and up."""
        self._mouse(view, QEvent.Type.MouseMove, places[0], Qt.MouseButton.NoButton)
        self._mouse(view, QEvent.Type.MouseButtonPress, places[0], LEFT)
        for start, end in pairwise(places):
            for step in range(1, 9):
                place = tuple(a + (b - a) * step / 8 for a, b in zip(start, end, strict=True))
                self._mouse(view, QEvent.Type.MouseMove, place, LEFT)
        self._mouse(view, QEvent.Type.MouseButtonRelease, places[-1], LEFT)
        QCoreApplication.processEvents()

    def drop(self, *paths: Path) -> None:
        """Files let go over the middle of the window, as the window system tells it; read to the end."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        event = QDropEvent(QPointF(640, 400), Qt.DropAction.CopyAction, data, LEFT, NONE)
        event.ignore()
        QApplication.sendEvent(self.window.windowHandle(), event)
        assert event.isAccepted()
        self.wait()

    def choose(self, name: str, text: str) -> None:
        """An entry of a combo box."""
        box = next(b for b in self.seen(QComboBox) if b.accessibleName() == name)
        place = box.findText(text)
        assert place >= 0, [box.itemText(i) for i in range(box.count())]
        box.setFocus()
        step = Qt.Key.Key_Down if place > box.currentIndex() else Qt.Key.Key_Up
        for _ in range(abs(place - box.currentIndex())):
            QTest.keyClick(box, step)

    def go(self, step: str) -> None:
        """To a step of the rail."""
        self.press(step)
        QCoreApplication.processEvents()

    def steps(self) -> list[str]:
        """The words of the rail, from above."""
        return [one.text() for one in self.seen(QPushButton) if one.property("kind") == "step"]

    def texts(self) -> list[str]:
        """Every word on the screen that stands on a label or a button, without what cannot be seen of it."""
        labels = [one.text() for one in self.seen(QLabel)]
        return [text for text in (*labels, *(one.text() for one in self.seen(QAbstractButton))) if text]

    def reads(self, pattern: str) -> str:
        """The first text in which the pattern is found; empty where there is none."""
        return next((text for text in self.texts() if re.search(pattern, text)), "")

    def wait(self, timeout: int = 120_000) -> None:
        """Until nothing is being done any more."""
        session = self.session

        def idle() -> bool:
            return not (session.compute.running or session.tiles.running or session.keeping.running)

        for _ in range(2):
            self.qtbot.waitUntil(idle, timeout=timeout)
            self.qtbot.wait(30)
        self.qtbot.waitUntil(idle, timeout=timeout)

    def until(self, true: Callable[[], object], timeout: int = 60_000) -> None:
        """Until something is so."""
        self.qtbot.waitUntil(lambda: bool(true()), timeout=timeout)

    def leave(self) -> None:
        """Close the window, as its cross does."""
        if self._left:
            return
        self._left = True
        self.window.close()
        self.window.deleteLater()
        QCoreApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete)

    @staticmethod
    def _mouse(view: QWidget, kind: QEvent.Type, place: Sequence[float], held: Qt.MouseButton) -> None:
        here = QPointF(*place)
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else LEFT
        down = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else held
        there = QPointF(view.mapToGlobal(QPoint(round(here.x()), round(here.y()))))
        QApplication.sendEvent(view, QMouseEvent(kind, here, there, button, down, NONE))


def sit_down(qtbot: Any, folder: Path, *, opinion_first: bool = False) -> Reader:
    """Start the program on a data folder: as `app.run` does, but for the one instance and the event loop.

    Results are covered only in the journeys that are about that.
    """
    settings = Settings(folder / "window.ini")
    settings.opinion_first = opinion_first
    language.use(settings.language)
    theme.use(QApplication.instance(), settings.theme)
    session = Session(WorkflowVerbs(), settings, folder / "logs", datetime.now, case_library(folder / "cases"))
    window = MainWindow(session)
    window.resize(1280, 800)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    session.shelf.learn(purge=True)
    session.learn_models()
    reader = Reader(qtbot, window, session)
    reader.wait()
    return reader


def _names(button: QAbstractButton) -> set[str]:
    return {name for name in (button.text(), button.accessibleName(), button.toolTip()) if name}
