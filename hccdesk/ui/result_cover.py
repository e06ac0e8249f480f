"""Whether results may be seen: a board says what it thinks before it hears what the models say."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class ResultCover(QObject):
    """Lies over everything that a model said of the case on the desk, and is lifted once for the whole case.

    Signals: `changed`.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_on = False

    @property
    def is_on(self) -> bool:
        """Whether a result may not be seen, where there is one or once there is."""
        return self._is_on

    def lay(self, on: bool) -> None:
        """Cover or uncover."""
        if on is not self._is_on:
            self._is_on = on
            self.changed.emit()
