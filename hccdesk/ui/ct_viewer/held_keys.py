"""Keys that act as long as they are held: Space pans, O shows or hides the explanation. No widgets."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import QObject, Qt, Signal

PEEK_FROM_S = 0.35
"""Shift+O held longer than this was a look, not a switch."""


class HeldKeys(QObject):
    """Which of them are down.

    Signals: `panning(bool)`, `saliency_turned` show what is hidden, hide what is shown.
    """

    panning = Signal(bool)
    saliency_turned = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._space, self._peeking, self._since_s = False, False, 0.0
        self._switches = False

    def press(self, key: int, modifiers: Qt.KeyboardModifier, *, repeated: bool) -> bool:
        """Whether the key is one of them."""
        shift = modifiers == Qt.KeyboardModifier.ShiftModifier
        plain = modifiers == Qt.KeyboardModifier.NoModifier
        if key == Qt.Key.Key_Space and plain:
            if not repeated and not self._space:
                self._space = True
                self.panning.emit(True)
            return True
        if key == Qt.Key.Key_O and (shift or plain):
            if not repeated and not self._peeking:
                self._peeking, self._switches, self._since_s = True, shift, monotonic()
                self.saliency_turned.emit()
            return True
        return False

    def release(self, key: int, *, repeated: bool) -> bool:
        """Whether the key was one of them."""
        if key == Qt.Key.Key_Space and self._space and not repeated:
            self._space = False
            self.panning.emit(False)
            return True
        if key == Qt.Key.Key_O and self._peeking and not repeated:
            self._peeking = False
            if not self._switches or monotonic() - self._since_s > PEEK_FROM_S:
                self.saliency_turned.emit()
            return True
        return False

    def let_go(self) -> None:
        """The keyboard went elsewhere: nothing is held any more."""
        self.release(Qt.Key.Key_Space, repeated=False)
        self.release(Qt.Key.Key_O, repeated=False)
