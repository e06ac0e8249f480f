"""What may be painted one frame later, so that the view under the reader's hand is painted first."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from PySide6.QtCore import QObject, QTimer


class NextFrame(QObject):
    """Acts that wait for the next turn of the event loop; of acts under one name only the last is done."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: dict[Hashable, Callable[[], None]] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self.do_now)

    def add(self, name: Hashable, act: Callable[[], None]) -> None:
        """Do this then."""
        self._waiting[name] = act
        self._timer.start()

    def drop(self, name: Hashable) -> None:
        """It was done another way."""
        self._waiting.pop(name, None)

    def do_now(self) -> None:
        """Do all that waits."""
        waiting, self._waiting = self._waiting, {}
        for act in waiting.values():
            act()
